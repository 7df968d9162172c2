//! The process dies in the middle; nothing is lost and nothing gets a second id.

use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use wire_tests::corpus::{own_pages, real_pages};
use wire_tests::desk::{Folder, eventually, feed, kafka, program};
use wire_tests::kafka::{brokers, fresh_prefix, read_topic};
use wire_tests::origin::{Origin, Served, rss};

fn start(config: &Path) -> Child {
    let command = Command::new(program())
        .args(["run", "--config"])
        .arg(config)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    command.expect("the daemon starts")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_in_the_middle_loses_nothing() {
    let Some(brokers) = brokers() else { return };
    let mut pages = real_pages(120);
    pages.extend(own_pages());
    let origin = Origin::start(4).await.expect("an origin");
    let mut tables = String::new();
    for host in 0..4 {
        let own = pages.iter().enumerate().filter(|(n, _)| n % 4 == host);
        let items: Vec<(String, String, String)> = own
            .map(|(_, page)| {
                let path = format!("/page/{}", page.name);
                let mut served = Served::new("text/html", page.body.clone());
                // Slow enough that the kill comes in the middle.
                served.delay = Duration::from_millis(30);
                origin.serve(host, &path, served);
                (page.name.clone(), format!("Page {}", page.name), origin.url(host, &path))
            })
            .collect();
        origin.serve(host, "/feed", Served::new("application/rss+xml", rss(&items)));
        tables.push_str(&feed(&format!("host-{host}"), &origin.url(host, "/feed")));
    }
    let folder = Folder::new("kill-9").expect("a folder");
    let prefix = fresh_prefix("kill-9");
    let config =
        folder.configure(&format!("{}{tables}", kafka(&brokers, &prefix, "at_least_once"))).expect("a configuration");

    let mut fetched = 0;
    for (round, share) in [(0, 4), (1, 2)] {
        let mut daemon = start(&config);
        eventually("a part of the pages is fetched", || {
            pages_hit(&origin) >= fetched + (pages.len() - fetched) / share
        })
        .await;
        daemon.kill().expect("SIGKILL");
        daemon.wait().expect("dead");
        fetched = pages_hit(&origin);
        assert!(fetched < pages.len() || round == 1, "the kill came too late to show anything");
    }

    let mut daemon = start(&config);
    let topic = format!("{prefix}articles.v1");
    let names: HashSet<String> = pages.iter().map(|p| p.name.clone()).collect();
    let deadline = std::time::Instant::now() + Duration::from_secs(90);
    loop {
        let (brokers, topic) = (brokers.clone(), topic.clone());
        let records = tokio::task::spawn_blocking(move || read_topic(&brokers, &topic)).await.expect("read");
        let mut ids: HashMap<String, HashSet<String>> = HashMap::new();
        for record in records {
            let value = record.value.expect("a value");
            let guid = value["provenance"]["guid"].as_str().unwrap_or_default().to_owned();
            ids.entry(guid).or_default().insert(record.headers["ce_id"].clone());
        }
        if names.iter().all(|n| ids.contains_key(n)) {
            assert!(ids.values().all(|i| i.len() == 1), "one page, two ids");
            assert_eq!(ids.len(), names.len());
            break;
        }
        assert!(std::time::Instant::now() < deadline, "{} of {} pages have events", ids.len(), names.len());
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    // In order this time: SIGTERM, and it ends by itself with success.
    let stopped = Command::new("kill").args(["-TERM", &daemon.id().to_string()]).status().expect("kill");
    assert!(stopped.success());
    let status = tokio::task::spawn_blocking(move || daemon.wait()).await.expect("joined").expect("ended");
    assert!(status.success(), "{status}");
}

fn pages_hit(origin: &Origin) -> usize {
    let paths: HashSet<String> =
        origin.hits().into_iter().map(|h| h.path).filter(|p| p.starts_with("/page/")).collect();
    paths.len()
}
