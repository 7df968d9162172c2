//! Rubbish in: a counted outcome with a reason, nothing lost, other feeds unaffected.

use std::path::Path;

use wire_tests::corpus::own_pages;
use wire_tests::desk::{Folder, Running, eventually, feed};
use wire_tests::origin::{Origin, Served, rss};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rubbish_is_counted_and_hurts_nobody() {
    let origin = Origin::start(4).await.expect("an origin");
    let good = own_pages().into_iter().next().expect("a page");
    origin.serve(0, "/good", Served::new("text/html", good.body));
    origin.serve(
        0,
        "/feed",
        Served::new("application/rss+xml", rss(&[("good".into(), "Good".into(), origin.url(0, "/good"))])),
    );

    let huge = format!(
        "<html><body>{}</body></html>",
        "<p>Ten megabytes of the same words, over and over again, until the end.</p>".repeat(140_000)
    );
    let bad: Vec<(&str, Option<Served>)> = vec![
        ("pdf", Some(Served::new("application/pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3 binary".to_vec()))),
        ("empty", Some(Served::new("text/html", ""))),
        ("huge", Some(Served::new("text/html", huge))),
        (
            "charset",
            Some(Served::new(
                "text/html; charset=utf-8",
                b"<p>Caf\xE9 na\xEFve, said the owner of the caf\xE9 on Monday in the morning.</p>".to_vec(),
            )),
        ),
        ("missing", Some(Served::new("text/html", "gone").with_status(404))),
        ("broken", Some(Served::new("text/html", "sorry").with_status(500))),
        (
            "wall",
            Some(Served::new(
                "text/html",
                "<html><body><p>Please enable JavaScript and cookies to continue.</p></body></html>",
            )),
        ),
        ("loop", Some(Served::new("text/html", "").with_status(302).with_header("location", "/loop"))),
        ("private", None),
    ];
    let mut items = Vec::new();
    for (name, served) in bad {
        let url = match served {
            Some(served) => {
                origin.serve(1, &format!("/{name}"), served);
                origin.url(1, &format!("/{name}"))
            }
            None => "http://10.0.0.1/secret".to_owned(),
        };
        items.push((name.to_owned(), format!("Story {name}"), url));
    }
    let count = items.len() as u64;
    origin.serve(1, "/feed", Served::new("application/rss+xml", rss(&items)));
    origin.serve(2, "/feed", Served::new("text/html", "<!doctype html><html><body>Not a feed</body></html>"));
    origin.serve(3, "/feed", Served::new("application/rss+xml", "<rss><channel><item><title>Cut off").with_status(200));

    let folder = Folder::new("rubbish").expect("a folder");
    let tables: String = (0..4).map(|host| feed(&format!("host-{host}"), &origin.url(host, "/feed"))).collect();
    let unreachable = feed("unreachable", "http://127.0.0.1:1/feed");
    let config = folder.configure(&format!("{tables}{unreachable}")).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("every entry has ended", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") > count).await;
    for outcome in ["not_a_feed", "unreachable"] {
        eventually(outcome, || desk.metric(&format!("wiredesk_polls_total{{outcome=\"{outcome}\"}}")) > 0).await;
    }
    for reason in ["not_html", "empty", "http_error", "wall", "bad_redirect", "refused", "unreachable"] {
        assert_eq!(desk.metric(&format!("wiredesk_page_fallbacks_total{{reason=\"{reason}\"}}")), 1, "{reason}");
    }
    let summary = desk.stop().await.expect("an orderly stop");
    assert_eq!((summary.published, summary.rejected, summary.lost), (count + 1, 0, 0));
    origin.assert_expected();
}

/// The ledger's event log is what `tail` shows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_kafka_events_stay_in_the_log() {
    let origin = Origin::start(1).await.expect("an origin");
    let pages = own_pages();
    let mut items = Vec::new();
    for page in &pages {
        let path = format!("/{}", page.name);
        origin.serve(0, &path, Served::new("text/html", page.body.clone()));
        items.push((page.name.clone(), page.name.clone(), origin.url(0, &path)));
    }
    origin.serve(0, "/feed", Served::new("application/rss+xml", rss(&items)));
    let folder = Folder::new("log").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    let wanted = pages.len() as u64;
    eventually("all pages", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") >= wanted).await;
    desk.stop().await.expect("an orderly stop");
    let test = std::env::current_exe().expect("a path");
    let program = test.parent().and_then(Path::parent).expect("target/<profile>").join("wiredesk");
    let output = std::process::Command::new(program)
        .args(["tail", "--from-start", "--no-follow", "--json", "--topic", "articles", "--config"])
        .arg(&config)
        .output()
        .expect("tail runs");
    let lines: Vec<serde_json::Value> = String::from_utf8_lossy(&output.stdout)
        .lines()
        .map(|l| serde_json::from_str(l).expect("a JSON line"))
        .collect();
    assert_eq!(lines.len(), pages.len(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(lines.iter().all(|l| l["ce_type"] == "article.published" && l["value"]["text"].is_string()));
}
