//! Segments of a text message: what it is billed by.
//!
//! A text of only the letters of the GSM alphabet (3GPP TS 23.038, section 6.2.1, with its extension table) is sent in
//! septets, any other in UCS-2. One message holds 140 bytes: 160 septets or 70 units. A longer text is cut into messages
//! that each begin with a header of six bytes (3GPP TS 23.040, section 9.2.3.24.1), which leaves 153 septets or 67 units.
//! What takes two septets or two units is never cut in half.

/// How a text is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Septets of the GSM alphabet.
    Gsm7,
    /// Units of UCS-2.
    Ucs2,
}

impl Encoding {
    /// What one message holds alone, and what each of several holds.
    #[must_use]
    pub const fn room(self) -> (usize, usize) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }
}

/// What a text takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segments {
    /// How it is sent.
    pub encoding: Encoding,
    /// Septets or UCS-2 units of the text.
    pub units: usize,
    /// How many messages it takes; one when it is empty.
    pub segments: usize,
    /// How many units the last of them still has room for.
    pub left: usize,
}

/// The alphabet without what takes two septets: 0x00 to 0x7F without the escape.
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// The extension table: an escape comes first.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// What a text takes.
#[must_use]
pub fn segments(text: &str) -> Segments {
    let septets = |letter: char| match letter {
        letter if ALPHABET.contains(letter) => Some(1),
        letter if EXTENSION.contains(letter) => Some(2),
        _ => None,
    };
    let encoding = if text.chars().all(|letter| septets(letter).is_some()) { Encoding::Gsm7 } else { Encoding::Ucs2 };
    let size = |letter: char| match encoding {
        Encoding::Gsm7 => septets(letter).unwrap_or(1),
        Encoding::Ucs2 => letter.len_utf16(),
    };
    let units = text.chars().map(size).sum();
    let (alone, each) = encoding.room();
    if units <= alone {
        return Segments { encoding, units, segments: 1, left: alone - units };
    }
    let (mut segments, mut filled) = (1, 0);
    for size in text.chars().map(size) {
        if filled + size > each {
            segments += 1;
            filled = 0;
        }
        filled += size;
    }
    Segments { encoding, units, segments, left: each - filled }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a text takes, in one line.
    fn told(text: &str) -> (Encoding, usize, usize, usize) {
        let Segments { encoding, units, segments, left } = segments(text);
        (encoding, units, segments, left)
    }

    #[test]
    fn the_alphabet_has_all_letters_of_the_table_once() {
        assert_eq!(ALPHABET.chars().count(), 127);
        assert_eq!(EXTENSION.chars().count(), 10);
        let mut all: Vec<char> = ALPHABET.chars().chain(EXTENSION.chars()).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 137);
    }

    #[test]
    fn texts_are_cut_where_the_standard_cuts_them() {
        use Encoding::{Gsm7, Ucs2};
        let a = |count: usize| "a".repeat(count);
        for (text, wanted) in [
            (String::new(), (Gsm7, 0, 1, 160)),
            (a(160), (Gsm7, 160, 1, 0)),
            (a(161), (Gsm7, 161, 2, 145)),
            (a(306), (Gsm7, 306, 2, 0)),
            (a(307), (Gsm7, 307, 3, 152)),
            ("è\n£Ω".to_owned(), (Gsm7, 4, 1, 156)),
            ("€".repeat(80), (Gsm7, 160, 1, 0)),
            // An escape at the end of a segment moves on with its letter: 152 + 1 lost, then 2 + 7.
            (a(152) + "€" + &a(7), (Gsm7, 161, 2, 144)),
            ("ą".repeat(70), (Ucs2, 70, 1, 0)),
            ("ą".repeat(71), (Ucs2, 71, 2, 63)),
            ("ą".repeat(134), (Ucs2, 134, 2, 0)),
            // A letter outside the first plane takes two units, which stay together.
            ("👍".to_owned(), (Ucs2, 2, 1, 68)),
            ("👍".repeat(35), (Ucs2, 70, 1, 0)),
            ("👍".repeat(36), (Ucs2, 72, 2, 61)),
            // The grave accent and a lower-case c with cedilla are not in the alphabet.
            ("`".to_owned(), (Ucs2, 1, 1, 69)),
            ("ç".to_owned(), (Ucs2, 1, 1, 69)),
        ] {
            assert_eq!(told(&text), wanted, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_segment_is_filled_as_far_as_whole_letters_go(text in "[a-z€^👍ą ]{0,400}") {
            let Segments { encoding, units, segments, left } = segments(&text);
            let (alone, each) = encoding.room();
            if segments == 1 {
                prop_assert_eq!(units + left, alone);
            } else {
                prop_assert!(units > alone && left < each);
                // At most one unit is lost at the end of each segment but the last.
                let lost = segments * each - left - units;
                prop_assert!(lost < segments, "{} units lost in {} segments", lost, segments);
            }
        }

        #[test]
        fn a_letter_more_never_takes_less(text in "\\PC{0,200}", letter in any::<char>()) {
            let longer = format!("{text}{letter}");
            prop_assert!(segments(&longer).segments >= segments(&text).segments);
        }
    }
}
