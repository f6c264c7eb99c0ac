//! Searches are read as they are meant, and none of them breaks out.

use super::*;
use proptest::prelude::*;

fn read(pairs: &[(&str, &str)]) -> Result<Search, String> {
    Search::read(pairs.iter().map(|(name, value)| (Cow::Borrowed(*name), Cow::Borrowed(*value))))
}

fn expression(text: &str) -> String {
    read(&[("q", text)]).unwrap().expression()
}

#[test]
fn words_and_phrases_must_all_occur() {
    for (text, wanted) in [
        ("teapot", r#""teapot" *"#),
        ("a teapot", r#""a" AND "teapot" *"#),
        (r#""blue teapot" broken"#, r#""blue teapot" AND "broken" *"#),
        (r#"“blue teapot”"#, r#""blue teapot""#),
        (r#"never "closed"#, r#""never" * AND "closed""#),
        (
            "text:secret OR NOT (x) -y NEAR/2",
            r#""text:secret" * AND "OR" AND "NOT" * AND "(x)" * AND "-y" AND "NEAR/2" *"#,
        ),
        ("*** ^ -- 4711", r#""4711" *"#),
        ("größe\u{0}nix", r#""größe" * AND "nix" *"#),
    ] {
        assert_eq!(expression(text), wanted, "{text}");
    }
}

#[test]
fn filters_are_read_and_what_is_wrong_with_one_is_told() {
    let conversation = ConversationId::from_bits(7).to_string();
    let search = read(&[
        ("q", "x1"),
        ("conversation", &conversation),
        ("channel", "pigeon"),
        ("owner", "ada"),
        ("intent", "refund"),
        ("state", "closed"),
        ("from", "2026-11-01"),
        ("until", "2026-11-22"),
        ("after", "1795319460000_42"),
    ])
    .unwrap();
    assert_eq!(search.conversation, Some(ConversationId::from_bits(7)));
    assert_eq!((search.channel.unwrap().as_str(), search.owner.unwrap().as_str()), ("pigeon", "ada"));
    assert_eq!((search.intent.as_deref(), search.open), (Some("refund"), Some(false)));
    let days = search.until.unwrap().since(search.from.unwrap()) / DAY;
    assert_eq!(days, 22, "the last day counts whole");
    assert_eq!(search.after.unwrap().to_string(), "1795319460000_42");
    for (pairs, part) in [
        (vec![], "`q` must have a word"),
        (vec![("q", "?!")], "`q` must have a word"),
        (vec![("q", "x"), ("state", "ajar")], "`state` must be `open` or `closed`"),
        (vec![("q", "x"), ("from", "22.11.2026")], "2026-11-22"),
        (vec![("q", "x"), ("until", "2026-02-30")], "2026-11-22"),
        (vec![("q", "x"), ("after", "1")], "`next`"),
        (vec![("q", "x"), ("owner", "A B")], "`owner` must be an agent"),
        (vec![("q", "x"), ("colour", "red")], "no filter"),
    ] {
        let problem = read(&pairs).unwrap_err();
        assert!(problem.contains(part), "{pairs:?}: {problem}");
    }
    assert!(read(&[("q", &"x".repeat(LONGEST + 1))]).is_err());
    assert!(read(&[("q", &"x ".repeat(MOST_TERMS + 1))]).is_err());
    assert_eq!(read(&[("q", "x"), ("owner", "")]).unwrap().owner, None, "an empty filter is none");
}

#[test]
fn marks_become_pieces_and_never_text() {
    let found = |text: &str, hit| (text.to_owned(), hit);
    assert_eq!(
        pieces("the <blue> <teapot>", '<', '>'),
        [found("the ", false), found("blue", true), found(" ", false), found("teapot", true)]
    );
    assert_eq!(pieces(">x<y", '<', '>'), [found("x", false), found("y", true)]);
    assert!(pieces("", '<', '>').is_empty());
}

/// What FTS5 reads in an expression of strings: each string, and whether its continuations count.
fn strings(expression: &str) -> Option<Vec<(String, bool)>> {
    let mut strings = Vec::new();
    let mut rest = expression;
    loop {
        rest = rest.strip_prefix('"')?;
        let mut text = String::new();
        loop {
            let (before, after) = rest.split_once('"')?;
            text.push_str(before);
            match after.strip_prefix('"') {
                Some(after) => {
                    text.push('"');
                    rest = after;
                }
                None => {
                    rest = after;
                    break;
                }
            }
        }
        let begins = rest.strip_prefix(" *");
        strings.push((text, begins.is_some()));
        rest = begins.unwrap_or(rest);
        if rest.is_empty() {
            return Some(strings);
        }
        rest = rest.strip_prefix(" AND ")?;
    }
}

proptest! {
    #[test]
    fn nothing_that_is_typed_is_more_than_a_string(text in "[\"“” a-z*:()^+{}\\-\u{0}\u{300}äß中]{0,60}|\\PC{0,60}") {
        if let Ok(search) = read(&[("q", &text)]) {
            let found = strings(&search.expression());
            let wanted: Vec<(String, bool)> = search.terms.iter().map(|term| match term {
                Term::Word(word) => (word.clone(), word.chars().count() >= STEM),
                Term::Phrase(phrase) => (phrase.clone(), false),
            }).collect();
            prop_assert_eq!(found, Some(wanted));
        }
        prop_assert_eq!(strings(&quoted(&text)), Some(vec![(text, false)]));
    }

    #[test]
    fn pieces_add_up_to_the_text(text in "[a-z<> ]{0,40}") {
        let whole: String = pieces(&text, '<', '>').into_iter().map(|(piece, _)| piece).collect();
        prop_assert_eq!(whole, text.replace(['<', '>'], ""));
    }
}
