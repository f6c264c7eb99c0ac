//! Phone numbers in canonical form: E.164, as in `+447700900123`.
//!
//! Only the form is checked here, because it never changes. Which numbers a numbering plan has is known by the edge,
//! which reads what people and providers write.

use crate::identity::{Identifier, IdentifierKind};
use std::{fmt, str::FromStr};

/// The fewest digits, with the country's: the shortest numbers that can be dialled from abroad.
const FEWEST: usize = 6;
/// The most digits, with the country's (ITU-T E.164, section 6.2.1).
const MOST: usize = 15;

/// A phone number in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PhoneNumber(String);

/// Why a text is no phone number in canonical form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneError {
    /// It does not begin with `+`.
    NoPlus,
    /// Something other than the digits 0 to 9 follows.
    NotDigits,
    /// No country's code begins with 0.
    Zero,
    /// It has fewer digits than any number.
    TooShort,
    /// It has more digits than any number.
    TooLong,
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPlus => f.write_str("the number must begin with + and the country's code, as in +447700900123"),
            Self::NotDigits => f.write_str("only digits may follow the +"),
            Self::Zero => f.write_str("no country's code begins with 0"),
            Self::TooShort => write!(f, "a number has at least {FEWEST} digits"),
            Self::TooLong => write!(f, "a number has at most {MOST} digits"),
        }
    }
}

impl std::error::Error for PhoneError {}

impl PhoneNumber {
    /// Takes a number that is in canonical form already: nothing is mended.
    ///
    /// # Errors
    /// What keeps it from being one.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let digits = text.strip_prefix('+').ok_or(PhoneError::NoPlus)?;
        match digits.len() {
            _ if !digits.bytes().all(|b| b.is_ascii_digit()) => Err(PhoneError::NotDigits),
            _ if digits.starts_with('0') => Err(PhoneError::Zero),
            ..FEWEST => Err(PhoneError::TooShort),
            FEWEST..=MOST => Ok(Self(text.to_owned())),
            _ => Err(PhoneError::TooLong),
        }
    }

    /// The number, with its `+`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits alone, as some providers write a number.
    #[must_use]
    pub fn digits(&self) -> &str {
        self.0.strip_prefix('+').unwrap_or(&self.0)
    }

    /// The country's code (ITU-T E.164, annex to operational bulletin 1114): the first digit, two or three.
    #[must_use]
    pub fn calling_code(&self) -> &str {
        let digits = self.digits();
        let length = match digits.as_bytes() {
            [b'1' | b'7', ..] => 1,
            [b'2', b'0' | b'7', ..]
            | [b'3', b'0' | b'1' | b'2' | b'3' | b'4' | b'6' | b'9', ..]
            | [b'4', b'0' | b'1' | b'3'..=b'9', ..]
            | [b'5', b'1'..=b'8', ..]
            | [b'6', b'0'..=b'6', ..]
            | [b'8', b'1' | b'2' | b'4' | b'6', ..]
            | [b'9', b'0'..=b'5' | b'8', ..] => 2,
            _ => 3,
        };
        digits.get(..length).unwrap_or(digits)
    }

    /// The number as somebody may see it who knows the customer but not the number: `+44 •••• •••123`. The country's
    /// code and the last three digits show, and the length shows nothing.
    #[must_use]
    pub fn masked(&self) -> String {
        let code = self.calling_code();
        let last = self.0.get(self.0.len().saturating_sub(3)..).unwrap_or_default();
        format!("+{code} •••• •••{last}")
    }

    /// The number as an identifier of a customer.
    #[must_use]
    pub fn identifier(&self) -> Identifier {
        Identifier { kind: IdentifierKind::Phone, value: self.0.clone() }
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PhoneNumber {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_canonical_form_is_one() {
        for (text, expected) in [
            ("447700900123", PhoneError::NoPlus),
            ("", PhoneError::NoPlus),
            (" +447700900123", PhoneError::NoPlus),
            ("+44 7700 900123", PhoneError::NotDigits),
            ("+44770090012٣", PhoneError::NotDigits),
            ("++447700900123", PhoneError::NotDigits),
            ("+", PhoneError::TooShort),
            ("+12345", PhoneError::TooShort),
            ("+0447700900123", PhoneError::Zero),
            ("+1234567890123456", PhoneError::TooLong),
        ] {
            assert_eq!(PhoneNumber::parse(text), Err(expected), "{text}");
        }
        let number = PhoneNumber::parse("+447700900123").unwrap();
        assert_eq!((number.as_str(), number.digits()), ("+447700900123", "447700900123"));
        assert_eq!(number.identifier().value, "+447700900123");
    }

    #[test]
    fn a_masked_number_shows_its_country_and_three_digits() {
        for (number, masked) in [
            ("+447700900123", "+44 •••• •••123"),
            ("+12025550143", "+1 •••• •••143"),
            ("+35315550143", "+353 •••• •••143"),
            ("+6842733123", "+684 •••• •••123"),
            ("+2478892", "+247 •••• •••892"),
        ] {
            assert_eq!(PhoneNumber::parse(number).unwrap().masked(), masked);
        }
    }

    proptest! {
        #[test]
        fn what_is_taken_is_kept_as_it_is(text in "\\PC{0,20}|\\+[0-9]{1,17}") {
            if let Ok(number) = PhoneNumber::parse(&text) {
                prop_assert_eq!(number.as_str(), text.as_str());
                prop_assert!(number.digits().starts_with(number.calling_code()));
                prop_assert!((1..=3).contains(&number.calling_code().len()));
            }
        }
    }
}
