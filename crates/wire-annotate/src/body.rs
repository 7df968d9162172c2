//! Which body a phrase goes on with: "it said", "the ministry said", "the company said".
//!
//! Only where the text leaves no choice: the body that is the subject of the nearest sentence, the only one whose
//! name has that noun at its head, the only one that the sentences before tell of.

use wire_model::EntityKind;

use crate::entity::Story;
use crate::lexicon::{Language, class};
use crate::nominal::{is_definite, names_document};
use crate::pronoun::{Pronouns, is_object, is_subject};
use crate::scene::{CUE, Candidate, Kind};
use crate::token::{Document, Token};

/// Words and sentences before a phrase in which its body is looked for.
const FARTHEST: usize = 400;
const SENTENCES: usize = 3;
/// Names before it of which one may be what its noun stands for.
const MOST: usize = 200;

/// The cluster of the body that a noun phrase goes on with, in English a pronoun too.
pub(crate) fn resolve(
    (document, story): (&Document<'_>, &Story),
    pronouns: &Pronouns<'_, '_>,
    phrase: Candidate,
) -> Option<usize> {
    let text = Text { document, story, pronouns };
    let noun = phrase.to.checked_sub(1)?;
    let is_english = document.language == Language::English;
    match phrase.kind {
        Kind::Pronoun if is_english && text.speaks_as_it(phrase.from) => text.subject_before(phrase.from),
        Kind::Noun if text.is_whole(phrase) && !names_document(document, noun) => {
            let firm = || text.firm_before(phrase).filter(|_| is_english);
            text.namesake((phrase.from + 1, noun)).or_else(firm)
        }
        _ => None,
    }
}

/// A text as far as its bodies go.
struct Text<'a, 't> {
    document: &'a Document<'t>,
    story: &'a Story,
    pronouns: &'a Pronouns<'a, 't>,
}

impl Text<'_, '_> {
    /// Whose sentence goes on: the body that is the subject of the nearest sentence before, with nothing but people,
    /// pronouns and quotations at the heads of those between.
    fn subject_before(&self, at: usize) -> Option<usize> {
        for (from, to) in self.sentences_before(at) {
            let bodies = self.bodies_in(from, to);
            let told = bodies.iter().find(|(token, _)| is_subject(self.document, *token) || self.speaks(*token));
            if let Some((token, body)) = told {
                return Some(*body).filter(|_| !self.reports(*token));
            }
            // "In a letter, it warned"
            let is_comma = || at.checked_sub(1).is_some_and(|k| self.document.tokens[k].first == ',');
            let is_led = to == at && self.document.tokens[from].is(class::PREPOSITION) && is_comma();
            if from != at && !is_led && !self.goes_on(from) {
                return self.head_noun(from).and_then(|noun| self.namesake((from + 1, noun)));
            }
        }
        None
    }

    /// "the ministry", "the health ministry" is the "Ministry of Health", where no other such ministry was named; `from`:
    /// the first word of the phrase.
    fn namesake(&self, (from, noun): (usize, usize)) -> Option<usize> {
        /// What many things have in their names that it does not stand for.
        const PARTS: [&str; 14] = [
            "Haus", "Land", "Stadt", "city", "ciudad", "county", "estado", "house", "network", "state", "street",
            "team", "town", "ville",
        ];
        let tokens = &self.document.tokens;
        let is_german = self.document.language == Language::German;
        let is_english = self.document.language == Language::English;
        let token = tokens.get(noun).filter(|t| t.first.is_lowercase() || !is_english)?;
        if PARTS.contains(&self.document.token_text(noun)) {
            return None;
        }
        let before = self.story.mentions.partition_point(|m| m.1 <= token.start);
        let is_head = |k: usize| match is_german {
            // "Gesundheitsministerium" is "das Ministerium".
            true => {
                self.document.token_text(k).to_lowercase().ends_with(&self.document.token_text(noun).to_lowercase())
            }
            false => tokens[k].lower == token.lower,
        };
        let bears = |m: &&(usize, usize, usize)| {
            let (first, last) = (self.document.token_at(m.0), self.document.token_at(m.1));
            let has = |word: &Token| tokens[first..last].iter().any(|t| t.lower == word.lower);
            self.is_body(m.2) && self.head_of(m.0, m.1).is_some_and(is_head) && tokens[from..noun].iter().all(has)
        };
        only(self.story.mentions[..before].iter().rev().take(MOST).filter(bears).map(|m| m.2))
    }

    /// "the company": the only body, no ministry and no court, of the nearest sentence that tells of one;
    /// "the airline", "the rights group": the only one so far of which the text says so.
    fn firm_before(&self, phrase: Candidate) -> Option<usize> {
        const ANY: [&str; 5] = ["company", "firm", "group", "organisation", "organization"];
        let noun = &self.document.tokens[phrase.to - 1];
        let is_open = |body: &usize| !is_public(&self.story.clusters[*body].name);
        if !noun.is(class::FIRM | class::BODY) {
            return None;
        }
        if phrase.to > phrase.from + 2 || !ANY.contains(&self.document.token_text(phrase.to - 1)) {
            let before = self.story.mentions.partition_point(|m| m.1 <= noun.start);
            let told = self.story.mentions[..before]
                .iter()
                .rev()
                .take(MOST)
                .filter(|m| self.is_body(m.2) && self.is_called(m, noun));
            return only(told.map(|m| m.2)).filter(is_open);
        }
        self.sentences_before(phrase.from).into_iter().find_map(|(from, to)| {
            let bodies: Vec<usize> = self.bodies_in(from, to).into_iter().map(|b| b.1).filter(is_open).collect();
            (!bodies.is_empty()).then(|| only(bodies.into_iter()))
        })?
    }

    /// "the rights group Halvern Watch", "Halvern Air, the country's largest airline,": a noun close to a name.
    fn is_called(&self, mention: &(usize, usize, usize), noun: &Token) -> bool {
        const NEAR: usize = 6;
        let tokens = &self.document.tokens;
        let (from, to) = (self.document.token_at(mention.0), self.document.token_at(mention.1));
        let is_noun = |t: &Token| t.lower == noun.lower && t.start != noun.start;
        let before = from.checked_sub(1).is_some_and(|k| is_noun(&tokens[k]));
        // "Halvern Air, the airline said" calls nobody so.
        let leads = |t: &Token| t.first.is_lowercase() && !t.is(class::RELATIVE | class::PREPOSITION);
        let opens = to + 1 < tokens.len() && tokens[to].first == ',' && tokens[to + 1].is(class::DETERMINER);
        let apposed = if opens { &tokens[to + 2..] } else { &[] };
        let length = apposed.iter().take(NEAR).take_while(|t| leads(t) || t.is_possessive()).count();
        let at = apposed[..length].iter().position(is_noun);
        before || at.is_some_and(|at| at > 0 || !is_definite(self.document, to + 1))
    }

    /// Ranges of tokens: the sentence that `at` stands in, up to it, and those before, nearest first; those that begin
    /// between marks belong to the sentence around.
    fn sentences_before(&self, at: usize) -> Vec<(usize, usize)> {
        let tokens = &self.document.tokens;
        let mut found = Vec::new();
        let mut to = at;
        for k in (at.saturating_sub(FARTHEST)..=at).rev() {
            let token = &tokens[k];
            if token.sentence_start && !self.pronouns.is_quoted(token.start, token.end) {
                found.push((k, to));
                to = k;
            }
            let is_far = tokens[at].paragraph - token.paragraph > 1;
            if is_far || found.len() > SENTENCES {
                break;
            }
        }
        found
    }

    /// The bodies named in a range of tokens outside marks, as no object.
    fn bodies_in(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let tokens = &self.document.tokens;
        let Some(last) = to.checked_sub(1).filter(|last| *last >= from) else { return Vec::new() };
        let first = self.story.mentions.partition_point(|m| m.0 < tokens[from].start);
        let inside = self.story.mentions[first..].iter().take_while(|m| m.1 <= tokens[last].end);
        let told = inside.filter(|m| self.is_body(m.2) && !self.pronouns.is_quoted(m.0, m.1));
        told.map(|m| (self.document.token_at(m.0), m.2)).filter(|(k, _)| !is_object(self.document, *k)).collect()
    }

    /// "it said", "it has also warned".
    fn speaks_as_it(&self, at: usize) -> bool {
        const REPORTS: u8 = 20;
        const NEAR: usize = 3;
        let behind = self.document.tokens[at + 1..].iter().take(NEAR).take_while(|t| t.is_word());
        self.document.token_text(at).eq_ignore_ascii_case("it")
            && self.document.token_text(at + 1) != "to"
            && behind.into_iter().any(|t| t.cue >= REPORTS)
    }

    /// "the group", but not "the group that".
    fn is_whole(&self, phrase: Candidate) -> bool {
        const LEADS: u32 = class::RELATIVE | class::PREPOSITION;
        phrase.to > phrase.from + 1
            && is_definite(self.document, phrase.from)
            && self.document.tokens.get(phrase.to).is_none_or(|t| !t.is(LEADS))
    }

    fn is_body(&self, cluster: usize) -> bool {
        self.story.clusters[cluster].kind == EntityKind::Organisation
    }

    /// The token behind the name that begins at token `at`.
    fn behind(&self, at: usize) -> Option<usize> {
        let end = self.story.name_from(self.document.tokens.get(at)?.start)?;
        Some(self.document.token_at(end))
    }

    /// Whether a name has a verb of speech right behind it.
    fn speaks(&self, at: usize) -> bool {
        self.behind(at).and_then(|k| self.document.tokens.get(k)).is_some_and(|t| t.cue >= CUE)
    }

    /// "Reuters reported that": what follows may be about whom it reports on.
    fn reports(&self, at: usize) -> bool {
        self.behind(at).is_some_and(|k| matches!(self.document.token_text(k), "reported" | "reports"))
    }

    /// Whether a sentence is headed by what a body may speak around: a person, a pronoun, a quotation.
    fn goes_on(&self, from: usize) -> bool {
        let token = &self.document.tokens[from];
        let is_person =
            || self.story.at(token.start, token.end).is_some_and(|c| self.story.clusters[c].kind == EntityKind::Person);
        token.is(class::PRONOUN) || !token.first.is_alphanumeric() || is_person()
    }

    /// "The ministry", "The health ministry" at the head of a sentence: its noun.
    fn head_noun(&self, from: usize) -> Option<usize> {
        const LONGEST: usize = 4;
        let tokens = &self.document.tokens;
        let words = || (from + 1..tokens.len()).take(LONGEST);
        let verb = words().find(|k| tokens[*k].cue >= CUE)?;
        Some(verb - 1).filter(|k| *k > from && is_definite(self.document, from))
    }

    /// The head of a body's name: "Ministry" of "Ministry of Health", "Commission" of "European Commission", "Tribunal" of
    /// "Tribunal Supremo".
    fn head_of(&self, start: usize, end: usize) -> Option<usize> {
        let (from, to) = (self.document.token_at(start), self.document.token_at(end));
        let is_small = |k: &usize| {
            matches!(self.document.token_text(*k), "of" | "for" | "on" | "and" | "für" | "der" | "des" | "und")
        };
        match self.document.language {
            Language::French | Language::Spanish => Some(from),
            _ => (from..to).find(is_small).unwrap_or(to).checked_sub(1).filter(|head| *head >= from),
        }
    }
}

/// The one that all of them are.
fn only(mut bodies: impl Iterator<Item = usize>) -> Option<usize> {
    let first = bodies.next()?;
    bodies.all(|other| other == first).then_some(first)
}

/// Whether a body's name is one of an office, a court, a force or a party: none that is called a company.
fn is_public(name: &str) -> bool {
    const PUBLIC: [&str; 24] = [
        "Agency",
        "Army",
        "Assembly",
        "Authority",
        "Bureau",
        "Commission",
        "Committee",
        "Congress",
        "Council",
        "Court",
        "Department",
        "Force",
        "Government",
        "House",
        "Justice",
        "Ministry",
        "Navy",
        "Office",
        "Parliament",
        "Party",
        "Police",
        "Senate",
        "Service",
        "University",
    ];
    name.split(' ').any(|word| PUBLIC.contains(&word))
}
