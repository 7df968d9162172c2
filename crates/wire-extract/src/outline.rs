//! The parsed page as arrays in document order.
//!
//! An element's descendants are the elements between its own index and its
//! `end`, so "inside" is two comparisons and a subtree's sum is one subtraction.

use ego_tree::NodeRef;
use foldhash::HashMap;
use scraper::{ElementRef, Html, Node};
use wire_text::normal;

use crate::class::Label;

/// One element.
pub(crate) struct Element<'h> {
    pub(crate) node: ElementRef<'h>,
    pub(crate) tag: &'h str,
    pub(crate) class: Option<&'h str>,
    /// Number of its class among [`Outline::classes`].
    pub(crate) class_number: Option<u32>,
    pub(crate) id: Option<&'h str>,
    has_itemprop: bool,
    has_rel: bool,
    has_role: bool,
    /// Its attributes say that it is not shown.
    pub(crate) hidden: bool,
    pub(crate) parent: usize,
    /// One past the last descendant.
    pub(crate) end: usize,
    /// Characters of text in `p` elements of this subtree that hold more than 40.
    pub(crate) paragraph_text: u32,
    /// It stands within a line of text.
    pub(crate) inline: bool,
    /// It is a paragraph or a headline, or part of its line.
    in_paragraph: bool,
    /// An inline element that holds a block element.
    pub(crate) holds_block: bool,
}

impl<'h> Element<'h> {
    /// The attributes that are asked for again and again are looked up once; of others it is kept that there are some.
    fn new(node: ElementRef<'h>, tag: &'h str, parent: usize, index: usize) -> Element<'h> {
        let mut element = Element {
            node,
            tag,
            class: None,
            class_number: None,
            id: None,
            has_itemprop: false,
            has_rel: false,
            has_role: false,
            hidden: false,
            parent,
            end: index + 1,
            paragraph_text: 0,
            inline: is_inline(tag),
            in_paragraph: false,
            holds_block: false,
        };
        for (name, value) in node.value().attrs() {
            match name {
                "class" => element.class = Some(value),
                "id" => element.id = Some(value),
                "itemprop" => element.has_itemprop = true,
                "rel" => element.has_rel = true,
                "role" => element.has_role = true,
                "hidden" => element.hidden = true,
                "aria-hidden" => element.hidden |= value == "true",
                "style" => element.hidden |= hides(value),
                _ => {}
            }
        }
        element
    }

    pub(crate) fn attr(&self, name: &str) -> Option<&'h str> {
        attr(self.node.value(), name)
    }

    pub(crate) fn itemprop(&self) -> Option<&'h str> {
        if self.has_itemprop { self.attr("itemprop") } else { None }
    }

    pub(crate) fn rel(&self) -> Option<&'h str> {
        if self.has_rel { self.attr("rel") } else { None }
    }

    /// What names it besides its tag and class.
    pub(crate) fn names(&self) -> impl Iterator<Item = &'h str> + use<'h> {
        let role = if self.has_role { self.attr("role") } else { None };
        self.id.into_iter().chain(self.itemprop()).chain(role)
    }

    /// `class` and `id`, as the author wrote them.
    pub(crate) fn labels(&self) -> impl Iterator<Item = &'h str> + use<'h> {
        self.class.into_iter().chain(self.id)
    }
}

pub(crate) struct Outline<'h> {
    pub(crate) elements: Vec<Element<'h>>,
    /// Each value of `class` once: elements share them, so what one says is found out once.
    pub(crate) classes: Vec<&'h str>,
    /// What each of them says.
    pub(crate) class_labels: Vec<Label>,
    /// Index of `body`, or of the root.
    pub(crate) body: usize,
}

/// What an element is called and in what it stands, itself included.
#[derive(Clone, Copy, Default)]
pub(crate) struct Standing {
    pub(crate) label: Label,
    /// Elements above it.
    pub(crate) depth: u16,
    pub(crate) in_figure: bool,
    pub(crate) in_aside: bool,
    pub(crate) in_footer: bool,
    pub(crate) in_article: bool,
    pub(crate) in_quote: bool,
    pub(crate) in_table: bool,
    /// Lists around it.
    pub(crate) lists: u8,
    /// Elements around it that are named as furniture, and as the body.
    pub(crate) furniture: u8,
    pub(crate) bodies: u8,
}

/// The values of `class` so far.
#[derive(Default)]
struct Classes<'h> {
    numbers: HashMap<&'h str, u32>,
    all: Vec<&'h str>,
}

impl<'h> Classes<'h> {
    fn number(&mut self, class: &'h str) -> u32 {
        *self.numbers.entry(class).or_insert_with(|| {
            self.all.push(class);
            self.all.len() as u32 - 1
        })
    }
}

/// Whether a style says that its element is not shown.
fn hides(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    ["display:none", "visibility:hidden", "clip:rect(0"].iter().any(|way| style.contains(way))
}

/// An attribute's value. Elements have few, and looking through them is faster
/// than making the name that `scraper` looks up by.
pub(crate) fn attr<'h>(element: &'h scraper::node::Element, name: &str) -> Option<&'h str> {
    element.attrs().find(|(n, _)| *n == name).map(|(_, value)| value)
}

/// Elements that stand within a line of text, and those of the page's own making, which may.
pub(crate) fn may_be_inline(tag: &str) -> bool {
    is_inline(tag) || tag.contains('-')
}

fn is_paragraph(tag: &str) -> bool {
    matches!(tag, "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Elements that stand within a line of text.
fn is_inline(tag: &str) -> bool {
    matches!(
        tag,
        "a" | "b"
            | "i"
            | "em"
            | "strong"
            | "span"
            | "u"
            | "font"
            | "small"
            | "sub"
            | "sup"
            | "mark"
            | "abbr"
            | "q"
            | "cite"
            | "code"
            | "time"
            | "br"
            | "s"
            | "del"
            | "ins"
            | "wbr"
            | "bdi"
            | "bdo"
            | "var"
            | "big"
            | "acronym"
            | "img"
            | "kbd"
            | "samp"
            | "tt"
            | "strike"
            | "nobr"
            | "ruby"
            | "rb"
            | "rt"
            | "rp"
            | "rtc"
            | "data"
            | "dfn"
            | "picture"
            | "source"
    )
}

/// `<br>`, and what a style sheet makes one of: an empty element of the class "br".
pub(crate) fn breaks_line(node: NodeRef<'_, Node>) -> bool {
    let names_break = |class: &str| class.split_ascii_whitespace().any(|word| word == "br");
    let is_styled = |e: &scraper::node::Element| attr(e, "class").is_some_and(names_break);
    node.value().as_element().is_some_and(|e| e.name() == "br" || !node.has_children() && is_styled(e))
}

/// Whether text stands right before or behind an element.
fn is_beside_text(element: NodeRef<'_, Node>) -> bool {
    let is_text = |n: NodeRef<'_, Node>| n.value().as_text().is_some_and(|t| !t.trim_ascii().is_empty());
    element.prev_sibling().is_some_and(is_text) || element.next_sibling().is_some_and(is_text)
}

/// Elements that are lines of their own wherever they stand (HTML §15.3), and those that hold a page's parts. All
/// others, those that HTML does not know included, stand within a line as far as nobody styles them otherwise.
fn is_shown_as_block(tag: &str) -> bool {
    let is_structure = matches!(
        tag,
        "address"
            | "aside"
            | "body"
            | "center"
            | "details"
            | "dialog"
            | "fieldset"
            | "figcaption"
            | "footer"
            | "form"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "main"
            | "nav"
            | "optgroup"
            | "option"
            | "pre"
            | "search"
            | "summary"
    );
    let is_listed = matches!(tag, "dd" | "dir" | "dl" | "dt" | "li" | "listing" | "menu" | "plaintext" | "xmp");
    let is_tabular = matches!(tag, "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr");
    is_block(tag) || is_structure || is_listed || is_tabular || matches!(tag, "h5" | "h6")
}

fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "ul"
            | "ol"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "table"
            | "section"
            | "article"
            | "blockquote"
            | "figure"
    )
}

impl<'h> Outline<'h> {
    pub(crate) fn new(html: &'h Html) -> Outline<'h> {
        let count = html.tree.values().filter(|node| node.is_element()).count();
        let mut elements: Vec<Element<'h>> = Vec::with_capacity(count);
        let mut classes = Classes::default();
        let mut open: Vec<usize> = Vec::new();
        for edge in html.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => match node.value() {
                    Node::Element(element) => {
                        let index = elements.len();
                        let tag = element.name();
                        if is_block(tag) {
                            mark_inline_ancestors(&mut elements, &open);
                        }
                        let Some(node) = ElementRef::wrap(node) else { continue };
                        let parent = open.last().copied().unwrap_or(0);
                        let mut element = Element::new(node, tag, parent, index);
                        let in_paragraph = elements.get(parent).is_some_and(|p| p.in_paragraph);
                        element.inline =
                            element.inline || !is_shown_as_block(tag) && (in_paragraph || is_beside_text(*node));
                        element.in_paragraph = is_paragraph(tag) || element.inline && in_paragraph;
                        element.class_number = element.class.map(|c| classes.number(c));
                        elements.push(element);
                        open.push(index);
                    }
                    Node::Text(text) => {
                        if let Some(p) = nearest_paragraph(&elements, &open) {
                            elements[p].paragraph_text += visible_length(text) as u32;
                        }
                    }
                    _ => {}
                },
                ego_tree::iter::Edge::Close(node) => {
                    if node.value().is_element()
                        && let Some(index) = open.pop()
                    {
                        close(&mut elements, index, open.last().copied());
                    }
                }
            }
        }
        let body = elements.iter().position(|e| e.tag == "body").unwrap_or(0);
        let class_labels = classes.all.iter().map(|class| Label::of(class)).collect();
        Outline { elements, classes: classes.all, class_labels, body }
    }

    /// How each element stands.
    pub(crate) fn standings(&self) -> Vec<Standing> {
        let mut out: Vec<Standing> = Vec::with_capacity(self.elements.len());
        for (index, element) in self.elements.iter().enumerate() {
            let above = if index == 0 { Standing::default() } else { out[element.parent] };
            out.push(above.below(element.tag, self.label(element)));
        }
        out
    }

    /// What the class of an element says.
    pub(crate) fn class_label(&self, element: &Element<'_>) -> Label {
        element.class_number.and_then(|n| self.class_labels.get(n as usize)).copied().unwrap_or_default()
    }

    /// What the class and the id of an element say.
    pub(crate) fn label(&self, element: &Element<'_>) -> Label {
        self.class_label(element).or(element.id.map(Label::of).unwrap_or_default())
    }

    pub(crate) fn contains(&self, outer: usize, inner: usize) -> bool {
        self.elements.get(outer).is_some_and(|o| outer <= inner && inner < o.end)
    }

    pub(crate) fn children(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.elements.get(of).map_or(0, |e| e.end);
        let next = move |at: &usize| self.elements.get(*at).map(|e| e.end);
        std::iter::successors(Some(of + 1), next).take_while(move |at| *at < end)
    }

    /// The ancestors of an element, nearest first.
    pub(crate) fn ancestors(&self, of: usize) -> impl Iterator<Item = usize> + '_ {
        let mut at = of;
        std::iter::from_fn(move || {
            let parent = self.elements.get(at)?.parent;
            if parent == at || at == 0 {
                return None;
            }
            at = parent;
            Some(parent)
        })
    }

    /// Visits some elements and those around them below the body, each once and behind what it stands in.
    pub(crate) fn downwards(&self, wanted: impl Iterator<Item = usize>, mut visit: impl FnMut(usize)) {
        let mut is_visited = vec![false; self.elements.len()];
        let mut path = Vec::new();
        for element in wanted {
            let mut at = element;
            while at > self.body && !is_visited[at] {
                is_visited[at] = true;
                path.push(at);
                at = self.elements[at].parent;
            }
            path.drain(..).rev().for_each(&mut visit);
        }
    }

    pub(crate) fn tagged<'a>(&'a self, tag: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.elements.iter().enumerate().filter(move |(_, e)| e.tag == tag).map(|(i, _)| i)
    }

    /// The text of an element in normal form, scripts and styles aside: its beginning, where
    /// it is longer than any name, caption or headline. Elements nest, and each may be asked.
    pub(crate) fn text(&self, index: usize) -> String {
        const LONGEST: usize = 16 << 10;
        self.text_within(index, LONGEST)
    }

    /// As [`Outline::text`], some `limit` bytes of it.
    pub(crate) fn text_within(&self, index: usize, limit: usize) -> String {
        normal::line(&self.raw_text(index, limit))
    }

    /// As [`Outline::text_within`], with white space as it stands in the page.
    pub(crate) fn raw_text(&self, index: usize, limit: usize) -> String {
        let mut out = String::new();
        let Some(element) = self.elements.get(index) else { return out };
        let mut skipped = 0usize;
        let mut within = self.elements[index..].iter();
        for edge in element.node.traverse() {
            if out.len() >= limit {
                break;
            }
            match edge {
                ego_tree::iter::Edge::Open(node) => match node.value() {
                    Node::Element(e) => {
                        let is_apart = within.next().is_some_and(|e| !e.inline) || breaks_line(node);
                        if is_silent(e.name()) || is_bare_reading(node) {
                            skipped += 1;
                        } else if is_apart {
                            out.push(' ');
                        }
                    }
                    Node::Text(text) if skipped == 0 => {
                        out.push_str(&text[..text.floor_char_boundary(limit)]);
                    }
                    _ => {}
                },
                ego_tree::iter::Edge::Close(node) => {
                    if node.value().as_element().is_some_and(|e| is_silent(e.name())) || is_bare_reading(node) {
                        skipped = skipped.saturating_sub(1);
                    }
                }
            }
        }
        out
    }

    /// What a reader sees from an element on, itself included: some `limit` bytes of it.
    pub(crate) fn text_from(&self, index: usize, limit: usize) -> String {
        let mut out = String::new();
        let mut left = limit;
        let Some(start) = self.elements.get(index) else { return out };
        let body = self.elements.get(self.body).map(|b| b.node.id());
        let mut at = Some(*start.node);
        while let Some(node) = at.filter(|n| left > 0 && Some(n.id()) != body) {
            // The element itself, then what follows it and each of its ancestors.
            for text in node.descendants().filter_map(|d| d.value().as_text().filter(|_| !is_within_silence(d))) {
                out.push(' ');
                out.push_str(&text[..text.ceil_char_boundary(left)]);
                left = left.saturating_sub(text.len());
                if left == 0 {
                    break;
                }
            }
            at = node.next_sibling().or_else(|| node.ancestors().find_map(|a| a.next_sibling()));
        }
        normal::line(&out)
    }

    /// Whether an element stands among readers' comments.
    pub(crate) fn in_comments(&self, index: usize) -> bool {
        let mut around = std::iter::once(index).chain(self.ancestors(index)).filter_map(|a| self.elements.get(a));
        around.any(|e| e.tag != "body" && self.label(e).has(Label::COMMENTS))
    }

    /// The first characters that a reader sees.
    pub(crate) fn visible_text(&self, limit: usize) -> String {
        let text = self.text(self.body);
        text.chars().take(limit).collect()
    }

    pub(crate) fn declared_language(&self) -> Option<String> {
        let root = self.elements.first()?;
        let lang = root.attr("lang").or_else(|| root.attr("xml:lang"));
        let body = self.elements.get(self.body).and_then(|b| b.attr("lang"));
        lang.or(body).map(str::trim).filter(|l| !l.is_empty()).map(str::to_owned)
    }
}

impl Standing {
    /// How an element stands below one that stands like this.
    fn below(mut self, tag: &str, label: Label) -> Standing {
        self.depth = self.depth.saturating_add(1);
        match tag {
            "figure" | "figcaption" => self.in_figure = true,
            "aside" => self.in_aside = true,
            "footer" | "form" | "header" => self.in_footer = true,
            "article" | "main" => self.in_article = true,
            "blockquote" => self.in_quote = true,
            "table" => self.in_table = true,
            "ul" | "ol" => self.lists = self.lists.saturating_add(1),
            _ => {}
        }
        if !matches!(tag, "body" | "html") {
            self.furniture = self.furniture.saturating_add(u8::from(label.has(Label::FURNITURE)));
            self.bodies = self.bodies.saturating_add(u8::from(label.has(Label::BODY)));
        }
        Standing { label, ..self }
    }
}

pub(crate) fn is_silent(tag: &str) -> bool {
    matches!(tag, "script" | "style" | "noscript" | "template" | "svg" | "iframe" | "head" | "select" | "textarea")
}

/// Whether an element says how the characters before it are read, and its author has not set
/// it in brackets for where it cannot stand above them (HTML Standard, 4.5.12 `rp`).
pub(crate) fn is_bare_reading(node: NodeRef<'_, Node>) -> bool {
    let is_element = |n: &NodeRef<'_, Node>, tag: &str| n.value().as_element().is_some_and(|e| e.name() == tag);
    let before = || node.prev_siblings().find(|n| n.value().is_element());
    is_element(&node, "rt") && !before().is_some_and(|n| is_element(&n, "rp"))
}

fn is_within_silence(node: ego_tree::NodeRef<'_, Node>) -> bool {
    let is_silent_node = |n: NodeRef<'_, Node>| n.value().as_element().is_some_and(|e| is_silent(e.name()));
    node.parent().is_some_and(|p| is_silent_node(p) || is_bare_reading(p))
}

fn mark_inline_ancestors(elements: &mut [Element<'_>], open: &[usize]) {
    for &index in open.iter().rev() {
        let element = &mut elements[index];
        if !element.inline || element.holds_block {
            break;
        }
        element.holds_block = true;
    }
}

fn nearest_paragraph(elements: &[Element<'_>], open: &[usize]) -> Option<usize> {
    for &index in open.iter().rev() {
        match elements[index].tag {
            "p" => return Some(index),
            "script" | "style" | "noscript" | "nav" | "template" => return None,
            _ => {}
        }
    }
    None
}

/// Characters, with a run of white space counted as one.
fn visible_length(text: &str) -> usize {
    let text = text.trim();
    if text.is_ascii() {
        // So many counts fill no byte, and the compiler adds many bytes at once.
        const SOME: usize = 128;
        let is_space = |b: u8| (b == b' ') | (b.wrapping_sub(b'\t') <= b'\r' - b'\t');
        let bytes = text.as_bytes();
        let behind = bytes.get(1..).unwrap_or_default();
        let double = bytes.chunks(SOME).zip(behind.chunks(SOME)).map(|(a, b)| {
            let both = a.iter().zip(b).map(|(a, b)| u8::from(is_space(*a) & is_space(*b)));
            usize::from(both.sum::<u8>())
        });
        return bytes.len() - double.sum::<usize>();
    }
    let mut was_space = false;
    let counts = text.chars().map(|c| {
        let follows_space = std::mem::replace(&mut was_space, c.is_whitespace());
        usize::from(!(follows_space && was_space))
    });
    counts.sum()
}

fn close(elements: &mut [Element<'_>], index: usize, parent: Option<usize>) {
    let end = elements.len();
    let element = &mut elements[index];
    element.end = end;
    if element.tag == "p" && element.paragraph_text <= 40 {
        element.paragraph_text = 0;
    }
    let text = if element.tag == "nav" { 0 } else { element.paragraph_text };
    if let Some(parent) = parent {
        elements[parent].paragraph_text += text;
    }
}
