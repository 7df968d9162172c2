//! Subscription lists in OPML 2.0 (opml.org): read tolerantly, written plainly.

use std::fmt::Write;

use crate::repair::repair;
use crate::tree::{NodeId, Tree};

/// A feed of a subscription list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The feed's address (`xmlUrl`).
    pub url: String,
    /// Its title (`title`, else `text`).
    pub title: Option<String>,
    /// The outlines that it stands in, from the outermost.
    pub folders: Vec<String>,
}

/// The feeds of a subscription list, in document order; nothing where there is no `<opml>`.
pub fn read_opml(text: &str) -> Option<Vec<Outline>> {
    let tree = repair(text.trim_start_matches('\u{FEFF}'), &mut Vec::new());
    let root = tree.root().filter(|r| tree.local(*r).eq_ignore_ascii_case("opml"))?;
    let outlines = tree.descendants(root).filter(|n| tree.local(*n).eq_ignore_ascii_case("outline"));
    Some(outlines.filter_map(|n| outline(&tree, n)).collect())
}

fn title(tree: &Tree, node: NodeId) -> Option<String> {
    let named = |name| tree.attribute(node, name).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    named("title").or_else(|| named("text"))
}

fn outline(tree: &Tree, node: NodeId) -> Option<Outline> {
    let url = ["xmlUrl", "xmlurl", "xmlURL"].iter().find_map(|name| tree.attribute(node, name))?.trim().to_owned();
    let mut folders = Vec::new();
    let mut at = tree.parent(node);
    while let Some(parent) = at.filter(|p| tree.local(*p).eq_ignore_ascii_case("outline")) {
        folders.extend(title(tree, parent));
        at = tree.parent(parent);
    }
    folders.reverse();
    (!url.is_empty()).then(|| Outline { url, title: title(tree, node), folders })
}

/// A subscription list of `outlines`, grouped by their first folder.
pub fn write_opml(title: &str, outlines: &[Outline]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n<head><title>");
    out.push_str(&escape(title));
    out.push_str("</title></head>\n<body>\n");
    let mut folders: Vec<Option<&String>> = outlines.iter().map(|o| o.folders.first()).collect();
    folders.sort();
    folders.dedup();
    for folder in folders {
        if let Some(folder) = folder {
            let _ = writeln!(out, "<outline text=\"{}\">", escape(folder));
        }
        for outline in outlines.iter().filter(|o| o.folders.first() == folder) {
            let text = escape(outline.title.as_deref().unwrap_or(&outline.url));
            let _ = writeln!(
                out,
                "<outline type=\"rss\" text=\"{text}\" title=\"{text}\" xmlUrl=\"{}\"/>",
                escape(&outline.url)
            );
        }
        if folder.is_some() {
            out.push_str("</outline>\n");
        }
    }
    out.push_str("</body>\n</opml>\n");
    out
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let outline = |url: &str, title: Option<&str>, folder: Option<&str>| Outline {
            url: url.to_owned(),
            title: title.map(str::to_owned),
            folders: folder.map(str::to_owned).into_iter().collect(),
        };
        let list = vec![
            outline("https://example.org/feed?a=1&b=2", Some("A \"quoted\" <wire> & more"), None),
            outline("https://example.org/atom", Some("Atom"), Some("World")),
        ];
        assert_eq!(read_opml(&write_opml("Feeds", &list)), Some(list));
    }

    #[test]
    fn a_list_with_mistakes_gives_its_feeds() {
        let text = "<opml version='1.0'><body><outline text='News & more'>\n<outline title='A' xmlUrl='https://example.org/a?x&y'><outline text='no feed'/>\n<outline type=rss xmlurl=https://example.org/b></body>";
        let found = read_opml(text).expect("a list");
        let urls: Vec<&str> = found.iter().map(|o| o.url.as_str()).collect();
        assert_eq!(urls, ["https://example.org/a?x&y", "https://example.org/b"]);
        assert_eq!(found[0].folders, ["News & more"]);
        assert_eq!(read_opml("<html></html>"), None);
    }
}
