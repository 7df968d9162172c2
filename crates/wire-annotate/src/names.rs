//! Operators' own tables of names: what they list is marked under their name
//! and their id, before anything that the model finds.
//!
//! A table is CSV with the columns name, aliases (joined by `|`), type and id.
//! Names are found as written, word for word, the longest first. The index
//! holds a hash for each name and alias, so millions of them fit in memory.

use rustc_hash::{FxHashMap, FxHashSet};
use thiserror::Error;
use wire_model::EntityKind;

use crate::lexicon::{Language, Lexicon, phrase_hash};
use crate::token::Document;
use crate::{Annotator, Name};

/// Why a table was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct TableError {
    /// The line, from 1.
    pub line: u64,
    /// What is wrong with it, and what would be accepted.
    pub reason: String,
}

/// A listed thing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) name: Box<str>,
    pub(crate) kind: EntityKind,
    pub(crate) id: Box<str>,
}

/// Operators' names, ready to be looked up.
#[derive(Debug, Default)]
pub struct NameTable {
    things: Vec<Listed>,
    phrases: FxHashMap<u64, u32>,
    first_words: FxHashSet<u64>,
    longest: usize,
}

/// Words of the longest name that is looked for.
const LONGEST: usize = 16;
const COLUMNS: [&str; 4] = ["name", "aliases", "type", "id"];

impl NameTable {
    /// How many things are listed.
    pub fn len(&self) -> usize {
        self.things.len()
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.things.is_empty()
    }

    /// Adds a table in CSV; its first line names the columns.
    ///
    /// # Errors
    /// Names the first line that cannot be taken; the table then holds what came before it.
    pub fn add_csv(&mut self, text: &str, annotator: &Annotator) -> Result<(), TableError> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
        let refuse = |line: u64, reason: String| TableError { line, reason };
        let headers = reader.headers().map_err(|e| refuse(1, e.to_string()))?;
        if headers.iter().ne(COLUMNS) {
            return Err(refuse(1, format!("the columns must be {}", COLUMNS.join(","))));
        }
        for record in reader.records() {
            let record = record.map_err(|e| refuse(e.position().map_or(0, csv::Position::line), e.to_string()))?;
            let line = record.position().map_or(0, csv::Position::line);
            let field = |at: usize| record.get(at).unwrap_or_default();
            let kind = kind(field(2)).ok_or_else(|| {
                refuse(line, format!("type {:?} is none of person, organisation, place, other", field(2)))
            })?;
            if field(0).is_empty() || field(3).is_empty() {
                return Err(refuse(line, "name and id must not be empty".to_owned()));
            }
            self.add(field(0), field(1), kind, field(3), &annotator.lexicon)
                .map_err(|alias| refuse(line, format!("{alias:?} has no word, or more than {LONGEST}")))?;
        }
        Ok(())
    }

    fn add<'a>(
        &mut self,
        name: &'a str,
        aliases: &'a str,
        kind: EntityKind,
        id: &str,
        lexicon: &Lexicon,
    ) -> Result<(), &'a str> {
        let number = self.things.len() as u32;
        for alias in std::iter::once(name).chain(aliases.split('|').map(str::trim).filter(|a| !a.is_empty())) {
            let document = Document::new(alias, lexicon, Language::English);
            let first = document.tokens.first().filter(|_| document.tokens.len() <= LONGEST).ok_or(alias)?;
            self.first_words.insert(first.word);
            self.longest = self.longest.max(document.tokens.len());
            let phrase = document.tokens.iter().fold(0, |phrase, t| phrase_hash(phrase, t.word));
            self.phrases.entry(phrase).or_insert(number);
        }
        self.things.push(Listed { name: name.into(), kind, id: id.into() });
        Ok(())
    }

    /// Puts the listed names of a document in place of those that overlap them,
    /// and gives the thing of each by its first byte.
    pub(crate) fn mark<'s>(
        &'s self,
        document: &Document<'_>,
        names: Vec<Name>,
    ) -> (Vec<Name>, FxHashMap<usize, &'s Listed>) {
        let mut listed = FxHashMap::default();
        if self.is_empty() {
            return (names, listed);
        }
        let mut found: Vec<Name> = Vec::new();
        let mut at = 0;
        while at < document.tokens.len() {
            let Some((end, thing)) = self.longest_at(document, at) else {
                at += 1;
                continue;
            };
            let start = document.tokens[at].start;
            found.push(Name { start, end: document.tokens[end - 1].end, kind: thing.kind });
            listed.insert(start, thing);
            at = end;
        }
        let is_free = |n: &Name| {
            let next = found.partition_point(|f| f.end <= n.start);
            found.get(next).is_none_or(|f| n.end <= f.start)
        };
        let mut all: Vec<Name> = names.into_iter().filter(is_free).collect();
        all.extend(found);
        all.sort_by_key(|n| n.start);
        (all, listed)
    }

    fn longest_at(&self, document: &Document<'_>, at: usize) -> Option<(usize, &Listed)> {
        let tokens = &document.tokens;
        if !self.first_words.contains(&tokens[at].word) {
            return None;
        }
        let (mut phrase, mut best) = (0, None);
        for end in at..(at + self.longest).min(tokens.len()) {
            if tokens[end].paragraph != tokens[at].paragraph {
                break;
            }
            phrase = phrase_hash(phrase, tokens[end].word);
            if let Some(number) = self.phrases.get(&phrase) {
                best = Some((end + 1, &self.things[*number as usize]));
            }
        }
        best
    }
}

fn kind(name: &str) -> Option<EntityKind> {
    Some(match name.to_ascii_lowercase().as_str() {
        "person" | "per" => EntityKind::Person,
        "organisation" | "organization" | "org" => EntityKind::Organisation,
        "place" | "loc" => EntityKind::Place,
        "other" | "misc" => EntityKind::Other,
        _ => return None,
    })
}
