//! The sets under `tests/corpora/intents`, and typing mistakes.

use std::{fs, io, path::Path};

/// Names with example texts.
pub type Names = Vec<(String, Vec<String>)>;

/// A set of intents that others wrote.
pub struct Set {
    /// What to learn from.
    pub learn: Names,
    /// What to test with: name and text.
    pub test: Vec<(String, String)>,
}

/// Reads a file below `tests/corpora/intents`.
pub fn file(name: &str) -> io::Result<String> {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpora/intents").join(name))
}

fn lines(name: &str) -> io::Result<Vec<(String, String)>> {
    let split = |line: &str| line.split_once('\t').map(|(name, text)| (name.to_owned(), text.to_owned()));
    Ok(file(name)?.lines().filter_map(split).collect())
}

impl Set {
    /// Reads a set by the name of its folder.
    pub fn read(folder: &str) -> io::Result<Self> {
        let mut learn: Names = Vec::new();
        for (name, text) in lines(&format!("{folder}/train.tsv"))? {
            match learn.iter_mut().find(|(known, _)| *known == name) {
                Some((_, texts)) => texts.push(text),
                None => learn.push((name, vec![text])),
            }
        }
        Ok(Self { learn, test: lines(&format!("{folder}/test.tsv"))? })
    }
}

/// The text with a mistake in every other word of four letters or more: two letters swapped, one left out, one doubled, in turn.
pub fn mistyped(text: &str) -> String {
    let mut long = 0_usize;
    let word = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        if letters.len() < 4 {
            return word.to_owned();
        }
        long += 1;
        let at = 1 + (long * 7 + letters.len()) % (letters.len() - 2);
        match long % 6 {
            1 => letters.swap(at, at + 1),
            3 => drop(letters.remove(at)),
            5 => letters.insert(at, letters.get(at).copied().unwrap_or_default()),
            _ => {}
        }
        letters.into_iter().collect()
    };
    text.split(' ').map(word).collect::<Vec<String>>().join(" ")
}
