//! Whom a description names: "the mayor" is the person who was called mayor.
//!
//! Only where that is safe: the phrase is definite and ends with its noun, every
//! word of it was said of the person, and of no other person of the story.

use wire_model::EntityKind;

use crate::entity::Story;
use crate::lexicon::class;
use crate::scene::Candidate;
use crate::token::{Document, Token};

/// The person cluster that a noun phrase describes.
pub(crate) fn resolve(document: &Document<'_>, story: &Story, phrase: Candidate) -> Option<usize> {
    let tokens = &document.tokens;
    if !tokens.get(phrase.from).is_some_and(|t| t.is(class::DEFINITE)) || phrase.to <= phrase.from + 1 {
        return None;
    }
    // "the minister of culture" may be another one than the minister who was named.
    if tokens.get(phrase.to).is_some_and(|t| t.is(class::PREPOSITION)) {
        return None;
    }
    let words: Vec<u64> = tokens[phrase.from + 1..phrase.to].iter().map(|t| t.lower).collect();
    let people = story.mentions.iter().filter(|m| story.clusters[m.2].kind == EntityKind::Person);
    let mut found = None;
    for &(start, end, cluster) in people.take_while(|m| m.0 < tokens[phrase.from].start) {
        let (from, to) = (document.token_at(start), document.token_at(end));
        let said = description(tokens, from, to);
        if !words.iter().all(|w| said.contains(w)) {
            continue;
        }
        if found.is_some_and(|f| f != cluster) {
            return None;
        }
        found = Some(cluster);
    }
    found
}

/// Words that the text says of the name at tokens `from..to`: its titles, and the
/// noun phrase in apposition on either side, up to the first preposition.
fn description(tokens: &[Token], from: usize, to: usize) -> Vec<u64> {
    const TITLES: usize = 4;
    const LONGEST: usize = 9;
    let paragraph = tokens.get(from).map(|t| t.paragraph);
    let is_noun = |t: &Token| {
        Some(t.paragraph) == paragraph && t.is_word() && t.cue < 20 && !t.is(class::FUNCTION | class::PREPOSITION)
    };
    let mut out: Vec<u64> = Vec::new();
    let comma = from.checked_sub(1).filter(|b| tokens[*b].first == ',');
    match comma {
        // "The mayor of Kelsund, Marta Lindqvist": the words in front of the first preposition.
        Some(comma) => {
            let start = (0..comma).rev().take(LONGEST).find(|k| tokens[*k].is(class::DETERMINER));
            let phrase = start.map(|s| &tokens[s + 1..comma]).unwrap_or_default();
            out.extend(phrase.iter().take_while(|t| is_noun(t)).map(|t| t.lower));
        }
        None => {
            let titles = tokens[..from].iter().rev().take(TITLES).take_while(|t| is_noun(t));
            out.extend(titles.map(|t| t.lower));
        }
    }
    // Titles may be part of the name.
    out.extend(tokens[from..to.min(tokens.len())].iter().filter(|t| t.is(class::TITLE)).map(|t| t.lower));
    if tokens.get(to).is_some_and(|t| t.first == ',') {
        let behind =
            tokens[to + 1..].iter().skip(usize::from(tokens.get(to + 1).is_some_and(|t| t.is(class::DETERMINER))));
        out.extend(behind.take(LONGEST).take_while(|t| is_noun(t)).map(|t| t.lower));
    }
    out
}
