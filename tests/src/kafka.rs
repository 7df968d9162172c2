//! The real Kafka of the tests, and a consumer that knows nothing of wiredesk.

use std::collections::HashMap;
use std::path::Path;
use std::time::{Duration, Instant};

use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::{Headers, Message};
use rdkafka::{Offset, TopicPartitionList};

/// Brokers to test against: `WIREDESK_TEST_BROKERS`, or those that
/// `cargo xtask kafka up` started. `None` says that the test cannot run here,
/// loudly, and the runner counts it.
pub fn brokers() -> Option<String> {
    if let Ok(brokers) = std::env::var("WIREDESK_TEST_BROKERS") {
        return Some(brokers);
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/kafka/brokers");
    if let Ok(brokers) = std::fs::read_to_string(file) {
        return Some(brokers.trim().to_owned());
    }
    assert!(std::env::var("CI").is_err(), "CI needs a Kafka: `cargo xtask kafka up` or WIREDESK_TEST_BROKERS");
    eprintln!("SKIPPED-KAFKA: no broker; run `cargo xtask kafka up` or set WIREDESK_TEST_BROKERS");
    None
}

/// A prefix that no other test uses.
pub fn fresh_prefix(test: &str) -> String {
    let nanos = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    format!("t{nanos}.{test}.")
}

/// A record as a consumer sees it.
#[derive(Clone, Debug)]
pub struct Record {
    /// The key.
    pub key: String,
    /// CloudEvents attributes.
    pub headers: HashMap<String, String>,
    /// The value; `None` is a tombstone.
    pub value: Option<serde_json::Value>,
    /// The record's timestamp, milliseconds.
    pub timestamp: i64,
}

/// Reads a whole topic, committed records only, from the beginning to its end.
/// A topic that is not there is empty.
pub fn read_topic(brokers: &str, topic: &str) -> Vec<Record> {
    let consumer: BaseConsumer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("group.id", "wire-tests-reader")
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        .set("isolation.level", "read_committed")
        .create()
        .expect("a consumer");
    let metadata = consumer.fetch_metadata(Some(topic), Duration::from_secs(20)).expect("metadata");
    let partitions: Vec<i32> = metadata.topics().iter().flat_map(|t| t.partitions().iter().map(|p| p.id())).collect();
    let mut assignment = TopicPartitionList::new();
    for partition in &partitions {
        assignment.add_partition_offset(topic, *partition, Offset::Beginning).expect("an offset");
    }
    consumer.assign(&assignment).expect("an assignment");
    let mut open = partitions.len();
    let mut records = Vec::new();
    let deadline = Instant::now() + Duration::from_secs(60);
    while open > 0 && Instant::now() < deadline {
        match consumer.poll(Duration::from_secs(5)) {
            Some(Ok(message)) => records.push(Record {
                key: String::from_utf8_lossy(message.key().unwrap_or_default()).into_owned(),
                headers: message
                    .headers()
                    .map(|h| {
                        h.iter()
                            .map(|h| {
                                (h.key.to_owned(), String::from_utf8_lossy(h.value.unwrap_or_default()).into_owned())
                            })
                            .collect()
                    })
                    .unwrap_or_default(),
                value: message.payload().map(|p| serde_json::from_slice(p).expect("JSON")),
                timestamp: message.timestamp().to_millis().unwrap_or(0),
            }),
            Some(Err(rdkafka::error::KafkaError::PartitionEOF(_))) => open -= 1,
            Some(Err(error)) => panic!("reading {topic}: {error}"),
            None => {}
        }
    }
    assert_eq!(open, 0, "{topic} did not end within a minute");
    records
}
