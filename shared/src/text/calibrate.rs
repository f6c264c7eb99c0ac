//! How likely a guess is right: a logistic regression (Platt scaling with more than one input) over what the model says of texts
//! that it did not learn from.

/// What tells a good guess from a bad one: a constant 1, the log odds of the best class, its raw score (low for a text that
/// resembles nothing), the share of the text that the vocabulary knows.
pub type Signs = [f32; 4];

/// Where the fit starts, and stays if there is next to nothing to fit to: the log odds, less a little, and much less for a text of
/// which little is known.
const START: Signs = [-1.5, 0.8, 0.0, 2.0];
/// How many texts the start counts for.
const INERTIA: f32 = 2.0;
const SWEEPS: usize = 40;

/// One text that the model did not learn from: its signs, whether the guess was right, how much the text counts.
#[derive(Debug, Clone, Copy)]
pub struct Trial {
    /// What the model said.
    pub signs: Signs,
    /// Whether its best guess was right.
    pub right: bool,
    /// How many texts this one stands for.
    pub weight: f32,
}

/// Turns signs into a probability.
#[derive(Debug, Clone, Copy)]
pub struct Calibration(Signs);

impl Default for Calibration {
    fn default() -> Self {
        Self(START)
    }
}

impl Calibration {
    /// Fits to trials: Newton's method on one weight after the other, held back to the start.
    #[must_use]
    pub fn fit(trials: &[Trial]) -> Self {
        let mut found = Self::default();
        for sweep in 0..SWEEPS * START.len() {
            let i = sweep % START.len();
            let at = |signs: &Signs| signs.get(i).copied().unwrap_or_default();
            let held = at(&found.0) - at(&START);
            let (mut slope, mut bend) = (INERTIA * held, INERTIA);
            for trial in trials {
                let x = at(&trial.signs);
                let p = found.probability(&trial.signs);
                slope += trial.weight * x * (p - if trial.right { 1.0 } else { 0.0 });
                bend += trial.weight * x * x * p * (1.0 - p);
            }
            if let Some(weight) = found.0.get_mut(i) {
                *weight -= slope / bend;
            }
        }
        found
    }

    /// How likely a guess with these signs is right, 0 to 1.
    #[must_use]
    pub fn probability(&self, signs: &Signs) -> f32 {
        let sum: f32 = self.0.iter().zip(signs).map(|(weight, sign)| weight * sign).sum();
        1.0 / (1.0 + (-sum).exp())
    }
}
