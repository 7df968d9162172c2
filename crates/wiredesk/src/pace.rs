//! When a feed is due again: arithmetic over what a poll found, without a clock.
//!
//! The interval halves with news and stretches by a quarter without. It never
//! exceeds a third of the time in which the feed's document is replaced, so
//! that each poll overlaps the one before. What the origin asks for lengthens
//! it, its own calendar moves it, a failing feed slows down and comes back.

use std::time::Duration;

use wire_model::{FeedDocument, Time};
use wire_store::FeedState;

use crate::clock;

/// A poll must come before this part of the feed's window has passed.
const OVERLAP: i64 = 3;
/// Failing feeds slow down to this many times their longest interval, never further.
const SLOWEST: u32 = 4;
/// An origin without validators sends the whole document every time: it is
/// asked at most this much less often than the shortest interval allows.
const WITHOUT_VALIDATORS: i64 = 2;

/// Feeds whose calendars end at the same hour are spread over this.
const WAKING: Duration = Duration::from_secs(20 * 60);

/// The operator's bounds on a feed's interval.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Shortest time between two polls.
    pub min: Duration,
    /// Longest time between two polls of a feed that works.
    pub max: Duration,
}

/// What one poll told about the feed's pace.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    /// When the answer was there.
    pub now: Time,
    /// Whether a document or a 304 came.
    pub worked: bool,
    /// Entries of the document, and how many of them were new.
    pub entries: usize,
    /// See `entries`.
    pub new: usize,
    /// No entry in common with the poll before.
    pub gap: bool,
    /// How long the answer says it stays fresh (`Cache-Control: max-age`).
    pub max_age: Duration,
    /// Until when the host asked to be left alone.
    pub hold: Option<Time>,
}

/// Takes what a document says of its own pace into the state.
pub fn note_document(state: &mut FeedState, document: &FeedDocument) {
    let bits = |values: &[u8]| values.iter().filter(|v| **v < 32).fold(0u32, |set, v| set | (1 << v));
    state.skip_hours = bits(&document.skip_hours);
    state.skip_days = bits(&document.skip_days);
    state.asked_ms =
        document.min_interval_secs.map_or(0, |s| i64::try_from(s.saturating_mul(1000)).unwrap_or(i64::MAX));
    state.span_ms = span(document);
}

/// The time that the document's entries cover by their own dates.
fn span(document: &FeedDocument) -> Option<i64> {
    let dates = document.entries.iter().filter_map(|e| e.published.or(e.updated)).map(|t| t.at.millis());
    let (first, last) = (dates.clone().min()?, dates.max()?);
    (last > first).then_some(last - first)
}

/// Moves `state` on by one poll and sets its next due time.
pub fn advance(state: &mut FeedState, bounds: Bounds, seen: &Seen) {
    let (min, max) = (millis(bounds.min), millis(bounds.max).max(millis(bounds.min)));
    if seen.worked {
        adapt(state, seen, min, max);
        state.failures = 0;
        state.last_ok = Some(seen.now);
    } else {
        state.failures = state.failures.saturating_add(1);
    }
    state.last_poll = Some(seen.now);
    if seen.new > 0 {
        state.last_new = Some(seen.now);
    }
    let wait = if state.failures > 0 {
        let slowest = max.saturating_mul(i64::from(SLOWEST));
        min.saturating_mul(1 << state.failures.min(16)).clamp(min, slowest)
    } else {
        let asked = state.asked_ms.max(millis(seen.max_age)).min(max);
        state.interval_ms.max(asked)
    };
    let jittered = (wait as f64 * jitter(state.feed.as_str(), seen.now)) as i64;
    let due = Time::from_millis(seen.now.millis().saturating_add(jittered));
    let due = seen.hold.map_or(due, |until| due.max(until));
    state.next_due = match allowed(due, state.skip_hours, state.skip_days) {
        // Who slept through the same hours does not wake in the same second.
        waking if waking > due => clock::later(waking, WAKING.mul_f64(fraction(state.feed.as_str(), waking))),
        due => due,
    };
}

fn adapt(state: &mut FeedState, seen: &Seen, min: i64, max: i64) {
    let since = state.last_ok.map(|t| seen.now.millis() - t.millis()).filter(|ms| *ms > 0);
    // At the rate of this poll the whole document is replaced in this time.
    let replaced = since.filter(|_| seen.new > 0).map(|ms| ms.saturating_mul(seen.entries as i64) / seen.new as i64);
    let window = [replaced, state.span_ms].into_iter().flatten().min().unwrap_or(i64::MAX);
    let has_validators = state.etag.is_some() || state.last_modified.is_some();
    let floor = if has_validators { min } else { min.saturating_mul(WITHOUT_VALIDATORS).min(max) };
    let interval = state.interval_ms;
    let wanted = match seen.new {
        _ if seen.gap => min,
        0 => interval.saturating_add(interval / 4),
        _ => interval / 2,
    };
    // A window shorter than the floor is a busy feed: then only the operator's bound holds.
    let cap = (window / OVERLAP).clamp(min, max);
    state.interval_ms = wanted.clamp(floor, max).min(cap);
}

/// The first moment from `due` on that the feed's own calendar allows (RSS
/// `skipHours`, `skipDays`, as bits); where it allows none in a week, `due` itself.
fn allowed(due: Time, hours: u32, days: u32) -> Time {
    const HOUR_MS: i64 = 3_600_000;
    let is_allowed = |at: i64| {
        let hour = at.div_euclid(HOUR_MS);
        // 1970-01-01 was a Thursday, day 3 of a week that begins on Monday.
        let (of_day, weekday) = (hour.rem_euclid(24), (hour.div_euclid(24) + 3).rem_euclid(7));
        hours & (1 << of_day) == 0 && days & (1 << weekday) == 0
    };
    if is_allowed(due.millis()) {
        return due;
    }
    let next_hour = (due.millis().div_euclid(HOUR_MS) + 1) * HOUR_MS;
    let found = (0..24 * 7).map(|n| next_hour + n * HOUR_MS).find(|at| is_allowed(*at));
    found.map_or(due, Time::from_millis)
}

/// Between 1 and 1.1: never earlier than the interval, and not all feeds at once.
fn jitter(feed: &str, now: Time) -> f64 {
    1.0 + fraction(feed, now) / 10.0
}

/// A number between 0 and 1 that differs between feeds and times.
fn fraction(feed: &str, now: Time) -> f64 {
    let seed = feed.bytes().fold(now.millis() as u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3));
    (seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / f64::from(1 << 24)
}

/// When the feed at `index` of the configuration is polled for the first time:
/// the feeds start one after the other, so that a thousand of them are no burst.
pub fn first_due(now: Time, index: usize) -> Time {
    const SPREAD: Duration = Duration::from_millis(20);
    clock::later(now, SPREAD.saturating_mul(u32::try_from(index).unwrap_or(u32::MAX)))
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire_model::FeedId;

    const MINUTE: i64 = 60_000;
    const BOUNDS: Bounds = Bounds { min: Duration::from_secs(120), max: Duration::from_secs(3600) };

    fn at(text: &str) -> Time {
        Time(text.parse().expect("a time"))
    }

    fn state() -> FeedState {
        let mut state = FeedState::new(
            FeedId::new("one").expect("valid"),
            "https://x.org/".to_owned(),
            at("2024-05-06T07:00:00Z"),
            120_000,
        );
        state.etag = Some(b"\"a\"".to_vec());
        state
    }

    fn seen(now: Time, entries: usize, new: usize) -> Seen {
        Seen { now, worked: true, entries, new, gap: false, max_age: Duration::ZERO, hold: None }
    }

    /// Polls whenever due and returns the waits in minutes.
    fn waits(state: &mut FeedState, polls: usize, mut poll: impl FnMut(Time) -> Seen) -> Vec<i64> {
        (0..polls)
            .map(|_| {
                let now = state.next_due;
                let seen = poll(now);
                advance(state, BOUNDS, &seen);
                (state.next_due.millis() - now.millis()) / MINUTE
            })
            .collect()
    }

    #[test]
    fn skipped_hours_and_days_are_waited_out() {
        assert_eq!(allowed(at("2024-05-06T07:10:00Z"), 1 << 7 | 1 << 8, 0), at("2024-05-06T09:00:00Z"));
        assert_eq!(allowed(at("2024-05-06T07:10:00Z"), 0, 1), at("2024-05-07T00:00:00Z"));
        assert_eq!(allowed(at("2024-05-06T07:10:00Z"), 1 << 6, 1 << 1), at("2024-05-06T07:10:00Z"));
        assert_eq!(allowed(at("2024-05-06T07:10:00Z"), (1 << 24) - 1, 0), at("2024-05-06T07:10:00Z"));
    }

    #[test]
    fn a_quiet_feed_is_polled_less_and_less_up_to_the_bound() {
        let mut state = state();
        let waits = waits(&mut state, 30, |now| seen(now, 20, 0));
        assert!(waits.windows(2).take(10).all(|w| w[1] >= w[0]), "{waits:?}");
        assert!(waits[29] >= 60 && waits[29] <= 66, "{waits:?}");
    }

    #[test]
    fn news_quickens_it_down_to_the_bound() {
        let mut state = state();
        state.interval_ms = 60 * MINUTE;
        let waits = waits(&mut state, 8, |now| seen(now, 50, 1));
        assert!(waits[0] <= 33 && waits[7] == 2, "{waits:?}");
    }

    #[test]
    fn a_busy_feed_is_polled_before_its_document_is_replaced() {
        let mut state = state();
        state.interval_ms = 60 * MINUTE;
        state.span_ms = Some(30 * MINUTE);
        let waits = waits(&mut state, 30, |now| seen(now, 20, 0));
        assert!(waits.iter().all(|w| *w <= 11), "{waits:?}");
        advance(&mut state, BOUNDS, &Seen { gap: true, ..seen(at("2024-05-06T12:00:00Z"), 20, 20) });
        assert_eq!(state.interval_ms, 2 * MINUTE);
    }

    #[test]
    fn what_the_origin_asks_for_lengthens_it_up_to_the_bound() {
        let check = |asked_ms: i64, max_age: u64, minutes: i64| {
            let mut state = state();
            state.asked_ms = asked_ms;
            let waits = waits(&mut state, 1, |now| Seen { max_age: Duration::from_secs(max_age), ..seen(now, 5, 1) });
            assert!(waits[0] >= minutes && waits[0] <= minutes + minutes / 10, "{waits:?} for {minutes}");
        };
        check(30 * MINUTE, 0, 30);
        check(0, 1200, 20);
        check(24 * 60 * MINUTE, 0, 60);
    }

    #[test]
    fn a_feed_without_validators_has_a_slower_floor() {
        let mut state = state();
        state.etag = None;
        let waits = waits(&mut state, 5, |now| seen(now, 50, 1));
        assert!(waits.iter().all(|w| *w == 4), "{waits:?}");
    }

    #[test]
    fn a_failing_feed_slows_down_and_comes_back() {
        let mut state = state();
        let failing = waits(&mut state, 20, |now| Seen { worked: false, ..seen(now, 0, 0) });
        assert!(failing[0] == 4 && failing[19] >= 240 && failing[19] <= 264, "{failing:?}");
        let back = waits(&mut state, 1, |now| seen(now, 20, 3));
        assert!(back[0] <= 3, "{back:?}");
    }

    #[test]
    fn a_hold_is_kept() {
        let mut state = state();
        let until = at("2024-05-06T09:00:00Z");
        waits(&mut state, 1, |now| Seen { worked: false, hold: Some(until), ..seen(now, 0, 0) });
        assert_eq!(state.next_due, until);
    }
}
