//! Softmax regression (multinomial logistic regression) over sparse vectors, learned by stochastic gradient descent.

use super::features::Vector;

/// Passes over the examples. More change nothing (measured on the sets' parts for development, 3 to 20).
const PASSES: u8 = 5;
/// How far an example moves the weights in the first pass; vectors have length 1, hence so much.
const RATE: f32 = 8.0;
/// By how much each pass moves them less.
const DECAY: f32 = 0.3;
/// A miss below this is not worth the writing: it makes most classes of an example free.
const NEGLIGIBLE: f32 = 0.004;

/// The weight of each feature for each class.
#[derive(Debug, Clone, Default)]
pub struct Linear {
    classes: usize,
    /// One row of `classes` weights a feature: a text touches few rows and all of each.
    weights: Vec<f32>,
}

impl Linear {
    /// Learns from vectors with their classes, in their order: neighbours should differ in class.
    #[must_use]
    pub fn learn(examples: &[(Vector, usize)], features: usize, classes: usize) -> Self {
        let mut model = Self { classes, weights: vec![0.0; features.saturating_mul(classes)] };
        let mut shares = vec![0.0; classes];
        let mut moves = Vec::with_capacity(classes);
        for pass in 0..PASSES {
            let rate = RATE / (1.0 + DECAY * f32::from(pass));
            for (vector, class) in examples {
                model.scores(vector, &mut shares);
                soften(&mut shares);
                moves.clear();
                let misses =
                    shares.iter().enumerate().map(|(i, share)| (i, if i == *class { 1.0 } else { 0.0 } - share));
                moves.extend(misses.filter(|(_, miss)| miss.abs() > NEGLIGIBLE).map(|(i, miss)| (i, rate * miss)));
                model.shift(vector, &moves);
            }
        }
        model
    }

    fn shift(&mut self, vector: &Vector, moves: &[(usize, f32)]) {
        for (place, weight) in &vector.parts {
            let start = *place as usize * self.classes;
            let Some(row) = self.weights.get_mut(start..start + self.classes) else { continue };
            for (class, by) in moves {
                if let Some(cell) = row.get_mut(*class) {
                    *cell += by * weight;
                }
            }
        }
    }

    /// How many bytes the weights take.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.weights.len() * size_of::<f32>()
    }

    /// Writes the score of each class into `scores`, which has one place a class.
    pub fn scores(&self, vector: &Vector, scores: &mut [f32]) {
        scores.fill(0.0);
        for (place, weight) in &vector.parts {
            let start = *place as usize * self.classes;
            let row = self.weights.get(start..start + self.classes).unwrap_or_default();
            for (score, cell) in scores.iter_mut().zip(row) {
                *score += cell * weight;
            }
        }
    }
}

/// Turns scores into shares that sum up to 1.
pub fn soften(scores: &mut [f32]) {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut sum = 0.0;
    for score in scores.iter_mut() {
        *score = (*score - most).exp();
        sum += *score;
    }
    scores.iter_mut().for_each(|score| *score /= sum);
}
