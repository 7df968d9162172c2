//! A cleaned story and what was marked in it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::id::EntityId;
use crate::span::TextSpan;
use crate::time::Timed;

/// An entry of a live blog.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LiveEntry {
    /// Its headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Timed>,
    /// Its text, plain; paragraphs are apart by an empty line.
    pub text: String,
    /// Where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A cleaned story: what `wire-extract` gives for a page.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// The headline, plain text.
    pub headline: Option<String>,
    /// The line above the headline.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kicker: Option<String>,
    /// The standfirst: the summary under the headline.
    pub standfirst: Option<String>,
    /// Who is named as author, people apart from organisations.
    pub bylines: Vec<Byline>,
    /// Place, date and agency at the head of the text.
    pub dateline: Option<Dateline>,
    /// The entries of a live blog, newest first, as the page's linked data has them; none
    /// where the story is no live blog.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub live_entries: Vec<LiveEntry>,
    /// When the story was first published.
    pub published: Option<Timed>,
    /// When it was last changed.
    pub updated: Option<Timed>,
    /// The section of the publication.
    pub section: Option<String>,
    /// Keywords that the publisher gave.
    pub keywords: Vec<String>,
    /// The address that the page declares as its own.
    pub canonical_url: Option<String>,
    /// The address of the story's AMP version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amp_url: Option<String>,
    /// The site's name.
    pub site_name: Option<String>,
    /// The language of the text, BCP 47.
    pub language: Option<String>,
    /// How sure the detector is of the language, 0 to 1; absent where page or feed only declare it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_confidence: Option<f32>,
    /// Images with caption and credit.
    pub images: Vec<Image>,
    /// The body: NFC, paragraphs joined by a blank line (`\n\n`).
    pub text: String,
    /// The parts of `text`, in order.
    pub blocks: Vec<Block>,
    /// Whether the whole body was there.
    pub completeness: Completeness,
    /// What made it partial or paywalled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completeness_reason: Option<String>,
    /// Copyright line, licence or usage terms.
    pub rights: Option<String>,
    /// The news agency whose text this is.
    pub agency: Option<Agency>,
    /// What tells the story.
    #[serde(default)]
    pub medium: Medium,
    /// Words in `text`.
    pub word_count: usize,
    /// Addresses that the body links to.
    pub links: Vec<String>,
}

/// One part of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in `text`.
    pub span: TextSpan,
}

/// The kinds of blocks in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading inside the body.
    Heading,
    /// An item of a list.
    ListItem,
    /// A row of a table.
    TableRow,
    /// A block quotation.
    Blockquote,
    /// An embedded post of a social medium.
    Embed,
}

/// One name in a byline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Byline {
    /// The name without "By" and without a role.
    pub name: String,
    /// A person or an organisation.
    pub kind: BylineKind,
}

/// Who a byline names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BylineKind {
    /// A person.
    Person,
    /// A newsroom, an agency, a publisher.
    Organisation,
}

/// The line that opens a wire story: "PARIS, Nov 3 (Reuters) –".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dateline {
    /// The place, as written.
    pub place: Option<String>,
    /// The day, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The agency in brackets.
    pub agency: Option<String>,
    /// The whole line as it stood before the text.
    pub text: String,
}

/// An image of the story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Image {
    /// Its address.
    pub url: String,
    /// Its caption.
    pub caption: Option<String>,
    /// Who is credited for the picture; never a text credit.
    pub credit: Option<String>,
}

/// The agency that wrote the text, with the words that say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Agency {
    /// Its usual short name: "AP", "Reuters", "AFP".
    pub name: String,
    /// Where it was found: `dateline`, `byline`, `json_ld`, `copyright`, `text`.
    pub evidence: String,
    /// The words found there.
    pub words: String,
}

/// Whether the whole story was to be had.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Completeness {
    /// The whole text.
    #[default]
    Full,
    /// Less than the publisher has.
    Partial,
    /// Cut off by a paywall.
    Paywalled,
}

/// What tells a story: its text, or film, sound or pictures with few words beside them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Medium {
    /// The text.
    #[default]
    Text,
    /// A video; `text` is what stands beside it.
    Video,
    /// A recording; `text` is what stands beside it.
    Audio,
    /// Pictures; their captions are with the `images`.
    Gallery,
}

/// Where the text came from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ContentSource {
    /// The article page.
    #[default]
    Page,
    /// The feed's own content, because the page could not be had.
    Feed,
}

/// Quotes and entities of one text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Annotations {
    /// Quotes, in the order of their first segment.
    pub quotes: Vec<Quote>,
    /// Entities, most salient first.
    pub entities: Vec<Entity>,
    /// Why nothing was marked, where nothing was: a language without a model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
}

/// Words that somebody said, with who said them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quote {
    /// Number within the revision, from 1.
    pub id: u32,
    /// Direct, mixed or indirect.
    pub kind: QuoteKind,
    /// The parts: `"A," he said, "B"` has two.
    pub segments: Vec<QuoteSegment>,
    /// Of a mixed quote: the whole reported clause that holds the quoted piece.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<QuoteSegment>,
    /// The words that report it: "said", "according to".
    pub cue: Option<QuoteSegment>,
    /// Who said it; absent when nobody could be named with confidence.
    pub speaker: Option<Speaker>,
    /// Who passes the words on, where that is not who said them: "“…,” Lee said, according to CNN".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<Speaker>,
    /// Who says it together with the speaker, who is the first named of them: "“…,” Lee and Hansen said".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub co_speakers: Vec<Speaker>,
    /// How sure the attribution is, 0 to 1, calibrated on held-out articles.
    pub confidence: f32,
    /// Which block of the body holds the first segment, from 0.
    pub paragraph: usize,
}

/// The kinds of quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum QuoteKind {
    /// A whole statement between quotation marks.
    Direct,
    /// A quoted piece inside a reported statement.
    Mixed,
    /// Reported without quotation marks.
    Indirect,
}

/// A span with the exact text that it covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct QuoteSegment {
    /// Where it stands in the article's `text`.
    pub span: TextSpan,
    /// The text of the span.
    pub text: String,
}

/// The speaker of a quote.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Speaker {
    /// The words in the text that name the speaker: a name, a pronoun, a noun phrase.
    pub mention: QuoteSegment,
    /// The canonical name, where the mention was resolved.
    pub name: Option<String>,
    /// The entity, where the mention was resolved to one.
    pub entity: Option<EntityId>,
    /// How the mention was resolved.
    pub method: SpeakerMethod,
}

/// How a speaker mention got its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpeakerMethod {
    /// The mention is or contains the name.
    Named,
    /// A pronoun resolved to a person of the story.
    Pronoun,
    /// A noun phrase resolved to a person of the story.
    Nominal,
    /// Not resolved.
    Unresolved,
}

/// A thing that the story names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// Its identity.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// Its canonical name.
    pub name: String,
    /// Where the text names it.
    pub mentions: Vec<Mention>,
    /// How much the story is about it, 0 to 1.
    pub salience: f32,
    /// Whether the story is about it.
    pub about: bool,
}

/// The kinds of entities.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntityKind {
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A place.
    Place,
    /// A nationality, event, work or product.
    Other,
}

impl EntityKind {
    /// The kind as it is published.
    pub fn as_str(self) -> &'static str {
        match self {
            EntityKind::Person => "person",
            EntityKind::Organisation => "organisation",
            EntityKind::Place => "place",
            EntityKind::Other => "other",
        }
    }
}

/// One place where the text names an entity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// Where it stands in the article's `text`.
    pub span: TextSpan,
    /// The text of the span.
    pub text: String,
}
