//! All outbound HTTP. One [`Client`] makes every request of the daemon, so
//! that every request is guarded, polite and capped.
//!
//! - **Guarded** ([`address`]): every hop's address is checked after
//!   resolution, literal addresses too; no proxy from the environment; own
//!   redirect loop; no `Referer`.
//! - **Polite** ([`gate`], [`robots`]): one request in flight and a minimum
//!   spacing per host, `Retry-After` for the whole host, robots.txt for pages.
//! - **Capped**: decoded bytes, redirects, and one deadline for everything
//!   between the first byte sent and the last byte read.
//!
//! What is absent on purpose: cookies, caching (validators live in the
//! ledger), and retries (the daemon decides, and remembers, when to try again).

pub mod address;
mod gate;
pub mod header;
pub mod robots;

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use ipnet::IpNet;
use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LOCATION,
};
use thiserror::Error;
use tokio::time::timeout;
use url::Url;

pub use gate::politeness_key;

/// What the client may do and how it introduces itself.
#[derive(Clone, Debug)]
pub struct ClientConfig {
    /// The `User-Agent`, with a contact.
    pub user_agent: String,
    /// Private ranges that the operator trusts; everything else private is refused.
    pub allow_addresses: Vec<IpNet>,
    /// An explicit proxy. The address check then sees the proxy only, not the origin behind it.
    pub proxy: Option<Url>,
    /// From the first byte sent to the last byte read, redirects included.
    pub deadline: Duration,
    /// Smallest pause between two requests to one host.
    pub min_spacing: Duration,
    /// Requests in flight per host.
    pub per_host: usize,
    /// Whether robots.txt is asked before a page is fetched.
    pub robots: bool,
}

/// Validators of a representation (RFC 9110 §8.8), byte-exact as the origin sent them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag`, weak marks and quotes included.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`.
    pub last_modified: Option<Vec<u8>>,
}

/// One request.
#[derive(Clone, Debug)]
pub struct Request<'a> {
    /// Where to.
    pub url: &'a Url,
    /// Makes the request conditional.
    pub validators: Option<&'a Validators>,
    /// The `Accept` header.
    pub accept: &'static str,
    /// Most decoded bytes of the body.
    pub max_bytes: usize,
    /// Whether robots.txt decides. Feeds that the operator listed are exempt.
    pub obey_robots: bool,
    /// The operator's politeness group, where several hosts are one origin.
    pub group: Option<&'a str>,
    /// Further headers; credentials among them go to the first host only.
    pub headers: &'a [(String, String)],
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The address that answered.
    pub final_url: Url,
    /// Where a chain of only permanent redirects (301, 308) led.
    pub moved_to: Option<Url>,
    /// The response's validators.
    pub validators: Validators,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `Content-Location`, resolved.
    pub content_location: Option<Url>,
    /// `Cache-Control: max-age`.
    pub max_age: Option<Duration>,
    /// The addresses with the relations `hub` and `self` in `Link`, resolved.
    pub links: Option<(String, String)>,
    /// The decoded body; empty for 304 and for error statuses.
    pub body: Bytes,
}

/// Why there is no response.
#[derive(Debug, Error)]
pub enum FetchError {
    /// The address is one that is never connected to.
    #[error("refused: {0}")]
    Refused(String),
    /// robots.txt disallows the page.
    #[error("robots.txt disallows it")]
    RobotsDisallowed,
    /// robots.txt could not be had, so the page must be held to be disallowed for now (RFC 9309 §2.3.1.4).
    #[error("robots.txt could not be had: {0}")]
    RobotsUnavailable(String),
    /// The origin could not be reached or broke off.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// The deadline passed.
    #[error("not finished after {0:?}")]
    TimedOut(Duration),
    /// The body is over the cap.
    #[error("the body is over {0} bytes")]
    TooLarge(usize),
    /// A redirect without an end or an address.
    #[error("redirect: {0}")]
    BadRedirect(String),
}

impl FetchError {
    /// The metric label.
    pub fn as_str(&self) -> &'static str {
        match self {
            FetchError::Refused(_) => "refused",
            FetchError::RobotsDisallowed => "robots_disallowed",
            FetchError::RobotsUnavailable(_) => "robots_unavailable",
            FetchError::Unreachable(_) => "unreachable",
            FetchError::TimedOut(_) => "timed_out",
            FetchError::TooLarge(_) => "too_large",
            FetchError::BadRedirect(_) => "bad_redirect",
        }
    }

    /// Whether the same request may succeed later.
    pub fn is_transient(&self) -> bool {
        matches!(self, FetchError::RobotsUnavailable(_) | FetchError::Unreachable(_) | FetchError::TimedOut(_))
    }
}

/// A chain of redirects ends after this many.
const MAX_REDIRECTS: usize = 10;

/// The one client.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

struct Shared {
    http: reqwest::Client,
    config: ClientConfig,
    guard: Arc<address::Guard>,
    gate: gate::Gate,
    robots: robots::Cache,
}

impl Client {
    /// Builds the client.
    ///
    /// # Errors
    /// When the user agent is no header value or TLS cannot be set up.
    pub fn new(config: ClientConfig) -> Result<Client, FetchError> {
        let guard = Arc::new(address::Guard::new(config.allow_addresses.clone()));
        let mut builder = reqwest::Client::builder()
            .user_agent(&config.user_agent)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .connect_timeout(config.deadline.min(Duration::from_secs(10)))
            .pool_idle_timeout(Duration::from_secs(60))
            .pool_max_idle_per_host(2)
            .dns_resolver(address::GuardedResolver::new(guard.clone()));
        if let Some(proxy) = &config.proxy {
            let proxy = reqwest::Proxy::all(proxy.as_str()).map_err(|e| FetchError::Refused(format!("proxy: {e}")))?;
            builder = builder.proxy(proxy);
        }
        let http = builder.build().map_err(|e| FetchError::Refused(chain(&e)))?;
        let gate = gate::Gate::new(config.min_spacing, config.per_host);
        let robots = robots::Cache::new(&config.user_agent);
        Ok(Client { shared: Arc::new(Shared { http, config, guard, gate, robots }) })
    }

    /// Makes a request and reads its body. Error statuses are responses, with an empty body.
    ///
    /// # Errors
    /// See [`FetchError`].
    ///
    /// # Cancel safety
    /// Dropping the future closes the connection and frees the host.
    pub async fn get(&self, request: &Request<'_>) -> Result<Response, FetchError> {
        self.shared.guard.check_url(request.url)?;
        if request.obey_robots && self.shared.config.robots {
            self.ask_robots(request.url, request.group).await?;
        }
        self.follow(request).await
    }

    /// Posts a form and returns the status; what comes back is not read, redirects are not followed.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub async fn post_form(&self, url: &Url, fields: &[(&str, &str)]) -> Result<u16, FetchError> {
        self.shared.guard.check_url(url)?;
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let _turn = self.shared.gate.enter(&politeness_key(url, None)).await;
        let deadline = self.shared.config.deadline;
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        let sent = self.shared.http.post(url.clone()).header(CONTENT_TYPE, form).body(body).send();
        let answer = timeout(deadline, sent).await.map_err(|_| FetchError::TimedOut(deadline))?;
        Ok(answer.map_err(transport)?.status().as_u16())
    }

    /// Until when requests to the host of `url` wait, where that is known to be in the future.
    pub fn held_until(&self, url: &Url, group: Option<&str>) -> Option<Timestamp> {
        self.shared.gate.held_until(&politeness_key(url, group))
    }

    /// Makes requests to the hosts of `key` wait until `until`; used to restore what was known before a restart.
    pub fn hold(&self, key: &str, until: Timestamp) {
        self.shared.gate.hold(key, until);
    }

    async fn ask_robots(&self, url: &Url, group: Option<&str>) -> Result<(), FetchError> {
        let fetch = |robots_url: Url| async move {
            let request = Request {
                url: &robots_url,
                validators: None,
                accept: "text/plain, */*;q=0.5",
                max_bytes: robots::MAX_BYTES,
                obey_robots: false,
                group,
                headers: &[],
            };
            self.follow(&request).await
        };
        let verdict = self.shared.robots.ask(url, fetch).await?;
        if let Some(delay) = verdict.crawl_delay {
            self.shared.gate.widen(&politeness_key(url, group), delay);
        }
        if verdict.allowed { Ok(()) } else { Err(FetchError::RobotsDisallowed) }
    }

    async fn follow(&self, request: &Request<'_>) -> Result<Response, FetchError> {
        let mut url = request.url.clone();
        let mut all_permanent = true;
        for hop in 0..=MAX_REDIRECTS {
            self.shared.guard.check_url(&url)?;
            let key = politeness_key(&url, request.group);
            let turn = self.shared.gate.enter(&key).await;
            let deadline = self.shared.config.deadline;
            let answer =
                timeout(deadline, self.exchange(request, &url)).await.map_err(|_| FetchError::TimedOut(deadline));
            drop(turn);
            let (response, location) = answer??;
            self.note_throttling(&key, &response);
            let Some(location) = location else {
                let moved_to = (hop > 0 && all_permanent).then(|| url.clone());
                return Ok(Response { moved_to, final_url: url, ..response.into_response() });
            };
            all_permanent &= matches!(response.status, 301 | 308);
            url = url.join(&location).map_err(|_| FetchError::BadRedirect(format!("to {location:?}")))?;
        }
        Err(FetchError::BadRedirect(format!("more than {MAX_REDIRECTS} hops")))
    }

    async fn exchange(&self, request: &Request<'_>, url: &Url) -> Result<(Exchange, Option<String>), FetchError> {
        let headers = request_headers(request, url)?;
        let mut response = self.shared.http.get(url.clone()).headers(headers).send().await.map_err(transport)?;
        let status = response.status().as_u16();
        let received = response.headers().clone();
        let location = matches!(status, 301 | 302 | 303 | 307 | 308)
            .then(|| received.get(LOCATION).map(|l| String::from_utf8_lossy(l.as_bytes()).into_owned()))
            .flatten();
        let mut body = BytesMut::new();
        if (200..300).contains(&status) {
            while let Some(chunk) = response.chunk().await.map_err(transport)? {
                if body.len() + chunk.len() > request.max_bytes {
                    return Err(FetchError::TooLarge(request.max_bytes));
                }
                body.extend_from_slice(&chunk);
            }
        }
        Ok((Exchange { status, headers: received, body: body.freeze(), url: url.clone() }, location))
    }

    fn note_throttling(&self, key: &str, response: &Exchange) {
        if !matches!(response.status, 429 | 503) {
            self.shared.gate.calm(key);
            return;
        }
        let asked = response.headers.get("retry-after").and_then(|v| v.to_str().ok());
        let now = Timestamp::now();
        self.shared.gate.throttle(key, asked.and_then(|v| header::retry_after(v, now)));
    }
}

struct Exchange {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
    url: Url,
}

impl Exchange {
    fn hub_and_self(&self) -> Option<(String, String)> {
        let values = || self.headers.get_all("link").iter().filter_map(|v| v.to_str().ok());
        let find = |relation| values().find_map(|v| header::link(v, relation));
        let absolute = |link: String| self.url.join(&link).map(String::from).ok();
        Some((absolute(find("hub")?)?, absolute(find("self")?)?))
    }

    fn into_response(self) -> Response {
        let bytes = |name: &str| self.headers.get(name).map(|v| v.as_bytes().to_vec());
        let text = |name: &str| self.headers.get(name).map(|v| String::from_utf8_lossy(v.as_bytes()).into_owned());
        Response {
            status: self.status,
            moved_to: None,
            validators: Validators { etag: bytes("etag"), last_modified: bytes("last-modified") },
            content_type: text("content-type"),
            content_location: text("content-location").and_then(|l| self.url.join(&l).ok()),
            max_age: text("cache-control").as_deref().and_then(header::max_age),
            links: self.hub_and_self(),
            body: self.body,
            final_url: self.url,
        }
    }
}

fn request_headers(request: &Request<'_>, url: &Url) -> Result<HeaderMap, FetchError> {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(request.accept));
    let validator = |value: &[u8]| HeaderValue::from_bytes(value).ok();
    if let Some(validators) = request.validators {
        if let Some(value) = validators.etag.as_deref().and_then(validator) {
            headers.insert(IF_NONE_MATCH, value);
        }
        if let Some(value) = validators.last_modified.as_deref().and_then(validator) {
            headers.insert(IF_MODIFIED_SINCE, value);
        }
    }
    // Credentials are for the origin that the operator named, not for where it redirects to.
    if url.origin() == request.url.origin() {
        for (name, value) in request.headers {
            let (Ok(name), Ok(mut value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else {
                return Err(FetchError::Refused(format!("header {name:?} of the feed's configuration is malformed")));
            };
            value.set_sensitive(name == AUTHORIZATION);
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

fn transport(error: reqwest::Error) -> FetchError {
    let message = chain(&error);
    match address::refusal(&error) {
        Some(reason) => FetchError::Refused(reason),
        None => FetchError::Unreachable(message),
    }
}

/// An error with its sources, without the URL: it may hold credentials.
fn chain(error: &dyn std::error::Error) -> String {
    let mut parts = Vec::new();
    let mut at = error.source();
    while let Some(source) = at {
        parts.push(source.to_string());
        at = source.source();
    }
    match parts.pop() {
        Some(last) => last,
        None => error.to_string(),
    }
}
