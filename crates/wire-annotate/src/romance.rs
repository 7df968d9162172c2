//! What French and Spanish grammar tells of who speaks.
//!
//! As with German, there is no annotated news to learn from that lets weights ship.

use crate::features::{Focus, MOST_BEFORE_CUE};
use crate::lexicon::{Language, class};
use crate::scene::{CUE, Candidate, Kind, Scene};

impl Scene<'_, '_> {
    /// "confie-t-elle au « Dauphiné libéré »": a few words with a capital behind an article that
    /// holds a preposition name a paper, or a show, that is spoken to or in.
    pub(crate) fn is_paper_of(&self, region: usize, words: usize) -> bool {
        const LONGEST: usize = 4;
        let (i, _) = self.spans[region];
        let lead = i.checked_sub(1).map_or("", |k| self.document.token_text(k));
        let is_named = self.token(i + 1).is_some_and(|t| t.capitalised);
        words <= LONGEST && is_named && matches!(lead, "au" | "du" | "al" | "del")
    }

    /// "Ann Lee evitó comparaciones. “…”, subrayó.": Spanish needs no pronoun; the subject is that of the sentence
    /// before.
    pub(crate) fn dropped_subject(&self, focus: &Focus) -> Option<Candidate> {
        let (start, end) = self.spans[focus.region];
        let cue = focus.right_cue.filter(|cue| self.language == Language::Spanish && *cue <= end + 1)?;
        self.token(cue + 1).is_none_or(|t| !t.is_word()).then_some(())?;
        let last = start.checked_sub(1).filter(|k| self.token(*k).is_some_and(|t| t.paragraph == focus.paragraph))?;
        let first = self.sentence.partition_point(|s| *s < self.sentence[last]);
        let from = self.candidates.partition_point(|c| c.from < first);
        let own = self.candidates[from..].iter().take(MOST_BEFORE_CUE).take_while(|c| c.to <= start);
        own.copied().find(|c| !self.is_object(*c))
    }

    /// « Q », a indiqué à l'AFP un médecin: who is told.
    pub(crate) fn is_listener(&self, focus: &Focus, candidate: Candidate) -> bool {
        const NEAR: usize = 3;
        let lead = focus.right_cue.filter(|cue| self.in_romance() && (cue + 1..=cue + NEAR).contains(&candidate.from));
        lead.is_some_and(|cue| self.document.tokens[cue + 1].is(class::ADDRESS)) && self.is_object(candidate)
    }

    /// « Q », c'est ainsi qu'Anne Petit a qualifié le port.
    pub(crate) fn is_said_so(&self, candidate: Candidate, end: usize) -> bool {
        const NEAR: usize = 7;
        let word = |k: usize| self.document.token_text(k);
        let is_that = |k: usize| matches!(word(k), "qu'" | "qu’" | "que");
        let lead = end + usize::from(self.first_of(end) == Some(','));
        let is_it = matches!(word(lead), "c'" | "c’") && word(lead + 1) == "est";
        is_it && (lead + 2..lead + NEAR).find(|k| is_that(*k)).is_some_and(|k| k + 1 == candidate.from)
    }

    /// "il faut", "il n'existe", "pour qu'il ait fallu": a French "il" that nobody is.
    pub(crate) fn is_french_nobody(&self, candidate: Candidate) -> bool {
        const VERBS: [&str; 18] = [
            "apparaît",
            "convient",
            "existe",
            "existait",
            "fallait",
            "fallu",
            "faudra",
            "faudrait",
            "faut",
            "importe",
            "paraît",
            "reste",
            "semble",
            "suffit",
            "suffirait",
            "agit",
            "agissait",
            "agira",
        ];
        const SMALL: [&str; 14] =
            ["a", "aura", "avait", "n'", "n’", "ne", "pas", "s'", "s’", "y", "lui", "leur", "nous", "me"];
        const MOST: usize = 5;
        let word = |k: usize| self.document.token_text(k);
        let is_il = self.language == Language::French && word(candidate.from).eq_ignore_ascii_case("il");
        let verb = (candidate.to..candidate.to + MOST).find(|k| !SMALL.contains(&word(*k)));
        let there_is = matches!((word(candidate.to), word(candidate.to + 1)), ("y", "a" | "avait" | "aura"))
            || matches!(word(candidate.to), "n'" | "n’") && word(candidate.to + 1) == "y";
        is_il && (there_is || verb.is_some_and(|k| VERBS.contains(&word(k))))
    }

    /// "Desde la Plataforma aseguran que “Q”": a body whose people, whom nobody names, say it.
    pub(crate) fn is_spoken_from(&self, candidate: Candidate) -> bool {
        let article = usize::from(candidate.from > 0 && self.document.tokens[candidate.from - 1].is(class::DEFINITE));
        let lead = candidate.from.checked_sub(1 + article).map_or("", |k| self.document.token_text(k));
        let verb = candidate.to + usize::from(self.document.token_text(candidate.to) == "han");
        // Of several: "Desde Madrid aseguró" is told of one who is there.
        let is_said = self.document.token_text(candidate.to).ends_with('n')
            && self.token(verb).is_some_and(|t| t.cue >= CUE && !t.capitalised);
        self.language == Language::Spanish && matches!(lead, "Desde" | "desde") && is_said
    }

    /// "los pescadores, apoyados por Elena Prado, pidieron “Q”": by whom somebody else is helped, led or told.
    pub(crate) fn is_helper(&self, candidate: Candidate) -> bool {
        const PARTICIPLES: [&str; 10] = ["adas", "ados", "ada", "ado", "idas", "idos", "ida", "ido", "és", "é"];
        const FRENCH: [&str; 4] = ["ées", "ée", "us", "is"];
        let word = |back: usize| candidate.from.checked_sub(back).map_or("", |k| self.document.token_text(k));
        let is_by = matches!(word(1), "par" | "por") && word(3) == ",";
        let is_participle = || PARTICIPLES.iter().chain(&FRENCH).any(|end| word(2).ends_with(end));
        is_by && is_participle() && self.first_of(candidate.to) == Some(',')
    }

    /// "(lire « Q »)": the title of what is to be read elsewhere.
    pub(crate) fn is_pointed_to(&self, region: usize) -> bool {
        let (i, _) = self.spans[region];
        let word = |back: usize| i.checked_sub(back).map_or("", |k| self.document.token_text(k));
        let reads = matches!(word(1), "lire" | "Lire" | "voir" | "Voir" | "lea" | "ver" | "véase" | "Véase");
        reads && (word(2) == "(" || i.checked_sub(1).is_some_and(|k| self.opens_sentence(k)))
    }

    /// "il a qualifié le port de « R », estimant que c'est « Q »": whoever speaks in the clause that a gerund goes on with.
    pub(crate) fn main_subject(&self, focus: &Focus) -> Option<Candidate> {
        const GERUNDS: [&str; 3] = ["ando", "ant", "endo"];
        let is_gerund = |k: usize| GERUNDS.iter().any(|end| self.document.token_text(k).ends_with(end));
        let gerund = focus.left_cue.filter(|k| self.in_romance() && *k > 0 && is_gerund(*k))?;
        let here = |k: &usize| self.sentence[*k] == self.sentence[gerund];
        let is_noun = |k: usize| k > 0 && self.document.tokens[k - 1].is(class::DETERMINER);
        let is_verb =
            |k: &usize| self.outside(*k) && self.document.tokens[*k].cue >= CUE && !is_gerund(*k) && !is_noun(*k);
        let verb = (0..gerund).rev().take(MOST_BEFORE_CUE).take_while(here).find(is_verb)?;
        self.nearest_before(verb)
    }

    /// "la syndicaliste", "el ministro": what a person is, or a body that has views.
    pub(crate) fn is_someone(&self, candidate: Candidate) -> bool {
        const ENDS: [&str; 28] = [
            "alcalde",
            "alcaldesa",
            "avocat",
            "avocate",
            "chercheur",
            "chercheuse",
            "député",
            "députée",
            "élu",
            "élue",
            "expert",
            "experte",
            "experto",
            "experta",
            "gouvernement",
            "investigador",
            "investigadora",
            "ista",
            "iste",
            "maire",
            "ministra",
            "ministre",
            "ministro",
            "oposición",
            "opposition",
            "presidenta",
            "presidente",
            "président",
        ];
        let noun = self.document.token_text(candidate.to - 1);
        let is_definite = self.document.tokens[candidate.from].is(class::DEFINITE)
            || candidate.from.checked_sub(1).is_some_and(|k| self.document.tokens[k].is(class::DEFINITE));
        is_definite && ENDS.iter().any(|end| noun.ends_with(end))
    }

    /// "“R”, lamentó Prado. Agregó que es “Q”", "Al respecto, señaló: “Q”": a verb without a subject goes on with who spoke
    /// before, else with whom the sentence before is about.
    pub(crate) fn implied_subject(&self, focus: &Focus, before: Option<Candidate>) -> Option<Candidate> {
        let tokens = &self.document.tokens;
        let cue = focus.left_cue.filter(|_| self.language == Language::Spanish)?;
        let leads = matches!(self.document.token_text(cue + 1), "que" | ":");
        let is_verb = cue == 0 || !tokens[cue - 1].is(class::DETERMINER | class::PREPOSITION);
        let first = self.sentence.partition_point(|s| *s < self.sentence[cue]);
        let from = self.candidates.partition_point(|c| c.from < first);
        let mut own = self.candidates[from..].iter().take(MOST_BEFORE_CUE).take_while(|c| c.to <= cue);
        if !leads || !is_verb || own.any(|c| !self.is_object(*c)) {
            return None;
        }
        let is_near = |c: &Candidate| tokens[c.from].paragraph + 1 >= focus.paragraph && c.to <= first;
        let last = first.checked_sub(1);
        let about = || {
            let start = self.sentence.partition_point(|s| Some(s) < last.map(|k| &self.sentence[k]));
            let from = self.candidates.partition_point(|c| c.from < start);
            let own = self.candidates[from..].iter().take(MOST_BEFORE_CUE).take_while(|c| c.to <= first);
            own.copied().find(|c| !self.is_object(*c))
        };
        before.filter(is_near).or_else(about)
    }

    /// "quand Anne Petit dit « Q »", "…, qui a qualifié le port de « Q »": a clause that leads to the marks.
    pub(crate) fn is_romance_clause_subject(&self, focus: &Focus, candidate: Candidate) -> bool {
        const CONJUNCTIONS: [&str; 10] =
            ["aunque", "comme", "como", "cuando", "lorsqu'", "lorsqu’", "lorsque", "mientras", "porque", "quand"];
        const RELATIVES: [&str; 4] = ["que", "qui", "quien", "quienes"];
        /// Words between a subject and its verb.
        const NEAR: usize = 3;
        let (start, _) = self.spans[focus.region];
        let word = |k: usize| self.document.token_text(k);
        let lead = candidate.from.checked_sub(1).map_or("", word);
        // What follows another "que" is told by somebody.
        let before = candidate.from.checked_sub(2).map_or("", word);
        let is_that =
            || matches!(lead, "qu'" | "qu’" | "que") && matches!(before, "après" | "avant" | "de" | "dès" | "parce");
        let is_relative = word(candidate.to) == "," && RELATIVES.contains(&word(candidate.to + 1));
        let from = match () {
            () if is_relative => candidate.to + 2,
            () if CONJUNCTIONS.contains(&lead) || is_that() => candidate.to,
            () => return false,
        };
        let is_name = candidate.kind == Kind::Name && self.named(candidate) == 1;
        let leads = |cue: usize| {
            (from..=from + NEAR).contains(&cue) && !(from..start).any(|k| word(k) == "," || !self.outside(k))
        };
        is_name && focus.left_cue.is_some_and(leads)
    }
}
