//! `tidy`: rules of the project that no compiler checks. Each is a function over the sources in memory, with a test
//! that shows it firing.

mod channels;
mod clock;
mod direction;
mod lexer;
mod licences;
mod panics;
mod routing;
mod sizes;
mod wire;

use crate::{
    failure::Failure,
    hash,
    options::unknown,
    paths::{self, Paths},
};
use std::fmt;

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, and the line where one can be named.
    place: String,
    problem: String,
}

impl Finding {
    fn new(place: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { place: place.into(), problem: problem.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.problem)
    }
}

/// A text file of the repository.
#[derive(Clone, Debug)]
struct Source {
    /// From the root, with `/`.
    path: String,
    text: String,
    /// Whether it is there only to test.
    test: bool,
}

impl Source {
    fn new(path: &str, text: &str) -> Self {
        let test = path.split('/').any(|part| part == "tests" || part == "tests.rs");
        Self { path: path.to_owned(), text: text.to_owned(), test }
    }

    fn is(&self, end: &str) -> bool {
        self.path.ends_with(end)
    }
}

const FOLDERS: [&str; 8] = ["shared", "edge", "widget", "console", "tests", "xtask", "docs", "policies"];
/// What is read at all: the rest is data.
const KINDS: [&str; 7] = [".rs", ".js", ".mjs", ".css", ".toml", ".md", ".html"];

/// `tidy`.
pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    for arg in args {
        match arg.as_str() {
            "--accept-wire" => wire::accept(paths, &sources(paths)?)?,
            other => return Err(unknown("tidy", other)),
        }
    }
    let findings = findings(paths)?;
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("tidy");
            Ok(())
        }
        count => Err(Failure::new(format!("{count} to tidy."))),
    }
}

/// Everything that breaks a rule.
pub fn findings(paths: &Paths) -> Result<Vec<Finding>, Failure> {
    let sources = sources(paths)?;
    let mut findings = Vec::new();
    findings.extend(direction::check(&sources));
    findings.extend(sizes::check(&sources));
    findings.extend(channels::check(&sources));
    findings.extend(clock::check(&sources));
    findings.extend(panics::check(&sources));
    findings.extend(routing::check(&sources));
    findings.extend(wire::check(&sources));
    findings.extend(licences::check(&licences::metadata(paths)?));
    Ok(findings)
}

fn sources(paths: &Paths) -> Result<Vec<Source>, Failure> {
    let mut files = Vec::new();
    for folder in FOLDERS {
        hash::collect(&paths.at(folder), &mut files)?;
    }
    files.sort();
    let mut sources = Vec::new();
    for file in files {
        let path = file.strip_prefix(&paths.root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        if KINDS.iter().any(|kind| path.ends_with(kind)) && !path.contains("/corpora/") {
            sources.push(Source::new(&path, &paths::read(&file)?));
        }
    }
    mark_test_modules(&mut sources);
    Ok(sources)
}

/// Marks the files of modules that are declared by `#[cfg(test)] mod name;`.
fn mark_test_modules(sources: &mut [Source]) {
    let declared: Vec<String> = sources.iter().filter(|source| source.is(".rs")).flat_map(test_modules).collect();
    for source in sources {
        source.test |= declared.iter().any(|module| {
            let rest = source.path.strip_prefix(module.as_str());
            rest.is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
        });
    }
}

/// The modules' paths without `.rs`.
fn test_modules(source: &Source) -> Vec<String> {
    let (folder, file) = source.path.rsplit_once('/').unwrap_or(("", &source.path));
    let parent = match file {
        "mod.rs" | "lib.rs" | "main.rs" => folder.to_owned(),
        file => format!("{folder}/{}", file.trim_end_matches(".rs")),
    };
    let lines: Vec<&str> = source.text.lines().map(str::trim).collect();
    let declares = |pair: &[&str]| match pair {
        ["#[cfg(test)]", line] => line.strip_prefix("mod ")?.strip_suffix(';').map(|name| format!("{parent}/{name}")),
        _ => None,
    };
    lines.windows(2).filter_map(declares).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_declared_as_a_module_for_tests_counts_as_a_test() {
        let mut sources = [
            Source::new("shared/src/token/mod.rs", "#[cfg(test)]\nmod vectors;\nmod keyring;\n"),
            Source::new("shared/src/decide.rs", "#[cfg(test)]\nmod cases;\n"),
            Source::new("shared/src/token/vectors.rs", ""),
            Source::new("shared/src/token/keyring.rs", ""),
            Source::new("shared/src/decide/cases/long.rs", ""),
            Source::new("tests/src/lib.rs", ""),
        ];
        mark_test_modules(&mut sources);
        assert_eq!(sources.map(|source| source.test), [false, false, true, false, true, true]);
    }
}
