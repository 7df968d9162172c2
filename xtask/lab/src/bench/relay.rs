//! Our relay beside a bare idempotent producer, on the same broker in one run.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rdkafka::config::ClientConfig;
use rdkafka::producer::{FutureProducer, FutureRecord};
use wire_model::{Event, Time, Topic};
use wire_publish::{CleanupPolicy, Delivery, Publisher, PublisherConfig, TopicSettings};
use wire_tests::kafka::{brokers, fresh_prefix};

use super::median;

/// Bytes of one event: a short article.
const EVENT: usize = 5_000;
const BATCH: usize = 2_000;

pub(crate) fn run(rounds: usize, events: usize) -> Result<()> {
    let brokers = brokers().context("the relay bench needs a Kafka: cargo xtask kafka up")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let events: Vec<Event> = (0..events.max(BATCH)).map(event).collect();
    let (mut bare, mut once, mut exactly) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds.clamp(1, 5) {
        bare.push(runtime.block_on(bare_producer(&brokers, &events))?);
        once.push(runtime.block_on(ours(&brokers, &events, Delivery::AtLeastOnce))?);
        exactly.push(runtime.block_on(ours(&brokers, &events, Delivery::ExactlyOnce))?);
    }
    let rate = |times: &mut [f64]| events.len() as f64 / median(times);
    println!(
        "relay      {} events of {EVENT} bytes: bare idempotent producer {:.0}/s; ours, at least once {:.0}/s; exactly once {:.0}/s",
        events.len(),
        rate(&mut bare),
        rate(&mut once),
        rate(&mut exactly)
    );
    Ok(())
}

/// Text that packs about as well as prose does.
fn event(number: usize) -> Event {
    let mut state = number as u64 + 1;
    let mut words = String::with_capacity(EVENT);
    while words.len() < EVENT {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words.push_str(
            ["harbour ", "said ", "minister ", "the ", "of ", "ferry ", "talks ", "percent "]
                [(state >> 60) as usize % 8],
        );
        words.push_str(&format!("{:x} ", state >> 52));
    }
    Event {
        topic: Topic::Articles,
        key: format!("key-{number}"),
        id: format!("id-{number}"),
        kind: "article.published",
        source: "/wiredesk/feeds/bench".to_owned(),
        time: Time::from_millis(0),
        value: Some(format!("{{\"text\":\"{words}\"}}").into_bytes()),
    }
}

async fn ours(brokers: &str, events: &[Event], delivery: Delivery) -> Result<f64> {
    let prefix = fresh_prefix("relay");
    let publisher = Publisher::new(PublisherConfig {
        brokers: brokers.to_owned(),
        topic_prefix: prefix.clone(),
        delivery,
        outbox_id: prefix,
        properties: std::collections::BTreeMap::new(),
        topics: TopicSettings { partitions: 6, replication: 1, articles: CleanupPolicy::Delete },
    })?;
    publisher.prepare().await?;
    let start = Instant::now();
    for (number, batch) in events.chunks(BATCH).enumerate() {
        publisher.publish(batch, number as i64).await?;
    }
    Ok(start.elapsed().as_secs_f64())
}

async fn bare_producer(brokers: &str, events: &[Event]) -> Result<f64> {
    let prefix = fresh_prefix("bare");
    // The topic is made by ours, so that both write to topics of one shape.
    ours(brokers, events.get(..1).unwrap_or_default(), Delivery::AtLeastOnce).await?;
    let maker = Publisher::new(PublisherConfig {
        brokers: brokers.to_owned(),
        topic_prefix: prefix.clone(),
        delivery: Delivery::AtLeastOnce,
        outbox_id: prefix.clone(),
        properties: std::collections::BTreeMap::new(),
        topics: TopicSettings { partitions: 6, replication: 1, articles: CleanupPolicy::Delete },
    })?;
    maker.prepare().await?;
    let producer: FutureProducer = ClientConfig::new()
        .set("bootstrap.servers", brokers)
        .set("enable.idempotence", "true")
        .set("acks", "all")
        .set("compression.type", "zstd")
        .set("queue.buffering.max.messages", "200000")
        .create()?;
    let topic = format!("{prefix}{}", Topic::Articles.name());
    let start = Instant::now();
    let mut waiting = Vec::with_capacity(events.len());
    for event in events {
        let record = FutureRecord::to(&topic).key(&event.key).payload(event.value.as_deref().unwrap_or_default());
        waiting.push(producer.send_result(record).map_err(|(e, _)| e)?);
    }
    for delivery in waiting {
        tokio::time::timeout(Duration::from_secs(60), delivery).await??.map_err(|(e, _)| e)?;
    }
    Ok(start.elapsed().as_secs_f64())
}
