//! Every entry that is worked on ends exactly once, with a reason.

use crate::metrics::{Ending, LOST, Metrics};

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
