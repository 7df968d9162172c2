//! `wiredesk tail`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use serde_json::{Value, json};
use wire_model::{ArticleRevision, Topic};
use wire_store::{Ledger, Stored};

use super::render;
use crate::config::Config;

#[derive(Parser)]
pub(super) struct Args {
    /// The configuration file that names the ledger.
    #[arg(long, short, default_value = "config/wiredesk.toml")]
    config: PathBuf,
    /// The ledger itself, instead of the configuration.
    #[arg(long)]
    ledger: Option<PathBuf>,
    /// Only this topic: articles, quotes, entities, feeds or rejects.
    #[arg(long)]
    topic: Option<String>,
    /// Begin with the oldest event instead of the next.
    #[arg(long)]
    from_start: bool,
    /// One JSON object a line: {seq, topic, key, ce_id, ce_type, ce_time, value}.
    #[arg(long)]
    json: bool,
    /// Stop at the end of the log instead of waiting for more.
    #[arg(long)]
    no_follow: bool,
}

const BATCH: usize = 200;
const PAUSE: Duration = Duration::from_millis(200);

pub(super) fn tail(args: &Args) -> anyhow::Result<ExitCode> {
    let path = match &args.ledger {
        Some(path) => path.clone(),
        None => Config::load(&args.config)?.ledger_path,
    };
    let topic = match args.topic.as_deref() {
        None => None,
        Some(word) => Some(Topic::parse(word).with_context(|| {
            format!("there is no topic {word:?}; there are: articles, quotes, entities, feeds, rejects")
        })?),
    };
    let ledger = Ledger::open_reader(&path)
        .with_context(|| format!("opening the ledger {} (has the daemon run yet?)", path.display()))?;
    let mut position = if args.from_start { 0 } else { ledger.last_seq()? };
    loop {
        let batch = ledger.log(position, topic, BATCH)?;
        for stored in &batch {
            position = stored.seq;
            print(stored, args.json);
        }
        if batch.is_empty() {
            if args.no_follow {
                return Ok(ExitCode::SUCCESS);
            }
            std::thread::sleep(PAUSE);
        }
    }
}

fn print(stored: &Stored, as_json: bool) {
    let event = &stored.event;
    let value: Value = event.value.as_deref().and_then(|v| serde_json::from_slice(v).ok()).unwrap_or(Value::Null);
    if as_json {
        let line = json!({
            "seq": stored.seq,
            "topic": event.topic.name(),
            "key": event.key,
            "ce_id": event.id,
            "ce_type": event.kind,
            "ce_source": event.source,
            "ce_time": event.time,
            "value": value,
        });
        super::print_line(&line.to_string());
        return;
    }
    match (event.topic, serde_json::from_value::<ArticleRevision>(value.clone())) {
        (Topic::Articles, Ok(revision)) => {
            super::print_line(&render::story(&revision, event.kind, render::Style::detect()))
        }
        _ => super::print_line(&format!("{:<16} {} {}", event.kind, event.key, render::brief(&value))),
    }
}
