//! What the language of a text and the knowledge base say of its names.
//!
//! The tagger has learnt from English and German, and knows no thing by its name.

mod german;
mod romance;

use rustc_hash::{FxHashMap, FxHashSet};
use wire_model::EntityKind;

use self::romance::{with_romance, without_openers};
use crate::Name;
use crate::dateline::with_dateline;
use crate::firm::names_public_body;
use crate::kb::{KnowledgeBase, Known, is_water};
use crate::lexicon::{GIVEN_LIST, Language, NATION_LIST, PERSON_LISTS, PLACE_LISTS, class};
use crate::link::clean;
use crate::nominal::german_head;
use crate::sex::Sex;
use crate::tagger::is_about_sport;
use crate::token::{Document, Token};
use crate::whole::{is_taken, with_wholes};
use german::{without_lead, without_owned, without_roles};

/// The names of a text, in order, from those that the tagger found.
pub(crate) fn refine(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    let names = in_language(document, split_joined(document, names, kb), kb);
    let names = with_short_firms(document, with_known_bodies(document, names, kb), kb);
    let names = with_particles(document, with_given(document, with_dateline(document, names), kb), kb);
    let names = with_nicknames(document, names, kb);
    let mut names = match document.language {
        Language::French | Language::Spanish => with_romance(document, names, kb),
        Language::English => split_owned(document, without_ties(document, names, kb)),
        Language::German => without_roles(document, without_owned(document, names, kb), kb),
    };
    names.iter_mut().for_each(|name| end_with_paragraph(document, name));
    names
}

/// A heading's last word and the first of the text below it are no name.
fn end_with_paragraph(document: &Document<'_>, name: &mut Name) {
    let paragraph = document.tokens.get(document.token_at(name.start)).map_or(0, |t| t.paragraph as usize);
    let end = document.paragraphs.get(paragraph).map_or(name.end, |p| p.1);
    if name.end > end {
        name.end = name.start + document.slice(name.start, end).trim_end().len();
    }
}

/// "Chicago-based", "Panama-flagged": how something is tied to a place is no part of its name, nor is what is tied to one
/// part of the place's: "Hong Kong-listed Brightsea" is Brightsea.
fn without_ties(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    const TIES: [&str; 10] =
        ["-area", "-backed", "-based", "-born", "-controlled", "-flagged", "-led", "-listed", "-owned", "-registered"];
    let tokens = &document.tokens;
    let is_place = |text: &str| kb.find(text, EntityKind::Place, document.language).is_some();
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let (from, to) = (document.token_at(name.start), document.token_at(name.end));
        let tie = |k: usize| TIES.iter().find(|tie| document.token_text(k).ends_with(**tie));
        let Some((at, tie)) = (from..to).find_map(|k| Some((k, tie(k)?))) else {
            out.push(name);
            continue;
        };
        let end = tokens[at].end - tie.len();
        let is_adjective = tokens[from].lists & NATION_LIST != 0;
        let is_known = !is_adjective && is_place(document.slice(name.start, end));
        let rest = tokens.get(at + 1).filter(|t| t.end <= name.end);
        if is_known && rest.is_some()
            || name.kind == EntityKind::Place
            || name.kind == EntityKind::Organisation && is_known
        {
            out.push(Name { end, kind: EntityKind::Place, ..name });
        } else if rest.is_none() {
            out.push(name);
        }
        out.extend(rest.map(|rest| Name { start: rest.start, ..name }));
    }
    out
}

/// "Nele [Hoffmann] kam": a first name that opens a sentence, where the tagger saw no name in it.
fn with_given(document: &Document<'_>, mut names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    let tokens = &document.tokens;
    for k in 0..names.len() {
        let from = document.token_at(names[k].start);
        let is_free = |t: &&Token| k == 0 || names[k - 1].end <= t.start;
        let given = from.checked_sub(1).and_then(|b| tokens.get(b)).filter(is_free);
        let is_single = names[k].kind == EntityKind::Person && document.token_at(names[k].end) == from + 1;
        let Some(given) = given.filter(|t| is_single && t.capitalised && t.is_word() && !t.is(class::SMALL)) else {
            continue;
        };
        let is_given = || kb.sex(document.slice(given.start, given.end)) != Sex::default();
        if given.sentence_start && is_given() || is_behind_office(document, from - 1) {
            names[k].start = given.start;
        }
    }
    names
}

/// „Bahnsprecherin Inken [Maas]“: whether a German noun for somebody by office stands before a token, which then is no
/// noun.
fn is_behind_office(document: &Document<'_>, at: usize) -> bool {
    let noun = at.checked_sub(1).and_then(|k| document.tokens.get(k)).filter(|t| t.capitalised);
    !document.tokens[at].sentence_start && noun.is_some_and(|t| german_head(document, t).is_some())
}

/// "[Thomas] vom Bruch", "[Olivier] Le Gall", "[Kengo] wa [Mbeki]": a first name goes on behind a particle, unless what
/// stands there is a name of its own.
fn with_particles(document: &Document<'_>, mut names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    const PARTICLES: [&str; 8] = ["vom", "von", "van", "zu", "zum", "zur", "de", "du"];
    /// Arabic articles.
    const ARTICLES: [&str; 8] = ["ad-", "al-", "an-", "ar-", "as-", "ash-", "az-", "el-"];
    /// What is no word of any language read here.
    const FOREIGN: [&str; 4] = ["bint", "ould", "uld", "wa"];
    let tokens = &document.tokens;
    for k in 0..names.len() {
        let name = names[k];
        let (from, to) = (document.token_at(name.start), document.token_at(name.end));
        let particle = document.token_text(to);
        // "Sheib ad-Din"
        let article = tokens.get(to).filter(|t| t.has_capital && ARTICLES.iter().any(|a| particle.starts_with(a)));
        if let Some(article) = article.filter(|_| name.kind == EntityKind::Person) {
            names[k].end = article.end;
            continue;
        }
        let is_given = || PARTICLES.contains(&particle) && kb.sex(document.token_text(from)) != Sex::default();
        let is_foreign = FOREIGN.contains(&particle);
        if name.kind != EntityKind::Person || to != from + 1 || !(is_foreign || is_given()) {
            continue;
        }
        let surname = tokens.get(to + 1).filter(|t| t.capitalised && !t.sentence_start && t.is_word());
        let is_free = |t: &&Token| is_foreign || names.get(k + 1).is_none_or(|next| next.start >= t.end);
        if let Some(surname) = surname.filter(is_free) {
            names[k].end = surname.end;
        }
    }
    names.dedup_by(|next, name| next.start < name.end);
    with_full_surnames(document, names)
}

/// "van der [Merwe]" behind "Ursula van der Merwe".
fn with_full_surnames(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    let surname = |n: &Name| {
        let text = document.slice(n.start, n.end);
        let (at, _) = text.match_indices(' ').find(|(at, _)| text[at + 1..].starts_with(char::is_lowercase))?;
        let full = &text[at + 1..];
        Some((full.rsplit(' ').next()?, full)).filter(|(last, full)| last.len() < full.len())
    };
    let people = names.iter().filter(|n| n.kind == EntityKind::Person);
    let surnames: FxHashMap<&str, &str> = people.filter_map(surname).collect();
    for name in &mut names {
        let Some(full) = surnames.get(document.slice(name.start, name.end)) else { continue };
        let start = name.end.saturating_sub(full.len());
        let is_here = document.text.get(start..name.end).is_some_and(|text| text.eq_ignore_ascii_case(full));
        let is_word = document.text.get(..start).is_some_and(|before| !before.ends_with(char::is_alphanumeric));
        if is_here && is_word {
            name.start = start;
        }
    }
    names
}

/// `William "Bill" Harker`, "James (Jim) Lee": a name with what its bearer is called, between marks or brackets, is one.
fn with_nicknames(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    /// Words of what one is called: "the Rock".
    const LONGEST: usize = 2;
    let tokens = &document.tokens;
    let opens = |t: &Token| matches!(t.first, '"' | '“' | '„' | '\'' | '‘' | '(') && t.length == 1;
    let closes = |t: &Token| matches!(t.first, '"' | '”' | '“' | '\'' | '’' | ')') && t.length == 1;
    let is_name = |t: &Token| t.capitalised && !t.capitals && !t.sentence_start && t.is_word() && !t.is(class::SMALL);
    let whole = |name: &Name| {
        let (from, to) = (document.token_at(name.start), document.token_at(name.end));
        let is_given = name.kind == EntityKind::Person && kb.sex(document.token_text(from)) != Sex::default();
        // Marks within brackets are two signs.
        let signs = tokens[to..].iter().take(2).take_while(|t| is_given && opens(t)).count();
        let called = tokens.get(to + signs..)?.iter().take(LONGEST).take_while(|t| signs > 0 && t.is_word()).count();
        let close = to + signs + called;
        // "Lee (Norway)" says where Lee is from.
        let is_bare = signs == 1 && tokens[to].first == '(';
        let may_be = |t: &Token| {
            let text = document.slice(t.start, t.end);
            let is_given = || t.lists & GIVEN_LIST != 0 || kb.sex(text) != Sex::default();
            let is_place = || kb.find(text, EntityKind::Place, document.language).is_some();
            is_name(t) && (!is_bare || is_given() && !is_place())
        };
        let is_called = tokens[to + signs..close].last().is_some_and(may_be);
        let is_closed = tokens.get(close..close + signs)?.iter().all(closes);
        let surname = tokens.get(close + signs).filter(|t| is_called && is_closed && is_name(t))?;
        let next = names.get(names.partition_point(|n| n.start < surname.start));
        let end = next.filter(|n| n.start == surname.start).map_or(surname.end, |n| n.end);
        (tokens[from].paragraph == surname.paragraph).then_some(Name { end, ..*name })
    };
    let wholes = names.iter().filter_map(whole).collect();
    with_wholes(names, wholes)
}

/// "European Union and Canada", "White House Russia expert" name two things, where both are known.
fn split_joined(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    const JOINTS: &[&str] = &[" and ", " und ", " et ", " y "];
    let kind_of = |text: &str| {
        let kinds = [EntityKind::Organisation, EntityKind::Place];
        kinds.into_iter().find(|kind| kb.find(clean(text), *kind, document.language).is_some())
    };
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let text = document.slice(name.start, name.end);
        let is_place = name.kind == EntityKind::Place;
        let joined = || JOINTS.iter().find_map(|j| text.split_once(j));
        let beside =
            || text.rsplit_once(' ').filter(|(body, _)| is_place && kind_of(body) == Some(EntityKind::Organisation));
        let halves = joined().or_else(beside).filter(|_| kind_of(text).is_none());
        let kinds = halves.and_then(|(left, right)| Some((kind_of(left)?, kind_of(right)?)));
        match (halves, kinds) {
            (Some((left, right)), Some((first, second))) => {
                out.push(Name { start: name.start, end: name.start + left.len(), kind: first });
                out.push(Name { start: name.end - right.len(), end: name.end, kind: second });
            }
            _ => out.push(name),
        }
    }
    out
}

/// "Blue Origin's New Glenn" is two things, where the owner is named elsewhere.
fn split_owned(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    let text = |n: &Name| document.slice(n.start, n.end);
    let halves = |n: &Name| {
        let (owner, rest) = ["'s ", "’s "].iter().find_map(|mark| text(n).split_once(mark))?;
        rest.starts_with(char::is_uppercase).then(|| (n.start + owner.len(), n.end - rest.len()))
    };
    if !names.iter().any(|n| halves(n).is_some()) {
        return names;
    }
    let kinds: FxHashMap<&str, EntityKind> = names.iter().map(|n| (text(n), n.kind)).collect();
    let split = |n: &Name| {
        let owner = halves(n).and_then(|(end, rest)| Some((end, rest, *kinds.get(document.slice(n.start, end))?)));
        match owner {
            Some((end, rest, kind)) => [Some(Name { end, kind, ..*n }), Some(Name { start: rest, ..*n })],
            None => [Some(*n), None],
        }
    };
    names.iter().flat_map(split).flatten().collect()
}

/// What the tagger, which has learnt from English and some German, takes for names in
/// other languages, without the articles, openers and professions that it does not know.
fn in_language(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    let is_thing = |name: &Name| {
        let own = &document.tokens[document.token_at(name.start)];
        own.end == name.end && own.is(class::THING)
    };
    names
        .into_iter()
        .filter_map(|name| match document.language {
            _ if is_thing(&name) => Some(Name { kind: EntityKind::Other, ..name }),
            Language::English => Some(of_known_kind(document, name, kb)),
            Language::German => Some(without_lead(document, name)),
            Language::French | Language::Spanish => without_openers(document, name, kb),
        })
        .collect()
}

/// "der Deutschen Presse-Agentur", "Dar es Salaam": a known name of several words is one, over what was found of it.
fn with_known_bodies(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    const LONGEST: usize = 6;
    let tokens = &document.tokens;
    let in_romance = matches!(document.language, Language::French | Language::Spanish);
    let mut found: Vec<Name> = Vec::new();
    for from in 0..tokens.len() {
        let is_article = tokens[from].is(class::DETERMINER);
        let is_lead = tokens[from].capitalised && !is_article && kb.leads(tokens[from].lower);
        let start = tokens[from].start;
        if !is_lead || found.last().is_some_and(|f| f.end > start) {
            continue;
        }
        let kind_to = |last: usize| {
            let text = document.slice(start, tokens[last].end);
            let is_end = tokens[last].capitalised || in_romance && tokens[last].is_word();
            let is_known = |kind: &EntityKind| kb.find(text, *kind, document.language).is_some();
            let has_small =
                tokens[from + 1].first.is_lowercase() && last > from + 1 || is_water(document.token_text(last));
            let kinds = [Some(EntityKind::Organisation), Some(EntityKind::Place).filter(|_| has_small)];
            kinds.into_iter().flatten().find(is_known).filter(|_| is_end).map(|kind| (tokens[last].end, kind))
        };
        let goes_on = |k: &usize| {
            let t = &tokens[*k];
            let leads = || tokens.get(k + 1).is_some_and(|t| t.capitalised) || t.is(class::CONNECTOR);
            !t.sentence_start && (in_romance || t.capitalised || leads())
        };
        let here = (from + 1..tokens.len()).take(LONGEST).take_while(goes_on);
        if let Some((end, kind)) = here.filter_map(kind_to).last() {
            found.push(Name { start, end, kind });
        }
    }
    let names = with_wholes(names, found);
    let lone = known_words(document, &names, kb);
    with_wholes(names, lone)
}

/// Single words that were passed over and are a known firm's name: those with a capital inside ("WhatsApp"), and the
/// first of its whole name where that stands in the text ("Meta" beside "Meta Platforms").
fn known_words(document: &Document<'_>, names: &[Name], kb: &KnowledgeBase) -> Vec<Name> {
    let find = |text: &str| kb.find(text, EntityKind::Organisation, document.language);
    let firms = names.iter().filter(|n| n.kind == EntityKind::Organisation);
    let first = |n: &Name| {
        let whole = document.slice(n.start, n.end);
        let (first, _) = whole.split_once(' ')?;
        (find(first)?.qid == find(whole)?.qid).then_some(first)
    };
    let firsts: FxHashSet<&str> = firms.filter_map(first).collect();
    let is_joint = |text: &str| text.starts_with(char::is_uppercase) && text.chars().skip(1).any(char::is_uppercase);
    let is_known = |k: &usize| {
        let token = &document.tokens[*k];
        let text = document.token_text(*k);
        let is_joint = || !token.capitals && is_joint(text) && find(text).is_some();
        token.capitalised && !is_taken(names, token) && (firsts.contains(text) || is_joint())
    };
    let found = (0..document.tokens.len()).filter(is_known).map(|k| &document.tokens[k]);
    found.map(|t| Name { start: t.start, end: t.end, kind: EntityKind::Organisation }).collect()
}

/// "Hanbit" beside "Hanbit Air" is the firm, unless there is a place of that name, or anything
/// is in it; "with Hanbit" tells of no place.
fn with_short_firms(document: &Document<'_>, mut names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    let mut firms: FxHashSet<&str> = names
        .iter()
        .filter(|n| n.kind == EntityKind::Organisation)
        .filter_map(|n| document.slice(n.start, n.end).split_once(' '))
        // The town of the "Kelsund Port Authority" is none.
        .filter(|(_, rest)| !names_public_body(rest.rsplit(' ').next().unwrap_or(rest)))
        .map(|(first, _)| first)
        .filter(|first| !first.contains('.') && first.chars().any(char::is_lowercase))
        .collect();
    for name in names.iter().filter(|n| n.kind == EntityKind::Place) {
        let at = document.token_at(name.start);
        let is_listed = document.tokens.get(at).is_some_and(|t| t.lists & PLACE_LISTS != 0);
        let leads = |k: usize| {
            let is_small = document.tokens[k].is(class::PREPOSITION | class::DETERMINER);
            is_small && !matches!(document.token_text(k), "against" | "by" | "than" | "with")
        };
        let is_led = at.checked_sub(1).is_some_and(leads);
        let text = document.slice(name.start, name.end);
        if is_listed || is_led || kb.find(text, EntityKind::Place, document.language).is_some() {
            firms.remove(text);
        }
    }
    for name in names.iter_mut().filter(|n| n.kind == EntityKind::Place) {
        if firms.contains(document.slice(name.start, name.end)) {
            name.kind = EntityKind::Organisation;
        }
    }
    names
}

/// An organisation that is known is one, where nothing of the kind that the tagger saw is
/// known by that name. A single word that it takes for a person may be one: "Ford". A country is no body but in
/// sport.
fn of_known_kind(document: &Document<'_>, name: Name, kb: &KnowledgeBase) -> Name {
    let text = clean(document.slice(name.start, name.end));
    let own = &document.tokens[document.token_at(name.start)];
    let find = |kind| kb.find(text, kind, document.language);
    let may_be = match name.kind {
        EntityKind::Organisation => false,
        EntityKind::Person => text.contains(' ') || own.lists & PERSON_LISTS == 0,
        EntityKind::Place | EntityKind::Other => true,
    };
    let is_country = |known: &Known| own.end == name.end && known.is_country();
    let kind = if may_be && find(name.kind).is_none() && find(EntityKind::Organisation).is_some() {
        EntityKind::Organisation
    } else if name.kind == EntityKind::Organisation
        && find(EntityKind::Organisation).is_none()
        && find(EntityKind::Place).is_some_and(is_country)
        && !is_about_sport(document)
    {
        EntityKind::Place
    } else {
        name.kind
    };
    Name { kind, ..name }
}
