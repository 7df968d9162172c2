//! Measuring: predictions for scorers, benchmarks, training.

mod bench;
mod corpus;
mod eval;
mod predict;
mod train;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "wire-lab", about = "Predictions, benchmarks and training")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Writes predictions in the form that the scorers read.
    Predict(predict::Args),
    /// Scores against the truth of a corpus, by category.
    Eval(eval::Args),
    /// Trains the embedded models.
    Train(train::Args),
    /// Times stages and the whole path.
    Bench(bench::Args),
}

fn main() -> Result<()> {
    match Cli::parse().command {
        Command::Predict(args) => predict::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Bench(args) => bench::run(&args),
    }
}
