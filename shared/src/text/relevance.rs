//! Which earlier texts bear on a question: the cosine of their tf·idf vectors.

use super::features::{Bag, Vocabulary};

/// Two texts of one language always share a few pieces of words; what is less alike than this is not alike.
const NOISE: f32 = 0.05;

/// The places of the documents that bear on `query` with how much, 0 to 1, most first. What is not alike at all is left out.
#[must_use]
pub fn relevance(query: &str, documents: &[&str]) -> Vec<(usize, f32)> {
    let bags: Vec<Bag> = documents.iter().map(|text| Bag::of(text)).collect();
    let vocabulary = Vocabulary::of(bags.iter(), 1, 0.0);
    let query = vocabulary.vector(&Bag::of(query));
    let mut found: Vec<(usize, f32)> = bags.iter().map(|bag| vocabulary.vector(bag).dot(&query)).enumerate().collect();
    found.retain(|(_, score)| *score >= NOISE);
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found
}

#[cfg(test)]
mod tests {
    use super::relevance;

    const EARLIER: [&str; 4] = [
        "The kettle leaks at the lid and the kitchen is wet.",
        "Where is my parcel? Tracking has not moved since Monday.",
        "Please change the invoice address of my company.",
        "Meine Lieferung ist beschädigt angekommen.",
    ];

    fn first(query: &str) -> Option<usize> {
        relevance(query, &EARLIER).first().map(|(place, _)| *place)
    }

    #[test]
    fn the_earlier_text_on_the_same_matter_comes_first() {
        assert_eq!(first("my kettle is leaking again"), Some(0));
        assert_eq!(first("the parcel's tracking does not move"), Some(1));
        assert_eq!(first("I need another adress on the invoices"), Some(2));
        assert_eq!(first("Noch eine beschädigte Lieferung"), Some(3));
    }

    #[test]
    fn what_bears_on_nothing_finds_nothing() {
        assert_eq!(relevance("zzz qqq", &EARLIER), []);
        assert_eq!(relevance("", &EARLIER), []);
        assert_eq!(relevance("my kettle", &[]), []);
    }
}
