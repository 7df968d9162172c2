//! Makes XML-like text well-formed, in one pass, and outlines it on the way.
//!
//! What is mended: references that XML does not know, bare `&` and `<`,
//! characters that XML forbids, attributes without quotes or said twice, tags
//! that do not match, sections that do not end, text after the root, a missing
//! end. Declarations, comments, processing instructions and the DOCTYPE are
//! left out: the text is Unicode by now, and nothing in them is content.
//!
//! Then the accidents that make readers turn a feed away: a root without or
//! with an odd version, Atom 0.3's names, namespaces with `https`, and unknown
//! `type` attributes.

use std::borrow::Cow;

use wire_model::{Defect, DefectKind};
use wire_text::entity;

use crate::tree::{Attribute, Node, NodeId, Ns, Tree};

/// Deeper elements are passed over, so that no reader runs out of stack.
const MAX_DEPTH: usize = 200;

/// Further attributes of an element are passed over.
const MAX_ATTRIBUTES: usize = 256;

struct Repair<'t> {
    text: &'t str,
    at: usize,
    out: String,
    nodes: Vec<Node>,
    open: Vec<Open<'t>>,
    atom03: bool,
    faults: usize,
    entities: Vec<(String, String)>,
}

struct Open<'t> {
    node: usize,
    /// The name as it was written and as it is written out.
    written: &'t str,
    name: Cow<'t, str>,
    /// Namespace declarations made here: prefix and vocabulary.
    declared: Vec<(String, Ns)>,
}

pub(crate) fn repair(text: &str, defects: &mut Vec<Defect>) -> Tree {
    let mut repair = Repair {
        text,
        at: 0,
        out: String::with_capacity(text.len() + text.len() / 16),
        nodes: Vec::new(),
        open: Vec::new(),
        atom03: false,
        faults: 0,
        entities: Vec::new(),
    };
    while repair.at < text.len() && repair.step() {}
    let cut: Vec<NodeId> = repair.open.iter().map(|o| NodeId(o.node)).collect();
    if cut.len() > 1 {
        defects.push(Defect::new(DefectKind::Truncated, format!("{} elements were still open at the end", cut.len())));
    }
    while !repair.open.is_empty() {
        repair.close_top();
    }
    if repair.faults > 0 {
        defects.push(Defect::new(DefectKind::IllFormed, format!("{} places were mended", repair.faults)));
    }
    Tree { text: repair.out, nodes: repair.nodes, cut }
}

impl<'t> Repair<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes one piece; false when the root has ended.
    fn step(&mut self) -> bool {
        let rest = self.rest();
        let run = memchr::memchr2(b'<', b'&', rest.as_bytes()).unwrap_or(rest.len());
        if run > 0 {
            if !self.open.is_empty() {
                push_allowed(&rest[..run], &mut self.out);
            }
            self.at += run;
            return true;
        }
        match rest.as_bytes().first() {
            Some(b'&') => self.reference(rest),
            _ => return self.markup(rest),
        }
        true
    }

    fn reference(&mut self, rest: &str) {
        if self.open.is_empty() {
            self.at += 1;
            return;
        }
        let Some((body, length)) = entity::reference(rest) else {
            // "&eacute " without its semicolon is still a reference to a reader's eye, but
            // "AT&T" is not: only numeric ones are taken without it.
            self.out.push_str("&amp;");
            self.faults += 1;
            self.at += 1;
            return;
        };
        let defined = self.entities.iter().find(|(name, _)| name == body).map(|(_, value)| value.clone());
        match defined {
            Some(value) => push_escaped(&value, false, &mut self.out),
            None => push_reference(body, &rest[..length], &mut self.out, &mut self.faults),
        }
        self.at += length;
    }

    fn markup(&mut self, rest: &'t str) -> bool {
        if rest.starts_with("<![CDATA[") {
            let end = memchr::memmem::find(rest.as_bytes(), b"]]>");
            if !self.open.is_empty() {
                push_allowed(&rest[..end.unwrap_or(rest.len())], &mut self.out);
                self.out.push_str("]]>");
            }
            self.faults += usize::from(end.is_none());
            self.at += end.map_or(rest.len(), |e| e + 3);
        } else if rest.starts_with("<!--") {
            let end = rest.get(4..).and_then(|r| r.find("-->")).map_or(rest.len(), |e| e + 7);
            self.at += end;
        } else if rest.starts_with("<?") {
            self.at += rest.find("?>").map_or_else(|| rest.find('>').map_or(rest.len(), |e| e + 1), |e| e + 2);
        } else if rest.get(..9).is_some_and(|d| d.eq_ignore_ascii_case("<!DOCTYPE")) {
            self.doctype(rest);
        } else {
            return self.tag(rest);
        }
        true
    }

    /// Passes over the DOCTYPE and keeps the general entities that it defines.
    fn doctype(&mut self, rest: &str) {
        let mut depth = 0i32;
        let mut end = rest.len();
        for (i, b) in rest.bytes().enumerate() {
            match b {
                b'[' => depth += 1,
                b']' => depth -= 1,
                b'>' if depth <= 0 => {
                    end = i + 1;
                    break;
                }
                _ => {}
            }
        }
        // Only plain definitions, few and short: nothing that could multiply.
        for definition in rest[..end].split("<!ENTITY").skip(1).take(200) {
            let mut words = definition.trim_start().splitn(2, char::is_whitespace);
            let (Some(name), Some(value)) = (words.next(), words.next()) else { continue };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { continue };
            if let Some(value) = value[1..].split(quote).next().filter(|v| v.len() <= 1000 && !v.contains('<')) {
                self.entities.push((name.to_owned(), entity::decode(value).into_owned()));
            }
        }
        self.at += end;
    }

    fn tag(&mut self, rest: &'t str) -> bool {
        let next = rest.as_bytes().get(1).copied().unwrap_or(b' ');
        if !(next.is_ascii_alphabetic() || matches!(next, b'/' | b'_') || next >= 0x80) {
            if !self.open.is_empty() {
                self.out.push_str("&lt;");
                self.faults += 1;
            }
            self.at += 1;
            return true;
        }
        let Some(end) = tag_end(rest) else {
            // The document breaks off inside a tag.
            self.at = self.text.len();
            self.faults += 1;
            return true;
        };
        let body = &rest[1..end];
        self.at += end + 1;
        if let Some(name) = body.strip_prefix('/') { self.close(name.trim()) } else { self.start(body) }
    }

    fn close(&mut self, written: &str) -> bool {
        if self.open.len() == 1 && self.open[0].written.eq_ignore_ascii_case(written) {
            self.close_top();
            return false;
        }
        let place = self
            .open
            .iter()
            .rposition(|o| o.written == written)
            .or_else(|| self.open.iter().rposition(|o| o.written.eq_ignore_ascii_case(written)));
        match place {
            Some(0) if self.open.len() > 1 => {
                while !self.open.is_empty() {
                    self.close_top();
                }
                self.faults += 1;
                return false;
            }
            Some(place) => {
                self.faults += usize::from(place + 1 != self.open.len());
                while self.open.len() > place {
                    self.close_top();
                }
            }
            None => self.faults += 1,
        }
        true
    }

    fn close_top(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let inner_end = self.out.len();
        self.out.push_str("</");
        self.out.push_str(&open.name);
        self.out.push('>');
        let outer_end = self.out.len();
        if let Some(node) = self.nodes.get_mut(open.node) {
            node.inner.1 = inner_end;
            node.outer.1 = outer_end;
        }
    }

    fn start(&mut self, body: &'t str) -> bool {
        let empty = body.ends_with('/');
        let body = if empty { &body[..body.len() - 1] } else { body };
        let name_end = body.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(body.len());
        let written = &body[..name_end];
        let is_root = self.open.is_empty();
        if self.open.len() >= MAX_DEPTH {
            self.faults += 1;
            return true;
        }
        self.close_unclosed_item(written);
        let mut attributes = read_attributes(&body[name_end..]);
        let mut name = Cow::Borrowed(written);
        if is_root {
            name = Cow::Owned(self.normalise_root(written, &mut attributes));
        } else if self.atom03 {
            name = Cow::Borrowed(atom_name(written));
        }
        let declared = declarations(&attributes);
        normalise_type(&name, &mut attributes);
        self.write_start(written, name, attributes, declared);
        if empty {
            self.close_top();
            return !is_root;
        }
        true
    }

    /// An `<item>` inside an `<item>` means that the first one never ended,
    /// unless an extension's element holds it (other versions of the story).
    fn close_unclosed_item(&mut self, written: &str) {
        if !matches!(written, "item" | "entry") {
            return;
        }
        let is_extension = |o: &Open<'_>| o.written.contains(':') && self.nodes[o.node].ns == Ns::Other;
        let place = self.open.iter().rposition(|o| o.written == written);
        if let Some(place) = place.filter(|p| !self.open[*p..].iter().any(is_extension)) {
            self.faults += 1;
            while self.open.len() > place {
                self.close_top();
            }
        }
    }

    fn write_start(
        &mut self,
        written: &'t str,
        name: Cow<'t, str>,
        attributes: Vec<Attribute>,
        declared: Vec<(String, Ns)>,
    ) {
        let outer_start = self.out.len();
        self.out.push('<');
        let name_start = self.out.len();
        self.out.push_str(&name);
        for attribute in &attributes {
            self.out.push(' ');
            self.out.push_str(&attribute.name);
            self.out.push_str("=\"");
            self.out.push_str(&attribute.value);
            self.out.push('"');
        }
        self.out.push('>');
        let prefix_length = name.find(':').map_or(0, |i| i + 1);
        let prefix = &name[..prefix_length.saturating_sub(1)];
        let ns = self.lookup(prefix, &declared);
        let id = self.nodes.len();
        let parent = self.open.last().map(|o| o.node);
        let previous = parent.and_then(|p| self.nodes[p].last_child);
        if let Some(parent) = parent {
            self.nodes[parent].last_child = Some(id);
            if self.nodes[parent].first_child.is_none() {
                self.nodes[parent].first_child = Some(id);
            }
        }
        if let Some(previous) = previous {
            self.nodes[previous].next = Some(id);
        }
        self.nodes.push(Node {
            ns,
            local: (name_start + prefix_length, name_start + name.len()),
            outer: (outer_start, usize::MAX),
            inner: (self.out.len(), self.out.len()),
            attributes,
            parent,
            first_child: None,
            last_child: None,
            next: None,
        });
        self.open.push(Open { node: id, written, name, declared });
    }

    fn lookup(&self, prefix: &str, declared: &[(String, Ns)]) -> Ns {
        let scopes = self.open.iter().rev().map(|o| o.declared.as_slice());
        std::iter::once(declared)
            .chain(scopes)
            .flat_map(|scope| scope.iter())
            .find(|(p, _)| p == prefix)
            .map_or_else(|| Ns::of_prefix(prefix), |(_, ns)| *ns)
    }

    /// Gives the root the name, version and namespace that readers dispatch on.
    fn normalise_root(&mut self, name: &str, attributes: &mut Vec<Attribute>) -> String {
        let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
        let set = |attributes: &mut Vec<Attribute>, name: &str, value: &str| {
            attributes.retain(|a| a.name != name);
            attributes.push(Attribute { name: name.to_owned(), value: value.to_owned() });
        };
        match local.as_str() {
            "rss" => {
                let version =
                    attributes.iter().find(|a| a.name.eq_ignore_ascii_case("version")).map(|a| a.value.clone());
                let version = match version.as_deref() {
                    Some(v @ ("0.91" | "0.92")) => v.to_owned(),
                    _ => "2.0".to_owned(),
                };
                attributes.retain(|a| !a.name.eq_ignore_ascii_case("version") && a.name != "xmlns");
                set(attributes, "version", &version);
                "rss".to_owned()
            }
            "feed" => {
                self.atom03 =
                    attributes.iter().any(|a| a.name.starts_with("xmlns") && a.value.contains("purl.org/atom/ns"));
                if name == "feed" || name == "Feed" {
                    set(attributes, "xmlns", "http://www.w3.org/2005/Atom");
                    "feed".to_owned()
                } else {
                    name.to_owned()
                }
            }
            "rdf" => {
                set(attributes, "xmlns", "http://purl.org/rss/1.0/");
                set(attributes, "xmlns:rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
                "rdf:RDF".to_owned()
            }
            _ => name.to_owned(),
        }
    }
}

/// Atom 1.0's name for an element of Atom 0.3.
fn atom_name(name: &str) -> &str {
    match name {
        "tagline" => "subtitle",
        "modified" => "updated",
        "issued" | "created" => "published",
        "copyright" => "rights",
        other => other,
    }
}

fn declarations(attributes: &[Attribute]) -> Vec<(String, Ns)> {
    attributes
        .iter()
        .filter_map(|a| {
            let prefix = if a.name == "xmlns" { "" } else { a.name.strip_prefix("xmlns:")? };
            Some((prefix.to_owned(), Ns::of_uri(&entity::decode(&a.value))))
        })
        .collect()
}

/// RFC 4287 §3.1.1 allows three types on text constructs; readers refuse others.
/// A media type that is no text means base64 (§4.1.3.3), which Atom 0.3 said with `mode`.
fn normalise_type(name: &str, attributes: &mut Vec<Attribute>) {
    if !matches!(name, "title" | "subtitle" | "summary" | "content" | "rights" | "info") {
        return;
    }
    let Some(attribute) = attributes.iter_mut().find(|a| a.name == "type") else { return };
    let lower = attribute.value.trim().to_ascii_lowercase();
    let is_text = lower.starts_with("text/") || lower.ends_with("+xml") || lower.ends_with("/xml");
    let is_binary = lower.contains('/') && !is_text;
    attribute.value = match lower.as_str() {
        "html" | "text/html" => "html".to_owned(),
        "xhtml" | "application/xhtml+xml" => "xhtml".to_owned(),
        media if name == "content" && media.contains('/') && media != "text/plain" && !is_binary => media.to_owned(),
        _ => "text".to_owned(),
    };
    if is_binary && !attributes.iter().any(|a| a.name == "mode") {
        attributes.push(Attribute { name: "mode".to_owned(), value: "base64".to_owned() });
    }
}

/// Where the tag that starts `rest` ends: at the `>` outside quotes.
pub(crate) fn tag_end(rest: &str) -> Option<usize> {
    let bytes = rest.as_bytes();
    let first = memchr::memchr(b'>', bytes)?;
    if memchr::memchr2(b'"', b'\'', &bytes[..first]).is_none() {
        return Some(first);
    }
    let closing = bytes.get(1) == Some(&b'/');
    let mut quote = 0u8;
    let mut last = 0u8;
    for (i, &b) in bytes.iter().enumerate().skip(1) {
        if quote != 0 {
            if b == quote {
                quote = 0;
            }
        } else if matches!(b, b'"' | b'\'') && !closing && last == b'=' {
            quote = b;
        } else if b == b'>' {
            return Some(i);
        }
        if !b.is_ascii_whitespace() {
            last = b;
        }
    }
    // A quote that never closes swallowed the end.
    if quote != 0 { rest.find('>') } else { None }
}

pub(crate) fn read_attributes(text: &str) -> Vec<Attribute> {
    let bytes = text.as_bytes();
    let mut out: Vec<Attribute> = Vec::new();
    let mut i = 0;
    let skip = |i: &mut usize, set: fn(u8) -> bool| {
        while bytes.get(*i).is_some_and(|b| set(*b)) {
            *i += 1;
        }
    };
    while i < bytes.len() && out.len() < MAX_ATTRIBUTES {
        skip(&mut i, |b| b.is_ascii_whitespace() || matches!(b, b'/' | b'"' | b'\'' | b'='));
        let start = i;
        skip(&mut i, |b| !b.is_ascii_whitespace() && !matches!(b, b'=' | b'"'));
        if start == i {
            break;
        }
        let name = &text[start..i];
        skip(&mut i, |b| b.is_ascii_whitespace());
        let mut value = name;
        if bytes.get(i) == Some(&b'=') {
            i += 1;
            skip(&mut i, |b| b.is_ascii_whitespace());
            let quote = bytes.get(i).copied().filter(|b| matches!(b, b'"' | b'\''));
            i += usize::from(quote.is_some());
            let from = i;
            while i < bytes.len() && quote.map_or(!bytes[i].is_ascii_whitespace(), |q| bytes[i] != q) {
                i += 1;
            }
            value = &text[from..i];
            i += usize::from(quote.is_some());
        }
        let is_name = name.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':'));
        if is_name && !out.iter().any(|a| a.name == name) {
            let mut escaped = String::with_capacity(value.len());
            push_attribute_value(value, &mut escaped);
            out.push(Attribute { name: name.to_owned(), value: escaped });
        }
    }
    out
}

fn push_attribute_value(value: &str, out: &mut String) {
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        push_escaped(&rest[..at], true, out);
        rest = &rest[at..];
        match entity::reference(rest) {
            Some((body, length)) => {
                let mut faults = 0;
                push_reference(body, &rest[..length], out, &mut faults);
                rest = &rest[length..];
            }
            None => {
                out.push_str("&amp;");
                rest = &rest[1..];
            }
        }
    }
    push_escaped(rest, true, out);
}

/// Writes a reference so that XML knows it: as itself, as a character, or escaped.
fn push_reference(body: &str, whole: &str, out: &mut String, faults: &mut usize) {
    if matches!(body, "amp" | "lt" | "gt" | "quot" | "apos") {
        out.push_str(whole);
        return;
    }
    match body.strip_prefix('#') {
        Some(digits) => match entity::numeric(digits) {
            Some(c) if is_allowed(c) => push_escaped(c.encode_utf8(&mut [0; 4]), true, out),
            _ => *faults += 1,
        },
        None => match entity::named(body) {
            Some(text) => push_escaped(&text, true, out),
            None => {
                *faults += 1;
                out.push_str("&amp;");
                out.push_str(&whole[1..]);
            }
        },
    }
}

fn push_escaped(text: &str, quotes: bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if quotes => out.push_str("&quot;"),
            c if is_allowed(c) => out.push(c),
            _ => {}
        }
    }
}

/// Appends text without the characters that XML forbids.
fn push_allowed(text: &str, out: &mut String) {
    if text.bytes().all(|b| (0x20..0x80).contains(&b) || matches!(b, b'\n' | b'\t' | b'\r')) {
        out.push_str(text);
    } else {
        // Control characters from 128 on are windows-1252 that was taken for Latin-1.
        let meant = |c: char| {
            if ('\u{80}'..='\u{9F}').contains(&c) { entity::numeric(&u32::from(c).to_string()).unwrap_or(c) } else { c }
        };
        out.extend(text.chars().filter(|c| is_allowed(*c)).map(meant));
    }
}

/// XML 1.0 §2.2, production 2.
fn is_allowed(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}
