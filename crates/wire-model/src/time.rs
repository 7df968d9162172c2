//! Times as they are published: UTC, with where they came from and how exact
//! they are.

use std::fmt;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An instant, written as RFC 3339 in UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Time(#[schemars(with = "String", extend("format" = "date-time"))] pub Timestamp);

impl Time {
    /// The instant `millis` milliseconds after the Unix epoch, clamped to what
    /// a timestamp can hold.
    pub fn from_millis(millis: i64) -> Time {
        let bound = if millis < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Time(Timestamp::from_millisecond(millis).unwrap_or(bound))
    }

    /// Milliseconds since the Unix epoch.
    pub fn millis(&self) -> i64 {
        self.0.as_millisecond()
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a time was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// The feed's entry.
    Feed,
    /// JSON-LD in the page.
    JsonLd,
    /// A `<meta>` element or an `itemprop`.
    Meta,
    /// A `<time>` element.
    TimeElement,
    /// The page's URL.
    Url,
    /// The page's visible text.
    Text,
}

/// The smallest unit that the source stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the second or finer.
    Second,
    /// To the minute.
    Minute,
    /// A calendar day; the instant is midnight UTC of that day.
    Day,
}

/// A time with its provenance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Timed {
    /// The instant, UTC.
    pub at: Time,
    /// Where it was read.
    pub source: TimeSource,
    /// How exact the source was.
    pub precision: Precision,
    /// The source gave no offset from UTC, so the instant may be off by up to 14 hours.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub zone_unknown: bool,
    /// The newsroom's offset from UTC, minutes east: what day it was there. As the
    /// source wrote it, or, where it wrote UTC, as another field of the page or the
    /// country of its domain tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_minutes: Option<i16>,
    /// The source named an instant in the future; it was clamped to the time of the fetch.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub clamped: bool,
}

impl Timed {
    /// The same time, held back to `now` and flagged where the source was ahead of it.
    pub fn clamped_to(mut self, now: Time) -> Timed {
        if self.at > now {
            self.at = now;
            self.clamped = true;
        }
        self
    }
}
