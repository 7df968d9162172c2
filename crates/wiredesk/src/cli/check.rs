//! `wiredesk check`.

use std::path::Path;
use std::process::ExitCode;

use crate::config::Config;

pub(super) fn check(path: &Path) -> anyhow::Result<ExitCode> {
    let config = Config::load(path)?;
    let target = config
        .kafka
        .as_ref()
        .map_or_else(|| "the ledger's event log".to_owned(), |k| format!("kafka at {}", k.brokers));
    if let Some(kafka) = &config.kafka {
        // librdkafka says itself which property it does not know.
        wire_publish::Publisher::new(kafka.clone())?;
    }
    let names = crate::names::annotator(&config)?.listed();
    if !config.name_tables.is_empty() {
        super::print_line(&format!("{names} names in {} tables", config.name_tables.len()));
    }
    super::print_line(&format!(
        "{}: accepted. {} feeds, ledger {}, events go to {target}.",
        path.display(),
        config.feeds.len(),
        config.ledger_path.display()
    ));
    if config.fetch.contact.is_none() {
        super::print_line("hint: set [fetch] contact to a URL or an address, so that origins can reach you");
    }
    Ok(ExitCode::SUCCESS)
}
