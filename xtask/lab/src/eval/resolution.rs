//! Whether the names of one thing are one entity, and those of two are two:
//! B-cubed (Bagga and Baldwin 1998) over the names that both sides have.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use wire_annotate::{Annotator, train};
use wire_model::Annotations;

use super::list;
use crate::corpus::{self, Bytes};

/// The least that the figures may be.
const FLOOR: f64 = 96.0;
const PRONOUN_FLOOR: f64 = 82.5;

/// Prints the figures; gives what is below its floor.
pub(super) fn run(folder: &Path, wrong: usize) -> Result<Vec<String>> {
    let annotator = Annotator::new();
    let mut sums = Sums::default();
    let mut pronouns = Pronouns::default();
    let mut shown = 0;
    for set in ["train", "dev"] {
        for case in corpus::lines(&folder.join("gum-linked").join(format!("{set}.jsonl")))? {
            let text = case["text"].as_str().context("a line without a text")?;
            let pairs = pairs(&case, &annotator.annotate_text(text, "en", None));
            sums.add(&pairs);
            pronouns.add(&case, text, &annotator);
            for pair in errors(&pairs) {
                if shown < wrong {
                    println!("  {pair}");
                    shown += 1;
                }
            }
        }
    }
    let (precision, recall) = (sums.precision / sums.count, sums.recall / sums.count);
    let f1 = 100.0 * 2.0 * precision * recall / (precision + recall);
    println!(
        "\nnames of one entity   B-cubed P {:.1} R {:.1} F1 {f1:.1}  names {}",
        100.0 * precision,
        100.0 * recall,
        sums.count
    );
    let accuracy = 100.0 * pronouns.right / pronouns.all.max(1.0);
    println!(
        "he and she            right {accuracy:.1} %, left alone {:.1} %, of {}",
        100.0 * pronouns.alone / pronouns.all.max(1.0),
        pronouns.all
    );
    let below = [("B-cubed", f1, FLOOR), ("pronouns", accuracy, PRONOUN_FLOOR)];
    Ok(below.iter().filter(|(_, found, least)| found < least).map(|(n, f, l)| format!("{n} {f:.1} < {l}")).collect())
}

/// How often "he" and "she" are taken for the right person.
#[derive(Default)]
struct Pronouns {
    all: f64,
    right: f64,
    alone: f64,
}

impl Pronouns {
    /// Counts the pronouns of a text whose person is named in it.
    fn add(&mut self, case: &Value, text: &str, annotator: &Annotator) {
        let bytes = Bytes::of(text);
        let gold: Vec<((usize, usize), &str)> =
            list(case, "entities").filter_map(|g| Some((bytes.span(g)?, g["cluster"].as_str()?))).collect();
        let overlaps = |a: (usize, usize), b: (usize, usize)| a.0 < b.1 && b.0 < a.1;
        for (at, names) in train::pronouns(annotator, text) {
            let Some((_, truth)) = gold.iter().find(|(span, _)| *span == at) else { continue };
            let of_truth = |name: &(usize, usize)| {
                gold.iter().any(|(span, c)| c == truth && span.1 == name.1 && overlaps(*span, *name))
            };
            let is_named = gold.iter().any(|(span, c)| {
                c == truth && text[span.0..span.1].contains(char::is_uppercase) && *span != at && span.1 - span.0 > 3
            });
            if !is_named {
                continue;
            }
            self.all += 1.0;
            self.alone += f64::from(u8::from(names.is_empty()));
            self.right += f64::from(u8::from(names.iter().any(of_truth)));
        }
    }
}

/// A name with its true cluster and the entity that it was found to be.
struct Pair {
    text: String,
    truth: String,
    found: String,
}

/// Names that truth and annotation both have: one ends where the other does, and most of it is the same.
fn pairs(case: &Value, found: &Annotations) -> Vec<Pair> {
    let mut out = Vec::new();
    for entity in &found.entities {
        for mention in &entity.mentions {
            let (start, end) = (mention.span.start as u64, mention.span.end as u64);
            let gold = list(case, "entities").filter(|g| {
                let (from, to) = (g["start"].as_u64().unwrap_or(0), g["end"].as_u64().unwrap_or(0));
                let same_end = to == end || to == end + 2;
                let shared = to.min(end).saturating_sub(from.max(start));
                same_end && shared * 2 > to - from && shared > 0
            });
            // The innermost of nested ones.
            let gold = gold.min_by_key(|g| g["end"].as_u64().unwrap_or(0) - g["start"].as_u64().unwrap_or(0));
            if let Some(cluster) = gold.and_then(|g| g["cluster"].as_str()) {
                out.push(Pair { text: mention.text.clone(), truth: cluster.to_owned(), found: entity.id.0.clone() });
            }
        }
    }
    out
}

#[derive(Default)]
struct Sums {
    precision: f64,
    recall: f64,
    count: f64,
}

impl Sums {
    fn add(&mut self, pairs: &[Pair]) {
        let mut truth: HashMap<&str, f64> = HashMap::new();
        let mut found: HashMap<&str, f64> = HashMap::new();
        let mut both: HashMap<(&str, &str), f64> = HashMap::new();
        for pair in pairs {
            *truth.entry(&pair.truth).or_default() += 1.0;
            *found.entry(&pair.found).or_default() += 1.0;
            *both.entry((&pair.truth, &pair.found)).or_default() += 1.0;
        }
        for pair in pairs {
            let same = both[&(pair.truth.as_str(), pair.found.as_str())];
            self.precision += same / found[pair.found.as_str()];
            self.recall += same / truth[pair.truth.as_str()];
            self.count += 1.0;
        }
    }
}

/// Names of one thing that became two, and of two that became one.
fn errors(pairs: &[Pair]) -> Vec<String> {
    let mut out = Vec::new();
    for (number, a) in pairs.iter().enumerate() {
        for b in &pairs[number + 1..] {
            match (a.truth == b.truth, a.found == b.found) {
                (true, false) if a.text != b.text => out.push(format!("apart: {} | {}", a.text, b.text)),
                (false, true) => out.push(format!("one: {} | {}", a.text, b.text)),
                _ => {}
            }
        }
    }
    out.sort();
    out.dedup();
    out
}
