//! Reading command-line options.

use crate::failure::Failure;
use std::slice::Iter;

/// The arguments of one command, read from left to right.
pub struct Options<'a> {
    args: Iter<'a, String>,
}

impl<'a> Options<'a> {
    pub fn new(args: &'a [String]) -> Self {
        Self { args: args.iter() }
    }

    /// The next argument, whatever it is.
    pub fn next(&mut self) -> Option<&'a str> {
        self.args.next().map(String::as_str)
    }

    /// The value that must follow the option `name`.
    pub fn value(&mut self, name: &str) -> Result<&'a str, Failure> {
        self.next().ok_or_else(|| Failure::new(format!("{name} needs a value after it.")))
    }
}

/// What to say to an argument that means nothing here.
pub fn unknown(command: &str, arg: &str) -> Failure {
    Failure::new(format!("`{command}` does not know {arg:?}; `cargo xtask help` shows what it knows."))
}
