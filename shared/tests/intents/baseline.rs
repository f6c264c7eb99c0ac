//! What to beat: the nearest centroid of plain tf·idf vectors over whole words.

use super::data::Names;
use std::collections::HashMap;

type Words = HashMap<String, f32>;

/// The base line.
pub struct Baseline {
    idf: Words,
    centroids: Vec<(String, Words)>,
}

fn counts(text: &str) -> Words {
    let mut counts = Words::new();
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word.to_owned()).or_default() += 1.0;
    }
    counts
}

fn norm(words: &mut Words) {
    let length = words.values().map(|x| x * x).sum::<f32>().sqrt();
    words.values_mut().for_each(|x| *x /= length);
}

impl Baseline {
    /// Learns names from examples.
    pub fn learn(names: &Names) -> Self {
        let texts: Vec<Words> = names.iter().flat_map(|(_, texts)| texts).map(|text| counts(text)).collect();
        let mut idf = Words::new();
        texts.iter().flat_map(HashMap::keys).for_each(|word| *idf.entry(word.clone()).or_default() += 1.0);
        #[expect(clippy::cast_precision_loss, reason = "counts of texts")]
        idf.values_mut().for_each(|with| *with = 1.0 + ((1.0 + texts.len() as f32) / (1.0 + *with)).ln());
        let mut model = Self { idf, centroids: Vec::new() };
        for (name, texts) in names {
            let mut centroid = Words::new();
            for text in texts {
                model.vector(text).into_iter().for_each(|(word, x)| *centroid.entry(word).or_default() += x);
            }
            norm(&mut centroid);
            model.centroids.push((name.clone(), centroid));
        }
        model
    }

    fn vector(&self, text: &str) -> Words {
        let known = |(word, count)| self.idf.get(&word).map(|idf| (word, count * idf));
        let mut vector: Words = counts(text).into_iter().filter_map(known).collect();
        norm(&mut vector);
        vector
    }

    /// The name whose centroid is nearest.
    pub fn read(&self, text: &str) -> Option<String> {
        let vector = self.vector(text);
        let near = |centroid: &Words| vector.iter().filter_map(|(word, x)| Some(x * centroid.get(word)?)).sum::<f32>();
        let scored = self.centroids.iter().map(|(name, centroid)| (near(centroid), name));
        scored.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name.clone())
    }
}
