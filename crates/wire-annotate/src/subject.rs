//! Whose clause it is that holds the marks, or leads to them: its subject speaks, whoever else stands near.

use crate::features::Focus;
use crate::lexicon::{Language, class};
use crate::scene::{CUE, Candidate, Kind, Scene};
use crate::speaker::{CUE_BEFORE_TITLE, is_contrast};

impl Scene<'_, '_> {
    /// "a day after her rival, Treasurer Bo Hansen, called it “Q”": a name in apposition right before the verb.
    pub(crate) fn is_apposed_subject(&self, focus: &Focus, candidate: Candidate) -> bool {
        const MOST: usize = 4;
        const NO_PART: u32 = class::FUNCTION | class::PREPOSITION | class::OBJECT | class::RELATIVE | class::VERB;
        // "about her rival, Lee, saying": whoever the sentence is about says it.
        let is_finite = |cue: usize| cue == candidate.to + 1 && !self.document.token_text(cue).ends_with("ing");
        let is_closed = self.first_of(candidate.to) == Some(',') && focus.left_cue.is_some_and(is_finite);
        if !is_closed || self.named(candidate) != 1 || self.spans[focus.region].0 > candidate.to + 2 + 2 * MOST {
            return false;
        }
        let is_part = |k: &usize| {
            let t = &self.document.tokens[*k];
            t.is_word() && t.cue < CUE_BEFORE_TITLE && !t.is(NO_PART)
        };
        let from = (0..candidate.from).rev().take(MOST).take_while(is_part).last().unwrap_or(candidate.from);
        let noun = from.checked_sub(2).filter(|k| self.first_of(k + 1) == Some(','));
        noun.is_some_and(|k| self.document.tokens[k].first.is_lowercase() && is_part(&k))
    }

    /// "nurses are leaving, says a report that found “Q”", "…, said Lee, who called it “Q”": whoever follows the verb that
    /// closes a report, and whom the sentence goes on about.
    pub(crate) fn is_postposed(&self, focus: &Focus, candidate: Candidate) -> bool {
        /// Words from the phrase to the marks, and of a title.
        const FARTHEST: usize = 14;
        const TITLE: usize = 3;
        let (start, _) = self.spans[focus.region];
        let word = |k: usize| self.document.token_text(k);
        let is_said = |k: &usize| matches!(word(*k), "said" | "says") && *k > 0 && word(k - 1) == ",";
        let is_title = |k: &usize| {
            is_said(k) || self.document.tokens[*k].is_word() && !self.document.tokens[*k].is(class::DETERMINER)
        };
        let mut before = (0..candidate.from).rev().take(TITLE).take_while(is_title);
        let cue = focus.left_cue.filter(|cue| *cue >= candidate.to && start <= candidate.to + FARTHEST);
        let goes_on = |cue: usize| {
            word(cue).ends_with("ing") || self.document.tokens[cue - 1].is(class::RELATIVE) || word(cue - 1) == "that"
        };
        cue.is_some_and(goes_on) && before.any(|k| is_said(&k)) && !self.opens_with_apposition(candidate)
    }

    /// "Lee, 61, said the man who": whether whoever opens a candidate's sentence is apposed to, and so says it.
    fn opens_with_apposition(&self, candidate: Candidate) -> bool {
        const LONGEST: usize = 8;
        let first = self.sentence.partition_point(|s| *s < self.sentence[candidate.from]);
        let opener = self.candidates.get(self.candidates.partition_point(|c| c.from < first));
        let has_verb =
            |c: &Candidate| self.document.tokens[c.from..c.to].iter().take(LONGEST).any(|t| t.is(class::VERB));
        opener.is_some_and(|c| self.first_of(c.to) == Some(',') && !has_verb(c))
    }

    /// "Hansen left after Lee had called it “Q”", "when Lee says “Q”": a clause that leads to the marks has a speaker of its
    /// own.
    pub(crate) fn is_clause_subject(&self, focus: &Focus, candidate: Candidate) -> bool {
        const LEADS: [&str; 9] = ["after", "as", "because", "before", "once", "since", "until", "what", "when"];
        /// Words that the verb may stand behind.
        const AUXILIARIES: [&str; 6] = ["also", "had", "has", "later", "once", "then"];
        let (start, _) = self.spans[focus.region];
        let word = |k: usize| self.document.token_text(k);
        let lead = candidate.from.checked_sub(1).filter(|k| LEADS.contains(&word(*k)));
        let is_small = |k: &usize| AUXILIARIES.contains(&word(*k)) || word(*k).ends_with("ly");
        let smalls = (candidate.to..candidate.to + 2).take_while(is_small).count();
        let verb = focus.left_cue.filter(|cue| *cue == candidate.to + smalls);
        let leads_on = |verb: usize| !(verb + 1..start).any(|k| word(k) == "," || !self.outside(k));
        let is_name = candidate.kind == Kind::Name && self.named(candidate) != 0;
        is_name && lead.is_some() && verb.is_some_and(leads_on)
    }

    /// "Ann Lee, for her part, called him “Q”", "Lee, a former aide to Hansen, said “Q”": a name that opens its sentence,
    /// behind which something is inserted right before the verb.
    pub(crate) fn is_opening_subject(&self, focus: &Focus, candidate: Candidate) -> bool {
        const LONGEST: usize = 12;
        let closes = |cue: usize| {
            let inserted = candidate.to + 1..cue - 1;
            let says = |k: usize| self.outside(k) && self.document.tokens[k].cue >= CUE;
            let is_finite = !self.document.token_text(cue).ends_with("ing");
            let is_closed =
                cue > candidate.to + 2 && cue <= candidate.to + LONGEST && self.first_of(cue - 1) == Some(',');
            is_closed && is_finite && !inserted.into_iter().any(|k| says(k) || !self.outside(k))
        };
        let opens = candidate.kind == Kind::Name && self.named(candidate) == 1 && self.opens_sentence(candidate.from);
        opens && self.first_of(candidate.to) == Some(',') && focus.left_cue.is_some_and(closes)
    }

    /// "Lee called it “R”, while Bo Hansen, on air, blamed “Q”": the subject of a clause of its own.
    pub(crate) fn is_contrasted(&self, focus: &Focus, candidate: Candidate) -> bool {
        const FARTHEST: usize = 15;
        let (start, _) = self.spans[focus.region];
        let word = |back: usize| candidate.from.checked_sub(back).map_or("", |k| self.document.token_text(k));
        let is_led = is_contrast(word(1)) || word(1) == "que" && is_contrast(word(2));
        let speaks = focus.left_cue.is_some_and(|cue| candidate.to <= cue && cue <= candidate.to + FARTHEST);
        is_led && speaks && candidate.kind == Kind::Name && self.named(candidate) != 0 && candidate.to < start
    }

    /// Elsewhere than in English, where nothing was learnt of it: whether the clause that holds the marks or leads to
    /// them is a candidate's own.
    pub(crate) fn is_foreign_subject(&self, focus: &Focus, candidate: Candidate) -> bool {
        let is_subject = match self.language {
            Language::English => false,
            Language::German => self.is_german_clause_subject(focus, candidate),
            Language::French | Language::Spanish => self.is_romance_clause_subject(focus, candidate),
        };
        is_subject || self.is_gapped(focus, candidate)
    }

    /// „Lind sprach von „R“, ihr Kollege Hansen von „Q““: a clause that leaves out the verb of the one before.
    pub(crate) fn is_gapped(&self, focus: &Focus, candidate: Candidate) -> bool {
        /// Words of a clause, and of what stands before the name.
        const LONGEST: usize = 8;
        const MOST_BEFORE: usize = 3;
        const LINKS: [&str; 15] =
            ["als", "as", "comme", "d'", "d’", "de", "es", "ihn", "la", "le", "lo", "of", "sie", "that", "von"];
        /// Words behind "that".
        const MOST_BEHIND: usize = 3;
        let (start, _) = self.spans[focus.region];
        let word = |k: usize| self.document.token_text(k);
        let behind = start.saturating_sub(candidate.to);
        let is_told = word(candidate.to) == "that" && behind <= 1 + MOST_BEHIND;
        let is_bare = behind == 0 && self.language == Language::English;
        let is_link = is_bare || is_told || behind == 1 && LINKS.contains(&word(candidate.to));
        let is_subject = candidate.kind == Kind::Name && self.named(candidate) == 1 && !self.is_object(candidate);
        if candidate.to > start || !is_link || !is_subject {
            return false;
        }
        let is_plain = |k: usize| {
            let token = &self.document.tokens[k];
            self.outside(k) && token.is_word() && token.cue < CUE_BEFORE_TITLE
        };
        let words = (0..start).rev().take(LONGEST).take_while(|k| is_plain(*k)).count();
        let from = start - words;
        // “dead,” and Hansen
        let is_and = matches!(word(from), "and" | "et" | "und" | "y");
        let mark = if from >= 2 && word(from - 1) == "," { from - 2 } else { from.saturating_sub(1) };
        let is_parted = mark + 2 == from || is_and;
        let follows_marks = is_parted && !self.outside(mark) && self.sentence[mark] == self.sentence[candidate.from];
        follows_marks && (from..=from + MOST_BEFORE).contains(&candidate.from)
    }
}
