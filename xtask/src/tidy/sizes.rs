//! Files stay short enough to be read in one go.

use super::{Finding, Source};

const MOST_LINES: usize = 400;

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let code = |source: &&Source| [".rs", ".js", ".mjs", ".css"].iter().any(|kind| source.is(kind));
    let too_long = |source: &Source| {
        let lines = source.text.lines().count();
        (lines > MOST_LINES).then(|| {
            Finding::new(
                &source.path,
                format!("has {lines} lines, more than {MOST_LINES}: split it where the subject changes"),
            )
        })
    };
    sources.iter().filter(code).filter_map(too_long).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_more_than_four_hundred_lines_fires_and_a_document_does_not() {
        let long = "x\n".repeat(401);
        let sources =
            [Source::new("a.rs", &long), Source::new("b.md", &long), Source::new("c.css", &"x\n".repeat(400))];
        let found = check(&sources);
        assert_eq!(found.len(), 1);
        assert!(found[0].to_string().starts_with("a.rs: has 401 lines"), "{}", found[0]);
    }
}
