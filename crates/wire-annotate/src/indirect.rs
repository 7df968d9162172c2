//! Speech that is reported without marks, or with marks around a part of it: who, and the clause that says what.
//!
//! Every word that may report is asked twice: which clause behind it is what was
//! said, and which before it; "none" is a choice too. The clauses that may be
//! are bounded by the marks and the linking words of the sentence. A third
//! question is who said it. Each is answered by a linear ranker; clauses that
//! overlap are settled for the surer one. What counts as a clause follows
//! PolNeAR (Newell, Margolin and Ruths 2018): the subordinator is a part of it.

use crate::lexicon::class;
use crate::ranker::{Adder, Ranker, level, near};
use crate::scene::{Candidate, Scene};
use crate::token::Token;

/// A reported clause: tokens `from..to`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reported {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) speaker: Option<Candidate>,
    /// Who says it, where the speaker only passes it on.
    pub(crate) sayer: Option<Candidate>,
    pub(crate) cue: usize,
    pub(crate) confidence: f32,
}

/// Which side of its cue a clause stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Before,
    Behind,
}

/// What may be chosen: a clause by its tokens, or none.
pub(crate) type Choice = Option<(usize, usize)>;

/// A word is asked from this share of its uses as a cue on, in percent.
const WEAKEST: u8 = 3;
/// Tokens between a cue and the clause behind it.
const START_REACH: usize = 14;
/// Tokens between a clause and the cue behind it.
const END_REACH: usize = 16;
/// Tokens looked at on each side of a cue.
const LONGEST: usize = 120;
/// Borders looked at on each side.
const MOST_BORDERS: usize = 14;
/// Log odds from which on a word is taken to report nothing, without looking at clauses.
const IDLE: f32 = 3.5;
/// What the probability of a clause must be to be worth taking.
const WORTH: f32 = 0.27;

/// Where the features of each question are hashed to; one more for the other side.
const NONE_SPACE: u64 = 10;
const CLAUSE_SPACE: u64 = 20;
const SPEAKER_SPACE: u64 = 30;
const IDLE_SPACE: u64 = 40;

/// Where reported clauses are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Everywhere,
    /// In sentences that hold quotation marks, to learn who speaks there.
    AroundMarks,
}

/// The reported clauses of a document, in order.
pub(crate) fn reported(ranker: &Ranker, scene: &Scene<'_, '_>, reach: Reach) -> Vec<Reported> {
    let mut claims = Vec::new();
    for cue in cues(scene) {
        let sentence = Sentence::of(scene, cue);
        if reach == Reach::AroundMarks && !(sentence.start..sentence.end).any(|k| scene.inside(k)) {
            continue;
        }
        for side in [Side::Before, Side::Behind] {
            sentence.claims(ranker, cue, side, &mut claims);
        }
    }
    let report = |claim: &Claim| {
        let (speaker, sure) = Sentence::of(scene, claim.cue).speaker(ranker, claim.cue, claim.clause);
        let (from, to) = claim.clause;
        let speaker = speaker.map(|s| scene.legislator(s));
        let sayer = speaker.and_then(|s| scene.passed_on(s));
        Reported { from, to, speaker, sayer, cue: claim.cue, confidence: claim.probability * sure }
    };
    settle(claims).iter().map(report).collect()
}

/// A clause that a word may report.
struct Claim {
    probability: f32,
    cue: usize,
    clause: (usize, usize),
}

impl Claim {
    /// The tokens that no other claim may have: the clause and what leads to its cue.
    fn extent(&self) -> (usize, usize) {
        (self.cue.min(self.clause.0), self.cue.max(self.clause.1))
    }
}

/// The claims that do not overlap and together are likeliest, in order: weighted
/// interval scheduling (Kleinberg and Tardos, Algorithm Design, 6.1), where a claim
/// weighs what its probability is above [`WORTH`].
fn settle(mut claims: Vec<Claim>) -> Vec<Claim> {
    claims.retain(|c| c.probability > WORTH);
    claims.sort_by_key(|c| (c.extent().1, c.cue, c.clause));
    let ends: Vec<usize> = claims.iter().map(|c| c.extent().1).collect();
    let before: Vec<usize> = claims.iter().map(|c| ends.partition_point(|e| *e <= c.extent().0)).collect();
    let mut best = vec![0f32; claims.len() + 1];
    for (n, claim) in claims.iter().enumerate() {
        best[n + 1] = best[n].max(best[before[n]] + claim.probability - WORTH);
    }
    let mut kept = Vec::new();
    let mut n = claims.len();
    while let Some(claim) = claims.pop() {
        if n == claims.len() + 1 {
            let takes = best[n] > best[n - 1];
            n = if takes { before[n - 1] } else { n - 1 };
            kept.extend(takes.then_some(claim));
        }
    }
    kept.reverse();
    kept
}

/// The words that may report, outside marks.
pub(crate) fn cues<'s>(scene: &'s Scene<'_, '_>) -> impl Iterator<Item = usize> + 's {
    let tokens = &scene.document.tokens;
    (0..tokens.len()).filter(|k| {
        let token = &tokens[*k];
        token.cue >= WEAKEST && scene.outside(*k) && (token.is_word() || token.first == ':')
    })
}

/// A sentence, by its tokens.
pub(crate) struct Sentence<'s, 'd, 't> {
    scene: &'s Scene<'d, 't>,
    start: usize,
    end: usize,
}

impl<'s, 'd, 't> Sentence<'s, 'd, 't> {
    /// The sentence that holds a token; of an endless one what is near.
    pub(crate) fn of(scene: &'s Scene<'d, 't>, at: usize) -> Sentence<'s, 'd, 't> {
        let number = scene.sentence_of(at);
        let start = (0..at).rev().take(LONGEST).take_while(|k| scene.sentence_of(*k) == number).last().unwrap_or(at);
        let end =
            (at..scene.document.tokens.len()).take(LONGEST).take_while(|k| scene.sentence_of(*k) == number).last();
        Sentence { scene, start, end: end.map_or(at + 1, |k| k + 1) }
    }

    fn token(&self, at: usize) -> Option<&'s Token> {
        self.scene.document.tokens.get(at).filter(|_| (self.start..self.end).contains(&at))
    }

    fn word(&self, at: usize) -> u64 {
        self.token(at).map_or(0, |t| t.lower)
    }

    /// The token `back` before another.
    fn word_before(&self, at: usize, back: usize) -> u64 {
        at.checked_sub(back).map_or(0, |k| self.word(k))
    }

    fn first(&self, at: usize) -> char {
        self.token(at).map_or('\0', |t| t.first)
    }

    fn is_break(&self, at: usize) -> bool {
        matches!(self.first(at), ',' | ';' | ':' | '—' | '–' | '-' | '(' | ')') && self.scene.outside(at)
    }

    /// Whether a linking word stands here, before which a clause may end and behind which one may begin.
    fn is_link(&self, at: usize) -> bool {
        self.token(at).is_some_and(|t| t.is(class::FUNCTION) && t.is_word() && t.cue < 50) && self.scene.outside(at)
    }

    /// Trims what is no word and in no marks off both ends.
    fn trim(&self, from: usize, to: usize) -> (usize, usize) {
        let is_idle = |k: usize| !self.scene.inside(k) && self.token(k).is_none_or(|t| !t.first.is_alphanumeric());
        let (mut from, mut to) = (from, to);
        while from < to && is_idle(to - 1) {
            to -= 1;
        }
        while from < to && is_idle(from) {
            from += 1;
        }
        (from, to)
    }

    /// Whether one pair of marks holds all of a clause: that is a direct quote, which is judged elsewhere.
    fn is_quote(&self, from: usize, to: usize) -> bool {
        self.scene.region_of(from).is_some() && self.scene.region_of(from) == self.scene.region_of(to - 1)
    }

    /// Cuts no quotation in two.
    fn cuts_no_marks(&self, at: usize) -> bool {
        at <= self.start
            || at >= self.end
            || self.scene.region_of(at).is_none()
            || self.scene.region_of(at) != self.scene.region_of(at - 1)
    }

    /// What may be chosen on one side of a cue; the first is none.
    pub(crate) fn choices(&self, cue: usize, side: Side) -> Vec<Choice> {
        let mut spans: Vec<(usize, usize)> = Vec::new();
        match side {
            Side::Behind => {
                let limit = self.end.min(cue + 1 + START_REACH);
                let starts = (cue + 1..limit).filter(|k| self.cuts_no_marks(*k) && self.may_begin(*k, cue));
                for from in starts {
                    let ends = (from + 1..self.end).filter(|k| self.cuts_no_marks(*k) && self.is_border(*k));
                    spans.extend(ends.take(MOST_BORDERS).chain([self.end]).map(|to| (from, to)));
                }
            }
            Side::Before => {
                let low = cue.saturating_sub(END_REACH).max(self.start + 1);
                let ends: Vec<usize> = (low..=cue)
                    .rev()
                    .filter(|k| self.cuts_no_marks(*k) && (self.is_break(*k) || *k == cue))
                    .take(3)
                    .collect();
                for to in ends {
                    let starts = (self.start + 1..to).rev().filter(|k| {
                        self.cuts_no_marks(*k) && (self.is_break(*k - 1) || self.is_link(*k - 1) || self.is_link(*k))
                    });
                    spans.extend(starts.take(MOST_BORDERS).chain([self.start]).map(|from| (from, to)));
                }
            }
        }
        let mut out: Vec<Choice> = vec![None];
        let trimmed = spans.into_iter().map(|(from, to)| self.trim(from, to));
        out.extend(trimmed.filter(|(from, to)| from < to && !self.is_quote(*from, *to)).map(Some));
        out[1..].sort_unstable();
        out.dedup();
        out
    }

    /// Whether a clause may begin at this token behind a cue: close to it, or where something else ends.
    fn may_begin(&self, at: usize, cue: usize) -> bool {
        const CLOSE: usize = 3;
        let is_word = self.scene.inside(at) || self.first(at).is_alphanumeric();
        is_word && (at <= cue + CLOSE || self.scene.inside(at) || self.is_link(at) || self.is_break(at - 1))
    }

    /// Whether a clause may end before this token.
    fn is_border(&self, at: usize) -> bool {
        self.is_break(at) || self.is_link(at) || self.scene.inside(at) || self.scene.inside(at - 1)
    }

    /// Every clause on one side of a cue with its probability.
    fn claims(&self, ranker: &Ranker, cue: usize, side: Side, out: &mut Vec<Claim>) {
        let mut features = Vec::new();
        self.features_of_idle(cue, side, &mut features);
        if ranker.score(&features) > IDLE {
            return;
        }
        let choices = self.choices(cue, side);
        let scores: Vec<f32> = choices
            .iter()
            .map(|choice| {
                self.features(cue, side, *choice, &mut features);
                ranker.score(&features)
            })
            .collect();
        let found = choices
            .iter()
            .zip(softmax(&scores))
            .filter_map(|(choice, probability)| Some(Claim { probability, cue, clause: (*choice)? }));
        out.extend(found);
    }

    /// Features of one choice.
    pub(crate) fn features(&self, cue: usize, side: Side, choice: Choice, out: &mut Vec<u32>) {
        out.clear();
        match choice {
            None => self.features_of_none(cue, side, NONE_SPACE, out),
            Some((from, to)) => self.features_of_clause(cue, side, (from, to), out),
        }
    }

    /// Features of a word that reports nothing on this side, before its clauses are looked at.
    pub(crate) fn features_of_idle(&self, cue: usize, side: Side, out: &mut Vec<u32>) {
        out.clear();
        self.features_of_none(cue, side, IDLE_SPACE, out);
    }

    fn features_of_none(&self, cue: usize, side: Side, space: u64, out: &mut Vec<u32>) {
        let tokens = &self.scene.document.tokens;
        let token = &tokens[cue];
        let mut add = Adder::new(out, space + side as u64);
        let (next, second) = (self.word(cue + 1), self.word(cue + 2));
        let (before, earlier) = (self.word_before(cue, 1), self.word_before(cue, 2));
        let next_kind = self.kind(cue + 1);
        let subject = self.subject(cue);
        let word = token.lower;
        let ending = self.ending(cue);
        let marks =
            u64::from(self.scene.inside(cue + 1)) + 2 * u64::from((self.start..cue).any(|k| self.scene.inside(k)));
        let strength = u64::from(token.cue) / 8;
        let [coarse, middle, fine] = token.clusters.map(u64::from);
        add.all(&[
            &[0],
            &[1, word],
            &[2, word, next],
            &[3, word, before],
            &[4, before, earlier],
            &[5, next, second],
            &[6, strength],
            &[7, strength, next_kind],
            &[8, middle],
            &[9, fine],
            &[10, middle, ending],
            &[11, ending, next_kind],
            &[12, word, next_kind],
            &[13, word, subject],
            &[14, subject, strength],
            &[15, marks, strength],
            &[16, marks, word],
            &[17, u64::from(token.capitalised), strength],
            &[18, coarse, next_kind],
            &[19, next, strength],
            &[20, before, strength],
            &[21, near(cue - self.start), strength],
            &[22, near(self.end - cue), strength],
            &[23, fine, next],
            &[24, fine, before],
            &[25, self.kind(cue + 1), self.kind(cue + 2), strength],
            &[26, subject, ending, next_kind],
        ]);
    }

    fn features_of_clause(&self, cue: usize, side: Side, (from, to): (usize, usize), out: &mut Vec<u32>) {
        let tokens = &self.scene.document.tokens;
        let token = &tokens[cue];
        let mut add = Adder::new(out, CLAUSE_SPACE + side as u64);
        let gap = match side {
            Side::Behind => (from - cue - 1).min(15),
            Side::Before => (cue - to).min(15),
        } as u64;
        let (first, last) = (self.word(from), self.word(to - 1));
        let (lead, next) = (self.word_before(from, 1), self.word(to));
        let (first_kind, next_kind, lead_kind) = (self.kind(from), self.kind(to), self.kind(from.wrapping_sub(1)));
        let word = token.lower;
        let ending = self.ending(cue);
        let whole = u64::from(to + 1 >= self.end);
        let opens = u64::from(from == self.start);
        let length = near(to - from);
        let skipped = (from..to).filter(|k| self.is_break(*k)).count().min(4) as u64;
        let links = (from..to).filter(|k| self.is_link(*k)).count().min(5) as u64;
        let other_cues = (from..to).filter(|k| tokens[*k].cue >= 50 && self.scene.outside(*k)).count().min(2) as u64;
        let after_next = self.word(to + 1);
        let after_kind = self.kind(to + 1);
        let cue_next = (to..(to + 5).min(self.end)).any(|k| tokens[k].cue >= 50 && self.scene.outside(k));
        let [_, middle, fine] = token.clusters.map(u64::from);
        let strength = level(token.cue);
        add.all(&[
            &[1, gap],
            &[2, gap, word],
            &[3, gap, first_kind],
            &[4, first],
            &[5, first, word],
            &[6, lead, first_kind],
            &[7, lead, first],
            &[8, first_kind, gap.min(3), strength],
            &[9, middle, gap.min(3), first_kind],
            &[10, ending, first_kind, gap.min(3)],
            &[11, word, first_kind, gap.min(3)],
            &[12, self.word(cue + 1), gap],
            &[13, lead_kind, first_kind, opens],
            &[14, fine, first],
            &[20, next],
            &[21, next, after_next],
            &[22, next_kind, whole],
            &[23, next_kind, skipped, links],
            &[24, next_kind, after_kind, skipped.min(2)],
            &[25, next, after_kind, u64::from(cue_next)],
            &[26, word, next_kind],
            &[27, last, next_kind],
            &[28, u64::from(cue_next), whole, skipped.min(2)],
            &[29, self.kind(to - 1), next_kind],
            &[40, length, first_kind],
            &[41, length, next_kind],
            &[42, first, next],
            &[43, word, length],
            &[44, word, whole],
            &[45, first, whole, skipped.min(2)],
            &[46, other_cues, next_kind, whole],
            &[47, opens, whole, gap.min(3)],
            &[48, ending, whole, skipped],
            &[49, opens, next_kind, word],
            &[50, next_kind, self.subject_between(to, cue)],
            &[51, opens, next_kind, self.subject_between(to, cue), gap.min(6)],
            &[52, first_kind, next_kind, whole, skipped.min(2)],
            &[53, middle, next_kind, skipped.min(2)],
        ]);
    }

    /// What a token is, coarsely; outside the sentence: nothing.
    fn kind(&self, at: usize) -> u64 {
        let Some(token) = self.token(at) else { return 0 };
        if self.scene.inside(at) {
            return 1;
        }
        if !token.first.is_alphanumeric() {
            return 100 + u64::from(token.first as u32);
        }
        if token.is(class::FUNCTION | class::DETERMINER | class::PREPOSITION | class::PRONOUN) {
            return token.lower | 1 << 40;
        }
        let form = match (token.capitalised, token.numeric) {
            (true, _) => 2,
            (_, true) => 3,
            _ => 4 + self.ending(at) % 1000,
        };
        form + 10_000 * level(token.cue)
    }

    /// The last two letters of a word: in English most of its inflection.
    fn ending(&self, at: usize) -> u64 {
        let text = self.scene.document.token_text(at);
        let mut tail = text.chars().rev();
        let (a, b) = (tail.next().map_or(0, u64::from), tail.next().map_or(0, u64::from));
        a * 4096 + b
    }

    /// What stands before a verb as its subject: its kind, and how far.
    fn subject(&self, cue: usize) -> u64 {
        let candidates = &self.scene.candidates;
        let last = candidates.partition_point(|c| c.from < cue);
        let own = candidates[..last].iter().rev().take_while(|c| c.from >= self.start);
        let subject = own.into_iter().find(|c| c.to <= cue && !self.scene.is_object(**c));
        subject.map_or(0, |c| 1 + c.kind as u64 + 4 * near(cue - c.to))
    }

    /// How a speaker stands between a clause and its cue: "…, Ann Lee said", "…, said Ann Lee".
    fn subject_between(&self, to: usize, cue: usize) -> u64 {
        if to > cue {
            return 0;
        }
        let candidates = &self.scene.candidates;
        let (first, last) = (candidates.partition_point(|c| c.from < to), candidates.partition_point(|c| c.from < cue));
        match &candidates[first..last.max(first)] {
            [] => 1 + u64::from(candidates.get(last).is_some_and(|c| c.from <= cue + 2)),
            [one] => 3 + 2 * u64::from(one.from <= to + 1) + u64::from(one.to == cue),
            _ => 7,
        }
    }

    /// Who may have said it; the first is nobody who is named.
    pub(crate) fn speakers(&self, cue: usize, clause: (usize, usize)) -> Vec<Option<Candidate>> {
        let candidates = &self.scene.candidates;
        let (first, last) =
            (candidates.partition_point(|c| c.from < self.start), candidates.partition_point(|c| c.from < self.end));
        let is_free = |c: &&Candidate| (c.to <= clause.0 || c.from >= clause.1) && !(c.from..c.to).contains(&cue);
        std::iter::once(None).chain(candidates[first..last].iter().filter(is_free).copied().map(Some)).collect()
    }

    /// The likeliest speaker of a clause and his probability.
    fn speaker(&self, ranker: &Ranker, cue: usize, clause: (usize, usize)) -> (Option<Candidate>, f32) {
        let speakers = self.speakers(cue, clause);
        let mut features = Vec::new();
        let scores: Vec<f32> = speakers
            .iter()
            .map(|speaker| {
                self.speaker_features(cue, clause, *speaker, &mut features);
                ranker.score(&features)
            })
            .collect();
        let likeliest = speakers.into_iter().zip(softmax(&scores)).max_by(|a, b| a.1.total_cmp(&b.1));
        likeliest.unwrap_or((None, 0.0))
    }

    /// Features of one speaker.
    pub(crate) fn speaker_features(
        &self,
        cue: usize,
        clause: (usize, usize),
        speaker: Option<Candidate>,
        out: &mut Vec<u32>,
    ) {
        out.clear();
        let tokens = &self.scene.document.tokens;
        let (word, ending) = (tokens[cue].lower, self.ending(cue));
        let side = u64::from(clause.0 > cue);
        let before = self.word_before(cue, 1);
        let mut add = Adder::new(out, SPEAKER_SPACE);
        let Some(own) = speaker else {
            add.all(&[
                &[0],
                &[1, word],
                &[2, before, side],
                &[3, ending, self.subject(cue)],
                &[4, self.subject(cue), side],
                &[5, near(cue - self.start), side],
                &[6, before, ending],
                &[7, self.subject(cue), word],
            ]);
            return;
        };
        let behind = own.from > cue;
        let (low, high) = if behind { (cue, own.from) } else { (own.to, cue) };
        let gap = near(high.saturating_sub(low));
        let rank = {
            let candidates = &self.scene.candidates;
            let (a, b) = (candidates.partition_point(|c| c.from < low), candidates.partition_point(|c| c.from < high));
            candidates[a..b.max(a)].iter().filter(|c| !self.scene.is_object(**c)).count().min(4) as u64
        };
        let marks = self.scene.clause_marks(low, high);
        let base = u64::from(behind) * 2 + side;
        let flags = u64::from(self.scene.is_object(own)) * 2 + u64::from(self.scene.is_possessor(own));
        let kind = own.kind as u64 * 8 + self.scene.named(own);
        let opens = u64::from(own.from == self.start);
        let verbs = (low..high).filter(|k| tokens[*k].cue >= 20 && self.scene.outside(*k)).count().min(3) as u64;
        let (word_before, word_after) = (self.word_before(own.from, 1), self.word(own.to));
        add.all(&[
            &[10, base, gap],
            &[11, base, rank],
            &[12, base, rank, flags],
            &[13, base, kind],
            &[14, base, marks, rank],
            &[15, base, word_before],
            &[16, base, word_after],
            &[17, word, base, rank],
            &[18, ending, base, rank, flags],
            &[19, before, base, rank],
            &[20, base, opens, rank],
            &[21, base, flags, kind, gap],
            &[22, base, verbs, rank],
            &[23, base, marks, gap, flags],
            &[24, ending, base, marks, opens],
            &[25, u64::from(self.scene.is_according_to(own.from)), base, kind],
            &[26, base, self.kind(own.from.wrapping_sub(1)), flags],
            &[27, word, word_before, base],
        ]);
    }
}

/// Probabilities of choices from their scores.
fn softmax(scores: &[f32]) -> impl Iterator<Item = f32> + '_ {
    let most = scores.iter().fold(f32::MIN, |m, s| m.max(*s));
    let total: f32 = scores.iter().map(|s| (s - most).exp()).sum();
    scores.iter().map(move |s| (s - most).exp() / total)
}
