//! A place to write a file in: fixed width, numbered lines, and a Tab key that indents.

use super::{state::Page, words};
use crate::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlTextAreaElement, KeyboardEvent};
use weft_widget::view::el::el;

const INDENT: &str = "  ";

/// The editor.
pub fn view(page: Page) -> AnyView {
    let lines = Memo::new(move |_| page.draft.with(|draft| draft.text.split('\n').count().max(20)));
    let numbers = move || (1..=lines.get()).map(|n| n.to_string()).collect::<Vec<_>>().join("\n");
    // WCAG 2.2, 2.1.2: after Escape the Tab key moves on, as everywhere else.
    let leaving = StoredValue::new(false);
    let area = el("TEXTAREA")
        .attr("id", "rules-text")
        .attr("dir", "ltr")
        .attr("spellcheck", "false")
        .attr("autocapitalize", "off")
        .attr("wrap", "off")
        .live("rows", move || Some(lines.get().to_string().into()))
        .attr("placeholder", words::EDITOR_EMPTY)
        .attr("aria-label", words::EDITOR)
        .attr("aria-describedby", "rules-keys rules-state")
        .flag("readonly", move || !page.lead)
        .value(move || page.draft.with(|draft| draft.text.clone()))
        .typed(move |text| page.write(text))
        .on("blur", move |_| leaving.set_value(false))
        .keys(move |event| {
            let plain = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
            if page.lead && event.key() == "Tab" && plain && !leaving.get_value() {
                indent(page, event);
            }
            leaving.set_value(event.key() == "Escape");
        });
    let numbers = el("PRE").class("editor-numbers").attr("aria-hidden", "true").words(numbers);
    el("DIV").class("editor").child(numbers.done()).child(area.done()).done()
}

fn indent(page: Page, event: &KeyboardEvent) {
    let Some(area) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok()) else { return };
    let (Ok(Some(start)), true) = (area.selection_start(), area.set_range_text(INDENT).is_ok()) else { return };
    event.prevent_default();
    let end = start.saturating_add(u32::try_from(INDENT.len()).unwrap_or(0));
    let _ = area.set_selection_range(end, end);
    page.write(area.value());
}
