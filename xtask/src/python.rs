//! The public tester of API descriptions, a Python program: installed once, outside the checkout.

use crate::{
    failure::Failure,
    paths::{self, Paths, which},
    progress,
};
use std::{fs, path::PathBuf, process::Command};

/// The tester, in exactly this version.
const SCHEMATHESIS: &str = "4.32.5";

/// The program; says nothing where it is there.
pub fn schemathesis(paths: &Paths) -> Result<PathBuf, Failure> {
    let folder = paths.cache.join("python").join(format!("schemathesis-{SCHEMATHESIS}"));
    let program = folder.join("bin/schemathesis");
    if program.is_file() {
        return Ok(program);
    }
    let missing = || {
        Failure::new(
            "Python 3.10 or newer with venv is missing, which tests the API: install it (on Debian `apt-get install python3-venv`).",
        )
    };
    let python = which("python3").ok_or_else(missing)?;
    paths::remove_folder(&folder)?;
    let log = paths.cache.join("logs/python.log");
    let mut venv = Command::new(python);
    venv.args(["-m", "venv"]).arg(&folder);
    // A virtual environment knows its own place: it is made where it stays, and the program is there last.
    progress::quiet("making a place for Python's tools", &mut venv, &log).map_err(|_| missing())?;
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", &format!("schemathesis=={SCHEMATHESIS}")]);
    if let Err(failure) = progress::quiet("installing schemathesis", &mut pip, &log) {
        let _ = fs::remove_dir_all(&folder);
        return Err(failure);
    }
    Ok(program)
}
