//! Operators' tables of names: used, read again, and refused with the line.

use std::process::Command;

use wire_model::Topic;
use wire_tests::desk::{Folder, Running, eventually, feed, program};
use wire_tests::origin::{Origin, Served};

fn document(story: &str) -> Served {
    let body = format!(
        "<rss version=\"2.0\"><channel><title>Wire</title><item><guid isPermaLink=\"false\">{story}</guid>\
         <title>Harbour {story}</title><description>The Port Authority of Kelsund opened the harbour on Monday.\
         </description></item></channel></rss>"
    );
    Served::new("application/rss+xml", body)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_table_is_used_without_a_restart_and_a_broken_one_is_not() {
    let origin = Origin::start(1).await.expect("an origin");
    origin.serve(0, "/feed", document("one"));
    let folder = Folder::new("names").expect("a folder");
    let write = |rows: &str| {
        std::fs::write(folder.path().join("names.csv"), format!("name,aliases,type,id\n{rows}\n")).expect("written");
    };
    write("Port Authority of Kelsund,,organisation,desk:1");
    let tables = format!("[entities]\ntables = [\"names.csv\"]\n{}", feed("one", &origin.url(0, "/feed")));
    let config = folder.configure(&tables).expect("a configuration");
    let desk = Running::start(&config).expect("a daemon");
    let ids = || {
        let entities = folder.events(Topic::Entities);
        let ids = entities.iter().flat_map(|e| e["entities"].as_array().cloned().unwrap_or_default());
        ids.filter_map(|e| e["id"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    eventually("the first story", || desk.metric("wiredesk_articles_total{outcome=\"published\"}") == 1).await;
    assert!(ids().contains(&"desk:1".to_owned()));

    write("Port Authority of Kelsund,,robot,desk:2");
    let check = Command::new(program()).args(["check", "--config"]).arg(&config).output().expect("the program runs");
    let said = String::from_utf8_lossy(&check.stderr).into_owned();
    assert!(check.status.code() == Some(2) && said.contains("line 2") && said.contains("robot"), "{said}");

    write("Port Authority of Kelsund,,organisation,desk:3");
    let mut story = 1;
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(40);
    while !ids().contains(&"desk:3".to_owned()) {
        assert!(std::time::Instant::now() < deadline, "the changed table was not read");
        story += 1;
        origin.serve(0, "/feed", document(&format!("number {story}")));
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    assert!(!ids().contains(&"desk:2".to_owned()));
    desk.stop().await.expect("an orderly stop");
}
