//! Offices, what they are of, and who holds them: "Minister of Labour and Trade Bo Hansen".

use wire_model::EntityKind;

use crate::Name;
use crate::joint::joins;
use crate::lexicon::{GIVEN_LIST, Language, PERSON_LISTS, class};
use crate::nominal::{is_delegate, is_office_of};
use crate::scene::{CUE, Candidate, Kind, PERSON, Scene};
use crate::token::{Document, Token};

/// Words from an office to whoever holds it.
const LONGEST: usize = 12;

/// What ministers are of.
const PORTFOLIOS: &[&str] = &[
    "Agriculture",
    "Communications",
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
    "Information",
    "Interior",
    "Justice",
    "Labor",
    "Labour",
    "Oil",
    "Planning",
    "Railway",
    "Tourism",
    "Trade",
    "Transport",
    "Water",
];

/// Takes from a name what an office that stands beside it is of.
pub(crate) fn cut_offices(document: &Document<'_>, name: &mut Name) {
    cut_portfolio_before(document, name);
    cut_holder(document, name);
    cut_state(document, name);
    cut_portfolio_behind(document, name);
}

/// "[United Nations] High Commissioner for Human Rights": whoever holds an office of a body is not the body.
fn cut_holder(document: &Document<'_>, name: &mut Name) {
    const DEGREES: [&str; 9] =
        ["Acting", "Assistant", "Chief", "Deputy", "High", "Permanent", "Senior", "Special", "Vice"];
    let (from, to) = (document.token_at(name.start), document.token_at(name.end));
    if name.kind == EntityKind::Person {
        return;
    }
    let Some(office) = inner_office(document, from, to) else { return };
    let is_degree = |k: &usize| DEGREES.contains(&document.token_text(*k));
    let end = office - (from + 1..office).rev().take_while(is_degree).count();
    let last = &document.tokens[end - 1];
    // "Office of the Commissioner for", "Children's Commissioner for"
    if last.capitalised && !document.is_possessive(end) && !document.is_possessive(end - 1) {
        name.end = last.end;
    }
}

/// The office that stands behind the first word of a phrase and says what it is of: "United Nations High [Commissioner]
/// for Human Rights".
fn inner_office(document: &Document<'_>, from: usize, to: usize) -> Option<usize> {
    let is_office = |k: &usize| document.tokens[*k].capitalised && is_office_of(document, *k);
    let is_english = document.language == Language::English;
    (from + 1..to.min(document.tokens.len())).find(|k| is_english && is_office(k))
}

/// Whether a phrase is or holds an office that says what it is of: "Commissioner for England".
pub(crate) fn names_holder(document: &Document<'_>, from: usize, to: usize) -> bool {
    let is_first = document.language == Language::English && is_office_of(document, from);
    is_first || inner_office(document, from, to).is_some()
}

/// "[Saudi Energy] Minister": what a minister is of is no part of whose minister it is.
fn cut_portfolio_before(document: &Document<'_>, name: &mut Name) {
    let text = document.slice(name.start, name.end);
    let behind = document.token_text(document.token_at(name.end));
    let lead = text.rsplit_once(' ').filter(|(_, last)| PORTFOLIOS.contains(last) && is_minister(behind));
    if let Some((lead, _)) = lead.filter(|(lead, _)| !lead.contains(' ')) {
        name.end = name.start + lead.len();
        name.kind = if lead.contains('.') { EntityKind::Place } else { EntityKind::Other };
    }
}

/// "Minister of Health and [Ageing Ann Lee]": the last of what an office is of is no given name.
fn cut_portfolio_behind(document: &Document<'_>, name: &mut Name) {
    let from = document.token_at(name.start);
    let Some([first, given, rest]) = document.tokens.get(from..from + 3) else { return };
    let holds = first.lists & PERSON_LISTS == 0 && given.lists & GIVEN_LIST != 0 && rest.end <= name.end;
    // "et des Solidarités"
    let is_small = |k: &usize| document.tokens[*k].is(class::DETERMINER | class::PREPOSITION);
    let lead = (0..from).rev().take(3).find(|k| !is_small(k));
    if holds && lead.is_some_and(|k| joins(document, k)) && office_before(document, from).is_some() {
        *name = Name { start: given.start, kind: EntityKind::Person, ..*name };
    }
}

/// "Secretary of [State for Health and Social Care Ann Lee]"
fn cut_state(document: &Document<'_>, name: &mut Name) {
    let from = document.token_at(name.start);
    let is_given = |t: &&Token| t.lists & GIVEN_LIST != 0;
    let own = document.tokens.get(from + 1..document.token_at(name.end)).unwrap_or_default();
    let given = own.iter().rev().skip(1).find(is_given).filter(|_| is_state(document, from));
    if let Some(given) = given {
        *name = Name { start: given.start, kind: EntityKind::Person, ..*name };
    }
}

fn is_minister(word: &str) -> bool {
    matches!(word, "Minister" | "minister" | "Secretary" | "secretary")
}

/// "Secretary of [State]"
fn is_state(document: &Document<'_>, at: usize) -> bool {
    let is_title = |k: usize| document.token_text(k + 1) == "of" && document.tokens[k].is(class::TITLE);
    document.token_text(at) == "State" && at.checked_sub(2).is_some_and(is_title)
}

/// "Interior Minister", "Secretary of State", "Minister of Labour": an office is no name, nor is what it is of.
pub(crate) fn is_office(document: &Document<'_>, name: &Name) -> bool {
    let text = document.slice(name.start, name.end);
    let (from, behind) = (document.token_at(name.start), document.token_at(name.end));
    if is_state(document, from) && (text == "State" || text.starts_with("State for ")) || is_delegate(text) {
        return true;
    }
    // "Minister of Labour and Trade"
    let opens = is_minister(document.token_text(from)) && matches!(document.token_text(from + 1), "for" | "of");
    if opens && name.kind != EntityKind::Person {
        return true;
    }
    let of = from.checked_sub(2).filter(|k| matches!(document.token_text(k + 1), "for" | "of"));
    let minister = of.map_or("", |k| document.token_text(k));
    let is_acronym = text.len() > 1 && text.chars().all(char::is_uppercase);
    let is_body = name.kind == EntityKind::Organisation && !is_acronym;
    let is_known = || PORTFOLIOS.contains(&document.token_text(from));
    match minister {
        "Minister" if is_body => true,
        "Secretary" | "minister" | "secretary" if is_body && is_known() => true,
        _ => PORTFOLIOS.contains(&text) && behind < document.tokens.len() && is_minister(document.token_text(behind)),
    }
}

/// The office before a token that stands in what it is of.
fn office_before(document: &Document<'_>, at: usize) -> Option<usize> {
    let is_part = |k: &usize| is_part(document, *k);
    (0..at).rev().take(LONGEST).take_while(is_part).find(|k| is_office_of(document, *k))
}

/// Whether a token may be in what an office is of.
fn is_part(document: &Document<'_>, at: usize) -> bool {
    let in_romance = matches!(document.language, Language::French | Language::Spanish);
    let may_be = |t: &Token| match t.first {
        ',' => true,
        '\'' | '’' => in_romance,
        _ => t.is_word() && t.cue < CUE && !t.is(class::VERB | class::RELATIVE | class::PRONOUN),
    };
    document.tokens.get(at).is_some_and(may_be)
}

impl Scene<'_, '_> {
    /// "Minister of Labour and Trade Bo Hansen said": the holder of an office of which a likely speaker is a part, where
    /// the office is of more than one thing.
    pub(crate) fn holder(&self, likeliest: Candidate) -> Option<Candidate> {
        const NO_LEAD: u32 = class::TITLE | class::PERSON_NOUN | class::RELATED | class::PROFESSION;
        let document = self.document;
        let here = |k: &usize| self.sentence[*k] == self.sentence[likeliest.from] && self.outside(*k);
        let is_part_here = |k: &usize| here(k) && is_part(document, *k);
        let own = (likeliest.from..likeliest.to).rev().take_while(here);
        let before = (0..likeliest.from).rev().take(LONGEST).take_while(is_part_here);
        let office = own.chain(before).find(|k| is_office_of(document, *k))?;
        let is_named = |k: &usize| self.named[*k] == PERSON;
        let mut words = (office + 2..document.tokens.len()).take(LONGEST).take_while(here);
        let name = words.find(|k| is_named(k) || !is_part(document, *k)).filter(is_named)?;
        let holder = self.name_at(name)?;
        // "the minister for labour and trade, Bo Hansen,"
        let is_apposed = self.first_of(name - 1) == Some(',');
        let is_closed = || self.token(holder.to).is_none_or(|t| !t.is_word() || t.cue >= CUE);
        let end = if is_apposed { name - 1 } else { name };
        let last = &document.tokens[end - 1];
        let is_small = |t: &Token| t.is(class::PREPOSITION | class::DETERMINER | class::FUNCTION);
        // "the director of the film and the actor Bo Hansen"
        let is_other =
            |k: usize| document.tokens[k].is(class::DETERMINER) && !document.tokens[k].is(class::PREPOSITION);
        let is_topic = match self.language {
            Language::English | Language::German => last.capitalised,
            Language::French | Language::Spanish => last.is_word(),
        };
        let leads = (is_topic || is_apposed) && !last.is(NO_LEAD) && !is_small(last) && !joins(document, end - 1);
        let is_joint = (office + 2..end).find(|k| joins(document, *k)).is_some_and(|k| !is_other(k + 1));
        let is_full = holder.to > name + 1 && (!is_apposed || is_closed());
        (is_joint && leads && is_full).then(|| self.aide_of(office).unwrap_or(holder))
    }

    /// "A spokesman for the Minister of Labour and Trade": who stands before an office and is its holder's.
    fn aide_of(&self, office: usize) -> Option<Candidate> {
        let article = usize::from(office > 0 && self.document.tokens[office - 1].is(class::DEFINITE));
        let of = office.checked_sub(1 + article).filter(|k| self.document.tokens[*k].is(class::PREPOSITION))?;
        let is_aide = |c: &&Candidate| c.to == of && c.kind == Kind::Noun && self.sentence[c.from] == self.sentence[of];
        self.phrases_before(of).find(is_aide).copied()
    }
}
