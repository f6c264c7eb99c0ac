//! How many SMS a text takes (3GPP TS 23.038): counted here by its own rules, to check what the edge says.

const BASIC: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED: &str = "\u{c}^{}\\[~]|€";

/// The number of messages.
#[must_use]
pub fn count(text: &str) -> usize {
    let septets = |c: char| match c {
        _ if BASIC.contains(c) => Some(1_usize),
        _ if EXTENDED.contains(c) => Some(2),
        _ => None,
    };
    let units: Option<Vec<usize>> = text.chars().map(septets).collect();
    let (units, one, many) = match units {
        Some(units) => (units, 160, 153),
        None => (text.chars().map(char::len_utf16).collect(), 70, 67),
    };
    if units.iter().sum::<usize>() <= one {
        return 1;
    }
    // A character is never torn between two messages.
    let (mut messages, mut room) = (1, many);
    for unit in units {
        if unit > room {
            messages += 1;
            room = many;
        }
        room -= unit;
    }
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_and_unicode_texts_are_counted_by_their_own_sizes() {
        assert_eq!((count(&"a".repeat(160)), count(&"a".repeat(161)), count(&"a".repeat(307))), (1, 2, 3));
        assert_eq!((count(&"ж".repeat(70)), count(&"ж".repeat(71)), count(&"ж".repeat(135))), (1, 2, 3));
        assert_eq!((count(&"€".repeat(80)), count(&"€".repeat(81))), (1, 2));
        // 67 units hold 33 of two units each: the last unit stays empty.
        assert_eq!(count(&"😀".repeat(67)), 3);
    }
}
