//! One-time codes and what may be asked of one address: all limits, as a state machine without a clock.
//!
//! One [`Attempts`] belongs to one address, whichever sessions and conversations ask: parallel sessions share
//! every limit. Windows slide; a clock that goes back never frees a place early.

pub mod spoken;

use crate::{
    policy::Policy,
    time::{DAY, HOUR, MINUTE, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::fmt::Write as _;
use subtle::ConstantTimeEq;

/// How much may be tried, sent and asked, for one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Digits of a code; 4 to 10 are honoured.
    pub digits: u8,
    /// How long a code is valid, in milliseconds.
    pub valid_ms: i64,
    /// How soon the same purpose may have another code, in milliseconds.
    pub resend_after_ms: i64,
    /// Wrong guesses that end a code.
    pub tries: u32,
    /// Guesses in any hour, over all codes.
    pub guesses_an_hour: u32,
    /// Wrong guesses without a right one between them that stop everything until somebody unlocks it.
    pub wrong_in_a_row: u32,
    /// Codes in any hour.
    pub codes_an_hour: u32,
    /// Codes in any 24 hours.
    pub codes_a_day: u32,
    /// Fresh links in any hour.
    pub links_an_hour: u32,
    /// Fresh links in any 24 hours.
    pub links_a_day: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            digits: 6,
            valid_ms: 10 * MINUTE,
            resend_after_ms: MINUTE,
            tries: 5,
            guesses_an_hour: 15,
            wrong_in_a_row: 100,
            codes_an_hour: 3,
            codes_a_day: 10,
            links_an_hour: 3,
            links_a_day: 10,
        }
    }
}

impl Limits {
    /// The limits of a policy.
    #[must_use]
    pub fn of(policy: &Policy) -> Self {
        let (codes, links) = (&policy.codes, &policy.links);
        Self {
            digits: u8::try_from(codes.digits).unwrap_or(u8::MAX),
            valid_ms: codes.valid_ms,
            resend_after_ms: codes.resend_after_ms,
            tries: codes.tries,
            guesses_an_hour: codes.guesses_an_hour,
            wrong_in_a_row: codes.wrong_in_a_row,
            codes_an_hour: codes.codes_an_hour,
            codes_a_day: codes.codes_a_day,
            links_an_hour: links.links_an_hour,
            links_a_day: links.links_a_day,
        }
    }

    /// Digits of a code, within reason.
    #[must_use]
    pub fn digits(&self) -> usize {
        usize::from(self.digits.clamp(4, 10))
    }
}

/// What came of asking for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issue {
    /// The code is valid from now on; one for the same purpose is not any more.
    Issued,
    /// A limit was reached.
    Refused {
        /// When it makes sense to ask again, in milliseconds from now; 0 when only unlocking helps.
        retry_after_ms: i64,
        /// Which limit, in one sentence.
        because: &'static str,
    },
}

/// What came of typing a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "check", rename_all = "kebab-case")]
pub enum Check {
    /// It is the code. It is used up.
    Right,
    /// It is not.
    Wrong {
        /// How many more guesses this code bears.
        left: u32,
    },
    /// There is no valid code for this purpose: too old, used, replaced, or of another browser.
    Expired,
    /// Too many guesses.
    TooMany {
        /// When it makes sense to try again, in milliseconds from now: another code if this one ended, else a guess.
        retry_after_ms: i64,
        /// Whether this guess ended the code.
        ended: bool,
    },
    /// So many wrong guesses in a row that everything stops until somebody unlocks it.
    Locked {
        /// True exactly once: the owner of the address should be told now.
        notify: bool,
    },
}

/// What came of counting something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    /// It may happen, and is counted.
    Allowed,
    /// It may not.
    Refused {
        /// When it may again, in milliseconds from now.
        retry_after_ms: i64,
    },
}

/// Everything that counts for one address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attempts {
    codes: Vec<Timestamp>,
    guesses: Vec<Timestamp>,
    links: Vec<Timestamp>,
    automatic: Vec<Timestamp>,
    spent: Vec<Timestamp>,
    wrong_in_a_row: u32,
    locked: bool,
    live: Vec<Live>,
}

/// A code that may still be typed. The digits themselves are nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Live {
    purpose: String,
    digest: String,
    issued: Timestamp,
    wrong: u32,
}

impl Attempts {
    /// Makes `code` the valid one for `purpose`, within the limits.
    pub fn issue(&mut self, purpose: &str, code: &str, secret: &[u8], at: Timestamp, limits: &Limits) -> Issue {
        self.forget(at, limits);
        if self.locked {
            return Issue::Refused { retry_after_ms: 0, because: "stopped after too many wrong codes in a row" };
        }
        let last = self.live.iter().find(|live| live.purpose == purpose).map(|live| live.issued);
        let wait = last.map_or(0, |issued| limits.resend_after_ms - at.since(issued).max(0));
        if wait > 0 {
            return Issue::Refused { retry_after_ms: wait, because: "a code was sent a moment ago" };
        }
        let wait = self.until_code(at, limits);
        if wait > 0 {
            return Issue::Refused { retry_after_ms: wait, because: "enough codes were sent to this address" };
        }
        self.codes.push(at);
        self.live.retain(|live| live.purpose != purpose);
        let digest = digest(secret, purpose, code);
        self.live.push(Live { purpose: purpose.to_owned(), digest, issued: at, wrong: 0 });
        Issue::Issued
    }

    /// Is `typed` the code for `purpose`? Anything but digits in it is ignored; a guess of the wrong length tells
    /// nothing and costs nothing.
    pub fn check(&mut self, purpose: &str, typed: &str, secret: &[u8], at: Timestamp, limits: &Limits) -> Check {
        self.forget(at, limits);
        if self.locked {
            return Check::Locked { notify: false };
        }
        let until_guess = until_free(&self.guesses, HOUR, limits.guesses_an_hour, at);
        let Some(place) = self.live.iter().position(|live| live.purpose == purpose) else { return Check::Expired };
        let Some(live) = self.live.get_mut(place) else { return Check::Expired };
        if until_guess > 0 {
            return Check::TooMany { retry_after_ms: until_guess, ended: false };
        }
        let code: String = typed.chars().filter(char::is_ascii_digit).collect();
        if code.len() != limits.digits() {
            return Check::Wrong { left: limits.tries.saturating_sub(live.wrong) };
        }
        self.guesses.push(at);
        if bool::from(digest(secret, purpose, &code).as_bytes().ct_eq(live.digest.as_bytes())) {
            self.live.remove(place);
            self.wrong_in_a_row = 0;
            return Check::Right;
        }
        live.wrong += 1;
        let left = limits.tries.saturating_sub(live.wrong);
        self.wrong_in_a_row += 1;
        if self.wrong_in_a_row >= limits.wrong_in_a_row {
            self.locked = true;
            self.live.clear();
            return Check::Locked { notify: true };
        }
        if left == 0 {
            let issued = live.issued;
            self.live.remove(place);
            let resend = limits.resend_after_ms - at.since(issued).max(0);
            return Check::TooMany { retry_after_ms: resend.max(self.until_code(at, limits)).max(0), ended: true };
        }
        Check::Wrong { left }
    }

    /// May a fresh link go to the address?
    pub fn count_link(&mut self, at: Timestamp, limits: &Limits) -> Count {
        self.forget(at, limits);
        let wait = until_free(&self.links, HOUR, limits.links_an_hour, at).max(until_free(
            &self.links,
            DAY,
            limits.links_a_day,
            at,
        ));
        count(&mut self.links, wait, at)
    }

    /// May an automatic mail go to the address?
    pub fn count_automatic(&mut self, at: Timestamp, limit_a_day: u32) -> Count {
        keep(&mut self.automatic, DAY, at);
        let wait = until_free(&self.automatic, DAY, limit_a_day, at);
        count(&mut self.automatic, wait, at)
    }

    /// May one more thing be spent from an hourly budget?
    pub fn spend(&mut self, at: Timestamp, limit_an_hour: u32) -> Count {
        keep(&mut self.spent, HOUR, at);
        let wait = until_free(&self.spent, HOUR, limit_an_hour, at);
        count(&mut self.spent, wait, at)
    }

    /// Lifts the hard stop.
    pub fn unlock(&mut self) {
        self.locked = false;
        self.wrong_in_a_row = 0;
    }

    fn until_code(&self, at: Timestamp, limits: &Limits) -> i64 {
        until_free(&self.codes, HOUR, limits.codes_an_hour, at).max(until_free(
            &self.codes,
            DAY,
            limits.codes_a_day,
            at,
        ))
    }

    fn forget(&mut self, at: Timestamp, limits: &Limits) {
        keep(&mut self.codes, DAY, at);
        keep(&mut self.guesses, HOUR, at);
        keep(&mut self.links, DAY, at);
        self.live.retain(|live| at.since(live.issued) < limits.valid_ms);
    }
}

fn count(times: &mut Vec<Timestamp>, wait: i64, at: Timestamp) -> Count {
    if wait > 0 {
        return Count::Refused { retry_after_ms: wait };
    }
    times.push(at);
    Count::Allowed
}

fn keep(times: &mut Vec<Timestamp>, window: i64, at: Timestamp) {
    times.retain(|time| at.since(*time) < window);
}

/// Milliseconds until fewer than `limit` of these times lie within the window; 0 if that is so now.
fn until_free(times: &[Timestamp], window: i64, limit: u32, at: Timestamp) -> i64 {
    let mut within: Vec<i64> = times.iter().map(|time| at.since(*time)).filter(|age| *age < window).collect();
    within.sort_unstable();
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    match limit.checked_sub(1) {
        None => window,
        Some(last) => within.get(last).map_or(0, |age| window.saturating_sub(*age)),
    }
}

/// The keyed hash by which a code is kept: of no use without the secret, nor for another purpose.
#[must_use]
pub fn digest(secret: &[u8], purpose: &str, code: &str) -> String {
    let mut hex = String::with_capacity(64);
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) {
        for part in ["weft one-time code", purpose, code] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        for byte in mac.finalize().into_bytes() {
            let _ = write!(hex, "{byte:02x}");
        }
    }
    hex
}

/// A code from random bytes, every code equally likely; `None` when the bytes do not suffice (draw again).
#[must_use]
pub fn code_from(random: &[u8], limits: &Limits) -> Option<String> {
    // 250 is the largest multiple of ten in a byte: what is above would favour small digits.
    let code: String = random
        .iter()
        .filter(|byte| **byte < 250)
        .take(limits.digits())
        .map(|byte| char::from(b'0' + byte % 10))
        .collect();
    (code.len() == limits.digits()).then_some(code)
}

#[cfg(test)]
mod tests;
