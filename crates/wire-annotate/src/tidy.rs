//! What rules make of the names that the tagger found: their ends, their kinds, and those it
//! passed over.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::Name;
use crate::lexicon::{Language, class};
use crate::tagger::{KINDS, is_possessive};
use crate::token::{Document, Token};

/// Titles are no part of a name; a string has one kind throughout a document.
pub(crate) fn tidy(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    names.retain_mut(|name| name.kind != EntityKind::Person || cut_titles(document, name));
    for name in &mut names {
        if name.kind != EntityKind::Organisation && is_firm(document, name) {
            name.kind = EntityKind::Organisation;
        }
        complete(document, name);
    }
    read_datelines(document, &mut names);
    let mut votes: FxHashMap<&str, [u32; 4]> = FxHashMap::default();
    for name in &names {
        votes.entry(document.slice(name.start, name.end)).or_default()[number(name.kind)] += 1;
    }
    let surnames: FxHashSet<&str> = names
        .iter()
        .filter(|n| n.kind == EntityKind::Person)
        .filter_map(|n| document.slice(n.start, n.end).rsplit_once(' ').map(|(_, last)| last))
        .collect();
    let firms: FxHashSet<&str> = names
        .iter()
        .filter(|n| n.kind == EntityKind::Organisation)
        .filter_map(|n| document.slice(n.start, n.end).split_once(' ').map(|(first, _)| first))
        .collect();
    for name in &mut names {
        let text = document.slice(name.start, name.end);
        let counts = votes.get(text).copied().unwrap_or_default();
        let own = counts[number(name.kind)];
        if let Some((best, most)) = counts.iter().enumerate().max_by_key(|(_, c)| **c)
            && *most > own
        {
            name.kind = KINDS[best];
        }
        if surnames.contains(text) && name.kind != EntityKind::Place {
            name.kind = EntityKind::Person;
        } else if name.kind == EntityKind::Person && firms.contains(text) {
            name.kind = EntityKind::Organisation;
        }
    }
    let passed_over = passed_over(document, &names, &surnames);
    names.extend(passed_over);
    names.sort_by_key(|n| n.start);
    names
}

/// Surnames that stand alone, of people who are named in full elsewhere, where nothing was found.
fn passed_over(document: &Document<'_>, names: &[Name], surnames: &FxHashSet<&str>) -> Vec<Name> {
    const SMALL: u32 = class::STARTER | class::FUNCTION | class::TITLE | class::PRONOUN;
    let tokens = &document.tokens;
    let is_taken = |t: &Token| {
        let next = names.partition_point(|n| n.end <= t.start);
        names.get(next).is_some_and(|n| n.start < t.end)
    };
    let is_free = |t: &Token| t.capitalised && !t.is(SMALL) && !is_taken(t);
    let is_name = |k: &usize| {
        let own = &tokens[*k];
        if !own.capitalised || !surnames.contains(document.token_text(*k)) || !is_free(own) {
            return false;
        }
        // "Cyclone Lee", "Lee Foundation": more of a name than is known. German writes nouns so.
        let before = k.checked_sub(1).and_then(|b| tokens.get(b)).filter(|_| document.language != Language::German);
        let after = tokens.get(k + 1).filter(|t| !t.sentence_start);
        ![before, after].into_iter().flatten().any(is_free)
    };
    let found = (0..tokens.len()).filter(is_name);
    found.map(|k| Name { start: tokens[k].start, end: tokens[k].end, kind: EntityKind::Person }).collect()
}

/// Abbreviations of US states, whose full stop is part of them (AP Stylebook, "state names").
const STATES: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md",
    "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis",
    "Wisc", "Wyo",
];
/// Firms whose names are possessives.
const POSSESSIVES: &[&str] = &[
    "Ben & Jerry",
    "Bloomingdale",
    "Christie",
    "Denny",
    "Domino",
    "Hershey",
    "Kellogg",
    "Kohl",
    "Levi",
    "Lloyd",
    "Lowe",
    "Macy",
    "McDonald",
    "Moody",
    "Morrison",
    "Sainsbury",
    "Sotheby",
    "Wendy",
];

/// "ALDERN (Northern Wire) - ": a place in capitals, and an agency in brackets.
fn read_datelines(document: &Document<'_>, names: &mut [Name]) {
    let mut agency_from = None;
    for name in names {
        let rest = document.text.get(name.end..).unwrap_or_default();
        if agency_from == Some(name.start) && rest.starts_with(')') {
            name.kind = EntityKind::Organisation;
        }
        agency_from = None;
        let text = document.slice(name.start, name.end);
        let in_capitals =
            text.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !text.chars().any(char::is_lowercase);
        let starts = document.paragraphs.binary_search_by_key(&name.start, |p| p.0).is_ok();
        if starts && in_capitals && [" (", " - ", " – ", " — "].iter().any(|sign| rest.starts_with(sign)) {
            name.kind = EntityKind::Place;
            agency_from = rest.starts_with(" (").then_some(name.end + 2);
        }
    }
}

/// Words that end the name of a firm or a body, whatever stands before them.
const OF_FIRMS: &[&str] = &[
    "AG",
    "Airlines",
    "Airways",
    "Associates",
    "Association",
    "Bancorp",
    "Co",
    "Commission",
    "Committee",
    "Corp",
    "Corporation",
    "Council",
    "Foundation",
    "GmbH",
    "Group",
    "Holdings",
    "Inc",
    "Industries",
    "Institute",
    "LLC",
    "LLP",
    "Ltd",
    "Ministry",
    "NV",
    "Partners",
    "Pharmaceuticals",
    "Plc",
    "SA",
    "Technologies",
    "University",
    "Ventures",
];

/// A name of a firm by its last word; "Lloyd's of London", "Macy's said": by what is no one's.
fn is_firm(document: &Document<'_>, name: &Name) -> bool {
    let text = document.slice(name.start, name.end);
    if text.rsplit_once(' ').is_some_and(|(_, last)| OF_FIRMS.contains(&last)) {
        return true;
    }
    let possessive = document.token_at(name.end);
    let is_possessed = || document.tokens.get(possessive + 1).is_some_and(|t| t.first.is_lowercase() && !is_closed(t));
    POSSESSIVES.contains(&text) && document.tokens.get(possessive).is_some_and(is_possessive) && !is_possessed()
}

/// A small word or a verb that reports: what no one has.
fn is_closed(token: &Token) -> bool {
    token.is(class::FUNCTION | class::PREPOSITION) || token.cue >= 20
}

pub(crate) fn is_possessive_name(stem: &str) -> bool {
    POSSESSIVES.contains(&stem)
}

/// Takes in what belongs to a name although punctuation stands before it.
fn complete(document: &Document<'_>, name: &mut Name) {
    let text = document.slice(name.start, name.end);
    let rest = document.text.get(name.end..).unwrap_or_default();
    if name.kind == EntityKind::Place && rest.starts_with('.') && STATES.contains(&text) {
        name.end += 1;
    } else if name.kind == EntityKind::Organisation
        && POSSESSIVES.contains(&text)
        && (rest.starts_with("'s") || rest.starts_with("’s"))
    {
        name.end += rest.chars().take(2).map(char::len_utf8).sum::<usize>();
    }
}

fn number(kind: EntityKind) -> usize {
    KINDS.iter().position(|k| *k == kind).unwrap_or(3)
}

fn cut_titles(document: &Document<'_>, name: &mut Name) -> bool {
    let mut at = document.token_at(name.start);
    while let Some(token) = document.tokens.get(at).filter(|t| t.end <= name.end) {
        if !token.is(class::TITLE) {
            break;
        }
        at += 1;
        match document.tokens.get(at).filter(|t| t.end <= name.end) {
            Some(next) => name.start = next.start,
            None => return false,
        }
    }
    name.end > name.start
}
