//! Names that the tagger passed over: what is named elsewhere in the text, and who speaks.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::Name;
use crate::firm::has_shares;
use crate::lexicon::{Language, PERSON_LISTS};
use crate::tidy::SMALL;
use crate::token::{Document, Token};

/// Words that the names of a text tell of.
pub(crate) struct Known<'t> {
    /// The last words of people's names.
    pub(crate) surnames: FxHashSet<&'t str>,
    /// The first words of bodies' names.
    pub(crate) firms: FxHashSet<&'t str>,
    /// The last words of the names of bodies that have a captain.
    teams: FxHashSet<&'t str>,
    /// What is called a body.
    bodies: FxHashSet<&'t str>,
}

impl<'t> Known<'t> {
    /// `led`: words that have a captain.
    pub(crate) fn new(
        document: &Document<'t>,
        names: &[Name],
        bodies: FxHashSet<&'t str>,
        led: FxHashSet<&'t str>,
    ) -> Known<'t> {
        let texts = |kind| names.iter().filter(move |n| n.kind == kind).map(|n: &Name| document.slice(n.start, n.end));
        Known {
            surnames: texts(EntityKind::Person).filter_map(|t| t.rsplit_once(' ').map(|(_, last)| last)).collect(),
            firms: texts(EntityKind::Organisation).filter_map(|t| t.split_once(' ').map(|(first, _)| first)).collect(),
            teams: texts(EntityKind::Organisation)
                .filter_map(|t| t.rsplit(' ').next())
                .filter(|word| led.contains(word))
                .collect(),
            bodies,
        }
    }
}

/// The names of a text, in order, with those that were passed over.
pub(crate) fn with_missed(document: &Document<'_>, names: Vec<Name>, known: &Known<'_>) -> Vec<Name> {
    let mut names = with_repeated(document, with_houses(document, names));
    let single = |words, kind| passed_over(document, &names, words, kind);
    let mut found = single(&known.surnames, EntityKind::Person);
    found.extend(single(&known.bodies, EntityKind::Organisation));
    found.extend(single(&known.teams, EntityKind::Organisation));
    found.extend(single(&known.firms, EntityKind::Organisation).into_iter().filter(|name| has_shares(document, name)));
    found.extend(speakers(document, &names));
    names.extend(found);
    names.sort_by_key(|n| n.start);
    let acronyms = acronyms(document, &names);
    names.extend(acronyms);
    names.sort_by_key(|n| n.start);
    names
}

/// "University of Northern Iowa": what begins with a word for a house, over what was found of it.
fn with_houses(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    const HOUSES: [&str; 6] = ["Academy", "College", "Institute", "Ministry", "Museum", "University"];
    const LONGEST: usize = 4;
    let tokens = &document.tokens;
    let is_house = |k: &usize| tokens[*k].capitalised && HOUSES.contains(&document.token_text(*k));
    for house in (0..tokens.len()).filter(is_house).filter(|k| document.token_text(k + 1) == "of") {
        let is_part = |t: &&Token| t.capitalised && t.is_word() && !t.is(SMALL);
        let words = tokens[house + 2..].iter().take(LONGEST).take_while(is_part);
        let Some(end) = words.last().map(|t| t.end) else { continue };
        let start = tokens[house].start;
        let first = names.partition_point(|n| n.end <= start);
        let held = first..first + names[first..].iter().take_while(|n| n.start < end).count();
        let is_within = |n: &Name| n.start >= start && n.end <= end && n.end - n.start < end - start;
        if names[held.clone()].iter().all(is_within) {
            names.splice(held, [Name { start, end, kind: EntityKind::Organisation }]);
        }
    }
    names
}

/// A name of several words that was found once is one wherever it stands, over what was found of it there.
fn with_repeated(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    /// Names that begin with one word.
    const MOST: usize = 8;
    let mut by_first: FxHashMap<u64, Vec<(&str, EntityKind)>> = FxHashMap::default();
    for name in &names {
        let text = document.slice(name.start, name.end);
        let known = by_first.entry(document.tokens[document.token_at(name.start)].word).or_default();
        if text.contains(' ') && known.len() < MOST && !known.contains(&(text, name.kind)) {
            known.push((text, name.kind));
        }
    }
    let ends_word = |at: usize| !document.text[at..].starts_with(char::is_alphanumeric);
    let repeated = |token: &Token| {
        let known = by_first.get(&token.word).filter(|_| token.capitalised)?;
        let is_here = |(text, _): &&(&str, EntityKind)| {
            document.text[token.start..].starts_with(text) && ends_word(token.start + text.len())
        };
        let (text, kind) = known.iter().filter(is_here).max_by_key(|(text, _)| text.len())?;
        Some(Name { start: token.start, end: token.start + text.len(), kind: *kind })
    };
    let is_new = |found: &Name| {
        let next = names.partition_point(|n| n.end <= found.start);
        let held = names[next..].iter().take_while(|n| n.start < found.end);
        held.clone().all(|n| n.start >= found.start && n.end <= found.end && n.end - n.start < found.end - found.start)
    };
    let found: Vec<Name> = document.tokens.iter().filter_map(repeated).filter(is_new).collect();
    if found.is_empty() {
        return names;
    }
    let is_within = |n: &Name| {
        let next = found.partition_point(|f| f.end <= n.start);
        found.get(next).is_some_and(|f| f.start < n.end)
    };
    names.retain(|n| !is_within(n));
    names.extend(found);
    names.sort_by_key(|n| n.start);
    names
}

/// Words that stand alone where nothing was found: surnames of people who are named in full elsewhere, and
/// what is called a body elsewhere.
fn passed_over(document: &Document<'_>, names: &[Name], known: &FxHashSet<&str>, kind: EntityKind) -> Vec<Name> {
    let tokens = &document.tokens;
    let is_taken = |t: &Token| {
        let next = names.partition_point(|n| n.end <= t.start);
        names.get(next).is_some_and(|n| n.start < t.end)
    };
    let is_free = |t: &Token| t.capitalised && !t.is(SMALL) && !is_taken(t);
    let is_name = |k: &usize| {
        let own = &tokens[*k];
        if !own.capitalised || !known.contains(document.token_text(*k)) || !is_free(own) {
            return false;
        }
        // "Cyclone Lee", "Lee Foundation": more of a name than is known. German writes nouns so.
        let before = k.checked_sub(1).and_then(|b| tokens.get(b)).filter(|_| document.language != Language::German);
        let after = tokens.get(k + 1).filter(|t| !t.sentence_start);
        ![before, after].into_iter().flatten().any(is_free)
    };
    let found = (0..tokens.len()).filter(is_name);
    found.map(|k| Name { start: tokens[k].start, end: tokens[k].end, kind }).collect()
}

/// "…,” Park Ji-hoon told workers": who speaks behind a quote, where nothing was found. In full
/// and of listed names only: "Police said".
fn speakers(document: &Document<'_>, names: &[Name]) -> Vec<Name> {
    const LONGEST: usize = 4;
    const REPORTS: u8 = 50;
    let tokens = &document.tokens;
    let name_from = |from: usize| {
        let is_part = |k: &usize| {
            let token = &tokens[*k];
            let is_joined = *k > from && tokens[k - 1].end == token.start && (token.is_word() || token.first == '-');
            (token.capitalised && !token.is(SMALL)) || is_joined
        };
        let to = from + (from..tokens.len()).take(2 * LONGEST).take_while(is_part).count();
        let own = &tokens[from..to];
        let is_full = (2..=LONGEST).contains(&own.iter().filter(|t| t.capitalised).count());
        let speaks = tokens.get(to).is_some_and(|t| t.cue >= REPORTS);
        let is_listed = own.iter().any(|t| t.lists & PERSON_LISTS != 0);
        let name = Name { start: tokens[from].start, end: own.last()?.end, kind: EntityKind::Person };
        let next = names.get(names.partition_point(|n| n.end <= name.start));
        (is_full && speaks && is_listed && next.is_none_or(|n| n.start >= name.end)).then_some(name)
    };
    let closes = |k: &usize| matches!(tokens[k - 1].first, '”' | '"' | '“' | '»' | '’');
    (1..tokens.len()).filter(closes).filter_map(name_from).collect()
}

/// Acronyms of organisations that are named in full, where nothing was found.
fn acronyms(document: &Document<'_>, names: &[Name]) -> Vec<Name> {
    const SHORTEST: usize = 3;
    let initials = |name: &&Name| -> String {
        let words = document.slice(name.start, name.end).split_whitespace();
        words.filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
    };
    let known: FxHashSet<String> = names
        .iter()
        .filter(|n| n.kind == EntityKind::Organisation)
        .map(|n| initials(&n))
        .filter(|i| i.len() >= SHORTEST)
        .collect();
    let is_taken = |t: &Token| {
        let next = names.partition_point(|n| n.end <= t.start);
        names.get(next).is_some_and(|n| n.start < t.end)
    };
    let is_acronym = |k: &usize| {
        let token = &document.tokens[*k];
        token.capitals && known.contains(document.token_text(*k)) && !is_taken(token)
    };
    let found = (0..document.tokens.len()).filter(is_acronym).map(|k| &document.tokens[k]);
    found.map(|t| Name { start: t.start, end: t.end, kind: EntityKind::Organisation }).collect()
}
