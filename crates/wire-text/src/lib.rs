//! Bytes to text, and text to dates: what reading feeds and reading pages have
//! in common.
//!
//! - [`charset`]: which encoding a document is in, and its text.
//! - [`normal`]: the one normal form in which text is published.
//! - [`date`]: the dates that feeds and pages write, right or wrong.
//! - [`dateline`], [`agency`]: the line that opens a wire story, and who signs one.
//! - [`entity`]: HTML's named character references.
//!
//! Everything here is a pure function; nothing fails on ragged input.

pub mod agency;
pub mod charset;
pub mod date;
pub mod dateline;
pub mod entity;
pub mod normal;
