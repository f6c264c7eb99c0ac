//! `cargo xtask <command>`: everything that is run to develop, test, measure and deploy Weft.

mod bundle;
mod children;
mod deploy;
mod dev;
mod env_file;
mod failure;
mod front;
mod guide;
mod hash;
mod http;
mod keys;
mod measure;
mod openapi;
mod options;
mod paths;
mod policy;
mod progress;
mod providers;
mod python;
mod scene;
mod seed;
mod setup;
mod size;
mod stories;
mod tally;
mod test;
mod tidy;
mod time;
mod watch;

use failure::Failure;
use paths::Paths;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask <command>

  dev [--port N] [--state DIR] [--fresh] [--empty]
                                             build and run all of Weft on this machine; --empty: without the demo's stories
  test [NAMES…] [--only lint|unit|wasm|e2e]  check and test everything
  size [--json]                              build and measure what browsers and the edge load
  tidy [--accept-wire]                       check what no compiler checks
  policy check FILE | docs | dry-run FILE --events FILE [--over FILE] [--now RFC3339]
                                             check a site's rules, renew their docs, try them on what happened
  openapi [--check]                          renew the description of the API
  guide                                      walk through the demo shop's desk and renew the pictures of docs/AGENTS.md
  measure console [--rows N] [--messages N] [--rounds N]
                                             build and print how fast the agents' desk is; takes minutes
  measure learning [--rounds N]              build and print how long learning 80 intents takes in the worker
  keys rotate [--state DIR] [--overlap DAYS] a new signing key now; the old one verifies for DAYS (30) more
  deploy --public-url URL [--mail postmark|cloudflare] [--state DIR] [--site SITE] [--dry-run]
                                             put it on Cloudflare; --dry-run says what it would do
  build                                      only build

Downloads and builds are kept in $WEFT_CACHE (default ~/.cache/weft).";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    match run(&command, &rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("\nxtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &str, args: &[String]) -> Result<(), Failure> {
    let paths = Paths::find()?;
    match command {
        "dev" => dev::run(&paths, &dev::Options::parse(args)?),
        "test" => test::run(&paths, &test::Options::parse(args)?),
        "size" => size::run(&paths, args),
        "tidy" => tidy::run(&paths, args),
        "keys" => keys::run(&paths, args),
        "deploy" => deploy::run(&paths, &deploy::Options::parse(args)?),
        "policy" => policy::run(&paths, args),
        "openapi" => openapi::run(&paths, args),
        "guide" => guide::run(&paths, args),
        "measure" => measure::run(&paths, args),
        "build" => bundle::build(&paths, &setup::for_build(&paths)?),
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => Err(Failure::new(format!("there is no command {other:?}.\n\n{USAGE}"))),
    }
}
