//! The vocabulary of wiredesk and the form in which it is published.
//!
//! Two kinds of types live here: those that a stage hands to the next
//! ([`FeedDocument`], [`Entry`], [`Article`], [`Annotations`]) and those that
//! consumers see on a topic ([`ArticleRevision`], [`QuoteSet`], [`EntitySet`],
//! [`FeedHealth`], [`Reject`]), wrapped in an [`Event`].
//!
//! # Invariants
//! - Every [`TextSpan`] counts Unicode scalar values, half open, and is
//!   published beside the exact text that it covers.
//! - The same input gives the same [`ArticleId`] and the same event id, on any
//!   machine and after any crash: see [`id`].
//! - A time that was not found is absent; it is never "now".
//!
//! Nothing here does I/O, reads a clock or draws a random number.

pub mod article;
pub mod event;
pub mod feed;
pub mod id;
pub mod schema;
pub mod span;
pub mod syndication;
pub mod time;

pub use article::{
    Agency, Annotations, Article, Block, BlockKind, Byline, BylineKind, Completeness, ContentSource, Dateline, Entity,
    EntityKind, Image, LiveEntry, Medium, Mention, Quote, QuoteKind, QuoteSegment, Speaker, SpeakerMethod,
};
pub use event::{
    ArticleRevision, EntitySet, Event, EventKind, FeedHealth, PollOutcome, Provenance, QuoteSet, Reject, Status,
    Syndication, Topic,
};
pub use feed::{Defect, DefectKind, Enclosure, Entry, FeedDocument, FeedKind, PublishingStatus};
pub use id::{ArticleId, EntityId, FeedId};
pub use span::{ScalarIndex, TextSpan};
pub use time::{Precision, Time, TimeSource, Timed};
