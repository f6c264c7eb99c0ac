//! How well a name fits what somebody types to find it.

/// How well `name` fits `typed`: the letters must occur in their order. Higher is better; none: it does not fit.
#[must_use]
pub fn fit(name: &str, typed: &str) -> Option<i32> {
    let mut score = 0;
    // The place after the last letter that was found, and whether what stands before a place begins a word.
    let mut next_to_last = None;
    let mut letters = name.chars().flat_map(char::to_lowercase).enumerate();
    let mut before = ' ';
    for wanted in typed.chars().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()) {
        loop {
            let (place, letter) = letters.next()?;
            let begins_word = !before.is_alphanumeric();
            before = letter;
            if letter == wanted {
                score += 1 + if begins_word { 6 } else { 0 } + if next_to_last == Some(place) { 4 } else { 0 };
                next_to_last = Some(place + 1);
                break;
            }
        }
    }
    // Of two that fit alike the shorter one is meant.
    Some(score * 100 - i32::try_from(name.chars().count().min(99)).unwrap_or(99))
}

/// The places of the names that fit, the best first; those that fit alike keep their order. At most `most`.
#[must_use]
pub fn best<'a>(names: impl Iterator<Item = &'a str>, typed: &str, most: usize) -> Vec<usize> {
    let mut found: Vec<(i32, usize)> = if typed.trim().is_empty() {
        names.enumerate().map(|(place, _)| (0, place)).take(most).collect()
    } else {
        names.enumerate().filter_map(|(place, name)| Some((fit(name, typed)?, place))).collect()
    };
    crate::order::by_key(&mut found, |(score, place)| (std::cmp::Reverse(*score), *place));
    found.into_iter().take(most).map(|(_, place)| place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 6] =
        ["Hand off", "Close", "Go to closed", "Go to overdue", "Take", "Jörg Østergård · My parcel is late"];

    fn first(typed: &str) -> Option<&'static str> {
        best(NAMES.into_iter(), typed, 3).first().map(|place| NAMES[*place])
    }

    #[test]
    fn what_is_typed_finds_what_is_meant() {
        for (typed, name) in [
            ("ho", "Hand off"),
            ("hand", "Hand off"),
            ("close", "Close"),
            ("gtc", "Go to closed"),
            ("GO OVER", "Go to overdue"),
            ("østerg", NAMES[5]),
            ("jör parc", NAMES[5]),
        ] {
            assert_eq!(first(typed), Some(name), "{typed}");
        }
    }

    #[test]
    fn letters_in_another_order_do_not_fit() {
        assert_eq!(first("xyz"), None);
        assert_eq!(fit("Take", "ekat"), None);
        assert_eq!(fit("", "a"), None);
    }

    #[test]
    fn without_a_word_everything_stays_in_its_order() {
        assert_eq!(best(NAMES.into_iter(), " ", 4), [0, 1, 2, 3]);
    }
}
