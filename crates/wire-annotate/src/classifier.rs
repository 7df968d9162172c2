//! A heavier model by choice: a token classifier in ONNX that the operator points to,
//! in place of the embedded tagger. Built only with the feature `onnx`.
//!
//! A folder holds what Hugging Face's exporters write: `model.onnx`, `tokenizer.json`
//! and a `config.json` with `id2label`, whose labels are BIO or plain ("B-PER", "ORG").
//! The model runs in this process, by `ort` on the pure Rust runtime tract: nothing is
//! installed and nothing downloaded. It marks one text at a time.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use ort::environment::Environment;
use ort::session::Session;
use ort::value::Tensor;
use serde::Deserialize;
use thiserror::Error;
use tokenizers::Tokenizer;
use wire_model::EntityKind;

use crate::Name;

/// Bytes that are marked at once; longer paragraphs are cut between words.
const LONGEST: usize = 1_000;
/// Positions that models of this kind have.
const POSITIONS: usize = 512;

/// Why a model cannot be used.
#[derive(Debug, Error)]
pub enum ClassifierError {
    /// A file of the folder cannot be read.
    #[error("{}: {reason}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The model wants something that a token classifier is not given.
    #[error("the model wants {0:?}; a token classifier is given input_ids, attention_mask and token_type_ids")]
    Input(String),
    /// The model cannot be run.
    #[error("running the model: {0}")]
    Run(String),
}

/// A token classifier.
pub struct TokenClassifier {
    session: Mutex<Session>,
    tokenizer: Tokenizer,
    inputs: Vec<String>,
    labels: Vec<Label>,
}

/// What a label says of its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Label {
    kind: Option<EntityKind>,
    begins: bool,
}

#[derive(Deserialize)]
struct ModelConfig {
    id2label: std::collections::BTreeMap<String, String>,
}

impl TokenClassifier {
    /// Loads the model of a folder.
    ///
    /// # Errors
    /// Names the file that cannot be used, or the input that the model wants besides.
    pub fn load(folder: &Path) -> Result<TokenClassifier, ClassifierError> {
        let refused = |name: &str, reason: String| ClassifierError::File { path: folder.join(name), reason };
        let config = std::fs::read(folder.join("config.json")).map_err(|e| refused("config.json", e.to_string()))?;
        let labels = labels(&config).map_err(|reason| refused("config.json", reason))?;
        let tokenizer = Tokenizer::from_file(folder.join("tokenizer.json"))
            .map_err(|e| refused("tokenizer.json", e.to_string()))?;
        let session = Session::builder(environment()?)
            .and_then(|mut builder| builder.commit_from_file(folder.join("model.onnx")))
            .map_err(|e| refused("model.onnx", e.to_string()))?;
        let inputs: Vec<String> = session.inputs().iter().map(|i| i.name().to_owned()).collect();
        match inputs.iter().find(|name| value(name, 0).is_none()) {
            Some(other) => Err(ClassifierError::Input(other.clone())),
            None => Ok(TokenClassifier { session: Mutex::new(session), tokenizer, inputs, labels }),
        }
    }

    /// The names of a text, in order.
    pub(crate) fn names(&self, text: &str) -> Result<Vec<Name>, ClassifierError> {
        let mut out = Vec::new();
        for (start, end) in pieces(text) {
            self.mark(text, start, end, &mut out)?;
        }
        Ok(out)
    }

    fn mark(&self, text: &str, start: usize, end: usize, out: &mut Vec<Name>) -> Result<(), ClassifierError> {
        let piece = text.get(start..end).unwrap_or_default();
        let encoding = self.tokenizer.encode(piece, true).map_err(|e| ClassifierError::Run(e.to_string()))?;
        if encoding.len() > POSITIONS && piece.len() > 1 {
            let middle = start + border(piece, piece.len() / 2);
            self.mark(text, start, middle, out)?;
            return self.mark(text, middle, end, out);
        }
        let labels = self.label(encoding.get_ids())?;
        let mut reader = Reader { names: out, last: None, word: None };
        for ((label, (from, to)), word) in labels.iter().zip(encoding.get_offsets()).zip(encoding.get_word_ids()) {
            // Tokens that stand for no word are the model's own.
            if word.is_some() {
                reader.read(*label, start + from, start + to, *word);
            }
        }
        Ok(())
    }

    /// The likeliest label of each token.
    fn label(&self, ids: &[u32]) -> Result<Vec<Label>, ClassifierError> {
        let run = |e: ort::Error| ClassifierError::Run(e.to_string());
        let mut given = Vec::with_capacity(self.inputs.len());
        for name in &self.inputs {
            let values: Vec<i64> = ids.iter().filter_map(|id| value(name, *id)).collect();
            given.push((name.as_str(), Tensor::from_array(([1, values.len()], values)).map_err(run)?));
        }
        let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
        let outputs = session.run(given).map_err(run)?;
        let (_, logits) = outputs[0].try_extract_tensor::<f32>().map_err(run)?;
        if logits.len() != ids.len() * self.labels.len() {
            let reason = format!("{} scores for {} tokens and {} labels", logits.len(), ids.len(), self.labels.len());
            return Err(ClassifierError::Run(reason));
        }
        let best = |scores: &[f32]| scores.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(at, _)| at);
        Ok(logits.chunks_exact(self.labels.len()).filter_map(|s| self.labels.get(best(s)?).copied()).collect())
    }
}

/// What a token gives to an input of that name.
fn value(name: &str, id: u32) -> Option<i64> {
    match name {
        "input_ids" => Some(i64::from(id)),
        "attention_mask" => Some(1),
        "token_type_ids" => Some(0),
        _ => None,
    }
}

/// One for the process, as the runtime asks.
fn environment() -> Result<&'static Environment, ClassifierError> {
    static ENVIRONMENT: OnceLock<Result<Environment, String>> = OnceLock::new();
    let made = ENVIRONMENT.get_or_init(|| {
        ort::set_api(ort_tract::api());
        ort::init().build().map_err(|e| e.to_string())
    });
    made.as_ref().map_err(|reason| ClassifierError::Run(reason.clone()))
}

fn labels(config: &[u8]) -> Result<Vec<Label>, String> {
    let ModelConfig { id2label } = serde_json::from_slice(config).map_err(|e| e.to_string())?;
    (0..id2label.len())
        .map(|id| id2label.get(&id.to_string()).map(|l| label(l)).ok_or_else(|| format!("id2label has no {id}")))
        .collect()
}

fn label(text: &str) -> Label {
    let (mark, kind) = match text.split_once(['-', '_']) {
        Some((mark @ ("B" | "I" | "E" | "S" | "L" | "U"), kind)) => (mark, kind),
        _ => ("", text),
    };
    let kind = match kind.to_ascii_uppercase().as_str() {
        "O" => None,
        "PER" | "PERSON" => Some(EntityKind::Person),
        "ORG" | "ORGANIZATION" | "ORGANISATION" | "CORPORATION" => Some(EntityKind::Organisation),
        "LOC" | "LOCATION" | "GPE" | "FAC" => Some(EntityKind::Place),
        _ => Some(EntityKind::Other),
    };
    Label { kind, begins: matches!(mark, "B" | "S" | "U") }
}

/// Joins tokens to names.
struct Reader<'o> {
    names: &'o mut Vec<Name>,
    /// Where the last token ended, and the word that it is of.
    last: Option<usize>,
    word: Option<u32>,
}

impl Reader<'_> {
    fn read(&mut self, label: Label, start: usize, end: usize, word: Option<u32>) {
        // A word has the label of its first piece.
        let is_piece = word == self.word;
        let last = self.last;
        let name = self.names.last_mut().filter(|n| Some(n.end) == last);
        match (name, label.kind) {
            (Some(name), _) if is_piece => name.end = end,
            (Some(name), Some(kind)) if name.kind == kind && !label.begins => name.end = end,
            (_, Some(kind)) if !is_piece => self.names.push(Name { start, end, kind }),
            _ => {}
        }
        (self.last, self.word) = (Some(end), word);
    }
}

/// Byte ranges of the paragraphs, the long ones cut.
fn pieces(text: &str) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let end = start + paragraph.len();
        while end - start > LONGEST {
            let cut = start + border(&text[start..end], LONGEST);
            out.push((start, cut));
            start = cut;
        }
        out.push((start, end));
        start = end;
    }
    out.retain(|(start, end)| !text[*start..*end].trim().is_empty());
    out
}

/// A place to cut near `at`: behind a sentence, else behind a word, else between two characters.
fn border(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at).max(text.chars().next().map_or(1, char::len_utf8));
    let head = &text[..at];
    let behind = |sign: &str| head.rfind(sign).map(|p| p + sign.len()).filter(|p| *p > at / 2);
    behind(". ").or_else(|| behind(" ")).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_many_kinds() {
        let person = Some(EntityKind::Person);
        assert_eq!(label("B-PER"), Label { kind: person, begins: true });
        assert_eq!(label("I-person"), Label { kind: person, begins: false });
        assert_eq!(label("GPE").kind, Some(EntityKind::Place));
        assert_eq!(label("O").kind, None);
        assert_eq!(label("B-WORK_OF_ART").kind, Some(EntityKind::Other));
    }

    #[test]
    fn every_byte_is_in_one_piece() {
        let long = "Ein Satz über nichts. ".repeat(200) + "\n\n" + &"ü".repeat(3000) + "\nend";
        let pieces = pieces(&long);
        assert!(pieces.iter().all(|(s, e)| e - s <= LONGEST && long.is_char_boundary(*s)));
        let covered: usize = pieces.iter().map(|(s, e)| e - s).sum();
        assert!(long.len() - covered <= 2);
    }
}
