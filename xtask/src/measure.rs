//! `measure console`: builds the product as it ships, and prints how fast the agents' desk is with hundreds of
//! conversations and thousands of messages.

use crate::{
    bundle,
    failure::Failure,
    options::{Options, unknown},
    paths::Paths,
    setup,
};
use std::process::{Command, Stdio};

/// What measures; the suite leaves it out, since it takes minutes and its figures depend on the machine.
const SCENE: &str = "speed::the_console_is_measured";

/// How much there is to measure.
#[derive(Debug, PartialEq, Eq)]
struct Size {
    rows: u32,
    messages: u32,
    rounds: u32,
}

impl Size {
    fn parse(args: &[String]) -> Result<Self, Failure> {
        let mut size = Self { rows: 500, messages: 5_000, rounds: 9 };
        let mut options = Options::new(args);
        if options.next() != Some("console") {
            return Err(Failure::new("what is to be measured? There is one thing: `cargo xtask measure console`."));
        }
        while let Some(name) = options.next() {
            let field = match name {
                "--rows" => &mut size.rows,
                "--messages" => &mut size.messages,
                "--rounds" => &mut size.rounds,
                other => return Err(unknown("measure", other)),
            };
            let value = options.value(name)?;
            let number = value.parse().ok().filter(|number| *number > 0);
            *field = number.ok_or_else(|| Failure::new(format!("{name} is a number from 1, not {value:?}.")))?;
        }
        Ok(size)
    }
}

pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    let size = Size::parse(args)?;
    let tools = setup::for_build(paths)?;
    let browser = setup::browser(paths)?;
    bundle::build(paths, &tools)?;
    println!("· measuring the desk ({} conversations and {} messages first: some minutes)", size.rows, size.messages);
    let mut cargo: Command = tools.command("cargo".as_ref());
    cargo.args(["test", "--quiet", "-p", "weft-tests", "--test", "e2e", "--"]);
    cargo.args(["--ignored", "--exact", SCENE, "--nocapture"]);
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
    for (name, number) in [("WEFT_ROWS", size.rows), ("WEFT_MESSAGES", size.messages), ("WEFT_ROUNDS", size.rounds)] {
        cargo.env(name, number.to_string());
    }
    let status = cargo.status().map_err(|error| Failure::new(format!("cannot start cargo: {error}.")))?;
    if !status.success() {
        return Err(Failure::new("the desk could not be measured to the end; what is above says where it stopped."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Size, Failure> {
        Size::parse(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn sizes_are_those_of_the_goal_unless_they_are_given() {
        assert_eq!(parse(&["console"]).unwrap(), Size { rows: 500, messages: 5_000, rounds: 9 });
        let given = parse(&["console", "--rows", "20", "--messages", "300", "--rounds", "2"]).unwrap();
        assert_eq!(given, Size { rows: 20, messages: 300, rounds: 2 });
    }

    #[test]
    fn what_cannot_be_measured_is_refused() {
        for args in [&[][..], &["widget"], &["console", "--rows"], &["console", "--rows", "0"], &["console", "--fast"]]
        {
            assert!(parse(args).is_err(), "{args:?}");
        }
    }
}
