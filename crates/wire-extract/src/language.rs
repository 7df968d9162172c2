//! The language of a text, BCP 47.

use whatlang::Lang;

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
    let found = end(MIN_CHARS - 1).and_then(|_| whatlang::detect(sample));
    let found = found.filter(whatlang::Info::is_reliable);
    match found.and_then(|i| Some((subtag(i.lang())?, i.confidence() as f32))) {
        Some((detected, confidence)) => {
            let tag = declared.filter(|d| primary(d) == detected).unwrap_or_else(|| detected.to_owned());
            Spoken { tag: Some(tag), confidence: Some((confidence * 100.0).round() / 100.0) }
        }
        None => Spoken { tag: declared, confidence: None },
    }
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
    }
}
