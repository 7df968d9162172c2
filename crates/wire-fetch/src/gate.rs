//! The gate before every host: how many requests are in flight, and when the
//! next may start.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};
use url::Url;

/// What one origin is: the registrable domain, the address, or the operator's group.
pub fn politeness_key(url: &Url, group: Option<&str>) -> String {
    if let Some(group) = group {
        return format!("group:{group}");
    }
    let host = url.host_str().unwrap_or_default();
    match url.host() {
        Some(url::Host::Domain(domain)) => psl::domain_str(domain).unwrap_or(domain).to_owned(),
        _ => host.to_owned(),
    }
}

pub(crate) struct Gate {
    spacing: Duration,
    per_host: usize,
    hosts: Mutex<HashMap<String, Host>>,
}

struct Host {
    places: Arc<Semaphore>,
    next: Instant,
    spacing: Duration,
    /// 429 and 503 in a row.
    throttled: u32,
}

/// The right to make one request. Dropping it starts the pause before the next.
pub(crate) struct Turn<'g> {
    gate: &'g Gate,
    key: String,
    _place: Option<OwnedSemaphorePermit>,
}

/// An origin's crawl delay is kept up to this.
const LONGEST_DELAY: Duration = Duration::from_secs(60);
/// First pause after a 429 or 503 that names none; doubles up to [`LONGEST_BACKOFF`].
const FIRST_BACKOFF: Duration = Duration::from_secs(30);
const LONGEST_BACKOFF: Duration = Duration::from_secs(3600);

/// From so many hosts on, those at rest are forgotten now and then.
const MANY_HOSTS: usize = 10_000;

impl Gate {
    pub(crate) fn new(spacing: Duration, per_host: usize) -> Gate {
        Gate { spacing, per_host: per_host.max(1), hosts: Mutex::new(HashMap::new()) }
    }

    fn with<R>(&self, key: &str, act: impl FnOnce(&mut Host) -> R) -> R {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= MANY_HOSTS && hosts.len() == hosts.capacity() {
            // Before the table grows: a host at rest is as good as one never seen.
            let now = Instant::now();
            hosts.retain(|_, host| host.next > now || host.throttled > 0 || Arc::strong_count(&host.places) > 1);
        }
        let host = hosts.entry(key.to_owned()).or_insert_with(|| Host {
            places: Arc::new(Semaphore::new(self.per_host)),
            next: Instant::now(),
            spacing: self.spacing,
            throttled: 0,
        });
        act(host)
    }

    /// Waits for a place and for the pause to end.
    pub(crate) async fn enter(&self, key: &str) -> Turn<'_> {
        let places = self.with(key, |host| host.places.clone());
        // The semaphore is never closed; without a place the pause still holds.
        let place = places.acquire_owned().await.ok();
        loop {
            let start = self.with(key, |host| {
                let start = host.next;
                if start <= Instant::now() {
                    // Taken: with several places the next one waits for the spacing too.
                    host.next = Instant::now() + host.spacing;
                    return None;
                }
                Some(start)
            });
            match start {
                None => break,
                Some(start) => sleep_until(start).await,
            }
        }
        Turn { gate: self, key: key.to_owned(), _place: place }
    }

    pub(crate) fn hold(&self, key: &str, until: Timestamp) {
        let wait = Duration::try_from(until.duration_since(Timestamp::now())).unwrap_or_default();
        self.with(key, |host| host.next = host.next.max(Instant::now() + wait));
    }

    pub(crate) fn held_until(&self, key: &str) -> Option<Timestamp> {
        let next = self.with(key, |host| host.next);
        let wait = next.checked_duration_since(Instant::now())?;
        Timestamp::now().checked_add(SignedDuration::try_from(wait).ok()?).ok()
    }

    /// Widens the spacing to what the origin asks for.
    pub(crate) fn widen(&self, key: &str, delay: Duration) {
        self.with(key, |host| host.spacing = self.spacing.max(delay.min(LONGEST_DELAY)));
    }

    /// The origin asked for a pause: as long as it says, or growing while it goes on asking.
    pub(crate) fn throttle(&self, key: &str, asked: Option<Duration>) {
        self.with(key, |host| {
            let backoff = FIRST_BACKOFF.saturating_mul(1 << host.throttled.min(10)).min(LONGEST_BACKOFF);
            host.throttled += 1;
            let pause = asked.unwrap_or_else(|| backoff.mul_f64(jitter(key, host.throttled)));
            host.next = host.next.max(Instant::now() + pause);
        });
    }

    /// The origin answered normally.
    pub(crate) fn calm(&self, key: &str) {
        self.with(key, |host| host.throttled = 0);
    }
}

/// A factor between 0.75 and 1.25 that differs between hosts and tries, so that
/// hosts which failed together do not come back together.
fn jitter(key: &str, count: u32) -> f64 {
    let hash = key
        .bytes()
        .fold(u64::from(count) ^ 0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    0.75 + (hash >> 40) as f64 / f64::from(1 << 24) / 2.0
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.gate.with(&self.key, |host| host.next = host.next.max(Instant::now() + host.spacing));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn requests_to_one_host_are_spaced_and_others_are_not() {
        let gate = Gate::new(Duration::from_secs(1), 1);
        let start = Instant::now();
        for _ in 0..3 {
            drop(gate.enter("a").await);
        }
        assert_eq!(start.elapsed().as_secs(), 2);
        drop(gate.enter("b").await);
        assert_eq!(start.elapsed().as_secs(), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn throttling_without_a_time_grows_and_ends() {
        let gate = Gate::new(Duration::ZERO, 1);
        let wait = |gate: &Gate| gate.with("a", |h| h.next.saturating_duration_since(Instant::now()).as_secs());
        gate.throttle("a", None);
        let first = wait(&gate);
        gate.throttle("a", None);
        assert!((22..=38).contains(&first) && wait(&gate) > first);
        gate.throttle("a", Some(Duration::from_secs(600)));
        drop(gate.enter("a").await);
        assert_eq!(wait(&gate), 0);
        gate.calm("a");
        gate.throttle("a", None);
        assert!((22..=38).contains(&wait(&gate)));
    }

    #[tokio::test(start_paused = true)]
    async fn hosts_at_rest_are_forgotten_and_others_are_not() {
        let gate = Gate::new(Duration::from_secs(1), 1);
        gate.throttle("slow", Some(Duration::from_secs(86_400)));
        for n in 0..200_000 {
            gate.calm(&n.to_string());
            if n % 1000 == 0 {
                tokio::time::advance(Duration::from_secs(2)).await;
            }
        }
        assert!(gate.hosts.lock().expect("unpoisoned").len() < 50_000);
        assert!(gate.held_until("slow").is_some());
    }

    #[test]
    fn hosts_of_one_domain_are_one_origin() {
        let key = |u: &str| politeness_key(&Url::parse(u).expect("a URL"), None);
        assert_eq!(key("https://www.example.co.uk/a"), key("https://feeds.example.co.uk/b"));
        assert_ne!(key("https://a.github.io/"), key("https://b.github.io/"));
        assert_ne!(key("http://127.0.0.1:1/"), key("http://127.0.0.2:1/"));
    }
}
