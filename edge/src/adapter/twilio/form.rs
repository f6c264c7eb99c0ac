//! Bodies of type `application/x-www-form-urlencoded`, in and out.

use std::fmt::Write as _;

/// Parameters that one form may have: Twilio's largest have about a hundred.
const MOST: usize = 400;

/// The parameters of a form, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a body; `None` when it is not UTF-8 or has too many parameters.
    #[must_use]
    pub fn parse(body: &[u8]) -> Option<Self> {
        let pairs = body.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty());
        let mut form = Vec::new();
        for pair in pairs {
            if form.len() == MOST {
                return None;
            }
            let mut halves = pair.splitn(2, |byte| *byte == b'=');
            let name = decoded(halves.next().unwrap_or_default())?;
            form.push((name, decoded(halves.next().unwrap_or_default())?));
        }
        Some(Self(form))
    }

    /// These parameters.
    #[cfg(test)]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    /// All of them.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The first value of a parameter, unless it is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs().find(|(known, _)| *known == name).map(|(_, value)| value).filter(|value| !value.is_empty())
    }

    /// A parameter as a string identifier of Twilio's: two letters and 32 hexadecimal digits.
    #[must_use]
    pub fn sid(&self, name: &str) -> Option<&str> {
        self.get(name).filter(|sid| is_sid(sid))
    }

    /// A parameter as a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}

/// Whether this is a string identifier of Twilio's.
#[must_use]
pub fn is_sid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 34
        && bytes.iter().take(2).all(u8::is_ascii_uppercase)
        && bytes.iter().skip(2).all(u8::is_ascii_hexdigit)
}

fn decoded(text: &[u8]) -> Option<String> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (mut bytes, mut rest) = (Vec::with_capacity(text.len()), text);
    while let Some((first, left)) = rest.split_first() {
        rest = left;
        match (first, digit(left.first()), digit(left.get(1))) {
            (b'+', ..) => bytes.push(b' '),
            (b'%', Some(high), Some(low)) => {
                bytes.push(high << 4 | low);
                rest = left.get(2..).unwrap_or_default();
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

/// Writes a form.
#[must_use]
pub fn encode(pairs: &[(&str, String)]) -> String {
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    pairs.join("&")
}

/// Text as part of a form or of a query.
#[must_use]
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_reads_back(name in ".{1,20}", value in ".{0,200}") {
            let form = Form::parse(encode(&[(&name, value.clone())]).as_bytes()).unwrap();
            prop_assert_eq!(form.pairs().collect::<Vec<_>>(), [(name.as_str(), value.as_str())]);
        }

        #[test]
        fn no_body_breaks_reading(body: Vec<u8>) {
            let _ = Form::parse(&body);
        }
    }

    #[test]
    fn forms_are_read_as_twilio_writes_them() {
        let form =
            Form::parse(b"Body=Gr%C3%BC%C3%9Fe+%26+more&From=%2B447700900123&Empty=&NoValue&A=1&A=2&p=100%").unwrap();
        assert_eq!(form.get("Body"), Some("Grüße & more"));
        assert_eq!(form.get("From"), Some("+447700900123"));
        assert_eq!((form.get("Empty"), form.get("NoValue"), form.get("p")), (None, None, Some("100%")));
        assert_eq!(form.pairs().filter(|(name, _)| *name == "A").count(), 2);
        assert_eq!(Form::parse(b"a=%ff"), None);
        assert_eq!(Form::parse("a=b&".repeat(MOST + 1).as_bytes()), None);
    }

    #[test]
    fn a_sid_has_one_form() {
        assert!(is_sid(&format!("SM{}", "0a".repeat(16))));
        for bad in ["", "SM", "SM/../x", &format!("SM{}", "0g".repeat(16)), &format!("sm{}", "0a".repeat(16))] {
            assert!(!is_sid(bad), "{bad}");
        }
    }
}
