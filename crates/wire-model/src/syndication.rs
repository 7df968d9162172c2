//! Recognising near-identical copies of one story.
//!
//! MinHash (Broder 1997) over 4-word shingles of the letters and digits of a
//! text: the share of equal minima estimates the Jaccard similarity of two
//! shingle sets. Bands of the signature are the keys under which a candidate
//! is looked up.

use sha2::{Digest, Sha256};

const SHINGLE_WORDS: usize = 4;
const ROWS: usize = 4;
const BANDS: usize = 8;
/// Texts shorter than this say too little to be called copies.
const MIN_WORDS: usize = 40;

/// The MinHash signature of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature([u32; ROWS * BANDS]);

impl Signature {
    /// The signature of `text`, or `None` when it is too short to compare.
    pub fn of(text: &str) -> Option<Signature> {
        let words: Vec<u64> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(|w| {
                w.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |h, c| mix(h ^ u64::from(c as u32)))
            })
            .collect();
        if words.len() < MIN_WORDS {
            return None;
        }
        let mut minima = [u32::MAX; ROWS * BANDS];
        for shingle in words.windows(SHINGLE_WORDS) {
            let hash = shingle.iter().fold(0, |h: u64, w| mix(h.rotate_left(17) ^ w));
            for (i, minimum) in minima.iter_mut().enumerate() {
                let value = (mix(hash ^ (i as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)) >> 32) as u32;
                *minimum = (*minimum).min(value);
            }
        }
        Some(Signature(minima))
    }

    /// Estimated Jaccard similarity, 0 to 1.
    pub fn similarity(&self, other: &Signature) -> f32 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f32 / self.0.len() as f32
    }

    /// The keys under which similar texts are likely to meet.
    pub fn bands(&self) -> impl Iterator<Item = i64> + '_ {
        self.0
            .chunks(ROWS)
            .enumerate()
            .map(|(band, rows)| rows.iter().fold(mix(band as u64 + 1), |h, r| mix(h ^ u64::from(*r))) as i64)
    }

    /// The signature as bytes, for storage.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|v| v.to_le_bytes()).collect()
    }

    /// Reads what [`Signature::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> Option<Signature> {
        let values: Vec<u32> =
            bytes.chunks_exact(4).filter_map(|c| c.try_into().ok().map(u32::from_le_bytes)).collect();
        values.try_into().ok().map(Signature)
    }
}

/// Hex SHA-256 over parts, each closed by a separator, so that moving text
/// between parts changes the digest.
pub fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update([0x1f]);
    }
    hasher.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: usize, to: usize) -> String {
        (from..to).map(|i| format!("word{i} ")).collect()
    }

    #[test]
    fn copies_are_similar_and_others_are_not() {
        let story = Signature::of(&words(0, 200)).expect("long enough");
        let copy = Signature::of(&words(4, 200)).expect("long enough");
        let other = Signature::of(&words(500, 700)).expect("long enough");
        assert!(story.similarity(&copy) > 0.8);
        assert!(story.similarity(&other) < 0.2);
        assert!(story.bands().any(|b| copy.bands().any(|c| b == c)));
        assert_eq!(Signature::from_bytes(&story.to_bytes()), Some(story));
        assert_eq!(Signature::of("too short"), None);
    }
}
