//! Speech or not, and whose: a linear ranker over the regions between marks.
//!
//! For every region the candidates are the names, pronouns and noun phrases of
//! its own and the three paragraphs before; "nobody" is a candidate too and
//! stands for a title or a scare quote. Each is scored by hashed features of
//! where it stands, what verb is near, what follows the closing mark, and who
//! spoke last. The weights come from multinomial logistic regression.

use crate::features::{Focus, MOST_BEFORE_CUE};
use crate::indirect::Reported;
use crate::lexicon::{Language, class};
use crate::marks::Region;
use crate::ranker::Ranker;
use crate::scene::{CUE, Candidate, Kind, Scene};
use crate::token::Token;

/// A word of this strength as a cue may lead up to speech in capitals.
pub(crate) const CUE_BEFORE_TITLE: u8 = 20;
/// A word that sets a clause with a subject of its own against the one before: "while", "tandis que", "mientras que".
pub(crate) fn is_contrast(word: &str) -> bool {
    matches!(word, "alors" | "mientras" | "tandis" | "whereas" | "while" | "während")
}

/// Small words of French and Spanish between a subject and its verb, and how many at most: "ne l'a".
const BEFORE_VERBS: [&str; 28] = [
    "a", "avaient", "avait", "en", "est", "était", "ha", "habían", "había", "han", "l'", "l’", "la", "las", "le",
    "les", "leur", "lo", "los", "lui", "n'", "n’", "ne", "nos", "ont", "s'", "s’", "se",
];
const MOST_SMALLS: usize = 3;

/// How sure the speaker is who signs a quotation.
const SIGNED: f32 = 0.95;

/// How sure at least the speaker is whose words another passes on: of 16 such in PolNeAR and
/// dewiki 15 are right, as read.
const PASSED_ON: f32 = 0.9;

/// How sure it is that something is speech of which nobody is told to be the speaker.
const UNTOLD: f32 = 0.5;

pub(crate) fn is_dash(token: &Token) -> bool {
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
        let may_speak = |c: &Candidate| {
            !scene.only_has_turn(*c, region) && !scene.in_dateline(*c) && !scene.is_told_next(&focus, *c)
        };
        for candidate in scene.window(region).filter(may_speak) {
            scene.features(&focus, candidate, before, &mut features);
            let evidence = scene.evidence_of_speaker(&focus, candidate, before.and_then(|b| b.0));
            let score = ranker.score(&features);
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
        let (candidate, _) = scene.joined(scene.settled(&focus, candidate));
        // The ranker has learnt whom words come from last, not who said them.
        before = Some((Some(candidate), region));
        // “Q,” Lee said, according to CNN. “R.” is one speech.
        let is_led = focus.left_cue.is_some();
        let goes_on =
            |s: &&Spoken| !is_led && s.via == Some(candidate) && s.region.paragraph == scene.regions[region].paragraph;
        let sayer = scene.sayer(region, candidate).or_else(|| out.last().filter(goes_on)?.speaker);
        let via = sayer.map(|_| candidate);
        let agent = || scene.agent(region, candidate).or_else(|| scene.sender(region));
        let agent = if via.is_none() { agent() } else { None };
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
        // "so-called “Q”", "Owain (pronounced “Oh-wine”)"
        let names = |b| {
            let text = self.document.token_text(b);
            ["so-called", "pronounced", "spelled", "spelt"].iter().any(|word| text.eq_ignore_ascii_case(word))
        };
        if lead.is_some_and(names) && j - i <= LONGEST {
            return true;
        }
        let lead = lead.and_then(|b| self.token(b));
        let leads = lead.is_some_and(|t| (t.is_word() || matches!(t.first, '\'' | '’')) && t.cue < CUE_BEFORE_TITLE);
        let words: Vec<&Token> = tokens[i..j].iter().filter(|t| t.is_word()).collect();
        if self.is_german() && self.is_named_after(region, words.len()) {
            return true;
        }
        if self.in_romance() && (self.is_paper_of(region, words.len()) || self.is_pointed_to(region)) {
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

    /// What speaks for speech beyond the weights, which were learnt from English: a little there;
    /// elsewhere that a paper marks speech at all. What goes on over paragraphs is no title.
    fn evidence_of_speech(&self, focus: &Focus) -> f32 {
        // Found by cross-validation: without it more is missed than need be.
        const OWN: f32 = 0.1;
        const MARKED: f32 = 1.7;
        const CERTAIN: f32 = 100.0;
        let region = focus.region;
        let is_reported = || {
            focus.owner.is_some()
                || self.is_followed_by_verb(region)
                || self.is_within_passive(region)
                || self.read_in(region).is_some()
        };
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
    fn evidence_of_speaker(&self, focus: &Focus, candidate: Candidate, before: Option<Candidate>) -> f32 {
        const CERTAIN: f32 = 8.0;
        const BESIDE: f32 = 6.0;
        const INVERTED: f32 = 4.0;
        const OPENING: f32 = 2.0;
        const CARRIED: f32 = 4.0;
        const OBJECT: f32 = -4.0;
        if self.language == Language::English {
            let is_source = self.is_in_words_of(focus, candidate)
                || self.is_contrasted(focus, candidate)
                || self.is_apposed_subject(focus, candidate)
                || self.is_opening_subject(focus, candidate)
                || self.is_clause_subject(focus, candidate)
                || self.is_gapped(focus, candidate)
                || self.read_in(focus.region) == Some(candidate)
                || self.is_postposed(focus, candidate);
            return if self.is_addressed(focus, candidate) {
                OBJECT
            } else if is_source {
                2.0 * CERTAIN
            } else {
                0.0
            };
        }
        if self.is_contrasted(focus, candidate)
            || self.is_foreign_subject(focus, candidate)
            || self.read_in(focus.region) == Some(candidate)
        {
            return 2.0 * CERTAIN;
        }
        let is_german = self.is_german();
        if self.is_impersonal(candidate) || self.in_romance() && self.is_helper(candidate) {
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
        let is_said_to_say = || match is_german {
            true => self.is_said_to_say(at, end),
            false => self.is_said_so(candidate, end) || self.is_spoken_from(candidate),
        };
        if is_cited || is_near && (is_source || self.is_view(candidate, start) || is_said_to_say()) {
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
        // La ministra, Elena Prado, calificó el plan de "…": what follows the verb is its object. Le patron, Paul Garnier,
        // l'a qualifié de « … »: small words before a verb are part of it.
        let is_small = |k: usize| is_name && self.in_romance() && BEFORE_VERBS.contains(&self.document.token_text(k));
        let is_next = |cue: usize| {
            let smalls = candidate.to + 1..cue;
            cue > candidate.to && smalls.len() <= MOST_SMALLS && smalls.into_iter().all(is_small)
        };
        let is_apposed = candidate.kind == Kind::Name
            && self.first_of(candidate.to) == Some(',')
            && focus.left_cue.is_some_and(is_next);
        // Lo que había dicho Ann Lee: "…"
        let is_said_by = is_announced && focus.left_cue.is_some_and(|cue| cue + 1 == at);
        if is_said_by {
            return CERTAIN;
        }
        // „…“, sagte er: nobody else, whatever leads up to the marks.
        let is_right_beside = focus.right_cue.is_some_and(|cue| cue <= end + 1) && self.first_of(end) == Some(',');
        let said_right = focus.right_cue.filter(|_| is_right_beside).and_then(|cue| self.subject_behind(cue));
        if let Some(subject) = said_right.filter(|s| s.kind == Kind::Pronoun && s.from <= end + 3) {
            return if subject == candidate { CERTAIN } else { OBJECT };
        }
        if is_beside || is_announced || is_apposed || is_name && leads {
            return BESIDE;
        }
        let is_before_verb = || is_german && is_near && focus.left_cue.is_some_and(|cue| candidate.to <= cue);
        if let Some(implied) = self.implied_subject(focus, before) {
            return if implied == candidate { CERTAIN } else { OBJECT };
        }
        let is_implied = || [self.dropped_subject(focus), self.main_subject(focus)].contains(&Some(candidate));
        if inverted == Some(candidate) || is_right || is_implied() {
            INVERTED
        } else if opening == Some(candidate) {
            OPENING
        } else if self.is_object(candidate) || inverted.is_some() && is_before_verb() {
            OBJECT
        } else {
            0.0
        }
    }

    /// "Pour Ann Lee, la loi est « … »", „Für Ann Lee ist das „…““: whose view a sentence tells.
    fn is_view(&self, candidate: Candidate, start: usize) -> bool {
        let lead = candidate.from.checked_sub(1).filter(|k| self.opens_sentence(*k));
        let is_for = lead.is_some_and(|k| matches!(self.document.token_text(k), "Pour" | "Para"));
        let word = |back: usize| candidate.from.checked_sub(back).map_or("", |k| self.document.token_text(k));
        let is_after = word(1) == "après" && matches!(word(2), "D'" | "D’" | "d'" | "d’");
        // A juicio de Ann Lee; aux yeux d'Ann Lee
        let is_judged = matches!(word(1), "de" | "d'" | "d’")
            && matches!(word(2), "avis" | "juicio" | "opinión" | "palabras" | "termes" | "yeux");
        let is_fuer = self.is_german()
            && lead.is_some_and(|k| self.document.token_text(k) == "Für")
            && matches!(self.document.token_text(candidate.to), "bleibt" | "ist" | "sind" | "war" | "waren" | "wäre")
            && !(candidate.to..start).any(|k| self.outside(k) && self.document.tokens[k].cue >= CUE);
        let is_someone = is_for && self.first_of(candidate.to) == Some(',') && self.is_someone(candidate);
        self.named(candidate) == 1 && (is_fuer || self.in_romance() && (is_for || is_after || is_judged))
            || self.in_romance() && is_someone
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

    /// "in the words of Ann Lee, “Q”", "In Ann Lee's view, it is “Q”", "as Lee put it, “Q”"
    fn is_in_words_of(&self, focus: &Focus, candidate: Candidate) -> bool {
        const NEAR: usize = 3;
        let (start, _) = self.spans[focus.region];
        let word = |back: usize| candidate.from.checked_sub(back).map_or("", |k| self.document.token_text(k));
        let view = |k: usize| matches!(self.document.token_text(k), "eyes" | "opinion" | "view" | "words");
        let is_here = self.sentence.get(candidate.from) == self.sentence.get(start.saturating_sub(1));
        let is_told = || (candidate.to + 2..start).any(|k| self.outside(k) && self.document.tokens[k].cue >= CUE);
        let is_of = candidate.to <= start && start - candidate.to <= NEAR && word(1) == "of" && word(2) == "words";
        let is_view_of = word(1) == "of" && candidate.from >= 2 && view(candidate.from - 2) && word(4) == "In";
        let has_view = self.is_possessor(candidate) && word(1).eq_ignore_ascii_case("in") && view(candidate.to + 1);
        let puts = matches!(self.document.token_text(candidate.to), "put" | "puts");
        let is_put = puts && word(1).eq_ignore_ascii_case("as") && self.document.token_text(candidate.to + 1) == "it";
        is_of || (is_view_of || has_view || is_put) && is_here && !is_told()
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

    /// The words between a statement and the verb that reports it, or right behind it ("“Q,” one said", "“Q,” said one"),
    /// where no phrase that is known to speak is near.
    fn reporter_behind(&self, focus: &Focus) -> Option<(Candidate, f32)> {
        const LONGEST: usize = 3;
        const SURE: f32 = 0.6;
        let (i, j) = self.spans[focus.region];
        // English sets the comma inside the marks.
        let comma = self.first_of(j) == Some(',');
        let is_statement = (comma || focus.last == u64::from(b',')) && self.token(i + 1).is_some_and(|t| t.capitalised);
        let from = j + usize::from(comma);
        let is_word = |k: &usize| {
            self.outside(*k)
                && self.sentence.get(*k) == self.sentence.get(from)
                && self.token(*k).is_some_and(|t| t.is_word() || t.numeric)
        };
        let mut words = (from..from + LONGEST + 1).take_while(is_word);
        let cue = words.find(|k| self.token(*k).is_some_and(|t| t.cue >= CUE)).filter(|_| is_statement)?;
        // Not "star of “Q,” thanked Lee".
        let behind = || self.candidate_at(cue + 1).filter(|_| self.opens_sentence(i));
        let is_inverted = cue == from || self.language != Language::English;
        let reporter = if is_inverted { behind()? } else { Candidate { from, to: cue, kind: Kind::Noun } };
        Some((reporter, SURE))
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
}
