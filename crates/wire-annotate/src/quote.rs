//! From attributed regions to quotes.

use wire_model::{EntityKind, Quote, QuoteKind, QuoteSegment, ScalarIndex, Speaker, SpeakerMethod};

use crate::body;
use crate::entity::Story;
use crate::indirect::Reported;
use crate::lexicon::{Language, class};
use crate::marks::Region;
use crate::nominal::{Descriptions, epithet};
use crate::office::names_holder;
use crate::phrase::{
    apposed_person, apposition_end, belonging_end, described_phrase, description_end, insider_end, name_at_end,
    name_behind, named_end, names_followers, office_holder_end, officer_end, owned_from, possessed_phrase, titled_end,
    whole_name,
};
use crate::pronoun::{Last, Pronouns};
use crate::scene::{Candidate, Kind, Scene};
use crate::speaker::{Spoken, is_contrast};
use crate::token::{Document, Token};

/// Marks and white space around a segment are no part of it.
const AROUND: &[char] = &['"', '“', '”', '„', '«', '»', '`', '\'', ' ', '\u{A0}', '\u{202F}'];

pub(crate) fn quotes(
    scene: &Scene<'_, '_>,
    story: &Story,
    spoken: Vec<Spoken>,
    reported: &[Reported],
    index: &ScalarIndex<'_>,
) -> Vec<Quote> {
    let document = scene.document;
    let quoted = spoken.iter().map(|s| (s.region.start, s.region.end)).collect();
    let speakers = Speakers {
        scene,
        document,
        story,
        index,
        pronouns: Pronouns::new(document, story, quoted),
        descriptions: Descriptions::new(document, story),
    };
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
                let mention = speakers.mention(candidate);
                (Some(Speaker { mention, name: None, entity: None, method: SpeakerMethod::Unresolved }), None, 0.9)
            }
            Some(candidate) => speakers.speaker(candidate, speaker_before),
            None => (None, None, 1.0),
        };
        // "The minister said …" without a name: the "he" that follows is the minister.
        unnamed = match spoken.referent {
            Some(candidate) if cluster.is_none() && candidate.kind != Kind::Name => Some(candidate),
            _ => None,
        };
        let is_told = |own: &Candidate| spoken.referent != Some(*own) && !says_less(document, *own, spoken.referent);
        if let (Some(speaker), Some(own)) = (&mut speaker, spoken.speaker.filter(is_told)) {
            speaker.mention = speakers.mention(own);
            if speaker.method == SpeakerMethod::Named && own.kind == Kind::Pronoun {
                speaker.method = SpeakerMethod::Pronoun;
            }
        }
        let paragraph = document.tokens[document.token_at(spoken.region.start)].paragraph;
        speaker_before = cluster.map(|person| Last { person, paragraph }).or(speaker_before);
        out.push(Quote {
            id: out.len() as u32 + 1,
            kind: kind(document, &spoken),
            segments: vec![segment],
            clause: None,
            via: spoken.via.and_then(|v| speakers.speaker(v, None).0),
            co_speakers: spoken.speaker.map(|s| speakers.others(s, speaker.as_ref())).unwrap_or_default(),
            cue: spoken.cue.and_then(|c| document.tokens.get(c)).map(|t| speakers.words(t.start, t.end)),
            speaker,
            confidence: (spoken.confidence * sure * 1000.0).round() / 1000.0,
            paragraph: spoken.region.paragraph,
        });
        before = Some(spoken);
    }
    let between_marks = out.len();
    for reported in reported {
        let (start, end) = (document.tokens[reported.from].start, document.tokens[reported.to - 1].end);
        let clause = speakers.words(start, end);
        // What stands between marks is in text order.
        let first = out[..between_marks]
            .partition_point(|q| q.segments.last().is_some_and(|s| s.span.end <= clause.span.start));
        let behind = out[first..between_marks]
            .partition_point(|q| q.segments.first().is_some_and(|s| s.span.start < clause.span.end));
        let held = first..first + behind;
        if !out[held.clone()].iter().any(|q| q.segments.iter().any(|s| s.span.overlaps(&clause.span))) {
            let id = out.len() as u32 + 1;
            out.push(speakers.indirect(reported, clause, id));
            continue;
        }
        // The clause of quoted pieces of one speaker; a whole statement in marks needs none.
        let sources =
            reported.speaker.map(|s| [scene.joined(s).0, scene.antecedent(s)].map(|s| speakers.mention(s).span));
        let is_from = |s: &Option<Speaker>| {
            let named = s.as_ref().map(|s| s.mention.span).zip(sources);
            named.is_some_and(|(named, sources)| sources.iter().any(|s| named.overlaps(s)))
        };
        let same = |q: &Quote| is_from(&q.speaker) || is_from(&q.via);
        let overlaps = |q: &Quote| q.segments.iter().any(|s| s.span.overlaps(&clause.span));
        for quote in out[held].iter_mut().filter(|q| overlaps(q) && q.kind == QuoteKind::Mixed && same(q)) {
            quote.clause = Some(clause.clone());
        }
    }
    out
}

/// "a study that found “Q”": whether a pronoun says less than the noun right before it, which it stands for.
fn says_less(document: &Document<'_>, pronoun: Candidate, noun: Option<Candidate>) -> bool {
    let comma = usize::from(document.token_text(pronoun.from.saturating_sub(1)) == ",");
    let is_before = noun.is_some_and(|n| n.kind == Kind::Noun && n.to + comma == pronoun.from);
    is_before && matches!(document.token_text(pronoun.from), "that" | "which")
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
    let inner = closed.trim_end_matches(AROUND);
    // "She said, 'Only at home.'": the mark that closes what another says is a part.
    let quotes_other = !is_single && inner.contains(" '") && closed[inner.len()..].starts_with('\'');
    let inner = if quotes_other { &closed[..=inner.len()] } else { inner };
    (region.end - opened.len(), inner)
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
    // "“A,” said Lee. Hansen spoke of “B”.", "“A,” said Lee, while Hansen spoke of “B”."
    let (from, to) = (document.token_at(first.region.end), document.token_at(second.region.start));
    let ends_clause = |k: usize| {
        let token = &document.tokens[k];
        // "“A,” Lee said while visiting Aldern, “B”" is one.
        let subject = k + 1 + usize::from(document.token_text(k + 1) == "que");
        let is_named = || document.tokens.get(subject).is_some_and(|t| t.capitalised);
        token.sentence_start && token.capitalised || is_contrast(document.token_text(k)) && is_named()
    };
    let is_one_clause = !(from..to).any(ends_clause);
    same && inside && is_one_clause && between.len() < 160 && !between.trim_end().ends_with(['.', '!', '?', ':'])
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

/// Who the speakers of a text are.
struct Speakers<'a, 't> {
    scene: &'a Scene<'a, 't>,
    document: &'a Document<'t>,
    story: &'a Story,
    index: &'a ScalarIndex<'a>,
    pronouns: Pronouns<'a, 't>,
    descriptions: Descriptions,
}

impl Speakers<'_, '_> {
    /// The words of a candidate.
    fn mention(&self, candidate: Candidate) -> QuoteSegment {
        let (start, end) = (self.document.tokens[candidate.from].start, self.document.tokens[candidate.to - 1].end);
        self.words(start, end)
    }

    fn words(&self, start: usize, end: usize) -> QuoteSegment {
        QuoteSegment { span: self.index.span(start, end), text: self.document.slice(start, end).to_owned() }
    }

    fn indirect(&self, reported: &Reported, clause: QuoteSegment, id: u32) -> Quote {
        let sayer = reported.sayer.or(reported.speaker).map(|s| self.scene.joined(s).0);
        let (speaker, _, sure) = sayer.map_or((None, None, 1.0), |s| self.speaker(s, None));
        Quote {
            id,
            kind: QuoteKind::Indirect,
            segments: vec![clause],
            clause: None,
            via: reported.sayer.and(reported.speaker).and_then(|v| self.speaker(v, None).0),
            co_speakers: sayer.map(|s| self.others(s, speaker.as_ref())).unwrap_or_default(),
            cue: self.document.tokens.get(reported.cue).map(|t| self.words(t.start, t.end)),
            speaker,
            confidence: (reported.confidence * sure * 1000.0).round() / 1000.0,
            paragraph: self.document.tokens[reported.from].paragraph as usize,
        }
    }

    /// Those who speak with a candidate and have another name than the speaker.
    fn others(&self, candidate: Candidate, speaker: Option<&Speaker>) -> Vec<Speaker> {
        let (_, others) = self.scene.joined(candidate);
        let found = others.into_iter().filter_map(|c| self.speaker(c, None).0);
        found.filter(|other| other.name.is_some() && speaker.is_none_or(|s| s.name != other.name)).collect()
    }

    /// The speaker, his cluster, and how sure his name is.
    fn speaker(&self, candidate: Candidate, before: Option<Last>) -> (Option<Speaker>, Option<usize>, f32) {
        let (document, story) = (self.document, self.story);
        let candidate = as_office(document, story, without_verb(document, candidate));
        let possessed = possessed_phrase(document, candidate.to);
        let last = possessed.unwrap_or(candidate.to) - 1;
        let (Some(first), Some(last)) = (document.tokens.get(candidate.from), document.tokens.get(last)) else {
            return (None, None, 1.0);
        };
        let owned = owned_from(document, story, candidate);
        let described = described_phrase(document, story, candidate);
        let insider = insider_end(document, candidate).map(|to| (candidate.from, to));
        let (start, end) = (first.start, last.end);
        let span = insider
            .or(described)
            .map_or((start, end), |(from, to)| (document.tokens[from].start, document.tokens[to - 1].end));
        // "President Ursula von der Leyen": a particle ends the phrase, not the name.
        let mut mention = self.words(span.0, story.end_of_name(span.1));
        let named =
            |cluster: usize| (Some(story.clusters[cluster].name.clone()), Some(story.clusters[cluster].id.clone()));
        let epithet = epithet(document, story, candidate);
        let is_following = candidate.kind == Kind::Name && names_followers(document, story, candidate);
        let (cluster, method, sure) = match candidate.kind {
            _ if insider.is_some() || is_following => (None, SpeakerMethod::Unresolved, 1.0),
            _ if epithet.is_some() => {
                let found =
                    epithet.and_then(|e| self.descriptions.of_epithet((document, story), &self.pronouns, e, before));
                let (cluster, sure) = found.unzip();
                let method = if cluster.is_some() { SpeakerMethod::Nominal } else { SpeakerMethod::Unresolved };
                (cluster, method, sure.unwrap_or(1.0))
            }
            // "Lee's spokesman, Bo Hansen": whoever is named behind the possessor, never Lee.
            _ if possessed.is_some() || owned.is_some() => {
                let behind = document.tokens.get(owned.unwrap_or(candidate.to)).map_or(end, |t| t.start);
                let cluster = story.person_in(behind, end);
                (cluster, if cluster.is_some() { SpeakerMethod::Nominal } else { SpeakerMethod::Unresolved }, 0.9)
            }
            Kind::Pronoun => {
                let person = self.pronouns.resolve(candidate.from, before);
                let cluster = person.or_else(|| body::resolve((document, story), &self.pronouns, candidate));
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
                // "According to Kestron, Lee left": whoever follows a body's name is another one.
                // "Housing Board Chief Executive, Ann Lee,": what an office ends is no body.
                // "United Nations High Commissioner for Human Rights": nor is whoever holds an office of it.
                let holds_office = names_holder(document, candidate.from, candidate.to);
                let is_office = document.tokens[candidate.to - 1]
                    .is(class::TITLE | class::PERSON_NOUN | class::RELATED)
                    && story.at(last.start, last.end).is_none()
                    || holds_office;
                let is_body = is_named && !is_described && !is_office && !is_person && story.at(start, end).is_some();
                let is_whole = is_body || is_named && is_person && !is_described;
                let apposed = if is_whole { end } else { apposition_end(document, to, is_described) };
                // "According to Variety, Lee left": what follows is said, not who says it.
                let is_said = |to: usize| is_source(document, candidate.from) && !document.text[to..].starts_with(',');
                let apposed = Some(apposed).filter(|to| *to > end && story.person_in(end, *to).is_some());
                let apposed = apposed.filter(|to| !is_said(*to));
                let apposed = apposed
                    .or_else(|| apposed_person(document, story, candidate))
                    .or_else(|| office_holder_end(document, candidate))
                    .or_else(|| titled_end(document, story, candidate))
                    .or_else(|| officer_end(document, story, candidate))
                    .or_else(|| named_end(document, story, candidate).filter(|_| candidate.kind == Kind::Noun))
                    .unwrap_or(end);
                let behind = name_behind(document, story, candidate).filter(|_| apposed == end);
                let apposed = behind.map_or(apposed, |(_, to)| to);
                // "Finance chief Bo Hansen" is one phrase, "the envoy, Bo Hansen," are two.
                if apposed > span.1 && !document.slice(span.1, apposed).contains(',') {
                    mention = self.words(span.0, apposed);
                }
                // In "the Brenner campaign's manager, Bo Hansen" it is not Brenner who is named, nor in "a
                // Brenner supporter".
                let from = match candidate.kind {
                    _ if described.is_some() => end,
                    Kind::Noun => last.start,
                    _ => start,
                };
                let cluster = story
                    .person_in(from, apposed)
                    .or_else(|| behind.and_then(|(from, to)| story.exactly(from, to)))
                    .or_else(|| story.head(document, start, end).filter(|_| is_named && !is_people && !holds_office))
                    .or_else(|| match candidate.kind {
                        Kind::Name if !is_named || holds_office => None,
                        Kind::Name => story.bearer(document.slice(start, end)),
                        // A German name that no model recognised is a noun for all that is known.
                        _ => whole_name(document, story, candidate)
                            .or_else(|| self.descriptions.resolve(document, candidate))
                            .or_else(|| story.bearer(document.slice(start, end)).filter(|_| first.capitalised))
                            .or_else(|| body::resolve((document, story), &self.pronouns, candidate)),
                    });
                let method = match (cluster, candidate.kind) {
                    (Some(_), Kind::Name) if described.is_none() => SpeakerMethod::Named,
                    (Some(_), _) => SpeakerMethod::Nominal,
                    (None, _) => SpeakerMethod::Unresolved,
                };
                (cluster, method, 1.0)
            }
        };
        if cluster.is_none()
            && let Some(to) = belonging_end(document, story, candidate)
        {
            mention = self.words(span.0, to);
        } else if cluster.is_none() && candidate.kind == Kind::Name && first.is(class::DETERMINER) {
            // "Two sources said"
            let to = description_end(document, candidate.to);
            mention = self.words(span.0, document.tokens[to - 1].end.max(span.1));
        }
        let (name, entity) = match cluster {
            Some(cluster) => named(cluster),
            // A name that no model recognised is still a name; "One wrote" and "Shares fell" name nobody.
            None if candidate.kind == Kind::Name
                && !is_following
                && possessed.is_none()
                && owned.is_none()
                && described.is_none()
                && !first.is(class::DETERMINER)
                && !(first.sentence_start && candidate.to == candidate.from + 1)
                && !is_topic(document, candidate)
                && !is_people(story, start, end) =>
            {
                (Some(mention.text.clone()), None)
            }
            None => (name_at_end(document, candidate).map(str::to_owned), None),
        };
        (Some(Speaker { mention, name, entity, method }), cluster, if cluster.is_some() { sure } else { 0.9 })
    }
}

/// "the bloc had", "the poll also", "the court pulled up the government": a noun phrase without its verb and what follows.
fn without_verb(document: &Document<'_>, candidate: Candidate) -> Candidate {
    let tokens = &document.tokens;
    if candidate.kind != Kind::Noun || document.language != Language::English || candidate.to > tokens.len() {
        return candidate;
    }
    // "The retired general" is somebody; behind a verb stands an object.
    let takes_object = |k: usize| {
        let next = tokens.get(k + 1).filter(|_| k + 1 < candidate.to);
        next.is_some_and(|t| {
            t.capitalised || t.is(class::DETERMINER | class::OBJECT) || document.token_text(k + 1) == "up"
        })
    };
    let is_verb = |k: &usize| {
        let token = &tokens[*k];
        let is_past = document.token_text(*k).ends_with("ed") && takes_object(*k);
        token.first.is_lowercase() && (token.is(class::VERB) || is_past)
    };
    let to = (candidate.from + 2..candidate.to).find(is_verb).unwrap_or(candidate.to);
    let begins_verb = |k: &usize| tokens[*k].first.is_lowercase() && tokens[*k].is(class::ADVERB | class::VERB);
    let adverbs = (candidate.from + 1..to).rev().take_while(begins_verb).count();
    Candidate { to: to - adverbs, ..candidate }
}

/// Whether "according to" leads to a token.
fn is_source(document: &Document<'_>, at: usize) -> bool {
    let word = |back: usize| at.checked_sub(back).map_or("", |k| document.token_text(k));
    word(1) == "to" && word(2).eq_ignore_ascii_case("according")
}

/// "the Premier said", "the US President said": a title with a capital names nobody, nor does whose it is; it is a
/// description.
fn as_office(document: &Document<'_>, story: &Story, candidate: Candidate) -> Candidate {
    let tokens = &document.tokens[candidate.from..candidate.to];
    let article = candidate.from.checked_sub(1).filter(|k| document.tokens[*k].is(class::DEFINITE));
    let is_title = |t: &Token| t.is(class::TITLE | class::PERSON_NOUN) && story.at(t.start, t.end).is_none();
    let is_owner = |t: &Token| {
        let cluster = story.at(t.start, t.end).filter(|_| document.language == Language::English);
        cluster.is_some_and(|c| story.clusters[c].kind != EntityKind::Person)
    };
    let is_title = tokens.last().is_some_and(is_title) && tokens.iter().all(|t| is_title(t) || is_owner(t));
    match article {
        Some(from) if candidate.kind == Kind::Name && is_title => Candidate { from, kind: Kind::Noun, ..candidate },
        _ => candidate,
    }
}

/// "le ministre de la Transition", "el pleno del Congreso": a word with a capital behind a preposition.
fn is_topic(document: &Document<'_>, candidate: Candidate) -> bool {
    let is_small = |k: &usize| document.tokens[*k].is(class::PREPOSITION | class::DETERMINER);
    let lead = (0..candidate.from).rev().take(2).take_while(is_small).last();
    let in_romance = matches!(document.language, Language::French | Language::Spanish);
    in_romance && candidate.to == candidate.from + 1 && lead.is_some()
}

/// Whether the words name a nationality or the like, which is nobody's name.
fn is_people(story: &Story, start: usize, end: usize) -> bool {
    story.at(start, end).is_some_and(|c| story.clusters[c].kind == EntityKind::Other)
}
