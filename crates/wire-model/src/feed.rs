//! What a feed said: one fetched parse of it and its entries.

use serde::{Deserialize, Serialize};

use crate::time::Timed;

/// One fetched parse of a feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FeedDocument {
    /// Which family of formats it was.
    pub kind: FeedKind,
    /// The feed's title, plain text.
    pub title: Option<String>,
    /// The address of the site that the feed belongs to.
    pub link: Option<String>,
    /// The feed's description or subtitle.
    pub description: Option<String>,
    /// The declared language, BCP 47 as the feed wrote it.
    pub language: Option<String>,
    /// Atom's feed id.
    pub id: Option<String>,
    /// When the feed says it last changed.
    pub updated: Option<Timed>,
    /// RSS `ttl` or the interval of `sy:updatePeriod`, in seconds.
    pub min_interval_secs: Option<u64>,
    /// Hours of the day (UTC, 0 to 23) in which the feed asks not to be polled (RSS `skipHours`).
    pub skip_hours: Vec<u8>,
    /// Days (0 = Monday) on which the feed asks not to be polled (RSS `skipDays`).
    pub skip_days: Vec<u8>,
    /// WebSub hubs.
    pub hubs: Vec<String>,
    /// The feed's own address as it states it.
    pub self_link: Option<String>,
    /// Further documents that this one lists (sitemap indexes).
    pub children: Vec<String>,
    /// The records, in document order.
    pub entries: Vec<Entry>,
}

/// A family of feed formats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedKind {
    /// RSS 0.9 to 2.0, RDF included.
    #[default]
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
    /// JSON Feed 1.0 and 1.1.
    JsonFeed,
    /// A news sitemap.
    NewsSitemap,
    /// A sitemap index.
    SitemapIndex,
    /// IPTC NewsML-G2.
    NewsMlG2,
    /// IPTC NITF.
    Nitf,
    /// IPTC ninjs.
    Ninjs,
    /// IPTC 7901.
    Iptc7901,
    /// ANPA 1312.
    Anpa1312,
}

/// One record of a feed document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// RSS `guid`, Atom `id`, JSON Feed `id`.
    pub guid: Option<String>,
    /// An agency's own identifier of the story.
    pub wire_id: Option<String>,
    /// The agency's version counter.
    pub wire_version: Option<u32>,
    /// The address of the story, absolute where a base was known.
    pub link: Option<String>,
    /// Headline, plain text or HTML as the feed wrote it.
    pub title: Option<String>,
    /// Summary, HTML allowed.
    pub summary: Option<String>,
    /// Full content, HTML allowed.
    pub content: Option<String>,
    /// Names of authors.
    pub authors: Vec<String>,
    /// Categories and keywords.
    pub categories: Vec<String>,
    /// When the story was published.
    pub published: Option<Timed>,
    /// When it was last changed.
    pub updated: Option<Timed>,
    /// Attached media.
    pub enclosures: Vec<Enclosure>,
    /// The entry's language, BCP 47.
    pub language: Option<String>,
    /// Rights or usage terms.
    pub rights: Option<String>,
    /// The agency's slug.
    pub slug: Option<String>,
    /// The agency's word to the desks: what changed, what is missing.
    pub note: Option<String>,
    /// IPTC urgency, 1 (flash) to 9.
    pub urgency: Option<u8>,
    /// Not to be published before this time.
    pub embargo: Option<Timed>,
    /// What the agency says of the story's standing.
    pub status: PublishingStatus,
}

/// An agency's publishing status (ninjs `pubstatus`, NewsML-G2 `pubStatus`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublishingStatus {
    /// May be used.
    #[default]
    Usable,
    /// Held back for now.
    Withheld,
    /// Must not be used any more: a kill.
    Canceled,
}

/// A medium attached to an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Its address.
    pub url: String,
    /// Its media type, as declared.
    pub media_type: Option<String>,
    /// Its length in bytes, as declared.
    pub length: Option<u64>,
}

/// Something that was wrong with a feed but did not stop its reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    /// What kind of defect.
    pub kind: DefectKind,
    /// Where or what, for a person.
    pub detail: String,
}

impl Defect {
    /// A defect with its detail.
    pub fn new(kind: DefectKind, detail: impl Into<String>) -> Defect {
        Defect { kind, detail: detail.into() }
    }
}

/// The closed set of defects, used as a metric label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefectKind {
    /// The bytes were not in the encoding that was declared.
    Encoding,
    /// The document was not well-formed and was repaired.
    IllFormed,
    /// The document ended in the middle.
    Truncated,
    /// A date could not be read.
    BadDate,
    /// A recognised feed with item elements gave no entry.
    NoEntries,
    /// An entry had neither identity nor link nor text.
    EmptyEntry,
}

impl DefectKind {
    /// All kinds.
    pub const ALL: [DefectKind; 6] = [
        DefectKind::Encoding,
        DefectKind::IllFormed,
        DefectKind::Truncated,
        DefectKind::BadDate,
        DefectKind::NoEntries,
        DefectKind::EmptyEntry,
    ];

    /// The metric label.
    pub fn as_str(self) -> &'static str {
        match self {
            DefectKind::Encoding => "encoding",
            DefectKind::IllFormed => "ill_formed",
            DefectKind::Truncated => "truncated",
            DefectKind::BadDate => "bad_date",
            DefectKind::NoEntries => "no_entries",
            DefectKind::EmptyEntry => "empty_entry",
        }
    }
}
