//! Words of another than whom the sentence is about: "Lee was called “Q” by Hansen" is Hansen's, and so is "Lee
//! denied Hansen's claim that she was “Q”", and "Lee got a text from Hansen reading “Q”".

use crate::lexicon::{Language, class};
use crate::scene::{Candidate, Kind, Scene};
use crate::token::Token;

/// What makes a participle a passive, what leads to its agent, and participles whose subject hears the words, or
/// whom they are about.
struct Grammar {
    auxiliaries: &'static [&'static str],
    by: &'static [&'static str],
    participles: &'static [&'static str],
}

const ENGLISH: Grammar = Grammar {
    auxiliaries: &["are", "been", "being", "is", "was", "were"],
    by: &["by"],
    participles: &[
        "accused",
        "asked",
        "branded",
        "called",
        "characterised",
        "characterized",
        "condemned",
        "considered",
        "convicted",
        "criticised",
        "criticized",
        "declared",
        "decried",
        "deemed",
        "denounced",
        "depicted",
        "derided",
        "described",
        "dismissed",
        "dubbed",
        "found",
        "hailed",
        "informed",
        "known",
        "labeled",
        "labelled",
        "lauded",
        "mocked",
        "portrayed",
        "praised",
        "regarded",
        "ridiculed",
        "seen",
        "slammed",
        "told",
        "viewed",
        "warned",
    ],
};

const FRENCH: Grammar = Grammar {
    auxiliaries: &["est", "sont", "était", "étaient", "été"],
    by: &["par"],
    participles: &[
        "accusé",
        "accusée",
        "accusés",
        "accusées",
        "décrit",
        "décrite",
        "décrits",
        "décrites",
        "dénoncé",
        "dénoncée",
        "insulté",
        "insultée",
        "interpellé",
        "interpellée",
        "interrogé",
        "interrogée",
        "jugé",
        "jugée",
        "jugés",
        "jugées",
        "qualifié",
        "qualifiée",
        "qualifiés",
        "qualifiées",
        "traité",
        "traitée",
        "traités",
        "traitées",
    ],
};

const SPANISH: Grammar = Grammar {
    auxiliaries: &["es", "fue", "fueron", "sido", "son"],
    by: &["por"],
    participles: &[
        "acusada",
        "acusado",
        "acusadas",
        "acusados",
        "calificada",
        "calificado",
        "calificadas",
        "calificados",
        "criticada",
        "criticado",
        "definida",
        "definido",
        "descrita",
        "descrito",
        "increpada",
        "increpado",
        "insultada",
        "insultado",
        "preguntada",
        "preguntado",
        "tachada",
        "tachado",
        "tildada",
        "tildado",
    ],
};

/// German participles stand behind what is said: „Lee wurde von Hansen als „Q“ bezeichnet“.
const GERMAN: Grammar = Grammar {
    auxiliaries: &["werden", "wird", "wurde", "wurden"],
    by: &["vom", "von"],
    participles: &[
        "abgetan",
        "beschimpft",
        "beschrieben",
        "bezeichnet",
        "charakterisiert",
        "dargestellt",
        "genannt",
        "gefeiert",
        "kritisiert",
        "tituliert",
        "verspottet",
    ],
};

/// German participles before a colon, whose subject hears what follows it.
const SHOUTED_AT: &[&str] = &[
    "angebrüllt",
    "angefahren",
    "angeherrscht",
    "angepöbelt",
    "angerufen",
    "angeschrien",
    "angesprochen",
    "aufgefordert",
    "begrüßt",
    "belehrt",
    "beschimpft",
    "empfangen",
    "ermahnt",
    "gefragt",
    "gewarnt",
    "vertröstet",
];

/// Participles that open a sentence with what its subject is asked.
const ASKED: &[&str] = &[
    "Angesprochen",
    "Asked",
    "Befragt",
    "Consultada",
    "Consultado",
    "Gefragt",
    "Interrogé",
    "Interrogée",
    "Preguntada",
    "Preguntado",
    "Pressed",
    "Questioned",
    "Questionné",
    "Questionnée",
];

/// Nouns for what somebody has said.
const ACCOUNTS: &[&str] = &[
    "accusation",
    "accusations",
    "admission",
    "allegation",
    "allegations",
    "argument",
    "assertion",
    "assertions",
    "assessment",
    "characterisation",
    "characterization",
    "claim",
    "claims",
    "comment",
    "comments",
    "remark",
    "remarks",
    "statement",
    "statements",
    "suggestion",
    "suggestions",
    "warning",
    "warnings",
];

/// Verbs for what others do with it.
const TAKEN_UP: &[&str] = &[
    "challenged",
    "cited",
    "cites",
    "condemned",
    "criticised",
    "criticized",
    "defended",
    "denied",
    "denies",
    "disputed",
    "disputes",
    "dismissed",
    "dismisses",
    "echoed",
    "mocked",
    "questioned",
    "quoted",
    "quotes",
    "reacting",
    "recalled",
    "rebutted",
    "refuted",
    "rejected",
    "rejects",
    "repeated",
    "responded",
    "responding",
];

/// Verbs that surely report.
const ACTIVE: u8 = 30;

/// Who says what a passive tells of its subject.
pub(crate) enum Agent {
    Named(Candidate),
    /// "Lee was called “Q”."
    Unnamed,
}

impl Agent {
    pub(crate) fn named(self) -> Option<Candidate> {
        match self {
            Agent::Named(candidate) => Some(candidate),
            Agent::Unnamed => None,
        }
    }
}

impl Scene<'_, '_> {
    /// Who says the words of a region, where `subject` is only who hears them or whom they are about.
    pub(crate) fn agent(&self, region: usize, subject: Candidate) -> Option<Agent> {
        const FARTHEST: usize = 40;
        let (start, end) = self.spans[region];
        if subject.from >= end && self.is_asked(start) || self.is_example(region) {
            return Some(Agent::Unnamed);
        }
        if let Some(caller) = self.whom_calls(start, subject) {
            return Some(Agent::Named(caller));
        }
        let grammar = self.passives();
        let auxiliary = match self.language {
            Language::German => self.auxiliary_around(start, end, grammar),
            _ => self.auxiliary_before(start, grammar).or_else(|| self.shortened(start, grammar)),
        }?;
        // "Lee said he was called “Q”"
        let is_active = |k: usize| self.outside(k) && self.document.tokens[k].cue >= ACTIVE;
        // A phrase may hold the verb behind it; a sentence may be as long as the text.
        let is_near = subject.to <= auxiliary + 1 && auxiliary <= subject.to + FARTHEST;
        if !is_near || !self.is_beside(subject, auxiliary) {
            return None;
        }
        let leads = |k: &usize| self.outside(*k) && grammar.by.contains(&self.document.token_text(*k));
        let by = (auxiliary + 1..start).find(leads).or_else(|| (end..end + 2).find(leads));
        let is_own = || by.is_some_and(|by| self.is_told_by(auxiliary, by, start));
        if (subject.to..auxiliary).any(is_active) && !is_own() {
            return None;
        }
        Some(by.and_then(|by| self.agent_at(by + 1)).map_or(Agent::Unnamed, Agent::Named))
    }

    /// "Lee, whom critics call “Q”, resigned": who stands between "whom" and the verb that leads to the words.
    fn whom_calls(&self, start: usize, subject: Candidate) -> Option<Candidate> {
        const FARTHEST: usize = 8;
        let word = |k: usize| self.document.token_text(k);
        let before = start.checked_sub(1).filter(|_| self.language == Language::English)?;
        let here = |k: &usize| self.sentence[*k] == self.sentence[before] && self.outside(*k) && word(*k) != ",";
        let whom = (0..start).rev().take(FARTHEST).take_while(here).find(|k| word(*k) == "whom")?;
        let verb = (whom + 2..start).find(|k| self.document.tokens[*k].cue >= ACTIVE)?;
        (subject.to <= whom).then(|| self.phrase_within(whom + 1, verb))
    }

    /// "Asked if she would “Q”, Lee said no": a sentence that opens with what somebody is asked, up to the words.
    fn is_asked(&self, start: usize) -> bool {
        const FARTHEST: usize = 16;
        let word = |k: usize| self.document.token_text(k);
        let Some(before) = start.checked_sub(1) else { return false };
        let first = self.sentence.partition_point(|s| *s < self.sentence[before]);
        let is_plain = |k: usize| self.outside(k) && word(k) != "," && !self.document.tokens[k].ends_sentence();
        let opens = ASKED.contains(&word(first));
        opens && start <= first + FARTHEST && (first..start).all(is_plain)
    }

    /// "Lee says she was told by Hansen “Q”": an agent who leads to the marks, of what a pronoun is the subject of; or
    /// one right behind them.
    fn is_told_by(&self, auxiliary: usize, by: usize, start: usize) -> bool {
        let word = |k: usize| self.document.token_text(k);
        let before = auxiliary.checked_sub(1 + usize::from(matches!(word(auxiliary), "been")));
        let is_pronoun = before.is_some_and(|k| self.document.tokens[k].is(class::PERSON_PRONOUN));
        by >= start || is_pronoun && !(by..start).any(|k| matches!(word(k), "," | "and" | "but" | "to"))
    }

    /// „wurde von Hansen als „Q“ bezeichnet“: marks between a passive's parts hold what is said.
    pub(crate) fn is_within_passive(&self, region: usize) -> bool {
        let (start, end) = self.spans[region];
        self.is_german() && self.auxiliary_around(start, end, &GERMAN).is_some()
    }

    /// "was [once] called …": the auxiliary of the verb nearest before a token, where that is a passive.
    fn auxiliary_before(&self, start: usize, grammar: &Grammar) -> Option<usize> {
        const FARTHEST: usize = 16;
        let before = start.checked_sub(1).filter(|k| !self.document.tokens[*k].ends_sentence())?;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.sentence[*k] == self.sentence[before] && self.outside(*k);
        let is_verb = |k: &usize| grammar.participles.contains(&word(*k)) || self.document.tokens[*k].cue >= ACTIVE;
        let verb = (0..start).rev().take(FARTHEST).take_while(here).find(is_verb)?;
        let is_auxiliary = |k: &usize| grammar.auxiliaries.contains(&word(*k));
        let is_adverb = |k: usize| self.document.tokens[k].is(class::ADVERB) || word(k).ends_with("ly");
        let nearest = verb.checked_sub(1)?;
        let auxiliary = if is_adverb(nearest) { nearest.checked_sub(1)? } else { nearest };
        Some(auxiliary).filter(|k| is_auxiliary(k) && here(k) && grammar.participles.contains(&word(verb)))
    }

    /// "The search, described by Hansen as “Q”": the token before a participle that leads to its agent.
    fn shortened(&self, start: usize, grammar: &Grammar) -> Option<usize> {
        const FARTHEST: usize = 16;
        let before = start.checked_sub(1)?;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.sentence[*k] == self.sentence[before] && self.outside(*k);
        let is_verb = |k: &usize| grammar.participles.contains(&word(*k)) || self.document.tokens[*k].cue >= ACTIVE;
        let verb = (0..start).rev().take(FARTHEST).take_while(here).find(is_verb)?;
        let leads = grammar.participles.contains(&word(verb)) && grammar.by.contains(&word(verb + 1));
        verb.checked_sub(1).filter(|_| leads)
    }

    /// „wurde von Hansen als „Q“ bezeichnet“, „wurde von Hansen angeschrien: „Q““
    fn auxiliary_around(&self, start: usize, end: usize, grammar: &Grammar) -> Option<usize> {
        const FARTHEST: usize = 16;
        let before = start.checked_sub(1)?;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.sentence[*k] == self.sentence[before] && self.outside(*k);
        let is_verb = |k: usize| grammar.participles.contains(&word(k));
        let is_led = || word(before) == ":" && before.checked_sub(1).is_some_and(|k| SHOUTED_AT.contains(&word(k)));
        ((end..end + 2).any(is_verb) || is_led()).then_some(())?;
        (0..start).rev().take(FARTHEST).take_while(here).find(|k| grammar.auxiliaries.contains(&word(*k)))
    }

    fn passives(&self) -> &'static Grammar {
        match self.language {
            Language::English => &ENGLISH,
            Language::French => &FRENCH,
            Language::Spanish => &SPANISH,
            Language::German => &GERMAN,
        }
    }

    /// "colleagues", "Senator Per Hansen": the phrase behind "by".
    fn agent_at(&self, from: usize) -> Option<Candidate> {
        const LONGEST: usize = 6;
        let is_part = |t: &Token| t.is_word() && t.cue < ACTIVE && !t.is(class::FUNCTION);
        let here = |k: &usize| {
            self.sentence.get(*k) == self.sentence.get(from) && self.document.tokens.get(*k).is_some_and(is_part)
        };
        let end = (from..from + LONGEST).take_while(here).last()? + 1;
        Some(self.phrase_within(from, end))
    }

    /// "Lee said Hansen had sent her a text reading “Q”", "Lee got a letter that said “Q”": who wrote the words of a region.
    pub(crate) fn sender(&self, region: usize) -> Option<Agent> {
        const MAIL: &[&str] = &[
            "card",
            "email",
            "emails",
            "letter",
            "message",
            "messages",
            "note",
            "postcard",
            "telegram",
            "text",
            "texts",
            "tweet",
            "tweets",
            "voicemail",
        ];
        const SENT: &[&str] = &[
            "emailed", "left", "mailed", "posted", "send", "sends", "sent", "texted", "write", "writes", "written",
            "wrote",
        ];
        const RECEIVED: &[&str] =
            &["found", "get", "gets", "got", "opened", "receive", "received", "receives", "showed"];
        /// Words from the mail to what it says, and to who wrote it.
        const NEAR: usize = 12;
        const FARTHEST: usize = 10;
        let word = |k: usize| self.document.token_text(k);
        let before = self.spans[region].0.checked_sub(1).filter(|_| self.language == Language::English)?;
        let verb = if matches!(word(before), ":" | ",") { before.checked_sub(1)? } else { before };
        let relative = || verb.checked_sub(1).filter(|k| matches!(word(*k), "that" | "which"));
        let here = |k: &usize| self.sentence[*k] == self.sentence[before] && self.outside(*k);
        let says = match word(verb) {
            "reading" | "saying" | "stating" => verb,
            "read" | "reads" | "said" | "says" => relative().unwrap_or(verb),
            _ => return self.writer_read(before).map(Agent::Named),
        };
        let mail = (0..says).rev().take(NEAR).take_while(here).find(|k| MAIL.contains(&word(*k)))?;
        // "a message under a headline that said"
        let is_its_own =
            mail + 1 >= says || matches!(word(mail + 1), "," | "by" | "from" | "on" | "that" | "to" | "which");
        if !is_its_own {
            return None;
        }
        // "In response to Hansen's letter, Lee said": the letter says nothing.
        let is_subject = says == verb && !word(verb).ends_with("ing");
        let is_other = |c: Candidate| (mail..c.from).any(|k| word(k) == ",");
        if is_subject && self.nearest_before(verb).is_some_and(is_other) {
            return None;
        }
        if word(mail + 1) == "from" {
            return Some(self.agent_at(mail + 2).map_or(Agent::Unnamed, Agent::Named));
        }
        // "Lee's letter to Hansen read", "The email, sent by Lee to Hansen, read"
        if is_subject {
            let owner = self.owner_of(mail).map(Agent::Named);
            let is_sent = (mail + 1..says).any(|k| word(k) == "by" && SENT.contains(&word(k - 1)));
            let by = (mail + 1..says).find(|k| word(*k) == "by").filter(|_| is_sent);
            return owner.or_else(|| Some(self.agent_at(by? + 1).map_or(Agent::Unnamed, Agent::Named)));
        }
        let is_verb = |k: &usize| SENT.contains(&word(*k)) || RECEIVED.contains(&word(*k));
        let verb = (0..mail).rev().take(FARTHEST).take_while(here).find(is_verb)?;
        let is_passive = verb.checked_sub(1).is_some_and(|k| matches!(word(k), "been" | "being" | "was" | "were"));
        let by = (verb..says).find(|k| word(*k) == "by").and_then(|by| self.agent_at(by + 1));
        let sender = if is_passive || RECEIVED.contains(&word(verb)) { by } else { self.nearest_before(verb) };
        Some(sender.map_or(Agent::Unnamed, Agent::Named))
    }

    /// "Hansen read from Lee's diary: “Q”": whose the words are that somebody else reads out.
    fn writer_read(&self, colon: usize) -> Option<Candidate> {
        const WRITTEN: &[&str] = &[
            "book",
            "diary",
            "email",
            "journal",
            "letter",
            "memoir",
            "message",
            "note",
            "speech",
            "statement",
            "text",
        ];
        /// Words from the verb to what is read.
        const NEAR: usize = 8;
        let word = |k: usize| self.document.token_text(k);
        let written = colon.checked_sub(1).filter(|k| word(colon) == ":" && WRITTEN.contains(&word(*k)))?;
        let owner = self.owner_of(written)?;
        let here = |k: &usize| self.sentence[*k] == self.sentence[colon] && self.outside(*k);
        let reads = |k: usize| matches!(word(k), "quoted" | "quoting" | "read" | "reading" | "reads" | "recited");
        (0..owner.from).rev().take(NEAR).take_while(here).any(reads).then_some(owner)
    }

    /// "Lee's letter": who is named as the owner of what a token names.
    pub(crate) fn owner_of(&self, thing: usize) -> Option<Candidate> {
        let mark = thing.checked_sub(1).filter(|k| self.document.tokens[*k].is_possessive())?;
        let before = self.candidates.partition_point(|c| c.from < mark).checked_sub(1)?;
        Some(self.candidates[before]).filter(|c| c.to == mark && c.kind == Kind::Name)
    }

    /// "Lee denied Hansen's claim that she was “Q”", "responding to Hansen's “Q” remark": whose account the words are that
    /// somebody takes up.
    pub(crate) fn account_holder(&self, region: usize, taker: Candidate) -> Option<Candidate> {
        const FARTHEST: usize = 20;
        /// Words between a holder and the account.
        const NEAR: usize = 3;
        let (start, end) = self.spans[region];
        let before = start.checked_sub(1).filter(|_| self.language == Language::English)?;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.sentence[*k] == self.sentence[before] && self.outside(*k);
        let owner = |mark: usize| {
            let end = self.candidates.partition_point(|c| c.from < mark);
            let mut near = self.candidates[..end].iter().rev().take(NEAR);
            near.find(|c| c.to == mark && self.document.is_possessive(mark)).copied()
        };
        if ACCOUNTS.contains(&word(end)) {
            return owner(before).filter(|o| self.takes_up(taker, o.from));
        }
        let is_noun = |k: &usize| ACCOUNTS.contains(&word(*k)) || self.document.tokens[*k].cue >= ACTIVE;
        let noun = (0..start).rev().take(FARTHEST).take_while(here).find(is_noun)?;
        // "denied Hansen's claim that she slept as “Q”" is Lee's.
        let leads = (noun + 1..before).any(|k| word(k) == "that") && word(before) != "as";
        if !ACCOUNTS.contains(&word(noun)) || !leads {
            return None;
        }
        let behind = matches!(word(noun + 1), "by" | "from").then(|| self.agent_at(noun + 2)).flatten();
        let owner = behind.or_else(|| (0..noun).rev().take(NEAR).find_map(owner));
        owner.filter(|_| self.takes_up(taker, noun))
    }

    /// "Lee rejected …", "Lee, responding to …": whether somebody takes up what is named at a token.
    fn takes_up(&self, taker: Candidate, account: usize) -> bool {
        const FARTHEST: usize = 8;
        let word = |k: usize| self.document.token_text(k);
        let verb = (0..account).rev().take(FARTHEST).find(|k| TAKEN_UP.contains(&word(*k)));
        verb.is_some_and(|verb| taker.to <= verb && self.is_beside(taker, verb))
    }
}
