//! `wiredesk run`.

use std::path::Path;
use std::process::ExitCode;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::Daemon;
use crate::config::Config;

pub(super) fn run(path: &Path) -> anyhow::Result<ExitCode> {
    let config = Config::load(path)?;
    super::start_logging("info");
    super::runtime()?.block_on(async {
        let shutdown = CancellationToken::new();
        tokio::spawn(stop_on_signal(shutdown.clone()));
        Daemon::new(config).run(shutdown).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The first SIGTERM or SIGINT stops in order, the second at once.
pub(super) async fn stop_on_signal(shutdown: CancellationToken) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be listened to");
        return;
    };
    let mut asked = false;
    loop {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        if asked {
            tracing::warn!(
                "second signal: stopping at once; the ledger is consistent, work under way is repeated at the next start"
            );
            std::process::exit(130);
        }
        asked = true;
        tracing::info!("stopping: polls and pages under way end first; a second signal stops at once");
        shutdown.cancel();
    }
}
