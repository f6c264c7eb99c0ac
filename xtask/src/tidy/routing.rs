//! Routing cannot see a channel: nothing that the types in its folder can reach could name one.

use super::{
    Finding, Source,
    lexer::{Token, tokens, words},
};

const FOLDER: &str = "shared/src/routing/";
/// The modules of `shared` that routing may use: none knows of media, and none uses more of the crate.
const ALLOWED: [&str; 4] = ["id", "time", "language", "routing"];
/// The files of those modules, which are held to the same.
const REACHED: [&str; 3] = ["shared/src/id.rs", "shared/src/time.rs", "shared/src/language.rs"];
/// Words of identifiers and texts that stand for a medium.
const WORDS: [&str; 6] = ["channel", "channels", "medium", "media", "transport", "adapter"];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    let reached = |source: &&Source| {
        let own = source.path.starts_with(FOLDER) && source.is(".rs");
        own || REACHED.contains(&source.path.as_str())
    };
    sources.iter().filter(reached).flat_map(of).collect()
}

fn of(source: &Source) -> Vec<Finding> {
    let tokens = tokens(&source.text);
    let mut found = Vec::new();
    let mut say = |line: usize, problem: String| found.push(Finding::new(format!("{}:{line}", source.path), problem));
    for (at, (line, token)) in tokens.iter().enumerate() {
        let (Token::Word(text) | Token::Text(text)) = token else { continue };
        if words(text).iter().any(|word| WORDS.contains(&word.as_str())) {
            say(*line, format!("says {text:?}: routing sees intent, context and load, never the channel"));
        }
        if *token == Token::Word("crate".to_owned()) {
            for module in modules(tokens.get(at + 1..).unwrap_or_default()) {
                if !ALLOWED.contains(&module.as_str()) {
                    let allowed = ALLOWED.join(", ");
                    say(*line, format!("uses crate::{module}: what routing can reach is {allowed} alone"));
                }
            }
        }
    }
    found
}

/// The modules after `crate`: of `crate::a::B` it is `a`, of `crate::{a::B, c}` they are `a` and `c`.
fn modules(after: &[(usize, Token)]) -> Vec<String> {
    let mut rest = after.iter().map(|(_, token)| token);
    if !(rest.next() == Some(&Token::Sign(':')) && rest.next() == Some(&Token::Sign(':'))) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let (mut depth, mut first) = (0_usize, true);
    for token in rest {
        match token {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth = depth.saturating_sub(1),
            Token::Sign(',') if depth == 1 => first = true,
            Token::Word(word) if first => {
                found.push(word.clone());
                first = false;
            }
            Token::Sign('*') if first => found.push("*".to_owned()),
            _ => {}
        }
        if depth == 0 && !found.is_empty() {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&[Source::new(path, text)]).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_word_for_a_channel_fires_in_routing_and_in_what_it_reaches() {
        for text in [
            "struct Facts { channel: String }",
            "fn by_medium() {}",
            "enum LastChannel {}",
            "let why = \"channel\";",
            "#[cfg(test)]\nmod tests { fn channel() {} }",
        ] {
            assert_eq!(found("shared/src/routing/facts.rs", text).len(), 1, "{text}");
            assert_eq!(found("shared/src/id.rs", text).len(), 1, "{text}");
            assert_eq!(found("shared/src/policy/mod.rs", text).len(), 0, "{text}");
        }
    }

    #[test]
    fn what_can_reach_a_channel_may_not_be_used() {
        for (text, modules) in [
            ("use crate::message::Message;", 1),
            ("use crate::{id::AgentId, message::Message, policy::{Policy, Place}};", 2),
            ("fn a(c: &crate::conversation::Conversation) {}", 1),
            ("use crate::*;", 1),
            ("use crate::{\n    *,\n    id::AgentId,\n};", 1),
            ("use crate::{self as all};", 1),
        ] {
            assert_eq!(found("shared/src/routing/queue.rs", text).len(), modules, "{text}");
        }
    }

    #[test]
    fn its_own_modules_ids_and_time_are_free() {
        let text = "use super::Facts;\nuse crate::{id::{AgentId, ConversationId}, time::Timestamp};\n\
                    use crate::id::ConversationId;\npub(crate) fn a() { crate::routing::route() }\n// a channel";
        assert_eq!(found("shared/src/routing/queue.rs", text), Vec::<String>::new());
    }
}
