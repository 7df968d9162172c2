//! A token classifier of the operator's: a model that the test itself writes, whose one
//! operator looks up the scores of each word.

use std::path::{Path, PathBuf};

use wire_annotate::{Annotator, ClassifierError, TokenClassifier};
use wire_model::EntityKind;

const WORDS: [&str; 6] = ["[UNK]", "Zork", "Blim", "Kelsund", "visited", "."];
const LABELS: [&str; 4] = ["O", "B-PER", "I-PER", "B-LOC"];
/// The label of each word.
const TRUTH: [usize; 6] = [0, 1, 2, 3, 0, 0];

/// A field of Protocol Buffers that holds bytes.
fn field(number: u8, bytes: &[u8]) -> Vec<u8> {
    [vec![number << 3 | 2], varint(bytes.len() as u64), bytes.to_vec()].concat()
}

/// A field that holds a number; fields above 15 take two bytes to name.
fn number(field: u64, value: u64) -> Vec<u8> {
    [varint(field << 3), varint(value)].concat()
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    while value >= 128 {
        out.push(value as u8 | 128);
        value >>= 7;
    }
    out.push(value as u8);
    out
}

/// A tensor's name, element type and dimensions, of which the named one is open.
fn tensor(name: &str, element: u64, dimensions: &[Option<u64>]) -> Vec<u8> {
    let dimension = |d: &Option<u64>| field(1, &d.map_or_else(|| field(2, b"length"), |d| number(1, d)));
    let shape: Vec<u8> = dimensions.iter().flat_map(dimension).collect();
    let kind = field(1, &[number(1, element), field(2, &shape)].concat());
    [field(1, name.as_bytes()), field(2, &kind)].concat()
}

/// A model (onnx.proto3, ModelProto) of one Gather: token ids to rows of scores.
fn model(input: &str) -> Vec<u8> {
    const FLOAT: u64 = 1;
    const INT64: u64 = 7;
    let scores = TRUTH.iter().flat_map(|t| (0..LABELS.len()).map(move |l| f32::from(u8::from(l == *t))));
    let raw: Vec<u8> = scores.flat_map(f32::to_le_bytes).collect();
    let table = [
        number(1, WORDS.len() as u64),
        number(1, LABELS.len() as u64),
        number(2, FLOAT),
        field(8, b"scores"),
        field(9, &raw),
    ];
    let gather = [field(1, b"scores"), field(1, input.as_bytes()), field(2, b"logits"), field(4, b"Gather")];
    let graph = [
        field(1, &gather.concat()),
        field(2, b"words"),
        field(5, &table.concat()),
        field(11, &tensor(input, INT64, &[Some(1), None])),
        field(12, &tensor("logits", FLOAT, &[Some(1), None, Some(LABELS.len() as u64)])),
    ];
    [number(1, 8), field(7, &graph.concat()), field(8, &number(2, 13))].concat()
}

/// A folder with a model, as exporters write it.
fn folder(name: &str, input: &str, labels: &[&str]) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("wire-annotate-{}-{name}", std::process::id()));
    let vocabulary: serde_json::Map<_, _> = WORDS.iter().enumerate().map(|(i, w)| (w.to_string(), i.into())).collect();
    let tokenizer = serde_json::json!({
        "version": "1.0", "truncation": null, "padding": null, "added_tokens": [], "normalizer": null,
        "pre_tokenizer": {"type": "Whitespace"}, "post_processor": null, "decoder": null,
        "model": {"type": "WordLevel", "vocab": vocabulary, "unk_token": "[UNK]"},
    });
    let named: serde_json::Map<_, _> = labels.iter().enumerate().map(|(i, l)| (i.to_string(), (*l).into())).collect();
    std::fs::create_dir_all(&folder).expect("a folder");
    let write = |file: &str, bytes: &[u8]| std::fs::write(folder.join(file), bytes).expect("a file");
    write("model.onnx", &model(input));
    write("tokenizer.json", tokenizer.to_string().as_bytes());
    write("config.json", serde_json::json!({"id2label": named}).to_string().as_bytes());
    folder
}

fn load(folder: &Path) -> TokenClassifier {
    TokenClassifier::load(folder).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn names_are_those_that_the_model_marks() {
    let folder = folder("good", "input_ids", &LABELS);
    let annotator = Annotator::new().with_classifier(load(&folder));
    let text = "Zork Blim visited Kelsund.\n\nKelsund visited Blim.";
    let entities = annotator.annotate_text(text, "en", None).entities;
    let find = |name: &str| entities.iter().find(|e| e.name == name).map(|e| (e.kind, e.mentions.len()));
    assert_eq!(find("Zork Blim"), Some((EntityKind::Person, 2)));
    assert_eq!(find("Kelsund"), Some((EntityKind::Place, 2)));
    assert_eq!(annotator.take_failure(), None);
    let long = "visited Kelsund. ".repeat(400);
    assert_eq!(annotator.names(&long, "en").len(), 400);
    std::fs::remove_dir_all(folder).expect("its files");
}

#[test]
fn where_the_model_fails_the_embedded_one_stands_in() {
    let folder = folder("fewer", "input_ids", &LABELS[..3]);
    let annotator = Annotator::new().with_classifier(load(&folder));
    let entities = annotator.annotate_text("Angela Merkel spoke in Paris on Monday.", "en", None).entities;
    assert!(entities.iter().any(|e| e.name == "Angela Merkel"));
    assert!(annotator.take_failure().is_some_and(|r| r.contains("labels")), "the reason");
    assert_eq!(annotator.take_failure(), None);
    std::fs::remove_dir_all(folder).expect("its files");
}

#[test]
fn what_cannot_be_used_is_named() {
    let missing = TokenClassifier::load(Path::new("no/such/folder")).err().map(|e| e.to_string());
    assert!(missing.is_some_and(|m| m.contains("config.json")));
    let folder = folder("other", "pixel_values", &LABELS);
    assert!(matches!(TokenClassifier::load(&folder), Err(ClassifierError::Input(name)) if name == "pixel_values"));
    std::fs::write(folder.join("model.onnx"), b"no model").expect("a file");
    assert!(
        matches!(TokenClassifier::load(&folder), Err(ClassifierError::File { path, .. }) if path.ends_with("model.onnx"))
    );
    std::fs::remove_dir_all(folder).expect("its files");
}
