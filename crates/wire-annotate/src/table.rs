//! Read-only hash tables that are part of the program's file: nothing is
//! parsed at the start, a lookup reads a slot or two.
//!
//! A slot holds 32 bits of the key's hash and a payload; a payload of zero
//! marks an empty slot. At the load that [`Table::build`] keeps, one lookup in about
//! a thousand million of an absent key finds another's payload.

use std::borrow::Cow;

/// A table whose payloads have `P` bytes.
pub(crate) struct Table<const P: usize> {
    slots: Cow<'static, [u8]>,
    mask: u64,
}

impl<const P: usize> Table<P> {
    const SLOT: usize = P + 4;

    /// The table that `bytes` hold; one that is no table is empty.
    pub(crate) fn new(bytes: Cow<'static, [u8]>) -> Table<P> {
        let count = (bytes.len() / Self::SLOT) as u64;
        if !count.is_power_of_two() {
            return Table { slots: Cow::Borrowed(&[]), mask: 0 };
        }
        Table { slots: bytes, mask: count - 1 }
    }

    /// The payload of the key with that hash, little-endian.
    pub(crate) fn get(&self, hash: u64) -> Option<u32> {
        let fingerprint = (hash >> 32) as u32;
        let mut at = hash & self.mask;
        loop {
            let start = at as usize * Self::SLOT;
            let slot = self.slots.get(start..start + Self::SLOT)?;
            let payload = slot[4..].iter().rev().fold(0u32, |v, b| (v << 8) | u32::from(*b));
            if payload == 0 {
                return None;
            }
            if slot[..4] == fingerprint.to_le_bytes() {
                return Some(payload);
            }
            at = (at + 1) & self.mask;
        }
    }

    /// Builds the bytes of a table. Of equal keys the first stays; payloads of zero are left out.
    pub(crate) fn build(entries: &[(u64, u32)]) -> Vec<u8> {
        let mut count = 2usize;
        while count * 4 < entries.len() * 5 {
            count *= 2;
        }
        let mask = count as u64 - 1;
        let mut bytes = vec![0u8; count * Self::SLOT];
        for (hash, payload) in entries.iter().filter(|(_, p)| *p != 0) {
            let fingerprint = ((hash >> 32) as u32).to_le_bytes();
            let mut at = hash & mask;
            loop {
                let slot = &mut bytes[at as usize * Self::SLOT..][..Self::SLOT];
                let taken = slot[4..].iter().any(|b| *b != 0);
                if taken && slot[..4] != fingerprint {
                    at = (at + 1) & mask;
                    continue;
                }
                if !taken {
                    slot[..4].copy_from_slice(&fingerprint);
                    slot[4..].copy_from_slice(&payload.to_le_bytes()[..P]);
                }
                break;
            }
        }
        bytes
    }
}

/// FNV-1a over the characters' code points, finished by a multiply and shift
/// so that low and high bits are both good.
pub(crate) fn hash_chars(chars: impl Iterator<Item = char>) -> u64 {
    finish(chars.fold(0xcbf2_9ce4_8422_2325, |h, c| (h ^ u64::from(c as u32)).wrapping_mul(0x100_0000_01b3)))
}

/// The hash of a text as it stands.
pub(crate) fn hash(text: &str) -> u64 {
    hash_chars(text.chars())
}

pub(crate) fn finish(h: u64) -> u64 {
    let h = (h ^ (h >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    let h = (h ^ (h >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93);
    h ^ (h >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_found_and_nothing_else() {
        let entries: Vec<(u64, u32)> = (1..5000u32).map(|i| (hash(&format!("key{i}")), i)).collect();
        let table = Table::<3>::new(Cow::Owned(Table::<3>::build(&entries)));
        for (hash, value) in &entries {
            assert_eq!(table.get(*hash), Some(*value));
        }
        assert!((0..5000).all(|i| table.get(hash(&format!("absent{i}"))).is_none()));
        assert_eq!(Table::<3>::new(Cow::Borrowed(&[])).get(1), None);
    }
}
