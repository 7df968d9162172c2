//! What rules make of the names that the tagger found: their ends and their kinds.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::Name;
use crate::beside::{bodies, christened, has_shares, places, with_labelled};
use crate::firm::{
    is_firm, is_legal_form, is_listed_place, is_written_as_firm, possessive_end, possessive_firms, with_firms,
};
use crate::lexicon::{GIVEN_LIST, Language, PERSON_LISTS, PLACE_LISTS, class};
use crate::link::STATES;
use crate::missed::{Known, with_missed};
use crate::office::{cut_offices, is_office};
use crate::tagger::KINDS;
use crate::team::{make_clubs, make_teams, make_town_teams};
use crate::token::{Document, Token, is_numeral};

/// Titles are no part of a name; a string has one kind throughout a document.
pub(crate) fn tidy(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    names.iter_mut().for_each(|name| cut_bound_title(document, name));
    names.retain_mut(|name| name.kind != EntityKind::Person || cut_titles(document, name));
    names.iter_mut().for_each(|name| cut_label(document, name));
    let (settled, christened) = (places(document, &names), christened(document, &names));
    let firms = possessive_firms(document, &names);
    for name in &mut names {
        correct(document, name);
        cut_offices(document, name);
        if name.kind != EntityKind::Place && settled.contains(document.slice(name.start, name.end)) {
            name.kind = EntityKind::Place;
        }
        if firms.contains(document.slice(name.start, name.end)) && is_written_as_firm(document, name) {
            name.kind = EntityKind::Organisation;
        }
        if christened.contains(document.slice(name.start, name.end)) {
            name.kind = EntityKind::Other;
        }
        complete(document, name);
    }
    // What a name has taken in is no name of its own.
    names.dedup_by(|next, name| next.start < name.end);
    read_datelines(document, &mut names);
    let mut names = with_firms(document, with_labelled(document, names));
    let bodies = bodies(document, &names);
    for name in names.iter_mut().filter(|n| bodies.contains(document.slice(n.start, n.end))) {
        name.kind = EntityKind::Organisation;
    }
    let is_name =
        |text: &str| !is_party_and_state(text) && !is_numeral(text) && (!text.ends_with('.') || !is_legal_form(text));
    names.retain(|name| !is_common(document, name) && is_name(document.slice(name.start, name.end)));
    let teams = make_teams(document, &mut names);
    make_clubs(document, &mut names);
    let known = Known::new(document, &names, bodies, teams);
    agree(document, &mut names, &known);
    let mut names = with_missed(document, names, &known);
    make_town_teams(document, &mut names);
    names
}

/// What a name's own words, and those beside it, say of its kind.
fn correct(document: &Document<'_>, name: &mut Name) {
    if name.kind != EntityKind::Organisation && is_firm(document, name) {
        name.kind = EntityKind::Organisation;
    }
    if name.kind == EntityKind::Person && is_countryman(document, name) {
        name.kind = EntityKind::Other;
    }
    match document.slice(name.start, name.end) {
        // A president's seat that stands for him, as the Kremlin does.
        "Elysee" | "Elysée" | "Élysée" => name.kind = EntityKind::Organisation,
        text if name.kind == EntityKind::Organisation && is_peer(text) => name.kind = EntityKind::Person,
        _ => {}
    }
    if name.kind == EntityKind::Person && is_joint_word(document.slice(name.start, name.end)) {
        name.kind = EntityKind::Organisation;
    }
    if name.kind != EntityKind::Place && is_state_behind_town(document, name) {
        name.kind = EntityKind::Place;
    }
}

/// A string is of the kind that it has most often, and of that of a longer name which holds it.
fn agree(document: &Document<'_>, names: &mut [Name], known: &Known<'_>) {
    let mut votes: FxHashMap<&str, [u32; 4]> = FxHashMap::default();
    let mut entered: FxHashSet<&str> = FxHashSet::default();
    for name in names.iter() {
        let text = document.slice(name.start, name.end);
        votes.entry(text).or_default()[number(name.kind)] += 1;
        let lead = document.token_at(name.start).checked_sub(1).map_or("", |k| document.token_text(k));
        let is_led = ["at", "in", "near", "outside"].iter().any(|word| lead.eq_ignore_ascii_case(word));
        if name.kind == EntityKind::Place && is_led {
            entered.insert(text);
        }
    }
    for name in names {
        let text = document.slice(name.start, name.end);
        let counts = votes.get(text).copied().unwrap_or_default();
        let tagged = name.kind;
        let own = counts[number(tagged)];
        // As often somebody as something else, and on no list: a firm, where it is "in" a place, and else no person.
        let is_split = counts[0] > 0 && counts[0] == counts[1].max(counts[2]).max(counts[3]);
        let is_listed = || document.tokens[document.token_at(name.start)].lists & (PERSON_LISTS | PLACE_LISTS) != 0;
        let other = match counts {
            [_, firm, ..] if firm == counts[0] => Some(EntityKind::Organisation),
            _ if entered.contains(text) => Some(EntityKind::Place),
            [_, _, _, other] if other > 0 => Some(EntityKind::Other),
            _ => None,
        };
        // "Trevor Pell" as often a firm, beside "Pell".
        let is_short_somebody =
            || text.rsplit_once(' ').is_some_and(|(_, last)| votes.get(last).is_some_and(|v| v[0] > 0));
        if let Some(other) = other.filter(|_| is_split && !text.contains(' ') && !is_listed()) {
            name.kind = other;
        } else if is_split && is_short_somebody() {
            name.kind = EntityKind::Person;
        } else if let Some((best, most)) = counts.iter().enumerate().max_by_key(|(_, c)| **c)
            && *most > own
        {
            name.kind = KINDS[best];
        }
        let may_be_place = name.kind == EntityKind::Place
            && is_listed_place(document, name)
            && entered.contains(text)
            && !stands_by_cue(document, name);
        // News names somebody in full first, but for headings: "Ford" before "Gerald Ford" may be the firm, and so are
        // "Ford shares" where it is named elsewhere.
        let is_traded =
            || matches!(document.token_text(document.token_at(name.end)), "shares" | "stock" | "shareholders");
        let is_firm_too = || tagged == EntityKind::Organisation && counts[number(tagged)] > 1 && is_traded();
        let may_be_somebody = tagged == EntityKind::Person
            || in_heading(document, name)
            || stands_by_cue(document, name)
            || known.is_surname_by(text, name.start) && !is_firm_too();
        let own = document.token_at(name.start);
        let is_family = document.tokens[own].end == name.end && known.is_family(document, own);
        if is_family || known.is_surname(text, name.start) && may_be_somebody && !may_be_place {
            name.kind = EntityKind::Person;
        } else if match name.kind {
            _ if known.bodies.contains(text) => name.kind != EntityKind::Place,
            EntityKind::Person => {
                let is_given = || document.tokens[document.token_at(name.start)].lists & GIVEN_LIST != 0;
                known.firms.contains(text) || has_shares(document, name) || known.heads.contains(text) && !is_given()
            }
            EntityKind::Place => {
                let has_shares = !text.contains(' ') && has_shares(document, name);
                !is_listed_place(document, name) && (has_shares || known.heads.contains(text))
            }
            EntityKind::Organisation | EntityKind::Other => false,
        } {
            name.kind = EntityKind::Organisation;
        }
    }
}

/// Whether a name stands in a line that ends like no sentence does.
fn in_heading(document: &Document<'_>, name: &Name) -> bool {
    let number = document.paragraphs.partition_point(|(_, end)| *end <= name.start);
    let line = document.paragraphs.get(number).map_or("", |(start, end)| document.slice(*start, *end));
    !line.trim_end().ends_with(['.', '!', '?', '…', ':', '"', '”', '»', '“', '’', ')'])
}

/// "said Lincoln": towns do not speak.
fn stands_by_cue(document: &Document<'_>, name: &Name) -> bool {
    const REPORTS: u8 = 50;
    let (from, to) = (document.token_at(name.start), document.token_at(name.end));
    let reports = |k: usize| document.tokens.get(k).is_some_and(|t| t.cue >= REPORTS && t.is_word());
    reports(to) || from.checked_sub(1).is_some_and(reports)
}

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

/// "FoldNews": two words in one, as firms write their names; not "McLeod" or "LaVerne".
fn is_joint_word(text: &str) -> bool {
    const SHORTEST: usize = 3;
    const PREFIXES: &[&str] = &["Dela", "Fitz", "Mac", "Van"];
    /// Two letters that begin no surname.
    const SHORT: &[&str] = &["Go", "My", "On", "Up", "We"];
    let is_word = text.chars().all(char::is_alphabetic);
    let second = text.char_indices().skip(1).find(|(_, c)| c.is_uppercase()).map_or(0, |(at, _)| at);
    let (first, second) = text.split_at(second);
    let is_lower = |part: &str| part.len() >= SHORTEST && part.chars().skip(1).all(char::is_lowercase);
    is_word && (is_lower(first) || SHORT.contains(&first)) && is_lower(second) && !PREFIXES.contains(&first)
}

/// "Bridgeport, Conn.": a state is behind its town, whoever bears its name.
fn is_state_behind_town(document: &Document<'_>, name: &Name) -> bool {
    let lead = document.token_at(name.start).checked_sub(1).and_then(|k| document.tokens.get(k));
    let is_written = document.text.get(name.end..).is_some_and(|rest| rest.starts_with('.'));
    is_written && STATES.contains(&document.slice(name.start, name.end)) && lead.is_some_and(|t| t.first == ',')
}

/// What is no name although it has a capital: an office, "Neighbours said" at the head of a sentence.
fn is_common(document: &Document<'_>, name: &Name) -> bool {
    let own = &document.tokens[document.token_at(name.start)];
    let is_english = document.language == Language::English;
    let opens = is_english && own.sentence_start && own.end == name.end && own.is(class::RELATED);
    opens && name.kind == EntityKind::Person && own.lists & PERSON_LISTS == 0 || is_office(document, name)
}

/// "Duke of Aldern": somebody who is called by what he is given.
fn is_peer(text: &str) -> bool {
    const PEERS: [&str; 8] = ["Countess", "Duchess", "Duke", "Earl", "Marquess", "Prince", "Princess", "Viscount"];
    text.split_once(" of ").is_some_and(|(title, place)| PEERS.contains(&title) && !place.contains(' '))
}

/// "D-Ill", "R-Texas": a legislator's party and state.
pub(crate) fn is_party_and_state(text: &str) -> bool {
    let state = ["D-", "R-", "I-"].iter().find_map(|p| text.strip_prefix(p));
    state.is_some_and(|s| s.starts_with(char::is_uppercase))
}

/// Takes in what belongs to a name although punctuation stands before it.
fn complete(document: &Document<'_>, name: &mut Name) {
    let text = document.slice(name.start, name.end);
    let rest = document.text.get(name.end..).unwrap_or_default();
    let next = document.tokens.get(document.token_at(name.end));
    let before = document.token_at(name.start).checked_sub(1).and_then(|k| document.tokens.get(k));
    // "[Mother] Agnes": nobody calls her otherwise.
    let is_agnes = |t: &&Token| name.kind == EntityKind::Person && document.slice(t.start, t.end) == "Mother";
    if let Some(mother) = before.filter(|t| is_agnes(t) && !text.contains(' ')) {
        name.start = mother.start;
    }
    // "Downing [Street] said"
    if let Some(before) = before.filter(|t| is_street(text) && t.capitalised && !t.is(class::SMALL)) {
        name.start = before.start;
        name.kind = EntityKind::Place;
    }
    let is_single = !text.contains(' ') || name.kind != EntityKind::Person;
    if let Some(review) = next.filter(|t| is_single && !t.sentence_start && is_paper(document, t)) {
        name.end = review.end;
        name.kind = EntityKind::Organisation;
    } else if let Some(channel) = next.filter(|t| t.numeric && t.length == 1 && ends_station(text)) {
        name.end = channel.end;
    } else if name.kind == EntityKind::Place && rest.starts_with('.') && STATES.contains(&text) {
        name.end += 1;
    } else if let Some(end) = possessive_end(document, name).filter(|_| name.kind == EntityKind::Organisation) {
        name.end = end;
    }
}

/// "Nikkei Asian [Review]": a word that ends the names of papers.
fn is_paper(document: &Document<'_>, token: &Token) -> bool {
    const PAPERS: [&str; 8] = ["Chronicle", "Gazette", "Herald", "Journal", "Post", "Review", "Times", "Tribune"];
    PAPERS.contains(&document.slice(token.start, token.end))
}

fn is_street(text: &str) -> bool {
    matches!(text, "Avenue" | "Boulevard" | "Road" | "Square" | "Street")
}

/// "BBC Radio 4": what a number belongs to.
fn ends_station(text: &str) -> bool {
    text.ends_with(" Radio") || text == "Channel"
}

fn number(kind: EntityKind) -> usize {
    KINDS.iter().position(|k| *k == kind).unwrap_or(3)
}

/// "[Brokerage] Sparinvest", "[Owner] Halcyon Tankers": what a firm is, at the head of a sentence, is no part of its name.
fn cut_label(document: &Document<'_>, name: &mut Name) {
    /// Nouns that are.
    const OWN: [&str; 7] = ["Bank", "Charity", "Daily", "Magazine", "Radio", "TV", "Weekly"];
    const ROLES: [&str; 9] =
        ["Builder", "Developer", "Manufacturer", "Operator", "Owner", "Parent", "Producer", "Rival", "Supplier"];
    let at = document.token_at(name.start);
    let is_label = |k: usize| {
        let text = document.token_text(k);
        document.tokens[k].is(class::FIRM) && !OWN.contains(&text) || ROLES.contains(&text)
    };
    let rest = document.tokens.get(at + 1).filter(|t| t.capitalised && t.end <= name.end);
    if let Some(rest) = rest.filter(|_| document.tokens[at].sentence_start && is_label(at)) {
        name.start = rest.start;
    }
}

/// "Tan Sri", "Datuk Seri": what Malaysia gives and nobody is called.
fn is_honour(document: &Document<'_>, at: usize) -> bool {
    let is_sri = |k: usize| matches!(document.token_text(k), "Sri" | "Seri");
    let is_title =
        |k: usize| document.tokens[k].is(class::TITLE) || matches!(document.token_text(k), "’" | "'" | "Tan");
    let is_led = || at.checked_sub(1).is_some_and(is_title);
    document.token_text(at) == "Tan" && is_sri(at + 1) || is_sri(at) && is_led()
}

/// "Justices Lund and Oake", "Mayor London Breed": a title that makes a name a person's, and is no part of it.
fn cut_bound_title(document: &Document<'_>, name: &mut Name) {
    const TITLES: [&str; 6] = ["Governors", "Judges", "Justices", "Mayors", "Popes", "Senators"];
    /// Behind which, with two words more, nobody but a person is named: "Mayor London Breed".
    const OF_ONE: [&str; 6] = ["Congressman", "Congresswoman", "Gov.", "Mayor", "Rep.", "Sen."];
    let at = document.token_at(name.start);
    let next = document.tokens.get(at + 1).filter(|t| t.capitalised && t.end <= name.end);
    let title = document.slice(name.start, name.end).split(' ').next().unwrap_or_default();
    let is_full = || document.tokens.get(at + 2).is_some_and(|t| t.capitalised && t.end == name.end);
    if let Some(next) = next.filter(|_| TITLES.contains(&title) || OF_ONE.contains(&title) && is_full()) {
        (name.start, name.kind) = (next.start, EntityKind::Person);
    }
}

/// Titles before a name, and letters behind it ("KC", "MP"), are no part of it.
fn cut_titles(document: &Document<'_>, name: &mut Name) -> bool {
    const RANKS: &[&str] = &[
        "Alderman",
        "Alderwoman",
        "Bishop",
        "Canon",
        "Cardinal",
        "Comptroller",
        "Constable",
        "Coroner",
        "Councilmember",
        "Deacon",
        "Elder",
        "Major",
        "Solicitor",
        "Treasurer",
        "Trustee",
    ];
    const POST_NOMINALS: &[&str] = &[
        "CBE", "CMG", "DBE", "FRS", "FRSE", "GCB", "JP", "KBE", "KC", "MBE", "MD", "MEP", "MP", "OAM", "OBE", "PhD",
        "QC", "RA", "SC", "TD",
    ];
    let (first, end) = (document.token_at(name.start), document.token_at(name.end));
    let is_letters = |k: &usize| POST_NOMINALS.contains(&document.token_text(*k));
    let letters = (first + 1..end).rev().take_while(is_letters).count();
    let last = end.checked_sub(1 + letters).and_then(|k| document.tokens.get(k));
    if let Some(last) = last.filter(|_| letters > 0) {
        name.end = last.end;
    }
    let mut at = document.token_at(name.start);
    while let Some(token) = document.tokens.get(at).filter(|t| t.end <= name.end) {
        // "Soprano Katalin Varga", at the head of a sentence.
        let is_trade = token.sentence_start && token.is(class::PROFESSION | class::PERSON_NOUN);
        let is_full = document.tokens.get(at + 2).is_some_and(|t| t.end <= name.end);
        // Also a surname: "Elizabeth Bishop".
        let is_rank = || RANKS.contains(&document.token_text(at));
        if !(token.is(class::TITLE) || is_honour(document, at) || (is_trade || is_rank()) && is_full) {
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
