//! `wiredesk feeds`: list, discover, and subscription lists in and out.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Subcommand;
use url::Url;
use wire_feed::Outline;
use wire_fetch::{Client, Request, Response};
use wire_model::{FeedId, Time};
use wire_store::Ledger;

use crate::config::{Config, Network};

#[derive(Subcommand)]
pub(super) enum Command {
    /// Lists the configured feeds with what the ledger knows of them.
    List(super::ConfigArg),
    /// Finds the feeds and news sitemaps of a site and prints them as `[[feed]]` tables.
    Discover {
        /// The address of a page or of a site.
        url: Url,
        /// Private ranges that may be connected to, such as 127.0.0.0/8.
        #[arg(long, value_parser = super::network)]
        allow: Vec<Network>,
    },
    /// Prints the feeds of an OPML subscription list as `[[feed]]` tables.
    ImportOpml {
        /// The OPML file.
        file: PathBuf,
        /// Leaves out the feeds of this configuration.
        #[arg(long, short)]
        config: Option<PathBuf>,
    },
    /// Prints the configured feeds as an OPML subscription list.
    ExportOpml(super::ConfigArg),
}

pub(super) fn feeds(command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::List(args) => list(&args.config)?,
        Command::Discover { url, allow } => super::runtime()?.block_on(discover(url, allow))?,
        Command::ImportOpml { file, config } => import(file, config.as_deref())?,
        Command::ExportOpml(args) => export(&args.config)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn list(config: &Path) -> anyhow::Result<()> {
    let config = Config::load(config)?;
    let states = match Ledger::open_reader(&config.ledger_path) {
        Ok(ledger) => ledger.feed_states()?,
        Err(_) => Vec::new(),
    };
    super::print_line(&format!(
        "{:<28} {:<14} {:>8} {:<21} {:<21} url",
        "id", "outcome", "failures", "last read", "next due"
    ));
    for feed in &config.feeds {
        let state = states.iter().find(|s| s.feed == feed.id && s.url == feed.url.as_str());
        let time =
            |t: Option<Time>| t.map_or_else(|| "-".to_owned(), |t| t.0.strftime("%Y-%m-%d %H:%M:%SZ").to_string());
        super::print_line(&format!(
            "{:<28} {:<14} {:>8} {:<21} {:<21} {}",
            feed.id.as_str(),
            state.and_then(|s| s.outcome.as_deref()).unwrap_or("never polled"),
            state.map_or(0, |s| s.failures),
            time(state.and_then(|s| s.last_ok)),
            time(state.filter(|s| !s.gone).map(|s| s.next_due)),
            feed.url
        ));
    }
    Ok(())
}

async fn discover(url: &Url, allow: &[Network]) -> anyhow::Result<()> {
    let client = Client::new(super::client_config(allow))?;
    let page = get(&client, url).await?;
    let source = wire_feed::Source { url: Some(page.final_url.clone()), ..Default::default() };
    let mut tables = Tables::default();
    if let Ok((document, _)) = wire_feed::read(&page.body, &source) {
        tables.add(&page.final_url, document.title.as_deref(), &[]);
    } else {
        for named in wire_feed::discover(&String::from_utf8_lossy(&page.body), &page.final_url) {
            tables.add(&named.url, named.title.as_deref(), &[]);
        }
    }
    for sitemap in news_sitemaps(&client, &page.final_url).await {
        let title = format!("{} news sitemap", sitemap.host_str().unwrap_or_default());
        tables.add(&sitemap, Some(&title), &[]);
    }
    if tables.text.is_empty() {
        bail!("{url} names no feed and its robots.txt no news sitemap; try the page of a section");
    }
    super::print_line(tables.text.trim_end());
    Ok(())
}

async fn get(client: &Client, url: &Url) -> anyhow::Result<Response> {
    let request = Request {
        url,
        validators: None,
        accept: "text/html, application/xhtml+xml, */*;q=0.5",
        max_bytes: 16 << 20,
        obey_robots: false,
        group: None,
        headers: &[],
    };
    let response = client.get(&request).await?;
    if !(200..300).contains(&response.status) {
        bail!("{url} answered with status {}", response.status);
    }
    Ok(response)
}

/// The sitemaps that robots.txt lists and whose names speak of news.
async fn news_sitemaps(client: &Client, page: &Url) -> Vec<Url> {
    let Ok(robots) = page.join("/robots.txt") else { return Vec::new() };
    let Ok(response) = get(client, &robots).await else { return Vec::new() };
    let text = String::from_utf8_lossy(&response.body).into_owned();
    let listed = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("sitemap").then(|| Url::parse(value.trim()).ok())?
    });
    listed.filter(|u| u.path().to_ascii_lowercase().contains("news")).collect()
}

fn import(file: &Path, config: Option<&Path>) -> anyhow::Result<()> {
    let bytes = std::fs::read(file).with_context(|| format!("reading {}", file.display()))?;
    let text = String::from_utf8_lossy(&bytes);
    let Some(outlines) = wire_feed::read_opml(&text) else { bail!("{} is no OPML subscription list", file.display()) };
    let mut tables = Tables::default();
    if let Some(config) = config {
        for feed in Config::load(config)?.feeds {
            tables.ids.insert(feed.id.as_str().to_owned());
            tables.urls.insert(feed.url.to_string());
        }
    }
    let mut refused = 0;
    for outline in outlines {
        match Url::parse(&outline.url).ok().filter(|u| matches!(u.scheme(), "http" | "https")) {
            Some(url) => tables.add(&url, outline.title.as_deref(), &outline.folders),
            None => {
                refused += 1;
                eprintln!("wiredesk: left out, no http address: {:?}", outline.url);
            }
        }
    }
    super::print_line(tables.text.trim_end());
    eprintln!("wiredesk: {} feeds, {} known or said twice, {refused} left out", tables.added, tables.known);
    Ok(())
}

fn export(config: &Path) -> anyhow::Result<()> {
    let feeds = Config::load(config)?.feeds;
    let outline = |f: &crate::config::Feed| Outline {
        url: f.url.to_string(),
        title: Some(f.title.clone().unwrap_or_else(|| f.id.as_str().to_owned())),
        folders: f.labels.iter().take(1).cloned().collect(),
    };
    let outlines: Vec<Outline> = feeds.iter().map(outline).collect();
    super::print_line(wire_feed::write_opml("wiredesk", &outlines).trim_end());
    Ok(())
}

/// `[[feed]]` tables with ids of their own.
#[derive(Default)]
struct Tables {
    text: String,
    ids: HashSet<String>,
    urls: HashSet<String>,
    added: usize,
    known: usize,
}

impl Tables {
    fn add(&mut self, url: &Url, title: Option<&str>, labels: &[String]) {
        if !self.urls.insert(url.to_string()) {
            self.known += 1;
            return;
        }
        let host = url.host_str().unwrap_or_default().trim_start_matches("www.");
        let wanted = title.map(slug).filter(|t| !t.is_empty()).unwrap_or_else(|| slug(host));
        let id = (1..).map(|n| if n == 1 { wanted.clone() } else { format!("{wanted}-{n}") });
        let Some(id) = id.into_iter().find(|id| FeedId::new(id).is_ok() && !self.ids.contains(id)) else { return };
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        // Writing to a String does not fail.
        let _ = writeln!(self.text, "[[feed]]\nid = {}\nurl = {}", quoted(&id), quoted(url.as_str()));
        if let Some(title) = title {
            let _ = writeln!(self.text, "title = {}", quoted(title));
        }
        if !labels.is_empty() {
            let labels: Vec<String> = labels.iter().map(|l| quoted(l)).collect();
            let _ = writeln!(self.text, "labels = [{}]", labels.join(", "));
        }
        self.text.push('\n');
        self.ids.insert(id);
        self.added += 1;
    }
}

/// A title as a feed's id: ASCII letters and digits, hyphens between words.
fn slug(text: &str) -> String {
    const LONGEST: usize = 40;
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let joined = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    joined.get(..LONGEST).unwrap_or(&joined).trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_have_ids_that_the_configuration_takes() {
        let mut tables = Tables::default();
        let url = |path: &str| Url::parse(&format!("https://www.example.org/{path}")).expect("a URL");
        tables.add(&url("a"), Some("World News: \"Europe\""), &["Politics".to_owned()]);
        tables.add(&url("b"), Some("World News: \"Europe\""), &[]);
        tables.add(&url("a"), Some("again"), &[]);
        tables.add(&url("c"), Some("日本"), &[]);
        #[derive(serde::Deserialize)]
        struct File {
            feed: Vec<crate::config::FeedTable>,
        }
        let file: File = toml::from_str(&tables.text).expect("TOML");
        let ids: Vec<&str> = file.feed.iter().map(|f| f.id.0.as_str()).collect();
        assert_eq!(ids, ["world-news-europe", "world-news-europe-2", "example-org"]);
        assert_eq!(file.feed[0].labels, ["Politics"]);
        assert_eq!((tables.added, tables.known), (3, 1));
    }
}
