//! A page's tree without what nobody reads: comments, scripts, style sheets and links to them (within a text only what
//! they hold), drawings, indentation, blanks at the borders of blocks, and all but a few attributes. On news pages that
//! is half of the bytes, and what is never made costs neither time nor memory.
//!
//! The tree is `scraper`'s, and html5ever's tree builder makes it: which element closes which is the hard part of
//! HTML. Its tokenizer, which is half of a parser's time, reads document types only: the walk that finds what is read
//! follows the tokenizer of the HTML standard (§13.2.5), and hands its tokens over itself. The tree differs from the
//! page's own only by what was cut.

use std::borrow::Cow;
use std::ops::Range;

use ego_tree::{NodeId, Tree};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, CharacterTokens, NullCharacterToken, Tag, TagKind, TagToken, Token, TokenSink, TokenSinkResult,
    Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, QualName, TokenizerResult, ns};
use htmlize::Context;
use memchr::{memchr, memchr_iter, memchr2_iter, memchr3, memmem};
use scraper::{Html, HtmlTreeSink, Node};

use crate::MAX_DEPTH;
use crate::outline::may_be_inline;

mod names;

use names::{attribute_name, is_drawn, is_flat, is_read, names_sizes, names_source, tag_name};

/// A page without what nobody reads.
pub(crate) struct Lean<'t> {
    pub(crate) html: Html,
    /// The text of each script that was cut, for bodies that only scripts hold.
    pub(crate) scripts: Vec<&'t str>,
}

/// Parses a page, or a part of one; nothing where it nests too deep, for the tree builder's time grows with depth.
pub(crate) fn parse(text: &str) -> Option<Lean<'_>> {
    let mut walk = Walk::new(text);
    walk.walk()?;
    walk.tokenizer.end();
    Some(Lean { html: walk.tokenizer.sink.sink.finish(), scripts: walk.scripts })
}

struct Walk<'t> {
    text: &'t str,
    /// The same, to be shared with what is made of it.
    page: StrTendril,
    /// html5ever's: the tree builder, and the tokenizer of document types.
    tokenizer: Tokenizer<TreeBuilder<NodeId, HtmlTreeSink>>,
    scripts: Vec<&'t str>,
    /// Elements of raw text whose end tag was looked for in vain.
    endless: Vec<&'static str>,
    /// The attributes of the tag at hand that are read.
    attributes: Vec<(&'t str, &'t str)>,
    /// Elements that are open: start tags minus end tags, void elements and those whose end tag is often left out aside.
    depth: usize,
    /// Where the text at hand begins.
    from: usize,
    /// Whether a block begins there.
    is_border: bool,
    /// Whether the tag before it is a block's.
    is_behind_block: bool,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Walk<'t> {
        let mut html = Html::new_document();
        // A tree that has to grow moves all its nodes. On nine pages of ten it has at most so many for ten tags, start
        // and end tags together; a page of odd signs has few.
        const OF_TEN: usize = 8;
        const LEAST_BYTES: usize = 24;
        let tags = memchr_iter(b'<', text.as_bytes()).count().min(text.len() / LEAST_BYTES);
        html.tree = Tree::with_capacity(Node::Document, tags * OF_TEN / 10 + 64);
        let builder = TreeBuilder::new(HtmlTreeSink::new(html), TreeBuilderOpts::default());
        Walk {
            text,
            page: StrTendril::from_slice(text),
            tokenizer: Tokenizer::new(builder, TokenizerOpts::default()),
            scripts: Vec::new(),
            endless: Vec::new(),
            attributes: Vec::new(),
            depth: 0,
            from: 0,
            is_border: true,
            is_behind_block: true,
        }
    }

    /// Hands over the tokens of the page; nothing where it nests too deep.
    fn walk(&mut self) -> Option<()> {
        let mut at = 0;
        while let Some(open) = self.find(at, b'<') {
            let next = match self.byte(open + 1) {
                Some(b'!' | b'?') => self.declaration(open),
                Some(b'/') => self.end_tag(open),
                Some(first) if first.is_ascii_alphabetic() => self.start_tag(open),
                // A sign like any other.
                _ => {
                    at = open + 1;
                    continue;
                }
            };
            let Some(next) = next else {
                // A tag, or what is none, that never ends says nothing.
                self.hand_over_text(&self.text[self.from..open], Some(Context::General));
                return Some(());
            };
            (self.from, at) = (next, next);
            if self.depth > MAX_DEPTH {
                return None;
            }
        }
        self.hand_over_text(&self.text[self.from..], Some(Context::General));
        Some(())
    }

    /// Reads a comment, a document type, or a text that says that it holds no markup. Gives where it ends, as the readers
    /// of tags do; nothing where it never does.
    fn declaration(&mut self, open: usize) -> Option<usize> {
        const TEXT: &[u8] = b"<![CDATA[";
        let declaration = &self.text.as_bytes()[open..];
        let is_text = declaration.starts_with(TEXT)
            && self.tokenizer.sink.adjusted_current_node_present_but_not_in_html_namespace();
        let end = match declaration {
            [b'<', b'!', b'-', b'-', ..] => comment_end(self.text, open)?,
            _ if is_text => memmem::find(declaration, b"]]>").map_or(self.text.len(), |at| open + at + 3),
            _ => self.find(open, b'>')? + 1,
        };
        let is_blank = self.text_before(open, self.is_border);
        (self.is_border, self.is_behind_block) = (self.is_border && is_blank, self.is_behind_block && is_blank);
        if is_text {
            let text = &self.text[open + TEXT.len()..end];
            self.hand_over_text(text.strip_suffix("]]>").unwrap_or(text), None);
        } else if declaration.get(..9).is_some_and(|d| d.eq_ignore_ascii_case(b"<!doctype")) {
            let input = BufferQueue::default();
            input.push_back(StrTendril::from_slice(&self.text[open..end]));
            while !matches!(self.tokenizer.feed(&input), TokenizerResult::Done) {}
        }
        Some(end)
    }

    fn end_tag(&mut self, open: usize) -> Option<usize> {
        match self.byte(open + 2) {
            Some(first) if first.is_ascii_alphabetic() => {}
            Some(_) => return self.declaration(open),
            None => {
                self.hand_over_text(&self.text[self.from..], Some(Context::General));
                return Some(self.text.len());
            }
        }
        let (tag, name_end) = self.tag(open + 2);
        let (end, _) = self.attributes(name_end)?;
        self.is_behind_block = !may_be_inline(&tag);
        self.text_before(open, self.is_border || self.is_behind_block);
        self.is_border = false;
        self.depth = self.depth.saturating_sub(usize::from(!is_flat(&tag)));
        self.attributes.clear();
        self.hand_over_tag(TagKind::EndTag, &tag, false);
        Some(end)
    }

    fn start_tag(&mut self, open: usize) -> Option<usize> {
        let (tag, name_end) = self.tag(open + 1);
        let (end, is_closed) = self.attributes(name_end)?;
        let is_block = !may_be_inline(&tag);
        let is_blank = self.text_before(open, self.is_border || is_block);
        let is_apart = is_blank && self.is_behind_block;
        (self.is_border, self.is_behind_block) = (is_block, is_block);
        let unread = self.unread_content(&tag, open, end);
        if is_apart && let Some(next) = self.unseen_end(&tag, open, end, unread.as_ref()) {
            return Some(next);
        }
        if !(is_flat(&tag) || is_drawn(&tag) && is_closed) {
            self.depth += 1;
        }
        let raw = self.hand_over_tag(TagKind::StartTag, &tag, is_closed);
        Some(match (unread, raw) {
            (Some(content), _) => content.end,
            (None, Some(raw)) => {
                let content_end = self.raw_end(&tag, end).unwrap_or(self.text.len());
                self.hand_over_raw(&self.text[end..content_end], raw);
                content_end
            }
            _ if tag == "svg" && !is_closed => self.drawing_end(end).unwrap_or(end),
            _ => end,
        })
    }

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

    /// Hands over the text before a tag, with one sign of the white space at its end; without it where nothing else
    /// stands between two tags, which it tells, and a block begins or ends there.
    fn text_before(&self, open: usize, at_border: bool) -> bool {
        let text = &self.text[self.from..open];
        let seen = text.trim_ascii_end();
        let is_blank = seen.is_empty();
        let left = usize::from(!(at_border && is_blank)).min(text.len() - seen.len());
        self.hand_over_text(&text[..seen.len() + left], Some(Context::General));
        is_blank
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

    /// Reads a tag from the end of its name on, and keeps the attributes that are read. Gives where the tag ends, and
    /// whether it says that it closes itself; nothing where it never ends.
    fn attributes(&mut self, name_end: usize) -> Option<(usize, bool)> {
        let mut at = name_end;
        // An image's sizes are long, and read only where it has no plain address.
        let mut may_lack_source = self.text[..name_end].ends_with("img");
        self.attributes.clear();
        loop {
            let gap = at;
            at = self.skip_while(at, |b| is_space(b) || b == b'/');
            if self.byte(at)? == b'>' {
                return Some((at + 1, self.text[gap..at].ends_with('/')));
            }
            let name = at;
            // A first equals sign is part of the name (§13.2.5.32).
            at = self.skip_while(at + usize::from(self.byte(at) == Some(b'=')), |b| {
                !is_space(b) && !matches!(b, b'/' | b'>' | b'=')
            });
            let name = self.text.get(name..at)?;
            let (value, end) = self.value(at)?;
            at = end;
            if is_read(name, value) || may_lack_source && names_sizes(name) {
                self.attributes.push((name, value));
            }
            may_lack_source &= !names_source(name) || value.starts_with("data:");
        }
    }

    /// The value of the attribute whose name ends at `at`, empty where it has none, and where it ends.
    fn value(&self, at: usize) -> Option<(&'t str, usize)> {
        let equals = self.skip_while(at, is_space);
        if self.byte(equals)? != b'=' {
            return Some((&self.text[at..at], at));
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

    /// What the signs of a part of the page stand for: line ends are one (§13.2.3.5), references are what they name.
    fn plain(&self, part: &str, references: Option<Context>) -> StrTendril {
        if memchr3(b'&', b'\r', b'\0', part.as_bytes()).is_none() {
            let start = part.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
            let shared = self.page.try_subtendril(start as u32, part.len() as u32);
            return shared.unwrap_or_else(|_| StrTendril::from_slice(part));
        }
        let mut part = without_null(part);
        if part.contains('\r') {
            part = Cow::Owned(part.replace("\r\n", "\n").replace('\r', "\n"));
        }
        match references {
            Some(context) => StrTendril::from_slice(&htmlize::unescape_in(part, context)),
            None => StrTendril::from_slice(&part),
        }
    }

    /// Hands over characters.
    fn hand_over_text(&self, text: &str, references: Option<Context>) {
        for (number, part) in text.split('\0').enumerate() {
            if number > 0 {
                self.hand_over(NullCharacterToken);
            }
            if !part.is_empty() {
                self.hand_over(CharacterTokens(self.plain(part, references)));
            }
        }
    }

    /// Hands over what stands in an element of raw text.
    fn hand_over_raw(&self, text: &str, kind: RawKind) {
        if !text.is_empty() {
            self.hand_over(CharacterTokens(self.plain(text, (kind == RawKind::Rcdata).then_some(Context::General))));
        }
    }

    /// Hands over a tag with the attributes that were kept.
    fn hand_over_tag(&mut self, kind: TagKind, name: &str, self_closing: bool) -> Option<RawKind> {
        let mut attrs: Vec<Attribute> = Vec::with_capacity(self.attributes.len());
        for (name, value) in &self.attributes {
            let local = attribute_name(name);
            // The first of a name counts (§13.2.5.33).
            if attrs.iter().all(|a| a.name.local != local) {
                let name = QualName::new(None, ns!(), local);
                attrs.push(Attribute { name, value: self.plain(value, Some(Context::Attribute)) });
            }
        }
        let name = tag_name(&without_null(name));
        self.hand_over(TagToken(Tag { kind, name, self_closing, attrs, had_duplicate_attributes: false }))
    }

    /// Gives how what follows is to be read, where it is no markup.
    fn hand_over(&self, token: Token) -> Option<RawKind> {
        match self.tokenizer.sink.process_token(token, 1) {
            TokenSinkResult::RawData(kind) => Some(kind),
            TokenSinkResult::Plaintext => Some(RawKind::Rawtext),
            _ => None,
        }
    }

    /// Where the content of an element of raw text stands that nobody reads; a script's is kept aside.
    fn unread_content(&mut self, tag: &str, open: usize, start: usize) -> Option<Range<usize>> {
        let name = ["script", "style", "noscript", "iframe"].into_iter().find(|name| *name == tag)?;
        let is_read = name == "script" && self.says(open, start, &["ld+json"]);
        if is_read || self.endless.contains(&name) {
            return None;
        }
        let Some(end) = self.raw_end(name, start) else {
            self.endless.push(name);
            return None;
        };
        self.scripts.extend((name == "script").then_some(&self.text[start..end]));
        Some(start..end)
    }

    /// Where the end tag of a script stands. Behind a comment sign a script may hold another (§13.2.5.20 to 31).
    fn script_end(&self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // Where the comment sign's dashes begin, and whether a start tag stands behind it.
        let (mut comment, mut holds_script) = (None, false);
        for at in memchr2_iter(b'<', b'>', &bytes[start..]).map(|at| start + at) {
            match comment {
                Some(dashes) if bytes[at] == b'>' && bytes[dashes..at].ends_with(b"--") => {
                    (comment, holds_script) = (None, false);
                }
                None if bytes[at..].starts_with(b"<!--") => comment = Some(at + 2),
                _ if self.is_named(at, b"</", "script") => {
                    if !holds_script {
                        return Some(at);
                    }
                    holds_script = false;
                }
                _ => holds_script |= comment.is_some() && self.is_named(at, b"<", "script"),
            }
        }
        None
    }

    /// Whether a tag, which a sign begins, has a name.
    fn is_named(&self, at: usize, sign: &[u8], tag: &str) -> bool {
        let name = self.text.as_bytes()[at..].strip_prefix(sign);
        name.and_then(|name| name.split_at_checked(tag.len())).is_some_and(|(name, behind)| {
            name.eq_ignore_ascii_case(tag.as_bytes())
                && behind.first().is_some_and(|b| is_space(*b) || matches!(b, b'/' | b'>'))
        })
    }

    /// Where an element that nobody sees or reads ends, with its end tag. Within a text it stays, emptied: the lines
    /// beside it are two.
    fn unseen_end(&self, tag: &str, open: usize, end: usize, unread: Option<&Range<usize>>) -> Option<usize> {
        match tag {
            "link" => {
                let is_read = self.says(open, end, &["canonical", "amphtml", "license", "itemprop"]);
                (!is_read).then_some(end)
            }
            "script" | "style" | "noscript" => Some(self.find(unread?.end, b'>')? + 1),
            _ => None,
        }
    }

    /// Whether a tag holds one of some words, in any case.
    fn says(&self, open: usize, end: usize, words: &[&str]) -> bool {
        let lower = self.text[open..end].to_ascii_lowercase();
        words.iter().any(|word| lower.contains(word))
    }

    /// Where the end tag of an element of raw text stands.
    fn raw_end(&self, tag: &str, start: usize) -> Option<usize> {
        match tag {
            "plaintext" => return None,
            "script" => return self.script_end(start),
            _ => {}
        }
        let mut ends = memmem::find_iter(&self.text.as_bytes()[start..], b"</").map(|at| start + at);
        ends.find(|at| self.is_named(*at, b"</", tag))
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

fn without_null(text: &str) -> Cow<'_, str> {
    match memchr(0, text.as_bytes()) {
        Some(_) => Cow::Owned(text.replace('\0', "\u{FFFD}")),
        None => Cow::Borrowed(text),
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

    /// Checks that a page has the tree that another has, comments aside.
    fn check(page: &str, expected: &str) {
        let without_comments = |mut html: Html| {
            let is_comment = |n: &ego_tree::NodeRef<'_, Node>| n.value().is_comment();
            let comments: Vec<NodeId> = html.tree.nodes().filter(is_comment).map(|n| n.id()).collect();
            comments.into_iter().for_each(|id| html.tree.get_mut(id).expect("a node").detach());
            html.html()
        };
        let [found, whole] = [parse(page).expect("a tree").html, Html::parse_document(expected)].map(without_comments);
        assert_eq!(found, whole, "{page:?}");
    }

    #[test]
    fn what_nobody_reads_is_cut() {
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
        check("<![if !IE]>a<![endif]><?xml version=1>b</ c>d</>e", "abde");
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
        for page in [
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\"><p>a<table><tr><td>quirks",
            "<!doctype html><p>a<table><tr><td>no quirks<tfoot></tr>foster</table>",
            "<script type=\"application/ld+json\">{\"a\": \"<!-- b\"}</script>x",
            "a<script type=ld+json><!-- document.write('<script>b</script>') --></script>c",
            "<title>a <!-- b &amp; &lt;</title><textarea>\n<!-- c</textarea><xmp>&amp;</xmp>d",
            "<svg><p>a paragraph ends the drawing</p></svg>",
            "<svg><title>a<b>c</b></title><desc/></svg><math><mi>x</mi><![CDATA[y > z]]></math>a<![CDATA[b>c",
            "text <!-- never closed <p>",
            "<p class=\"never closed> text <p>x</p>",
            "1 < 2 <3 <é",
            "<p",
            "</",
            "a </",
            "<script>never closed <!-- x --> <p onclick=x>",
            "<b>1<i>2</b>3</i><p>a<div>b</p>c</div>",
            "<select><option>a<option>b<textarea>c</textarea></select>",
            "<pre>\r\n\r\na\rb</pre>c\r\nd",
            "&amp;&lt &notit; &notin; &#8217;&#x80;&#xD800;&#0; &#xZ; &; &x; a&b=c &ampx &Copy; &AMP",
            "<a href='?a=1&copy=2&amp;lt=3&lt'>x</a><a href=?&notit;&not>y</a>",
            "a\0b<p id='c\0d'>\0<math>\0</math><e\0f>",
            "<p CLASS=a class=b id id=c href==e>f",
            "<plaintext>a</plaintext><b>",
            "<frameset><frame></frameset><noframes>a<p></noframes>",
            "<table>a<tr>b<td>c</table>d<p>e</table>f",
            "<template><p>a</template><body class=x>b</body>c</html>d<!-- e -->",
            "</p></br></div>a<hr/><div/>b",
        ] {
            check(page, page);
        }
    }

    /// Pages of odd pieces, drawn with a fixed seed, have the tree that html5ever gives them.
    #[test]
    fn odd_pages_have_their_own_tree() {
        // "~" stands for a space.
        const PIECES: &str = "<p> </p> <div> </div> <b> </b> <a~href=x> </a> <table> <tr> <td> </table> <svg><p> \
            <svg><foreignObject> </svg> <title> </title> <textarea> </textarea> <select> </select> <option> \
            <template> </template> <math> <mi> <ul> <li> </ul> <br/> <body> </body> <h1> </h1> <form> </form> \
            <button> </button> <i> </i> <pre> </pre> <!doctype~html> x y &lt; &amp & <1 \0 a\r\nb é <![CDATA[ \
            ]]> </ > \" ' = <mtext> <desc> <frameset> <head> </head> <xmp> </xmp> <script~type=ld+json> \
            <script~type=ld+json><!--~<script> </script> <!-- --> <!--> <!---> </SCRIPT~x> <![CDATA[a<b>&amp;]]>";
        let pieces: Vec<String> = PIECES.split(' ').map(|piece| piece.replace('~', " ")).collect();
        let mut state = 0x9E37_79B9_7F4A_7C15u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        for _ in 0..60_000 {
            let page: String = (0..next(14)).map(|_| pieces[next(pieces.len())].as_str()).collect();
            check(&page, &page);
        }
    }

    #[test]
    fn scripts_are_kept_aside_and_depth_has_a_bound() {
        let page = "<body><div><div><p>x<p>y</div></div><script>\"z\"</script>";
        assert_eq!(parse(page).expect("a tree").scripts, ["\"z\""]);
        assert!(parse(&"<b>".repeat(MAX_DEPTH)).is_some());
        assert!(parse(&"<b>".repeat(MAX_DEPTH + 1)).is_none());
        assert!(parse(&"<div><p></p>".repeat(MAX_DEPTH + 1)).is_none());
        assert!(parse(&"<div><p></p></div>".repeat(MAX_DEPTH + 1)).is_some());
    }
}
