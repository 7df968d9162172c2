//! When the story was published and changed: JSON-LD, meta, `<time>`, URL, text.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;
use url::Url;
use wire_model::{Precision, TimeSource, Timed};
use wire_text::date;

use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;

const PUBLISHED: &[&str] =
    &["article:published_time", "og:article:published_time", "og:published_time", "rnews:datepublished"];
const DAY_NAMES: &[&str] = &[
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.issued",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dcterms.date",
    "article.published",
    "originalpublicationdate",
    "timestamp",
    "article_date_original",
    "last-modified-date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "lastmod",
];

/// The time of publication and that of the last change.
pub(crate) fn dates(
    outline: &Outline<'_>,
    meta: &Meta,
    linked: &Linked,
    url: Option<&Url>,
) -> (Option<Timed>, Option<Timed>) {
    let linked_date = |name: &str| {
        linked.article().and_then(|a| a.get(name)).and_then(Value::as_str).and_then(|t| timed(t, TimeSource::JsonLd))
    };
    let from_meta =
        |names: &[&str]| names.iter().find_map(|n| meta.all(n).iter().find_map(|v| timed(v, TimeSource::Meta)));
    let updated = linked_date("dateModified").or_else(|| from_meta(MODIFIED));
    let candidates: Vec<Timed> = [
        linked_date("datePublished"),
        linked_date("dateCreated"),
        from_meta(PUBLISHED),
        from_meta(DAY_NAMES),
        published_property(outline),
        time_element(outline),
        url.and_then(from_url),
    ]
    .into_iter()
    .flatten()
    .collect();
    // Of candidates on one day, one with a zone says more.
    let first = candidates.first().copied();
    let exact = first.and_then(|f| {
        let day = |t: &Timed| t.at.millis().div_euclid(86_400_000);
        candidates
            .iter()
            .find(|c| {
                !c.zone_unknown
                    && c.precision != Precision::Day
                    && (day(c) - day(&f)).abs() <= i64::from(f.precision != Precision::Day)
            })
            .copied()
    });
    let first = match first {
        Some(f) if f.zone_unknown || f.precision == Precision::Day => exact.or(first),
        other => other,
    };
    (first.or(updated).or_else(|| from_text(outline)), updated)
}

fn timed(text: &str, source: TimeSource) -> Option<Timed> {
    date::parse(text).map(|p| p.from_source(source)).filter(|t| t.at.millis() > OLDEST_MS)
}

/// News on the web is younger than 1990; earlier dates are placeholders.
const OLDEST_MS: i64 = 631_152_000_000;

fn published_property(outline: &Outline<'_>) -> Option<Timed> {
    let element = outline
        .elements
        .iter()
        .position(|e| e.attr("itemprop").is_some_and(|p| p.split_whitespace().any(|w| w == "datePublished")))?;
    let e = &outline.elements[element];
    let value =
        e.attr("content").or_else(|| e.attr("datetime")).map(str::to_owned).unwrap_or_else(|| outline.text(element));
    timed(&value, TimeSource::Meta)
}

fn time_element(outline: &Outline<'_>) -> Option<Timed> {
    outline.tagged("time").take(5).find_map(|i| {
        let value = outline.elements[i].attr("datetime").map(str::to_owned).unwrap_or_else(|| outline.text(i));
        timed(&value, TimeSource::TimeElement)
    })
}

static IN_URL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)(?:[^0-9]|$)")
        .expect("the pattern is a constant that a test compiles")
});

fn from_url(url: &Url) -> Option<Timed> {
    let found = IN_URL.captures(url.path())?;
    let part = |n: usize| found.get(n).map(|m| m.as_str());
    timed(&format!("{}-{}-{}", part(1)?, part(2)?, part(3)?), TimeSource::Url)
}

static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?\p{L}{3,10}\.?,? (?:de )?(?:19|20)\d\d|\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|",
        r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)",
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// The first full date among the short lines that a reader sees.
fn from_text(outline: &Outline<'_>) -> Option<Timed> {
    let text = outline.visible_text(6_000);
    IN_TEXT.find_iter(&text).find_map(|m| timed(m.as_str(), TimeSource::Text))
}
