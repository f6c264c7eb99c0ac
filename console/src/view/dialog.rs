//! A modal dialog: the browser's own, which keeps the focus inside, closes with Escape and gives the focus back.

use leptos::{ev, html, prelude::*};

/// A dialog that is shown while `open` is true. `id` must be unique in the page.
pub fn dialog(id: &'static str, title: &'static str, open: RwSignal<bool>, content: AnyView) -> AnyView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let title_id = format!("{id}-title");
    html::dialog()
        .id(id)
        .class("dialog")
        .attr("aria-labelledby", title_id.clone())
        .node_ref(node)
        .on(ev::close, move |_| open.set(false))
        .child(html::div().class("dialog-inside").child((html::h2().id(title_id).child(title), content)))
        .into_any()
}
