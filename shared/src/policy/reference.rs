//! The keys of a policy file for people to read.

use super::{
    DEFAULT,
    load::notes,
    note::{Note, Shape},
};
use std::fmt::Write as _;

/// The longest default that is shown in a table.
const SHOWN: usize = 60;

/// Every key of a policy file, as Markdown: a heading for each table, a row for each key.
#[must_use]
pub fn reference() -> String {
    let notes = notes();
    let default: toml::Table = toml::from_str(DEFAULT).unwrap_or_default();
    let mut text = String::new();
    for table in notes.iter().filter(|note| matches!(note.shape, Shape::Table | Shape::Tables)) {
        let keys: Vec<&Note> = notes
            .iter()
            .filter(|note| {
                note.keys.split_last().is_some_and(|(_, way)| way == table.keys.as_slice())
                    && !matches!(note.shape, Shape::Table | Shape::Tables)
            })
            .collect();
        let brackets = if table.shape == Shape::Tables { ("[[", "]]") } else { ("[", "]") };
        let _ = writeln!(text, "### `{}{}{}`\n\n{}\n", brackets.0, table.path(), brackets.1, table.doc);
        if keys.is_empty() {
            continue;
        }
        let _ = writeln!(text, "| key | value | by default | meaning |\n|---|---|---|---|");
        for note in keys {
            let key = note.keys.last().map_or("", String::as_str);
            let optional = if note.needed { "" } else { " (may be absent)" };
            let words = note.shape.words();
            let by_default = by_default(note, &default);
            let _ = writeln!(text, "| `{key}` | {words}{optional} | {by_default} | {} |", note.doc);
        }
        text.push('\n');
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn by_default(note: &Note, default: &toml::Table) -> String {
    let plain = |text: &String| text.chars().count() <= SHOWN && !text.contains(['\n', '|', '`']);
    match note.value_in(default) {
        Some(value) => Some(value.to_string()).filter(plain).map_or("a text".to_owned(), |shown| format!("`{shown}`")),
        None if note.values_in(default).is_empty() => String::new(),
        None => "differs".to_owned(),
    }
}
