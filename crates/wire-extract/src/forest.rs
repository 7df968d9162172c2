//! Boosted regression trees: a score from a row of numbers.
//!
//! Trained by gradient boosting on the logistic loss with second-order leaf
//! values (Friedman 2001; Chen and Guestrin 2016, equations 5 and 7), on
//! histograms; each tree may ask half of the numbers (Breiman 2001). Deterministic:
//! the same rows give the same bytes.

/// Whether a number of the row is above a threshold. No number is above that of a question that is none.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Question {
    feature: u16,
    threshold: f32,
}

impl Question {
    const NONE: Question = Question { feature: 0, threshold: f32::INFINITY };
}

/// Bytes of a question and of a leaf.
const QUESTION_BYTES: usize = 6;
const LEAF_BYTES: usize = 4;

/// Rows one behind the other.
#[derive(Default)]
struct Rows {
    numbers: Vec<f32>,
    /// Which row it is, and where its numbers start.
    starts: Vec<(usize, usize)>,
}

impl Rows {
    fn push(&mut self, index: usize, row: &[f32]) {
        self.starts.push((index, self.numbers.len()));
        self.numbers.extend_from_slice(row);
    }
}

/// Trees whose scores add up to the log odds of "yes".
///
/// They are whole binary trees, question by question from the root on: below the one at `n` stand those at `2n + 1`,
/// for "no", and `2n + 2`. So each row asks as many, and where it goes is reckoned, not looked up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    /// Questions from root to leaf.
    depth: u32,
    questions: Vec<Question>,
    leaves: Vec<f32>,
}

impl Forest {
    /// The log odds that each row is a "yes"; for no row, that it is not.
    ///
    /// A tree is asked of many rows before the next, so that it stays in the cache.
    pub(crate) fn scores(&self, rows: impl Iterator<Item = Option<Vec<f32>>>) -> Vec<f32> {
        const MANY: usize = 64;
        let mut scores = Vec::with_capacity(rows.size_hint().0);
        let mut batch = Rows::default();
        for (index, row) in rows.enumerate() {
            scores.push(if row.is_some() { 0.0 } else { f32::NEG_INFINITY });
            if let Some(row) = row {
                batch.push(index, &row);
            }
            if batch.starts.len() == MANY {
                self.score(&mut batch, &mut scores);
            }
        }
        self.score(&mut batch, &mut scores);
        scores
    }

    /// Adds up the scores of a batch, and empties it. Once the trees so far are sure of a
    /// row, the rest are not asked: each adds little.
    fn score(&self, batch: &mut Rows, sums: &mut [f32]) {
        const ROUND: usize = 5;
        const SURE: f32 = 1.5;
        let trees = self.trees().len();
        for round in (0..trees).step_by(ROUND) {
            for tree in round..(round + ROUND).min(trees) {
                self.add(tree, batch, sums);
            }
            batch.starts.retain(|(index, _)| sums[*index].abs() <= SURE);
        }
        batch.starts.clear();
        batch.numbers.clear();
    }

    /// Leaves of a tree.
    fn width(&self) -> usize {
        1 << self.depth
    }

    fn trees(&self) -> std::slice::Chunks<'_, f32> {
        self.leaves.chunks(self.width())
    }

    /// Adds what a tree says of each row. Some rows go down it abreast and without a branch
    /// that depends on what they hold, so that none waits for another.
    fn add(&self, tree: usize, rows: &Rows, sums: &mut [f32]) {
        const ABREAST: usize = 8;
        let (inner, width) = (self.width() - 1, self.width());
        let questions = &self.questions[tree * inner..(tree + 1) * inner];
        let leaves = &self.leaves[tree * width..(tree + 1) * width];
        let mut ask = |starts: &[(usize, usize)]| {
            let mut at = [0usize; ABREAST];
            for _ in 0..self.depth {
                for (at, (_, start)) in at.iter_mut().zip(starts) {
                    let Question { feature, threshold } = questions[*at];
                    let is_above = rows.numbers.get(start + usize::from(feature)).is_some_and(|n| *n > threshold);
                    *at = 2 * *at + 1 + usize::from(is_above);
                }
            }
            for (at, (index, _)) in at.iter().zip(starts) {
                sums[*index] += leaves[at - inner];
            }
        };
        let (full, rest) = rows.starts.as_chunks::<ABREAST>();
        full.iter().for_each(|starts| ask(starts));
        ask(rest);
    }

    /// The forest in the form that [`Forest::read`] reads: its depth, all questions, all leaves.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = self.depth.to_le_bytes().to_vec();
        for question in &self.questions {
            out.extend(question.feature.to_le_bytes());
            out.extend(question.threshold.to_le_bytes());
        }
        out.extend(self.leaves.iter().flat_map(|l| l.to_le_bytes()));
        out
    }

    /// A forest from its bytes; nothing where they are none.
    pub fn read(bytes: &[u8]) -> Option<Forest> {
        const DEEPEST: u32 = 16;
        let (depth, rest) = bytes.split_first_chunk::<4>()?;
        let depth = u32::from_le_bytes(*depth);
        let leaves = 1usize << Some(depth).filter(|d| *d <= DEEPEST)?;
        let tree = (leaves - 1) * QUESTION_BYTES + leaves * LEAF_BYTES;
        let trees = Some(rest.len() / tree).filter(|trees| trees * tree == rest.len())?;
        let (questions, leaves) = rest.split_at_checked(trees * (leaves - 1) * QUESTION_BYTES)?;
        let question = |b: &[u8; QUESTION_BYTES]| Question {
            feature: u16::from_le_bytes([b[0], b[1]]),
            threshold: f32::from_le_bytes([b[2], b[3], b[4], b[5]]),
        };
        Some(Forest {
            depth,
            questions: questions.as_chunks().0.iter().map(question).collect(),
            leaves: leaves.as_chunks().0.iter().map(|b| f32::from_le_bytes(*b)).collect(),
        })
    }
}

/// A row to learn from.
#[derive(Clone, Debug)]
pub struct Example {
    /// The numbers.
    pub row: Vec<f32>,
    /// The answer.
    pub yes: bool,
    /// How much it counts.
    pub weight: f32,
}

/// How a forest is grown.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// Trees.
    pub trees: usize,
    /// Splits from root to leaf.
    pub depth: usize,
    /// Shrinkage of each tree.
    pub rate: f32,
    /// Least sum of second derivatives in a leaf.
    pub least: f32,
    /// Regularisation of leaf values.
    pub lambda: f32,
}

const BINS: usize = 48;

struct Grower {
    growth: Growth,
    /// For each feature, the upper borders of its bins.
    borders: Vec<Vec<f32>>,
    /// For each example, the bin of each feature.
    bins: Vec<Vec<u8>>,
    first: Vec<f32>,
    second: Vec<f32>,
    /// The features that the tree at hand may ask.
    asked: Vec<usize>,
}

/// Grows a forest.
pub fn grow(examples: &[Example], growth: Growth) -> Forest {
    let features = examples.first().map_or(0, |e| e.row.len());
    let borders: Vec<Vec<f32>> = (0..features).map(|f| borders(examples, f)).collect();
    let bins = examples.iter().map(|e| e.row.iter().zip(&borders).map(|(v, b)| bin(*v, b)).collect()).collect();
    let count = examples.len();
    let mut grower =
        Grower { growth, borders, bins, first: vec![0.0; count], second: vec![0.0; count], asked: Vec::new() };
    let mut forest = Forest { depth: growth.depth as u32, ..Forest::default() };
    let mut scores = vec![0f32; count];
    let mut rows = Rows::default();
    examples.iter().enumerate().for_each(|(index, example)| rows.push(index, &example.row));
    for tree in 0..growth.trees {
        for (i, example) in examples.iter().enumerate() {
            let odds = 1.0 / (1.0 + (-scores[i]).exp());
            grower.first[i] = (odds - f32::from(u8::from(example.yes))) * example.weight;
            grower.second[i] = (odds * (1.0 - odds)).max(1e-6) * example.weight;
        }
        grower.draw(tree as u64);
        let (mut questions, mut leaves) = (vec![Question::NONE; forest.width() - 1], vec![0.0; forest.width()]);
        grower.split(&mut questions, &mut leaves, 0, (0..count as u32).collect());
        forest.questions.extend(questions);
        forest.leaves.extend(leaves);
        forest.add(tree, &rows, &mut scores);
    }
    forest
}

/// Borders at quantiles of the values that occur.
fn borders(examples: &[Example], feature: usize) -> Vec<f32> {
    let mut values: Vec<f32> = examples.iter().map(|e| e.row[feature]).collect();
    values.sort_by(f32::total_cmp);
    let mut distinct = values.clone();
    distinct.dedup();
    let source = if distinct.len() <= BINS { distinct } else { values };
    let mut out: Vec<f32> = (1..BINS.min(source.len()))
        .map(|b| {
            let at = b * source.len() / BINS.min(source.len());
            (source[at - 1] + source[at]) / 2.0
        })
        .collect();
    out.dedup();
    out
}

fn bin(value: f32, borders: &[f32]) -> u8 {
    borders.partition_point(|b| value > *b) as u8
}

impl Grower {
    /// Draws the features of a tree: trees that ask different things err differently.
    fn draw(&mut self, tree: u64) {
        const SHARE: f32 = 0.5;
        let mut state = tree.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5851_F42D_4C95_7F2D;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 40) as f32 / (1u64 << 24) as f32
        };
        self.asked = (0..self.borders.len()).filter(|_| next() < SHARE).collect();
    }

    /// Makes the questions of a tree from the one at `at` on, and the leaves below it.
    fn split(&self, questions: &mut [Question], leaves: &mut [f32], at: usize, rows: Vec<u32>) {
        let (g, h) = self.sums(&rows);
        let half = leaves.len() / 2;
        match self.best(&rows, g, h).filter(|_| half > 0) {
            None => leaves.fill(-g / (h + self.growth.lambda) * self.growth.rate),
            Some((feature, border)) => {
                questions[at] = Question { feature: feature as u16, threshold: self.borders[feature][border] };
                let is_below = |r: &u32| usize::from(self.bins[*r as usize][feature]) <= border;
                let (below, above): (Vec<u32>, Vec<u32>) = rows.into_iter().partition(is_below);
                let (left, right) = leaves.split_at_mut(half);
                self.split(questions, left, 2 * at + 1, below);
                self.split(questions, right, 2 * at + 2, above);
            }
        }
    }

    fn sums(&self, rows: &[u32]) -> (f32, f32) {
        rows.iter().fold((0.0, 0.0), |(g, h), r| (g + self.first[*r as usize], h + self.second[*r as usize]))
    }

    /// The split with the greatest gain.
    fn best(&self, rows: &[u32], g: f32, h: f32) -> Option<(usize, usize)> {
        const LEAST_GAIN: f32 = 1e-4;
        let Growth { least, lambda, .. } = self.growth;
        let worth = |g: f32, h: f32| g * g / (h + lambda);
        let mut best = (LEAST_GAIN, None);
        let features = self.borders.len();
        let mut histogram = vec![[0f32; 2]; features * BINS];
        for row in rows {
            let row = *row as usize;
            for (feature, bin) in self.bins[row].iter().enumerate() {
                let cell = &mut histogram[feature * BINS + usize::from(*bin)];
                cell[0] += self.first[row];
                cell[1] += self.second[row];
            }
        }
        for &feature in &self.asked {
            let (mut left_g, mut left_h) = (0.0, 0.0);
            for border in 0..self.borders[feature].len() {
                let [cell_g, cell_h] = histogram[feature * BINS + border];
                left_g += cell_g;
                left_h += cell_h;
                if left_h < least || h - left_h < least {
                    continue;
                }
                let gain = worth(left_g, left_h) + worth(g - left_g, h - left_h) - worth(g, h);
                if gain > best.0 {
                    best = (gain, Some((feature, border)));
                }
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forest_learns_what_no_single_number_tells() {
        let examples: Vec<Example> = (0..400)
            .map(|n| {
                let (a, b) = ((n % 20) as f32, (n / 20) as f32);
                Example { row: vec![a, b, 1.0], yes: (a > 9.5 && b > 4.5) || b > 14.5, weight: 1.0 }
            })
            .collect();
        let growth = Growth { trees: 40, depth: 3, rate: 0.3, least: 0.5, lambda: 1.0 };
        let forest = grow(&examples, growth);
        let rows: Vec<Option<Vec<f32>>> = examples.iter().map(|e| Some(e.row.clone())).collect();
        assert!(forest.scores(rows.into_iter()).iter().zip(&examples).all(|(s, e)| (*s > 0.0) == e.yes));
        assert_eq!(forest.scores([None].into_iter()), [f32::NEG_INFINITY]);
        assert_eq!(Forest::read(&forest.to_bytes()), Some(forest));
        assert!(Forest::read(&[1, 0, 0, 0, 9]).is_none() && Forest::read(&[99; 4]).is_none());
    }
}
