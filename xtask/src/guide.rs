//! `guide`: builds the product, has the demo shop's stories told, walks through a day at its desk in a browser, and keeps
//! the pictures of docs/AGENTS.md.

use crate::{failure::Failure, paths::Paths, scene};

/// Where the pictures are.
const PICTURES: &str = "docs/guide";
/// The walk; the suite leaves it out, since sixty stories take minutes.
const WALK: &str = "guide::an_agent_works_for_a_day_at_the_demo_shop";

pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    if !args.is_empty() {
        return Err(Failure::new("`guide` has no options."));
    }
    let begins = "walking through the desk (sixty stories first: some minutes)";
    scene::run(paths, WALK, begins, &[("WEFT_GUIDE", paths.at(PICTURES))])?;
    println!("The pictures are in {PICTURES}. Look at them.");
    Ok(())
}
