//! `guide`: builds the product, has the demo shop's stories told, walks through a day at its desk in a browser, and keeps
//! the pictures of docs/AGENTS.md.

use crate::{bundle, failure::Failure, paths::Paths, setup};
use std::process::{Command, Stdio};

/// Where the pictures are.
const PICTURES: &str = "docs/guide";
/// The walk; the suite leaves it out, since sixty stories take minutes.
const WALK: &str = "guide::an_agent_works_for_a_day_at_the_demo_shop";

pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    if !args.is_empty() {
        return Err(Failure::new("`guide` has no options."));
    }
    let tools = setup::for_build(paths)?;
    let browser = setup::browser(paths)?;
    bundle::build(paths, &tools)?;
    println!("· walking through the desk (sixty stories first: some minutes)");
    let mut cargo: Command = tools.command("cargo".as_ref());
    cargo.args(["test", "--quiet", "-p", "weft-tests", "--test", "e2e", "--", "--ignored", "--exact", WALK]);
    cargo.current_dir(&paths.root).stdin(Stdio::null()).env("CARGO_TARGET_DIR", paths.target());
    for (name, path) in [
        ("WEFT_NODE", tools.node.clone()),
        ("WEFT_WRANGLER", tools.wrangler_script()),
        ("WEFT_EDGE_DIR", paths.at("edge")),
        ("WEFT_CHROMEDRIVER", browser.driver),
        ("WEFT_CHROMIUM", browser.chromium),
        ("WEFT_AXE", tools.package("axe-core/axe.min.js")),
        ("WEFT_GUIDE", paths.at(PICTURES)),
    ] {
        cargo.env(name, path);
    }
    let status = cargo.status().map_err(|error| Failure::new(format!("cannot start cargo: {error}.")))?;
    if !status.success() {
        return Err(Failure::new("the walk did not get to its end; what is above says where it stopped."));
    }
    println!("The pictures are in {PICTURES}. Look at them.");
    Ok(())
}
