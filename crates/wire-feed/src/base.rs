//! Relative addresses: RFC 3986 §5 with XML Base.

use url::Url;

use crate::Source;
use crate::tree::{NodeId, Tree};

/// The base for addresses in `node`: `xml:base` of it and all above it, then
/// `fallback`, then the document's own address.
pub(crate) fn base_of(tree: &Tree, node: NodeId, source: &Source, fallback: Option<&str>) -> Option<Url> {
    let mut bases = Vec::new();
    let mut at = Some(node);
    while let Some(node) = at {
        if let Some(base) = tree.attribute(node, "xml:base") {
            bases.push(base.trim().to_owned());
        }
        at = tree.parent(node);
    }
    let document = source.content_location.clone().or_else(|| source.url.clone());
    let mut base = match (&document, fallback) {
        (_, Some(fallback)) if bases.is_empty() => resolve(fallback, document.as_ref()).or(document),
        _ => document,
    };
    for relative in bases.iter().rev() {
        base = resolve(relative, base.as_ref()).or(base);
    }
    base
}

/// `address` made absolute where that can be done.
pub(crate) fn resolve(address: &str, base: Option<&Url>) -> Option<Url> {
    let address = address.trim();
    match base {
        Some(base) => base.join(address).ok(),
        None => Url::parse(address).ok(),
    }
}

/// `address` as it is published: absolute where a base is known, as written otherwise.
///
/// An address that is absolute already is kept byte for byte: it is an
/// identity, and normalising it could make two of one.
pub(crate) fn absolute(address: &str, base: Option<&Url>) -> String {
    let address = address.trim();
    if address.is_empty() || has_scheme(address) {
        return address.to_owned();
    }
    resolve(address, base).map_or_else(|| address.to_owned(), String::from)
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// Attributes of HTML elements that hold an address.
const ADDRESS_ATTRIBUTES: &[&str] = &[
    "href",
    "src",
    "cite",
    "action",
    "background",
    "codebase",
    "data",
    "longdesc",
    "profile",
    "usemap",
    "classid",
    "poster",
    "formaction",
];

/// `html` with the addresses in its attributes made absolute.
pub(crate) fn absolute_html(html: &str, base: Option<&Url>) -> String {
    let (Some(base), true) = (base, html.contains('<')) else { return html.to_owned() };
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('>').map_or(rest.len(), |e| e + 1);
        push_tag(&rest[..end], base, &mut out);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

fn push_tag(tag: &str, base: &Url, out: &mut String) {
    let mut rest = tag;
    while let Some(equals) = rest.find('=') {
        let name = rest[..equals]
            .trim_end()
            .rsplit(|c: char| c.is_whitespace() || c == '"' || c == '\'')
            .next()
            .unwrap_or_default();
        let is_address = ADDRESS_ATTRIBUTES.iter().any(|a| a.eq_ignore_ascii_case(name));
        let value_start = equals + 1 + rest[equals + 1..].len() - rest[equals + 1..].trim_start().len();
        out.push_str(&rest[..value_start]);
        rest = &rest[value_start..];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, length) = match quote {
            Some(quote) => {
                let end = rest[1..].find(quote).map_or(rest.len(), |e| e + 1);
                out.push(quote);
                (&rest[1..end.max(1)], end)
            }
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len());
                (&rest[..end], end)
            }
        };
        if is_address && !value.is_empty() {
            out.push_str(&absolute(value, Some(base)));
        } else {
            out.push_str(value);
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
}
