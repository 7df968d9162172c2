//! What rules make of the names that the tagger found: their ends, their kinds, and those it
//! passed over.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::Name;
use crate::lexicon::{GIVEN_LIST, Language, PERSON_LISTS, PLACE_LISTS, class};
use crate::tagger::{Casing, KINDS, is_possessive};
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
    let mut names = with_firms(document, names);
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
    let mut found = passed_over(document, &names, &surnames);
    found.extend(speakers(document, &names));
    names.extend(found);
    names.sort_by_key(|n| n.start);
    let acronyms = acronyms(document, &names);
    names.extend(acronyms);
    names.sort_by_key(|n| n.start);
    names
}

/// What is no part of a name, even with a capital.
const SMALL: u32 = class::STARTER | class::FUNCTION | class::TITLE | class::PRONOUN;

/// Surnames that stand alone, of people who are named in full elsewhere, where nothing was found.
fn passed_over(document: &Document<'_>, names: &[Name], surnames: &FxHashSet<&str>) -> Vec<Name> {
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
    "Agency",
    "Airlines",
    "Airways",
    "Associates",
    "Association",
    "Authority",
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
    "Orchestra",
    "Partners",
    "Pharmaceuticals",
    "Philharmonic",
    "Plc",
    "SA",
    "Technologies",
    "University",
    "Ventures",
];

/// Words that end the names of firms and papers, unless a person bears them: "Jim Courier".
const OF_TRADES: &[&str] = &[
    "Aerospace",
    "Breweries",
    "Brewing",
    "Capital",
    "Chemicals",
    "Chronicle",
    "Courier",
    "Electronics",
    "Energy",
    "Entertainment",
    "Foods",
    "Gazette",
    "Herald",
    "Insurance",
    "Lines",
    "Logistics",
    "Motors",
    "Observer",
    "Petroleum",
    "Pharma",
    "Securities",
    "Semiconductor",
    "Semiconductors",
    "Shipping",
    "Software",
    "Steel",
    "Stores",
    "Systems",
    "Telecom",
    "Tribune",
];

/// Legal forms of firms: what stands in capitals before one is all of the name.
const LEGAL_FORMS: &[&str] = &[
    "AG", "ASA", "Bhd", "Co", "Corp", "GmbH", "Inc", "KGaA", "LLC", "LLP", "Ltd", "NV", "Oyj", "PLC", "Plc", "SpA",
    "plc",
];

/// Names of firms that the tagger cut short: "Corvid [Semiconductor]", "[Taiwan] Chip Making Co".
fn with_firms(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    let tokens = &document.tokens;
    let mut found: Vec<Name> = Vec::new();
    for (start, end) in document.sentences() {
        if !(start..end).any(|k| ends_firm(document, k)) || Casing::of(&tokens[start..end]) != Casing::Sentence {
            continue;
        }
        found.extend(
            (start..end).filter(|k| ends_firm(document, *k)).filter_map(|k| firm(document, &names, (start, k))),
        );
    }
    if found.is_empty() {
        return names;
    }
    let is_within = |n: &Name| {
        let next = found.partition_point(|f| f.end <= n.start);
        found.get(next).is_some_and(|f| f.start < n.end)
    };
    let mut names: Vec<Name> = names.into_iter().filter(|n| !is_within(n)).collect();
    names.append(&mut found);
    names.sort_by_key(|n| n.start);
    names
}

fn ends_firm(document: &Document<'_>, at: usize) -> bool {
    LEGAL_FORMS.contains(&document.token_text(at))
}

/// The firm whose name ends at token `last`, where the names so far have less of it.
fn firm(document: &Document<'_>, names: &[Name], (sentence, last): (usize, usize)) -> Option<Name> {
    const LONGEST: usize = 6;
    const SMALL: u32 = class::STARTER | class::FUNCTION | class::TITLE | class::PRONOUN;
    let tokens = &document.tokens;
    let joins = |k: usize| tokens[k].first == '&' && k > sentence && tokens[k - 1].capitalised;
    let is_part = |k: usize| (tokens[k].capitalised && !ends_firm(document, k)) || joins(k);
    let mut from = last;
    while from > sentence && last - from < LONGEST && is_part(from - 1) {
        from -= 1;
    }
    while from < last && tokens[from].is(SMALL) {
        from += 1;
    }
    let (run, end) = (tokens[from].start, tokens[last].end);
    let first = names.partition_point(|n| n.end <= run);
    let held = || names[first..].iter().take_while(|n| n.start < end);
    // Whoever stands before a firm is no part of it, and a nationality is none either.
    for name in held().filter(|n| n.end <= tokens[last].start) {
        let is_person = name.kind == EntityKind::Person && document.slice(name.start, name.end).contains(' ');
        if is_person || name.kind == EntityKind::Other {
            from = document.token_at(name.end);
        }
    }
    let start = tokens[from].start;
    let is_whole = |n: &Name| n.end >= end && (n.start <= start || document.slice(n.start, n.end).contains(' '));
    let is_known = held().any(is_whole);
    (from < last && !is_known).then_some(Name { start, end, kind: EntityKind::Organisation })
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

/// What only a firm has stands beside the name: "Ryanair shares", "shares of Nordfjord", "Castellan
/// chief executive".
fn has_shares(document: &Document<'_>, name: &Name) -> bool {
    const OF_FIRMS: &[&str] = &[
        "analyst",
        "analysts",
        "boss",
        "economist",
        "executives",
        "shareholders",
        "shares",
        "stock",
        "strategist",
        "subsidiary",
    ];
    const CHIEFS: &[&str] = &["executive", "financial", "operating"];
    let (from, behind) = (document.token_at(name.start), document.token_at(name.end));
    let word = |at: Option<usize>| at.filter(|k| *k < document.tokens.len()).map_or("", |k| document.token_text(k));
    let own = word(Some(behind));
    let is_share = matches!(word(from.checked_sub(2)), "shares" | "Shares" | "stake");
    let is_behind =
        OF_FIRMS.contains(&own) || own == "chief" && CHIEFS.contains(&word(Some(behind + 1))) || own == "CEO";
    !document.slice(name.start, name.end).contains(' ')
        && (is_behind || is_share && matches!(word(from.checked_sub(1)), "of" | "in"))
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

fn is_listed_place(document: &Document<'_>, name: &Name) -> bool {
    document.tokens[document.token_at(name.start)].lists & PLACE_LISTS != 0
}

/// A name of a firm by its last word; "Lloyd's of London", "Macy's said": by what is no one's.
fn is_firm(document: &Document<'_>, name: &Name) -> bool {
    let text = document.slice(name.start, name.end);
    if let Some((_, last)) = text.rsplit_once(' ') {
        let is_given = || document.tokens[document.token_at(name.start)].lists & GIVEN_LIST != 0;
        if OF_FIRMS.contains(&last) || OF_TRADES.contains(&last) && !is_given() {
            return true;
        }
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
