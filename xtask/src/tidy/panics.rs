//! Lints against panics may be switched off for tests only.

use super::{Finding, Source};

const LINTS: [&str; 9] = [
    "clippy::unwrap_used",
    "clippy::expect_used",
    "clippy::panic",
    "clippy::indexing_slicing",
    "clippy::string_slice",
    "clippy::unreachable",
    "clippy::todo",
    "clippy::unimplemented",
    "unsafe_code",
];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter(|source| source.is(".rs") && !source.test).flat_map(allowances).collect()
}

fn allowances(source: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut in_tests = false;
    for (number, line) in source.text.lines().enumerate() {
        let line = line.trim();
        in_tests |= line == "#[cfg(test)]";
        let opens = ["#[allow(", "#![allow(", "#[expect(", "#![expect("].iter().any(|open| line.starts_with(open));
        if opens
            && !in_tests
            && let Some(lint) = LINTS.iter().find(|lint| names(line, lint))
        {
            let place = format!("{}:{}", source.path, number + 1);
            found.push(Finding::new(place, format!("allows {lint} outside of tests: no input may cause a panic")));
        }
    }
    found
}

/// Whether a line has the very name, and not a longer one.
fn names(line: &str, lint: &str) -> bool {
    line.split(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':')).any(|word| word == lint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowing_a_panic_fires_outside_of_tests_only() {
        let allow = "#![allow(dead_code, clippy::unwrap_used)]\n";
        assert_eq!(check(&[Source::new("edge/src/a.rs", allow)]).len(), 1);
        assert_eq!(check(&[Source::new("edge/src/a.rs", "#[expect(clippy::panic)]\n")]).len(), 1);
        assert_eq!(check(&[Source::new("edge/src/a.rs", &format!("#[cfg(test)]\nmod tests {{\n{allow}}}"))]).len(), 0);
        assert_eq!(check(&[Source::new("tests/tests/e2e/main.rs", allow)]).len(), 0);
        assert_eq!(check(&[Source::new("edge/src/a.rs", "#[allow(clippy::too_many_arguments)]\n")]).len(), 0);
    }
}
