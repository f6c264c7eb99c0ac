//! Phone numbers as people and providers write them, brought to the one form in which they are stored (E.164).
//!
//! The numbering plans of the world are data that changes; they are here and not in the shared crate because no
//! browser needs them. What never changes, the form itself, is in [`weft_shared::address::phone`].

use rlibphonenumber::{
    ParseError, PhoneNumber as Dialled, PhoneNumberFormat, PhoneNumberUtil, Region, ValidationError,
};
use weft_shared::{address::phone::PhoneNumber, identity::Identifier};

/// Longer input is not looked at, in characters: the longest number with a space after each digit has room.
pub const LONGEST: usize = 64;

thread_local! {
    // Reading all plans takes a few milliseconds: once in an isolate.
    static PLANS: Option<PhoneNumberUtil> = PhoneNumberUtil::new().ok();
}

/// The number in canonical form. Without a country's code it is read as one of the region (ISO 3166-1, as in `GB`).
///
/// # Errors
/// What keeps it from being a number of somebody, in words for whoever typed it.
pub fn canonical(text: &str, region: &str) -> Result<Identifier, String> {
    if text.chars().take(LONGEST + 1).count() > LONGEST {
        return Err(format!("a phone number has at most {LONGEST} characters"));
    }
    let text = bare(text)?;
    let region = region.parse::<Region>().ok();
    PLANS.with(|plans| {
        let plans = plans.as_ref().ok_or("phone numbers cannot be read at the moment")?;
        let number = plans.parse(&text, region).map_err(|error| refusal(&error))?;
        if !number.extension().is_empty() {
            return Err(EXTENSION.to_owned());
        }
        check(plans, &number)?;
        PhoneNumber::parse(&plans.format(&number, PhoneNumberFormat::E164))
            .map(|number| number.identifier())
            .map_err(|error| error.to_string())
    })
}

/// A number that a provider gives us, with or without its `+`, in canonical form. Providers know more numbers than any
/// plan: one that the plans do not know is taken as it is, if it has the form of a number.
///
/// # Errors
/// What keeps it from being a number at all.
pub fn provided(text: &str) -> Result<Identifier, String> {
    let with_plus = if text.starts_with('+') { text.to_owned() } else { format!("+{text}") };
    let known = canonical(&with_plus, "").ok().or_else(|| canonical(&renumbered(&with_plus)?, "").ok());
    known.map_or_else(
        || PhoneNumber::parse(&with_plus).map(|number| number.identifier()).map_err(|error| error.to_string()),
        Ok,
    )
}

/// What a number is today that a provider still knows by its form of before: mobile numbers of Mexico lost a 1 after
/// the country's code (2019), those of Brazil gained a 9 after the area's (2012 to 2016). Otherwise the same customer
/// would be two, one by chat and one by text.
fn renumbered(number: &str) -> Option<String> {
    if let Some(rest) = number.strip_prefix("+521").filter(|rest| rest.len() == 10) {
        return Some(format!("+52{rest}"));
    }
    let rest = number.strip_prefix("+55").filter(|rest| rest.len() == 10)?;
    let (area, rest) = rest.split_at_checked(2)?;
    rest.starts_with(['6', '7', '8', '9']).then(|| format!("+55{area}9{rest}"))
}

const EXTENSION: &str = "an extension cannot be reached from here: write the number without it";
const NO_NUMBER: &str = "this is no phone number: write it as in +44 7700 900123";

/// What is left without `tel:` and without the marks that show nothing but come along when a number is copied.
fn bare(text: &str) -> Result<String, String> {
    let text = text.trim();
    let text = match text.get(..4) {
        Some(scheme) if scheme.eq_ignore_ascii_case("tel:") => text.get(4..).unwrap_or_default(),
        _ => text,
    };
    let unseen = |c: &char| !matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    let text: String = text.chars().filter(unseen).collect();
    let lower = text.to_lowercase();
    if text.trim().is_empty() {
        return Err("the phone number is empty".to_owned());
    }
    if ["ext", "x", "доб", ";", ","].iter().any(|mark| lower.contains(mark)) && lower.starts_with(numeric) {
        return Err(EXTENSION.to_owned());
    }
    match text.chars().find(|c| c.is_alphabetic() || matches!(c, '*' | '#' | '@')) {
        Some(c) => Err(format!("the character {c:?} does not belong in a phone number")),
        None => Ok(text),
    }
}

fn numeric(c: char) -> bool {
    c.is_numeric() || matches!(c, '+' | '\u{ff0b}' | '(')
}

/// Only numbers that the plans know: of a possible length, and of a kind.
fn check(plans: &PhoneNumberUtil, number: &Dialled) -> Result<(), String> {
    match plans.is_possible_number_with_reason(number) {
        Err(ValidationError::TooShort) => return Err("the number is too short".to_owned()),
        Err(ValidationError::TooLong) => return Err("the number is too long".to_owned()),
        Err(ValidationError::InvalidCountryCode) => return Err(NO_COUNTRY.to_owned()),
        Err(ValidationError::InvalidLength) => return Err("the number has too few or too many digits".to_owned()),
        Ok(_) => {}
    }
    if plans.is_valid_number(number) || for_examples(number) {
        Ok(())
    } else {
        Err("there is no such phone number: is a digit missing or wrong?".to_owned())
    }
}

/// Mobile numbers of the United Kingdom that Ofcom keeps free for examples, 07700 900000 to 900999: no plan has them,
/// they reach nobody, and every example and demonstration uses them.
fn for_examples(number: &Dialled) -> bool {
    number.country_code == 44 && number.national_number / 1_000 == 7_700_900
}

const NO_COUNTRY: &str = "the number must begin with + and a country's code, as in +44 7700 900123";

fn refusal(error: &ParseError) -> String {
    match error {
        ParseError::InvalidCountryCode => NO_COUNTRY,
        ParseError::NotANumber(_) => NO_NUMBER,
        ParseError::TooShortAfterIdd | ParseError::TooShortNsn => "the number is too short",
        ParseError::TooLongNsn => "the number is too long",
    }
    .to_owned()
}

#[cfg(test)]
mod tests;
