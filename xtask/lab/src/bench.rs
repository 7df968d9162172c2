//! `bench`: stages on one core, the relay, and the whole path.

mod path;
#[cfg(feature = "peers")]
mod peers;
mod relay;
mod stages;

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;
use clap::{Parser, ValueEnum};

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Reading feeds, beside feed-rs alone.
    Feeds,
    /// Extraction, beside parsing the same pages alone.
    Extract,
    /// Names, and names with quotes.
    Annotate,
    /// The outbox to a real Kafka, beside a bare producer.
    Relay,
    /// The whole daemon: in-process origin, real Kafka.
    Path,
}

#[derive(Parser)]
pub(crate) struct Args {
    /// One part; without it, all of them.
    what: Option<What>,
    /// The corpora; without them the project's own pages are used.
    #[arg(long)]
    corpora: Option<PathBuf>,
    /// Rounds; medians are printed.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Articles of the path's throughput part.
    #[arg(long, default_value_t = 6000)]
    articles: usize,
    /// Seconds of the path's latency part, at one story a second.
    #[arg(long, default_value_t = 30)]
    seconds: u64,
    /// `at_least_once` or `exactly_once`.
    #[arg(long, default_value = "at_least_once")]
    delivery: String,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let wanted = |what: What| args.what.is_none_or(|w| w == what);
    let corpora = args.corpora.clone().or_else(wire_tests::corpus::folder);
    if wanted(What::Feeds) {
        stages::feeds(corpora.as_deref(), args.rounds)?;
    }
    if wanted(What::Extract) {
        stages::extract(corpora.as_deref(), args.rounds)?;
    }
    if wanted(What::Annotate) {
        stages::annotate(corpora.as_deref(), args.rounds)?;
    }
    if wanted(What::Relay) {
        relay::run(args.rounds, args.articles)?;
    }
    if wanted(What::Path) {
        path::run(args.articles, args.seconds, &args.delivery)?;
    }
    Ok(())
}

/// The middle of some values.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The value below which that share of them lies.
fn quantile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share).ceil() as usize).clamp(1, values.len().max(1)) - 1;
    values.get(at).copied().unwrap_or(f64::NAN)
}

/// Seconds of one run of `work`.
fn time(mut work: impl FnMut()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64()
}
