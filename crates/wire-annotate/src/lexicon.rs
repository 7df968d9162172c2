//! What is known of single words and of listed names.
//!
//! Word clusters (k-means over GloVe vectors) and name lists are tables in
//! `model/`, made by the training command; the closed word classes stand here, and
//! German cues, for which there is nothing to learn from, in `data/`.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::table::{Table, hash};

/// Closed classes of words, as bits.
pub(crate) mod class {
    pub(crate) const ABBREVIATION: u32 = 1;
    pub(crate) const TITLE: u32 = 1 << 1;
    pub(crate) const PRONOUN: u32 = 1 << 2;
    pub(crate) const DETERMINER: u32 = 1 << 3;
    /// Words that are capitalised at the head of a sentence without being names.
    pub(crate) const STARTER: u32 = 1 << 4;
    /// Words inside names: "of", "de", "van".
    pub(crate) const CONNECTOR: u32 = 1 << 5;
    pub(crate) const FUNCTION: u32 = 1 << 6;
    /// Words behind which a noun phrase is no subject.
    pub(crate) const OBJECT: u32 = 1 << 7;
    pub(crate) const PERSON_PRONOUN: u32 = 1 << 8;
    pub(crate) const MALE: u32 = 1 << 9;
    pub(crate) const FEMALE: u32 = 1 << 10;
    /// Verbs that take the listener as object: "told", "asked".
    pub(crate) const ADDRESS: u32 = 1 << 11;
    pub(crate) const PREPOSITION: u32 = 1 << 12;
    pub(crate) const RUN: u32 = 1 << 13;
    pub(crate) const PERSON_NOUN: u32 = 1 << 14;
}

const CLASSES: &[(u32, &str)] = &[
    (
        class::ABBREVIATION,
        "mr mrs ms dr prof sen rep gov gen lt col sgt st jr sr inc corp ltd co jan feb mar apr jun jul aug sep sept oct nov dec no vs rev hon capt adm bzw z.b usw ca nr",
    ),
    (
        class::TITLE,
        "mr mr. mrs mrs. ms ms. miss dr dr. prof prof. sen sen. rep rep. gov gov. gen gen. lt lt. col col. sgt sgt. president senator secretary governor mayor judge justice chairman chairwoman chair professor spokesman spokeswoman spokesperson director minister prime chancellor ceo vice sir lord lady king queen prince princess pope captain general premier ambassador archbishop rabbi imam herr frau präsident präsidentin ministerpräsident bundeskanzler bundeskanzlerin sprecher sprecherin minister ministerin",
    ),
    (class::PRONOUN, "he she they it we i you who er sie es wir ich"),
    (class::PERSON_PRONOUN, "he she er"),
    (class::MALE, "he mr mr. sir lord king prince herr er"),
    (class::FEMALE, "she mrs mrs. ms ms. miss lady queen princess frau"),
    (
        class::DETERMINER,
        "the a an his her their its one some many several another other both these those this that two three four five our my der die das den dem des ein eine einer einem mehrere beide seine ihre",
    ),
    (
        class::STARTER,
        "the a an but and in on at for if when while after before as by with from to of or so it he she they we i you this that these those there here what who how why not no yes his her their our my its is was are were monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november december then now also still yet however meanwhile since during der die das ein eine und aber in im am auf für mit von zu wenn als nach vor er sie es wir ich auch nachdem zuvor dabei damit danach dies diese dieser dieses doch dort gegen hier insgesamt kein keine laut nun nur ob ohne seit so trotz unterdessen viele während was weiter wer wie zudem zum zur darunter außerdem bereits bisher derzeit einige inzwischen jedoch neben nicht schon sowie später bei aus durch unter über ferner dazu dagegen zugleich gleichzeitig allerdings daher deshalb mit um seine ihre ihr sein man dieses welche beim bis",
    ),
    (class::CONNECTOR, "of for and de la van von der den bin al the del di da do dos du el ibn le y &"),
    (class::RUN, "of de bin van von al der & del la for"),
    (
        class::FUNCTION,
        "and or but that which who when while because if as than then so to of in on at by with from for into over about after before during said says und oder aber dass die der wenn weil",
    ),
    (
        class::OBJECT,
        "to of by with for from about against on in at than over into told asked called tells telling calling calls between among under like near after before during through via von mit bei auf an für gegen über aus nach zu zum zur vom im am gegenüber durch ohne bis wegen trotz seit unter neben zwischen beim ins ans vor in",
    ),
    (class::PREPOSITION, "to of by with for from about against on in at than von mit bei"),
    (class::ADDRESS, "told asked called tells telling"),
    (
        class::PERSON_NOUN,
        "envoy minister president official spokesman spokeswoman spokesperson director mayor governor senator chief leader analyst lawyer judge chairman chairwoman owner doctor professor author officer negotiator secretary diplomat candidate manager archivist caretaker",
    ),
];

/// Names of the lists, in the order of their bits.
pub(crate) const LISTS: &[&str] = &["city", "town", "country", "norp", "state", "first", "last", "company", "orgkw"];
/// Set in a list payload when a longer listed name goes on from here.
pub(crate) const GOES_ON: u32 = 1 << 15;

pub(crate) struct Lexicon {
    clusters: Table<3>,
    lists: Table<2>,
    classes: FxHashMap<u64, u32>,
    cues: FxHashMap<u64, u8>,
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

    /// `cues` has a word and its weight in percent a line.
    pub(crate) fn new(clusters: Cow<'static, [u8]>, lists: Cow<'static, [u8]>, cues: &str) -> Lexicon {
        let mut classes: FxHashMap<u64, u32> = FxHashMap::default();
        for (bit, words) in CLASSES {
            for word in words.split(' ') {
                *classes.entry(hash(word)).or_default() |= bit;
            }
        }
        let cues = cues
            .lines()
            .filter_map(|l| l.split_once('\t'))
            .filter_map(|(w, v)| Some((hash(w), v.parse().ok()?)))
            .collect();
        Lexicon { clusters: Table::new(clusters), lists: Table::new(lists), classes, cues }
    }

    pub(crate) fn classes(&self, lower: u64) -> u32 {
        self.classes.get(&lower).copied().unwrap_or(0)
    }

    /// How much a word reports speech, in percent of its uses.
    pub(crate) fn cue(&self, lower: u64) -> u8 {
        self.cues.get(&lower).copied().unwrap_or(0)
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
