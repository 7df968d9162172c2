//! One poll of one feed: request, read, reconcile, commit, next due time.

use std::time::Duration;

use url::Url;
use wire_feed::Source;
use wire_fetch::{FetchError, Request, Response, Validators, politeness_key};
use wire_model::syndication::digest;
use wire_model::{Defect, Event, FeedDocument, FeedHealth, PollOutcome, Time};
use wire_store::{FeedState, Reconciled, StoreError};

use crate::clock;
use crate::config::Feed;
use crate::desk::{Desk, Work};

const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5";
/// A permanent redirect is remembered after so many identical ones that led to a feed.
const PROVEN_MOVES: u32 = 3;
/// Failing feeds slow down to this many times their longest interval, never further.
const SLOWEST: u32 = 4;

/// What a poll found out, before it is recorded.
struct Found {
    outcome: PollOutcome,
    detail: Option<String>,
    document: Option<FeedDocument>,
    defects: Vec<Defect>,
    floor: Duration,
}

impl Found {
    fn nothing(outcome: PollOutcome, detail: impl Into<String>) -> Found {
        Found { outcome, detail: Some(detail.into()), document: None, defects: Vec::new(), floor: Duration::ZERO }
    }
}

/// Polls `feed` and records what came of it. Returns when it is due again, or
/// nothing when polling it has ended.
///
/// # Errors
/// When the ledger did not take the record; the poll must be repeated.
pub(crate) async fn poll(desk: &Desk, feed: &Feed) -> Result<Option<Time>, StoreError> {
    let id = feed.id.clone();
    let stored = desk.writer.run(move |ledger| ledger.feed_state(&id)).await?;
    let fresh = || FeedState::new(feed.id.clone(), feed.url.to_string(), clock::now(), millis(feed.min_interval));
    let mut state = stored.filter(|s| s.url == feed.url.as_str()).unwrap_or_else(fresh);
    let first = state.last_ok.is_none();
    let url = address(&state, feed);
    let answer = request(desk, feed, &state, &url).await;
    let received = std::time::Instant::now();
    let found = match answer {
        Ok(response) => understand(desk, feed, &mut state, response).await,
        Err(error) => unreachable(&error),
    };
    record(desk, feed, state, found, first, received, &url).await
}

fn address(state: &FeedState, feed: &Feed) -> Url {
    let moved = state.moved_to.as_deref().filter(|_| state.moved_count >= PROVEN_MOVES);
    moved.and_then(|m| Url::parse(m).ok()).unwrap_or_else(|| feed.url.clone())
}

async fn request(desk: &Desk, feed: &Feed, state: &FeedState, url: &Url) -> Result<Response, FetchError> {
    let validators = Validators { etag: state.etag.clone(), last_modified: state.last_modified.clone() };
    let request = Request {
        url,
        validators: Some(&validators),
        accept: ACCEPT,
        max_bytes: desk.config.fetch.max_feed_bytes,
        obey_robots: false,
        group: feed.group.as_deref(),
        headers: &feed.headers,
    };
    desk.client.get(&request).await
}

fn unreachable(error: &FetchError) -> Found {
    let outcome = if matches!(error, FetchError::Refused(_)) { PollOutcome::Refused } else { PollOutcome::Unreachable };
    Found::nothing(outcome, error.to_string())
}

/// Takes a response apart and moves `state` on. Validators are taken only from
/// a document that was read.
async fn understand(desk: &Desk, feed: &Feed, state: &mut FeedState, response: Response) -> Found {
    match response.status {
        304 => {
            take_validators(state, &response);
            note_move(state, &response);
            Found {
                floor: response.max_age.unwrap_or_default(),
                detail: None,
                ..Found::nothing(PollOutcome::NotModified, "")
            }
        }
        200..=299 => read(desk, feed, state, response).await,
        410 => {
            state.gone = true;
            Found::nothing(
                PollOutcome::Gone,
                "status 410: the origin says that the feed is gone for good; remove it from the configuration",
            )
        }
        status @ (429 | 503) => Found::nothing(PollOutcome::Throttled, format!("status {status}")),
        status => Found::nothing(PollOutcome::HttpError, format!("status {status}")),
    }
}

async fn read(desk: &Desk, feed: &Feed, state: &mut FeedState, response: Response) -> Found {
    let floor = response.max_age.unwrap_or_default();
    let source = Source {
        url: Some(response.final_url.clone()),
        content_type: response.content_type.clone(),
        content_location: response.content_location.clone(),
    };
    let known_hash = state.body_hash.clone();
    let body = response.body.clone();
    let parsed = desk
        .compute(move || {
            let hash = body_hash(&body);
            let same = known_hash.as_deref() == Some(hash.as_str());
            (hash, (!same).then(|| wire_feed::read(&body, &source)))
        })
        .await;
    match parsed {
        Ok((_, None)) => {
            take_validators(state, &response);
            Found { floor, detail: None, ..Found::nothing(PollOutcome::NotModified, "") }
        }
        Ok((hash, Some(Ok((document, defects))))) => {
            take_validators(state, &response);
            note_move(state, &response);
            state.body_hash = Some(hash);
            let asked = Duration::from_secs(document.min_interval_secs.unwrap_or(0));
            Found { outcome: PollOutcome::Ok, detail: None, document: Some(document), defects, floor: floor.max(asked) }
        }
        Ok((_, Some(Err(error)))) => Found::nothing(PollOutcome::NotAFeed, error.to_string()),
        Err(trouble) => {
            tracing::error!(feed = %feed.id, trouble, "reading the feed failed");
            Found::nothing(PollOutcome::NotAFeed, format!("reading it failed: {trouble}"))
        }
    }
}

fn body_hash(body: &[u8]) -> String {
    // Lossy text is enough for equality here: the same bytes give the same text.
    digest([String::from_utf8_lossy(body).as_ref()])
}

fn take_validators(state: &mut FeedState, response: &Response) {
    if response.status != 304 || response.validators != Validators::default() {
        state.etag.clone_from(&response.validators.etag);
        state.last_modified.clone_from(&response.validators.last_modified);
    }
}

fn note_move(state: &mut FeedState, response: &Response) {
    let Some(target) = response.moved_to.as_ref().map(Url::to_string) else {
        if state.moved_count < PROVEN_MOVES {
            state.moved_to = None;
            state.moved_count = 0;
        }
        return;
    };
    if state.moved_to.as_deref() == Some(target.as_str()) {
        state.moved_count += 1;
        if state.moved_count == PROVEN_MOVES {
            tracing::warn!(feed = %state.feed, to = target, "the feed has moved for good; change its url in the configuration");
        }
    } else {
        state.moved_to = Some(target);
        state.moved_count = 1;
    }
}

async fn record(
    desk: &Desk,
    feed: &Feed,
    mut state: FeedState,
    found: Found,
    first: bool,
    received: std::time::Instant,
    url: &Url,
) -> Result<Option<Time>, StoreError> {
    let now = clock::now();
    let worked = matches!(found.outcome, PollOutcome::Ok | PollOutcome::NotModified);
    state.last_poll = Some(now);
    state.outcome = Some(found.outcome.as_str().to_owned());
    if worked {
        state.last_ok = Some(now);
        state.failures = 0;
    } else {
        state.failures = state.failures.saturating_add(1);
    }
    for defect in &found.defects {
        desk.metrics.defect(defect.kind.as_str());
    }
    let held = desk.client.held_until(url, feed.group.as_deref()).map(Time);
    let job = Recording {
        feed: feed.clone(),
        hold: held
            .filter(|h| h.millis() - now.millis() > 2_000)
            .map(|h| (politeness_key(url, feed.group.as_deref()), h)),
        state,
        found,
        first,
        now,
    };
    let (reconciled, health) = desk.writer.run(move |ledger| job.commit(ledger)).await?;
    announce(desk, feed, &health, &reconciled);
    let work = reconciled.pending.into_iter().map(|pending| Work { pending, received: Some(received) }).collect();
    desk.hand_over(work).await;
    Ok(health.next_due)
}

/// Everything that one commit records of a poll.
struct Recording {
    feed: Feed,
    hold: Option<(String, Time)>,
    state: FeedState,
    found: Found,
    first: bool,
    now: Time,
}

impl Recording {
    fn commit(mut self, ledger: &wire_store::Ledger) -> Result<(Reconciled, FeedHealth), StoreError> {
        let document = self.found.document.take();
        let entries = document.as_ref().map_or(0, |d| d.entries.len());
        let (skip_hours, skip_days) =
            document.as_ref().map(|d| (d.skip_hours.clone(), d.skip_days.clone())).unwrap_or_default();
        let reconciled = match document {
            Some(document) => {
                ledger.reconcile(&self.feed.id, document.entries, self.first, self.feed.backlog, self.now)?
            }
            None => Reconciled::default(),
        };
        let overlap = reconciled.known + reconciled.changed + reconciled.duplicates;
        let gap = reconciled.had_entries && reconciled.new > 0 && overlap == 0;
        self.adapt(&reconciled);
        self.state.next_due = skip(self.next_due(), &skip_hours, &skip_days);
        if reconciled.new > 0 {
            self.state.last_new = Some(self.now);
        }
        ledger.save_feed_state(&self.state)?;
        if let Some((key, until)) = &self.hold {
            ledger.save_hold(key, *until)?;
        }
        let health = FeedHealth {
            feed: self.feed.id.clone(),
            url: self.state.url.clone(),
            polled: self.now,
            outcome: self.found.outcome,
            detail: self.found.detail.take(),
            next_due: (!self.state.gone).then_some(self.state.next_due),
            failures: self.state.failures,
            entries: u32::try_from(entries).unwrap_or(u32::MAX),
            new_entries: u32::try_from(reconciled.new).unwrap_or(u32::MAX),
            gap,
            last_new: self.state.last_new,
            defects: self.found.defects.iter().map(|d| format!("{}: {}", d.kind.as_str(), d.detail)).collect(),
        };
        ledger.store_events(&[Event::of_feed(&health)?], self.now)?;
        Ok((reconciled, health))
    }

    /// A poll with news halves the interval, one without stretches it.
    fn adapt(&mut self, reconciled: &Reconciled) {
        let (min, max) = (millis(self.feed.min_interval), millis(self.feed.max_interval));
        let interval = self.state.interval_ms;
        self.state.interval_ms = match self.found.outcome {
            PollOutcome::Ok if reconciled.new > 0 => interval / 2,
            PollOutcome::Ok | PollOutcome::NotModified => interval + interval / 4,
            _ => interval,
        }
        .clamp(min, max);
    }

    fn next_due(&self) -> Time {
        let interval = Duration::from_millis(u64::try_from(self.state.interval_ms).unwrap_or(0));
        let wait = if self.state.failures > 0 {
            let slowest = self.feed.max_interval.saturating_mul(SLOWEST);
            self.feed.min_interval.saturating_mul(1 << self.state.failures.min(16)).min(slowest)
        } else {
            // What the origin asks for is kept, up to the longest interval.
            interval.max(self.found.floor.min(self.feed.max_interval))
        };
        let due = clock::later(self.now, wait.mul_f64(jitter(self.feed.id.as_str(), self.now)));
        self.hold.as_ref().map_or(due, |(_, until)| due.max(*until))
    }
}

/// The first moment from `due` on that the feed's own calendar allows (RSS
/// `skipHours`, `skipDays`); after a week of looking, `due` itself.
fn skip(due: Time, hours: &[u8], days: &[u8]) -> Time {
    const HOUR_MS: i64 = 3_600_000;
    let allowed = |at: i64| {
        let hour = at.div_euclid(HOUR_MS);
        // 1970-01-01 was a Thursday, day 3 of a week that begins on Monday.
        let (of_day, weekday) = (hour.rem_euclid(24) as u8, (hour.div_euclid(24) + 3).rem_euclid(7) as u8);
        !hours.contains(&of_day) && !days.contains(&weekday)
    };
    let start = due.millis();
    if allowed(start) {
        return due;
    }
    let next_hour = (start.div_euclid(HOUR_MS) + 1) * HOUR_MS;
    let found = (0..24 * 7).map(|n| next_hour + n * HOUR_MS).find(|at| allowed(*at));
    found.map_or(due, Time::from_millis)
}

/// Between 1 and 1.1: never earlier than the interval, and not all feeds at once.
fn jitter(feed: &str, now: Time) -> f64 {
    let seed = feed.bytes().fold(now.millis() as u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    1.0 + (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / f64::from(1 << 24) / 10.0
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn announce(desk: &Desk, feed: &Feed, health: &FeedHealth, reconciled: &Reconciled) {
    let metrics = &desk.metrics;
    metrics.poll(health.outcome.as_str());
    for (outcome, count) in [
        ("new", reconciled.new),
        ("changed", reconciled.changed),
        ("known", reconciled.known),
        ("duplicate", reconciled.duplicates),
        ("backlog", reconciled.backlog),
        ("hollow", reconciled.hollow),
    ] {
        metrics.entries(outcome, count);
    }
    let detail = health.detail.as_deref().unwrap_or_default();
    match health.outcome {
        PollOutcome::Ok | PollOutcome::NotModified => {
            metrics.poll_was_ok(health.polled.millis());
            tracing::debug!(feed = %feed.id, outcome = health.outcome.as_str(), new = reconciled.new, "polled");
        }
        outcome if health.failures <= 3 || outcome == PollOutcome::Gone => {
            tracing::warn!(feed = %feed.id, outcome = outcome.as_str(), detail, failures = health.failures, "poll failed");
        }
        outcome => {
            tracing::debug!(feed = %feed.id, outcome = outcome.as_str(), detail, failures = health.failures, "poll failed again")
        }
    }
    if health.gap {
        tracing::warn!(feed = %feed.id, new = reconciled.new, "gap: no entry in common with the poll before, stories may have been missed");
    }
    desk.ring();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn skipped_hours_and_days_are_waited_out() {
        let at = |text: &str| Time(text.parse().expect("a time"));
        assert_eq!(skip(at("2024-05-06T07:10:00Z"), &[7, 8], &[]), at("2024-05-06T09:00:00Z"));
        assert_eq!(skip(at("2024-05-06T07:10:00Z"), &[], &[0]), at("2024-05-07T00:00:00Z"));
        assert_eq!(skip(at("2024-05-06T07:10:00Z"), &[6], &[1]), at("2024-05-06T07:10:00Z"));
        let always: Vec<u8> = (0..24).collect();
        assert_eq!(skip(at("2024-05-06T07:10:00Z"), &always, &[]), at("2024-05-06T07:10:00Z"));
    }
}
