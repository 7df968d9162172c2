//! Story lines, from pages with known stories.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::thread;

use anyhow::{Result, anyhow};
use serde_json::Value;
use wire_extract::train::{Example, Growth, Model, Voice, WordCounts, candidates, extract_with, grow, voice};
use wire_text::normal;

use crate::{corpus, predict};

/// The corpora, and how much each of their pages counts.
const MIX: &[(&str, f32)] =
    &[("fundus", 1.0), ("aeb", 1.0), ("wcxb", 1.0), ("readability", 0.7), ("newspaper4k", 0.7), ("trafilatura", 0.3)];
const GROWTH: Growth = Growth { trees: 120, depth: 6, rate: 0.1, least: 1.0, lambda: 2.0 };
const FOLDS: usize = 10;
/// Characters of a shingle.
const SHINGLE: usize = 16;

struct Page {
    corpus: &'static str,
    case: Value,
    host: Option<String>,
    /// For each line whether it is story, where that is known, and how much it counts.
    gold: Vec<Option<(bool, f32)>>,
    voice: Voice,
}

/// The model that ships: learnt from every page.
pub(super) fn model(data: &Path) -> Result<Model> {
    let pages = pages(data)?;
    learn(data, &pages.iter().collect::<Vec<_>>())
}

/// Every page is predicted by a model that has seen no page of its site.
pub(super) fn folds(data: &Path, out: &Path) -> Result<()> {
    let pages = pages(data)?;
    let fold_of = sites(&pages).into_iter().map(|site| site % FOLDS).collect::<Vec<_>>();
    fs::create_dir_all(out)?;
    let models: Vec<Model> = thread::scope(|scope| {
        let others = |fold| pages.iter().zip(&fold_of).filter(move |(_, of)| **of != fold).map(|(page, _)| page);
        let learnt: Vec<_> = (0..FOLDS)
            .map(|fold| others(fold).collect::<Vec<_>>())
            .map(|p| scope.spawn(move || learn(data, &p)))
            .collect();
        learnt.into_iter().map(|l| l.join().map_err(|_| anyhow!("learning a fold panicked"))?).collect::<Result<_>>()
    })?;
    for (corpus, _) in MIX {
        let mut file = fs::File::create(out.join(format!("{corpus}.jsonl")))?;
        for (page, fold) in pages.iter().zip(&fold_of).filter(|(page, _)| page.corpus == *corpus) {
            let (bytes, about) = predict::page_of(&page.case, &data.join(page.corpus))?;
            let id = page.case["id"].as_str().unwrap_or_default();
            let line = predict::article_line(id, extract_with(&models[*fold], &bytes, &about))?;
            writeln!(file, "{line}")?;
        }
    }
    Ok(())
}

/// The number of each page's site, in the order of their first pages. A page of no known host is a site of its own.
fn sites<'p>(pages: &'p [Page]) -> Vec<usize> {
    let mut first: HashMap<&'p str, usize> = HashMap::new();
    let mut count = 0;
    let number = |page: &'p Page| {
        let site = page.host.as_deref().map_or(count, |host| *first.entry(host).or_insert(count));
        count += usize::from(site == count);
        site
    };
    pages.iter().map(number).collect()
}

fn learn(data: &Path, pages: &[&Page]) -> Result<Model> {
    let mut counts = WordCounts::default();
    pages.iter().for_each(|p| counts.add(&p.voice));
    let mut examples = Vec::new();
    for page in pages {
        let (bytes, about) = predict::page_of(&page.case, &data.join(page.corpus))?;
        let candidates = candidates(&bytes, &about, &|key| counts.odds_without(Some(&page.voice), key));
        examples.extend(candidates.into_iter().zip(&page.gold).filter_map(|(candidate, gold)| {
            let (yes, weight) = (*gold)?;
            Some(Example { row: candidate.row?, yes, weight })
        }));
    }
    Ok(Model { words: counts.odds(), forest: grow(&examples, GROWTH) })
}

fn pages(data: &Path) -> Result<Vec<Page>> {
    let mut out = Vec::new();
    for (corpus, weight) in MIX {
        let folder = data.join(corpus);
        for case in corpus::lines(&folder.join("truth.jsonl"))? {
            let (bytes, about) = predict::page_of(&case, &folder)?;
            let truth = Truth::of(&case);
            let candidates = candidates(&bytes, &about, &|_| 0.0);
            let lines = candidates.iter().map(|c| {
                let folded = normal::fold(&c.text);
                c.row.as_ref().and_then(|_| Some((truth.holds(&folded)?, folded.chars().count() as f32)))
            });
            let mut gold: Vec<Option<(bool, f32)>> = lines.collect();
            let known = candidates.iter().zip(&gold);
            let voice = voice(known.filter_map(|(c, g)| g.map(|(yes, _)| (c.keys.as_slice(), yes))));
            weigh(&mut gold, *weight);
            out.push(Page { corpus, case, host: host(&about), gold, voice });
        }
    }
    Ok(out)
}

/// The host of a page's address, unless it is made up.
fn host(about: &wire_extract::Page) -> Option<String> {
    let host = about.url.as_ref()?.host_str()?;
    host.contains('.').then(|| host.trim_start_matches("www.").to_owned())
}

/// A page counts the same whatever its length: mostly by characters, a little by lines.
fn weigh(gold: &mut [Option<(bool, f32)>], weight: f32) {
    const BY_LINES: f32 = 0.3;
    let known = || gold.iter().flatten();
    let story: f32 = known().filter(|(yes, _)| *yes).map(|(_, length)| length).sum::<f32>().max(200.0);
    let lines = known().count().max(1) as f32;
    for (_, counts) in gold.iter_mut().flatten() {
        let share = (*counts / story).min(0.3);
        *counts = weight * 20.0 * ((1.0 - BY_LINES) * share + BY_LINES / lines);
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
