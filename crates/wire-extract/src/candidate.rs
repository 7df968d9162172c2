//! A line of a page as a row of numbers: what it is, where it stands, what
//! stands around it, and what the rules say.

use foldhash::HashMap;
use memchr::memmem;
use wire_model::BlockKind;
use wire_text::normal;

use crate::class::Label;
use crate::line::Line;
use crate::outline::Outline;
use crate::survey::{Known, Rule, Survey, is_cjk};
use crate::words::{self, Naming};

/// Sums over the lines below an element.
#[derive(Clone, Copy, Default)]
struct Sum {
    lines: f32,
    length: f32,
    links: f32,
}

/// The elements of one parent that are of one tag and class: how many they are, and
/// in how many of them stands a link, a heading, a picture. Cards that point to
/// other stories have them, paragraphs have not.
#[derive(Clone, Copy, Default)]
struct Peers {
    count: f32,
    linked: f32,
    headed: f32,
    pictured: f32,
}

impl Peers {
    /// Counts an element before which, and before the end of which, so much stands.
    fn add(&mut self, before: Held, end: Held) {
        self.count += 1.0;
        self.linked += flag(end.links > before.links);
        self.headed += flag(end.headings > before.headings);
        self.pictured += flag(end.pictures > before.pictures);
    }

    fn row(self) -> [f32; 4] {
        let all = self.count.max(1.0);
        [log(self.count), self.linked / all, self.headed / all, self.pictured / all]
    }
}

/// The words of a class that have no digits: numbers tell one card from another.
fn kind_of_class(class: &str) -> impl Iterator<Item = &str> {
    class.split_ascii_whitespace().filter(|w| !w.bytes().any(|b| b.is_ascii_digit()))
}

/// For each of some elements the peers of the nearest element around it, itself included, that has some.
fn peers(outline: &Outline<'_>, wanted: impl Iterator<Item = usize>) -> Vec<Peers> {
    const FEWEST: f32 = 3.0;
    let elements = &outline.elements;
    let held = Held::before_each(outline);
    let mut kinds: Vec<Option<Option<&str>>> = vec![None; outline.classes.len()];
    let mut numbers: HashMap<(&str, Option<&str>), usize> = HashMap::default();
    let mut groups: Vec<Peers> = Vec::new();
    // The group of each child of an element whose children were looked at.
    let mut group_of = vec![None; elements.len()];
    let mut is_grouped = vec![false; elements.len()];
    let mut out = vec![Peers::default(); elements.len()];
    outline.downwards(wanted, |index| {
        let parent = elements[index].parent;
        if !std::mem::replace(&mut is_grouped[parent], true) {
            numbers.clear();
            for child in outline.children(parent).filter(|child| may_be_card(elements[*child].tag)) {
                let element = &elements[child];
                let kind = element.class_number.and_then(|n| {
                    let n = n as usize;
                    *kinds[n].get_or_insert_with(|| kind_of_class(outline.classes[n]).next())
                });
                let number = *numbers.entry((element.tag, kind)).or_insert(groups.len());
                if number == groups.len() {
                    groups.push(Peers::default());
                }
                groups[number].add(held[child], held[element.end]);
                group_of[child] = Some(number);
            }
        }
        let own = group_of[index].map(|number| groups[number]);
        out[index] = own.filter(|p| p.count >= FEWEST).unwrap_or(out[parent]);
    });
    out
}

fn may_be_card(tag: &str) -> bool {
    matches!(tag, "div" | "li" | "article" | "section" | "td" | "tr" | "a" | "dd")
}

/// Links, headings and pictures.
#[derive(Clone, Copy, Default)]
struct Held {
    links: u32,
    headings: u32,
    pictures: u32,
}

impl Held {
    /// How many stand before each element, and before the end.
    fn before_each(outline: &Outline<'_>) -> Vec<Held> {
        let mut before = Held::default();
        let mut all = Vec::with_capacity(outline.elements.len() + 1);
        for element in &outline.elements {
            all.push(before);
            match element.tag {
                "a" => before.links += 1,
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => before.headings += 1,
                "img" | "picture" => before.pictures += 1,
                _ => {}
            }
        }
        all.push(before);
        all
    }
}

/// What rows are made from.
struct Maker<'a, 'h> {
    outline: &'a Outline<'h>,
    survey: &'a Survey,
    /// Of the element that holds a line's element.
    around: HashMap<usize, Sum>,
    /// Points of the lines in elements of one tag and class.
    alike: HashMap<(&'h str, Option<u32>), f32>,
    all_points: f32,
    /// Whether linked data's body holds each line, where it holds most of the story.
    in_article_body: Option<Vec<bool>>,
    /// Whether the page's summary holds each line.
    in_description: Vec<bool>,
    /// The summary, to be looked for in lines.
    description: Option<memmem::Finder<'static>>,
    first_story: usize,
    last_story: usize,
    story_length: f32,
    namings: Vec<Naming>,
    peers: Vec<Peers>,
    odds: &'a dyn Fn(u32) -> f32,
    /// Signs of an address.
    addresses: [memmem::Finder<'static>; 3],
    /// What its neighbours see of each line.
    seen: Vec<[f32; 4]>,
}

/// What a line is to its neighbours: story by the rules, long, linked, a sentence.
fn seen_from_near(line: &Line, rule: Rule) -> [f32; 4] {
    [flag(rule == Rule::Story), log(line.length as f32), line.link_density(), flag(line.ends_sentence())]
}

/// One row for each line of the survey but the hopeless ones, made when it is asked for:
/// rows are many times as large as their lines.
pub(crate) fn rows<'a, 'h>(
    outline: &'a Outline<'h>,
    known: &Known<'_>,
    survey: &'a Survey,
    odds: &'a dyn Fn(u32) -> f32,
) -> impl Iterator<Item = Option<Vec<f32>>> + use<'a, 'h> {
    let is_story = |r: &Rule| *r == Rule::Story;
    let rules = &survey.chosen().rules;
    let mut around: HashMap<usize, Sum> = HashMap::default();
    let mut alike: HashMap<(&str, Option<u32>), f32> = HashMap::default();
    for (line, points) in survey.lines.iter().zip(&survey.mild.points) {
        let Some(element) = outline.elements.get(line.element) else { continue };
        let sum = around.entry(element.parent).or_default();
        sum.lines += 1.0;
        sum.length += line.length as f32;
        sum.links += line.link_length as f32;
        *alike.entry((element.tag, element.class_number)).or_default() += points;
    }
    let description = known.description.map(normal::fold).unwrap_or_default();
    let in_article_body = known.article_body.map(|b| lines_in(&normal::fold(b), 8, survey));
    let wanted =
        || survey.lines.iter().zip(&survey.hopeless).filter(|(_, hopeless)| !**hopeless).map(|(l, _)| l.element);
    let maker = Maker {
        outline,
        survey,
        around,
        alike,
        all_points: survey.mild.points.iter().sum::<f32>().max(1.0),
        in_article_body: in_article_body.filter(|held| is_whole(held, survey)),
        in_description: lines_in(&description, 20, survey),
        description: (description.len() > 20).then(|| memmem::Finder::new(&description).into_owned()),
        first_story: rules.iter().position(is_story).unwrap_or(0),
        last_story: rules.iter().rposition(is_story).unwrap_or(0),
        story_length: survey.chosen().length.max(1) as f32,
        namings: words::namings(outline, wanted(), odds),
        peers: peers(outline, wanted()),
        odds,
        addresses: ["@", "http", "www."].map(memmem::Finder::new),
        seen: survey.lines.iter().zip(rules).map(|(l, r)| seen_from_near(l, *r)).collect(),
    };
    let mut before = 0.0;
    survey.lines.iter().enumerate().map(move |(index, line)| {
        let row = (!survey.hopeless[index]).then(|| maker.row(index, line, before / maker.story_length));
        if rules[index] == Rule::Story {
            before += line.length as f32;
        }
        row
    })
}

/// Which lines of more than `shortest` bytes, folded, a text holds. Lines mostly follow each
/// other in it as they do on the page, so behind the last one is looked first; `MOST` bounds
/// what is searched besides, so that many lines beside a long text take no longer than it is worth.
fn lines_in(text: &str, shortest: usize, survey: &Survey) -> Vec<bool> {
    const MOST: usize = 64 << 20;
    let (mut next, mut left) = (0, MOST);
    let mut is_held = |part: &str| {
        if text[next..].starts_with(part) {
            next += part.len();
            return true;
        }
        if part.len() > text.len() || text.len() > left {
            return false;
        }
        left -= text.len();
        let found = memmem::find(text.as_bytes(), part.as_bytes());
        next = found.map_or(next, |at| at + part.len());
        found.is_some()
    };
    let lines = survey.folded.iter().zip(&survey.hopeless);
    lines.map(|(line, hopeless)| !hopeless && line.len() > shortest && is_held(line)).collect()
}

/// Whether linked data holds most of what the rules take for the story: where it
/// breaks off, it says nothing of the rest.
fn is_whole(held: &[bool], survey: &Survey) -> bool {
    const MOST: f32 = 0.7;
    let (mut in_data, mut all) = (0.0, 0.0);
    for ((folded, rule), held) in survey.folded.iter().zip(&survey.chosen().rules).zip(held) {
        if *rule == Rule::Story && folded.len() > 40 {
            all += folded.len() as f32;
            in_data += if *held { folded.len() as f32 } else { 0.0 };
        }
    }
    in_data > MOST * all
}

/// What a character is a sign of.
#[derive(Clone, Copy)]
enum Sign {
    None,
    Space,
    Comma,
    Stop,
    Digit,
    Capital,
    Separator,
    Mark,
}

impl Sign {
    const COUNT: usize = 8;
    const OF_ASCII: [Sign; 128] = {
        let mut all = [Sign::None; 128];
        let mut byte = 0u8;
        while byte < 128 {
            all[byte as usize] = match byte {
                b' ' => Sign::Space,
                b',' | b';' => Sign::Comma,
                b'.' | b'!' | b'?' => Sign::Stop,
                b'|' | b'/' | b'>' => Sign::Separator,
                b'"' => Sign::Mark,
                b'0'..=b'9' => Sign::Digit,
                b'A'..=b'Z' => Sign::Capital,
                _ => Sign::None,
            };
            byte += 1;
        }
        all
    };

    /// One of each, a byte for each sign.
    const ONE_OF_ASCII: [u64; 128] = {
        let mut all = [0; 128];
        let mut byte = 0;
        while byte < 128 {
            all[byte] = Sign::OF_ASCII[byte].one();
            byte += 1;
        }
        all
    };

    const fn one(self) -> u64 {
        1 << (u8::BITS * self as u32)
    }

    fn of(c: char) -> Sign {
        match c {
            '\0'..='\x7f' => Sign::OF_ASCII[c as usize],
            'ß'..='ÿ' | 'а'..='я' | '一'..='鿿' | '가'..='힣' => Sign::None,
            '、' | '，' => Sign::Comma,
            '。' => Sign::Stop,
            '·' | '•' | '›' | '»' => Sign::Separator,
            '“' | '„' | '«' | '”' => Sign::Mark,
            c if c.is_numeric() => Sign::Digit,
            c if c.is_uppercase() => Sign::Capital,
            _ => Sign::None,
        }
    }
}

/// How often each sign stands in a line.
struct Counts([u32; Sign::COUNT]);

impl Counts {
    fn of(text: &str) -> Counts {
        // So many signs do not fill a byte.
        const FULL: usize = u8::MAX as usize;
        let mut counts = [0; Sign::COUNT];
        let mut spill = |some: u64| counts.iter_mut().zip(some.to_le_bytes()).for_each(|(c, n)| *c += u32::from(n));
        if text.is_ascii() {
            for some in text.as_bytes().chunks(FULL) {
                spill(some.iter().map(|byte| Sign::ONE_OF_ASCII[usize::from(*byte)]).sum());
            }
            return Counts(counts);
        }
        let (mut some, mut room) = (0u64, FULL);
        for c in text.chars() {
            some += Sign::of(c).one();
            room -= 1;
            if room == 0 {
                spill(std::mem::take(&mut some));
                room = FULL;
            }
        }
        spill(some);
        Counts(counts)
    }

    fn get(&self, sign: Sign) -> f32 {
        self.0[sign as usize] as f32
    }
}

/// Whether a text is the beginning of a longer one.
pub(crate) fn breaks_off(text: &str) -> bool {
    let end = text.trim_end_matches([']', ')']);
    end.ends_with('…') || end.ends_with("...")
}

fn flag(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn log(value: f32) -> f32 {
    (1.0 + value.max(0.0)).ln()
}

impl Maker<'_, '_> {
    fn row(&self, index: usize, line: &Line, before: f32) -> Vec<f32> {
        let mut row = Vec::with_capacity(96);
        self.verdicts(index, line, &mut row);
        self.line_itself(index, line, &mut row);
        self.place(index, line, before, &mut row);
        self.surroundings(line, &mut row);
        self.neighbours(index, &mut row);
        self.sayings(line, &mut row);
        row
    }

    /// What pruning, container and rules say.
    fn verdicts(&self, index: usize, line: &Line, row: &mut Vec<f32>) {
        let Survey { strict, mild, said, .. } = self.survey;
        row.push(flag(self.survey.chosen().rules[index] == Rule::Story));
        row.push(flag(strict.pruned[line.element]));
        row.push(flag(mild.pruned[line.element]));
        row.push(flag(self.outline.contains(strict.top, line.element)));
        row.push(flag(self.outline.contains(mild.top, line.element)));
        row.push(log(strict.length as f32));
        row.push(strict.length as f32 / mild.length.max(1) as f32);
        let kinds =
            [Rule::Links, Rule::Teaser, Rule::Headline, Rule::Repeated, Rule::Caption, Rule::Byline, Rule::Fragment];
        row.extend(kinds.iter().map(|r| flag(said[index] == *r)));
        row.push(mild.points[index]);
    }

    fn line_itself(&self, index: usize, line: &Line, row: &mut Vec<f32>) {
        let text = line.text.as_str();
        let tag = self.outline.elements.get(line.element).map_or("", |e| e.tag);
        let length = line.length.max(1) as f32;
        let count = Counts::of(text);
        let is_ascii = text.is_ascii();
        row.push(log(length));
        row.push(line.link_density());
        row.push(line.links.len() as f32);
        row.push(flag(line.ends_sentence()));
        // In normal form one space stands between two words.
        row.push(log(1.0 + count.get(Sign::Space)));
        row.push(count.get(Sign::Comma));
        row.push(count.get(Sign::Stop));
        row.extend([Sign::Digit, Sign::Capital, Sign::Separator].map(|s| count.get(s) / length));
        row.push(flag(text.starts_with(char::is_lowercase)));
        let has = |sign: char| !is_ascii && text.contains(sign);
        row.push(flag(count.get(Sign::Mark) > 0.0 || has('»')));
        row.push(flag(text.ends_with(':')));
        row.push(flag(breaks_off(text)));
        let is_address = |finder: &memmem::Finder<'_>| finder.find(text.as_bytes()).is_some();
        row.push(flag(self.addresses.iter().any(is_address)));
        row.push(flag(has('©')));
        row.push(flag(!is_ascii && text.chars().next().is_some_and(is_cjk)));
        row.push(match tag {
            "p" => 0.0,
            "div" | "section" | "article" | "main" | "td" => 1.0,
            "li" => 2.0,
            "dd" | "dt" => 3.0,
            "h2" => 4.0,
            "h3" => 5.0,
            "h1" | "h4" | "h5" | "h6" => 6.0,
            "blockquote" => 7.0,
            "th" | "tr" | "table" => 8.0,
            "figcaption" | "figure" => 9.0,
            _ => 10.0,
        });
        row.push(flag(line.kind == BlockKind::Heading));
        row.push(flag(line.kind == BlockKind::Embed));
        row.push(self.in_article_body.as_ref().map_or(-1.0, |held| flag(held[index])));
        row.push(flag(self.in_description[index]));
        let folded = self.survey.folded[index].as_bytes();
        row.push(flag(self.description.as_ref().is_some_and(|d| d.find(folded).is_some())));
    }

    fn place(&self, index: usize, line: &Line, before: f32, row: &mut Vec<f32>) {
        let (first, last) = (self.first_story as f32, self.last_story as f32);
        let at = index as f32;
        row.push(((at - first) / (last - first).max(1.0)).clamp(-1.0, 2.0));
        row.push(log(first - at));
        row.push(log(at - last));
        row.push(before);
        row.push(at / self.survey.lines.len().max(1) as f32);
        let own = self.survey.standings[line.element];
        let top = self.survey.standings[self.survey.chosen().top];
        row.push(f32::from(own.depth) - f32::from(top.depth));
        row.extend([own.in_figure, own.in_aside, own.in_footer, own.in_article, own.in_quote, own.in_table].map(flag));
        row.extend([own.lists, own.furniture, own.bodies].map(f32::from));
        row.push(flag(own.label.has(Label::FURNITURE)));
    }

    fn surroundings(&self, line: &Line, row: &mut Vec<f32>) {
        let Some(element) = self.outline.elements.get(line.element) else { return };
        let around = self.around.get(&element.parent).copied().unwrap_or_default();
        row.push(log(around.lines));
        row.push(around.links / around.length.max(1.0));
        row.push(log(around.length / around.lines.max(1.0)));
        row.push(self.alike.get(&(element.tag, element.class_number)).copied().unwrap_or(0.0) / self.all_points);
        let holder = self.outline.elements.get(element.parent);
        row.push(holder.map_or(0.0, |h| h.paragraph_text as f32 / self.all_points));
        row.extend(self.peers[line.element].row());
    }

    /// What words say of it.
    fn sayings(&self, line: &Line, row: &mut Vec<f32>) {
        let Naming { own, worst, best, sum } = self.namings[line.element];
        row.extend([own, worst, best, sum]);
        row.extend(words::sayings(line, self.odds));
    }

    fn neighbours(&self, index: usize, row: &mut Vec<f32>) {
        const NEAR: usize = 5;
        for step in [-2isize, -1, 1, 2] {
            let seen = index.checked_add_signed(step).and_then(|i| self.seen.get(i));
            row.extend(seen.copied().unwrap_or([-1.0; 4]));
        }
        let range = index.saturating_sub(NEAR)..(index + NEAR + 1).min(self.seen.len());
        row.push(self.seen[range.clone()].iter().map(|[story, ..]| story).sum());
        row.push(self.survey.lines[range].iter().map(|l| l.length as f32).sum::<f32>().ln_1p());
    }
}
