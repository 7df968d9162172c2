//! Which thing of the knowledge base a name is: "Aldern, GA" is in Georgia, "Washington said" is the United States, and
//! "Trump said" is Donald Trump.

use wire_model::EntityKind;

use crate::Name;
use crate::firm::is_possessive_name;
use crate::inflection::nominative;
use crate::kb::{KnowledgeBase, Known};
use crate::lexicon::{Language, class};
use crate::sex;
use crate::tagger::is_about_sport;
use crate::token::Document;

/// Abbreviations of US states, whose full stop is part of them (AP Stylebook, "state names").
pub(crate) const STATES: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Mass", "Md",
    "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis",
    "Wisc", "Wyo",
];

/// The id and the name of a thing in a table.
pub(crate) type Linked = (String, String);

fn linked(found: &Known) -> Linked {
    (format!("wd:{}", found.qid), found.name.to_owned())
}

/// The thing that a name is; `is_borne` tells whether somebody of a surname has been named before.
pub(crate) fn link(
    document: &Document<'_>,
    name: &Name,
    kb: &KnowledgeBase,
    is_borne: impl Fn(&str) -> bool,
) -> Option<Linked> {
    postal(document, name, kb)
        .or_else(|| known(document, name, kb))
        .or_else(|| by_surname(document, name, kb, is_borne))
}

/// Capitals that news puts for their governments, and the countries.
const GOVERNMENTS: &[(&str, &str)] = &[
    ("Washington", "United States"),
    ("Moscow", "Russia"),
    ("Beijing", "China"),
    ("Tehran", "Iran"),
    ("Pyongyang", "North Korea"),
    ("Ankara", "Turkey"),
    ("Kyiv", "Ukraine"),
];

/// "Washington said": cities do not speak. Behind a preposition it is the city all the same
/// ("officials in Washington said").
pub(crate) fn government(document: &Document<'_>, name: &Name, kb: &KnowledgeBase) -> Option<Linked> {
    const SPEAKS: u8 = 50;
    let (_, country) = GOVERNMENTS.iter().find(|(city, _)| *city == document.slice(name.start, name.end))?;
    let (from, to) = (document.token_at(name.start), document.token_at(name.end));
    let is_led = from
        .checked_sub(1)
        .and_then(|k| document.tokens.get(k))
        .is_some_and(|t| t.is(class::PREPOSITION | class::CONNECTOR) || (t.capitalised && !t.is(class::STARTER)));
    let speaks = document.tokens.get(to).is_some_and(|t| t.cue >= SPEAKS);
    if document.language != Language::English || is_led || !speaks {
        return None;
    }
    let found = kb.find(country, EntityKind::Place, document.language)?;
    Some(linked(found))
}

/// Postal abbreviations of US states (USPS Publication 28, appendix B).
const POSTAL: &[(&str, &str)] = &[
    ("AK", "Alaska"),
    ("AL", "Alabama"),
    ("AR", "Arkansas"),
    ("AZ", "Arizona"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DE", "Delaware"),
    ("FL", "Florida"),
    ("GA", "state of Georgia"),
    ("HI", "Hawaii"),
    ("IA", "Iowa"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("MA", "Massachusetts"),
    ("MD", "Maryland"),
    ("ME", "Maine"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MO", "Missouri"),
    ("MS", "Mississippi"),
    ("MT", "Montana"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("NE", "Nebraska"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NV", "Nevada"),
    ("NY", "New York state"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VA", "Virginia"),
    ("VT", "Vermont"),
    ("WA", "Washington state"),
    ("WI", "Wisconsin"),
    ("WV", "West Virginia"),
    ("WY", "Wyoming"),
];

/// "Aldern, GA": a state behind its town.
fn postal(document: &Document<'_>, name: &Name, kb: &KnowledgeBase) -> Option<Linked> {
    let text = document.slice(name.start, name.end);
    let (_, state) = POSTAL.iter().find(|(code, _)| *code == text)?;
    let comma = document.token_at(name.start).checked_sub(1).filter(|k| document.token_text(*k) == ",")?;
    let is_town = comma.checked_sub(1).is_some_and(|k| document.tokens[k].capitalised);
    let may_be = is_town && name.kind == EntityKind::Place && document.language == Language::English;
    let found = kb.find(state, EntityKind::Place, document.language).filter(|_| may_be)?;
    Some(linked(found))
}

/// Id and name of a thing of the knowledge base. A lone surname is no evidence of a person.
fn known(document: &Document<'_>, name: &Name, kb: &KnowledgeBase) -> Option<Linked> {
    let text = clean(document.slice(name.start, name.end));
    let find = |text: &str| kb.find(text, name.kind, document.language);
    let stem = || of_genitive(document, name, text).and_then(find);
    // "WEST PALM BEACH, Fla. —": the stop is the abbreviation's.
    let with_stop = || document.text.get(name.start..=name.end).filter(|t| t.ends_with('.')).and_then(find);
    let found = find(text).or_else(stem).or_else(|| find(&in_nominative(document, name)?)).or_else(with_stop)?;
    let is_safe = match name.kind {
        EntityKind::Person => text.contains(' ') || found.name == text,
        EntityKind::Place => (found.is_country() || !is_acronym(document, name)) && !is_namesake(document, name, text),
        EntityKind::Organisation | EntityKind::Other => true,
    };
    is_safe.then(|| linked(found))
}

/// Places elsewhere after which towns in North America are named.
const NAMESAKES: &str = "Alexandria Amsterdam Antwerp Athens Bangor Barcelona Bath Belfast Berlin Birmingham Bogota Bradford Brazil \
    Brighton Bristol Brussels Cairo Calcutta Cambridge Canton Cardiff China Copenhagen Cuba Delhi Denmark \
    Dresden Dublin Edinburgh Egypt Exeter Florence Geneva Genoa Glasgow Granada Hamburg Hamilton Hanover Havana \
    Hebron Helsinki Holland Jamaica Jerusalem Jordan Lebanon Lima Lisbon Liverpool London Madrid Manchester \
    Medina Melbourne Mexico Milan Moscow Naples Nazareth Newcastle Norway Norwich Odessa Oslo Oxford Palermo \
    Palestine Panama Paris Parma Perth Peru Plymouth Poland Rome Rotterdam Santiago Sheffield Stockholm Swansea \
    Tripoli Valencia Venice Verona Versailles Vienna Warsaw Wellington";

/// "Paris, Texas": a town in a state, and not the place that it is named after.
fn is_namesake(document: &Document<'_>, name: &Name, text: &str) -> bool {
    const PROVINCES: [&str; 4] = ["Ontario", "Ont.", "Nova Scotia", "New Brunswick"];
    let behind = document.text.get(name.end..).and_then(|rest| rest.strip_prefix(", ")).unwrap_or_default();
    let leads = |state: &str| {
        let rest = behind.strip_prefix(state);
        let ends = |rest: &str| state.ends_with('.') || !rest.starts_with(char::is_alphanumeric);
        // "Mexico, California and Texas" are three.
        rest.is_some_and(|rest| ends(rest) && ![" and ", " or "].iter().any(|word| rest.starts_with(word)))
    };
    let in_state = || POSTAL.iter().any(|(code, state)| leads(code) || leads(state.trim_start_matches("state of ")));
    let is_named_after = NAMESAKES.split_whitespace().any(|place| place == text);
    is_named_after
        && (in_state() || STATES.iter().any(|short| leads(&format!("{short}."))) || PROVINCES.into_iter().any(leads))
}

/// "Trump said": whom a surname means of which nobody in the text has been the bearer. Players go by it from the first.
fn by_surname(
    document: &Document<'_>,
    name: &Name,
    kb: &KnowledgeBase,
    is_borne: impl Fn(&str) -> bool,
) -> Option<Linked> {
    let text = clean(document.slice(name.start, name.end));
    let stem = || text.strip_suffix('s').filter(|_| is_owner(document, name));
    let found = kb.by_surname(text).or_else(|| kb.by_surname(stem()?)).filter(|f| name.kind == f.kind)?;
    let given = found.name.split(' ').next().unwrap_or_default();
    let may_be = kb.sex(given).agrees(sex::told(document, name)) && !is_borne(last_word(text));
    (may_be && !is_about_sport(document)).then(|| linked(found))
}

/// „der Süddeutschen Zeitung“: a body's German name in the first case.
pub(crate) fn in_nominative(document: &Document<'_>, name: &Name) -> Option<String> {
    let may_be = document.language == Language::German && name.kind == EntityKind::Organisation;
    may_be.then(|| nominative(document.slice(name.start, name.end))).flatten()
}

/// Whether a German name may be a person's in the second case.
pub(crate) fn is_owner(document: &Document<'_>, name: &Name) -> bool {
    document.language == Language::German && name.kind == EntityKind::Person
}

/// "Bremerhavens Hafen": what a German genitive is made of, if it is one. People are found
/// by their own names.
pub(crate) fn of_genitive<'t>(document: &Document<'_>, name: &Name, text: &'t str) -> Option<&'t str> {
    const SHORTEST: usize = 4;
    let may_be = document.language == Language::German && name.kind != EntityKind::Person;
    text.strip_suffix('s').filter(|stem| may_be && stem.len() >= SHORTEST && !stem.ends_with('s'))
}

/// A word in capitals, without full stops, that neither begins a paragraph, as a dateline does, nor stands beside
/// another one: "MIRI" is an instrument, no city.
fn is_acronym(document: &Document<'_>, name: &Name) -> bool {
    const LETTERS: std::ops::RangeInclusive<u32> = 4..=6;
    let at = document.token_at(name.start);
    let is_shouted = |k: Option<usize>| k.and_then(|k| document.tokens.get(k)).is_some_and(|t| t.capitals);
    // "PARIS/BERLIN"
    let is_second = document.text[..name.start].ends_with('/');
    let begins = is_second || document.paragraphs.binary_search_by_key(&name.start, |p| p.0).is_ok();
    document.tokens.get(at).is_some_and(|t| t.capitals && t.end == name.end && LETTERS.contains(&t.length))
        && !begins
        && !document.token_text(at).contains('.')
        && !is_shouted(at.checked_sub(1))
        && !is_shouted(Some(at + 1))
}

/// A mention without its article and possessive.
pub(crate) fn clean(text: &str) -> &str {
    let text = text.trim();
    let stem = ["'s", "’s", "'S", "’S"].iter().find_map(|owner| text.strip_suffix(owner));
    let text = stem.filter(|s| !is_possessive_name(s)).unwrap_or(text);
    text.strip_prefix("the ").or_else(|| text.strip_prefix("The ")).unwrap_or(text)
}

pub(crate) fn last_word(text: &str) -> &str {
    text.rsplit(' ').next().unwrap_or(text)
}
