//! The feeds that an HTML page names (`<link rel="alternate">`, the RSS Board's
//! "RSS Autodiscovery" and the WHATWG's "feed autodiscovery").

use url::Url;
use wire_text::entity;

use crate::repair::{read_attributes, tag_end};

/// A feed that a page names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its address, absolute.
    pub url: Url,
    /// Its title, where the page gives one.
    pub title: Option<String>,
    /// Its media type.
    pub media_type: String,
}

/// A page's head is looked through this far, in bytes.
const HEAD: usize = 512 * 1024;

/// The feeds that `html` names, in document order, without those of comments.
pub fn discover(html: &str, base: &Url) -> Vec<Named> {
    let mut base = base.clone();
    let mut found: Vec<Named> = Vec::new();
    let mut rest = html.get(..html.floor_char_boundary(HEAD)).unwrap_or(html);
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            rest = rest.find("-->").map_or("", |end| &rest[end..]);
            continue;
        }
        let Some(end) = tag_end(rest) else { break };
        let body = &rest[1..end];
        rest = &rest[end..];
        let name_end = body.find(|c: char| c.is_whitespace() || c == '/').unwrap_or(body.len());
        match body[..name_end].to_ascii_lowercase().as_str() {
            "base" => base = attribute(body, "href").and_then(|h| base.join(&h).ok()).unwrap_or(base),
            "link" => found.extend(named(body, &base).filter(|n| found.iter().all(|f| f.url != n.url))),
            _ => {}
        }
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let attributes = read_attributes(tag);
    let found = attributes.iter().find(|a| a.name.eq_ignore_ascii_case(name))?;
    Some(entity::decode(&found.value).trim().to_owned())
}

fn named(tag: &str, base: &Url) -> Option<Named> {
    let relations = attribute(tag, "rel")?.to_ascii_lowercase();
    let media_type = attribute(tag, "type")?.to_ascii_lowercase();
    let is_feed = matches!(
        media_type.as_str(),
        "application/rss+xml" | "application/atom+xml" | "application/rdf+xml" | "application/feed+json"
    );
    if !is_feed || !relations.split_ascii_whitespace().any(|r| r == "alternate" || r == "feed") {
        return None;
    }
    let url = base.join(&attribute(tag, "href")?).ok()?;
    let title = attribute(tag, "title").filter(|t| !t.is_empty());
    matches!(url.scheme(), "http" | "https").then_some(Named { url, title, media_type })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_feeds() {
        let html = r#"<!doctype html><html><head><!-- <link rel="alternate" type="application/rss+xml" href="/old"> -->
            <base href="https://example.org/news/">
            <link rel='alternate' type='application/rss+xml' title='News &amp; more' href='feed.xml'>
            <LINK REL="alternate home" TYPE="application/atom+xml" HREF="https://example.org/atom">
            <link rel="alternate" type="application/rss+xml" href="feed.xml">
            <link rel="alternate" type="text/html" hreflang="de" href="/de"><link rel="stylesheet" href="/s.css">"#;
        let base = Url::parse("https://example.org/").expect("a URL");
        let found = discover(html, &base);
        let urls: Vec<&str> = found.iter().map(|n| n.url.as_str()).collect();
        assert_eq!(urls, ["https://example.org/news/feed.xml", "https://example.org/atom"]);
        assert_eq!(found[0].title.as_deref(), Some("News & more"));
    }
}
