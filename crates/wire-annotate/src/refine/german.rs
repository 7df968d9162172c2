//! What is no part of a German name: articles, small words, roles, and what somebody has.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::Name;
use crate::german::is_opener;
use crate::kb::KnowledgeBase;
use crate::lexicon::{GIVEN_LIST, class};
use crate::nominal::german_head;
use crate::sex::Sex;
use crate::token::Document;

/// "die Stadträtin Nele Hoffmann", "Wie Nele Hoffmann sagte": an article leads to a noun, and a
/// small word may open a sentence; neither is a first name.
pub(super) fn without_lead(document: &Document<'_>, name: Name) -> Name {
    let from = document.token_at(name.start);
    let is_determined = from.checked_sub(1).is_some_and(|k| document.tokens[k].is(class::DETERMINER));
    let words = document.token_at(name.end) - from;
    let opens = words > 1 && document.tokens[from].sentence_start && is_opener(document.token_text(from));
    if name.kind != EntityKind::Person || !(is_determined && words > 2 || opens) {
        return name;
    }
    Name { start: document.tokens[from + 1].start, ..name }
}

/// „Brandts Trainer“: what somebody, a body or a country has in the German second case is no part of the name.
pub(super) fn without_owned(document: &Document<'_>, mut names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    let last_word = |n: &Name| document.token_text(document.token_at(n.end).saturating_sub(1));
    let is_person = |n: &Name| n.kind == EntityKind::Person;
    let surnames: FxHashSet<&str> = names.iter().filter(|n| is_person(n)).map(last_word).collect();
    let is_country =
        |text: &str| kb.find(text, EntityKind::Place, document.language).is_some_and(|known| known.is_country());
    for name in &mut names {
        let from = document.token_at(name.start);
        let owner = document.token_text(from);
        let is_pair = document.tokens.get(from + 1).is_some_and(|t| t.capitalised && t.end == name.end);
        // "Lukas Becker" is not Luka's.
        let is_given = document.tokens[from].lists & GIVEN_LIST != 0 || kb.sex(owner) != Sex::default();
        let Some(stem) = owner.strip_suffix('s').filter(|_| is_pair && !is_given) else { continue };
        // „Frankreichs Nationalversammlung“ is more than France.
        let kind = if surnames.contains(stem) || kb.by_surname(stem).is_some() {
            EntityKind::Person
        } else if is_person(name) && is_country(stem) {
            EntityKind::Place
        } else {
            continue;
        };
        (name.end, name.kind) = (document.tokens[from].end, kind);
    }
    names
}

/// „Der Brite Brandt“, „Klub-Manager Brandt“: what somebody is stands before a surname that the text has in full, and
/// is no name by itself.
pub(super) fn without_roles(document: &Document<'_>, mut names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    /// Bearers of a surname.
    const MOST: usize = 8;
    let text = |n: &Name| document.slice(n.start, n.end);
    let people = names.iter().filter(|n| n.kind == EntityKind::Person);
    let mut full: FxHashMap<&str, Vec<&str>> = FxHashMap::default();
    for (given, surname) in people.filter_map(|n| text(n).rsplit_once(' ')) {
        let bearers = full.entry(surname).or_default();
        if bearers.len() < MOST && !bearers.contains(&given) {
            bearers.push(given);
        }
    }
    let is_role = |k: usize| {
        let token = &document.tokens[k];
        let part = document.token_text(k).split('-').next().unwrap_or_default();
        let is_given = token.lists & GIVEN_LIST != 0 || kb.sex(part) != Sex::default();
        token.is(class::COUNTRYMAN) || !is_given && german_head(document, token).is_some()
    };
    for name in names.iter_mut().filter(|n| matches!(n.kind, EntityKind::Person | EntityKind::Other)) {
        let from = document.token_at(name.start);
        let Some((role, surname)) = text(name).split_once(' ').filter(|_| is_role(from)) else { continue };
        if full.get(surname).is_some_and(|bearers| bearers.iter().any(|given| *given != role)) {
            (name.start, name.kind) = (document.tokens[from + 1].start, EntityKind::Person);
        }
    }
    let is_compound = |n: &Name| text(n).contains('-') && !text(n).contains(' ');
    names.retain(|n| n.kind != EntityKind::Person || !is_compound(n) || !is_role(document.token_at(n.start)));
    names
}
