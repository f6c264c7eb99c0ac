//! One tag, read as forgivingly as browsers do.

/// The longest name of an element, in bytes.
const MAX_NAME: usize = 20;

/// A tag.
pub(super) struct Tag<'a> {
    /// The element's name in lower case.
    pub(super) name: String,
    /// Whether it is an end tag.
    pub(super) closes: bool,
    attributes: &'a str,
}

impl<'a> Tag<'a> {
    /// Reads what comes after `<`: the tag and the rest behind its `>`. `None` if it never ends.
    pub(super) fn read(rest: &'a str) -> Option<(Self, &'a str)> {
        let closes = rest.starts_with('/');
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let len = rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(rest.len());
        let (name, rest) = rest.split_at_checked(len)?;
        let (attributes, rest) = rest.split_at_checked(end_of(rest)?)?;
        let name = name.get(..name.len().min(MAX_NAME)).unwrap_or_default().to_ascii_lowercase();
        Some((Self { name, closes, attributes }, rest.strip_prefix('>').unwrap_or(rest)))
    }

    /// The value of an attribute, without its quotes.
    pub(super) fn attribute(&self, name: &str) -> Option<&'a str> {
        let mut rest = self.attributes;
        loop {
            let (before, after) = rest.split_once('=')?;
            let key = before.trim_end().rsplit(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
            let after = after.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            let (value, next) = match quote {
                Some(mark) => after.strip_prefix(mark)?.split_once(mark)?,
                None => after.split_once(char::is_whitespace).unwrap_or((after, "")),
            };
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            rest = next;
        }
    }
}

/// Where the tag's `>` is: not inside a quoted value.
fn end_of(rest: &str) -> Option<usize> {
    let mut quote = None;
    let mut value_may_begin = false;
    for (at, c) in rest.char_indices() {
        match quote {
            Some(mark) if c == mark => quote = None,
            Some(_) => {}
            None if c == '>' => return Some(at),
            None if value_may_begin && matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
        value_may_begin = c == '=' || (value_may_begin && c.is_whitespace());
    }
    None
}

/// What comes behind the end tag of an element whose content is not markup; nothing if it has none.
pub(super) fn after_end_of<'a>(name: &str, text: &'a str) -> &'a str {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once("</") {
        if after.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) {
            return after.split_once('>').map_or("", |(_, behind)| behind);
        }
        rest = after;
    }
    ""
}
