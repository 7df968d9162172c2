//! Whom a pronoun names.
//!
//! "He said" goes to the subject of the sentence before, not to the name that
//! happens to stand nearest. The rule here prefers, in this order, the speaker
//! of the quote before, the first person of the nearest sentence who is no
//! object, and any person near; a person known to be of the other sex never.

use wire_model::EntityKind;

use crate::entity::Story;
use crate::lexicon::class;
use crate::token::Document;

/// Paragraphs before the pronoun's own in which its person is looked for.
const REACH: u32 = 3;

/// The person cluster that the pronoun at token `at` names.
pub(crate) fn resolve(
    document: &Document<'_>,
    story: &Story,
    at: usize,
    speaker_before: Option<usize>,
    quoted: &[(usize, usize)],
) -> Option<usize> {
    let pronoun = document.tokens.get(at)?;
    if !pronoun.is(class::PERSON_PRONOUN) {
        return None;
    }
    let fits = |cluster: usize| {
        let c = &story.clusters[cluster];
        c.kind == EntityKind::Person
            && !(pronoun.is(class::MALE) && c.female && !c.male)
            && !(pronoun.is(class::FEMALE) && c.male && !c.female)
    };
    let mut best: Option<(i64, usize)> = None;
    for &(start, end, cluster) in story.mentions.iter().rev().skip_while(|m| m.0 >= pronoun.start) {
        let token = document.token_at(start);
        let Some(first) = document.tokens.get(token) else { continue };
        let paragraphs = i64::from(pronoun.paragraph) - i64::from(first.paragraph);
        if paragraphs > i64::from(REACH) {
            break;
        }
        // Who is talked about inside a quotation is seldom who speaks next.
        let is_quoted = quoted.iter().any(|(s, e)| *s <= start && end <= *e);
        if !fits(cluster) || is_quoted {
            continue;
        }
        let mut score = -20 * paragraphs - 4 * sentences_between(document, token, at);
        score += if is_object(document, token) { -9 } else { 0 };
        score += if opens_sentence(document, token) { 7 } else { 0 };
        score += if speaker_before == Some(cluster) { 12 } else { 0 };
        if best.is_none_or(|(s, _)| score > s) {
            best = Some((score, cluster));
        }
    }
    best.map(|(_, cluster)| cluster)
}

fn sentences_between(document: &Document<'_>, from: usize, to: usize) -> i64 {
    document.tokens.get(from + 1..to).unwrap_or_default().iter().filter(|t| t.sentence_start).count() as i64
}

/// Behind a preposition or "told", or a possessor ("Trump's envoy").
fn is_object(document: &Document<'_>, token: usize) -> bool {
    let mut before = token.checked_sub(1).and_then(|i| document.tokens.get(i));
    // Step over titles and what stands between the preposition and the name.
    let mut at = token;
    while before.is_some_and(|t| t.is(class::TITLE) || t.capitalised && !t.sentence_start) && at > 1 {
        at -= 1;
        before = document.tokens.get(at - 1);
    }
    let possessed = document.tokens[token..].iter().take(3).any(|t| matches!(t.first, '\'' | '’') && t.length == 2);
    possessed || before.is_some_and(|t| t.is(class::OBJECT))
}

fn opens_sentence(document: &Document<'_>, token: usize) -> bool {
    // Titles and descriptions before the name are part of the subject.
    let start = (0..=token).rev().take(8).find(|i| document.tokens[*i].sentence_start);
    start.is_some_and(|s| {
        document.tokens[s..token]
            .iter()
            .all(|t| t.capitalised || t.is(class::TITLE) || t.is(class::DETERMINER) || t.is(class::PERSON_NOUN))
    })
}
