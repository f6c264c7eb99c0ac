//! Where a mail begins to quote another: attributions, header blocks, dividers, `>`.
//!
//! Each question looks at a bounded number of lines and a bounded part of each.

use super::words;

/// An attribution is at most so many lines …
const MAX_LINES: usize = 4;
/// … and so many bytes.
const MAX_BYTES: usize = 500;
/// A header block is at most so many lines.
const MAX_HEADER: usize = 9;

/// Whether the line is quoted with `>`.
pub(super) fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether the line is a rule: at least five equal marks and nothing else.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let mark = line.chars().next();
    line.len() >= 5 && matches!(mark, Some('_' | '-' | '=' | '*')) && line.chars().all(|c| Some(c) == mark)
}

/// The number of lines of the attribution that begins at `at`, such as `On 5 May, Jo <jo@example.com> wrote:`.
pub(super) fn attribution(lines: &[&str], at: usize) -> Option<usize> {
    let first = lines.get(at)?.trim();
    let first = first.strip_prefix("- ").unwrap_or(first);
    let led = is_led(first);
    let after_blank = at.checked_sub(1).and_then(|before| lines.get(before)).is_none_or(|line| line.trim().is_empty());
    if !led && !after_blank && !first.contains('@') {
        return None;
    }
    let mut joined = String::new();
    for count in 1..=MAX_LINES {
        let line = lines.get(at + count - 1)?.trim();
        // Programs wrap inside the address, so that `>` may begin a line of the attribution itself.
        let wrapped = joined.contains('<') && !joined.contains('>');
        if line.is_empty() || line.len() + joined.len() > MAX_BYTES || (count > 1 && is_quoted(line) && !wrapped) {
            return None;
        }
        if count > 1 && !led && is_led(line) {
            return None;
        }
        joined.push_str(if count == 1 { first } else { line });
        if let Some(sentence) = joined.strip_suffix([':', '：']) {
            return introduces(&sentence.to_lowercase(), led).then_some(count);
        }
        joined.push(' ');
    }
    None
}

/// Whether the line begins like an attribution.
fn is_led(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().trim_end_matches([',', '.', ':']);
    first.len() <= 20 && words::LEADS.contains(&first.to_lowercase().as_str())
}

fn introduces(sentence: &str, led: bool) -> bool {
    let sentence = sentence.trim_end();
    let address = sentence.contains('@');
    let begins_with_digit = sentence.starts_with(|c: char| c.is_ascii_digit());
    let dated = has_time(sentence) || has_year(sentence);
    let ends = words::WROTE.iter().any(|verb| {
        sentence.strip_suffix(verb).is_some_and(|rest| !verb.is_ascii() || !rest.ends_with(|c: char| c.is_alphabetic()))
    });
    let before_name = words::WROTE_BEFORE_NAME
        .iter()
        .any(|verb| sentence.split_once(verb).is_some_and(|(_, name)| name.split_whitespace().count() <= 8));
    let wrote = ends || (before_name && dated) || (begins_with_digit && address && sentence.ends_with('>'));
    // Without a first word to go by, it must look like a name, an address and perhaps a date, not like a sentence.
    let brief = sentence.split_whitespace().count() <= 14 && sentence.contains(['<', '(']);
    wrote && (dated || address) && (led || begins_with_digit || (address && brief))
}

/// `7:31`, `21.21`, `10h30`.
fn has_time(text: &str) -> bool {
    text.as_bytes().windows(3).any(|three| match three {
        [a, mark, b] => a.is_ascii_digit() && matches!(mark, b':' | b'.' | b'h') && b.is_ascii_digit(),
        _ => false,
    })
}

fn has_year(text: &str) -> bool {
    text.as_bytes()
        .windows(4)
        .any(|four| (four.starts_with(b"19") || four.starts_with(b"20")) && four.iter().all(u8::is_ascii_digit))
}

/// Whether a block of mail headers as Outlook and others write it begins at `at`.
///
/// It needs a subject or an address besides three labels: "From: Rome, To: Oslo, Date: May" is a journey, not a header.
pub(super) fn header_block(lines: &[&str], at: usize) -> bool {
    let Some(label_of_first) = lines.get(at).and_then(|line| label(line)) else { return false };
    if !words::FROM.contains(&label_of_first.as_str()) {
        return false;
    }
    let block = lines.iter().skip(at).take(MAX_HEADER).take_while(|line| !line.trim().is_empty());
    let (mut known, mut certain) = (0, false);
    for line in block {
        if let Some(name) = label(line) {
            let name = name.as_str();
            let subject = words::SUBJECT.contains(&name);
            known += usize::from(subject || words::OTHER.contains(&name) || words::FROM.contains(&name));
            certain |= subject;
        }
        certain |= line.chars().take(MAX_BYTES).any(|c| c == '@');
    }
    known >= 3 && certain
}

/// The label of a line `*Label :* value`, in lower case.
fn label(line: &str) -> Option<String> {
    let mut name = String::new();
    for c in line.trim_start().trim_start_matches(['*', '_']).chars().take(24) {
        if c == ':' || c == '：' {
            let name = name.trim_end_matches(|c: char| c.is_whitespace() || c == '*' || c == '_');
            return Some(name.to_lowercase());
        }
        name.push(c);
    }
    None
}

/// Whether the line parts what is new from what is quoted or passed on.
pub(super) fn is_divider(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 160 {
        return false;
    }
    let lower = line.to_lowercase();
    let dashed = ["--", "__", "=="].iter().any(|mark| lower.starts_with(mark) && lower.ends_with(mark));
    (dashed && words::DIVIDERS.iter().any(|words| lower.contains(words)))
        || words::DIVIDER_LINES.contains(&lower.as_str())
        || lower.contains("reply above this line")
}
