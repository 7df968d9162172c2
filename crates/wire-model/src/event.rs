//! What consumers see: one value type per topic, wrapped in CloudEvents 1.0
//! attributes that travel as Kafka headers (binary mode).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::article::{Annotations, Article, ContentSource, Entity, Quote};
use crate::id::{ArticleId, FeedId, event_id};
use crate::time::Time;

/// The public topics. The configured prefix (default `wire.`) goes before [`Topic::name`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// Whole article revisions, key article id.
    Articles,
    /// All quotes of a revision, key article id.
    Quotes,
    /// All entities of a revision, key article id.
    Entities,
    /// Health of one feed, key feed id.
    Feeds,
    /// Dead letters, key of the original.
    Rejects,
}

impl Topic {
    /// All topics, in the order of the documentation.
    pub const ALL: [Topic; 5] = [Topic::Articles, Topic::Quotes, Topic::Entities, Topic::Feeds, Topic::Rejects];

    /// The name without the prefix.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Articles => "articles.v1",
            Topic::Quotes => "quotes.v1",
            Topic::Entities => "entities.v1",
            Topic::Feeds => "feeds.v1",
            Topic::Rejects => "rejects.v1",
        }
    }

    /// The topic whose name starts with `word` ("articles", "articles.v1").
    pub fn parse(word: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|t| t.name() == word || t.name().trim_end_matches(".v1") == word)
    }
}

/// The CloudEvents `type` of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum EventKind {
    /// A story seen for the first time.
    #[serde(rename = "article.published")]
    ArticlePublished,
    /// A later version.
    #[serde(rename = "article.updated")]
    ArticleUpdated,
    /// A later version that the newsroom calls a correction.
    #[serde(rename = "article.corrected")]
    ArticleCorrected,
    /// Held back by the agency.
    #[serde(rename = "article.withheld")]
    ArticleWithheld,
    /// Killed by the agency: must not be used.
    #[serde(rename = "article.killed")]
    ArticleKilled,
    /// The quotes of one revision.
    #[serde(rename = "article.quotes")]
    Quotes,
    /// The entities of one revision.
    #[serde(rename = "article.entities")]
    Entities,
    /// The health of a feed.
    #[serde(rename = "feed.health")]
    FeedHealth,
    /// A dead letter.
    #[serde(rename = "reject")]
    Reject,
}

impl EventKind {
    /// The CloudEvents `type`.
    pub fn as_str(self) -> &'static str {
        match self {
            EventKind::ArticlePublished => "article.published",
            EventKind::ArticleUpdated => "article.updated",
            EventKind::ArticleCorrected => "article.corrected",
            EventKind::ArticleWithheld => "article.withheld",
            EventKind::ArticleKilled => "article.killed",
            EventKind::Quotes => "article.quotes",
            EventKind::Entities => "article.entities",
            EventKind::FeedHealth => "feed.health",
            EventKind::Reject => "reject",
        }
    }
}

/// One event, ready to be stored in the outbox and relayed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Where it goes.
    pub topic: Topic,
    /// The Kafka key.
    pub key: String,
    /// CloudEvents `id`: equal for a repeat of the same event.
    pub id: String,
    /// CloudEvents `type`; a tombstone keeps the type of what it removes.
    pub kind: &'static str,
    /// CloudEvents `source`.
    pub source: String,
    /// CloudEvents `time`.
    pub time: Time,
    /// The JSON value; `None` is a tombstone.
    pub value: Option<Vec<u8>>,
}

impl Event {
    /// An event about one revision of an article.
    ///
    /// # Errors
    /// When the value cannot be written as JSON, which no value of this crate is.
    pub fn of_article<T: Serialize>(
        topic: Topic,
        kind: EventKind,
        revision: &ArticleRevision,
        value: &T,
    ) -> serde_json::Result<Event> {
        let subject = revision.article_id.to_string();
        Ok(Event {
            topic,
            id: event_id(&subject, kind.as_str(), revision.revision, &revision.content_hash).to_string(),
            source: source_of(&revision.provenance.feed),
            key: subject,
            kind: kind.as_str(),
            time: revision.fetched,
            value: Some(serde_json::to_vec(value)?),
        })
    }

    /// The tombstone that removes an article from a compacted topic.
    pub fn tombstone(topic: Topic, kind: EventKind, revision: &ArticleRevision) -> Event {
        let subject = revision.article_id.to_string();
        Event {
            topic,
            id: event_id(&subject, "tombstone", revision.revision, kind.as_str()).to_string(),
            source: source_of(&revision.provenance.feed),
            key: subject,
            kind: kind.as_str(),
            time: revision.fetched,
            value: None,
        }
    }

    /// The health of one feed at one poll.
    ///
    /// # Errors
    /// As [`Event::of_article`].
    pub fn of_feed(health: &FeedHealth) -> serde_json::Result<Event> {
        let value = serde_json::to_vec(health)?;
        Ok(Event {
            topic: Topic::Feeds,
            key: health.feed.to_string(),
            id: event_id(health.feed.as_str(), "feed.health", 0, &health.polled.to_string()).to_string(),
            kind: EventKind::FeedHealth.as_str(),
            source: source_of(&health.feed),
            time: health.polled,
            value: Some(value),
        })
    }

    /// A dead letter.
    ///
    /// # Errors
    /// As [`Event::of_article`].
    pub fn of_reject(reject: &Reject) -> serde_json::Result<Event> {
        let value = serde_json::to_vec(reject)?;
        Ok(Event {
            topic: Topic::Rejects,
            key: reject.key.clone(),
            id: event_id(&reject.key, "reject", reject.attempts, &reject.reason).to_string(),
            kind: EventKind::Reject.as_str(),
            source: source_of(&reject.feed),
            time: reject.at,
            value: Some(value),
        })
    }
}

fn source_of(feed: &FeedId) -> String {
    format!("/wiredesk/feeds/{feed}")
}

/// The value of `articles.v1`: one revision of one article, quotes and entities inside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ArticleRevision {
    /// The identity of the article through all its revisions.
    pub article_id: ArticleId,
    /// Counts from 1.
    pub revision: u32,
    /// The revision before this one.
    pub supersedes: Option<u32>,
    /// May it be used.
    pub status: Status,
    /// What the newsroom's own words signal: `update`, `correction`, `writethru`, `kill`, `withhold`.
    pub signal: Option<String>,
    /// Digest of everything that makes two revisions differ for a reader.
    pub content_hash: String,
    /// When the daemon first saw the entry.
    pub first_seen: Time,
    /// When this revision was fetched.
    pub fetched: Time,
    /// The agency's urgency, 1 (flash) to 9.
    pub urgency: Option<u8>,
    /// The agency's slug.
    pub slug: Option<String>,
    /// Not to be published before this time.
    pub embargo: Option<Time>,
    /// The story itself.
    #[serde(flatten)]
    pub article: Article,
    /// What was marked in it.
    #[serde(flatten)]
    pub annotations: Annotations,
    /// Where it came from.
    pub provenance: Provenance,
    /// The copies of the same wire story that are known.
    pub syndication: Option<Syndication>,
}

/// Whether a story may be used (the words are ninjs's).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// May be used.
    Usable,
    /// Held back for now.
    Withheld,
    /// Killed.
    Canceled,
}

/// Where a revision came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Provenance {
    /// The feed whose entry led to this revision.
    pub feed: FeedId,
    /// Every feed that the article was seen in.
    pub seen_in: Vec<FeedId>,
    /// The operator's labels of the feed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
    /// The address that was asked for.
    pub request_url: Option<String>,
    /// The address that answered, after redirects.
    pub final_url: Option<String>,
    /// The entry's GUID in the feed.
    pub guid: Option<String>,
    /// The agency's identifier.
    pub wire_id: Option<String>,
    /// Page or feed.
    pub content_source: ContentSource,
    /// Why the page was not used, where it was not.
    pub content_source_reason: Option<String>,
    /// Version of the extractor.
    pub extractor: String,
}

/// Near-identical copies of one story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Syndication {
    /// Shared by all copies.
    pub cluster_id: String,
    /// Estimated Jaccard similarity to the first member, 0 to 1.
    pub similarity: f32,
    /// The member that came first.
    pub first: ArticleId,
}

/// The value of `quotes.v1`: all quotes of one revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteSet {
    /// The article.
    pub article_id: ArticleId,
    /// Its revision.
    pub revision: u32,
    /// The headline, for display.
    pub headline: Option<String>,
    /// The address of the story.
    pub url: Option<String>,
    /// The quotes; offsets count into the article's `text`.
    pub quotes: Vec<Quote>,
}

/// The value of `entities.v1`: all entities of one revision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EntitySet {
    /// The article.
    pub article_id: ArticleId,
    /// Its revision.
    pub revision: u32,
    /// The headline, for display.
    pub headline: Option<String>,
    /// The address of the story.
    pub url: Option<String>,
    /// The entities; offsets count into the article's `text`.
    pub entities: Vec<Entity>,
}

/// The value of `feeds.v1`: how a feed is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FeedHealth {
    /// The feed.
    pub feed: FeedId,
    /// Its address.
    pub url: String,
    /// When it was polled.
    pub polled: Time,
    /// What came of it.
    pub outcome: PollOutcome,
    /// Details for a person.
    pub detail: Option<String>,
    /// When it is due again; absent when polling has ended (410 Gone).
    pub next_due: Option<Time>,
    /// Polls in a row that failed.
    pub failures: u32,
    /// Entries in the document.
    pub entries: u32,
    /// Entries not seen before.
    pub new_entries: u32,
    /// The poll had no entry in common with the one before: stories may have been missed.
    pub gap: bool,
    /// When the feed last had a new entry.
    pub last_new: Option<Time>,
    /// Defects found in the document, by kind.
    pub defects: Vec<String>,
}

/// What came of a poll.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PollOutcome {
    /// Read, with or without new entries.
    Ok,
    /// 304, or the same bytes as before.
    NotModified,
    /// The origin could not be reached or broke off.
    Unreachable,
    /// The address is one that is never connected to.
    Refused,
    /// The origin answered with an error status.
    HttpError,
    /// The origin asked to wait (429, 503).
    Throttled,
    /// The answer was no feed.
    NotAFeed,
    /// 410: the feed is gone for good.
    Gone,
}

impl PollOutcome {
    /// All outcomes.
    pub const ALL: [PollOutcome; 8] = [
        PollOutcome::Ok,
        PollOutcome::NotModified,
        PollOutcome::Unreachable,
        PollOutcome::Refused,
        PollOutcome::HttpError,
        PollOutcome::Throttled,
        PollOutcome::NotAFeed,
        PollOutcome::Gone,
    ];

    /// The metric label.
    pub fn as_str(self) -> &'static str {
        match self {
            PollOutcome::Ok => "ok",
            PollOutcome::NotModified => "not_modified",
            PollOutcome::Unreachable => "unreachable",
            PollOutcome::Refused => "refused",
            PollOutcome::HttpError => "http_error",
            PollOutcome::Throttled => "throttled",
            PollOutcome::NotAFeed => "not_a_feed",
            PollOutcome::Gone => "gone",
        }
    }
}

/// The value of `rejects.v1`: something that was set aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reject {
    /// The key that the event would have had.
    pub key: String,
    /// The feed that it came from.
    pub feed: FeedId,
    /// The stage that gave up: `read`, `extract`, `publish`.
    pub stage: String,
    /// The reason, from a closed set.
    pub reason: String,
    /// Details for a person.
    pub detail: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was set aside.
    pub at: Time,
    /// Where the original can be had.
    pub reference: Option<String>,
}
