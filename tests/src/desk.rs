//! The real daemon, in this process or as one of its own.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use wire_model::Topic;
use wire_store::Ledger;
use wiredesk::config::Config;
use wiredesk::{Daemon, RunError, Summary};

/// A folder for one test, empty at its start, gone at its end.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes the folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn new(test: &str) -> Result<Folder> {
        let path = std::env::temp_dir().join(format!("wire-tests-{}-{test}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path)?;
        Ok(Folder(path))
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Writes `wiredesk.toml` with settings that are fast on loopback, then `rest`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn configure(&self, rest: &str) -> Result<PathBuf> {
        let text = format!(
            "[ledger]\npath = \"ledger.sqlite\"\n\
             [fetch]\ncontact = \"https://example.org/tests\"\nallow_addresses = [\"127.0.0.0/8\"]\ntimeout = \"10s\"\nretry_after = \"200ms\"\n\
             [politeness]\nmin_spacing = \"0ms\"\n\
             [poll]\nmin_interval = \"100ms\"\nmax_interval = \"400ms\"\nbacklog = \"all\"\n\
             [admin]\nlisten = \"off\"\n{rest}"
        );
        let path = self.0.join("wiredesk.toml");
        std::fs::write(&path, text)?;
        Ok(path)
    }
}

impl Folder {
    /// The values of all events of a topic in the ledger's event log, in order.
    ///
    /// # Panics
    /// When the ledger cannot be read.
    pub fn events(&self, topic: Topic) -> Vec<serde_json::Value> {
        let ledger = Ledger::open_reader(&self.0.join("ledger.sqlite")).expect("a ledger");
        let stored = ledger.log(0, Some(topic), 10_000).expect("events");
        stored.iter().filter_map(|e| serde_json::from_slice(e.event.value.as_ref()?).ok()).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A `[[feed]]` table.
pub fn feed(id: &str, url: &str) -> String {
    format!("[[feed]]\nid = \"{id}\"\nurl = \"{url}\"\n")
}

/// A `[kafka]` table.
pub fn kafka(brokers: &str, prefix: &str, delivery: &str) -> String {
    format!(
        "[kafka]\nbrokers = \"{brokers}\"\ntopic_prefix = \"{prefix}\"\ndelivery = \"{delivery}\"\npartitions = 3\noutbox_id = \"{prefix}\"\n"
    )
}

/// A daemon that runs in this process.
pub struct Running {
    task: JoinHandle<Result<Summary, RunError>>,
    shutdown: CancellationToken,
    /// Its metrics.
    pub metrics: wiredesk::metrics::Metrics,
}

impl Running {
    /// Starts the daemon with a configuration file.
    ///
    /// # Errors
    /// When the configuration is refused.
    pub fn start(config: &Path) -> Result<Running> {
        let daemon = Daemon::new(Config::load(config)?);
        let shutdown = CancellationToken::new();
        let metrics = daemon.metrics();
        Ok(Running { task: tokio::spawn(daemon.run(shutdown.clone())), shutdown, metrics })
    }

    /// Stops it in order.
    ///
    /// # Errors
    /// When it did not end well.
    pub async fn stop(self) -> Result<Summary> {
        self.shutdown.cancel();
        Ok(self.task.await??)
    }

    /// The value of one series of its metrics, such as `wiredesk_articles_total{outcome="published"}`.
    pub fn metric(&self, series: &str) -> u64 {
        let text = self.metrics.render();
        text.lines().find_map(|l| l.strip_prefix(series)?.trim().parse::<f64>().ok()).map_or(0, |v| v as u64)
    }
}

/// The daemon's program, built beside the tests.
///
/// # Panics
/// When it is not there.
pub fn program() -> PathBuf {
    let test = std::env::current_exe().expect("a path");
    let folder = test.parent().and_then(Path::parent).expect("target/<profile>");
    let program = folder.join("wiredesk");
    assert!(
        program.exists(),
        "{} is not there; build the workspace first: cargo build --release --workspace",
        program.display()
    );
    program
}

/// Waits until `condition` holds.
///
/// # Panics
/// After a minute.
pub async fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !condition() {
        assert!(Instant::now() < deadline, "waited a minute for: {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
