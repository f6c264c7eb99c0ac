//! Canonical addresses: the one form in which an address is stored, compared and written to.
//!
//! The domain is lower-cased and brought to its DNS form (UTS 46, IDNA 2008); the local part stays byte for byte,
//! because only its mailbox's owner knows what in it matters (RFC 5321, section 2.4). No Unicode normalisation is
//! applied to it, so two spellings are two addresses and none can take the place of another.

mod mask;
pub mod phone;
#[cfg(test)]
mod tests;

pub use mask::mask;

use crate::identity::{Identifier, IdentifierKind};
use idna::uts46::{AsciiDenyList, DnsLength, Hyphens, Uts46};
use std::{fmt, str::FromStr};

/// The longest address, in bytes of its canonical form (RFC 5321, section 4.5.3.1.3).
pub const MAX_LEN: usize = 254;
/// The longest local part, in bytes (RFC 5321, section 4.5.3.1.1).
const MAX_LOCAL: usize = 64;
/// Longer input is not looked at: an IDNA name has at most a few bytes for each of its canonical form.
const MAX_INPUT: usize = 1_024;

/// A mail address in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress {
    local: String,
    domain: String,
}

/// Why a text is no mail address that Weft writes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    /// There is nothing.
    Empty,
    /// It is longer than an address can be.
    TooLong,
    /// There is no `@`.
    NoAt,
    /// There is nothing before the `@`.
    NoLocalPart,
    /// The part before the `@` is longer than 64 bytes.
    LocalPartTooLong,
    /// The part before the `@` begins or ends with a dot, or has two in a row.
    Dots,
    /// The part before the `@` has a character that cannot be there.
    LocalPart(char),
    /// The part before the `@` is quoted and needs its quotes. Valid (RFC 5321), used by nobody, refused by the
    /// providers that Weft sends through, and read differently by different software.
    Quoted,
    /// There is a comment in parentheses, or folding white space.
    Comment,
    /// The domain is an IP address in brackets.
    DomainLiteral,
    /// The domain is not one that DNS can hold.
    Domain,
    /// The domain has no dot, or ends in a number: it is a host's name or an address, not a domain for mail.
    NotPublic,
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the address is empty"),
            Self::TooLong => write!(f, "the address is longer than {MAX_LEN} bytes"),
            Self::NoAt => f.write_str("the address has no @"),
            Self::NoLocalPart => f.write_str("nothing stands before the @"),
            Self::LocalPartTooLong => write!(f, "the part before the @ is longer than {MAX_LOCAL} bytes"),
            Self::Dots => f.write_str("a dot before the @ must stand between other characters"),
            Self::LocalPart(found) => write!(f, "the character {found:?} cannot stand before the @"),
            Self::Quoted => f.write_str("quoted addresses are not supported"),
            Self::Comment => f.write_str("comments and line breaks do not belong in an address"),
            Self::DomainLiteral => f.write_str("an IP address cannot stand for the domain"),
            Self::Domain => f.write_str("the domain after the @ is not a valid one"),
            Self::NotPublic => f.write_str("the domain after the @ needs a name and a top level, as in example.com"),
        }
    }
}

impl std::error::Error for AddressError {}

impl MailAddress {
    /// Brings a bare address (no display name, no angle brackets) to canonical form. Spaces around it are ignored.
    ///
    /// # Errors
    /// What keeps it from being an address that Weft writes to.
    pub fn parse(text: &str) -> Result<Self, AddressError> {
        if text.len() > MAX_INPUT {
            return Err(AddressError::TooLong);
        }
        let text = text.trim_matches([' ', '\t']);
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let (local, domain) = match text.strip_prefix('"') {
            Some(quoted) => unquoted(quoted)?,
            None => {
                let (local, domain) = text.split_once('@').ok_or(AddressError::NoAt)?;
                (local.to_owned(), domain)
            }
        };
        check_local(&local)?;
        let domain = canonical_domain(domain)?;
        if local.len() + 1 + domain.len() > MAX_LEN {
            return Err(AddressError::TooLong);
        }
        Ok(Self { local, domain })
    }

    /// The part before the `@`, byte for byte as it was written, without needless quotes.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The domain in its DNS form: ASCII, lower-case.
    #[must_use]
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The address as an identifier of a customer.
    #[must_use]
    pub fn identifier(&self) -> Identifier {
        Identifier { kind: IdentifierKind::Mail, value: self.to_string() }
    }
}

impl fmt::Display for MailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.local, self.domain)
    }
}

impl FromStr for MailAddress {
    type Err = AddressError;
    fn from_str(text: &str) -> Result<Self, AddressError> {
        Self::parse(text)
    }
}

/// Brings a domain to its DNS form: ASCII, lower-case, at least two labels.
///
/// # Errors
/// [`AddressError::DomainLiteral`], [`AddressError::Domain`], [`AddressError::NotPublic`] or [`AddressError::Comment`].
pub fn canonical_domain(domain: &str) -> Result<String, AddressError> {
    if domain.len() > MAX_INPUT {
        return Err(AddressError::TooLong);
    }
    if domain.starts_with('[') {
        return Err(AddressError::DomainLiteral);
    }
    if domain.contains(['(', ')', '\r', '\n']) {
        return Err(AddressError::Comment);
    }
    let domain = Uts46::new()
        .to_ascii(domain.as_bytes(), AsciiDenyList::STD3, Hyphens::CheckFirstLast, DnsLength::Verify)
        .map_err(|_| AddressError::Domain)?;
    match domain.rsplit_once('.') {
        Some((_, top)) if !top.bytes().all(|b| b.is_ascii_digit()) => Ok(domain.into_owned()),
        _ => Err(AddressError::NotPublic),
    }
}

/// The content of a quoted local part whose opening quote is gone, and the domain. `"ada"@x` is `ada@x`.
fn unquoted(text: &str) -> Result<(String, &str), AddressError> {
    let mut local = String::new();
    let mut rest = text.chars();
    loop {
        match rest.next() {
            Some('"') => break,
            Some('\\') => local.push(rest.next().ok_or(AddressError::NoAt)?),
            Some(other) => local.push(other),
            None => return Err(AddressError::NoAt),
        }
    }
    // Between quotes stands ASCII only (RFC 5321, section 4.1.2).
    let domain = rest.as_str().strip_prefix('@').filter(|_| local.is_ascii()).ok_or(AddressError::Quoted)?;
    match check_local(&local) {
        Err(AddressError::LocalPart(_) | AddressError::Dots | AddressError::Comment | AddressError::NoLocalPart) => {
            Err(AddressError::Quoted)
        }
        Err(other) => Err(other),
        Ok(()) => Ok((local, domain)),
    }
}

/// A dot-atom (RFC 5322, section 3.2.3), its atoms with the letters of RFC 6532 but nothing that cannot be seen.
fn check_local(local: &str) -> Result<(), AddressError> {
    if local.is_empty() {
        return Err(AddressError::NoLocalPart);
    }
    if local.len() > MAX_LOCAL {
        return Err(AddressError::LocalPartTooLong);
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(AddressError::Dots);
    }
    for c in local.chars() {
        match c {
            '(' | ')' | '\r' | '\n' => return Err(AddressError::Comment),
            '"' => return Err(AddressError::Quoted),
            c if c.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(c) => {}
            c if !c.is_ascii() && !invisible(c) && !matches!(c, '\u{ff20}' | '\u{fe6b}') => {}
            c => return Err(AddressError::LocalPart(c)),
        }
    }
    Ok(())
}

/// Characters that show nothing, or change how their neighbours show: two addresses that differ only in these look
/// the same to everybody (Unicode property `Default_Ignorable_Code_Point`, controls, white space, bidi marks, and
/// the interlinear and private ones).
fn invisible(c: char) -> bool {
    c.is_control()
        || c.is_whitespace()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{ffff}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{10ffff}')
}
