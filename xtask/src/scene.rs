//! Scenes: end-to-end tests that the suite leaves out, because they take minutes or print what they measure. A command
//! runs one on the product as it ships.

use crate::{bundle, failure::Failure, paths::Paths, setup};
use std::{
    ffi::OsStr,
    process::{Command, Stdio},
};

/// Builds the product and runs a scene in a browser. `begins`: what is said before it; `more`: settings of its own.
pub fn run<V: AsRef<OsStr>>(paths: &Paths, scene: &str, begins: &str, more: &[(&str, V)]) -> Result<(), Failure> {
    let tools = setup::for_build(paths)?;
    let browser = setup::browser(paths)?;
    bundle::build(paths, &tools)?;
    println!("· {begins}");
    let mut cargo: Command = tools.command("cargo".as_ref());
    cargo.args(["test", "--quiet", "-p", "weft-tests", "--test", "e2e", "--"]);
    cargo.args(["--ignored", "--exact", scene, "--nocapture"]);
    cargo.current_dir(&paths.root).stdin(Stdio::null()).env("CARGO_TARGET_DIR", paths.target());
    for (name, path) in [
        ("WEFT_NODE", tools.node.clone()),
        ("WEFT_WRANGLER", tools.wrangler_script()),
        ("WEFT_EDGE_DIR", paths.at("edge")),
        ("WEFT_CHROMEDRIVER", browser.driver),
        ("WEFT_CHROMIUM", browser.chromium),
        ("WEFT_AXE", tools.package("axe-core/axe.min.js")),
    ] {
        cargo.env(name, path);
    }
    cargo.envs(more.iter().map(|(name, value)| (name, value)));
    let status = cargo.status().map_err(|error| Failure::new(format!("cannot start cargo: {error}.")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new("it did not get to its end; what is above says where it stopped."))
    }
}
