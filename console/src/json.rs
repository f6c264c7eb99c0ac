//! Reading JSON, all of it one way.
//!
//! Types with a tag inside (frames, entries) are read from what was taken in already, others straight from the text. A
//! type that occurs in both would be compiled twice over, and most do. So everything is read as though it had a tag.

use serde::{Deserialize, de::DeserializeOwned};

#[derive(Deserialize)]
#[serde(tag = "~")]
enum Tagged<T> {
    #[serde(rename = "~")]
    It(T),
}

/// What an object or an array says; none where it makes no sense.
#[must_use]
pub fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(&tagged(text)?).ok().map(|Tagged::It(it)| it)
}

/// The same text with the tag before everything else in it.
fn tagged(text: &str) -> Option<String> {
    let text = text.trim_start();
    let (begin, rest) = match text.strip_prefix('{') {
        Some(rest) => (r#"{"~":"~""#, rest),
        None => (r#"["~""#, text.strip_prefix('[')?),
    };
    let comma = if rest.trim_start().starts_with(['}', ']']) { "" } else { "," };
    Some([begin, comma, rest].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;
    use weft_shared::{
        channel::Channel,
        time::Timestamp,
        wire::agent::{FromDesk, Wish},
    };

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Plain {
        at: Timestamp,
        below: i64,
        part: f32,
        name: Option<String>,
        channels: Vec<(Channel, u64)>,
        wish: Option<Wish>,
        known: BTreeMap<String, bool>,
    }

    #[test]
    fn it_reads_what_the_library_reads() {
        for text in [
            "{}",
            " { } ",
            r#"{"at":5,"below":-7,"part":1,"name":null,"channels":[["pigeon",3]],"wish":{"do":"take"},"known":{"a":true}}"#,
            "\n{\"name\":\"\\u00e4 \\\"~\\\" {[\",\"later\":[1,{\"x\":2.5}]}",
        ] {
            assert_eq!(read::<Plain>(text).unwrap(), serde_json::from_str(text).unwrap(), "{text}");
        }
        assert_eq!(read::<Vec<u8>>("[]"), Some(vec![]));
        assert_eq!(read::<Vec<u8>>(" [ 1,2]"), Some(vec![1, 2]));
        assert_eq!(read::<Wish>(r#"{"do":"close"}"#), Some(Wish::Close));
    }

    #[test]
    fn what_makes_no_sense_is_nothing() {
        for text in ["", "7", "null", "{", "{]", "[1", "{}x", r#"{"at":"noon"}"#, r#"{"name":1}"#] {
            assert_eq!(read::<Plain>(text), None, "{text}");
        }
        assert!(read::<FromDesk>(r#"{"frame":"of tomorrow"}"#).is_none());
        assert!(read::<Wish>("{}").is_none());
    }
}
