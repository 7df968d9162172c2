//! `wiredesk feeds`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use wire_store::Ledger;

use crate::config::Config;

#[derive(Subcommand)]
pub(super) enum Command {
    /// Lists the configured feeds with what the ledger knows of them.
    List {
        /// The configuration file.
        #[arg(long, short, default_value = "config/wiredesk.toml")]
        config: PathBuf,
    },
}

pub(super) fn feeds(command: &Command) -> anyhow::Result<ExitCode> {
    let Command::List { config } = command;
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
        let time = |t: Option<wire_model::Time>| {
            t.map_or_else(|| "-".to_owned(), |t| t.0.strftime("%Y-%m-%d %H:%M:%SZ").to_string())
        };
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
    Ok(ExitCode::SUCCESS)
}
