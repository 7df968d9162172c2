//! WebSub subscriptions.

use rusqlite::{OptionalExtension, Row, params};
use wire_model::{FeedId, Time};

use crate::{Ledger, Result};

/// What is agreed, or asked, with a hub.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The feed.
    pub feed: FeedId,
    /// The hub's address.
    pub hub: String,
    /// The topic's address.
    pub topic: String,
    /// The last part of the callback address; nobody else knows it.
    pub token: String,
    /// The key of the signatures.
    pub secret: String,
    /// When the hub was last asked.
    pub asked: Time,
    /// Until when the hub pushes; nothing until it has verified.
    pub until: Option<Time>,
}

fn read_subscription(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    let id: String = row.get("feed")?;
    let feed = FeedId::new(&id)
        .map_err(|e| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, e.into()))?;
    Ok(Subscription {
        feed,
        hub: row.get("hub")?,
        topic: row.get("topic")?,
        token: row.get("token")?,
        secret: row.get("secret")?,
        asked: Time::from_millis(row.get("asked_ms")?),
        until: row.get::<_, Option<i64>>("until_ms")?.map(Time::from_millis),
    })
}

impl Ledger {
    /// The subscription of a feed.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn subscription(&self, feed: &FeedId) -> Result<Option<Subscription>> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM subscription WHERE feed = ?1")?;
        Ok(statement.query_row([feed.as_str()], read_subscription).optional()?)
    }

    /// The subscription with that token.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn subscription_of_token(&self, token: &str) -> Result<Option<Subscription>> {
        let mut statement = self.connection.prepare_cached("SELECT * FROM subscription WHERE token = ?1")?;
        Ok(statement.query_row([token], read_subscription).optional()?)
    }

    /// Stores a subscription; a feed has one.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn save_subscription(&self, subscription: &Subscription) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO subscription (feed, hub, topic, token, secret, asked_ms, until_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                subscription.feed.as_str(),
                subscription.hub,
                subscription.topic,
                subscription.token,
                subscription.secret,
                subscription.asked.millis(),
                subscription.until.map(|t| t.millis()),
            ])?;
        Ok(())
    }

    /// Forgets the subscription of a feed.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn remove_subscription(&self, feed: &FeedId) -> Result<()> {
        self.connection.prepare_cached("DELETE FROM subscription WHERE feed = ?1")?.execute([feed.as_str()])?;
        Ok(())
    }
}
