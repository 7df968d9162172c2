//! The project's own annotated stories: floors under quotes, speakers and names.

use std::collections::BTreeSet;

use serde::Deserialize;
use wire_annotate::Annotator;
use wire_model::{Article, EntityKind};

#[derive(Deserialize)]
struct Stories {
    story: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    text: String,
    /// First words, and the speaker; "-" where nobody is named.
    quotes: Vec<(String, String)>,
    people: BTreeSet<String>,
    organisations: BTreeSet<String>,
    places: BTreeSet<String>,
}

/// Found, right and wanted.
#[derive(Default)]
struct Tally {
    found: usize,
    right: usize,
    wanted: usize,
}

impl Tally {
    fn f1(&self) -> f64 {
        200.0 * self.right as f64 / (self.found + self.wanted).max(1) as f64
    }
}

#[test]
fn quotes_and_names_of_the_own_stories_stay_as_good_as_they_are() {
    check(include_str!("stories.toml"), [98.0, 97.0, 93.0]);
}

#[test]
fn so_do_those_of_short_wires_with_descriptions_and_insertions() {
    check(include_str!("wires.toml"), [98.0, 91.5, 84.0]);
}

/// `floors` of spans, of spans with their speakers, and of names, in F1 as measured; they
/// are raised, never lowered.
fn check(stories: &str, floors: [f64; 3]) {
    let stories: Stories = toml::from_str(stories).expect("stories");
    let annotator = Annotator::new();
    let (mut spans, mut joint, mut names) = (Tally::default(), Tally::default(), Tally::default());
    let mut wrong = Vec::new();
    for story in &stories.story {
        let article = Article { text: story.text.clone(), language: Some("en".to_owned()), ..Article::default() };
        let annotations = annotator.annotate(&article);
        spans.wanted += story.quotes.len();
        joint.wanted += story.quotes.len();
        for quote in &annotations.quotes {
            spans.found += 1;
            joint.found += 1;
            let said = quote.segments[0].text.as_str();
            let speaker = quote.speaker.as_ref().and_then(|s| s.name.as_deref()).unwrap_or("-");
            match story.quotes.iter().find(|(start, _)| said.starts_with(start.as_str())) {
                Some((_, expected)) => {
                    spans.right += 1;
                    joint.right += usize::from(expected == speaker);
                    if expected != speaker {
                        wrong.push(format!("{said:.40}: {speaker}, not {expected}"));
                    }
                }
                None => wrong.push(format!("{said:.40}: no quote")),
            }
        }
        for (kind, expected) in [
            (EntityKind::Person, &story.people),
            (EntityKind::Organisation, &story.organisations),
            (EntityKind::Place, &story.places),
        ] {
            let found: BTreeSet<String> =
                annotations.entities.iter().filter(|e| e.kind == kind).map(|e| e.name.clone()).collect();
            names.found += found.len();
            names.wanted += expected.len();
            names.right += found.intersection(expected).count();
            let differ = found.symmetric_difference(expected);
            wrong.extend(
                differ.map(|n| format!("{n}: {kind:?}, {}", if expected.contains(n) { "missed" } else { "not one" })),
            );
        }
    }
    let (spans, joint, names) = (spans.f1(), joint.f1(), names.f1());
    eprintln!("spans {spans:.1}, joint {joint:.1}, names {names:.1}\n{}", wrong.join("\n"));
    let found = [spans, joint, names];
    assert!(
        found.iter().zip(floors).all(|(f, floor)| *f >= floor),
        "spans {spans:.1}, joint {joint:.1}, names {names:.1}"
    );
}
