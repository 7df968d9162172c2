//! Training: pages with known stories to the forest that the crate embeds.

use scraper::Html;
use wire_text::charset;

pub use crate::forest::{Example, Forest, Growth, grow};
use crate::{Extraction, Heading, NotAnArticle, Page, body, candidate, read_tree, survey};

/// A line of a page with its row of numbers.
pub struct Candidate {
    /// The text.
    pub text: String,
    /// The row.
    pub row: Vec<f32>,
}

/// The lines of a page that could be story; none where it has no text that could be a story.
pub fn candidates(bytes: &[u8], page: &Page) -> Vec<Candidate> {
    let decoded = charset::decode(bytes, page.content_type.as_deref(), charset::html_declaration);
    let html = Html::parse_document(&decoded.text);
    let heading = Heading::read(&html, page);
    let known = heading.known();
    let Some(survey) = survey::survey(&heading.outline, &known) else { return Vec::new() };
    let rows = candidate::rows(&heading.outline, &known, &survey);
    survey
        .lines
        .into_iter()
        .zip(rows)
        .filter_map(|(line, row)| Some(Candidate { text: line.text, row: row? }))
        .collect()
}

/// As [`crate::extract`], with another forest than the embedded one.
///
/// # Errors
/// As [`crate::extract`].
pub fn extract_with(forest: &Forest, bytes: &[u8], page: &Page) -> Result<Extraction, NotAnArticle> {
    let decoded = charset::decode(bytes, page.content_type.as_deref(), charset::html_declaration);
    read_tree(&Html::parse_document(&decoded.text), page, |outline, known| body::body_by(outline, known, forest))
}
