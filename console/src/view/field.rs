//! Labelled fields of dialogs.

use super::press;
use crate::prelude::*;
use weft_widget::view::el::{El, el};

/// A line to write in. `id` must be unique in the page.
pub fn line(id: &'static str, label: &'static str, value: RwSignal<String>, wrong: RwSignal<bool>) -> AnyView {
    let field = el("INPUT")
        .attr("id", id)
        .attr("type", "text")
        .attr("dir", "auto")
        .attr("autocomplete", "off")
        .attr("maxlength", "254");
    labelled(field, id, label, value, wrong)
}

/// Some lines to write in.
pub fn lines(
    id: &'static str,
    label: &'static str,
    longest: &'static str,
    value: RwSignal<String>,
    wrong: RwSignal<bool>,
) -> AnyView {
    let field = el("TEXTAREA").attr("id", id).attr("rows", "3").attr("dir", "auto").attr("maxlength", longest);
    labelled(field, id, label, value, wrong)
}

fn labelled(
    field: El,
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    wrong: RwSignal<bool>,
) -> AnyView {
    let field = field
        .either("aria-invalid", move || wrong.get() && value.with(|value| value.trim().is_empty()))
        .value(move || value.get())
        .typed(move |text| {
            value.set(text);
            wrong.set(false);
        });
    vec![el("LABEL").attr("for", id).text(label).done(), field.done()].into_any()
}

/// The buttons below: away with it, or do it.
pub fn actions(shown: RwSignal<bool>, cancel: &'static str, act: &'static str) -> AnyView {
    el("DIV")
        .class("dialog-actions")
        .child(press("button").tap(move || shown.set(false)).text(cancel).done())
        .child(el("BUTTON").attr("type", "submit").class("button primary").text(act).done())
        .done()
}
