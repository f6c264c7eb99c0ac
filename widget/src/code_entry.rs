//! "Confirm it's you": the code's way from asking for it to being right, as a state machine.

use weft_shared::{
    time::{MINUTE, SECOND, Timestamp},
    wire::{
        customer::{Challenge, CodeSent},
        problem::{Problem, ProblemKind},
    },
};

/// Where the proof stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// It can be asked for.
    #[default]
    Offered,
    /// It is being asked for.
    Asking,
    /// It was sent and is awaited.
    Typing,
    /// What was typed is being checked.
    Checking,
}

/// What went wrong last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Not the code that was sent.
    Wrong,
    /// No longer valid.
    Expired,
    /// Too many tries or codes; from when on it makes sense again.
    TooMany(Timestamp),
    /// The edge could not be reached.
    Offline,
    /// The code could not be sent or checked.
    Failed,
}

/// The proof by code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeEntry {
    /// Where it stands.
    pub stage: Stage,
    /// What went wrong last.
    pub trouble: Option<Trouble>,
    /// The digits typed so far.
    pub typed: String,
    /// How many there are to be.
    pub digits: usize,
    /// Where the code went.
    pub sent_to: Option<Challenge>,
    resend_at: Timestamp,
}

impl CodeEntry {
    /// The person asks for a code.
    pub fn ask(&mut self) {
        self.stage = Stage::Asking;
        self.trouble = None;
    }

    /// It was sent.
    pub fn sent(&mut self, sent: CodeSent, now: Timestamp) {
        *self = Self {
            stage: Stage::Typing,
            trouble: None,
            typed: String::new(),
            digits: usize::from(sent.digits.clamp(4, 12)),
            resend_at: now.plus(i64::try_from(sent.resend_after_ms).unwrap_or(MINUTE)),
            sent_to: Some(sent.challenge),
        };
    }

    /// The field holds this now, typed or pasted: only its digits count. True when the code is complete and new.
    pub fn type_in(&mut self, text: &str) -> bool {
        let digits: String = text.chars().filter_map(ascii_digit).take(self.digits).collect();
        let fresh = digits != self.typed;
        self.typed = digits;
        if fresh {
            self.trouble = None;
        }
        fresh && self.is_complete()
    }

    /// Whether it can be checked.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.digits > 0 && self.typed.len() == self.digits
    }

    /// It is being checked.
    pub fn check(&mut self) {
        self.stage = Stage::Checking;
    }

    /// The edge refused to send or to accept it.
    pub fn refused(&mut self, problem: &Problem, now: Timestamp) {
        let checking = self.stage == Stage::Checking;
        let trouble = if problem.is(ProblemKind::CodeWrong) {
            Trouble::Wrong
        } else if problem.is(ProblemKind::CodeExpired) {
            Trouble::Expired
        } else if problem.is(ProblemKind::TooMany) {
            let wait = problem.retry_after_ms.and_then(|ms| i64::try_from(ms).ok()).unwrap_or(MINUTE);
            Trouble::TooMany(now.plus(wait))
        } else {
            Trouble::Failed
        };
        self.back(checking, trouble);
    }

    /// The edge could not be reached.
    pub fn unreachable(&mut self) {
        self.back(self.stage == Stage::Checking, Trouble::Offline);
    }

    /// Seconds until another code may be asked for; 0 when it may.
    #[must_use]
    pub fn resend_in(&self, now: Timestamp) -> i64 {
        let at = match self.trouble {
            Some(Trouble::TooMany(at)) => at.max(self.resend_at),
            // An expired code cannot be saved by waiting for anything.
            Some(Trouble::Expired) => now,
            _ => self.resend_at,
        };
        at.since(now).saturating_add(SECOND - 1).max(0) / SECOND
    }

    /// Whether the code that was sent can still be tried.
    #[must_use]
    pub fn can_try(&self) -> bool {
        self.stage == Stage::Typing && !matches!(self.trouble, Some(Trouble::Expired | Trouble::TooMany(_)))
    }

    fn back(&mut self, checking: bool, trouble: Trouble) {
        self.stage = if checking || self.sent_to.is_some() { Stage::Typing } else { Stage::Offered };
        if trouble != Trouble::Offline {
            self.typed.clear();
        }
        self.trouble = Some(trouble);
    }
}

/// A decimal digit of any of the scripts whose keyboards are common, as ASCII.
fn ascii_digit(c: char) -> Option<char> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    char::from_digit(u32::from(c).checked_sub(u32::from(zero))?, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn typing() -> CodeEntry {
        let challenge =
            Challenge { channel: "letter".parse().unwrap(), masked: "j•••@e••••.com".to_owned() };
        let mut entry = CodeEntry::default();
        entry.ask();
        entry.sent(CodeSent { challenge, resend_after_ms: 30_000, valid_ms: 600_000, digits: 6 }, NOW);
        entry
    }

    fn refuse(kind: ProblemKind) -> CodeEntry {
        let mut entry = typing();
        entry.type_in("123456");
        entry.check();
        entry.refused(&Problem::new(kind).retry_after(90_000), NOW);
        entry
    }

    #[test]
    fn a_pasted_code_counts_with_whatever_surrounds_it() {
        for text in ["123456", " 123 456\n", "code: 123-456.", "١٢٣٤٥٦", "１２３４５６", "1234567"] {
            let mut entry = typing();
            assert!(entry.type_in(text), "{text}");
            assert_eq!(entry.typed, "123456");
        }
    }

    #[test]
    fn an_unchanged_or_incomplete_code_is_not_checked_by_itself() {
        let mut entry = typing();
        assert!(!entry.type_in("12345"));
        assert!(entry.type_in("123456"));
        assert!(!entry.type_in("123456 "));
    }

    #[test]
    fn a_wrong_code_can_be_typed_again() {
        let entry = refuse(ProblemKind::CodeWrong);
        assert_eq!((entry.stage, entry.trouble), (Stage::Typing, Some(Trouble::Wrong)));
        assert!(entry.typed.is_empty() && entry.can_try());
    }

    #[test]
    fn an_expired_code_asks_for_a_new_one_at_once() {
        let entry = refuse(ProblemKind::CodeExpired);
        assert!(!entry.can_try());
        assert_eq!(entry.resend_in(NOW), 0);
    }

    #[test]
    fn too_many_tries_say_when_it_makes_sense_again() {
        let entry = refuse(ProblemKind::TooMany);
        assert!(!entry.can_try());
        assert_eq!(entry.resend_in(NOW), 90);
    }

    #[test]
    fn the_countdown_for_another_code_ends() {
        let entry = typing();
        assert_eq!(entry.resend_in(NOW), 30);
        assert_eq!(entry.resend_in(NOW.plus(29_001)), 1);
        assert_eq!(entry.resend_in(NOW.plus(31_000)), 0);
    }

    #[test]
    fn losing_the_network_keeps_what_was_typed() {
        let mut entry = typing();
        entry.type_in("123456");
        entry.check();
        entry.unreachable();
        assert_eq!((entry.typed.as_str(), entry.stage), ("123456", Stage::Typing));
    }
}
