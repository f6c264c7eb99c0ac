//! Splits Rust and JavaScript into what the rules look at: identifiers and string literals, without comments and
//! without test modules. Not a parser: exact enough for our own sources.

/// A piece of code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

/// Tokens with the numbers of their lines, from 1.
pub fn tokens(text: &str) -> Vec<(usize, Token)> {
    Lexer { rest: text.chars().collect::<Vec<_>>().into_iter().peekable(), line: 1, found: Vec::new() }.run()
}

/// The part of a Rust file before its `#[cfg(test)] mod`.
pub fn without_tests(text: &str) -> &str {
    let mut from = 0;
    for (at, _) in text.match_indices("#[cfg(test)]") {
        if at < from {
            continue;
        }
        let after = text.get(at + "#[cfg(test)]".len()..).unwrap_or_default().trim_start();
        if after.starts_with("mod ") {
            return text.get(..at).unwrap_or(text);
        }
        from = at;
    }
    text
}

/// The words of an identifier, in lower case: `ReplyMail`, `reply_mail` and `REPLY_MAIL` are `reply`, `mail`.
pub fn words(identifier: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower_before = false;
    for letter in identifier.chars() {
        if letter == '_' || (letter.is_uppercase() && lower_before) {
            words.push(String::new());
        }
        if letter != '_'
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        lower_before = letter.is_lowercase() || letter.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

struct Lexer {
    rest: std::iter::Peekable<std::vec::IntoIter<char>>,
    line: usize,
    found: Vec<(usize, Token)>,
}

impl Lexer {
    fn run(mut self) -> Vec<(usize, Token)> {
        while let Some(letter) = self.next() {
            let line = self.line;
            match letter {
                '/' if self.rest.peek() == Some(&'/') => self.skip_line(),
                '/' if self.rest.peek() == Some(&'*') => self.skip_block(),
                '"' | '`' => {
                    let text = self.text(letter);
                    self.found.push((line, Token::Text(text)));
                }
                '\'' => self.quote(line),
                letter if letter.is_alphabetic() || letter == '_' => {
                    let word = self.word(letter);
                    if word == "r" || word == "br" {
                        self.raw(word, line);
                    } else {
                        self.found.push((line, Token::Word(word)));
                    }
                }
                letter if letter.is_whitespace() => {}
                sign => self.found.push((line, Token::Sign(sign))),
            }
        }
        self.found
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.rest.next();
        self.line += usize::from(letter == Some('\n'));
        letter
    }

    fn word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        while let Some(letter) = self.rest.next_if(|letter| letter.is_alphanumeric() || *letter == '_') {
            word.push(letter);
        }
        word
    }

    fn text(&mut self, end: char) -> String {
        let mut text = String::new();
        while let Some(letter) = self.next() {
            match letter {
                '\\' => text.extend(self.next()),
                letter if letter == end => break,
                letter => text.push(letter),
            }
        }
        text
    }

    /// After `r`: a raw string with as many `#` as it likes, or just the word.
    fn raw(&mut self, word: String, line: usize) {
        let mut marks = 0;
        while self.rest.next_if_eq(&'#').is_some() {
            marks += 1;
        }
        if self.rest.next_if_eq(&'"').is_none() {
            self.found.push((line, Token::Word(word)));
            return;
        }
        let mut text = String::new();
        while let Some(letter) = self.next() {
            text.push(letter);
            let end = text.trim_end_matches('#');
            if text.len() - end.len() >= marks && end.ends_with('"') && (marks > 0 || letter == '"') {
                let length = end.len() - 1;
                text.truncate(length);
                break;
            }
        }
        self.found.push((line, Token::Text(text)));
    }

    /// After `'`: a character, a lifetime, or a JavaScript string.
    fn quote(&mut self, line: usize) {
        match self.rest.peek() {
            Some('\\') => {
                let text = self.text('\'');
                self.found.push((line, Token::Text(text)));
            }
            _ => {
                let Some(first) = self.next() else { return };
                if self.rest.next_if_eq(&'\'').is_some() {
                    self.found.push((line, Token::Text(first.to_string())));
                } else if first.is_alphabetic() || first == '_' {
                    let word = self.word(first);
                    let kind =
                        if self.rest.next_if_eq(&'\'').is_some() { Token::Text(word) } else { Token::Sign('\'') };
                    self.found.push((line, kind));
                }
            }
        }
    }

    fn skip_line(&mut self) {
        while self.rest.peek().is_some_and(|letter| *letter != '\n') {
            self.next();
        }
    }

    fn skip_block(&mut self) {
        self.next();
        let mut before = ' ';
        while let Some(letter) = self.next() {
            if before == '*' && letter == '/' {
                return;
            }
            before = letter;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |(line, token)| match token {
            Token::Word(word) => format!("{line} {word}"),
            Token::Text(text) => format!("{line} \"{text}\""),
            Token::Sign(sign) => format!("{line} {sign}"),
        };
        tokens(text).into_iter().map(show).collect()
    }

    #[test]
    fn comments_are_skipped_and_lines_counted_through_strings() {
        assert_eq!(shown("a // b \"c\"\n/* d\n */ e \"f\ng\" h"), ["1 a", "3 e", "3 \"f\ng\"", "4 h"]);
    }

    #[test]
    fn raw_strings_characters_and_lifetimes_are_told_apart() {
        assert_eq!(shown("r#\"a\"b\"# x"), ["1 \"a\"b\"", "1 x"]);
        assert_eq!(shown("r\"a\" '\"' y"), ["1 \"a\"", "1 \"\"\"", "1 y"]);
        assert_eq!(shown("&'a str '\\'' z"), ["1 &", "1 '", "1 str", "1 \"'\"", "1 z"]);
    }

    #[test]
    fn identifiers_of_every_style_have_the_same_words() {
        for identifier in ["ReplyMail", "reply_mail", "REPLY_MAIL", "replyMail"] {
            assert_eq!(words(identifier), ["reply", "mail"], "{identifier}");
        }
    }

    #[test]
    fn only_what_comes_before_the_test_module_counts() {
        assert_eq!(without_tests("a\n#[cfg(test)]\nmod tests {}"), "a\n");
        assert_eq!(without_tests("#[cfg(test)]\nfn a() {}\nb"), "#[cfg(test)]\nfn a() {}\nb");
    }
}
