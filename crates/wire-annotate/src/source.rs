//! Words that one says and another passes on: "“Q,” Lee said, according to CNN" is Lee's, and so is "“Q,” CNN quoted
//! Lee as saying".

use crate::lexicon::{Language, class};
use crate::scene::{CUE, Candidate, Kind, Scene};
use crate::token::Token;

/// What the names of people and of bodies count as.
const PERSON: u64 = 1;
const BODY: u64 = 2;

impl Scene<'_, '_> {
    /// Who says the words of a region, where `source` only passes them on.
    pub(crate) fn sayer(&self, region: usize, source: Candidate) -> Option<Candidate> {
        let sayer = self.sayer_beside(region, source).or_else(|| self.reported_by(region, source));
        sayer.or_else(|| self.passed_on(source)).or_else(|| self.told_of(region, source))
    }

    /// "“Q,” reads a statement", « Q », peut-on lire dans un communiqué; “Q”, se lee en el informe: what the words of a
    /// region are read in.
    pub(crate) fn read_in(&self, region: usize) -> Option<Candidate> {
        const FARTHEST: usize = 5;
        /// Tokens of a German statement, its marks among them: „Hope“ steht auf einer Kerze.
        const FEWEST: usize = 5;
        let (start, end) = self.spans[region];
        let word = |k: usize| self.document.token_text(k);
        let from = end + usize::from(self.first_of(end) == Some(','));
        let at = match self.language {
            Language::English => matches!(word(from), "read" | "reads" | "states").then_some(from + 1)?,
            Language::French | Language::Spanish => {
                let reads = |k: &usize| matches!(word(*k), "lire" | "lit-on" | "lee" | "leer" | "leía");
                let verb = (from..from + FARTHEST).find(reads)?;
                matches!(word(verb + 1), "dans" | "en" | "sur").then_some(verb + 2)?
            }
            Language::German => {
                let stands = end >= start + FEWEST && matches!(word(from), "stand" | "steht");
                (stands && matches!(word(from + 1), "an" | "auf" | "in")).then_some(from + 2)?
            }
        };
        let next = self.candidates.partition_point(|c| c.from < at);
        // "read into the record"
        let is_next =
            |c: &&Candidate| c.from == at || c.from == at + 1 && self.document.tokens[at].is(class::DETERMINER);
        self.candidates.get(next).filter(is_next).copied()
    }

    /// Whom a source quotes, or what it has seen.
    pub(crate) fn passed_on(&self, source: Candidate) -> Option<Candidate> {
        self.quoted_by(source).or_else(|| self.shown_to(source))
    }

    /// "“Q,” Lee said, according to CNN."
    fn sayer_beside(&self, region: usize, source: Candidate) -> Option<Candidate> {
        let led = self.source_phrase(source)?;
        let (i, j) = self.spans[region];
        // „…“, heißt es laut Lee: nobody else says it.
        let is_other = |c: &Candidate| (c.to <= led || source.to <= c.from) && !self.is_impersonal(*c);
        self.sayer_behind(j).or_else(|| self.sayer_before(i)).filter(is_other)
    }

    /// "CNN reported that Ann Lee had called it “Q”", "Hansen said Lee had told her “Q”".
    fn reported_by(&self, region: usize, source: Candidate) -> Option<Candidate> {
        let (start, _) = self.spans[region];
        let reports = matches!(self.document.token_text(source.to), "reported" | "reports");
        let is_body = self.language == Language::English && self.named(source) == BODY && reports;
        let is_behind = |c: &Candidate| c.from > source.to && self.is_beside(source, c.from);
        self.sayer_before(start).filter(|c| is_behind(c) && (is_body || self.tells_of(source, *c)))
    }

    /// "CNN quoted Ann Lee as saying “Q”", „…“, zitierte die Agentur den Minister: whom a source quotes.
    fn quoted_by(&self, source: Candidate) -> Option<Candidate> {
        match self.language {
            Language::English => self.quoted_as_saying(source).or_else(|| self.referred_to(source)),
            Language::German => {
                let verb = source.from.checked_sub(1).map_or("", |k| self.document.token_text(k));
                let quotes = matches!(verb, "zitiert" | "zitierte" | "zitieren" | "zitierten");
                let is_verb = matches!(self.document.token_text(source.to), "zitiert" | "zitierte");
                let quoted = || self.candidate_at(source.to + 1).filter(|c| is_verb && c.kind == Kind::Name);
                self.candidate_at(source.to).filter(|_| quotes).or_else(quoted)
            }
            Language::French | Language::Spanish => None,
        }
    }

    fn quoted_as_saying(&self, source: Candidate) -> Option<Candidate> {
        /// Words from the source to the verb, and from there to "as".
        const NEAR: usize = 5;
        const LONGEST: usize = 14;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.is_beside(source, *k);
        let is_lead = |k: &usize| here(k) && !matches!(word(*k), "," | "be" | "been" | "is" | "was" | "were");
        let is_verb = |k: &usize| matches!(word(*k), "cited" | "cites" | "quoted" | "quotes");
        // "The Courier, which broke the story, quoted"
        let is_comma = |k: usize| word(k) == ",";
        let is_inserted = is_comma(source.to) && matches!(word(source.to + 1), "which" | "citing" | "in" | "on");
        let close = || (source.to + 1..source.to + LONGEST).take_while(here).find(|k| is_comma(*k));
        let from = if is_inserted { close()? + 1 } else { source.to };
        let verb = (from..from + NEAR).take_while(is_lead).find(is_verb)?;
        let is_as = |k: &usize| word(*k) == "as" && word(k + 1).ends_with("ing");
        let end = (verb + 1..verb + LONGEST).take_while(here).find(is_as).filter(|end| *end > verb + 1)?;
        Some(self.phrase_within(verb + 1, end))
    }

    /// "TASS reported, quoting Ann Lee, that “Q”", "Citing officials, TASS reported": whom a body that reports refers to.
    /// "The union said the plan was “Q”, citing the risk" gives its own view.
    fn referred_to(&self, source: Candidate) -> Option<Candidate> {
        /// Words to the verb, to "citing", and of whom it cites.
        const VERB: usize = 3;
        const NEAR: usize = 8;
        const LONGEST: usize = 8;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.is_beside(source, *k);
        let first = self.sentence.partition_point(|s| Some(s) < self.sentence.get(source.from));
        let reports =
            || (source.to..source.to + VERB).take_while(here).any(|k| matches!(word(k), "reported" | "reports"));
        let refers = |k: &usize| match word(*k) {
            "quoting" | "Quoting" => true,
            "citing" | "Citing" => reports(),
            _ => false,
        };
        let behind = || (source.to + 1..source.to + NEAR).take_while(here).find(refers);
        let lead = Some(first).filter(|k| *k < source.from && refers(k)).or_else(behind)?;
        let is_part = |k: &usize| here(k) && self.document.tokens[*k].is_word();
        let end = (lead + 1..lead + LONGEST).take_while(is_part).last()? + 1;
        (self.named(source) != PERSON).then(|| self.phrase_within(lead + 1, end))
    }

    /// Whether a token stands in the sentence of a candidate, outside marks.
    pub(crate) fn is_beside(&self, candidate: Candidate, token: usize) -> bool {
        self.sentence.get(token) == self.sentence.get(candidate.from) && self.outside(token)
    }

    /// Whom the words `from..end` name first; who is named behind a preposition only tells who it is.
    pub(crate) fn phrase_within(&self, from: usize, end: usize) -> Candidate {
        let tokens = &self.document.tokens;
        let is_direct = |c: &&Candidate| c.to <= end && !tokens[from..c.from].iter().any(|t| t.is(class::PREPOSITION));
        let next = self.candidates.partition_point(|c| c.from < from);
        let words = || {
            let is_pronoun = matches!(self.document.token_text(from), "her" | "him" | "me");
            let is_of = |k: usize| self.document.token_text(k) == "of";
            let is_noun = |k: &usize| is_of(*k) || !tokens[*k].is(class::FUNCTION | class::PREPOSITION);
            let to = (from..end).take_while(is_noun).last().map_or(end, |k| k + 1);
            Candidate { from, to, kind: if is_pronoun { Kind::Pronoun } else { Kind::Noun } }
        };
        self.candidates.get(next).filter(is_direct).copied().unwrap_or_else(words)
    }

    /// "according to a memo seen by CNN", "documents obtained by the Courier show": what says it, where the source has
    /// only seen it, or passed it on.
    fn shown_to(&self, source: Candidate) -> Option<Candidate> {
        const LONGEST: usize = 5;
        let tokens = &self.document.tokens;
        let word = |k: usize| self.document.token_text(k);
        let is_article = |k: &usize| tokens[*k].is(class::DEFINITE);
        let before = source.from.checked_sub(1)?;
        let lead = if is_article(&before) { before.checked_sub(1)? } else { before };
        let shown = lead.checked_sub(1)?;
        let is_shown = match word(lead) {
            "by" => matches!(word(shown), "aired" | "carried" | "obtained" | "reviewed" | "seen" | "viewed"),
            "to" => matches!(word(shown), "given" | "leaked" | "provided" | "sent"),
            "with" => word(shown) == "shared",
            _ => false,
        };
        if !is_shown || self.language != Language::English {
            return None;
        }
        let is_part = |k: &usize| {
            let token = &tokens[*k];
            let is_small = token.is(class::FUNCTION | class::PREPOSITION | class::VERB);
            self.sentence[*k] == self.sentence[shown] && self.outside(*k) && token.is_word() && !is_small
        };
        let words = || (0..shown).rev().take(LONGEST).take_while(is_part);
        let from = words().find(|k| tokens[*k].is(class::DETERMINER)).or_else(|| words().last())?;
        Some(Candidate { from, to: shown, kind: Kind::Noun })
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
            // "Lee lui a dit"
            let is_romance = matches!(self.language, Language::French | Language::Spanish);
            // "her deputy, Lee, had said"
            let is_apposed = self.first_of(to) == Some(',') && from > 0 && self.first_of(from - 1) == Some(',');
            let near = to + if is_age || is_apposed { 3 } else { 1 + usize::from(is_romance) };
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
