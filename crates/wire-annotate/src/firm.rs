//! Firms and other bodies: what their names and the words beside them tell.

use rustc_hash::FxHashSet;
use wire_model::EntityKind;

use crate::Name;
use crate::lexicon::{GIVEN_LIST, Language, PERSON_LISTS, PLACE_LISTS, class};
use crate::missed::with_wholes;
use crate::tagger::{Casing, is_possessive};
use crate::tidy::SMALL;
use crate::token::{Document, Token};

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

/// "FoldAI, a startup backed by", "her publisher, Corvid, said": what is called a firm or a body right beside its
/// name is one. Returns the words of which nothing was known.
pub(crate) fn called_bodies<'t>(document: &Document<'t>, names: &mut [Name]) -> FxHashSet<&'t str> {
    let tokens = &document.tokens;
    let mut unknown = FxHashSet::default();
    for comma in (1..tokens.len()).filter(|k| tokens[*k].first == ',') {
        // The last word of the name.
        let last = if leads_to_body(document, comma + 1) {
            comma - 1
        } else if follows_body(document, comma) {
            comma + 1
        } else {
            continue;
        };
        let end = tokens[last].end;
        let at = names.partition_point(|n| n.end < end);
        if let Some(name) = names.get_mut(at).filter(|n| n.start < end) {
            let first = &tokens[document.token_at(name.start)];
            if name.end == end && first.lists & (GIVEN_LIST | PLACE_LISTS) == 0 {
                name.kind = EntityKind::Organisation;
            }
        } else if tokens[last].capitalised && !tokens[last].is(SMALL) {
            unknown.insert(document.token_text(last));
        }
    }
    unknown
}

/// "collapsed lender Halcyon": the words, one each, that a noun for a firm stands before, where nobody's name begins.
pub(crate) fn labelled_bodies<'t>(document: &Document<'t>, names: &mut [Name]) -> FxHashSet<&'t str> {
    /// Nouns for firms that people are not called by.
    const FIRMS: &[&str] = &[
        "airline",
        "automaker",
        "bank",
        "brewer",
        "broadcaster",
        "brokerage",
        "carmaker",
        "charity",
        "chipmaker",
        "conglomerate",
        "daily",
        "drugmaker",
        "insurer",
        "lender",
        "magazine",
        "newspaper",
        "planemaker",
        "retailer",
        "startup",
        "start-up",
        "steelmaker",
        "tabloid",
        "watchdog",
    ];
    let tokens = &document.tokens;
    let mut labelled = FxHashSet::default();
    if document.language != Language::English {
        return labelled;
    }
    let may_be = |t: &Token| t.capitalised && !t.sentence_start && !t.is(SMALL) && t.lists & PLACE_LISTS == 0;
    for k in (1..tokens.len()).filter(|k| may_be(&tokens[*k]) && FIRMS.contains(&document.token_text(k - 1))) {
        let token = &tokens[k];
        if tokens.get(k + 1).is_some_and(|t| t.capitalised && !t.sentence_start) {
            continue;
        }
        let at = names.partition_point(|n| n.end <= token.start);
        let held = names.get_mut(at).filter(|n| n.start < token.end);
        if held.as_ref().is_some_and(|n| n.start != token.start || n.end != token.end) {
            continue;
        }
        if let Some(name) = held {
            name.kind = EntityKind::Organisation;
        }
        labelled.insert(document.token_text(k));
    }
    labelled
}

/// "her publisher, Corvid, said": whether a noun for a body that is somebody's stands before a comma, and a single
/// word between it and the next.
fn follows_body(document: &Document<'_>, comma: usize) -> bool {
    let word = |back: usize| comma.checked_sub(back).map_or("", |k| document.token_text(k));
    let is_owned = ["his", "her", "its", "their", "parent"].iter().any(|w| word(2).eq_ignore_ascii_case(w));
    let is_closed = document.tokens.get(comma + 2).is_some_and(|t| t.first == ',');
    document.language == Language::English && is_owned && is_closed && names_body(word(1))
}

/// Nouns for firms and bodies.
const BODIES: &[&str] = &[
    "agency",
    "airline",
    "bank",
    "brewer",
    "broadcaster",
    "brokerage",
    "carmaker",
    "chain",
    "charity",
    "chipmaker",
    "company",
    "conglomerate",
    "drugmaker",
    "employer",
    "firm",
    "giant",
    "insurer",
    "lender",
    "maker",
    "manufacturer",
    "newspaper",
    "nonprofit",
    "operator",
    "organisation",
    "organization",
    "publisher",
    "retailer",
    "start-up",
    "startup",
    "steelmaker",
    "supplier",
    "union",
    "utility",
    "watchdog",
];

/// Whether a noun is one for a firm or a body.
pub(crate) fn names_body(noun: &str) -> bool {
    BODIES.contains(&noun)
}

/// "a", "the world's largest", "an Oslo-based" and a noun for a firm or a body, with nothing behind that would make it
/// somebody's: "a startup founder".
fn leads_to_body(document: &Document<'_>, at: usize) -> bool {
    const LONGEST: usize = 6;
    let tokens = &document.tokens;
    if document.language != Language::English || !matches!(document.token_text(at), "a" | "an" | "the") {
        return false;
    }
    // "the official Al-Akhbar newspaper": another one.
    let is_other = |k: usize| {
        document.token_text(at) == "the" && tokens[k].has_capital && !document.token_text(k).ends_with("-based")
    };
    let is_part = |k: &usize| {
        let token = &tokens[*k];
        is_possessive(token)
            || token.is_word() && !is_other(*k) && !token.is(class::FUNCTION | class::PREPOSITION | class::RELATIVE)
    };
    let is_noun = |k: &usize| BODIES.contains(&document.token_text(*k));
    let noun = (at + 1..tokens.len()).take(LONGEST).take_while(is_part).find(is_noun);
    noun.is_some_and(|noun| {
        let behind = document.token_text(noun + 1);
        let is_verb = behind.ends_with("ed") || behind.ends_with("ing");
        behind == "whose"
            || tokens.get(noun + 1).is_none_or(|t| !t.is_word() && !is_possessive(t) || is_closed(t) || is_verb)
    })
}

/// Whether a name that does not begin with a person's is one that [`shares`] stand beside; a single word may be
/// anybody's.
pub(crate) fn has_shares(document: &Document<'_>, name: &Name) -> bool {
    let (first, last) = (document.token_at(name.start), document.token_at(name.end).saturating_sub(1));
    let is_nobody = || document.tokens[first].lists & PERSON_LISTS == 0;
    first <= last && (first == last || is_nobody()) && shares(document, last)
}

/// What only a firm has stands beside a token: "Ryanair shares", "shares of Nordfjord", "Castellan
/// chief executive".
pub(crate) fn shares(document: &Document<'_>, at: usize) -> bool {
    const OF_FIRMS: &[&str] = &[
        "analyst",
        "analysts",
        "boss",
        "co-founder",
        "economist",
        "executives",
        "founder",
        "shareholders",
        "shares",
        "stock",
        "strategist",
        "subsidiary",
    ];
    const CHIEFS: &[&str] = &["executive", "financial", "operating"];
    /// What a firm's are: "Atria's profit".
    const OWNED: &[&str] = &[
        "board",
        "earnings",
        "factory",
        "headquarters",
        "profit",
        "profits",
        "revenue",
        "shareholders",
        "shares",
        "stock",
        "subsidiary",
    ];
    let word = |at: Option<usize>| at.map_or("", |k| document.token_text(k));
    let own = word(Some(at + 1));
    let is_share = || {
        matches!(word(at.checked_sub(1)), "of" | "in")
            && matches!(word(at.checked_sub(2)), "shares" | "Shares" | "stake")
    };
    let is_owned = || document.tokens.get(at + 1).is_some_and(is_possessive) && OWNED.contains(&word(Some(at + 2)));
    OF_FIRMS.contains(&own)
        || own == "chief" && CHIEFS.contains(&word(Some(at + 2)))
        || own == "CEO"
        || is_owned()
        || is_share()
}
