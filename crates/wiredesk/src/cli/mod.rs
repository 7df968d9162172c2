//! The command line.

mod check;
mod demo;
mod feeds;
mod render;
mod run;
mod tail;
mod try_page;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{CommandFactory, Parser, Subcommand};
use wire_fetch::ClientConfig;
use wire_model::Topic;

use crate::config::Network;

/// A wire desk as a daemon: polls feeds, cleans articles, marks quotes with
/// their speakers and entities with their identities, publishes to Kafka.
#[derive(Parser)]
#[command(name = "wiredesk", version, about, long_about = None)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Runs the daemon until SIGTERM or Ctrl-C.
    Run(ConfigArg),
    /// Shows the whole pipeline on invented publishers: no network, no broker.
    Demo(demo::Args),
    /// Checks a configuration and its feed files.
    Check(ConfigArg),
    /// Shows what wiredesk makes of one page.
    Try(try_page::Args),
    /// Lists feeds with their state, finds feeds, exchanges subscription lists.
    Feeds {
        #[command(subcommand)]
        command: feeds::Command,
    },
    /// Follows the event log of a ledger.
    Tail(tail::Args),
    /// Prints a JSON Schema: a topic's, or the configuration's.
    Schema {
        /// articles, quotes, entities, feeds, rejects or config
        name: String,
    },
    /// Prints completions for a shell.
    Completions {
        /// bash, elvish, fish, powershell or zsh
        shell: clap_complete::Shell,
    },
}

#[derive(Parser)]
struct ConfigArg {
    /// The configuration file.
    #[arg(long, short, default_value = "config/wiredesk.toml")]
    config: PathBuf,
}

/// Exit code of a refused configuration or command line, as for usage errors.
const EXIT_CONFIG: u8 = 2;

/// Parses the arguments and runs the command.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(cli.command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("wiredesk: {error:#}");
            let refused =
                error.chain().any(|e| e.is::<crate::config::ConfigError>() || e.is::<crate::names::LoadError>());
            ExitCode::from(if refused { EXIT_CONFIG } else { 1 })
        }
    }
}

fn dispatch(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Run(args) => run::run(&args.config),
        Command::Demo(args) => demo::demo(&args),
        Command::Check(args) => check::check(&args.config),
        Command::Try(args) => try_page::try_page(&args),
        Command::Feeds { command } => feeds::feeds(&command),
        Command::Tail(args) => tail::tail(&args),
        Command::Schema { name } => schema(&name),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "wiredesk", &mut std::io::stdout());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn schema(name: &str) -> anyhow::Result<ExitCode> {
    let schema = match (name, Topic::parse(name)) {
        ("config", _) => crate::config::schema(),
        (_, Some(topic)) => wire_model::schema::of(topic),
        _ => {
            anyhow::bail!("there is no schema {name:?}; there are: articles, quotes, entities, feeds, rejects, config")
        }
    };
    print_line(&serde_json::to_string_pretty(&schema)?);
    Ok(ExitCode::SUCCESS)
}

/// Prints a line; a closed pipe ends the program quietly, as for any filter.
fn print_line(text: &str) {
    use std::io::Write;
    if writeln!(std::io::stdout(), "{text}").is_err() {
        std::process::exit(0);
    }
}

fn network(text: &str) -> Result<Network, String> {
    text.parse().map(Network).map_err(|_| format!("{text:?} is no range such as 127.0.0.0/8"))
}

/// The client of commands that look at one site.
fn client_config(allow: &[Network]) -> ClientConfig {
    ClientConfig {
        user_agent: format!("wiredesk/{}", env!("CARGO_PKG_VERSION")),
        allow_addresses: allow.iter().map(|n| n.0).collect(),
        proxy: None,
        deadline: Duration::from_secs(30),
        min_spacing: Duration::ZERO,
        per_host: 1,
        robots: true,
    }
}

/// The runtime of commands that need one.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    Ok(tokio::runtime::Builder::new_multi_thread().enable_all().build()?)
}

/// Logs to standard error: `WIREDESK_LOG` filters, `WIREDESK_LOG_FORMAT=json` for machines.
fn start_logging(default: &str) {
    use tracing_subscriber::EnvFilter;
    let filter = EnvFilter::try_from_env("WIREDESK_LOG").unwrap_or_else(|_| EnvFilter::new(default));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let is_json = std::env::var("WIREDESK_LOG_FORMAT").is_ok_and(|f| f == "json");
    let is_terminal = std::io::IsTerminal::is_terminal(&std::io::stderr());
    if is_json {
        builder.json().init();
    } else {
        builder.with_ansi(is_terminal).init();
    }
    std::panic::set_hook(Box::new(log_panic));
}

/// A panic is a line of the log like any other, so that those who read it by machine see it too.
/// What it was working on says for itself what becomes of it.
fn log_panic(panic: &std::panic::PanicHookInfo) {
    use std::backtrace::{Backtrace, BacktraceStatus};
    let message = panic.payload_as_str().unwrap_or("no message");
    let place = panic.location().map(tracing::field::display);
    let backtrace = Backtrace::capture();
    let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| tracing::field::display(&backtrace));
    tracing::error!(place, backtrace, "a panic: {message}");
}

/// A duration on the command line, as in the configuration.
fn duration(text: &str) -> Result<Duration, String> {
    let table = format!("value = {text:?}");
    #[derive(serde::Deserialize)]
    struct Holder {
        value: crate::config::Span,
    }
    toml::from_str::<Holder>(&table).map(|h| h.value.0).map_err(|e| e.message().to_owned())
}
