//! The agencies' formats from the days of the teleprinter, one story a file:
//! IPTC 7901 ("The Text Transmission Format", 1995) and ANPA 1312 (1979).
//!
//! Both frame a story with control characters: a header from SOH, the text
//! from STX to ETX, and a line that says when it was sent.

use jiff::civil::{Date, Time as CivilTime};
use jiff::tz::TimeZone;
use wire_model::{Entry, FeedDocument, FeedKind, Precision, TimeSource, Timed};
use wire_text::{date, normal};

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';
const DC1: char = '\u{11}';
const DC3: char = '\u{13}';
const SYN: char = '\u{16}';

/// Reads a story, where the text is framed as one.
pub(crate) fn read(text: &str) -> Option<FeedDocument> {
    let framed = text.trim_start();
    let is_anpa = framed.starts_with(SYN);
    let (_, story) = framed.trim_start_matches(SYN).split_once(SOH)?;
    if !is_anpa && !framed.starts_with(SOH) {
        return None;
    }
    let (header, rest) = story.split_once(STX)?;
    let (body, trailer) = rest.split_once(ETX).unwrap_or((rest, ""));
    let trailer = trailer.split(EOT).next().unwrap_or_default().trim();
    let (kind, entry) = if is_anpa {
        (FeedKind::Anpa1312, anpa(header, body, trailer))
    } else {
        (FeedKind::Iptc7901, iptc(header, body, trailer))
    };
    Some(FeedDocument { kind, entries: vec![entry], ..FeedDocument::default() })
}

/// What stands above a story: notes to the desk, the headline, the byline.
#[derive(Default)]
struct Heading {
    notes: Vec<String>,
    title: Option<String>,
    authors: Vec<String>,
}

fn iptc(header: &str, body: &str, trailer: &str) -> Entry {
    let mut lines = header.lines().map(str::trim).filter(|l| !l.is_empty());
    let message = lines.next().unwrap_or_default();
    let slug = lines.next_back().map(|l| l.trim_end_matches('/').to_owned()).filter(|l| !l.is_empty());
    let mut words = message.split_whitespace();
    let sequence = words.next().unwrap_or_default();
    let urgency = words.next().and_then(|w| w.parse().ok()).filter(|u| (1..=9).contains(u));
    let (heading, text) = iptc_heading(body);
    let published = trailer.lines().find_map(iptc_time);
    entry(sequence, slug, urgency, heading, published, paragraphs(text.split("\n\n")))
}

/// The heading runs to the line that ends with `=`; its last line but the byline is the headline.
fn iptc_heading(body: &str) -> (Heading, String) {
    const LONGEST: usize = 8;
    let body = body.replace("\r\n", "\n").replace('\r', "\n");
    let body = body.trim_start();
    let lines: Vec<&str> = body.lines().collect();
    let end = lines.iter().take(LONGEST).position(|l| l.trim_end().ends_with('=')).unwrap_or(0);
    let mut heading = Heading::default();
    for line in lines.iter().take(end + 1) {
        let line = line.trim().trim_end_matches('=').trim_end();
        match line.strip_prefix("By ") {
            Some(author) => heading.authors.push(author.to_owned()),
            None => heading.notes.extend(normal::non_empty(line)),
        }
    }
    heading.title = heading.notes.pop();
    (heading, lines.get(end + 1..).unwrap_or_default().join("\n"))
}

/// Day, hour and minute, zone, month, year: `212322 GMT Nov 18`.
fn iptc_time(line: &str) -> Option<Timed> {
    let mut words = line.split_whitespace();
    let digits = words.next().filter(|d| d.len() == 6)?;
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i8>().ok();
    let is_utc = matches!(words.next()?, "GMT" | "UTC");
    let month = words.next()?;
    let month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .iter()
        .position(|m| month.get(..3).is_some_and(|w| w.eq_ignore_ascii_case(m)))?;
    let month = i8::try_from(month + 1).ok()?;
    utc(words.next()?.parse().ok()?, month, part(0)?, part(2)?, part(4)?, is_utc)
}

fn anpa(header: &str, body: &str, trailer: &str) -> Entry {
    let number: String = header.chars().take_while(|c| c.is_alphanumeric()).collect();
    let level = header.lines().nth(1).unwrap_or(header).trim_start();
    let urgency = match level.chars().next() {
        Some('f') => Some(1),
        Some('b') => Some(2),
        Some('u') => Some(3),
        Some('r') => Some(4),
        Some('d') => Some(6),
        _ => None,
    };
    let keyword = header.split([DC1, DC3]).next_back().unwrap_or_default();
    let keyword = keyword.split_whitespace().next().map(str::to_owned);
    let mut heading = Heading::default();
    let mut text = Vec::new();
    let mut slug = None;
    let mut sent = None;
    for line in body.split(['\r', '\n', '\t']).chain(trailer.lines()).map(str::trim) {
        let sign_off = line.trim_start_matches(ETX).trim_end_matches('<');
        if let Some(time) = anpa_time(sign_off) {
            sent = Some(time);
            continue;
        }
        match line.strip_prefix('^') {
            Some(line) if text.is_empty() => anpa_line(line, &mut slug, &mut heading),
            _ => text.extend(normal::non_empty(line.trim_start_matches('^').trim_end_matches('<'))),
        }
    }
    entry(&number, slug.or(keyword), urgency, heading, sent, paragraphs(text.iter().map(String::as_str)))
}

/// A line above the story: the slug with its length, then the headline, notes and bylines.
fn anpa_line(line: &str, slug: &mut Option<String>, heading: &mut Heading) {
    let text = line.trim_end_matches(['<', '=']).trim();
    let note = text.strip_prefix('(').unwrap_or(text);
    if slug.is_none() {
        let without_length = text.rsplit_once(',').filter(|(_, n)| n.trim().parse::<u32>().is_ok()).map(|(s, _)| s);
        *slug = normal::non_empty(without_length.unwrap_or(text));
    } else if let Some(note) = note.strip_prefix("Eds:") {
        let closing = if text.starts_with('(') { "(" } else { "" };
        heading.notes.push(format!("{closing}{}", note.trim()));
    } else if let Some(author) = text.strip_prefix("By ").filter(|_| line.ends_with('=')) {
        heading.authors.push(author.to_owned());
    } else if heading.title.is_none() && !line.ends_with('=') {
        heading.title = normal::non_empty(text);
    }
}

/// `AP-WF-08-29-16 1626GMT`: month, day, year, hour and minute.
fn anpa_time(line: &str) -> Option<Timed> {
    let (stamp, clock) = line.split_once(' ')?;
    let clock = clock.strip_suffix("GMT")?.trim();
    let mut parts = stamp.rsplitn(4, '-');
    let (year, day, month) = (parts.next()?, parts.next()?, parts.next()?);
    let (hour, minute) = (clock.get(..2)?, clock.get(2..4)?);
    utc(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?, hour.parse().ok()?, minute.parse().ok()?, true)
}

fn utc(year: i16, month: i8, day: i8, hour: i8, minute: i8, is_utc: bool) -> Option<Timed> {
    // Two digits: the formats are of the last century, the feeds are not.
    let year = if year >= 70 { 1900 + year } else { 2000 + year };
    let civil = Date::new(year, month, day).ok()?.to_datetime(CivilTime::new(hour, minute, 0, 0).ok()?);
    let at = TimeZone::UTC.to_timestamp(civil).ok()?;
    Some(
        date::Parsed { at, precision: Precision::Minute, zone_unknown: !is_utc, offset_minutes: None }
            .from_source(TimeSource::Feed),
    )
}

fn entry(
    sequence: &str,
    slug: Option<String>,
    urgency: Option<u8>,
    heading: Heading,
    published: Option<Timed>,
    content: String,
) -> Entry {
    Entry {
        // Numbers begin anew every day.
        wire_id: published.filter(|_| !sequence.is_empty()).map(|p| format!("{sequence}:{}", p.at)),
        title: heading.title,
        content: normal::non_empty(&content),
        authors: heading.authors,
        published,
        slug,
        urgency,
        note: normal::non_empty(&heading.notes.join(" ")),
        ..Entry::default()
    }
}

fn paragraphs<'t>(pieces: impl Iterator<Item = &'t str>) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    pieces.filter_map(normal::non_empty).map(|p| format!("<p>{}</p>", escape(&p))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_in_iptc_7901() {
        let story = "\u{1}xyz0042 3 i 31  nwa 0107\r\n\r\nAldern/bank/\r\n\u{2}2ND LEAD\r\nBank of Aldern keeps rates\r\nBy our correspondents =\r\n\r\nAldern (nwa) - The bank kept\r\nits rates.\r\n\r\nIt said so.\r\n\u{3}212322 GMT Nov 18\r\n\u{4}";
        let document = read(story).expect("a story");
        let entry = &document.entries[0];
        assert_eq!(document.kind, FeedKind::Iptc7901);
        assert_eq!(entry.title.as_deref(), Some("Bank of Aldern keeps rates"));
        assert_eq!(entry.note.as_deref(), Some("2ND LEAD"));
        assert_eq!(entry.authors, ["our correspondents"]);
        assert_eq!((entry.slug.as_deref(), entry.urgency), (Some("Aldern/bank"), Some(3)));
        assert_eq!(entry.published.map(|p| p.at.to_string()).as_deref(), Some("2018-11-21T23:22:00Z"));
        assert_eq!(entry.content.as_deref(), Some("<p>Aldern (nwa) - The bank kept its rates.</p><p>It said so.</p>"));
    }

    #[test]
    fn a_story_in_anpa_1312() {
        let story = "\u{16}\u{16}\u{1}B1234\u{1f}-----\r\nu f\u{13}\u{11}NW-Aldern-Bank 1stLd   03-02 0031\r\n\u{2}^NW-Aldern-Bank, 1st Ld,31<\r\n^Bank of Aldern keeps rates<\r\n^(Eds: Adds detail.)<\r\n^By ANNA REED=\r\n^Northern Wire=\r\n\tALDERN (NW) _ The bank kept its rates.\r\n\tIt said so.\r\n\r\n\t   \u{3}NW-WF-03-02-21 0405GMT<\r\n\u{4}";
        let entry = &read(story).expect("a story").entries[0];
        assert_eq!(entry.title.as_deref(), Some("Bank of Aldern keeps rates"));
        assert_eq!(entry.note.as_deref(), Some("(Adds detail.)"));
        assert_eq!(entry.authors, ["ANNA REED"]);
        assert_eq!((entry.slug.as_deref(), entry.urgency), (Some("NW-Aldern-Bank, 1st Ld"), Some(3)));
        assert_eq!(entry.published.map(|p| p.at.to_string()).as_deref(), Some("2021-03-02T04:05:00Z"));
        assert_eq!(entry.content.as_deref(), Some("<p>ALDERN (NW) _ The bank kept its rates.</p><p>It said so.</p>"));
    }

    #[test]
    fn what_is_not_framed_is_not_a_story() {
        for text in ["", "plain", "\u{1}no text", "\u{16}\u{16}", "\u{2}\u{3}\u{4}"] {
            assert!(read(text).is_none(), "{text:?}");
        }
    }
}
