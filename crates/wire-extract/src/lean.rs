//! What no part of extraction reads is cut out of a page before it is parsed:
//! comments, scripts, style sheets and links to them (within a text only what they hold),
//! drawings, indentation, blanks at the borders of blocks, and all but a few attributes. On news pages that is half of the
//! bytes, and what is never parsed costs neither time nor memory.
//!
//! The walk follows the tokenizer of the HTML standard (§13.2.5) where it matters:
//! quoted attribute values, raw text elements, comments. Where a page is odd, an
//! unclosed comment, a tag that never ends, the rest is left as it is, so that the
//! parser decides. The tree of what is left differs from the page's own only by
//! what was cut.

use std::borrow::Cow;
use std::ops::Range;

use memchr::{memchr, memmem};

use crate::outline::is_inline;

/// A page without what nobody reads.
pub(crate) struct Lean<'t> {
    pub(crate) markup: String,
    /// The text of each script that was cut, for bodies that only scripts hold.
    pub(crate) scripts: Vec<&'t str>,
    /// An upper bound of the nesting: start tags minus end tags, void elements and
    /// those whose end tag is often left out aside.
    pub(crate) depth: usize,
    /// Start tags, and the texts between tags: an estimate of the tree's nodes.
    pub(crate) nodes: usize,
}

/// Whether an attribute is read anywhere in this crate.
fn is_read(name: &str, value: &str) -> bool {
    let one_of = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    match name.len() {
        2 => one_of(&["id"]),
        3 => one_of(&["rel", "src"]),
        4 => one_of(&["href", "type", "name", "role", "lang"]),
        5 => one_of(&["class"]) || (one_of(&["style"]) && may_hide(value)),
        6 => one_of(&["hidden"]),
        7 => one_of(&["content"]),
        8 => one_of(&["property", "itemprop", "datetime", "data-src", "xml:lang"]),
        10 => one_of(&["http-equiv"]),
        11 => one_of(&["aria-hidden"]),
        13 => names_source(name),
        _ => false,
    }
}

/// Whether an attribute holds the address of an image, that of one that is loaded late included.
fn names_source(name: &str) -> bool {
    ["src", "data-src", "data-original", "data-lazy-src"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// Whether an attribute holds an image's addresses by size.
fn names_sizes(name: &str) -> bool {
    ["srcset", "data-srcset", "data-lazy-srcset"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

fn may_hide(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    ["none", "hidden", "clip"].iter().any(|way| style.contains(way))
}

/// Elements without an end tag, or whose end tag is often left out.
fn is_flat(tag: &str) -> bool {
    const FLAT: &[&str] = &[
        "br", "img", "meta", "link", "input", "hr", "source", "p", "li", "path", "use", "wbr", "area", "base", "col",
        "embed", "track", "param", "td", "tr", "th", "option", "dt", "dd",
    ];
    FLAT.contains(&tag)
}

/// Elements that a drawing consists of. Others in it may close it for the parser.
fn is_drawn(tag: &str) -> bool {
    const DRAWN: &[&str] = &[
        "circle",
        "clippath",
        "defs",
        "desc",
        "ellipse",
        "g",
        "image",
        "line",
        "lineargradient",
        "mask",
        "path",
        "pattern",
        "polygon",
        "polyline",
        "radialgradient",
        "rect",
        "stop",
        "style",
        "symbol",
        "text",
        "title",
        "tspan",
        "use",
    ];
    DRAWN.contains(&tag) || tag.starts_with("fe") || tag.starts_with("animate")
}

/// Cuts a page.
pub(crate) fn lean(text: &str) -> Lean<'_> {
    let markup = String::with_capacity(text.len() / 2);
    let mut cutter = Cutter { text, copied: 0, markup, scripts: Vec::new(), texts: 0, unread: Vec::new() };
    let (mut now, mut depth, mut tags) = (0usize, 0usize, 0usize);
    let mut at = 0;
    // Whether a block begins where the text at hand does.
    let mut is_border = true;
    // Whether the tag before it is a block's.
    let mut is_behind_block = true;
    while let Some(open) = cutter.find(at, b'<') {
        let bytes = &text.as_bytes()[open + 1..];
        at = match bytes.first() {
            Some(b'!') if bytes.starts_with(b"!--") => {
                let is_blank = cutter.cut_blank(at, open, is_border);
                is_border &= is_blank;
                is_behind_block &= is_blank;
                let Some(end) = comment_end(text, open) else { break };
                cutter.cut(open, end);
                end
            }
            Some(b'/') => {
                let (tag, end) = cutter.tag(open + 2);
                now = now.saturating_sub(usize::from(!is_flat(&tag)));
                is_behind_block = !is_inline(&tag);
                cutter.cut_blank(at, open, is_border || is_behind_block);
                is_border = false;
                end + usize::from(cutter.byte(end) == Some(b'>'))
            }
            Some(first) if first.is_ascii_alphabetic() => {
                let (tag, end) = cutter.tag(open + 1);
                let is_block = !is_inline(&tag);
                let is_blank = cutter.cut_blank(at, open, is_border || is_block);
                let is_apart = is_blank && is_behind_block;
                (is_border, is_behind_block) = (is_block, is_block);
                let Some(end) = cutter.attributes(end) else { break };
                if is_apart && let Some(next) = cutter.unseen_end(&tag, open, end) {
                    cutter.cut(open, next);
                    at = next;
                    continue;
                }
                cutter.cut_unread();
                tags += 1;
                if !(is_flat(&tag) || is_drawn(&tag) && text[..end].ends_with("/>")) {
                    now += 1;
                    depth = depth.max(now);
                }
                let Some(next) = cutter.content(&tag, open, end) else { break };
                next
            }
            _ => {
                (is_border, is_behind_block) = (false, false);
                open + 1
            }
        };
    }
    cutter.cut(text.len(), text.len());
    Lean { markup: cutter.markup, scripts: cutter.scripts, depth, nodes: tags + cutter.texts }
}

struct Cutter<'t> {
    text: &'t str,
    /// How far the text is copied or cut.
    copied: usize,
    markup: String,
    scripts: Vec<&'t str>,
    /// Texts between tags that are left.
    texts: usize,
    /// Where attributes that nobody reads stand in the tag at hand.
    unread: Vec<(usize, usize)>,
}

impl<'t> Cutter<'t> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn find(&self, from: usize, byte: u8) -> Option<usize> {
        Some(from + memchr(byte, self.text.as_bytes().get(from..)?)?)
    }

    fn skip_while(&self, from: usize, is: impl Fn(u8) -> bool) -> usize {
        let bytes = self.text.as_bytes();
        from + bytes[from..].iter().take_while(|b| is(**b)).count()
    }

    /// Leaves out `from..to`, having copied what stands before.
    fn cut(&mut self, from: usize, to: usize) {
        self.markup.push_str(&self.text[self.copied..from]);
        self.copied = to;
    }

    /// Leaves one sign of the white space before a tag; none where nothing else stands
    /// between two tags, which it tells, and a block begins or ends there.
    fn cut_blank(&mut self, text: usize, open: usize, at_border: bool) -> bool {
        let start = text.max(self.copied);
        let blank = self.text.as_bytes()[start..open].iter().rev().take_while(|b| is_space(**b)).count();
        let is_all = start + blank == open;
        let left = usize::from(!(at_border && is_all));
        if blank > left {
            self.cut(open - blank + left, open);
        }
        self.texts += usize::from(!is_all || blank.min(left) > 0);
        is_all
    }

    /// The name of the tag whose name starts at `start`, in lower case, and where it ends.
    fn tag(&self, start: usize) -> (Cow<'t, str>, usize) {
        let end = self.skip_while(start, |b| !is_space(b) && b != b'/' && b != b'>');
        let text = self.text;
        let mut tag = Cow::Borrowed(&text[start..end]);
        if tag.bytes().any(|b| b.is_ascii_uppercase()) {
            tag.to_mut().make_ascii_lowercase();
        }
        (tag, end)
    }

    /// Reads a start tag from the end of its name on and finds the attributes that nobody
    /// reads. Gives where the tag ends; nothing where it never does.
    fn attributes(&mut self, name_end: usize) -> Option<usize> {
        let mut at = name_end;
        // An image's sizes are long, and read only where it has no plain address.
        let mut may_lack_source = self.text[..name_end].ends_with("img");
        self.unread.clear();
        loop {
            let gap = at;
            at = self.skip_while(at, |b| is_space(b) || b == b'/');
            if self.byte(at)? == b'>' {
                break;
            }
            let name = at;
            // A first equals sign is part of the name (§13.2.5.32).
            at = self.skip_while(at + usize::from(self.byte(at) == Some(b'=')), |b| {
                !is_space(b) && !matches!(b, b'/' | b'>' | b'=')
            });
            let name = self.text.get(name..at)?;
            let (value, end) = self.value(at)?;
            at = end;
            if !(is_read(name, value) || may_lack_source && names_sizes(name)) {
                self.unread.push((gap, at));
            }
            may_lack_source &= !names_source(name) || value.starts_with("data:");
        }
        Some(at + 1)
    }

    /// Cuts what [`Cutter::attributes`] found.
    fn cut_unread(&mut self) {
        for i in 0..self.unread.len() {
            let (from, to) = self.unread[i];
            self.cut(from, to);
            if self.byte(to).is_some_and(|b| !is_space(b) && b != b'/' && b != b'>') {
                self.markup.push(' ');
            }
        }
    }

    /// The value of the attribute whose name ends at `at`, empty where it has none, and where it ends.
    fn value(&self, at: usize) -> Option<(&'t str, usize)> {
        let equals = self.skip_while(at, is_space);
        if self.byte(equals)? != b'=' {
            return Some(("", at));
        }
        let start = self.skip_while(equals + 1, is_space);
        match self.byte(start)? {
            quote @ (b'"' | b'\'') => {
                let end = self.find(start + 1, quote)?;
                Some((self.text.get(start + 1..end)?, end + 1))
            }
            _ => {
                let end = self.skip_while(start, |b| !is_space(b) && b != b'>');
                Some((self.text.get(start..end)?, end))
            }
        }
    }

    /// Where an element that nobody sees or reads ends, with its end tag. Within a text it
    /// stays, emptied: the lines beside it are two.
    fn unseen_end(&mut self, tag: &str, open: usize, start: usize) -> Option<usize> {
        match tag {
            "link" => {
                let is_read = self.says(open, start, &["canonical", "amphtml", "license", "itemprop"]);
                (!is_read).then_some(start)
            }
            "script" | "style" | "noscript" => {
                let end = self.raw_end(tag, start)?;
                let next = self.find(end, b'>')? + 1;
                self.is_unread(tag, open, start..end).then_some(next)
            }
            _ => None,
        }
    }

    /// Whether a tag holds one of some words, in any case.
    fn says(&self, open: usize, end: usize, words: &[&str]) -> bool {
        let lower = self.text[open..end].to_ascii_lowercase();
        words.iter().any(|word| lower.contains(word))
    }

    /// Whether nobody reads what an element of raw text holds; a script's is kept aside.
    fn is_unread(&mut self, tag: &str, open: usize, content: Range<usize>) -> bool {
        match tag {
            "script" => {
                let script = &self.text[content.clone()];
                // Behind a comment sign a script may hold its own end tag (§13.2.5.27).
                let is_unread = !script.contains("<!--") && !self.says(open, content.start, &["ld+json"]);
                self.scripts.extend(is_unread.then_some(script));
                is_unread
            }
            _ => matches!(tag, "style" | "noscript" | "iframe"),
        }
    }

    /// Cuts what stands in an element that nobody looks into. Gives where to go on;
    /// nothing where an element of raw text never ends, which makes the rest text.
    fn content(&mut self, tag: &str, open: usize, start: usize) -> Option<usize> {
        match tag {
            "script" | "style" | "noscript" | "iframe" | "noframes" | "noembed" | "title" | "textarea" | "xmp" => {
                let end = self.raw_end(tag, start)?;
                if self.is_unread(tag, open, start..end) {
                    self.cut(start, end);
                }
                Some(end)
            }
            "svg" if !self.text[open..start].ends_with("/>") => {
                let Some(end) = self.drawing_end(start) else { return Some(start) };
                self.cut(start, end);
                Some(end)
            }
            _ => Some(start),
        }
    }

    /// Where the end tag of a raw text element stands.
    fn raw_end(&self, tag: &str, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut ends = memmem::find_iter(&bytes[start..], b"</").map(|at| start + at);
        ends.find(|at| {
            let name = bytes.get(at + 2..at + 2 + tag.len());
            name.is_some_and(|n| n.eq_ignore_ascii_case(tag.as_bytes()))
                && self.byte(at + 2 + tag.len()).is_some_and(|b| is_space(b) || b == b'/' || b == b'>')
        })
    }

    /// Where the end tag of a drawing stands, if it holds nothing but a drawing.
    fn drawing_end(&self, start: usize) -> Option<usize> {
        let mut at = start;
        loop {
            let open = self.find(at, b'<')?;
            let is_end = self.byte(open + 1) == Some(b'/');
            let name = open + 1 + usize::from(is_end);
            let name_end = self.skip_while(name, |b| b.is_ascii_alphanumeric());
            let tag = self.text[name..name_end].to_ascii_lowercase();
            if tag == "svg" && is_end {
                return Some(open);
            }
            if !is_drawn(&tag) {
                return None;
            }
            at = name_end;
        }
    }
}

/// White space between attributes (§13.2.5.32).
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b'\x0C')
}

/// Where the comment at `open` ends (§13.2.5.43 to 51).
fn comment_end(text: &str, open: usize) -> Option<usize> {
    // The two dashes that open a comment may also close it: `<!-->` and `<!--->` are whole.
    let (dashes, body) = (open + 2, open + 4);
    let signs = memchr::memchr_iter(b'>', text.as_bytes().get(body..)?).map(|at| body + at);
    let closes = |at: &usize| text[dashes..*at].ends_with("--") || text[body..*at].ends_with("--!");
    signs.into_iter().find(closes).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_reads_is_cut() {
        let check = |page: &str, expected: &str| assert_eq!(lean(page).markup, expected, "{page}");
        check("<p data-x='a>b' class=\"k l\" onclick=go()>one", "<p class=\"k l\">one");
        check("<img SRC=a.jpg srcset='b 1x' alt=x/>", "<img SRC=a.jpg>");
        check("<img src='data:x' srcset='b 1x' alt=x/>", "<img src='data:x' srcset='b 1x'>");
        check("<source srcset='b 1x'>", "<source>");
        check("<p data-x='1'id='k'data-y>z", "<p id='k'>z");
        check("<a href=/x/y/ title = \"t\">z</a><br/>", "<a href=/x/y/>z</a><br/>");
        check("<div style='display: none'><div style='color:red' hidden>", "<div style='display: none'><div hidden>");
        check("<div STYLE='VISIBILITY:Hidden'>", "<div STYLE='VISIBILITY:Hidden'>");
        check("a<!-- <p>x</p> -->b<!-->c<!--->d<!-- e --!>f", "abcdf");
        check("a<!---<div>-->b<!-- c --->d<!--!>e-->f", "abdf");
        check("<style>p > a { }</style><p>x", "<p>x");
        check("<script>if (a<b) '<p>'</script >x", "x");
        check("a<script>b</script>c <script src=x></script> e", "a<script></script>c <script src=x></script> e");
        check("a<!-- x --><script>b</script>c", "a<script></script>c");
        check("<div>a</div> <style>b</style> <p><script>d</script> e", "<div>a</div><p> e");
        check("<link rel=icon href=x><LINK rel=Canonical href=y><link rel=preload>", "<LINK rel=Canonical href=y>");
        check("<p>a  b  <b>c</b>\n\t\t<i>d", "<p>a  b <b>c</b>\n<i>d");
        check("<div> <p> x </p> <b>y</b> <i>z</i> </div>", "<div><p> x </p> <b>y</b> <i>z</i></div>");
        check("<p>x.<!-- a --> <!-- b --> <b>y", "<p>x.  <b>y");
        check("<svg viewBox='0'><g><path d='M0'/></g></svg>x", "<svg></svg>x");
        check("<noscript><img src=x></noscript>", "");
    }

    #[test]
    fn what_is_read_or_odd_stays() {
        let stay = |page: &str| assert_eq!(lean(page).markup, page);
        stay("<script type=\"application/ld+json\">{\"a\": \"<!-- b\"}</script>");
        stay("<script><!-- document.write('<script></script>') --></script>");
        stay("<title>a <!-- b</title><textarea><!-- c</textarea>");
        stay("<svg><p>a paragraph ends the drawing</p></svg>");
        stay("text <!-- never closed <p>");
        stay("<p class=\"never closed> text <p>x</p>");
        stay("1 < 2 <3 <é");
        stay("<p");
        stay("<script>never closed <!-- x --> <p onclick=x>");
    }

    #[test]
    fn scripts_are_kept_aside_and_depth_is_counted() {
        let page = "<body><div><div><p>x<p>y</div></div><script>\"z\"</script>";
        let found = lean(page);
        assert_eq!(found.scripts, ["\"z\""]);
        assert_eq!(found.depth, 3);
        assert_eq!(lean("<b>".repeat(500).as_str()).depth, 500);
        assert_eq!(lean("<div><p></p>".repeat(500).as_str()).depth, 500);
    }
}
