//! Labelled fields of dialogs.

use leptos::{ev, html, prelude::*};

/// A line to write in. `id` must be unique in the page.
pub fn line(id: &'static str, label: &'static str, value: RwSignal<String>, wrong: RwSignal<bool>) -> AnyView {
    let field = html::input()
        .id(id)
        .r#type("text")
        .dir("auto")
        .autocomplete("off")
        .maxlength("254")
        .attr("aria-invalid", move || invalid(value, wrong))
        .prop("value", move || value.get())
        .on(ev::input, move |event| {
            value.set(event_target_value(&event));
            wrong.set(false);
        });
    (html::label().r#for(id).child(label), field).into_any()
}

/// Some lines to write in.
pub fn lines(
    id: &'static str,
    label: &'static str,
    longest: &'static str,
    value: RwSignal<String>,
    wrong: RwSignal<bool>,
) -> AnyView {
    let field = html::textarea()
        .id(id)
        .rows("3")
        .dir("auto")
        .maxlength(longest)
        .attr("aria-invalid", move || invalid(value, wrong))
        .prop("value", move || value.get())
        .on(ev::input, move |event| {
            value.set(event_target_value(&event));
            wrong.set(false);
        });
    (html::label().r#for(id).child(label), field).into_any()
}

fn invalid(value: RwSignal<String>, wrong: RwSignal<bool>) -> &'static str {
    if wrong.get() && value.with(|value| value.trim().is_empty()) { "true" } else { "false" }
}

/// The buttons below: away with it, or do it.
pub fn actions(shown: RwSignal<bool>, cancel: &'static str, act: &'static str) -> AnyView {
    let away = html::button().r#type("button").class("button").on(ev::click, move |_| shown.set(false));
    html::div()
        .class("dialog-actions")
        .child((away.child(cancel), html::button().r#type("submit").class("button primary").child(act)))
        .into_any()
}
