//! Outbox rows to Kafka, in order; acknowledged rows are removed.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wire_model::Event;
use wire_publish::{PublishError, Publisher, PublisherConfig};
use wire_store::{Ledger, StoreError, Stored, Writer};

use crate::metrics::Metrics;

/// Events in one batch: a transaction costs the same whatever its size.
const BATCH: usize = 2_000;
/// Without a bell the outbox is looked at this often.
const IDLE: Duration = Duration::from_millis(500);
const FIRST_RETRY: Duration = Duration::from_millis(250);
const LONGEST_RETRY: Duration = Duration::from_secs(15);
/// Polling pauses from this many waiting events on.
const FULL: u64 = 200_000;

/// How the relay is told of new events, and how it tells that too many wait.
#[derive(Clone)]
pub(crate) struct RelayBell {
    pub(crate) bell: Arc<Notify>,
    pub(crate) full: Arc<AtomicBool>,
}

/// The running relay.
pub(crate) struct Relay {
    task: JoinHandle<()>,
    bell: RelayBell,
    stop: CancellationToken,
}

struct Runner {
    config: PublisherConfig,
    reader: Ledger,
    writer: Writer,
    metrics: Metrics,
    bell: RelayBell,
    stop: CancellationToken,
    publisher: Option<Publisher>,
    position: i64,
    failures: u32,
}

impl Relay {
    /// Starts the relay. The broker need not be there.
    ///
    /// # Errors
    /// When librdkafka refuses the configuration or the ledger cannot be read.
    pub(crate) fn start(
        config: PublisherConfig,
        ledger: &Path,
        writer: Writer,
        metrics: Metrics,
    ) -> Result<Relay, RelayError> {
        // Built once here, so that a wrong property is told at the start.
        Publisher::new(config.clone())?;
        let bell = RelayBell { bell: Arc::new(Notify::new()), full: Arc::new(AtomicBool::new(false)) };
        let stop = CancellationToken::new();
        let runner = Runner {
            config,
            reader: Ledger::open_reader(ledger)?,
            writer,
            metrics,
            bell: bell.clone(),
            stop: stop.clone(),
            publisher: None,
            position: 0,
            failures: 0,
        };
        let task = tokio::spawn(runner.run());
        Ok(Relay { task, bell, stop })
    }

    pub(crate) fn bell(&self) -> RelayBell {
        self.bell.clone()
    }

    /// Sends what waits, for at most `patience`, and ends.
    pub(crate) async fn stop(self, patience: Duration) {
        self.stop.cancel();
        self.bell.bell.notify_one();
        let abort = self.task.abort_handle();
        if tokio::time::timeout(patience, self.task).await.is_err() {
            abort.abort();
            tracing::warn!("kafka did not take all events in time; they wait in the outbox for the next start");
        }
    }
}

impl Runner {
    async fn run(mut self) {
        loop {
            match self.step().await {
                Ok(0) if self.stop.is_cancelled() => return,
                Ok(0) => {
                    let _ = tokio::time::timeout(IDLE, self.bell.bell.notified()).await;
                }
                Ok(_) => {}
                Err(trouble) => {
                    self.note(&trouble);
                    let pause = FIRST_RETRY.saturating_mul(1 << self.failures.min(8)).min(LONGEST_RETRY);
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    /// Publishes one batch; the number of its events.
    async fn step(&mut self) -> Result<usize, RelayError> {
        let batch = self.reader.waiting_events(self.position, BATCH)?;
        self.measure(batch.len())?;
        let Some(last) = batch.last().map(|s| s.seq) else { return Ok(0) };
        if self.publisher.is_none() {
            self.connect().await?;
            // The position may have moved past what was read.
            return Ok(1);
        }
        let events: Vec<Event> = batch.into_iter().map(|s: Stored| s.event).collect();
        if let Some(publisher) = &self.publisher {
            publisher.publish(&events, last).await?;
        }
        if self.failures > 0 {
            tracing::info!("kafka takes events again");
            self.failures = 0;
        }
        self.metrics.relayed.inc_by(events.len() as u64);
        // In memory first: were the removal to fail, nothing must be sent twice by this run.
        self.position = last;
        self.writer.run(move |ledger| ledger.remove_acknowledged(last)).await?;
        Ok(events.len())
    }

    async fn connect(&mut self) -> Result<(), RelayError> {
        let publisher = Publisher::new(self.config.clone())?;
        publisher.prepare().await?;
        if let Some(done) = publisher.progress().await? {
            self.position = self.position.max(done);
            self.writer.run(move |ledger| ledger.remove_acknowledged(done)).await?;
        }
        self.publisher = Some(publisher);
        Ok(())
    }

    fn measure(&self, batch: usize) -> Result<(), RelayError> {
        let waiting = if batch < BATCH { batch as u64 } else { self.reader.waiting_count()? };
        self.metrics.outbox.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        self.bell.full.store(waiting >= FULL, Ordering::Relaxed);
        Ok(())
    }

    fn note(&mut self, trouble: &RelayError) {
        self.metrics.relay_failures.inc();
        self.failures = self.failures.saturating_add(1);
        let must_rebuild = matches!(trouble, RelayError::Kafka(PublishError::Fatal(_)));
        if must_rebuild || self.failures.is_multiple_of(8) {
            self.publisher = None;
        }
        // Once when it begins, then now and then: not a line a second.
        if self.failures == 1 || self.failures.is_multiple_of(20) {
            tracing::warn!(error = %trouble, failures = self.failures, "events wait in the outbox");
        }
    }
}

/// What keeps the relay from sending.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// Kafka does not take events, or its configuration is refused.
    #[error("{0}")]
    Kafka(#[from] PublishError),
    /// The ledger cannot be read or written.
    #[error("{0}")]
    Ledger(#[from] StoreError),
}
