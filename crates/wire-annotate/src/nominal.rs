//! Whom a description names: "the mayor" is the person who was called mayor.
//!
//! Only where that is safe: the phrase is definite and ends with its noun, every
//! word of it was said of the person, and of no other person of the story.

use rustc_hash::FxHashMap;
use wire_model::EntityKind;

use crate::entity::Story;
use crate::lexicon::{Language, class};
use crate::scene::Candidate;
use crate::table::hash_chars;
use crate::token::{Document, Token};

/// What a text says of its people.
pub(crate) struct Descriptions {
    /// By word, of whom it is said, and from which byte on: each person once, in text order.
    said: FxHashMap<u64, Vec<(usize, usize)>>,
    /// When a word was said of a person first.
    first: FxHashMap<(u64, usize), usize>,
}

impl Descriptions {
    pub(crate) fn new(document: &Document<'_>, story: &Story) -> Descriptions {
        let mut found = Descriptions { said: FxHashMap::default(), first: FxHashMap::default() };
        let people = story.mentions.iter().filter(|m| story.clusters[m.2].kind == EntityKind::Person);
        for &(start, end, cluster) in people {
            let (from, to) = (document.token_at(start), document.token_at(end));
            for word in description(&document.tokens, from, to).into_iter().map(|word| in_full(word, document.language))
            {
                found.first.entry((word, cluster)).or_insert_with(|| {
                    found.said.entry(word).or_default().push((cluster, start));
                    start
                });
            }
        }
        found
    }

    /// The person cluster that a noun phrase describes.
    pub(crate) fn resolve(&self, document: &Document<'_>, phrase: Candidate) -> Option<usize> {
        /// What is said of more people tells nobody.
        const MOST: usize = 100;
        let tokens = &document.tokens;
        if !tokens.get(phrase.from).is_some_and(|t| t.is(class::DEFINITE)) || phrase.to <= phrase.from + 1 {
            return None;
        }
        // "the minister of culture" may be another one than the minister who was named.
        if tokens.get(phrase.to).is_some_and(|t| t.is(class::PREPOSITION)) {
            return None;
        }
        let at = tokens[phrase.from].start;
        let words = &tokens[phrase.from + 1..phrase.to];
        let bearers: Option<Vec<&Vec<_>>> = words.iter().map(|t| self.said.get(&t.lower)).collect();
        let rarest = bearers?.into_iter().min_by_key(|b| b.len()).filter(|b| b.len() <= MOST)?;
        let is_told = |cluster: usize, word: u64| self.first.get(&(word, cluster)).is_some_and(|start| *start < at);
        let mut all = rarest.iter().map(|b| b.0).filter(|c| words.iter().all(|t| is_told(*c, t.lower)));
        all.next().filter(|_| all.next().is_none())
    }
}

/// "Gov. Tina Halvorson" is "the governor".
fn in_full(word: u64, language: Language) -> u64 {
    const TITLES: [(&str, &str); 12] = [
        ("gov.", "governor"),
        ("sen.", "senator"),
        ("rep.", "representative"),
        ("prof.", "professor"),
        ("dr.", "doctor"),
        ("gen.", "general"),
        ("col.", "colonel"),
        ("lt.", "lieutenant"),
        ("capt.", "captain"),
        ("sgt.", "sergeant"),
        ("rev.", "reverend"),
        ("supt.", "superintendent"),
    ];
    let found = TITLES.iter().find(|(short, _)| language == Language::English && hash_chars(short.chars()) == word);
    found.map_or(word, |(_, title)| hash_chars(title.chars()))
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
