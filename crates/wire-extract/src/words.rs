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

/// The log odds of words, by [`key`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct WordOdds {
    odds: HashMap<u32, f32>,
}

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
fn key(kind: Kind, parts: &[&str]) -> u32 {
    let mut hash = 0x811C_9DC5u32;
    let mut eat = |byte: u8| hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    eat(kind as u8);
    for part in parts {
        part.bytes().map(|b| b.to_ascii_lowercase()).for_each(&mut eat);
        eat(0);
    }
    hash
}

impl WordOdds {
    /// Log odds above 0 where the word speaks for story, 0 where it is not known.
    pub fn of(&self, key: u32) -> f32 {
        self.odds.get(&key).copied().unwrap_or(0.0)
    }

    pub(crate) fn new(odds: HashMap<u32, f32>) -> WordOdds {
        WordOdds { odds }
    }

    /// In the form that [`WordOdds::read`] reads: keys with their odds, in the order of the keys.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut all: Vec<(u32, f32)> = self.odds.iter().map(|(k, v)| (*k, *v)).collect();
        all.sort_by_key(|(k, _)| *k);
        all.iter().flat_map(|(k, v)| [k.to_le_bytes(), v.to_le_bytes()].concat()).collect()
    }

    /// The odds from their bytes.
    pub fn read(bytes: &[u8]) -> WordOdds {
        let pairs = bytes
            .as_chunks::<8>()
            .0
            .iter()
            .map(|b| (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), f32::from_le_bytes([b[4], b[5], b[6], b[7]])));
        WordOdds { odds: pairs.collect() }
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
    words.map(|w| key(Kind::Name, &[w]))
}

/// For each element.
pub(crate) fn namings(outline: &Outline<'_>, odds: &dyn Fn(u32) -> f32) -> Vec<Naming> {
    const MOST: f32 = 4.0;
    let said = |name: &str| name_keys(name).map(odds).sum::<f32>();
    let classes: Vec<f32> = outline.classes.iter().map(|c| said(c)).collect();
    let mut tags: HashMap<&str, f32> = HashMap::default();
    let mut out = vec![Naming::default(); outline.elements.len()];
    for (index, element) in outline.elements.iter().enumerate().skip(outline.body + 1) {
        let class = element.class_number.map_or(0.0, |n| classes[n as usize]);
        let tag = *tags.entry(element.tag).or_insert_with(|| said(element.tag));
        let sum = class + tag + element.names().map(said).sum::<f32>();
        let (own, above) = (sum.clamp(-MOST, MOST), out[element.parent]);
        out[index] = Naming { own, worst: above.worst.min(own), best: above.best.max(own), sum: above.sum + own };
    }
    out
}

/// What a line says, as keys: its beginning and end, every word, all of it.
struct Said {
    first: [u32; 2],
    last: u32,
    whole: u32,
    all: Vec<u32>,
}

const MOST_WORDS: usize = 40;
const SHORT: usize = 80;

impl Said {
    fn of(line: &Line) -> Said {
        let words = line.text.split(|c: char| !normal::is_word(c)).filter(|w| !w.is_empty());
        let words: Vec<&str> = words.take(MOST_WORDS).collect();
        let word = |n: usize| words.get(n).copied().unwrap_or_default();
        let end = words.len();
        Said {
            first: [key(Kind::First, &[word(0)]), key(Kind::First, &[word(0), word(1)])],
            last: key(Kind::Last, &[word(end.wrapping_sub(2)), word(end.wrapping_sub(1))]),
            whole: if line.length <= SHORT { key(Kind::Whole, &words) } else { 0 },
            all: words.iter().map(|w| key(Kind::Any, &[w])).collect(),
        }
    }
}

/// What the words of a line say: its beginning, its end, all of a short line, and
/// of its single words the sum, the mean and the worst.
pub(crate) type Sayings = [f32; 7];

pub(crate) fn sayings(line: &Line, odds: &dyn Fn(u32) -> f32) -> Sayings {
    let said = Said::of(line);
    let (mut sum, mut worst) = (0.0, 0f32);
    for key in &said.all {
        let one = odds(*key);
        sum += one;
        worst = worst.min(one);
    }
    let [one, two] = said.first.map(odds);
    [one, two, odds(said.last), odds(said.whole), sum, sum / said.all.len().max(1) as f32, worst]
}

/// Every key of a line: of its words, and of the elements it stands in.
pub(crate) fn keys(outline: &Outline<'_>, line: &Line) -> Vec<u32> {
    let said = Said::of(line);
    let mut keys: Vec<u32> = said.first.into_iter().chain([said.last, said.whole]).chain(said.all).collect();
    let around = std::iter::once(line.element).chain(outline.ancestors(line.element)).filter(|i| *i > outline.body);
    let elements = around.filter_map(|i| outline.elements.get(i));
    keys.extend(elements.flat_map(|e| e.names().chain(e.class).chain([e.tag]).flat_map(name_keys)));
    keys.sort_unstable();
    keys.dedup();
    keys
}
