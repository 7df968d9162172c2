//! What opens a story and tells where it was written, and by whom.

use wire_model::EntityKind;

use crate::Name;
use crate::token::{Document, Token};

/// Agencies that stand behind a place without capitals.
const AGENCIES: [&str; 14] =
    ["AFP", "AP", "APA", "KNA", "Reuters", "SID", "dapd", "dpa", "dpa-AFX", "dts", "epd", "kna", "ots", "sid"];

/// "KELSUND, May 4 (Northern Wire) - …": a place, and the agency in brackets, whatever the
/// tagger says of their capitals.
pub(crate) fn with_dateline(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    let tokens = &document.tokens;
    let Some(dateline) = dateline(document, &names) else { return names };
    let shouted = document.slice(tokens[dateline.place.0].start, tokens[dateline.place.1 - 1].end);
    let is_same = |n: &Name| document.slice(n.start, n.end).to_uppercase() == shouted.to_uppercase();
    names.iter_mut().filter(|n| is_same(n)).for_each(|n| n.kind = EntityKind::Place);
    let found = [
        (Some(dateline.place), EntityKind::Place),
        (dateline.region, EntityKind::Place),
        (dateline.agency, EntityKind::Organisation),
    ];
    for (words, kind) in found {
        let Some((from, to)) = words else { continue };
        let found = Name { start: tokens[from].start, end: tokens[to - 1].end, kind };
        names.retain(|n| n.end <= found.start || n.start >= found.end);
        names.push(found);
    }
    names.sort_by_key(|n| n.start);
    names
}

/// Tokens from one to before another.
type Words = (usize, usize);

/// The tokens of what a dateline names.
struct Dateline {
    place: Words,
    /// In brackets or behind a comma: "MARWA (Bihar), Nov 25 (Northern Wire): …", "KELSUND, Denmark — …".
    region: Option<Words>,
    agency: Option<Words>,
}

/// What opens a text up to a dash, or a colon behind brackets. "KELSUND —" alone may be any word in capitals; a region,
/// a date or an agency make it a dateline, or that "Kelsund" is named. A place without capitals needs an agency that
/// is known: "Kelsund (dpa) - …".
fn dateline(document: &Document<'_>, names: &[Name]) -> Option<Dateline> {
    const LONGEST: usize = 18;
    const LONGEST_PLACE: usize = 3;
    let tokens = &document.tokens;
    let first = tokens.first()?.paragraph;
    let head = tokens.iter().take(LONGEST).take_while(|t| t.paragraph == first).count();
    let ends = |k: &usize| match tokens[*k].first {
        '-' | '–' | '—' => true,
        ':' => tokens[k - 1].first == ')',
        _ => false,
    };
    let end = (1..head).find(ends)?;
    let (region, agency) = brackets(document, end)?;
    let is_known = agency.is_some_and(|(from, _)| AGENCIES.contains(&document.token_text(from)));
    let place = (0..end).take_while(|k| tokens[*k].capitals || is_known && tokens[*k].capitalised).count();
    if !(1..=LONGEST_PLACE).contains(&place) || region.is_some_and(|(from, _)| from != place + 1) {
        return None;
    }
    // Between the place and the agency nothing but a region and a date.
    let rest = region.map_or(place, |(_, close)| close + 1);
    let between = tokens.get(rest..agency.map_or(end, |(from, _)| from - 1))?;
    let is_part = |t: &Token| matches!(t.first, ',' | '.' | '/') || t.numeric || t.capitalised;
    let is_told = agency.is_some() || between.first().is_some_and(|t| t.first == ',');
    let is_dateline = between.iter().all(is_part) && (is_told || is_named_again(document, names, place));
    let region = region.or_else(|| region_behind(tokens, place));
    let agency = agency.map(|(from, to)| (from, (from + 1..to).find(|k| tokens[*k].first == '/').unwrap_or(to)));
    is_dateline.then_some(Dateline { place: (0, place), region, agency })
}

/// The words between the comma behind a place and the next sign, if they are no date.
fn region_behind(tokens: &[Token], place: usize) -> Option<Words> {
    let from = place + 1;
    tokens.get(place).filter(|t| t.first == ',')?;
    let to = from + tokens[from..].iter().take_while(|t| t.capitalised && t.is_word()).count();
    let is_date = tokens.get(to).is_some_and(|t| t.numeric);
    (to > from && !is_date).then_some((from, to))
}

/// What stands in brackets before the dash: an agency right before it, and a region before that. Nothing where
/// something else does.
fn brackets(document: &Document<'_>, dash: usize) -> Option<(Option<Words>, Option<Words>)> {
    let tokens = &document.tokens;
    let inside = |open: usize| {
        let close = (open..dash).find(|k| tokens[*k].first == ')').filter(|close| *close > open + 1)?;
        Some((open + 1, close))
    };
    let is_named = |(from, to): Words| tokens[from..to].iter().all(|t| t.capitalised);
    // "(EFE).-"
    let end = dash - usize::from(tokens[dash - 1].first == '.');
    let agency = |open: usize| {
        let is_known = |(from, _): Words| AGENCIES.contains(&document.token_text(from));
        inside(open).filter(|words| words.1 + 1 == end && (is_named(*words) || is_known(*words)))
    };
    let mut opens = (1..dash).filter(|k| tokens[*k].first == '(');
    match (opens.next(), opens.next(), opens.next()) {
        (None, ..) => Some((None, None)),
        (Some(open), None, _) => Some((None, Some(agency(open)?))),
        (Some(region), Some(open), None) => Some((Some(inside(region).filter(|w| is_named(*w))?), Some(agency(open)?))),
        _ => None,
    }
}

/// Whether what the first tokens shout is named as no person in the text.
fn is_named_again(document: &Document<'_>, names: &[Name], tokens: usize) -> bool {
    let shouted = document.slice(document.tokens[0].start, document.tokens[tokens - 1].end);
    let is_same = |n: &Name| {
        let text = document.slice(n.start, n.end);
        n.kind != EntityKind::Person && text != shouted && text.to_uppercase() == shouted
    };
    names.iter().any(is_same)
}
