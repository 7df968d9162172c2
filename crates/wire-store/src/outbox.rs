//! Events: the outbox where Kafka is configured, the event log where it is not.

use rusqlite::{Row, params};
use wire_model::{Event, Time, Topic};

use crate::{Ledger, Result};

/// What stored events are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventMode {
    /// They wait to be relayed and go when they are acknowledged.
    Outbox,
    /// They stay, for their retention, as the log that `tail` reads.
    Log,
}

/// A stored event with its place in the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Its sequence number; grows for ever.
    pub seq: i64,
    /// The event.
    pub event: Event,
}

const COLUMNS: &str = "seq, topic, key, id, kind, source, time_ms, value";

/// A known kind as the constant that events carry.
fn known_kind(kind: &str) -> &'static str {
    use wire_model::EventKind as K;
    let kinds = [
        K::ArticlePublished,
        K::ArticleUpdated,
        K::ArticleCorrected,
        K::ArticleWithheld,
        K::ArticleKilled,
        K::Quotes,
        K::Entities,
        K::FeedHealth,
        K::Reject,
    ];
    kinds.into_iter().map(K::as_str).find(|k| *k == kind).unwrap_or("unknown")
}

fn read_event(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let topic: String = row.get(1)?;
    let topic = Topic::parse(&topic).ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, format!("topic {topic:?}").into())
    })?;
    Ok(Stored {
        seq: row.get(0)?,
        event: Event {
            topic,
            key: row.get(2)?,
            id: row.get(3)?,
            kind: known_kind(&row.get::<_, String>(4)?),
            source: row.get(5)?,
            time: Time::from_millis(row.get(6)?),
            value: row.get(7)?,
        },
    })
}

impl Ledger {
    /// Stores events, in order.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn store_events(&self, events: &[Event], now: Time) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO event (topic, key, id, kind, source, time_ms, stored_ms, waiting, value)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        )?;
        let waiting = self.mode == EventMode::Outbox;
        for event in events {
            statement.execute(params![
                event.topic.name(),
                event.key,
                event.id,
                event.kind,
                event.source,
                event.time.millis(),
                now.millis(),
                waiting,
                event.value
            ])?;
        }
        Ok(())
    }

    /// The oldest events that wait and come after `after`, at most `limit`.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn waiting_events(&self, after: i64, limit: usize) -> Result<Vec<Stored>> {
        let sql = format!("SELECT {COLUMNS} FROM event WHERE waiting = 1 AND seq > ?1 ORDER BY seq LIMIT ?2");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![after, limit as i64], read_event)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many events wait.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn waiting_count(&self) -> Result<u64> {
        Ok(self
            .connection
            .prepare_cached("SELECT count(*) FROM event WHERE waiting = 1")?
            .query_row([], |r| r.get::<_, i64>(0))
            .map(|n| n as u64)?)
    }

    /// Removes events up to and with `seq`, which were acknowledged.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn remove_acknowledged(&self, seq: i64) -> Result<usize> {
        Ok(self.connection.prepare_cached("DELETE FROM event WHERE waiting = 1 AND seq <= ?1")?.execute([seq])?)
    }

    /// Events of the log after `after`, of one topic or all.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn log(&self, after: i64, topic: Option<Topic>, limit: usize) -> Result<Vec<Stored>> {
        let sql =
            format!("SELECT {COLUMNS} FROM event WHERE seq > ?1 AND (?2 IS NULL OR topic = ?2) ORDER BY seq LIMIT ?3");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map(params![after, topic.map(Topic::name), limit as i64], read_event)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Sequence number of the newest event; 0 where there is none.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn last_seq(&self) -> Result<i64> {
        Ok(self.connection.query_row("SELECT coalesce(max(seq), 0) FROM event", [], |r| r.get(0))?)
    }

    /// Drops log events stored before `before`.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn prune_log(&self, before: Time) -> Result<usize> {
        Ok(self.connection.execute("DELETE FROM event WHERE waiting = 0 AND stored_ms < ?1", [before.millis()])?)
    }
}
