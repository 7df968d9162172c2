//! Names of news of our day, as slower and better taggers mark them: the labels that
//! Stanford CoreNLP gives the texts of PolNeAR, of German Wikinews and of the pages of the
//! article corpora. Needs Java 17 and Maven.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::{corpus, predict};

/// A language, what its teacher calls it, and a corpus of texts in it besides the pages. Of French
/// and Spanish there are too few pages to learn from.
const LANGUAGES: &[(&str, &str, &str)] =
    &[("en", "english", "quotes/polnear/dev.jsonl"), ("de", "german", "quotes/dewiki/dev.jsonl")];
/// Pages of all kinds, in these languages and others.
const PAGES: &[&str] = &["aeb", "fundus", "wcxb", "readability", "newspaper4k", "trafilatura", "htmldate"];

/// The labelled texts, in the form of the corpora.
pub(super) fn records() -> Result<Vec<Value>> {
    corpus::lines(&file()).context("`cargo xtask train silver --data CORPORA` makes the labelled news")
}

/// They hold other people's words and are not part of the repository.
fn file() -> PathBuf {
    folder().join("labelled.jsonl")
}

fn folder() -> PathBuf {
    PathBuf::from("target/teacher")
}

/// Labels the texts of `corpora`, the folder that holds those of quotes and of articles.
pub(super) fn label(corpora: &Path) -> Result<()> {
    fetch()?;
    let mut texts = pages(&corpora.join("articles"))?;
    let mut out = std::io::BufWriter::new(fs::File::create(file())?);
    for (language, teacher, corpus) in LANGUAGES {
        let own = texts.entry((*language).to_owned()).or_default();
        let records = corpus::lines(&corpora.join(corpus))?;
        own.extend(records.iter().filter_map(|r| Some(r["text"].as_str()?.to_owned())));
        for (text, line) in own.iter().zip(ask(teacher, own)?) {
            let names = voted(names(text, &line));
            writeln!(out, "{}", json!({"lang": language, "text": text, "entities": names}))?;
        }
        eprintln!("{}: {} texts, {language}", file().display(), own.len());
    }
    Ok(out.flush()?)
}

const TEACHER: &str = "xtask/lab/teacher";

fn jars() -> PathBuf {
    folder().join("jars")
}

fn fetch() -> Result<()> {
    if jars().is_dir() {
        return Ok(());
    }
    eprintln!("fetching the teachers (700 MB, once)");
    let output = format!("-DoutputDirectory={}", std::path::absolute(jars())?.display());
    let pom = format!("{TEACHER}/pom.xml");
    run("mvn", &["-B", "-q", "-f", &pom, "dependency:copy-dependencies", &output])
}

/// The stories of the pages, by language.
fn pages(articles: &Path) -> Result<HashMap<String, Vec<String>>> {
    /// Bytes of a story; what is shorter tells little of its names.
    const SHORTEST: usize = 300;
    let mut out: HashMap<String, Vec<String>> = HashMap::new();
    for corpus in PAGES {
        let folder = articles.join(corpus);
        for case in corpus::lines(&folder.join("truth.jsonl"))? {
            let (bytes, page) = predict::page_of(&case, &folder)?;
            let Ok(extraction) = wire_extract::extract(&bytes, &page) else { continue };
            let article = extraction.article;
            let tag = article.language.unwrap_or_default();
            let language = tag.split('-').next().unwrap_or_default().to_owned();
            if article.text.len() >= SHORTEST {
                out.entry(language).or_default().push(article.text);
            }
        }
    }
    Ok(out)
}

/// What the teacher of a language says of each text, one line each.
fn ask(teacher: &str, texts: &[String]) -> Result<Vec<String>> {
    let (asked, answered) = (folder().join("texts"), folder().join("labels"));
    // One text a line; each character keeps its place.
    let one_line = |text: &String| text.replace(LINE_BREAKERS, " ").replace('\n', "\\n");
    fs::write(&asked, texts.iter().map(one_line).collect::<Vec<_>>().join("\n"))?;
    let classes = format!("{}/*", jars().display());
    let program = format!("{TEACHER}/Label.java");
    run("java", &["-Xmx6g", "-cp", &classes, &program, path(&asked)?, path(&answered)?, teacher])?;
    let labels: Vec<String> = fs::read_to_string(&answered)?.lines().map(str::to_owned).collect();
    if labels.len() != texts.len() {
        bail!("{} texts but {} lines of labels", texts.len(), labels.len());
    }
    Ok(labels)
}

/// What ends a line in Java, or would be read as an escape.
const LINE_BREAKERS: [char; 6] = ['\t', '\r', '\\', '\u{85}', '\u{2028}', '\u{2029}'];

fn path(path: &Path) -> Result<&str> {
    path.to_str().context("a path that is no UTF-8")
}

fn run(program: &str, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program).args(arguments).status();
    let status = status.with_context(|| format!("starting {program}: silver labels need Java 17 and Maven"))?;
    if !status.success() {
        bail!("{program} failed");
    }
    Ok(())
}

struct Label {
    start: usize,
    end: usize,
    text: String,
    kind: &'static str,
}

/// The names of a line of labels, in the terms of the corpora.
fn names(text: &str, line: &str) -> Vec<Label> {
    let scalars: Vec<char> = text.chars().collect();
    let read = |label: &str| {
        let mut parts = label.split(' ');
        let kind = match parts.next()? {
            "PERSON" => "PER",
            "ORGANIZATION" => "ORG",
            "LOCATION" => "LOC",
            "MISC" => "MISC",
            _ => return None,
        };
        let (start, end) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some(Label { start, end, text: scalars.get(start..end)?.iter().collect(), kind })
    };
    line.split('\t').filter_map(read).collect()
}

/// A string names one kind of thing throughout a text.
fn voted(labels: Vec<Label>) -> Vec<Value> {
    let mut votes: HashMap<&str, Vec<(&str, usize)>> = HashMap::new();
    for label in &labels {
        let own = votes.entry(&label.text).or_default();
        match own.iter_mut().find(|(kind, _)| *kind == label.kind) {
            Some((_, count)) => *count += 1,
            None => own.push((label.kind, 1)),
        }
    }
    // Of kinds with as many votes the one seen first.
    let best = |text: &str| votes[text].iter().rev().max_by_key(|(_, count)| *count).map(|(kind, _)| *kind);
    let name = |l: &Label| json!({"start": l.start, "end": l.end, "text": l.text, "type": best(&l.text)});
    labels.iter().map(name).collect()
}
