//! The one place where the wall clock is read.

use std::time::Duration;

use wire_model::Time;

/// The time now.
pub(crate) fn now() -> Time {
    Time(jiff::Timestamp::now())
}

/// `time` and `after` together.
pub(crate) fn later(time: Time, after: Duration) -> Time {
    Time::from_millis(time.millis().saturating_add(i64::try_from(after.as_millis()).unwrap_or(i64::MAX)))
}

/// How long until `time`; zero where it has passed.
pub(crate) fn until(time: Time) -> Duration {
    Duration::from_millis(u64::try_from(time.millis() - now().millis()).unwrap_or(0))
}
