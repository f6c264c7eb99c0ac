//! What every menu is in: Escape closes it, and so does the focus when it goes elsewhere.

use crate::prelude::*;
use wasm_bindgen::JsCast;
use weft_widget::view::el::el;

/// The button that opens a menu, and its list. `leave` closes it and puts the focus back.
pub fn frame(
    shown: RwSignal<bool>,
    leave: impl Fn() + Send + Sync + 'static,
    toggle: AnyView,
    list: AnyView,
) -> AnyView {
    el("DIV")
        .live("class", move || Some((if shown.get() { "menu menu-open" } else { "menu" }).into()))
        .keys(move |event| {
            if event.key() == "Escape" && shown.get_untracked() {
                event.stop_propagation();
                leave();
            }
        })
        .on("focusout", move |event| {
            // The focus left the menu as a whole, not only one of its buttons.
            let next = event.dyn_ref().and_then(web_sys::FocusEvent::related_target);
            let next = next.map(JsCast::unchecked_into::<web_sys::Element>);
            if next.is_none_or(|next| next.closest(".menu").ok().flatten().is_none()) {
                shown.set(false);
            }
        })
        .child(toggle)
        .child(list)
        .done()
}
