//! The metrics, each declared once with its meaning.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use prometheus_client::encoding::{EncodeLabelSet, text::encode};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use wire_model::{DefectKind, PollOutcome};

/// The one label of a counted outcome; its values are closed sets.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct OutcomeLabel {
    outcome: &'static str,
}

/// The label of a counted reason.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
pub struct ReasonLabel {
    reason: &'static str,
}

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

/// All metrics of a daemon.
#[derive(Clone)]
pub struct Metrics {
    registry: Arc<Registry>,
    polls: Family<OutcomeLabel, Counter>,
    entries: Family<OutcomeLabel, Counter>,
    articles: Family<OutcomeLabel, Counter>,
    fallbacks: Family<ReasonLabel, Counter>,
    defects: Family<ReasonLabel, Counter>,
    pushes: Family<OutcomeLabel, Counter>,
    pub(crate) quotes: Counter,
    pub(crate) entities: Counter,
    pub(crate) relayed: Counter,
    pub(crate) relay_failures: Counter,
    pub(crate) outbox: Gauge,
    pub(crate) pending: Gauge,
    pub(crate) latency: Histogram,
    last_ok_poll_ms: Arc<AtomicU64>,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Metrics {
            registry: Arc::new(Registry::default()),
            polls: Family::default(),
            entries: Family::default(),
            articles: Family::default(),
            fallbacks: Family::default(),
            defects: Family::default(),
            pushes: Family::default(),
            quotes: Counter::default(),
            entities: Counter::default(),
            relayed: Counter::default(),
            relay_failures: Counter::default(),
            outbox: Gauge::default(),
            pending: Gauge::default(),
            latency: Histogram::new([0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0]),
            last_ok_poll_ms: Arc::default(),
        };
        let mut r = Registry::with_prefix("wiredesk");
        r.register("polls", "Polls of feeds, by outcome", metrics.polls.clone());
        r.register("entries", "Entries of polled documents, by what the ledger knew of them", metrics.entries.clone());
        r.register("articles", "Entries that were worked on, by how they ended", metrics.articles.clone());
        r.register(
            "page_fallbacks",
            "Articles published from the feed's own content, by why the page was not used",
            metrics.fallbacks.clone(),
        );
        r.register("feed_defects", "Defects in feed documents, by kind", metrics.defects.clone());
        r.register("hub_pushes", "Pushes of hubs, by outcome", metrics.pushes.clone());
        r.register("quotes", "Quotes published", metrics.quotes.clone());
        r.register("entities", "Entities published", metrics.entities.clone());
        r.register("events_relayed", "Events acknowledged by Kafka", metrics.relayed.clone());
        r.register("relay_failures", "Batches that Kafka did not take", metrics.relay_failures.clone());
        r.register("outbox_events", "Events that wait for Kafka", metrics.outbox.clone());
        r.register("pending_entries", "Entries that wait for their page", metrics.pending.clone());
        r.register(
            "article_seconds",
            "From the feed's response to the commit of the article, seconds",
            metrics.latency.clone(),
        );
        let metrics = Metrics { registry: Arc::new(r), ..metrics };
        metrics.start_at_zero();
        metrics
    }
}

/// What the ledger may know of an entry.
const ENTRY_OUTCOMES: [&str; 6] = ["new", "changed", "known", "duplicate", "backlog", "hollow"];

impl Metrics {
    /// A series that appears only with its first event hides that event from rates.
    fn start_at_zero(&self) {
        for outcome in PollOutcome::ALL {
            let _ = self.polls.get_or_create(&OutcomeLabel { outcome: outcome.as_str() });
        }
        for outcome in ENTRY_OUTCOMES {
            let _ = self.entries.get_or_create(&OutcomeLabel { outcome });
        }
        for outcome in Ending::ALL.map(Ending::as_str).into_iter().chain([LOST]) {
            let _ = self.articles.get_or_create(&OutcomeLabel { outcome });
        }
        for kind in DefectKind::ALL {
            let _ = self.defects.get_or_create(&ReasonLabel { reason: kind.as_str() });
        }
        let _ = self.fallbacks.get_or_create(&ReasonLabel { reason: "unreachable" });
    }

    pub(crate) fn poll(&self, outcome: &'static str) {
        self.polls.get_or_create(&OutcomeLabel { outcome }).inc();
    }

    pub(crate) fn poll_was_ok(&self, at_ms: i64) {
        self.last_ok_poll_ms.store(u64::try_from(at_ms).unwrap_or(0), Ordering::Relaxed);
    }

    /// When a feed was last read, milliseconds since 1970; 0 where none was.
    pub(crate) fn last_ok_poll_ms(&self) -> u64 {
        self.last_ok_poll_ms.load(Ordering::Relaxed)
    }

    pub(crate) fn entries(&self, outcome: &'static str, count: usize) {
        self.entries.get_or_create(&OutcomeLabel { outcome }).inc_by(count as u64);
    }

    pub(crate) fn article(&self, outcome: &'static str) {
        self.articles.get_or_create(&OutcomeLabel { outcome }).inc();
    }

    pub(crate) fn fallback(&self, reason: &'static str) {
        self.fallbacks.get_or_create(&ReasonLabel { reason }).inc();
    }

    pub(crate) fn push(&self, outcome: &'static str) {
        self.pushes.get_or_create(&OutcomeLabel { outcome }).inc();
    }

    pub(crate) fn defect(&self, kind: &'static str) {
        self.defects.get_or_create(&ReasonLabel { reason: kind }).inc();
    }

    /// Entries with that outcome so far.
    pub(crate) fn entry_count(&self, outcome: &'static str) -> u64 {
        self.entries.get_or_create(&OutcomeLabel { outcome }).get()
    }

    /// Articles with that outcome so far.
    pub(crate) fn article_count(&self, outcome: &'static str) -> u64 {
        self.articles.get_or_create(&OutcomeLabel { outcome }).get()
    }

    /// All metrics in the OpenMetrics text format.
    pub fn render(&self) -> String {
        let mut out = String::new();
        // Writing to a string cannot fail.
        let _ = encode(&mut out, &self.registry);
        out
    }
}
