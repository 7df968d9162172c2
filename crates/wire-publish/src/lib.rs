//! Events to Kafka: CloudEvents in binary mode, idempotent or transactional.
//!
//! A [`Publisher`] takes batches in the order of the outbox and returns when
//! every record of a batch is acknowledged, so that whoever calls it may then
//! forget them. It is the sole user of `rdkafka`.
//!
//! - At least once: an idempotent producer. After a crash between the
//!   acknowledgement and the removal from the outbox a batch is sent again,
//!   with the same event ids.
//! - Exactly once: one transaction a batch, in which the outbox's position is
//!   written to a compacted topic too. After a crash [`Publisher::progress`]
//!   tells what is already out.

mod record;
mod topics;

use std::collections::BTreeMap;
use std::time::Duration;

use rdkafka::client::ClientContext;
use rdkafka::config::{ClientConfig, RDKafkaLogLevel};
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use rdkafka::message::Message;
use rdkafka::producer::{DeliveryFuture, FutureProducer, FutureRecord, Producer};
use rdkafka::{Offset, TopicPartitionList};
use thiserror::Error;
use wire_model::Event;

pub use topics::{CleanupPolicy, TopicSettings};

/// How sure delivery is of not repeating itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Idempotent producer; repeats only after a crash, with equal event ids.
    AtLeastOnce,
    /// One transaction a batch.
    ExactlyOnce,
}

/// Where and how to publish.
#[derive(Clone, Debug)]
pub struct PublisherConfig {
    /// `host:port`, separated by commas.
    pub brokers: String,
    /// Goes before every topic name.
    pub topic_prefix: String,
    /// Delivery.
    pub delivery: Delivery,
    /// Names this outbox: the transactional id, and the key of its progress.
    pub outbox_id: String,
    /// Further librdkafka properties; they win over ours.
    pub properties: BTreeMap<String, String>,
    /// How topics are made when they are absent.
    pub topics: TopicSettings,
}

/// What went wrong, by what the caller does next.
#[derive(Debug, Error)]
pub enum PublishError {
    /// Try the same batch again later: no broker, no leader, a timeout.
    #[error("kafka does not take events: {0}")]
    Unavailable(String),
    /// The producer is of no more use; build a new one and try again.
    #[error("the kafka producer must be rebuilt: {0}")]
    Fatal(String),
    /// The configuration is wrong; trying again changes nothing.
    #[error("kafka configuration: {0}")]
    Config(String),
}

impl PublishError {
    fn of(error: &KafkaError) -> PublishError {
        let text = error.to_string();
        match error {
            KafkaError::ClientConfig(_, detail, key, value) => {
                PublishError::Config(format!("property {key} = {value:?}: {detail}"))
            }
            KafkaError::Transaction(e) if e.is_fatal() || e.txn_requires_abort() => PublishError::Fatal(text),
            KafkaError::MessageProduction(RDKafkaErrorCode::Fatal) => PublishError::Fatal(text),
            _ => match error.rdkafka_error_code() {
                Some(
                    RDKafkaErrorCode::Fatal
                    | RDKafkaErrorCode::Fenced
                    | RDKafkaErrorCode::ProducerFenced
                    | RDKafkaErrorCode::InvalidProducerEpoch
                    | RDKafkaErrorCode::PurgeQueue
                    | RDKafkaErrorCode::PurgeInflight,
                ) => PublishError::Fatal(text),
                _ => PublishError::Unavailable(text),
            },
        }
    }
}

/// A connected producer.
pub struct Publisher {
    producer: FutureProducer<Logging>,
    config: PublisherConfig,
    limit: usize,
}

/// The bound of every call that waits for the broker.
const PATIENCE: Duration = Duration::from_secs(30);
/// Records are refused above this unless `message.max.bytes` says otherwise; topics are made with the same bound.
pub(crate) const MAX_RECORD: usize = 8 << 20;

struct Logging;

impl ClientContext for Logging {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        match level {
            RDKafkaLogLevel::Emerg | RDKafkaLogLevel::Alert | RDKafkaLogLevel::Critical | RDKafkaLogLevel::Error => {
                tracing::warn!(facility, message, "librdkafka");
            }
            _ => tracing::debug!(facility, message, "librdkafka"),
        }
    }

    fn error(&self, error: KafkaError, reason: &str) {
        // Every failed attempt to connect comes here; what matters is told by the batch that fails.
        tracing::debug!(%error, reason, "librdkafka");
    }
}

impl Publisher {
    /// Builds the producer. No broker is asked yet.
    ///
    /// # Errors
    /// [`PublishError::Config`] when librdkafka refuses a property.
    pub fn new(config: PublisherConfig) -> Result<Publisher, PublishError> {
        let client = client_config(&config);
        let limit = client.get("message.max.bytes").and_then(|v| v.parse().ok()).unwrap_or(MAX_RECORD);
        let producer = client.create_with_context(Logging).map_err(|e| PublishError::of(&e))?;
        Ok(Publisher { producer, config, limit })
    }

    /// Makes the topics that are absent, and, for exactly once, fences an
    /// earlier producer of the same outbox. To be called before the first batch.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn prepare(&self) -> Result<(), PublishError> {
        topics::create_missing(&self.config).await?;
        if self.config.delivery == Delivery::ExactlyOnce {
            self.blocking(|p| p.init_transactions(PATIENCE)).await?;
        }
        Ok(())
    }

    /// The outbox position that is known to be published, for exactly once.
    /// To be called after [`Publisher::prepare`], which fences whoever could still move it.
    ///
    /// # Errors
    /// See [`PublishError`].
    pub async fn progress(&self) -> Result<Option<i64>, PublishError> {
        if self.config.delivery != Delivery::ExactlyOnce {
            return Ok(None);
        }
        let config = self.config.clone();
        let read = tokio::task::spawn_blocking(move || read_progress(&config)).await;
        read.map_err(|e| PublishError::Unavailable(e.to_string()))?.map_err(|e| PublishError::of(&e))
    }

    /// Publishes a batch in order and waits until all of it is acknowledged.
    /// `position` is the outbox position of its last event.
    ///
    /// # Errors
    /// See [`PublishError`]. Nothing of the batch may be forgotten then; of an
    /// at-least-once batch some records may be out already.
    pub async fn publish(&self, events: &[Event], position: i64) -> Result<(), PublishError> {
        match self.config.delivery {
            Delivery::AtLeastOnce => self.send_all(events).await,
            Delivery::ExactlyOnce => self.in_transaction(events, position).await,
        }
    }

    async fn in_transaction(&self, events: &[Event], position: i64) -> Result<(), PublishError> {
        self.producer.begin_transaction().map_err(|e| PublishError::of(&e))?;
        let sent = match self.send_all(events).await {
            Ok(()) => self.send_progress(position).await,
            failed => failed,
        };
        let committed = match sent {
            Ok(()) => self.blocking(|p| p.commit_transaction(PATIENCE)).await,
            failed => failed,
        };
        if committed.is_err() {
            // An abort that fails leaves a producer that only a new one can follow.
            if let Err(error) = self.blocking(|p| p.abort_transaction(PATIENCE)).await {
                return Err(PublishError::Fatal(error.to_string()));
            }
        }
        committed
    }

    async fn send_progress(&self, position: i64) -> Result<(), PublishError> {
        let topic = topics::progress_topic(&self.config);
        let value = position.to_string();
        let record = FutureRecord::to(&topic).key(&self.config.outbox_id).payload(&value).partition(0);
        let delivery = self.producer.send_result(record).map_err(|(e, _)| PublishError::of(&e))?;
        acknowledged(delivery).await
    }

    async fn send_all(&self, events: &[Event]) -> Result<(), PublishError> {
        let mut waiting: std::collections::VecDeque<DeliveryFuture> =
            std::collections::VecDeque::with_capacity(events.len());
        for event in events {
            let prepared = record::Prepared::new(event, &self.config.topic_prefix, self.limit);
            loop {
                match self.producer.send_result(prepared.record()) {
                    Ok(delivery) => {
                        waiting.push_back(delivery);
                        break;
                    }
                    // The queue is full: room comes when the oldest record is acknowledged.
                    Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => match waiting.pop_front() {
                        Some(oldest) => acknowledged(oldest).await?,
                        None => return Err(PublishError::Unavailable("the producer's queue is full".to_owned())),
                    },
                    Err((error, _)) => return Err(PublishError::of(&error)),
                }
            }
        }
        // All are awaited even after a failure, so that none of this batch is still on its way when it is sent again.
        let mut outcome = Ok(());
        for delivery in waiting {
            let acked = acknowledged(delivery).await;
            outcome = outcome.and(acked);
        }
        outcome
    }

    /// Runs a blocking call of librdkafka off the async threads.
    async fn blocking<F>(&self, call: F) -> Result<(), PublishError>
    where
        F: FnOnce(&FutureProducer<Logging>) -> Result<(), KafkaError> + Send + 'static,
    {
        let producer = self.producer.clone();
        let done = tokio::task::spawn_blocking(move || call(&producer)).await;
        done.map_err(|e| PublishError::Unavailable(e.to_string()))?.map_err(|e| PublishError::of(&e))
    }
}

async fn acknowledged(delivery: DeliveryFuture) -> Result<(), PublishError> {
    match delivery.await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err((error, _))) => Err(PublishError::of(&error)),
        Err(_) => Err(PublishError::Fatal("the producer was dropped".to_owned())),
    }
}

/// librdkafka's properties: what its defaults get wrong for this use, then the operator's.
fn client_config(config: &PublisherConfig) -> ClientConfig {
    let mut client = ClientConfig::new();
    client
        .set("bootstrap.servers", &config.brokers)
        .set("client.id", "wiredesk")
        .set("enable.idempotence", "true")
        .set("acks", "all")
        .set("compression.type", "zstd")
        // Java's default, so that keys land where other clients look for them.
        .set("partitioner", "murmur2_random")
        .set("linger.ms", "5")
        .set("message.max.bytes", MAX_RECORD.to_string())
        .set("queue.buffering.max.messages", "20000")
        .set("queue.buffering.max.kbytes", "131072")
        .set("delivery.timeout.ms", "30000");
    if config.delivery == Delivery::ExactlyOnce {
        client.set("transactional.id", format!("wiredesk-{}", config.outbox_id)).set("transaction.timeout.ms", "60000");
    }
    for (key, value) in &config.properties {
        client.set(key, value);
    }
    client
}

/// Reads the last committed position of this outbox.
fn read_progress(config: &PublisherConfig) -> Result<Option<i64>, KafkaError> {
    let mut client = ClientConfig::new();
    client.set("bootstrap.servers", &config.brokers);
    for (key, value) in config.properties.iter().filter(|(k, _)| is_connection_property(k)) {
        client.set(key, value);
    }
    client
        .set("group.id", format!("wiredesk-progress-{}", config.outbox_id))
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        .set("isolation.level", "read_committed");
    let consumer: BaseConsumer = client.create()?;
    let topic = topics::progress_topic(config);
    let mut assignment = TopicPartitionList::new();
    assignment.add_partition_offset(&topic, 0, Offset::Beginning)?;
    consumer.assign(&assignment)?;
    let mut position = None;
    loop {
        match consumer.poll(PATIENCE) {
            Some(Ok(message)) if message.key() == Some(config.outbox_id.as_bytes()) => {
                position = message.payload().and_then(|p| std::str::from_utf8(p).ok()).and_then(|p| p.parse().ok());
            }
            Some(Ok(_)) => {}
            Some(Err(KafkaError::PartitionEOF(_))) => return Ok(position),
            Some(Err(error)) => return Err(error),
            None => return Err(KafkaError::Global(RDKafkaErrorCode::OperationTimedOut)),
        }
    }
}

/// Properties that a consumer or an admin client needs to reach the same brokers.
pub(crate) fn is_connection_property(key: &str) -> bool {
    ["security.", "sasl.", "ssl.", "enable.ssl", "socket.", "broker.address", "client.dns"]
        .iter()
        .any(|p| key.starts_with(p))
}
