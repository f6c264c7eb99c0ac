//! Spoken codes of a whole site: what each points to, and who may still use it. A state machine without a clock.
//!
//! A code proves nothing; it points, as a link does. Only keyed hashes of codes are kept. Unknown, old, used and wrong
//! codes are one: whoever types a code learns whether it works, and nothing else.

use super::{digest, keep, until_free};
use crate::{
    id::{ConversationId, TokenId},
    policy::SpokenPolicy,
    time::{HOUR, Timestamp},
};
use serde::{Deserialize, Serialize};
use subtle::{Choice, ConstantTimeEq};

/// What separates these codes from all others under the site's key.
const PURPOSE: &str = "spoken";

/// Where a code leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// The conversation.
    pub conversation: ConversationId,
    /// The id of the link that the code stands for.
    pub token: TokenId,
    /// The link's generation.
    pub generation: u32,
}

/// What came of making a code valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// It is valid from now on.
    Valid,
    /// Another valid code is the same: draw again.
    Again,
    /// A limit was reached.
    Refused {
        /// When it makes sense to ask again, in milliseconds from now.
        retry_after_ms: i64,
    },
}

/// What came of typing a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "typed", rename_all = "kebab-case")]
pub enum Typed {
    /// It leads there, for this browser.
    Leads {
        /// Where.
        to: Pointer,
    },
    /// It leads nowhere, or not for this browser.
    Wrong,
    /// So many wrong codes were typed on the whole site that all wait.
    TooMany {
        /// When it makes sense to try again, in milliseconds from now.
        retry_after_ms: i64,
    },
}

/// Digits of a code, within reason.
#[must_use]
pub fn digits(limits: &SpokenPolicy) -> u8 {
    u8::try_from(limits.digits).unwrap_or(u8::MAX).clamp(4, 10)
}

/// All spoken codes of one site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Spoken {
    given: Vec<(Timestamp, ConversationId)>,
    wrong: Vec<Timestamp>,
    live: Vec<Live>,
}

/// A code that may still be typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Live {
    digest: String,
    to: Pointer,
    expires: Timestamp,
    /// The browser that typed it first, as a hash: nobody else may any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    browser: Option<String>,
}

impl Spoken {
    /// Makes `code` lead to `to`, within the limits.
    pub fn give(&mut self, code: &str, secret: &[u8], to: Pointer, at: Timestamp, limits: &SpokenPolicy) -> Given {
        self.forget(at);
        let times = |wanted: Option<ConversationId>| -> Vec<Timestamp> {
            let of = |(_, whose): &&(Timestamp, ConversationId)| wanted.is_none_or(|wanted| wanted == *whose);
            self.given.iter().filter(of).map(|(given, _)| *given).collect()
        };
        let wait = until_free(&times(Some(to.conversation)), HOUR, limits.codes_an_hour, at).max(until_free(
            &times(None),
            HOUR,
            limits.site_codes_an_hour,
            at,
        ));
        if wait > 0 {
            return Given::Refused { retry_after_ms: wait };
        }
        let digest = digest(secret, PURPOSE, code);
        // A code that was used stays taken until it is over: its browser may come again.
        if self.live.iter().any(|live| live.digest == digest) {
            return Given::Again;
        }
        self.given.push((at, to.conversation));
        self.live.push(Live { digest, to, expires: at.plus(limits.valid_ms), browser: None });
        Given::Valid
    }

    /// Where does `typed` lead this browser? Anything but digits in it is ignored; a code of the wrong length tells
    /// nothing and costs nothing. The first browser may ask again while the code is valid, every other one was wrong.
    pub fn redeem(&mut self, typed: &str, browser: &str, secret: &[u8], at: Timestamp, limits: &SpokenPolicy) -> Typed {
        self.forget(at);
        let code: String = typed.chars().filter(char::is_ascii_digit).collect();
        if code.len() != usize::from(digits(limits)) {
            return Typed::Wrong;
        }
        let wait = until_free(&self.wrong, HOUR, limits.site_wrong_an_hour, at);
        if wait > 0 {
            return Typed::TooMany { retry_after_ms: wait };
        }
        let digest = digest(secret, PURPOSE, &code);
        // Every code is looked at, whichever it is: the time tells nothing.
        let mut found = None;
        for live in &mut self.live {
            let same = live.digest.as_bytes().ct_eq(digest.as_bytes());
            let mine =
                live.browser.as_deref().map_or(Choice::from(1), |first| first.as_bytes().ct_eq(browser.as_bytes()));
            if bool::from(same & mine) {
                found = Some(live);
            }
        }
        match found {
            Some(live) => {
                live.browser = Some(browser.to_owned());
                Typed::Leads { to: live.to }
            }
            None => {
                self.wrong.push(at);
                Typed::Wrong
            }
        }
    }

    fn forget(&mut self, at: Timestamp) {
        keep(&mut self.wrong, HOUR, at);
        self.given.retain(|(given, _)| at.since(*given) < HOUR);
        self.live.retain(|live| at < live.expires);
    }
}

#[cfg(test)]
mod tests;
