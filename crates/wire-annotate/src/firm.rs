//! Firms and other bodies: what their names tell.

use wire_model::EntityKind;

use crate::Name;
use crate::beside::is_closed;
use crate::lexicon::{GIVEN_LIST, PLACE_LISTS};
use crate::missed::with_wholes;
use crate::tagger::{Casing, is_possessive};
use crate::tidy::SMALL;
use crate::token::Document;

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

/// Words that end the name of a firm or a body, whatever stands before them.
const OF_FIRMS: &[&str] = &[
    "Agency",
    "Airlines",
    "Airways",
    "Associates",
    "Association",
    "Authority",
    "Bancorp",
    "Commission",
    "Committee",
    "Corporation",
    "Council",
    "Foundation",
    "Group",
    "Holdings",
    "Industries",
    "Institute",
    "Ministry",
    "Orchestra",
    "Partners",
    "Pharmaceuticals",
    "Philharmonic",
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
    "AB", "AG", "ASA", "Bhd", "Co", "Corp", "GmbH", "Inc", "KGaA", "LLC", "LLP", "Ltd", "NV", "Oy", "Oyj", "PLC",
    "Plc", "SA", "SE", "SpA", "plc",
];

/// Whether a name's last word is that of a body which countries have.
pub(crate) fn names_public_body(last: &str) -> bool {
    const BODIES: &[&str] = &[
        "Academy",
        "Agency",
        "Association",
        "Associations",
        "Authority",
        "Bank",
        "Board",
        "Chamber",
        "Commission",
        "Committee",
        "Confederation",
        "Council",
        "Department",
        "Federation",
        "Institute",
        "League",
        "Movement",
        "Organisation",
        "Organization",
        "Service",
        "Services",
        "Society",
        "Union",
    ];
    BODIES.contains(&last)
}

/// Whether a name's last word is a firm's, not a body's that a country or a town may have.
pub(crate) fn is_commercial(name: &str) -> bool {
    const COMMERCIAL: &[&str] = &["Capital", "Group", "Holdings", "Partners", "Securities", "Technologies", "Ventures"];
    let last = name.rsplit(' ').next().unwrap_or(name);
    COMMERCIAL.contains(&last) || LEGAL_FORMS.contains(&last.trim_end_matches('.'))
}

/// Names of firms that the tagger cut short: "Corvid [Semiconductor]", "[Taiwan] Chip Making Co".
pub(crate) fn with_firms(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
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
        return with_partners(document, names);
    }
    let is_within = |n: &Name| {
        let next = found.partition_point(|f| f.end <= n.start);
        found.get(next).is_some_and(|f| f.start < n.end)
    };
    let mut names: Vec<Name> = names.into_iter().filter(|n| !is_within(n)).collect();
    names.append(&mut found);
    names.sort_by_key(|n| n.start);
    with_partners(document, names)
}

/// "[Pratt] & [Whitney]", "Douglas & [Lomason]": two words that an ampersand joins are one firm.
fn with_partners(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    let tokens = &document.tokens;
    let is_name = |k: usize| tokens.get(k).is_some_and(|t| t.capitalised && t.is_word() && !t.is(SMALL));
    let is_joint = |k: &usize| tokens[*k].first == '&' && is_name(k - 1) && is_name(k + 1);
    let firm = |k: usize| {
        let (start, end) = (tokens[k - 1].start, tokens[k + 1].end);
        let held = names[names.partition_point(|n| n.end <= start)..].iter().take_while(|n| n.start < end);
        // Nothing that goes on to either side.
        let is_held = held.clone().next().is_some() && held.clone().all(|n| n.start >= start && n.end <= end);
        is_held.then_some(Name { start, end, kind: EntityKind::Organisation })
    };
    let firms = (1..tokens.len()).filter(is_joint).filter_map(firm).collect();
    with_wholes(names, firms)
}

fn ends_firm(document: &Document<'_>, at: usize) -> bool {
    LEGAL_FORMS.contains(&document.token_text(at))
}

/// The firm whose name ends at token `last`, where the names so far have less of it.
fn firm(document: &Document<'_>, names: &[Name], (sentence, last): (usize, usize)) -> Option<Name> {
    const LONGEST: usize = 6;
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

pub(crate) fn is_listed_place(document: &Document<'_>, name: &Name) -> bool {
    let text = document.slice(name.start, name.end);
    let is_country = matches!(text, "England" | "Scotland" | "Wales") || text.contains('.');
    is_country || document.tokens[document.token_at(name.start)].lists & PLACE_LISTS != 0
}

/// A name of a firm by its last word; "Lloyd's of London", "Macy's said": by what is no one's.
pub(crate) fn is_firm(document: &Document<'_>, name: &Name) -> bool {
    let text = document.slice(name.start, name.end);
    if let Some((_, last)) = text.rsplit_once(' ') {
        let is_given = || document.tokens[document.token_at(name.start)].lists & GIVEN_LIST != 0;
        let is_of_firms = OF_FIRMS.contains(&last) || LEGAL_FORMS.contains(&last);
        if is_of_firms || OF_TRADES.contains(&last) && !is_given() {
            return true;
        }
    }
    let possessive = document.token_at(name.end);
    let is_possessed = || document.tokens.get(possessive + 1).is_some_and(|t| t.first.is_lowercase() && !is_closed(t));
    POSSESSIVES.contains(&text) && document.tokens.get(possessive).is_some_and(is_possessive) && !is_possessed()
}

pub(crate) fn is_possessive_name(stem: &str) -> bool {
    POSSESSIVES.contains(&stem)
}
