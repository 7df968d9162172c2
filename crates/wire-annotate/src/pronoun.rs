//! Whom a pronoun names.
//!
//! "He said" goes to the subject of the sentence before, not to the name that
//! happens to stand nearest. The rule here prefers, in this order, the speaker
//! of the quote before, whom the same pronoun named last, the first person of the
//! nearest sentence who is no
//! object, and any person near; a person known to be of the other sex never.

use wire_model::EntityKind;

use crate::entity::Story;
use crate::lexicon::{Language, class};
use crate::sex::Sex;
use crate::token::Document;

/// What speaks for and against a mention, against 4 for a sentence and 20 for a paragraph between: that its person spoke
/// last, in the pronoun's paragraph or before it.
const BEFORE: i64 = 12;
const BEFORE_PARAGRAPH: i64 = 9;
/// That it is an object, a subject, whom the same pronoun named before, a subject that is told of for the first time.
const OBJECT: i64 = -9;
const SUBJECT: i64 = 7;
const CHAINED: i64 = 4;
const NEW: i64 = 8;
/// Sentences.
const FEW: i64 = 2;
/// Mentions looked at.
const MOST: usize = 60;
/// Paragraphs before the pronoun's own in which its person is looked for.
const REACH: u32 = 3;

/// Who spoke last, and in which paragraph.
#[derive(Clone, Copy)]
pub(crate) struct Last {
    pub(crate) person: usize,
    pub(crate) paragraph: u32,
}

/// Whom the pronouns of a text name, as far as the text before each tells.
pub(crate) struct Pronouns<'a, 't> {
    document: &'a Document<'t>,
    story: &'a Story,
    /// Byte ranges between marks, in order.
    quoted: Vec<(usize, usize)>,
    /// Tokens of "he" and "she" outside marks with the person of each, in order.
    chain: Vec<(usize, usize)>,
}

impl<'a, 't> Pronouns<'a, 't> {
    pub(crate) fn new(document: &'a Document<'t>, story: &'a Story, quoted: Vec<(usize, usize)>) -> Pronouns<'a, 't> {
        let mut pronouns = Pronouns { document, story, quoted, chain: Vec::new() };
        for (at, token) in document.tokens.iter().enumerate() {
            if names_person(document, at)
                && !pronouns.is_quoted(token.start, token.end)
                && let Some(person) = pronouns.resolve(at, None)
            {
                pronouns.chain.push((at, person));
            }
        }
        pronouns
    }

    /// The person cluster that the pronoun at token `at` names.
    pub(crate) fn resolve(&self, at: usize, last: Option<Last>) -> Option<usize> {
        let tokens = &self.document.tokens;
        // "quoted her as saying"
        let is_object = || matches!(self.document.token_text(at), "her" | "him");
        let pronoun = tokens.get(at).filter(|_| names_person(self.document, at) || is_object())?;
        let male = pronoun.is(class::MALE) || self.document.token_text(at) == "him";
        let may_be = |_, sex: Sex| sex.agrees(Sex { male, female: !male });
        // The same pronoun before goes on with its person.
        let before = self.chain.partition_point(|(token, _)| *token < at);
        let same = self.chain[..before].iter().rev().take(MOST).find(|(k, _)| tokens[*k].lower == pronoun.lower);
        self.nearest(at, last, same.copied(), may_be)
    }

    /// The person cluster that a phrase at token `at` most likely goes on with, of those that may be meant;
    /// `same`: where a phrase like it stood last, and for whom.
    pub(crate) fn nearest(
        &self,
        at: usize,
        last: Option<Last>,
        same: Option<(usize, usize)>,
        may_be: impl Fn(usize, Sex) -> bool,
    ) -> Option<usize> {
        let own = self.document.tokens.get(at)?;
        let mut best: Option<(i64, usize)> = None;
        let mut offer = |score: i64, person: usize| {
            let spoke = last.filter(|l| l.person == person);
            let spoke = spoke.map_or(0, |l| if l.paragraph == own.paragraph { BEFORE } else { BEFORE_PARAGRAPH });
            let score = score + spoke;
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, person));
            }
        };
        let before = self.story.mentions.partition_point(|m| m.0 < own.start);
        for (k, &(start, end, person)) in self.story.mentions[..before].iter().enumerate().rev().take(MOST) {
            let token = self.document.token_at(start);
            let Some(near) = self.nearness(token, at) else { break };
            // Who is talked about inside a quotation is seldom who speaks next.
            let who = &self.story.clusters[person];
            let is_out = who.kind != EntityKind::Person || !may_be(person, who.sex);
            if is_out || self.is_quoted(start, end) {
                continue;
            }
            let first = self.first_in_row(k);
            let role = match is_object(self.document, token) || first.is_some_and(|k| is_object(self.document, k)) {
                true => OBJECT,
                false if is_subject(self.document, token) => SUBJECT,
                false => 0,
            };
            // Who is told of for the first time at the head of a sentence is whom the next ones are about.
            let is_new = role == SUBJECT && who.mentions.first() == Some(&(start, end));
            let is_near = near >= -4 * FEW;
            offer(near + role + if is_new && is_near { NEW } else { 0 }, person);
        }
        if let Some((token, person)) = same
            && let Some(near) = self.nearness(token, at)
        {
            let subject = if is_subject(self.document, token) { SUBJECT } else { 0 };
            offer(near + subject + CHAINED, person);
        }
        best.map(|(_, person)| person)
    }

    /// "like Hansen, Lee and Carver": the token of the first of the people that a mention ends a row of.
    fn first_in_row(&self, mention: usize) -> Option<usize> {
        const MOST: usize = 4;
        let mentions = &self.story.mentions;
        let is_joined = |k: &usize| {
            let Some(before) = k.checked_sub(1).map(|before| mentions[before]) else { return false };
            let between = self.document.slice(before.1, mentions[*k].0);
            // A comma may set off what somebody is.
            let joins =
                matches!(between, " and " | ", and " | " und " | " et " | " y ") || *k < mention && between == ", ";
            joins && self.story.clusters[before.2].kind == EntityKind::Person
        };
        let joined = (0..=mention).rev().take(MOST).take_while(is_joined).last()?;
        Some(self.document.token_at(mentions[joined - 1].0))
    }

    /// What speaks against a mention for being far; none beyond reach.
    fn nearness(&self, token: usize, at: usize) -> Option<i64> {
        const FARTHEST: usize = 1500;
        let tokens = &self.document.tokens;
        let paragraphs = tokens[at].paragraph - tokens.get(token)?.paragraph;
        let near = paragraphs <= REACH && at - token <= FARTHEST;
        near.then(|| -20 * i64::from(paragraphs) - 4 * sentences_between(self.document, token, at))
    }

    pub(crate) fn is_quoted(&self, start: usize, end: usize) -> bool {
        let before = self.quoted.partition_point(|q| q.0 <= start);
        before.checked_sub(1).is_some_and(|k| end <= self.quoted[k].1)
    }
}

/// "he" and "she"; German "sie" may be many, but beside a verb of one ("sagte sie") it is a woman.
fn names_person(document: &Document<'_>, at: usize) -> bool {
    const VERB: u8 = 20;
    /// Auxiliaries of one: "hatte sie 2021 gesagt".
    const OF_ONE: &[&str] =
        &["habe", "hat", "hatte", "kann", "konnte", "soll", "sollte", "war", "will", "wollte", "wurde"];
    let is_sie = || document.language == Language::German && document.token_text(at).eq_ignore_ascii_case("sie");
    let is_of_one =
        |k: usize| document.tokens.get(k).is_some_and(|t| t.cue >= VERB) && !document.token_text(k).ends_with("en");
    let has_auxiliary = |k: usize| OF_ONE.contains(&document.token_text(k).to_lowercase().as_str());
    let before = at.checked_sub(1);
    document.tokens.get(at).is_some_and(|t| t.is(class::PERSON_PRONOUN))
        || is_sie() && (is_of_one(at + 1) || before.is_some_and(|k| is_of_one(k) || has_auxiliary(k)))
}

fn sentences_between(document: &Document<'_>, from: usize, to: usize) -> i64 {
    document.tokens.get(from + 1..to).unwrap_or_default().iter().filter(|t| t.sentence_start).count() as i64
}

/// Behind a preposition or "told", or a possessor ("Trump's envoy").
pub(crate) fn is_object(document: &Document<'_>, token: usize) -> bool {
    /// Words of a name.
    const LONGEST: usize = 6;
    let mut before = token.checked_sub(1).and_then(|i| document.tokens.get(i));
    // Step over titles and what stands between the preposition and the name.
    let mut at = token;
    while before.is_some_and(|t| t.is(class::TITLE) || t.capitalised && !t.sentence_start)
        && at > 1
        && token - at < MOST
    {
        at -= 1;
        before = document.tokens.get(at - 1);
    }
    let possessed = (token..document.tokens.len()).take(3).any(|k| document.is_possessive(k));
    // "Former Lee speechwriter Bo Hansen" is not about Lee.
    let behind = document.tokens[token..].iter().take(LONGEST).find(|t| !t.capitalised);
    let is_modifier = behind.is_some_and(|t| t.first.is_lowercase() && t.is(class::PERSON_NOUN | class::RELATED));
    possessed || is_modifier || before.is_some_and(|t| t.is(class::OBJECT))
}

/// Whether a name stands at the head of its sentence: "Ann Lee", "The mayor, Ann Lee,", "Hansen's deputy, Ann Lee,".
pub(crate) fn is_subject(document: &Document<'_>, token: usize) -> bool {
    const DESCRIBED: u32 = class::TITLE | class::DETERMINER | class::PERSON_NOUN;
    let tokens = &document.tokens;
    // Titles and descriptions before the name are part of the subject.
    let Some(start) = (0..=token).rev().take(8).find(|i| document.opens_sentence(*i)) else { return false };
    let noun = token.checked_sub(2).filter(|k| *k >= start && tokens[k + 1].first == ',');
    let is_someone = |k: &usize| {
        let kin = class::MALE | class::FEMALE;
        tokens[*k].first.is_lowercase() && tokens[*k].is(class::PERSON_NOUN | class::RELATED | class::PROFESSION | kin)
    };
    match noun.filter(is_someone) {
        Some(noun) => {
            (start..noun).all(|k| tokens[k].capitalised || tokens[k].is(DESCRIBED) || document.is_possessive(k))
        }
        None => tokens[start..token].iter().all(|t| t.capitalised || t.is(DESCRIBED)),
    }
}
