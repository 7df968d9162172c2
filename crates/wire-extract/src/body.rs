//! The body: which lines of a page are its story.
//!
//! The rules survey the page ([`survey`](crate::survey)); a forest that was
//! trained on pages with known stories weighs what they say and where each line
//! stands ([`candidate`](crate::candidate)) and decides. The rules are what it
//! has to go on, and what a cut is explained with.

use std::sync::LazyLock;

use crate::candidate::{self, breaks_off};
use crate::forest::Forest;
use crate::line::Line;
use crate::outline::Outline;
use crate::payload;
use crate::phrase;
pub use crate::survey::Rule;
use crate::survey::{Holders, Known, cut_labels, cut_loose_heading, survey};
use crate::words::WordOdds;
use foldhash::HashMap;
use wire_model::BlockKind;

/// A line with the rule that decided on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The line, at most 200 characters of it.
    pub text: String,
    /// What decided.
    pub rule: Rule,
}

/// The lines from the first of the story to a few below its last, whatever decided on them.
pub(crate) fn of_story(decisions: &[Decision]) -> &[Decision] {
    const BELOW: usize = 6;
    let is_story = |d: &Decision| d.rule == Rule::Story;
    let ends = decisions.iter().position(is_story).zip(decisions.iter().rposition(is_story));
    ends.map_or(&[], |(first, last)| &decisions[first..(last + 1 + BELOW).min(decisions.len())])
}

static MODEL: LazyLock<Model> = LazyLock::new(|| Model {
    words: WordOdds::read(include_bytes!("../model/words.bin")),
    forest: Forest::read(include_bytes!("../model/lines.bin")).unwrap_or_default(),
});
/// Characters of a line that a decision shows.
const SHOWN: usize = 200;
/// Log odds from which a line is story. The F1 that decisions reach is greatest where they are made from half of it on
/// (Lipton, Elkan and Naryanaswamy 2014, "Optimal Thresholding of Classifiers to Maximize F1 Measure"): .96 / 2.
const STORY_ODDS: f32 = -0.08;

/// What was learnt from pages with known stories.
pub struct Model {
    /// What words say.
    pub words: WordOdds,
    /// What everything says together.
    pub forest: Forest,
}

/// Finds the body, or nothing where no text reads like a story.
pub(crate) fn body(outline: &Outline<'_>, known: &Known<'_>, scripts: &[&str]) -> Option<(Vec<Line>, Vec<Decision>)> {
    body_by(outline, known, scripts, &MODEL)
}

/// As [`body`], decided by `model`. Where hardly any text is found, it is looked for in elements
/// that do not usually hold any, and in what a script holds for the browser to render.
pub(crate) fn body_by(
    outline: &Outline<'_>,
    known: &Known<'_>,
    scripts: &[&str],
    model: &Model,
) -> Option<(Vec<Line>, Vec<Decision>)> {
    const HARDLY: usize = 400;
    let length = |found: &Option<(Vec<Line>, Vec<Decision>)>| {
        found.as_ref().map_or(0, |(lines, _)| lines.iter().map(|l| l.length).sum::<usize>())
    };
    let found = decide(outline, known, model, Holders::Usual);
    if length(&found) >= HARDLY {
        return found;
    }
    let anywhere = decide(outline, known, model, Holders::Any);
    let in_script =
        payload::story_html(scripts).and_then(|html| decide(&Outline::new(&html), known, model, Holders::Usual));
    let better = |a, b| if length(&b) > 2 * length(&a) { b } else { a };
    better(better(found, anywhere), in_script)
}

fn decide(
    outline: &Outline<'_>,
    known: &Known<'_>,
    model: &Model,
    holders: Holders,
) -> Option<(Vec<Line>, Vec<Decision>)> {
    let survey = survey(outline, known, holders)?;
    let odds = |key| model.words.of(key);
    let mut rules: Vec<Rule> = model
        .forest
        .scores(candidate::rows(outline, known, &survey, &odds))
        .iter()
        .zip(survey.chosen().rules.iter().zip(&survey.said))
        .map(|(odds, (rule, said))| match (*odds > STORY_ODDS, rule) {
            // The headline has a field of its own.
            (true, _) if *said == Rule::Headline => Rule::Headline,
            (true, _) => Rule::Story,
            (false, Rule::Story) => Rule::Unlike,
            (false, rule) => *rule,
        })
        .collect();
    if !rules.contains(&Rule::Story) {
        rules.clone_from(&survey.chosen().rules);
    }
    cut_labels(&survey.lines, &mut rules);
    cut_repeated(&survey.lines, &mut rules);
    cut_excerpts(&survey.lines, &mut rules);
    cut_slides(&survey.lines, &mut rules);
    cut_strangers(&survey.lines, &mut rules);
    cut_signature(&survey.lines, &mut rules);
    cut_loose_heading(&survey.lines, &mut rules);
    let mut kept = Vec::new();
    let mut decisions = Vec::with_capacity(rules.len());
    for (line, rule) in survey.lines.into_iter().zip(rules) {
        if rule == Rule::Story {
            decisions.push(Decision { text: line.beginning(SHOWN), rule });
            kept.push(line);
        } else {
            let text = if line.length > SHOWN { line.beginning(SHOWN) } else { line.text };
            decisions.push(Decision { text, rule });
        }
    }
    (!kept.is_empty()).then_some((kept, decisions))
}

/// Lines that are no story wherever they stand: labels of what is beside it, captions that begin or end with who made
/// the picture, what stands for a post or a video until readers agree, and what links earn.
fn cut_strangers(lines: &[Line], rules: &mut [Rule]) {
    /// Characters of a label with a title, and of a line that asks for consent or discloses something.
    const LABEL: usize = 200;
    const LONGEST: usize = 500;
    let is_stranger = |line: &Line| match () {
        () if line.length <= LABEL && phrase::is_signpost(&line.text) => Some(Rule::Teaser),
        () if line.length <= LONGEST && phrase::is_caption(&line.text) => Some(Rule::Caption),
        () if line.length <= LONGEST && phrase::asks_consent(&line.text) => Some(Rule::Consent),
        () if line.length <= LONGEST && phrase::discloses_links(&line.text) => Some(Rule::Disclosure),
        () => None,
    };
    for (line, rule) in lines.iter().zip(rules).filter(|(_, rule)| **rule == Rule::Story) {
        *rule = is_stranger(line).unwrap_or(*rule);
    }
}

/// What is below the last sentence: who else worked on the story, what it costs to read on, and what would help the paper.
fn cut_signature(lines: &[Line], rules: &mut [Rule]) {
    /// Characters of a line that only asks something of readers.
    const LONGEST: usize = 300;
    let story = rules.iter().filter(|rule| **rule == Rule::Story).count();
    let last = lines.iter().zip(rules).rev().filter(|(_, rule)| **rule == Rule::Story);
    let end = |line: &Line| match () {
        () if phrase::is_signature(&line.text) => Some(Rule::Byline),
        () if line.kind != BlockKind::TableRow && is_beside_story(line) => Some(Rule::Fragment),
        () if line.length <= LONGEST && phrase::asks_to_pay(&line.text).is_some() => Some(Rule::Wall),
        () if line.length <= LONGEST && phrase::asks_support(&line.text) => Some(Rule::Wall),
        () => None,
    };
    let cut: Vec<(&mut Rule, Rule)> = last.map_while(|(line, rule)| Some((rule, end(line)?))).collect();
    if cut.len() < story {
        cut.into_iter().for_each(|(rule, end)| *rule = end);
    }
}

/// Whether a line is a page's number, what the story is filed under ("#harbour"), or of a form.
fn is_beside_story(line: &Line) -> bool {
    const LONGEST: usize = 60;
    let is_tag = line.length <= LONGEST && line.text.starts_with('#') && !line.ends_sentence();
    is_tag || phrase::is_number(&line.text) || phrase::is_form(&line.text)
}

/// Several long lines on end that break off are the beginnings of other stories, and what
/// stands between them is their headlines.
fn cut_excerpts(lines: &[Line], rules: &mut [Rule]) {
    const LONG: usize = 100;
    const FEWEST: usize = 3;
    /// Lines between two of them.
    const BETWEEN: usize = 1;
    let story: Vec<usize> = (0..lines.len()).filter(|i| rules[*i] == Rule::Story).collect();
    let is_excerpt = |at: &usize| lines[story[*at]].length >= LONG && breaks_off(&lines[story[*at]].text);
    let broken: Vec<usize> = (0..story.len()).filter(is_excerpt).collect();
    for run in broken.chunk_by(|a, b| b - a <= BETWEEN + 1).filter(|run| run.len() >= FEWEST) {
        for at in run[0]..=run[run.len() - 1] {
            rules[story[at]] = Rule::Teaser;
        }
    }
}

/// Numbered slides ("2/50 …") beside a story are captions; where they are most there is, they are the story.
fn cut_slides(lines: &[Line], rules: &mut [Rule]) {
    const FEWEST: usize = 3;
    /// Lines of one slide.
    const MOST_LINES: usize = 4;
    /// Characters of a story.
    const STORY: usize = 1_000;
    let story: Vec<usize> = (0..lines.len()).filter(|i| rules[*i] == Rule::Story).collect();
    let slides: Vec<(usize, Slide)> =
        story.iter().enumerate().filter_map(|(at, line)| Some((at, Slide::of(&lines[*line].text)?))).collect();
    let follows = |(a, first): &(usize, Slide), (b, second): &(usize, Slide)| {
        b - a <= MOST_LINES && first.of == second.of && first.number < second.number
    };
    let length = |lines_of: &[usize]| lines_of.iter().map(|line| lines[*line].length).sum::<usize>();
    let mut left = length(&story);
    for run in slides.chunk_by(follows).filter(|run| run.len() >= FEWEST) {
        // The last slide is as long as the one before it.
        let [.., (before, _), (last, _)] = run else { continue };
        let slides = &story[run[0].0..(2 * last - before).min(story.len())];
        let rest = left.saturating_sub(length(slides));
        if rest >= STORY {
            slides.iter().for_each(|line| rules[*line] = Rule::Caption);
            left = rest;
        }
    }
}

/// The number of a slide and of how many.
#[derive(Clone, Copy)]
struct Slide {
    number: u16,
    of: u16,
}

impl Slide {
    /// What "2/50" or "2 of 50" at the start of a line says.
    fn of(text: &str) -> Option<Slide> {
        let (number, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
        let rest = rest.strip_prefix('/').or_else(|| rest.strip_prefix(" of ")).or_else(|| rest.strip_prefix(" / "))?;
        let of = rest.split(|c: char| !c.is_ascii_digit()).next()?;
        let slide = Slide { number: number.parse().ok()?, of: of.parse().ok()? };
        (1..=slide.of).contains(&slide.number).then_some(slide)
    }
}

/// A story is told once: pages hold a second copy for other screens, or for
/// readers who paid. Lines that repeat one just before are the author's own.
fn cut_repeated(lines: &[Line], rules: &mut [Rule]) {
    const JUST_BEFORE: usize = 5;
    /// The same few words so often on end are of a list.
    const TIRESOME: usize = 3;
    const FEW_WORDS: usize = 15;
    let is_tiresome = |same: &[usize]| same.len() >= TIRESOME && lines[same[0]].length >= FEW_WORDS;
    /// Characters of a line that may be a copy of the whole story.
    const LONG: usize = 1_500;
    let copies: Vec<usize> = (0..lines.len())
        .filter(|i| rules[*i] == Rule::Story && lines[*i].length >= LONG)
        .filter(|i| is_copy(&lines[*i], lines.iter().zip(&*rules).filter(|(_, r)| **r == Rule::Story).map(|(l, _)| l)))
        .collect();
    copies.into_iter().for_each(|i| rules[i] = Rule::Repeated);
    let is_said = |i: &usize| rules[*i] == Rule::Story && lines[*i].kind == BlockKind::Paragraph;
    let said: Vec<usize> = (0..lines.len()).filter(is_said).collect();
    for same in said.chunk_by(|a, b| lines[*a].text == lines[*b].text).filter(|same| is_tiresome(same)) {
        same.iter().for_each(|i| rules[*i] = Rule::Repeated);
    }
    let mut seen: HashMap<&str, usize> = HashMap::default();
    let story = lines.iter().zip(rules).filter(|(l, r)| **r == Rule::Story && l.length > 60);
    for (number, (line, rule)) in story.enumerate() {
        let before = seen.insert(&line.text, number);
        if before.is_some_and(|at| number - at > JUST_BEFORE) {
            *rule = Rule::Repeated;
        }
    }
}

/// Whether a line holds a good part of the others, one behind the other.
fn is_copy<'l>(line: &Line, others: impl Iterator<Item = &'l Line>) -> bool {
    const SHORTEST: usize = 60;
    /// Lines that it may lack: it is searched to its end for each.
    const MOST_LACKING: usize = 8;
    let (mut at, mut held, mut lacking) = (0, 0, 0);
    for other in others.filter(|o| (SHORTEST..line.length).contains(&o.length)) {
        match line.text[at..].find(&other.text) {
            Some(found) => {
                at += found + other.text.len();
                held += other.length;
            }
            None => lacking += 1,
        }
        if lacking > MOST_LACKING {
            break;
        }
    }
    held * 2 >= line.length
}
