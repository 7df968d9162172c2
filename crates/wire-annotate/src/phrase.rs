//! What the words around a name make of it: a name in apposition, the holder of an
//! office, or somebody who is only described by it.

use wire_model::EntityKind;

use crate::entity::Story;
use crate::lexicon::{Language, class};
use crate::scene::{Candidate, Kind};
use crate::speaker::is_contrast;
use crate::token::{Document, Token};

/// "the White House later": what a phrase names that is nothing else than a name.
pub(crate) fn whole_name(document: &Document<'_>, story: &Story, phrase: Candidate) -> Option<usize> {
    let (article, words) = document.tokens.get(phrase.from..phrase.to)?.split_first()?;
    let is_adverb = |t: &&Token| t.is(class::ADVERB);
    let words = &words[..words.len() - words.iter().rev().take_while(is_adverb).count()];
    let (first, last) = (words.first()?, words.last()?);
    let cluster = story.exactly(first.start, last.end).filter(|_| article.is(class::DEFINITE))?;
    (story.clusters[cluster].kind != EntityKind::Other).then_some(cluster)
}

/// "the teacher Mónica Abril": the full name that ends a phrase, where a capital makes a name.
pub(crate) fn name_at_end<'t>(document: &Document<'t>, phrase: Candidate) -> Option<&'t str> {
    let tokens = document.tokens.get(phrase.from..phrase.to)?;
    let is_name = |t: &&Token| t.capitalised && !t.is(class::TITLE);
    let words = tokens.iter().rev().take_while(is_name).count();
    let may_be =
        phrase.kind == Kind::Noun && document.language != Language::German && (2..tokens.len()).contains(&words);
    may_be.then(|| document.slice(tokens[tokens.len() - words].start, tokens[tokens.len() - 1].end))
}

/// Where the phrase that belongs to a possessor ends, a name in apposition included.
pub(crate) fn possessed_phrase(document: &Document<'_>, to: usize) -> Option<usize> {
    let tokens = &document.tokens;
    // "In Lee's words, Hansen is “Q”"
    let is_view = matches!(document.token_text(to + 1), "eyes" | "opinion" | "view" | "words");
    if is_view && document.token_text(to + 2) == "," {
        return None;
    }
    let noun_end = Some(description_end(document, to + 1)).filter(|end| document.is_possessive(to) && *end > to + 1)?;
    let comma = usize::from(tokens.get(noun_end).is_some_and(|t| t.first == ','));
    let name_end = (noun_end + comma..)
        .take(5)
        .take_while(|k| tokens.get(*k).is_some_and(|t| t.capitalised && !t.is(class::STARTER)))
        .last();
    Some(name_end.map_or(noun_end, |k| k + 1))
}

/// „Lindners Kollege Branko Savic“: the token behind an owner in the German second case, who is known by another form.
pub(crate) fn owned_from(document: &Document<'_>, story: &Story, candidate: Candidate) -> Option<usize> {
    let (owner, owned) = (document.tokens.get(candidate.from)?, document.tokens.get(candidate.from + 1)?);
    let surname = document.slice(owner.start, owner.end).strip_suffix('s')?;
    let person = &story.clusters[story.exactly(owner.start, owner.end)?];
    let is_owner = person.kind == EntityKind::Person && person.name.split(' ').any(|word| word == surname);
    let may_be = document.language == Language::German && owned.capitalised && !owned.sentence_start;
    (may_be && is_owner).then_some(candidate.from + 1)
}

/// "a White House official", "Tesla engineers", "the Brenner campaign's manager", "an adviser to Ann
/// Lee": the phrase around a name that only says whose or where from the speaker is. It is never the
/// White House that speaks.
pub(crate) fn described_phrase(document: &Document<'_>, story: &Story, candidate: Candidate) -> Option<(usize, usize)> {
    /// Words between an article and the name: "one former Tesla engineer".
    const MOST_BEFORE: usize = 3;
    if candidate.kind != Kind::Name || document.language != Language::English {
        return None;
    }
    let own = document.tokens.get(candidate.from..candidate.to)?;
    let named = story.at(own.first()?.start, own.last()?.end);
    let names_person = named.is_none_or(|c| story.clusters[c].kind == EntityKind::Person);
    if let Some(from) = person_before(document, candidate.from, names_person) {
        return Some((from, candidate.to));
    }
    let tokens = &document.tokens;
    // A name may go on behind a mark: "the Post/ABC News poll".
    let name_end = document.token_at(story.end_of_name(tokens[candidate.to - 1].end));
    let to = description_end(document, name_end);
    let to = possessed_phrase(document, to).map_or(to, |end| end.max(to));
    if to == name_end {
        return None;
    }
    let is_adjective = |k: &usize| {
        tokens[*k].first.is_lowercase() && tokens[*k].cue < 40 && !tokens[*k].is(class::FUNCTION | class::DETERMINER)
    };
    let before = (0..candidate.from).rev().take(MOST_BEFORE).take_while(is_adjective).last().unwrap_or(candidate.from);
    let determiner = before.checked_sub(1).filter(|k| tokens[*k].is(class::DETERMINER));
    let (start, end) = (tokens[candidate.from].start, tokens[candidate.to - 1].end);
    let is_person = story.at(start, end).is_none_or(|c| story.clusters[c].kind == EntityKind::Person)
        || story.person_in(start, end).is_some();
    // Behind a person stands a verb, known as one or not: "the teacher Ann Lee took it lightly".
    let is_short = candidate.to == candidate.from + 1 || before == candidate.from;
    // "Lee supporters said", not "Lee heads the committee".
    let is_people = tokens[to - 1].is(class::PERSON_NOUN | class::RELATED)
        && tokens.get(to).is_none_or(|t| !t.is(class::DETERMINER));
    match determiner {
        Some(from) if !is_person || is_short || is_people => Some((from, to)),
        None if !is_person || is_people => Some((before, to)),
        _ => None,
    }
}

/// "a person familiar with Lee's plans said": the token behind the phrase of whoever is known only by what
/// they know.
pub(crate) fn insider_end(document: &Document<'_>, someone: Candidate) -> Option<usize> {
    const KNOWS: [[&str; 2]; 5] =
        [["familiar", "with"], ["close", "to"], ["briefed", "on"], ["knowledge", "of"], ["privy", "to"]];
    const LONGEST: usize = 6;
    const REPORTS: u8 = 30;
    let tokens = &document.tokens;
    if document.language != Language::English || !tokens[someone.from..someone.to].iter().any(|t| t.is(class::RELATED))
    {
        return None;
    }
    let knows = |k: &usize| KNOWS.contains(&[document.token_text(*k), document.token_text(k + 1)]);
    let from = (someone.from..someone.from + LONGEST).find(knows)? + 2;
    let is_part = |k: &usize| {
        let token = &tokens[*k];
        // "the talks"
        let may_be = token.cue < REPORTS || tokens[k - 1].is(class::DETERMINER);
        token.first.is_alphanumeric() && may_be || token.is_possessive()
    };
    Some(from + (from..tokens.len()).take(LONGEST).take_while(is_part).count())
}

/// "an adviser to …", "scientists at the …", "a person close to …": where the phrase begins of
/// somebody who is described by the name behind a preposition.
fn person_before(document: &Document<'_>, name: usize, names_person: bool) -> Option<usize> {
    const LONGEST: usize = 6;
    const MOST_LEADS: usize = 3;
    const NO_LEAD: u32 =
        class::FUNCTION | class::PREPOSITION | class::DETERMINER | class::VERB | class::PRONOUN | class::RELATIVE;
    let tokens = &document.tokens;
    // "supporters of opposition leader Lee"
    let leads = |k: &usize| {
        let own = &tokens[*k];
        own.is_word()
            && own.cue < 30
            && (own.is(class::TITLE | class::PERSON_NOUN) || own.first.is_lowercase() && !own.is(NO_LEAD))
    };
    let first = (0..name).rev().take(MOST_LEADS).take_while(leads).last().unwrap_or(name);
    // "founder of the charity Corvid", "lawyer for the victim Lee", not "the secretary of state Lee", "director of the
    // institute Ann Lee".
    const PEOPLE: [&str; 9] =
        ["accused", "boy", "child", "defendant", "driver", "girl", "suspect", "teenager", "victim"];
    let is_whose =
        |t: &Token| t.is(class::PROFESSION | class::RELATED) || PEOPLE.contains(&document.slice(t.start, t.end));
    let may_be = !names_person || tokens[first..name].last().is_some_and(is_whose);
    let is_determined = || may_be && first.checked_sub(1).is_some_and(|k| tokens[k].is(class::DEFINITE));
    let is_office = tokens[first..name].iter().any(|t| t.is(class::TITLE | class::PERSON_NOUN));
    let first = if is_office || is_determined() { first } else { name };
    let before = first.checked_sub(1)?;
    let before = if tokens[before].is(class::DEFINITE) { before.checked_sub(1)? } else { before };
    let preposition = Some(before).filter(|k| tokens[*k].is(class::PREPOSITION))?;
    let is_word = |k: &usize| {
        let own = &tokens[*k];
        (own.first.is_lowercase() || own.sentence_start)
            && !own.is(class::FUNCTION | class::PREPOSITION | class::DETERMINER)
    };
    let mut words = (0..preposition).rev().take(LONGEST).take_while(is_word);
    let noun = words.find(|k| tokens[*k].is(class::PERSON_NOUN | class::RELATED))?;
    let from = (0..=noun).rev().take(LONGEST).take_while(|k| *k == noun || is_word(k)).last().unwrap_or(noun);
    Some(from.checked_sub(1).filter(|k| tokens[*k].is(class::DETERMINER)).unwrap_or(from))
}

/// Whether a phrase names those who are somebody's: "Supporters of Ann Lee said", "Members of Unite said" at the head of
/// a sentence, where the noun has a capital as names have.
pub(crate) fn names_followers(document: &Document<'_>, story: &Story, phrase: Candidate) -> bool {
    let tokens = &document.tokens;
    let first = &tokens[phrase.from];
    let leads = |k: &usize| matches!(document.token_text(*k), "for" | "of");
    let is_open = first.sentence_start && document.language == Language::English;
    // "Senator Ann Lee of Texas"
    let is_common = |k: &usize| story.at(first.start, tokens[*k].start).is_none() && tokens[k + 1].capitalised;
    let small = (phrase.from + 1..phrase.to - 1).find(leads).filter(|k| is_open && is_common(k));
    // "Leader of Opposition Ann Lee" is Lee.
    let are_many = document.slice(first.start, first.end).ends_with('s');
    let to = |k: usize| if are_many { phrase.to - 1 } else { k + 1 };
    let whose = small.and_then(|k| story.at(tokens[k].end, tokens[to(k)].end));
    let is_person = |cluster: usize| story.clusters[cluster].kind == EntityKind::Person;
    whose.is_some_and(|cluster| is_person(cluster) || first.is(class::PERSON_NOUN | class::RELATED))
}

/// "scientists at the University of Bergen": the byte at which the name ends that tells where somebody
/// without a name belongs.
pub(crate) fn belonging_end(document: &Document<'_>, story: &Story, someone: Candidate) -> Option<usize> {
    let tokens = &document.tokens;
    let is_someone = tokens[someone.to - 1].is(class::PERSON_NOUN | class::RELATED);
    let preposition = tokens.get(someone.to).filter(|t| is_someone && t.is(class::PREPOSITION))?;
    let article = usize::from(tokens.get(someone.to + 1).is_some_and(|t| t.is(class::DEFINITE)));
    let name = tokens.get(someone.to + 1 + article).filter(|t| t.paragraph == preposition.paragraph)?;
    story.name_from(name.start)
}

/// Where the nouns behind "the French …" end.
pub(crate) fn description_end(document: &Document<'_>, to: usize) -> usize {
    const LONGEST: usize = 5;
    const NO_NOUN: u32 = class::FUNCTION | class::PREPOSITION | class::VERB | class::DETERMINER;
    // "rescue volunteer Ann Lee", not "Ann Lee volunteers to go"; "main opposition leader Ann Lee"
    let leads = |k: usize| document.tokens.get(k + 1).is_some_and(|t| t.capitalised);
    let is_noun = |k: &usize| {
        let is_noun_for_one = |t: &Token| t.first.is_lowercase() && t.is(class::PERSON_NOUN | class::RELATED);
        let is_someone = |k: usize| document.tokens.get(k).is_some_and(is_noun_for_one) && leads(k);
        let is_part = |t: &Token| t.cue < 20 || is_someone(*k) || t.cue < 30 && is_someone(k + 1);
        let may_be = |t: &Token| t.first.is_lowercase() && is_part(t) && !t.is(NO_NOUN);
        // "detectives hunting Ann Lee", not "committee ranking Democrat Ann Lee"
        let is_participle = does(document, *k) && leads(*k);
        document.tokens.get(*k).is_some_and(may_be) && !document.token_text(*k).ends_with("ed") && !is_participle
    };
    let is_adverb = document.tokens.get(to).is_some_and(|t| t.is(class::ADVERB))
        || document.token_text(to).ends_with("ly") && !matches!(document.token_text(to), "ally" | "daily" | "weekly");
    let nouns = (to..to + LONGEST).take_while(is_noun).last().map_or(to, |k| k + 1);
    if is_adverb { to } else { nouns }
}

/// "hunting Lee", "speaking alongside Lee": a participle, not how an office is held.
fn does(document: &Document<'_>, at: usize) -> bool {
    const HELD: [&str; 9] =
        ["acting", "founding", "incoming", "leading", "managing", "outgoing", "ranking", "reigning", "sitting"];
    let text = document.token_text(at);
    document.language == Language::English && text.ends_with("ing") && !HELD.contains(&text)
}

/// "A woman named Ann Lee": the byte at which the name ends.
pub(crate) fn named_end(document: &Document<'_>, story: &Story, noun: Candidate) -> Option<usize> {
    const NAMES: [&str; 2] = ["called", "named"];
    let leads = |k: &usize| NAMES.contains(&document.token_text(*k));
    let at = (noun.to - 1..=noun.to).find(leads).filter(|_| document.language == Language::English)?;
    story.name_from(document.tokens.get(at + 1)?.start)
}

/// "le ministre du Travail Jean Moreau a jugé", "Chair of judges Ann Lee said": the byte at which the name ends that
/// stands behind an office and what it is of. Whoever is named behind a preposition ("le chef de cabinet de Jean
/// Moreau") holds none, nor does whom a noun for one person leads to ("the lawyer of defendant Bo Hansen").
pub(crate) fn titled_end(document: &Document<'_>, story: &Story, office: Candidate) -> Option<usize> {
    const MOST: usize = 5;
    let tokens = &document.tokens;
    let is_office = tokens[office.from..office.to].iter().any(|t| t.is(class::PERSON_NOUN | class::TITLE));
    let is_english = document.language == Language::English;
    let is_preposition = |t: &Token| match document.language {
        Language::English => document.slice(t.start, t.end) == "of",
        Language::German => false,
        Language::French | Language::Spanish => t.is(class::PREPOSITION),
    };
    let of = tokens.get(office.to).filter(|t| is_office && is_preposition(t))?;
    let last = tokens[office.to..].iter().take(MOST).next_back()?;
    let (name, _) = story.first_person(of.end, last.end)?;
    let (from, to) = (document.token_at(name.0), document.token_at(name.1));
    let words = tokens.get(office.to..from)?;
    // "un porte-parole de la ministre Anne Petit", not "le ministre du Travail Jean Moreau"
    let one = if is_english { class::PERSON_NOUN | class::RELATED } else { class::PERSON_NOUN | class::TITLE };
    let is_one = |t: &Token| t.is(one) && !is_plural(document, t);
    let leads =
        words.last().is_some_and(|t| t.is_word() && !t.is(class::PREPOSITION | class::DETERMINER) && !is_one(t));
    (leads && to > from + 1 && words.iter().all(|t| t.is_word() && t.cue < 20)).then_some(name.1)
}

/// "Kestrels boss Ann Lee", "Meridian Chairman and CEO Ann Lee": the byte at which the full name ends that a name
/// and what its bearer is there lead to. It is never the Kestrels who speak.
pub(crate) fn officer_end(document: &Document<'_>, story: &Story, candidate: Candidate) -> Option<usize> {
    const MOST: usize = 8;
    const OFFICES: u32 = class::PERSON_NOUN | class::RELATED | class::TITLE | class::PROFESSION;
    const NO_PART: u32 =
        class::FUNCTION | class::PREPOSITION | class::OBJECT | class::ADVERB | class::VERB | class::RELATIVE;
    let tokens = &document.tokens;
    let is_english = document.language == Language::English && candidate.kind == Kind::Name;
    let own = tokens.get(candidate.from..candidate.to).filter(|_| is_english)?;
    // "Former Lee spokesman Bo Hansen"
    let first = own.iter().find(|t| story.at(t.start, t.end).is_some()).or(own.first())?;
    let name_end = document.token_at(story.end_of_name(first.end));
    // "the Harbour Safety Board (HSB) chairman Bo Hansen"
    let is_bracket = |k: usize, sign: char| tokens.get(k).is_some_and(|t| t.first == sign);
    let behind = name_end + if is_bracket(name_end, '(') && is_bracket(name_end + 2, ')') { 3 } else { 0 };
    let last = tokens.get(behind..)?.iter().take(MOST).next_back()?;
    let (name, _) = story.first_person(tokens.get(behind)?.start, last.end)?;
    let (from, to) = (document.token_at(name.0), document.token_at(name.1));
    let words = tokens.get(behind..from)?;
    let text = |t: &Token| document.slice(t.start, t.end);
    let is_joint = |t: &Token| matches!(text(t), "and" | "of" | "for");
    // "Clinton misjudged President Assad"
    let is_verb = |t: &Token| !t.is(OFFICES) && (t.cue >= 20 || t.first.is_lowercase() && text(t).ends_with("ed"));
    let is_part = |t: &Token| t.is_word() && !is_verb(t) && (!t.is(NO_PART) || is_joint(t));
    let is_one = |t: &Token| !(is_joint(t) || t.is(OFFICES) && is_plural(document, t));
    let is_led = words.first().is_some_and(|t| !is_joint(t)) && words.last().is_some_and(is_one);
    let holds = words.iter().any(|t| t.is(OFFICES));
    (to > from + 1 && is_led && holds && words.iter().all(is_part)).then_some(name.1)
}

fn is_plural(document: &Document<'_>, noun: &Token) -> bool {
    document.slice(noun.start, noun.end).ends_with('s')
}

/// "Activist investor Elm Street Partners called", "Supermarket giant Corvid said": the bytes of the name that nouns
/// at the head of a sentence, of which none is a name, lead to.
pub(crate) fn name_behind(document: &Document<'_>, story: &Story, noun: Candidate) -> Option<(usize, usize)> {
    let tokens = &document.tokens;
    let first = tokens.get(noun.from).filter(|t| t.sentence_start && noun.to == noun.from + 1)?;
    let to = description_end(document, noun.to);
    let someone = class::PERSON_NOUN | class::RELATED | class::PROFESSION | class::FIRM | class::BODY;
    let is_someone = tokens[to - 1].is(someone);
    let name = tokens.get(to).filter(|t| is_someone && t.capitalised && t.paragraph == first.paragraph)?;
    story.at(first.start, first.end).is_none().then_some(())?;
    story.name_from(name.start).map(|end| (name.start, end))
}

/// "The mayor of Kelsund, Marta Lindqvist, said": the byte at which the name behind an office ends.
pub(crate) fn office_holder_end(document: &Document<'_>, office: Candidate) -> Option<usize> {
    const LONGEST: usize = 8;
    let tokens = &document.tokens;
    let is_german = document.language == Language::German;
    let offices = class::PERSON_NOUN | class::TITLE | class::RELATED | class::PROFESSION;
    let is_office = is_german || tokens[office.from..office.to].iter().any(|t| t.is(offices));
    let leads = tokens.get(office.to).is_some_and(|t| t.is(class::CONNECTOR) && t.is(class::PREPOSITION))
        || is_german && matches!(document.token_text(office.to), "der" | "des" | "von" | "vom");
    let mut words = (office.to..tokens.len()).take(LONGEST);
    let is_possessive = |k: usize| matches!(tokens[k].first, '\'' | '’');
    let comma = words.find(|k| !tokens[*k].is_word() && !is_possessive(*k));
    let comma = comma.filter(|k| is_office && leads && tokens[*k].first == ',')?;
    let name = tokens[comma + 1..].iter().take(5).take_while(|t| t.capitalised && !t.is(class::STARTER));
    let (words, last) = name.fold((0, None), |(n, _), t| (n + 1, Some(t)));
    let last = last.filter(|_| words > 1)?;
    let behind = tokens.get(document.token_at(last.end));
    behind.is_none_or(|t| t.first == ',' || t.cue >= 50 || t.ends_sentence()).then_some(last.end)
}

/// "Her opponent, former minister Bo Hansen, said", "his rival and friend, the American geologist Bo
/// Hansen, said": the byte at which the full name ends that an apposition to a noun ends in.
pub(crate) fn apposed_person(document: &Document<'_>, story: &Story, noun: Candidate) -> Option<usize> {
    /// Words before the comma, and between it and the name.
    const MOST: usize = 6;
    let tokens = &document.tokens;
    let is_word = |t: &Token| {
        let is_small = t.first.is_lowercase() && t.cue < 20 && !t.is(class::PREPOSITION | class::RELATIVE);
        is_small || t.capitalised
    };
    let is_lower = |k: &usize| tokens.get(*k).is_some_and(|t| t.first.is_lowercase() && is_word(t));
    let comma = noun.to + (noun.to..noun.to + MOST).take_while(is_lower).count();
    let last = tokens.get(comma + 1..)?.iter().take(MOST + 1).next_back()?;
    // "Another, goalkeeper Jonas Falk, said"
    let is_noun = noun.kind == Kind::Noun || tokens[noun.from].is(class::SUBSTITUTE);
    tokens.get(comma).filter(|t| t.first == ',' && is_noun)?;
    let (name, _) = story.first_person(tokens[comma].end, last.end)?;
    let (from, to) = (document.token_at(name.0), document.token_at(name.1));
    let words = &tokens[comma + 1..from];
    let is_full = to > from + 1;
    // "The prize, Lee said, is": what leads to the name makes it an apposition, or the comma behind it.
    let behind = tokens.get(to);
    let ends = behind.is_none_or(|t| matches!(t.first, ',' | '.') || t.cue >= 50 && !words.is_empty());
    let is_trade = |t: &Token| t.first.is_lowercase() && t.is(class::PERSON_NOUN | class::RELATED | class::PROFESSION);
    let leads = words.first().is_none_or(|t| t.is(class::DETERMINER) || t.first.is_lowercase())
        || words.last().is_some_and(is_trade);
    // "The minister, speaking alongside Ann Lee, said"; "said the minister, while Ann Lee denied it"
    let is_clause = opens_clause(document.token_text(comma + 1));
    let is_apposed = words.iter().all(is_word) && !does(document, comma + 1) && !is_clause;
    (is_full && ends && leads && is_apposed).then_some(name.1)
}

/// Whether a word opens a clause with a subject of its own.
fn opens_clause(word: &str) -> bool {
    const OTHERS: [&str; 16] = [
        "aber", "after", "as", "because", "before", "but", "cuando", "doch", "mais", "nachdem", "pero", "porque",
        "quand", "since", "weil", "when",
    ];
    is_contrast(word) || OTHERS.contains(&word)
}

/// Whether a word says what the person is who is named behind it.
fn leads_to_name(document: &Document<'_>, at: usize) -> bool {
    const KNOWN: u32 = class::PERSON_NOUN | class::PROFESSION | class::RELATED | class::MALE | class::FEMALE;
    let is_once = || matches!(document.token_text(at), "former" | "outgoing" | "retired" | "state");
    let is_person = |t: &Token| t.first.is_lowercase() && !t.is(class::PRONOUN) && (t.is(KNOWN) || is_once());
    document.language == Language::English && document.tokens.get(at).is_some_and(is_person)
}

/// "the envoy, Steve Witkoff, said": the byte at which a name in apposition ends. Behind a
/// description the name may follow without a comma, behind a comma a noun may lead to it
/// ("her opponent, businessman Bo Hansen, said").
pub(crate) fn apposition_end(document: &Document<'_>, to: usize, described: bool) -> usize {
    /// Words between the comma and the name: "state", "former mayor".
    const MOST_LEADS: usize = 2;
    let end = document.tokens.get(to - 1).map_or(0, |t| t.end);
    let comma = document.tokens.get(to).filter(|t| t.first == ',');
    if comma.is_none() && !described {
        return end;
    }
    let from = to + usize::from(comma.is_some());
    let leads = (from..from + MOST_LEADS).take_while(|k| leads_to_name(document, *k)).count();
    let from = from + if comma.is_some() { leads } else { 0 };
    let comma = comma.map_or(end, |c| c.end);
    let names = document.tokens[from..].iter().take(5).take_while(|t| t.capitalised && !t.is(class::STARTER));
    let (words, last) = names.fold((0, None), |(n, _), t| (n + 1, Some(t)));
    // "Two passengers, Ann Lee and Bo Hansen,": neither is all of them; "Bo Hansen, Lee's lawyer,"
    // is not Lee.
    let behind = from + words;
    let is_pair = matches!(document.token_text(behind), "and" | "und" | "et" | "y");
    let is_possessor = document.tokens.get(behind).is_some_and(|t| matches!(t.first, '\'' | '’') && t.length <= 2);
    last.filter(|_| !is_pair && !is_possessor).map_or(end, |t| t.end.max(comma))
}
