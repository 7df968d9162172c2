//! `wiredesk demo`: the real daemon on invented publishers.

mod publishers;
mod stories;

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use wire_model::{ArticleRevision, Event, Topic};

use super::render::{self, Style};
use crate::config::Config;
use crate::{Daemon, Summary};

#[derive(Parser)]
pub(super) struct Args {
    /// Ends by itself after this long, with a summary.
    #[arg(long = "for", value_name = "DURATION", value_parser = super::duration)]
    duration: Option<Duration>,
    /// Publishes to this broker too.
    #[arg(long, value_name = "HOST:PORT")]
    kafka: Option<String>,
    /// Prints every event as JSON instead.
    #[arg(long)]
    json: bool,
}

/// Events that wait to be printed; a slow terminal loses lines, not events.
const PRINT_QUEUE: usize = 1_024;

pub(super) fn demo(args: &Args) -> anyhow::Result<ExitCode> {
    super::start_logging("warn");
    let folder = std::env::temp_dir().join(format!("wiredesk-demo-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let outcome = super::runtime()?.block_on(run(args, &folder));
    // The demo leaves nothing behind; a folder that cannot be removed is the system's to clean.
    let _ = std::fs::remove_dir_all(&folder);
    let summary = outcome?;
    super::print_line(&format!(
        "\n{} entries seen · {} published · {} updated · {} killed · {} duplicate · {} rejected · lost = {}",
        summary.seen,
        summary.published,
        summary.updated,
        summary.killed,
        summary.duplicate,
        summary.rejected,
        summary.lost
    ));
    Ok(if summary.lost == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn run(args: &Args, folder: &std::path::Path) -> anyhow::Result<Summary> {
    let shutdown = CancellationToken::new();
    let stories = stories::load()?;
    let feeds = publishers::start(stories, shutdown.clone()).await?;
    let text = configuration(&feeds, args.kafka.as_deref());
    let path = folder.join("wiredesk.toml");
    std::fs::write(&path, text)?;
    let config = Config::load(&path)?;
    if !args.json {
        introduce(&feeds, args);
    }
    let (to_printer, queue) = mpsc::channel::<Event>(PRINT_QUEUE);
    let printer = tokio::spawn(print(queue, args.json));
    let observer = Arc::new(move |events: &[Event]| {
        for event in events {
            // Full: the terminal is slower than the desk; the event itself is safe in the ledger.
            let _ = to_printer.try_send(event.clone());
        }
    });
    tokio::spawn(super::run::stop_on_signal(shutdown.clone()));
    if let Some(duration) = args.duration {
        let shutdown = shutdown.clone();
        tokio::spawn(async move {
            tokio::time::sleep(duration).await;
            shutdown.cancel();
        });
    }
    let summary = Daemon::new(config).observed_by(observer).run(shutdown).await?;
    printer.await?;
    Ok(summary)
}

/// The configuration that the demo writes for itself: what an operator would write.
fn configuration(feeds: &[publishers::Served], kafka: Option<&str>) -> String {
    let mut text = String::from(concat!(
        "[ledger]\npath = \"demo.sqlite\"\n",
        "[fetch]\ncontact = \"https://example.org/demo\"\nallow_addresses = [\"127.0.0.0/8\"]\ntimeout = \"5s\"\n",
        "[politeness]\nmin_spacing = \"50ms\"\n",
        "[poll]\nmin_interval = \"500ms\"\nmax_interval = \"1500ms\"\nbacklog = \"all\"\n",
        "[admin]\nlisten = \"off\"\n",
    ));
    if let Some(brokers) = kafka {
        text.push_str(&format!("[kafka]\nbrokers = {brokers:?}\ntopic_prefix = \"demo.\"\npartitions = 1\n"));
    }
    for feed in feeds {
        text.push_str(&format!("[[feed]]\nid = {:?}\nurl = {:?}\ntitle = {:?}\n", feed.id, feed.url, feed.title));
    }
    text
}

fn introduce(feeds: &[publishers::Served], args: &Args) {
    super::print_line("wiredesk demo: invented publishers on loopback, the real daemon between them and you.");
    for feed in feeds {
        super::print_line(&format!("  {:<18} {}", feed.id, feed.about));
    }
    let end = match args.duration {
        Some(duration) => format!("Ends after {duration:?}."),
        None => "Ctrl-C ends it.".to_owned(),
    };
    super::print_line(&format!("{end}\n"));
}

async fn print(mut queue: mpsc::Receiver<Event>, as_json: bool) {
    let style = Style::detect();
    while let Some(event) = queue.recv().await {
        let Some(value) = event.value.as_deref() else { continue };
        if as_json {
            super::print_line(&format!(
                "{{\"ce_type\":{:?},\"ce_id\":{:?},\"value\":{}}}",
                event.kind,
                event.id,
                String::from_utf8_lossy(value)
            ));
            continue;
        }
        if event.topic != Topic::Articles {
            continue;
        }
        match serde_json::from_slice::<ArticleRevision>(value) {
            Ok(revision) => super::print_line(&render::story(&revision, event.kind, style)),
            Err(error) => tracing::error!(%error, "an event could not be shown"),
        }
    }
}
