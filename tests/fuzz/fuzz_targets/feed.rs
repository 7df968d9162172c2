#![no_main]
//! Any bytes are a feed or are refused with a reason; nothing panics.

use libfuzzer_sys::fuzz_target;
use wire_feed::{Source, read};

fuzz_target!(|bytes: &[u8]| {
    drop(read(bytes, &Source::default()));
});
