//! TwiML: what Twilio is told to do with a call, as XML. Every text and attribute is escaped here, and nowhere else.

use std::fmt::Write as _;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Say a text.
    Say(String),
    /// Say nothing for so many seconds.
    Pause(u8),
    /// Say texts, wait for one key, which may come while they are said, and ask what to do then; also when no key comes.
    Ask {
        /// What is said.
        prompts: Vec<String>,
        /// Who is asked.
        then: String,
    },
    /// Call a number and put both through.
    Dial {
        /// The number (E.164).
        number: String,
        /// The number that it shows; none: the caller's.
        shown: Option<String>,
        /// Who is asked when that call ended.
        then: String,
        /// With it, both are recorded, and this is told of the recording.
        recorded: Option<String>,
    },
    /// Let the caller leave a message.
    Record {
        /// Who is asked afterwards.
        then: String,
        /// Who is told of the recording.
        recorded: String,
        /// Who is told what a machine heard.
        transcribed: String,
    },
    /// End the call.
    Hangup,
}

/// How long one rings before nobody is there, in seconds.
const RINGING: u8 = 25;
/// How long one may speak after the tone, in seconds: longer ones are not transcribed.
const LONGEST_MESSAGE: u8 = 120;
/// How long a key is waited for, in seconds.
const PATIENCE: u8 = 6;

/// Writes a document. `language` is that of the texts, as in `en` or `en-GB`.
#[must_use]
pub fn write(verbs: &[Verb], language: &str) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>");
    for verb in verbs {
        verb.write(&mut xml, language);
    }
    xml.push_str("</Response>");
    xml
}

impl Verb {
    fn write(&self, xml: &mut String, language: &str) {
        match self {
            Self::Say(text) => say(xml, text, language),
            Self::Pause(seconds) => {
                let _ = write!(xml, "<Pause length=\"{seconds}\"/>");
            }
            Self::Ask { prompts, then } => {
                let _ = write!(
                    xml,
                    "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"{PATIENCE}\" actionOnEmptyResult=\"true\""
                );
                asking(xml, then);
                xml.push('>');
                for prompt in prompts {
                    say(xml, prompt, language);
                }
                xml.push_str("</Gather>");
            }
            Self::Dial { number, shown, then, recorded } => {
                let _ = write!(xml, "<Dial timeout=\"{RINGING}\"");
                if let Some(shown) = shown {
                    attribute(xml, "callerId", shown);
                }
                if let Some(recorded) = recorded {
                    attribute(xml, "record", "record-from-answer");
                    callback(xml, "recordingStatusCallback", recorded);
                }
                asking(xml, then);
                xml.push_str("><Number>");
                text(xml, number);
                xml.push_str("</Number></Dial>");
            }
            Self::Record { then, recorded, transcribed } => {
                let _ = write!(xml, "<Record maxLength=\"{LONGEST_MESSAGE}\" playBeep=\"true\" transcribe=\"true\"");
                attribute(xml, "transcribeCallback", transcribed);
                callback(xml, "recordingStatusCallback", recorded);
                asking(xml, then);
                xml.push_str("/>");
            }
            Self::Hangup => xml.push_str("<Hangup/>"),
        }
    }
}

fn say(xml: &mut String, words: &str, language: &str) {
    xml.push_str("<Say");
    attribute(xml, "language", language);
    xml.push('>');
    text(xml, words);
    xml.push_str("</Say>");
}

fn asking(xml: &mut String, url: &str) {
    attribute(xml, "action", url);
    attribute(xml, "method", "POST");
}

fn callback(xml: &mut String, name: &str, url: &str) {
    attribute(xml, name, url);
    attribute(xml, &format!("{name}Method"), "POST");
    attribute(xml, &format!("{name}Event"), "completed");
}

fn attribute(xml: &mut String, name: &str, value: &str) {
    let _ = write!(xml, " {name}=\"");
    text(xml, value);
    xml.push('"');
}

/// Text between tags or in quotes. What XML 1.0 has no place for is left out.
fn text(xml: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            '\'' => xml.push_str("&apos;"),
            '\t' | '\n' | '\r' => xml.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => xml.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn verbs_are_written_as_twilio_reads_them() {
        let url = |step: &str| format!("https://chat.shop.example/v1/{step}?a=b&c=d#rc=2");
        for (verb, xml) in [
            (Verb::Say("Welcome.".to_owned()), "<Say language=\"en\">Welcome.</Say>".to_owned()),
            (Verb::Pause(1), "<Pause length=\"1\"/>".to_owned()),
            (Verb::Hangup, "<Hangup/>".to_owned()),
            (
                Verb::Ask { prompts: vec!["Press 1.".to_owned()], then: url("menu") },
                "<Gather input=\"dtmf\" numDigits=\"1\" timeout=\"6\" actionOnEmptyResult=\"true\" \
                 action=\"https://chat.shop.example/v1/menu?a=b&amp;c=d#rc=2\" method=\"POST\">\
                 <Say language=\"en\">Press 1.</Say></Gather>"
                    .to_owned(),
            ),
            (
                Verb::Dial {
                    number: "+442079460123".to_owned(),
                    shown: None,
                    then: url("dialled"),
                    recorded: None,
                },
                "<Dial timeout=\"25\" action=\"https://chat.shop.example/v1/dialled?a=b&amp;c=d#rc=2\" method=\"POST\">\
                 <Number>+442079460123</Number></Dial>"
                    .to_owned(),
            ),
            (
                Verb::Dial {
                    number: "+442079460123".to_owned(),
                    shown: Some("+442079460199".to_owned()),
                    then: "d".to_owned(),
                    recorded: Some("r".to_owned()),
                },
                "<Dial timeout=\"25\" callerId=\"+442079460199\" record=\"record-from-answer\" \
                 recordingStatusCallback=\"r\" recordingStatusCallbackMethod=\"POST\" \
                 recordingStatusCallbackEvent=\"completed\" action=\"d\" method=\"POST\">\
                 <Number>+442079460123</Number></Dial>"
                    .to_owned(),
            ),
            (
                Verb::Record { then: "v".to_owned(), recorded: "r".to_owned(), transcribed: "t".to_owned() },
                "<Record maxLength=\"120\" playBeep=\"true\" transcribe=\"true\" transcribeCallback=\"t\" \
                 recordingStatusCallback=\"r\" recordingStatusCallbackMethod=\"POST\" \
                 recordingStatusCallbackEvent=\"completed\" action=\"v\" method=\"POST\"/>"
                    .to_owned(),
            ),
        ] {
            let whole = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response>{xml}</Response>");
            assert_eq!(write(std::slice::from_ref(&verb), "en"), whole);
        }
        assert_eq!(write(&[], "en"), "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>");
    }

    #[test]
    fn a_hostile_text_stays_a_text() {
        for hostile in [
            "</Say><Dial>+15005550006</Dial><Say>",
            "]]><!-- --><?x?><!DOCTYPE a [<!ENTITY b \"c\">]>&b;",
            "\" action=\"https://evil.example/\" x='",
            "a\u{0}b\u{b}c\u{1b}\u{ffff}",
        ] {
            let verbs = [
                Verb::Say(hostile.to_owned()),
                Verb::Ask { prompts: vec![hostile.to_owned()], then: hostile.to_owned() },
                Verb::Dial {
                    number: hostile.to_owned(),
                    shown: Some(hostile.to_owned()),
                    then: hostile.to_owned(),
                    recorded: Some(hostile.to_owned()),
                },
            ];
            let xml = write(&verbs, hostile);
            // As many tags as the verbs have, and no more quotes than their attributes.
            assert_eq!(xml.matches('<').count(), 1 + 2 + 2 + 4 + 4, "{xml}");
            assert_eq!(xml.matches('>').count(), xml.matches('<').count(), "{xml}");
            assert!(!xml.contains(['\'', '\u{0}', '\u{b}', '\u{1b}', '\u{ffff}']), "{xml}");
        }
    }

    proptest! {
        #[test]
        fn no_text_changes_the_tags(text in ".{0,200}") {
            let xml = write(&[Verb::Say(text)], "en");
            prop_assert_eq!(xml.matches('<').count(), 5);
            prop_assert_eq!(xml.matches('"').count(), 6);
        }
    }
}
