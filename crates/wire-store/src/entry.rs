//! Entries against the ledger: new, changed, known, elsewhere.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};
use url::Url;
use wire_model::id::IdentityKey;
use wire_model::syndication::digest;
use wire_model::{ArticleId, Entry, FeedId, Time};

use crate::{Ledger, Result, StoreError};

/// How many entries of a feed's first poll are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backlog {
    /// Every entry.
    All,
    /// The newest so many.
    Newest(usize),
    /// None: only what comes later.
    None,
}

/// What reconciling a document came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Entries that are to be fetched: new ones and changed ones.
    pub pending: Vec<Pending>,
    /// Entries never seen before.
    pub new: usize,
    /// Known entries whose content changed.
    pub changed: usize,
    /// Entries as they were.
    pub known: usize,
    /// Entries whose article another feed, or another entry, brought before.
    pub duplicates: usize,
    /// Entries of a first poll beyond the wanted backlog.
    pub backlog: usize,
    /// Entries that name nothing: no id, no link, no text.
    pub hollow: usize,
    /// The feed had entries before this document.
    pub had_entries: bool,
}

/// A pending entry, as the dispatcher needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Row of the entry.
    pub row: i64,
    /// Host of its page; empty where it has none.
    pub host: String,
    /// Not to be tried before.
    pub due: Time,
}

/// A pending entry with all that is needed to work on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Task {
    /// Row of the entry.
    pub row: i64,
    /// The feed that brought it.
    pub feed: FeedId,
    /// Its article.
    pub article_id: ArticleId,
    /// How often it has been begun, this time included.
    pub attempts: u32,
    /// When the entry was first seen.
    pub first_seen: Time,
    /// The entry.
    pub entry: Entry,
}

const PENDING: i64 = 0;
const DONE: i64 = 1;
const REJECTED: i64 = 2;
const BACKLOG: i64 = 3;

impl Ledger {
    /// Compares the entries of a document with the ledger and records them.
    /// `first` says that the feed was never read before.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn reconcile(
        &self,
        feed: &FeedId,
        entries: Vec<Entry>,
        first: bool,
        backlog: Backlog,
        now: Time,
    ) -> Result<Reconciled> {
        let mut outcome = Reconciled { had_entries: self.has_entries(feed)?, ..Reconciled::default() };
        let keys = identity_keys(feed, &entries);
        let wanted = wanted_on_first_poll(&entries, first, backlog);
        for (index, (entry, keys)) in entries.into_iter().zip(keys).enumerate() {
            let Some(strongest) = keys.first() else {
                outcome.hollow += 1;
                continue;
            };
            let known = self.find_article(&keys)?;
            let article_id = known.unwrap_or_else(|| ArticleId::from_key(strongest));
            self.add_aliases(&keys, article_id)?;
            let hash = entry_hash(&entry);
            let row = self.entry_row(feed, article_id)?;
            match (row, known) {
                (Some((_, old)), _) if old == hash => outcome.known += 1,
                (Some((row, _)), _) => {
                    outcome.changed += 1;
                    outcome.pending.push(self.set_pending(row, &hash, &entry, now)?);
                }
                (None, Some(_)) => {
                    outcome.duplicates += 1;
                    self.insert_entry(feed, article_id, &hash, DONE, None, now)?;
                }
                (None, None) if !wanted(index) => {
                    outcome.backlog += 1;
                    self.insert_entry(feed, article_id, &hash, BACKLOG, None, now)?;
                }
                (None, None) => {
                    outcome.new += 1;
                    let row = self.insert_entry(feed, article_id, &hash, PENDING, Some(&entry), now)?;
                    outcome.pending.push(Pending { row, host: host_of(&entry), due: now });
                }
            }
            self.note_seen_in(article_id, feed)?;
        }
        Ok(outcome)
    }

    fn has_entries(&self, feed: &FeedId) -> Result<bool> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM entry WHERE feed = ?1 LIMIT 1")?;
        Ok(statement.exists([feed.as_str()])?)
    }

    fn find_article(&self, keys: &[IdentityKey]) -> Result<Option<ArticleId>> {
        let mut statement = self.connection.prepare_cached("SELECT article_id FROM alias WHERE key = ?1")?;
        for key in keys {
            let found: Option<String> = statement.query_row([key.as_str()], |row| row.get(0)).optional()?;
            if let Some(id) = found.and_then(|id| ArticleId::parse(&id)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    fn add_aliases(&self, keys: &[IdentityKey], article_id: ArticleId) -> Result<()> {
        let mut statement = self.connection.prepare_cached("INSERT OR IGNORE INTO alias VALUES (?1, ?2)")?;
        for key in keys {
            statement.execute(params![key.as_str(), article_id.to_string()])?;
        }
        Ok(())
    }

    fn entry_row(&self, feed: &FeedId, article_id: ArticleId) -> Result<Option<(i64, String)>> {
        let mut statement =
            self.connection.prepare_cached("SELECT id, hash FROM entry WHERE feed = ?1 AND article_id = ?2")?;
        let found =
            statement.query_row(params![feed.as_str(), article_id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)));
        Ok(found.optional()?)
    }

    fn insert_entry(
        &self,
        feed: &FeedId,
        article_id: ArticleId,
        hash: &str,
        state: i64,
        body: Option<&Entry>,
        now: Time,
    ) -> Result<i64> {
        let json = body.map(serde_json::to_string).transpose()?;
        let host = body.map(host_of).unwrap_or_default();
        self.connection
            .prepare_cached(
                "INSERT INTO entry (feed, article_id, hash, state, due_ms, host, body, first_seen_ms)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?5)",
            )?
            .execute(params![feed.as_str(), article_id.to_string(), hash, state, now.millis(), host, json])?;
        Ok(self.connection.last_insert_rowid())
    }

    fn set_pending(&self, row: i64, hash: &str, entry: &Entry, now: Time) -> Result<Pending> {
        let host = host_of(entry);
        self.connection
            .prepare_cached(
                "UPDATE entry SET hash = ?2, state = 0, attempts = 0, due_ms = ?3, host = ?4, body = ?5 WHERE id = ?1",
            )?
            .execute(params![row, hash, now.millis(), host, serde_json::to_string(entry)?])?;
        Ok(Pending { row, host, due: now })
    }

    fn note_seen_in(&self, article_id: ArticleId, feed: &FeedId) -> Result<()> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO seen_in VALUES (?1, ?2)")?
            .execute(params![article_id.to_string(), feed.as_str()])?;
        Ok(())
    }

    /// All pending entries, oldest first: what a restart goes on with.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn pending(&self) -> Result<Vec<Pending>> {
        let mut statement =
            self.connection.prepare("SELECT id, host, due_ms FROM entry WHERE state = 0 ORDER BY id")?;
        let rows = statement.query_map([], |row| {
            Ok(Pending { row: row.get(0)?, host: row.get(1)?, due: Time::from_millis(row.get(2)?) })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Marks that work on a pending entry begins, before the work that might
    /// end the process, and hands it out. `None` when it is not pending any more.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn begin(&self, row: i64) -> Result<Option<Task>> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE entry SET attempts = attempts + 1 WHERE id = ?1 AND state = 0
             RETURNING feed, article_id, attempts, first_seen_ms, body",
        )?;
        let found = statement
            .query_row([row], |r| {
                Ok((
                    r.get::<_, String>(0)?,
                    r.get::<_, String>(1)?,
                    r.get::<_, u32>(2)?,
                    r.get::<_, i64>(3)?,
                    r.get::<_, String>(4)?,
                ))
            })
            .optional()?;
        let Some((feed, article, attempts, first_seen, body)) = found else { return Ok(None) };
        let broken = |what: &str| StoreError::Sqlite(format!("entry {row} has a malformed {what}"));
        Ok(Some(Task {
            row,
            feed: FeedId::new(&feed).map_err(|_| broken("feed id"))?,
            article_id: ArticleId::parse(&article).ok_or_else(|| broken("article id"))?,
            attempts,
            first_seen: Time::from_millis(first_seen),
            entry: serde_json::from_str(&body)?,
        }))
    }

    /// Puts a pending entry off.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn postpone(&self, row: i64, until: Time) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE entry SET due_ms = ?2 WHERE id = ?1 AND state = 0")?
            .execute(params![row, until.millis()])?;
        Ok(())
    }

    /// Ends an entry: its article is committed, or it needs none.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn finish(&self, row: i64) -> Result<()> {
        self.end(row, DONE)
    }

    /// Ends an entry that was set aside.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn reject(&self, row: i64) -> Result<()> {
        self.end(row, REJECTED)
    }

    fn end(&self, row: i64, state: i64) -> Result<()> {
        self.connection
            .prepare_cached("UPDATE entry SET state = ?2, body = NULL WHERE id = ?1")?
            .execute(params![row, state])?;
        Ok(())
    }

    /// Numbers of entries: pending, done, rejected, passed over as backlog.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub fn entry_counts(&self) -> Result<[u64; 4]> {
        let mut counts = [0; 4];
        let mut statement = self.connection.prepare("SELECT state, count(*) FROM entry GROUP BY state")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Some(slot) = counts.get_mut(row.get::<_, i64>(0)? as usize) {
                *slot = row.get::<_, i64>(1)? as u64;
            }
        }
        Ok(counts)
    }
}

fn host_of(entry: &Entry) -> String {
    let url = entry.link.as_deref().and_then(|l| Url::parse(l).ok());
    url.and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default()
}

/// What makes two states of an entry differ.
fn entry_hash(entry: &Entry) -> String {
    let updated = entry.updated.map(|t| t.at.to_string()).unwrap_or_default();
    let version = entry.wire_version.map(|v| v.to_string()).unwrap_or_default();
    let status = format!("{:?}", entry.status);
    digest([
        entry.title.as_deref().unwrap_or_default(),
        entry.summary.as_deref().unwrap_or_default(),
        entry.content.as_deref().unwrap_or_default(),
        &updated,
        &version,
        &status,
    ])
}

/// The rungs of the identity ladder for each entry, strongest first. A GUID
/// or a link that several entries of the document share identifies none of them.
fn identity_keys(feed: &FeedId, entries: &[Entry]) -> Vec<Vec<IdentityKey>> {
    let rungs: Vec<Vec<IdentityKey>> = entries.iter().map(|e| rungs(feed, e)).collect();
    let mut uses: HashMap<&str, HashMap<String, ()>> = HashMap::new();
    for (entry, keys) in entries.iter().zip(&rungs) {
        // Entries that are the same in every respect are one entry said twice.
        let content = digest([entry.guid.as_deref().unwrap_or_default(), entry.link.as_deref().unwrap_or_default()]);
        for key in keys {
            uses.entry(key.as_str()).or_default().insert(content.clone(), ());
        }
    }
    let unique = |key: &IdentityKey| uses.get(key.as_str()).is_none_or(|u| u.len() == 1);
    entries
        .iter()
        .zip(&rungs)
        .map(|(entry, keys)| {
            let kept: Vec<IdentityKey> = keys.iter().filter(|k| unique(k)).cloned().collect();
            if kept.is_empty() { text_key(feed, entry).into_iter().collect() } else { kept }
        })
        .collect()
}

fn rungs(feed: &FeedId, entry: &Entry) -> Vec<IdentityKey> {
    let as_url = |text: &str| {
        Url::parse(text.trim()).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.host().is_some())
    };
    let mut keys = Vec::new();
    keys.extend(entry.wire_id.as_deref().map(IdentityKey::wire));
    // A GUID that is an address is one wherever it is seen; others are the feed's own.
    keys.extend(entry.guid.as_deref().filter(|g| !g.trim().is_empty()).map(|guid| match as_url(guid) {
        Some(url) => IdentityKey::url(&url),
        None => IdentityKey::guid(feed, guid),
    }));
    keys.extend(entry.link.as_deref().and_then(as_url).map(|url| IdentityKey::url(&url)));
    keys.dedup();
    keys
}

/// The last resort for an entry without id and address.
fn text_key(feed: &FeedId, entry: &Entry) -> Option<IdentityKey> {
    let text = [&entry.title, &entry.summary, &entry.content].map(|t| t.as_deref().unwrap_or_default());
    let link = entry.link.as_deref().unwrap_or_default();
    text.iter()
        .any(|t| !t.trim().is_empty())
        .then(|| IdentityKey::guid(feed, &format!("text:{}", digest([text[0], text[1], text[2], link]))))
}

/// Which entries of a first poll are wanted: the newest by date, else by position.
fn wanted_on_first_poll(entries: &[Entry], first: bool, backlog: Backlog) -> impl Fn(usize) -> bool + use<> {
    let limit = match (first, backlog) {
        (false, _) | (true, Backlog::All) => usize::MAX,
        (true, Backlog::Newest(n)) => n,
        (true, Backlog::None) => 0,
    };
    let mut order: Vec<usize> = (0..entries.len()).collect();
    let date = |i: &usize| entries.get(*i).and_then(|e| e.published.or(e.updated)).map(|t| t.at);
    order.sort_by_key(|i| std::cmp::Reverse(date(i)));
    let mut wanted = vec![false; entries.len()];
    for index in order.into_iter().take(limit) {
        if let Some(slot) = wanted.get_mut(index) {
            *slot = true;
        }
    }
    move |index| wanted.get(index).copied().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::EventMode;
    use std::path::Path;

    fn ledger() -> Ledger {
        Ledger::open(Path::new(":memory:"), EventMode::Log).expect("in memory")
    }

    fn entry(guid: &str, link: &str, title: &str) -> Entry {
        let text = |t: &str| Some(t.to_owned()).filter(|t| !t.is_empty());
        Entry { guid: text(guid), link: text(link), title: text(title), ..Entry::default() }
    }

    /// Reconciles documents of feeds `a`, `b`, … one after the other: (new, changed, known, duplicates).
    fn check(documents: &[(&str, Vec<Entry>)], expected: &[(usize, usize, usize, usize)]) {
        let ledger = ledger();
        let now = Time::from_millis(0);
        for ((feed, entries), expected) in documents.iter().zip(expected) {
            let feed = FeedId::new(feed).expect("valid");
            let r = ledger.reconcile(&feed, entries.clone(), false, Backlog::All, now).expect("reconciled");
            assert_eq!((r.new, r.changed, r.known, r.duplicates), *expected);
        }
    }

    #[test]
    fn rotating_guids_do_not_double_a_story() {
        check(
            &[("a", vec![entry("1", "https://x.org/s", "S")]), ("a", vec![entry("2", "https://x.org/s", "S")])],
            &[(1, 0, 0, 0), (0, 0, 1, 0)],
        );
    }

    #[test]
    fn one_guid_on_all_items_identifies_none() {
        check(&[("a", vec![entry("1", "https://x.org/s", "S"), entry("1", "https://x.org/t", "T")])], &[(2, 0, 0, 0)]);
    }

    #[test]
    fn one_link_on_all_items_identifies_none() {
        check(&[("a", vec![entry("1", "https://x.org/", "S"), entry("2", "https://x.org/", "T")])], &[(2, 0, 0, 0)]);
    }

    #[test]
    fn a_changed_scheme_or_link_is_the_same_story() {
        check(
            &[
                ("a", vec![entry("", "http://www.x.org/s", "S")]),
                ("a", vec![entry("", "https://x.org/s/?utm_source=rss", "S")]),
                ("a", vec![entry("7", "https://x.org/u", "U")]),
                ("a", vec![entry("7", "https://x.org/moved/u", "U")]),
            ],
            &[(1, 0, 0, 0), (0, 0, 1, 0), (1, 0, 0, 0), (0, 0, 1, 0)],
        );
    }

    #[test]
    fn a_retitled_item_is_a_change() {
        check(
            &[("a", vec![entry("1", "https://x.org/s", "S")]), ("a", vec![entry("1", "https://x.org/s", "S!")])],
            &[(1, 0, 0, 0), (0, 1, 0, 0)],
        );
    }

    #[test]
    fn a_story_in_two_feeds_is_one_article() {
        check(
            &[("a", vec![entry("1", "https://x.org/s", "S")]), ("b", vec![entry("b1", "https://x.org/s", "S")])],
            &[(1, 0, 0, 0), (0, 0, 0, 1)],
        );
    }

    #[test]
    fn a_first_poll_takes_the_newest_only() {
        let ledger = ledger();
        let dated = |link: &str, millis| {
            let at = wire_model::Timed {
                at: Time::from_millis(millis),
                source: wire_model::TimeSource::Feed,
                precision: wire_model::Precision::Second,
                zone_unknown: false,
                offset_minutes: None,
                clamped: false,
            };
            Entry { published: Some(at), ..entry("", link, "S") }
        };
        let entries = vec![dated("https://x.org/old", 1), dated("https://x.org/new", 3), dated("https://x.org/mid", 2)];
        let feed = FeedId::new("a").expect("valid");
        let r = ledger
            .reconcile(&feed, entries.clone(), true, Backlog::Newest(2), Time::from_millis(9))
            .expect("reconciled");
        assert_eq!((r.new, r.backlog), (2, 1));
        let r = ledger.reconcile(&feed, entries, false, Backlog::Newest(2), Time::from_millis(9)).expect("reconciled");
        assert_eq!((r.new, r.known), (0, 3));
    }

    #[test]
    fn a_pending_entry_is_handed_out_until_it_ends() {
        let ledger = ledger();
        let feed = FeedId::new("a").expect("valid");
        let now = Time::from_millis(5);
        let r = ledger
            .reconcile(&feed, vec![entry("1", "https://x.org/s", "S")], false, Backlog::All, now)
            .expect("reconciled");
        let row = r.pending[0].row;
        assert_eq!(ledger.pending().expect("rows"), r.pending);
        assert_eq!(ledger.begin(row).expect("task").map(|t| t.attempts), Some(1));
        assert_eq!(ledger.begin(row).expect("task").map(|t| t.attempts), Some(2));
        ledger.finish(row).expect("finished");
        assert_eq!(ledger.begin(row).expect("task"), None);
        assert_eq!(ledger.entry_counts().expect("counts"), [0, 1, 0, 0]);
    }
}
