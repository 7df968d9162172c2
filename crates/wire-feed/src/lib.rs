//! Feed bytes to a [`FeedDocument`]: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0,
//! JSON Feed, news sitemaps and sitemap indexes, and the agency formats
//! NewsML-G2, NITF, ninjs, IPTC 7901 and ANPA 1312.
//!
//! ```text
//! bytes ─► decode ─► repair ─► tree ─► feed-rs ─► completion ─► FeedDocument + defects
//! ```
//!
//! - [`repair`] makes any XML-like text well-formed and keeps an outline of it
//!   as a [`tree`]; whole items survive whatever happens after them.
//! - `feed-rs` reads RSS, Atom and JSON Feed. It may panic or refuse on some
//!   inputs, so it runs where either becomes a defect.
//! - [`complete`] then fills from the outline what feed-rs leaves out or loses:
//!   creators, dates in odd forms, relative links, items after an error.
//!
//! Reading never does I/O and never reads a clock.
//!
//! ```
//! use wire_feed::{Source, read};
//!
//! let rss = br#"<rss version="2.0"><channel><title>Wire</title>
//!   <item><title>Harbour reopens</title><link>https://example.org/1</link></item></channel></rss>"#;
//! let (document, defects) = read(rss, &Source::default()).unwrap();
//! assert_eq!(document.entries[0].title.as_deref(), Some("Harbour reopens"));
//! assert!(defects.is_empty());
//! ```

mod base;
mod complete;
mod discover;
mod json;
mod opml;
mod repair;
mod sitemap;
mod telegraph;
mod tree;
mod wire;

use std::panic::{AssertUnwindSafe, catch_unwind};

pub use discover::{Named, discover};
pub use opml::{Outline, read_opml, write_opml};
use thiserror::Error;
pub use url::Url as Address;
use url::Url;
use wire_model::{Defect, DefectKind, FeedDocument};
use wire_text::charset;

/// What is known of a feed's bytes besides themselves.
#[derive(Clone, Debug, Default)]
pub struct Source {
    /// The address that answered; relative links are resolved against it.
    pub url: Option<Url>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// The `Content-Location` header, resolved.
    pub content_location: Option<Url>,
}

/// Why bytes are not a feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum ReadError {
    /// No bytes, or white space only.
    #[error("the document is empty")]
    Empty,
    /// An HTML page.
    #[error("the document is an HTML page, not a feed; `wiredesk feeds discover` may find the feed it names")]
    Html,
    /// JSON that is neither JSON Feed nor ninjs.
    #[error("the document is JSON but neither JSON Feed nor ninjs")]
    OtherJson,
    /// XML of another kind.
    #[error("the document is XML of an unknown kind")]
    OtherXml,
    /// Broken JSON.
    #[error("the document is JSON that cannot be parsed")]
    BrokenJson,
    /// Neither XML nor JSON: text, an image, an archive.
    #[error("the document is neither XML nor JSON")]
    NotMarkup,
    /// Packed text that unpacks to more than the cap.
    #[error("the document unpacks to more than {} MiB", MAX_UNPACKED >> 20)]
    TooLarge,
}

impl ReadError {
    /// The metric label.
    pub fn as_str(self) -> &'static str {
        match self {
            ReadError::Empty => "empty",
            ReadError::Html => "html",
            ReadError::OtherJson => "other_json",
            ReadError::OtherXml => "other_xml",
            ReadError::BrokenJson => "broken_json",
            ReadError::NotMarkup => "not_markup",
            ReadError::TooLarge => "too_large",
        }
    }
}

/// A feed document unpacks to at most this many bytes.
const MAX_UNPACKED: usize = 64 << 20;

/// Reads a feed document.
///
/// # Errors
/// Says what the bytes are when they are no feed. Everything that can be read
/// in spite of a mistake is read, and the mistake is a defect.
pub fn read(bytes: &[u8], source: &Source) -> Result<(FeedDocument, Vec<Defect>), ReadError> {
    let mut defects = Vec::new();
    let (unpacked, cut) = charset::gunzip(bytes, MAX_UNPACKED);
    if cut && unpacked.len() >= MAX_UNPACKED {
        return Err(ReadError::TooLarge);
    }
    if cut {
        defects.push(Defect::new(DefectKind::Truncated, "the gzip stream breaks off"));
    }
    let decoded = charset::decode(&unpacked, source.content_type.as_deref(), charset::xml_declaration);
    if decoded.malformed || decoded.misdeclared {
        defects.push(Defect::new(DefectKind::Encoding, format!("read as {}", decoded.encoding)));
    }
    if decoded.twice {
        defects.push(Defect::new(DefectKind::Encoding, "encoded in UTF-8 twice"));
    }
    if let Some(document) = telegraph::read(&decoded.text) {
        return Ok((document, defects));
    }
    let text = decoded.text.trim_start_matches(|c: char| c == '\u{FEFF}' || c.is_whitespace() || c.is_control());
    let document = match text.chars().next() {
        None => return Err(ReadError::Empty),
        Some('{' | '[') => json::read(text, source)?,
        Some(_) => read_xml(text, source, &mut defects)?,
    };
    check_entries(&document, &mut defects);
    Ok((document, defects))
}

fn read_xml(text: &str, source: &Source, defects: &mut Vec<Defect>) -> Result<FeedDocument, ReadError> {
    let start = document_start(text).ok_or(ReadError::NotMarkup)?;
    let tree = &repair::repair(text.get(start..).unwrap_or_default(), defects);
    let root = tree.root().ok_or(ReadError::NotMarkup)?;
    match tree.local(root) {
        "html" | "body" | "head" | "script" | "div" | "p" | "meta" | "title" => return Err(ReadError::Html),
        "urlset" => return Ok(sitemap::read_urlset(tree, root)),
        "sitemapindex" => return Ok(sitemap::read_index(tree, root)),
        "newsItem" | "newsMessage" | "packageItem" | "nitf" | "conceptItem" | "NewsML" => {
            return Ok(wire::read(tree, root));
        }
        _ => {}
    }
    let family = complete::family(tree, root).ok_or_else(|| unknown_root(tree.local(root), text))?;
    let mut document = complete::read(tree, family, source);
    if complete::is_lacking(&document) {
        complete::fill(&mut document, feed_rs_document(&tree.text, source, defects));
    }
    complete::finish(&mut document, tree, family, defects);
    Ok(document)
}

/// Where the document begins: at the first tag, or, where something else was
/// printed before it (a warning of the content system), at a root that is known.
fn document_start(text: &str) -> Option<usize> {
    const ROOTS: [&str; 9] =
        ["<?xml", "<rss", "<feed", "<rdf:RDF", "<RDF", "<urlset", "<sitemapindex", "<nitf", "<news"];
    let mut first = text.find('<')?;
    while text[first..].starts_with("<!--") {
        let end = first + text[first..].find("-->")?;
        first = end + text[end..].find('<')?;
    }
    let rest = &text[first..];
    let is_page = rest.get(..9).is_some_and(|d| d.eq_ignore_ascii_case("<!DOCTYPE"))
        || rest.get(..5).is_some_and(|d| d.eq_ignore_ascii_case("<html"));
    if is_page {
        return Some(first);
    }
    if ROOTS.iter().any(|root| rest.starts_with(root)) {
        return Some(first);
    }
    let head = text.get(..text.floor_char_boundary(MAX_JUNK)).unwrap_or(text);
    Some(ROOTS.iter().filter_map(|root| head.find(root)).min().unwrap_or(first))
}

/// How far into a document its root is looked for, in bytes.
const MAX_JUNK: usize = 64 * 1024;

fn unknown_root(root: &str, text: &str) -> ReadError {
    let page = root.eq_ignore_ascii_case("html")
        || text.get(..200).unwrap_or(text).to_ascii_lowercase().contains("<!doctype html");
    if page { ReadError::Html } else { ReadError::OtherXml }
}

/// What feed-rs makes of well-formed XML; nothing, with a defect, where it refuses or panics.
fn feed_rs_document(xml: &str, source: &Source, defects: &mut Vec<Defect>) -> Option<feed_rs::model::Feed> {
    let parse = || {
        feed_rs::parser::Builder::new()
            .base_uri(source.url.as_ref().map(Url::as_str))
            .timestamp_parser(complete::timestamp)
            .build()
            .parse(xml.as_bytes())
    };
    match catch_unwind(AssertUnwindSafe(parse)) {
        Ok(Ok(feed)) => Some(feed),
        Ok(Err(error)) => {
            defects.push(Defect::new(DefectKind::IllFormed, error.to_string()));
            None
        }
        Err(_) => {
            defects.push(Defect::new(DefectKind::IllFormed, "the feed parser panicked"));
            None
        }
    }
}

fn check_entries(document: &FeedDocument, defects: &mut Vec<Defect>) {
    let hollow = |e: &wire_model::Entry| {
        e.guid.is_none() && e.link.is_none() && e.title.is_none() && e.summary.is_none() && e.content.is_none()
    };
    let empty = document.entries.iter().filter(|e| hollow(e)).count();
    if empty > 0 {
        defects.push(Defect::new(DefectKind::EmptyEntry, format!("{empty} entries hold nothing")));
    }
}
