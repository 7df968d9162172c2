//! Who speaks together: "Ann Lee and Bo Hansen said", "said Ann Lee, the mayor, and Bo Hansen of Corvid", "according to
//! Lee and Hansen".

use crate::lexicon::{Language, class};
use crate::nominal::is_office_of;
use crate::scene::{CUE, Candidate, Kind, PERSON, Scene, WEAK_CUE};
use crate::token::{Document, Token};

/// "have", before a participle.
const AUXILIARIES: [&str; 6] = ["avaient", "haben", "habían", "han", "hatten", "ont"];
/// Words that lead to a name, or tell who its bearer is.
const LONGEST: usize = 6;

/// Those whom one verb of speech has for its subject, in the order of the text.
struct Group {
    /// Its tokens, with what leads to the names and what tells of them.
    from: usize,
    to: usize,
    members: Vec<Candidate>,
}

/// A name of a group, and the tokens that are about it.
struct Member {
    from: usize,
    to: usize,
    name: Candidate,
}

/// Whether a token is the word for "and".
pub(crate) fn joins(document: &Document<'_>, at: usize) -> bool {
    let word = document.token_text(at);
    match document.language {
        Language::English => word == "and",
        Language::German => matches!(word, "und" | "sowie"),
        Language::French => word == "et",
        Language::Spanish => matches!(word, "e" | "y"),
    }
}

impl Scene<'_, '_> {
    /// Who speaks where the text joins a likely speaker to others, and who speaks with him.
    pub(crate) fn joined(&self, speaker: Candidate) -> (Candidate, Vec<Candidate>) {
        let alone = |speaker| (speaker, Vec::new());
        let speaker = self.holder(speaker).unwrap_or(speaker);
        let group = match self.group(speaker) {
            Some(group) if self.is_subject(&group) || self.is_source_of(&group) => group,
            Some(group) => return alone(self.head_of(&group).or_else(|| self.behind_and(speaker)).unwrap_or(speaker)),
            None => return alone(self.behind_and(speaker).unwrap_or(speaker)),
        };
        let mut members = group.members.into_iter();
        (members.next().unwrap_or(speaker), members.collect())
    }

    fn group(&self, speaker: Candidate) -> Option<Group> {
        /// Tokens from the speaker to the word that joins.
        const NEAR: usize = 16;
        let here = |k: &usize| self.sentence[*k] == self.sentence[speaker.from] && self.outside(*k);
        // A French candidate may be the group: "Anne Petit et Marc Dubois".
        let behind = (speaker.from..(speaker.to + NEAR).min(self.document.tokens.len())).take_while(here);
        let before = (0..speaker.from).rev().take(NEAR).take_while(here);
        let holds = |g: &Group| g.from <= speaker.from && speaker.to <= g.to;
        behind.chain(before).filter(|k| self.joins(*k)).filter_map(|k| self.group_at(k)).find(holds)
    }

    /// "A spokesman for Lee and Hansen said": the phrase that a group only tells of.
    fn head_of(&self, group: &Group) -> Option<Candidate> {
        let of = group.from.checked_sub(1).filter(|k| self.token(*k).is_some_and(|t| t.is(class::OBJECT)))?;
        let is_own = |c: &&Candidate| c.to == of && self.sentence[c.from] == self.sentence[of];
        self.phrases_before(of).find(is_own).filter(|_| self.speaks(group.to)).copied()
    }

    /// "Lee was born in Kelsund and Hansen said", "Lee and Hansen's lawyer said": who is named behind the word that joins
    /// and is no speaker's companion.
    fn behind_and(&self, speaker: Candidate) -> Option<Candidate> {
        const NEAR: usize = 14;
        /// "Hansen supporters said"
        const NOUNS: usize = 2;
        let here = |k: &usize| self.sentence[*k] == self.sentence[speaker.from] && self.outside(*k);
        let clause = (speaker.to..self.document.tokens.len()).take(NEAR).take_while(here);
        let is_open = |k: &usize| self.first_of(*k) != Some(',') && !self.document.tokens[*k].is(class::RELATIVE);
        let and = clause.take_while(is_open).find(|k| self.joins(*k))?;
        let words = speaker.to..and;
        let other = self.candidates[self.candidates.partition_point(|c| c.from <= and)..].first()?;
        let is_led = (and + 1..other.from).all(|k| self.leads(k));
        let nouns = (other.to..other.to + NOUNS).take_while(|k| self.leads(*k)).count();
        let is_owned = self.is_possessor(*other) || nouns > 0 && self.speaks(other.to + nouns);
        // A German verb stands second.
        let is_verb = |k: usize| match self.language {
            Language::German => k == speaker.to && self.tells(k) && !self.is_of(k),
            _ => self.document.tokens[k].is(class::VERB),
        };
        let is_other = match words.is_empty() {
            true => is_owned,
            false => self.speaks(other.to) && words.into_iter().any(is_verb),
        };
        (other.kind == Kind::Name && is_led && is_other).then_some(*other)
    }

    /// Whether a verb of speech stands at a token.
    fn speaks(&self, at: usize) -> bool {
        self.outside(at) && self.token(at).is_some_and(|t| t.is_word() && t.cue >= CUE)
    }

    fn joins(&self, at: usize) -> bool {
        self.named[at] == 0 && joins(self.document, at)
    }

    /// The names on both sides of a word that joins.
    fn group_at(&self, and: usize) -> Option<Group> {
        const MOST: usize = 6;
        let (last, first) = (self.member_behind(and + 1)?, self.member_before(and)?);
        let mut group = Group { from: first.from, to: last.to, members: vec![last.name, first.name] };
        // "Ann Lee, Bo Hansen and Carl Brenner"
        while group.members.len() < MOST {
            let comma = group.from.checked_sub(1).filter(|k| self.first_of(*k) == Some(','));
            let Some(member) = comma.and_then(|k| self.member_before(k)) else { break };
            group.from = member.from;
            group.members.push(member.name);
        }
        group.members.reverse();
        Some(group)
    }

    /// The name that ends before a token, or what tells of its bearer does.
    fn member_before(&self, end: usize) -> Option<Member> {
        let before = |k: usize| k.checked_sub(1);
        let to = before(end)?;
        let is_comma = |k: &usize| self.first_of(*k) == Some(',');
        let pronoun = || {
            let may_be = self.outside(to) && self.token(to)?.is(class::PERSON_PRONOUN);
            may_be.then_some(Candidate { from: to, to: end, kind: Kind::Pronoun })
        };
        // "Ann Lee (CDU)", "Ann Lee, the mayor,"
        let bracket = || (self.first_of(to) == Some(')')).then(|| self.back(to, |k| self.first_of(k) == Some('(')))?;
        let apposition = || (self.first_of(to) == Some(',')).then(|| self.back(to, |k| is_comma(&k)))?;
        let before_comma = || self.name_before(Some(to).filter(is_comma)?);
        let name = self
            .name_before(end)
            .or_else(|| self.name_before(bracket()?))
            .or_else(|| before_comma().filter(|name| self.named[name.from] == PERSON))
            .or_else(|| self.name_before(apposition()?))
            .or_else(before_comma)
            .or_else(|| self.name_before(self.back(end, |k| self.is_of(k))?))
            .or_else(pronoun)?;
        Some(Member { from: self.lead_of(name.from), to: end, name })
    }

    /// The name that begins at a token, or behind what leads to it.
    fn member_behind(&self, start: usize) -> Option<Member> {
        let is_word = |k: &usize| self.leads(*k);
        let led = start + (start..start + LONGEST).take_while(is_word).count();
        let is_noun = self.token(start).is_some_and(|t| t.is(class::DETERMINER));
        // "her husband, Bo Hansen,"
        let is_apposed = is_noun && led > start && self.first_of(led) == Some(',');
        let name = self.name_at(led + usize::from(is_apposed)).filter(|_| !self.has_office(led))?;
        let is_closed = is_apposed && self.first_of(name.to) == Some(',');
        let to = if is_closed { name.to + 1 } else { self.tail_of(name.to) };
        Some(Member { from: start, to, name })
    }

    /// The nearest token before `end` that is one sought, with words alone between them.
    fn back(&self, end: usize, is_sought: impl Fn(usize) -> bool) -> Option<usize> {
        let words = (0..end).rev().take(LONGEST + 1);
        let is_told = |k: &usize| is_sought(*k) || self.tells(*k);
        words.take_while(is_told).find(|k| is_sought(*k))
    }

    /// Whether a word may tell who somebody is: no verb.
    fn tells(&self, at: usize) -> bool {
        let may_be = |t: &Token| (t.is_word() || t.numeric) && t.cue < CUE && !t.is(class::VERB | class::RELATIVE);
        self.outside(at) && self.token(at).is_some_and(may_be)
    }

    /// Whether a word may lead to a name: "Foreign Minister", "her husband".
    fn leads(&self, at: usize) -> bool {
        const NO_LEAD: u32 = class::VERB | class::PREPOSITION | class::OBJECT | class::RELATIVE | class::ADVERB;
        let is_verb = |t: &Token| t.first.is_lowercase() && t.is(NO_LEAD | class::FUNCTION);
        let may_be = |t: &Token| t.is_word() && t.cue < WEAK_CUE && !is_verb(t) && !t.is(class::PRONOUN);
        let is_past = || self.language == Language::English && self.document.token_text(at).ends_with("ed");
        // "Minister of Labour Ann Lee"
        let is_of = || at.checked_sub(1).is_some_and(|office| is_office_of(self.document, office));
        let is_led = || self.token(at).is_some_and(may_be) && !is_past();
        self.outside(at) && self.named[at] == 0 && (is_led() || is_of())
    }

    /// Where the words begin that lead to a name.
    fn lead_of(&self, name: usize) -> usize {
        let here = |k: &usize| self.sentence[*k] == self.sentence[name] && self.leads(*k);
        let is_led = !self.has_office(name);
        name - (0..name).rev().take(LONGEST).take_while(|k| is_led && here(k)).count()
    }

    /// "the governor of [Texas]": whether a name is what an office is of.
    fn has_office(&self, name: usize) -> bool {
        /// "de l’"
        const SMALL: usize = 3;
        let is_small = |k: usize| self.token(k).is_some_and(|t| !t.is_word() || t.is(class::DETERMINER));
        (1..=SMALL).filter_map(|back| name.checked_sub(back)).any(|of| {
            let office = of.checked_sub(1).filter(|k| is_office_of(self.document, *k));
            office.is_some() && (of + 1..name).all(is_small)
        })
    }

    /// "of Corvid", "von der Bank"
    fn is_of(&self, at: usize) -> bool {
        let is_preposition = self.token(at).is_some_and(|t| t.is(class::PREPOSITION));
        self.outside(at) && is_preposition && !matches!(self.document.token_text(at), "to" | "than")
    }

    /// The name that begins at a token, if it owns nothing.
    pub(crate) fn name_at(&self, from: usize) -> Option<Candidate> {
        let kind = self.named.get(from).copied().filter(|k| matches!(k, 1..=3) && self.outside(from))?;
        let goes_on = |k: &usize| self.named[*k] == kind && self.outside(*k) && !self.begins(*k);
        let to = from + 1 + (from + 1..self.named.len()).take_while(goes_on).count();
        (!self.document.is_possessive(to)).then_some(Candidate { from, to, kind: Kind::Name })
    }

    /// The name that ends right before a token: of "Ann Lee of Corvid" Ann Lee.
    fn name_before(&self, end: usize) -> Option<Candidate> {
        let last = end.checked_sub(1)?;
        let kind = self.named.get(last).copied().filter(|k| matches!(k, 1..=3) && self.outside(last))?;
        let begins = |k: &usize| *k == 0 || self.named[*k - 1] != kind || self.begins(*k);
        let from = (0..=last).rev().find(begins)?;
        let article = usize::from(from > 0 && self.token(from - 1).is_some_and(|t| t.is(class::DEFINITE)));
        let of = from.checked_sub(1 + article).filter(|k| self.is_of(*k) && kind != PERSON);
        let bearer = of.filter(|k| k.checked_sub(1).is_some_and(|p| self.named[p] == PERSON));
        bearer.map_or(Some(Candidate { from, to: end, kind: Kind::Name }), |of| self.name_before(of))
    }

    /// Where what tells of a name ends that stands before a token: "(SPD)", "of Corvid", ", her deputy,".
    fn tail_of(&self, to: usize) -> usize {
        let run = |from: usize| from + (from..from + LONGEST).take_while(|k| self.tells(*k)).count();
        let closes = |k: usize, sign: char| (self.first_of(k) == Some(sign)).then_some(k + 1);
        match self.first_of(to) {
            Some('(') => closes(run(to + 1), ')').unwrap_or(to),
            Some(',') if self.token(to + 1).is_some_and(|t| t.is(class::RELATIVE)) => {
                let clause = (to + 2..to + 2 + 2 * LONGEST).take_while(|k| self.outside(*k));
                clause.into_iter().find(|k| self.first_of(*k) == Some(',')).map_or(to, |k| k + 1)
            }
            // "the minister for trade, Ann Lee, said": she is who the words before tell of.
            Some(',') if self.named.get(to + 1) == Some(&PERSON) => to,
            Some(',') => closes(run(to + 1), ',').unwrap_or(to),
            _ if self.is_of(to) => {
                let article = usize::from(self.token(to + 1).is_some_and(|t| t.is(class::DETERMINER)));
                self.name_at(to + 1 + article).map_or(to, |name| name.to)
            }
            _ => to,
        }
    }

    /// "Ann Lee and Bo Hansen said", "said Ann Lee and Bo Hansen on Monday": whether a verb of speech has a group for its
    /// subject.
    fn is_subject(&self, group: &Group) -> bool {
        /// "have", "both", "jointly"
        const BETWEEN: usize = 3;
        const LEADS: [&str; 12] =
            ["As", "Both", "as", "because", "both", "but", "comme", "como", "dass", "que", "that", "while"];
        let before = group.from.checked_sub(1).filter(|k| self.sentence[*k] == self.sentence[group.from]);
        let opens = before.is_none_or(|k| {
            !self.outside(k)
                || matches!(self.first_of(k), Some(',' | ':' | ';' | '—' | '–'))
                || LEADS.contains(&self.document.token_text(k))
        });
        let is_between = |k: &usize| {
            let text = self.document.token_text(*k);
            let is_all = || matches!(text, "all" | "alle" | "todos" | "tous");
            let is_small =
                |t: &Token| t.is(class::ADVERB | class::VERB | class::DETERMINER) || text.ends_with("ly") || is_all();
            let goes_on = |t: &Token| t.cue < CUE && is_small(t) || AUXILIARIES.contains(&text);
            self.outside(*k) && self.token(*k).is_some_and(goes_on)
        };
        let verb = group.to + (group.to..group.to + BETWEEN).take_while(is_between).count();
        let is_inverted = || before.is_some_and(|k| self.is_inverted(k)) && self.is_closed(group.to);
        // „Lee und Hansen haben den Plan „einen Skandal“ genannt“
        let is_german = || self.language == Language::German && verb > group.to;
        opens && (self.speaks(verb) || is_german()) || is_inverted()
    }

    /// "“…,” said", "« … », ont déclaré", but not "he accused": whether a verb of speech stands before its subject.
    fn is_inverted(&self, verb: usize) -> bool {
        let before = |k: usize| k.checked_sub(1).filter(|p| self.sentence[*p] == self.sentence[k]);
        let auxiliary = before(verb).filter(|k| AUXILIARIES.contains(&self.document.token_text(*k)));
        let is_free = |k: usize| !self.outside(k) || self.token(k).is_none_or(|t| !t.is_word());
        self.speaks(verb) && before(auxiliary.unwrap_or(verb)).is_none_or(is_free)
    }

    /// "according to Ann Lee and Bo Hansen", „laut Ann Lee und Bo Hansen“
    fn is_source_of(&self, group: &Group) -> bool {
        let word = group.from.checked_sub(1).map_or("", |k| self.document.token_text(k));
        let is_source = matches!(word, "Laut" | "Selon" | "Según" | "laut" | "selon" | "según");
        let is_german = self.language == Language::German;
        (is_source || self.is_according_to(group.from)) && (is_german || self.is_closed(group.to))
    }

    /// Whether no verb follows, of which the last of a group might be the subject.
    fn is_closed(&self, at: usize) -> bool {
        let is_end = |t: &Token| !t.is_word() || t.is(class::PREPOSITION | class::OBJECT | class::ADVERB);
        let is_adverb = matches!(self.document.token_text(at), "gemeinsam" | "jointly" | "together");
        !self.outside(at) || self.token(at).is_none_or(is_end) || is_adverb
    }
}
