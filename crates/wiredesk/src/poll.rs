//! One poll of one feed: request, read, reconcile, commit, next due time.

use std::time::Duration;

use url::Url;
use wire_feed::ReadError;
use wire_fetch::{FetchError, Request, Response, Validators, politeness_key};
use wire_model::{Defect, Event, FeedDocument, FeedHealth, PollOutcome, Time};
use wire_store::{FeedState, Reconciled, StoreError};

use crate::config::Feed;
use crate::desk::{Desk, Work};
use crate::pace::{self, Bounds, Seen};
use crate::read::{ACCEPT, Parsed, parse};
use crate::{clock, follow, subscribe};

/// A permanent redirect is remembered after so many identical ones that led to a feed.
const PROVEN_MOVES: u32 = 3;

/// What a poll found out, before it is recorded.
struct Found {
    outcome: PollOutcome,
    detail: Option<String>,
    document: Option<FeedDocument>,
    defects: Vec<Defect>,
    max_age: Duration,
    /// Hub and topic that the answer's `Link` header names.
    links: Option<(String, String)>,
}

impl Found {
    fn nothing(outcome: PollOutcome, detail: impl Into<String>) -> Found {
        Found { detail: Some(detail.into()), ..Found::unchanged(outcome, Duration::ZERO) }
    }

    fn unchanged(outcome: PollOutcome, max_age: Duration) -> Found {
        Found { outcome, detail: None, document: None, defects: Vec::new(), max_age, links: None }
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
            Found::unchanged(PollOutcome::NotModified, response.max_age.unwrap_or_default())
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
    let max_age = response.max_age.unwrap_or_default();
    match parse(desk, &response, state.body_hash.clone()).await {
        Ok(Parsed::Same) => {
            take_validators(state, &response);
            note_move(state, &response);
            Found::unchanged(PollOutcome::NotModified, max_age)
        }
        Ok(Parsed::Document { hash, mut document, mut defects }) => {
            take_validators(state, &response);
            note_move(state, &response);
            state.body_hash = Some(hash);
            if !document.children.is_empty() {
                // What an index lists may change while the index does not.
                (state.etag, state.last_modified, state.body_hash) = (None, None, None);
                follow::children(desk, feed, &mut document, &mut defects).await;
            }
            let links = response.links;
            Found { document: Some(*document), defects, links, ..Found::unchanged(PollOutcome::Ok, max_age) }
        }
        Ok(Parsed::Refused(ReadError::Html)) if state.failures == 0 => advertised(desk, feed, state, &response).await,
        Ok(Parsed::Refused(error)) => Found::nothing(PollOutcome::NotAFeed, error.to_string()),
        Err(trouble) => {
            tracing::error!(feed = %feed.id, trouble, "reading the feed failed");
            Found::nothing(PollOutcome::NotAFeed, format!("reading it failed: {trouble}"))
        }
    }
}

/// The address gives a page now: the feed that the page names is tried, once, and kept where it is one.
async fn advertised(desk: &Desk, feed: &Feed, state: &mut FeedState, page: &Response) -> Found {
    let Some((url, document, defects)) = follow::advertised(desk, feed, page).await else {
        return Found::nothing(PollOutcome::NotAFeed, ReadError::Html.to_string());
    };
    let detail = format!(
        "the address gives an HTML page now, which names the feed {url}; it is read from there, change its url in the configuration"
    );
    tracing::warn!(feed = %feed.id, %url, "the address gives an HTML page now; the feed that it names is read instead");
    state.moved_to = Some(url.to_string());
    state.moved_count = PROVEN_MOVES;
    (state.etag, state.last_modified, state.body_hash) = (None, None, None);
    let found = Found::unchanged(PollOutcome::Ok, Duration::ZERO);
    Found { detail: Some(detail), document: Some(document), defects, ..found }
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
    mut found: Found,
    first: bool,
    received: std::time::Instant,
    url: &Url,
) -> Result<Option<Time>, StoreError> {
    let now = clock::now();
    state.outcome = Some(found.outcome.as_str().to_owned());
    let hub = subscribe::hub_of(found.document.as_ref(), found.links.take());
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
    subscribe::keep(desk, feed, hub).await;
    Ok(health.next_due)
}

/// Takes entries that a hub pushed: the same commit as a poll's, without a poll's state.
///
/// # Errors
/// When the ledger did not take them.
pub(crate) async fn take_push(desk: &Desk, feed: &Feed, document: FeedDocument) -> Result<(), StoreError> {
    let received = std::time::Instant::now();
    let now = clock::now();
    let (id, backlog) = (feed.id.clone(), feed.backlog);
    let reconciled =
        desk.writer.run(move |ledger| ledger.reconcile(&id, document.entries, false, backlog, now)).await?;
    count_entries(desk, &reconciled);
    let work = reconciled.pending.into_iter().map(|pending| Work { pending, received: Some(received) }).collect();
    desk.hand_over(work).await;
    Ok(())
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
        if let Some(document) = &document {
            pace::note_document(&mut self.state, document);
        }
        let reconciled = match document {
            Some(document) => {
                ledger.reconcile(&self.feed.id, document.entries, self.first, self.feed.backlog, self.now)?
            }
            None => Reconciled::default(),
        };
        let overlap = reconciled.known + reconciled.changed + reconciled.duplicates;
        let gap = reconciled.had_entries && reconciled.new > 0 && overlap == 0;
        let seen = Seen {
            now: self.now,
            worked: matches!(self.found.outcome, PollOutcome::Ok | PollOutcome::NotModified),
            entries,
            new: reconciled.new,
            gap,
            max_age: self.found.max_age,
            hold: self.hold.as_ref().map(|(_, until)| *until),
        };
        let is_pushed = ledger.subscription(&self.feed.id)?.is_some_and(|s| s.until.is_some_and(|t| t > self.now));
        pace::advance(&mut self.state, bounds(&self.feed, is_pushed), &seen);
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
}

/// Where a hub pushes, polling is a slow safety net.
fn bounds(feed: &Feed, is_pushed: bool) -> Bounds {
    Bounds { min: if is_pushed { feed.max_interval } else { feed.min_interval }, max: feed.max_interval }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn announce(desk: &Desk, feed: &Feed, health: &FeedHealth, reconciled: &Reconciled) {
    let metrics = &desk.metrics;
    metrics.poll(health.outcome.as_str());
    count_entries(desk, reconciled);
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

fn count_entries(desk: &Desk, reconciled: &Reconciled) {
    for (outcome, count) in [
        ("new", reconciled.new),
        ("changed", reconciled.changed),
        ("known", reconciled.known),
        ("duplicate", reconciled.duplicates),
        ("backlog", reconciled.backlog),
        ("hollow", reconciled.hollow),
    ] {
        desk.metrics.entries(outcome, count);
    }
}
