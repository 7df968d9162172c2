//! The tables, and the steps from each version to the next.

use rusqlite::Connection;

use crate::{Result, StoreError};

/// `STEPS[n]` leads from version n to n + 1.
const STEPS: &[&str] = &[
    "
CREATE TABLE feed (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    etag BLOB,
    last_modified BLOB,
    body_hash TEXT,
    next_due_ms INTEGER NOT NULL,
    interval_ms INTEGER NOT NULL,
    last_poll_ms INTEGER,
    last_ok_ms INTEGER,
    last_new_ms INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    moved_to TEXT,
    moved_count INTEGER NOT NULL DEFAULT 0,
    gone INTEGER NOT NULL DEFAULT 0,
    outcome TEXT
) STRICT;
CREATE TABLE hold (
    key TEXT PRIMARY KEY,
    until_ms INTEGER NOT NULL
) STRICT;
CREATE TABLE alias (
    key TEXT PRIMARY KEY,
    article_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    feed TEXT NOT NULL,
    article_id TEXT NOT NULL,
    hash TEXT NOT NULL,
    state INTEGER NOT NULL,      -- 0 pending, 1 done, 2 rejected, 3 backlog, not wanted
    attempts INTEGER NOT NULL DEFAULT 0,
    due_ms INTEGER NOT NULL DEFAULT 0,
    host TEXT NOT NULL DEFAULT '',
    body TEXT,                   -- the entry as JSON while pending
    first_seen_ms INTEGER NOT NULL,
    UNIQUE (feed, article_id)
) STRICT;
CREATE INDEX entry_pending ON entry (id) WHERE state = 0;
CREATE TABLE article (
    id TEXT PRIMARY KEY,
    revision INTEGER NOT NULL,
    content_hash TEXT NOT NULL,
    first_seen_ms INTEGER NOT NULL,
    fetched_ms INTEGER NOT NULL,
    cluster_first TEXT,
    signature BLOB
) STRICT;
CREATE TABLE seen_in (
    article_id TEXT NOT NULL,
    feed TEXT NOT NULL,
    PRIMARY KEY (article_id, feed)
) STRICT, WITHOUT ROWID;
CREATE TABLE band (
    band INTEGER NOT NULL,
    article_id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX band_at ON band (at_ms);
CREATE TABLE event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    topic TEXT NOT NULL,
    key TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    stored_ms INTEGER NOT NULL,
    waiting INTEGER NOT NULL,    -- 1 to be relayed, 0 kept as the event log
    value BLOB                   -- NULL is a tombstone
) STRICT;
CREATE INDEX event_waiting ON event (seq) WHERE waiting = 1;
",
    "
ALTER TABLE feed ADD COLUMN asked_ms INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN span_ms INTEGER;
ALTER TABLE feed ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;
ALTER TABLE feed ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;
CREATE TABLE subscription (
    feed TEXT PRIMARY KEY,
    hub TEXT NOT NULL,
    topic TEXT NOT NULL,
    token TEXT NOT NULL,         -- the last part of the callback address
    secret TEXT NOT NULL,
    asked_ms INTEGER NOT NULL,
    until_ms INTEGER             -- NULL until the hub has verified
) STRICT;
CREATE UNIQUE INDEX subscription_token ON subscription (token);
",
];

/// Brings the file to the newest version.
pub(crate) fn upgrade(connection: &Connection) -> Result<()> {
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let known = STEPS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for (version, step) in STEPS.iter().enumerate().skip(usize::try_from(found).unwrap_or(0)) {
        connection.execute_batch(&format!("BEGIN IMMEDIATE; {step} PRAGMA user_version = {}; COMMIT;", version + 1))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_of_the_first_version_is_brought_up_with_its_rows() {
        let connection = Connection::open_in_memory().expect("in memory");
        let first = STEPS[0];
        connection.execute_batch(&format!("{first} PRAGMA user_version = 1;")).expect("the first version");
        connection
            .execute("INSERT INTO feed (id, url, next_due_ms, interval_ms) VALUES ('one', 'https://x.org/', 5, 7)", [])
            .expect("a row");
        upgrade(&connection).expect("upgraded");
        upgrade(&connection).expect("again");
        let row: (i64, i64, Option<i64>) = connection
            .query_row("SELECT next_due_ms, asked_ms, span_ms FROM feed", [], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
            .expect("the row");
        assert_eq!(row, (5, 0, None));
        connection.execute_batch("PRAGMA user_version = 99").expect("set");
        assert!(matches!(upgrade(&connection), Err(StoreError::Newer { found: 99, .. })));
    }
}
