//! `wiredesk feeds`: what it finds on a site, and lists in and out.

use std::process::{Command, Output};

use wire_tests::desk::{Folder, feed, program};
use wire_tests::origin::{Origin, Served, rss};

async fn run(arguments: Vec<String>) -> Output {
    let run = move || Command::new(program()).arg("feeds").args(arguments).output().expect("the program runs");
    tokio::task::spawn_blocking(run).await.expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_feeds_of_a_site_are_printed_as_a_configuration_that_runs() {
    let origin = Origin::start(1).await.expect("an origin");
    let page = "<!doctype html><head><title>The Courier</title><link rel=alternate type=application/rss+xml title=\"Courier: World\" href=/world.xml></head>";
    origin.serve(0, "/", Served::new("text/html", page));
    origin.serve(0, "/world.xml", Served::new("application/rss+xml", rss(&[])));
    let robots = format!(
        "User-agent: *\nSitemap: {}\nSitemap: {}\n",
        origin.url(0, "/news-sitemap.xml"),
        origin.url(0, "/all.xml")
    );
    origin.serve(0, "/robots.txt", Served::new("text/plain", robots));
    let arguments = |url: String| vec!["discover".to_owned(), url, "--allow".to_owned(), "127.1.0.0/16".to_owned()];
    let found = run(arguments(origin.url(0, "/"))).await;
    let tables = text(&found.stdout);
    assert!(found.status.success() && tables.contains("courier-world") && tables.contains("/world.xml"), "{tables}");
    assert!(tables.contains("/news-sitemap.xml") && !tables.contains("/all.xml"), "{tables}");

    let folder = Folder::new("discover").expect("a folder");
    let config = folder.configure(&tables).expect("a configuration");
    let config = config.display().to_string();
    let opml = run(vec!["export-opml".to_owned(), "--config".to_owned(), config.clone()]).await;
    let list = folder.path().join("feeds.opml");
    std::fs::write(&list, &opml.stdout).expect("written");
    let list = list.display().to_string();
    let again = run(vec!["import-opml".to_owned(), list.clone()]).await;
    assert!(text(&again.stdout).contains("/world.xml"), "{}", text(&again.stdout));
    let known = run(vec!["import-opml".to_owned(), list, "--config".to_owned(), config]).await;
    assert!(!text(&known.stdout).contains("[[feed]]") && text(&known.stderr).contains("2 known"));

    let nothing = run(arguments(origin.url(0, "/robots.txt"))).await;
    assert!(nothing.status.success(), "the sitemap is found from any page");
    let missing = run(arguments(origin.url(0, "/missing"))).await;
    assert!(!missing.status.success() && text(&missing.stderr).contains("status 404"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn feeds_that_were_never_polled_are_listed() {
    let folder = Folder::new("list").expect("a folder");
    let config = folder.configure(&feed("one", "https://example.org/feed")).expect("a configuration");
    let listed = run(vec!["list".to_owned(), "--config".to_owned(), config.display().to_string()]).await;
    let listed = text(&listed.stdout);
    assert!(listed.contains("one") && listed.contains("never polled") && listed.contains("https://example.org/feed"));
}
