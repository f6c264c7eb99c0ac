//! `policy`: checks policy files, tries them on what happened, renews what describes them. The work is done by an example
//! of the domain's crate: this crate depends on none of ours.

use crate::{failure::Failure, paths::Paths};
use std::{env, path::Path, process::Command};

const USAGE: &str = "`policy` has three commands: `check FILE`, `docs`, and `dry-run FILE --events FILE [--over FILE] [--now RFC3339]`.";
/// What is followed by the name of a file.
const FILES: [&str; 4] = ["check", "dry-run", "--events", "--over"];

/// `policy`.
pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    let here = env::current_dir().map_err(|error| Failure::file("open", Path::new("."), &error))?;
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["run", "-q", "-p", "weft-shared", "--example", "policy", "--"])
        .args(arguments(&here, args)?)
        .current_dir(&paths.root)
        .status()
        .map_err(|error| Failure::new(format!("cannot start cargo: {error}.")))?;
    if status.success() { Ok(()) } else { Err(Failure::new("the policy was not accepted; see above.")) }
}

/// The arguments, with the names of files as they are from the root of the checkout.
fn arguments(here: &Path, args: &[String]) -> Result<Vec<String>, Failure> {
    if !matches!(args.first().map(String::as_str), Some("check" | "docs" | "dry-run")) {
        return Err(Failure::new(USAGE));
    }
    let mut file = false;
    let mut all = Vec::new();
    for arg in args {
        all.push(if file { here.join(arg).to_string_lossy().into_owned() } else { arg.clone() });
        file = FILES.contains(&arg.as_str());
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(args: &[&str]) -> Result<Vec<String>, Failure> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        arguments(Path::new("/shop"), &args)
    }

    #[test]
    fn files_are_found_from_where_the_command_was_given() {
        assert_eq!(all(&["check", "rules.toml"]).unwrap(), ["check", "/shop/rules.toml"]);
        assert_eq!(all(&["check", "/etc/rules.toml"]).unwrap(), ["check", "/etc/rules.toml"]);
        assert_eq!(
            all(&["dry-run", "a.toml", "--events", "b.jsonl", "--now", "2026-11-22T00:00:00Z"]).unwrap(),
            ["dry-run", "/shop/a.toml", "--events", "/shop/b.jsonl", "--now", "2026-11-22T00:00:00Z"]
        );
        assert_eq!(all(&["docs"]).unwrap(), ["docs"]);
    }

    #[test]
    fn another_command_is_refused_with_those_there_are() {
        for args in [&["chekc", "x"][..], &[]] {
            assert_eq!(all(args), Err(Failure::new(USAGE)));
        }
    }
}
