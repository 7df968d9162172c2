//! The date that a reader sees, for pages whose markup states none.
//!
//! A page shows many dates: of other stories, of events, of comments. The
//! story's own stands near its headline, in a `time`, in an element named for
//! dates, or alone on a line; what is further off counts only where nothing
//! else is.

use std::ops::Range;
use std::sync::LazyLock;

use ego_tree::NodeRef;
use regex::{Match, Regex};
use scraper::Node;
use wire_model::{TimeSource, Timed};
use wire_text::normal;

use super::{DAY_MS, Reading};
use crate::class::Label;
use crate::headline;
use crate::outline::{Element, Outline};

/// A page as its reader sees it.
pub(super) struct Shown<'o, 'h> {
    outline: &'o Outline<'h>,
    headline: Option<&'o str>,
    reading: Reading,
    /// In the order in which a reader would look.
    candidates: Vec<Candidate>,
}

/// Why an element is taken for one that states a date.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// It is a `time`.
    Time,
    /// It is small, and named for a date or holds little else.
    Alone,
    /// It is small and begins with a date.
    AtItsStart,
}

impl Sign {
    pub(super) fn time(outline: &Outline<'_>, index: usize) -> Option<Sign> {
        stated_by(outline.elements.get(index)?).map(|_| Sign::Time)
    }

    pub(super) fn of(outline: &Outline<'_>, index: usize) -> Option<Sign> {
        const LARGEST: usize = 12;
        const LITTLE: usize = 30;
        let element = outline.elements.get(index).filter(|e| e.end - index <= LARGEST)?;
        if outline.elements[index..element.end].iter().any(|e| stated_by(e).is_some()) {
            return Sign::time(outline, index);
        }
        if outline.label(element).has(Label::DATE) {
            return Some(Sign::Alone);
        }
        let own = element.node.children().find_map(|c| c.value().as_text().map(|t| t.trim()).filter(|t| !t.is_empty()));
        let begins = own.filter(|t| begins_with_date(t)).map(str::len);
        let sign = match begins {
            Some(long) if long >= LITTLE => Sign::AtItsStart,
            None if !has_dated_line(element, LITTLE) => return None,
            _ => Sign::Alone,
        };
        (!in_figure_or_quotation(outline, index)).then_some(sign)
    }
}

/// What a `time` states, or in a microformat an `abbr` with a date as its title
/// (<https://microformats.org/wiki/datetime-design-pattern>); empty where a `time` only shows it.
fn stated_by<'h>(element: &Element<'h>) -> Option<&'h str> {
    match element.tag {
        "time" => Some(element.attr("datetime").unwrap_or_default()),
        "abbr" => element.attr("title").filter(|title| YEAR.is_match(title)),
        _ => None,
    }
}

/// Whether a short text that begins with a date stands behind a `<br>` in an element, or behind a link: its writer's name.
fn has_dated_line(element: &Element<'_>, limit: usize) -> bool {
    let ends = |node: &NodeRef<'_, Node>| node.value().as_element().is_some_and(|e| matches!(e.name(), "br" | "a"));
    let behind = element.node.children().filter(ends).filter_map(|b| b.next_sibling());
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '|' | '·' | '•' | '-' | '–' | '—' | '/');
    let mut texts = behind.filter_map(|n| n.value().as_text().map(|t| t.trim_matches(apart)));
    texts.any(|t| t.len() < limit && begins_with_date(t))
}

/// Captions are dated by their pictures, and posts that are quoted have dates of their own.
fn in_figure_or_quotation(outline: &Outline<'_>, index: usize) -> bool {
    outline
        .ancestors(index)
        .any(|a| outline.elements.get(a).is_some_and(|e| matches!(e.tag, "figure" | "figcaption" | "blockquote")))
}

/// An element that may state the story's date.
struct Candidate {
    index: usize,
    sign: Sign,
    place: Place,
}

/// Where an element stands to the headline.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Beside,
    Near,
    Far,
}

/// In the order in which a reader would look: right above the headline, from it down,
/// then further up.
fn candidates(
    outline: &Outline<'_>,
    headline: Option<&str>,
    sign: fn(&Outline<'_>, usize) -> Option<Sign>,
) -> Vec<Candidate> {
    const BESIDE: usize = 30;
    const NEAR: usize = 80;
    const MOST: usize = 40;
    let all = (outline.body..outline.elements.len()).filter_map(|i| Some((i, sign(outline, i)?)));
    let mut all: Vec<(usize, Sign)> = all.collect();
    if all.is_empty() {
        return Vec::new();
    }
    let headline = headline::shown_at(outline, headline).unwrap_or(0);
    all.sort_by_key(|(i, _)| (*i + BESIDE < headline, i.abs_diff(headline), *i < headline));
    let place = |i: usize| match () {
        () if i.abs_diff(headline) <= BESIDE => Place::Beside,
        () if (headline..=headline + NEAR).contains(&i) => Place::Near,
        () => Place::Far,
    };
    let all = all.into_iter().filter(|(i, _)| !outline.in_comments(*i)).take(MOST);
    all.map(|(index, sign)| Candidate { index, sign, place: place(index) }).collect()
}

impl<'o, 'h> Shown<'o, 'h> {
    /// The page with the elements that `sign` takes for ones that may state its date.
    pub(super) fn new(
        outline: &'o Outline<'h>,
        headline: Option<&'o str>,
        reading: Reading,
        sign: fn(&Outline<'_>, usize) -> Option<Sign>,
    ) -> Shown<'o, 'h> {
        Shown { outline, headline, reading, candidates: candidates(outline, headline, sign) }
    }

    /// The date near the headline, or that a `time` states.
    pub(super) fn near_headline(&self) -> Option<Timed> {
        self.looked_at().find_map(|c| self.read(c))
    }

    /// As [`Shown::near_headline`]; of "Updated 4 November" and "Published 3 November" the second, whatever their order.
    pub(super) fn published(&self) -> Option<Timed> {
        let (first, date) = self.looked_at().find_map(|c| Some((c, self.read(c)?)))?;
        let says_published = |c: &&Candidate| {
            let names_it = |class: &str| class.to_ascii_lowercase().contains("publish");
            let class = self.outline.elements.get(c.index).and_then(|e| e.class);
            PUBLISHING.is_match(&self.outline.text(c.index)) || class.is_some_and(names_it)
        };
        if says_published(&first) || self.read_change(first).is_none() {
            return Some(date);
        }
        // A date without a word beside that of the change is that of publication.
        let parent = |c: &Candidate| self.outline.elements.get(c.index).map(|e| e.parent);
        let says_nothing = |c: &&Candidate| parent(c) == parent(first) && self.read_change(c).is_none();
        let published = self.looked_at().filter(says_published).find_map(|c| self.read(c));
        let beside = || self.looked_at().filter(says_nothing).find_map(|c| self.read(c)).filter(|d| d.at <= date.at);
        published.or_else(beside).or(Some(date))
    }

    /// The date right above or below the headline.
    pub(super) fn beside_headline(&self) -> Option<Timed> {
        let beside = self.candidates.iter().filter(|c| c.place == Place::Beside && c.sign != Sign::AtItsStart);
        beside.filter(|c| self.read_change(c).is_none()).find_map(|c| self.read(c))
    }

    /// What is near the headline, alone before the rest, then each `time`.
    fn looked_at(&self) -> impl Iterator<Item = &Candidate> {
        let near = |begins: bool| {
            self.candidates.iter().filter(move |c| c.place <= Place::Near && begins == (c.sign == Sign::AtItsStart))
        };
        near(false).chain(near(true)).chain(self.candidates.iter().filter(|c| c.sign == Sign::Time))
    }

    /// When the page says, near its headline, that the story was changed.
    pub(super) fn changed(&self) -> Option<Timed> {
        self.candidates.iter().filter(|c| c.place <= Place::Near).find_map(|c| self.read_change(c))
    }

    fn read_change(&self, candidate: &Candidate) -> Option<Timed> {
        const LONGEST: usize = 160;
        let element = self.outline.elements.get(candidate.index)?;
        let text = self.outline.text(candidate.index);
        let word = CHANGED.find(&text).filter(|_| text.len() <= LONGEST);
        if candidate.sign == Sign::Time {
            let names_change =
                element.itemprop() == Some("dateModified") || element.class.is_some_and(|c| CHANGED.is_match(c));
            return (names_change || word.is_some_and(|w| w.start() == 0)).then(|| self.read(candidate))?;
        }
        self.first_date(text.get(word?.end()..)?)
    }

    /// Where none is near: the date of an element further off, else the first below the
    /// headline, else behind a word of publishing, else near the top.
    pub(super) fn anywhere(&self) -> Option<Timed> {
        const BELOW: usize = 2_000;
        /// Bytes, with the white space of the page.
        const TOP: usize = 7_000;
        let outline = self.outline;
        let far =
            self.candidates.iter().filter(|c| c.place == Place::Far && c.sign != Sign::Time).find_map(|c| self.read(c));
        let below = || self.first_date(&outline.text_from(headline::shown_at(outline, self.headline)?, BELOW));
        let behind_a_word_or_near_the_top = || {
            let text = outline.raw_text(outline.body, usize::MAX);
            let top = &text[..text.floor_char_boundary(TOP)];
            self.announced(&beside_years(&text)).or_else(|| self.first_date(&beside_years(top)))
        };
        far.or_else(below).or_else(behind_a_word_or_near_the_top)
    }

    fn read(&self, candidate: &Candidate) -> Option<Timed> {
        const LONGEST: usize = 160;
        const BEGINNING: usize = 60;
        let text = self.outline.text(candidate.index);
        match candidate.sign {
            Sign::Time => {
                let read =
                    |value: &str| self.reading.timed(value, TimeSource::TimeElement).or_else(|| self.first_date(value));
                match stated_by(self.outline.elements.get(candidate.index)?)? {
                    "" => read(&text),
                    value => read(value).map(|stated| self.said_otherwise(&text, stated).unwrap_or(stated)),
                }
            }
            Sign::Alone if text.len() > LONGEST => None,
            Sign::Alone => {
                let short = || self.reading.timed(SHORT_YEAR.find(&text)?.as_str(), TimeSource::Text);
                let of_two = || self.announced(&text).filter(|_| CHANGED.is_match(&text));
                of_two().or_else(|| self.first_date(&text)).or_else(short)
            }
            Sign::AtItsStart => self.first_date(&text.chars().take(BEGINNING).collect::<String>()),
        }
    }

    /// The date that a `time` shows behind a word of publishing, where its attribute has another:
    /// there are content systems that keep the last change in it.
    fn said_otherwise(&self, text: &str, stated: Timed) -> Option<Timed> {
        let shown = self.announced(text)?;
        ((shown.at.millis() - stated.at.millis()).abs() >= 2 * DAY_MS).then_some(shown)
    }

    /// The first date right behind a word of publishing.
    fn announced(&self, text: &str) -> Option<Timed> {
        const BEHIND: usize = 80;
        PUBLISHING.find_iter(text).find_map(|word| {
            let end = text.ceil_char_boundary((word.end() + BEHIND).min(text.len()));
            self.first_date(text.get(word.end()..end)?)
        })
    }

    fn first_date(&self, text: &str) -> Option<Timed> {
        const BEFORE: usize = 32;
        const BEHIND: usize = 16;
        around_years(text, BEFORE, BEHIND).find_map(|(from, around)| {
            let read = |m: Match<'_>| {
                let day = self.reading.timed(m.as_str(), TimeSource::Text)?;
                let behind = text.get(from + m.end()..).unwrap_or_default();
                Some(self.at_a_clock(m.as_str(), behind).unwrap_or(day))
            };
            IN_TEXT.find_iter(around).find_map(read)
        })
    }

    /// "3 November 2026, 10:00 CET", "03.11.2026 um 10.00 Uhr": a day with the time behind it.
    fn at_a_clock(&self, day: &str, behind: &str) -> Option<Timed> {
        let clock = CLOCK.captures(behind)?;
        let part = |names: [&str; 2]| names.into_iter().find_map(|n| clock.name(n)).map_or("", |m| m.as_str());
        let (hour, minute) = (part(["hour", "hour"]), part(["minute", "minute2"]));
        let (half, zone) = (part(["half", "half2"]), part(["zone", "zone2"]));
        let half = if half.is_empty() { "" } else { &format!("{half}m") };
        let read =
            |zone: &str| self.reading.timed(&format!("{day} {hour}:{minute:0>2} {half} {zone}"), TimeSource::Text);
        read(zone).or_else(|| read(""))
    }
}

/// What stands around the years of a page's raw text, in normal form: dates are there, and it is little of a page.
fn beside_years(text: &str) -> String {
    const BEFORE: usize = 160;
    const BEHIND: usize = 60;
    let mut parts: Vec<Range<usize>> = Vec::new();
    for year in YEAR.find_iter(text) {
        let from = text.floor_char_boundary(year.start().saturating_sub(BEFORE));
        let to = text.ceil_char_boundary((year.end() + BEHIND).min(text.len()));
        match parts.last_mut().filter(|part| from <= part.end) {
            Some(part) => part.end = to,
            None => parts.push(from..to),
        }
    }
    let parts: Vec<String> = parts.into_iter().map(|part| normal::line(&text[part])).collect();
    parts.join(" | ")
}

/// So many bytes around each year, and at which byte they begin: dates are looked for there only, for years are found fast and are few.
fn around_years(text: &str, before: usize, behind: usize) -> impl Iterator<Item = (usize, &str)> {
    YEAR.find_iter(text).filter_map(move |year| {
        let from = text.floor_char_boundary(year.start().saturating_sub(before));
        let to = text.ceil_char_boundary((year.end() + behind).min(text.len()));
        let around = text.get(from..to)?;
        // What is left of a word that was cut is no word.
        let whole = if from == 0 { around } else { around.trim_start_matches(|c: char| c.is_ascii_alphanumeric()) };
        Some((from + around.len() - whole.len(), whole))
    })
}

static YEAR: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("(?:19|20)[0-9][0-9]").expect("the pattern is a constant that a test compiles"));

static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?-u:\b)(\d{1,2}(?:st|nd|rd|th|\.)? (?:de )?\p{L}{3,10}\.?,? (?:de )?(?:19|20)\d\d|\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? (?:19|20)\d\d|",
        r"(?:19|20)\d\d ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]|(?:19|20)\d\d[./]\d{1,2}[./]\d{1,2}|",
        r"\d{1,2}\.\d{1,2}\.(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d|\d{1,2}/\d{1,2}/(?:19|20)\d\d)",
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// The time of day behind a date: ", 10:00 CET", " at 10:00 a.m.", " um 10.00 Uhr", " à 10h00". A full stop stands
/// between hour and minute only where something says that they are.
static CLOCK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?:,| at| um| à| a las| às| alle| kl\.?| -| –| —| \|| •| ·){0,2} ?(?P<hour>[0-2]?\d)",
        r"(?:[:h](?P<minute>[0-5]\d)(?::\d\d)?(?: ?(?P<half>[AaPp])\.?[Mm](?-u:\b)\.?)?| ?(?P<half2>[AaPp])\.?[Mm](?-u:\b)\.?|",
        r"\.(?P<minute2>[0-5]\d)(?: Uhr| (?P<zone2>[A-Z]{2,4}))(?-u:\b)| Uhr(?-u:\b))(?: Uhr| h)?(?: \(?(?P<zone>[A-Z]{2,4}(?:[+-]\d{1,2})?)(?-u:\b))?",
    ))
    .expect("the pattern is a constant that a test compiles")
});

fn begins_with_date(text: &str) -> bool {
    /// Bytes that hold a digit if a date is there.
    const START: usize = 48;
    let start = text.as_bytes().get(..START).unwrap_or(text.as_bytes());
    start.iter().any(|b| b.is_ascii_digit() || !b.is_ascii()) && BEGINS.is_match(text)
}

/// A date at the start of a line, behind at most a weekday or what it is the date of.
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:\p{L}{2,12}[.,:] ?|(?:published|posted|veröffentlicht|erstellt|publié|publicado)(?: on| am| le| el)?:? )?",
        r"(?:\d{1,2}[./ ]|\p{L}{3,9}\.? \d{1,2},? |(?:19|20)\d\d[-./年년])"
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// A year of two digits, which only an element of its own may have.
static SHORT_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?-u:\b)(?:\d{1,2}\.\d{1,2}\.\d\d|\d{1,2}/\d{1,2}/\d\d)(?-u:\b)")
        .expect("the pattern is a constant that a test compiles")
});

static CHANGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?-u:\b)(?:modifié|(?:updated|modified|edited|aktualisiert|geändert|bearbeitet|mis à jour|actualizad[ao]|modificad[ao]|",
        r"aggiornato|atualizad[ao]|bijgewerkt|gewijzigd|zaktualizowano|aktualizacja|uppdaterad|oppdatert|opdateret|päivitetty)(?-u:\b))"
    ))
    .expect("the pattern is a constant that a test compiles")
});

static PUBLISHING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?-u:\b)(?:publié|(?:published|posted|veröffentlicht|erstellt|publiziert|beitrag|gespeichert|eingestellt|stand|datum|",
        r"mis en ligne|publicado|pubblicato|gepubliceerd|geplaatst|opublikowano|publicerad|publisert|julkaistu)(?-u:\b))"
    ))
    .expect("the pattern is a constant that a test compiles")
});

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    fn day(html: &str) -> Option<String> {
        let html = Html::parse_document(html);
        let outline = Outline::new(&html);
        let page = Shown::new(&outline, Some("Harbour reopens"), Reading::of(&outline, None, None), Sign::of);
        let found = page.near_headline().or_else(|| page.anywhere());
        found.map(|t| t.at.to_string().chars().take(10).collect())
    }

    #[test]
    fn the_storys_date_stands_near_its_headline() {
        let check = |html: &str, expected: &str| assert_eq!(day(html).as_deref(), Some(expected), "{html}");
        let teasers = "<ul><li><span class=date>1.5.2024</span><li><span class=date>2.5.2024</span></ul>".repeat(9);
        let story = "<h1>Harbour reopens</h1><p class=info>3 June 2024</p><p>The first ships sailed in.</p>";
        check(&format!("{teasers}{story}{teasers}"), "2024-06-03");
        // Right above the headline; a year of two digits where the class says date.
        check(&format!("{teasers}<p class=date>Port, 04.06.24</p><h1>Harbour reopens</h1>"), "2024-06-04");
        // A line that is a date, and one that begins with it.
        check("<h1>Harbour reopens</h1><p><em>05.06.2024</em></p><p>On 1.1.2020 it shut.</p>", "2024-06-05");
        check(
            "<h1>Harbour reopens</h1><p>On 1.1.2020 it shut.</p><p>6.6.2024 10:16 - Port - by our reporter</p>",
            "2024-06-06",
        );
        // Behind the writer's name, which is linked.
        check("<h1>Harbour reopens</h1><p>On 1.1.2020 it shut.</p><p>by <a>Ann Lee</a>, 6.6.24</p>", "2024-06-06");
        // Below another line of its paragraph, while the head of the page has today's.
        check(
            "<p class=date>Tue, 9 June 2024</p><h1>Harbour reopens</h1><p>The Gull<br>8 June 2024, 22:11</p>",
            "2024-06-08",
        );
        // What a `time` says of the publication wins over an attribute that has the last change.
        check("<h1>Harbour reopens</h1><time datetime=2024-06-12>Publié le 9 juin 2024</time>", "2024-06-09");
        check("<h1>Harbour reopens</h1><time datetime=2024-06-12>Publié le 12 juin 2024</time>", "2024-06-12");
        // Numbers as in America.
        check("<h1>Harbour reopens</h1><p class=date>Published on 06/13/24</p>", "2024-06-13");
        // A microformat.
        check("<h1>Harbour reopens</h1><abbr title='2024-06-11T08:00Z'>today</abbr>", "2024-06-11");
        check("<h1>Harbour reopens</h1><abbr title='Tuesday, 11 June 2024 at 08:00'>today</abbr>", "2024-06-11");
        // The site's name in the first order, the headline in the second.
        check(
            &format!("<h1>The Gull</h1>{teasers}<h2>Harbour reopens</h2><time>Posted on 7 June 2024</time>"),
            "2024-06-07",
        );
    }

    #[test]
    fn other_dates_are_not_the_storys() {
        let caption = "<h1>Harbour reopens</h1><figure><figcaption>1 May 2023. The quay</figcaption></figure>";
        assert_eq!(day(&format!("{caption}<p>8 June 2024</p>")).as_deref(), Some("2024-06-08"));
        let comment = "<h1>Harbour reopens</h1><div class=comments><time datetime=2024-07-01>1 July</time></div>";
        assert_eq!(day(comment), None);
        let comment = "<h1>Harbour reopens</h1><div class=comments><p class=date>1 July 2024</p></div>";
        assert_eq!(day(&format!("<p class=date>30 June 2024</p>{comment}")).as_deref(), Some("2024-06-30"));
        let long = "Boats lay idle for a while. ".repeat(100);
        let signed = format!(
            "<h1>Harbour reopens</h1><p>{long}</p><p>{long}</p><p>{long} Filed and published by us on 9 June 2024.</p>"
        );
        assert_eq!(day(&signed).as_deref(), Some("2024-06-09"));
    }
}
