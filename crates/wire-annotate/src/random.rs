//! Random numbers that are the same everywhere: training gives the same bytes.

/// xorshift64* (Vigna 2016).
pub(crate) struct Random(u64);

/// What share of all numbers is smaller.
pub(crate) fn share(number: u64) -> f32 {
    (number >> 40) as f32 / (1u64 << 24) as f32
}

impl Random {
    /// `seed` is not 0.
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub(crate) fn number(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// From 0 to 1.
    pub(crate) fn share(&mut self) -> f32 {
        share(self.number())
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, (self.number() % (i as u64 + 1)) as usize);
        }
    }
}
