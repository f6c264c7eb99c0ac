//! Reads the part of CBOR (RFC 8949) that authenticators write, strictly: definite lengths, each number in its shortest
//! form, no tags, no fractions, no key twice, no deeper than four. Nothing is copied, and no length that is only claimed
//! is believed.

/// How deep lists and maps may be inside each other (CTAP 2.1, section 8).
const DEEPEST: usize = 4;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value<'a> {
    /// A whole number.
    Int(i64),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A text.
    Text(&'a str),
    /// A list.
    List(Vec<Self>),
    /// A map, in the order in which it was written.
    Map(Vec<(Self, Self)>),
    /// True or false.
    Bool(bool),
    /// Nothing.
    Null,
}

impl<'a> Value<'a> {
    /// The value in a map under a text.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Self> {
        self.member(|key| matches!(key, Value::Text(text) if *text == name))
    }

    /// The value in a map under a number.
    #[must_use]
    pub fn numbered(&self, number: i64) -> Option<&Self> {
        self.member(|key| matches!(key, Value::Int(known) if *known == number))
    }

    fn member(&self, is: impl Fn(&Self) -> bool) -> Option<&Self> {
        let Self::Map(members) = self else { return None };
        members.iter().find(|(key, _)| is(key)).map(|(_, value)| value)
    }

    /// It as bytes.
    #[must_use]
    pub const fn bytes(&self) -> Option<&'a [u8]> {
        match self {
            Self::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }
}

/// The first value of these bytes, and what comes after it; none when they do not begin with one.
#[must_use]
pub fn first(bytes: &[u8]) -> Option<(Value<'_>, &[u8])> {
    value(bytes, DEEPEST)
}

/// The one value that these bytes are.
#[must_use]
pub fn only(bytes: &[u8]) -> Option<Value<'_>> {
    first(bytes).and_then(|(value, rest)| rest.is_empty().then_some(value))
}

fn value(bytes: &[u8], deeper: usize) -> Option<(Value<'_>, &[u8])> {
    let (head, rest) = bytes.split_first()?;
    let (kind, detail) = (head >> 5, head & 31);
    if kind == 7 {
        return match detail {
            20 => Some((Value::Bool(false), rest)),
            21 => Some((Value::Bool(true), rest)),
            22 => Some((Value::Null, rest)),
            _ => None,
        };
    }
    let (number, rest) = argument(detail, rest)?;
    match kind {
        0 => Some((Value::Int(i64::try_from(number).ok()?), rest)),
        1 => Some((Value::Int(-1 - i64::try_from(number).ok()?), rest)),
        2 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
            Some((Value::Bytes(bytes), rest))
        }
        3 => {
            let (bytes, rest) = rest.split_at_checked(usize::try_from(number).ok()?)?;
            Some((Value::Text(std::str::from_utf8(bytes).ok()?), rest))
        }
        4 => list(number, rest, deeper.checked_sub(1)?),
        5 => map(number, rest, deeper.checked_sub(1)?),
        _ => None,
    }
}

/// A number in its shortest form.
fn argument(detail: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let (length, least) = match detail {
        0..=23 => return Some((detail.into(), rest)),
        24 => (1, 24),
        25 => (2, 1 << 8),
        26 => (4, 1 << 16),
        27 => (8, 1 << 32),
        _ => return None,
    };
    let (digits, rest) = rest.split_at_checked(length)?;
    let number = digits.iter().fold(0_u64, |number, digit| number << 8 | u64::from(*digit));
    (number >= least).then_some((number, rest))
}

fn list(length: u64, mut rest: &[u8], deeper: usize) -> Option<(Value<'_>, &[u8])> {
    let mut items = Vec::new();
    for _ in 0..length {
        let (item, after) = value(rest, deeper)?;
        items.push(item);
        rest = after;
    }
    Some((Value::List(items), rest))
}

fn map(length: u64, mut rest: &[u8], deeper: usize) -> Option<(Value<'_>, &[u8])> {
    /// More members than any map of an authenticator has: looking for a key twice stays cheap.
    const MOST: u64 = 64;
    if length > MOST {
        return None;
    }
    let mut members: Vec<(Value<'_>, Value<'_>)> = Vec::new();
    for _ in 0..length {
        let (key, after) = value(rest, deeper)?;
        let (member, after) = value(after, deeper)?;
        let plain = matches!(key, Value::Int(_) | Value::Text(_));
        if !plain || members.iter().any(|(known, _)| *known == key) {
            return None;
        }
        members.push((key, member));
        rest = after;
    }
    Some((Value::Map(members), rest))
}
