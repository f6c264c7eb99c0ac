//! Everything that is linked has a licence that ours can live with.

use super::Finding;
use crate::{failure::Failure, paths::Paths};
use serde_json::Value;
use std::process::Command;

const ALLOWED: [&str; 14] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "CC0-1.0",
    "0BSD",
    "BSL-1.0",
    "CDLA-Permissive-2.0",
];
/// Accepted for one crate each, with the reason.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// What cargo knows about all packages of the lock file.
pub fn metadata(paths: &Paths) -> Result<Value, Failure> {
    let output = Command::new("cargo")
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(&paths.root)
        .output()
        .map_err(|error| Failure::new(format!("cannot run cargo: {error}.")))?;
    if !output.status.success() {
        return Err(Failure::new(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim())));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| Failure::new(format!("cargo metadata: {error}.")))
}

pub fn check(metadata: &Value) -> Vec<Finding> {
    let packages = metadata.get("packages").and_then(Value::as_array).into_iter().flatten();
    packages.filter_map(problem).collect()
}

fn problem(package: &Value) -> Option<Finding> {
    let name = package.get("name").and_then(Value::as_str)?;
    let place = format!("Cargo.lock: {name}");
    match package.get("license").and_then(Value::as_str) {
        Some(licence) if allowed(licence) || EXCEPTIONS.contains(&(name, licence)) => None,
        Some(licence) => Some(Finding::new(place, format!("has the licence {licence}, which is not on the list"))),
        None => Some(Finding::new(place, "names no licence")),
    }
}

/// Whether an SPDX expression can be met with licences of the list: one side of each `OR`, all sides of each `AND`.
fn allowed(expression: &str) -> bool {
    let expression = expression.replace('/', " OR ");
    either(&mut spdx(&expression).iter().map(String::as_str).peekable())
}

/// Words and parentheses, with `X WITH Y` as one word.
fn spdx(expression: &str) -> Vec<String> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "+WITH+");
    spaced.split_whitespace().map(|word| word.replace("+WITH+", " WITH ")).collect()
}

fn either<'a, I: Iterator<Item = &'a str>>(words: &mut std::iter::Peekable<I>) -> bool {
    let mut met = both(words);
    while words.next_if_eq(&"OR").is_some() {
        // Not `||`: the right side must be read in any case.
        met |= both(words);
    }
    met
}

fn both<'a, I: Iterator<Item = &'a str>>(words: &mut std::iter::Peekable<I>) -> bool {
    let mut met = one(words);
    while words.next_if_eq(&"AND").is_some() {
        met &= one(words);
    }
    met
}

fn one<'a, I: Iterator<Item = &'a str>>(words: &mut std::iter::Peekable<I>) -> bool {
    match words.next() {
        Some("(") => {
            let met = either(words);
            met & words.next_if_eq(&")").is_some()
        }
        Some(name) => ALLOWED.contains(&name),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_met_by_one_side_of_or_and_both_of_and() {
        for (expression, met) in [
            ("MIT OR Apache-2.0", true),
            ("MIT/Apache-2.0", true),
            ("GPL-3.0 OR MIT", true),
            ("GPL-3.0", false),
            ("MIT AND GPL-3.0", false),
            ("(MIT OR GPL-3.0) AND Unicode-3.0", true),
            ("Apache-2.0 WITH LLVM-exception OR GPL-2.0", true),
            ("", false),
        ] {
            assert_eq!(allowed(expression), met, "{expression}");
        }
    }

    #[test]
    fn a_package_with_another_licence_or_none_fires() {
        let metadata = serde_json::json!({"packages": [
            {"name": "good", "license": "MIT"}, {"name": "strict", "license": "AGPL-3.0"}, {"name": "silent", "license": null},
        ]});
        let found: Vec<String> = check(&metadata).iter().map(ToString::to_string).collect();
        assert_eq!(
            found,
            [
                "Cargo.lock: strict: has the licence AGPL-3.0, which is not on the list",
                "Cargo.lock: silent: names no licence"
            ]
        );
    }
}
