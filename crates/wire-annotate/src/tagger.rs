//! Names: a linear sequence model over the tokens that may be names.
//!
//! A conditional random field (see [`crate::crf`]) with BILOU labels (Ratinov
//! and Roth 2009) and a Viterbi search. Only capitalised tokens and what connects them
//! are scored; all others are outside by construction, which halves the time
//! and makes fewer mistakes. Features are the token, its neighbours, clusters,
//! lists, and what the rest of the document says of the same word.

use std::borrow::Cow;

use rustc_hash::FxHashMap;
use wire_model::EntityKind;

use crate::Name;
use crate::lexicon::{Language, PLACE_LISTS, class};
use crate::table::finish;
use crate::token::{Document, Token};

/// Outside, then for each kind: begin, inside, last, unit.
pub(crate) const LABELS: usize = 17;
/// Feature hashes have this many bits during training; kept rows keep theirs.
pub(crate) const ROW_BITS: u32 = 22;
pub(crate) const KINDS: [EntityKind; 4] =
    [EntityKind::Person, EntityKind::Organisation, EntityKind::Place, EntityKind::Other];
const NEVER: f32 = -1e9;

/// The weights: transitions, and a table of rows that were worth keeping.
pub(crate) struct Tagger {
    transitions: [[f32; LABELS]; LABELS + 1],
    rows: Cow<'static, [u8]>,
    slots: u32,
    scale: f32,
}

/// The slot where a row is looked for first.
fn home(row: u32, slots: u32) -> u32 {
    ((u64::from(row) * u64::from(slots)) >> ROW_BITS) as u32
}

/// A slot: the row's number in three bytes, then a signed byte a label.
const SLOT: usize = 3 + LABELS;
/// Row number of an empty slot.
const EMPTY: u32 = 0xFF_FFFF;
const HEADER: usize = 4 + (LABELS + 1) * LABELS * 4;

impl Tagger {
    pub(crate) fn embedded() -> Tagger {
        Tagger::from_bytes(Cow::Borrowed(include_bytes!("../model/names.bin")))
    }

    /// Reads what [`Tagger::to_bytes`] wrote. Bytes that are none give a tagger that finds nothing.
    pub(crate) fn from_bytes(bytes: Cow<'static, [u8]>) -> Tagger {
        let float = |at: usize| bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0.0, f32::from_le_bytes);
        let mut transitions = [[0.0; LABELS]; LABELS + 1];
        for (from, row) in transitions.iter_mut().enumerate() {
            for (to, value) in row.iter_mut().enumerate() {
                *value = float(4 + (from * LABELS + to) * 4);
            }
        }
        let scale = float(0);
        let slots = bytes.len().saturating_sub(HEADER) / SLOT;
        let rows = match bytes {
            Cow::Borrowed(b) => Cow::Borrowed(b.get(HEADER..).unwrap_or_default()),
            Cow::Owned(b) => Cow::Owned(b.get(HEADER..).unwrap_or_default().to_vec()),
        };
        Tagger { transitions, rows, slots: slots as u32, scale }
    }

    /// Packs trained weights: the heaviest rows, as signed bytes.
    pub(crate) fn to_bytes(weights: &[f32], transitions: &[[f32; LABELS]; LABELS + 1], slots: usize) -> Vec<u8> {
        const CLIP: f32 = 3.0;
        let scale = CLIP / 127.0;
        let mut order: Vec<(f32, u32)> = weights
            .chunks_exact(LABELS)
            .enumerate()
            .map(|(row, w)| (w.iter().fold(0f32, |m, x| m.max(x.abs())), row as u32))
            .filter(|(most, _)| *most >= scale)
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        order.truncate(slots * 3 / 4);
        let mut out = scale.to_le_bytes().to_vec();
        out.extend(transitions.iter().flatten().flat_map(|v| v.to_le_bytes()));
        let mut table = vec![0xFFu8; slots * SLOT];
        for (_, row) in order {
            let mut at = home(row, slots as u32) as usize;
            while table[at * SLOT..at * SLOT + 3] != [0xFF; 3] {
                at = (at + 1) % slots;
            }
            let slot = &mut table[at * SLOT..(at + 1) * SLOT];
            slot[..3].copy_from_slice(&row.to_le_bytes()[..3]);
            let own = &weights[row as usize * LABELS..(row as usize + 1) * LABELS];
            for (byte, weight) in slot[3..].iter_mut().zip(own) {
                *byte = ((weight / scale).round().clamp(-127.0, 127.0) as i8) as u8;
            }
        }
        out.extend(table);
        out
    }

    fn add_row(&self, row: u32, sums: &mut [i32; LABELS]) {
        let mut at = home(row, self.slots);
        loop {
            let start = at as usize * SLOT;
            let Some(slot) = self.rows.get(start..start + SLOT) else { return };
            let found = u32::from(slot[0]) | u32::from(slot[1]) << 8 | u32::from(slot[2]) << 16;
            if found == row {
                for (sum, byte) in sums.iter_mut().zip(&slot[3..]) {
                    *sum += i32::from(*byte as i8);
                }
                return;
            }
            if found == EMPTY {
                return;
            }
            at = if at + 1 == self.slots { 0 } else { at + 1 };
        }
    }

    /// The names of a document, in order.
    pub(crate) fn names(&self, document: &Document<'_>) -> Vec<Name> {
        let mut context = Context::new(document);
        // Training text is rebuilt from tokens and cannot tell a dash from a hyphen; real text can.
        for (i, candidate) in context.candidates.iter_mut().enumerate() {
            *candidate &= !is_dash(&document.tokens, i);
        }
        let legal = legal_steps();
        let mut out = Vec::new();
        let mut scores: Vec<[f32; LABELS]> = Vec::new();
        let mut search = Search::default();
        let mut features = Vec::new();
        for (start, end) in document.sentences() {
            // Nothing capitalised, nothing to find.
            if !context.candidates[start..end].iter().any(|c| *c) {
                continue;
            }
            let casing = Casing::of(&document.tokens[start..end]);
            scores.clear();
            for i in start..end {
                let mut sums = [0i32; LABELS];
                if context.candidates[i] {
                    features_of(document, &context, (start, end), i, casing, &mut features);
                    for row in &features {
                        self.add_row(*row, &mut sums);
                    }
                }
                scores.push(sums.map(|s| s as f32 * self.scale));
            }
            let labels = search.best(&scores, &context.candidates[start..end], &self.transitions, &legal);
            collect(document, start, labels, &mut out);
        }
        out
    }
}

fn collect(document: &Document<'_>, start: usize, labels: &[u8], out: &mut Vec<Name>) {
    /// Tokens; what is longer is a list or no text at all.
    const LONGEST: usize = 24;
    let mut begin = start;
    for (i, label) in labels.iter().enumerate().map(|(i, l)| (start + i, *l as usize)).filter(|(_, l)| *l > 0) {
        let (kind, part) = ((label - 1) / 4, (label - 1) % 4);
        if part == 0 || part == 3 {
            begin = i;
        }
        if part >= 2 && i - begin < LONGEST {
            out.push(Name { start: document.tokens[begin].start, end: document.tokens[i].end, kind: KINDS[kind] });
        }
    }
}

/// What the document as a whole says of its words.
pub(crate) struct Context {
    pub(crate) candidates: Vec<bool>,
    evidence: Vec<[u64; 6]>,
    sport: Sport,
}

impl Context {
    pub(crate) fn new(document: &Document<'_>) -> Context {
        Context { candidates: candidates(&document.tokens), evidence: evidence(document), sport: Sport::of(document) }
    }
}

/// How much a document tells of sport, where places play: "England beat Australia".
struct Sport {
    /// From 0 to 4, of the whole document.
    document: u64,
    /// For each token the words of sport in its sentence, 3 for more.
    sentences: Vec<u8>,
}

/// Whether one of a hundred words of a text is one of sport.
pub(crate) fn is_about_sport(document: &Document<'_>) -> bool {
    const MUCH: u64 = 3;
    Sport::of(document).document >= MUCH
}

impl Sport {
    fn of(document: &Document<'_>) -> Sport {
        let tokens = &document.tokens;
        let mut sentences = vec![0; tokens.len()];
        let mut all = 0;
        for (start, end) in document.sentences() {
            let own = tokens[start..end].iter().filter(|t| t.is(class::SPORT)).count();
            sentences[start..end].fill(own.min(3) as u8);
            all += own;
        }
        let level = match all * 200 / tokens.len().max(1) {
            _ if all < 2 => 0,
            0 => 1,
            1 => 2,
            2 | 3 => 3,
            _ => 4,
        };
        Sport { document: level, sentences }
    }

    fn at(&self, token: usize) -> u64 {
        self.document * 4 + u64::from(self.sentences[token]) + 1
    }
}

fn candidates(tokens: &[Token]) -> Vec<bool> {
    let at = |i: usize| tokens.get(i);
    (0..tokens.len())
        .map(|i| {
            let token = &tokens[i];
            let (before, after) = (i.checked_sub(1).and_then(at), at(i + 1));
            let capital = |t: Option<&Token>| t.is_some_and(|t| t.capitalised);
            let connected =
                |t: Option<&Token>| t.is_some_and(|t| t.capitalised || t.is(class::CONNECTOR) || t.is_possessive());
            token.has_capital
                || (token.numeric && (capital(before) || capital(after)))
                || ((token.is(class::CONNECTOR) || token.is_possessive()) && connected(before) && connected(after))
                || (matches!(token.first, '-' | '/' | '.' | '&' | ',')
                    && token.length == 1
                    && capital(before)
                    && capital(after))
        })
        .collect()
}

/// A hyphen with space around it is a dash: "NAIROBI - Kenya".
fn is_dash(tokens: &[Token], i: usize) -> bool {
    let (before, after) = (i.checked_sub(1).and_then(|b| tokens.get(b)), tokens.get(i + 1));
    tokens[i].first == '-'
        && before.is_some_and(|t| t.end < tokens[i].start)
        && after.is_some_and(|t| tokens[i].end < t.start)
}

/// Document-level evidence for each token: how often the word is written in
/// lower case and in upper case, and the longest run of capitalised words
/// elsewhere that holds it, or whose initials it is.
fn evidence(document: &Document<'_>) -> Vec<[u64; 6]> {
    let tokens = &document.tokens;
    let mut in_lower: FxHashMap<u64, u32> = FxHashMap::default();
    let mut in_upper: FxHashMap<u64, u32> = FxHashMap::default();
    let mut longest: FxHashMap<u64, (usize, usize)> = FxHashMap::default();
    let mut initials: FxHashMap<u64, (usize, usize)> = FxHashMap::default();
    let mut i = 0;
    while i < tokens.len() {
        if !tokens[i].capitalised {
            if !tokens[i].numeric {
                *in_lower.entry(tokens[i].lower).or_default() += 1;
            }
            i += 1;
            continue;
        }
        let j = run_end(tokens, i);
        let shouted = j > i + 1 && tokens[i..=j].iter().all(|t| t.capitals);
        for (k, token) in tokens.iter().enumerate().take(j + 1).skip(i).filter(|(_, t)| t.capitalised) {
            if !(k == i && token.sentence_start) {
                *in_upper.entry(token.lower).or_default() += 1;
            }
            if !shouted && j - i < 6 {
                let run = longest.entry(token.lower).or_insert((i, j));
                if j - i > run.1 - run.0 {
                    *run = (i, j);
                }
            }
        }
        if j > i && !shouted {
            let letters = tokens[i..=j].iter().filter(|t| t.capitalised).map(|t| t.first);
            initials.entry(hash_letters(letters)).or_insert((i, j));
        }
        i = j + 1;
    }
    let count = |map: &FxHashMap<u64, u32>, key: u64| u64::from(map.get(&key).copied().unwrap_or(0).min(3));
    (0..tokens.len())
        .map(|i| {
            let token = &tokens[i];
            let mut out = [0u64; 6];
            out[0] = count(&in_lower, token.lower) * 8 + count(&in_upper, token.lower) + 1;
            if !token.capitalised {
                return out;
            }
            if let Some(&(a, b)) = longest.get(&token.lower).filter(|(a, b)| b > a && !(*a <= i && i <= *b)) {
                out[1] = 1 + (b - a) as u64;
                out[2] = 7 + u64::from(tokens[a].lists) * 31;
                out[3] = tokens[b].lower;
                out[4] = u64::from(tokens[a].clusters[1]) << 20 | u64::from(tokens[b].clusters[1]) | 1 << 50;
                if a > 0 {
                    out[5] = tokens[a - 1].lower;
                }
            }
            if token.capitals && token.length >= 2 {
                let letters = document.slice(token.start, token.end).chars().filter(|c| c.is_alphabetic());
                if let Some(&(_, b)) = initials.get(&hash_letters(letters)) {
                    out[1] = 99;
                    out[3] = tokens[b].lower;
                    out[4] = u64::from(tokens[b].clusters[1]) | 1 << 51;
                }
            }
            out
        })
        .collect()
}

fn hash_letters(letters: impl Iterator<Item = char>) -> u64 {
    crate::table::hash_chars(letters)
}

/// The last token of the run of capitalised words that starts at `i`.
fn run_end(tokens: &[Token], i: usize) -> usize {
    let mut j = i;
    while let Some(next) = tokens.get(j + 1).filter(|t| !t.sentence_start) {
        let bridged = next.is(class::RUN) && tokens.get(j + 2).is_some_and(|t| t.capitalised && !t.sentence_start);
        if !next.capitalised && !bridged {
            break;
        }
        j += 1;
    }
    j
}

/// How a line writes its words. Where all begin with capitals, capitals say nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Casing {
    Sentence,
    Title,
    Capitals,
}

impl Casing {
    pub(crate) fn of(tokens: &[Token]) -> Casing {
        const FEWEST: usize = 3;
        let words = tokens.iter().filter(|t| t.is_word());
        let (mut all, mut shouted, mut capitalised, mut small) = (0, 0, 0, 0);
        for word in words {
            all += 1;
            shouted += usize::from(word.capitals);
            capitalised += usize::from(word.capitalised);
            // Titles leave short words small (AP Stylebook, "composition titles").
            small += usize::from(!word.capitalised && word.length <= 3);
        }
        if all < FEWEST {
            Casing::Sentence
        } else if shouted * 10 >= all * 7 {
            Casing::Capitals
        } else if capitalised > small && (capitalised + small) * 10 >= all * 9 {
            Casing::Title
        } else {
            Casing::Sentence
        }
    }
}

/// The rows of a token's features.
pub(crate) fn features_of(
    document: &Document<'_>,
    context: &Context,
    (start, end): (usize, usize),
    i: usize,
    casing: Casing,
    out: &mut Vec<u32>,
) {
    out.clear();
    let tokens = &document.tokens;
    let near = |d: isize| i.checked_add_signed(d).filter(|k| (start..end).contains(k)).and_then(|k| tokens.get(k));
    let t = &tokens[i];
    let mut rows = Rows { out, template: 0, is_german: document.language == Language::German };
    let mut add = |value: u64| rows.add(value);
    let (before, after) = (near(-1), near(1));
    let lower = |t: Option<&Token>, absent: u64| t.map_or(absent, |t| t.lower);
    let shape = |t: Option<&Token>, absent: u64| t.map_or(absent, |t| t.shape);
    let sentence = u64::from(t.sentence_start);
    let case = casing as u64;
    for value in [1, t.word, t.lower, t.shape, t.shape ^ sentence << 3 ^ case << 5, case * 2 + sentence + 10] {
        add(value);
    }
    let (prefixes, suffixes) = affixes(document.slice(t.start, t.end));
    for (prefix, suffix) in prefixes.into_iter().zip(suffixes) {
        add(prefix);
        add(suffix);
    }
    for d in [-2isize, -1, 1, 2] {
        let n = near(d);
        add(lower(n, d as u64));
        if d.abs() == 1 {
            add(shape(n, 7));
            add(lower(n, d as u64) ^ t.lower.rotate_left(7));
            add(shape(n, 7) ^ t.shape.rotate_left(9));
            add(n.map_or(0, |n| affixes(document.slice(n.start, n.end)).1[2]));
        }
    }
    add(shape(before, 1).rotate_left(5) ^ t.shape ^ shape(after, 2).rotate_left(11));
    add(lower(before, 1) ^ lower(after, 2).rotate_left(11));
    add(lower(before, 1).rotate_left(3) ^ lower(near(-2), 2));
    add(lower(after, 1).rotate_left(3) ^ lower(near(2), 2));
    for d in -2isize..=2 {
        let [a, b, c] = near(d).map_or([8888; 3], |n| n.clusters).map(u64::from);
        add(a);
        add(b);
        add(c);
        if d == 0 {
            add(b ^ t.shape);
        }
    }
    let cluster = |d: isize| u64::from(near(d).map_or(8888, |n| n.clusters[1]));
    for value in [
        cluster(-1) << 16 | cluster(0),
        cluster(0) << 16 | cluster(1),
        cluster(-1) << 16 | cluster(1),
        cluster(-2) << 32 | cluster(-1) << 16 | cluster(0),
        cluster(0) << 32 | cluster(1) << 16 | cluster(2),
        t.shape ^ cluster(-1) << 16,
        t.shape ^ cluster(1) << 16,
    ] {
        add(value);
    }
    for d in [-1isize, 0, 1] {
        let mut add = |value: u64| rows.add(value);
        let lists = near(d).map_or(1 << 30, |n| n.lists);
        add(u64::from(lists));
        rows.add_bits(lists);
    }
    let mut add = |value: u64| rows.add(value);
    let lists = |n: Option<&Token>| u64::from(n.map_or(1 << 30, |n| n.lists));
    add(u64::from(t.lists) ^ t.shape);
    add(u64::from(t.lists) << 32 | lists(after));
    add(u64::from(t.lists) << 32 | lists(before));
    let evidence = context.evidence[i];
    add(evidence[0] ^ sentence << 20);
    add(evidence[0] << 8 ^ u64::from(t.capitalised));
    for value in &evidence[1..] {
        add(*value);
    }
    let sport = context.sport.at(i);
    let team = sport << 40 | u64::from(t.lists & PLACE_LISTS) << 20;
    for value in [
        sport,
        sport << 8 ^ t.shape,
        sport << 32 ^ u64::from(t.lists),
        team | cluster(-1),
        team | cluster(1),
        context.sport.document << 50 ^ t.lower,
    ] {
        add(value);
    }
    let next_evidence = if i + 1 < end { context.evidence[i + 1][1] } else { 0 };
    add(next_evidence << 8 ^ evidence[1]);
}

/// Collects rows; each template has its own space of values.
struct Rows<'o> {
    out: &'o mut Vec<u32>,
    template: u64,
    is_german: bool,
}

impl Rows<'_> {
    /// Zero stands for "absent" and gets no row.
    fn add(&mut self, value: u64) {
        self.template += 1;
        if value != 0 {
            self.push(value);
        }
    }

    /// One row for each bit that is set.
    fn add_bits(&mut self, bits: u32) {
        self.template += 1;
        let set = (0..20u32).filter(|b| bits >> b & 1 == 1);
        set.for_each(|b| self.push(u64::from(b) + 1000));
    }

    /// German writes all nouns with capitals: what it shares with English has one
    /// row, what it says on its own another (Daumé 2007).
    fn push(&mut self, value: u64) {
        const GERMAN: u64 = 1 << 32;
        self.out.push(row(self.template, value));
        if self.is_german {
            self.out.push(row(self.template | GERMAN, value));
        }
    }
}

/// Hashes of the first and the last one to four characters in lower case; 0 where the word is shorter.
fn affixes(text: &str) -> ([u64; 4], [u64; 4]) {
    let mut prefixes = [0; 4];
    let mut suffixes = [0; 4];
    let length = text.chars().count();
    let lowered = |c: char| c.to_lowercase().next().unwrap_or(c);
    for (k, (prefix, suffix)) in prefixes.iter_mut().zip(&mut suffixes).enumerate().take_while(|(k, _)| length > *k) {
        *prefix = crate::table::hash_chars(text.chars().take(k + 1).map(lowered));
        *suffix = crate::table::hash_chars(text.chars().skip(length - k - 1).map(lowered));
    }
    (prefixes, suffixes)
}

fn row(template: u64, value: u64) -> u32 {
    (finish(template.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ value) >> (64 - ROW_BITS)) as u32
}

/// `legal[from][to]`: which label may follow which.
pub(crate) fn legal_steps() -> [[bool; LABELS]; LABELS] {
    let open = |label: usize| label > 0 && (label - 1) % 4 < 2;
    let goes_on = |label: usize| label > 0 && matches!((label - 1) % 4, 1 | 2);
    std::array::from_fn(|from| {
        std::array::from_fn(|to| if open(from) { goes_on(to) && (from - 1) / 4 == (to - 1) / 4 } else { !goes_on(to) })
    })
}

/// A Viterbi search with its buffers.
#[derive(Default)]
pub(crate) struct Search {
    back: Vec<[u8; LABELS]>,
    labels: Vec<u8>,
}

impl Search {
    pub(crate) fn best(
        &mut self,
        scores: &[[f32; LABELS]],
        candidates: &[bool],
        transitions: &[[f32; LABELS]; LABELS + 1],
        legal: &[[bool; LABELS]; LABELS],
    ) -> &[u8] {
        self.labels.clear();
        self.back.clear();
        let Some(first) = scores.first() else { return &self.labels };
        self.back.resize(scores.len(), [0; LABELS]);
        let mut current = [NEVER; LABELS];
        for label in 0..LABELS {
            if legal[0][label] && (candidates[0] || label == 0) {
                current[label] = first[label] + transitions[LABELS][label];
            }
        }
        for i in 1..scores.len() {
            let mut next = [NEVER; LABELS];
            let reachable = if candidates[i] { LABELS } else { 1 };
            for to in 0..reachable {
                let (mut best, mut most) = (0, NEVER * 2.0);
                for from in 0..LABELS {
                    let score = current[from] + transitions[from][to];
                    if legal[from][to] && score > most {
                        (best, most) = (from, score);
                    }
                }
                next[to] = most + scores[i][to];
                self.back[i][to] = best as u8;
            }
            current = next;
        }
        let closed = |label: usize| label == 0 || (label - 1) % 4 >= 2;
        let mut label =
            (0..LABELS).filter(|l| closed(*l)).max_by(|a, b| current[*a].total_cmp(&current[*b])).unwrap_or(0) as u8;
        self.labels.resize(scores.len(), 0);
        for i in (0..scores.len()).rev() {
            self.labels[i] = label;
            label = self.back[i][label as usize];
        }
        &self.labels
    }
}
