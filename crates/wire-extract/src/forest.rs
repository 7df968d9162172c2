//! Boosted regression trees: a score from a row of numbers.
//!
//! Trained by gradient boosting on the logistic loss with second-order leaf
//! values (Friedman 2001; Chen and Guestrin 2016, equations 5 and 7), on
//! histograms; each tree may ask half of the numbers (Breiman 2001). Deterministic:
//! the same rows give the same bytes.

/// A node: a leaf where `feature` is [`LEAF`], and then `threshold` is its value.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    feature: u16,
    /// Index of the child for larger values; the other child comes next.
    right: u16,
    threshold: f32,
}

const LEAF: u16 = u16::MAX;
const NODE_BYTES: usize = 8;

/// Trees whose scores add up to the log odds of "yes".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Forest {
    nodes: Vec<Node>,
    /// Where each tree begins.
    roots: Vec<u32>,
}

impl Forest {
    /// The log odds that each row is a "yes"; for no row, that it is not.
    ///
    /// A tree is asked of many rows before the next, so that it stays in the cache.
    pub(crate) fn scores(&self, rows: impl Iterator<Item = Option<Vec<f32>>>) -> Vec<f32> {
        const MANY: usize = 128;
        let mut scores = Vec::with_capacity(rows.size_hint().0);
        let mut batch: Vec<(usize, Vec<f32>)> = Vec::new();
        for (index, row) in rows.enumerate() {
            scores.push(if row.is_some() { 0.0 } else { f32::NEG_INFINITY });
            batch.extend(row.map(|r| (index, r)));
            if batch.len() == MANY {
                self.score(&mut batch, &mut scores);
            }
        }
        self.score(&mut batch, &mut scores);
        scores
    }

    /// Adds up the scores of a batch, and empties it. Once the trees so far are sure of a
    /// row, the rest are not asked: each adds little.
    fn score(&self, batch: &mut Vec<(usize, Vec<f32>)>, sums: &mut [f32]) {
        const ROUND: usize = 10;
        const SURE: f32 = 2.0;
        for round in self.roots.chunks(ROUND) {
            for root in round {
                for (index, row) in batch.iter() {
                    sums[*index] += self.leaf(*root as usize, row);
                }
            }
            batch.retain(|(index, _)| sums[*index].abs() <= SURE);
        }
        batch.clear();
    }

    fn leaf(&self, root: usize, row: &[f32]) -> f32 {
        let mut at = root;
        while let Some(node) = self.nodes.get(at) {
            if node.feature == LEAF {
                return node.threshold;
            }
            let value = row.get(usize::from(node.feature)).copied().unwrap_or(0.0);
            at = if value > node.threshold { root + usize::from(node.right) } else { at + 1 };
        }
        0.0
    }

    /// The forest in the form that [`Forest::read`] reads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = (self.roots.len() as u32).to_le_bytes().to_vec();
        out.extend(self.roots.iter().flat_map(|r| r.to_le_bytes()));
        for node in &self.nodes {
            out.extend(node.feature.to_le_bytes());
            out.extend(node.right.to_le_bytes());
            out.extend(node.threshold.to_le_bytes());
        }
        out
    }

    /// A forest from its bytes; nothing where they are none.
    pub fn read(bytes: &[u8]) -> Option<Forest> {
        let (count, rest) = bytes.split_first_chunk::<4>()?;
        let (roots, nodes) = rest.split_at_checked(u32::from_le_bytes(*count) as usize * 4)?;
        let roots: Vec<u32> = roots.as_chunks::<4>().0.iter().map(|r| u32::from_le_bytes(*r)).collect();
        let nodes = nodes.as_chunks::<NODE_BYTES>().0.iter().map(|n| Node {
            feature: u16::from_le_bytes([n[0], n[1]]),
            right: u16::from_le_bytes([n[2], n[3]]),
            threshold: f32::from_le_bytes([n[4], n[5], n[6], n[7]]),
        });
        Some(Forest { nodes: nodes.collect(), roots })
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
    let mut forest = Forest::default();
    let mut scores = vec![0f32; count];
    for _ in 0..growth.trees {
        for (i, example) in examples.iter().enumerate() {
            let odds = 1.0 / (1.0 + (-scores[i]).exp());
            grower.first[i] = (odds - f32::from(u8::from(example.yes))) * example.weight;
            grower.second[i] = (odds * (1.0 - odds)).max(1e-6) * example.weight;
        }
        grower.draw(forest.roots.len() as u64);
        let root = forest.nodes.len();
        forest.roots.push(root as u32);
        grower.split(&mut forest, root, (0..count as u32).collect(), growth.depth);
        for (score, example) in scores.iter_mut().zip(examples) {
            *score += forest.leaf(root, &example.row);
        }
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

    fn split(&self, forest: &mut Forest, root: usize, rows: Vec<u32>, depth: usize) {
        let (g, h) = self.sums(&rows);
        match self.best(&rows, g, h).filter(|_| depth > 0) {
            None => {
                let value = -g / (h + self.growth.lambda) * self.growth.rate;
                forest.nodes.push(Node { feature: LEAF, right: 0, threshold: value });
            }
            Some((feature, border)) => {
                let at = forest.nodes.len();
                let threshold = self.borders[feature][border];
                forest.nodes.push(Node { feature: feature as u16, right: 0, threshold });
                let goes_left = |r: &u32| usize::from(self.bins[*r as usize][feature]) <= border;
                let (left, right): (Vec<u32>, Vec<u32>) = rows.into_iter().partition(goes_left);
                self.split(forest, root, left, depth - 1);
                forest.nodes[at].right = (forest.nodes.len() - root) as u16;
                self.split(forest, root, right, depth - 1);
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
        assert!(Forest::read(&[1, 0, 0, 0]).is_none());
    }
}
