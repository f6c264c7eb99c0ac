//! `measure`: builds the product as it ships, and prints how fast something of it is: the agents' desk with hundreds of
//! conversations and thousands of messages, or the learning of what customers write about.

use crate::{
    failure::Failure,
    options::{Options, unknown},
    paths::Paths,
    scene,
};

/// Something to measure. The suite leaves it out, since it takes minutes and its figures depend on the machine.
#[derive(Debug, PartialEq, Eq)]
struct Measure {
    scene: &'static str,
    begins: &'static str,
    /// How much of it: an option, the variable by which the scene gets it, and a number.
    sizes: Vec<(&'static str, &'static str, u32)>,
}

impl Measure {
    fn named(name: Option<&str>) -> Option<Self> {
        let rounds = ("--rounds", "WEFT_ROUNDS", 9);
        match name? {
            "console" => Some(Self {
                scene: "speed::the_console_is_measured",
                begins: "measuring the desk (many conversations and messages first: some minutes)",
                sizes: vec![("--rows", "WEFT_ROWS", 500), ("--messages", "WEFT_MESSAGES", 5_000), rounds],
            }),
            "learning" => Some(Self {
                scene: "speed::learning::the_learning_of_intents_is_measured",
                begins: "measuring how intents are learned",
                sizes: vec![rounds],
            }),
            _ => None,
        }
    }

    fn parse(args: &[String]) -> Result<Self, Failure> {
        let mut options = Options::new(args);
        let what = "what is to be measured? `cargo xtask measure console` or `cargo xtask measure learning`.";
        let mut measure = Self::named(options.next()).ok_or_else(|| Failure::new(what))?;
        while let Some(name) = options.next() {
            let size = measure.sizes.iter_mut().find(|(option, ..)| *option == name);
            let (_, _, number) = size.ok_or_else(|| unknown("measure", name))?;
            let value = options.value(name)?;
            let given = value.parse().ok().filter(|given| *given > 0);
            *number = given.ok_or_else(|| Failure::new(format!("{name} is a number from 1, not {value:?}.")))?;
        }
        Ok(measure)
    }
}

pub fn run(paths: &Paths, args: &[String]) -> Result<(), Failure> {
    let Measure { scene, begins, sizes } = Measure::parse(args)?;
    let settings: Vec<(&str, String)> = sizes.iter().map(|(_, name, number)| (*name, number.to_string())).collect();
    scene::run(paths, scene, begins, &settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(args: &[&str]) -> Result<Vec<u32>, Failure> {
        let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
        Ok(Measure::parse(&args)?.sizes.into_iter().map(|(_, _, number)| number).collect())
    }

    #[test]
    fn sizes_are_those_of_the_goal_unless_they_are_given() {
        assert_eq!(sizes(&["console"]).unwrap(), [500, 5_000, 9]);
        assert_eq!(sizes(&["console", "--rows", "20", "--messages", "300", "--rounds", "2"]).unwrap(), [20, 300, 2]);
        assert_eq!(sizes(&["learning", "--rounds", "3"]).unwrap(), [3]);
    }

    #[test]
    fn what_cannot_be_measured_is_refused() {
        for args in [
            &[][..],
            &["widget"],
            &["console", "--rows"],
            &["console", "--rows", "0"],
            &["console", "--fast"],
            &["learning", "--rows", "3"],
        ] {
            assert!(sizes(args).is_err(), "{args:?}");
        }
    }
}
