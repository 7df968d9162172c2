//! All wiring: every task, channel and bound of the daemon.
//!
//! ```text
//! scheduler ──spawns──► poll tasks ──pending entries──► dispatcher ──spawns──► entry tasks
//!     ▲                    │                                ▲                     │
//!     └─────next due───────┘                                └────────done─────────┘
//!                          └──────────────► writer (one thread) ◄─────────────────┘
//!                                               │ outbox
//!                                               └────────► relay ──► Kafka
//! ```
//!
//! Shutdown follows the flow: the scheduler stops, polls end, entries in work
//! end, the relay sends what waits, the ledger closes. Entries that were not
//! begun stay pending in the ledger.

use std::sync::Arc;
use std::time::Duration;

use thiserror::Error;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wire_fetch::{Client, ClientConfig};
use wire_store::{EventMode, Ledger, StoreError, Writer};

use crate::config::Config;
use crate::desk::Desk;
pub use crate::desk::Observer;
use crate::dispatch::Dispatcher;
use crate::metrics::{LOST, Metrics};
use crate::relay::{Relay, RelayError};
use crate::schedule::Scheduler;
use crate::{clock, names, serve, websub};

/// Batches of pending entries on their way to the dispatcher.
const DISPATCH_QUEUE: usize = 256;
/// Polls under way at the same time, over all hosts.
const POLLS: usize = 64;
/// How long the relay may go on after everything else has stopped.
const FLUSH: Duration = Duration::from_secs(20);

/// Why the daemon could not run.
#[derive(Debug, Error)]
pub enum RunError {
    /// The ledger cannot be used.
    #[error("{0}")]
    Ledger(#[from] StoreError),
    /// The HTTP client cannot be set up.
    #[error("http client: {0}")]
    Client(#[from] wire_fetch::FetchError),
    /// The relay cannot start.
    #[error("{0}")]
    Relay(#[from] RelayError),
    /// The admin server cannot listen.
    #[error("[admin] listen: {0}")]
    Admin(std::io::Error),
    /// A table of names is refused.
    #[error("[entities] tables")]
    Names(#[from] names::LoadError),
    /// The callback server of hubs cannot listen.
    #[error("[websub] listen: {0}")]
    WebSub(std::io::Error),
    /// A task of the daemon ended by a panic.
    #[error("the {0} ended unexpectedly")]
    Stage(&'static str),
}

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Entries in polled documents, repeats included.
    pub seen: u64,
    /// Articles published for the first time.
    pub published: u64,
    /// Later revisions: updates and corrections.
    pub updated: u64,
    /// Articles killed or withheld.
    pub killed: u64,
    /// Entries that were known, copies of an entry elsewhere, or unchanged.
    pub duplicate: u64,
    /// Dead letters.
    pub rejected: u64,
    /// Entries without an outcome: always zero unless the daemon has a bug.
    pub lost: u64,
}

/// The daemon, ready to run.
pub struct Daemon {
    config: Config,
    metrics: Metrics,
    observer: Option<Observer>,
}

impl Daemon {
    /// A daemon with that configuration.
    pub fn new(config: Config) -> Daemon {
        Daemon { config, metrics: Metrics::default(), observer: None }
    }

    /// Lets `observer` see every event after its commit. It must return quickly.
    #[must_use]
    pub fn observed_by(mut self, observer: Observer) -> Daemon {
        self.observer = Some(observer);
        self
    }

    /// The daemon's metrics.
    pub fn metrics(&self) -> Metrics {
        self.metrics.clone()
    }

    /// Runs until `shutdown` is cancelled, then stops in order.
    ///
    /// # Errors
    /// When it cannot start, or a stage ends that should not.
    pub async fn run(self, shutdown: CancellationToken) -> Result<Summary, RunError> {
        let Daemon { config, metrics, observer } = self;
        let mode = if config.kafka.is_some() { EventMode::Outbox } else { EventMode::Log };
        let ledger = Ledger::open(&config.ledger_path, mode)?;
        let holds = ledger.holds(clock::now())?;
        let pending = ledger.pending()?;
        let (writer, ledger_thread) = Writer::start(ledger)?;

        let client = Client::new(client_config(&config))?;
        for (key, until) in holds {
            client.hold(&key, until.0);
        }

        // From the last stage to the first, so that each gets its downstream.
        let relay = match &config.kafka {
            Some(kafka) => Some(Relay::start(kafka.clone(), &config.ledger_path, writer.clone(), metrics.clone())?),
            None => None,
        };
        let (to_dispatch, from_polls) = mpsc::channel(DISPATCH_QUEUE);
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let annotator = names::annotator(&config)?;
        let desk = Arc::new(Desk {
            client,
            writer: writer.clone(),
            annotator,
            compute: Arc::new(Semaphore::new(cores)),
            fetches: Semaphore::new(config.fetch.concurrency),
            metrics: metrics.clone(),
            observer,
            relay: relay.as_ref().map(Relay::bell),
            dispatch: to_dispatch,
            feeds: config.feeds.iter().map(|f| (f.id.clone(), f.clone())).collect(),
            config: config.clone(),
        });
        let admin = match config.admin {
            Some(address) => Some(
                serve::start(address, metrics.clone(), config.feeds.len(), shutdown.clone())
                    .await
                    .map_err(RunError::Admin)?,
            ),
            None => None,
        };
        let callbacks = match &config.websub {
            Some(websub) => {
                Some(websub::start(websub.listen, desk.clone(), shutdown.clone()).await.map_err(RunError::WebSub)?)
            }
            None => None,
        };
        let dispatcher = tokio::spawn(Dispatcher::new(desk.clone(), config.politeness.per_host).run(
            pending,
            from_polls,
            shutdown.clone(),
        ));
        let scheduler = tokio::spawn(Scheduler::new(desk.clone(), POLLS).run(shutdown.clone()));
        let names = tokio::spawn(names::keep(desk.clone(), shutdown.clone()));
        let housekeeping = tokio::spawn(keep_house(writer.clone(), config.retention, shutdown.clone()));
        tracing::info!(feeds = config.feeds.len(), kafka = config.kafka.is_some(), ledger = %config.ledger_path.display(), "wiredesk is running");

        // A stage that ends before shutdown has failed; the others are stopped then.
        let scheduled = ended(scheduler, &shutdown, "scheduler").await;
        if let Some(callbacks) = callbacks {
            callbacks.abort();
        }
        drop(desk);
        let named = ended(names, &shutdown, "name tables").await;
        let dispatched = ended(dispatcher, &shutdown, "dispatcher").await;
        let kept = ended(housekeeping, &shutdown, "housekeeping").await;
        if let Some(relay) = relay {
            relay.stop(FLUSH).await;
        }
        if let Some(admin) = admin {
            admin.abort();
        }
        drop(writer);
        // The thread ends when the last handle is gone; all holders have ended above.
        let closed = tokio::task::spawn_blocking(move || ledger_thread.join()).await;
        let summary = summary(&metrics);
        tracing::info!(?summary, "wiredesk has stopped");
        scheduled.and(dispatched).and(named).and(kept)?;
        match closed {
            Ok(Ok(())) => Ok(summary),
            _ => Err(RunError::Stage("ledger")),
        }
    }
}

async fn ended(task: JoinHandle<()>, shutdown: &CancellationToken, name: &'static str) -> Result<(), RunError> {
    let outcome = task.await;
    let expected = shutdown.is_cancelled();
    shutdown.cancel();
    match outcome {
        Ok(()) if expected => Ok(()),
        Ok(()) => Err(RunError::Stage(name)),
        Err(error) => {
            tracing::error!(%error, stage = name, "a stage ended by a panic");
            Err(RunError::Stage(name))
        }
    }
}

fn client_config(config: &Config) -> ClientConfig {
    let contact = config.fetch.contact.as_deref().map(|c| format!(" (+{c})")).unwrap_or_default();
    ClientConfig {
        user_agent: format!("wiredesk/{}{contact}", env!("CARGO_PKG_VERSION")),
        allow_addresses: config.fetch.allow_addresses.iter().map(|n| n.0).collect(),
        proxy: config.fetch.proxy.as_ref().map(|p| p.0.clone()),
        deadline: config.fetch.timeout.0,
        min_spacing: config.politeness.min_spacing.0,
        per_host: config.politeness.per_host,
        robots: config.politeness.robots,
    }
}

/// Forgets what has served its time, once an hour.
async fn keep_house(writer: Writer, retention: Duration, shutdown: CancellationToken) {
    let mut every = tokio::time::interval(Duration::from_secs(3600));
    loop {
        tokio::select! {
            () = shutdown.cancelled() => return,
            _ = every.tick() => {}
        }
        let now = clock::now();
        let before = wire_model::Time::from_millis(
            now.millis().saturating_sub(i64::try_from(retention.as_millis()).unwrap_or(i64::MAX)),
        );
        let tidied = writer
            .run(move |ledger| {
                ledger.forget_old_signatures(now)?;
                ledger.prune_log(before)
            })
            .await;
        match tidied {
            Ok(0) => {}
            Ok(events) => tracing::info!(events, "event log pruned"),
            Err(error) => tracing::error!(%error, "housekeeping failed"),
        }
    }
}

fn summary(metrics: &Metrics) -> Summary {
    let entries = |o| metrics.entry_count(o);
    let articles = |o| metrics.article_count(o);
    let known = entries("known") + entries("duplicate") + entries("backlog");
    Summary {
        seen: known + entries("new") + entries("changed") + entries("hollow"),
        published: articles("published"),
        updated: articles("updated") + articles("corrected"),
        killed: articles("killed") + articles("withheld"),
        duplicate: known + articles("unchanged"),
        rejected: articles("rejected") + entries("hollow"),
        lost: articles(LOST),
    }
}
