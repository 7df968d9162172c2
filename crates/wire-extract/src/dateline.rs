//! The dateline: "PARIS, Nov 3 (Reuters) –".

use std::ops::Range;

use wire_model::{Article, BlockKind, Dateline};
use wire_text::dateline::read;

/// Finds the dateline at the head of the first paragraph. The text keeps it:
/// offsets must count in what the publisher wrote.
pub(crate) fn dateline(article: &Article) -> Option<Dateline> {
    let first = article.blocks.iter().position(|b| b.kind == BlockKind::Paragraph)?;
    let text = article.text.splitn(first + 1, "\n\n").nth(first)?;
    let found = read(text)?;
    let slice = |part: Range<usize>| text.get(part).unwrap_or_default().to_owned();
    let with_region = |place: Range<usize>| match found.region.clone() {
        // "MARWA (Bihar)"
        Some(region) => place.start..region.end + usize::from(text[region.end..].starts_with(')')),
        None => place,
    };
    Some(Dateline {
        place: found.place.map(with_region).map(slice),
        date: found.date.map(slice),
        agency: found.agency.map(slice),
        text: text[..found.end].trim_end().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire_model::{Block, TextSpan};

    fn block(kind: BlockKind, start: usize, end: usize) -> Block {
        Block { kind, span: TextSpan { start, end } }
    }

    #[test]
    fn the_first_paragraph_opens_with_it() {
        let text = "In short\n\nMARWA (Bihar), Nov 25 (Northern Wire): The harbour";
        let blocks = vec![block(BlockKind::Heading, 0, 8), block(BlockKind::Paragraph, 10, text.chars().count())];
        let article = Article { text: text.to_owned(), blocks, ..Article::default() };
        let expected = Dateline {
            place: Some("MARWA (Bihar)".to_owned()),
            date: Some("Nov 25".to_owned()),
            agency: Some("Northern Wire".to_owned()),
            text: "MARWA (Bihar), Nov 25 (Northern Wire):".to_owned(),
        };
        assert_eq!(dateline(&article), Some(expected));
        assert_eq!(dateline(&Article::default()), None);
    }
}
