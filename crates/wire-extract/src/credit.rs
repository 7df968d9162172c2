//! Who made a picture, told from what its caption says of what it shows.

use std::sync::LazyLock;

use regex::Regex;
use wire_text::{agency, normal};

/// What is said of an image.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) caption: Option<String>,
    pub(crate) credit: Option<String>,
}

/// Bytes at the end of a caption that hold its credit.
const END: usize = 400;

impl Told {
    /// Sets a credit apart: "A ship. (Photo: Ann Lee)", "A ship © Ann Lee | KNA", "A ship. Ann Lee/Reuters".
    pub(crate) fn of(caption: &str) -> Told {
        let text = normal::line(caption);
        let from = text.floor_char_boundary(text.len().saturating_sub(END));
        let end = &text[from..];
        let split = labelled(end).or_else(|| in_brackets(end)).or_else(|| signed(end));
        let (shown, credit) = split.map_or((end, None), |(shown, credit)| (shown, Some(credit)));
        Told { caption: bare(&text[..from + shown.len()]), credit: credit.and_then(bare) }
    }

    /// Of a caption whose credit stands apart.
    pub(crate) fn with_credit(caption: Option<&str>, credit: &str) -> Told {
        let credit = normal::line(credit);
        let named = Some(credit.as_str()).filter(|credit| credit.len() <= END).and_then(labelled);
        let named = named.map_or(credit.as_str(), |(_, named)| named);
        let Told { caption, credit } = caption.map(Told::of).unwrap_or_default();
        let is_caption = |named: &String| caption.as_ref().is_some_and(|c| normal::fold(c) == normal::fold(named));
        let named = bare(named).filter(|named| !IS_LABEL.is_match(named) && !is_caption(named));
        Told { credit: named.or(credit), caption }
    }
}

/// A text without the signs around it; nothing where nothing else is left.
fn bare(text: &str) -> Option<String> {
    let is_sign = |c: char| matches!(c, '|' | '—' | '–' | '-' | ':' | '[' | ']') || c.is_whitespace();
    let text = text.trim_matches(is_sign).trim_start_matches(')').trim_end_matches('(').trim_matches(is_sign);
    // "(Ann Lee)" is Ann Lee, "Kelsund (right)" stays.
    let inner = text.strip_prefix('(').and_then(|t| t.trim_end_matches('.').strip_suffix(')'));
    let text = inner.filter(|t| !t.contains(['(', ')'])).unwrap_or(text);
    text.chars().any(char::is_alphanumeric).then(|| text.to_owned())
}

/// A credit that says it is one, at the end of a caption.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:^|[\s|(\[.!?—–-])(?:",
        r"(?:(?:photo(?:graph|graphy|grapher)?|image|imagem|imagen|immagine|picture|pic|foto|fotografie|bild|illustration|video|graphic|grafik|фото|снимка)s?",
        r"(?: credits?| source)?|crédits?(?: photos?)?|credits?|source|(?:bild)?quelle|bildrechte|bildnachweis|fuente|fonte)\s*(?:by:?\s|:|\.{3}|©)|copyright:?\s|©|\(c\)\s)",
        r"\s*(?P<named>[^()©]{2,100}?(?:\([^()]{2,40}\))?)\)?\]?\.?$",
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// "Photo Ann Lee", as the French write it, behind a sentence or alone.
static UNMARKED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[.!?)|]\s*)(?:Photos?|PHOTOS?|Foto|FOTO) (?P<named>[^()©.]{2,60})\.?$")
        .expect("the pattern is a constant that a test compiles")
});

/// What leads up to a credit, without one.
static IS_LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(copyright|credits?|crédit|photo|foto|bild|image|all rights reserved|tous droits réservés|alle rechte vorbehalten)\W*$")
        .expect("the pattern is a constant that a test compiles")
});

fn labelled(text: &str) -> Option<(&str, &str)> {
    let parts = |found: regex::Captures<'_>| {
        let named = found.name("named")?.range();
        Some((&text[..found.get(0)?.start()], &text[named]))
    };
    // Most captions have no credit, and the patterns read slowly.
    let has_mark =
        text.contains([':', '©']) || ["...", " by ", "(c)", "(C)", "opyright"].iter().any(|m| text.contains(m));
    let has_word = ["Photo", "PHOTO", "Foto", "FOTO"].iter().any(|word| text.contains(word));
    let find = |pattern: &Regex| pattern.captures(text).and_then(parts);
    let marked = has_mark.then(|| find(&LABELLED)).flatten().filter(|(_, named)| may_be_named(named));
    let unmarked = || has_word.then(|| find(&UNMARKED)).flatten().filter(|(_, named)| is_name(named));
    let (shown, named) = marked.or_else(unmarked)?;
    // The sentence before a credit keeps its full stop.
    let stop =
        text[shown.len()..].chars().next().filter(|c| matches!(c, '.' | '!' | '?' | ')')).map_or(0, char::len_utf8);
    // "© Photo: Ann Lee"
    let named = labelled(named).filter(|(shown, _)| shown.is_empty()).map_or(named, |(_, named)| named);
    Some((&text[..shown.len() + stop], named))
}

/// "(Ann Lee/Reuters)" at the end of a caption.
fn in_brackets(text: &str) -> Option<(&str, &str)> {
    let (shown, named) = text.trim_end_matches('.').strip_suffix(')')?.rsplit_once('(')?;
    is_maker(named).then_some((shown, named))
}

/// What stands behind the last sentence, or is all there is, and can only be who made the picture.
fn signed(text: &str) -> Option<(&str, &str)> {
    const FARTHEST: usize = 4;
    if is_maker(text) {
        return Some(("", text));
    }
    let is_initial = |at: usize| {
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        text[at..].starts_with('.') && word.chars().count() == 1
    };
    let is_end =
        |(at, c): &(usize, char)| matches!(c, '.' | '!' | '?' | '”' | '"' | ')' | '|' | '—' | '–') && !is_initial(*at);
    let ends = text.char_indices().rev().filter(is_end);
    let parts = ends.take(FARTHEST).map(|(at, c)| text.split_at(at + c.len_utf8()));
    parts.filter(|(_, named)| is_maker(named.trim())).last()
}

/// Whether what stands behind a label is no sentence: few words, or names alone; if it begins small, a word or a name
/// for signing in.
fn may_be_named(text: &str) -> bool {
    const FEW: usize = 6;
    let words = text.split_whitespace().count();
    let are_names = || parts(text).all(|part| is_agency(part) || is_name(part));
    let begins = || !text.starts_with(char::is_lowercase) || words == 1 || text.contains(['/', '.']);
    are_names() || begins() && words <= FEW
}

/// The makers in "Ann Lee/KNA via Getty Images".
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['/', '|', ',']).flat_map(|part| part.split(" via ")).map(str::trim)
}

/// Every word begins with a capital, a number, or stands between names.
fn is_name(text: &str) -> bool {
    const BETWEEN: [&str; 16] =
        ["and", "by", "da", "de", "del", "der", "des", "di", "for", "la", "of", "the", "und", "van", "via", "von"];
    const MOST: usize = 10;
    let mut words = text.split(|c: char| c.is_whitespace() || c == '&').filter(|w| !w.is_empty());
    let all = words.clone().count();
    all <= MOST
        && words.all(|w| {
            let is_capital = w.starts_with(|c: char| !c.is_lowercase());
            is_capital || BETWEEN.contains(&w) || w.contains('.')
        })
}

/// Whether a text can only name who made a picture: it names an agency, "Ann Lee/The Gull", or says by whose courtesy.
fn is_maker(text: &str) -> bool {
    const LONGEST: usize = 80;
    const COURTESY: [&str; 4] = ["courtesy", "handout", "submitted photo", "provided by"];
    let text = text.trim().trim_end_matches('.');
    let is_short = (2..=LONGEST).contains(&text.chars().count())
        && text.starts_with(char::is_alphanumeric)
        && !text.contains(['?', '!', ':', ';', '(', '“']);
    let lower = text.to_lowercase();
    if !is_short {
        return false;
    }
    let (first, last) = (parts(text).next(), parts(text).last());
    let is_signed = first.is_some_and(is_agency) || last.is_some_and(is_agency);
    let is_of_two = text.contains(['/', '|']) && parts(text).all(|part| part.chars().count() >= 2);
    let is_name = parts(text).all(|part| is_agency(part) || is_name(part));
    let is_courtesy = COURTESY.iter().any(|said| lower.starts_with(said));
    is_name && (is_signed || is_of_two)
        || is_courtesy && text.split_once(' ').is_some_and(|(_, whose)| self::is_name(whose))
}

/// Whether one of the makers that a credit names is an agency.
pub(crate) fn names_agency(credit: &str) -> bool {
    parts(credit.trim_start_matches(['©', ' '])).any(is_agency)
}

/// A news agency, or one for pictures alone.
fn is_agency(name: &str) -> bool {
    const PICTURES: [&str; 20] = [
        "adobe stock",
        "afp",
        "alamy",
        "ap photo",
        "depositphotos",
        "epa",
        "flickr",
        "getty",
        "getty images",
        "imago",
        "istock",
        "istockphoto",
        "pexels",
        "picture alliance",
        "pixabay",
        "shutterstock",
        "sipa",
        "unsplash",
        "wikimedia commons",
        "zuma press",
    ];
    agency::by_name(name).is_some() || PICTURES.contains(&name.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_set_apart() {
        let check = |text: &str, caption: &str, credit: &str| {
            let known = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
            assert_eq!(Told::of(text), Told { caption: known(caption), credit: known(credit) }, "{text}");
        };
        let ship = "A ship leaves.";
        for (behind, credit) in [
            ("Photo: Ann Lee", "Ann Lee"),
            ("| Photo Credit: Reuters", "Reuters"),
            ("(Photo: Ann Lee)", "Ann Lee"),
            ("(Photo by Ann Lee/KNA via Getty Images)", "Ann Lee/KNA via Getty Images"),
            ("(Ann Lee/Kelsund Gull)", "Ann Lee/Kelsund Gull"),
            ("(Getty Images)", "Getty Images"),
            ("(AP Photo/Ann Lee)", "AP Photo/Ann Lee"),
            ("Foto: picture alliance/dpa | Ann Lee", "picture alliance/dpa | Ann Lee"),
            ("© Getty Images | A. Lee", "Getty Images | A. Lee"),
            ("Credit...Ann Lee/The Kelsund Gull", "Ann Lee/The Kelsund Gull"),
            ("Ann Lee / The Kelsund Gull", "Ann Lee / The Kelsund Gull"),
            ("REUTERS/Ann Lee", "REUTERS/Ann Lee"),
            ("A. Lee/IMAGO", "A. Lee/IMAGO"),
            ("| Ann Lee/PA Images via Getty Images", "Ann Lee/PA Images via Getty Images"),
            ("Courtesy of Ann Lee", "Courtesy of Ann Lee"),
            ("© Foto: Ann Lee", "Ann Lee"),
            ("© picture alliance / Foto Lee | Foto Lee", "picture alliance / Foto Lee | Foto Lee"),
            ("Imagem: Ana Prado", "Ana Prado"),
            ("Quelle: dpa", "dpa"),
            ("Foto: Ann Lee (KNA)", "Ann Lee (KNA)"),
            ("Foto: privat", "privat"),
            ("(Foto: alee – stock.gull.example)", "alee – stock.gull.example"),
            ("Bild: WERK/ANN LEE", "WERK/ANN LEE"),
            ("Photo Ann Lee", "Ann Lee"),
            ("Фото: Анна Ли", "Анна Ли"),
        ] {
            check(&format!("{ship} {behind}"), ship, credit);
        }
        check("A ship leaves — Picture by Ann Lee", "A ship leaves", "Ann Lee");
        check("Ann Lee/dpa", "", "Ann Lee/dpa");
        check("She is Ann D. Lee. | Bo Hansen/KNA", "She is Ann D. Lee.", "Bo Hansen/KNA");
        check("She said: “A ship leaves.” Ann Lee/KNA", "She said: “A ship leaves.”", "Ann Lee/KNA");
        check("Ann Lee via Getty Images", "", "Ann Lee via Getty Images");
        check("© Ann Lee", "", "Ann Lee");
        for none in [
            "A ship leaves.",
            "Banner image for the article about ships",
            "Ann Lee's photo from the 1981 yearbook.",
            "This image has been made by hand.",
            "Tug, 2008. Colour photograph – 165 × 134 cm.",
            "The ferry to Aldern and/or Kelsund leaves",
            "The photo: a ship leaves",
            "BILD: KG/KNA/ANN LEE The master of the tug sails for Aldern",
            "© 5 Minutes The master of the tug sails her out of the harbour",
            "Ann Lee, left, and Bo Hansen at the harbour in Kelsund",
            "A ship leaves. She is bound for Aldern",
        ] {
            check(none, none, "");
        }
        let long = "A ship leaves. ".repeat(100);
        check(&format!("{long} Photo: Ann Lee"), long.trim(), "Ann Lee");
        let both = Told::with_credit(Some("A ship leaves."), "Foto: Ann Lee");
        assert_eq!(both, Told { caption: Some(ship.to_owned()), credit: Some("Ann Lee".to_owned()) });
        assert_eq!(Told::with_credit(Some("A ship leaves."), "(Ann Lee)").credit.as_deref(), Some("Ann Lee"));
        assert_eq!(Told::with_credit(Some("A ship leaves."), "A ship leaves.").credit, None);
        assert_eq!(Told::with_credit(Some("A ship. Photo: Ann Lee"), "Credit").credit.as_deref(), Some("Ann Lee"));
    }
}
