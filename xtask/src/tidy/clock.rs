//! Time and randomness of the edge come from one file, so that everything else can be given them.

use super::{
    Finding, Source,
    lexer::{Token, tokens, without_tests},
};

const THE_FILE: &str = "edge/src/ambient.rs";
/// Functions that read a clock or the randomness of the system, with the crate or type before them where it matters.
const READERS: [(&str, &str); 5] =
    [("Date", "now"), ("Date", "new_0"), ("SystemTime", "now"), ("Instant", "now"), ("getrandom", "fill")];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let scope = |source: &&Source| {
        let pure = source.path.starts_with("shared/src/") || source.path.starts_with("edge/src/");
        pure && source.is(".rs") && source.path != THE_FILE && !source.test
    };
    sources.iter().filter(scope).flat_map(readers).collect()
}

fn readers(source: &Source) -> Vec<Finding> {
    let tokens = tokens(without_tests(&source.text));
    let mut found = Vec::new();
    for window in tokens.windows(4) {
        let [(line, Token::Word(owner)), (_, Token::Sign(':')), (_, Token::Sign(':')), (_, Token::Word(name))] = window
        else {
            continue;
        };
        if READERS.contains(&(owner.as_str(), name.as_str())) {
            let problem = format!("calls {owner}::{name}: only {THE_FILE} reads clock and randomness");
            found.push(Finding::new(format!("{}:{line}", source.path), problem));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reading_the_clock_outside_of_the_one_file_fires() {
        for text in [
            "let now = Date::now();",
            "js_sys::Date::new_0()",
            "std::time::SystemTime::now()",
            "getrandom::fill(&mut x)",
        ] {
            assert_eq!(check(&[Source::new("edge/src/route/visitor.rs", text)]).len(), 1, "{text}");
            assert_eq!(check(&[Source::new(THE_FILE, text)]).len(), 0, "{text}");
            assert_eq!(check(&[Source::new("widget/src/app.rs", text)]).len(), 0, "{text}");
        }
    }

    #[test]
    fn a_comment_about_it_and_a_date_of_a_given_time_do_not_fire() {
        let text = "// never Date::now()\nlet date = js_sys::Date::new(&at.into());";
        assert_eq!(check(&[Source::new("edge/src/x.rs", text)]).len(), 0);
    }
}
