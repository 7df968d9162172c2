//! Speech that is reported without marks: who, and the clause that says what.
//!
//! Four shapes cover most of it: "X said (that) …", "…, X said", "…, said X"
//! and "According to X, …" on either side. The clause runs to the border of its
//! sentence. What cannot be fitted to one of the shapes is left alone.

use crate::lexicon::class;
use crate::speaker::{Candidate, Kind, Scene};

/// A reported clause: tokens `from..to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) speaker: Candidate,
    pub(crate) cue: usize,
    pub(crate) confidence: f32,
}

/// A word is a cue of reported speech from this strength on.
const CUE: u8 = 50;
/// Fewer words are no clause.
const SHORTEST: usize = 4;
/// Tokens between a subject and its verb.
const SUBJECT_REACH: usize = 12;
/// How sure each shape is, as measured on annotated news.
const SURE: [f32; 4] = [0.75, 0.6, 0.7, 0.7];

/// The reported clauses of a document, in order, at most one a sentence.
pub(crate) fn reported(scene: &Scene<'_, '_>) -> Vec<Reported> {
    let mut out = Vec::new();
    let mut start = 0;
    let count = scene.document.tokens.len();
    while start < count {
        let mut end = start + 1;
        while end < count && scene.sentence_of(end) == scene.sentence_of(start) {
            end += 1;
        }
        out.extend(Clause { scene, start, end }.find());
        start = end;
    }
    out
}

/// A sentence, by its tokens.
struct Clause<'s, 'd, 't> {
    scene: &'s Scene<'d, 't>,
    start: usize,
    end: usize,
}

impl Clause<'_, '_, '_> {
    fn find(&self) -> Option<Reported> {
        self.according().or_else(|| {
            let cues = (self.start..self.end).filter(|k| self.is_cue(*k));
            cues.into_iter().find_map(|k| self.behind(k).or_else(|| self.before(k)))
        })
    }

    fn word(&self, at: usize) -> &str {
        if at < self.end { self.scene.document.token_text(at) } else { "" }
    }

    fn first(&self, at: usize) -> char {
        self.scene.document.tokens.get(at).filter(|_| at < self.end).map_or('\0', |t| t.first)
    }

    fn is_cue(&self, k: usize) -> bool {
        let token = &self.scene.document.tokens[k];
        token.cue >= CUE
            && token.is_word()
            && !token.capitalised
            && self.scene.outside(k)
            && self.word(k) != "according"
    }

    /// The candidate that ends where the verb begins, adverbs and a relative clause aside.
    fn subject(&self, cue: usize) -> Option<Candidate> {
        let candidates = &self.scene.candidates;
        let last = candidates.partition_point(|c| c.from < cue);
        candidates[..last]
            .iter()
            .rev()
            .take_while(|c| c.from >= self.start && cue - c.to.min(cue) <= SUBJECT_REACH)
            .find(|c| c.to <= cue && !self.scene.is_object(**c) && !self.scene.is_possessor(**c))
            .copied()
    }

    fn clause(&self, from: usize, to: usize, speaker: Candidate, cue: usize, shape: usize) -> Option<Reported> {
        let mut to = to;
        while to > from && !self.scene.document.tokens[to - 1].is_word() && self.scene.outside(to - 1) {
            to -= 1;
        }
        let words = (from..to).filter(|k| self.scene.document.tokens[*k].is_word()).count();
        (words >= SHORTEST).then(|| Reported { from, to, speaker, cue, confidence: SURE[shape] })
    }

    /// "X said (on Monday) (that) …"
    fn behind(&self, cue: usize) -> Option<Reported> {
        const THAT_REACH: usize = 10;
        let speaker = self.subject(cue)?;
        let that = (cue + 1..self.end.min(cue + 1 + THAT_REACH))
            .take_while(|k| self.first(*k) != ',' || *k < cue + 4)
            .find(|k| self.word(*k) == "that" && self.scene.outside(*k));
        let mut from = that.unwrap_or(cue + 1);
        if that.is_none() {
            from = self.past_listener(cue);
            let next = self.scene.document.tokens.get(from).filter(|_| from < self.end)?;
            let opens =
                next.is_word() && !next.is(class::PREPOSITION) || self.word(from) == "to" || self.scene.inside(from);
            if !opens {
                return None;
            }
        }
        self.clause(from, self.end, speaker, cue, 0)
    }

    /// "told reporters …": the clause begins behind the listener.
    fn past_listener(&self, cue: usize) -> usize {
        if !matches!(self.word(cue), "told" | "tells" | "tell" | "telling" | "asked" | "asks" | "reminded" | "assured")
        {
            return cue + 1;
        }
        match self.candidate_from(cue + 1) {
            Some(c) if c.from == cue + 1 => c.to,
            _ => {
                let is_noun =
                    |k: &usize| self.first(*k).is_lowercase() && !self.scene.document.tokens[*k].is(class::FUNCTION);
                (cue + 1..self.end).take_while(is_noun).take(2).last().map_or(cue + 1, |k| k + 1)
            }
        }
    }

    /// "…, X said" and "…, said X".
    fn before(&self, cue: usize) -> Option<Reported> {
        if let Some(speaker) = self.subject(cue)
            && let Some(comma) = self.comma_before(speaker.from)
        {
            return self.clause(self.start, comma, speaker, cue, 1);
        }
        let comma = cue.checked_sub(1).filter(|k| *k > self.start && self.first(*k) == ',')?;
        let speaker = self.candidate_from(cue + 1).filter(|c| c.from == cue + 1 && c.to <= self.end)?;
        self.clause(self.start, comma, speaker, cue, 2)
    }

    /// The first candidate from a token on.
    fn candidate_from(&self, at: usize) -> Option<Candidate> {
        let candidates = &self.scene.candidates;
        candidates.get(candidates.partition_point(|c| c.from < at)).copied()
    }

    fn comma_before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|k| *k > self.start && self.first(*k) == ',')
    }

    fn according(&self) -> Option<Reported> {
        let at = (self.start..self.end).find(|k| {
            self.word(*k).eq_ignore_ascii_case("according") && self.word(*k + 1) == "to" && self.scene.outside(*k)
        })?;
        let from = at + 2;
        let speaker = self.candidate_from(from).filter(|c| c.from <= from + 1);
        let speaker = speaker.unwrap_or(Candidate { from, to: (from + 1).min(self.end), kind: Kind::Noun });
        if speaker.to > self.end || speaker.from >= self.end {
            return None;
        }
        if at == self.start {
            let comma = (speaker.to..self.end).find(|k| self.first(*k) == ',')?;
            return self.clause(comma + 1, self.end, speaker, at, 3);
        }
        self.clause(self.start, at, speaker, at, 3)
    }
}
