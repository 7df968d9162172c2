//! Words that one says and another passes on: "“Q,” Lee said, according to CNN" is Lee's.

use crate::lexicon::{Language, class};
use crate::scene::{Candidate, Kind, Scene};
use crate::token::Token;

/// Verbs that surely report.
const CUE: u8 = 30;

impl Scene<'_, '_> {
    /// Who says the words of a region, where `source` only passes them on.
    pub(crate) fn sayer(&self, region: usize, source: Candidate) -> Option<Candidate> {
        let led = self.source_phrase(source)?;
        let (i, j) = self.spans[region];
        // „…“, heißt es laut Lee: nobody else says it.
        let is_other = |c: &Candidate| (c.to <= led || source.to <= c.from) && !self.is_impersonal(*c);
        self.sayer_behind(j).or_else(|| self.sayer_before(i)).filter(is_other)
    }

    /// Where the words begin that make a candidate a source: "according to [a memo seen by] CNN".
    fn source_phrase(&self, source: Candidate) -> Option<usize> {
        const LONGEST: usize = 8;
        let tokens = &self.document.tokens;
        let leads = |k: &usize| self.is_according_to(*k + 1) || tokens[*k].is(class::SOURCE);
        let is_part = |k: &usize| {
            let token: &Token = &tokens[*k];
            leads(k) || (self.sentence[*k] == self.sentence[source.from] && self.outside(*k) && token.is_word())
        };
        (0..source.from).rev().take(LONGEST).take_while(is_part).find(leads)
    }

    /// "“Q,” Lee said", "“Q,” said Lee".
    fn sayer_behind(&self, end: usize) -> Option<Candidate> {
        let inside = end.checked_sub(1).and_then(|k| self.token(k))?;
        let here = |k: usize| self.token(k).filter(|t| t.paragraph == inside.paragraph && self.outside(k));
        let is_cue = |k: usize| here(k).is_some_and(|t| t.cue >= CUE);
        let skip = usize::from(here(end).is_some_and(|t| t.first == ','));
        let subject = self.candidate_at(end + skip).filter(|c| is_cue(c.to));
        subject.or_else(|| self.candidate_at(end + skip + 1).filter(|_| is_cue(end + skip)))
    }

    /// "Lee said the firm “Q”": the nearest name in the sentence that leads to the marks with a verb
    /// right behind it. Elsewhere than in English it may follow its verb: "Laut dpa sagte Lee: „Q“".
    fn sayer_before(&self, start: usize) -> Option<Candidate> {
        const FARTHEST: usize = 8;
        let before = start.checked_sub(1)?;
        if self.token(before).is_none_or(Token::ends_sentence) {
            return None;
        }
        let sentence = self.sentence[before];
        let end = self.candidates.partition_point(|c| c.from < start);
        let own = (0..end).rev().take(FARTHEST).take_while(|n| self.sentence[self.candidates[*n].from] == sentence);
        let names = own.filter(|n| self.candidates[*n].kind == Kind::Name);
        let says = |n: &usize| {
            // "As CNN reported, the study found": it reports something else.
            let from = self.candidates[*n].from;
            let leads =
                |k: &usize| matches!(self.document.token_text(*k), "As" | "as" | "Wie" | "wie" | "Comme" | "Como");
            if (from.saturating_sub(2)..from).any(|k| leads(&k)) {
                return false;
            }
            // "Lee, 61, said", "Lee a déclaré"
            let to = self.candidates[*n].to;
            let is_age = self.first_of(to) == Some(',') && self.token(to + 1).is_some_and(|t| t.numeric);
            let near = to + if is_age { 3 } else { 1 };
            let is_said = |verb: usize| verb <= near && verb < start && self.document.tokens[verb].cue >= CUE;
            let follows = || {
                let verb = to.checked_sub(2).filter(|_| self.language != Language::English);
                let is_led = self.first_of(to) == Some(':') && to + 1 == start;
                let verb = verb.into_iter().flat_map(|v| v.saturating_sub(2)..=v);
                is_led && verb.into_iter().any(|v| self.document.tokens[v].cue >= CUE)
            };
            self.verb_of(*n).is_some_and(is_said) || follows()
        };
        names.into_iter().find(says).map(|n| self.candidates[n])
    }
}
