//! A text as the questions about its speech see it: regions between marks, sentences
//! that do not break between a quote and its reporting clause, and the phrases that
//! may name a speaker.

use rustc_hash::FxHashSet;
use wire_model::EntityKind;
use wire_text::dateline::read;

use crate::Name;
use crate::lexicon::{Language, class};
use crate::marks::{Region, regions};
use crate::ranker::{LEVELS, level};
use crate::token::{Document, Token};

/// What stands in [`Scene::named`] for a person.
pub(crate) const PERSON: u8 = 1;
/// Paragraphs before the quote's own in which its speaker is looked for.
const REACH: u32 = 3;
/// A word of this strength may report, and one of that surely does.
pub(crate) const WEAK_CUE: u8 = 20;
pub(crate) const CUE: u8 = 30;
/// Candidates looked at per region: the nearest.
const MOST_CANDIDATES: usize = 60;

/// What kind of phrase a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Name,
    Pronoun,
    Noun,
}

/// A phrase that may name a speaker: tokens `from..to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) kind: Kind,
}

/// A document with its regions and candidates.
pub(crate) struct Scene<'d, 't> {
    pub(crate) document: &'d Document<'t>,
    pub(crate) regions: Vec<Region>,
    /// Tokens of each region, marks included.
    pub(crate) spans: Vec<(usize, usize)>,
    /// Region of each token.
    pub(crate) inside: Vec<Option<u32>>,
    pub(crate) sentence: Vec<u32>,
    /// How many cues of each strength, or stronger, stand outside marks before each token.
    cues_before: Vec<[u32; LEVELS]>,
    /// What each token is part of the name of: nothing, a person, and so on.
    pub(crate) named: Vec<u8>,
    /// Where a name begins right behind another.
    begins: FxHashSet<usize>,
    /// The byte at which the text's dateline ends.
    dateline: usize,
    pub(crate) language: Language,
    /// Whether the ranker is asked what only English could answer.
    pub(crate) in_english: bool,
    pub(crate) candidates: Vec<Candidate>,
    /// Names that head the turns of an interview: "Lee: I would rather not."
    turns: Vec<Candidate>,
    /// For each candidate the verb of speech that it is the subject of, as far as order tells.
    pub(crate) verbs: Vec<Option<usize>>,
}

impl<'d, 't> Scene<'d, 't> {
    pub(crate) fn new(document: &'d Document<'t>, names: &[Name], language: Language) -> Scene<'d, 't> {
        let mut regions = regions(document, language);
        // `Mary "Annie" Lee`: what somebody is called is nothing that is said.
        let is_called = |r: &Region| {
            let name = names.get(names.partition_point(|n| n.end <= r.start));
            name.is_some_and(|n| n.kind == EntityKind::Person && n.start < r.start && r.end < n.end)
        };
        regions.retain(|r| !is_called(r));
        let count = document.tokens.len();
        let mut inside = vec![None; count];
        let spans: Vec<(usize, usize)> =
            regions.iter().map(|r| (document.token_at(r.start), document.token_at(r.end))).collect();
        for (number, (from, to)) in spans.iter().enumerate() {
            for slot in &mut inside[*from..*to] {
                *slot = Some(number as u32);
            }
        }
        let mut named = vec![0; count];
        let behind = names.iter().zip(names.iter().skip(1)).filter(|(a, b)| a.end < b.start);
        let begins = behind.map(|(_, b)| document.token_at(b.start)).collect();
        for name in names {
            let kind = match name.kind {
                EntityKind::Person => PERSON,
                EntityKind::Organisation => 2,
                EntityKind::Place => 3,
                EntityKind::Other => 4,
            };
            named[document.token_at(name.start)..document.token_at(name.end)].fill(kind);
        }
        let mut scene = Scene {
            document,
            dateline: read(document.text).map_or(0, |found| found.end),
            regions,
            spans,
            inside,
            sentence: vec![0; count],
            cues_before: vec![[0; LEVELS]; count + 1],
            named,
            begins,
            language,
            in_english: language == Language::English,
            candidates: Vec::new(),
            turns: Vec::new(),
            verbs: Vec::new(),
        };
        scene.sentence = scene.sentences();
        scene.count_cues();
        scene.candidates = scene.find_candidates();
        scene.turns = scene.find_turns();
        scene.verbs = (0..scene.candidates.len()).map(|c| scene.verb_of(c)).collect();
        scene
    }

    /// The scene as if it were told in a language of which nothing was learnt.
    pub(crate) fn into_foreign(self) -> Self {
        Scene { in_english: false, ..self }
    }

    /// Whether a capital makes no name.
    pub(crate) fn is_german(&self) -> bool {
        self.language == Language::German
    }

    /// Whether it is French or Spanish.
    pub(crate) fn in_romance(&self) -> bool {
        matches!(self.language, Language::French | Language::Spanish)
    }

    pub(crate) fn token(&self, at: usize) -> Option<&Token> {
        self.document.tokens.get(at)
    }

    /// Whether a name begins at a token, right behind another.
    pub(crate) fn begins(&self, at: usize) -> bool {
        self.begins.contains(&at)
    }

    pub(crate) fn sentence_of(&self, at: usize) -> u32 {
        self.sentence[at]
    }

    pub(crate) fn inside(&self, at: usize) -> bool {
        self.inside.get(at).is_some_and(Option::is_some)
    }

    /// The number of the region that holds a token.
    pub(crate) fn region_of(&self, at: usize) -> Option<u32> {
        self.inside.get(at).copied().flatten()
    }

    pub(crate) fn outside(&self, at: usize) -> bool {
        self.inside.get(at).is_some_and(Option::is_none)
    }

    /// Sentence numbers that do not break between a quote and its reporting clause.
    fn sentences(&self) -> Vec<u32> {
        let tokens = &self.document.tokens;
        let mut number = 0;
        let mut out = Vec::with_capacity(tokens.len());
        for i in 0..tokens.len() {
            if i > 0 && self.starts_sentence(i, tokens) {
                number += 1;
            }
            out.push(number);
        }
        out
    }

    fn count_cues(&mut self) {
        for i in 0..self.document.tokens.len() {
            let own = if self.outside(i) { level(self.document.tokens[i].cue) as usize } else { 0 };
            self.cues_before[i + 1] = std::array::from_fn(|l| self.cues_before[i][l] + u32::from(l < own));
        }
    }

    fn starts_sentence(&self, i: usize, tokens: &[Token]) -> bool {
        if tokens[i].paragraph != tokens[i - 1].paragraph {
            return true;
        }
        let ended = tokens[i - 1].ends_sentence() && !(self.is_german() && self.is_ordinal(i - 1));
        let (own, before) = (self.inside[i], self.inside[i - 1]);
        // "in the U.S. He added": the abbreviation's full stop is the sentence's too.
        let abbreviated = tokens[i - 1].is_word() && self.document.token_text(i - 1).ends_with('.');
        if abbreviated && own.is_none() && tokens[i].capitalised && tokens[i].is(class::PRONOUN | class::STARTER) {
            return true;
        }
        if ended && before.is_none() || ended && own.is_some() && own != before {
            return true;
        }
        // “Q.” Then: a new sentence; behind “Q?” and “Q!” only where no cue follows soon.
        let closed = before.is_some() && own != before && own.is_none() && i > 1 && tokens[i - 2].ends_sentence();
        let is_said = || (i..(i + 6).min(tokens.len())).any(|k| self.outside(k) && tokens[k].cue >= 20);
        closed && tokens[i].capitalised && (tokens[i - 2].first == '.' || !is_said())
    }

    fn find_candidates(&self) -> Vec<Candidate> {
        let tokens = &self.document.tokens;
        let mut out = Vec::new();
        let mut i = 0;
        while i < tokens.len() {
            let t = &tokens[i];
            if self.inside[i].is_some() || self.is_era(i) {
                i += 1;
            } else if let Some(end) = self.dateline_end(i) {
                i = end;
            } else if t.is(class::PRONOUN) {
                out.push(Candidate { from: i, to: i + 1, kind: Kind::Pronoun });
                i += 1;
            } else if self.is_german() && self.named[i] == 0 && (self.is_noun(i) || self.document.age(i).is_some()) {
                out.push(Candidate { from: i, to: i + 1, kind: Kind::Noun });
                i += 1;
            } else if self.in_romance() && t.sentence_start && t.cue >= CUE && self.named[i] == 0 {
                // "Agregando que …"
                i += 1;
            } else if t.capitalised && !t.is(class::STARTER) && (self.named[i] != 0 || !self.is_german()) {
                let end = self.name_end(i);
                out.push(Candidate { from: i, to: end, kind: Kind::Name });
                i = end;
            } else if let Some(end) = self.some_end(i) {
                out.push(Candidate { from: i, to: end, kind: Kind::Noun });
                i = end;
            } else if self.stands_alone(i) {
                let kind = if t.is(class::RELATIVE) { Kind::Pronoun } else { Kind::Noun };
                out.push(Candidate { from: i, to: i + 1, kind });
                i += 1;
            } else if let Some(end) = self.noun_phrase_end(i) {
                out.push(Candidate { from: i, to: end, kind: Kind::Noun });
                // Names inside the phrase are candidates of their own.
                let is_name = |k: &usize| tokens[*k].capitalised && !(self.is_german() && self.named[*k] == 0);
                i = (i + 1..end).find(is_name).unwrap_or(end);
            } else {
                i += 1;
            }
        }
        out
    }

    /// "In 1800 BC, …": the era of a year is nobody.
    fn is_era(&self, at: usize) -> bool {
        let is_year = || at.checked_sub(1).is_some_and(|k| self.document.tokens[k].numeric);
        matches!(self.document.token_text(at), "AD" | "BC" | "BCE" | "CE") && is_year()
    }

    /// One heading with a name is no interview.
    fn find_turns(&self) -> Vec<Candidate> {
        let tokens = &self.document.tokens;
        let heads = |c: &&Candidate| {
            let opens = c.from == 0 || tokens[c.from - 1].paragraph != tokens[c.from].paragraph;
            let goes_on = self.token(c.to + 1).is_some_and(|t| t.paragraph == tokens[c.from].paragraph);
            c.kind == Kind::Name && opens && goes_on && tokens[c.to].first == ':'
        };
        let turns: Vec<Candidate> = self.candidates.iter().filter(heads).copied().collect();
        if turns.len() > 1 { turns } else { Vec::new() }
    }

    /// Who has the turn in which a token stands.
    pub(crate) fn turn(&self, at: usize) -> Option<Candidate> {
        let paragraph = |k: usize| self.document.tokens[k].paragraph;
        let before = self.turns.partition_point(|c| c.from <= at).checked_sub(1)?;
        Some(self.turns[before]).filter(|c| paragraph(c.from) == paragraph(at))
    }

    /// Whether a candidate only heads another turn than a region's, or its own where somebody else is
    /// named between.
    pub(crate) fn only_has_turn(&self, candidate: Candidate, region: usize) -> bool {
        if self.turns.binary_search_by_key(&candidate.from, |c| c.from).is_err() {
            return false;
        }
        let start = self.spans[region].0;
        let next = self.candidates.partition_point(|c| c.from < candidate.to);
        let is_other = || self.candidates.get(next).is_some_and(|c| c.from < start);
        self.turn(start) != Some(candidate) || is_other()
    }

    /// "KELSUND, May 4 (Northern Wire) — The port": where a dateline ends that opens a paragraph.
    /// A place and an agency say nothing there.
    fn dateline_end(&self, from: usize) -> Option<usize> {
        const LONGEST: usize = 14;
        let tokens = &self.document.tokens;
        let own = &tokens[from];
        let opens = from == 0 || tokens[from - 1].paragraph != own.paragraph;
        if !opens || !own.capitals || own.length < 3 {
            return None;
        }
        let here = tokens[from..].iter().take(LONGEST).take_while(|t| t.paragraph == own.paragraph);
        let is_part = |t: &&Token| t.capitalised || t.numeric || matches!(t.first, ',' | '.' | '(' | ')' | '/');
        let end = from + here.take_while(is_part).count();
        self.token(end).is_some_and(|t| matches!(t.first, '-' | '–' | '—')).then_some(end + 1)
    }

    fn name_end(&self, from: usize) -> usize {
        let tokens = &self.document.tokens;
        let here =
            |k: usize| k < tokens.len() && self.inside[k].is_none() && tokens[k].paragraph == tokens[from].paragraph;
        // German "den" is an article, and its noun has a capital: "Lind den Plan".
        let is_name = |k: usize| !self.is_german() || self.named.get(k).is_some_and(|named| *named != 0);
        let mut end = from + 1;
        while here(end) {
            let bridged = tokens[end].is(class::CONNECTOR)
                && tokens[end].length > 1
                && here(end + 1)
                && tokens[end + 1].capitalised
                && is_name(end + 1)
                && self.document.token_text(end) != "and"
                && !(tokens[end].is(class::FUNCTION)
                    && tokens[end].is(class::DETERMINER)
                    && self.document.token_text(end) == "the");
            let is_part = bridged || tokens[end].capitalised && tokens[end].is_word();
            // "a declaré à l'AFP Ann Lee": where the subject follows its verb, two names may meet.
            let is_other = self.in_romance() && self.named[end - 1] != 0 && self.begins.contains(&end);
            if !is_part || is_other {
                break;
            }
            end += 1;
        }
        end
    }

    /// "some said", "a sign that read": a word for a phrase, with its verb behind it.
    fn stands_alone(&self, at: usize) -> bool {
        let own = &self.document.tokens[at];
        let is_verb = |n: &Token| n.cue >= WEAK_CUE && n.is_word() && n.paragraph == own.paragraph;
        own.is(class::SUBSTITUTE) && self.outside(at + 1) && self.token(at + 1).is_some_and(is_verb)
    }

    /// "“Q,” said [residents]", "“Q”, según [testigos]": whether a word right behind marks leads to whoever says it.
    fn leads_to_sayer(&self, at: usize) -> bool {
        let tokens = &self.document.tokens;
        // "« Q », ont dit les deux"
        let is_auxiliary = |k: usize| matches!(self.document.token_text(k), "a" | "ha" | "han" | "ont");
        let at_verb = at - usize::from(self.in_romance() && at > 0 && is_auxiliary(at - 1));
        let comma = usize::from(at_verb > 0 && tokens[at_verb - 1].first == ',');
        let marks = at_verb.checked_sub(1 + comma);
        let leads = tokens[at].cue >= CUE && tokens[at].is_word() || tokens[at].is(class::SOURCE);
        leads && marks.is_some_and(|k| self.inside[k].is_some())
    }

    /// "“Q,” said one of her aides", „…“, sagten beide: where a word for a phrase ends, with whom it is one of.
    fn some_end(&self, at: usize) -> Option<usize> {
        /// Words of whom it is one.
        const MOST: usize = 4;
        const SOME: [&str; 32] = [
            "all", "algunos", "ambas", "ambos", "andere", "another", "beide", "both", "dozens", "eine", "einer",
            "einige", "hundreds", "jemand", "manche", "many", "mehrere", "most", "muchos", "one", "others", "otra",
            "otro", "otros", "several", "some", "somebody", "someone", "una", "uno", "varios", "viele",
        ];
        let word = |k: usize| self.document.token_text(k);
        let is_part = |k: &usize| self.outside(*k) && self.token(*k).is_some_and(|t| t.is_word() && t.cue < CUE);
        if !at.checked_sub(1).is_some_and(|k| self.leads_to_sayer(k)) {
            return None;
        }
        if self.language == Language::French {
            // "les deux", "l'un d'eux"
            let ends = match (word(at), word(at + 1)) {
                ("les", "deux" | "trois") => Some(at + 2),
                ("l'" | "l’", "un" | "une" | "autre") => Some(at + 2),
                ("certains" | "certaines" | "beaucoup" | "plusieurs", _) => Some(at + 1),
                _ => None,
            };
            let of = |end: usize| if matches!(word(end), "d'" | "d’" | "de" | "des") { end + 2 } else { end };
            return ends.map(of);
        }
        let of = match word(at + 1) {
            "de" | "of" => (at + 2..at + 2 + MOST).take_while(is_part).count() + 1,
            "four" | "three" | "two" if word(at) == "all" => 1,
            _ => 0,
        };
        // "said one official"
        let is_whole = of > 0 || self.token(at + 1).is_none_or(|t| !t.is_word() || t.is(class::PREPOSITION));
        (is_whole && SOME.contains(&word(at))).then_some(at + 1 + of)
    }

    fn noun_phrase_end(&self, from: usize) -> Option<usize> {
        const LONGEST: usize = 7;
        let tokens = &self.document.tokens;
        let t = &tokens[from];
        let determined = t.is(class::DETERMINER);
        let before = from.checked_sub(1);
        let at_border = before.is_none_or(|b| {
            self.inside[b].is_some()
                || matches!(tokens[b].first, ',' | '.' | '—' | '–')
                || tokens[b].paragraph != t.paragraph
        });
        let is_bare = matches!(self.language, Language::English | Language::Spanish);
        let at_border = at_border || is_bare && before.is_some_and(|b| self.leads_to_sayer(b));
        let text = self.document.token_text(from);
        // In French what ends so behind a comma is mostly no noun: "quels", "alors".
        let may_be_plural = at_border && self.language != Language::French;
        let plural = may_be_plural && t.first.is_lowercase() && t.length >= 5 && text.ends_with('s')
            || at_border && matches!(text, "people" | "police");
        // „eine Nachbarin, die ihren Namen nicht nennen will“: a relative clause.
        let is_relative = self.is_german()
            && matches!(text, "der" | "die" | "das")
            && before.is_some_and(|b| tokens[b].first == ',')
            && ["ein", "ihr", "kein", "sein"].iter().any(|lead| self.document.token_text(from + 1).starts_with(lead));
        // ", contains the following": a verb with its object.
        let is_verb = !determined && self.token(from + 1).is_some_and(|t| t.is(class::DETERMINER));
        if !determined && !plural || is_relative || is_verb {
            return None;
        }
        let mut end = from + 1;
        // Where a number stands that is part of the phrase only if it speaks: "the 2012 nominee said".
        let mut number = None;
        while end < tokens.len()
            && end - from < LONGEST
            && self.inside[end].is_none()
            && tokens[end].paragraph == t.paragraph
        {
            let n = &tokens[end];
            // A German phrase ends with its noun.
            let is_past_noun = self.is_german() && !n.capitalised && tokens[end - 1].capitalised && end > from + 1;
            // Right behind an article stands no verb: "the statement said".
            let is_verb = n.cue >= WEAK_CUE && (end > from + 1 || !t.is(class::ARTICLE));
            if n.numeric && self.document.age(end).is_none() {
                number = number.or(Some(end));
            } else if !(n.is_word() || n.numeric) || n.is(class::FUNCTION) || is_verb || is_past_noun {
                break;
            } else if self.in_romance() && n.is(class::DETERMINER) {
                // "el rival evitó las comparaciones"
                break;
            }
            end += 1;
        }
        // "the following statement"
        if end == from + 2 && self.document.token_text(from + 1) == "following" {
            return None;
        }
        let speaks = |k: Option<usize>| k.and_then(|k| self.token(k)).is_some_and(|t| t.cue >= CUE && t.is_word());
        let end = number.filter(|_| !speaks(Some(end)) && !speaks(before)).unwrap_or(end);
        (end > from + 1 || !determined).then_some(end)
    }

    /// The candidates of a region: its paragraph's, and those before it in the paragraphs before.
    pub(crate) fn window(&self, region: usize) -> impl Iterator<Item = Candidate> + '_ {
        let (start, _) = self.spans[region];
        let paragraph = self.regions[region].paragraph as u32;
        let first = self.candidates.partition_point(|c| self.document.tokens[c.from].paragraph + REACH < paragraph);
        let last = self.candidates.partition_point(|c| self.document.tokens[c.from].paragraph <= paragraph);
        let middle = self.candidates.partition_point(|c| c.from < start);
        let low = first.max(middle.saturating_sub(MOST_CANDIDATES));
        let high = last.min(middle + MOST_CANDIDATES);
        self.candidates[low..high.max(low)].iter().copied()
    }

    /// "BERLIN (dpa) - Ann Lee said …": whether a candidate stands before the dash of a dateline, where nobody speaks.
    pub(crate) fn in_dateline(&self, candidate: Candidate) -> bool {
        self.document.tokens[candidate.to - 1].end <= self.dateline
    }

    /// The first verb of speech behind a candidate in its sentence, before another candidate
    /// could be its subject.
    pub(crate) fn verb_of(&self, candidate: usize) -> Option<usize> {
        const FARTHEST: usize = 14;
        let own = self.candidates[candidate];
        if self.is_object(own) {
            return None;
        }
        let end = self.document.tokens.len().min(own.to + FARTHEST);
        let rivals = self.candidates[candidate + 1..].iter().take_while(|c| c.from < end);
        let rival = rivals.filter(|c| c.from >= own.to).find(|c| !self.is_object(**c));
        let end = rival.map_or(end, |r| r.from);
        (own.to..end)
            .take_while(|k| self.sentence[*k] == self.sentence[own.from])
            .find(|k| self.outside(*k) && self.document.tokens[*k].cue >= WEAK_CUE)
    }

    /// "according to Ann Lee"
    pub(crate) fn is_according_to(&self, from: usize) -> bool {
        from >= 2
            && self.document.token_text(from - 1) == "to"
            && self.document.token_text(from - 2).eq_ignore_ascii_case("according")
    }

    /// Whether no other candidate stands behind this one in its paragraph.
    pub(crate) fn ends_paragraph(&self, candidate: Candidate) -> bool {
        let paragraph = self.document.tokens[candidate.from].paragraph;
        let next = self.candidates.partition_point(|c| c.from < candidate.to);
        self.candidates.get(next).is_none_or(|c| self.document.tokens[c.from].paragraph != paragraph)
    }

    /// How strong a cue stands among tokens `from..to` outside marks.
    pub(crate) fn cue_level(&self, from: usize, to: usize) -> u64 {
        let last = self.cues_before.len() - 1;
        let (first, last) = (&self.cues_before[from.min(last)], &self.cues_before[to.min(last)]);
        (1..=LEVELS as u64).rev().find(|l| last[*l as usize - 1] > first[*l as usize - 1]).unwrap_or(0)
    }

    /// How strong a cue stands among tokens `from..to` outside marks, and its word.
    pub(crate) fn cue(&self, from: usize, to: usize) -> (u64, u64) {
        let tokens = &self.document.tokens;
        let best = (from..to.min(tokens.len()))
            .filter(|k| self.inside[*k].is_none())
            .map(|k| (tokens[k].cue, tokens[k].lower))
            .max_by_key(|c| c.0);
        best.map_or((0, 0), |(cue, word)| (level(cue), if cue > 0 { word } else { 0 }))
    }

    /// The phrases that begin before a token, nearest first: those that may end there.
    pub(crate) fn phrases_before(&self, at: usize) -> impl Iterator<Item = &Candidate> {
        const MOST: usize = 16;
        let end = self.candidates.partition_point(|c| c.from < at);
        self.candidates[end.saturating_sub(MOST)..end].iter().rev()
    }

    /// Whom "who" stands for: the phrase before it in its sentence.
    pub(crate) fn antecedent(&self, candidate: Candidate) -> Candidate {
        if candidate.kind != Kind::Pronoun || !self.document.tokens[candidate.from].is(class::RELATIVE) {
            return candidate;
        }
        let end = self.candidates.partition_point(|c| c.from < candidate.from);
        let own = |c: &&Candidate| self.sentence[c.from] == self.sentence[candidate.from];
        let before = self.candidates[..end].iter().rev().take_while(own).find(|c| c.kind != Kind::Pronoun);
        before.copied().unwrap_or(candidate)
    }

    /// "Lee's spokesman": Lee is not who speaks.
    pub(crate) fn is_possessor(&self, candidate: Candidate) -> bool {
        self.document.is_possessive(candidate.to)
    }

    /// What a candidate names: the first kind among its tokens.
    pub(crate) fn named(&self, candidate: Candidate) -> u64 {
        let kinds = &self.named[candidate.from..candidate.to];
        kinds.iter().find(|k| **k != 0).map_or(0, |k| u64::from(*k))
    }

    /// Commas and relative words among tokens `from..to`, as a small number; of a sentence that is as
    /// long as the text, among the last of them.
    pub(crate) fn clause_marks(&self, from: usize, to: usize) -> u64 {
        const LONGEST: usize = 200;
        let from = from.max(to.saturating_sub(LONGEST));
        let tokens = &self.document.tokens[from.min(to)..to];
        let commas = tokens.iter().filter(|t| t.first == ',').count().min(2) as u64;
        let is_relative =
            |k: usize| matches!(self.document.token_text(k), "who" | "which" | "that" | "whose" | "where");
        commas * 2 + u64::from((from..to).any(is_relative))
    }

    /// Whether a phrase cannot be the subject of a sentence: it stands behind a preposition,
    /// or, in German, in another case than the first.
    pub(crate) fn is_object(&self, candidate: Candidate) -> bool {
        let is_article = |b: usize| self.in_romance() && self.document.tokens[b].is(class::DEFINITE);
        // "à l'AFP", "a la agencia"
        let article = usize::from(candidate.from.checked_sub(1).is_some_and(is_article));
        let before = candidate.from.checked_sub(1 + article).and_then(|b| self.token(b));
        // "al respecto", "du port": the preposition is in the article.
        let own = self.document.token_text(candidate.from);
        let holds_preposition = ["al", "au", "aux", "del", "du"].iter().any(|word| own.eq_ignore_ascii_case(word));
        self.in_romance() && holds_preposition
            || before
                .is_some_and(|t| t.is(class::OBJECT) && t.paragraph == self.document.tokens[candidate.from].paragraph)
            || self.is_german() && self.is_oblique(candidate.from)
    }

    pub(crate) fn opens_sentence(&self, at: usize) -> bool {
        at == 0 || self.sentence[at] != self.sentence[at - 1]
    }
}
