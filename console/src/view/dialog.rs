//! A modal dialog: the browser's own, which keeps the focus inside, closes with Escape and gives the focus back.

use crate::prelude::*;
use crate::{browser, react::effect};
use wasm_bindgen::JsCast;
use weft_widget::view::el::{Handle, el};

/// Whether the dialog about something is shown: from when there is something, of which `begin` is told first. Closing
/// the dialog puts it away.
pub fn about<T: Clone + Send + Sync + 'static>(
    what: RwSignal<Option<T>>,
    begin: impl Fn(T) + Send + Sync + 'static,
) -> RwSignal<bool> {
    let shown = RwSignal::new(false);
    effect(move || {
        if let Some(what) = what.get() {
            begin(what);
            shown.set(true);
        }
    });
    effect(move || {
        if !shown.get() {
            what.set(None);
        }
    });
    shown
}

/// A dialog that is shown while `open` is true. `id` must be unique in the page.
pub fn dialog(id: &'static str, title: &'static str, open: RwSignal<bool>, content: AnyView) -> AnyView {
    let node = Handle::new();
    effect(move || {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        let dialog: web_sys::HtmlDialogElement = dialog.unchecked_into();
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
            // Where a dialog is higher than the window, browsers focus what scrolls in place of what can be done.
            browser::focus_first("dialog[open] :is(a, button, input, select, textarea)");
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let title_id = format!("{id}-title");
    let inside =
        el("DIV").class("dialog-inside").child(el("H2").attr("id", title_id.clone()).text(title).done()).child(content);
    el("DIALOG")
        .attr("id", id)
        .class("dialog")
        .attr("aria-labelledby", title_id)
        .on("close", move |_| {
            open.set(false);
            // What the focus goes back to may be gone by what was done here.
            browser::rescue_focus();
        })
        .child(inside.done())
        .held(node)
}
