//! Every entry that is worked on ends exactly once, with a reason.

use crate::metrics::Metrics;

/// How work on an entry ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// A first revision.
    Published,
    /// A later revision.
    Updated,
    /// A later revision that the newsroom calls a correction.
    Corrected,
    /// Held back by the agency.
    Withheld,
    /// Killed by the agency.
    Killed,
    /// The page is as it was.
    Unchanged,
    /// Set aside as a dead letter.
    Rejected,
    /// To be tried again.
    Postponed,
    /// Another worker, or an earlier run, had ended it.
    AlreadyDone,
    /// Stopped by shutdown or by the ledger; the entry is still pending.
    Interrupted,
}

impl Ending {
    pub(crate) const ALL: [Ending; 10] = [
        Ending::Published,
        Ending::Updated,
        Ending::Corrected,
        Ending::Withheld,
        Ending::Killed,
        Ending::Unchanged,
        Ending::Rejected,
        Ending::Postponed,
        Ending::AlreadyDone,
        Ending::Interrupted,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Ending::Published => "published",
            Ending::Updated => "updated",
            Ending::Corrected => "corrected",
            Ending::Withheld => "withheld",
            Ending::Killed => "killed",
            Ending::Unchanged => "unchanged",
            Ending::Rejected => "rejected",
            Ending::Postponed => "postponed",
            Ending::AlreadyDone => "already_done",
            Ending::Interrupted => "interrupted",
        }
    }
}

/// The label of an entry that ended without an ending: always a mistake of ours.
pub(crate) const LOST: &str = "lost";

/// An entry in work. Dropped without [`Tracked::end`] it counts as lost.
pub(crate) struct Tracked {
    row: i64,
    metrics: Metrics,
    ended: bool,
}

impl Tracked {
    pub(crate) fn new(row: i64, metrics: &Metrics) -> Tracked {
        Tracked { row, metrics: metrics.clone(), ended: false }
    }

    pub(crate) fn end(mut self, ending: Ending) {
        self.ended = true;
        self.metrics.article(ending.as_str());
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        if !self.ended {
            self.metrics.article(LOST);
            tracing::error!(row = self.row, "work on an entry ended without an outcome; it stays pending");
        }
    }
}
