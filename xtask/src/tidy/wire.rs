//! The document of the protocol and the wire types cannot part: whoever changes one looks at the other.

use super::{
    Finding, Source,
    lexer::{Token, tokens, without_tests},
};
use crate::{
    failure::Failure,
    hash,
    paths::{self, Paths},
};

const DOCUMENT: &str = "docs/PROTOCOL.md";
const TYPES: &str = "shared/src/wire/";
const PROBLEMS: &str = "shared/src/wire/problem.rs";
const MARK: &str = "<!-- wire: sha256 ";

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let Some(document) = sources.iter().find(|source| source.path == DOCUMENT) else {
        return vec![Finding::new(DOCUMENT, "is missing: it describes what goes over the network")];
    };
    let mut findings = Vec::new();
    if marked(&document.text) != Some(hash(sources).as_str()) {
        findings.push(Finding::new(
            DOCUMENT,
            format!("was not looked at since {TYPES} changed: describe what is new, then run `cargo xtask tidy --accept-wire`"),
        ));
    }
    for name in names(sources) {
        if !has_word(&document.text, &name) {
            findings.push(Finding::new(DOCUMENT, format!("does not name {name:?}, which goes over the network")));
        }
    }
    findings
}

/// Records that the document describes the types as they are.
pub fn accept(paths: &Paths, sources: &[Source]) -> Result<(), Failure> {
    let document = sources.iter().find(|source| source.path == DOCUMENT);
    let document = document.ok_or_else(|| Failure::new(format!("{DOCUMENT} is missing.")))?;
    paths::write(&paths.at(DOCUMENT), with_mark(&document.text, &hash(sources)))
}

fn with_mark(text: &str, hash: &str) -> String {
    let kept: Vec<&str> = text.lines().filter(|line| !line.starts_with(MARK)).collect();
    format!("{}\n\n{MARK}{hash} -->\n", kept.join("\n").trim_end())
}

fn marked(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix(MARK)?.strip_suffix(" -->"))
}

fn types(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|source| source.path.starts_with(TYPES) && source.is(".rs") && !source.test)
}

/// Over what the types are, without comments and layout: a better sentence about a field needs no new look.
fn hash(sources: &[Source]) -> String {
    let code = types(sources).map(|source| format!("{} {:?}\n", source.path, shape(source)));
    hash::hex(code.collect::<String>().as_bytes())
}

fn shape(source: &Source) -> Vec<Token> {
    tokens(without_tests(&source.text)).into_iter().map(|(_, token)| token).collect()
}

/// Names of fields, of frames and of kinds of problems, as they are on the wire.
fn names(sources: &[Source]) -> Vec<String> {
    let mut names = Vec::new();
    for source in types(sources) {
        let tokens = shape(source);
        for (i, token) in tokens.iter().enumerate() {
            let Token::Word(word) = token else { continue };
            let next = tokens.get(i + 1);
            let after = tokens.get(i + 2);
            match word.as_str() {
                // `pub name: Type`, not `pub fn` nor `pub(super)`.
                "pub" => {
                    if let (Some(Token::Word(field)), Some(Token::Sign(':'))) = (next, after)
                        && tokens.get(i + 3) != Some(&Token::Sign(':'))
                    {
                        names.push(renamed(&tokens, i).unwrap_or_else(|| field.clone()));
                    }
                }
                _ if source.path == PROBLEMS => {
                    // A row of the list: `Variant "name" 400 "title"`.
                    if let Some(Token::Text(name)) = next
                        && matches!(after, Some(Token::Sign(digit)) if digit.is_ascii_digit())
                    {
                        names.push(name.clone());
                    }
                }
                _ => {}
            }
        }
    }
    names.sort();
    names.dedup();
    names
}

/// The name in `#[serde(rename = "…")]` right before a field.
fn renamed(tokens: &[Token], field: usize) -> Option<String> {
    let before = tokens.get(field.checked_sub(8)?..field)?;
    let at = before.iter().position(|token| *token == Token::Word("rename".to_owned()))?;
    match before.get(at + 2)? {
        Token::Text(name) => Some(name.clone()),
        _ => None,
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let inside = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(inside) && !after.is_some_and(inside)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "pub struct Say {\n    #[serde(rename = \"type\")]\n    pub kind: String,\n    pub body_text: String,\n}\n\
                        pub const VERSION: u32 = 1;\npub fn new() {}\n";
    const LIST: &str = "problems! { Malformed \"malformed\" 400 \"The request\" }";

    fn with(document: &str) -> Vec<Source> {
        vec![
            Source::new("shared/src/wire/customer.rs", CODE),
            Source::new(PROBLEMS, LIST),
            Source::new(DOCUMENT, document),
        ]
    }

    #[test]
    fn names_are_those_on_the_wire() {
        assert_eq!(names(&with("")), ["body_text", "malformed", "type"]);
    }

    #[test]
    fn a_document_that_names_everything_and_was_accepted_is_fine() {
        let sources = with("`type`, `body_text`, urn:weft:problem:malformed\n");
        let accepted = with_mark(&sources[2].text, &hash(&sources));
        assert_eq!(check(&with(&accepted)), []);
    }

    #[test]
    fn a_missing_name_a_changed_type_and_a_missing_document_fire() {
        let sources = with("type body_texts malformed");
        let accepted = with_mark(&sources[2].text, &hash(&sources));
        assert!(check(&with(&accepted))[0].to_string().contains("\"body_text\""));
        let mut changed = with(&with_mark("type body_text malformed", &hash(&sources)));
        assert_eq!(check(&changed), []);
        changed[0].text.push_str("pub struct New { pub kind: u8 }");
        assert!(check(&changed)[0].to_string().contains("--accept-wire"));
        assert_eq!(check(&sources[..2]).len(), 1);
    }

    #[test]
    fn a_comment_changes_nothing() {
        let mut sources = with("");
        let before = hash(&sources);
        sources[0].text.push_str("// only a word\n");
        assert_eq!(hash(&sources), before);
    }
}
