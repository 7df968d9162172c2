//! Whether a man or a woman bears a name, as far as the words around it tell: so that no "she"
//! and no "Mrs." is taken for a man.

use wire_model::EntityKind;

use crate::Name;
use crate::lexicon::{Language, class};
use crate::token::{Document, Token};

/// What is known of a person's sex; both where the text contradicts itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sex {
    pub(crate) male: bool,
    pub(crate) female: bool,
}

impl Sex {
    fn of(token: &Token) -> Sex {
        Sex { male: token.is(class::MALE), female: token.is(class::FEMALE) }
    }

    fn is_told(self) -> bool {
        self != Sex::default()
    }

    /// Whether both may be the same person's.
    pub(crate) fn agrees(self, other: Sex) -> bool {
        let contradicts = |a: Sex, b: Sex| a.male && !a.female && b.female && !b.male;
        !contradicts(self, other) && !contradicts(other, self)
    }
}

/// What stands beside a person's name: a title ("Mrs. Carver"), a noun before it ("his wife,
/// Ruth Carver", "Stadträtin Nele Hoffmann", "la ministre, Ève Brun") or behind ("Ruth Carver, the widow of").
pub(crate) fn told(document: &Document<'_>, name: &Name) -> Sex {
    if name.kind != EntityKind::Person {
        return Sex::default();
    }
    let (from, to) = (document.token_at(name.start), document.token_at(name.end));
    // "Mother Agnes"
    let own = Some(from).filter(|k| document.token_text(*k) == "Mother");
    let before = own.or_else(|| noun_before(document, from, to)).map_or(Sex::default(), |noun| of_noun(document, noun));
    if before.is_told() { before } else { behind(document, to) }
}

/// The noun that the name stands in apposition to: right before it, or before a comma where another
/// sign sets the name off behind ("his wife, Ruth Carver, said"; not "with his wife, Carver left").
fn noun_before(document: &Document<'_>, from: usize, to: usize) -> Option<usize> {
    const LONGEST: usize = 9;
    let tokens = &document.tokens;
    let (own, last) = (tokens.get(from)?, from.checked_sub(1)?);
    if tokens[last].paragraph != own.paragraph {
        return None;
    }
    if tokens[last].first != ',' {
        return Some(last);
    }
    let is_set_off = tokens.get(to).is_none_or(|t| t.paragraph != own.paragraph || !t.is_word());
    let is_phrase = |k: &usize| tokens[*k].paragraph == own.paragraph && tokens[*k].is_word() && tokens[*k].cue < 20;
    let phrase: Vec<usize> = (0..last).rev().take(LONGEST).take_while(is_phrase).collect();
    let is_noun = |k: &&usize| tokens[**k].is(class::PERSON_NOUN);
    // "La maire de Nantes, Ève Brun,": what stands between belongs to the noun.
    let of_romance = || phrase.iter().find(is_noun).filter(|_| is_romance(document.language));
    of_romance().or(phrase.first()).copied().filter(|_| is_set_off)
}

fn is_romance(language: Language) -> bool {
    matches!(language, Language::French | Language::Spanish)
}

fn of_noun(document: &Document<'_>, at: usize) -> Sex {
    let told = Sex::of(&document.tokens[at]);
    let by_article = if told.is_told() { told } else { by_article(document, at) };
    Sex { female: by_article.female || is_german_woman(document, at), ..by_article }
}

/// "Ministerin", "Stadträtin": German nouns say who is a woman.
fn is_german_woman(document: &Document<'_>, at: usize) -> bool {
    const SHORTEST: u32 = 6;
    let token = &document.tokens[at];
    document.language == Language::German
        && token.capitalised
        && token.length >= SHORTEST
        && document.token_text(at).ends_with("in")
}

/// "la maire", "un avocat": what the article of a French or Spanish noun says.
fn by_article(document: &Document<'_>, noun: usize) -> Sex {
    let article =
        noun.checked_sub(1).filter(|_| is_romance(document.language) && document.tokens[noun].is(class::PERSON_NOUN));
    match article.map(|k| document.token_text(k).to_lowercase()).as_deref() {
        Some("la" | "une" | "una" | "sa") => Sex { male: false, female: true },
        Some("le" | "un" | "el") => Sex { male: true, female: false },
        _ => Sex::default(),
    }
}

/// The noun in apposition behind the name, where an article or "of" shows that it is one.
fn behind(document: &Document<'_>, to: usize) -> Sex {
    const LONGEST: usize = 4;
    let tokens = &document.tokens;
    let Some([comma, rest @ ..]) = tokens.get(to..) else { return Sex::default() };
    if comma.first != ',' {
        return Sex::default();
    }
    // Behind "of" and "for" stands another one: "a spokesman for Mrs. Carver".
    let mut phrase = rest.iter().take(LONGEST).take_while(|t| t.is_word() && !t.is(class::PREPOSITION));
    let noun = phrase.position(|t| Sex::of(t).is_told() && !t.is(class::PRONOUN));
    let is_noun = |k: usize| {
        rest[..k].iter().any(|t| t.is(class::DETERMINER)) || rest.get(k + 1).is_some_and(|t| t.is(class::PREPOSITION))
    };
    noun.filter(|k| is_noun(*k)).map_or(Sex::default(), |k| Sex::of(&rest[k]))
}
