//! What rules make of the names that the tagger found: their ends, their kinds, and those it
//! passed over.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::Name;
use crate::firm::{called_bodies, has_shares, is_firm, is_listed_place, is_possessive_name, with_firms};
use crate::lexicon::{Language, PERSON_LISTS, class};
use crate::tagger::KINDS;
use crate::token::{Document, Token};

/// Titles are no part of a name; a string has one kind throughout a document.
pub(crate) fn tidy(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    names.retain_mut(|name| name.kind != EntityKind::Person || cut_titles(document, name));
    for name in &mut names {
        if name.kind != EntityKind::Organisation && is_firm(document, name) {
            name.kind = EntityKind::Organisation;
        }
        if name.kind == EntityKind::Person && is_countryman(document, name) {
            name.kind = EntityKind::Other;
        }
        if name.kind != EntityKind::Place && is_settled(document, name) {
            name.kind = EntityKind::Place;
        }
        complete(document, name);
    }
    read_datelines(document, &mut names);
    let mut names = with_firms(document, names);
    let bodies = called_bodies(document, &mut names);
    names.retain(|name| !is_office(document, name) && !is_party_and_state(document.slice(name.start, name.end)));
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
        } else if match name.kind {
            EntityKind::Person => firms.contains(text) || has_shares(document, name),
            EntityKind::Place => !is_listed_place(document, name) && has_shares(document, name),
            EntityKind::Organisation | EntityKind::Other => false,
        } {
            name.kind = EntityKind::Organisation;
        }
    }
    let mut found = passed_over(document, &names, &surnames, EntityKind::Person);
    found.extend(passed_over(document, &names, &bodies, EntityKind::Organisation));
    found.extend(speakers(document, &names));
    names.extend(found);
    names.sort_by_key(|n| n.start);
    let acronyms = acronyms(document, &names);
    names.extend(acronyms);
    names.sort_by_key(|n| n.start);
    names
}

/// What is no part of a name, even with a capital.
pub(crate) const SMALL: u32 = class::STARTER | class::FUNCTION | class::TITLE | class::PRONOUN;

/// Words that stand alone where nothing was found: surnames of people who are named in full elsewhere, and
/// what is called a body elsewhere.
fn passed_over(document: &Document<'_>, names: &[Name], known: &FxHashSet<&str>, kind: EntityKind) -> Vec<Name> {
    let tokens = &document.tokens;
    let is_taken = |t: &Token| {
        let next = names.partition_point(|n| n.end <= t.start);
        names.get(next).is_some_and(|n| n.start < t.end)
    };
    let is_free = |t: &Token| t.capitalised && !t.is(SMALL) && !is_taken(t);
    let is_name = |k: &usize| {
        let own = &tokens[*k];
        if !own.capitalised || !known.contains(document.token_text(*k)) || !is_free(own) {
            return false;
        }
        // "Cyclone Lee", "Lee Foundation": more of a name than is known. German writes nouns so.
        let before = k.checked_sub(1).and_then(|b| tokens.get(b)).filter(|_| document.language != Language::German);
        let after = tokens.get(k + 1).filter(|t| !t.sentence_start);
        ![before, after].into_iter().flatten().any(is_free)
    };
    let found = (0..tokens.len()).filter(is_name);
    found.map(|k| Name { start: tokens[k].start, end: tokens[k].end, kind }).collect()
}

/// "…,” Park Ji-hoon told workers": who speaks behind a quote, where nothing was found. In full
/// and of listed names only: "Police said".
fn speakers(document: &Document<'_>, names: &[Name]) -> Vec<Name> {
    const LONGEST: usize = 4;
    const REPORTS: u8 = 50;
    let tokens = &document.tokens;
    let name_from = |from: usize| {
        let is_part = |k: &usize| {
            let token = &tokens[*k];
            let is_joined = *k > from && tokens[k - 1].end == token.start && (token.is_word() || token.first == '-');
            (token.capitalised && !token.is(SMALL)) || is_joined
        };
        let to = from + (from..tokens.len()).take(2 * LONGEST).take_while(is_part).count();
        let own = &tokens[from..to];
        let is_full = (2..=LONGEST).contains(&own.iter().filter(|t| t.capitalised).count());
        let speaks = tokens.get(to).is_some_and(|t| t.cue >= REPORTS);
        let is_listed = own.iter().any(|t| t.lists & PERSON_LISTS != 0);
        let name = Name { start: tokens[from].start, end: own.last()?.end, kind: EntityKind::Person };
        let next = names.get(names.partition_point(|n| n.end <= name.start));
        (is_full && speaks && is_listed && next.is_none_or(|n| n.start >= name.end)).then_some(name)
    };
    let closes = |k: &usize| matches!(tokens[k - 1].first, '”' | '"' | '“' | '»' | '’');
    (1..tokens.len()).filter(closes).filter_map(name_from).collect()
}

/// Abbreviations of US states, whose full stop is part of them (AP Stylebook, "state names").
const STATES: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md",
    "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis",
    "Wisc", "Wyo",
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

/// "the mayor of Halvern", "la maire de Nantes": what has a mayor, or is called a town, is a place.
fn is_settled(document: &Document<'_>, name: &Name) -> bool {
    let at = document.token_at(name.start);
    let word = |back: usize| at.checked_sub(back).map_or("", |k| document.token_text(k));
    let is_single = !document.slice(name.start, name.end).contains(' ');
    is_single
        && match document.language {
            Language::English => {
                word(1) == "of"
                    && matches!(word(2), "mayor" | "Mayor" | "town" | "city" | "village" | "suburb" | "outskirts")
            }
            Language::German => word(1) == "von" && word(2).starts_with("Bürgermeister"),
            Language::French => word(1) == "de" && matches!(word(2), "maire" | "ville"),
            Language::Spanish => word(1) == "de" && matches!(word(2), "alcalde" | "alcaldesa" | "ciudad"),
        }
}

/// "the 19-year-old Dane": a nationality behind an article, not somebody of that name.
fn is_countryman(document: &Document<'_>, name: &Name) -> bool {
    const ADJECTIVES: usize = 3;
    let tokens = &document.tokens;
    let own = document.token_at(name.start);
    let is_nationality = tokens.get(own).is_some_and(|t| t.end == name.end && t.is(class::COUNTRYMAN));
    let is_adjective = |k: &usize| tokens[*k].numeric || tokens[*k].first.is_lowercase();
    let mut before = (0..own).rev().take(ADJECTIVES + 1);
    is_nationality
        && before
            .find(|k| !is_adjective(k) || tokens[*k].is(class::ARTICLE))
            .is_some_and(|k| tokens[k].is(class::ARTICLE))
}

/// "Interior Minister": an office is no name.
fn is_office(document: &Document<'_>, name: &Name) -> bool {
    const PORTFOLIOS: &[&str] = &[
        "Agriculture",
        "Culture",
        "Defence",
        "Defense",
        "Economy",
        "Education",
        "Energy",
        "Environment",
        "Finance",
        "Foreign",
        "Health",
        "Home",
        "Industry",
        "Interior",
        "Justice",
        "Labor",
        "Labour",
        "Oil",
        "Trade",
        "Transport",
    ];
    let behind = document.token_at(name.end);
    PORTFOLIOS.contains(&document.slice(name.start, name.end))
        && behind < document.tokens.len()
        && matches!(document.token_text(behind), "Minister" | "minister" | "Secretary" | "secretary")
}

/// "D-Ill", "R-Texas": a legislator's party and state.
fn is_party_and_state(text: &str) -> bool {
    let state = ["D-", "R-", "I-"].iter().find_map(|p| text.strip_prefix(p));
    state.is_some_and(|s| s.starts_with(char::is_uppercase))
}

/// Acronyms of organisations that are named in full, where nothing was found.
fn acronyms(document: &Document<'_>, names: &[Name]) -> Vec<Name> {
    const SHORTEST: usize = 3;
    let initials = |name: &&Name| -> String {
        let words = document.slice(name.start, name.end).split_whitespace();
        words.filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
    };
    let known: FxHashSet<String> = names
        .iter()
        .filter(|n| n.kind == EntityKind::Organisation)
        .map(|n| initials(&n))
        .filter(|i| i.len() >= SHORTEST)
        .collect();
    let is_taken = |t: &Token| {
        let next = names.partition_point(|n| n.end <= t.start);
        names.get(next).is_some_and(|n| n.start < t.end)
    };
    let is_acronym = |k: &usize| {
        let token = &document.tokens[*k];
        token.capitals && known.contains(document.token_text(*k)) && !is_taken(token)
    };
    let found = (0..document.tokens.len()).filter(is_acronym).map(|k| &document.tokens[k]);
    found.map(|t| Name { start: t.start, end: t.end, kind: EntityKind::Organisation }).collect()
}

/// Takes in what belongs to a name although punctuation stands before it.
fn complete(document: &Document<'_>, name: &mut Name) {
    let text = document.slice(name.start, name.end);
    let rest = document.text.get(name.end..).unwrap_or_default();
    if name.kind == EntityKind::Place && rest.starts_with('.') && STATES.contains(&text) {
        name.end += 1;
    } else if name.kind == EntityKind::Organisation
        && is_possessive_name(text)
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
        // "Soprano Katalin Varga", at the head of a sentence.
        let is_trade = token.sentence_start && token.is(class::PROFESSION);
        let is_full = document.tokens.get(at + 2).is_some_and(|t| t.end <= name.end);
        if !(token.is(class::TITLE) || is_trade && is_full) {
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
