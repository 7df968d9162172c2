//! Names of news of our day, as a slower and better tagger marks them: the labels
//! that Stanford CoreNLP gives the texts of PolNeAR. Needs Java 17 and Maven.

use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::corpus;

/// The labelled texts, in the form of the corpora.
pub(super) fn records() -> Result<Vec<Value>> {
    corpus::lines(&file()).context("`cargo xtask train silver --data CORPORA/quotes` makes the labelled news")
}

/// They hold other people's words and are not part of the repository.
fn file() -> PathBuf {
    folder().join("polnear.jsonl")
}

fn folder() -> PathBuf {
    PathBuf::from("target/teacher")
}

/// Labels the texts of `quotes`, the folder of the quote corpora.
pub(super) fn label(quotes: &Path) -> Result<()> {
    const TEACHER: &str = "xtask/lab/teacher";
    let jars = folder().join("jars");
    if !jars.is_dir() {
        eprintln!("fetching the teacher (500 MB, once)");
        let output = format!("-DoutputDirectory={}", std::path::absolute(&jars)?.display());
        let pom = format!("{TEACHER}/pom.xml");
        run("mvn", &["-B", "-q", "-f", &pom, "dependency:copy-dependencies", &output])?;
    }
    let records = corpus::lines(&quotes.join("polnear/dev.jsonl"))?;
    let texts: Vec<String> = records.iter().map(|r| r["text"].as_str().unwrap_or_default().to_owned()).collect();
    let (asked, answered) = (folder().join("texts"), folder().join("labels"));
    // One text a line; each character keeps its place.
    let one_line = |text: &String| text.replace(['\t', '\r', '\\'], " ").replace('\n', "\\n");
    fs::write(&asked, texts.iter().map(one_line).collect::<Vec<_>>().join("\n"))?;
    let classes = format!("{}/*", jars.display());
    let program = format!("{TEACHER}/Label.java");
    run("java", &["-Xmx6g", "-cp", &classes, &program, path(&asked)?, path(&answered)?])?;
    let labels = fs::read_to_string(&answered)?;
    if labels.lines().count() != records.len() {
        bail!("{} texts but {} lines of labels", records.len(), labels.lines().count());
    }
    let mut out = std::io::BufWriter::new(fs::File::create(file())?);
    for ((record, text), line) in records.iter().zip(&texts).zip(labels.lines()) {
        let names = voted(names(text, line));
        writeln!(out, "{}", json!({"id": record["id"], "lang": "en", "text": text, "entities": names}))?;
    }
    out.flush()?;
    eprintln!("{}: {} texts", file().display(), records.len());
    Ok(())
}

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
