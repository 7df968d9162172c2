//! robots.txt (RFC 9309), one answer per origin, kept for a day.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use texting_robots::Robot;
use tokio::time::Instant;
use url::Url;

use crate::{FetchError, Response};

/// RFC 9309 §2.5 asks for at least 500 KiB; texting_robots is linear in it.
pub(crate) const MAX_BYTES: usize = 512 * 1024;
/// RFC 9309 §2.4: not to be used longer than 24 hours.
const KEPT: Duration = Duration::from_secs(86_400);
/// An origin whose robots.txt cannot be had is asked again after this.
const KEPT_UNAVAILABLE: Duration = Duration::from_secs(600);
/// Origins remembered at most; the oldest answer goes first.
const MAX_ORIGINS: usize = 10_000;

/// Whether a robots.txt of that content lets `agent`, a product token, fetch `url`.
pub fn allows(robots: &[u8], agent: &str, url: &str) -> bool {
    let url = Url::parse(url).map_or_else(|_| url.to_owned(), String::from);
    Robot::new(agent, &product_tokens(robots)).map_or(true, |robot| robot.allowed(&url))
}

/// `robots` with every `User-agent` cut to its product token, which alone is
/// to be matched (RFC 9309 §2.2.1): publishers write versions and words behind it.
fn product_tokens(robots: &[u8]) -> Vec<u8> {
    let is_token = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*' | b'.');
    let mut out = Vec::with_capacity(robots.len());
    for line in robots.split_inclusive(|b| matches!(b, b'\n' | b'\r')) {
        let name = line.iter().position(|b| *b == b':').map(|at| line[..at].trim_ascii());
        if name.is_none_or(|n| !n.eq_ignore_ascii_case(b"user-agent")) {
            out.extend_from_slice(line);
            continue;
        }
        let value = line.iter().position(|b| *b == b':').map_or(line, |at| line[at + 1..].trim_ascii());
        out.extend_from_slice(b"User-agent: ");
        out.extend(value.iter().take_while(|b| is_token(b)));
        out.push(b'\n');
    }
    out
}

pub(crate) struct Verdict {
    pub(crate) allowed: bool,
    pub(crate) crawl_delay: Option<Duration>,
}

pub(crate) struct Cache {
    /// The product token that rules are looked up under (RFC 9309 §2.2.1).
    token: String,
    origins: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Option<Answer>>>>>,
}

struct Answer {
    rules: Rules,
    until: Instant,
}

enum Rules {
    All,
    Unavailable(String),
    Robot(Box<Robot>),
}

impl Cache {
    pub(crate) fn new(user_agent: &str) -> Cache {
        let token = user_agent.split(['/', ' ']).next().unwrap_or_default().to_owned();
        Cache { token, origins: Mutex::new(HashMap::new()) }
    }

    /// Whether `url` may be fetched. `fetch` gets robots.txt where it is not known;
    /// others who ask for the same origin wait for that one answer.
    pub(crate) async fn ask<F, R>(&self, url: &Url, fetch: F) -> Result<Verdict, FetchError>
    where
        F: FnOnce(Url) -> R,
        R: Future<Output = Result<Response, FetchError>>,
    {
        let robots_url =
            url.join("/robots.txt").map_err(|_| FetchError::Refused("the URL has no robots.txt".to_owned()))?;
        let slot = self.slot(&url.origin().ascii_serialization());
        let mut answer = slot.lock().await;
        if answer.as_ref().is_none_or(|a| a.until <= Instant::now()) {
            *answer = Some(self.answer(fetch(robots_url).await));
        }
        match answer.as_ref().map(|a| &a.rules) {
            None | Some(Rules::All) => Ok(Verdict { allowed: true, crawl_delay: None }),
            Some(Rules::Unavailable(reason)) => Err(FetchError::RobotsUnavailable(reason.clone())),
            Some(Rules::Robot(robot)) => Ok(Verdict {
                allowed: robot.allowed(url.as_str()),
                crawl_delay: robot
                    .delay
                    .filter(|d| d.is_finite() && *d > 0.0)
                    .map(|d| Duration::from_secs_f32(d.min(3600.0))),
            }),
        }
    }

    fn slot(&self, origin: &str) -> Arc<tokio::sync::Mutex<Option<Answer>>> {
        let mut origins = self.origins.lock().unwrap_or_else(PoisonError::into_inner);
        if origins.len() >= MAX_ORIGINS && !origins.contains_key(origin) {
            // Answers in use are kept alive by their users; forgetting one costs one request.
            if let Some(victim) = origins.keys().next().cloned() {
                origins.remove(&victim);
            }
        }
        origins.entry(origin.to_owned()).or_default().clone()
    }

    fn answer(&self, response: Result<Response, FetchError>) -> Answer {
        let (rules, kept) = match response {
            Ok(response) => match response.status {
                200..=299 => (self.parse(&response.body), KEPT),
                // §2.3.1.3: a client error means that there are no rules.
                400..=499 if response.status != 429 => (Rules::All, KEPT),
                status => (Rules::Unavailable(format!("status {status}")), KEPT_UNAVAILABLE),
            },
            // §2.3.1.2: after five redirects it may be held to be unavailable, that is, absent.
            Err(FetchError::BadRedirect(_)) => (Rules::All, KEPT),
            Err(FetchError::TooLarge(_)) => (Rules::All, KEPT),
            Err(error) => (Rules::Unavailable(error.to_string()), KEPT_UNAVAILABLE),
        };
        Answer { rules, until: Instant::now() + kept }
    }

    fn parse(&self, body: &[u8]) -> Rules {
        match Robot::new(&self.token, &product_tokens(body)) {
            Ok(robot) => Rules::Robot(Box::new(robot)),
            Err(_) => Rules::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What an answer to robots.txt means for a page, and how long it is kept.
    async fn verdict(answer: Result<u16, FetchError>) -> Result<bool, FetchError> {
        let cache = Cache::new("wiredesk/1.0");
        let page = Url::parse("https://example.org/closed/a").expect("a URL");
        let respond = |url: Url| async move {
            answer.map(|status| Response {
                status,
                final_url: url,
                moved_to: None,
                validators: Default::default(),
                content_type: None,
                content_location: None,
                max_age: None,
                links: None,
                body: bytes::Bytes::from_static(b"User-agent: wiredesk\nDisallow: /closed\n"),
            })
        };
        cache.ask(&page, respond).await.map(|v| v.allowed)
    }

    #[tokio::test]
    async fn statuses_mean_what_rfc_9309_says() {
        assert!(matches!(verdict(Ok(200)).await, Ok(false)));
        for absent in [400, 401, 403, 404, 410] {
            assert!(matches!(verdict(Ok(absent)).await, Ok(true)), "{absent}");
        }
        for unavailable in [429, 500, 502, 503] {
            let answer = verdict(Ok(unavailable)).await;
            assert!(matches!(answer, Err(FetchError::RobotsUnavailable(_))), "{unavailable}");
        }
        let unreachable = FetchError::Unreachable("refused".to_owned());
        assert!(matches!(verdict(Err(unreachable)).await, Err(FetchError::RobotsUnavailable(_))));
        assert!(matches!(verdict(Err(FetchError::BadRedirect("loop".to_owned()))).await, Ok(true)));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_is_kept_for_a_day() {
        let cache = Cache::new("wiredesk/1.0");
        let page = Url::parse("https://example.org/a").expect("a URL");
        let asked = std::cell::Cell::new(0);
        let ask = async || {
            let unreachable = |_| {
                asked.set(asked.get() + 1);
                std::future::ready(Err(FetchError::TooLarge(MAX_BYTES)))
            };
            assert!(cache.ask(&page, unreachable).await.is_ok_and(|v| v.allowed));
        };
        ask().await;
        tokio::time::advance(Duration::from_secs(23 * 3600)).await;
        ask().await;
        assert_eq!(asked.get(), 1);
        tokio::time::advance(Duration::from_secs(2 * 3600)).await;
        ask().await;
        assert_eq!(asked.get(), 2);
    }
}
