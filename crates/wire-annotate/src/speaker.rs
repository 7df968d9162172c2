//! Speech or not, and whose: a linear ranker over the regions between marks.
//!
//! For every region the candidates are the names, pronouns and noun phrases of
//! its own and the three paragraphs before; "nobody" is a candidate too and
//! stands for a title or a scare quote. Each is scored by hashed features of
//! where it stands, what verb is near, what follows the closing mark, and who
//! spoke last. The weights come from multinomial logistic regression.

use crate::indirect::Reported;
use crate::lexicon::{Language, class};
use crate::marks::Region;
use crate::phrase::insider_end;
use crate::ranker::{Adder, Ranker, level, near};
use crate::scene::{Candidate, Kind, Scene};
use crate::token::Token;

/// A word of this strength as a cue may lead up to speech in capitals.
pub(crate) const CUE_BEFORE_TITLE: u8 = 20;

/// Candidates that are looked at before a cue: a sentence may be as long as the text.
const MOST_BEFORE_CUE: usize = 60;

/// How sure the speaker is who signs a quotation.
const SIGNED: f32 = 0.95;

/// How sure at least the speaker is whose words another passes on: of 16 such in PolNeAR and
/// dewiki 15 are right, as read.
const PASSED_ON: f32 = 0.9;

/// How sure it is that something is speech of which nobody is told to be the speaker.
const UNTOLD: f32 = 0.5;

fn is_dash(token: &Token) -> bool {
    matches!(token.first, '—' | '–' | '―' | '-')
}

/// A region that is speech.
#[derive(Clone, Debug)]
pub(crate) struct Spoken {
    pub(crate) region: Region,
    pub(crate) speaker: Option<Candidate>,
    /// The phrase that a relative pronoun, or "I" in an interview, stands for, else the speaker again.
    pub(crate) referent: Option<Candidate>,
    /// Who passes it on, where that is another: "according to CNN".
    pub(crate) via: Option<Candidate>,
    /// The token of the verb that reports it.
    pub(crate) cue: Option<usize>,
    pub(crate) confidence: f32,
}

/// Attributes the regions of a document; regions that are no speech are left out.
pub(crate) fn attribute(ranker: &Ranker, scene: &Scene<'_, '_>, reported: &[Reported]) -> Vec<Spoken> {
    let mut before: Option<(Option<Candidate>, usize)> = None;
    let mut out = Vec::new();
    let mut features = Vec::new();
    for region in 0..scene.regions.len() {
        if scene.is_title(region) {
            continue;
        }
        if let Some(name) = scene.signed_below(region) {
            before = Some((Some(name), region));
            let region = scene.regions[region];
            out.push(Spoken {
                region,
                speaker: Some(name),
                referent: Some(name),
                via: None,
                cue: None,
                confidence: SIGNED,
            });
            continue;
        }
        let focus = Focus::new(scene, region, reported);
        scene.nobody(&focus, &mut features);
        let nobody = ranker.score(&features) - scene.evidence_of_speech(&focus);
        let mut voices = Voices::new(nobody);
        let may_speak = |c: &Candidate| !scene.only_has_turn(*c, region) && !scene.in_dateline(*c);
        for candidate in scene.window(region).filter(may_speak) {
            scene.features(&focus, candidate, before, &mut features);
            let (score, evidence) = (ranker.score(&features), scene.evidence_of_speaker(&focus, candidate));
            // What speaks against a speaker does not speak against speech.
            voices.hear(candidate, score + evidence.max(0.0), score + evidence + focus.says_clause(candidate));
        }
        let Some((candidate, confidence)) = voices.speaker().or_else(|| scene.reporter_behind(&focus)) else {
            // A long quotation without anybody near is speech all the same.
            if voices.best.is_none() && nobody < 0.0 {
                let region = scene.regions[region];
                out.push(Spoken { region, speaker: None, referent: None, via: None, cue: None, confidence: UNTOLD });
            }
            continue;
        };
        let candidate =
            scene.stated(&focus, candidate).or_else(|| scene.insider(&focus, candidate)).unwrap_or(candidate);
        let candidate = scene.member(candidate).or_else(|| scene.officer_of(&focus, candidate)).unwrap_or(candidate);
        let candidate = scene.led(candidate).unwrap_or(candidate);
        let candidate = scene.relative_of(&focus, candidate).unwrap_or(candidate);
        let candidate = scene.account_holder(region, candidate).unwrap_or(candidate);
        // The ranker has learnt whom words come from last, not who said them.
        before = Some((Some(candidate), region));
        // “Q,” Lee said, according to CNN. “R.” is one speech.
        let is_led = focus.left_cue.is_some();
        let goes_on =
            |s: &&Spoken| !is_led && s.via == Some(candidate) && s.region.paragraph == scene.regions[region].paragraph;
        let sayer = scene.sayer(region, candidate).or_else(|| out.last().filter(goes_on)?.speaker);
        let via = sayer.map(|_| candidate);
        let agent = if via.is_none() { scene.agent(region, candidate) } else { None };
        let speaker = match agent {
            Some(agent) => agent.named(),
            None => Some(sayer.unwrap_or(candidate)),
        };
        let confidence = match (speaker, via) {
            (None, _) => UNTOLD,
            (_, Some(_)) => confidence.max(PASSED_ON),
            _ => confidence,
        };
        out.push(Spoken {
            region: scene.regions[region],
            speaker,
            referent: speaker.map(|s| scene.referent(s)),
            via,
            cue: focus.cue(scene, candidate),
            confidence,
        });
    }
    carry_on(scene, &mut out);
    out
}

/// Paragraphs that open marks anew without having closed them are one speech, and whoever is
/// named beside the marks in one of them speaks it all.
fn carry_on(scene: &Scene<'_, '_>, spoken: &mut [Spoken]) {
    let paragraph = |c: Candidate| scene.document.tokens.get(c.from).map(|t| t.paragraph as usize);
    let is_told = |s: &Spoken| s.speaker.and_then(paragraph) == Some(s.region.paragraph);
    let goes_on = |a: &Spoken, b: &Spoken| scene.is_continued(&a.region, &b.region);
    for run in spoken.chunk_by_mut(goes_on).filter(|run| run.len() > 1) {
        let Some(told) = run.iter().find(|s| is_told(s)).cloned() else { continue };
        for part in run.iter_mut().filter(|s| !is_told(s)) {
            (part.speaker, part.referent, part.confidence) = (told.speaker, told.referent, told.confidence);
        }
    }
}

/// The scores of a region's candidates, as those of a softmax. Whether anybody speaks is
/// asked of the scores alone; who it is also of the reported clause around the region.
struct Voices {
    nobody: f32,
    loudest: f32,
    best: Option<(f32, Candidate)>,
    /// Sums of exponentials, without and with the clause.
    alone: f64,
    together: f64,
}

impl Voices {
    fn new(nobody: f32) -> Voices {
        Voices { nobody, loudest: f32::MIN, best: None, alone: 0.0, together: 0.0 }
    }

    fn hear(&mut self, candidate: Candidate, alone: f32, together: f32) {
        self.loudest = self.loudest.max(alone);
        self.alone += f64::from(alone).exp();
        self.together += f64::from(together).exp();
        if self.best.is_none_or(|(s, _)| together > s) {
            self.best = Some((together, candidate));
        }
    }

    /// The likeliest speaker and his probability; none where nobody is likelier.
    fn speaker(&self) -> Option<(Candidate, f32)> {
        let (score, candidate) = self.best.filter(|_| self.loudest >= self.nobody)?;
        let is_speech = self.alone / (self.alone + f64::from(self.nobody).exp());
        Some((candidate, (is_speech * f64::from(score).exp() / self.together) as f32))
    }
}

/// What the speaker's ranker asks of a scene.
impl Scene<'_, '_> {
    /// The phrase that a pronoun stands for by its place alone, else the candidate again.
    fn referent(&self, candidate: Candidate) -> Candidate {
        let is_self = matches!(self.document.token_text(candidate.from), "I" | "ich" | "Ich" | "je" | "Je" | "yo");
        let turn = self.turn(candidate.from).filter(|_| is_self && candidate.kind == Kind::Pronoun);
        turn.unwrap_or_else(|| self.antecedent(candidate))
    }

    /// A few words with capitals, led up to by a word that reports nothing: the title of a work or a show;
    /// a few words behind "so-called".
    fn is_title(&self, region: usize) -> bool {
        const LONGEST: usize = 8;
        let (i, j) = self.spans[region];
        let tokens = &self.document.tokens;
        let lead = i.checked_sub(1).filter(|b| tokens[*b].paragraph == tokens[i].paragraph);
        if lead.is_some_and(|b| self.document.token_text(b).eq_ignore_ascii_case("so-called")) && j - i <= LONGEST {
            return true;
        }
        let lead = lead.and_then(|b| self.token(b));
        let leads = lead.is_some_and(|t| (t.is_word() || matches!(t.first, '\'' | '’')) && t.cue < CUE_BEFORE_TITLE);
        let words: Vec<&Token> = tokens[i..j].iter().filter(|t| t.is_word()).collect();
        if self.is_german() && self.is_named_after(region, words.len()) {
            return true;
        }
        if self.in_romance() && self.is_paper_of(region, words.len()) {
            return true;
        }
        let small = class::FUNCTION | class::CONNECTOR | class::PREPOSITION | class::DETERMINER;
        let is_capital = |t: &&Token| t.capitalised;
        leads
            && (2..=LONGEST).contains(&words.len())
            && words.first().is_some_and(is_capital)
            && words.last().is_some_and(is_capital)
            && words.iter().all(|t| t.capitalised || t.class & small != 0)
    }

    /// "confie-t-elle au « Dauphiné libéré »": a few words with a capital behind an article that
    /// holds a preposition name a paper, or a show, that is spoken to or in.
    fn is_paper_of(&self, region: usize, words: usize) -> bool {
        const LONGEST: usize = 4;
        let (i, _) = self.spans[region];
        let lead = i.checked_sub(1).map_or("", |k| self.document.token_text(k));
        let is_named = self.token(i + 1).is_some_and(|t| t.capitalised);
        words <= LONGEST && is_named && matches!(lead, "au" | "du" | "al" | "del")
    }

    /// What speaks for speech beyond the weights, which were learnt from English: a little there;
    /// elsewhere that a paper marks speech at all. What goes on over paragraphs is no title.
    fn evidence_of_speech(&self, focus: &Focus) -> f32 {
        // Found by cross-validation: without it more is missed than need be.
        const OWN: f32 = 0.1;
        const MARKED: f32 = 1.7;
        const CERTAIN: f32 = 100.0;
        let region = focus.region;
        let is_reported =
            || focus.owner.is_some() || self.is_followed_by_verb(region) || self.is_within_passive(region);
        if self.is_part(region) || self.language != Language::English && is_reported() {
            return CERTAIN;
        }
        if self.language == Language::English { OWN } else { MARKED }
    }

    /// “Q”, subrayó; “Q”, se queja; „Q“, sagte: a statement and right behind it a verb that hardly does anything but report.
    fn is_followed_by_verb(&self, region: usize) -> bool {
        const REPORTS: u8 = 60;
        const REFLEXIVE: u8 = 40;
        let (i, j) = self.spans[region];
        let is_statement = self.token(i + 1).is_some_and(|t| t.capitalised);
        let comma = usize::from(self.first_of(j) == Some(','));
        let reflexive = usize::from(matches!(self.document.token_text(j + comma), "se" | "s'" | "s’"));
        let verb = self.token(j + comma + reflexive);
        let verb = verb.filter(|t| t.paragraph as usize == self.regions[region].paragraph);
        // "“Q”, se queja": hardly anything but speech goes on so.
        let reports = if reflexive == 1 { REFLEXIVE } else { REPORTS };
        is_statement && comma == 1 && verb.is_some_and(|t| t.cue >= reports)
    }

    /// What speaks for a speaker beyond the weights; most of all in languages where the subject may follow its verb:
    /// „…“, sagte X; am Montag sagte X: „…“; „…“, so X; laut X; « … », a déclaré X; según X.
    fn evidence_of_speaker(&self, focus: &Focus, candidate: Candidate) -> f32 {
        const CERTAIN: f32 = 8.0;
        const BESIDE: f32 = 6.0;
        const INVERTED: f32 = 4.0;
        const OPENING: f32 = 2.0;
        const CARRIED: f32 = 4.0;
        const OBJECT: f32 = -4.0;
        if self.language == Language::English {
            let is_source = self.is_in_words_of(focus, candidate)
                || self.is_contrasted(focus, candidate)
                || self.is_apposed_subject(focus, candidate);
            return if self.is_addressed(focus, candidate) {
                OBJECT
            } else if is_source {
                2.0 * CERTAIN
            } else {
                0.0
            };
        }
        let is_german = self.is_german();
        if is_german && self.is_impersonal(candidate) {
            return -CERTAIN;
        }
        if is_german && self.is_reported_of(candidate) || self.is_listener(focus, candidate) {
            return -INVERTED;
        }
        let (start, end) = self.spans[focus.region];
        let at = candidate.from;
        let same_paragraph = self.document.tokens[at].paragraph == focus.paragraph;
        let is_source = at.checked_sub(1).and_then(|k| self.token(k)).is_some_and(|t| t.is(class::SOURCE));
        let own = [start, end.saturating_sub(1)].map(|k| self.sentence.get(k));
        let is_near = same_paragraph && own.contains(&self.sentence.get(at));
        let is_cited = focus.owner == Some(candidate);
        if is_cited || is_near && (is_source || self.is_view(candidate) || is_german && self.is_said_to_say(at, end)) {
            return CERTAIN;
        }
        if focus.carried == Some(candidate) {
            return CARRIED;
        }
        let opening = focus.left_cue.and_then(|cue| self.subject_before(cue));
        let inverted = focus.left_cue.filter(|_| opening.is_none()).and_then(|cue| self.subject_behind(cue));
        let inverted = inverted.filter(|c| c.to <= start);
        let is_right = focus.right_cue.and_then(|cue| self.subject_behind(cue)) == Some(candidate);
        let is_beside =
            is_right && self.first_of(end) == Some(',') && focus.right_cue.is_some_and(|cue| cue <= end + 2);
        // Dijo Ann Lee: "…"; son entraîneur Bo Hansen regrettait « … »: the name right before the colon, or before
        // the verb that leads to the quote.
        let is_name = candidate.kind == Kind::Name && self.named(candidate) != 0 && !self.is_object(candidate);
        let is_announced = candidate.to + 1 == start
            && self.first_of(candidate.to) == Some(':')
            && (inverted == Some(candidate) || is_name);
        let leads = focus.left_cue == Some(candidate.to) && start == candidate.to + 1;
        // La ministra, Elena Prado, calificó el plan de "…": what follows the verb is its object.
        let is_apposed = candidate.kind == Kind::Name
            && self.first_of(candidate.to) == Some(',')
            && focus.left_cue == Some(candidate.to + 1);
        if is_beside || is_announced || is_apposed || is_name && leads {
            return BESIDE;
        }
        let is_before_verb = || is_german && is_near && focus.left_cue.is_some_and(|cue| candidate.to <= cue);
        if inverted == Some(candidate) || is_right || self.dropped_subject(focus) == Some(candidate) {
            INVERTED
        } else if opening == Some(candidate) {
            OPENING
        } else if self.is_object(candidate) || inverted.is_some() && is_before_verb() {
            OBJECT
        } else {
            0.0
        }
    }

    /// "Pour Ann Lee, la loi est « … »": whose view a sentence tells.
    fn is_view(&self, candidate: Candidate) -> bool {
        let lead = candidate.from.checked_sub(1).filter(|k| self.opens_sentence(*k));
        let is_for = lead.is_some_and(|k| matches!(self.document.token_text(k), "Pour" | "Para"));
        let word = |back: usize| candidate.from.checked_sub(back).map_or("", |k| self.document.token_text(k));
        let is_after = word(1) == "après" && word(2).eq_ignore_ascii_case("d'");
        // A juicio de Ann Lee; aux yeux d'Ann Lee
        let is_judged = matches!(word(1), "de" | "d'") && matches!(word(2), "avis" | "juicio" | "opinión" | "yeux");
        self.in_romance() && self.named(candidate) == 1 && (is_for || is_after || is_judged)
    }

    /// "Ann Lee evitó comparaciones. “…”, subrayó.": Spanish needs no pronoun; the subject is that of the sentence
    /// before.
    fn dropped_subject(&self, focus: &Focus) -> Option<Candidate> {
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
    fn is_listener(&self, focus: &Focus, candidate: Candidate) -> bool {
        const NEAR: usize = 3;
        let lead = focus.right_cue.filter(|cue| self.in_romance() && (cue + 1..=cue + NEAR).contains(&candidate.from));
        lead.is_some_and(|cue| self.document.tokens[cue + 1].is(class::ADDRESS)) && self.is_object(candidate)
    }

    /// "telling reporters aboard Air Force One that “Q”": behind a verb that takes a listener stands nobody who
    /// speaks.
    fn is_addressed(&self, focus: &Focus, candidate: Candidate) -> bool {
        let (start, end) = self.spans[focus.region];
        // "Asked about it, Lee was “furious”": a comma ends what is addressed.
        let is_told = |cue: usize| {
            self.document.tokens[cue].is(class::ADDRESS)
                && candidate.from > cue
                && !(cue..candidate.from).any(|k| self.first_of(k) == Some(','))
        };
        // “Q,” police chief Ann Lee told the Courier
        let is_told_behind =
            |cue: usize| cue > end + 1 && matches!(self.document.token_text(cue), "told" | "tells") && is_told(cue);
        candidate.to <= start && focus.left_cue.is_some_and(is_told) || focus.right_cue.is_some_and(is_told_behind)
    }

    /// "a day after her rival, Treasurer Bo Hansen, called it “Q”": a name in apposition right before the verb.
    fn is_apposed_subject(&self, focus: &Focus, candidate: Candidate) -> bool {
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

    /// "Lee called it “R”, while Bo Hansen, on air, blamed “Q”": the subject of a clause of its own.
    fn is_contrasted(&self, focus: &Focus, candidate: Candidate) -> bool {
        const FARTHEST: usize = 15;
        let (start, _) = self.spans[focus.region];
        let is_led = candidate.from.checked_sub(1).is_some_and(|k| self.document.token_text(k) == "while");
        let speaks = focus.left_cue.is_some_and(|cue| candidate.to <= cue && cue <= candidate.to + FARTHEST);
        is_led && speaks && candidate.kind == Kind::Name && self.named(candidate) != 0 && candidate.to < start
    }

    /// "in the words of Ann Lee, “Q”"
    fn is_in_words_of(&self, focus: &Focus, candidate: Candidate) -> bool {
        const NEAR: usize = 3;
        let (start, _) = self.spans[focus.region];
        let word = |back: usize| candidate.from.checked_sub(back).map_or("", |k| self.document.token_text(k));
        candidate.to <= start && start - candidate.to <= NEAR && word(1) == "of" && word(2) == "words"
    }

    pub(crate) fn first_of(&self, at: usize) -> Option<char> {
        self.token(at).map(|t| t.first)
    }

    /// The name or pronoun that opens the sentence of a verb: then what follows the verb is its object.
    pub(crate) fn subject_before(&self, cue: usize) -> Option<Candidate> {
        let sentence = self.sentence[cue];
        // Sentences are numbered in order: a sentence may be as long as the text.
        let first = self.sentence.partition_point(|s| *s < sentence);
        // Behind a colon a clause begins anew.
        let tokens = &self.document.tokens;
        let colon = (first..cue).rev().take(MOST_BEFORE_CUE).find(|k| tokens[*k].first == ':');
        let first = colon.map(|k| k + 1).filter(|k| tokens[*k].capitalised).unwrap_or(first);
        let from = self.candidates.partition_point(|c| c.from < first);
        // "Dessen Leiter Bo Hansen sprach": a name goes on from the first phrase without a gap.
        let mut reached = first + 1;
        let opens = |c: &&Candidate| {
            let is_joined = c.from <= first + 1 || c.from == reached && self.named(**c) == 1;
            reached = c.to;
            is_joined && c.to <= cue
        };
        let opening = self.candidates[from..].iter().take_while(opens);
        let is_person =
            |c: &Candidate| matches!(self.document.token_text(c.from), "Er" | "Sie" | "Wir" | "Ich" | "Man");
        let is_taken = || self.subject_behind(cue).is_some_and(|c| c.kind == Kind::Pronoun || self.named(c) != 0);
        let is_subject = |c: &Candidate| is_person(c) || self.named(*c) != 0 || c.to == cue && !is_taken();
        opening.copied().find(|c| is_subject(c) && !self.is_object(*c))
    }

    /// The nearest phrase before a verb in its sentence that may be its subject.
    pub(crate) fn nearest_before(&self, cue: usize) -> Option<Candidate> {
        let end = self.candidates.partition_point(|c| c.from < cue);
        let own = self.candidates[..end].iter().rev().take(MOST_BEFORE_CUE);
        let mut own = own.take_while(|c| self.sentence[c.from] == self.sentence[cue]);
        own.find(|c| c.to <= cue && !self.is_object(**c)).copied()
    }

    /// The phrase right behind a verb that may be its subject, or behind its listener ("relató a la AFP Ann Lee", "a
    /// indiqué à l'AFP une source").
    pub(crate) fn subject_behind(&self, cue: usize) -> Option<Candidate> {
        let from = self.candidates.partition_point(|c| c.from <= cue);
        let near = self.candidates[from..].iter().take_while(|c| c.from <= cue + 2);
        near.copied().find(|c| !self.is_object(*c)).or_else(|| {
            let told = self.candidates.get(from).filter(|c| self.in_romance() && c.from <= cue + 3)?;
            // "l'AFP" and "AFP" are two.
            let next = self.candidates[from + 1..].iter().take(2).find(|c| c.from == told.to)?;
            let is_someone = next.kind == Kind::Noun || next.kind == Kind::Name && self.named(*next) == 1;
            is_someone.then_some(*next)
        })
    }

    /// Who a reporting clause right beside a statement, no fragment, names: “Q,” X said;
    /// “Q,” said X; X said, “Q”; “Q” — X.
    fn stated(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        const CUE: u8 = 30;
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
            let is_subject = |c: &&Candidate| c.to == cue && !(self.is_german() && self.is_impersonal(**c));
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
        // "Lee, whom Hansen has called “Q”"
        if self.language == Language::English && self.document.token_text(pronoun) == "whom" {
            return self.candidate_at(pronoun + 1).filter(|c| c.to <= cue && cue - c.to <= FARTHEST);
        }
        let who = self.candidate_at(pronoun).filter(|c| c.to <= cue && cue - c.to <= FARTHEST)?;
        let is_relative = who.kind == Kind::Pronoun && self.token(who.from)?.is(class::RELATIVE);
        let is_ended = (who.to..cue).any(|k| self.first_of(k) == Some(','));
        (is_relative && !is_ended && self.sentence[who.from] == self.sentence[cue]).then_some(who)
    }

    /// "Lee declined to comment; a person familiar with Lee's plans said it was “Q”": whoever is known only by
    /// what they know, and stands nearer to the verb than the likeliest.
    fn insider(&self, focus: &Focus, likeliest: Candidate) -> Option<Candidate> {
        let cue = focus.left_cue.filter(|_| self.language == Language::English)?;
        let is_nearer = |c: &&Candidate| c.kind == Kind::Noun && likeliest.from < c.from;
        let knows = |c: &&Candidate| insider_end(self.document, **c).is_some_and(|end| end <= cue);
        focus.left_own.iter().filter(is_nearer).find(knows).copied()
    }

    /// "Her colleague Ann Lee of the University of Bergen said", "one critic at the screening muttered": whom a phrase
    /// behind a preposition only tells where they belong.
    fn member(&self, likeliest: Candidate) -> Option<Candidate> {
        const CUE: u8 = 30;
        // "Kestrel's Ann Lee said"
        let owned = self.candidate_at(likeliest.to + 1).filter(|_| self.is_possessor(likeliest));
        if let Some(owned) = owned.filter(|c| c.kind == Kind::Name && self.named(*c) == 1) {
            return Some(owned);
        }
        let speaks = self.token(likeliest.to).is_some_and(|t| t.cue >= CUE);
        if self.language != Language::English || self.named(likeliest) == 1 || !speaks {
            return None;
        }
        let is_article = |k: usize| self.token(k).is_some_and(|t| t.is(class::DEFINITE));
        let from = likeliest.from - usize::from(likeliest.from.checked_sub(1).is_some_and(is_article));
        let place = from.checked_sub(1).filter(|k| {
            matches!(self.document.token_text(*k), "of" | "at" | "from") && self.sentence[*k] == self.sentence[from]
        })?;
        let end = self.candidates.partition_point(|c| c.from < place);
        let member = self.candidates[..end].iter().rev().find(|c| c.to == place)?;
        let is_someone = match member.kind {
            Kind::Name => self.named(*member) == 1,
            Kind::Noun => self.token(place - 1).is_some_and(|t| t.is(class::PERSON_NOUN | class::RELATED)),
            Kind::Pronoun => false,
        };
        is_someone.then_some(*member)
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

    /// The words between a statement and the verb that reports it ("“Q,” one said"), where no
    /// phrase that is known to speak is near.
    fn reporter_behind(&self, focus: &Focus) -> Option<(Candidate, f32)> {
        const CUE: u8 = 30;
        const LONGEST: usize = 3;
        const SURE: f32 = 0.6;
        let (i, j) = self.spans[focus.region];
        let is_statement = focus.last == u64::from(b',') && self.token(i + 1).is_some_and(|t| t.capitalised);
        let is_word = |k: &usize| {
            self.outside(*k)
                && self.sentence.get(*k) == self.sentence.get(j)
                && self.token(*k).is_some_and(|t| t.is_word() || t.numeric)
        };
        let mut words = (j..j + LONGEST + 1).take_while(is_word);
        let cue =
            words.find(|k| self.token(*k).is_some_and(|t| t.cue >= CUE)).filter(|cue| is_statement && *cue > j)?;
        Some((Candidate { from: j, to: cue, kind: Kind::Noun }, SURE))
    }

    /// Whether a region is left open at the end of its paragraph and the next paragraph opens anew.
    fn is_continued(&self, region: &Region, next: &Region) -> bool {
        let from = self.document.paragraphs.get(next.paragraph).map(|p| p.0);
        let text = self.document.slice(region.start, region.end);
        let is_statement = text.ends_with(['.', '!', '?', '…']) && text.chars().nth(1).is_some_and(char::is_uppercase);
        !region.closed && is_statement && next.paragraph == region.paragraph + 1 && from == Some(next.start)
    }

    /// Whether a region is one of several that are one speech.
    fn is_part(&self, region: usize) -> bool {
        let goes_on = |pair: &[Region]| matches!(pair, [a, b] if self.is_continued(a, b));
        let regions = &self.regions;
        goes_on(&regions[region..(region + 2).min(regions.len())])
            || region.checked_sub(1).is_some_and(|before| goes_on(&regions[before..=region]))
    }

    /// Whose name signs a quotation that is its whole paragraph: “Q” and below it — X, the mayor.
    fn signed_below(&self, region: usize) -> Option<Candidate> {
        let (i, j) = self.spans[region];
        let paragraph = self.token(i)?.paragraph;
        let is_whole = i.checked_sub(1).and_then(|k| self.token(k)).is_none_or(|t| t.paragraph != paragraph);
        self.token(j).filter(|t| is_whole && is_dash(t) && t.paragraph == paragraph + 1)?;
        let name = self.candidate_at(j + 1).filter(|c| c.kind == Kind::Name)?;
        let is_end = |t: &Token| t.paragraph != paragraph + 1 || !t.is_word();
        self.token(name.to).is_none_or(is_end).then_some(name)
    }

    pub(crate) fn candidate_at(&self, token: usize) -> Option<Candidate> {
        let next = self.candidates.get(self.candidates.partition_point(|c| c.from < token));
        next.copied().filter(|c| c.from == token)
    }

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

/// What is the same for all candidates of one region.
pub(crate) struct Focus {
    region: usize,
    paragraph: u32,
    /// What stands before the region, behind it, at its end, and how long it is.
    before: u64,
    after: u64,
    last: u64,
    size: u64,
    /// The paragraph before ends in a colon, and the region opens its own.
    announced: bool,
    /// The reported clause that holds the region.
    clause: Option<Reported>,
    left_cue: Option<usize>,
    right_cue: Option<usize>,
    /// Of whom the German grammar says that the words are theirs.
    owner: Option<Candidate>,
    /// Whose report the region goes on with, where its sentence has no cue.
    carried: Option<Candidate>,
    /// The nearest candidate before the cue on the left that is no object, and the first one.
    left_subject: Option<Candidate>,
    left_first: Option<Candidate>,
    /// All candidates before the cue on the left in its sentence, nearest first.
    left_own: Vec<Candidate>,
    left_subjects: u64,
    left_is_participle: u64,
    right_subject: Option<Candidate>,
    right_inverted: Option<Candidate>,
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
    fn says_clause(&self, candidate: Candidate) -> f32 {
        /// Logits for a clause that is certain; found by cross-validation.
        const CERTAIN: f32 = 6.0;
        self.clause.filter(|c| c.speaker == Some(candidate)).map_or(0.0, |c| CERTAIN * c.confidence)
    }

    /// The token of the cue that goes with a speaker: on the speaker's side.
    fn cue(&self, scene: &Scene<'_, '_>, speaker: Candidate) -> Option<usize> {
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
