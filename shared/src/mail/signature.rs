//! Where a signature begins: `-- `, a name after a dash, a device's line, a list's footer.

use super::{quote, words};

/// The most lines of a signature after a delimiter that people also use to part paragraphs.
const MAX_LINES: usize = 15;

/// How far a signature reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// This line only.
    Line,
    /// Up to the next quote, or to the end.
    Rest,
}

/// Whether a signature begins at the line `at`.
pub(super) fn begins(lines: &[&str], at: usize) -> Option<Reach> {
    let line = lines.get(at)?;
    // RFC 3676, section 4.3.
    if *line == "-- " || (line.trim() == "--" && is_short_from(lines, at + 1)) || is_device(line) {
        return Some(Reach::Rest);
    }
    if is_footer(lines, at) {
        return Some(Reach::Rest);
    }
    (is_name(line) && nothing_follows(lines, at + 1)).then_some(Reach::Line)
}

fn is_short_from(lines: &[&str], at: usize) -> bool {
    let unquoted = lines.iter().skip(at).take_while(|line| !quote::is_quoted(line));
    unquoted.filter(|line| !line.trim().is_empty()).take(MAX_LINES + 1).count() <= MAX_LINES
}

/// What mailing lists add: a long rule, then a few lines with an address in them.
fn is_footer(lines: &[&str], at: usize) -> bool {
    let long = lines.get(at).is_some_and(|line| line.len() >= 20 && line.starts_with('_') && quote::is_rule(line));
    long && is_short_from(lines, at + 1)
        && lines
            .iter()
            .skip(at + 1)
            .filter(|line| !line.trim().is_empty())
            .take(MAX_LINES)
            .any(|line| line.chars().take(400).any(|c| c == '@') || line.trim_start().starts_with("http"))
}

/// `Sent from my …`, when the line says no more than that.
fn is_device(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_', '\u{200b}']);
    if line.len() > 120 || line.contains(',') || line.ends_with(['!', '?', ':']) {
        return false;
    }
    let lower = line.to_lowercase();
    let own = words::DEVICE_OWN
        .iter()
        .filter_map(|start| lower.strip_prefix(start))
        .any(|device| !device.ends_with('.') && (1..=5).contains(&device.split_whitespace().count()));
    let named = words::DEVICE_SAYS.iter().any(|start| lower.starts_with(start))
        && words::DEVICES.iter().any(|device| lower.contains(device))
        && lower.split_whitespace().count() <= 8;
    own || named
}

/// `-Jo Doe`.
fn is_name(line: &str) -> bool {
    let Some(name) = line.trim().strip_prefix(['-', '–', '—']) else { return false };
    name.len() <= 60
        && name.starts_with(char::is_uppercase)
        && name.split(' ').count() <= 4
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\''))
}

/// Whether after `at` the text ends, or a quote or another signature begins.
fn nothing_follows(lines: &[&str], at: usize) -> bool {
    let next = lines.iter().skip(at).position(|line| !line.trim().is_empty()).map(|gap| at + gap);
    next.is_none_or(|next| {
        let line = lines.get(next).copied().unwrap_or_default();
        quote::is_quoted(line)
            || quote::is_rule(line)
            || quote::is_divider(line)
            || line.trim() == "--"
            || quote::attribution(lines, next).is_some()
            || quote::header_block(lines, next)
    })
}
