//! `eval`: predictions against the truth, with figures per category.

mod resolution;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::{Parser, ValueEnum};
use serde_json::Value;
use wire_feed::Source;
use wire_model::{Entry, FeedDocument, PublishingStatus};
use wire_text::{date, normal};

use crate::{corpus, predict, train};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Syndication formats, then agency wires and sitemaps.
    Feeds,
    /// Bodies and metadata, ten-fold, by site.
    Articles,
    /// Quotes and speakers, five-fold, with the reliability of their confidence; then German.
    Quotes,
    /// Names in documents that no model was trained on, and whose names they are.
    Entities,
}

/// The least that each measure may be: what the scorer prints in the row of that
/// name. Floors lie a little below the last measurement, which
/// `docs/quality.md` has; they rise with it and never fall.
type Floors<'f> = &'f [(&'f str, f64)];

/// Corpora of articles with their floors, and those of their paragraphs.
const ARTICLES: &[(&str, Floors<'_>, Floors<'_>)] = &[
    (
        "fundus",
        &[("f1", 0.974), ("acc", 0.50), ("title_ex", 0.86), ("au_eq", 0.91), ("day", 0.993), ("inst", 0.985)],
        &[("paragraph_f1", 0.930)],
    ),
    ("aeb", &[("f1", 0.975), ("acc", 0.45)], &[("paragraph_f1", 0.930)]),
    ("wcxb", &[("f1", 0.950), ("title_ex", 0.90), ("au_eq", 0.82), ("day", 0.89)], &[]),
    ("readability", &[("f1", 0.945)], &[]),
    ("trafilatura", &[("mm_f1", 0.943), ("title_ex", 0.87), ("au_eq", 0.69), ("day", 0.905)], &[]),
];
/// Pages of which only the day is known; rules read it, so that none need be left out.
const DATES: (&str, Floors<'_>) = ("htmldate", &[("day", 0.92)]);
/// Sets of names, people, organisations and places alone, with their floors.
const ENTITIES: &[(&str, Floors<'_>)] =
    &[("conll2003", &[("exact", 89.9)]), ("gum-ner", &[("exact", 73.5)]), ("uner-ewt", &[("exact", 73.4)])];

#[derive(Parser)]
pub(crate) struct Args {
    /// One of them; without it, all.
    kind: Option<Kind>,
    /// The folder of corpora; default is the one that the tests use.
    #[arg(long)]
    data: Option<PathBuf>,
    /// Show so many wire fields, or names of one thing, that differ.
    #[arg(long, default_value_t = 0)]
    fails: usize,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let Some(folder) = args.data.clone().or_else(wire_tests::corpus::folder) else {
        bail!("no corpora: put them at ../shared/corpora beside the checkout, or say --data or WIREDESK_CORPORA")
    };
    let wanted = |kind: Kind| args.kind.is_none_or(|k| k == kind);
    let mut below = Vec::new();
    if wanted(Kind::Feeds) {
        let folder = folder.join("feeds");
        below.extend(syndication(&folder)?);
        wires(&folder, args.fails)?;
    }
    if wanted(Kind::Articles) {
        below.extend(articles(&folder.join("articles"))?);
    }
    if wanted(Kind::Quotes) {
        below.extend(quotes(&folder.join("quotes"))?);
    }
    if wanted(Kind::Entities) {
        let folder = folder.join("entities");
        below.extend(entities(&folder)?);
        below.extend(resolution::run(&folder, args.fails)?);
    }
    if !below.is_empty() {
        bail!("below the floor: {}", below.join("; "));
    }
    Ok(())
}

/// A file for predictions that nobody keeps.
fn scratch() -> PathBuf {
    std::env::temp_dir().join(format!("wire-lab-{}", std::process::id()))
}

/// Runs a corpus's scorer and shows what it prints. Gives the measures that are below their floors.
fn score(scorer: &Path, arguments: &[&str], floors: Floors<'_>) -> Result<Vec<String>> {
    let output = Command::new("python3").arg(scorer).args(arguments).output();
    let output = output.context("starting python3 for the corpus's scorer")?;
    let printed = String::from_utf8_lossy(&output.stdout);
    print!("{printed}");
    if !output.status.success() {
        bail!("the scorer failed: {}", String::from_utf8_lossy(&output.stderr));
    }
    let below = floors.iter().filter_map(|(name, floor)| match measure(&printed, name) {
        Some(found) if found >= *floor => None,
        Some(found) => Some(format!("{name} {found} < {floor}")),
        None => Some(format!("{name} was not measured")),
    });
    Ok(below.collect())
}

/// The last number of the row of that name, counts of pages aside.
fn measure(printed: &str, name: &str) -> Option<f64> {
    let row = printed.lines().find(|l| l.split_whitespace().next() == Some(name))?;
    let row = row.split(" pages ").next()?;
    row.split_whitespace().rev().find_map(|cell| cell.parse().ok())
}

fn path(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no UTF-8")
}

/// Every page judged by a model that has seen no page of its site.
fn articles(folder: &Path) -> Result<Vec<String>> {
    let out = scratch();
    train::article_folds(folder, &out)?;
    let mut below = Vec::new();
    for (corpus, floors, paragraphs) in ARTICLES {
        let (truth, found) = (folder.join(corpus).join("truth.jsonl"), out.join(format!("{corpus}.jsonl")));
        println!("\n{corpus}");
        below.extend(score(&folder.join("score.py"), &[path(&truth)?, path(&found)?], floors)?);
        if !paragraphs.is_empty() {
            below.extend(score(&folder.join("paragraphs.py"), &[path(&truth)?, path(&found)?], paragraphs)?);
        }
    }
    let (corpus, floors) = DATES;
    let (truth, found) = (folder.join(corpus).join("truth.jsonl"), out.join(corpus));
    predict::articles_of(&truth, &found)?;
    println!("\n{corpus}");
    below.extend(score(&folder.join("score.py"), &[path(&truth)?, path(&found)?], floors)?);
    fs::remove_dir_all(&out)?;
    Ok(below)
}

fn entities(folder: &Path) -> Result<Vec<String>> {
    let out = scratch();
    let mut below = Vec::new();
    for (set, floors) in ENTITIES {
        let truth = folder.join(set).join("dev.jsonl");
        predict::entities_of(&truth, &out)?;
        println!("\n{set}");
        let arguments = ["--truth", path(&truth)?, "--pred", path(&out)?, "--drop", "MISC"];
        below.extend(score(&folder.join("score.py"), &arguments, floors)?);
    }
    fs::remove_file(&out)?;
    Ok(below)
}

/// Five-fold, and how often a quote of each confidence has the right speaker. German was not trained on.
fn quotes(folder: &Path) -> Result<Vec<String>> {
    let (truth, out) = (folder.join("polnear/dev.jsonl"), scratch());
    train::quote_folds(folder, &out)?;
    let scorer = folder.join("score.py");
    let score_view = |truth: &Path, view: &str, floors: Floors<'_>| {
        score(&scorer, &["--truth", path(truth)?, "--pred", path(&out)?, "--view", view], floors)
    };
    let mut below =
        score_view(&truth, "quoted", &[("exact", 97.4), ("joint", 91.0), ("direct", 96.8), ("mixed", 85.9)])?;
    below.extend(score_view(&truth, "all", &[("joint", 57.4)])?);
    reliability(&corpus::lines(&truth)?, &corpus::lines(&out)?);
    let german = folder.join("dewiki/dev.jsonl");
    predict::quotes_of(&german, &out)?;
    println!("\nGerman");
    below.extend(score_view(&german, "quoted", &[("exact", 85.2), ("joint", 62.5)])?);
    fs::remove_file(&out)?;
    Ok(below)
}

/// Confidence against the share of right speakers, in tenths. A quote is right
/// where its speaker overlaps that of the attribution that owns its marks.
fn reliability(truth: &[Value], predictions: &[Value]) {
    let number = |v: &Value, name: &str| v[name].as_u64().unwrap_or(0);
    let overlap = |a: &Value, b: &Value| number(a, "start") < number(b, "end") && number(b, "start") < number(a, "end");
    let by_id: BTreeMap<&str, &Value> = predictions.iter().filter_map(|p| Some((p["id"].as_str()?, p))).collect();
    let mut bins = [(0usize, 0usize, 0f64); 10];
    for case in truth {
        let Some(found) = case["id"].as_str().and_then(|id| by_id.get(id)) else { continue };
        for quote in list(found, "quotes").filter(|q| q["type"] != "indirect") {
            let Some(mark) = list(case, "marks").find(|m| overlap(m, quote)) else { continue };
            let owner = list(case, "quotes").find(|q| !mark["group"].is_null() && q["group"] == mark["group"]);
            let is_right = owner.is_some_and(|o| overlap(&o["speaker"], &quote["speaker"]));
            let confidence = quote["confidence"].as_f64().unwrap_or(0.0);
            let bin = &mut bins[((confidence * 10.0) as usize).min(9)];
            *bin = (bin.0 + 1, bin.1 + usize::from(is_right), bin.2 + confidence);
        }
    }
    println!("\n{:<12}{:>8}{:>12}{:>10}", "confidence", "quotes", "mean", "right");
    for (count, right, sum) in bins.iter().filter(|b| b.0 > 0) {
        println!("{:<12}{count:>8}{:>12.3}{:>10.3}", "", sum / *count as f64, *right as f64 / *count as f64);
    }
    let all: usize = bins.iter().map(|b| b.0).sum();
    let apart: f64 = bins.iter().map(|b| (b.2 - b.1 as f64).abs()).sum();
    println!("expected calibration error {:.3}", apart / all.max(1) as f64);
}

/// The corpus's own scorer, by category.
fn syndication(folder: &Path) -> Result<Vec<String>> {
    let truth = folder.join("expected.jsonl");
    let out = scratch();
    predict::feeds(&truth, &out)?;
    let arguments = [path(&truth)?, path(&out)?, "--by", "category", "--fails", "0"];
    let below = score(&folder.join("score.py"), &arguments, &[("ALL", 98.9), ("realworld", 99.5)])?;
    fs::remove_file(&out)?;
    Ok(below)
}

/// Fields asserted of wire files: how many are as the truth says.
#[derive(Default)]
struct Tally {
    right: usize,
    all: usize,
    wrong: Vec<String>,
}

impl Tally {
    fn check(&mut self, what: &str, expected: &str, found: Option<&str>) {
        self.all += 1;
        if same(expected, found.unwrap_or_default()) {
            self.right += 1;
        } else {
            self.wrong.push(format!("{what}: expected {expected:?}, found {found:?}"));
        }
    }
}

/// White space aside; a truth of a few characters that was cut from a longer value is a prefix.
fn same(expected: &str, found: &str) -> bool {
    const CUT: usize = 100;
    let (expected, found) = (normal::line(expected), normal::line(found));
    expected == found || (expected.chars().count() >= CUT && found.starts_with(&expected))
}

fn wires(folder: &Path, fails: usize) -> Result<()> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut outside: BTreeMap<String, usize> = BTreeMap::new();
    for case in corpus::lines(&folder.join("wire_expected.jsonl"))? {
        let file = case["file"].as_str().context("a case without a file")?;
        let bytes = fs::read(folder.join(file)).with_context(|| format!("reading {file}"))?;
        let read = wire_feed::read(&bytes, &Source::default()).ok().map(|(document, _)| document);
        let format = case["format"].as_str().unwrap_or("other");
        let tally = tallies.entry(format.to_owned()).or_default();
        for assertion in list(&case, "asserts") {
            let first = read.as_ref().and_then(|d| d.entries.first());
            for (field, expected) in assertion["expect"].as_object().into_iter().flatten() {
                match value(first, field) {
                    Some(found) => tally.check(&format!("{file} {field}"), &text(expected), found.as_deref()),
                    None => *outside.entry(field.clone()).or_default() += 1,
                }
            }
        }
        items(&case, read.as_ref(), file, tally);
        urls(&case, read.as_ref(), file, tally);
        if case["valid"] == Value::Bool(true) {
            let found = read.as_ref().filter(|d| !d.entries.is_empty()).map(|_| "read");
            tally.check(&format!("{file} valid"), "read", found);
        }
    }
    report(&tallies, &outside, fails);
    Ok(())
}

fn report(tallies: &BTreeMap<String, Tally>, outside: &BTreeMap<String, usize>, fails: usize) {
    let (mut right, mut all) = (0, 0);
    println!("\n{:<14}{:>7}{:>7}{:>8}", "wire", "fields", "right", "%");
    for (format, tally) in tallies.iter().filter(|(_, t)| t.all > 0) {
        println!("{format:<14}{:>7}{:>7}{:>8.1}", tally.all, tally.right, percent(tally.right, tally.all));
        right += tally.right;
        all += tally.all;
    }
    println!("{:<14}{all:>7}{right:>7}{:>8.1}", "all", percent(right, all));
    let outside: Vec<String> = outside.iter().map(|(field, n)| format!("{field} {n}")).collect();
    println!("asserted but not part of an entry: {}", outside.join(", "));
    tallies.values().flat_map(|t| &t.wrong).take(fails).for_each(|w| println!("  {w}"));
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

fn list<'v>(case: &'v Value, name: &str) -> impl Iterator<Item = &'v Value> {
    case.get(name).and_then(Value::as_array).into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The entry's value of an asserted field; nothing where an entry has no such field.
fn value(entry: Option<&Entry>, field: &str) -> Option<Option<String>> {
    let of = |get: fn(&Entry) -> Option<String>| Some(entry.and_then(get));
    match field {
        "guid" => of(|e| e.wire_id.clone()),
        "headline" => of(|e| e.title.clone()),
        "slugline" => of(|e| e.slug.clone()),
        "abstract" => of(|e| e.summary.clone()),
        "byline" => of(|e| e.authors.first().cloned()),
        "ednote" | "anpa_take_key" => of(|e| e.note.clone()),
        "priority" => of(|e| e.urgency.map(|u| u.to_string())),
        "version" => of(|e| e.wire_version.map(|v| v.to_string())),
        "language" => of(|e| e.language.clone()),
        "pubstatus" => of(|e| Some(status(e.status).to_owned())),
        _ => None,
    }
}

fn status(status: PublishingStatus) -> &'static str {
    match status {
        PublishingStatus::Usable => "usable",
        PublishingStatus::Withheld => "withheld",
        PublishingStatus::Canceled => "canceled",
    }
}

/// NewsML-G2 items: identity, version, status and language. Headline and time
/// of this truth are cut to their first character and not compared.
fn items(case: &Value, read: Option<&FeedDocument>, file: &str, tally: &mut Tally) {
    let expected: Vec<&Value> = list(case, "items").filter(|i| i.get("guid").is_some()).collect();
    for item in expected {
        let guid = item["guid"].as_str();
        let found = read.and_then(|d| d.entries.iter().find(|e| e.wire_id.as_deref() == guid));
        for (field, expected) in item.as_object().into_iter().flatten() {
            let (field, expected) = match field.as_str() {
                "pubStatus" => ("pubstatus", text(expected).trim_start_matches("stat:").to_owned()),
                "guid" | "version" | "language" => (field.as_str(), text(expected)),
                _ => continue,
            };
            tally.check(&format!("{file} {field}"), &expected, value(found, field).flatten().as_deref());
        }
    }
}

/// Sitemap addresses with what Google's news extension says of them.
fn urls(case: &Value, read: Option<&FeedDocument>, file: &str, tally: &mut Tally) {
    for url in list(case, "urls").filter(|u| u.get("loc").is_some()) {
        let loc = url["loc"].as_str();
        let found = read.and_then(|d| d.entries.iter().find(|e| e.link.as_deref() == loc));
        tally.check(&format!("{file} loc"), loc.unwrap_or_default(), found.and_then(|e| e.link.as_deref()));
        let news = |name: &str| url.pointer(&format!("/news/{name}")).and_then(Value::as_str).filter(|t| !t.is_empty());
        if let Some(title) = news("title") {
            tally.check(&format!("{file} title"), title, found.and_then(|e| e.title.as_deref()));
        }
        if let Some(language) = news("language") {
            tally.check(&format!("{file} language"), language, found.and_then(|e| e.language.as_deref()));
        }
        let times = [
            (news("publication_date"), found.and_then(|e| e.published)),
            (url["lastmod"].as_str(), found.and_then(|e| e.updated)),
        ];
        for (expected, found) in times {
            let Some(expected) = expected.and_then(date::parse) else { continue };
            let found = found.map(|t| t.at.to_string());
            tally.check(&format!("{file} time"), &expected.at.to_string(), found.as_deref());
        }
    }
}
