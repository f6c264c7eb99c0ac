//! Counts what passed and failed, from the summaries that test programs print.

/// Passed and failed tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    pub fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// What one line of output counts: the last line of cargo's own test programs, and nextest's summary.
    pub fn of_line(line: &str) -> Self {
        let line = line.trim();
        let counted = line.strip_prefix("test result: ").map(|rest| rest.split(';')).map_or_else(
            || {
                line.strip_prefix("Summary [")
                    .and_then(|rest| rest.split_once("run:"))
                    .map(|(_, rest)| numbers(rest.split(',')))
            },
            |parts| Some(numbers(parts)),
        );
        counted.unwrap_or_default()
    }
}

fn numbers<'a>(parts: impl Iterator<Item = &'a str>) -> Tally {
    let mut tally = Tally::default();
    for part in parts {
        // `ok. 12 passed`, `3 failed (1 timed out)`
        let words: Vec<&str> = part.split_whitespace().collect();
        for pair in words.windows(2) {
            if let [count, what] = pair
                && let Ok(count) = count.parse::<u64>()
            {
                match *what {
                    "passed" => tally.passed += count,
                    "failed" => tally.failed += count,
                    _ => {}
                }
            }
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_both_kinds_are_counted_and_other_lines_are_not() {
        for (line, passed, failed) in [
            ("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s", 12, 0),
            ("test result: FAILED. 11 passed; 1 failed; 0 ignored", 11, 1),
            ("     Summary [   0.512s] 3 tests run: 2 passed, 1 failed, 4 skipped", 2, 1),
            ("     Summary [   0.512s] 23 tests run: 23 passed (1 slow), 0 skipped", 23, 0),
            ("I told you: 12 passed; 3 failed", 0, 0),
        ] {
            assert_eq!(Tally::of_line(line), Tally { passed, failed }, "{line}");
        }
    }
}
