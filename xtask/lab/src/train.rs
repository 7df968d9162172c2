//! `train`: from the corpora to the files under `crates/wire-annotate/model`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use wire_annotate::train::{self, NamedDocument, QuotedDocument, Tables};

use crate::{corpus, predict};

mod pages;
mod silver;

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Word clusters and name lists.
    Tables,
    /// The cue lexicon and the speaker ranker.
    Quotes,
    /// Names in news that slower taggers mark, for the name tagger to learn from.
    Silver,
    /// The name tagger.
    Entities,
    /// The forest that tells story lines from others.
    Articles,
}

#[derive(Parser)]
pub(crate) struct Args {
    what: What,
    /// The folder of the corpora: `corpora/entities`, `corpora/quotes` or `corpora/articles`; for silver `corpora`.
    #[arg(long)]
    data: PathBuf,
    /// Where the model files go; default is the crate that embeds them.
    #[arg(long)]
    out: Option<PathBuf>,
    /// Cross-validation instead of training for shipping: predictions
    /// of each fold by a model that has not seen it go to this file (quotes), or to
    /// one file for each corpus in this folder (articles).
    #[arg(long)]
    folds: Option<PathBuf>,
}

const NAME_EPOCHS: usize = 8;
const SPEAKER_EPOCHS: usize = 4;
const CLAUSE_EPOCHS: usize = 5;
/// Slots of 20 bytes: what clusters and lists leave of six megabytes.
const NAME_SLOTS: usize = 165_000;
/// The most frequent words that get clusters.
const CLUSTERED_WORDS: usize = 100_000;

/// What the shipped tagger is trained on: folders whose licence lets a model ship, with their weight.
const NAME_MIX: &[(&str, usize)] = &[
    ("gmb-silver/corenlp.jsonl", 1),
    ("masc/train.jsonl", 2),
    ("gum-ner/train.jsonl", 3),
    ("wikigold/train.jsonl", 2),
    ("wnut17/train.jsonl", 1),
    ("crossner/politics-train.jsonl", 2),
    ("crossner/politics-dev.jsonl", 2),
    ("crossner/science-train.jsonl", 1),
    ("crossner/literature-train.jsonl", 1),
    ("crossner/music-train.jsonl", 1),
    ("crossner/ai-train.jsonl", 1),
    ("germeval14/dev.jsonl", 2),
];

pub(crate) fn run(args: &Args) -> Result<()> {
    let own = if args.what == What::Articles { "crates/wire-extract/model" } else { "crates/wire-annotate/model" };
    let folder = args.out.clone().unwrap_or_else(|| PathBuf::from(own));
    fs::create_dir_all(&folder)?;
    let write = |name: &str, bytes: &[u8]| -> Result<()> {
        fs::write(folder.join(name), bytes)?;
        eprintln!("{name}: {} bytes", bytes.len());
        Ok(())
    };
    match args.what {
        What::Tables => {
            write("clusters.bin", &train::pack_cluster_table(&clusters(&args.data)?))?;
            write("lists.bin", &train::pack_list_table(&lists(&args.data)?))
        }
        What::Silver => silver::label(&args.data),
        What::Entities => {
            let documents = name_documents(&args.data)?;
            let tables = train::embedded_tables();
            let report = |epoch, loss| eprintln!("epoch {epoch}: loss {loss:.4}");
            write("names.bin", &train::train_names(&documents, &tables, NAME_EPOCHS, NAME_SLOTS, report))
        }
        What::Articles => match &args.folds {
            Some(out) => article_folds(&args.data, out),
            None => {
                let model = pages::model(&args.data)?;
                write("words.bin", &model.words.to_bytes())?;
                write("lines.bin", &model.forest.to_bytes())
            }
        },
        What::Quotes => match &args.folds {
            Some(out) => quote_folds(&args.data, out),
            None => {
                let gold = quote_documents(&args.data)?;
                let all: Vec<&QuotedDocument> = gold.iter().map(|(_, d)| d).collect();
                let tables = Tables { cues: train::learn_cues(&all), ..train::embedded_tables() };
                write("cues.tsv", tables.cues.as_bytes())?;
                let report = |epoch, loss| eprintln!("epoch {epoch}: loss {loss:.4}");
                write("speakers.bin", &train::train_speakers(&all, &tables, SPEAKER_EPOCHS, report))?;
                write("speakers-foreign.bin", &train::train_foreign(&all, &tables, SPEAKER_EPOCHS, report))?;
                write("clauses.bin", &train::train_clauses(&all, &tables, CLAUSE_EPOCHS, report))
            }
        },
    }
}

fn clusters(data: &Path) -> Result<Vec<(String, [u16; 3])>> {
    let text = fs::read_to_string(data.join("clusters/glove6b-50d-150k.tsv")).context("reading the clusters")?;
    let rows = text.lines().filter_map(|line| {
        let fields: Vec<&str> = line.split('\t').collect();
        let &[word, a, b, c] = fields.as_slice() else { return None };
        Some((word.to_owned(), [a.parse().ok()?, b.parse().ok()?, c.parse().ok()?]))
    });
    Ok(rows.take(CLUSTERED_WORDS).collect())
}

fn lists(data: &Path) -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(data.join("lists/lists.tsv")).context("reading the lists")?;
    Ok(text.lines().filter_map(|l| l.split_once('\t')).map(|(n, l)| (n.to_owned(), l.to_owned())).collect())
}

fn name_documents(data: &Path) -> Result<Vec<NamedDocument>> {
    let mut out = Vec::new();
    let mut add = |records: &[serde_json::Value], copies: usize| {
        for (seed, record) in records.iter().enumerate() {
            out.push(corpus::recased(&corpus::named(record), seed));
            out.extend((0..copies).map(|_| corpus::named(record)));
        }
    };
    for (file, copies) in NAME_MIX {
        add(&corpus::lines(&data.join(file))?, *copies);
    }
    add(&silver::records()?, 1);
    Ok(out)
}

fn quote_documents(data: &Path) -> Result<Vec<(serde_json::Value, QuotedDocument)>> {
    Ok(corpus::lines(&data.join("polnear/dev.jsonl"))?
        .into_iter()
        .map(|r| {
            let d = corpus::quoted(&r);
            (r, d)
        })
        .collect())
}

/// Predictions for every page, by a model that has not seen it: one file for each corpus.
pub(crate) fn article_folds(data: &Path, out: &Path) -> Result<()> {
    pages::folds(data, out)
}

/// Every document is predicted by a model, and with a cue lexicon, that has not seen it.
pub(crate) fn quote_folds(data: &Path, out: &Path) -> Result<()> {
    use std::io::Write;
    const FOLDS: usize = 5;
    let gold = quote_documents(data)?;
    let mut file = std::io::BufWriter::new(fs::File::create(out)?);
    for fold in 0..FOLDS {
        let seen: Vec<&QuotedDocument> =
            gold.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, (_, d))| d).collect();
        let tables = Tables { cues: train::learn_cues(&seen), ..train::embedded_tables() };
        let speakers = train::train_speakers(&seen, &tables, SPEAKER_EPOCHS, |_, _| {});
        let clauses = train::train_clauses(&seen, &tables, CLAUSE_EPOCHS, |_, _| {});
        let annotator = train::annotator(&tables, speakers, clauses);
        for (_, (record, _)) in gold.iter().enumerate().filter(|(i, _)| i % FOLDS == fold) {
            serde_json::to_writer(&mut file, &predict::quotes(&annotator, record)?)?;
            file.write_all(b"\n")?;
        }
        eprintln!("fold {} of {FOLDS}", fold + 1);
    }
    Ok(())
}
