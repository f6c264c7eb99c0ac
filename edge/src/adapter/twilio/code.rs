//! Twilio's error codes, in words for agents. What is not here is told by Twilio's own.

/// The recipient has replied STOP to this number: Twilio itself takes nothing for them any more.
pub const UNSUBSCRIBED: i64 = 21_610;

/// What a code means; none for one that agents need not tell from others.
#[must_use]
pub const fn words(code: i64) -> Option<&'static str> {
    Some(match code {
        21_211 | 21_614 => "This is no number that can get such messages.",
        21_408 => "The account may not send to that country.",
        UNSUBSCRIBED => "The customer has replied STOP: nothing goes to this number until they reply START.",
        21_617 => "The message is longer than 1,600 characters.",
        30_002 => "The account at Twilio is suspended.",
        30_003 => "The phone cannot be reached: it is switched off, or has no network.",
        30_004 => "The message is blocked: by the customer, or because the phone takes none.",
        30_005 => "The number is unknown, or no longer in use.",
        30_006 => "This is a landline, or a network that carries no texts.",
        30_007 => "The mobile network filtered the message out as unwanted.",
        30_008 => "It failed for a reason that the mobile network did not give.",
        30_032 => "The toll-free number is not verified yet.",
        30_034 => "The number is not registered for texts to the United States (A2P 10DLC).",
        63_003 => "The number has no WhatsApp.",
        63_007 => "The site's WhatsApp number is not set up at Twilio.",
        63_013 => "WhatsApp refused it: it breaks one of its rules.",
        63_015 => "The number has not joined the sandbox.",
        63_016 => "More than 24 hours since the customer's last message: WhatsApp takes approved templates only.",
        63_018 => "Too many messages at once: WhatsApp refused it.",
        63_024 => "This is no number that WhatsApp can deliver to.",
        63_028 => "The template was given too many or too few values.",
        63_032 => "WhatsApp does not deliver this message to this customer at the moment.",
        63_040 => "WhatsApp rejected the template.",
        63_041 => "WhatsApp has paused the template.",
        63_042 => "WhatsApp has switched the template off.",
        63_049 => "WhatsApp chose not to deliver this marketing message.",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapter::provider::without_numbers;

    #[test]
    fn common_codes_have_words() {
        for code in [30_003, 30_005, 30_006, 30_007, 30_008, 21_610, 63_016, 63_032] {
            assert!(words(code).is_some_and(|words| words.ends_with('.')), "{code}");
        }
        assert_eq!(words(0), None);
    }

    #[test]
    fn no_number_stays_in_twilio_s_words() {
        assert_eq!(
            without_numbers(
                "The 'To' number +447700900123 is not valid, see https://twilio.com/x or a@b.example (code 21211)"
            ),
            "The 'To' number is not valid, see or (code"
        );
        for number in ["+44 7700 900 123", "(415) 555-0100", "06 12 34 56 78"] {
            assert_eq!(without_numbers(&format!("Cannot reach {number} now")).matches(char::is_numeric).count(), 0);
        }
    }
}
