//! A mark whose reason appears when it is pointed at, focused or pressed, and goes away with Escape.

use super::icon;
use crate::marks::Mark;
use leptos::{ev, html, prelude::*};

/// The mark. `id` must be unique in the page.
pub fn hint(id: String, mark: Mark, because: String) -> AnyView {
    // WCAG 2.2, 1.4.13: what appears can be dismissed without moving the pointer or the focus.
    let dismissed = RwSignal::new(false);
    let pinned = RwSignal::new(false);
    let button = html::button()
        .r#type("button")
        .class(format!("mark tone-{}", mark.tone.class()))
        .attr("aria-describedby", id.clone())
        .on(ev::click, move |_| {
            dismissed.set(false);
            pinned.update(|pinned| *pinned = !*pinned);
        })
        .child((icon::icon(mark.icon), html::span().child(mark.words)));
    html::span()
        .class("hint")
        .class(("dismissed", move || dismissed.get()))
        .class(("pinned", move || pinned.get()))
        .on(ev::keydown, move |event| {
            if event.key() == "Escape" {
                dismissed.set(true);
                pinned.set(false);
            }
        })
        .on(ev::mouseleave, move |_| dismissed.set(false))
        .on(ev::focusout, move |_| {
            dismissed.set(false);
            pinned.set(false);
        })
        .child((button, html::span().class("tip").id(id).role("tooltip").child(because)))
        .into_any()
}

/// The same without a reason.
pub fn plain(mark: Mark) -> AnyView {
    html::span()
        .class(format!("mark tone-{}", mark.tone.class()))
        .child((icon::icon(mark.icon), html::span().child(mark.words)))
        .into_any()
}
