//! From attributed regions to quotes.

use wire_model::{EntityKind, Quote, QuoteKind, QuoteSegment, ScalarIndex, Speaker, SpeakerMethod};

use crate::entity::Story;
use crate::indirect::Reported;
use crate::lexicon::{Language, class};
use crate::marks::Region;
use crate::nominal;
use crate::pronoun::Pronouns;
use crate::scene::{Candidate, Kind};
use crate::speaker::Spoken;
use crate::token::{Document, Token};

/// Marks and white space around a segment are no part of it.
const AROUND: &[char] = &['"', '“', '”', '„', '«', '»', '`', '\'', ' ', '\u{A0}', '\u{202F}'];

pub(crate) fn quotes(
    document: &Document<'_>,
    story: &Story,
    spoken: Vec<Spoken>,
    reported: &[Reported],
    index: &ScalarIndex<'_>,
) -> Vec<Quote> {
    let quoted = spoken.iter().map(|s| (s.region.start, s.region.end)).collect();
    let pronouns = Pronouns::new(document, story, quoted);
    let mut out: Vec<Quote> = Vec::new();
    let mut before: Option<Spoken> = None;
    let mut speaker_before = None;
    let mut unnamed: Option<Candidate> = None;
    for spoken in spoken {
        let Some(segment) = segment(document, &spoken, index) else { continue };
        // "A," he said, "B": one attribution in two parts.
        if let (Some(last), Some(quote)) = (&before, out.last_mut())
            && continues(document, last, &spoken)
        {
            quote.segments.push(segment);
            before = Some(spoken);
            continue;
        }
        let (mut speaker, cluster, sure) = match spoken.referent {
            Some(candidate) if names_unnamed(document, story, unnamed, candidate) => {
                let mention = mention(document, candidate, index);
                (Some(Speaker { mention, name: None, entity: None, method: SpeakerMethod::Unresolved }), None, 0.9)
            }
            Some(candidate) => speaker(document, story, candidate, speaker_before, &pronouns, index),
            None => (None, None, 1.0),
        };
        // "The minister said …" without a name: the "he" that follows is the minister.
        unnamed = match spoken.referent {
            Some(candidate) if cluster.is_none() && candidate.kind != Kind::Name => Some(candidate),
            _ => None,
        };
        if let (Some(speaker), Some(own)) = (&mut speaker, spoken.speaker.filter(|s| spoken.referent != Some(*s))) {
            speaker.mention = mention(document, own, index);
        }
        speaker_before = cluster.or(speaker_before);
        out.push(Quote {
            id: out.len() as u32 + 1,
            kind: kind(document, &spoken),
            segments: vec![segment],
            clause: None,
            cue: spoken.cue.and_then(|c| document.tokens.get(c)).map(|t| QuoteSegment {
                span: index.span(t.start, t.end),
                text: document.slice(t.start, t.end).to_owned(),
            }),
            speaker,
            confidence: (spoken.confidence * sure * 1000.0).round() / 1000.0,
            paragraph: spoken.region.paragraph,
        });
        before = Some(spoken);
    }
    let between_marks = out.len();
    for reported in reported {
        let (start, end) = (document.tokens[reported.from].start, document.tokens[reported.to - 1].end);
        let clause = QuoteSegment { span: index.span(start, end), text: document.slice(start, end).to_owned() };
        let (own, _) = out.split_at_mut(between_marks);
        let mut held = own.iter_mut().filter(|q| q.segments.iter().any(|s| s.span.overlaps(&clause.span))).peekable();
        if held.peek().is_none() {
            let quote = indirect(document, story, reported, clause, &pronouns, index, out.len() as u32 + 1);
            out.push(quote);
            continue;
        }
        // The clause of quoted pieces of one speaker; a whole statement in marks needs none.
        let speaker = reported.speaker.map(|s| mention(document, s, index).span);
        let same =
            |q: &Quote| q.speaker.as_ref().map(|s| s.mention.span).zip(speaker).is_some_and(|(a, b)| a.overlaps(&b));
        for quote in held.filter(|q| q.kind == QuoteKind::Mixed && same(q)) {
            quote.clause = Some(clause.clone());
        }
    }
    out
}

/// Whether a pronoun stands for a speaker of its paragraph whom nothing names: no person
/// is named between the two.
fn names_unnamed(document: &Document<'_>, story: &Story, unnamed: Option<Candidate>, pronoun: Candidate) -> bool {
    let tokens = &document.tokens;
    let Some(unnamed) = unnamed.filter(|u| pronoun.kind == Kind::Pronoun && u.from < pronoun.from) else {
        return false;
    };
    tokens[unnamed.from].paragraph == tokens[pronoun.from].paragraph
        && story.person_in(tokens[unnamed.from].start, tokens[pronoun.from].start).is_none()
}

/// The words of a candidate.
fn mention(document: &Document<'_>, candidate: Candidate, index: &ScalarIndex<'_>) -> QuoteSegment {
    let (start, end) = (document.tokens[candidate.from].start, document.tokens[candidate.to - 1].end);
    QuoteSegment { span: index.span(start, end), text: document.slice(start, end).to_owned() }
}

fn indirect(
    document: &Document<'_>,
    story: &Story,
    reported: &Reported,
    clause: QuoteSegment,
    pronouns: &Pronouns<'_, '_>,
    index: &ScalarIndex<'_>,
    id: u32,
) -> Quote {
    let (speaker, _, sure) = match reported.speaker {
        Some(candidate) => speaker(document, story, candidate, None, pronouns, index),
        None => (None, None, 1.0),
    };
    let cue = document.tokens.get(reported.cue);
    Quote {
        id,
        kind: QuoteKind::Indirect,
        segments: vec![clause],
        clause: None,
        cue: cue.map(|t| QuoteSegment {
            span: index.span(t.start, t.end),
            text: document.slice(t.start, t.end).to_owned(),
        }),
        speaker,
        confidence: (reported.confidence * sure * 1000.0).round() / 1000.0,
        paragraph: document.tokens[reported.from].paragraph as usize,
    }
}

fn segment(document: &Document<'_>, spoken: &Spoken, index: &ScalarIndex<'_>) -> Option<QuoteSegment> {
    let (start, inner) = inner(document, &spoken.region);
    (!inner.is_empty()).then(|| QuoteSegment { span: index.span(start, start + inner.len()), text: inner.to_owned() })
}

/// What stands between a region's marks, and at which byte. Single marks are its own only where it begins with one.
fn inner<'t>(document: &Document<'t>, region: &Region) -> (usize, &'t str) {
    let text = document.slice(region.start, region.end);
    let is_single = text.starts_with(['‘', '\'']);
    let is_around = |c: char| AROUND.contains(&c) || is_single && c == '‘';
    let opened = text.trim_start_matches(is_around);
    let closed = if is_single && region.closed { opened.strip_suffix('’').unwrap_or(opened) } else { opened };
    (region.end - opened.len(), closed.trim_end_matches(AROUND))
}

/// The second region goes on with the sentence of the first: only the speaker
/// and the cue stand between them, and no sentence ends there.
fn continues(document: &Document<'_>, first: &Spoken, second: &Spoken) -> bool {
    let same =
        first.region.paragraph == second.region.paragraph && first.speaker.is_some() && first.speaker == second.speaker;
    let between = document.slice(first.region.end, second.region.start);
    let inside = first.speaker.is_some_and(|s| {
        document.tokens.get(s.from).is_some_and(|t| t.start >= first.region.end && t.start < second.region.start)
    });
    same && inside && between.len() < 160 && !between.trim_end().ends_with(['.', '!', '?', ':'])
}

fn kind(document: &Document<'_>, spoken: &Spoken) -> QuoteKind {
    let before = document
        .slice(document.paragraphs.get(spoken.region.paragraph).map_or(0, |p| p.0), spoken.region.start)
        .trim_end();
    let (_, text) = inner(document, &spoken.region);
    let opens_clause = before.is_empty() || before.ends_with([',', ':', '.', '!', '?', '”', '’', '"', '—']);
    let starts_large = text.starts_with(|c: char| c.is_uppercase());
    if opens_clause || starts_large { QuoteKind::Direct } else { QuoteKind::Mixed }
}

/// The speaker, his cluster, and how sure his name is.
fn speaker(
    document: &Document<'_>,
    story: &Story,
    candidate: Candidate,
    before: Option<usize>,
    pronouns: &Pronouns<'_, '_>,
    index: &ScalarIndex<'_>,
) -> (Option<Speaker>, Option<usize>, f32) {
    let possessed = possessed_phrase(document, candidate.to);
    let last = possessed.unwrap_or(candidate.to) - 1;
    let (Some(first), Some(last)) = (document.tokens.get(candidate.from), document.tokens.get(last)) else {
        return (None, None, 1.0);
    };
    let described = described_phrase(document, story, candidate);
    let (start, end) = (first.start, last.end);
    let span = described.map_or((start, end), |(from, to)| (document.tokens[from].start, document.tokens[to - 1].end));
    let mention = QuoteSegment { span: index.span(span.0, span.1), text: document.slice(span.0, span.1).to_owned() };
    let named = |cluster: usize| (Some(story.clusters[cluster].name.clone()), Some(story.clusters[cluster].id.clone()));
    let (cluster, method, sure) = match candidate.kind {
        // "Lee's spokesman, Bo Hansen": whoever is named behind the possessor, never Lee.
        _ if possessed.is_some() => {
            let behind = document.tokens.get(candidate.to).map_or(end, |t| t.end);
            let cluster = story.person_in(behind, end);
            (cluster, if cluster.is_some() { SpeakerMethod::Nominal } else { SpeakerMethod::Unresolved }, 0.9)
        }
        Kind::Pronoun => {
            let cluster = pronouns.resolve(candidate.from, before);
            (cluster, if cluster.is_some() { SpeakerMethod::Pronoun } else { SpeakerMethod::Unresolved }, 0.85)
        }
        Kind::Name | Kind::Noun => {
            let is_people = is_people(story, start, end);
            let is_named = candidate.kind == Kind::Name && described.is_none();
            let is_person = story.at(start, end).is_some_and(|c| story.clusters[c].kind == EntityKind::Person);
            // "the French minister, Claire Fontanel," and "Union leader Bo Hansen": neither the French nor a union speaks.
            let own_end = if is_person { candidate.to } else { description_end(document, candidate.to) };
            let to = described.map_or(own_end, |(_, to)| to);
            // A German noun is a description whatever its capital says.
            let is_described =
                to > candidate.to || candidate.kind == Kind::Noun && first.capitalised && to == candidate.from + 1;
            let apposed = apposition_end(document, to, is_described);
            let apposed = if apposed > end { apposed } else { former_end(document, candidate).unwrap_or(apposed) };
            let apposed =
                if apposed > end { apposed } else { office_holder_end(document, candidate).unwrap_or(apposed) };
            // In "the Brenner campaign's manager, Bo Hansen" it is not Brenner who is named.
            let from = if described.is_some() { end } else { start };
            let cluster = story
                .person_in(from, apposed)
                .or_else(|| story.at(start, end).filter(|_| is_named && !is_people))
                .or_else(|| match candidate.kind {
                    Kind::Name if !is_named => None,
                    Kind::Name => story.bearer(document.slice(start, end)),
                    // A German name that no model recognised is a noun for all that is known.
                    _ => whole_name(document, story, candidate)
                        .or_else(|| nominal::resolve(document, story, candidate))
                        .or_else(|| story.bearer(document.slice(start, end)).filter(|_| first.capitalised)),
                });
            let method = match (cluster, candidate.kind) {
                (Some(_), Kind::Name) if described.is_none() => SpeakerMethod::Named,
                (Some(_), _) => SpeakerMethod::Nominal,
                (None, _) => SpeakerMethod::Unresolved,
            };
            (cluster, method, 1.0)
        }
    };
    let (name, entity) = match cluster {
        Some(cluster) => named(cluster),
        // A name that no model recognised is still a name; "One wrote" and "Shares fell" name nobody.
        None if candidate.kind == Kind::Name
            && possessed.is_none()
            && described.is_none()
            && !first.is(class::DETERMINER)
            && !(first.sentence_start && candidate.to == candidate.from + 1)
            && !is_people(story, start, end) =>
        {
            (Some(mention.text.clone()), None)
        }
        None => (name_at_end(document, candidate).map(str::to_owned), None),
    };
    (Some(Speaker { mention, name, entity, method }), cluster, if cluster.is_some() { sure } else { 0.9 })
}

/// "the White House later": what a phrase names that is nothing else than a name.
fn whole_name(document: &Document<'_>, story: &Story, phrase: Candidate) -> Option<usize> {
    let (article, words) = document.tokens.get(phrase.from..phrase.to)?.split_first()?;
    let is_adverb = |t: &&Token| ADVERBS.contains(&document.slice(t.start, t.end));
    let words = &words[..words.len() - words.iter().rev().take_while(is_adverb).count()];
    let (first, last) = (words.first()?, words.last()?);
    let cluster = story.exactly(first.start, last.end).filter(|_| article.is(class::DEFINITE))?;
    (story.clusters[cluster].kind != EntityKind::Other).then_some(cluster)
}

/// "the teacher Mónica Abril": the full name that ends a phrase, where a capital makes a name.
fn name_at_end<'t>(document: &Document<'t>, phrase: Candidate) -> Option<&'t str> {
    let tokens = document.tokens.get(phrase.from..phrase.to)?;
    let is_name = |t: &&Token| t.capitalised && !t.is(class::TITLE);
    let words = tokens.iter().rev().take_while(is_name).count();
    let may_be =
        phrase.kind == Kind::Noun && document.language != Language::German && (2..tokens.len()).contains(&words);
    may_be.then(|| document.slice(tokens[tokens.len() - words].start, tokens[tokens.len() - 1].end))
}

/// Where the phrase that belongs to a possessor ends, a name in apposition included.
fn possessed_phrase(document: &Document<'_>, to: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let tokens = &document.tokens;
    tokens.get(to).filter(|t| matches!(t.first, '\'' | '’') && t.length == 2)?;
    let is_noun =
        |k: &usize| tokens.get(*k).is_some_and(|t| t.first.is_lowercase() && t.cue < 20 && !t.is(class::FUNCTION));
    let noun_end = (to + 1..to + 1 + LONGEST).take_while(is_noun).last()? + 1;
    let comma = usize::from(tokens.get(noun_end).is_some_and(|t| t.first == ','));
    let name_end = (noun_end + comma..)
        .take(5)
        .take_while(|k| tokens.get(*k).is_some_and(|t| t.capitalised && !t.is(class::STARTER)))
        .last();
    Some(name_end.map_or(noun_end, |k| k + 1))
}

/// "a White House official", "Tesla engineers", "the Brenner campaign's manager", "an adviser to Ann
/// Lee": the phrase around a name that only says whose or where from the speaker is. It is never the
/// White House that speaks.
fn described_phrase(document: &Document<'_>, story: &Story, candidate: Candidate) -> Option<(usize, usize)> {
    /// Words between an article and the name: "one former Tesla engineer".
    const MOST_BEFORE: usize = 3;
    if candidate.kind != Kind::Name || document.language != Language::English {
        return None;
    }
    if let Some(from) = person_before(document, candidate.from) {
        return Some((from, candidate.to));
    }
    let tokens = &document.tokens;
    let to = description_end(document, candidate.to);
    let to = possessed_phrase(document, to).map_or(to, |end| end.max(to));
    if to == candidate.to {
        return None;
    }
    let is_adjective =
        |k: &usize| tokens[*k].first.is_lowercase() && !tokens[*k].is(class::FUNCTION | class::DETERMINER);
    let before = (0..candidate.from).rev().take(MOST_BEFORE).take_while(is_adjective).last().unwrap_or(candidate.from);
    let determiner = before.checked_sub(1).filter(|k| tokens[*k].is(class::DETERMINER));
    let (start, end) = (tokens[candidate.from].start, tokens[candidate.to - 1].end);
    let is_person = story.at(start, end).is_none_or(|c| story.clusters[c].kind == EntityKind::Person)
        || story.person_in(start, end).is_some();
    // Behind a person stands a verb, known as one or not: "the teacher Ann Lee took it lightly".
    let is_short = candidate.to == candidate.from + 1 || before == candidate.from;
    match determiner {
        Some(from) if !is_person || is_short => Some((from, to)),
        None if !is_person => Some((before, to)),
        _ => None,
    }
}

/// Who may be described by whose or where from they are, one of them; beside the nouns of offices.
const PEOPLE: &[&str] = &[
    "activist",
    "adviser",
    "advisor",
    "aide",
    "allie",
    "ally",
    "assistant",
    "attorney",
    "aunt",
    "boss",
    "brother",
    "campaigner",
    "coach",
    "colleague",
    "commander",
    "consultant",
    "cousin",
    "critic",
    "daughter",
    "deputy",
    "economist",
    "editor",
    "employee",
    "engineer",
    "executive",
    "expert",
    "father",
    "founder",
    "friend",
    "head",
    "historian",
    "husband",
    "investor",
    "journalist",
    "member",
    "mother",
    "neighbor",
    "neighbour",
    "nurse",
    "opponent",
    "organiser",
    "organizer",
    "partner",
    "people",
    "person",
    "player",
    "pollster",
    "producer",
    "prosecutor",
    "relative",
    "reporter",
    "researcher",
    "resident",
    "rival",
    "scientist",
    "sister",
    "soldier",
    "someone",
    "son",
    "source",
    "strategist",
    "student",
    "supporter",
    "survivor",
    "teacher",
    "trader",
    "uncle",
    "veteran",
    "volunteer",
    "widow",
    "wife",
    "witness",
    "worker",
];

/// "an adviser to …", "scientists at the …", "a person close to …": where the phrase begins of somebody who is described by
/// the name behind a preposition.
fn person_before(document: &Document<'_>, name: usize) -> Option<usize> {
    const LONGEST: usize = 6;
    let tokens = &document.tokens;
    let before = name.checked_sub(1)?;
    let before = if tokens[before].is(class::DEFINITE) { before.checked_sub(1)? } else { before };
    let preposition = Some(before).filter(|k| tokens[*k].is(class::PREPOSITION))?;
    let is_word = |k: &usize| {
        let own = &tokens[*k];
        (own.first.is_lowercase() || own.sentence_start)
            && !own.is(class::FUNCTION | class::PREPOSITION | class::DETERMINER)
    };
    let is_person = |k: usize| {
        let text = document.token_text(k).to_lowercase();
        tokens[k].is(class::PERSON_NOUN)
            || PEOPLE.contains(&text.as_str())
            || PEOPLE.contains(&text.trim_end_matches('s'))
    };
    let mut words = (0..preposition).rev().take(LONGEST).take_while(is_word);
    let noun = words.find(|k| is_person(*k))?;
    let from = (0..=noun).rev().take(LONGEST).take_while(|k| *k == noun || is_word(k)).last().unwrap_or(noun);
    Some(from.checked_sub(1).filter(|k| tokens[*k].is(class::DETERMINER)).unwrap_or(from))
}

/// Whether the words name a nationality or the like, which is nobody's name.
fn is_people(story: &Story, start: usize, end: usize) -> bool {
    story.at(start, end).is_some_and(|c| story.clusters[c].kind == EntityKind::Other)
}

/// Where the nouns behind "the French …" end.
fn description_end(document: &Document<'_>, to: usize) -> usize {
    const LONGEST: usize = 5;
    let is_noun = |k: &usize| {
        let is_lower = |t: &Token| t.first.is_lowercase() && t.cue < 20 && !t.is(class::FUNCTION | class::PREPOSITION);
        let text = document.token_text(*k);
        document.tokens.get(*k).is_some_and(is_lower) && !text.ends_with("ed") && !NO_NOUNS.contains(&text)
    };
    let is_adverb = ADVERBS.contains(&document.token_text(to)) || document.token_text(to).ends_with("ly");
    let nouns = (to..to + LONGEST).take_while(is_noun).last().map_or(to, |k| k + 1);
    if is_adverb { to } else { nouns }
}

/// What may stand between who speaks and the verb.
const ADVERBS: &[&str] = &[
    "again",
    "ago",
    "already",
    "also",
    "earlier",
    "even",
    "ever",
    "first",
    "further",
    "just",
    "later",
    "never",
    "now",
    "often",
    "once",
    "only",
    "since",
    "sometimes",
    "soon",
    "still",
    "then",
    "today",
    "too",
    "twice",
    "yesterday",
];
/// Verbs that stand behind a subject and look like nouns.
const NO_NOUNS: &[&str] = &[
    "am", "are", "aren", "be", "been", "being", "came", "can", "come", "could", "couldn", "did", "didn", "do", "does",
    "doesn", "don", "gave", "get", "gets", "go", "goes", "got", "had", "hadn", "has", "hasn", "have", "haven", "is",
    "isn", "knew", "made", "makes", "may", "might", "must", "ought", "put", "seems", "set", "should", "shouldn",
    "took", "takes", "wants", "was", "wasn", "went", "were", "weren", "will", "won", "would", "wouldn",
];

/// "The mayor of Kelsund, Marta Lindqvist, said": the byte at which the name behind an office ends.
fn office_holder_end(document: &Document<'_>, office: Candidate) -> Option<usize> {
    const LONGEST: usize = 8;
    let tokens = &document.tokens;
    let is_german = document.language == Language::German;
    let is_office = is_german || tokens[office.from..office.to].iter().any(|t| t.is(class::PERSON_NOUN | class::TITLE));
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

/// "Her opponent, former minister Bo Hansen, said": the byte at which the full name ends behind what its
/// bearer was.
fn former_end(document: &Document<'_>, noun: Candidate) -> Option<usize> {
    const FORMER: [&str; 5] = ["former", "longtime", "outgoing", "acting", "then"];
    let tokens = &document.tokens;
    let comma = tokens.get(noun.to).filter(|t| t.first == ',' && noun.kind == Kind::Noun);
    let comma = comma.map(|_| noun.to).filter(|k| FORMER.contains(&document.token_text(k + 1)))?;
    let from = description_end(document, comma + 1);
    let is_part = |t: &&Token| if t.capitalised { !t.is(class::STARTER) } else { t.is(class::CONNECTOR) };
    let words = tokens[from..].iter().take(6).take_while(is_part).count();
    let behind = tokens.get(from + words);
    let ends = behind.is_none_or(|t| matches!(t.first, ',' | '.') || t.cue >= 50);
    (words > 1 && ends).then(|| tokens[from + words - 1].end)
}

/// "the envoy, Steve Witkoff, said": the byte at which a name in apposition ends.
/// Behind a description the name may follow without a comma.
fn apposition_end(document: &Document<'_>, to: usize, described: bool) -> usize {
    let end = document.tokens.get(to - 1).map_or(0, |t| t.end);
    let comma = document.tokens.get(to).filter(|t| t.first == ',');
    if comma.is_none() && !described {
        return end;
    }
    let from = to + usize::from(comma.is_some());
    let comma = comma.map_or(end, |c| c.end);
    let names = document.tokens[from..].iter().take(5).take_while(|t| t.capitalised && !t.is(class::STARTER));
    let (words, last) = names.fold((0, None), |(n, _), t| (n + 1, Some(t)));
    // "Two passengers, Ann Lee and Bo Hansen,": neither is all of them.
    let is_pair = matches!(document.token_text(from + words), "and" | "und" | "et" | "y");
    last.filter(|_| !is_pair).map_or(end, |t| t.end.max(comma))
}
