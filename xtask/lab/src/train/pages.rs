//! Story lines, from pages with known stories.

use std::collections::HashSet;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::Result;
use serde_json::Value;
use wire_extract::train::{Example, Forest, Growth, candidates, extract_with, grow};
use wire_text::normal;

use crate::{corpus, predict};

/// The corpora, and how much each of their pages counts.
const MIX: &[(&str, f32)] =
    &[("fundus", 1.0), ("aeb", 1.0), ("wcxb", 1.0), ("readability", 0.7), ("newspaper4k", 0.7), ("trafilatura", 0.3)];
const GROWTH: Growth = Growth { trees: 200, depth: 7, rate: 0.06, least: 1.0, lambda: 2.0 };
const FOLDS: usize = 5;
/// Characters of a shingle.
const SHINGLE: usize = 16;

struct Page {
    corpus: &'static str,
    case: Value,
    examples: Vec<Example>,
}

/// The forest that ships: grown on every page.
pub(super) fn forest(data: &Path) -> Result<Forest> {
    let pages = pages(data)?;
    Ok(grow(&examples(&pages, |_| true), GROWTH))
}

/// Every page is predicted by a forest that has not seen it.
pub(super) fn folds(data: &Path, out: &Path) -> Result<()> {
    let pages = pages(data)?;
    fs::create_dir_all(out)?;
    let mut files: Vec<(&str, fs::File)> = Vec::new();
    for (corpus, _) in MIX {
        files.push((corpus, fs::File::create(out.join(format!("{corpus}.jsonl")))?));
    }
    for fold in 0..FOLDS {
        let forest = grow(&examples(&pages, |i| i % FOLDS != fold), GROWTH);
        for page in pages.iter().skip(fold).step_by(FOLDS) {
            let (bytes, about) = predict::page_of(&page.case, &data.join(page.corpus))?;
            let id = page.case["id"].as_str().unwrap_or_default();
            let line = predict::article_line(id, extract_with(&forest, &bytes, &about))?;
            if let Some((_, file)) = files.iter_mut().find(|(c, _)| *c == page.corpus) {
                writeln!(file, "{line}")?;
            }
        }
        eprintln!("fold {} of {FOLDS}", fold + 1);
    }
    Ok(())
}

fn examples(pages: &[Page], wanted: impl Fn(usize) -> bool) -> Vec<Example> {
    let chosen = pages.iter().enumerate().filter(|(i, _)| wanted(*i));
    chosen.flat_map(|(_, p)| p.examples.iter().cloned()).collect()
}

fn pages(data: &Path) -> Result<Vec<Page>> {
    let mut out = Vec::new();
    for (corpus, weight) in MIX {
        let folder = data.join(corpus);
        for case in corpus::lines(&folder.join("truth.jsonl"))? {
            let (bytes, about) = predict::page_of(&case, &folder)?;
            let truth = Truth::of(&case);
            let mut examples: Vec<Example> = candidates(&bytes, &about)
                .into_iter()
                .filter_map(|c| {
                    let folded = normal::fold(&c.text);
                    Some(Example { yes: truth.holds(&folded)?, weight: folded.chars().count() as f32, row: c.row })
                })
                .collect();
            weigh(&mut examples, *weight);
            out.push(Page { corpus, case, examples });
        }
    }
    Ok(out)
}

/// A page counts the same whatever its length: mostly by characters, a little by lines.
fn weigh(examples: &mut [Example], weight: f32) {
    const BY_LINES: f32 = 0.3;
    let story: f32 = examples.iter().filter(|e| e.yes).map(|e| e.weight).sum::<f32>().max(200.0);
    let lines = examples.len().max(1) as f32;
    for example in examples {
        let share = (example.weight / story).min(0.3);
        example.weight = weight * 20.0 * ((1.0 - BY_LINES) * share + BY_LINES / lines);
    }
}

/// What is known of a page's story, folded.
enum Truth {
    /// The whole of it: its lines, its shingles, and what may be in it or not.
    Text { lines: HashSet<String>, shingles: HashSet<String>, either: String },
    /// Pieces that must and must not be in it.
    Pieces { must: Vec<String>, must_not: Vec<String> },
}

impl Truth {
    fn of(case: &Value) -> Truth {
        let strings = |name: &str| {
            let list = case.get(name).and_then(Value::as_array).into_iter().flatten();
            list.filter_map(Value::as_str).map(normal::fold).collect::<Vec<_>>()
        };
        match case.get("text").and_then(Value::as_str) {
            Some(text) => Truth::Text {
                lines: text.lines().map(normal::fold).collect(),
                shingles: text.lines().flat_map(|l| shingles(&normal::fold(l))).collect(),
                either: match case.get("summary") {
                    Some(Value::String(s)) => normal::fold(s),
                    Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(normal::fold).collect(),
                    _ => String::new(),
                },
            },
            None => Truth::Pieces { must: strings("must"), must_not: strings("must_not") },
        }
    }

    /// Whether a line is story; nothing where that is not known.
    fn holds(&self, folded: &str) -> Option<bool> {
        match self {
            Truth::Text { lines, shingles: known, either } => {
                if folded.is_empty() || (folded.len() > 20 && either.contains(folded)) {
                    return None;
                }
                let own = shingles(folded);
                if own.len() < 3 {
                    return Some(lines.contains(folded));
                }
                Some(own.iter().filter(|s| known.contains(*s)).count() * 2 > own.len())
            }
            Truth::Pieces { must, must_not } => {
                let has = |pieces: &[String]| pieces.iter().any(|p| p.len() > 5 && folded.contains(p.as_str()));
                if has(must) {
                    return Some(true);
                }
                has(must_not).then_some(false)
            }
        }
    }
}

fn shingles(folded: &str) -> Vec<String> {
    let chars: Vec<char> = folded.chars().collect();
    // A script without letters in words says as much in fewer characters.
    let size = if folded.len() > chars.len() * 2 { SHINGLE / 4 } else { SHINGLE };
    chars.windows(size).map(|w| w.iter().collect()).collect()
}
