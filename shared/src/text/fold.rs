//! Letters as they are compared: lower case, without diacritics.

/// Adds `c` in lower case and without diacritics: `É` is `e`, `ß` is `ss`, a combining mark is nothing.
///
/// Latin letters are folded by a table of the blocks that European languages and Vietnamese use; Greek, Cyrillic and Arabic lose
/// the marks that people leave out when they type in a hurry. All other letters are only put in lower case.
pub fn push_folded(c: char, out: &mut String) {
    for lower in c.to_lowercase() {
        match lower {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' => {}
            other => out.push(base(other)),
        }
    }
}

/// The letter without its marks.
fn base(c: char) -> char {
    match c {
        'à'..='å' | 'ā' | 'ă' | 'ą' | 'ǎ' | '\u{1ea0}'..='\u{1eb7}' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ð' | 'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' | '\u{1eb8}'..='\u{1ec7}' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | '\u{1ec8}'..='\u{1ecb}' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ơ' | '\u{1ecc}'..='\u{1ee3}' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ư' | '\u{1ee4}'..='\u{1ef1}' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' | '\u{1ef2}'..='\u{1ef9}' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        'ά' => 'α',
        'έ' => 'ε',
        'ή' => 'η',
        'ί' | 'ϊ' | 'ΐ' => 'ι',
        'ό' => 'ο',
        'ύ' | 'ϋ' | 'ΰ' => 'υ',
        'ώ' => 'ω',
        'ς' => 'σ',
        'ё' => 'е',
        'أ' | 'إ' | 'آ' => 'ا',
        other => other,
    }
}

/// Whether `c` belongs to a script whose words are not parted by blanks or are short enough that single letters carry meaning.
#[must_use]
pub fn is_dense(c: char) -> bool {
    matches!(c,
        '\u{e00}'..='\u{eff}' // Thai, Lao
        | '\u{1000}'..='\u{109f}' // Myanmar
        | '\u{1780}'..='\u{17ff}' // Khmer
        | '\u{3040}'..='\u{30ff}' // kana
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' // Han
        | '\u{ac00}'..='\u{d7af}' // Hangul
        | '\u{20000}'..='\u{3ffff}')
}

/// The words of a text, folded: runs of letters and digits, a run of a dense script apart from its neighbours, a number as `0`
/// (which number it is tells nothing of what the customer wants).
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut dense = false;
    for c in text.chars() {
        let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}');
        if !c.is_alphanumeric() && !mark {
            finish(&mut word, &mut words);
            continue;
        }
        if is_dense(c) != dense && !mark {
            finish(&mut word, &mut words);
            dense = is_dense(c);
        }
        push_folded(c, &mut word);
    }
    finish(&mut word, &mut words);
    words
}

fn finish(word: &mut String, words: &mut Vec<String>) {
    if word.is_empty() {
        return;
    }
    let word = std::mem::take(word);
    words.push(if word.chars().all(char::is_numeric) { "0".to_owned() } else { word });
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn case_and_diacritics_do_not_part_words() {
        assert_eq!(words("Où est MA Facture n° 4711?"), ["ou", "est", "ma", "facture", "n", "0"]);
        assert_eq!(words("Straße Đặt e\u{301}te\u{301}"), ["strasse", "dat", "ete"]);
    }

    #[test]
    fn scripts_without_blanks_stand_apart_from_their_neighbours() {
        assert_eq!(words("我的iPhone坏了"), ["我的", "iphone", "坏了"]);
    }

    #[test]
    fn nothing_but_signs_is_no_word() {
        assert!(words(" ?! … 👍 ").is_empty());
    }
}
