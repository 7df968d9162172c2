//! When the story was published and changed: JSON-LD, meta, `<time>`, URL, text.

use std::sync::LazyLock;

use regex::Regex;
use url::Url;
use wire_model::{Precision, Time, TimeSource, Timed};
use wire_text::date::{self, Parsed, Slashes};

use crate::jsonld::Linked;
use crate::meta::Meta;
use crate::outline::Outline;

mod shown;

const DAY_MS: i64 = 24 * 60 * 60_000;

use shown::{Shown, Sign};

/// Names that say it is the time of publication.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "article:published:time",
    "og:article:published_time",
    "og:published_time",
    "rnews:datepublished",
];
/// As [`PUBLISHED`], in other content systems and metadata sets: pages that have both may have two clocks.
const PUBLISHED_TOO: &[&str] = &[
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.issued",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "article.published",
    "originalpublicationdate",
    "article_date_original",
];
/// Names that do not say what it is the time of: content systems write that of the last change there, too.
const DATED: &[&str] = &["date", "timestamp", "last-modified-date"];
/// Parts of names that content systems make up for the time of publication.
const NAMED_FOR_PUBLISHING: &[&str] = &["publi", "upload", "created", "issued"];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "article:modified:time",
    "og:updated_time",
    "og:article:modified_time",
    "datemodified",
    "dcterms.modified",
    "last-modified",
    "last-updated",
    "dateupdate",
    "lastmod",
];

/// The time of publication and that of the last change.
pub(crate) fn dates(
    outline: &Outline<'_>,
    meta: &Meta,
    linked: &Linked,
    url: Option<&Url>,
    fetched: Option<Time>,
    headline: Option<&str>,
) -> (Option<Timed>, Option<Timed>) {
    let sources = Sources { outline, meta, linked, url, reading: Reading::of(outline, url, fetched) };
    let stated = sources.published();
    let is_stated = stated.iter().any(Option::is_some);
    let page = Shown::new(outline, headline, sources.reading, if is_stated { Sign::time } else { Sign::of });
    let shown = if is_stated { page.near_headline() } else { page.published() };
    let dated = sources.named(DATED);
    let is_change =
        !is_stated && page.beside_headline().zip(dated).is_some_and(|(shown, dated)| day_of(&shown) < day_of(&dated));
    let (dated, change) = if is_change { (None, dated) } else { (dated, None) };
    let candidates: Vec<Timed> =
        stated.into_iter().chain([dated, shown]).chain(sources.published_elsewhere()).flatten().collect();
    let written = best(&candidates);
    let first = written.map(|w| in_utc(w, &candidates, url));
    let updated = sources.changed().or(change);
    let updated = updated.map(|u| written.zip(first).map_or(u, |(written, first)| as_corrected(u, written, first)));
    let first = first.map(|f| with_local_offset(f, &candidates)).map(|f| with_national_offset(f, url));
    let first = first.or(updated).or_else(|| page.anywhere()).or_else(|| sources.at_worst());
    let shown_change = || page.changed().filter(|changed| first.is_none_or(|first| first.at <= changed.at));
    (first, updated.or_else(shown_change))
}

/// Where a page states its dates.
struct Sources<'p, 'h> {
    outline: &'p Outline<'h>,
    meta: &'p Meta,
    linked: &'p Linked,
    url: Option<&'p Url>,
    reading: Reading,
}

impl Sources<'_, '_> {
    /// What says that it is the time of publication, the surest first.
    fn published(&self) -> [Option<Timed>; 6] {
        [
            self.linked("datePublished"),
            self.linked("dateCreated"),
            self.named(PUBLISHED),
            self.named(PUBLISHED_TOO),
            published_property(self.outline, self.reading),
            self.url.and_then(|url| from_url(url, self.reading)),
        ]
    }

    /// What says so of the page's other address, and of the page and not of the story.
    fn published_elsewhere(&self) -> [Option<Timed>; 2] {
        [
            canonical(self.meta).and_then(|url| from_url(&url, self.reading)),
            self.linked.page_published().and_then(|t| self.reading.timed(t, TimeSource::JsonLd)),
        ]
    }

    fn changed(&self) -> Option<Timed> {
        self.linked("dateModified").or_else(|| self.named(MODIFIED))
    }

    /// What content systems name as they like, and the day of the picture, which was put where those of that day are put.
    fn at_worst(&self) -> Option<Timed> {
        let mut named = self.meta.named_like(NAMED_FOR_PUBLISHING);
        let named = named.find_map(|value| self.reading.timed(value, TimeSource::Meta));
        named.or_else(|| from_url(&picture(self.meta)?, self.reading))
    }

    fn linked(&self, name: &str) -> Option<Timed> {
        self.reading.timed(self.linked.article()?.get(name)?.as_str()?, TimeSource::JsonLd)
    }

    fn named(&self, names: &[&str]) -> Option<Timed> {
        let mut values = names.iter().flat_map(|name| self.meta.all(name));
        values.find_map(|value| self.reading.timed(value, TimeSource::Meta))
    }
}

/// The first, or of what is of its day the first that has a clock and a zone: it says more.
fn best(candidates: &[Timed]) -> Option<Timed> {
    let first = candidates.first()?;
    if is_exact(first) {
        return Some(*first);
    }
    let day = |t: &Timed| t.at.millis().div_euclid(DAY_MS);
    let apart = i64::from(first.precision != Precision::Day);
    let exact = candidates.iter().find(|c| is_exact(c) && (day(c) - day(first)).abs() <= apart);
    Some(*exact.unwrap_or(first))
}

/// Whether a time is an instant, for it has a clock and a zone.
fn is_exact(time: &Timed) -> bool {
    !time.zone_unknown && time.precision != Precision::Day
}

/// The day of a time where it was written, counted from 1970 on.
fn day_of(time: &Timed) -> i64 {
    let local = time.at.millis() + i64::from(time.offset_minutes.unwrap_or(0)) * 60_000;
    local.div_euclid(DAY_MS)
}

/// Content systems call the newsroom's clock UTC in one of two fields. Where the other has the same clock with an
/// offset, that is right. Where it says UTC too, the country of the domain tells which of both is its clock; nobody's is
/// more than nine hours behind UTC.
fn in_utc(time: Timed, candidates: &[Timed], url: Option<&Url>) -> Timed {
    const FURTHEST_BEHIND: i16 = 9 * 60;
    if time.offset_minutes != Some(0) || !is_exact(&time) {
        return time;
    }
    let apart = |c: &Timed| quarters_apart(c, &time).filter(|apart| *apart != 0);
    let Some((other, apart)) = candidates.iter().filter(|c| is_exact(c)).find_map(|c| Some((c, apart(c)?))) else {
        return time;
    };
    if other.offset_minutes == Some(-apart) {
        return *other;
    }
    let is_clock = other.offset_minutes == Some(0)
        && national_offset(time, url).map_or(apart < -FURTHEST_BEHIND, |offset| apart == -offset);
    if is_clock { Timed { offset_minutes: Some(-apart), ..*other } } else { time }
}

/// A time beside one that was not in UTC, though `written` so, and is `corrected`: if both come from one place, both err.
fn as_corrected(time: Timed, written: Timed, corrected: Timed) -> Timed {
    let err = written.at.millis() - corrected.at.millis();
    if err == 0 || time.source != written.source || time.offset_minutes != Some(0) || !is_exact(&time) {
        return time;
    }
    Timed { at: Time::from_millis(time.at.millis() - err), offset_minutes: corrected.offset_minutes, ..time }
}

/// Minutes from `b` to `a`, if they are quarters of an hour, as between one clock and another.
fn quarters_apart(a: &Timed, b: &Timed) -> Option<i16> {
    const QUARTER_MS: i64 = 15 * 60_000;
    let apart = a.at.millis() - b.at.millis();
    let quarters = (apart + apart.signum() * QUARTER_MS / 2) / QUARTER_MS;
    let is_clocks = quarters.abs() <= 14 * 4 && (apart - quarters * QUARTER_MS).abs() < 60_000;
    is_clocks.then(|| i16::try_from(quarters * 15).ok())?
}

/// Content systems write UTC in one field and the newsroom's clock in another:
/// where the two differ by quarters of an hour, or the other field has the same
/// instant with an offset, that is the newsroom's offset.
fn with_local_offset(time: Timed, candidates: &[Timed]) -> Timed {
    if time.offset_minutes != Some(0) {
        return time;
    }
    let offset = candidates.iter().find_map(|c| match quarters_apart(c, &time)? {
        0 if !c.zone_unknown => c.offset_minutes.filter(|o| *o != 0),
        apart => c.zone_unknown.then_some(apart),
    });
    Timed { offset_minutes: offset.or(time.offset_minutes), ..time }
}

/// Where a page gives UTC alone, a newsroom under a country's domain has that country's clock.
fn with_national_offset(time: Timed, url: Option<&Url>) -> Timed {
    match time.offset_minutes {
        Some(0) => Timed { offset_minutes: national_offset(time, url).or(Some(0)), ..time },
        _ => time,
    }
}

/// Minutes east of UTC at that time in the country of the domain, if nearly all of the country has one clock.
fn national_offset(time: Timed, url: Option<&Url>) -> Option<i16> {
    let country = url?.domain()?.rsplit('.').next()?;
    let (_, zone) = CLOCKS.iter().find(|(countries, _)| countries.split(' ').any(|c| c == country))?;
    let zone = jiff::tz::TimeZone::get(zone).ok()?;
    i16::try_from(zone.to_offset(time.at.0).seconds() / 60).ok()
}

/// Country-code domains by the clock of all people there, or of nearly all (IANA time zone database).
const CLOCKS: &[(&str, &str)] = &[
    ("it de at ch fr be nl lu dk no se es pl cz sk hu si hr rs ba mk al mt va sm li mc ad", "Europe/Berlin"),
    ("gr cy bg ro fi ee lv lt ua", "Europe/Athens"),
    ("ie uk pt", "Europe/London"),
    ("is gh sn ci", "Africa/Abidjan"),
    ("tr", "Europe/Istanbul"),
    ("by", "Europe/Minsk"),
    ("sa iq kw qa", "Asia/Riyadh"),
    ("il", "Asia/Jerusalem"),
    ("ae om ge", "Asia/Dubai"),
    ("az", "Asia/Baku"),
    ("pk uz", "Asia/Karachi"),
    ("in lk", "Asia/Kolkata"),
    ("np", "Asia/Kathmandu"),
    ("bd", "Asia/Dhaka"),
    ("th vn kh", "Asia/Bangkok"),
    ("cn tw hk sg my ph", "Asia/Shanghai"),
    ("jp kr", "Asia/Tokyo"),
    ("nz", "Pacific/Auckland"),
    ("ng cm ao dz tn", "Africa/Lagos"),
    ("za zw zm mz bw ls sz rw mw", "Africa/Johannesburg"),
    ("na", "Africa/Windhoek"),
    ("ke tz ug et", "Africa/Nairobi"),
    ("co pe ec pa jm", "America/Bogota"),
    ("bo do", "America/La_Paz"),
    ("ve", "America/Caracas"),
    ("gt hn sv ni cr", "America/Costa_Rica"),
    ("cl", "America/Santiago"),
    ("br", "America/Sao_Paulo"),
    ("ar", "America/Argentina/Buenos_Aires"),
];

/// How the dates of a page are read.
#[derive(Clone, Copy)]
struct Reading {
    slashes: Slashes,
    /// No story is of later, milliseconds since 1970.
    latest: i64,
}

impl Reading {
    fn of(outline: &Outline<'_>, url: Option<&Url>, fetched: Option<Time>) -> Reading {
        // A clock without its zone may be ahead of the reader's by as much, and so may one that is wrong.
        let latest = fetched.map_or(i64::MAX, |fetched| fetched.millis() + DAY_MS);
        Reading { slashes: slashes(outline, url), latest }
    }

    /// The time that a text states, if a story can be of that time. Of two readings of `12/03/2026` only one may be past.
    fn timed(self, text: &str, source: TimeSource) -> Option<Timed> {
        let timed = |parsed: Parsed| Some(parsed.from_source(source)).filter(|t| self.includes(t));
        let first = date::parse_with(text, self.slashes)?;
        timed(first).or_else(|| timed(date::parse_with(text, self.slashes.other())?))
    }

    /// News on the web is younger than 1990; earlier dates are placeholders.
    fn includes(self, time: &Timed) -> bool {
        const OLDEST_MS: i64 = 631_152_000_000;
        (OLDEST_MS + 1..=self.latest).contains(&time.at.millis())
    }
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

fn published_property(outline: &Outline<'_>, reading: Reading) -> Option<Timed> {
    let element = outline
        .elements
        .iter()
        .position(|e| e.itemprop().is_some_and(|p| p.split_whitespace().any(|w| w == "datePublished")))?;
    let e = &outline.elements[element];
    let value =
        e.attr("content").or_else(|| e.attr("datetime")).map(str::to_owned).unwrap_or_else(|| outline.text(element));
    reading.timed(&value, TimeSource::Meta)
}

static IN_URL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9])((?:19|20)\d\d)(?:[/_-]?(\d\d)[/_-]?(\d\d)|/(\d\d?)/(\d\d?))(?:[^0-9]|$)")
        .expect("the pattern is a constant that a test compiles")
});

fn canonical(meta: &Meta) -> Option<Url> {
    Url::parse(&meta.first(&["og:url"])?).ok()
}

fn picture(meta: &Meta) -> Option<Url> {
    Url::parse(&meta.first(&["og:image", "twitter:image"])?).ok()
}

fn from_url(url: &Url, reading: Reading) -> Option<Timed> {
    let found = IN_URL.captures(url.path())?;
    let part = |n: usize| found.get(n).map(|m| m.as_str());
    let (month, day) = part(2).zip(part(3)).or_else(|| part(4).zip(part(5)))?;
    reading.timed(&format!("{}-{month}-{day}", part(1)?), TimeSource::Url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn published(html: &str, url: &str) -> Option<Timed> {
        let html = Html::parse_document(html);
        let outline = Outline::new(&html);
        let url = Url::parse(url).ok();
        dates(&outline, &Meta::read(&outline), &Linked::read(&outline), url.as_ref(), None, None).0
    }

    #[test]
    fn no_story_is_of_later_than_its_page() {
        let day = |html: &str, fetched: Option<&str>| {
            let html = Html::parse_document(html);
            let outline = Outline::new(&html);
            let fetched = fetched.map(|day| Time(format!("{day}T12:00:00Z").parse().expect("a time")));
            let found = dates(&outline, &Meta::read(&outline), &Linked::read(&outline), None, fetched, None).0;
            found.map(|t| t.at.to_string()[..10].to_owned())
        };
        // In America the third of December, which on the day after the twelfth of March is to come.
        let slashes = "<meta name=date content='12/03/2026'>";
        assert_eq!(day(slashes, None).as_deref(), Some("2026-12-03"));
        assert_eq!(day(slashes, Some("2027-01-01")).as_deref(), Some("2026-12-03"));
        assert_eq!(day(slashes, Some("2026-03-13")).as_deref(), Some("2026-03-12"));
        // An event is announced before it happens; a clock may be ahead by some hours.
        let event = "<time datetime=2026-11-20>20 Nov</time><p class=date>3 November 2026</p>";
        assert_eq!(day(event, Some("2026-11-03")).as_deref(), Some("2026-11-03"));
        assert_eq!(
            day("<time datetime=2026-11-04T06:00>4 Nov</time>", Some("2026-11-03")).as_deref(),
            Some("2026-11-04")
        );
    }

    #[test]
    fn a_country_has_a_clock() {
        let meta = "<meta property='article:published_time' content='2024-06-03T22:30:00Z'>";
        let offset = |url: &str| published(meta, url).and_then(|t| t.offset_minutes);
        assert_eq!(offset("https://gull.de/"), Some(120));
        assert_eq!(offset("https://gull.in/"), Some(330));
        assert_eq!(offset("https://gull.com.br/"), Some(-180));
        assert_eq!(offset("https://gull.example/"), Some(0));
        // A country of many clocks says nothing.
        assert_eq!(offset("https://gull.us/"), Some(0));
        for (_, zone) in CLOCKS {
            assert!(jiff::tz::TimeZone::get(zone).is_ok(), "{zone}");
        }
    }

    #[test]
    fn a_clock_that_is_called_utc_is_told_from_it() {
        let check = |stated: &str, other: &str, url: &str, expected: (&str, i16)| {
            let html = format!(
                "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"datePublished\":\"{stated}\"}}</script>\
                 <meta property='article:published_time' content='{other}'>"
            );
            let found = published(&html, url).map(|t| (t.at.to_string(), t.offset_minutes));
            assert_eq!(found, Some((expected.0.to_owned(), Some(expected.1))), "{stated} {other} {url}");
        };
        let (noon, two) = ("2026-07-03T12:00:00Z", "2026-07-03T14:00:00Z");
        // The same clock with its offset.
        check(two, "2026-07-03T14:00:00+02:00", "https://gull.example/", (noon, 120));
        check("2026-07-03T14:00:00+02:00", two, "https://gull.example/", (noon, 120));
        // Both say UTC: the country knows its clock, and nobody's is ten hours behind.
        check(two, noon, "https://gull.de/", (noon, 120));
        check(noon, two, "https://gull.de/", (noon, 120));
        check("2026-07-03T22:00:00Z", noon, "https://gull.example/", (noon, 600));
        check(two, noon, "https://gull.example/", (two, 0));
        check("2026-07-03T09:00:00Z", noon, "https://gull.com.br/", (noon, -180));
        // What was written beside it errs as well.
        let linked = "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"datePublished\":\"2026-07-03T14:00:00Z\",\
                      \"dateModified\":\"2026-07-03T15:00:00Z\"}</script><time datetime=2026-07-03T14:00:00+02:00>14:00</time>";
        let html = Html::parse_document(linked);
        let outline = Outline::new(&html);
        let (meta, linked) = (Meta::read(&outline), Linked::read(&outline));
        let (_, updated) = dates(&outline, &meta, &linked, None, None, None);
        assert_eq!(updated.map(|t| t.at.to_string()).as_deref(), Some("2026-07-03T13:00:00Z"));
        // Another time, not another clock.
        check(two, "2026-07-03T12:07:00Z", "https://gull.de/", (two, 120));
    }

    #[test]
    fn the_pages_date_may_be_that_of_a_change() {
        let days = |date: &str, shown: &str| {
            let html = format!(
                "<meta name=date content={date}><h1>Harbour reopens</h1>{shown}<p>The first ships sailed in.</p>"
            );
            let html = Html::parse_document(&html);
            let outline = Outline::new(&html);
            let (meta, linked) = (Meta::read(&outline), Linked::read(&outline));
            let (published, updated) = dates(&outline, &meta, &linked, None, None, Some("Harbour reopens"));
            [published, updated].map(|t| t.map_or("-".to_owned(), |t| t.at.to_string()[..10].to_owned()))
        };
        let shown = "<p class=date>3 November 2026, 18:00</p>";
        assert_eq!(days("2026-11-04", shown), ["2026-11-03", "2026-11-04"]);
        assert_eq!(days("2026-11-03T19:00:00Z", shown), ["2026-11-03", "-"]);
        let change = "<p class=date>Updated 3 November 2026</p>";
        assert_eq!(days("2026-11-03", change), ["2026-11-03", "2026-11-03"]);
        let quoted = "<blockquote>Long live the port! <a>3 November 2026</a></blockquote>";
        assert_eq!(days("2026-11-04", quoted), ["2026-11-04", "-"]);
    }

    #[test]
    fn what_is_shown_has_a_clock_and_a_change() {
        let check = |shown: &str, published: &str, updated: &str| {
            let html =
                Html::parse_document(&format!("<h1>Harbour reopens</h1>{shown}<p>The first ships sailed in.</p>"));
            let outline = Outline::new(&html);
            let url = Url::parse("https://gull.example/").ok();
            let (meta, linked) = (Meta::read(&outline), Linked::read(&outline));
            let found = dates(&outline, &meta, &linked, url.as_ref(), None, Some("Harbour reopens"));
            let shown_as = |t: Option<Timed>| t.map_or("-".to_owned(), |t| t.at.to_string());
            assert_eq!([shown_as(found.0), shown_as(found.1)], [published, updated], "{shown}");
        };
        let (third, fourth) = ("2026-11-03T09:00:00Z", "2026-11-04T08:30:00Z");
        check("<p class=date>Published 3 November 2026, 10:00 CET</p>", third, "-");
        check("<p class=date>Nov 3, 2026 at 4:00 a.m. ET</p>", third, "-");
        check("<p class=datum>03.11.2026 um 09.00 Uhr</p>", third, "-");
        check(
            "<p class=date>Publié le 3 novembre 2026 à 09h00 - Mis à jour le 4 novembre 2026 à 08h30</p>",
            third,
            fourth,
        );
        check(
            "<p class=date>Tue 3 Nov 2026 09.00 GMT</p><i class=date>Last modified on 4 Nov 2026 08.30 GMT</i>",
            third,
            fourth,
        );
        check("<p class=date>Updated 4 Nov 2026 8:30 GMT | Published 3 Nov 2026 9:00 GMT</p>", third, fourth);
        check(
            "<time class=updated datetime=2026-11-04T08:30Z>4 Nov</time><time class=published datetime=2026-11-03T09:00Z>3 Nov</time>",
            third,
            fourth,
        );
        check("<p class=date>Updated 4 Nov 2026, 8:30</p>", fourth, fourth);
        check(
            "<p><i class=date>Nov 3, 2026, 9:00 GMT</i><i class='date updated'>Updated: Nov 4, 2026, 8:30 GMT</i></p>",
            third,
            fourth,
        );
        check(
            "<p><i class='date updated'>Updated: Nov 4, 2026, 8:30 GMT</i><i class=date>Nov 3, 2026, 9:00 GMT</i></p>",
            third,
            fourth,
        );
        // A number behind a date is no clock.
        check("<p class=date>3 November 2026, 10 comments</p>", "2026-11-03T00:00:00Z", "-");
        check("<p class=date>3 November 2026 - 12.50 euros</p>", "2026-11-03T00:00:00Z", "-");
    }

    #[test]
    fn days_in_addresses_and_of_the_page() {
        let day = |html: &str, url: &str| published(html, url).map(|t| t.at.to_string()[..10].to_owned());
        assert_eq!(day("", "https://gull.example/2024/6/3/tide").as_deref(), Some("2024-06-03"));
        assert_eq!(day("", "https://gull.example/2024-06-03-tide").as_deref(), Some("2024-06-03"));
        assert_eq!(day("", "https://gull.example/2024/663/tide"), None);
        let page =
            "<script type='application/ld+json'>{\"@type\":\"WebPage\",\"datePublished\":\"2024-06-04\"}</script>";
        assert_eq!(day(page, "https://gull.example/").as_deref(), Some("2024-06-04"));
        let made_up = "<meta property='gull:uploaded' content='2024-06-05T10:00:00Z'>";
        assert_eq!(day(made_up, "https://gull.example/").as_deref(), Some("2024-06-05"));
    }
}
