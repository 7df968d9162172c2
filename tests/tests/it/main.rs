//! Whole-daemon tests: the real daemon between an in-process origin and a real Kafka.

mod bad_input;
mod crash;
mod delivery;
mod polling;
mod seed;
mod tidy;
