//! What the speaker's ranker sees: a region between marks, and a candidate beside it, as hashed features.

use crate::indirect::Reported;
use crate::lexicon::class;
use crate::ranker::{Adder, level, near};
use crate::scene::{Candidate, Scene};
use crate::token::Token;

/// Candidates that are looked at before a cue: a sentence may be as long as the text.
pub(crate) const MOST_BEFORE_CUE: usize = 60;

/// What is the same for all candidates of one region.
pub(crate) struct Focus {
    pub(crate) region: usize,
    pub(crate) paragraph: u32,
    /// What stands before the region, behind it, at its end, and how long it is.
    pub(crate) before: u64,
    pub(crate) after: u64,
    pub(crate) last: u64,
    pub(crate) size: u64,
    /// The paragraph before ends in a colon, and the region opens its own.
    pub(crate) announced: bool,
    /// The reported clause that holds the region.
    pub(crate) clause: Option<Reported>,
    pub(crate) left_cue: Option<usize>,
    pub(crate) right_cue: Option<usize>,
    /// Of whom the German grammar says that the words are theirs.
    pub(crate) owner: Option<Candidate>,
    /// Whose report the region goes on with, where its sentence has no cue.
    pub(crate) carried: Option<Candidate>,
    /// The nearest candidate before the cue on the left that is no object, and the first one.
    pub(crate) left_subject: Option<Candidate>,
    pub(crate) left_first: Option<Candidate>,
    /// All candidates before the cue on the left in its sentence, nearest first.
    pub(crate) left_own: Vec<Candidate>,
    pub(crate) left_subjects: u64,
    pub(crate) left_is_participle: u64,
    pub(crate) right_subject: Option<Candidate>,
    pub(crate) right_inverted: Option<Candidate>,
}

impl Focus {
    pub(crate) fn new(scene: &Scene<'_, '_>, region: usize, reported: &[Reported]) -> Focus {
        let (i, j) = scene.spans[region];
        let tokens = &scene.document.tokens;
        let paragraph = scene.regions[region].paragraph as u32;
        let here = |t: &&Token| t.paragraph == paragraph;
        let before = i.checked_sub(1).and_then(|b| scene.token(b)).filter(here);
        let after = scene.token(j).filter(here);
        let last = if scene.regions[region].closed { j.checked_sub(2) } else { j.checked_sub(1) };
        let last = last.filter(|l| *l >= i).and_then(|l| scene.token(l));
        let lead = i.checked_sub(1).map_or(0, |b| scene.sentence[b]);
        let left_cue = (0..i).rev().take(45).take_while(|k| {
            tokens[*k].paragraph == paragraph
                && scene.sentence[*k] == lead
                && !(scene.outside(*k) && tokens[*k].ends_sentence())
        });
        // A colon leads up to a statement where no verb does.
        let left_cues: Vec<usize> = left_cue.filter(|k| scene.outside(*k) && tokens[*k].cue >= 20).collect();
        let left_cue = left_cues.iter().find(|k| tokens[**k].is_word()).or(left_cues.first()).copied();
        let right = (j..tokens.len())
            .take(30)
            .take_while(|k| tokens[*k].paragraph == paragraph && !(scene.outside(*k) && tokens[*k].ends_sentence()));
        let right_cue = right.filter(|k| scene.outside(*k)).find(|k| tokens[*k].cue >= 20);
        let mut focus = Focus {
            region,
            paragraph,
            before: before.map_or(1, edge),
            after: after.map_or(1, edge),
            last: last
                .map_or(0, |t| if matches!(t.first, ',' | '.' | '?' | '!') { u64::from(t.first as u32) } else { 1 }),
            size: near(j.saturating_sub(i + 2)),
            announced: before.is_none()
                && i.checked_sub(1).and_then(|b| scene.token(b)).is_some_and(|t| t.first == ':'),
            clause: reported.iter().find(|r| r.from <= i && j <= r.to).copied(),
            left_cue,
            right_cue,
            owner: scene.owner(region),
            carried: None,
            left_subject: None,
            left_first: None,
            left_own: Vec::new(),
            left_subjects: 0,
            left_is_participle: 0,
            right_subject: None,
            right_inverted: None,
        };
        focus.find_subjects(scene, i, j);
        if scene.is_german() && left_cue.is_none() && right_cue.is_none() {
            focus.carried = scene.carried_speaker(region);
        }
        focus
    }

    fn find_subjects(&mut self, scene: &Scene<'_, '_>, i: usize, j: usize) {
        let tokens = &scene.document.tokens;
        // Left: candidates of the cue's sentence before the cue, or of the sentence that leads to the region.
        let anchor = self.left_cue.or_else(|| i.checked_sub(1).filter(|b| tokens[*b].paragraph == self.paragraph));
        if let Some(anchor) = anchor {
            let limit = if self.left_cue.is_some() { anchor } else { i };
            let sentence = scene.sentence[anchor];
            let end = scene.candidates.partition_point(|c| c.from < limit);
            let own: Vec<Candidate> = scene.candidates[..end]
                .iter()
                .rev()
                .take_while(|c| scene.sentence[c.from] == sentence)
                .take(MOST_BEFORE_CUE)
                .filter(|c| c.to <= limit)
                .copied()
                .collect();
            let subjects: Vec<&Candidate> = own.iter().filter(|c| !scene.is_object(**c)).collect();
            self.left_subject = subjects.first().map(|c| **c);
            self.left_first = own.last().copied();
            self.left_subjects = subjects.len() as u64;
            self.left_own = own.clone();
            self.left_is_participle = match self.left_cue {
                Some(cue) => 1 + u64::from(scene.document.token_text(cue).ends_with("ing")),
                None => 0,
            };
        }
        if let Some(cue) = self.right_cue {
            let from = scene.candidates.partition_point(|c| c.from < j);
            let free = |c: &&Candidate| !scene.is_object(**c);
            self.right_subject = scene.candidates[from..].iter().take_while(|c| c.to <= cue).find(free).copied();
            let behind = scene.candidates.partition_point(|c| c.from <= cue);
            let near = |c: &&Candidate| c.from <= cue + 3 && tokens[c.from].paragraph == self.paragraph;
            self.right_inverted = scene.candidates[behind..].iter().take_while(near).find(free).copied();
        }
    }

    /// What the reported clause around a region adds to its speaker's score.
    pub(crate) fn says_clause(&self, candidate: Candidate) -> f32 {
        /// Logits for a clause that is certain; found by cross-validation.
        const CERTAIN: f32 = 6.0;
        self.clause.filter(|c| c.speaker == Some(candidate)).map_or(0.0, |c| CERTAIN * c.confidence)
    }

    /// The token of the cue that goes with a speaker: on the speaker's side.
    pub(crate) fn cue(&self, scene: &Scene<'_, '_>, speaker: Candidate) -> Option<usize> {
        let behind = speaker.from >= scene.spans[self.region].1;
        let same_paragraph = scene.document.tokens[speaker.from].paragraph == self.paragraph;
        let (own, other) = if behind { (self.right_cue, self.left_cue) } else { (self.left_cue, self.right_cue) };
        own.or(other).filter(|_| same_paragraph)
    }
}

/// A token at the edge of a region: punctuation as itself, words by cue and class.
fn edge(token: &Token) -> u64 {
    if !token.first.is_alphanumeric() {
        return u64::from(token.first as u32) + 100;
    }
    let marked = token.class & (class::FUNCTION | class::DETERMINER | class::PREPOSITION);
    if marked != 0 { token.lower | 1 << 40 } else { 2 + level(token.cue) }
}

impl Scene<'_, '_> {
    /// Features of "no speech".
    pub(crate) fn nobody(&self, focus: &Focus, out: &mut Vec<u32>) {
        out.clear();
        let (i, j) = self.spans[focus.region];
        let tokens = &self.document.tokens;
        let mut add = Adder::new(out, 1);
        let words = tokens[(i + 1).min(j)..j.saturating_sub(1).max(i + 1).min(j.max(i + 1)).min(tokens.len())]
            .iter()
            .filter(|t| t.is_word());
        let (mut capitals, mut letters) = (0u64, 0u64);
        for t in words {
            letters += 1;
            capitals += u64::from(t.capitalised);
        }
        let share = 5 * capitals / letters.max(1);
        let before = self.cue_of_sentence_before(i, focus.paragraph);
        let after = self.cue_level(j, j + 12);
        let lower = u64::from(tokens.get(i + 1).is_some_and(|t| t.first.is_lowercase()));
        add.all(&[
            &[0],
            &[1, focus.before],
            &[2, focus.after],
            &[3, focus.last],
            &[4, focus.size],
            &[5, focus.before, focus.last],
            &[6, focus.size, focus.last],
            &[7, share],
            &[8, share, focus.size],
            &[9, before],
            &[10, after],
            &[11, before, after, focus.last],
            &[12, lower],
            &[13, lower, focus.size],
            &[14, i.checked_sub(1).and_then(|b| self.token(b)).map_or(0, |t| t.lower)],
            &[15, self.token(j).map_or(0, |t| t.lower)],
            &[16, share, lower, focus.last],
        ]);
    }

    fn cue_of_sentence_before(&self, i: usize, paragraph: u32) -> u64 {
        let tokens = &self.document.tokens;
        let Some(before) = i.checked_sub(1).filter(|b| tokens[*b].paragraph == paragraph) else {
            return self.cue_level(i.saturating_sub(40), i) + 10;
        };
        let sentence = self.sentence[before];
        let start = (0..i).rev().take(60).take_while(|k| self.sentence[*k] == sentence).last().unwrap_or(before);
        self.cue_level(start, i)
    }

    /// Features of one candidate.
    pub(crate) fn features(
        &self,
        focus: &Focus,
        candidate: Candidate,
        last: Option<(Option<Candidate>, usize)>,
        out: &mut Vec<u32>,
    ) {
        out.clear();
        let tokens = &self.document.tokens;
        let (i, j) = self.spans[focus.region];
        let Candidate { from: a, to: z, kind } = candidate;
        let behind = a >= j;
        let (low, high) = if behind { (j, a) } else { (z, i) };
        let paragraph = tokens[a].paragraph;
        let distance = u64::from(focus.paragraph.abs_diff(paragraph));
        let base = u64::from(behind) * 8 + distance.min(4);
        let side = u64::from(behind);
        let ty = kind as u64 + 1;
        let gap = near(high.saturating_sub(low));
        let mut seen_regions = 0u64;
        let (mut breaks, mut outside, mut last_region) = (0u64, 0usize, None);
        for k in low..high.min(low + 200) {
            match self.inside[k] {
                None => {
                    outside += 1;
                    breaks += u64::from(
                        tokens[k].ends_sentence()
                            || k > low && self.inside[k - 1].is_some() && self.sentence[k] != self.sentence[k - 1],
                    );
                }
                region if region != last_region => {
                    seen_regions += 1;
                    last_region = region;
                }
                _ => {}
            }
        }
        let outside = near(outside);
        let between = {
            let (first, end) =
                (self.candidates.partition_point(|c| c.from < low), self.candidates.partition_point(|c| c.from < high));
            (end.saturating_sub(first) as u64).min(5)
        };
        let before = a.checked_sub(1).and_then(|b| self.token(b)).filter(|t| t.paragraph == paragraph);
        let after = self.token(z).filter(|t| t.paragraph == paragraph);
        let (word_before, word_after) = (before.map_or(1, |t| t.lower), after.map_or(2, |t| t.lower));
        let (cue_after, cue_after_word) = self.cue(z, z + 3);
        let (cue_before, cue_before_word) = self.cue(a.saturating_sub(3), a);
        let apposed = self.cue_behind_apposition(z, after);
        let cue_between = self.cue_level(low, high);
        let cues = cue_after * 4 + cue_before;
        let (b2, q2) = (breaks.min(2), seen_regions.min(2));
        let mut add = Adder::new(out, 2);
        add.all(&[
            &[1],
            &[2, base],
            &[3, base, ty],
            &[4, base, gap],
            &[5, base, outside],
            &[6, base, seen_regions.min(3), breaks.min(3)],
            &[7, base, between],
            &[8, base, cues],
            &[9, base, apposed],
            &[10, base, cue_between],
            &[11, side, word_after],
            &[12, side, word_before],
            &[13, side, cue_after_word],
            &[14, side, cue_before_word],
            &[15, base, b2, cues, ty],
            &[16, base, q2, cues],
            &[17, side, focus.last, outside],
            &[18, side, focus.last, focus.before],
            &[19, base, focus.last, cues, outside.min(7)],
            &[20, side, focus.before, cues, outside.min(7)],
            &[21, base, focus.size, cue_between],
            &[22, (z - a).min(4) as u64, ty],
        ]);
        if let Some(after) = after.filter(|_| self.in_english) {
            let [_, middle, fine] = after.clusters.map(u64::from);
            add.all(&[&[66, side, middle, b2], &[67, side, fine], &[68, middle, base, outside.min(7)]]);
        }
        if before.is_some_and(|t| t.is(class::PREPOSITION)) {
            add.all(&[&[23, side], &[24, side, word_before]]);
        }
        if before.is_some_and(|t| t.is(class::ADDRESS)) {
            add.one(&[25, side]);
        }
        if self.is_possessor(candidate) {
            add.one(&[26, side]);
        }
        if a == 0 || self.sentence[a] != self.sentence[a - 1] || self.inside[a - 1].is_some() {
            add.one(&[27, base, b2]);
        }
        if let Some((Some(speaker), region)) = last {
            if speaker == candidate {
                let apart = u64::from(focus.paragraph.abs_diff(self.regions[region].paragraph as u32)).min(3);
                let ended = (self.spans[region].1..i).filter(|k| tokens[*k].ends_sentence()).count().min(3) as u64;
                add.all(&[
                    &[28],
                    &[29, base],
                    &[30, apart, focus.before, focus.last],
                    &[31, ended, self.cue_level(j, j + 6)],
                ]);
            } else if !behind {
                add.one(&[32, distance.min(4)]);
            }
        }
        let index = self.candidates.partition_point(|c| (c.from, c.to) < (a, z));
        if let (Some(verb), false) = (self.verbs.get(index).copied().flatten(), behind) {
            let end = self.candidates.partition_point(|c| c.from < i);
            let nearer = self.verbs.get(index + 1..end).unwrap_or_default().iter().flatten();
            let rank = nearer.filter(|v| **v < i && **v != verb).count().min(3) as u64;
            let lead = self.token(verb + 1).map_or(0, |t| if self.inside(verb + 1) { 1 } else { t.lower });
            let (strength, word) = (level(tokens[verb].cue), tokens[verb].lower);
            let gap = near(i.saturating_sub(verb + 1));
            add.all(&[
                &[55, base, strength, rank],
                &[56, lead, rank, b2],
                &[57, word, rank, b2],
                &[58, gap, strength, rank],
                &[59, near(verb - z), strength, rank],
                &[60, strength, rank, b2, focus.last, ty],
            ]);
            if self.in_english {
                let middle = u64::from(tokens[verb].clusters[1]);
                add.all(&[&[75, middle, rank, b2], &[76, middle, lead, rank]]);
            }
        }
        let according = u64::from(self.is_according_to(a));
        add.all(&[&[61, according, side, b2, ty], &[62, according, base, focus.last]]);
        if according == 1 {
            let nearest = u64::from(focus.left_cue.is_some_and(|cue| cue < a));
            add.all(&[&[64, side, nearest, b2], &[65, side, nearest, cue_between]]);
        }
        if distance > 0 {
            add.one(&[
                63,
                u64::from(focus.announced),
                distance.min(3),
                cues,
                u64::from(self.ends_paragraph(candidate)),
            ]);
        }
        let what = self.named(candidate);
        let (edge_before, edge_after) = (before.map_or(1, edge), after.map_or(1, edge));
        let opens = a == 0 || self.sentence[a] != self.sentence[a - 1];
        add.all(&[
            &[45, ty, what, side],
            &[46, what, u64::from(z - a == 1), u64::from(opens), ty],
            &[47, base, what, cues],
        ]);
        if self.in_english {
            add.all(&[
                &[77, what, ty, edge_before],
                &[78, what, ty, edge_after],
                &[79, side, edge_before, edge_after, what],
            ]);
        }
        if let (Some(cue), Some(rank)) = (focus.left_cue, focus.left_own.iter().position(|c| *c == candidate)) {
            let rank = (rank as u64).min(4);
            let is_first = u64::from(focus.left_first == Some(candidate));
            let marks = self.clause_marks(z, cue);
            let lead = cue.checked_sub(1).and_then(|b| self.token(b)).map_or(0, |t| t.lower);
            let subject = u64::from(focus.left_subject == Some(candidate));
            let object = u64::from(self.is_object(candidate));
            add.all(&[
                &[48, rank, is_first, object, what],
                &[49, marks, subject, is_first],
                &[50, lead, rank.min(2), is_first],
                &[51, lead, subject, what],
                &[52, tokens[cue].lower, rank.min(2), is_first],
                &[53, near(cue - z), object, what],
                &[54, marks, rank, focus.left_is_participle],
            ]);
        }
        let shape = u64::from(focus.left_cue.is_some()) * 2 + u64::from(focus.right_cue.is_some());
        let is = |c: Option<Candidate>| c == Some(candidate);
        if is(focus.left_subject) {
            add.all(&[
                &[33, shape, focus.last],
                &[34, focus.left_subjects.min(3)],
                &[35, focus.left_is_participle],
                &[36, ty],
            ]);
        }
        if is(focus.left_first) {
            add.all(&[&[37, shape, focus.last], &[38, focus.left_is_participle], &[39, ty, shape, focus.last]]);
        }
        if is(focus.right_subject) {
            add.all(&[&[40, shape, focus.last], &[41, ty]]);
        }
        if is(focus.right_inverted) && focus.right_subject.is_none() {
            add.all(&[&[42, shape, focus.last], &[43, ty]]);
        }
        if behind && gap <= 1 {
            add.one(&[44, focus.last, u64::from(tokens[a].capitalised), ty]);
        }
    }

    /// "Name, the minister, said": the cue behind the comma that ends an apposition.
    fn cue_behind_apposition(&self, z: usize, after: Option<&Token>) -> u64 {
        if after.is_none_or(|t| t.first != ',') {
            return 0;
        }
        let tokens = &self.document.tokens;
        for k in z + 1..(z + 25).min(tokens.len()) {
            match tokens[k].first {
                ',' => {
                    let found = self.cue_level(k + 1, k + 3);
                    if found > 0 {
                        return found;
                    }
                }
                '.' => return 0,
                _ => {}
            }
        }
        0
    }
}
