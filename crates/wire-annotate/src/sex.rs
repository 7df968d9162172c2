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
    [before(document, from), by_article(document, from), behind(document, to)]
        .into_iter()
        .find(|sex| sex.is_told())
        .unwrap_or_default()
}

/// The word right before the name, or before the comma that sets it off.
fn before(document: &Document<'_>, from: usize) -> Sex {
    let Some(at) = noun_before(document, from) else { return Sex::default() };
    let female = is_german_woman(document, at);
    let told = Sex::of(&document.tokens[at]);
    Sex { female: told.female || female, ..told }
}

fn noun_before(document: &Document<'_>, from: usize) -> Option<usize> {
    let own = document.tokens.get(from)?;
    let at = from.checked_sub(1)?;
    let at = if document.tokens[at].first == ',' { at.checked_sub(1)? } else { at };
    (document.tokens[at].paragraph == own.paragraph).then_some(at)
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

/// "La maire de Nantes, Ève Brun": the article of the nearest noun that names a person.
fn by_article(document: &Document<'_>, from: usize) -> Sex {
    const LONGEST: usize = 10;
    if !matches!(document.language, Language::French | Language::Spanish) {
        return Sex::default();
    }
    let tokens = &document.tokens;
    let Some(own) = tokens.get(from) else { return Sex::default() };
    let is_near =
        |k: &usize| tokens[*k].paragraph == own.paragraph && !matches!(tokens[*k].first, '.' | '!' | '?' | ';');
    let mut near = (0..from).rev().take(LONGEST).take_while(is_near);
    let article = near.find(|k| tokens[*k].is(class::PERSON_NOUN)).and_then(|noun| noun.checked_sub(1));
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
