//! Whole-daemon tests: the real daemon between an in-process origin and a real Kafka.

mod bad_input;
mod crash;
mod delivery;
mod discover;
mod guarded;
mod mutations;
mod names;
mod pacing;
mod polling;
mod robots;
mod seed;
mod tidy;
mod websub;
