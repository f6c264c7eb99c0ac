//! Authentication-Results (RFC 8601): what our own ingress found out about a mail.
//!
//! Anybody can write such a header into a mail. So only the topmost one counts, which our ingress put on last,
//! and only when it bears exactly the configured authserv-id. Every doubt is a no.

use std::iter::Peekable;
use std::str::Chars;

/// The longest header that is read, in bytes.
pub const MAX_HEADER: usize = 8 * 1024;
/// How deep comments may nest.
const MAX_DEPTH: usize = 8;
/// How many results are read.
const MAX_RESULTS: usize = 64;

/// Whether a mail is vouched for as coming from its From domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// It is.
    Aligned {
        /// The domain, in lower case.
        domain: String,
        /// The method that passed: `dmarc` or `dkim`.
        by: &'static str,
    },
    /// It is not, as far as is known.
    NotAligned {
        /// Why, in one sentence for the agent.
        because: String,
    },
}

/// Whether the trusted header vouches for `from_domain`.
///
/// `headers_topmost_first` are the values of all Authentication-Results headers in the order of the mail;
/// `authserv_id` is the site's configured one. Either `dmarc=pass` with `header.from` equal to the domain is needed, or
/// `dkim=pass` with `header.d` equal to it. DKIM's relaxed alignment (a parent domain signs) is not offered: without the
/// public suffix list, a signature of `co.example` cannot be told from one of an organisation, and with DMARC the
/// ingress has already done that work.
#[must_use]
pub fn aligned(headers_topmost_first: &[&str], authserv_id: &str, from_domain: &str) -> Alignment {
    match judge(headers_topmost_first, authserv_id, from_domain) {
        Ok(by) => Alignment::Aligned { domain: from_domain.to_ascii_lowercase(), by },
        Err(because) => Alignment::NotAligned { because: because.to_owned() },
    }
}

fn judge(headers: &[&str], authserv_id: &str, from_domain: &str) -> Result<&'static str, &'static str> {
    if authserv_id.trim().is_empty() {
        return Err("No trusted mail server is configured for this site.");
    }
    if !is_domain(from_domain) {
        return Err("The From address has no usable domain.");
    }
    let header = headers.first().ok_or("Our mail server recorded no check of the sender.")?;
    let results = Results::read(header).ok_or("The record of the sender's check cannot be read.")?;
    if !results.authserv_id.eq_ignore_ascii_case(authserv_id) {
        return Err("The topmost record of a sender's check is not by our mail server.");
    }
    let mut dmarc = results.list.iter().filter(|result| result.method == "dmarc");
    match (dmarc.next(), dmarc.next()) {
        (Some(_), Some(_)) => return Err("The record of the sender's check says two things about DMARC."),
        (Some(only), None) if only.value == "pass" => {
            return match only.property("header.from") {
                Some(domain) if domain.eq_ignore_ascii_case(from_domain) => Ok("dmarc"),
                _ => Err("DMARC passed for another domain than that of the From address."),
            };
        }
        (Some(only), None) if only.value == "fail" => return Err("DMARC failed for the From address."),
        _ => {}
    }
    let signed = results.list.iter().any(|result| {
        result.method == "dkim"
            && result.value == "pass"
            && result.property("header.d").is_some_and(|domain| domain.eq_ignore_ascii_case(from_domain))
    });
    if signed { Ok("dkim") } else { Err("Nothing vouches for the From address.") }
}

fn is_domain(text: &str) -> bool {
    let labels = text.split('.');
    text.len() <= 253
        && text.contains('.')
        && labels.clone().all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

struct Results {
    authserv_id: String,
    list: Vec<MethodResult>,
}

#[derive(Default)]
struct MethodResult {
    method: String,
    value: String,
    properties: Vec<(String, String)>,
}

impl MethodResult {
    /// The value of a property that is given exactly once.
    fn property(&self, name: &str) -> Option<&str> {
        let mut found = self.properties.iter().filter(|(key, _)| key == name);
        match (found.next(), found.next()) {
            (Some((_, value)), None) => Some(value),
            _ => None,
        }
    }
}

impl Results {
    /// `None` for whatever departs from the grammar: half-understood is not trusted.
    fn read(header: &str) -> Option<Self> {
        if header.len() > MAX_HEADER {
            return None;
        }
        let mut reader = Reader { chars: header.chars().peekable() };
        reader.blank()?;
        let authserv_id = reader.value(false)?;
        reader.blank()?;
        if reader.chars.peek().is_some_and(char::is_ascii_digit) {
            let version = reader.value(false)?;
            reader.blank()?;
            if version != "1" {
                return None;
            }
        }
        let mut list = Vec::new();
        while let Some(mark) = reader.chars.next() {
            if mark != ';' || list.len() >= MAX_RESULTS {
                return None;
            }
            reader.blank()?;
            if let Some(result) = reader.result()? {
                list.push(result);
            }
        }
        Some(Self { authserv_id, list })
    }
}

struct Reader<'a> {
    chars: Peekable<Chars<'a>>,
}

impl Reader<'_> {
    /// One result up to the next semicolon: `Some(None)` for nothing or `none`, `None` for an error.
    fn result(&mut self) -> Option<Option<MethodResult>> {
        let mut result = MethodResult::default();
        while self.chars.peek().is_some_and(|c| *c != ';') {
            let key = self.value(false)?.to_ascii_lowercase();
            self.blank()?;
            if self.chars.peek() != Some(&'=') {
                let alone = result.method.is_empty() && key == "none" && self.chars.peek().is_none_or(|c| *c == ';');
                return alone.then_some(None);
            }
            self.chars.next();
            self.blank()?;
            let value = self.value(true)?;
            self.blank()?;
            if result.method.is_empty() {
                let (method, version) = key.split_once('/').unwrap_or((&key, "1"));
                if version != "1" || method.is_empty() {
                    return None;
                }
                result.method = method.to_owned();
                result.value = value.to_ascii_lowercase();
            } else {
                result.properties.push((key, value));
            }
        }
        Some((!result.method.is_empty()).then_some(result))
    }

    /// A word or a quoted string. In the place of a value, `=` belongs to it, as in unquoted base64.
    fn value(&mut self, equals: bool) -> Option<String> {
        let mut text = String::new();
        if self.chars.next_if_eq(&'"').is_some() {
            loop {
                match self.chars.next()? {
                    '"' => return Some(text),
                    '\\' => text.push(self.chars.next().filter(|c| !c.is_control())?),
                    c if c.is_control() => return None,
                    c => text.push(c),
                }
            }
        }
        let ends = |c: &char| {
            matches!(c, ';' | '(' | ')' | '"' | '\\') || c.is_whitespace() || c.is_control() || (*c == '=' && !equals)
        };
        while let Some(c) = self.chars.next_if(|c| !ends(c)) {
            text.push(c);
        }
        (!text.is_empty()).then_some(text)
    }

    /// Passes over white space, folds and comments. A line break that is no fold is an error.
    fn blank(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.chars.peek().copied() {
                Some('(') => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        return None;
                    }
                    self.chars.next();
                }
                Some(')') if depth > 0 => {
                    depth -= 1;
                    self.chars.next();
                }
                Some('\\') if depth > 0 => {
                    self.chars.next();
                    self.chars.next().filter(|c| !c.is_control())?;
                }
                Some('\r' | '\n') => {
                    if self.chars.next() == Some('\r') && self.chars.next() != Some('\n') {
                        return None;
                    }
                    self.chars.peek().filter(|c| matches!(c, ' ' | '\t'))?;
                }
                Some(' ' | '\t') => {
                    self.chars.next();
                }
                Some(c) if depth > 0 && !c.is_control() => {
                    self.chars.next();
                }
                _ => return (depth == 0).then_some(()),
            }
        }
    }
}

#[cfg(test)]
mod tests;
