//! The language of a text, BCP 47.

use std::sync::LazyLock;

use whatlang::{Detector, Lang};
use wire_text::normal;

/// Shorter texts are not asked: the detector needs some sentences.
const MIN_CHARS: usize = 80;
const SAMPLE_CHARS: usize = 400;

/// The language of a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spoken {
    pub(crate) tag: Option<String>,
    /// How sure the detector is, 0 to 1; nothing where the tag is only declared.
    pub(crate) confidence: Option<f32>,
}

/// What the text is written in; the declaration where the text is too short to tell,
/// and for the region, which no text tells.
pub(crate) fn language(declared: Option<&str>, text: &str) -> Spoken {
    let declared = declared.and_then(well_formed);
    let end = |chars: usize| text.char_indices().nth(chars).map(|(at, _)| at);
    let sample = &text[..end(SAMPLE_CHARS).unwrap_or(text.len())];
    let declared_as = declared.as_deref().map(primary);
    let detected = || {
        // To be compared with a few languages takes a small part of the time, and mostly the page is right.
        let near = declared_as.filter(|d| FREQUENT.contains(d)).and_then(|_| NEAR_FREQUENT.detect(sample));
        let as_declared = near.filter(|found| subtag(found.lang()) == declared_as);
        let found = as_declared.or_else(|| whatlang::detect(sample)).filter(whatlang::Info::is_reliable)?;
        Some((subtag(found.lang())?, found.confidence() as f32))
    };
    match end(MIN_CHARS - 1).and_then(|_| plainly(sample, declared_as).or_else(detected)) {
        Some((detected, confidence)) => {
            let tag = declared.filter(|d| primary(d) == detected).unwrap_or_else(|| detected.to_owned());
            Spoken { tag: Some(tag), confidence: Some((confidence * 100.0).round() / 100.0) }
        }
        None => Spoken { tag: declared, confidence: None },
    }
}

/// Languages that much news is written in.
const FREQUENT: [&str; 7] = ["en", "de", "fr", "es", "it", "pt", "nl"];

/// They and what may be taken for them.
static NEAR_FREQUENT: LazyLock<Detector> = LazyLock::new(|| {
    use Lang::*;
    Detector::with_allowlist(vec![
        Eng, Deu, Fra, Spa, Ita, Por, Nld, Afr, Cat, Ron, Dan, Swe, Nob, Tgl, Ind, Pol, Tur, Lat, Epo,
    ])
});

/// Words that are a good part of any text in one language and strange to others.
const OWN_WORDS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "the", "of", "and", "to", "that", "for", "with", "on", "as", "by", "from", "at", "it", "be", "are", "have",
            "has", "said", "he", "not", "but", "his", "they", "will", "which", "who", "been", "their", "this", "its",
            "or", "an", "was", "is", "you", "we", "were", "in", "a",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "den", "von", "das", "mit", "sich", "auf", "für", "ist", "im", "dem", "nicht", "ein",
            "eine", "auch", "dass", "nach", "wird", "bei", "zu", "werden", "vom", "zur", "zum", "des", "als", "aus",
            "er", "sie", "hat", "wie", "es", "ich", "sind", "oder", "in", "an",
        ],
    ),
];

/// The language of a text that is full of its own words, for sure: the detector compares a text with dozens of
/// languages, and takes as long for that as a small page takes to be parsed. Of the language that its page declares,
/// fewer words will do.
fn plainly(text: &str, declared: Option<&str>) -> Option<(&'static str, f32)> {
    const FULL: usize = 4;
    const FULL_AS_DECLARED: usize = 6;
    /// Different words.
    const FEWEST: usize = 4;
    let words: Vec<&str> = text.split(|c: char| !normal::is_word(c)).filter(|w| !w.is_empty()).collect();
    let is_in = |(tag, list): &&(&str, &[&str])| {
        let own = words.iter().filter(|word| list.contains(word)).count();
        let full = if declared == Some(tag) { FULL_AS_DECLARED } else { FULL };
        let is_varied = || list.iter().filter(|word| words.contains(word)).nth(FEWEST - 1).is_some();
        own * full >= words.len() && is_varied()
    };
    OWN_WORDS.iter().find(is_in).map(|(tag, _)| (*tag, 1.0))
}

fn primary(tag: &str) -> &str {
    match tag.split('-').next().unwrap_or(tag) {
        // Written Norwegian is declared under three names.
        "no" | "nn" => "nb",
        other => other,
    }
}

/// `de_DE` and `DE-de` become `de-DE`; what is no tag becomes nothing.
fn well_formed(tag: &str) -> Option<String> {
    let mut parts = tag.trim().split(['-', '_', '.', ',']);
    let primary = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let region = parts.next().filter(|r| r.len() == 2 && r.bytes().all(|b| b.is_ascii_alphabetic()));
    Some(match region {
        Some(region) => format!("{primary}-{}", region.to_ascii_uppercase()),
        None => primary,
    })
}

/// ISO 639-1 subtags (RFC 5646 §2.2.1 asks for the shortest).
fn subtag(lang: Lang) -> Option<&'static str> {
    Some(match lang {
        Lang::Eng => "en",
        Lang::Deu => "de",
        Lang::Fra => "fr",
        Lang::Spa => "es",
        Lang::Ita => "it",
        Lang::Por => "pt",
        Lang::Nld => "nl",
        Lang::Swe => "sv",
        Lang::Dan => "da",
        Lang::Nob => "nb",
        Lang::Fin => "fi",
        Lang::Pol => "pl",
        Lang::Ces => "cs",
        Lang::Slk => "sk",
        Lang::Hun => "hu",
        Lang::Ron => "ro",
        Lang::Bul => "bg",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Slv => "sl",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Ell => "el",
        Lang::Tur => "tr",
        Lang::Rus => "ru",
        Lang::Ukr => "uk",
        Lang::Bel => "be",
        Lang::Mkd => "mk",
        Lang::Cat => "ca",
        Lang::Ara => "ar",
        Lang::Heb => "he",
        Lang::Pes => "fa",
        Lang::Urd => "ur",
        Lang::Hin => "hi",
        Lang::Ben => "bn",
        Lang::Tam => "ta",
        Lang::Tel => "te",
        Lang::Mal => "ml",
        Lang::Kan => "kn",
        Lang::Mar => "mr",
        Lang::Guj => "gu",
        Lang::Pan => "pa",
        Lang::Ori => "or",
        Lang::Sin => "si",
        Lang::Nep => "ne",
        Lang::Tha => "th",
        Lang::Mya => "my",
        Lang::Khm => "km",
        Lang::Vie => "vi",
        Lang::Ind => "id",
        Lang::Jav => "jv",
        Lang::Tgl => "tl",
        Lang::Cmn => "zh",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Kat => "ka",
        Lang::Hye => "hy",
        Lang::Aze => "az",
        Lang::Uzb => "uz",
        Lang::Tuk => "tk",
        Lang::Amh => "am",
        Lang::Afr => "af",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Aka => "ak",
        Lang::Yid => "yi",
        Lang::Lat => "la",
        Lang::Epo => "eo",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_wins_over_the_declaration_but_keeps_its_region() {
        let german = "Der Hafen ist wieder offen, sagte die Ministerin am Montag in Hamburg, und die ersten Schiffe sind schon eingelaufen.";
        let tag = |declared: &str, text: &str| language(Some(declared), text).tag;
        assert_eq!(tag("de_AT", german).as_deref(), Some("de-AT"));
        assert_eq!(tag("en", german).as_deref(), Some("de"));
        assert_eq!(tag("en-us", "short").as_deref(), Some("en-US"));
        assert_eq!(tag("???", "short"), None);
        assert!(language(None, german).confidence.is_some_and(|c| c > 0.8));
        assert_eq!(language(Some("en"), "short").confidence, None);
        let afrikaans =
            "Die hawe is weer oop, het die minister Maandag gesê, en die eerste skepe het reeds ingevaar ná drie weke.";
        assert_eq!(tag("nl", afrikaans).as_deref(), Some("af"));
        let french = "Réouverture du port : navires, cargos et ferries reviennent à quai, annonce la ministre des Transports lundi matin.";
        assert_eq!(tag("fr-CA", french).as_deref(), Some("fr-CA"));
    }

    #[test]
    fn only_a_text_full_of_a_languages_own_words_is_plainly_in_it() {
        let tag = |text: &str| plainly(text, None).map(|(tag, _)| tag);
        assert_eq!(
            tag("The harbour is open again, the minister said on Monday, and the first ships are in."),
            Some("en")
        );
        assert_eq!(
            tag("Der Hafen ist wieder offen, sagte die Ministerin, und die Schiffe sind in der Bucht."),
            Some("de")
        );
        // No words and few, a quote in another language, names, and languages that share some of the words.
        assert_eq!(
            tag("El puerto reabre, dijo la ministra: “The harbour is open”, y los barcos entran a la bahía."),
            None
        );
        assert_eq!([tag("— … — * * *"), tag("a 1 2 3")], [None, None]);
        assert_eq!(tag("Kelsund Harbour Trust, Port of Aldern, Aldern Shipping, Gull Ferries, North Quay"), None);
        assert_eq!(tag("De haven is weer open, zei de minister van vervoer in Den Haag, en de schepen zijn er."), None);
        let few = "Kelsund’s Harbour Trust reopened three North Quay terminals on Monday, Aldern Shipping said, and Gull \
                   Ferries expects more ships of summer to dock at Port Aldern, where repairs went ahead.";
        assert_eq!(tag(few), None);
        assert_eq!(plainly(few, Some("en")), Some(("en", 1.0)));
        assert_eq!(plainly(few, Some("de")), None);
        let tagalog = "Pumunta at nanood at kumain at umuwi sila sa bahay kahapon, at natulog at nagising at kumain.";
        assert_eq!(plainly(tagalog, Some("en")), None);
        assert_eq!(tag("Havnen er åben igen, sagde ministeren, og for de første skibe er det en god dag."), None);
    }
}
