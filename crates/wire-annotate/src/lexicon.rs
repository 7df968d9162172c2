//! What is known of single words and of listed names.
//!
//! Word clusters (k-means over GloVe vectors) and name lists are tables in
//! `model/`, made by the training command; the closed word classes stand in
//! [`crate::words`], and the cues of German, French and Spanish, for which there is
//! nothing to learn from, in `data/`. English cues are learnt; the verbs in `data/` stand in
//! for what the training texts do not show.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::table::{Table, hash};
pub(crate) use crate::words::class;
use crate::words::{Classes, FRENCH, GERMANIC, SPANISH};

/// What a token has from the lists of cities, towns, countries and states: two bits a list, one
/// where a listed name begins, one where it goes on.
pub(crate) const PLACE_LISTS: u32 = 0b11 | 0b11 << 2 | 0b11 << 4 | 0b11 << 8;
/// Where it stands in the list of countries.
pub(crate) const COUNTRY_LIST: u32 = 0b11 << 4;
/// In that of nationalities.
pub(crate) const NATION_LIST: u32 = 0b11 << 6;
/// Of the places the bits of where a listed name goes on.
pub(crate) const PLACE_PARTS: u32 = PLACE_LISTS & 0xAAAA_AAAA;
/// Where a token stands in the list of given names.
pub(crate) const GIVEN_LIST: u32 = 0b11 << 10;
/// In those of given names and surnames.
pub(crate) const PERSON_LISTS: u32 = GIVEN_LIST | 0b11 << 12;
/// Names of the lists, in the order of their bits.
pub(crate) const LISTS: &[&str] = &["city", "town", "country", "norp", "state", "first", "last", "company", "orgkw"];
/// Set in a list payload when a longer listed name goes on from here.
pub(crate) const GOES_ON: u32 = 1 << 15;

/// A language that names and quotes are marked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    English,
    German,
    French,
    Spanish,
}

impl Language {
    /// From a language tag (BCP 47); none for a language without words.
    pub(crate) fn of(tag: &str) -> Option<Language> {
        match tag.split('-').next().unwrap_or(tag) {
            "en" => Some(Language::English),
            "de" => Some(Language::German),
            "fr" => Some(Language::French),
            "es" => Some(Language::Spanish),
            _ => None,
        }
    }
}

pub(crate) struct Lexicon {
    clusters: Table<3>,
    lists: Table<2>,
    germanic: Words,
    french: Words,
    spanish: Words,
}

/// The words of a language, or of two: their classes and how much they report.
pub(crate) struct Words {
    classes: FxHashMap<u64, u32>,
    cues: FxHashMap<u64, u8>,
}

impl Words {
    /// `cues` has a word and its weight in percent a line.
    fn new(own: Classes, cues: &str) -> Words {
        let mut classes: FxHashMap<u64, u32> = FxHashMap::default();
        for (bit, words) in own {
            for word in words.split(' ') {
                *classes.entry(hash(word)).or_default() |= bit;
            }
        }
        let cues = cues
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .filter_map(|(w, v)| Some((hash(w), v.parse().ok()?)))
            .collect();
        Words { classes, cues }
    }

    pub(crate) fn classes(&self, lower: u64) -> u32 {
        self.classes.get(&lower).copied().unwrap_or(0)
    }

    /// How much a word reports speech, in percent of its uses.
    pub(crate) fn cue(&self, lower: u64) -> u8 {
        self.cues.get(&lower).copied().unwrap_or(0)
    }
}

/// The clusters of a word at three grains: 64, 256, 1024.
pub(crate) type Clusters = [u16; 3];
/// Of a word without clusters.
pub(crate) const NO_CLUSTERS: Clusters = [9999; 3];

impl Lexicon {
    pub(crate) fn embedded() -> Lexicon {
        Lexicon::new(
            Cow::Borrowed(include_bytes!("../model/clusters.bin")),
            Cow::Borrowed(include_bytes!("../model/lists.bin")),
            concat!(include_str!("../model/cues.tsv"), include_str!("../data/cues-de.tsv")),
        )
    }

    /// `cues` are those of English and German.
    pub(crate) fn new(clusters: Cow<'static, [u8]>, lists: Cow<'static, [u8]>, cues: &str) -> Lexicon {
        Lexicon {
            clusters: Table::new(clusters),
            lists: Table::new(lists),
            germanic: Words::new(GERMANIC, cues),
            french: Words::new(FRENCH, include_str!("../data/cues-fr.tsv")),
            spanish: Words::new(SPANISH, include_str!("../data/cues-es.tsv")),
        }
    }

    pub(crate) fn words(&self, language: Language) -> &Words {
        match language {
            Language::English | Language::German => &self.germanic,
            Language::French => &self.french,
            Language::Spanish => &self.spanish,
        }
    }

    pub(crate) fn clusters(&self, lower: u64) -> Clusters {
        self.clusters.get(lower).map_or(NO_CLUSTERS, unpack_clusters)
    }

    /// The lists that hold a name, and whether a longer one goes on.
    pub(crate) fn listed(&self, phrase: u64) -> u32 {
        self.lists.get(phrase).unwrap_or(0)
    }
}

/// Six, eight and ten bits; one is added to the finest so that no payload is zero.
pub(crate) fn pack_clusters([a, b, c]: Clusters) -> u32 {
    u32::from(a) | u32::from(b) << 6 | (u32::from(c) & 0x3FF) << 14
}

fn unpack_clusters(packed: u32) -> Clusters {
    [(packed & 0x3F) as u16, (packed >> 6 & 0xFF) as u16, (packed >> 14 & 0x3FF) as u16]
}

/// A phrase's hash from its words' hashes, so that a longer phrase goes on from a shorter.
pub(crate) fn phrase_hash(before: u64, word: u64) -> u64 {
    crate::table::finish(before.rotate_left(23) ^ word)
}
