//! The ledger: one SQLite file that holds everything the daemon must not
//! forget. An operator can open it with `sqlite3`.
//!
//! | table | one row is |
//! |-|-|
//! | `feed` | a configured feed: validators, next due time, failures |
//! | `hold` | a host that asked to wait |
//! | `alias` | an identity key of an article |
//! | `entry` | an entry of a feed: pending until its article is committed |
//! | `article` | an article's newest revision: number and digest |
//! | `event` | an event: waiting to be relayed, or kept as the event log |
//!
//! # Invariants
//! - A poll's validators and its entries are committed together; so are a
//!   revision, its events and the end of its entry.
//! - WAL with `synchronous=FULL`: what was answered as committed survives the
//!   loss of power.
//! - One thread writes ([`Writer`]); operations that wait are committed as one
//!   group, each inside its own savepoint.

mod article;
mod entry;
mod feed;
mod outbox;
mod schema;
mod subscription;
mod writer;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use thiserror::Error;

pub use article::{Claim, Standing};
pub use entry::{Backlog, Pending, Reconciled, Task};
pub use feed::FeedState;
pub use outbox::{EventMode, Stored};
pub use subscription::Subscription;
pub use writer::Writer;

/// What went wrong with the ledger.
#[derive(Clone, Debug, Error)]
pub enum StoreError {
    /// The disk, or the quota, is full. Nothing of the failed commit was kept.
    #[error("the disk that holds the ledger is full")]
    Full,
    /// Another process writes to the ledger.
    #[error("the ledger is in use by another process")]
    Locked,
    /// The file is newer than this program.
    #[error("the ledger was written by a newer wiredesk (schema {found}, this one knows {known}); upgrade wiredesk")]
    Newer {
        /// Schema version of the file.
        found: i64,
        /// Schema version of this program.
        known: i64,
    },
    /// The writer has stopped.
    #[error("the ledger is closed")]
    Closed,
    /// Anything else that SQLite reports.
    #[error("ledger: {0}")]
    Sqlite(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked,
            _ => StoreError::Sqlite(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> StoreError {
        StoreError::Sqlite(format!("a stored value cannot be read: {error}"))
    }
}

/// The result of a ledger operation.
pub type Result<T> = std::result::Result<T, StoreError>;

/// An open ledger.
pub struct Ledger {
    connection: Connection,
    mode: EventMode,
}

impl Ledger {
    /// Opens the ledger for writing, creates or upgrades it where needed.
    ///
    /// # Errors
    /// When the file cannot be opened, is of a newer version, or another process holds it.
    pub fn open(path: &Path, mode: EventMode) -> Result<Ledger> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        connection.pragma_update(None, "journal_size_limit", 64 << 20)?;
        connection.set_prepared_statement_cache_capacity(64);
        schema::upgrade(&connection)?;
        Ok(Ledger { connection, mode })
    }

    /// Opens the ledger for reading beside a running daemon.
    ///
    /// # Errors
    /// When the file is not there or not readable.
    pub fn open_reader(path: &Path) -> Result<Ledger> {
        let connection =
            Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(Duration::from_secs(5))?;
        Ok(Ledger { connection, mode: EventMode::Log })
    }
}
