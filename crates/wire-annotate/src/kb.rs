//! A small knowledge base: names of things whose Wikidata id is certain.
//!
//! `model/kb.tsv` is made from open sources (named in the model card),
//! `data/*.tsv` are written by hand. A name is linked only to a
//! thing of the kind that the text gives it: that test is worth four points of
//! precision.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;
use wire_text::normal;

use crate::lexicon::Language;
use crate::sex::Sex;
use crate::table::hash_chars;

/// A thing with a known id.
#[derive(Debug)]
pub(crate) struct Known {
    /// `Q…`
    pub(crate) qid: &'static str,
    pub(crate) kind: EntityKind,
    pub(crate) name: &'static str,
    weight: f32,
}

impl Known {
    /// Countries outweigh whatever else has their name.
    pub(crate) fn is_country(&self) -> bool {
        const WEIGHT: f32 = 1e9;
        self.weight >= WEIGHT
    }
}

pub(crate) struct KnowledgeBase {
    things: Vec<Known>,
    by_id: FxHashMap<&'static str, u32>,
    by_alias: FxHashMap<u64, Vec<u32>>,
    /// Of those whom news calls by the surname alone, before anybody else who bears it.
    by_surname: FxHashMap<u64, u32>,
    /// First words of the names of bodies that have several, and of places whose names hold small ones.
    leads: FxHashSet<u64>,
    /// Abbreviations that are no capitals alone: "dpa", "Fed".
    small: FxHashSet<&'static str>,
    /// Given names that one sex bears nearly alone, and whether it is the male one.
    given_names: FxHashMap<u64, bool>,
}

impl KnowledgeBase {
    pub(crate) fn embedded() -> KnowledgeBase {
        let given = include_str!("../data/given-names.tsv").lines().filter_map(|l| l.split_once('\t'));
        let given_names = given.map(|(name, sex)| (key(name), sex == "m")).collect();
        let (things, by_id, by_alias) = (Vec::new(), FxHashMap::default(), FxHashMap::default());
        let (leads, small) = (FxHashSet::default(), FxHashSet::default());
        let by_surname = FxHashMap::default();
        let mut kb = KnowledgeBase { things, by_id, by_alias, by_surname, leads, small, given_names };
        let files = [
            include_str!("../data/organisations.tsv"),
            include_str!("../data/places.tsv"),
            include_str!("../data/people.tsv"),
            include_str!("../model/kb.tsv"),
        ];
        files.into_iter().flat_map(str::lines).for_each(|line| kb.add(line));
        include_str!("../data/aliases.tsv").lines().for_each(|line| kb.add_aliases(line));
        include_str!("../data/surnames.tsv").lines().for_each(|line| kb.add_surnames(line));
        kb
    }

    /// `qid`, more names, joined by `|`, of a thing that a file has, and the language that alone
    /// uses them: French "CPI" is the court, English "CPI" an index of prices.
    fn add_aliases(&mut self, line: &'static str) {
        let mut fields = line.split('\t');
        let (Some(qid), Some(aliases)) = (fields.next(), fields.next()) else { return };
        let language = fields.next().and_then(Language::of);
        if let Some(index) = self.by_id.get(qid).copied() {
            aliases.split('|').for_each(|alias| self.name(alias, language, index));
        }
    }

    /// `qid` and the surname of a person that a file has, in several spellings, joined by `|`.
    fn add_surnames(&mut self, line: &'static str) {
        let Some((qid, surnames)) = line.split_once('\t') else { return };
        if let Some(index) = self.by_id.get(qid) {
            self.by_surname.extend(surnames.split('|').map(|surname| (key(surname), *index)));
        }
    }

    fn name(&mut self, alias: &'static str, language: Option<Language>, index: u32) {
        let kind = self.things[index as usize].kind;
        let is_led = |rest: &str| match kind {
            EntityKind::Organisation => true,
            EntityKind::Place => {
                rest.starts_with(char::is_lowercase) && rest.contains(' ') || rest.split(' ').any(is_water)
            }
            EntityKind::Person | EntityKind::Other => false,
        };
        if let Some((lead, _)) = alias.split_once(' ').filter(|(_, rest)| is_led(rest)) {
            self.leads.insert(hash_chars(lead.chars().flat_map(char::to_lowercase)));
        }
        // Of short places only those that a language is known to say: "Man" is an island or a man.
        let is_safe = kind == EntityKind::Organisation || language.is_some();
        if is_safe && is_short(alias) && alias.contains(char::is_lowercase) {
            self.small.insert(alias);
        }
        let alias = language.map_or(key(alias), |l| key_in(l, alias));
        let known = self.by_alias.entry(alias).or_default();
        if !known.contains(&index) {
            known.push(index);
        }
    }

    /// `qid`, kind, name, aliases joined by `|`, weight. Of a thing that two files have, the first gives the name: Joe
    /// Biden, whom the second calls Joseph.
    fn add(&mut self, line: &'static str) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let &[qid, kind, name, aliases, weight] = fields.as_slice() else { return };
        let kind = match kind {
            "PER" => EntityKind::Person,
            "ORG" => EntityKind::Organisation,
            "LOC" => EntityKind::Place,
            _ => return,
        };
        let next = self.things.len() as u32;
        let index = *self.by_id.entry(qid).or_insert(next);
        if index == next {
            self.things.push(Known { qid, kind, name, weight: weight.parse().unwrap_or(0.0) });
        }
        for alias in std::iter::once(name).chain(aliases.split('|')).filter(|a| !a.is_empty()) {
            self.name(alias, None, index);
        }
    }

    /// Of whoever bears a given name, where it tells.
    pub(crate) fn sex(&self, given_name: &str) -> Sex {
        let male = self.given_names.get(&key(given_name)).copied();
        Sex { male: male == Some(true), female: male == Some(false) }
    }

    /// Whether the names of bodies, or of places with small words in them, begin with a word, of which the hash in lower
    /// case is given.
    pub(crate) fn leads(&self, lower: u64) -> bool {
        self.leads.contains(&lower)
    }

    /// Whom a surname alone means where nobody else who bears it is named before.
    pub(crate) fn by_surname(&self, surname: &str) -> Option<&Known> {
        self.by_surname.get(&key(surname)).and_then(|index| self.things.get(*index as usize))
    }

    /// The weightiest thing of that kind that goes by `name` in a language, before what goes by it in any: Spanish
    /// "América" is no country. Of an abbreviation the case counts: "us" is no country.
    pub(crate) fn find(&self, name: &str, kind: EntityKind, language: Language) -> Option<&Known> {
        let is_word = name.contains(char::is_lowercase) && !name.ends_with('.') && !self.small.contains(name);
        if is_short(name) && is_word && kind != EntityKind::Person {
            return None;
        }
        let weightiest = |key: u64| {
            let found = self.by_alias.get(&key).into_iter().flatten().filter_map(|i| self.things.get(*i as usize));
            found.filter(|t| t.kind == kind).max_by(|a, b| a.weight.total_cmp(&b.weight))
        };
        weightiest(key_in(language, name)).or_else(|| weightiest(key(name)))
    }
}

/// Whether a word ends the name of a sea: names of places whose last word tells that they are one are sure.
pub(crate) fn is_water(word: &str) -> bool {
    matches!(word, "Canal" | "Channel" | "Gulf" | "Ocean" | "Sea" | "Strait")
}

/// Whether a name has three letters at most.
fn is_short(name: &str) -> bool {
    name.chars().filter(|c| c.is_alphabetic()).count() <= 3
}

fn key(name: &str) -> u64 {
    let name = ["the ", "The ", "THE "].iter().find_map(|article| name.strip_prefix(article)).unwrap_or(name);
    // "La." is Louisiana, "L.A." a town.
    let is_abbreviation = name.ends_with('.') && !name.contains(' ') && name.contains(char::is_lowercase);
    let is_letter = |c: &char| is_abbreviation || *c != '.';
    if name.is_ascii() {
        return hash_chars(name.chars().filter(is_letter).map(|c| c.to_ascii_lowercase()));
    }
    let letters = normal::without_accents(name).filter(is_letter).map(|c| if c == '’' { '\'' } else { c });
    hash_chars(letters.flat_map(char::to_lowercase))
}

fn key_in(language: Language, name: &str) -> u64 {
    key(name).rotate_left(1 + language as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_linked_by_kind() {
        let kb = KnowledgeBase::embedded();
        let check = |name: &str, kind: EntityKind, qid: Option<&str>| {
            assert_eq!(kb.find(name, kind, Language::English).map(|k| k.qid), qid, "{name}")
        };
        let check_in = |language: Language, name: &str, kind: EntityKind, qid: Option<&str>| {
            assert_eq!(kb.find(name, kind, language).map(|k| k.qid), qid, "{name}")
        };
        check("Ukraine", EntityKind::Place, Some("Q212"));
        check("U.S.", EntityKind::Place, Some("Q30"));
        check("Alaska", EntityKind::Place, Some("Q797"));
        check("Georgia", EntityKind::Place, Some("Q230"));
        check("Calif.", EntityKind::Place, Some("Q99"));
        check("La.", EntityKind::Place, Some("Q1588"));
        check("L.A.", EntityKind::Place, Some("Q65"));
        check("us", EntityKind::Place, None);
        check("dpa", EntityKind::Organisation, Some("Q312653"));
        check("America", EntityKind::Place, Some("Q30"));
        check("Kyiv", EntityKind::Place, Some("Q1899"));
        check("Scotland", EntityKind::Place, Some("Q22"));
        check("NATO", EntityKind::Organisation, Some("Q7184"));
        check("NATO", EntityKind::Place, None);
        check("the European Union", EntityKind::Organisation, Some("Q458"));
        // What only one language says.
        check_in(Language::German, "Europäischen Union", EntityKind::Organisation, Some("Q458"));
        check_in(Language::French, "Conseil de l’Europe", EntityKind::Organisation, Some("Q8908"));
        check_in(Language::Spanish, "CPI", EntityKind::Organisation, Some("Q47488"));
        check("CPI", EntityKind::Organisation, None);
        check_in(Language::French, "États-Unis", EntityKind::Place, Some("Q30"));
        check_in(Language::Spanish, "América", EntityKind::Place, Some("Q828"));
        // Wires leave accents out.
        check("Turkiye", EntityKind::Place, Some("Q43"));
        check("Recep Tayyip Erdogan", EntityKind::Person, Some("Q39259"));
        check("JD Vance", EntityKind::Person, Some("Q28935729"));
        check("Fed", EntityKind::Organisation, Some("Q53536"));
        check("fed", EntityKind::Organisation, None);
        check_in(Language::German, "Rom", EntityKind::Place, Some("Q220"));
        check("Man", EntityKind::Place, None);
        check("Borsa Istanbul", EntityKind::Organisation, Some("Q1407995"));
        check("Elvira Nabiullina", EntityKind::Person, Some("Q74746"));
        check("Jose Manuel Albares", EntityKind::Person, Some("Q64595113"));
        // The name of the first file that has a thing.
        let named = |name: &str| kb.find(name, EntityKind::Person, Language::English).map(|k| k.name);
        assert_eq!(named("Joseph Biden"), Some("Joe Biden"));
    }

    #[test]
    fn ids_are_well_formed_and_used_once() {
        let kb = KnowledgeBase::embedded();
        let mut seen = std::collections::HashMap::new();
        for thing in &kb.things {
            let digits = thing.qid.strip_prefix('Q').unwrap_or_default();
            assert!(!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()), "{}", thing.qid);
            seen.insert(thing.qid, thing.name);
        }
        for file in [
            include_str!("../data/organisations.tsv"),
            include_str!("../data/places.tsv"),
            include_str!("../data/people.tsv"),
            include_str!("../model/kb.tsv"),
        ] {
            let mut ids = std::collections::HashSet::new();
            for line in file.lines() {
                assert_eq!(line.split('\t').count(), 5, "{line}");
                assert!(ids.insert(line.split('\t').next()), "twice in a file: {line}");
            }
        }
        assert!(kb.things.len() > 1000);
        for line in include_str!("../data/aliases.tsv").lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            let is_language = fields.get(2).is_none_or(|tag| Language::of(tag).is_some());
            assert!(seen.contains_key(fields[0]) && matches!(fields.len(), 2 | 3) && is_language, "{line}");
        }
        for line in include_str!("../data/surnames.tsv").lines() {
            let (qid, surnames) = line.split_once('\t').expect(line);
            assert!(seen[qid].contains(surnames.split('|').next().expect(line)), "{line}");
        }
    }
}
