//! What words speak for story and what against it: those that name an element
//! and those that around it, and those that a line says.
//!
//! Learnt: how much more often a word stands with story than with other lines,
//! as log odds, from pages with known stories. A word that few pages share says
//! nothing.

use foldhash::HashMap;
use wire_text::normal;

use crate::line::Line;
use crate::outline::Outline;

/// The log odds of words, by their hash: a table of twice as many places as words or more, in which a word stands at its
/// hash or behind it. Most of what is asked for is not in it, and told so by one look.
#[derive(Clone, Debug, PartialEq)]
pub struct WordOdds {
    places: Vec<(u32, f32)>,
}

/// The hash that no word in the table has, and its odds.
const FREE: (u32, f32) = (u32::MAX, 0.0);

/// What kind of word it is.
#[derive(Clone, Copy)]
enum Kind {
    /// Of a tag, `class`, `id`, `itemprop` or `role`.
    Name = b'n' as isize,
    /// The first two words of a line.
    First = b'f' as isize,
    /// Its last two.
    Last = b'l' as isize,
    /// Any.
    Any = b'a' as isize,
    /// All of a short line.
    Whole = b'w' as isize,
}

/// FNV-1a (Fowler, Noll, Vo) of words and their kind, ASCII letters in lower case.
#[derive(Clone, Copy)]
struct Key(u32);

impl Key {
    fn new(kind: Kind) -> Key {
        Key(0x811C_9DC5).with(kind as u8)
    }

    fn with(self, byte: u8) -> Key {
        Key((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    fn word(self, word: &str) -> Key {
        word.bytes().fold(self, |key, byte| key.with(byte.to_ascii_lowercase())).with(0)
    }
}

impl WordOdds {
    /// Log odds above 0 where the word speaks for story, 0 where it is not known.
    pub fn of(&self, key: u32) -> f32 {
        self.places[self.place(key)].1
    }

    /// Where a word stands, or where it would.
    fn place(&self, key: u32) -> usize {
        let last = self.places.len() - 1;
        let mut at = key as usize & last;
        while self.places[at].0 != key && self.places[at].0 != FREE.0 {
            at = (at + 1) & last;
        }
        at
    }

    pub(crate) fn new(odds: &[(u32, f32)]) -> WordOdds {
        let places = vec![FREE; (2 * odds.len() + 1).next_power_of_two()];
        let mut words = WordOdds { places };
        for (key, odds) in odds.iter().filter(|(key, _)| *key != FREE.0) {
            let at = words.place(*key);
            words.places[at] = (*key, *odds);
        }
        words
    }

    /// In the form that [`WordOdds::read`] reads: keys with their odds, in the order of the keys.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut all: Vec<(u32, f32)> = self.places.iter().copied().filter(|(key, _)| *key != FREE.0).collect();
        all.sort_by_key(|(key, _)| *key);
        all.iter().flat_map(|(key, odds)| [key.to_le_bytes(), odds.to_le_bytes()].concat()).collect()
    }

    /// The odds from their bytes.
    pub fn read(bytes: &[u8]) -> WordOdds {
        let pairs = bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|b| (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), f32::from_le_bytes([b[4], b[5], b[6], b[7]])));
        WordOdds::new(&pairs.collect::<Vec<_>>())
    }
}

/// What the words of an element's names and of those around it say.
#[derive(Clone, Copy, Default)]
pub(crate) struct Naming {
    pub(crate) own: f32,
    pub(crate) worst: f32,
    pub(crate) best: f32,
    pub(crate) sum: f32,
}

/// The words of a name as keys.
fn name_keys(name: &str) -> impl Iterator<Item = u32> {
    let words = name.split(|c: char| c.is_whitespace() || c == '-' || c == '_').filter(|w| !w.is_empty());
    words.map(|w| Key::new(Kind::Name).word(w).0)
}

/// For each of some elements, and those around them.
pub(crate) fn namings(
    outline: &Outline<'_>,
    wanted: impl Iterator<Item = usize>,
    odds: &dyn Fn(u32) -> f32,
) -> Vec<Naming> {
    const MOST: f32 = 4.0;
    let said = |name: &str| name_keys(name).map(odds).sum::<f32>();
    let mut classes: Vec<Option<f32>> = vec![None; outline.classes.len()];
    let mut tags: HashMap<&str, f32> = HashMap::default();
    let mut out = vec![Naming::default(); outline.elements.len()];
    outline.downwards(wanted, |index| {
        let element = &outline.elements[index];
        let class = element.class_number.map_or(0.0, |n| {
            let n = n as usize;
            *classes[n].get_or_insert_with(|| said(outline.classes[n]))
        });
        let tag = *tags.entry(element.tag).or_insert_with(|| said(element.tag));
        let sum = class + tag + element.names().map(said).sum::<f32>();
        let (own, above) = (sum.clamp(-MOST, MOST), out[element.parent]);
        out[index] = Naming { own, worst: above.worst.min(own), best: above.best.max(own), sum: above.sum + own };
    });
    out
}

/// What a line says, as keys: its beginning and end, every word, all of it.
struct Said {
    first: [u32; 2],
    last: u32,
    whole: u32,
}

const MOST_WORDS: usize = 24;
const SHORT: usize = 80;

impl Said {
    /// Gives the key of every word to `any`.
    fn of(line: &Line, mut any: impl FnMut(u32)) -> Said {
        let words = line.text.split(|c: char| !normal::is_word(c)).filter(|w| !w.is_empty());
        let (mut first, mut last) = ([""; 2], [""; 2]);
        let mut whole = Key::new(Kind::Whole);
        let is_short = line.length <= SHORT;
        for (number, word) in words.take(MOST_WORDS).enumerate() {
            any(Key::new(Kind::Any).word(word).0);
            if is_short {
                whole = whole.word(word);
            }
            if let Some(first) = first.get_mut(number) {
                *first = word;
            }
            last = [last[1], word];
        }
        let one = Key::new(Kind::First).word(first[0]);
        Said {
            first: [one.0, one.word(first[1]).0],
            last: Key::new(Kind::Last).word(last[0]).word(last[1]).0,
            whole: if is_short { whole.0 } else { 0 },
        }
    }
}

/// What the words of a line say: its beginning, its end, all of a short line, and
/// of its single words the sum, the mean and the worst.
pub(crate) type Sayings = [f32; 7];

pub(crate) fn sayings(line: &Line, odds: &dyn Fn(u32) -> f32) -> Sayings {
    let (mut words, mut sum, mut worst) = (0usize, 0.0, 0f32);
    let said = Said::of(line, |key| {
        let one = odds(key);
        words += 1;
        sum += one;
        worst = worst.min(one);
    });
    let [one, two] = said.first.map(odds);
    [one, two, odds(said.last), odds(said.whole), sum, sum / words.max(1) as f32, worst]
}

/// Every key of a line: of its words, and of the elements it stands in.
pub(crate) fn keys(outline: &Outline<'_>, line: &Line) -> Vec<u32> {
    let mut keys = Vec::new();
    let said = Said::of(line, |key| keys.push(key));
    keys.extend(said.first.into_iter().chain([said.last, said.whole]));
    let around = std::iter::once(line.element).chain(outline.ancestors(line.element)).filter(|i| *i > outline.body);
    let elements = around.filter_map(|i| outline.elements.get(i));
    keys.extend(elements.flat_map(|e| e.names().chain(e.class).chain([e.tag]).flat_map(name_keys)));
    keys.sort_unstable();
    keys.dedup();
    keys
}
