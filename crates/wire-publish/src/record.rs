//! An event as a Kafka record: CloudEvents 1.0, Kafka protocol binding, binary mode.

use std::borrow::Cow;

use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::FutureRecord;
use wire_model::{Event, FeedId, Reject, Topic};

/// A record with what it borrows from.
pub(crate) struct Prepared<'e> {
    event: Cow<'e, Event>,
    topic: String,
    headers: OwnedHeaders,
}

/// Room for key and headers in a record's size.
const OVERHEAD: usize = 4096;

impl<'e> Prepared<'e> {
    /// Prepares an event. One that is over `limit` bytes goes to the dead
    /// letters instead, with the reason.
    pub(crate) fn new(event: &'e Event, prefix: &str, limit: usize) -> Prepared<'e> {
        let size = event.value.as_ref().map_or(0, Vec::len);
        let event =
            if size + OVERHEAD > limit { Cow::Owned(too_large(event, size, limit)) } else { Cow::Borrowed(event) };
        let header = |headers: OwnedHeaders, key: &str, value: &str| headers.insert(Header { key, value: Some(value) });
        let mut headers = OwnedHeaders::new();
        for (key, value) in [
            ("ce_specversion", "1.0"),
            ("ce_id", event.id.as_str()),
            ("ce_type", event.kind),
            ("ce_source", event.source.as_str()),
            ("ce_subject", event.key.as_str()),
            ("ce_time", event.time.to_string().as_str()),
        ] {
            headers = header(headers, key, value);
        }
        if event.value.is_some() {
            headers = header(headers, "content-type", "application/json");
        }
        Prepared { topic: format!("{prefix}{}", event.topic.name()), headers, event }
    }

    pub(crate) fn record(&self) -> FutureRecord<'_, str, [u8]> {
        let record = FutureRecord::to(&self.topic).key(self.event.key.as_str()).headers(self.headers.clone());
        match &self.event.value {
            Some(value) => record.payload(value.as_slice()),
            None => record,
        }
    }
}

fn too_large(event: &Event, size: usize, limit: usize) -> Event {
    tracing::error!(
        key = event.key,
        kind = event.kind,
        size,
        limit,
        "event is too large for kafka and goes to the dead letters"
    );
    let feed = event.source.rsplit('/').next().and_then(|f| FeedId::new(f).ok());
    let reject = feed.map(|feed| Reject {
        key: event.key.clone(),
        feed,
        stage: "publish".to_owned(),
        reason: "too_large".to_owned(),
        detail: Some(format!("{} of {size} bytes, the limit is {limit}", event.kind)),
        attempts: 1,
        at: event.time,
        reference: Some(event.id.clone()),
    });
    let made = reject.as_ref().and_then(|r| Event::of_reject(r).ok());
    made.unwrap_or_else(|| Event { topic: Topic::Rejects, value: None, ..event.clone() })
}
