//! News sitemaps and sitemap indexes (sitemaps.org 0.9 with Google's news extension).

use wire_model::{Entry, FeedDocument, FeedKind, TimeSource};
use wire_text::date;

use crate::tree::{NodeId, Tree};

pub(crate) fn read_urlset(tree: &Tree, root: NodeId) -> FeedDocument {
    let entries = tree.children(root).filter(|c| tree.local(*c) == "url").filter_map(|url| entry(tree, url)).collect();
    FeedDocument { kind: FeedKind::NewsSitemap, entries, ..FeedDocument::default() }
}

/// The listed sitemaps, those for news first, then the newest.
pub(crate) fn read_index(tree: &Tree, root: NodeId) -> FeedDocument {
    let listed = tree.children(root).filter(|c| tree.local(*c) == "sitemap").filter_map(|s| {
        let address = text(tree, s, "loc")?;
        let changed = text(tree, s, "lastmod").and_then(|t| date::parse(&t)).map(|p| p.at);
        Some((address.to_ascii_lowercase().contains("news"), changed, address))
    });
    let mut listed: Vec<_> = listed.collect();
    listed.sort_by_key(|(is_news, changed, _)| std::cmp::Reverse((*is_news, *changed)));
    let children = listed.into_iter().map(|(.., address)| address).collect();
    FeedDocument { kind: FeedKind::SitemapIndex, children, ..FeedDocument::default() }
}

fn text(tree: &Tree, node: NodeId, name: &str) -> Option<String> {
    let child = tree.children(node).find(|c| tree.local(*c) == name)?;
    Some(tree.own_text(child)).filter(|t| !t.is_empty())
}

fn entry(tree: &Tree, url: NodeId) -> Option<Entry> {
    let link = text(tree, url, "loc")?;
    let time =
        |node: NodeId, name: &str| date::parse(&text(tree, node, name)?).map(|p| p.from_source(TimeSource::Feed));
    let news = tree.children(url).find(|c| tree.local(*c) == "news");
    let publication = news.and_then(|n| tree.children(n).find(|c| tree.local(*c) == "publication"));
    Some(Entry {
        link: Some(link),
        title: news.and_then(|n| text(tree, n, "title")),
        categories: news
            .and_then(|n| text(tree, n, "keywords"))
            .map(|k| k.split(',').map(|k| k.trim().to_owned()).filter(|k| !k.is_empty()).collect())
            .unwrap_or_default(),
        published: news.and_then(|n| time(n, "publication_date")),
        updated: time(url, "lastmod"),
        language: publication.and_then(|p| text(tree, p, "language")),
        ..Entry::default()
    })
}
