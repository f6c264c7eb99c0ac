//! Who is on the other side, and the menu.

use super::{el::el, icon, part};
use crate::{
    app::{App, AskStage, Screen},
    browser,
    strings::{Key, t},
};
use leptos::prelude::AnyView;
use wasm_bindgen::JsCast;

/// The header.
pub fn header(app: App) -> AnyView {
    let name = app.settings.name.as_str();
    let initial: String = name.chars().take(1).collect();
    let promise = app.settings.promise.as_deref().unwrap_or_else(|| t(Key::NoPromise));
    let close = app.framed.then(|| part::round("tool", Key::Close, icon::DOWN, move || app.close()).done());
    el("HEADER")
        .class("head")
        .child(el("SPAN").class("avatar").attr("aria-hidden", "true").text(initial).done())
        .child(
            el("DIV")
                .class("who")
                .child(el("H1").child(el("BDI").text(name).done()).done())
                .child(el("P").text(promise).done())
                .done(),
        )
        .child(menu(app))
        .children(close)
        .done()
}

fn menu(app: App) -> AnyView {
    let open = app.menu;
    let button = part::round("tool", Key::Menu, icon::MORE, move || open.set(!open.get_untracked()))
        .attr("id", "weft-menu")
        .attr("aria-controls", "weft-items")
        .live("aria-expanded", move || Some(if open.get() { "true" } else { "false" }.into()));
    let items = el("DIV").attr("id", "weft-items").class("items").flag("hidden", move || !open.get());
    el("DIV")
        .class("menu")
        .keys(move |event| {
            if open.get_untracked() && event.key() == "Escape" {
                // Escape closes what was opened last: the menu, not the panel.
                event.stop_propagation();
                open.set(false);
                browser::focus("weft-menu");
            }
        })
        .on("focusout", move |event| {
            let next = event.dyn_ref::<web_sys::FocusEvent>().and_then(web_sys::FocusEvent::related_target);
            let menu = event.current_target().and_then(|menu| menu.dyn_into::<web_sys::Node>().ok());
            let inside = next
                .as_ref()
                .and_then(JsCast::dyn_ref)
                .is_some_and(|next| menu.is_some_and(|menu| menu.contains(Some(next))));
            if next.is_some() && !inside && open.get_untracked() {
                open.set(false);
            }
        })
        .child(button.done())
        .child(items.list(move || choices(app)).done())
        .done()
}

fn choices(app: App) -> Vec<AnyView> {
    let choice = |key: Key, screen: fn() -> Screen| part::button("item", t(key), move || app.go(screen()));
    let known = app.stored.with(|stored| stored.credentials.is_some());
    let mut choices = vec![choice(Key::MenuContinue, || Screen::Continue(AskStage::Ready))];
    choices.extend(known.then(|| choice(Key::MenuForget, || Screen::Forget)));
    choices
}
