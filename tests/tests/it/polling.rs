//! What an origin sees of the daemon.

use wire_model::Topic;
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

/// An RSS document of one host with stories of those names, with `dates` where given.
fn stories(origin: &Origin, names: &[(&str, Option<&str>)]) -> String {
    let items: String = names
        .iter()
        .map(|(name, date)| {
            let date = date.map(|d| format!("<pubDate>{d}</pubDate>")).unwrap_or_default();
            let link = origin.url(0, &format!("/story/{name}"));
            origin.serve(0, &format!("/story/{name}"), Served::new("text/html", format!("<h1>{name}</h1>")));
            format!("<item><guid isPermaLink=\"false\">{name}</guid><title>Story {name}</title><link>{link}</link><description>What there is to say of {name}.</description>{date}</item>")
        })
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Wire</title>{items}</channel></rss>")
}

fn rss_of(body: String) -> Served {
    Served::new("application/rss+xml", body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unchanged_body_without_validators_is_not_read_again() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/feed", rss_of(stories(&origin, &[("a", None)])));
    let folder = Folder::new("same-body").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("unchanged polls", || desk.metric("wiredesk_polls_total{outcome=\"not_modified\"}") >= 2).await;
    assert_eq!(desk.metric("wiredesk_polls_total{outcome=\"ok\"}"), 1);
    desk.stop().await.expect("an orderly stop");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn validators_of_what_could_not_be_read_are_not_kept() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/feed", Served::new("application/rss+xml", "not markup").with_header("etag", "\"rubbish\""));
    let folder = Folder::new("unread-validators").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("a refused document", || desk.metric("wiredesk_polls_total{outcome=\"not_a_feed\"}") >= 1).await;
    origin.serve(0, "/feed", rss_of(rss(&[])));
    eventually("a good document", || desk.metric("wiredesk_polls_total{outcome=\"ok\"}") >= 1).await;
    desk.stop().await.expect("an orderly stop");
    assert!(origin.hits().iter().all(|h| h.headers.get("if-none-match").is_none()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_permanent_redirect_is_remembered_after_three_and_a_temporary_one_never() {
    let origin = Origin::start(1).await.expect("an origin");
    for (from, to, status) in [("/old", "/new", 301), ("/other", "/elsewhere", 302)] {
        origin.serve(0, from, Served::new("text/html", "").with_status(status).with_header("location", to));
        origin.serve(0, to, rss_of(rss(&[])));
    }
    let folder = Folder::new("moved").expect("a folder");
    let tables = format!("{}{}", feed("moved", &origin.url(0, "/old")), feed("found", &origin.url(0, "/other")));
    let config = folder.configure(&tables).expect("a configuration");
    for _ in 0..2 {
        let before = (origin.hits_of("/new"), origin.hits_of("/elsewhere"));
        let desk = Running::start(&config).expect("a daemon");
        eventually("polls", || origin.hits_of("/new") >= before.0 + 5 && origin.hits_of("/elsewhere") >= before.1 + 5)
            .await;
        desk.stop().await.expect("an orderly stop");
    }
    assert_eq!(origin.hits_of("/old"), 3);
    assert_eq!(origin.hits_of("/other"), origin.hits_of("/elsewhere"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_feed_that_became_a_page_is_found_again_and_said_so() {
    let origin = Origin::start(1).await.expect("an origin");
    let page = "<!doctype html><head><link rel=alternate type=application/rss+xml href=/feed.xml></head>";
    origin.serve(0, "/feed", Served::new("text/html", page));
    origin.serve(0, "/feed.xml", rss_of(stories(&origin, &[("a", None)])));
    origin.serve(0, "/page", Served::new("text/html", "<!doctype html><p>No feed is named here.</p>"));
    let folder = Folder::new("became-a-page").expect("a folder");
    let tables = format!("{}{}", feed("page", &origin.url(0, "/feed")), feed("none", &origin.url(0, "/page")));
    let config = folder.configure(&tables).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the story", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 1).await;
    eventually("later polls", || origin.hits_of("/feed.xml") >= 3 && origin.hits_of("/page") >= 2).await;
    desk.stop().await.expect("an orderly stop");
    assert_eq!(origin.hits_of("/feed"), 1, "the page was asked again");
    let health = folder.events(Topic::Feeds);
    let detail = |feed: &str| health.iter().find(|h| h["feed"] == feed).and_then(|h| h["detail"].as_str());
    assert!(detail("page").is_some_and(|d| d.contains("/feed.xml") && d.contains("change its url")));
    assert!(detail("none").is_some_and(|d| d.contains("HTML page")));
    origin.assert_expected();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sitemap_index_leads_to_its_news() {
    let origin = Origin::start(1).await.expect("an origin");
    let _ = stories(&origin, &[("a", None), ("b", None)]);
    let sitemap = |name: &str| {
        format!(
            "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"><url><loc>{}</loc><news:news><news:publication_date>2026-01-02T03:04:05Z</news:publication_date><news:title>Story {name}</news:title></news:news></url></urlset>",
            origin.url(0, &format!("/story/{name}"))
        )
    };
    origin.serve(0, "/news-1.xml", Served::new("text/xml", sitemap("a")));
    origin.serve(0, "/news-2.xml", Served::new("text/xml", sitemap("b")));
    let index = format!(
        "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><sitemap><loc>{}</loc></sitemap><sitemap><loc>{}</loc></sitemap></sitemapindex>",
        origin.url(0, "/news-1.xml"),
        origin.url(0, "/news-2.xml")
    );
    origin.serve(0, "/index.xml", Served::new("text/xml", index));
    let folder = Folder::new("sitemap-index").expect("a folder");
    let config = folder.configure(&feed("index", &origin.url(0, "/index.xml"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("both stories", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 2).await;
    origin.serve(0, "/news-2.xml", Served::new("text/xml", sitemap("c")));
    let _ = stories(&origin, &[("c", None)]);
    eventually("the story that only a sitemap of it has", || {
        desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 3
    })
    .await;
    desk.stop().await.expect("an orderly stop");
    origin.assert_expected();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_poll_without_overlap_raises_a_gap() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/feed", rss_of(stories(&origin, &[("a", None), ("b", None)])));
    let folder = Folder::new("gap").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the first stories", || desk.metric("wiredesk_entries_total{outcome=\"new\"}") == 2).await;
    origin.serve(0, "/feed", rss_of(stories(&origin, &[("b", None), ("c", None)])));
    eventually("an overlapping document", || desk.metric("wiredesk_entries_total{outcome=\"new\"}") == 3).await;
    assert!(folder.events(Topic::Feeds).iter().all(|h| h["gap"] == false));
    origin.serve(0, "/feed", rss_of(stories(&origin, &[("x", None), ("y", None)])));
    eventually("another document", || desk.metric("wiredesk_entries_total{outcome=\"new\"}") == 5).await;
    desk.stop().await.expect("an orderly stop");
    assert_eq!(folder.events(Topic::Feeds).iter().filter(|h| h["gap"] == true).count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn future_dates_are_clamped_and_missing_ones_stay_missing() {
    let origin = Origin::start(1).await.expect("an origin");
    let dated = [
        ("future", Some("Fri, 01 Jan 2100 00:00:00 GMT")),
        ("missing", None),
        ("unreadable", Some("the day after the fair")),
        ("zoned", Some("Mon, 02 Jan 2023 10:00:00 IST")),
    ];
    origin.serve(0, "/feed", rss_of(stories(&origin, &dated)));
    let folder = Folder::new("dates").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the stories", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 4).await;
    assert_eq!(desk.metric("wiredesk_feed_defects_total{reason=\"bad_date\"}"), 1);
    desk.stop().await.expect("an orderly stop");
    let articles = folder.events(Topic::Articles);
    let published = |name: &str| {
        let title = format!("Story {name}");
        &articles.iter().find(|a| a["headline"] == title.as_str()).expect("the article")["published"]
    };
    assert_eq!(published("future")["clamped"], true);
    assert!(published("future")["at"].as_str().is_some_and(|t| t.starts_with("20") && !t.starts_with("2100")));
    assert!(published("missing").is_null() && published("unreadable").is_null());
    assert!(published("zoned")["at"].as_str().is_some_and(|t| t.starts_with("2023-01-02T")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_feed_gives_its_newest_stories_only() {
    let origin = Origin::start(1).await.expect("an origin");
    let dates: Vec<(String, String)> =
        (1..=9).map(|n| (format!("s{n}"), format!("Mon, {n:02} Jan 2024 10:00:00 GMT"))).collect();
    let dated: Vec<(&str, Option<&str>)> = dates.iter().map(|(n, d)| (n.as_str(), Some(d.as_str()))).collect();
    origin.serve(0, "/feed", rss_of(stories(&origin, &dated)));
    let folder = Folder::new("backlog").expect("a folder");
    let table = format!("{}backlog = 3\n", feed("one", &origin.url(0, "/feed")));
    let config = folder.configure(&table).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the newest stories", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 3).await;
    eventually("another poll", || origin.hits_of("/feed") >= 3).await;
    desk.stop().await.expect("an orderly stop");
    for n in 1..=9 {
        assert_eq!(origin.hits_of(&format!("/story/s{n}")), usize::from(n > 6), "story {n}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_to_one_host_keep_their_distance() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/robots.txt", Served::new("text/plain", "User-agent: *\nCrawl-delay: 0.2\n"));
    origin.serve(0, "/feed", rss_of(stories(&origin, &[("a", None), ("b", None), ("c", None)])));
    let folder = Folder::new("spacing").expect("a folder");
    let config = folder.configure(&feed("one", &origin.url(0, "/feed"))).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    eventually("the stories", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 3).await;
    desk.stop().await.expect("an orderly stop");
    let times: Vec<u128> =
        origin.timed_hits().iter().skip_while(|(p, _)| p != "/robots.txt").map(|(_, t)| *t).collect();
    // The delay holds from the request after the one that told of it.
    assert!(times.len() >= 4 && times.windows(2).skip(1).all(|w| w[1] - w[0] >= 195), "{times:?}");
}
