//! Names in French and Spanish, which write only names with capitals, and bodies' names with one.

use wire_model::EntityKind;

use crate::Name;
use crate::firm::begins_body;
use crate::kb::KnowledgeBase;
use crate::lexicon::class;
use crate::scene::CUE;
use crate::sex::Sex;
use crate::token::{Document, Token, is_numeral};
use crate::whole::{is_taken, with_wholes};

/// The names of a French or Spanish text, with those that the tagger, which has learnt neither, passed over.
pub(super) fn with_romance(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    let names = with_bodies(document, pairs_apart(document, apart(document, names), kb), kb);
    with_acronyms(document, with_places(document, with_countries(document, names, kb)))
}

/// "la CFDT et l'UNSA": what an article leads to behind "and" is a name of its own, if it begins a body's or is an acronym.
fn apart(document: &Document<'_>, names: Vec<Name>) -> Vec<Name> {
    const ARTICLES: &[&str] = &["el", "l'", "l’", "la", "las", "le", "les", "los"];
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        let (from, to) = (document.token_at(name.start), document.token_at(name.end));
        let joint = (from + 1..to.saturating_sub(2)).find(|k| {
            let next = &document.tokens[k + 2];
            matches!(document.token_text(*k), "et" | "y")
                && ARTICLES.contains(&document.token_text(k + 1))
                && (next.capitals || begins_body(document, k + 2))
        });
        match joint {
            Some(and) => {
                out.push(Name { end: document.tokens[and - 1].end, ..name });
                out.push(Name { start: document.tokens[and + 2].start, kind: EntityKind::Organisation, ..name });
            }
            None => out.push(name),
        }
    }
    out
}

/// "Carlos Pérez y Tomás Gil": two people.
fn pairs_apart(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    let halves = |name: &Name| {
        let (from, to) = (document.token_at(name.start), document.token_at(name.end));
        let is_joint = |k: &usize| matches!(document.token_text(*k), "e" | "et" | "y");
        let is_given = |k: usize| kb.sex(document.token_text(k)) != Sex::default();
        let and = (from + 2..to.saturating_sub(2)).find(is_joint)?;
        let are_two = name.kind == EntityKind::Person && is_given(from) && is_given(and + 1);
        let second = Name { start: document.tokens[and + 1].start, ..*name };
        are_two.then_some([Name { end: document.tokens[and - 1].end, ..*name }, second])
    };
    let mut out = Vec::with_capacity(names.len());
    for name in names {
        match halves(&name) {
            Some(both) => out.extend(both),
            None => out.push(name),
        }
    }
    out
}

/// "[Ministerio de] Ambiente", "Agence nationale de sécurité": a body from its first word to its last capital, or to an
/// adjective behind that.
fn with_bodies(document: &Document<'_>, names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    const JOINTS: &[&str] = &["d'", "d’", "de", "del", "des", "du", "l'", "l’", "la", "las", "los", "les", "el"];
    const ADJECTIVES: &[&str] = &[
        "central",
        "communiste",
        "socialiste",
        "centrale",
        "constitucional",
        "constitutionnel",
        "constitutionnelle",
        "departamental",
        "départemental",
        "départementale",
        "electoral",
        "européen",
        "européenne",
        "fédéral",
        "fédérale",
        "general",
        "général",
        "générale",
        "mundial",
        "mondial",
        "mondiale",
        "municipal",
        "municipale",
        "nacional",
        "national",
        "nationale",
        "regional",
        "régional",
        "régionale",
        "suprême",
        "supremo",
    ];
    /// What bodies are of, without a capital.
    const COMPLEMENTS: &[&str] = &[
        "d'appel",
        "d'assises",
        "d’appel",
        "d’assises",
        "de cassation",
        "de commerce",
        "de justice",
        "de sécurité",
        "des comptes",
        "des droits de l'homme",
        "des droits de l’homme",
    ];
    /// Words of a name, and joints between two of them: "de la".
    const LONGEST: usize = 8;
    const MOST_JOINTS: usize = 2;
    let tokens = &document.tokens;
    // "el Tribunal Supremo Ángel Hurtado": somebody follows.
    let is_given = |k: usize| kb.sex(document.token_text(k)) != Sex::default();
    let is_name =
        |k: usize| tokens.get(k).is_some_and(|t| t.capitalised && t.is_word() && !t.sentence_start) && !is_given(k);
    let is_adjective = |k: usize| ADJECTIVES.contains(&document.token_text(k));
    let next = |at: usize| {
        let joints = (at..at + MOST_JOINTS).take_while(|k| JOINTS.contains(&document.token_text(*k))).count();
        let is_next = if joints == 0 { is_name(at) || is_adjective(at) } else { is_name(at + joints) };
        is_next.then_some(at + joints)
    };
    let whole = |head: usize| {
        let (start, own) = (tokens[head].start, tokens[head].end);
        let rest = document.text.get(own..).and_then(|rest| rest.strip_prefix(' ')).unwrap_or_default();
        let complement = COMPLEMENTS.iter().find(|c| rest.starts_with(**c)).map(|c| own + 1 + c.len());
        let last = || std::iter::successors(next(head + 1), |k| next(k + 1)).take(LONGEST).last();
        let is_here = |k: &usize| tokens[*k].paragraph == tokens[head].paragraph;
        let end = complement.or_else(|| last().filter(is_here).map(|k| tokens[k].end))?;
        Some(Name { start, end, kind: EntityKind::Organisation })
    };
    let heads = (0..tokens.len()).filter(|k| tokens[*k].capitalised && begins_body(document, *k));
    let mut wholes: Vec<Name> = Vec::new();
    for body in heads.filter_map(whole) {
        if wholes.last().is_none_or(|before| before.end <= body.start) {
            wholes.push(body);
        }
    }
    with_wholes(names, wholes)
}

/// "aux États-Unis": a country, where the tagger saw nothing.
fn with_countries(document: &Document<'_>, mut names: Vec<Name>, kb: &KnowledgeBase) -> Vec<Name> {
    const LONGEST: usize = 3;
    let tokens = &document.tokens;
    let is_name = |t: &Token| t.capitalised && t.is_word() && t.length > 2 && !t.is(class::PRONOUN | class::STARTER);
    let place = |from: usize| {
        let is_joined = |k: &usize| *k == from || tokens[*k].capitalised && !tokens[*k].sentence_start;
        let last = (from..tokens.len()).take(LONGEST).take_while(is_joined).last()?;
        let (start, end) = (tokens[from].start, tokens[last].end);
        let is_free = !tokens[from..=last].iter().any(|t| is_taken(&names, t));
        let found = is_free.then(|| kb.find(document.slice(start, end), EntityKind::Place, document.language));
        found.flatten().filter(|known| known.is_country()).map(|_| Name { start, end, kind: EntityKind::Place })
    };
    let opens = |k: &usize| *k == 0 || !tokens[k - 1].capitalised || tokens[*k].sentence_start;
    let found: Vec<Name> = (0..tokens.len()).filter(|k| is_name(&tokens[*k])).filter(opens).filter_map(place).collect();
    names.extend(found);
    names.sort_by_key(|n| n.start);
    names
}

/// "la UJC", "l'AERES", "(ANSM)": what an article or a bracket leads to in capitals is a body, and not a measure, a tax or an illness.
fn with_acronyms(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    const ARTICLES: &[&str] =
        &["(", "al", "au", "aux", "del", "des", "du", "el", "l'", "l’", "la", "las", "le", "les", "los"];
    const OTHERS: &[&str] = &[
        "ADN", "ARN", "CDD", "CDI", "CEO", "CSG", "DVD", "GPS", "IRPF", "ISF", "ITV", "IVA", "IVG", "LED", "LGBTQ",
        "LGBT", "ONG", "PCR", "PDF", "PDG", "PIB", "PME", "PSA", "RGPD", "RSA", "RTT", "SAV", "SIDA", "SMIC", "SMS",
        "SUV", "TGV", "TVA", "USB", "VIH", "VTC", "WC", "WIFI",
    ];
    const LETTERS: std::ops::RangeInclusive<u32> = 3..=7;
    let tokens = &document.tokens;
    let is_acronym = |k: &usize| {
        let (lead, own) = (document.token_text(k - 1), &tokens[*k]);
        let is_shouted =
            tokens.get(k + 1).is_some_and(|t| t.capitals) || tokens[k - 1].capitals && tokens[k - 1].length > 2;
        own.capitals
            && LETTERS.contains(&own.length)
            && own.is_word()
            && !is_shouted
            && ARTICLES.iter().any(|article| article.eq_ignore_ascii_case(lead))
    };
    names.retain(|n| !OTHERS.contains(&document.slice(n.start, n.end)));
    let is_body = |k: &usize| {
        let text = document.token_text(*k);
        !OTHERS.contains(&text) && !is_numeral(text) && !is_taken(&names, &tokens[*k])
    };
    let acronyms = (1..tokens.len()).filter(is_acronym).filter(is_body);
    let found: Vec<Name> =
        acronyms.map(|k| Name { start: tokens[k].start, end: tokens[k].end, kind: EntityKind::Organisation }).collect();
    names.extend(found);
    names.sort_by_key(|n| n.start);
    names
}

/// French and Spanish write only names with capitals: behind a preposition of place, a
/// capitalised word that the tagger passed over names a place ("la banque de Lorvanie").
fn with_places(document: &Document<'_>, mut names: Vec<Name>) -> Vec<Name> {
    const OF_PLACE: [&str; 6] = ["de", "d'", "d’", "à", "a", "en"];
    let tokens = &document.tokens;
    let is_name = |t: &Token| t.capitalised && !t.capitals && t.length > 2 && !t.is(class::PRONOUN | class::STARTER);
    let mut next = 0;
    let mut found = Vec::new();
    for (k, token) in tokens.iter().enumerate().skip(1) {
        while names.get(next).is_some_and(|n| n.end <= token.start) {
            next += 1;
        }
        let is_taken = names.get(next).is_some_and(|n| n.start < token.end);
        let is_led = !tokens[k - 1].capitalised && OF_PLACE.contains(&document.token_text(k - 1));
        let is_alone = tokens.get(k + 1).is_none_or(|t| !t.capitalised);
        let is_common = || is_portfolio(document, k) || COMMON.contains(&document.token_text(k));
        let is_place = is_led && is_alone && !token.sentence_start && is_name(token) && !is_common();
        if !is_taken && is_place {
            found.push(Name { start: token.start, end: token.end, kind: EntityKind::Place });
        }
    }
    names.extend(found);
    names.sort_by_key(|n| n.start);
    let is_city = |n: &Name| {
        let text = document.slice(n.start, n.end);
        n.kind == EntityKind::Person && (text.starts_with("Ciudad de ") || text.starts_with("Ville de "))
    };
    names.iter_mut().filter(|n| is_city(n)).for_each(|n| n.kind = EntityKind::Place);
    // "Donges (Loire-Atlantique)": a place is in the place in brackets.
    for k in 1..names.len() {
        let is_within = names[k - 1].kind == EntityKind::Place
            && names[k].kind == EntityKind::Person
            && document.slice(names[k - 1].end, names[k].start) == " (";
        if is_within {
            names[k].kind = EntityKind::Place;
        }
    }
    names
}

/// "el ministro de Cultura", "le ministre de la Santé": what an office is about is no name.
fn is_portfolio(document: &Document<'_>, at: usize) -> bool {
    const OFFICES: [&str; 10] = [
        "ministro",
        "ministra",
        "ministre",
        "procureur",
        "procureure",
        "secretario",
        "secretaria",
        "secrétaire",
        "consejero",
        "consejera",
    ];
    let lead = (0..at).rev().take(3).find(|k| !document.tokens[*k].is(class::PREPOSITION | class::DETERMINER));
    lead.is_some_and(|k| k + 1 < at && OFFICES.contains(&document.token_text(k).to_lowercase().as_str()))
}

/// What French and Spanish write with a capital without naming anybody or anything.
const COMMON: &[&str] = &[
    "Administración",
    "Ejecutivo",
    "Estado",
    "Estados",
    "Etat",
    "Gobierno",
    "Gouvernement",
    "Presidencia",
    "République",
    "Vídeo",
    "État",
];

/// French and Spanish. A known thing is of its own kind, whatever the tagger says, and
/// so is where something is ("En Carmona, …"); a portfolio is none.
pub(super) fn without_openers(document: &Document<'_>, name: Name, kb: &KnowledgeBase) -> Option<Name> {
    const SMALL: u32 = class::STARTER | class::FUNCTION | class::DETERMINER | class::PREPOSITION | class::PRONOUN;
    let tokens = &document.tokens;
    let (mut from, mut to) = (document.token_at(name.start), document.token_at(name.end));
    if tokens.get(from..to)?.iter().all(|t| t.is(SMALL)) {
        return None;
    }
    let is_quoted = |k: usize| k > 0 && matches!(tokens[k - 1].first, '«' | '“' | '"');
    // "Los Ángeles" inside a sentence is a name; "Los" that opens one is an article.
    let is_opener = |k: usize| {
        tokens[k].is(class::TITLE) && (name.kind == EntityKind::Person || tokens[k].is(class::MALE | class::FEMALE))
            || tokens[k].is(SMALL) && (!tokens[k].capitalised || document.opens_sentence(k) || is_quoted(k))
            // "Añadió Elena Prado que"
            || document.opens_sentence(k) && k + 1 < to && tokens[k].cue >= CUE
    };
    while from < to && is_opener(from) {
        from += 1;
    }
    // "le procureur de la République de Lyon"
    if to > from + 2 && document.token_text(from) == "République" && is_portfolio(document, from) {
        from += 2;
    }
    while from < to && tokens[to - 1].is(SMALL) && !tokens[to - 1].capitalised {
        to -= 1;
    }
    let (start, end) = (tokens.get(from)?.start, tokens.get(to.checked_sub(1)?)?.end);
    let text = document.slice(start, end);
    // "France Bleu"
    let is_station = text.strip_prefix("France ").is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let kinds = [EntityKind::Place, EntityKind::Organisation, EntityKind::Person];
    let known = kinds.into_iter().find(|kind| kb.find(text, *kind, document.language).is_some());
    let is_body = is_station || to > from + 1 && begins_body(document, from);
    let known = known.or(is_body.then_some(EntityKind::Organisation));
    let before = from.checked_sub(1).map(|k| &tokens[k]);
    let is_where = before.is_some_and(|t| t.is(class::LOCATIVE) && (t.capitalised || !t.is(class::ADDRESS)));
    let where_it_is = (is_where && name.kind == EntityKind::Person).then_some(EntityKind::Place);
    // "Réussira-t-on"
    let is_verb = document.text[end..].starts_with("-t-");
    if known.is_none() && (is_verb || is_portfolio(document, from) || COMMON.contains(&text)) {
        return None;
    }
    // "Mme Delmas", and a given name with another word, are a person's whatever the tagger says.
    let has_title = before.is_some_and(|t| t.is(class::TITLE) && t.is(class::MALE | class::FEMALE));
    let is_given = to > from + 1 && kb.sex(document.token_text(from)) != Sex::default();
    let person = (has_title || is_given).then_some(EntityKind::Person);
    let kind = known.or(person).or(where_it_is).unwrap_or(name.kind);
    (from < to).then_some(Name { start, end, kind })
}
