//! Names of tags and attributes: which are read, which nest, and how html5ever knows them.

use html5ever::{LocalName, local_name};

/// Whether an attribute is read anywhere in this crate.
pub(super) fn is_read(name: &str, value: &str) -> bool {
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
pub(super) fn names_source(name: &str) -> bool {
    ["src", "data-src", "data-original", "data-lazy-src"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

/// Whether an attribute holds an image's addresses by size.
pub(super) fn names_sizes(name: &str) -> bool {
    ["srcset", "data-srcset", "data-lazy-srcset"].iter().any(|n| n.eq_ignore_ascii_case(name))
}

fn may_hide(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    ["none", "hidden", "clip"].iter().any(|way| style.contains(way))
}

/// Elements without an end tag, or whose end tag is often left out.
pub(super) fn is_flat(tag: &str) -> bool {
    matches!(
        tag,
        "br" | "img"
            | "meta"
            | "link"
            | "input"
            | "hr"
            | "source"
            | "p"
            | "li"
            | "path"
            | "use"
            | "wbr"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "track"
            | "param"
            | "td"
            | "tr"
            | "th"
            | "option"
            | "dt"
            | "dd"
    )
}

/// Elements that a drawing consists of. Others in it may close it for the parser.
pub(super) fn is_drawn(tag: &str) -> bool {
    let is_shape = matches!(
        tag,
        "circle"
            | "clippath"
            | "defs"
            | "desc"
            | "ellipse"
            | "g"
            | "image"
            | "line"
            | "lineargradient"
            | "mask"
            | "path"
            | "pattern"
            | "polygon"
            | "polyline"
            | "radialgradient"
            | "rect"
            | "stop"
            | "style"
            | "symbol"
            | "text"
            | "title"
            | "tspan"
            | "use"
    );
    is_shape || tag.starts_with("fe") || tag.starts_with("animate")
}

/// A tag's name, by which html5ever knows it; the most frequent are told without looking them up.
pub(super) fn tag_name(name: &str) -> LocalName {
    match name {
        "a" => local_name!("a"),
        "article" => local_name!("article"),
        "b" => local_name!("b"),
        "br" => local_name!("br"),
        "div" => local_name!("div"),
        "em" => local_name!("em"),
        "figure" => local_name!("figure"),
        "h2" => local_name!("h2"),
        "h3" => local_name!("h3"),
        "i" => local_name!("i"),
        "img" => local_name!("img"),
        "li" => local_name!("li"),
        "meta" => local_name!("meta"),
        "p" => local_name!("p"),
        "picture" => local_name!("picture"),
        "section" => local_name!("section"),
        "source" => local_name!("source"),
        "span" => local_name!("span"),
        "strong" => local_name!("strong"),
        "svg" => local_name!("svg"),
        "time" => local_name!("time"),
        "ul" => local_name!("ul"),
        name => LocalName::from(name),
    }
}

/// As [`tag_name`], for the attributes that are read, in any case.
pub(super) fn attribute_name(name: &str) -> LocalName {
    match name {
        "class" => local_name!("class"),
        "content" => local_name!("content"),
        "href" => local_name!("href"),
        "id" => local_name!("id"),
        "name" => local_name!("name"),
        "rel" => local_name!("rel"),
        "role" => local_name!("role"),
        "src" => local_name!("src"),
        "style" => local_name!("style"),
        "type" => local_name!("type"),
        name => LocalName::from(name.to_ascii_lowercase()),
    }
}
