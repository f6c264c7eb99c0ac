//! A mark whose reason appears when it is pointed at, focused or pressed, and goes away with Escape.

use super::icon;
use crate::marks::Mark;
use crate::prelude::*;
use weft_widget::view::el::{El, el};

/// The mark. `id` must be unique in the page.
pub fn hint(id: String, mark: Mark, because: String) -> AnyView {
    // WCAG 2.2, 1.4.13: what appears can be dismissed without moving the pointer or the focus.
    let dismissed = RwSignal::new(false);
    let pinned = RwSignal::new(false);
    let button =
        marked(el("BUTTON").attr("type", "button"), mark).attr("aria-describedby", id.clone()).tap(move || {
            dismissed.set(false);
            pinned.update(|pinned| *pinned = !*pinned);
        });
    let class = move || {
        let dismissed = if dismissed.get() { " dismissed" } else { "" };
        Some(format!("hint{dismissed}{}", if pinned.get() { " pinned" } else { "" }).into())
    };
    el("SPAN")
        .live("class", class)
        .keys(move |event| {
            if event.key() == "Escape" {
                dismissed.set(true);
                pinned.set(false);
            }
        })
        .on("mouseleave", move |_| dismissed.set(false))
        .on("focusout", move |_| {
            dismissed.set(false);
            pinned.set(false);
        })
        .child(button.done())
        .child(el("SPAN").class("tip").attr("id", id).attr("role", "tooltip").text(because).done())
        .done()
}

/// The same without a reason.
pub fn plain(mark: Mark) -> AnyView {
    marked(el("SPAN"), mark).done()
}

fn marked(place: El, mark: Mark) -> El {
    place
        .class(format!("mark tone-{}", mark.tone.class()))
        .child(icon::icon(mark.icon))
        .child(el("SPAN").text(mark.words).done())
}
