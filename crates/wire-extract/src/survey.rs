//! What the rules say of a page: its lines, the container of its story under a
//! strict and a mild pruning, and a verdict on every line.
//!
//! 1. Subtrees whose tag or class says "furniture" are pruned, unless they
//!    hold a good part of the page's paragraphs: class names lie, text does not.
//! 2. Lines that read like story are points for their container and, fading,
//!    for its ancestors; the container with most points wins.
//! 3. It grows to an ancestor where that adds lines of the same kind: a text
//!    may be cut into several containers.
//! 4. What each line says and where it stands is judged.

use std::cell::OnceCell;

use foldhash::{HashMap, HashSet};
use wire_model::{BlockKind, Byline};
use wire_text::normal;

use crate::class::Label;
use crate::line::{Line, lines};
use crate::outline::{Element, Outline, Standing, is_bare_reading};
use crate::phrase;

/// Why a line was kept or cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rule {
    /// Kept: it is part of the story.
    Story,
    /// Outside the container of the story.
    Outside,
    /// Mostly links.
    Links,
    /// A pointer to another story, a newsletter, a share button, an advertisement.
    Teaser,
    /// The headline again.
    Headline,
    /// Said before on this page.
    Repeated,
    /// A caption or a picture credit.
    Caption,
    /// A byline, a date or a reading time.
    Byline,
    /// What readers must do to read on, or may do for the paper.
    Wall,
    /// Asks for leave to show a post or a video of another site.
    Consent,
    /// Says that links earn the paper money.
    Disclosure,
    /// A few words that are no sentence, outside a paragraph.
    Fragment,
    /// A heading with nothing below it.
    LooseHeading,
    /// In an element whose name or tag says that it is no story.
    Furniture,
    /// Unlike the lines of a story, all in all.
    Unlike,
}

impl Rule {
    /// The rule in words, for `try` and the console.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::Story => "story",
            Rule::Outside => "outside the story",
            Rule::Links => "mostly links",
            Rule::Teaser => "teaser",
            Rule::Headline => "headline again",
            Rule::Repeated => "repeated",
            Rule::Caption => "caption or credit",
            Rule::Byline => "byline, date or reading time",
            Rule::Wall => "asks to pay, sign in or give",
            Rule::Consent => "asks for consent to an embed",
            Rule::Disclosure => "says what links earn",
            Rule::Fragment => "fragment",
            Rule::LooseHeading => "heading without text",
            Rule::Furniture => "named as furniture",
            Rule::Unlike => "unlike the story",
        }
    }
}

/// What the metadata says that must not be taken for body text.
pub(crate) struct Known<'a> {
    pub(crate) headline: Option<&'a str>,
    pub(crate) bylines: &'a [Byline],
    pub(crate) captions: &'a [String],
    /// The summary that the page gives of itself.
    pub(crate) description: Option<&'a str>,
    /// The body as the page's linked data has it: a guide, never a supply.
    pub(crate) article_body: Option<&'a str>,
}

/// A pruned element that holds more of the page's paragraph text than this is kept.
const TOO_MUCH_TO_PRUNE: f32 = 0.35;
/// Pruning that leaves less than this share of what is there without it was wrong.
const TOO_LITTLE_LEFT: f32 = 0.4;

/// All lines of a page with what the rules say of them.
pub(crate) struct Survey {
    pub(crate) lines: Vec<Line>,
    /// What each line says, wherever it stands.
    pub(crate) said: Vec<Rule>,
    /// Whether nothing at all speaks for a line: most of a page's lines are menus.
    pub(crate) hopeless: Vec<bool>,
    /// The lines' texts, folded.
    pub(crate) folded: Vec<String>,
    pub(crate) standings: Vec<Standing>,
    pub(crate) strict: Attempt,
    pub(crate) mild: Attempt,
    /// Whether the mild pruning was chosen.
    is_mild: bool,
}

/// The rules' view under one pruning.
#[derive(Clone)]
pub(crate) struct Attempt {
    /// Whether each element is pruned, or stands in one that is.
    pub(crate) pruned: Vec<bool>,
    /// How much each line speaks for its container.
    pub(crate) points: Vec<f32>,
    /// The container.
    pub(crate) top: usize,
    /// The decision on each line.
    pub(crate) rules: Vec<Rule>,
    /// Characters of the lines that are story.
    pub(crate) length: usize,
}

impl Survey {
    pub(crate) fn chosen(&self) -> &Attempt {
        if self.is_mild { &self.mild } else { &self.strict }
    }
}

pub(crate) fn survey(outline: &Outline<'_>, known: &Known<'_>, holders: Holders) -> Option<Survey> {
    let mut lines = seen_lines(outline, outline.body);
    let standings = outline.standings();
    set_kinds(outline, &standings, &mut lines, holders);
    let folded: Vec<String> = lines.iter().map(|l| normal::fold(&l.text)).collect();
    let judge = Judge::new(outline, known, &lines, &folded);
    let attempt = |pruned: Vec<bool>| attempt(outline, &judge, pruned, holders);
    let [strict, mild] = [Pruning::Strict, Pruning::Mild].map(|pruning| pruned(outline, &standings, pruning));
    // On many pages the two differ nowhere that a line stands.
    let are_alike = lines.iter().all(|line| strict[line.element] == mild[line.element]);
    let strict = attempt(strict);
    let mild = if are_alike { strict.clone() } else { attempt(mild) };
    let (strict, mild, is_mild) = match (strict, mild) {
        (Some(s), Some(m)) => {
            let is_mild = (s.length as f32) < TOO_LITTLE_LEFT * m.length as f32;
            (s, m, is_mild)
        }
        (None, Some(m)) => (m.clone(), m, true),
        _ => return None,
    };
    let hopeless = hopeless(&strict.rules, &mild);
    let said = judge.say(outline, |i| !hopeless[i]);
    Some(Survey { lines, folded, said, hopeless, standings, strict, mild, is_mild })
}

/// Every line of a fragment, unjudged.
pub(crate) fn all_lines(outline: &Outline<'_>) -> Vec<Line> {
    let mut found = seen_lines(outline, 0);
    set_kinds(outline, &outline.standings(), &mut found, Holders::Any);
    found
}

#[derive(Clone, Copy, PartialEq)]
enum Pruning {
    Strict,
    Mild,
}

/// Lines outside the containers that give no points, with no story near them.
fn hopeless(rules: &[Rule], mild: &Attempt) -> Vec<bool> {
    const NEAR: usize = 2;
    let is_out = |i: usize| {
        matches!(rules[i], Rule::Outside | Rule::Furniture) && matches!(mild.rules[i], Rule::Outside | Rule::Furniture)
    };
    let near = |i: usize| i.saturating_sub(NEAR)..(i + NEAR + 1).min(rules.len());
    (0..rules.len()).map(|i| mild.points[i] == 0.0 && near(i).all(is_out)).collect()
}

/// Whether each element is pruned, or stands in one that is.
fn pruned(outline: &Outline<'_>, standings: &[Standing], pruning: Pruning) -> Vec<bool> {
    let total = outline.elements.get(outline.body).map_or(1, |body| body.paragraph_text.max(1));
    let mut pruned = vec![false; outline.elements.len()];
    for (index, element) in outline.elements.iter().enumerate().skip(outline.body + 1) {
        pruned[index] = pruned[element.parent] || is_pruned(element, standings[index].label, total, pruning);
    }
    pruned
}

fn attempt(outline: &Outline<'_>, judge: &Judge<'_>, pruned: Vec<bool>, holders: Holders) -> Option<Attempt> {
    let lines = judge.lines;
    let point = |l: &Line| if pruned[l.element] { 0.0 } else { story_points(outline, l, holders) };
    let points: Vec<f32> = lines.iter().map(point).collect();
    let top = container(outline, lines, &points)?;
    let top = grow(outline, lines, &points, top);
    let rules = judge.rules(outline, top, &pruned);
    let story = lines.iter().zip(&rules).filter(|(_, r)| **r == Rule::Story);
    let length = story.map(|(l, _)| l.length).sum();
    (length > 0).then_some(Attempt { pruned, points, top, rules, length })
}

/// The lines of `root`, without machinery and the few words within a line that only a screen
/// reader says ("opens a new tab").
fn seen_lines(outline: &Outline<'_>, root: usize) -> Vec<Line> {
    const FEW: usize = 60;
    const FEW_ELEMENTS: usize = 8;
    let is_unseen = |e: &Element<'_>| e.hidden || outline.class_label(e).has(Label::UNSEEN);
    let is_short = |e: &Element<'_>| e.node.text().map(str::len).sum::<usize>() <= FEW;
    lines(outline, root, |index| {
        let element = &outline.elements[index];
        let is_small = || element.inline && element.end - index <= FEW_ELEMENTS;
        is_machinery(element.tag)
            || is_bare_reading(*element.node)
            || is_unseen(element) && is_small() && is_short(element)
    })
}

fn is_machinery(tag: &str) -> bool {
    matches!(
        tag,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "iframe"
            | "button"
            | "select"
            | "video"
            | "audio"
            | "object"
            | "input"
            | "textarea"
            | "head"
            | "canvas"
            | "map"
            | "dialog"
    )
}

fn is_pruned(element: &Element<'_>, label: Label, total: u32, pruning: Pruning) -> bool {
    let share = element.paragraph_text as f32 / total as f32;
    if is_machinery(element.tag) {
        return true;
    }
    let strict = pruning == Pruning::Strict;
    match element.tag {
        "nav" => return true,
        "figcaption" if strict => return true,
        "form" | "footer" | "aside" | "figure" | "label" if strict && share <= TOO_MUCH_TO_PRUNE => return true,
        "figure" if !strict && element.paragraph_text == 0 => return true,
        _ => {}
    }
    if element.hidden && share < 0.5 {
        return true;
    }
    if matches!(element.tag, "p" | "a" | "body" | "main" | "html") || label.has(Label::BODY) {
        return false;
    }
    (label.has(Label::COMMENTS) && share < 0.9) || (strict && label.has(Label::FURNITURE) && share <= TOO_MUCH_TO_PRUNE)
}

fn set_kinds(outline: &Outline<'_>, standings: &[Standing], lines: &mut [Line], holders: Holders) {
    /// A heading of more lines is none: there are pages that set their whole text in one.
    const MOST: usize = 2;
    /// A longer sentence is none where anything may hold a paragraph.
    const LONGEST: usize = 120;
    for line in lines.iter_mut() {
        let kind = kind_of(outline, standings, line.element);
        let may_be_text = holders == Holders::Any && line.length > LONGEST && line.ends_sentence();
        line.kind = if kind == BlockKind::Heading && may_be_text { BlockKind::Paragraph } else { kind };
    }
    let heading = |line: &Line| {
        let mut around = std::iter::once(line.element).chain(outline.ancestors(line.element));
        around.find(|i| outline.elements.get(*i).is_some_and(|e| is_heading(e.tag)))
    };
    let of_one =
        |a: &Line, b: &Line| a.kind == BlockKind::Heading && b.kind == BlockKind::Heading && heading(a) == heading(b);
    for run in lines.chunk_by_mut(of_one).filter(|run| run.len() > MOST) {
        run.iter_mut().for_each(|line| line.kind = BlockKind::Paragraph);
    }
}

fn is_heading(tag: &str) -> bool {
    matches!(tag, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn kind_of(outline: &Outline<'_>, standings: &[Standing], element: usize) -> BlockKind {
    let of = |tag: &str| match tag {
        _ if is_heading(tag) => Some(BlockKind::Heading),
        "li" | "dd" | "dt" => Some(BlockKind::ListItem),
        "td" | "th" | "tr" => Some(BlockKind::TableRow),
        "blockquote" => Some(BlockKind::Blockquote),
        _ => None,
    };
    std::iter::once(element)
        .chain(outline.ancestors(element).take(3))
        .find_map(|i| {
            let e = outline.elements.get(i)?;
            if standings[i].label.has(Label::EMBED) { Some(BlockKind::Embed) } else { of(e.tag) }
        })
        .unwrap_or(BlockKind::Paragraph)
}

/// In which elements a line may speak for its container.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holders {
    /// Those that usually hold paragraphs.
    Usual,
    /// All but those that stand beside a text.
    Any,
}

impl Holders {
    fn include(self, tag: &str) -> bool {
        let is_beside = ["nav", "a", "figcaption", "caption", "th", "footer", "header", "legend", "summary"];
        let usual =
            ["p", "div", "span", "section", "blockquote", "td", "article", "center", "li", "main", "font", "pre"];
        match self {
            Holders::Usual => usual.contains(&tag),
            Holders::Any => !is_beside.contains(&tag),
        }
    }
}

/// How much a line speaks for its container being the story.
fn story_points(outline: &Outline<'_>, line: &Line, holders: Holders) -> f32 {
    let tag = outline.elements.get(line.element).map_or("", |e| e.tag);
    let density = line.link_density();
    let length = line.length as f32 * line.text.chars().next().map_or(1.0, weight);
    let is_heading = is_heading(tag) && line.kind == BlockKind::Heading;
    if length < 25.0 || density >= 0.5 || is_heading || !holders.include(tag) {
        return 0.0;
    }
    let mut points = length.min(700.0) * (1.0 - density);
    if tag == "li" {
        points *= 0.3;
    }
    if length < 80.0 && !line.ends_sentence() {
        points *= 0.3;
    }
    points
}

pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}')
}

/// A character of Chinese, Japanese or Korean carries as much as two or three of others.
pub(crate) fn weight(c: char) -> f32 {
    if is_cjk(c) { 2.5 } else { 1.0 }
}

/// Whether a text is as long as so many words are, whether or not its script sets spaces between them.
pub(crate) fn has_words(text: &str, words: usize) -> bool {
    const LETTERS: usize = 6;
    let mut left = (words * LETTERS) as f32;
    text.chars().any(|c| {
        left -= weight(c);
        left <= 0.0
    })
}

/// A point fades by this on its way to each further ancestor.
const FADE: f32 = 0.78;
const MAX_LEVELS: usize = 12;

fn container(outline: &Outline<'_>, found: &[Line], points: &[f32]) -> Option<usize> {
    let mut score = vec![0f32; outline.elements.len()];
    for (line, points) in found.iter().zip(points).filter(|(_, p)| **p > 0.0) {
        let holder = outline.elements.get(line.element)?;
        let start = if matches!(holder.tag, "p" | "li" | "span" | "blockquote") { holder.parent } else { line.element };
        let mut value = *points;
        for at in std::iter::once(start).chain(outline.ancestors(start)).take(MAX_LEVELS) {
            score[at] += value;
            value *= FADE;
        }
    }
    let (top, best) = score.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0)))?;
    (*best > 0.0).then_some(top)
}

/// Climbs while the ancestor adds lines of the kinds that are already inside.
fn grow(outline: &Outline<'_>, found: &[Line], points: &[f32], top: usize) -> usize {
    let within = |q: usize| found.iter().zip(points).filter(move |(l, p)| **p > 0.0 && outline.contains(q, l.element));
    let signature = |line: &Line| outline.elements.get(line.element).map(|e| (e.tag, e.class_number));
    let sum = |q: usize| within(q).map(|(_, p)| *p).sum::<f32>();
    let mut top = top;
    let mut current = sum(top);
    let climb: Vec<usize> = outline.ancestors(top).take(7).collect();
    for parent in climb {
        if outline.elements.get(parent).is_none_or(|e| matches!(e.tag, "html" | "body")) {
            break;
        }
        let all = sum(parent);
        if all <= current * 1.005 {
            continue;
        }
        let mine: HashSet<_> = within(top).filter_map(|(l, _)| signature(l)).collect();
        let same: f32 = within(parent)
            .filter(|(l, _)| !outline.contains(top, l.element))
            .filter(|(l, _)| {
                signature(l).is_some_and(|s| mine.contains(&s) && matches!(s.0, "p" | "div" | "span" | "section"))
            })
            .map(|(_, p)| *p)
            .sum();
        if same > (all - current) * 0.6 && all > current * 1.05 {
            top = parent;
            current = all;
        } else if all > current * 1.3 {
            break;
        }
    }
    top
}

/// What lines are compared with, and what they say.
struct Judge<'l> {
    headings: HashSet<String>,
    captions: HashSet<String>,
    names: HashSet<String>,
    lines: &'l [Line],
    folded: &'l [String],
    /// For each line the first that says the same.
    same: Vec<usize>,
    /// What each line says by its words alone, found when first asked for.
    told: Vec<OnceCell<Option<Rule>>>,
}

impl<'l> Judge<'l> {
    fn new(outline: &Outline<'_>, known: &Known<'_>, lines: &'l [Line], folded: &'l [String]) -> Judge<'l> {
        let titles = outline.tagged("h1").chain(outline.tagged("title")).map(|i| normal::fold(&outline.text(i)));
        let captions = known.captions.iter().map(|caption| normal::fold(caption));
        let mut first: HashMap<&str, usize> = HashMap::default();
        let same = folded.iter().enumerate().map(|(index, text)| *first.entry(text).or_insert(index)).collect();
        Judge {
            headings: titles.chain(known.headline.map(normal::fold)).collect(),
            captions: captions.filter(|c| c.len() > 10).collect(),
            names: known.bylines.iter().map(|b| normal::fold(&b.name)).collect(),
            lines,
            folded,
            same,
            told: vec![OnceCell::new(); lines.len()],
        }
    }

    /// The decision on each line, with the container `top`.
    fn rules(&self, outline: &Outline<'_>, top: usize, pruned: &[bool]) -> Vec<Rule> {
        let mut seen = vec![false; self.lines.len()];
        let mut story_begun = false;
        let mut rules = Vec::with_capacity(self.lines.len());
        for (index, line) in self.lines.iter().enumerate() {
            let rule = if !outline.contains(top, line.element) {
                Rule::Outside
            } else if pruned[line.element] {
                Rule::Furniture
            } else {
                self.rule(outline, index, seen[self.same[index]], story_begun)
            };
            if rule == Rule::Story {
                story_begun |= begins_story(line);
                seen[self.same[index]] = true;
            }
            rules.push(rule);
        }
        cut_loose_heading(self.lines, &mut rules);
        rules
    }

    /// What each line says, wherever it stands; only `wanted` ones are asked.
    fn say(&self, outline: &Outline<'_>, wanted: impl Fn(usize) -> bool) -> Vec<Rule> {
        let mut seen = vec![false; self.lines.len()];
        let mut said = Vec::with_capacity(self.lines.len());
        for index in 0..self.lines.len() {
            said.push(if wanted(index) {
                self.rule(outline, index, seen[self.same[index]], true)
            } else {
                Rule::Outside
            });
            seen[self.same[index]] = true;
        }
        said
    }

    fn rule(&self, outline: &Outline<'_>, index: usize, is_repeated: bool, story_begun: bool) -> Rule {
        let line = &self.lines[index];
        let tag = outline.elements.get(line.element).map_or("", |e| e.tag);
        let told = self.told[index].get_or_init(|| self.tell(line, tag, &self.folded[index]));
        told.unwrap_or_else(|| place_rule(line, tag, is_repeated, story_begun))
    }

    /// What the words of a line alone say against it.
    fn tell(&self, line: &Line, tag: &str, folded: &str) -> Option<Rule> {
        let density = line.link_density();
        let is_name =
            || self.names.contains(folded) || folded.strip_prefix("by").is_some_and(|n| self.names.contains(n));
        if folded.is_empty() {
            return Some(Rule::Fragment);
        }
        if tag == "h1" || self.headings.contains(folded) {
            return Some(Rule::Headline);
        }
        if density > 0.8 && line.length < 200 && (tag != "p" || (density > 0.9 && !line.ends_sentence())) {
            return Some(Rule::Links);
        }
        if line.length < 200 && phrase::is_teaser(&line.text) {
            return Some(Rule::Teaser);
        }
        if self.captions.contains(folded) || (line.length < 200 && phrase::is_credit(&line.text)) {
            return Some(Rule::Caption);
        }
        (line.length < 120 && (is_name() || phrase::is_byline_or_date(&line.text))).then_some(Rule::Byline)
    }
}

/// A heading at the end heads nothing.
pub(crate) fn cut_loose_heading(lines: &[Line], rules: &mut [Rule]) {
    for (line, rule) in lines.iter().zip(rules.iter_mut()).rev().filter(|(_, r)| **r == Rule::Story) {
        if line.kind != BlockKind::Heading {
            break;
        }
        *rule = Rule::LooseHeading;
    }
}

/// Above the first real paragraph such a line is a label, no story: a byline, a place, a section.
fn is_label(line: &Line) -> bool {
    line.length < 60
        && !line.ends_sentence()
        && line.kind == BlockKind::Paragraph
        && line.link_density() < 0.5
        && !line.text.contains(',')
}

/// Whether a line is a paragraph of some length.
fn begins_story(line: &Line) -> bool {
    line.length >= 80 && line.ends_sentence()
}

/// Labels above the first real paragraph, whatever else speaks for them.
pub(crate) fn cut_labels(lines: &[Line], rules: &mut [Rule]) {
    let is_first = |(line, rule): (&Line, &Rule)| *rule == Rule::Story && begins_story(line);
    let Some(first) = lines.iter().zip(rules.iter()).position(is_first) else { return };
    let above = lines.iter().zip(rules).take(first);
    let is_label = |line: &Line| is_label(line) || phrase::is_date(&line.text);
    above.filter(|(l, r)| **r == Rule::Story && is_label(l)).for_each(|(_, rule)| *rule = Rule::Fragment);
}

/// What the place of a line says of it.
fn place_rule(line: &Line, tag: &str, is_repeated: bool, story_begun: bool) -> Rule {
    if line.length > 60 && is_repeated {
        return Rule::Repeated;
    }
    let sentence = line.ends_sentence();
    if matches!(tag, "div" | "span" | "section" | "td" | "a" | "article" | "main") && line.length < 40 && !sentence {
        return Rule::Fragment;
    }
    let in_text = matches!(tag, "p" | "h2" | "h3" | "h4" | "blockquote" | "li" | "dd" | "dt" | "td" | "th");
    if !in_text && line.length < 80 && !sentence {
        return Rule::Fragment;
    }
    if !story_begun && is_label(line) {
        return Rule::Fragment;
    }
    Rule::Story
}
