//! The configuration: TOML in, checked settings out.
//!
//! Values are parsed into types that cannot hold a wrong one, so a refusal
//! comes with its place in the file. Stages get their own small part.

mod value;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use schemars::JsonSchema;
use serde::Deserialize;
use thiserror::Error;
use url::Url;
use wire_model::FeedId;
use wire_publish::{CleanupPolicy, Delivery, PublisherConfig, TopicSettings};
use wire_store::Backlog;

pub use value::{BacklogValue, EnvString, HttpUrl, Id, Network, Span};

/// A configuration that was refused, with the place and what would be accepted.
#[derive(Debug, Error)]
#[error("{file}: {message}", file = .file.display())]
pub struct ConfigError {
    /// The file.
    pub file: PathBuf,
    /// Line, key, value and what would be accepted.
    pub message: String,
}

/// The file as it is written.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "wiredesk configuration")]
pub struct File {
    /// The embedded database.
    pub ledger: LedgerTable,
    /// Kafka. Without this table events stay in the ledger's event log.
    pub kafka: Option<KafkaTable>,
    /// Outbound requests.
    pub fetch: FetchTable,
    /// How origins are spared.
    pub politeness: PolitenessTable,
    /// How often feeds are polled.
    pub poll: PollTable,
    /// Quotes and entities.
    pub annotate: AnnotateTable,
    /// Your own tables of names.
    pub entities: EntitiesTable,
    /// Metrics and health checks.
    pub admin: AdminTable,
    /// WebSub: lets hubs push feeds. Without this table feeds are only polled.
    pub websub: Option<WebSubTable>,
    /// Folder with more feed files, relative to this file. Every `*.toml` in it holds `[[feed]]` tables.
    pub feeds_dir: Option<PathBuf>,
    /// The feeds.
    pub feed: Vec<FeedTable>,
}

/// `[ledger]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerTable {
    /// The SQLite file, relative to this file; made when absent.
    pub path: PathBuf,
    /// How long the event log is kept when Kafka is not configured.
    pub retention: Span,
}

impl Default for LedgerTable {
    fn default() -> Self {
        LedgerTable { path: PathBuf::from("wiredesk.sqlite"), retention: Span(Duration::from_secs(30 * 86_400)) }
    }
}

/// `[kafka]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KafkaTable {
    /// `host:port`, separated by commas.
    pub brokers: EnvString,
    /// Goes before every topic name.
    #[serde(default = "default_prefix")]
    pub topic_prefix: String,
    /// `at_least_once` or `exactly_once`.
    #[serde(default)]
    pub delivery: DeliveryValue,
    /// Any librdkafka property.
    #[serde(default)]
    pub properties: BTreeMap<String, EnvString>,
    /// Partitions of topics that are made.
    #[serde(default = "default_partitions")]
    pub partitions: u16,
    /// Replication factor of topics that are made; -1 is the broker's default.
    #[serde(default = "default_replication")]
    pub replication: i16,
    /// Cleanup policy of the articles topic.
    #[serde(default)]
    pub articles_policy: PolicyValue,
    /// Name of this outbox in transactions; two daemons must not share one.
    #[serde(default = "default_outbox")]
    pub outbox_id: String,
}

fn default_prefix() -> String {
    "wire.".to_owned()
}
fn default_partitions() -> u16 {
    6
}
fn default_replication() -> i16 {
    -1
}
fn default_outbox() -> String {
    "desk".to_owned()
}

/// How sure delivery is of not repeating itself.
#[derive(Clone, Copy, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryValue {
    /// Idempotent producer; a crash may repeat events, with equal ids.
    #[default]
    AtLeastOnce,
    /// Transactions.
    ExactlyOnce,
}

/// A topic's cleanup policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PolicyValue {
    /// Old records go.
    #[default]
    Delete,
    /// The newest record of each article stays.
    Compact,
}

/// `[fetch]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FetchTable {
    /// A URL or e-mail address under which origins reach you; part of the User-Agent.
    pub contact: Option<String>,
    /// Private ranges that you trust. Empty: no loopback or private address is ever connected to.
    pub allow_addresses: Vec<Network>,
    /// An explicit proxy; the address check then sees the proxy only.
    pub proxy: Option<HttpUrl>,
    /// Deadline of one request, redirects aside.
    pub timeout: Span,
    /// Pages fetched at the same time, over all hosts.
    pub concurrency: usize,
    /// Largest page, in bytes after decompression.
    pub max_page_bytes: usize,
    /// Largest feed document, in bytes after decompression.
    pub max_feed_bytes: usize,
    /// How often a page is tried before the feed's own content is published.
    pub attempts: u32,
    /// Pause before the second try of a page; doubles with every further one.
    pub retry_after: Span,
}

impl Default for FetchTable {
    fn default() -> Self {
        FetchTable {
            contact: None,
            allow_addresses: Vec::new(),
            proxy: None,
            timeout: Span(Duration::from_secs(30)),
            concurrency: 64,
            max_page_bytes: 16 << 20,
            max_feed_bytes: 32 << 20,
            attempts: 3,
            retry_after: Span(Duration::from_secs(60)),
        }
    }
}

/// `[politeness]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PolitenessTable {
    /// Smallest pause between two requests to one host.
    pub min_spacing: Span,
    /// Requests in flight per host.
    pub per_host: usize,
    /// Ask robots.txt before fetching article pages. Feeds that you list are polled regardless.
    pub robots: bool,
}

impl Default for PolitenessTable {
    fn default() -> Self {
        PolitenessTable { min_spacing: Span(Duration::from_secs(1)), per_host: 1, robots: true }
    }
}

/// `[poll]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct PollTable {
    /// Shortest time between two polls of a feed.
    pub min_interval: Span,
    /// Longest time between two polls of a feed that works.
    pub max_interval: Span,
    /// Entries taken from a feed's first poll: `"all"`, `"none"` or a number, newest first.
    pub backlog: BacklogValue,
    /// Events and entries that may wait before polling pauses.
    pub max_waiting: usize,
}

impl Default for PollTable {
    fn default() -> Self {
        PollTable {
            min_interval: Span(Duration::from_secs(120)),
            max_interval: Span(Duration::from_secs(3600)),
            backlog: BacklogValue(Backlog::Newest(20)),
            max_waiting: 100_000,
        }
    }
}

/// `[annotate]`
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AnnotateTable {
    /// Also publish speech that is reported without quotation marks (English), as quotes of kind `indirect`.
    pub indirect_speech: bool,
}

/// `[entities]`
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct EntitiesTable {
    /// CSV files with the columns name, aliases (joined by `|`), type and id, relative to this
    /// file. They are read again when they change.
    pub tables: Vec<PathBuf>,
    /// A folder with a token classifier (`model.onnx`, `tokenizer.json`, `config.json`) that marks
    /// names in place of the embedded model, relative to this file. Needs a binary that was built
    /// with the feature `onnx`.
    pub model: Option<PathBuf>,
}

/// `[admin]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct AdminTable {
    /// Where `/metrics`, `/livez` and `/readyz` are served; `"off"` serves none.
    pub listen: String,
}

impl Default for AdminTable {
    fn default() -> Self {
        AdminTable { listen: "127.0.0.1:9464".to_owned() }
    }
}

/// `[websub]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WebSubTable {
    /// The public address under which hubs reach `listen`, best with https.
    pub callback: HttpUrl,
    /// Where callbacks are listened for.
    #[serde(default = "default_websub_listen")]
    pub listen: SocketAddr,
}

fn default_websub_listen() -> SocketAddr {
    SocketAddr::from(([127, 0, 0, 1], 9465))
}

/// `[[feed]]`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedTable {
    /// Your name for the feed: a-z, 0-9, `-`, `_`, `.`; it stands in every event.
    pub id: Id,
    /// Where it is.
    pub url: HttpUrl,
    /// A title for people.
    pub title: Option<String>,
    /// The language of its stories, where pages do not say.
    pub language: Option<String>,
    /// Overrides `[poll] min_interval`.
    pub min_interval: Option<Span>,
    /// Overrides `[poll] max_interval`.
    pub max_interval: Option<Span>,
    /// Overrides `[poll] backlog`.
    pub backlog: Option<BacklogValue>,
    /// Carried in every event of the feed.
    #[serde(default)]
    pub labels: Vec<String>,
    /// Headers for the feed's own host. `${NAME}` is read from the environment.
    #[serde(default)]
    pub headers: BTreeMap<String, EnvString>,
    /// A file whose content is sent as `Authorization: Bearer …`.
    pub bearer_token_file: Option<PathBuf>,
    /// Feeds of one group share one place in the queue, whatever their hosts are called.
    pub group: Option<String>,
    /// `false` keeps the feed in the file without polling it.
    #[serde(default = "default_enabled")]
    pub enabled: bool,
}

fn default_enabled() -> bool {
    true
}

/// A file of `feeds_dir`.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct FeedsFile {
    feed: Vec<FeedTable>,
}

/// The checked configuration.
#[derive(Clone, Debug)]
pub struct Config {
    /// The SQLite file.
    pub ledger_path: PathBuf,
    /// Retention of the event log.
    pub retention: Duration,
    /// Where events go, if not only into the log.
    pub kafka: Option<PublisherConfig>,
    /// Whether killed articles get a tombstone on the articles topic.
    pub articles_compacted: bool,
    /// Requests.
    pub fetch: FetchTable,
    /// Politeness.
    pub politeness: PolitenessTable,
    /// Polling.
    pub poll: PollTable,
    /// Quotes and entities.
    pub annotate: AnnotateTable,
    /// A token classifier in place of the embedded name model.
    pub name_model: Option<PathBuf>,
    /// Files of operators' names.
    pub name_tables: Vec<PathBuf>,
    /// Where the admin server listens.
    pub admin: Option<SocketAddr>,
    /// Where hubs push to.
    pub websub: Option<WebSub>,
    /// The enabled feeds.
    pub feeds: Vec<Feed>,
}

/// Where hubs push to.
#[derive(Clone, Debug)]
pub struct WebSub {
    /// The public address.
    pub callback: Url,
    /// Where it is listened for.
    pub listen: SocketAddr,
}

/// A checked feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Its id.
    pub id: FeedId,
    /// Its address.
    pub url: Url,
    /// A title for people.
    pub title: Option<String>,
    /// Language of its stories.
    pub language: Option<String>,
    /// Shortest interval.
    pub min_interval: Duration,
    /// Longest interval.
    pub max_interval: Duration,
    /// Entries of the first poll.
    pub backlog: Backlog,
    /// Labels.
    pub labels: Vec<String>,
    /// Headers for its host.
    pub headers: Vec<(String, String)>,
    /// Politeness group.
    pub group: Option<String>,
}

impl Config {
    /// Reads and checks a configuration with all its feed files.
    ///
    /// # Errors
    /// Says file, line, key, value and what would be accepted.
    pub fn load(path: &Path) -> Result<Config, ConfigError> {
        let file: File = parse(path, &read(path)?)?;
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut tables: Vec<(PathBuf, FeedTable)> = file.feed.iter().map(|f| (path.to_owned(), f.clone())).collect();
        if let Some(dir) = &file.feeds_dir {
            tables.extend(feeds_in(&folder.join(dir))?);
        }
        Config::check(file, path, folder, tables)
    }

    fn check(file: File, path: &Path, folder: &Path, tables: Vec<(PathBuf, FeedTable)>) -> Result<Config, ConfigError> {
        let refuse = |message: String| ConfigError { file: path.to_owned(), message };
        if file.poll.min_interval.0 > file.poll.max_interval.0 {
            return Err(refuse(
                "[poll] min_interval is longer than max_interval; it must be shorter or equal".to_owned(),
            ));
        }
        if file.fetch.concurrency == 0 || file.politeness.per_host == 0 || file.fetch.attempts == 0 {
            return Err(refuse(
                "[fetch] concurrency, [fetch] attempts and [politeness] per_host must be at least 1".to_owned(),
            ));
        }
        let admin = match file.admin.listen.as_str() {
            "off" => None,
            text => Some(text.parse().map_err(|_| {
                refuse(format!(
                    "[admin] listen = {text:?} is no address; use for example \"127.0.0.1:9464\", or \"off\""
                ))
            })?),
        };
        let mut seen: HashMap<FeedId, PathBuf> = HashMap::new();
        let mut feeds = Vec::new();
        for (source, table) in tables {
            if let Some(other) = seen.insert(table.id.0.clone(), source.clone()) {
                let message = format!(
                    "[[feed]] id = \"{}\" is used twice (also in {}); ids must be unique",
                    table.id.0,
                    other.display()
                );
                return Err(ConfigError { file: source, message });
            }
            if table.enabled {
                feeds.push(check_feed(table, &file.poll, &source)?);
            }
        }
        let articles_compacted = file.kafka.as_ref().is_some_and(|k| k.articles_policy == PolicyValue::Compact);
        Ok(Config {
            ledger_path: folder.join(&file.ledger.path),
            retention: file.ledger.retention.0,
            kafka: file.kafka.map(publisher),
            articles_compacted,
            fetch: file.fetch,
            politeness: file.politeness,
            poll: file.poll,
            annotate: file.annotate,
            name_model: file.entities.model.as_ref().map(|m| folder.join(m)),
            name_tables: file.entities.tables.iter().map(|t| folder.join(t)).collect(),
            admin,
            websub: file.websub.map(|w| WebSub { callback: w.callback.0, listen: w.listen }),
            feeds,
        })
    }
}

fn publisher(table: KafkaTable) -> PublisherConfig {
    PublisherConfig {
        brokers: table.brokers.0,
        topic_prefix: table.topic_prefix,
        delivery: match table.delivery {
            DeliveryValue::AtLeastOnce => Delivery::AtLeastOnce,
            DeliveryValue::ExactlyOnce => Delivery::ExactlyOnce,
        },
        outbox_id: table.outbox_id,
        properties: table.properties.into_iter().map(|(k, v)| (k, v.0)).collect(),
        topics: TopicSettings {
            partitions: i32::from(table.partitions.max(1)),
            replication: i32::from(table.replication),
            articles: match table.articles_policy {
                PolicyValue::Delete => CleanupPolicy::Delete,
                PolicyValue::Compact => CleanupPolicy::Compact,
            },
        },
    }
}

fn check_feed(table: FeedTable, poll: &PollTable, source: &Path) -> Result<Feed, ConfigError> {
    let refuse = |message: String| ConfigError {
        file: source.to_owned(),
        message: format!("feed {:?}: {message}", table.id.0.as_str()),
    };
    let min_interval = table.min_interval.map_or(poll.min_interval.0, |s| s.0);
    let max_interval = table.max_interval.map_or(poll.max_interval.0.max(min_interval), |s| s.0);
    if min_interval > max_interval {
        return Err(refuse("min_interval is longer than max_interval; it must be shorter or equal".to_owned()));
    }
    let mut headers: Vec<(String, String)> = table.headers.iter().map(|(k, v)| (k.clone(), v.0.clone())).collect();
    if let Some(path) = &table.bearer_token_file {
        let path = source.parent().unwrap_or(Path::new(".")).join(path);
        let token =
            fs::read_to_string(&path).map_err(|e| refuse(format!("bearer_token_file = {:?}: {e}", path.display())))?;
        headers.push(("Authorization".to_owned(), format!("Bearer {}", token.trim())));
    }
    Ok(Feed {
        id: table.id.0,
        url: table.url.0,
        title: table.title,
        language: table.language,
        min_interval,
        max_interval,
        backlog: table.backlog.unwrap_or(poll.backlog).0,
        labels: table.labels,
        headers,
        group: table.group,
    })
}

fn read(path: &Path) -> Result<String, ConfigError> {
    fs::read_to_string(path).map_err(|e| ConfigError { file: path.to_owned(), message: format!("cannot be read: {e}") })
}

/// TOML to a table; the error names line and column and shows the line.
fn parse<T: serde::de::DeserializeOwned>(path: &Path, text: &str) -> Result<T, ConfigError> {
    toml::from_str(text)
        .map_err(|e| ConfigError { file: path.to_owned(), message: e.to_string().trim_end().to_owned() })
}

fn feeds_in(folder: &Path) -> Result<Vec<(PathBuf, FeedTable)>, ConfigError> {
    let refuse =
        |e: std::io::Error| ConfigError { file: folder.to_owned(), message: format!("feeds_dir cannot be read: {e}") };
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).map_err(refuse)? {
        let path = entry.map_err(refuse)?.path();
        if path.extension().is_some_and(|e| e == "toml") {
            files.push(path);
        }
    }
    files.sort();
    let mut tables = Vec::new();
    for path in files {
        let file: FeedsFile = parse(&path, &read(&path)?)?;
        tables.extend(file.feed.into_iter().map(|f| (path.clone(), f)));
    }
    Ok(tables)
}

/// The JSON Schema of the configuration, for editors.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(File).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(text: &str) -> Result<Config, String> {
        let path = Path::new("wiredesk.toml");
        let file: File = parse(path, text).map_err(|e| e.to_string())?;
        let tables = file.feed.iter().map(|f| (path.to_owned(), f.clone())).collect();
        Config::check(file, path, Path::new(""), tables).map_err(|e| e.to_string())
    }

    #[test]
    fn refusals_name_line_key_and_what_is_accepted() {
        let feed = "[[feed]]\nid = \"a\"\nurl = \"https://example.org/feed\"\n";
        let check = |text: &str, parts: &[&str]| {
            let message = load(text).expect_err(text);
            for part in parts {
                assert!(message.contains(part), "{message:?} lacks {part:?}");
            }
        };
        check(
            "[poll]\nmin_interval = \"5 parsecs\"\n",
            &["wiredesk.toml", "line 2", "min_interval", "5 parsecs", "\"90s\""],
        );
        check("[poll]\nmin_intervall = \"5s\"\n", &["line 2", "min_intervall", "min_interval"]);
        check("[[feed]]\nid = \"a b\"\nurl = \"https://x.org/\"\n", &["line 2", "a b", "a-z"]);
        check("[[feed]]\nid = \"a\"\nurl = \"ftp://x.org/\"\n", &["line 3", "ftp", "http"]);
        check(&format!("{feed}{feed}"), &["used twice", "\"a\""]);
        check("[fetch]\nallow_addresses = [\"localhost\"]\n", &["line 2", "localhost", "127.0.0.0/8"]);
        check("[kafka]\nbrokers = \"b:9092\"\ndelivery = \"maybe\"\n", &["line 3", "maybe", "exactly_once"]);
        check("[poll]\nbacklog = \"some\"\n", &["line 2", "some", "\"all\""]);
    }

    #[test]
    fn defaults_and_overrides() {
        let config = load(
            "[poll]\nbacklog = 5\n[[feed]]\nid = \"a\"\nurl = \"https://example.org/feed\"\nmin_interval = \"250ms\"\n",
        )
        .expect("valid");
        let feed = &config.feeds[0];
        assert_eq!(feed.min_interval, Duration::from_millis(250));
        assert_eq!(feed.backlog, Backlog::Newest(5));
        assert!(config.kafka.is_none());
    }

    /// Editors read the committed schema. After a change: `UPDATE_SCHEMAS=1 cargo test -p wiredesk`.
    #[test]
    fn the_committed_schema_matches_the_types() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/wiredesk.schema.json");
        let expected = serde_json::to_string_pretty(&schema()).expect("JSON") + "\n";
        if std::env::var_os("UPDATE_SCHEMAS").is_some() {
            fs::write(&path, &expected).expect("written");
        }
        assert_eq!(fs::read_to_string(&path).unwrap_or_default(), expected);
    }

    #[test]
    fn the_example_configuration_is_accepted() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/wiredesk.toml");
        let config = Config::load(&path).expect("accepted");
        assert!(config.feeds.len() >= 10);
    }
}
