//! Articles: which revision is the newest, and which stories are copies.

use rusqlite::{OptionalExtension, params};
use wire_model::syndication::Signature;
use wire_model::{ArticleId, FeedId, Syndication, Time, id};

use crate::{Ledger, Result};

/// What the ledger knows of an article before a new revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Number of the newest revision; 0 where there is none.
    pub revision: u32,
    /// Its digest.
    pub content_hash: Option<String>,
    /// When the article was first seen, where it was.
    pub first_seen: Option<Time>,
    /// Every feed that it was seen in.
    pub seen_in: Vec<FeedId>,
}

/// A revision to be recorded.
#[derive(Clone, Debug)]
pub struct Claim<'a> {
    /// The article.
    pub article_id: ArticleId,
    /// Number of the revision.
    pub revision: u32,
    /// Its digest.
    pub content_hash: &'a str,
    /// When the article was first seen.
    pub first_seen: Time,
    /// When the revision was fetched.
    pub fetched: Time,
}

/// Two texts are copies of one story from this estimated similarity on.
const COPY: f32 = 0.6;
/// Copies are looked for among the stories of so many days.
const COPY_DAYS: i64 = 7;
const DAY_MS: i64 = 86_400_000;

impl Ledger {
    /// What is known of an article.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn standing(&self, article_id: ArticleId) -> Result<Standing> {
        let key = article_id.to_string();
        let row = self
            .connection
            .prepare_cached("SELECT revision, content_hash, first_seen_ms FROM article WHERE id = ?1")?
            .query_row([&key], |r| Ok((r.get::<_, u32>(0)?, r.get::<_, String>(1)?, r.get::<_, i64>(2)?)))
            .optional()?;
        let mut statement =
            self.connection.prepare_cached("SELECT feed FROM seen_in WHERE article_id = ?1 ORDER BY feed")?;
        let feeds = statement.query_map([&key], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let seen_in = feeds.iter().filter_map(|f| FeedId::new(f).ok()).collect();
        Ok(match row {
            None => Standing { seen_in, ..Standing::default() },
            Some((revision, hash, first)) => {
                Standing { revision, content_hash: Some(hash), first_seen: Some(Time::from_millis(first)), seen_in }
            }
        })
    }

    /// Records a revision as the newest.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn record_revision(&self, claim: &Claim<'_>) -> Result<()> {
        self.connection
            .prepare_cached(
                "INSERT INTO article (id, revision, content_hash, first_seen_ms, fetched_ms) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET revision = ?2, content_hash = ?3, fetched_ms = ?5",
            )?
            .execute(params![
                claim.article_id.to_string(),
                claim.revision,
                claim.content_hash,
                claim.first_seen.millis(),
                claim.fetched.millis()
            ])?;
        Ok(())
    }

    /// Finds the cluster of near-identical stories that a text belongs to, and
    /// enters the text into it. `None` where it is the only one so far.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn cluster(&self, article_id: ArticleId, signature: &Signature, now: Time) -> Result<Option<Syndication>> {
        let key = article_id.to_string();
        let mut best: Option<(f32, String)> = None;
        let mut seen: Vec<String> = Vec::new();
        let since = now.millis() - COPY_DAYS * DAY_MS;
        let mut lookup = self.connection.prepare_cached(
            "SELECT a.id, coalesce(a.cluster_first, a.id), a.signature FROM band b JOIN article a ON a.id = b.article_id
             WHERE b.band = ?1 AND b.article_id <> ?2 AND b.at_ms >= ?3 ORDER BY a.first_seen_ms, a.id LIMIT 50",
        )?;
        for band in signature.bands() {
            let mut rows = lookup.query(params![band, key, since])?;
            while let Some(row) = rows.next()? {
                let candidate: String = row.get(0)?;
                if seen.contains(&candidate) {
                    continue;
                }
                let other = row.get::<_, Option<Vec<u8>>>(2)?.as_deref().and_then(Signature::from_bytes);
                let similarity = other.map_or(0.0, |o| signature.similarity(&o));
                if similarity >= COPY && best.as_ref().is_none_or(|(s, _)| similarity > *s) {
                    best = Some((similarity, row.get(1)?));
                }
                seen.push(candidate);
            }
        }
        let first = best.as_ref().map(|(_, first)| first.clone());
        self.connection
            .prepare_cached("UPDATE article SET signature = ?2, cluster_first = ?3 WHERE id = ?1")?
            .execute(params![key, signature.to_bytes(), first])?;
        let mut insert = self.connection.prepare_cached("INSERT OR REPLACE INTO band VALUES (?1, ?2, ?3)")?;
        for band in signature.bands() {
            insert.execute(params![band, key, now.millis()])?;
        }
        Ok(best.and_then(|(similarity, first)| {
            let first = ArticleId::parse(&first)?;
            Some(Syndication { cluster_id: id::cluster_id(first), similarity, first })
        }))
    }

    /// Forgets what is too old to be compared with.
    ///
    /// # Errors
    /// See [`crate::StoreError`].
    pub fn forget_old_signatures(&self, now: Time) -> Result<()> {
        self.connection
            .prepare_cached("DELETE FROM band WHERE at_ms < ?1")?
            .execute([now.millis() - COPY_DAYS * DAY_MS])?;
        Ok(())
    }
}
