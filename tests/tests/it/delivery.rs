//! Everything that is served becomes exactly one article event.

use std::collections::HashMap;
use std::net::TcpListener as StdListener;

use tokio::net::{TcpListener, TcpStream};
use wire_model::Topic;
use wire_tests::corpus::{TestPage, own_pages, real_pages};
use wire_tests::desk::{Folder, Running, eventually, feed, kafka};
use wire_tests::kafka::{Record, brokers, fresh_prefix, read_topic};
use wire_tests::origin::{Origin, Served, rss};

/// Hosts of the origin, and so feeds.
const HOSTS: usize = 8;

/// Serves the pages behind generated feeds, one feed a host; the feed tables.
fn serve(origin: &Origin, pages: &[TestPage]) -> String {
    let mut items: Vec<Vec<(String, String, String)>> = vec![Vec::new(); HOSTS];
    for (number, page) in pages.iter().enumerate() {
        let host = number % HOSTS;
        let path = format!("/page/{}", page.name);
        origin.serve(host, &path, Served::new("text/html", page.body.clone()));
        items[host].push((page.name.clone(), format!("Page {}", page.name), origin.url(host, &path)));
    }
    let mut tables = String::new();
    for (host, items) in items.iter().enumerate() {
        origin.serve(host, "/feed", Served::new("application/rss+xml", rss(items)));
        tables.push_str(&feed(&format!("host-{host}"), &origin.url(host, "/feed")));
    }
    tables
}

/// One article event for each page, by the entry's GUID, and its companions on the other topics.
fn check_events(brokers: &str, prefix: &str, pages: &[TestPage]) -> Vec<Record> {
    let articles = read_topic(brokers, &format!("{prefix}{}", Topic::Articles.name()));
    let mut seen: HashMap<String, Vec<String>> = HashMap::new();
    for record in &articles {
        let value = record.value.as_ref().expect("no tombstones here");
        let guid = value["provenance"]["guid"].as_str().unwrap_or_default().to_owned();
        assert_eq!(record.headers["ce_type"], "article.published");
        assert_eq!(record.headers["ce_specversion"], "1.0");
        assert_eq!(record.key, value["article_id"].as_str().unwrap_or_default());
        check_spans(value);
        seen.entry(guid).or_default().push(record.headers["ce_id"].clone());
    }
    for page in pages {
        let ids = seen.get(&page.name).unwrap_or_else(|| panic!("page {} has no event", page.name));
        assert!(ids.iter().all(|id| *id == ids[0]), "page {} has events with different ids: {ids:?}", page.name);
    }
    assert_eq!(seen.len(), pages.len(), "events for pages that were not served");
    for topic in [Topic::Quotes, Topic::Entities] {
        let records = read_topic(brokers, &format!("{prefix}{}", topic.name()));
        assert_eq!(records.len(), articles.len(), "{}", topic.name());
    }
    articles
}

/// Every span of a published value slices to the text beside it.
fn check_spans(value: &serde_json::Value) {
    let text: Vec<char> = value["text"].as_str().unwrap_or_default().chars().collect();
    let check = |part: &serde_json::Value| {
        let (start, end) =
            (part["span"]["start"].as_u64().unwrap_or(0) as usize, part["span"]["end"].as_u64().unwrap_or(0) as usize);
        let sliced: String = text[start..end].iter().collect();
        assert_eq!(Some(sliced.as_str()), part["text"].as_str());
    };
    for quote in value["quotes"].as_array().into_iter().flatten() {
        quote["segments"].as_array().into_iter().flatten().for_each(check);
        if !quote["speaker"].is_null() {
            check(&quote["speaker"]["mention"]);
        }
    }
    for entity in value["entities"].as_array().into_iter().flatten() {
        entity["mentions"].as_array().into_iter().flatten().for_each(check);
    }
}

async fn published_once(test: &str, pages: Vec<TestPage>, delivery: &str) {
    let Some(brokers) = brokers() else { return };
    assert!(!pages.is_empty());
    let origin = Origin::start(HOSTS).await.expect("an origin");
    let tables = serve(&origin, &pages);
    let folder = Folder::new(test).expect("a folder");
    let prefix = fresh_prefix(test);
    let config = folder.configure(&format!("{}{tables}", kafka(&brokers, &prefix, delivery))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    let wanted = pages.len() as u64;
    eventually("all pages are worked on", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") >= wanted)
        .await;
    let summary = desk.stop().await.expect("an orderly stop");
    assert_eq!((summary.published, summary.rejected, summary.lost), (wanted, 0, 0));
    origin.assert_expected();
    for page in &pages {
        assert_eq!(origin.hits_of(&format!("/page/{}", page.name)), 1, "{} was fetched more than once", page.name);
    }
    let articles = tokio::task::spawn_blocking({
        let (brokers, prefix) = (brokers.clone(), prefix.clone());
        move || check_events(&brokers, &prefix, &pages).len() as u64
    });
    assert_eq!(articles.await.expect("checked"), wanted, "an event was repeated");
}

/// The real pages where they lie beside the checkout, the project's own elsewhere.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_served_becomes_one_event() {
    let real = real_pages(150);
    let pages = if real.is_empty() { own_pages() } else { real };
    published_once("real-pages", pages, "at_least_once").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_served_becomes_one_event_in_transactions() {
    published_once("exactly-once", own_pages(), "exactly_once").await;
}

/// The daemon starts without a broker; what it found waits and goes out in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn events_wait_for_a_broker_that_comes_later() {
    let Some(brokers) = brokers() else { return };
    let pages = own_pages();
    let origin = Origin::start(HOSTS).await.expect("an origin");
    let tables = serve(&origin, &pages);
    let folder = Folder::new("broker-later").expect("a folder");
    let prefix = fresh_prefix("broker-later");
    // A free port where nobody listens yet.
    let door = StdListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port");
    let config = folder
        .configure(&format!("{}{tables}", kafka(&door.to_string(), &prefix, "at_least_once")))
        .expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    let wanted = pages.len() as u64;
    eventually("all pages are worked on without a broker", || {
        desk.metric("wiredesk_articles_total{outcome=\"published\"}") >= wanted
    })
    .await;
    eventually("the trouble is counted", || desk.metric("wiredesk_relay_failures_total") > 0).await;
    assert_eq!(desk.metric("wiredesk_events_relayed_total"), 0);
    let target = brokers.clone();
    let listener = TcpListener::bind(door).await.expect("the door opens");
    let forwarder = tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let Ok(mut broker) = TcpStream::connect(&target).await else { continue };
            tokio::spawn(async move {
                let _ = tokio::io::copy_bidirectional(&mut client, &mut broker).await;
            });
        }
    });
    eventually("events go out", || desk.metric("wiredesk_events_relayed_total") >= wanted * 3).await;
    let summary = desk.stop().await.expect("an orderly stop");
    assert_eq!(summary.lost, 0);
    forwarder.abort();
    tokio::task::spawn_blocking(move || check_events(&brokers, &prefix, &pages)).await.expect("checked");
}
