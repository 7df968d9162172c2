//! Who speaks in the place of the likeliest: what rules know better than the ranker, which has learnt whom the words
//! come from last.

use crate::features::Focus;
use crate::lexicon::{Language, class};
use crate::nominal::names_document;
use crate::phrase::insider_end;
use crate::scene::{CUE, Candidate, Kind, Scene};
use crate::speaker::is_dash;
use crate::tidy::is_party_and_state;
use crate::token::Token;

impl Scene<'_, '_> {
    /// Who speaks where the ranker finds a candidate likeliest.
    pub(crate) fn settled(&self, focus: &Focus, likeliest: Candidate) -> Candidate {
        let likeliest = self.legislator(likeliest);
        let likeliest = self.caller(focus, likeliest).unwrap_or(likeliest);
        let stated = self.stated(focus, likeliest).or_else(|| self.insider(focus, likeliest)).unwrap_or(likeliest);
        let person = self.member(stated).or_else(|| self.officer_of(focus, stated)).unwrap_or(stated);
        let leader = self.led(person).or_else(|| self.bench(person)).or_else(|| self.whose(person)).unwrap_or(person);
        let leader = self.beside_other(focus, leader).unwrap_or(leader);
        let subject = self
            .relative_of(focus, leader)
            .or_else(|| self.told_by(leader))
            .or_else(|| self.writer(leader))
            .or_else(|| self.around(leader))
            .or_else(|| self.namer(focus, leader))
            .or_else(|| self.document_that(focus))
            .or_else(|| self.attacker(focus, leader))
            .or_else(|| self.viewer(focus, leader))
            .unwrap_or(leader);
        self.account_holder(focus.region, subject).unwrap_or(subject)
    }

    /// „Für die Opposition ist das „…““, "Pour l'opposition, c'est « … »", "Para la oposición es «…»": whose view the
    /// sentence tells, and not whoever was named in one before.
    fn viewer(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        /// Words up to the quote: a sentence may be as long as the text.
        const FARTHEST: usize = 30;
        const VIEWERS: [&str; 22] = [
            "Experten",
            "Gewerkschaft",
            "Gewerkschaften",
            "Koalition",
            "Kritiker",
            "Opposition",
            "Regierung",
            "critiques",
            "experts",
            "gauche",
            "gouvernement",
            "majorité",
            "opposition",
            "syndicats",
            "Gobierno",
            "críticos",
            "expertos",
            "gobierno",
            "mayoría",
            "oposición",
            "patronal",
            "sindicatos",
        ];
        let (start, _) = self.spans[focus.region];
        let first = self.sentence.partition_point(|s| *s < self.sentence[start]);
        let lead = match self.language {
            Language::German => "Für",
            Language::French => "Pour",
            Language::Spanish => "Para",
            Language::English => return None,
        };
        let noun = first + 2;
        let is_viewer = self.document.token_text(first) == lead
            && self.token(first + 1)?.is(class::DETERMINER)
            && VIEWERS.contains(&self.document.token_text(noun));
        let speaks = |k: usize| self.outside(k) && self.document.tokens[k].cue >= CUE;
        let is_told =
            || (noun..noun + FARTHEST).contains(&start) && !(noun..start).any(speaks) && likeliest.from < first;
        (is_viewer && is_told()).then_some(Candidate { from: first + 1, to: noun + 1, kind: Kind::Noun })
    }

    /// "Lee, R-Wis., said", "Lee (D-NY) said": party and state say nothing, whoever stands before them does.
    pub(crate) fn legislator(&self, likeliest: Candidate) -> Candidate {
        const MOST: usize = 5;
        if !is_party_and_state(self.document.token_text(likeliest.from)) {
            return likeliest;
        }
        let end = self.candidates.partition_point(|c| c.from < likeliest.from);
        let mut own = self.candidates[..end].iter().rev().take(MOST);
        // "led by Lee, R-Wis., asked" is not Lee's; "after Lee (R-Wis.) asked" is.
        let in_brackets = likeliest.from.checked_sub(1).and_then(|k| self.first_of(k)) == Some('(');
        let is_own = |c: &&Candidate| self.sentence[c.from] == self.sentence[likeliest.from];
        own.find(|c| is_own(c) && (in_brackets || !self.is_object(**c))).copied().unwrap_or(likeliest)
    }

    /// "a charge she called “Q”", "In a speech last week he said it was “Q”": the pronoun that stands right before the verb.
    fn caller(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        let cue = focus.left_cue.filter(|_| self.language == Language::English)?;
        let at = cue.checked_sub(1)?;
        let is_person = self.token(at)?.is(class::PERSON_PRONOUN);
        let is_last = likeliest.kind == Kind::Noun && likeliest.to == cue && likeliest.from < at;
        // "a charge she", not "that she", "what she"
        let is_noun = |t: &Token| {
            let is_small = t.is(class::FUNCTION | class::PREPOSITION | class::DETERMINER | class::RELATIVE);
            t.first.is_lowercase() && t.cue < 20 && !is_small
        };
        let is_told = at.checked_sub(1).and_then(|k| self.token(k)).is_some_and(is_noun);
        let calls = is_told && self.calls(cue) && cue + 1 == self.spans[focus.region].0 && likeliest.to < at;
        (is_person && (is_last || calls)).then_some(Candidate { from: at, to: cue, kind: Kind::Pronoun })
    }

    /// Who a reporting clause right beside a statement, no fragment, names: “Q,” X said;
    /// “Q,” said X; X said, “Q”; “Q” — X.
    fn stated(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        const NEAR: usize = 12;
        let (i, j) = self.spans[focus.region];
        let tokens = &self.document.tokens;
        let is_statement = focus.last > 1 && self.token(i + 1).is_some_and(|t| t.capitalised);
        if !is_statement {
            return None;
        }
        let own = [i, j - 1].map(|e| self.sentence[e]);
        let is_cue = |k: usize| self.outside(k) && tokens[k].cue >= CUE && own.contains(&self.sentence[k]);
        let at = |k: usize| self.candidate_at(k);
        let is_comma = focus.last == u64::from(b',');
        let subject = at(j).filter(|c| is_comma && is_cue(c.to));
        // said the mayor, Ann Lee: the likeliest may be the name in apposition.
        let is_apposed = |c: &Candidate| {
            likeliest.kind == Kind::Name && likeliest.from > c.from && own.contains(&self.sentence[likeliest.from])
        };
        let inverted = || at(j + 1).filter(|c| is_cue(j) && !is_apposed(c));
        let is_passed_on = || (j..(j + NEAR).min(tokens.len())).any(|k| self.is_according_to(k));
        // the patient, Army veteran Ann Lee, wrote
        let described = || {
            let first = at(j).filter(|c| is_comma && self.first_of(c.to) == Some(','))?;
            let close = (first.to + 1..first.to + NEAR).find(|k| self.first_of(*k) == Some(','))?;
            let is_within = likeliest.from >= first.from && likeliest.from < close;
            (close + 1 < tokens.len() && is_cue(close + 1) && !is_within).then_some(first)
        };
        let right = subject.or_else(inverted).filter(|_| !is_passed_on()).or_else(described);
        let left = || {
            let cue = i.checked_sub(2).filter(|k| matches!(tokens[k + 1].first, ',' | ':') && is_cue(*k))?;
            let end = self.candidates.partition_point(|c| c.from < cue);
            // "Lee von der Bank Halm sagte: “Q”" is not the bank's.
            let is_other = |c: &Candidate| self.is_german() && (self.is_impersonal(*c) || self.is_object(*c));
            let is_subject = |c: &&Candidate| c.to == cue && !is_other(c);
            self.candidates[..end].iter().rev().take(3).find(is_subject).copied()
        };
        let signed = || {
            let dash = self.token(j).filter(|t| is_dash(t))?;
            at(j + 1).filter(|c| {
                c.kind == Kind::Name
                    && self.token(c.to).is_none_or(|t| t.paragraph != dash.paragraph || t.ends_sentence())
            })
        };
        right.or_else(signed).or_else(left)
    }

    /// "Lee, who called it “Q”": the pronoun that is the subject of the verb, in whose place the phrase before it
    /// stands. In "Lee, who is ill, called it “Q”" it is not.
    fn relative_of(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        /// Words between the pronoun and its verb: a sentence may be as long as the text.
        const FARTHEST: usize = 30;
        let cue = focus.left_cue?;
        let comma = usize::from(self.first_of(likeliest.to) == Some(','));
        let pronoun = likeliest.to + comma;
        // "Lee, whom Hansen has called “Q”", "Lee, who Hansen once called “Q”", "Lee, a quien Prado llamó «Q»"
        let is_name = |at: usize| self.candidate_at(at).is_some_and(|c| c.kind == Kind::Name && self.named(c) != 0);
        let subject = match (self.language, self.document.token_text(pronoun)) {
            (Language::English, "whom") => Some(pronoun + 1),
            (Language::English, "who") => Some(pronoun + 1).filter(|k| is_name(*k)),
            (Language::French, "qu'" | "qu’" | "que") => Some(pronoun + 1).filter(|_| comma == 1),
            (Language::Spanish, "a") if self.document.token_text(pronoun + 1) == "quien" => {
                Some(pronoun + 2).filter(|k| is_name(*k))
            }
            _ => None,
        };
        if let Some(subject) = subject {
            // "Lee, who Hansen knows, said “Q”"
            let is_whole = |c: &Candidate| !(c.to..cue).any(|k| self.first_of(k) == Some(','));
            return self.candidate_at(subject).filter(|c| c.to <= cue && cue - c.to <= FARTHEST && is_whole(c));
        }
        let who = self.candidate_at(pronoun).filter(|c| c.to <= cue && cue - c.to <= FARTHEST)?;
        let is_relative = who.kind == Kind::Pronoun && self.token(who.from)?.is(class::RELATIVE);
        let is_ended = (who.to..cue).any(|k| self.first_of(k) == Some(','));
        (is_relative && !is_ended && self.sentence[who.from] == self.sentence[cue]).then_some(who)
    }

    /// "The woman who sued Lee said", "a man accused of robbing Lee said": whose clause only tells of the name before the
    /// verb.
    fn told_by(&self, likeliest: Candidate) -> Option<Candidate> {
        /// Words from the head of the clause to the name.
        const LONGEST: usize = 7;
        const OPENERS: [&str; 5] = ["qui", "that", "which", "who", "whose"];
        /// "A woman named Lee said" is Lee.
        const NAMES: [&str; 4] = ["called", "identified", "named", "nicknamed"];
        // "a dit"
        let verb =
            likeliest.to + usize::from(self.language == Language::French && self.first_of(likeliest.to) == Some('a'));
        let speaks = self.token(verb).is_some_and(|t| t.cue >= CUE);
        let is_told = matches!(self.language, Language::English | Language::French) && likeliest.kind == Kind::Name;
        if !is_told || !speaks {
            return None;
        }
        let from = likeliest.from;
        // "A woman asked for a photo and Lee said", not "people who like Hansen and Lee said"
        let is_capital = |k: usize| self.token(k).is_some_and(|t| t.capitalised);
        let is_pair = |k: usize| k > 0 && is_capital(k - 1) && is_capital(k + 1);
        // "Those who came heard Lee say"
        let is_other = |k: usize| match self.document.token_text(k) {
            "and" | "but" => !is_pair(k),
            "hear" | "heard" | "saw" | "watched" => true,
            _ => false,
        };
        let goes_on = |k: usize| self.document.tokens[k].is_word() && !is_other(k);
        let here = |k: &usize| self.sentence[*k] == self.sentence[from] && self.outside(*k) && goes_on(*k);
        let is_someone = |k: usize| {
            const SOMEONE: u32 = class::PERSON_NOUN | class::RELATED | class::PROFESSION;
            let text = self.document.token_text(k);
            let may_be = self.document.tokens[k].is(SOMEONE) || names_document(self.document, k);
            let is_any =
                ["anybody", "anyone", "everybody", "everyone"].iter().any(|noun| text.eq_ignore_ascii_case(noun));
            may_be || is_any || ["man", "men", "people"].iter().any(|noun| text.ends_with(noun))
        };
        let opens = |k: &usize| {
            let text = self.document.token_text(*k);
            let next = &self.document.tokens[k + 1];
            let has_verb = k + 1 < from && !next.is(class::DETERMINER | class::PRONOUN) && !next.capitalised;
            let is_accused = matches!(text, "accused" | "charged");
            let is_passive = || is_accused || self.document.tokens[*k].cue < CUE && !NAMES.contains(&text);
            let is_participle = text.ends_with("ing") || text.ends_with("ed") && is_passive();
            OPENERS.contains(&text) && has_verb || is_participle && *k > 0 && is_someone(k - 1)
        };
        let told = |head: usize| {
            let is_relative = |c: &Candidate| self.document.tokens[c.from].is(class::RELATIVE);
            let is_phrase = |c: &Candidate| c.kind != Kind::Name && !is_relative(c);
            let holds = |c: &&Candidate| is_phrase(c) && head <= c.to;
            // "Two people who know Lee", "Those who know Lee" open a sentence as names do.
            let noun = head.checked_sub(1).filter(|k| is_someone(*k) || self.document.tokens[*k].is(class::SUBSTITUTE));
            let lead = noun.and_then(|k| k.checked_sub(1)).filter(|k| self.document.tokens[*k].is(class::DETERMINER));
            let words = || lead.or(noun).map(|from| Candidate { from, to: head, kind: Kind::Noun });
            self.phrases_before(head).find(holds).map(|c| Candidate { to: head, ..*c }).or_else(words)
        };
        (0..from).rev().take(LONGEST).take_while(here).filter(opens).find_map(told)
    }

    /// "Lee, whose son Bo died in the fire, said": who speaks around an insertion that the likeliest stands in.
    fn around(&self, likeliest: Candidate) -> Option<Candidate> {
        const LONGEST: usize = 15;
        let here = |k: &usize| self.sentence[*k] == self.sentence[likeliest.from] && self.outside(*k);
        let is_comma = |k: &usize| self.first_of(*k) == Some(',');
        let behind = likeliest.to..self.document.tokens.len();
        let close = behind.take(LONGEST).take_while(here).find(is_comma)?;
        let open = (0..likeliest.from).rev().take(LONGEST).take_while(here).find(is_comma)?;
        // "a dit"
        let verbs = close + 1..=close + 1 + usize::from(self.language == Language::French);
        let speaks = verbs.into_iter().any(|k| self.token(k).is_some_and(|t| t.cue >= CUE));
        let relatives: &[&str] = match self.language {
            Language::English => &["which", "who", "whom", "whose"],
            Language::French => &["auquel", "dont", "duquel", "que", "qui"],
            Language::Spanish => &["cuya", "cuyo", "que", "quien"],
            Language::German => &[],
        };
        let is_english = self.language == Language::English;
        // "al que"
        let is_clause = (open + 1..=open + 2)
            .take(2 - usize::from(is_english))
            .any(|k| relatives.contains(&self.document.token_text(k)));
        let who = self.phrases_before(open).find(|c| c.to == open && c.kind != Kind::Pronoun).copied();
        who.filter(|_| speaks && is_clause && open + 1 < likeliest.from)
    }

    /// Whether a verb gives what stands in marks as a name.
    fn calls(&self, verb: usize) -> bool {
        let text = self.document.token_text(verb);
        matches!(text, "call" | "called" | "calls" | "described" | "describes" | "dubbed" | "termed")
    }

    /// "Lee would not comment on what one diplomat has called “Q”": who calls it so.
    fn namer(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        /// Words from "what" to the verb.
        const LONGEST: usize = 8;
        const AUXILIARIES: [&str; 4] = ["had", "has", "have", "once"];
        let cue = focus.left_cue.filter(|_| self.language == Language::English)?;
        let here = |k: &usize| self.sentence[*k] == self.sentence[cue] && self.outside(*k);
        let what = (0..cue).rev().take(LONGEST).take_while(here).find(|k| self.document.token_text(*k) == "what")?;
        let end = (what + 1..cue).rev().find(|k| !AUXILIARIES.contains(&self.document.token_text(*k)))? + 1;
        let is_passive = self
            .token(what + 1)
            .is_none_or(|t| !t.is_word() || matches!(self.document.token_text(what + 1), "is" | "was" | "were"));
        let namer = Some(what + 1).filter(|from| self.calls(cue) && !is_passive && likeliest.to <= what && *from < end);
        // "what he called" is mostly the likeliest's again.
        namer.map(|from| self.phrase_within(from, end)).filter(|c| c.kind != Kind::Pronoun)
    }

    /// "Lee cited a report that called the dam “Q”": the report, not who cites it.
    fn document_that(&self, focus: &Focus) -> Option<Candidate> {
        /// Words of the phrase.
        const LONGEST: usize = 6;
        const CITES: &[&str] = &[
            "cited",
            "cites",
            "citing",
            "noted",
            "pointed",
            "pointing",
            "quoted",
            "quoting",
            "referred",
            "referring",
            "saw",
        ];
        let cue = focus.left_cue.filter(|_| self.language == Language::English)?;
        let that = cue.checked_sub(1).filter(|k| matches!(self.document.token_text(*k), "that" | "which"))?;
        let before = that.checked_sub(1)?;
        let comma = usize::from(self.first_of(before) == Some(','));
        let noun = before.checked_sub(comma).filter(|k| names_document(self.document, *k))?;
        let is_part = |k: &usize| self.sentence[*k] == self.sentence[cue] && self.outside(*k);
        let is_article = |k: &usize| self.document.tokens[*k].is(class::DETERMINER);
        let article = (0..noun).rev().take(LONGEST).take_while(is_part).find(is_article)?;
        // What Lee has released is Lee's.
        let cites = |k: &usize| CITES.contains(&self.document.token_text(*k));
        (0..article).rev().take(2).take_while(is_part).find(cites)?;
        Some(Candidate { from: article, to: noun + 1, kind: Kind::Noun })
    }

    /// "Lee attacked the mayor, calling her “Q”": whose verb it is that the likeliest is the object of.
    fn attacker(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        let cue = focus.left_cue.filter(|_| self.language == Language::English)?;
        let comma = cue.checked_sub(1).filter(|k| self.first_of(*k) == Some(',') && likeliest.to == *k)?;
        let lead = likeliest.from.checked_sub(1).map(|k| &self.document.tokens[k])?;
        let is_object = lead.is_word() && !lead.is(class::FUNCTION | class::PREPOSITION) && !lead.capitalised;
        let is_participle = self.document.token_text(cue).ends_with("ing") && likeliest.kind != Kind::Pronoun;
        // "The coach dropped Kone" is one phrase for all that is known of its verb.
        let verb = likeliest.from - 1;
        let is_verb = lead.is(class::VERB) || self.document.token_text(verb).ends_with("ed");
        let opening = focus.left_own.iter().find(|c| c.kind == Kind::Noun && c.from + 1 < verb && c.to == likeliest.to);
        let phrase = || opening.map(|c| Candidate { to: verb, ..*c }).filter(|_| is_verb);
        let subject = self.subject_before(cue).filter(|s| s.to < likeliest.from && comma > s.to).or_else(phrase)?;
        (is_object && is_participle).then_some(subject)
    }

    /// "A bench of Justices Ann Lee and Bo Hansen said": who is one of several that speak as one.
    fn bench(&self, likeliest: Candidate) -> Option<Candidate> {
        const BODIES: &[&str] =
            &["bench", "committee", "duo", "group", "jury", "pair", "panel", "quartet", "team", "trio"];
        /// Words of the names.
        const LONGEST: usize = 16;
        let tokens = &self.document.tokens;
        let is_name = |k: &usize| {
            let text = self.document.token_text(*k);
            self.sentence[*k] == self.sentence[likeliest.from]
                && (tokens[*k].capitalised || matches!(text, "," | "and" | "."))
        };
        let names = (0..likeliest.from).rev().take(LONGEST).take_while(is_name).last().unwrap_or(likeliest.from);
        let of = names.checked_sub(1).filter(|k| self.document.token_text(*k) == "of")?;
        let noun = of.checked_sub(1).filter(|k| BODIES.contains(&self.document.token_text(*k)))?;
        let is_person = self.named(likeliest) == 1 && self.sentence[noun] == self.sentence[likeliest.from];
        let article = noun.checked_sub(1).filter(|k| tokens[*k].is(class::DETERMINER)).unwrap_or(noun);
        is_person.then_some(Candidate { from: article, to: noun + 1, kind: Kind::Noun })
    }

    /// "Lee declined to comment; a person familiar with Lee's plans said it was “Q”": whoever is known only by
    /// what they know, and stands nearer to the verb than the likeliest.
    fn insider(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        let cue = focus.left_cue.filter(|_| self.language == Language::English)?;
        let is_nearer = |c: &&Candidate| c.kind == Kind::Noun && likeliest.from < c.from;
        let knows = |c: &&Candidate| insider_end(self.document, **c).is_some_and(|end| end <= cue);
        focus.left_own.iter().filter(is_nearer).find(knows).copied()
    }

    /// „Hansen, den Lind einmal „Q“ nannte“, „Wie Hansen nannte auch Lind es „Q““, "Comme Lee, Petit parle de « Q »": who speaks beside one who is only the
    /// object or the likeness.
    fn beside_other(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        /// Words behind the marks.
        const NEAR: usize = 2;
        let (start, end) = self.spans[focus.region];
        let word = |k: usize| self.document.token_text(k);
        let is_cue = |k: usize| self.token(k).is_some_and(|t| t.cue >= CUE && t.is_word());
        let to = likeliest.to;
        let is_name = |c: &Candidate| c.kind == Kind::Name && self.named(*c) != 0 && c.to <= start;
        let is_clause = self.first_of(to) == Some(',') && matches!(word(to + 1), "dem" | "den");
        let object = || self.candidate_at(to + 2).filter(|_| is_clause && (end..end + NEAR).any(is_cue));
        let lead = likeliest.from.checked_sub(1).filter(|k| self.opens_sentence(*k)).map_or("", word);
        let behind = to + 1 + usize::from(word(to + 1) == "auch");
        let likeness = match (self.language, lead) {
            (Language::German, "Wie") => self.candidate_at(behind).filter(|_| is_cue(to)),
            (Language::French, "Comme") | (Language::Spanish, "Como") => {
                self.candidate_at(to + 1).filter(|_| self.first_of(to) == Some(','))
            }
            _ => None,
        };
        object().filter(|_| self.is_german()).or(likeness).filter(is_name)
    }

    /// "The mission, led by Ann Lee, called": what an insertion tells of its leader.
    fn led(&self, likeliest: Candidate) -> Option<Candidate> {
        const NEAR: usize = 5;
        let here = |k: &usize| self.sentence[*k] == self.sentence[likeliest.from] && self.first_of(*k) != Some(',');
        let by =
            (0..likeliest.from).rev().take(NEAR).take_while(here).find(|k| self.document.token_text(*k) == "by")?;
        let comma = by.checked_sub(2).filter(|k| self.first_of(*k) == Some(','))?;
        let is_participle = self.document.token_text(by - 1).ends_with("ed");
        let is_closed = self.first_of(likeliest.to) == Some(',');
        let end = self.candidates.partition_point(|c| c.from < comma);
        let own = |c: &&Candidate| self.sentence[c.from] == self.sentence[comma];
        let mut before = self.candidates[..end].iter().rev().take_while(own);
        before.find(|c| c.to <= comma && !self.is_object(**c)).copied().filter(|_| is_participle && is_closed)
    }

    /// "the party (KRP), whose leader, Ann Lee, said": who is named behind "whose".
    fn officer_of(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        /// Words to "whose", and to the verb: a sentence may be as long as the text.
        const NEAR: usize = 5;
        const FARTHEST: usize = 12;
        let cue = focus.left_cue.filter(|_| self.language == Language::English)?;
        let whose = (likeliest.to..likeliest.to + NEAR).find(|k| self.document.token_text(*k) == "whose")?;
        let from = self.candidates.partition_point(|c| c.from <= whose);
        let behind = self.candidates[from..].iter().take_while(|c| c.to <= cue && c.to <= whose + FARTHEST);
        behind.copied().find(|c| c.kind == Kind::Name && self.named(*c) == 1 && !self.is_object(*c))
    }
}
