//! JSON as it goes over the wire: whole numbers only, bounded depth. The general library would cost the panel
//! a fifth of its budget; `wire` turns values into wire types, and its tests hold both to what the library does.

use std::fmt::Write;

/// Deeper than this nothing on the wire is nested.
const DEEPEST: u8 = 16;

/// A value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, in its order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads a text; `None` for what is not JSON, or deeper or of other numbers than the wire has.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut reader = Reader { text, at: 0 };
        let value = reader.value(DEEPEST)?;
        reader.space();
        (reader.at == text.len()).then_some(value)
    }

    /// The value of a name in an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(pairs) => pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number.
    #[must_use]
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The truth value.
    #[must_use]
    pub const fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The list.
    #[must_use]
    pub fn list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// Writes it.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = String::new();
        self.append(&mut out);
        out
    }

    fn append(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(number) => {
                let _ = write!(out, "{number}");
            }
            Self::Text(text) => quote(text, out),
            Self::List(list) => {
                let mut before = '[';
                for value in list {
                    out.push(before);
                    value.append(out);
                    before = ',';
                }
                out.push_str(if list.is_empty() { "[]" } else { "]" });
            }
            Self::Object(pairs) => {
                let mut before = '{';
                for (name, value) in pairs {
                    out.push(before);
                    quote(name, out);
                    out.push(':');
                    value.append(out);
                    before = ',';
                }
                out.push_str(if pairs.is_empty() { "{}" } else { "}" });
            }
        }
    }
}

fn quote(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if u32::from(c) < 32 => {
                out.push_str("\\u00");
                out.extend(
                    [u32::from(c) >> 4, u32::from(c) & 15].map(|digit| char::from_digit(digit, 16).unwrap_or('0')),
                );
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    /// Takes `wanted` if it comes next, after any space.
    fn take(&mut self, wanted: u8) -> bool {
        self.space();
        let found = self.peek() == Some(wanted);
        self.at += usize::from(found);
        found
    }

    fn word(&mut self, word: &str, value: Json) -> Option<Json> {
        let found = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        found.then_some(value)
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        self.space();
        match self.peek()? {
            b'n' => self.word("null", Json::Null),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            b'"' => self.string().map(Json::Text),
            b'[' => self.items(b']', |reader| reader.value(depth)).map(Json::List),
            b'{' => self.items(b'}', |reader| reader.pair(depth)).map(Json::Object),
            _ => self.number(),
        }
    }

    fn items<T>(&mut self, end: u8, mut item: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(end) {
            return Some(items);
        }
        loop {
            items.push(item(self)?);
            if self.take(end) {
                return Some(items);
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn pair(&mut self, depth: u8) -> Option<(String, Json)> {
        self.space();
        let name = self.string()?;
        if !self.take(b':') {
            return None;
        }
        Some((name, self.value(depth)?))
    }

    fn number(&mut self) -> Option<Json> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'0'..=b'9')) {
            self.at += 1;
        }
        let digits = self.text.get(start..self.at)?;
        let plain = digits.strip_prefix('-').unwrap_or(digits);
        let whole = plain == "0" || !plain.starts_with('0');
        let ends = !matches!(self.peek(), Some(b'.' | b'e' | b'E' | b'+'));
        if whole && ends { digits.parse().ok().map(Json::Number) } else { None }
    }

    fn string(&mut self) -> Option<String> {
        if self.peek() != Some(b'"') {
            return None;
        }
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = self.text.get(self.at..)?;
            let plain = rest.find(|c: char| c == '"' || c == '\\' || u32::from(c) < 32)?;
            out.push_str(rest.get(..plain)?);
            self.at += plain + 1;
            match rest.as_bytes().get(plain)? {
                b'"' => return Some(out),
                b'\\' => out.push(self.escape()?),
                _ => return None,
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(match c {
            b'"' | b'\\' | b'/' => char::from(c),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.unit()?;
                if first & 0xfc00 != 0xd800 {
                    return char::from_u32(first);
                }
                let second = self.word("\\u", Json::Null).and_then(|_| self.unit())?;
                if second & 0xfc00 != 0xdc00 {
                    return None;
                }
                return char::from_u32(0x1_0000 + ((first & 0x3ff) << 10 | second & 0x3ff));
            }
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.chars().try_fold(0, |sum, c| Some(sum << 4 | c.to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    /// What the library makes of a text, in our terms.
    fn library(text: &str) -> Option<Json> {
        fn convert(value: Value) -> Option<Json> {
            Some(match value {
                Value::Null => Json::Null,
                Value::Bool(value) => Json::Bool(value),
                Value::Number(number) => Json::Number(number.as_i64()?),
                Value::String(text) => Json::Text(text),
                Value::Array(list) => Json::List(list.into_iter().map(convert).collect::<Option<_>>()?),
                Value::Object(map) => Json::Object(
                    map.into_iter().map(|(name, value)| Some((name, convert(value)?))).collect::<Option<_>>()?,
                ),
            })
        }
        convert(serde_json::from_str(text).ok()?)
    }

    #[test]
    fn texts_are_read_as_the_library_reads_them() {
        for text in [
            "null",
            " true ",
            "[]",
            "{}",
            "[1,-2,0]",
            "{\"a\":{\"b\":[\"c\"]}}",
            "\"\\u00e4\\ud83d\\ude00\\n\\\"\\\\\\/\"",
            "\"ä😀\"",
            "-9223372036854775808",
            "",
            "nul",
            "[1,]",
            "[,1]",
            "{\"a\"}",
            "{\"a\":1,}",
            "{a:1}",
            "01",
            "-",
            "--1",
            "1-1",
            "\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\u12\"",
            "\"\n\"",
            "[1 2]",
            "truefalse",
            "[[]",
            "1 1",
            "\"\\u+123\"",
        ] {
            assert_eq!(Json::read(text), library(text), "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = (0..0x300).filter_map(char::from_u32).chain("😀\u{2028}".chars()).collect::<String>();
        let value = Json::Object(vec![
            (text.clone(), Json::Text(text)),
            (
                "list".to_owned(),
                Json::List(vec![Json::Null, Json::Bool(false), Json::Number(i64::MIN), Json::List(Vec::new())]),
            ),
            ("object".to_owned(), Json::Object(Vec::new())),
        ]);
        assert_eq!(Json::read(&value.write()), Some(value.clone()));
        assert!(serde_json::from_str::<Value>(&value.write()).is_ok());
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::read(&nested(16)).is_some());
        assert_eq!(Json::read(&nested(17)), None);
        assert_eq!(Json::read(&"[".repeat(1_000_000)), None);
    }
}
