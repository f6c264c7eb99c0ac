//! TwiML, read strictly: what Twilio would refuse (error 12100 and 12200) is refused here.

/// An element with what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: String,
    /// Its attributes.
    pub attributes: Vec<(String, String)>,
    /// All text in it, that of its children too.
    pub text: String,
    /// Elements in it.
    pub children: Vec<Element>,
}

impl Element {
    /// An attribute.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// An attribute that is a number.
    #[must_use]
    pub fn number(&self, name: &str, usual: u64) -> u64 {
        self.get(name).and_then(|text| text.parse().ok()).unwrap_or(usual)
    }

    /// Its text with blanks folded.
    #[must_use]
    pub fn words(&self) -> String {
        self.text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// Verbs that may stand in a response, with the attributes that they know.
const VERBS: [(&str, &[&str]); 10] = [
    ("Say", &["voice", "language", "loop"]),
    ("Play", &["loop", "digits"]),
    ("Pause", &["length"]),
    (
        "Gather",
        &[
            "input",
            "action",
            "method",
            "timeout",
            "finishOnKey",
            "numDigits",
            "actionOnEmptyResult",
            "language",
            "hints",
            "bargeIn",
            "speechTimeout",
        ],
    ),
    (
        "Dial",
        &[
            "action",
            "method",
            "timeout",
            "callerId",
            "record",
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
            "recordingStatusCallbackEvent",
            "answerOnBridge",
            "timeLimit",
            "hangupOnStar",
            "ringTone",
            "trim",
        ],
    ),
    (
        "Record",
        &[
            "action",
            "method",
            "timeout",
            "finishOnKey",
            "maxLength",
            "playBeep",
            "trim",
            "recordingStatusCallback",
            "recordingStatusCallbackMethod",
            "recordingStatusCallbackEvent",
            "transcribe",
            "transcribeCallback",
        ],
    ),
    ("Redirect", &["method"]),
    ("Reject", &["reason"]),
    ("Hangup", &[]),
    ("Message", &["to", "from", "action", "method"]),
];

/// The verbs of a response.
///
/// # Errors
/// What Twilio would say of it.
pub fn read(text: &str) -> Result<Vec<Element>, String> {
    let root = parse(text)?;
    if root.name != "Response" {
        return Err(format!("12100 Document parse failure: the root is {:?}, not \"Response\"", root.name));
    }
    for verb in &root.children {
        let known = VERBS.iter().find(|(name, _)| *name == verb.name);
        let Some((name, attributes)) = known else {
            return Err(format!("12200 Schema validation warning: there is no verb {:?}", verb.name));
        };
        if let Some((wrong, _)) = verb.attributes.iter().find(|(name, _)| !attributes.contains(&name.as_str())) {
            return Err(format!("12200 Schema validation warning: {name} has no attribute {wrong:?}"));
        }
    }
    Ok(root.children)
}

struct Reader<'a> {
    rest: &'a str,
}

fn parse(text: &str) -> Result<Element, String> {
    let mut reader = Reader { rest: text.trim_start_matches('\u{feff}') };
    reader.skip()?;
    let root = reader.element()?;
    reader.skip()?;
    if reader.rest.is_empty() { Ok(root) } else { Err(broken("something follows the root")) }
}

fn broken(why: &str) -> String {
    format!("12100 Document parse failure: {why}")
}

impl Reader<'_> {
    /// Blanks, declarations and comments.
    fn skip(&mut self) -> Result<(), String> {
        loop {
            self.rest = self.rest.trim_start();
            let end = if self.rest.starts_with("<?") {
                "?>"
            } else if self.rest.starts_with("<!--") {
                "-->"
            } else {
                return Ok(());
            };
            let at = self.rest.find(end).ok_or_else(|| broken("a declaration or comment has no end"))?;
            self.rest = &self.rest[at + end.len()..];
        }
    }

    fn name(&mut self) -> Result<String, String> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric() || "-_:.".contains(c))).unwrap_or(self.rest.len());
        if end == 0 {
            return Err(broken("a name is missing"));
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        Ok(name.to_owned())
    }

    fn expect(&mut self, sign: &str) -> Result<(), String> {
        self.rest = self.rest.strip_prefix(sign).ok_or_else(|| broken(&format!("{sign:?} is missing")))?;
        Ok(())
    }

    fn element(&mut self) -> Result<Element, String> {
        self.expect("<")?;
        let mut element = Element { name: self.name()?, ..Element::default() };
        loop {
            self.rest = self.rest.trim_start();
            if self.rest.starts_with("/>") {
                self.expect("/>")?;
                return Ok(element);
            }
            if self.rest.starts_with('>') {
                break;
            }
            let name = self.name()?;
            self.expect("=")?;
            let quote = if self.rest.starts_with('\'') { "'" } else { "\"" };
            self.expect(quote)?;
            let end = self.rest.find(quote).ok_or_else(|| broken("a value has no end"))?;
            let value = plain(&self.rest[..end])?;
            self.rest = &self.rest[end + 1..];
            element.attributes.push((name, value));
        }
        self.expect(">")?;
        loop {
            if self.rest.starts_with("</") {
                self.expect("</")?;
                let name = self.name()?;
                self.rest = self.rest.trim_start();
                self.expect(">")?;
                if name != element.name {
                    return Err(broken(&format!("{:?} is closed by {name:?}", element.name)));
                }
                return Ok(element);
            } else if self.rest.starts_with("<!--") {
                let end = self.rest.find("-->").ok_or_else(|| broken("a comment has no end"))?;
                self.rest = &self.rest[end + 3..];
            } else if self.rest.starts_with('<') {
                let child = self.element()?;
                element.text.push(' ');
                element.text.push_str(&child.text);
                element.text.push(' ');
                element.children.push(child);
            } else {
                let end = self.rest.find('<').ok_or_else(|| broken("an element has no end"))?;
                element.text.push_str(&plain(&self.rest[..end])?);
                self.rest = &self.rest[end..];
            }
        }
    }
}

/// Text with its entities read.
fn plain(text: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(';').ok_or_else(|| broken("& begins no entity"))?;
        let name = &rest[at + 1..at + end];
        let number = name.strip_prefix("#x").map_or_else(
            || name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
            |digits| u32::from_str_radix(digits, 16).ok(),
        );
        let sign = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => number.and_then(char::from_u32),
        };
        out.push(sign.ok_or_else(|| broken(&format!("there is no entity {name:?}")))?);
        rest = &rest[at + end + 1..];
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_come_with_attributes_text_and_what_is_in_them() {
        let verbs = read(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- hi --><Response>\n <Gather numDigits='1' action=\"/a?b=1&amp;c=2\"><Say>Tom &amp; Jane&#39;s <break time=\"1s\"/> shop</Say></Gather><Hangup/></Response>",
        )
        .unwrap();
        assert_eq!(verbs.len(), 2);
        assert_eq!(verbs[0].get("action"), Some("/a?b=1&c=2"));
        assert_eq!(verbs[0].children[0].words(), "Tom & Jane's shop");
        assert_eq!((verbs[1].name.as_str(), verbs[0].number("numDigits", 9)), ("Hangup", 1));
    }

    #[test]
    fn what_twilio_refuses_is_refused() {
        for bad in [
            "",
            "hello",
            "<Response>",
            "<Response><Say>a</Response>",
            "<Response><Say>Tom & Jane</Say></Response>",
            "<Response><Shout/></Response>",
            "<Response><Gather digits=\"1\"/></Response>",
            "<Say/>",
            "<Response/><Response/>",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(read("<Response/>"), Ok(vec![]));
    }
}
