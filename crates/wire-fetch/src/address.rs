//! The guard: which addresses are connected to.
//!
//! Text from feeds and pages names hosts, so whoever writes a feed could make
//! the daemon connect into the operator's own network (SSRF). Only global
//! unicast addresses are connected to, and those in ranges that the operator
//! listed. The check is on the address that a connection is made to: in the
//! resolver, whose answer is what is used, so a name that changes its answer
//! changes nothing; and on literal addresses, which no resolver is asked for.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use ipnet::IpNet;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::FetchError;

/// Decides on addresses.
#[derive(Debug)]
pub struct Guard {
    allowed: Vec<IpNet>,
}

impl Guard {
    /// A guard that lets the listed private ranges pass.
    pub fn new(allowed: Vec<IpNet>) -> Guard {
        Guard { allowed }
    }

    /// Whether a connection to `address` may be made.
    pub fn permits(&self, address: IpAddr) -> bool {
        let address = match address {
            IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(address, IpAddr::V4),
            v4 => v4,
        };
        self.allowed.iter().any(|net| net.contains(&address)) || is_global(address)
    }

    /// Checks scheme and literal address.
    ///
    /// # Errors
    /// [`FetchError::Refused`] with the reason.
    pub fn check_url(&self, url: &Url) -> Result<(), FetchError> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(FetchError::Refused(format!("scheme {:?} is not http or https", url.scheme())));
        }
        let literal = match url.host() {
            Some(Host::Ipv4(v4)) => Some(IpAddr::V4(v4)),
            Some(Host::Ipv6(v6)) => Some(IpAddr::V6(v6)),
            Some(Host::Domain(_)) => None,
            None => return Err(FetchError::Refused("the URL has no host".to_owned())),
        };
        match literal {
            Some(address) if !self.permits(address) => Err(FetchError::Refused(refused(address))),
            _ => Ok(()),
        }
    }
}

fn refused(address: IpAddr) -> String {
    format!("{address} is not a public address; if this network is yours, list it in [fetch] allow_addresses")
}

/// Global unicast by the IANA special-purpose registries (RFC 6890 and its updates).
fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_global_v4(v4),
        IpAddr::V6(v6) => is_global_v6(v6),
    }
}

fn is_global_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_broadcast()
        || address.is_documentation()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 192 && b == 0 && c == 0)
        || (a == 192 && b == 88 && c == 99)
        || (a == 198 && (b == 18 || b == 19));
    !special
}

/// 2000::/3 is global unicast; inside it are tunnels that carry an IPv4 address
/// of any kind, and documentation.
fn is_global_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    let is_unicast = (0x2000..0x4000).contains(&a);
    let teredo_or_orchid = a == 0x2001 && b < 0x200;
    let documentation = (a == 0x2001 && b == 0x0DB8) || (a == 0x3FFF && b < 0x1000);
    let six_to_four = a == 0x2002;
    is_unicast && !teredo_or_orchid && !documentation && !six_to_four
}

/// Resolves names and lets only permitted addresses through.
pub(crate) struct GuardedResolver {
    guard: Arc<Guard>,
    lookup: Lookup,
}

/// Every address of a name.
type Lookup = fn(String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>;

fn system_lookup(name: String) -> Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>> {
    Box::pin(async move { Ok(tokio::net::lookup_host((name.as_str(), 0)).await?.collect()) })
}

impl GuardedResolver {
    pub(crate) fn new(guard: Arc<Guard>) -> GuardedResolver {
        GuardedResolver { guard, lookup: system_lookup }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (guard, lookup) = (self.guard.clone(), self.lookup);
        Box::pin(async move {
            let found = lookup(name.as_str().to_owned()).await?;
            let permitted: Vec<SocketAddr> = found.iter().copied().filter(|a| guard.permits(a.ip())).collect();
            match (permitted.is_empty(), found.first()) {
                (true, Some(first)) => {
                    Err(Box::new(Refusal(format!("{} resolves to {}", name.as_str(), refused(first.ip())))) as Box<_>)
                }
                _ => Ok(Box::new(permitted.into_iter()) as Addrs),
            }
        })
    }
}

#[derive(Debug)]
struct Refusal(String);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Error for Refusal {}

/// The guard's refusal inside a transport error.
pub(crate) fn refusal(error: &(dyn Error + 'static)) -> Option<String> {
    let mut at = Some(error);
    while let Some(error) = at {
        if let Some(refusal) = error.downcast_ref::<Refusal>() {
            return Some(refusal.0.clone());
        }
        at = error.source();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_spelling_of_a_private_address_passes() {
        let guard = Guard::new(vec![]);
        for host in [
            "127.0.0.1",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "[::ffff:127.0.0.1]",
            "0",
            "169.254.169.254",
            "[fd00::1]",
            "100.64.0.1",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[2001::1]",
            "[::1]",
            "[::]",
            "10.0.0.1",
            "192.168.1.1",
            "172.16.0.1",
            "[fe80::1]",
            "[ff02::1]",
            "255.255.255.255",
            "224.0.0.1",
            "198.18.0.1",
            "192.0.0.1",
            "[::127.0.0.1]",
        ] {
            let url = Url::parse(&format!("http://{host}/")).expect("a URL");
            assert!(guard.check_url(&url).is_err(), "{host} passed");
        }
        for host in ["93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", "example.org"] {
            assert!(guard.check_url(&Url::parse(&format!("http://{host}/")).expect("a URL")).is_ok(), "{host}");
        }
        assert!(guard.check_url(&Url::parse("file:///etc/passwd").expect("a URL")).is_err());
    }

    /// The addresses that were checked are those that are connected to, so a name
    /// that answers differently the next time is checked anew.
    #[tokio::test]
    async fn a_name_that_changes_its_answer_is_refused_when_it_does() {
        static ASKED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let resolver = GuardedResolver {
            guard: Arc::new(Guard::new(vec![])),
            lookup: |_| {
                let first = ASKED.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
                let answer = if first { "93.184.215.14:0" } else { "127.0.0.1:0" };
                Box::pin(async move { Ok(vec![answer.parse().expect("an address")]) })
            },
        };
        let resolve = || resolver.resolve("rebinding.example".parse().expect("a name"));
        assert_eq!(resolve().await.map(|a| a.count()).expect("permitted"), 1);
        let error = resolve().await.err().expect("refused");
        assert!(refusal(error.as_ref()).is_some_and(|r| r.contains("127.0.0.1")));
    }

    #[test]
    fn trusted_ranges_pass() {
        let guard = Guard::new(vec!["127.0.0.0/8".parse().expect("a network")]);
        assert!(guard.permits("127.3.2.1".parse().expect("an address")));
        assert!(guard.permits("::ffff:127.0.0.1".parse().expect("an address")));
        assert!(!guard.permits("10.0.0.1".parse().expect("an address")));
    }
}
