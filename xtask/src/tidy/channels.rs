//! No channel is named in code outside adapters and policies: a new one must be an adapter and a table, no more.

use super::{
    Finding, Source,
    lexer::{Token, tokens, without_tests, words},
};

/// Names of channels, as string literals.
const NAMES: [&str; 13] = [
    "web-chat",
    "webchat",
    "web_chat",
    "email",
    "e-mail",
    "sms",
    "whatsapp",
    "voice",
    "telegram",
    "messenger",
    "instagram",
    "slack",
    "discord",
];
/// Words of identifiers that can only mean a channel.
const WORDS: [&str; 9] = ["webchat", "email", "sms", "whatsapp", "voice", "telegram", "messenger", "slack", "discord"];
/// What the platform itself calls its mail interface.
const PLATFORM: [&str; 3] = ["SendEmail", "EmailMessage", "ForwardableEmailMessage"];

/// Where a number at a provider is entered, what it is for has a name: it is shown and stored, and decides nothing.
const ENTERED: [&str; 3] = ["console/src/admin/site.rs", "edge/src/settings/shown.rs", "shared/src/wire/admin.rs"];

pub fn check(sources: &[Source]) -> Vec<Finding> {
    sources.iter().filter(|source| in_scope(source)).flat_map(names).collect()
}

fn in_scope(source: &Source) -> bool {
    let code = source.is(".rs") || source.is(".js");
    // Adapters know their channel, pictures are chosen by it; tests and the tasks write examples.
    // Claims of tokens are named by their standard: OpenID Connect Core, section 5.1, has `email`.
    let free = ["edge/src/adapter/", "shared/src/jwt", "xtask/"].iter().any(|folder| source.path.starts_with(folder))
        || source.is("/icon.rs")
        || ENTERED.contains(&source.path.as_str());
    code && !free && !source.test
}

fn names(source: &Source) -> Vec<Finding> {
    let tokens = tokens(without_tests(&source.text));
    let mut found = Vec::new();
    let mut before: [Option<&Token>; 2] = [None, None];
    for (line, token) in &tokens {
        let named = match token {
            Token::Text(text) => names_channel(text) && !is_html_value(before),
            Token::Word(word) => word_of_channel(word) && !is_platform(word, before),
            Token::Sign(_) => false,
        };
        if named {
            let (Token::Text(name) | Token::Word(name)) = token else { continue };
            let place = format!("{}:{line}", source.path);
            found.push(Finding::new(place, format!("names the channel {name:?}: only adapters and policies may")));
        }
        before = [before[1], Some(token)];
    }
    found
}

fn names_channel(text: &str) -> bool {
    let lower = text.to_lowercase();
    NAMES.contains(&lower.as_str())
}

fn word_of_channel(identifier: &str) -> bool {
    let words = words(identifier);
    let pair = words.windows(2).any(|pair| pair == ["web", "chat"] || pair == ["whats", "app"]);
    pair || words.iter().any(|word| WORDS.contains(&word.as_str()))
}

/// `type="email"` is a kind of input field.
fn is_html_value(before: [Option<&Token>; 2]) -> bool {
    let attribute = |token: Option<&Token>| matches!(token, Some(Token::Word(word)) if ["type", "inputmode", "autocomplete"].contains(&word.as_str()));
    matches!(before, [name, Some(Token::Sign('='))] if attribute(name))
}

/// Names of the platform's types, and its mail event: `#[event(email)] fn email`, `js_name = email`.
fn is_platform(word: &str, before: [Option<&Token>; 2]) -> bool {
    let event = matches!(before, [Some(Token::Word(event)), Some(Token::Sign('('))] if event == "event");
    let handler = matches!(before[1], Some(Token::Word(keyword)) if keyword == "fn");
    let export = matches!(before, [Some(Token::Word(name)), Some(Token::Sign('='))] if name == "js_name");
    PLATFORM.contains(&word) || (word == "email" && (event || handler || export))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> usize {
        check(&[Source::new(path, text)]).len()
    }

    #[test]
    fn a_channel_named_in_a_string_or_an_identifier_fires() {
        for text in [
            "if c == \"email\" {}",
            "let x = \"Web-Chat\";",
            "Channel::WebChat",
            "fn is_whatsapp() {}",
            "const SMS: u8 = 1;",
        ] {
            assert_eq!(found("shared/src/decide/x.rs", text), 1, "{text}");
        }
        assert_eq!(found("widget/boot.js", "if (channel === 'email') {}"), 1);
    }

    #[test]
    fn adapters_tests_comments_and_other_words_are_free() {
        assert_eq!(found("edge/src/adapter/email/mod.rs", "\"email\""), 0);
        assert_eq!(found("tests/tests/e2e/a.rs", "\"email\""), 0);
        assert_eq!(found("shared/src/x.rs", "// email\nlet a = 1;\n#[cfg(test)]\nmod tests { \"email\" }"), 0);
        assert_eq!(found("shared/src/x.rs", "invoice(\"Your email\"); mail_sent()"), 0);
    }

    #[test]
    fn the_platforms_own_names_and_input_types_are_free() {
        assert_eq!(found("edge/src/lib.rs", "#[event(email)] async fn email(m: ForwardableEmailMessage) {}"), 0);
        assert_eq!(found("edge/src/lib.rs", "#[wasm_bindgen(js_name = email)] pub fn mail() {}"), 0);
        assert_eq!(found("console/src/x.rs", "view! { <input type=\"email\" autocomplete=\"email\"/> }"), 0);
    }
}
