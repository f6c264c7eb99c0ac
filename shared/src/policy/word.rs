//! Words as people type them on a phone: the same in upper and lower case, with and without accents.

/// The letters and digits of a text in lower case without accents, words apart by one space. Two texts that a person
/// would call the same are the same. Linear in the text.
#[must_use]
pub fn plain_words(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut apart = false;
    for letter in text.chars().flat_map(char::to_lowercase) {
        let folded = folded(letter);
        if folded.is_some_and(str::is_empty) {
            continue;
        }
        if folded.is_none() && !letter.is_alphanumeric() {
            apart = true;
            continue;
        }
        if apart && !plain.is_empty() {
            plain.push(' ');
        }
        apart = false;
        match folded {
            Some(base) => plain.push_str(base),
            None => plain.push(letter),
        }
    }
    plain
}

/// A letter without its accent; empty for an accent that stands alone, none for what has none.
fn folded(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' | 'ĉ' | 'ċ' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ő' => "o",
        'ŕ' | 'ř' => "r",
        'ś' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{fe0e}' | '\u{fe0f}' | '\u{feff}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_accents_spaces_and_punctuation_do_not_matter() {
        for text in ["Arrêt", "ARRET", " arrêt! ", "arre\u{302}t", "«Arrêt».", "arrêt\u{fe0f} 🛑"] {
            assert_eq!(plain_words(text), "arret", "{text}");
        }
        assert_eq!(plain_words("  STOP\n all. "), "stop all");
        assert_eq!(plain_words("İPTAL"), "iptal");
        assert_eq!(plain_words("СТОП"), "стоп");
        assert_eq!(plain_words("停止"), "停止");
        assert_eq!(plain_words("🙂 …"), "");
    }

    #[test]
    fn a_longer_message_is_another() {
        assert_ne!(plain_words("please stop"), plain_words("stop"));
        assert_ne!(plain_words("stopp"), plain_words("stop"));
    }

    proptest! {
        #[test]
        fn plain_words_stay_as_they_are(text in "\\PC{0,60}") {
            let plain = plain_words(&text);
            prop_assert_eq!(plain_words(&plain), plain.clone());
            prop_assert_eq!(plain.trim(), &plain);
        }
    }
}
