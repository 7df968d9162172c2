//! HTML to an [`Article`].
//!
//! ```text
//! bytes ─► text ─► lean tree ─► outline ─► lines ─► body ─┐
//!                                  └───► meta, JSON-LD ───┴─► Article + decisions
//! ```
//!
//! The page is parsed once, into `scraper`'s tree, without what nobody reads
//! ([`lean`]); [`outline`] flattens the tree into
//! arrays in document order, and everything else reads those. [`body`] finds
//! the container of the story and cuts what is not story; each cut has a
//! [`Rule`], so that a person can see why.
//!
//! What comes out is the text that a reader would call the article. A page
//! that is none is refused with a reason, so that junk is never published.
//!
//! The functions are pure: no I/O, no clock. Time is linear in the page.

mod agency;
mod author;
mod body;
mod candidate;
mod class;
mod completeness;
mod credit;
mod date;
mod dateline;
mod forest;
mod headline;
mod image;
mod jsonld;
mod label;
mod language;
mod lean;
mod line;
mod medium;
mod meta;
mod outline;
mod payload;
mod phrase;
mod survey;
pub mod train;
mod words;

use foldhash::HashSet;
use memchr::memchr_iter;
use scraper::Html;
use thiserror::Error;
use url::Url;
use wire_model::{Article, Block, Byline, Image, Medium, TextSpan, Time};
use wire_text::{charset, normal};

pub use body::{Decision, Rule};

/// Version of the rules, published as provenance.
pub const EXTRACTOR: &str = concat!("wire-extract ", env!("CARGO_PKG_VERSION"));

/// What is known of a page besides its bytes.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The address that answered.
    pub url: Option<Url>,
    /// The `Content-Type` header.
    pub content_type: Option<String>,
    /// When it answered: no story is published later.
    pub fetched: Option<Time>,
    /// Copyright line or licence, as whoever links to the page gives it: less than what the page states, more than what
    /// stands at its foot.
    pub rights: Option<String>,
    /// Keywords that whoever links to the page gives: less than those that the page states, more than its tags.
    pub keywords: Vec<String>,
}

/// An article with the decisions that made it.
#[derive(Clone, Debug)]
pub struct Extraction {
    /// The article.
    pub article: Article,
    /// Every line of the page's candidate text, kept or cut, in order.
    pub decisions: Vec<Decision>,
}

/// Why a page is not an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum NotAnArticle {
    /// No bytes, or no visible text.
    #[error("the page is empty")]
    Empty,
    /// A PDF, an image, JSON: no HTML.
    #[error("the document is not HTML")]
    NotHtml,
    /// More markup than a page has.
    #[error("the page has more than {MAX_ELEMENTS} elements or nests deeper than {MAX_DEPTH}")]
    TooComplex,
    /// Visible text, but nothing that reads like a story.
    #[error("no run of text reads like a story")]
    NoStory,
    /// An error page that was served as if it were none.
    #[error("the page says that something was not found or went wrong")]
    SoftError,
    /// A page that asks for consent or for a browser check.
    #[error("the page asks for consent or checks the browser")]
    Wall,
}

impl NotAnArticle {
    /// The metric label.
    pub fn as_str(self) -> &'static str {
        match self {
            NotAnArticle::Empty => "empty",
            NotAnArticle::NotHtml => "not_html",
            NotAnArticle::TooComplex => "too_complex",
            NotAnArticle::NoStory => "no_story",
            NotAnArticle::SoftError => "soft_error",
            NotAnArticle::Wall => "wall",
        }
    }
}

/// Pages with more elements are refused.
const MAX_ELEMENTS: usize = 1_000_000;
/// Pages that nest deeper are refused before the parser, whose time grows with depth.
/// Browsers flatten what nests deeper than half of this; news pages nest some 50 deep.
const MAX_DEPTH: usize = 1_000;

/// Extracts the article of a page.
///
/// # Errors
/// Says why the page is no article.
pub fn extract(bytes: &[u8], page: &Page) -> Result<Extraction, NotAnArticle> {
    let (unpacked, _) = charset::gunzip(bytes, 64 << 20);
    let decoded = charset::decode(&unpacked, page.content_type.as_deref(), charset::html_declaration);
    if decoded.text.trim().is_empty() {
        return Err(NotAnArticle::Empty);
    }
    if !looks_like_html(&decoded.text) {
        return Err(NotAnArticle::NotHtml);
    }
    let lean::Lean { html, scripts } = lean::parse(&decoded.text).ok_or(NotAnArticle::TooComplex)?;
    read_tree(&html, page, |outline, known| body::body(outline, known, &scripts))
}

/// The lines of a body, and the decisions on all lines.
type Body = (Vec<line::Line>, Vec<Decision>);

/// What is read of a page before its body.
struct Heading<'h> {
    outline: outline::Outline<'h>,
    meta: meta::Meta,
    linked: jsonld::Linked,
    headline: Option<String>,
    kicker: Option<String>,
    images: Vec<Image>,
    captions: Vec<String>,
    bylines: Vec<Byline>,
    description: Option<String>,
    article_body: Option<String>,
}

impl<'h> Heading<'h> {
    fn read(html: &'h Html, page: &Page) -> Heading<'h> {
        let outline = outline::Outline::new(html);
        let meta = meta::Meta::read(&outline);
        let linked = jsonld::Linked::read(&outline);
        let headline::Headline { headline, kicker } = headline::headline(&outline, &meta, &linked);
        let bylines = author::bylines(&outline, &meta, &linked, headline.as_deref());
        let (images, captions) = image::images(&outline, &meta, &linked, page.url.as_ref());
        Heading {
            headline,
            kicker,
            images,
            captions,
            bylines,
            description: description(&meta, &linked),
            article_body: linked.article_text("articleBody"),
            outline,
            meta,
            linked,
        }
    }

    fn known(&self) -> survey::Known<'_> {
        survey::Known {
            headline: self.headline.as_deref(),
            bylines: &self.bylines,
            captions: &self.captions,
            description: self.description.as_deref(),
            article_body: self.article_body.as_deref(),
        }
    }
}

fn read_tree(
    html: &Html,
    page: &Page,
    find_body: impl Fn(&outline::Outline<'_>, &survey::Known<'_>) -> Option<Body>,
) -> Result<Extraction, NotAnArticle> {
    let heading = Heading::read(html, page);
    if heading.outline.elements.len() > MAX_ELEMENTS {
        return Err(NotAnArticle::TooComplex);
    }
    let found = find_body(&heading.outline, &heading.known());
    let Heading { outline, meta, linked, headline, kicker, images, bylines, description, .. } = heading;
    let mut article = Article { headline, kicker, bylines, images, ..Article::default() };
    let decisions = match found {
        Some((lines, decisions)) => {
            fill_text(&mut article, &lines, page.url.as_ref());
            article.medium = medium::medium(&outline, &meta, &linked, &article.text);
            decisions
        }
        None => {
            article.medium = medium::declared(&meta, &linked).unwrap_or_default();
            let told = description.filter(|_| article.medium != Medium::Text && article.headline.is_some());
            let told = told.ok_or_else(|| no_body(&outline, article.headline.as_deref()))?;
            fill_text(&mut article, &[line::Line::paragraph(told)], None);
            Vec::new()
        }
    };
    refuse_walls(&article)?;
    fill_metadata(&mut article, &decisions, &outline, (&meta, &linked), page);
    Ok(Extraction { article, decisions })
}

/// An article of text alone: the feed's own content, where its page cannot be had.
/// `declared` is what the feed says of its language; the text wins over it. Markup that
/// nests deeper than any page's has no text.
pub fn from_fragment(html: &str, url: Option<&Url>, declared: Option<&str>) -> Article {
    let Some(page) = lean::parse(html) else { return Article::default() };
    let outline = outline::Outline::new(&page.html);
    let mut article = Article::default();
    fill_text(&mut article, &survey::all_lines(&outline), url);
    article.dateline = dateline::dateline(&article);
    article.agency = agency::agency(&article, None, None);
    speak(&mut article, declared);
    (article.images, _) = image::images(&outline, &meta::Meta::default(), &jsonld::Linked::default(), url);
    article
}

fn speak(article: &mut Article, declared: Option<&str>) {
    let language::Spoken { tag, confidence } = language::language(declared, &article.text);
    article.language = tag;
    article.language_confidence = confidence;
}

fn description(meta: &meta::Meta, linked: &jsonld::Linked) -> Option<String> {
    meta.first(&["og:description", "description", "twitter:description"])
        .or_else(|| linked.article_text("description"))
        .and_then(|d| normal::non_empty(&d))
}

fn looks_like_html(text: &str) -> bool {
    let head = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    let head = head.get(..head.len().min(4096)).unwrap_or_else(|| head.get(..4000).unwrap_or(head));
    let binary = head.chars().filter(|c| c.is_control() && !c.is_whitespace()).count();
    head.contains('<') && binary * 50 < head.len().max(50) && !head.starts_with("%PDF") && !head.starts_with(['{', '['])
}

fn no_body(outline: &outline::Outline<'_>, headline: Option<&str>) -> NotAnArticle {
    let text = outline.visible_text(2000);
    if text.trim().is_empty() {
        return NotAnArticle::Empty;
    }
    if headline.is_some_and(phrase::is_error_title) {
        return NotAnArticle::SoftError;
    }
    if phrase::is_wall(&text) { NotAnArticle::Wall } else { NotAnArticle::NoStory }
}

fn refuse_walls(article: &Article) -> Result<(), NotAnArticle> {
    let short = !survey::has_words(&article.text, 120);
    if short && article.headline.as_deref().is_some_and(phrase::is_error_title) {
        return Err(NotAnArticle::SoftError);
    }
    if short && phrase::is_wall(&article.text) {
        return Err(NotAnArticle::Wall);
    }
    Ok(())
}

fn fill_text(article: &mut Article, lines: &[line::Line], base: Option<&Url>) {
    const BETWEEN: &str = "\n\n";
    let mut text = String::with_capacity(lines.iter().map(|l| l.text.len() + BETWEEN.len()).sum());
    let mut start = 0;
    for line in lines {
        if !text.is_empty() {
            text.push_str(BETWEEN);
            start += BETWEEN.len();
        }
        text.push_str(&line.text);
        let end = start + line.length;
        article.blocks.push(Block { kind: line.kind, span: TextSpan { start, end } });
        let whole =
            |href: &String| if href.starts_with("http") { Some(href.clone()) } else { meta::resolved(href, base) };
        article.links.extend(line.links.iter().filter_map(whole));
        // In normal form one space stands between two words.
        article.word_count += 1 + memchr_iter(b' ', line.text.as_bytes()).count();
        start = end;
    }
    article.text = text;
}

fn fill_metadata(
    article: &mut Article,
    decisions: &[Decision],
    outline: &outline::Outline<'_>,
    (meta, linked): (&meta::Meta, &jsonld::Linked),
    page: &Page,
) {
    let url = page.url.as_ref();
    let headline = article.headline.as_deref();
    let (published, updated) = date::dates(outline, meta, linked, url, page.fetched, headline);
    article.published = published;
    article.updated = updated;
    article.live_entries = linked.live_entries();
    article.standfirst = description(meta, linked).or_else(|| label::standfirst(outline, headline));
    article.site_name = meta.first(&["og:site_name", "application-name"]).or_else(|| linked.publisher());
    let links = label::Links::read(outline);
    let section = |crumbs| label::section(crumbs, headline, article.site_name.as_deref());
    article.section = meta
        .first(&["article:section", "section", "parsely-section"])
        .or_else(|| linked.article_text("articleSection"))
        .or_else(|| section(linked.breadcrumbs()))
        .or_else(|| section(label::breadcrumbs(outline)))
        .or(links.category)
        .and_then(|section| label::bare(&section));
    let stated = linked.keywords().unwrap_or_else(|| meta.list(&["news_keywords", "keywords", "article:tag"]));
    let mut known = HashSet::default();
    let keywords = stated.iter().filter_map(|keyword| label::keyword(keyword));
    article.keywords = keywords.filter(|keyword| known.insert(keyword.clone())).collect();
    if article.keywords.is_empty() {
        article.keywords = if page.keywords.is_empty() { links.tags } else { page.keywords.clone() };
    }
    article.canonical_url = meta.canonical(url).or_else(|| meta.first(&["og:url"]));
    article.amp_url = meta.amp(url);
    let stated = || meta.first(&["copyright", "dc.rights", "dcterms.rights"]);
    let rights = linked.article_text("copyrightNotice").or_else(stated).or_else(|| label::storys_rights(decisions));
    article.rights = rights
        .clone()
        .or_else(|| page.rights.clone())
        .or_else(|| linked.article_text("license"))
        .or(links.licence)
        .or_else(|| label::pages_rights(decisions));
    let declared = outline
        .declared_language()
        .or_else(|| linked.article_text("inLanguage"))
        .or_else(|| meta.first(&["og:locale", "content-language"]));
    speak(article, declared.as_deref());
    article.dateline = dateline::dateline(article);
    article.agency = agency::agency(article, linked.publisher().as_deref(), rights.as_deref());
    (article.completeness, article.completeness_reason) =
        completeness::completeness(&article.text, decisions, meta, linked);
}
