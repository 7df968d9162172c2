//! What German grammar tells of who speaks.
//!
//! There is no annotated German news to learn from that lets weights ship, so these are
//! rules: cases (by articles, endings of adjectives and place), reports in the subjunctive,
//! and words behind which a source stands. Capitals make nouns here, not names.

use crate::features::Focus;
use crate::lexicon::class;
use crate::scene::{CUE, Candidate, Kind, Scene};
use crate::speaker::CUE_BEFORE_TITLE;
use crate::token::Token;

/// Auxiliaries of the passive.
const PASSIVE: [&str; 4] = ["werden", "wird", "wurde", "wurden"];

/// Tokens between the parts of "wird … zitiert".
const FARTHEST: usize = 25;

/// Candidates that may end at one token.
const MOST_BESIDE: usize = 3;

impl Scene<'_, '_> {
    /// A German noun, or a name: it has a capital and is no small word that begins a sentence.
    pub(crate) fn is_noun(&self, at: usize) -> bool {
        let (token, text) = (&self.document.tokens[at], self.document.token_text(at));
        let is_small = token.is(class::STARTER | class::OBJECT | class::DETERMINER) || is_oblique_article(text);
        let opens_as_adverb = self.opens_sentence(at) && self.named[at] == 0 && is_adverb(text);
        token.capitalised && !is_small && !opens_as_adverb
    }

    /// Whether the German noun phrase that holds a token is in the second, third or fourth
    /// case, as far as its article, the ending of its adjective and its place tell.
    pub(crate) fn is_oblique(&self, at: usize) -> bool {
        let start = self.phrase_start(at);
        let word = |k: usize| self.document.token_text(k);
        if is_oblique_article(word(start)) || matches!(word(at), "Millionen" | "Milliarden") {
            return true;
        }
        let before = start.checked_sub(1).filter(|b| self.outside(*b) && self.sentence[*b] == self.sentence[start]);
        if start < at && before.is_some_and(|b| self.document.tokens[b].is(class::OBJECT)) {
            return true;
        }
        // "der neuen Regierung", and "die Sprecherin der Partei": a second or third case.
        let is_inflected = self.token(start + 1).is_some_and(|t| !t.capitalised && t.is_word())
            && word(start + 1).ends_with("en")
            && self.token(start + 2).is_some_and(|t| t.is_word() && (t.capitalised || !t.is(class::FUNCTION)));
        let is_attribute = before.is_some_and(|b| self.is_noun(b));
        word(start).eq_ignore_ascii_case("der") && (is_inflected || is_attribute)
    }

    /// The article, possessive or first noun of the German phrase that a token stands in.
    fn phrase_start(&self, at: usize) -> usize {
        const LONGEST: usize = 6;
        let tokens = &self.document.tokens;
        let is_here = |k: usize| self.outside(k) && self.sentence[k] == self.sentence[at];
        let mut start = at;
        while start > 0 && at - start < LONGEST && is_here(start - 1) && self.is_noun(start - 1) {
            start -= 1;
        }
        let is_adjective = |k: usize| is_here(k) && tokens[k].first.is_lowercase() && tokens[k].is_word();
        let article = (start.saturating_sub(3)..start).rev().find(|k| {
            is_here(*k) && (tokens[*k].is(class::DETERMINER) || is_oblique_article(self.document.token_text(*k)))
        });
        article.filter(|a| (a + 1..start).all(is_adjective)).unwrap_or(start)
    }

    /// „am 27. Juni“, „Benedikt XVI.“: a German full stop behind a number makes it an ordinal,
    /// unless a small word goes on with a capital.
    pub(crate) fn is_ordinal(&self, stop: usize) -> bool {
        const SMALL: u32 = class::DETERMINER | class::PRONOUN | class::FUNCTION | class::OBJECT | class::PREPOSITION;
        let tokens = &self.document.tokens;
        let Some(number) = stop.checked_sub(1).map(|n| &tokens[n]) else { return false };
        let text = self.document.token_text(stop - 1);
        let is_number = number.end == tokens[stop].start
            && (number.length <= 2 && text.bytes().all(|b| b.is_ascii_digit())
                || number.length >= 2 && text.bytes().all(|b| matches!(b, b'I' | b'V' | b'X')));
        tokens[stop].first == '.'
            && is_number
            && tokens.get(stop + 1).is_some_and(|t| t.is_word() && !(t.capitalised && t.is(SMALL)))
    }

    /// Der Radiosender „Kelsund“; die sogenannte „Flut“; ihr Film heißt „Ebbe“; laut „Kelsund heute“; dem „Kurier“ zufolge;
    /// sagte Lind dem „Kurier“; aus der „Küsten-Zeitung“: marks around a name, which German sets where English sets none.
    pub(crate) fn is_named_after(&self, region: usize, words: usize) -> bool {
        const LONGEST: usize = 3;
        const LONGEST_TITLE: usize = 14;
        let (i, j) = self.spans[region];
        let tokens = &self.document.tokens;
        let lead = i.checked_sub(1).filter(|b| self.outside(*b) && tokens[*b].paragraph == tokens[i].paragraph);
        let is_called = |b: usize| {
            let word = self.document.token_text(b);
            let bears = matches!(word, "heißt" | "heißen" | "hieß" | "hießen");
            let before = b.checked_sub(1).filter(|k| tokens[*k].is_word());
            let is_other = before.is_some_and(|k| self.document.token_text(k) != "es");
            word.starts_with("sogenannt") || word.starts_with("genannt") || word == "namens" || bears && is_other
        };
        let is_source = lead.is_some_and(|b| tokens[b].is(class::SOURCE) || is_called(b))
            || j < tokens.len() && self.document.token_text(j) == "zufolge";
        let is_kind = lead.is_some_and(|b| self.is_noun(b) && self.named[b] == 0);
        let last = (i..j).rev().find(|k| tokens[*k].is_word());
        let is_source = is_source || last.is_some_and(|k| is_paper(self.document.token_text(k)));
        let is_name = tokens.get(i + 1).is_some_and(|t| t.capitalised);
        // Auf die Frage „Q?“ antwortete Lind.
        let word = |back: usize| i.checked_sub(back).map_or("", |k| self.document.token_text(k));
        if word(1) == "Frage" && word(2) == "die" && word(3).eq_ignore_ascii_case("auf") {
            return true;
        }
        if words <= LONGEST_TITLE && lead.is_some_and(|b| self.is_noun(b) && is_work(self.document.token_text(b))) {
            return last.is_none_or(|k| self.document.token_text(k + 1) != ".");
        }
        words <= LONGEST && (is_source || is_name && (is_kind || lead.is_some_and(|b| self.is_told(b, j))))
    }

    /// Whether the article at `at` is that of a listener: "sagte Lind dem", "Wie Lind dem … sagte", "Dem … sagte".
    fn is_told(&self, at: usize, behind: usize) -> bool {
        const DATIVE: [&str; 3] = ["der", "dem", "den"];
        const NEAR: usize = 8;
        let tokens = &self.document.tokens;
        let is_verb = |k: &usize| self.sentence[*k] == self.sentence[at] && tokens[*k].cue >= CUE_BEFORE_TITLE;
        let is_subject = |k: usize| self.outside(k) && (tokens[k].capitalised || tokens[k].is(class::PRONOUN));
        let article = self.document.token_text(at);
        let is_verb_behind = behind < tokens.len() && is_verb(&behind);
        if self.opens_sentence(at) {
            return is_verb_behind && DATIVE.iter().any(|word| word.eq_ignore_ascii_case(article));
        }
        DATIVE.contains(&article)
            && (is_subject(at - 1) || tokens[at - 1].first == ')')
            && ((at.saturating_sub(NEAR)..at).any(|k| is_verb(&k)) || is_verb_behind)
    }

    /// „…“, heißt es; mit den Worten: „…“; "il faut « … »": nobody.
    pub(crate) fn is_impersonal(&self, candidate: Candidate) -> bool {
        if !self.is_german() {
            return self.is_french_nobody(candidate);
        }
        let is_words = self.document.token_text(candidate.to - 1) == "Worten";
        is_words || self.document.token_text(candidate.from).eq_ignore_ascii_case("es")
    }

    /// „Viele fragen: „Q?“ Lind hat ein Buch geschrieben“: whether a candidate stands behind a quote that was led up to
    /// and that a new sentence follows.
    pub(crate) fn is_told_next(&self, focus: &Focus, candidate: Candidate) -> bool {
        let (_, end) = self.spans[focus.region];
        let ends = end.checked_sub(2).and_then(|k| self.token(k)).is_some_and(Token::ends_sentence);
        let begins = self.token(end).is_some_and(|t| t.capitalised);
        self.is_german() && ends && begins && focus.left_cue.is_some() && candidate.from >= end
    }

    /// „…“, so X; heißt es bei X; nach Angaben von X; wie X berichtet: whether the phrase at `at`
    /// is named as the source of the region that ends before `end`.
    pub(crate) fn is_said_to_say(&self, at: usize, end: usize) -> bool {
        let word = |k: usize| at.checked_sub(k).map_or("", |k| self.document.token_text(k));
        let is_so = word(1) == "so" && (word(2) == "," || at == end + 1);
        is_so || self.is_where_it_says(at) || self.is_where_it_was_said(at) || self.is_whose_account(at)
    }

    /// Of whom the grammar says that the words of a region are theirs.
    pub(crate) fn owner(&self, region: usize) -> Option<Candidate> {
        if !self.is_german() {
            return None;
        }
        self.cited(region).or_else(|| self.subject_of_frame(region))
    }

    /// „…“, wird Lee in der Zeitung zitiert; „…“, lässt sich Lee zitieren; Lee wird in der „Zeitung“ zitiert: „…“: whose
    /// words a sentence passes on.
    fn cited(&self, region: usize) -> Option<Candidate> {
        self.cited_behind(region).or_else(|| self.cited_before(region))
    }

    fn cited_behind(&self, region: usize) -> Option<Candidate> {
        let (_, end) = self.spans[region];
        let verb = end + usize::from(self.first_of(end) == Some(','));
        let word = |k: usize| self.document.token_text(k);
        let lead = match word(verb) {
            "werden" | "wird" | "wurde" | "wurden" => verb,
            "lassen" | "ließ" | "ließen" | "lässt" if word(verb + 1) == "sich" => verb + 1,
            _ => return None,
        };
        let here = |k: &usize| self.sentence.get(*k) == self.sentence.get(verb);
        let mut behind = (lead + 1..lead + FARTHEST).take_while(here);
        behind.find(|k| matches!(word(*k), "zitieren" | "zitiert")).and_then(|_| self.subject_behind(lead))
    }

    fn cited_before(&self, region: usize) -> Option<Candidate> {
        let word = |k: usize| self.document.token_text(k);
        let verb = self.spans[region].0.checked_sub(2).filter(|k| word(k + 1) == ":" && word(*k) == "zitiert")?;
        let here = |k: &usize| self.sentence[*k] == self.sentence[verb];
        let lead = (0..verb).rev().take(FARTHEST).take_while(here).find(|k| PASSIVE.contains(&word(*k)))?;
        let end = self.candidates.partition_point(|c| c.from < lead);
        self.candidates[..end].iter().rev().take(MOST_BESIDE).find(|c| c.to == lead).copied()
    }

    /// Lee hat „…“ versprochen; am Montag hat Lee vor „…“ gewarnt: the subject of a verb that closes the sentence's frame
    /// behind the marks.
    fn subject_of_frame(&self, region: usize) -> Option<Candidate> {
        const REPORTS: u8 = 30;
        /// Participles that seldom report elsewhere.
        const DEMANDED: [&str; 5] = ["angemahnt", "gefordert", "gelobt", "gesprochen", "verlangt"];
        let (start, end) = self.spans[region];
        let before = start.checked_sub(1).filter(|_| end > start + 3)?;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.sentence[*k] == self.sentence[before] && self.outside(*k);
        let closes = |t: &Token| {
            (t.cue >= REPORTS || DEMANDED.contains(&self.document.slice(t.start, t.end)))
                && !t.capitalised
                && t.paragraph as usize == self.regions[region].paragraph
        };
        let ends = |k: usize| self.token(k).is_none_or(|t| !t.is_word());
        self.token(end).filter(|t| closes(t) && ends(end + 1))?;
        let is_auxiliary = |k: &usize| matches!(word(*k), "hat" | "hatte" | "haben" | "hatten");
        let lead = (0..start).rev().take(FARTHEST).take_while(here).find(is_auxiliary)?;
        let first = self.candidates.partition_point(|c| c.from < lead);
        let subject =
            self.candidates[..first].iter().rev().take(MOST_BESIDE).find(|c| c.to == lead && !self.is_object(**c));
        subject.copied().or_else(|| self.subject_behind(lead)).filter(|c| c.to <= start)
    }

    /// Beim Verband hieß es dagegen, …; aus Paris heißt es: what says so stands behind the preposition that opens the
    /// sentence.
    fn is_where_it_was_said(&self, at: usize) -> bool {
        const NEAR: usize = 6;
        let Some(lead) = at.checked_sub(1) else { return false };
        let is_place = matches!(self.document.token_text(lead), "Aus" | "Bei" | "Beim" | "Von" | "Vom" | "Im" | "In");
        let is_said = |k: usize| {
            self.sentence.get(k) == self.sentence.get(at)
                && matches!(self.document.token_text(k), "heißt" | "hieß")
                && self.document.token_text(k + 1) == "es"
        };
        is_place && self.opens_sentence(lead) && (at + 1..at + NEAR).any(is_said)
    }

    /// „…“, heißt es in einer Mitteilung: what says so stands behind the preposition.
    fn is_where_it_says(&self, at: usize) -> bool {
        let word = |k: usize| at.checked_sub(k).map_or("", |k| self.document.token_text(k));
        let is_place = matches!(word(1), "in" | "auf" | "aus" | "bei" | "von" | "im" | "beim" | "vom");
        let said =
            [(2, 3), (3, 4)].into_iter().any(|(es, verb)| word(es) == "es" && matches!(word(verb), "heißt" | "hieß"));
        is_place && said
    }

    /// Nach Angaben des Ministers …; nach Ansicht von Ann Lee …; wie die Zeitung berichtet, ….
    fn is_whose_account(&self, at: usize) -> bool {
        const ACCOUNTS: [&str; 16] = [
            "Angabe",
            "Angaben",
            "Ansicht",
            "Auffassung",
            "Auskunft",
            "Aussage",
            "Aussagen",
            "Bericht",
            "Berichten",
            "Darstellung",
            "Einschätzung",
            "Informationen",
            "Meinung",
            "Überzeugung",
            "Worten",
            "Wunsch",
        ];
        let word = |k: usize| at.checked_sub(k).map_or("", |k| self.document.token_text(k));
        let is_nach = |k: usize| word(k).eq_ignore_ascii_case("nach");
        // "Nach [den] Worten [von] Lee"
        let noun = if word(1) == "von" { 2 } else { 1 };
        let lead = if word(noun + 1) == "den" { noun + 2 } else { noun + 1 };
        // "Aus [der] Sicht [von] Lee"
        let is_aus = |k: usize| word(k).eq_ignore_ascii_case("aus");
        let is_sight = word(noun) == "Sicht" && (is_aus(noun + 1) || is_aus(noun + 2));
        let is_account = ACCOUNTS.contains(&word(noun)) && is_nach(lead) || is_sight;
        let opens = at < 2 || self.sentence[at - 2] != self.sentence[at];
        is_account || opens && word(1) == "Wie"
    }

    /// … erklärte, ein Dialog sei „…“; …, dass die Fehden „…“: the clause that is reported has its own
    /// subject. German marks reported speech by the subjunctive (Duden, "Konjunktiv I").
    pub(crate) fn is_reported_of(&self, candidate: Candidate) -> bool {
        const LEADS: [&str; 9] = ["dass", "ob", "weil", "wenn", "nachdem", "bevor", "damit", "obwohl", "falls"];
        let is_subject = candidate.to < self.document.tokens.len() && self.is_subjunctive(candidate.to);
        let before = candidate.from.checked_sub(1);
        let is_led = before.is_some_and(|k| LEADS.contains(&self.document.token_text(k)));
        is_subject || is_led
    }

    /// „…, nachdem Lind den Plan „Q“ genannt hatte“, „wenn Lind sagt, „Q““, „…, der den Plan „Q“ genannt hatte“:
    /// the verb of a subordinate clause stands at its end, behind the marks or before what leads to them.
    pub(crate) fn is_german_clause_subject(&self, focus: &Focus, candidate: Candidate) -> bool {
        // What follows "dass" is told by somebody.
        const CONJUNCTIONS: [&str; 11] =
            ["als", "bevor", "ehe", "falls", "nachdem", "obwohl", "seit", "was", "weil", "wenn", "wie"];
        const RELATIVES: [&str; 3] = ["das", "der", "die"];
        /// Words from the marks to the verb, and of the clause before them.
        const NEAR: usize = 3;
        const LONGEST: usize = 30;
        let (start, end) = self.spans[focus.region];
        let word = |k: usize| self.document.token_text(k);
        // Not "roles like Lee", "other than Lee".
        let opens = |k: usize| self.opens_sentence(k) || word(k - 1) == ",";
        let is_conjunction = |k: &usize| CONJUNCTIONS.iter().any(|c| c.eq_ignore_ascii_case(word(*k))) && opens(*k);
        let is_relative = word(candidate.to) == "," && RELATIVES.contains(&word(candidate.to + 1));
        let from = match candidate.from.checked_sub(1).filter(is_conjunction) {
            Some(_) => candidate.to,
            None if is_relative => candidate.to + 2,
            None => return false,
        };
        let is_led = matches!(word(start.saturating_sub(1)), ":" | ",");
        let is_open = |k: usize| self.outside(k) && word(k) != ",";
        let is_here = |k: &usize| self.token(*k).is_some_and(Token::is_word) && self.outside(*k);
        let is_cue = |k: usize| self.document.tokens[k].cue >= CUE && !self.document.tokens[k].capitalised;
        let closes = |k: usize| is_cue(k) || matches!(word(k), "bezeichnet" | "genannt" | "nannte");
        let is_name = candidate.kind == Kind::Name && self.named(candidate) == 1;
        let holds = from < start && start <= from + LONGEST && (from..start - usize::from(is_led)).all(is_open);
        is_name
            && holds
            && match is_led {
                true => (from..start).any(closes),
                false => (end..end + NEAR).take_while(is_here).any(closes),
            }
    }

    /// „Lind kritisierte Brenners Aussage, der Hafen sei „Q““: whose account somebody takes up.
    pub(crate) fn accounted_for(&self, region: usize, source: Candidate) -> Option<Candidate> {
        const ACCOUNTS: [&str; 10] = [
            "Ansicht",
            "Aussage",
            "Aussagen",
            "Behauptung",
            "Bemerkung",
            "Darstellung",
            "Kritik",
            "Vorwurf",
            "Warnung",
            "Äußerung",
        ];
        let start = self.spans[region].0;
        let word = |k: usize| self.document.token_text(k);
        let here = |k: &usize| self.is_beside(source, *k);
        let noun = (source.to..start)
            .take(FARTHEST)
            .take_while(here)
            .find(|k| ACCOUNTS.contains(&word(*k)) && word(k + 1) == ",")?;
        // A name goes on to what has a capital.
        let owner = self.phrases_before(noun).find(|c| c.to == noun || c.to == noun + 1).copied()?;
        let is_owner = owner.kind == Kind::Name && owner.from > source.to && word(noun - 1).ends_with('s');
        is_owner.then_some(Candidate { to: noun, ..owner })
    }

    /// „Sie empfiehlt Sätze wie diese: „Q““: marks around examples.
    pub(crate) fn is_example(&self, region: usize) -> bool {
        let start = self.spans[region].0;
        let word = |back: usize| start.checked_sub(back).map_or("", |k| self.document.token_text(k));
        let is_like = word(2) == "wie" || word(3) == "wie" && word(2).starts_with("dies");
        self.is_german() && word(1) == ":" && is_like
    }

    /// A verb that only reported speech has.
    fn is_subjunctive(&self, at: usize) -> bool {
        const SUBJUNCTIVE: [&str; 11] =
            ["sei", "seien", "habe", "werde", "könne", "müsse", "solle", "wolle", "dürfe", "gebe", "würde"];
        self.outside(at) && SUBJUNCTIVE.contains(&self.document.token_text(at))
    }

    /// X kritisierte den Plan. Er sei „…“: a report goes on without a verb of its own, in the
    /// subjunctive, and is whose the last such verb of the paragraph was.
    pub(crate) fn carried_speaker(&self, region: usize) -> Option<Candidate> {
        const FARTHEST: usize = 160;
        let (start, end) = self.spans[region];
        let tokens = &self.document.tokens;
        let is_own = |k: &usize| self.sentence[*k] == self.sentence[start];
        let mut own = (0..start).rev().take_while(is_own).chain((end..tokens.len()).take_while(is_own)).take(FARTHEST);
        if !own.any(|k| self.is_subjunctive(k)) {
            return None;
        }
        let is_here = |k: &usize| tokens[*k].paragraph as usize == self.regions[region].paragraph;
        let first = self.sentence.partition_point(|s| *s < self.sentence[start]);
        let mut before = (0..first).rev().take_while(is_here).take(FARTHEST);
        let cue = before.find(|k| self.outside(*k) && tokens[*k].cue >= CUE_BEFORE_TITLE)?;
        self.subject_before(cue).or_else(|| self.subject_behind(cue)).or_else(|| self.nearest_before(cue))
    }
}

/// German articles and possessives that are never those of a subject.
fn is_oblique_article(word: &str) -> bool {
    const OBLIQUE: &[&str] = &[
        "dem", "den", "des", "einem", "einen", "einer", "eines", "seinem", "seinen", "seiner", "seines", "ihrem",
        "ihren", "ihrer", "ihres", "diesem", "diesen", "keinem", "keinen", "keiner",
    ];
    OBLIQUE.iter().any(|o| o.eq_ignore_ascii_case(word))
}

/// Small words that may open a German sentence; those that English has too stand among the word classes.
const OPENERS: &str = "Allein Alle Alles Als Andere Anders Bald Besonders Da Danach Daran Darauf Daraus Dass Davon \
    Davor Dazwischen Denn Dennoch Derzeit Deutlich Ebenfalls Ebenso Eigentlich Einmal Einst Einzig Erneut Erst \
    Etliche Etwa Etwas Falls Fast Früher Ganz Genau Gerade Gestern Gut Halb Hatte Heute Immer Immerhin Infolge \
    Innerhalb Ist Jede Jeder Jedem Jedes Jemand Jetzt Kaum Kann Knapp Künftig Leider Lediglich Letzte Letzten Mal Man \
    Mancher Manche Mehr Mehrere Mindestens Mittlerweile Morgen Neu Niemand Nie Noch Nämlich Ob Oben Obwohl Oder Oft \
    Rund Seinerzeit Seitdem Seither Selbst Sobald Sofort Sogar Solange Solche Somit Sonst Soweit Sowohl Statt \
    Stattdessen Stets Trotzdem Überall Überhaupt Übrigens Unlängst Unser Unsere Unweit Ursprünglich Vielleicht \
    Vielmehr Vorerst Vorher Wann Warum Wegen Weil Welche Welcher Wenige Wenngleich Wie Wieder Wieso Wo Wobei Wohin Wohl \
    Womit Worauf Wozu Zuletzt Zumindest Zunächst Zurzeit Zusammen Zwar Zwischen";

pub(crate) fn is_opener(word: &str) -> bool {
    OPENERS.split_ascii_whitespace().any(|o| o == word)
}

/// Whether a German word that opens a sentence is no noun: a small word, or an adverb or an
/// adjective by its ending.
fn is_adverb(word: &str) -> bool {
    const ENDINGS: [&str; 12] =
        ["lich", "isch", "end", "sam", "nach", "weise", "falls", "seits", "dings", "grund", "mals", "wegen"];
    const NOUNS: [&str; 5] = ["Tisch", "Fisch", "Abend", "Jugend", "Tugend"];
    is_opener(word) || ENDINGS.iter().any(|e| word.ends_with(e)) && !NOUNS.contains(&word)
}

/// Whether a noun is one for what has a title, by the end of its compound.
fn is_work(noun: &str) -> bool {
    const WORKS: &[&str] = &[
        "album",
        "artikel",
        "ausstellung",
        "buch",
        "doku",
        "dokumentation",
        "film",
        "kampagne",
        "konferenz",
        "lied",
        "motto",
        "podcast",
        "roman",
        "reihe",
        "sendung",
        "serie",
        "song",
        "studie",
        "tagung",
        "thema",
        "titel",
        "vortrag",
    ];
    WORKS.iter().any(|work| noun.to_lowercase().ends_with(work))
}

/// Whether a paper's name ends in a word.
fn is_paper(word: &str) -> bool {
    const PAPERS: &[&str] = &[
        "Zeitung",
        "zeitung",
        "Anzeiger",
        "Tageblatt",
        "Tagblatt",
        "Abendblatt",
        "Rundschau",
        "Nachrichten",
        "Morgenpost",
    ];
    PAPERS.iter().any(|p| word.ends_with(p))
}
