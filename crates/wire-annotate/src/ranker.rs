//! A linear ranker: hashed features, one weight each, softmax over the choices.

use std::borrow::Cow;

use crate::table::finish;

pub(crate) const WEIGHT_BITS: u32 = 18;

/// Weights of hashed features, as signed bytes.
pub(crate) struct Ranker {
    weights: Cow<'static, [u8]>,
    scale: f32,
}

impl Ranker {
    /// Reads what [`Ranker::to_bytes`] wrote. Bytes that are none give a ranker that knows nothing.
    pub(crate) fn from_bytes(bytes: Cow<'static, [u8]>) -> Ranker {
        let float = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        let scale = float(0);
        let weights = match bytes {
            Cow::Borrowed(b) => Cow::Borrowed(b.get(4..).unwrap_or_default()),
            Cow::Owned(b) => Cow::Owned(b.get(4..).unwrap_or_default().to_vec()),
        };
        Ranker { weights, scale }
    }

    pub(crate) fn to_bytes(weights: &[f32]) -> Vec<u8> {
        let most = weights.iter().fold(0f32, |m, w| m.max(w.abs())).max(1e-6);
        let scale = most / 127.0;
        let mut out = scale.to_le_bytes().to_vec();
        out.extend(weights.iter().map(|w| ((w / scale).round() as i8) as u8));
        out
    }

    pub(crate) fn score(&self, features: &[u32]) -> f32 {
        let sum: i32 = features.iter().map(|f| i32::from(self.weights.get(*f as usize).map_or(0, |w| *w as i8))).sum();
        sum as f32 * self.scale
    }
}

/// Collects the hashed features of one choice.
pub(crate) struct Adder<'o> {
    out: &'o mut Vec<u32>,
    space: u64,
}

impl Adder<'_> {
    /// Features of different spaces are different, whatever their parts.
    pub(crate) fn new(out: &mut Vec<u32>, space: u64) -> Adder<'_> {
        Adder { out, space }
    }

    pub(crate) fn one(&mut self, parts: &[u64]) {
        let hash = parts.iter().fold(self.space, |h, p| (h ^ p).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29));
        self.out.push((finish(hash) >> (64 - WEIGHT_BITS)) as u32);
    }

    pub(crate) fn all(&mut self, features: &[&[u64]]) {
        for parts in features {
            self.one(parts);
        }
    }
}

/// Steps of cue strength above none.
pub(crate) const LEVELS: usize = 3;

/// Cue strength in steps.
pub(crate) fn level(cue: u8) -> u64 {
    match cue {
        0..5 => 0,
        5..20 => 1,
        20..50 => 2,
        _ => 3,
    }
}

/// Distances in growing steps.
pub(crate) fn near(distance: usize) -> u64 {
    const STEPS: [usize; 10] = [0, 1, 2, 3, 5, 8, 12, 20, 35, 60];
    STEPS.iter().position(|s| distance <= *s).unwrap_or(STEPS.len()) as u64
}
