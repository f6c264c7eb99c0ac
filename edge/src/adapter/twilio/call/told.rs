//! What Twilio says of a call.

use super::super::form::Form;
use crate::phone;
use weft_shared::identity::Identifier;

/// What stands in place of a number that is withheld: the words on a dial's letters (anonymous, restricted, blocked,
/// unknown, unavailable).
const WITHHELD: [&str; 5] = ["+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"];

/// Who calls; none when the number is withheld, or is none.
#[must_use]
pub fn caller(form: &Form) -> Option<Identifier> {
    let from = form.get("From").filter(|from| !WITHHELD.contains(from))?;
    let plain = from.strip_prefix('+').is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    if plain { phone::provided(from).ok() } else { None }
}

/// What the network says of the caller's number (STIR/SHAKEN), as policies weigh it.
#[must_use]
pub fn attestation(form: &Form) -> &'static str {
    match form.get("StirVerstat").unwrap_or_default() {
        "TN-Validation-Passed-A" => "stir-a",
        "TN-Validation-Passed-B" => "stir-b",
        // Also what was passed on by somebody else: he vouches for the way, not for the number.
        passed if passed.starts_with("TN-Validation-Passed") => "stir-c",
        failed if failed.starts_with("TN-Validation-Failed") => "stir-failed",
        _ => "unattested",
    }
}

/// How a call ended, by Twilio's word for it; none while it goes on.
#[must_use]
pub fn outcome(word: &str) -> Option<&'static str> {
    Some(match word {
        // Whether somebody answered is known from elsewhere, and holds then.
        "completed" | "no-answer" | "canceled" => "missed",
        "busy" => "busy",
        "failed" => "failed",
        _ => return None,
    })
}

/// Whether the number that was dialled answered.
#[must_use]
pub fn was_answered(form: &Form) -> bool {
    matches!(form.get("DialCallStatus"), Some("completed" | "answered"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_withheld_number_is_nobody_s() {
        for from in [
            "+266696687",
            "+7378742833",
            "+2562533",
            "+8656696",
            "+86282452253",
            "anonymous",
            "Restricted",
            "",
            "sip:a@b.example",
            "client:ada",
            "+",
            "+12",
        ] {
            assert_eq!(caller(&Form::of(&[("From", from)])), None, "{from}");
        }
        assert_eq!(caller(&Form::default()), None);
        assert_eq!(caller(&Form::of(&[("From", "+447700900123")])).unwrap().value, "+447700900123");
    }

    #[test]
    fn the_network_s_word_is_weighed_by_its_kind() {
        for (word, expected) in [
            ("TN-Validation-Passed-A", "stir-a"),
            ("TN-Validation-Passed-B", "stir-b"),
            ("TN-Validation-Passed-C", "stir-c"),
            ("TN-Validation-Passed-A-Diverted", "stir-c"),
            ("TN-Validation-Passed", "stir-c"),
            ("TN-Validation-Failed-A", "stir-failed"),
            ("TN-Validation-Failed", "stir-failed"),
            ("No-TN-Validation", "unattested"),
            ("tn-validation-passed-a", "unattested"),
            ("", "unattested"),
        ] {
            assert_eq!(attestation(&Form::of(&[("StirVerstat", word)])), expected, "{word}");
        }
    }

    #[test]
    fn the_end_of_a_call_is_told_from_its_course() {
        for (word, expected) in [
            ("ringing", None),
            ("in-progress", None),
            ("queued", None),
            ("completed", Some("missed")),
            ("canceled", Some("missed")),
            ("no-answer", Some("missed")),
            ("busy", Some("busy")),
            ("failed", Some("failed")),
        ] {
            assert_eq!(outcome(word), expected, "{word}");
        }
    }
}
