//! What an origin sees of the daemon.

use wire_tests::desk::{Folder, Running, eventually, feed};
use wire_tests::origin::{Origin, Served, rss};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn validators_go_back_byte_for_byte_and_survive_a_restart() {
    let origin = Origin::start(1).await.expect("an origin");
    let etag = "W/\"a-weak \\ one\"";
    origin.serve(0, "/feed", Served::new("application/rss+xml", rss(&[])).with_header("etag", etag));
    let folder = Folder::new("validators").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    for _ in 0..2 {
        let before = origin.hits_of("/feed");
        let desk = Running::start(&config).expect("a daemon");
        eventually("polls", || origin.hits_of("/feed") >= before + 2).await;
        desk.stop().await.expect("an orderly stop");
    }
    let hits = origin.hits();
    assert!(hits[0].headers.get("if-none-match").is_none());
    assert!(hits[1..].iter().all(|h| h.headers["if-none-match"].as_bytes() == etag.as_bytes()));
    assert!(
        hits.iter().all(|h| h.headers["user-agent"].to_str().is_ok_and(|u| u.contains("+https://example.org/tests")))
    );
    assert!(hits.iter().all(|h| h.headers.get("referer").is_none()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn gone_ends_polling_across_restarts() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/feed", Served::new("text/plain", "").with_status(410));
    origin.serve(0, "/other", Served::new("application/rss+xml", rss(&[])));
    let folder = Folder::new("gone").expect("a folder");
    let tables = format!("{}{}", feed("gone", &origin.url(0, "/feed")), feed("other", &origin.url(0, "/other")));
    let config = folder.configure(&tables).expect("a configuration");
    for _ in 0..2 {
        let before = origin.hits_of("/other");
        let desk = Running::start(&config).expect("a daemon");
        eventually("polls of the other feed", || origin.hits_of("/other") >= before + 3).await;
        desk.stop().await.expect("an orderly stop");
    }
    assert_eq!(origin.hits_of("/feed"), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn retry_after_makes_the_whole_host_wait_across_a_restart() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/feed", Served::new("text/plain", "").with_status(429).with_header("retry-after", "3600"));
    origin.serve(0, "/other", Served::new("application/rss+xml", rss(&[])));
    let folder = Folder::new("throttled").expect("a folder");
    let config = folder.configure(&feed("throttled", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the refusal is recorded", || desk.metric("wiredesk_polls_total{outcome=\"throttled\"}") == 1).await;
    desk.stop().await.expect("an orderly stop");
    let both = format!("{}{}", feed("throttled", &origin.url(0, "/feed")), feed("other", &origin.url(0, "/other")));
    let config = folder.configure(&both).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    tokio::time::sleep(std::time::Duration::from_millis(700)).await;
    assert_eq!(origin.hits().len(), 1, "the host was asked again within its hour");
    drop(desk);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn robots_txt_keeps_the_page_unfetched_and_the_story_published() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/robots.txt", Served::new("text/plain", "User-agent: wiredesk\nDisallow: /closed/\n"));
    origin.serve(
        0,
        "/feed",
        Served::new("application/rss+xml", rss(&[("a".into(), "Closed story".into(), origin.url(0, "/closed/a"))])),
    );
    let folder = Folder::new("robots").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the story", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 1).await;
    assert_eq!(desk.metric("wiredesk_page_fallbacks_total{reason=\"robots\"}"), 1);
    desk.stop().await.expect("an orderly stop");
    assert_eq!(origin.hits_of("/closed/a"), 0);
    origin.assert_expected();
}
