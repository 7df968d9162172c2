//! Topics: made when they are absent, left as they are when they exist.

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, TopicReplication};
use rdkafka::client::DefaultClientContext;
use rdkafka::config::ClientConfig;
use rdkafka::error::RDKafkaErrorCode;
use wire_model::Topic;

use crate::{Delivery, MAX_RECORD, PublishError, PublisherConfig, is_connection_property};

/// How absent topics are made.
#[derive(Clone, Debug)]
pub struct TopicSettings {
    /// Partitions of each topic.
    pub partitions: i32,
    /// Replication factor; -1 is the broker's default.
    pub replication: i32,
    /// Cleanup policy of the articles topic.
    pub articles: CleanupPolicy,
}

/// A topic's `cleanup.policy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CleanupPolicy {
    /// Old records go.
    Delete,
    /// The newest record of each key stays.
    Compact,
}

impl CleanupPolicy {
    fn as_str(self) -> &'static str {
        match self {
            CleanupPolicy::Delete => "delete",
            CleanupPolicy::Compact => "compact",
        }
    }
}

pub(crate) fn progress_topic(config: &PublisherConfig) -> String {
    format!("{}internal.progress", config.topic_prefix)
}

pub(crate) async fn create_missing(config: &PublisherConfig) -> Result<(), PublishError> {
    let mut client = ClientConfig::new();
    client.set("bootstrap.servers", &config.brokers);
    for (key, value) in config.properties.iter().filter(|(k, _)| is_connection_property(k)) {
        client.set(key, value);
    }
    let admin: AdminClient<DefaultClientContext> = client.create().map_err(|e| PublishError::of(&e))?;
    let names: Vec<(String, i32, CleanupPolicy)> = Topic::ALL
        .into_iter()
        .map(|topic| {
            let policy = match topic {
                Topic::Feeds => CleanupPolicy::Compact,
                Topic::Articles => config.topics.articles,
                _ => CleanupPolicy::Delete,
            };
            (format!("{}{}", config.topic_prefix, topic.name()), config.topics.partitions, policy)
        })
        .chain((config.delivery == Delivery::ExactlyOnce).then(|| (progress_topic(config), 1, CleanupPolicy::Compact)))
        .collect();
    let max_bytes = MAX_RECORD.to_string();
    let wanted: Vec<NewTopic<'_>> = names
        .iter()
        .map(|(name, partitions, policy)| {
            NewTopic::new(name, *partitions, TopicReplication::Fixed(config.topics.replication))
                .set("cleanup.policy", policy.as_str())
                .set("max.message.bytes", &max_bytes)
        })
        .collect();
    let options = AdminOptions::new().operation_timeout(Some(crate::PATIENCE)).request_timeout(Some(crate::PATIENCE));
    let results = admin.create_topics(&wanted, &options).await.map_err(|e| PublishError::of(&e))?;
    for result in results {
        match result {
            Ok(topic) => tracing::info!(topic, "topic created"),
            Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
            // Who may not create topics may still write to those that exist.
            Err((topic, RDKafkaErrorCode::TopicAuthorizationFailed | RDKafkaErrorCode::ClusterAuthorizationFailed)) => {
                tracing::warn!(topic, "no permission to create the topic; it must exist");
            }
            Err((topic, code)) => return Err(PublishError::Unavailable(format!("creating topic {topic}: {code}"))),
        }
    }
    Ok(())
}
