//! The whole daemon: in-process origin on many addresses, real Kafka, no spacing.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use wire_tests::corpus::{TestPage, own_pages, real_pages};
use wire_tests::desk::{Folder, Running, eventually, feed, kafka};
use wire_tests::kafka::{brokers, fresh_prefix, read_topic};
use wire_tests::origin::{Origin, Served, rss};

use super::quantile;

const HOSTS: usize = 50;

pub(crate) fn run(articles: usize, seconds: u64, delivery: &str) -> Result<()> {
    let brokers = brokers().context("the path bench needs a Kafka: cargo xtask kafka up")?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(throughput(&brokers, articles, delivery))?;
    runtime.block_on(latency(&brokers, seconds, delivery))
}

fn pages() -> Vec<TestPage> {
    let real = real_pages(150);
    if real.is_empty() { own_pages() } else { real }
}

/// CPU seconds of this process so far, user and system (`/proc/self/stat`, clock ticks of 10 ms).
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |n: usize| fields.get(n).and_then(|f| f.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

/// Many articles at once. Each is a real page made different by one line, so
/// that none is a repeat of another.
async fn throughput(brokers: &str, articles: usize, delivery: &str) -> Result<()> {
    let pages = pages();
    let origin = Origin::start(HOSTS).await?;
    let mut items: Vec<Vec<(String, String, String)>> = vec![Vec::new(); HOSTS];
    for number in 0..articles {
        let page = &pages[number % pages.len()];
        let host = number % HOSTS;
        let path = format!("/a/{number}");
        let mut body = page.body.clone();
        body.extend(format!("<!-- {number} -->").into_bytes());
        origin.serve(host, &path, Served::new("text/html", body));
        items[host].push((format!("{number}"), format!("Article {number}"), origin.url(host, &path)));
    }
    let mut tables = String::new();
    for (host, items) in items.iter().enumerate() {
        origin.serve(host, "/feed", Served::new("application/rss+xml", rss(items)));
        tables.push_str(&feed(&format!("host-{host}"), &origin.url(host, "/feed")));
    }
    let folder = Folder::new("bench-throughput")?;
    let prefix = fresh_prefix("bench");
    let config = folder.configure(&format!("{}{tables}", kafka(brokers, &prefix, delivery)))?;
    let (start, cpu) = (Instant::now(), cpu_seconds());
    let desk = Running::start(&config)?;
    let target = articles as u64;
    let ended = |desk: &Running| {
        ["published", "rejected"]
            .iter()
            .map(|o| desk.metric(&format!("wiredesk_articles_total{{outcome=\"{o}\"}}")))
            .sum::<u64>()
    };
    while ended(&desk) < target && start.elapsed() < Duration::from_secs(600) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    while desk.metric("wiredesk_events_relayed_total") < target * 3 && start.elapsed() < Duration::from_secs(600) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let (elapsed, used) = (start.elapsed().as_secs_f64(), cpu_seconds() - cpu);
    let summary = desk.stop().await?;
    let (brokers, topic) = (brokers.to_owned(), format!("{prefix}articles.v1"));
    let records = tokio::task::spawn_blocking(move || read_topic(&brokers, &topic).len()).await?;
    println!(
        "path       {articles} articles in {elapsed:.1} s: {:.0} articles/s; {used:.1} s of CPU (origin and consumer included): {:.0} articles/s per core; \
         {records} on the topic, rejected {}, lost {}",
        articles as f64 / elapsed,
        articles as f64 / used,
        summary.rejected,
        summary.lost
    );
    Ok(())
}

/// One story a second: from the moment the feed names it to the record on the topic.
async fn latency(brokers: &str, seconds: u64, delivery: &str) -> Result<()> {
    let pages = pages();
    let origin = Origin::start(1).await?;
    origin.serve(0, "/feed", Served::new("application/rss+xml", rss(&[])));
    let folder = Folder::new("bench-latency")?;
    let prefix = fresh_prefix("bench-latency");
    let config =
        folder.configure(&format!("{}{}", kafka(brokers, &prefix, delivery), feed("one", &origin.url(0, "/feed"))))?;
    let desk = Running::start(&config)?;
    eventually("the feed is polled", || origin.hits_of("/feed") > 1).await;
    let mut items = Vec::new();
    for number in 0..seconds {
        let path = format!("/a/{number}");
        origin.serve(0, &path, Served::new("text/html", pages[number as usize % pages.len()].body.clone()));
        items.insert(0, (format!("{number}"), format!("Article {number}"), origin.url(0, &path)));
        origin.serve(0, "/feed", Served::new("application/rss+xml", rss(&items)));
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    eventually("all are out", || desk.metric("wiredesk_events_relayed_total") >= seconds * 3).await;
    desk.stop().await?;
    let (brokers, topic) = (brokers.to_owned(), format!("{prefix}articles.v1"));
    let records = tokio::task::spawn_blocking(move || read_topic(&brokers, &topic)).await?;
    // The feed's response that first named a story is the last one before its page was asked for.
    let hits = origin.timed_hits();
    let mut named: HashMap<String, u128> = HashMap::new();
    let mut last_feed = 0;
    for (path, at) in hits {
        if path == "/feed" {
            last_feed = at;
        } else if let Some(number) = path.strip_prefix("/a/") {
            named.insert(number.to_owned(), last_feed);
        }
    }
    let mut delays: Vec<f64> = records
        .iter()
        .filter_map(|r| {
            let guid = r.value.as_ref()?["provenance"]["guid"].as_str()?.to_owned();
            Some(r.timestamp as f64 - *named.get(&guid)? as f64)
        })
        .collect();
    println!(
        "path       one story a second for {seconds} s ({delivery}): feed response to the broker's log p50 {:.0} ms, p99 {:.0} ms, {} of {seconds} stories",
        quantile(&mut delays, 0.5),
        quantile(&mut delays, 0.99),
        delays.len()
    );
    Ok(())
}
