//! Calls: what is known of one, and what can be done on it.

use super::{Phones, digits};
use crate::{
    carrier::{Outcome, now},
    harness::keys::random_hex,
};
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// A key of the pad, or what a person does with the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Key {
    /// Digits, `*` and `#`, one after the other.
    Press(String),
    /// Nothing is pressed and nothing said until the other side goes on.
    Wait,
    /// Something is said: it ends a recording, and is what its transcript says.
    Speak(String),
    /// The caller hangs up.
    HangUp,
}

/// What happens on a call from outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The caller does something.
    Caller(Key),
    /// The phone that rings is answered.
    Answer,
    /// It is not.
    Decline,
    /// Who answered hangs up.
    AgentHangsUp,
}

/// A line of what was heard on a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// When.
    pub at: i64,
    /// `voice` (the machine), `caller`, `agent`, or `note`.
    pub who: String,
    /// What.
    pub text: String,
}

/// Where a call is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The site does not answer yet.
    #[default]
    Ringing,
    /// The machine speaks.
    Speaking,
    /// The machine waits for keys.
    Keys,
    /// The machine records.
    Recording,
    /// Another phone rings.
    Dialing,
    /// Two people talk.
    Talking,
    /// It is over.
    Over,
}

/// The phone of a member of staff that rings, or rang.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// The provider's id of this leg.
    pub sid: String,
    /// Whose phone: its number.
    pub number: String,
    /// The number that its display shows.
    pub shows: String,
    /// `ringing`, `in-progress`, `completed`, `no-answer`, `busy`, `canceled`.
    pub status: String,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Its number here.
    pub id: u64,
    /// The provider's id.
    pub sid: String,
    /// The site that is called.
    pub site: String,
    /// Who calls.
    pub from: String,
    /// Which number is called.
    pub to: String,
    /// When it began.
    pub at: i64,
    /// When it ended.
    pub ended: Option<i64>,
    /// What the network says of the caller's number: `StirVerstat`.
    pub stir: Option<String>,
    /// Where it is.
    pub stage: Stage,
    /// What was heard.
    pub lines: Vec<Line>,
    /// Phones of staff that rang, the latest last.
    pub children: Vec<Child>,
    /// What the edge said to the last webhook.
    pub outcome: Option<Outcome>,
}

impl Call {
    /// Everything that the machine said so far.
    #[must_use]
    pub fn said(&self) -> String {
        let lines = self.lines.iter().filter(|line| line.who == "voice").map(|line| line.text.as_str());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// The spoken code that the machine read out, if it did: the first eight digits that stand one by one.
    #[must_use]
    pub fn spoken_code(&self) -> Option<String> {
        let said = self.said();
        let mut run = String::new();
        for part in said.split(|c: char| c.is_whitespace() || ".,;:!?".contains(c)).filter(|part| !part.is_empty()) {
            match digits_of(part) {
                Some(digits) => run.push_str(&digits),
                None => run.clear(),
            }
            if run.len() >= 8 {
                return Some(run[..8].to_owned());
            }
        }
        None
    }
}

/// A part of a spoken code: up to eight digits and nothing else, or a digit as a word.
fn digits_of(part: &str) -> Option<String> {
    const NAMES: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    let named = NAMES.iter().position(|name| part.eq_ignore_ascii_case(name)).map(|digit| digit.to_string());
    named.or_else(|| (part.len() <= 8 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.to_owned()))
}

impl Phones {
    /// Calls a site's number. None when it has none for calls.
    #[must_use]
    pub fn dial(&self, site: &str, from: &str, stir: Option<&str>) -> Option<Call> {
        let to = self.site(site)?.twilio?.voice?;
        let (input, inputs) = mpsc::unbounded_channel();
        let call = Call {
            id: self.next_id(),
            sid: format!("CA{}", random_hex(16)),
            site: site.to_owned(),
            from: from.to_owned(),
            to,
            at: now(),
            ended: None,
            stir: stir.map(str::to_owned),
            stage: Stage::Ringing,
            lines: Vec::new(),
            children: Vec::new(),
            outcome: None,
        };
        self.put_call(call.clone(), Some(input));
        tokio::spawn(super::runner::run(self.clone(), call.clone(), inputs));
        Some(call)
    }

    /// Adds a line to what was heard.
    pub fn hear(&self, call: u64, who: &str, text: &str) {
        let line = Line { at: now(), who: who.to_owned(), text: text.to_owned() };
        self.with_call(call, |call| call.lines.push(line));
    }

    /// The number in the form in which people find it again in lists.
    #[must_use]
    pub fn tidy_number(text: &str) -> Option<String> {
        let digits = digits(text);
        let digits = digits.strip_prefix("00").unwrap_or(&digits);
        (7..=15).contains(&digits.len()).then(|| format!("+{digits}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(texts: &[&str]) -> Option<String> {
        let line = |text: &&str| Line { at: 0, who: "voice".to_owned(), text: (*text).to_owned() };
        let lines = texts.iter().map(line).collect();
        let call = Call {
            id: 1,
            sid: String::new(),
            site: String::new(),
            from: String::new(),
            to: String::new(),
            at: 0,
            ended: None,
            stir: None,
            stage: Stage::Over,
            lines,
            children: Vec::new(),
            outcome: None,
        };
        call.spoken_code()
    }

    #[test]
    fn a_code_that_is_read_out_slowly_is_understood() {
        let code = Some("01234567".to_owned());
        assert_eq!(heard(&["Your code is", "0, 1, 2, 3, 4, 5, 6, 7.", "Once more: 0 1 2 3 4 5 6 7"]), code);
        assert_eq!(heard(&["Your code is 0", "1", "2", "3", "4", "5", "6", "7"]), code);
        assert_eq!(heard(&["zero one two three. four five six seven"]), code);
        assert_eq!(heard(&["Press 1 to get a link. Press 2 to continue with a code."]), None);
    }
}
