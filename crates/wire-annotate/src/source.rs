//! Words that one says and another passes on: "“Q,” Lee said, according to CNN" is Lee's.

use crate::lexicon::{Language, class};
use crate::scene::{Candidate, Scene};
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
        let is_cue = |k: usize| self.outside(k) && self.token(k).is_some_and(|t| t.cue >= CUE);
        let skip = usize::from(self.token(end).is_some_and(|t| t.first == ','));
        let subject = self.candidate_at(end + skip).filter(|c| is_cue(c.to));
        subject.or_else(|| self.candidate_at(end + skip + 1).filter(|_| is_cue(end + skip)))
    }

    /// "Lee said the firm “Q”": the nearest subject of a verb that reports, in the sentence before
    /// the marks. Elsewhere than in English it may follow its verb: "Laut dpa sagte Lee: „Q“".
    fn sayer_before(&self, start: usize) -> Option<Candidate> {
        const FARTHEST: usize = 8;
        let before = start.checked_sub(1)?;
        let sentence = self.sentence[before];
        let end = self.candidates.partition_point(|c| c.from < start);
        let mut own = (0..end).rev().take(FARTHEST).take_while(|n| self.sentence[self.candidates[*n].from] == sentence);
        let is_cue = |verb: usize| self.document.tokens[verb].cue >= CUE;
        let says = |n: &usize| {
            self.verb_of(*n).is_some_and(|verb| verb < start && is_cue(verb))
                && self.source_phrase(self.candidates[*n]).is_none()
        };
        let subject = own.find(says).map(|n| self.candidates[n]);
        subject.or_else(|| {
            let cue = (0..start).rev().take(4 * FARTHEST).take_while(|k| self.sentence[*k] == sentence).find(|k| {
                self.language != Language::English
                    && self.outside(*k)
                    && self.document.tokens[*k].is_word()
                    && is_cue(*k)
            })?;
            self.subject_behind(cue).filter(|c| c.to <= start)
        })
    }
}
