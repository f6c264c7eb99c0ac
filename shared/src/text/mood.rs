//! How a customer feels, roughly: enough to put somebody who is upset before somebody who asks.

mod examples;

use super::Classifier;
use crate::routing::Mood;
use std::sync::LazyLock;

const MOODS: [(&str, Mood, &[&str]); 3] = [
    ("upset", Mood::Upset, examples::UPSET),
    ("calm", Mood::Calm, examples::CALM),
    ("pleased", Mood::Pleased, examples::PLEASED),
];

/// A mood less likely than this, in percent, is calm: to be taken for angry by mistake helps nobody.
const CLEAR: u8 = 65;

/// Learned from [`examples`] when it is first asked; always the same, as learning is.
static MODEL: LazyLock<Classifier> =
    LazyLock::new(|| Classifier::learn(&MOODS.map(|(name, _, examples)| (name, examples.to_vec()))));

impl Mood {
    /// The mood of a text. Unsure is calm.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let best = MODEL.read(text).best.filter(|guess| guess.percent >= CLEAR);
        let of = |name: &str| MOODS.iter().find(|(known, _, _)| *known == name).map(|(_, mood, _)| *mood);
        best.and_then(|guess| of(&guess.name)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use crate::routing::Mood;

    #[test]
    fn anger_is_told_from_questions_and_from_thanks() {
        for (text, mood) in [
            ("I'm so angry, this is absolutely unacceptable", Mood::Upset),
            ("I am extremly dissapointed by your terible service!!", Mood::Upset),
            ("Eine Unverschämtheit, ich warte immer noch und keiner antwortet", Mood::Upset),
            ("C'est honteux, j'attends toujours", Mood::Upset),
            ("Estoy harta de esperar, es una vergüenza", Mood::Upset),
            ("Could you send me the invoice for order 1234?", Mood::Calm),
            ("Wann kommt meine Bestellung an?", Mood::Calm),
            ("Je voudrais retourner un article", Mood::Calm),
            ("¿Cómo cambio la dirección?", Mood::Calm),
            ("I am unhappy with you", Mood::Upset),
            ("Can you help me? My card is not working", Mood::Calm),
            ("Thanks a lot, great service!", Mood::Pleased),
            ("Danke, hat super funktioniert", Mood::Pleased),
            ("Merci, c'est parfait", Mood::Pleased),
            ("Muchas gracias, excelente", Mood::Pleased),
        ] {
            assert_eq!(Mood::of(text), mood, "{text}");
        }
    }

    #[test]
    fn what_tells_nothing_is_calm() {
        assert_eq!(Mood::of(""), Mood::Calm);
        assert_eq!(Mood::of("4711"), Mood::Calm);
        assert_eq!(Mood::of("我的水壶在哪里"), Mood::Calm);
    }
}
