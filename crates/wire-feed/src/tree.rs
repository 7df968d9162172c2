//! An outline of a repaired document: elements with their attributes and
//! where they stand, without copies of their text.

use std::borrow::Cow;

use wire_text::entity;

/// Vocabularies that the readers tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ns {
    /// No namespace, or RSS 1.0's.
    Plain,
    Atom,
    Dc,
    DcTerms,
    Content,
    Media,
    Itunes,
    Syndication,
    News,
    Xhtml,
    Rdf,
    Other,
}

impl Ns {
    /// By namespace URI; versions of one vocabulary are one.
    pub(crate) fn of_uri(uri: &str) -> Ns {
        let uri = uri.trim().to_ascii_lowercase();
        let uri = uri.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
        let starts = |p: &str| uri.starts_with(p);
        match uri {
            "" => Ns::Plain,
            _ if starts("w3.org/2005/atom") || starts("purl.org/atom/ns") => Ns::Atom,
            _ if starts("purl.org/rss/1.0/modules/content") => Ns::Content,
            _ if starts("purl.org/rss/1.0/modules/syndication") => Ns::Syndication,
            _ if starts("purl.org/rss/1.0/modules/") => Ns::Other,
            _ if starts("purl.org/rss/") || starts("my.netscape.com/rdf") || starts("backend.userland.com/rss") => {
                Ns::Plain
            }
            _ if starts("blogs.law.harvard.edu/tech/rss")
                || starts("channel.netscape.com/rdf")
                || starts("purl.org/net/rss") =>
            {
                Ns::Plain
            }
            _ if starts("purl.org/dc/elements") => Ns::Dc,
            _ if starts("purl.org/dc/terms") => Ns::DcTerms,
            _ if starts("search.yahoo.com/mrss") || starts("video.search.yahoo.com/mrss") => Ns::Media,
            _ if starts("itunes.com/dtds") || starts("example.com/dtds/podcast") => Ns::Itunes,
            _ if starts("google.com/schemas/sitemap-news") => Ns::News,
            _ if starts("sitemaps.org/schemas") || starts("google.com/schemas/sitemap/") => Ns::Plain,
            _ if starts("w3.org/1999/xhtml") => Ns::Xhtml,
            _ if starts("w3.org/1999/02/22-rdf") => Ns::Rdf,
            _ if starts("iptc.org/std") || starts("iptc.org/nitf") => Ns::Plain,
            _ => Ns::Other,
        }
    }

    /// By the prefix that everyone uses, where no declaration names one.
    pub(crate) fn of_prefix(prefix: &str) -> Ns {
        match prefix.to_ascii_lowercase().as_str() {
            "" => Ns::Plain,
            "atom" | "atom10" | "a10" => Ns::Atom,
            "dc" => Ns::Dc,
            "dcterms" => Ns::DcTerms,
            "content" => Ns::Content,
            "media" => Ns::Media,
            "itunes" => Ns::Itunes,
            "sy" => Ns::Syndication,
            "news" => Ns::News,
            "xhtml" => Ns::Xhtml,
            "rdf" => Ns::Rdf,
            _ => Ns::Other,
        }
    }
}

/// Index of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NodeId(pub(crate) usize);

#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) ns: Ns,
    /// Byte range of the local name in the text.
    pub(crate) local: (usize, usize),
    /// Where the whole element and its content stand in the text.
    pub(crate) outer: (usize, usize),
    pub(crate) inner: (usize, usize),
    /// Name and value ranges; values are still escaped.
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) parent: Option<usize>,
    pub(crate) first_child: Option<usize>,
    pub(crate) last_child: Option<usize>,
    pub(crate) next: Option<usize>,
}

#[derive(Debug, Clone)]
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) value: String,
}

/// The outline, over the repaired text.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) text: String,
    pub(crate) nodes: Vec<Node>,
    /// The elements in which the document broke off, outermost first.
    pub(crate) cut: Vec<NodeId>,
}

impl Tree {
    pub(crate) fn root(&self) -> Option<NodeId> {
        (!self.nodes.is_empty()).then_some(NodeId(0))
    }

    pub(crate) fn local(&self, node: NodeId) -> &str {
        let (start, end) = self.nodes[node.0].local;
        self.text.get(start..end).unwrap_or_default()
    }

    pub(crate) fn ns(&self, node: NodeId) -> Ns {
        self.nodes[node.0].ns
    }

    pub(crate) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node.0].parent.map(NodeId)
    }

    pub(crate) fn children(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut next = self.nodes[node.0].first_child;
        std::iter::from_fn(move || {
            let at = next?;
            next = self.nodes[at].next;
            Some(NodeId(at))
        })
    }

    /// All elements below `node`, in document order.
    pub(crate) fn descendants(&self, node: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let end = self.nodes[node.0].outer.1;
        (node.0 + 1..self.nodes.len()).take_while(move |n| self.nodes[*n].outer.0 < end).map(NodeId)
    }

    /// The first child of that name.
    pub(crate) fn child(&self, node: NodeId, ns: Ns, local: &str) -> Option<NodeId> {
        self.children(node).find(|c| self.ns(*c) == ns && self.local(*c) == local)
    }

    pub(crate) fn named<'a>(&'a self, node: NodeId, ns: Ns, local: &'a str) -> impl Iterator<Item = NodeId> + 'a {
        self.children(node).filter(move |c| self.ns(*c) == ns && self.local(*c) == local)
    }

    /// The first element below `node` with that local name.
    pub(crate) fn find(&self, node: NodeId, local: &str) -> Option<NodeId> {
        self.descendants(node).find(|c| self.local(*c) == local)
    }

    pub(crate) fn attribute(&self, node: NodeId, name: &str) -> Option<Cow<'_, str>> {
        self.nodes[node.0].attributes.iter().find(|a| a.name == name).map(|a| entity::decode(&a.value))
    }

    /// The markup inside an element.
    pub(crate) fn inner(&self, node: NodeId) -> &str {
        let (start, end) = self.nodes[node.0].inner;
        self.text.get(start..end).unwrap_or_default()
    }

    /// The element's own character data, CDATA unwrapped, references decoded, trimmed.
    pub(crate) fn own_text(&self, node: NodeId) -> String {
        let (mut at, end) = self.nodes[node.0].inner;
        let mut out = String::new();
        for child in self.children(node) {
            let (start, after) = self.nodes[child.0].outer;
            push_character_data(self.text.get(at..start).unwrap_or_default(), &mut out);
            at = after;
        }
        push_character_data(self.text.get(at..end).unwrap_or_default(), &mut out);
        let trimmed = out.trim();
        if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
    }

    /// The character data of the element and all below it.
    pub(crate) fn full_text(&self, node: NodeId) -> String {
        let mut out = String::new();
        let mut rest = self.inner(node);
        while let Some(at) = rest.find('<') {
            push_character_data(&rest[..at], &mut out);
            rest = &rest[at..];
            let end = if rest.starts_with("<![CDATA[") {
                rest.find("]]>").map(|e| e + 3)
            } else {
                rest.find('>').map(|e| e + 1)
            };
            let end = end.unwrap_or(rest.len());
            if rest.starts_with("<![CDATA[") {
                push_character_data(&rest[..end], &mut out);
            }
            rest = &rest[end..];
        }
        push_character_data(rest, &mut out);
        out.trim().to_owned()
    }

    /// Text content where the element holds text or CDATA, markup where it holds elements.
    pub(crate) fn markup_or_text(&self, node: NodeId) -> String {
        if self.nodes[node.0].first_child.is_some() { self.inner(node).trim().to_owned() } else { self.own_text(node) }
    }
}

/// Appends raw character data: CDATA sections as they are, the rest decoded.
fn push_character_data(raw: &str, out: &mut String) {
    const OPEN: &str = "<![CDATA[";
    let mut rest = raw;
    while let Some(at) = rest.find(OPEN) {
        out.push_str(&entity::decode(&rest[..at]));
        let body = &rest[at + OPEN.len()..];
        let end = body.find("]]>").unwrap_or(body.len());
        out.push_str(&body[..end]);
        rest = body.get(end + 3..).unwrap_or_default();
    }
    out.push_str(&entity::decode(rest));
}
