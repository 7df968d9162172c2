//! Names that the tagger passed over: what is named elsewhere in the text, and who speaks.

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use crate::Name;
use crate::beside::shares;
use crate::entity::{introduced_acronym, without_suffix};
use crate::firm::{is_commercial, names_public_body};
use crate::lexicon::{Language, PERSON_LISTS, class};
use crate::token::{Document, Token};
use crate::whole::{is_taken, with_wholes};

/// Words that the names of a text tell of.
pub(crate) struct Known<'t> {
    /// The last words of people's names, with where each stands first in a full one.
    surnames: FxHashMap<&'t str, usize>,
    /// The first words of bodies' names.
    pub(crate) firms: FxHashSet<&'t str>,
    /// What firms' names of three words and more begin with, from two words on.
    pub(crate) heads: FxHashSet<&'t str>,
    /// The last words of the names of bodies that have a captain.
    teams: FxHashSet<&'t str>,
    /// First words of bodies' names that have a captain, or shares.
    owned: FxHashSet<&'t str>,
    /// What is called a body.
    pub(crate) bodies: FxHashSet<&'t str>,
}

impl<'t> Known<'t> {
    /// `led`: words that have a captain, or shares.
    pub(crate) fn new(
        document: &Document<'t>,
        names: &[Name],
        bodies: FxHashSet<&'t str>,
        led: FxHashSet<&'t str>,
    ) -> Known<'t> {
        let texts = |kind| names.iter().filter(move |n| n.kind == kind).map(|n: &Name| document.slice(n.start, n.end));
        let mut surnames = FxHashMap::default();
        for name in names.iter().filter(|n| n.kind == EntityKind::Person) {
            if let Some((_, last)) = without_suffix(document.slice(name.start, name.end)).rsplit_once(' ') {
                surnames.entry(last).or_insert(name.start);
            }
        }
        let firsts = || texts(EntityKind::Organisation).filter_map(|t| t.split_once(' ').map(|(first, _)| first));
        Known {
            surnames,
            firms: firsts().collect(),
            owned: firsts().filter(|word| led.contains(word)).collect(),
            heads: texts(EntityKind::Organisation).filter(|t| is_commercial(t)).flat_map(heads).collect(),
            teams: texts(EntityKind::Organisation)
                .filter_map(|t| t.rsplit(' ').next())
                .filter(|word| led.contains(word))
                .collect(),
            bodies,
        }
    }

    /// Whether a word at a byte is somebody's surname; of a family that a firm is named after, once one of it is named.
    pub(crate) fn is_surname(&self, word: &str, at: usize) -> bool {
        self.is_surname_by(word, at) || self.surnames.contains_key(word) && !self.owned.contains(word)
    }

    /// Whether somebody of that surname is named in full before a byte.
    pub(crate) fn is_surname_by(&self, word: &str, at: usize) -> bool {
        self.surnames.get(word).is_some_and(|first| at > *first)
    }

    /// "the Pells": whether a word names those of a surname.
    pub(crate) fn is_family(&self, document: &Document<'_>, at: usize) -> bool {
        let lead = at.checked_sub(1).map_or("", |k| document.token_text(k));
        let surname = document.token_text(at).strip_suffix('s').filter(|_| matches!(lead, "the" | "The"));
        surname.is_some_and(|surname| self.is_surname(surname, document.tokens[at].start))
    }

    /// What a word alone is short for.
    fn kind(&self, document: &Document<'t>, at: usize) -> Option<EntityKind> {
        let word = document.token_text(at);
        if self.is_surname(word, document.tokens[at].start) || self.is_family(document, at) {
            return Some(EntityKind::Person);
        }
        let is_body = self.bodies.contains(word)
            || self.teams.contains(word)
            || self.firms.contains(word) && shares(document, at);
        is_body.then_some(EntityKind::Organisation)
    }
}

/// "Elm Street" of "Elm Street Partners".
fn heads(name: &str) -> impl Iterator<Item = &str> {
    name.match_indices(' ').skip(1).map(|(at, _)| &name[..at])
}

/// The names of a text, in order, with those that were passed over.
pub(crate) fn with_missed(document: &Document<'_>, names: Vec<Name>, known: &Known<'_>) -> Vec<Name> {
    let names = with_introduced(document, with_houses(document, with_seconds(document, with_parts(document, names))));
    let mut names = with_repeated(document, names);
    let mut found = passed_over(document, &names, known);
    found.extend(speakers(document, &names));
    names.extend(found);
    names.sort_by_key(|n| n.start);
    let acronyms = acronyms(document, &names);
    names.extend(acronyms);
    names.sort_by_key(|n| n.start);
    names
}

/// "Peace and [Security Council]", "[News Agency] of [Westmark]": a body with all that belongs to its name.
fn with_parts(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    let tokens = &document.tokens;
    let whole = |(k, name): (usize, &Name)| {
        let (from, to) = (document.token_at(name.start), document.token_at(name.end));
        let last = to.checked_sub(1).map_or("", |k| document.token_text(k));
        if name.kind != EntityKind::Organisation || !names_public_body(last) {
            return None;
        }
        let lead = from.checked_sub(2).filter(|k| document.token_text(k + 1) == "and").map(|k| &tokens[k]);
        let lead = lead.filter(|t| {
            t.capitalised && !t.capitals && !t.sentence_start && !t.is(class::SMALL) && !is_taken(&names, t)
        });
        let article = usize::from(tokens.get(to + 1).is_some_and(|t| t.is(class::DEFINITE)));
        let place = names.get(k + 1).filter(|n| document.token_text(to) == "of" && n.kind == EntityKind::Place);
        let place = place.filter(|n| tokens.get(to + 1 + article).is_some_and(|t| t.start == n.start));
        let (start, end) = (lead.map_or(name.start, |t| t.start), place.map_or(name.end, |n| n.end));
        (end - start > name.end - name.start).then_some(Name { start, end, ..*name })
    };
    let wholes = names.iter().enumerate().filter_map(whole).collect();
    with_wholes(names, wholes)
}

/// "[Department of Public Works] and Highways": the second half of what a body is for, where nothing else is named so.
fn with_seconds(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    let tokens = &document.tokens;
    let whole = |name: &Name| {
        let is_body = name.kind == EntityKind::Organisation && document.slice(name.start, name.end).contains(" of ");
        let and = document.token_at(name.end);
        if !is_body || document.token_text(and) != "and" {
            return None;
        }
        let is_part = |t: &&Token| t.capitalised && t.is_word() && !t.is(class::SMALL) && !is_taken(&names, t);
        let last = tokens[and + 1..].iter().take_while(is_part).last()?;
        let goes_on = tokens.get(document.token_at(last.end)).is_some_and(|t| t.capitalised && !t.sentence_start);
        (!goes_on).then_some(Name { end: last.end, ..*name })
    };
    let wholes = names.iter().filter_map(whole).collect();
    with_wholes(names, wholes)
}

/// "University of Northern Iowa", "State Archive of Merrow": what begins with a word for a house, over what was found of it.
fn with_houses(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    const HOUSES: [&str; 8] =
        ["Academy", "Archive", "College", "Institute", "Library", "Ministry", "Museum", "University"];
    const LONGEST: usize = 4;
    let tokens = &document.tokens;
    let is_house = |k: &usize| tokens[*k].capitalised && HOUSES.contains(&document.token_text(*k));
    let whole = |house: usize| {
        let is_part =
            |t: &&Token| t.capitalised && t.is_word() && !t.is(class::SMALL) && t.paragraph == tokens[house].paragraph;
        let last = tokens[house + 2..].iter().take(LONGEST).take_while(is_part).last()?;
        let lead = house.checked_sub(1).map(|k| &tokens[k]).filter(|t| is_part(t) && !t.sentence_start);
        Some(Name { start: lead.unwrap_or(&tokens[house]).start, end: last.end, kind: EntityKind::Organisation })
    };
    let houses = (0..tokens.len()).filter(is_house).filter(|k| document.token_text(k + 1) == "of");
    let wholes = houses.filter_map(whole).collect();
    with_wholes(names, wholes)
}

/// "the Harbour Safety Board (HSB)", „der Kommunale Arbeitgeberverband (KAV)“: what an acronym in brackets stands for.
fn with_introduced(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    let tokens = &document.tokens;
    let is_acronym = |k: &usize| {
        let length = tokens[*k].length;
        let is_closed = tokens.get(k + 1).is_some_and(|t| t.first == ')');
        tokens[*k].capitals && (3..=8).contains(&length) && tokens[k - 1].first == '(' && is_closed
    };
    let whole = |at: usize| {
        let from = [false, true].into_iter().find_map(|s| spelled_out(document, at - 1, document.token_text(at), s))?;
        let (start, end) = (tokens[from].start, tokens[at - 2].end);
        let held = names.partition_point(|n| n.end <= start)..names.partition_point(|n| n.start < end);
        let parts = names.get(held).unwrap_or_default();
        let is_act = ACTS.contains(&document.token_text(from)) || ACTS.contains(&document.token_text(at - 2));
        // "the Federated States of Micronesia (FSM)"
        let is_place = |part: Option<&Name>| part.is_some_and(|n| n.kind == EntityKind::Place);
        let is_country = parts.len() > 1 && is_place(parts.first()) && is_place(parts.last());
        let kind = match (is_act, is_country) {
            (true, _) => EntityKind::Other,
            (_, true) => EntityKind::Place,
            _ => EntityKind::Organisation,
        };
        let has_person = parts.iter().any(|n| n.kind == EntityKind::Person);
        (!has_person).then_some(Name { start, end, kind })
    };
    let wholes = (2..tokens.len()).filter(is_acronym).filter_map(whole).collect();
    with_wholes(names, wholes)
}

/// Words that begin or end the names of what nobody works for.
const ACTS: &[&str] = &[
    "Act",
    "Agreement",
    "Convention",
    "Disorder",
    "Facility",
    "Index",
    "Initiative",
    "Partnership",
    "Program",
    "Programme",
    "Protocol",
    "Syndrome",
    "System",
    "Treaty",
];

/// The token from which the words before `end` spell an acronym out: each begins with the next of its letters, or, in
/// German, holds it. `smalls`: the small words too, "Force in Norland" is FIN.
fn spelled_out(document: &Document<'_>, end: usize, acronym: &str, smalls: bool) -> Option<usize> {
    const LONGEST: usize = 10;
    let tokens = &document.tokens;
    let letters: Vec<char> = acronym.chars().collect();
    // „der Energie- und Wasserwirtschaft“
    let is_hyphen = |t: &Token| t.first == '-';
    // "Agence nationale de sécurité du médicament (ANSM)"
    let in_romance = matches!(document.language, Language::French | Language::Spanish);
    let is_small = |t: &Token| t.is(class::CONNECTOR | class::FUNCTION) || smalls && in_romance && t.is_word();
    let is_part = |k: &usize| tokens[*k].capitalised || is_small(&tokens[*k]) || is_hyphen(&tokens[*k]);
    let mut left = letters.len();
    for k in (0..end).rev().take(LONGEST).take_while(is_part) {
        let word = document.token_text(k);
        if !tokens[k].capitalised {
            let is_told = smalls && left > 1 && word.to_uppercase().starts_with(letters[left - 1]);
            left -= usize::from(is_told);
            continue;
        }
        let tail = match document.language {
            Language::German => compound_letters(&word.to_uppercase(), &letters[..left])?,
            _ => initials(word, &letters[..left]),
        };
        left -= tail;
        if tail == 0 || left == 0 {
            return (tail > 0).then_some(k);
        }
    }
    None
}

/// How many of the last letters of an acronym a word's capitals are: one, and of "Tehreek-e-Insaf" and "U.N." two.
fn initials(word: &str, letters: &[char]) -> usize {
    let own: Vec<char> = word.split(['-', '.']).filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect();
    if letters.ends_with(&own) {
        own.len()
    } else {
        usize::from(own.first().is_some_and(|c| letters.last() == Some(c)))
    }
}

/// How many of the last letters of an acronym a German word holds, its first one at its head: of "KAV"
/// "Arbeitgeberverband" holds two.
fn compound_letters(word: &str, letters: &[char]) -> Option<usize> {
    let holds = |tail: &[char]| {
        let mut rest = word.chars();
        word.starts_with(tail[0]) && tail.iter().all(|letter| rest.any(|c| c == *letter))
    };
    (1..=letters.len()).find(|n| holds(&letters[letters.len() - n..]))
}

/// A name of several words that was found once is one wherever it stands, over what was found of it there.
fn with_repeated(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
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
        let known = by_first.get(&token.word)?;
        let is_here = |(text, _): &&(&str, EntityKind)| {
            document.text[token.start..].starts_with(text) && ends_word(token.start + text.len())
        };
        let (text, kind) = known.iter().filter(is_here).max_by_key(|(text, _)| text.len())?;
        Some(Name { start: token.start, end: token.start + text.len(), kind: *kind })
    };
    let mut wholes: Vec<Name> = Vec::new();
    for whole in document.tokens.iter().filter(|t| t.capitalised).filter_map(repeated) {
        if wholes.last().is_none_or(|before| before.end <= whole.start) {
            wholes.push(whole);
        }
    }
    with_wholes(names, wholes)
}

/// Words that stand alone where nothing was found: surnames of people who are named in full elsewhere, what is called a
/// body, and short names of teams and firms.
fn passed_over(document: &Document<'_>, names: &[Name], known: &Known<'_>) -> Vec<Name> {
    let tokens = &document.tokens;
    let is_free = |t: &Token| t.capitalised && !t.is(class::SMALL) && !is_taken(names, t);
    let name = |k: usize| {
        let own = &tokens[k];
        let kind = known.kind(document, k).filter(|_| is_free(own))?;
        // "Cyclone Lee", "Lee Foundation": more of a name than is known. German writes nouns so.
        let before = k.checked_sub(1).filter(|b| document.token_text(*b) != "Former").and_then(|b| tokens.get(b));
        let before = before.filter(|_| document.language != Language::German);
        let after = tokens.get(k + 1).filter(|t| !t.sentence_start);
        let is_whole = ![before, after].into_iter().flatten().any(is_free);
        is_whole.then_some(Name { start: own.start, end: own.end, kind })
    };
    (0..tokens.len()).filter(|k| tokens[*k].capitalised).filter_map(name).collect()
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
            (token.capitalised && !token.is(class::SMALL)) || is_joined
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

/// Acronyms of organisations that are named in full, or found elsewhere, where nothing was found.
fn acronyms(document: &Document<'_>, names: &[Name]) -> Vec<Name> {
    const SHORTEST: usize = 3;
    let initials = |name: &&Name| -> String {
        let words = document.slice(name.start, name.end).split_whitespace();
        words.filter_map(|w| w.chars().next()).filter(|c| c.is_uppercase()).collect()
    };
    // "the Department of Agriculture (DA)": two letters, where the text says so.
    let introduced = names
        .iter()
        .filter_map(|name| introduced_acronym(document, name).filter(|a| *a == initials(&name)).map(str::to_owned));
    let known: FxHashSet<String> = names
        .iter()
        .filter(|n| n.kind == EntityKind::Organisation)
        .flat_map(|n| [initials(&n), document.slice(n.start, n.end).to_owned()])
        .filter(|i| i.len() >= SHORTEST && i.chars().all(char::is_uppercase))
        .chain(introduced)
        .collect();
    let is_acronym = |k: &usize| {
        let token = &document.tokens[*k];
        token.capitals && known.contains(document.token_text(*k)) && !is_taken(names, token)
    };
    let found = (0..document.tokens.len()).filter(is_acronym).map(|k| &document.tokens[k]);
    found.map(|t| Name { start: t.start, end: t.end, kind: EntityKind::Organisation }).collect()
}
