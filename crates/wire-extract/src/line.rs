//! Lines: the runs of text between the borders of block elements.

use scraper::Node;
use wire_model::BlockKind;
use wire_text::normal;

use crate::class::Label;
use crate::outline::{Outline, attr, breaks_line};

/// A run of inline text.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    /// The block element that holds it.
    pub(crate) element: usize,
    /// Normal form.
    pub(crate) text: String,
    /// Characters of `text`.
    pub(crate) length: usize,
    /// Characters inside links.
    pub(crate) link_length: usize,
    /// Addresses that it links to.
    pub(crate) links: Vec<String>,
    /// What it is in the body.
    pub(crate) kind: BlockKind,
}

impl Line {
    /// A paragraph that stands in no element.
    pub(crate) fn paragraph(text: String) -> Line {
        let length = text.chars().count();
        Line { element: 0, text, length, link_length: 0, links: Vec::new(), kind: BlockKind::Paragraph }
    }

    /// Its first characters, `most` of them.
    pub(crate) fn beginning(&self, most: usize) -> String {
        let is_ascii = self.length == self.text.len();
        let cut = || if is_ascii { Some(most) } else { self.text.char_indices().nth(most).map(|(at, _)| at) };
        let end = if self.length > most { cut() } else { None };
        self.text[..end.unwrap_or(self.text.len())].to_owned()
    }

    /// Share of the text that is links, 0 to 1.
    pub(crate) fn link_density(&self) -> f32 {
        self.link_length as f32 / self.length.max(1) as f32
    }

    /// Whether it ends like a sentence does.
    pub(crate) fn ends_sentence(&self) -> bool {
        ends_sentence(&self.text)
    }
}

fn ends_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '»', '’', '\'', ')', '“', '」', '』', '）', ']']);
    end.len() < text.len() && end.ends_with(|c: char| c.is_alphanumeric())
        || end.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', '؟', '।'])
}

/// Collects the lines of `root`, leaving out the subtrees that `cut` names.
///
/// The walk keeps its own stack: pages nest deeper than a thread's stack.
pub(crate) fn lines(outline: &Outline<'_>, root: usize, cut: impl Fn(usize) -> bool) -> Vec<Line> {
    let mut collector = Collector::default();
    let (mut row_end, mut pre_end) = (0, 0);
    let Some(start) = outline.elements.get(root) else { return Vec::new() };
    let mut frames: Vec<Frame> = Vec::new();
    let mut holders = vec![root];
    let mut open = Open::default();
    let mut next_index = root;
    let mut node = *start.node;
    loop {
        let mut descend = false;
        match node.value() {
            Node::Text(text) if next_index <= pre_end => {
                collector.push_preformatted(text, open.links > 0, holders.last().copied().unwrap_or(root));
            }
            Node::Text(text) if open.initials > 0 => collector.push_initial(text, open.links > 0),
            Node::Text(text) => collector.push(text, open.links > 0),
            Node::Element(element) => {
                let index = next_index;
                let known = outline.elements.get(index);
                let holder = holders.last().copied().unwrap_or(root);
                if index != root && cut(index) {
                    if known.is_some_and(|e| !e.inline) {
                        collector.flush(holder);
                    }
                    next_index = known.map_or(index + 1, |e| e.end);
                } else {
                    descend = true;
                    next_index += 1;
                    let tag = element.name();
                    let end = known.map_or(index + 1, |e| e.end);
                    let in_row = index < row_end;
                    match tag {
                        "tr" if is_row_of_cells(outline, index) => row_end = end,
                        "pre" => pre_end = pre_end.max(end),
                        "td" | "th" if in_row => collector.cell(),
                        _ => {}
                    }
                    let holds = known.is_some_and(|e| !e.inline || e.holds_block);
                    let initial = known.is_some_and(|e| outline.class_label(e).has(Label::INITIAL));
                    let frame = Frame { holds: holds && !in_row, link: tag == "a", initial: initial && !holds };
                    if breaks_line(node) {
                        collector.line_break(holder);
                    }
                    if frame.holds {
                        collector.flush(holder);
                        holders.push(index);
                    }
                    if frame.link {
                        open.links += 1;
                        collector.links.extend(attr(element, "href").filter(|h| leads_elsewhere(h)).map(str::to_owned));
                    }
                    open.initials += usize::from(frame.initial);
                    frames.push(frame);
                }
            }
            _ => {}
        }
        if descend && let Some(child) = node.first_child() {
            node = child;
            continue;
        }
        if descend {
            close_frame(&mut frames, &mut holders, &mut open, &mut collector);
        }
        loop {
            if frames.is_empty() {
                collector.flush(root);
                return collector.out;
            }
            if let Some(sibling) = node.next_sibling() {
                node = sibling;
                break;
            }
            let Some(parent) = node.parent() else {
                collector.flush(root);
                return collector.out;
            };
            node = parent;
            close_frame(&mut frames, &mut holders, &mut open, &mut collector);
        }
    }
}

/// Whether a row holds short cells of text alone: a line of a table. What stands in
/// the cells of a page laid out by a table is more.
fn is_row_of_cells(outline: &Outline<'_>, row: usize) -> bool {
    const LONGEST: usize = 400;
    let Some(element) = outline.elements.get(row) else { return false };
    let within = &outline.elements[row + 1..element.end];
    let is_cell = |tag: &str| matches!(tag, "td" | "th");
    within.iter().filter(|e| is_cell(e.tag)).take(2).count() == 2
        && within.iter().all(|e| is_cell(e.tag) || (e.inline && e.tag != "br"))
        && element.node.text().map(|t| t.trim().len()).sum::<usize>() <= LONGEST
}

struct Frame {
    holds: bool,
    link: bool,
    /// It is a large first letter.
    initial: bool,
}

/// Whether an address may be a page's, and not a place on this one, a script or a mailbox.
fn leads_elsewhere(href: &str) -> bool {
    let is_relative = || !href.split(['/', '?']).next().unwrap_or(href).contains(':');
    href.starts_with("http") || !href.is_empty() && !href.starts_with("#") && is_relative()
}

/// Elements around a text.
#[derive(Default)]
struct Open {
    links: usize,
    initials: usize,
}

fn close_frame(frames: &mut Vec<Frame>, holders: &mut Vec<usize>, open: &mut Open, collector: &mut Collector) {
    let Some(frame) = frames.pop() else { return };
    open.links = open.links.saturating_sub(usize::from(frame.link));
    open.initials = open.initials.saturating_sub(usize::from(frame.initial));
    if frame.holds
        && let Some(holder) = holders.pop()
    {
        collector.flush(holder);
    }
}

#[derive(Default)]
struct Collector {
    out: Vec<Line>,
    buffer: String,
    link_length: usize,
    links: Vec<String>,
    breaks: usize,
    /// Where in `buffer` the text behind its last `<br>` begins.
    broken: usize,
    /// The buffer ends in a large first letter that is no word: blanks behind it are only markup's.
    is_split: bool,
}

impl Collector {
    /// As [`Collector::push`], for a letter that style sets large.
    fn push_initial(&mut self, text: &str, in_link: bool) {
        self.push(text, in_link);
        let mut letters = text.trim().chars();
        let letter = letters.next().filter(|c| c.is_uppercase() && letters.next().is_none());
        // "A ship", "I saw"; "V Praze", "W artykule".
        self.is_split = letter.is_some_and(|c| c.is_ascii() && !"AEIKOSUVWYZ".contains(c));
    }

    fn push(&mut self, text: &str, in_link: bool) {
        let visible = text.trim();
        let text = if self.is_split { text.trim_start() } else { text };
        self.is_split &= visible.is_empty();
        if !visible.is_empty() {
            self.breaks = 0;
        }
        if in_link {
            self.link_length += visible.chars().count();
        }
        self.buffer.push_str(text);
    }

    /// As [`Collector::push`]; a blank line is the border of a paragraph.
    fn push_preformatted(&mut self, text: &str, in_link: bool, holder: usize) {
        let mut lines = text.split('\n');
        self.push(lines.next().unwrap_or_default(), in_link);
        let mut lines = lines.peekable();
        while let Some(line) = lines.next() {
            if line.trim().is_empty() && lines.peek().is_some() {
                self.flush(holder);
            } else {
                self.buffer.push(' ');
                self.push(line, in_link);
            }
        }
    }

    /// Sets a cell apart from the one before it.
    fn cell(&mut self) {
        if !self.buffer.trim().is_empty() {
            self.buffer.push_str(" | ");
        }
    }

    /// One `<br>` is a space, two are the border of a paragraph, and so is one behind a
    /// sentence that is longer than the lines of a wrapped text.
    fn line_break(&mut self, holder: usize) {
        const WRAPPED: usize = 100;
        self.breaks += 1;
        let since = self.buffer[self.broken..].trim();
        if self.breaks >= 2 || since.len() > WRAPPED && ends_sentence(since) {
            self.flush(holder);
        } else {
            self.buffer.push(' ');
            self.broken = self.buffer.len();
        }
    }

    fn flush(&mut self, element: usize) {
        (self.breaks, self.broken, self.is_split) = (0, 0, false);
        let text = normal::line(&self.buffer);
        self.buffer.clear();
        let links = std::mem::take(&mut self.links);
        let link_length = std::mem::take(&mut self.link_length);
        if text.is_empty() {
            return;
        }
        let length = text.chars().count();
        self.out.push(Line { element, length, link_length, links, text, kind: BlockKind::Paragraph });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::Html;

    #[test]
    fn lines_follow_the_borders_of_blocks() {
        let html = Html::parse_document(
            "<body><div>one <b>bold</b><p>two<br>three<br><br>four <a href='http://x.org/'>link</a></p>tail<nav>cut</nav> end</div></body>",
        );
        let outline = Outline::new(&html);
        let lines = lines(&outline, outline.body, |i| outline.elements[i].tag == "nav");
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["one bold", "two three", "four link", "tail", "end"]);
        assert_eq!(lines[2].link_length, 4);
        assert_eq!(lines[2].links, ["http://x.org/"]);
    }

    #[test]
    fn what_html_does_not_know_stands_within_a_line() {
        let html = Html::parse_document(
            "<p>The <x-note>harbour</x-note> of <b><o:place>Kelsund</o:place></b><svg><path/></svg>, it is <b><x-note>said</x-note></b>\
             <style>b {}</style>, opened.</p><x-teaser>Ships</x-teaser><x-teaser>Storms</x-teaser>\
             <div>It <x-note>is</x-note> open<script>1</script>.</div><div>It <x-card><div>holds</div></x-card> a block.</div>",
        );
        let outline = Outline::new(&html);
        let lines = lines(&outline, outline.body, |i| matches!(outline.elements[i].tag, "script" | "style" | "svg"));
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        let first = "The harbour of Kelsund, it is said, opened.";
        assert_eq!(texts, [first, "Ships", "Storms", "It is open.", "It", "holds", "a block."]);
        let paragraph = outline.tagged("p").next().expect("a paragraph");
        assert_eq!(outline.text(paragraph), first);
    }

    #[test]
    fn a_large_first_letter_is_part_of_its_word() {
        let html = Html::parse_document(
            "<p><span class=initial-letter>N</span> <span>one came.</span><p><b class=dropcap>A</b> ship came.\
             <p><i class=dropcap>T</i>he ship<p><b>N</b> one<p><i class=dropcap>T</i><p>here",
        );
        let outline = Outline::new(&html);
        let lines = lines(&outline, outline.body, |_| false);
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["None came.", "A ship came.", "The ship", "N one", "T", "here"]);
    }

    #[test]
    fn a_style_sheet_may_make_breaks() {
        let gap = "<span class=\"id br\"></span>";
        let html = Html::parse_document(&format!("<div>one{gap}two{gap}{gap}three<span class=br>four</span></div>"));
        let outline = Outline::new(&html);
        let lines = lines(&outline, outline.body, |_| false);
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["one two", "threefour"]);
    }

    #[test]
    fn a_break_behind_a_long_sentence_ends_a_paragraph() {
        let sentence =
            "The harbour of Kelsund opened to ships again on Monday, three weeks after a storm broke its outer wall.";
        let wrapped = sentence.replace("Kelsund ", "Kelsund<br>").replace("three ", "three<br>");
        let html = Html::parse_document(&format!("<div>{sentence}<br>{wrapped}<br>It ends.</div>"));
        let outline = Outline::new(&html);
        let lines = lines(&outline, outline.body, |_| false);
        let texts: Vec<String> = lines.into_iter().map(|l| l.text).collect();
        assert_eq!(texts, [sentence.to_owned(), format!("{sentence} It ends.")]);
    }

    #[test]
    fn rows_of_cells_and_blank_lines_of_preformatted_text() {
        let html = Html::parse_document(
            "<body><table><tr><th>Port<th>Ships<tr><td><b>Kelsund</b></td><td></td><td>12</td></tr>\
             <tr><td><p>laid</p></td><td>out</td></tr></table><pre>one\n two\n\nthree <b>four</b></pre>five</body>",
        );
        let outline = Outline::new(&html);
        let lines = lines(&outline, outline.body, |_| false);
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["Port | Ships", "Kelsund | | 12", "laid", "out", "one two", "three four", "five"]);
    }
}
