//! Spans of text, in the unit that every language can count: Unicode scalar
//! values (code points without surrogates).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of Unicode scalar values into an article's `text`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TextSpan {
    /// First scalar value of the span.
    pub start: usize,
    /// One past the last scalar value of the span.
    pub end: usize,
}

impl TextSpan {
    /// Whether the two spans share at least one scalar value.
    pub fn overlaps(&self, other: &TextSpan) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Translates UTF-8 byte offsets of one text into scalar offsets.
///
/// Built once per text in one pass; ASCII texts cost nothing, others keep one
/// mark every 64 bytes, so that a lookup reads at most 64 bytes.
pub struct ScalarIndex<'t> {
    text: &'t str,
    marks: Option<Vec<u32>>,
}

const STRIDE: usize = 64;

impl<'t> ScalarIndex<'t> {
    /// Indexes `text`.
    pub fn new(text: &'t str) -> Self {
        if text.is_ascii() {
            return ScalarIndex { text, marks: None };
        }
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let mut scalars = 0u32;
        for block in text.as_bytes().chunks(STRIDE) {
            marks.push(scalars);
            scalars += block.iter().filter(|b| is_scalar_start(**b)).count() as u32;
        }
        ScalarIndex { text, marks: Some(marks) }
    }

    /// Number of scalar values before byte `at`.
    pub fn scalar(&self, at: usize) -> usize {
        let at = at.min(self.text.len());
        let Some(marks) = &self.marks else { return at };
        let block = at / STRIDE;
        let Some(mark) = marks.get(block) else { return self.text.chars().count() };
        let tail = self.text.as_bytes().get(block * STRIDE..at).unwrap_or_default();
        *mark as usize + tail.iter().filter(|b| is_scalar_start(**b)).count()
    }

    /// The span of a byte range.
    pub fn span(&self, start: usize, end: usize) -> TextSpan {
        TextSpan { start: self.scalar(start), end: self.scalar(end) }
    }
}

fn is_scalar_start(byte: u8) -> bool {
    byte & 0xC0 != 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn byte_offsets_become_scalar_offsets(text in "\\PC{0,300}") {
            let index = ScalarIndex::new(&text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(index.scalar(byte), n);
            }
            prop_assert_eq!(index.scalar(text.len()), text.chars().count());
        }
    }
}
