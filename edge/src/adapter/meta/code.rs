//! Meta's error codes, in words for agents. What is not here is told by Meta's own.

/// What a code means; none for one that agents need not tell from others.
#[must_use]
pub const fn words(code: i64) -> Option<&'static str> {
    Some(match code {
        0 | 190 => "The token for Meta does not work any more: whoever runs this has to renew it.",
        3 | 10 | 200..=299 | 131_005 => "The token for Meta lacks a permission: whoever runs this has to grant it.",
        33 | 131_009 | 131_008 | 100 => "WhatsApp did not understand the message.",
        368 | 131_031 => "The site's account at WhatsApp is blocked or restricted.",
        130_472 => "WhatsApp left this customer out, because of an experiment of its own.",
        130_497 => "The site may not write to customers in that country on WhatsApp.",
        131_021 => "The number is the site's own.",
        131_026 => "The number has no WhatsApp, or one that cannot get this message.",
        131_030 => "The number is not on the list of numbers that the test account may write to.",
        131_037 => "The site's name at WhatsApp is not approved yet.",
        131_042 => "WhatsApp cannot be paid: whoever runs this has to look at the account's payment.",
        131_045 | 133_010 => "The site's number is not registered at WhatsApp.",
        131_047 => "More than 24 hours since the customer's last message: WhatsApp takes approved templates only.",
        131_048 | 131_049 => "WhatsApp holds messages back, because customers found too many of them unwanted.",
        131_050 => "The customer wants no advertising of this site on WhatsApp.",
        131_051 => "WhatsApp does not know this kind of message.",
        131_052 | 131_053 => "The file could not be handed over.",
        132_000 | 132_012 => "The template was given too many, too few or wrong values.",
        132_001 => "WhatsApp has no template of this name in this language, or has not approved it.",
        132_005 => "The template with its values is too long.",
        132_007 => "The template breaks a rule of WhatsApp.",
        132_015 | 132_016 => "WhatsApp has paused or switched off the template.",
        1 | 2 | 131_000 | 131_016 | 133_004 | 133_005 | 131_057 => "WhatsApp does not work at the moment.",
        4 | 17 | 32 | 613 | 80_007 | 130_429 | 131_056 | 133_016 => "Too many messages at once.",
        _ => return None,
    })
}

/// Whether trying again later may help: limits, trouble of Meta's, and what the operator can mend in the meantime.
#[must_use]
pub const fn passes(code: i64) -> bool {
    matches!(
        code,
        0..=4 | 10 | 17 | 32 | 190 | 200..=299 | 613 | 80_007 | 130_429
            | 131_000 | 131_005 | 131_016 | 131_042 | 131_048 | 131_056 | 131_057 | 133_004 | 133_005 | 133_016
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::provider::without_numbers;

    #[test]
    fn common_codes_have_words_and_their_nature() {
        for (code, passing) in [
            (131_047, false),
            (131_026, false),
            (131_030, false),
            (132_001, false),
            (130_429, true),
            (80_007, true),
            (190, true),
            (131_000, true),
            (4, true),
        ] {
            assert!(words(code).is_some_and(|words| words.ends_with('.')), "{code}");
            assert_eq!(passes(code), passing, "{code}");
        }
        assert_eq!(words(999_999), None);
        assert!(!passes(999_999));
    }

    #[test]
    fn no_number_stays_in_metas_words() {
        assert_eq!(
            without_numbers("(#131030) Recipient phone number 447700900123 not in allowed list https://x.example/y"),
            "Recipient phone number not in allowed list"
        );
        assert_eq!(without_numbers("Cannot reach +44 7700 900 123"), "Cannot reach");
    }
}
