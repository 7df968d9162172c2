//! Training: pages with known stories to the model that the crate embeds.

use foldhash::HashMap;
use wire_text::charset;

pub use crate::body::Model;
pub use crate::forest::{Example, Forest, Growth, grow};
use crate::lean::Lean;
pub use crate::words::WordOdds;
use crate::{Extraction, Heading, NotAnArticle, Page, body, candidate, lean, read_tree, survey, words};

/// A line of a page.
pub struct Candidate {
    /// The text.
    pub text: String,
    /// Its words, and those that name the elements around it.
    pub keys: Vec<u32>,
    /// Its row of numbers; none where nothing at all speaks for the line.
    pub row: Option<Vec<f32>>,
}

/// The lines of a page; none where it has no text that could be a story.
/// `odds` says what words say.
pub fn candidates(bytes: &[u8], page: &Page, odds: &dyn Fn(u32) -> f32) -> Vec<Candidate> {
    let decoded = charset::decode(bytes, page.content_type.as_deref(), charset::html_declaration);
    let Some(Lean { html, .. }) = lean::parse(&decoded.text) else { return Vec::new() };
    let heading = Heading::read(&html, page);
    let known = heading.known();
    let Some(survey) = survey::survey(&heading.outline, &known, survey::Holders::Usual) else { return Vec::new() };
    let rows: Vec<_> = candidate::rows(&heading.outline, &known, &survey, odds).collect();
    let lines = survey.lines.into_iter().zip(rows);
    lines.map(|(line, row)| Candidate { keys: words::keys(&heading.outline, &line), text: line.text, row }).collect()
}

/// How often words stand with story and with other lines. A page has one voice
/// for each word: the share of its lines with that word that are story.
#[derive(Default)]
pub struct WordCounts {
    counts: HashMap<u32, [f32; 2]>,
    shares: f32,
    voices: f32,
}

/// The voice of a page for each of its words.
pub type Voice = HashMap<u32, f32>;

/// The voice of a page, from the keys of its lines and whether each is story.
pub fn voice<'k>(lines: impl Iterator<Item = (&'k [u32], bool)>) -> Voice {
    let mut counts: HashMap<u32, [f32; 2]> = HashMap::default();
    for (keys, is_story) in lines {
        for key in keys {
            counts.entry(*key).or_default()[usize::from(is_story)] += 1.0;
        }
    }
    counts.into_iter().map(|(key, [no, yes])| (key, yes / (yes + no))).collect()
}

impl WordCounts {
    /// Hears a page.
    pub fn add(&mut self, voice: &Voice) {
        for (key, share) in voice {
            let [sum, pages] = self.counts.entry(*key).or_default();
            *sum += share;
            *pages += 1.0;
        }
        // In an order of their own: a map has none, and sums of floats depend on it.
        let mut shares: Vec<f32> = voice.values().copied().collect();
        shares.sort_by(f32::total_cmp);
        shares.iter().for_each(|share| self.shares += share);
        self.voices += shares.len() as f32;
    }

    /// The log odds of a word, but for what the page itself said: a page must not
    /// be judged by its own story.
    pub fn odds_without(&self, own: Option<&Voice>, key: u32) -> f32 {
        const FEWEST_PAGES: f32 = 4.0;
        const PRIOR_PAGES: f32 = 2.0;
        let [mut sum, mut pages] = self.counts.get(&key).copied().unwrap_or_default();
        if let Some(share) = own.and_then(|o| o.get(&key)) {
            sum -= share;
            pages -= 1.0;
        }
        if pages < FEWEST_PAGES {
            return 0.0;
        }
        let prior = self.shares / self.voices.max(1.0);
        let share = (sum + PRIOR_PAGES * prior) / (pages + PRIOR_PAGES);
        (share / (1.0 - share)).ln() - (prior / (1.0 - prior)).ln()
    }

    /// The odds of every word that enough pages share.
    pub fn odds(&self) -> WordOdds {
        let all = self.counts.keys().map(|key| (*key, self.odds_without(None, *key)));
        WordOdds::new(&all.filter(|(_, odds)| odds.abs() > LEAST_ODDS).collect::<Vec<_>>())
    }
}

/// Words that say less are left out of the model.
const LEAST_ODDS: f32 = 0.3;

/// As [`crate::extract`], with another model than the embedded one.
///
/// # Errors
/// As [`crate::extract`].
pub fn extract_with(model: &Model, bytes: &[u8], page: &Page) -> Result<Extraction, NotAnArticle> {
    let decoded = charset::decode(bytes, page.content_type.as_deref(), charset::html_declaration);
    let Lean { html, scripts } = lean::parse(&decoded.text).ok_or(NotAnArticle::TooComplex)?;
    read_tree(&html, page, |outline, known| body::body_by(outline, known, &scripts, model))
}
