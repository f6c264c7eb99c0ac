//! `measure console`: builds the product as it ships, and prints how fast the agents' desk is with hundreds of
//! conversations and thousands of messages.

use crate::{
    failure::Failure,
    options::{Options, unknown},
    paths::Paths,
    scene,
};

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
    let Size { rows, messages, rounds } = size;
    let begins = format!("measuring the desk ({rows} conversations and {messages} messages first: some minutes)");
    let settings = [("WEFT_ROWS", rows), ("WEFT_MESSAGES", messages), ("WEFT_ROUNDS", rounds)];
    scene::run(paths, SCENE, &begins, &settings.map(|(name, number)| (name, number.to_string())))
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
