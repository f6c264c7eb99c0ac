//! Finds the links in a line.

use super::{MAX_LINKS, Node};

/// The longest link, in bytes; longer ones stay text.
const MAX_LINK: usize = 2_000;
const SCHEMES: [&str; 3] = ["https://", "http://", "mailto:"];

/// Appends the nodes of one line.
pub(super) fn split(line: &str, links: &mut usize, nodes: &mut Vec<Node>) {
    let mut text_from = 0;
    let mut skip_to = 0;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        let candidate = at >= skip_to && matches!(c, 'h' | 'H' | 'm' | 'M') && !before.is_ascii_alphanumeric();
        before = c;
        if !candidate || *links >= MAX_LINKS {
            continue;
        }
        let rest = line.get(at..).unwrap_or_default();
        if !SCHEMES.iter().any(|scheme| starts_with(rest, scheme)) {
            continue;
        }
        let end = rest.find(ends).unwrap_or(rest.len());
        // Whatever it is, it is looked at once: this keeps the whole linear.
        skip_to = at + end;
        let Some(href) =
            rest.get(..end).filter(|word| word.len() <= MAX_LINK).map(trim_end).filter(|word| is_link(word))
        else {
            continue;
        };
        push_text(line.get(text_from..at), nodes);
        nodes.push(Node::Link { href: href.to_owned(), text: href.to_owned() });
        *links += 1;
        text_from = at + href.len();
    }
    push_text(line.get(text_from..), nodes);
}

fn push_text(text: Option<&str>, nodes: &mut Vec<Node>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        nodes.push(Node::Text(text.to_owned()));
    }
}

fn starts_with(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
}

fn ends(c: char) -> bool {
    c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '\\' | '{' | '}' | '|' | '^')
}

/// Without the punctuation that belongs to the sentence around the link.
fn trim_end(word: &str) -> &str {
    let opened = word.contains('(');
    word.trim_end_matches(|c| {
        matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | ']' | '*' | '_') || (c == ')' && !opened)
    })
}

/// The scheme's minimum, and an authority that looks like what it is: plain ASCII, without a user part that could pass
/// for the host.
fn is_link(word: &str) -> bool {
    let Some((scheme, rest)) = word.split_once(':') else { return false };
    if scheme.eq_ignore_ascii_case("mailto") {
        let address = rest.split('?').next().unwrap_or_default();
        return address.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    }
    let authority = rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    authority.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '[')
        && authority.bytes().all(|b| b.is_ascii_graphic() && b != b'@')
}
