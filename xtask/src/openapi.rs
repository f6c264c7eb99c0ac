//! `openapi`: renews docs/openapi.json, and the table in docs/API.md, from the routes and the wire types. The work is
//! done by an example of the domain's crate: this crate depends on none of ours.

use crate::{failure::Failure, paths::Paths};
use std::{env, process::Command};

/// The command that writes the description, or with `check` holds that it is up to date.
pub fn command(paths: &Paths, check: bool) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["run", "-q", "-p", "weft-shared", "--features", "schema", "--example", "openapi", "--"]);
    command.args(check.then_some("--check")).current_dir(&paths.root);
    command
}

/// `openapi [--check]`.
pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    let check = match args {
        [] => false,
        [arg] if arg == "--check" => true,
        _ => return Err(Failure::new("`openapi` has one option: --check.")),
    };
    let status = command(paths, check).status();
    let status = status.map_err(|error| Failure::new(format!("cannot start cargo: {error}.")))?;
    if status.success() { Ok(()) } else { Err(Failure::new("the description of the API was not accepted; see above.")) }
}
