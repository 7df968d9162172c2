//! Training of the name tagger: a linear-chain conditional random field (Lafferty, McCallum and
//! Pereira 2001), learnt by stochastic descent with steps of their own for each weight (Duchi,
//! Hazan and Singer 2011).

use crate::random::Random;
use crate::tagger::{LABELS, ROW_BITS, legal_steps};

/// A sentence to learn from.
pub(crate) struct Tagged {
    /// Each token's features, as rows of weights; none where a token can be no name.
    pub(crate) features: Vec<Vec<u32>>,
    /// Which tokens may be names.
    pub(crate) candidates: Vec<bool>,
    /// Each token's label.
    pub(crate) labels: Vec<u8>,
}

/// Weights of rows and of steps from label to label.
pub(crate) struct Weights {
    pub(crate) rows: Vec<f32>,
    pub(crate) transitions: [[f32; LABELS]; LABELS + 1],
}

impl Weights {
    pub(crate) fn all(value: f32) -> Weights {
        Weights { rows: vec![value; (1 << ROW_BITS) * LABELS], transitions: [[value; LABELS]; LABELS + 1] }
    }

    /// Adds a share of other weights.
    pub(crate) fn add(&mut self, other: &Weights, share: f32) {
        self.rows.iter_mut().zip(&other.rows).for_each(|(w, o)| *w += o * share);
        let steps = self.transitions.iter_mut().flatten().zip(other.transitions.iter().flatten());
        steps.for_each(|(w, o)| *w += o * share);
    }
}

/// Of a token's features, the share that one pass does not see: what is left must do,
/// so that no name is learnt by heart (Hinton et al. 2012).
const UNSEEN: f32 = 0.4;
/// The first step is `RATE / FIRST_SQUARE.sqrt()`. What a weight's squares begin with keeps
/// those of rare features from jumping at the first sight of one.
const RATE: f32 = 0.1;
const FIRST_SQUARE: f32 = 30.0;
/// A gradient below it changes nothing.
const FLAT: f32 = 1e-3;
/// The logarithm of what cannot be.
const NEVER: f32 = -1e9;

/// A model in training.
pub(crate) struct Crf {
    weights: Weights,
    squares: Weights,
    /// For each label the labels that may stand before it, as bits.
    before: [u32; LABELS],
    /// For each label the labels that may follow it.
    after: [u32; LABELS],
}

impl Crf {
    pub(crate) fn new() -> Crf {
        let steps = legal_steps();
        let mask = |legal: &dyn Fn(usize) -> bool| (0..LABELS).filter(|l| legal(*l)).fold(0, |m, l| m | 1 << l);
        Crf {
            weights: Weights::all(0.0),
            squares: Weights::all(FIRST_SQUARE),
            before: std::array::from_fn(|to| mask(&|from| steps[from][to])),
            after: std::array::from_fn(|from| mask(&|to| steps[from][to])),
        }
    }

    pub(crate) fn into_weights(self) -> Weights {
        self.weights
    }

    /// Learns from a sentence. Gives its loss, the negative logarithm of the labels' probability.
    pub(crate) fn learn(&mut self, sentence: &Tagged, random: &mut Random) -> f32 {
        let seen: Vec<Vec<u32>> = sentence
            .features
            .iter()
            .map(|f| f.iter().copied().filter(|_| random.share() >= UNSEEN).collect())
            .collect();
        let scores: Vec<[f32; LABELS]> = seen.iter().map(|features| self.score(features)).collect();
        let paths = self.paths(&scores, &sentence.candidates);
        let steps = self.steps(&scores, &paths, sentence);
        let mut score = 0.0;
        let mut from = LABELS;
        for (i, features) in seen.iter().enumerate() {
            let label = usize::from(sentence.labels[i]);
            score += scores[i][label] + self.weights.transitions[from][label];
            from = label;
            let wanted = |l: usize| f32::from(u8::from(l == label));
            let gradient: [f32; LABELS] = std::array::from_fn(|l| paths.share(i, l) - wanted(l));
            for row in features {
                let at = *row as usize * LABELS;
                descend(&mut self.weights.rows[at..at + LABELS], &mut self.squares.rows[at..at + LABELS], &gradient);
            }
        }
        for (from, gradient) in steps.iter().enumerate() {
            descend(&mut self.weights.transitions[from], &mut self.squares.transitions[from], gradient);
        }
        paths.total - score
    }

    fn score(&self, features: &[u32]) -> [f32; LABELS] {
        let mut score = [0f32; LABELS];
        for row in features {
            let own = &self.weights.rows[*row as usize * LABELS..(*row as usize + 1) * LABELS];
            score.iter_mut().zip(own).for_each(|(s, w)| *s += w);
        }
        score
    }

    /// Sums over all paths, forward and backward.
    fn paths(&self, scores: &[[f32; LABELS]], candidates: &[bool]) -> Paths {
        let count = scores.len();
        let steps = &self.weights.transitions;
        let mut forward = vec![[NEVER; LABELS]; count];
        let mut backward = vec![[NEVER; LABELS]; count];
        // A sentence begins and ends as if nothing were around it.
        for to in bits(open(candidates[0]) & self.after[0]) {
            forward[0][to] = scores[0][to] + steps[LABELS][to];
        }
        for i in 1..count {
            for to in bits(open(candidates[i])) {
                let ways = bits(open(candidates[i - 1]) & self.before[to]);
                forward[i][to] = scores[i][to] + log_sum(ways.map(|from| forward[i - 1][from] + steps[from][to]));
            }
        }
        for label in bits(open(candidates[count - 1]) & self.before[0]) {
            backward[count - 1][label] = 0.0;
        }
        for i in (1..count).rev() {
            for from in bits(open(candidates[i - 1])) {
                let ways = bits(open(candidates[i]) & self.after[from]);
                let on = |to: usize| steps[from][to] + scores[i][to] + backward[i][to];
                backward[i - 1][from] = log_sum(ways.map(on));
            }
        }
        let total = log_sum((0..LABELS).map(|l| forward[count - 1][l] + backward[count - 1][l]));
        Paths { forward, backward, total }
    }

    /// The gradient of the steps: how much more often each is taken than it should be.
    fn steps(&self, scores: &[[f32; LABELS]], paths: &Paths, sentence: &Tagged) -> [[f32; LABELS]; LABELS + 1] {
        let candidates = &sentence.candidates;
        let mut out = [[0f32; LABELS]; LABELS + 1];
        for to in bits(open(candidates[0])) {
            out[LABELS][to] += paths.share(0, to);
        }
        out[LABELS][usize::from(sentence.labels[0])] -= 1.0;
        for i in (1..scores.len()).filter(|i| candidates[*i] || candidates[*i - 1]) {
            for to in bits(open(candidates[i])) {
                for from in bits(open(candidates[i - 1]) & self.before[to]) {
                    let step = self.weights.transitions[from][to];
                    let way = paths.forward[i - 1][from] + step + scores[i][to] + paths.backward[i][to];
                    out[from][to] += (way - paths.total).exp();
                }
            }
            out[usize::from(sentence.labels[i - 1])][usize::from(sentence.labels[i])] -= 1.0;
        }
        out
    }
}

/// For each token and label the logarithm of the sum over the paths that lead there, and of
/// those that lead on.
struct Paths {
    forward: Vec<[f32; LABELS]>,
    backward: Vec<[f32; LABELS]>,
    total: f32,
}

impl Paths {
    /// The probability that the token has the label.
    fn share(&self, token: usize, label: usize) -> f32 {
        (self.forward[token][label] + self.backward[token][label] - self.total).exp()
    }
}

fn descend(weights: &mut [f32], squares: &mut [f32], gradient: &[f32; LABELS]) {
    for ((weight, square), g) in weights.iter_mut().zip(squares).zip(gradient).filter(|(_, g)| g.abs() >= FLAT) {
        *square += g * g;
        *weight -= RATE * g / square.sqrt();
    }
}

/// The labels that a token could have: what is no candidate is outside.
fn open(candidate: bool) -> u32 {
    if candidate { (1 << LABELS) - 1 } else { 1 }
}

/// The labels of a mask.
fn bits(mask: u32) -> impl Iterator<Item = usize> + Clone {
    let rest = |m: u32| Some(m & m.wrapping_sub(1)).filter(|m| *m != 0);
    std::iter::successors(Some(mask).filter(|m| *m != 0), move |m| rest(*m)).map(|m| m.trailing_zeros() as usize)
}

fn log_sum(values: impl Iterator<Item = f32> + Clone) -> f32 {
    let most = values.clone().fold(NEVER, f32::max);
    if most <= NEVER { NEVER } else { most + values.map(|v| (v - most).exp()).sum::<f32>().ln() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn probabilities_of_a_token_sum_to_one_and_what_is_learnt_becomes_likely() {
        let sentence = Tagged {
            features: vec![vec![1, 2], vec![], vec![3], vec![4, 5]],
            candidates: vec![true, false, true, true],
            labels: vec![4, 0, 5, 7],
        };
        let mut random = Random::new(0x2545_F491_4F6C_DD1D);
        let mut crf = Crf::new();
        let first = crf.learn(&sentence, &mut random);
        // Nothing is known yet, so every path is as likely: the first token is outside or one of
        // four names, the last two are each of these, or one name of two tokens.
        assert!((first - (5f32 * 29.0).ln()).abs() < 1e-3, "{first}");
        let last = (0..2000).map(|_| crf.learn(&sentence, &mut random)).last().unwrap_or(first);
        assert!((-1e-3..1.0).contains(&last), "{last}");
        let scores: Vec<[f32; LABELS]> = sentence.features.iter().map(|f| crf.score(f)).collect();
        let paths = crf.paths(&scores, &sentence.candidates);
        for token in 0..sentence.labels.len() {
            let sum: f32 = (0..LABELS).map(|l| paths.share(token, l)).sum();
            assert!((sum - 1.0).abs() < 1e-3, "{sum}");
            assert!(paths.share(token, usize::from(sentence.labels[token])) > 0.9);
        }
    }
}
