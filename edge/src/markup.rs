//! Text into the few documents that the edge fills in itself. Messages never come here: they are rendered as nodes.

use serde::Serialize;

/// Text for element content and quoted attributes.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    weft_shared::markup::escape(text, &mut out);
    out
}

/// A value for a `<script type="application/json">`: JSON in which nothing can end the element or start a comment.
///
/// # Errors
/// When the value has no JSON form.
pub fn json_for_script(value: &impl Serialize) -> Result<String, serde_json::Error> {
    Ok(serde_json::to_string(value)?
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029"))
}

/// Fills the `{{name}}` places of a document. Values go in as they are: escape them first.
/// A place without a value becomes nothing, and a value is never searched for places.
#[must_use]
pub fn fill(document: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(document.len());
    let mut rest = document;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let Some((name, tail)) = after.split_once("}}") else {
            out.push_str("{{");
            rest = after;
            continue;
        };
        if let Some((_, value)) = values.iter().find(|(known, _)| *known == name.trim()) {
            out.push_str(value);
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_leaves_its_place() {
        assert_eq!(escape("<script>\"'&"), "&lt;script&gt;&quot;&#39;&amp;");
    }

    #[test]
    fn json_cannot_end_its_script() {
        let json = json_for_script(&"</script><!--\u{2028}&").unwrap();
        assert_eq!(json, "\"\\u003c/script\\u003e\\u003c!--\\u2028\\u0026\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "</script><!--\u{2028}&");
    }

    #[test]
    fn places_are_filled_once() {
        let filled = fill("<p>{{ a }}{{b}}{{unknown}}</p>{{", &[("a", "{{b}}"), ("b", "2")]);
        assert_eq!(filled, "<p>{{b}}2</p>{{");
    }
}
