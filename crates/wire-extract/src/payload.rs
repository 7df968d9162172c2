//! Bodies that a page holds only in a script, for the browser to render: the
//! payloads of Next.js, Nuxt and others are JSON strings of HTML.

use memchr::{memchr, memchr2, memmem};
use scraper::Html;

use crate::lean;

/// String literals shorter than this hold no story.
const SHORTEST: usize = 400;
/// Literals inside literals are looked into so deep.
const DEEPEST: usize = 3;
/// Scripts are looked through to this many bytes in all.
const MOST: usize = 8 << 20;

/// The longest run of HTML paragraphs among the string literals of the page's scripts.
pub(crate) fn story_html(scripts: &[&str]) -> Option<Html> {
    let mut best = String::new();
    let mut left = MOST;
    for script in scripts {
        left = left.saturating_sub(script.len());
        if left == 0 {
            break;
        }
        search(script, DEEPEST, &mut best);
    }
    Some(best).filter(|b| !b.is_empty()).and_then(|b| Some(lean::parse(&b)?.html))
}

fn search(text: &str, depth: usize, best: &mut String) {
    for literal in literals(text).filter(|l| l.len() >= SHORTEST && may_hold_paragraphs(l)) {
        let Ok(decoded) = serde_json::from_str::<String>(literal) else { continue };
        let is_html = decoded.matches("<p").take(2).count() == 2 && decoded.trim_start().starts_with('<');
        if is_html {
            if decoded.len() > best.len() {
                *best = decoded;
            }
        } else if depth > 0 && decoded.contains('"') {
            search(&decoded, depth - 1, best);
        }
    }
}

/// Whether the start tag of a paragraph stands in a literal, be it in literals within and its sign escaped.
fn may_hold_paragraphs(literal: &str) -> bool {
    ["<p", "003cp", "003Cp"].iter().any(|start| memmem::find(literal.as_bytes(), start.as_bytes()).is_some())
}

/// The double-quoted literals of a script, quotes included.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        let start = at + memchr(b'"', bytes.get(at..)?)?;
        let mut end = start + 1;
        loop {
            end += memchr2(b'"', b'\\', bytes.get(end..)?)?;
            if bytes[end] == b'"' {
                break;
            }
            end += 2;
        }
        at = end + 1;
        text.get(start..at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outline::Outline;

    #[test]
    fn a_story_in_a_payload_is_found() {
        let paragraphs = "<p>The harbour reopened on Monday after three weeks of repairs, the port said.</p>".repeat(8);
        let inner = serde_json::json!({"id": 1, "contentHtml": paragraphs}).to_string();
        let script = format!("self.__next_f.push([1,{}])", serde_json::Value::String(format!("5:{inner}")));
        let found = story_html(&[&script]).expect("a story");
        assert_eq!(Outline::new(&found).tagged("p").count(), 8);
        assert!(story_html(&["let a = \"x\\\"y\"; let b = \"open"]).is_none());
    }
}
