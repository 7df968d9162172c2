//! The dateline: "PARIS, Nov 3 (Reuters) –".

use std::sync::LazyLock;

use regex::Regex;
use wire_model::{Article, BlockKind, Dateline};

use crate::agency;

static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^(?P<place>\p{Lu}[\p{Lu}\p{Ll}.'’-]*(?:[ /]\p{Lu}[\p{Lu}\p{Ll}.'’-]*){0,4}(?:, \p{Lu}[\p{L}.]*(?: \p{Lu}[\p{L}.]*)?)?)?",
        r"(?P<date>,? (?:\p{L}{3,9}\.? \d{1,2}|\d{1,2}\.? \p{L}{3,9}\.?)(?:,? \d{4})?)?",
        r" ?(?:\((?P<agency>[^()]{2,40})\))?\s?(?:[-–—]{1,2}|:)\s",
    ))
    .expect("the pattern is a constant that a test compiles")
});

/// Finds the dateline at the head of the first paragraph. The text keeps it:
/// offsets must count in what the publisher wrote.
pub(crate) fn dateline(article: &Article) -> Option<Dateline> {
    let at = article.blocks.iter().position(|b| b.kind == BlockKind::Paragraph)?;
    let paragraph = article.text.split("\n\n").nth(at)?;
    let captures = DATELINE.captures(paragraph)?;
    let text = captures.get(0)?.as_str();
    let part = |name: &str| captures.name(name).map(|m| m.as_str().trim().to_owned());
    let (place, agency) = (part("place"), part("agency"));
    // Without an agency only capitals make a place a dateline, not the start of a sentence.
    let capitals = place.as_deref().is_some_and(|p| {
        let letters: Vec<char> = p.split(',').next().unwrap_or(p).chars().filter(|c| c.is_alphabetic()).collect();
        letters.len() > 2 && letters.iter().all(|c| c.is_uppercase())
    });
    let known_agency = agency.as_deref().is_some_and(|a| agency::by_name(a).is_some());
    (capitals || known_agency).then(|| Dateline { place, agency, text: text.trim_end().to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire_model::{Block, TextSpan};

    #[test]
    fn datelines_are_told_from_sentences() {
        let check = |text: &str, expected: Option<(Option<&str>, Option<&str>)>| {
            let block = Block { kind: BlockKind::Paragraph, span: TextSpan { start: 0, end: text.chars().count() } };
            let article = Article { text: text.to_owned(), blocks: vec![block], ..Article::default() };
            let found = dateline(&article);
            assert_eq!(found.as_ref().map(|d| (d.place.as_deref(), d.agency.as_deref())), expected, "{text}");
        };
        check("PARIS, Nov 3 (Reuters) - The harbour", Some((Some("PARIS"), Some("Reuters"))));
        check("NEW DELHI: The harbour", Some((Some("NEW DELHI"), None)));
        check("Berlin (dpa) – Der Hafen", Some((Some("Berlin"), Some("dpa"))));
        check("The harbour - closed for years - reopened.", None);
        check("Everything else: nothing.", None);
    }
}
