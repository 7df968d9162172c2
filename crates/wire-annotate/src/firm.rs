//! Firms and other bodies: what their names tell.

use rustc_hash::FxHashSet;
use wire_model::EntityKind;

use crate::Name;
use crate::lexicon::{GIVEN_LIST, PERSON_LISTS, PLACE_LISTS, class};
use crate::tagger::Casing;
use crate::token::{Document, Token};
use crate::whole::with_wholes;

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
    "Enterprises",
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
    "Productions",
    "Robotics",
    "Technologies",
    "Therapeutics",
    "University",
    "Ventures",
];

/// Words that end the names of firms and papers, unless a person bears them: "Jim Courier".
const OF_TRADES: &[&str] = &[
    "Aerospace",
    "Beacon",
    "Breweries",
    "Brewing",
    "Bulletin",
    "Capital",
    "Chemicals",
    "Chronicle",
    "Courier",
    "Dispatch",
    "Electronics",
    "Energy",
    "Entertainment",
    "Examiner",
    "Foods",
    "Gazette",
    "Herald",
    "Inquirer",
    "Insurance",
    "Ledger",
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
    "Telegraph",
    "Tribune",
];

/// Words that begin the names of bodies before "of" and "for".
const FRONTS: &[&str] = &[
    "Army",
    "Association",
    "Bank",
    "Board",
    "Bureau",
    "Chamber",
    "Coalition",
    "Confederation",
    "Council",
    "Federation",
    "Front",
    "League",
    "Movement",
    "Organisation",
    "Organization",
    "Party",
    "Union",
];

/// Legal forms of firms: what stands in capitals before one is all of the name.
const LEGAL_FORMS: &[&str] = &[
    "AB", "AG", "ASA", "Bhd", "Co", "Corp", "GmbH", "Inc", "KGaA", "LLC", "LLP", "Ltd", "NV", "Oy", "Oyj", "PLC",
    "Plc", "SA", "SE", "SpA", "plc",
];

/// A firm's name without its legal form: "Corvid" of "Corvid, Inc.", "Corvid Corporation", "Corvid S.A.".
pub(crate) fn without_legal_form(name: &str) -> &str {
    const IN_FULL: &[&str] = &["Company", "Corporation", "Incorporated", "Limited"];
    let bare = name.rsplit_once(' ').filter(|(_, last)| IN_FULL.contains(last) || is_legal_form(last));
    bare.map_or(name, |(bare, _)| bare.trim_end_matches(','))
}

/// "Inc.", "S.A."
pub(crate) fn is_legal_form(word: &str) -> bool {
    let letters = || word.chars().filter(|c| *c != '.');
    LEGAL_FORMS.iter().any(|form| letters().eq(form.chars()))
}

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
        "Club",
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
    let is_name = |k: usize| tokens.get(k).is_some_and(|t| t.capitalised && t.is_word() && !t.is(class::SMALL));
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
    // Of them "plc" alone has no capital.
    let token = &document.tokens[at];
    if !token.is_word() || !token.has_capital && token.first != 'p' {
        return false;
    }
    let text = document.token_text(at);
    // Not "Halvern Police Chief Bo Hansen".
    let is_last = || document.tokens.get(at + 1).is_none_or(|t| !t.capitalised || t.sentence_start);
    LEGAL_FORMS.contains(&text) || matches!(text, "Government" | "Police") && is_last()
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
    while from < last && tokens[from].is(class::SMALL) {
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

/// Whether a name is a firm's by its own words.
pub(crate) fn is_firm(document: &Document<'_>, name: &Name) -> bool {
    let text = document.slice(name.start, name.end);
    let first = document.token_at(name.start);
    // "Banco de Halvern"
    if matches!(document.token_text(first + 1), "de" | "del" | "des" | "do" | "du") && begins_body(document, first) {
        return true;
    }
    // "Front of the People"
    if name.kind == EntityKind::Other
        && FRONTS.contains(&document.token_text(first))
        && matches!(document.token_text(first + 1), "for" | "of")
    {
        return true;
    }
    // "Equibank", not "Burbank"
    let is_place = || document.tokens[first].lists & (PLACE_LISTS | PERSON_LISTS) != 0;
    if text.len() > "Burbank".len() && text.ends_with("bank") && !text.contains(' ') && !is_place() {
        return true;
    }
    if let Some((_, last)) = text.rsplit_once(' ') {
        let is_given = || document.tokens[first].lists & GIVEN_LIST != 0;
        let is_of_firms = OF_FIRMS.contains(&last) || LEGAL_FORMS.contains(&last);
        if is_of_firms || OF_TRADES.contains(&last) && !is_given() {
            return true;
        }
    }
    false
}

/// "Lloyd's of London", "Macy's said": the possessives that have nothing somewhere in a text, and so are a firm's name;
/// nobody's surname is one.
pub(crate) fn possessive_firms<'t>(document: &Document<'t>, names: &[Name]) -> FxHashSet<&'t str> {
    let text = |n: &Name| document.slice(n.start, n.end);
    let has_nothing = |n: &Name| {
        let owned = document.tokens.get(document.token_at(n.end) + 1);
        owned.is_none_or(|t| !t.first.is_lowercase() || t.is_closed())
    };
    let is_surname = |own: &str| {
        names
            .iter()
            .any(|n| n.kind == EntityKind::Person && text(n).strip_suffix(own).is_some_and(|t| t.ends_with(' ')))
    };
    let firms = names.iter().filter(|n| is_written_as_firm(document, n) && has_nothing(n)).map(text);
    let firms: FxHashSet<&str> = firms.collect();
    firms.into_iter().filter(|own| !is_surname(own)).collect()
}

/// "Lloyd's of London".
fn is_of_place(document: &Document<'_>, name: &Name) -> bool {
    let mark = document.token_at(name.end);
    document.token_text(mark + 1) == "of" && document.tokens.get(mark + 2).is_some_and(|t| t.capitalised)
}

/// Whether a name is written as a firm's that is a possessive: "Lloyd's", whosever it is.
pub(crate) fn is_written_as_firm(document: &Document<'_>, name: &Name) -> bool {
    is_possessive_name(document.slice(name.start, name.end))
        && document.tokens.get(document.token_at(name.end)).is_some_and(Token::is_possessive)
}

/// Where the name of a firm ends that is a possessive: "Macy's", "Lloyd's of London".
pub(crate) fn possessive_end(document: &Document<'_>, name: &Name) -> Option<usize> {
    let mark = document.token_at(name.end);
    let place = document.tokens.get(mark + 2..).unwrap_or_default();
    let words = place.iter().take_while(|t| t.capitalised && t.is_word()).count();
    let last = if is_of_place(document, name) { mark + 1 + words } else { mark };
    document.tokens.get(last).filter(|_| is_written_as_firm(document, name)).map(|t| t.end)
}

pub(crate) fn is_possessive_name(stem: &str) -> bool {
    POSSESSIVES.contains(&stem)
}

/// Whether French and Spanish begin the names of bodies with a word, as other languages cite them.
pub(crate) fn begins_body(document: &Document<'_>, at: usize) -> bool {
    ROMANCE_BODIES.contains(&document.token_text(at))
}

/// Words that French and Spanish begin the names of bodies with.
const ROMANCE_BODIES: &[&str] = &[
    "Agence",
    "Agencia",
    "Asamblea",
    "Asociación",
    "Assemblée",
    "Association",
    "Autorité",
    "Ayuntamiento",
    "Banco",
    "Banque",
    "Cadena",
    "Caisse",
    "Caixa",
    "Caja",
    "Chambre",
    "Comisión",
    "Comité",
    "Commission",
    "Compagnie",
    "Confederación",
    "Confédération",
    "Conseil",
    "Consejo",
    "Consell",
    "Cour",
    "Cámara",
    "Diputación",
    "Federación",
    "Fiscalía",
    "Fondation",
    "Fuerzas",
    "Fundación",
    "Fédération",
    "Generalitat",
    "Groupe",
    "Grupo",
    "Institut",
    "Instituto",
    "Junta",
    "Liga",
    "Ligue",
    "Mairie",
    "Ministerio",
    "Ministère",
    "Observatoire",
    "Observatorio",
    "Office",
    "Parti",
    "Partido",
    "Plataforma",
    "Préfecture",
    "Senado",
    "Sindicato",
    "Sociedad",
    "Société",
    "Syndicat",
    "Sénat",
    "Tribunal",
    "Union",
    "Universidad",
    "Université",
    "Unión",
    "Xunta",
];
