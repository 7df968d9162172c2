//! A wire desk as a daemon: feeds in, annotated news events out.
//!
//! This crate introduces the stages to one another; each stage lives in a
//! crate of its own and knows nothing of the others.
//!
//! ```text
//! schedule ─► poll ─► read ─► reconcile ─► dispatch ─► fetch ─► extract ─► annotate ─► commit ─► relay
//! ```
//!
//! Start reading at [`pipeline`]: every task, channel and bound is there.

pub mod cli;
mod clock;
pub mod config;
mod desk;
mod dispatch;
mod follow;
pub mod metrics;
mod names;
pub mod pace;
pub mod pipeline;
mod poll;
mod read;
mod relay;
mod revision;
mod schedule;
mod serve;
mod subscribe;
mod tracked;
mod websub;

pub use pipeline::{Daemon, Observer, RunError, Summary};
pub use relay::RelayError;
