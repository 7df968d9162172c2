//! Where a document leads: a sitemap index to its sitemaps, a page to the feed it names.

use url::Url;
use wire_fetch::{Request, Response};
use wire_model::{Defect, FeedDocument};

use crate::config::Feed;
use crate::desk::Desk;
use crate::read::{ACCEPT, Parsed, parse};

/// Sitemaps of an index that one poll reads, news and newest first.
const CHILDREN: usize = 5;

/// Reads the first sitemaps of an index into its document.
pub(crate) async fn children(desk: &Desk, feed: &Feed, index: &mut FeedDocument, defects: &mut Vec<Defect>) {
    for address in index.children.iter().take(CHILDREN) {
        let Ok(url) = Url::parse(address) else { continue };
        match fetch(desk, feed, &url).await {
            Some((document, found)) => {
                index.entries.extend(document.entries);
                defects.extend(found);
            }
            None => tracing::warn!(feed = %feed.id, %url, "a sitemap of the index could not be read"),
        }
    }
}

/// The first feed that a page names and that is one.
pub(crate) async fn advertised(desk: &Desk, feed: &Feed, page: &Response) -> Option<(Url, FeedDocument, Vec<Defect>)> {
    let html = String::from_utf8_lossy(&page.body).into_owned();
    let named = wire_feed::discover(&html, &page.final_url).into_iter().map(|n| n.url);
    let url = named.into_iter().find(|u| *u != page.final_url)?;
    let (document, defects) = fetch(desk, feed, &url).await?;
    Some((url, document, defects))
}

async fn fetch(desk: &Desk, feed: &Feed, url: &Url) -> Option<(FeedDocument, Vec<Defect>)> {
    let request = Request {
        url,
        validators: None,
        accept: ACCEPT,
        max_bytes: desk.config.fetch.max_feed_bytes,
        obey_robots: false,
        group: feed.group.as_deref(),
        headers: &[],
    };
    let response = desk.client.get(&request).await.ok().filter(|r| (200..300).contains(&r.status))?;
    match parse(desk, &response, None).await {
        Ok(Parsed::Document { document, defects, .. }) => Some((*document, defects)),
        _ => None,
    }
}
