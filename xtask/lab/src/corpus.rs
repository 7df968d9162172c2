//! Corpora in the scorers' form, with offsets turned into bytes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;
use wire_annotate::Name;
use wire_annotate::train::{GoldClause, GoldRegion, NamedDocument, QuotedDocument};
use wire_model::EntityKind;

pub(crate) fn lines(path: &Path) -> Result<Vec<Value>> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    text.lines().filter(|l| !l.trim().is_empty()).map(|l| Ok(serde_json::from_str(l)?)).collect()
}

/// Byte offsets of scalar offsets.
pub(crate) struct Bytes(Vec<usize>);

impl Bytes {
    pub(crate) fn of(text: &str) -> Bytes {
        Bytes(text.char_indices().map(|(i, _)| i).chain(std::iter::once(text.len())).collect())
    }

    pub(crate) fn at(&self, scalar: usize) -> usize {
        self.0.get(scalar).or(self.0.last()).copied().unwrap_or(0)
    }

    pub(crate) fn span(&self, value: &Value) -> Option<(usize, usize)> {
        Some((self.at(value.get("start")?.as_u64()? as usize), self.at(value.get("end")?.as_u64()? as usize)))
    }
}

fn kind(name: &str) -> Option<EntityKind> {
    Some(match name {
        "PER" => EntityKind::Person,
        "ORG" => EntityKind::Organisation,
        "LOC" | "FAC" => EntityKind::Place,
        "MISC" | "NORP" | "PRODUCT" | "EVENT" => EntityKind::Other,
        _ => return None,
    })
}

pub(crate) fn named(record: &Value) -> NamedDocument {
    let text = record.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    let bytes = Bytes::of(&text);
    let entities = record.get("entities").and_then(Value::as_array).into_iter().flatten();
    let names = entities
        .filter_map(|e| {
            let (start, end) = bytes.span(e)?;
            Some(Name { start, end, kind: kind(e.get("type")?.as_str()?)? })
        })
        .collect();
    let language = record.get("lang").and_then(Value::as_str).unwrap_or("en").to_owned();
    NamedDocument { text, language, names }
}

/// The document in Title Case or capitals where `pick` says so, line by line:
/// a tagger that has seen headlines only in sentence case is lost in others.
pub(crate) fn recased(document: &NamedDocument, seed: usize) -> NamedDocument {
    let mut text = String::with_capacity(document.text.len());
    for (number, line) in document.text.split_inclusive('\n').enumerate() {
        let roll = (seed * 31 + number * 17) % 16;
        let wanted = seed.is_multiple_of(4) || if number == 0 { roll < 8 } else { roll < 2 };
        if !wanted || line.to_uppercase().len() != line.len() || line.to_lowercase().len() != line.len() {
            text.push_str(line);
        } else if roll % 4 == 3 {
            text.push_str(&line.to_uppercase());
        } else {
            text.push_str(&title_case(line));
        }
    }
    let names = document.names.iter().map(|n| Name { start: n.start, end: n.end, kind: n.kind }).collect();
    NamedDocument { text, language: document.language.clone(), names }
}

fn title_case(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut head = true;
    for c in line.chars() {
        if head && c.is_alphabetic() {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
        head = c.is_whitespace();
    }
    out
}

pub(crate) fn quoted(record: &Value) -> QuotedDocument {
    let text = record.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    let bytes = Bytes::of(&text);
    let list = |name: &str| record.get(name).and_then(Value::as_array).into_iter().flatten();
    let regions = list("marks")
        .filter_map(|mark| {
            let span = bytes.span(mark)?;
            let group = mark.get("group").filter(|g| !g.is_null());
            let own = |q: &&Value| group.is_some() && q.get("group") == group;
            let overlap = |q: &Value| bytes.span(q).map_or(0, |s| s.1.min(span.1).saturating_sub(s.0.max(span.0)));
            let quote = list("quotes").filter(own).max_by_key(|q| overlap(q));
            let speaker = quote.and_then(|q| bytes.span(q.get("speaker")?));
            Some(GoldRegion { span, speech: group.is_some(), speaker })
        })
        .collect();
    let cues = list("quotes").filter_map(|q| bytes.span(q.get("cue")?)).collect();
    let is_clause =
        |q: &&Value| q.get("type").and_then(Value::as_str).is_some_and(|t| matches!(t, "mixed" | "indirect"));
    let clauses = list("quotes").filter(is_clause).filter_map(|q| {
        Some(GoldClause {
            span: bytes.span(q)?,
            cue: bytes.span(q.get("cue")?)?,
            speaker: q.get("speaker").and_then(|s| bytes.span(s)),
        })
    });
    let clauses = clauses.collect();
    QuotedDocument { text, regions, cues, clauses }
}
