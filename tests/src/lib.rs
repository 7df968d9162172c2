//! The harness of the whole-daemon tests: an origin that counts hits and fails
//! on an unexpected request, a real Kafka, an independent consumer.

pub mod corpus;
pub mod desk;
pub mod kafka;
pub mod origin;
