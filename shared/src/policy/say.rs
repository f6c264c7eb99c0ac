//! How values and names are shown in errors.

use toml::Value;

pub(super) fn found(value: &Value) -> String {
    format!("is of type {}", value.type_str())
}

pub(super) fn item_shown(value: &Value) -> String {
    value.as_str().map_or_else(|| format!("something of type {}", value.type_str()), shown)
}

/// A value in an error, not longer than it helps.
pub(super) fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start:?}…") } else { format!("{start:?}") }
}

pub(super) fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
}

/// A hint when one of the names is what was probably meant.
pub(super) fn did_you_mean<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> String {
    let close = |name: &&str| distance(text, name) <= 1 + name.len() / 5;
    names
        .filter(close)
        .min_by_key(|name| distance(text, name))
        .map(|name| format!(" (did you mean {name:?}?)"))
        .unwrap_or_default()
}

/// Insertions, deletions and replacements from one to the other (Levenshtein); far apart when one is long.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(41).collect(), b.chars().take(41).collect());
    if a.len().max(b.len()) > 40 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut left = i + 1;
        for ((to, above_left), above) in b.iter().zip(&row).zip(row.iter().skip(1)) {
            left = (above_left + usize::from(from != to)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
