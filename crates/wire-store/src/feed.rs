//! Feeds and hosts: validators, due times, pauses.

use rusqlite::{OptionalExtension, Row, params};
use wire_model::{FeedId, Time};

use crate::{Ledger, Result};

/// What is remembered of a feed between polls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedState {
    /// The feed.
    pub feed: FeedId,
    /// The address that the state belongs to; another address starts anew.
    pub url: String,
    /// `ETag` of the last document that was read, byte-exact.
    pub etag: Option<Vec<u8>>,
    /// Its `Last-Modified`, byte-exact.
    pub last_modified: Option<Vec<u8>>,
    /// Digest of its bytes.
    pub body_hash: Option<String>,
    /// When the feed is due.
    pub next_due: Time,
    /// The adaptive interval, milliseconds.
    pub interval_ms: i64,
    /// The last poll.
    pub last_poll: Option<Time>,
    /// The last poll that gave a document or a 304.
    pub last_ok: Option<Time>,
    /// The last poll with a new entry.
    pub last_new: Option<Time>,
    /// Failed polls in a row.
    pub failures: u32,
    /// Where permanent redirects have led.
    pub moved_to: Option<String>,
    /// How often in a row they led there.
    pub moved_count: u32,
    /// 410: polling has ended.
    pub gone: bool,
    /// What came of the last poll.
    pub outcome: Option<String>,
    /// The interval that the document asks for (RSS `ttl`, `sy:updatePeriod`), milliseconds.
    pub asked_ms: i64,
    /// The time that the document's entries cover by their own dates, milliseconds.
    pub span_ms: Option<i64>,
    /// Hours of the day (UTC) not to be polled in, as bits (RSS `skipHours`).
    pub skip_hours: u32,
    /// Days not to be polled on, as bits from Monday (RSS `skipDays`).
    pub skip_days: u32,
}

impl FeedState {
    /// The state of a feed that was never polled.
    pub fn new(feed: FeedId, url: String, next_due: Time, interval_ms: i64) -> FeedState {
        FeedState {
            feed,
            url,
            etag: None,
            last_modified: None,
            body_hash: None,
            next_due,
            interval_ms,
            last_poll: None,
            last_ok: None,
            last_new: None,
            failures: 0,
            moved_to: None,
            moved_count: 0,
            gone: false,
            outcome: None,
            asked_ms: 0,
            span_ms: None,
            skip_hours: 0,
            skip_days: 0,
        }
    }
}

fn read_state(row: &Row<'_>) -> rusqlite::Result<FeedState> {
    let time = |name: &str| Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(name)?.map(Time::from_millis));
    let id: String = row.get("id")?;
    let feed = FeedId::new(&id)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, e.into()))?;
    Ok(FeedState {
        feed,
        url: row.get("url")?,
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
        body_hash: row.get("body_hash")?,
        next_due: Time::from_millis(row.get("next_due_ms")?),
        interval_ms: row.get("interval_ms")?,
        last_poll: time("last_poll_ms")?,
        last_ok: time("last_ok_ms")?,
        last_new: time("last_new_ms")?,
        failures: row.get("failures")?,
        moved_to: row.get("moved_to")?,
        moved_count: row.get("moved_count")?,
        gone: row.get("gone")?,
        outcome: row.get("outcome")?,
        asked_ms: row.get("asked_ms")?,
        span_ms: row.get("span_ms")?,
        skip_hours: row.get("skip_hours")?,
        skip_days: row.get("skip_days")?,
    })
}

impl Ledger {
    /// The state of one feed.
    ///
    /// # Errors
    /// As all ledger operations: see [`crate::StoreError`].
    pub fn feed_state(&self, feed: &FeedId) -> Result<Option<FeedState>> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM feed WHERE id = ?1")?;
        Ok(statement.query_row([feed.as_str()], read_state).optional()?)
    }

    /// The states of all feeds that were ever polled, by id.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn feed_states(&self) -> Result<Vec<FeedState>> {
        let mut statement = self.connection.prepare("SELECT * FROM feed ORDER BY id")?;
        let states = statement.query_map([], read_state)?.collect::<rusqlite::Result<_>>()?;
        Ok(states)
    }

    /// Stores the state of a feed.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn save_feed_state(&self, state: &FeedState) -> Result<()> {
        let mut statement = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO feed (id, url, etag, last_modified, body_hash, next_due_ms, interval_ms, last_poll_ms,
                last_ok_ms, last_new_ms, failures, moved_to, moved_count, gone, outcome, asked_ms, span_ms, skip_hours,
                skip_days)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
        )?;
        statement.execute(params![
            state.feed.as_str(),
            state.url,
            state.etag,
            state.last_modified,
            state.body_hash,
            state.next_due.millis(),
            state.interval_ms,
            state.last_poll.map(|t| t.millis()),
            state.last_ok.map(|t| t.millis()),
            state.last_new.map(|t| t.millis()),
            state.failures,
            state.moved_to,
            state.moved_count,
            state.gone,
            state.outcome,
            state.asked_ms,
            state.span_ms,
            state.skip_hours,
            state.skip_days,
        ])?;
        Ok(())
    }

    /// Remembers that the host behind `key` asked to wait.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn save_hold(&self, key: &str, until: Time) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO hold VALUES (?1, ?2)")?
            .execute(params![key, until.millis()])?;
        Ok(())
    }

    /// The pauses that reach beyond `now`.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn holds(&self, now: Time) -> Result<Vec<(String, Time)>> {
        let mut statement = self.connection.prepare("SELECT key, until_ms FROM hold WHERE until_ms > ?1")?;
        let rows = statement.query_map([now.millis()], |row| Ok((row.get(0)?, Time::from_millis(row.get(1)?))))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}
