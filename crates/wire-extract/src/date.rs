//! When the story was published and changed: JSON-LD, meta, `<time>`, URL, text.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;
use url::Url;
use wire_model::{Precision, TimeSource, Timed};
use wire_text::date::{self, Slashes};

use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;
use crate::phrase::Label;

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
    let slashes = slashes(outline, url);
    let linked_date = |name: &str| {
        linked
            .article()
            .and_then(|a| a.get(name))
            .and_then(Value::as_str)
            .and_then(|t| timed(t, slashes, TimeSource::JsonLd))
    };
    let from_meta = |names: &[&str]| {
        names.iter().find_map(|n| meta.all(n).iter().find_map(|v| timed(v, slashes, TimeSource::Meta)))
    };
    let updated = linked_date("dateModified").or_else(|| from_meta(MODIFIED));
    let candidates: Vec<Timed> = [
        linked_date("datePublished"),
        linked_date("dateCreated"),
        from_meta(PUBLISHED),
        from_meta(DAY_NAMES),
        published_property(outline, slashes),
        url.and_then(from_url),
        time_element(outline, slashes),
        canonical(meta).as_ref().and_then(from_url),
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
    let first = first.map(|f| with_local_offset(f, &candidates));
    let first = first.or(updated).or_else(|| from_text(outline, slashes));
    // The picture was put where pictures of that day are put.
    (first.or_else(|| picture(meta).as_ref().and_then(from_url)), updated)
}

/// Content systems write UTC in one field and the newsroom's clock in another:
/// where the two differ by quarters of an hour, or the other field has the same
/// instant with an offset, that is the newsroom's offset.
fn with_local_offset(time: Timed, candidates: &[Timed]) -> Timed {
    const QUARTER_MS: i64 = 15 * 60_000;
    if time.offset_minutes != Some(0) {
        return time;
    }
    let offset = candidates.iter().find_map(|c| {
        let apart = c.at.millis() - time.at.millis();
        if !c.zone_unknown {
            return c.offset_minutes.filter(|o| *o != 0 && apart.abs() < 60_000);
        }
        let quarters = (apart + apart.signum() * QUARTER_MS / 2) / QUARTER_MS;
        let is_offset = quarters.abs() <= 14 * 4 && (apart - quarters * QUARTER_MS).abs() < 60_000;
        is_offset.then(|| i16::try_from(quarters * 15).ok())?
    });
    Timed { offset_minutes: offset.or(time.offset_minutes), ..time }
}

/// What comes first between slashes follows from the page's language, and for English from where the site is.
fn slashes(outline: &Outline<'_>, url: Option<&Url>) -> Slashes {
    let language = outline.declared_language().unwrap_or_default().to_ascii_lowercase();
    let country = url.and_then(Url::domain).and_then(|d| d.rsplit('.').next()).filter(|t| t.len() == 2);
    let is_american = match language.split_once(['-', '_']) {
        Some(("en", region)) => region == "us",
        Some(_) => false,
        None => (language.is_empty() || language == "en") && country.is_none_or(|c| c == "us"),
    };
    if is_american { Slashes::MonthFirst } else { Slashes::DayFirst }
}

fn timed(text: &str, slashes: Slashes, source: TimeSource) -> Option<Timed> {
    date::parse_with(text, slashes).map(|p| p.from_source(source)).filter(|t| t.at.millis() > OLDEST_MS)
}

/// News on the web is younger than 1990; earlier dates are placeholders.
const OLDEST_MS: i64 = 631_152_000_000;

fn published_property(outline: &Outline<'_>, slashes: Slashes) -> Option<Timed> {
    let element = outline
        .elements
        .iter()
        .position(|e| e.attr("itemprop").is_some_and(|p| p.split_whitespace().any(|w| w == "datePublished")))?;
    let e = &outline.elements[element];
    let value =
        e.attr("content").or_else(|| e.attr("datetime")).map(str::to_owned).unwrap_or_else(|| outline.text(element));
    timed(&value, slashes, TimeSource::Meta)
}

fn time_element(outline: &Outline<'_>, slashes: Slashes) -> Option<Timed> {
    // Comments have times of their own.
    let is_comment = |i: &usize| {
        let mut around = std::iter::once(*i).chain(outline.ancestors(*i)).filter_map(|a| outline.elements.get(a));
        around.any(|e| e.tag != "body" && e.labels().any(|l| Label::of(l).comments))
    };
    outline.tagged("time").take(40).filter(|i| !is_comment(i)).take(5).find_map(|i| {
        let value = outline.elements[i].attr("datetime").map(str::to_owned).unwrap_or_else(|| outline.text(i));
        timed(&value, slashes, TimeSource::TimeElement)
    })
}

static IN_URL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)(?:[^0-9]|$)")
        .expect("the pattern is a constant that a test compiles")
});

fn canonical(meta: &Meta) -> Option<Url> {
    Url::parse(&meta.first(&["og:url"])?).ok()
}

fn picture(meta: &Meta) -> Option<Url> {
    Url::parse(&meta.first(&["og:image", "twitter:image"])?).ok()
}

fn from_url(url: &Url) -> Option<Timed> {
    let found = IN_URL.captures(url.path())?;
    let part = |n: usize| found.get(n).map(|m| m.as_str());
    timed(&format!("{}-{}-{}", part(1)?, part(2)?, part(3)?), Slashes::default(), TimeSource::Url)
}

static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?-u:\b)(\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?\p{L}{3,10}\.?,? (?:de )?(?:19|20)\d\d|\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|",
        r"(?:19|20)\d\d ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]|(?:19|20)\d\d[./]\d{1,2}[./]\d{1,2}|",
        r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)",
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// Words of class names for what holds a story's date.
const HOLDERS: &[&str] = &["date", "datum", "time", "publi", "posted", "meta", "byline", "fecha", "data", "info"];

/// The first full date that a reader sees: in an element named for it, then
/// below the headline, then anywhere near the top.
fn from_text(outline: &Outline<'_>, slashes: Slashes) -> Option<Timed> {
    const LONGEST: usize = 160;
    let is_holder = |labels: &str| HOLDERS.iter().any(|h| labels.to_ascii_lowercase().contains(h));
    let named = outline.elements.iter().enumerate().skip(outline.body);
    let named = named.filter(|(i, e)| e.end - i <= SMALL && e.labels().any(is_holder));
    let small = named.map(|(i, _)| outline.text(i)).filter(|t| t.len() <= LONGEST);
    small.take(HOLDERS_READ).find_map(|t| first_date(&t, slashes)).or_else(|| {
        let below = outline.tagged("h1").next().map(|h| outline.text_from(h, 2_000));
        below.and_then(|t| first_date(&t, slashes)).or_else(|| first_date(&outline.visible_text(6_000), slashes))
    })
}

/// Elements below one that holds a date, at most.
const SMALL: usize = 12;
/// Elements named for dates that are read, at most.
const HOLDERS_READ: usize = 40;

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?:19|20)[0-9][0-9]").expect("the pattern is a constant that a test compiles"));

/// Dates are looked for around years only: those are found fast, and are few.
fn first_date(text: &str, slashes: Slashes) -> Option<Timed> {
    const BEFORE: usize = 32;
    const BEHIND: usize = 16;
    YEAR.find_iter(text).find_map(|year| {
        let from = text.floor_char_boundary(year.start().saturating_sub(BEFORE));
        let to = text.ceil_char_boundary((year.end() + BEHIND).min(text.len()));
        let around = text.get(from..to).unwrap_or_default();
        IN_TEXT.find_iter(around).find_map(|m| timed(m.as_str(), slashes, TimeSource::Text))
    })
}
