//! Words that stand out in what is drawn, without a change of it: the browser paints them (CSS custom highlights).

use super::window;
use js_sys::{Array, Function, JsString, Reflect, RegExp};
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Node, Range};

/// The name by which the style sheet knows them.
const NAME: &str = "found";
/// What is drawn of a text and nothing else of the page.
const TEXTS: &str = ".lines :is(.message-body, .message-subject, .note-fields, .message > article > .folded)";

/// Lets these words stand out wherever they are drawn in the thread; without any, nothing does. A browser that cannot
/// paint them shows the place of what was found all the same.
pub fn mark(words: &[String]) {
    let _ = paint(words);
}

fn paint(words: &[String]) -> Option<()> {
    let get =
        |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok().filter(|it| !it.is_undefined());
    let painted = get(&get(window().as_ref(), "CSS")?, "highlights")?;
    let ranges = Array::new();
    if !words.is_empty() {
        // Whole words, as they were found; they are letters and digits alone.
        let pattern = format!("(?<![\\p{{L}}\\p{{N}}])(?:{})(?![\\p{{L}}\\p{{N}}])", words.join("|"));
        let pattern = RegExp::new(&pattern, "giu");
        let drawn = document().query_selector_all(TEXTS).ok()?;
        for text in (0..drawn.length()).filter_map(|n| drawn.item(n)) {
            ranges_in(&text, &pattern, &ranges);
        }
    }
    let kind: Function = get(window().as_ref(), "Highlight")?.dyn_into().ok()?;
    let all = Reflect::construct(&kind, &ranges).ok()?;
    let set: Function = get(&painted, "set")?.dyn_into().ok()?;
    set.call2(&painted, &JsValue::from_str(NAME), &all).ok().map(drop)
}

fn ranges_in(node: &Node, pattern: &RegExp, ranges: &Array) {
    if node.node_type() == Node::TEXT_NODE {
        let text = node.node_value().unwrap_or_default();
        pattern.set_last_index(0);
        while let Some(found) = pattern.exec(&text) {
            let end = pattern.last_index();
            let start = end.saturating_sub(found.get(0).unchecked_into::<JsString>().length());
            if let Ok(range) = Range::new()
                && range.set_start(node, start).is_ok()
                && range.set_end(node, end).is_ok()
            {
                ranges.push(&range);
            }
        }
        return;
    }
    let inside = node.child_nodes();
    (0..inside.length()).filter_map(|n| inside.item(n)).for_each(|child| ranges_in(&child, pattern, ranges));
}
