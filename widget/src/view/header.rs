//! Who is on the other side, and the menu.

use super::{
    icon,
    part::{self, When},
};
use crate::{
    app::{App, AskStage, Screen},
    browser,
    strings::{Key, t},
};
use leptos::{ev, html, prelude::*};

/// The header.
pub fn header(app: App) -> AnyView {
    let open = RwSignal::new(false);
    let name = app.settings.name.as_str();
    let initial: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
    html::header()
        .class("head")
        .child((
            html::span().class("avatar").attr("aria-hidden", "true").child(initial),
            html::div().class("who").child((
                html::h1().attr("dir", "auto").child(name),
                html::p().child(app.settings.promise.as_deref().unwrap_or_else(|| t(Key::NoPromise))),
            )),
            html::div()
                .class("menu")
                .on(ev::keydown, move |event| {
                    if open.get_untracked() && event.key() == "Escape" {
                        // Escape closes what was opened last: the menu, not the panel.
                        event.stop_propagation();
                        open.set(false);
                        browser::focus("weft-menu");
                    }
                })
                .on(ev::focusout, move |event| {
                    let inside = event.related_target().is_some() && browser::holds("weft-items", event.related_target());
                    if open.get_untracked() && event.related_target().is_some() && !inside {
                        open.set(false);
                    }
                })
                .child((
                    html::button()
                        .attr("type", "button")
                        .attr("id", "weft-menu")
                        .class("tool")
                        .attr("aria-label", t(Key::Menu))
                        .attr("title", t(Key::Menu))
                        .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
                        .attr("aria-controls", "weft-items")
                        .on(ev::click, move |_| open.update(|open| *open = !*open))
                        .child(icon::icon(icon::MORE)),
                    html::div()
                        .attr("id", "weft-items")
                        .class("items")
                        .attr("hidden", move || (!open.get()).then_some(""))
                        .child(move || items(app, open)),
                )),
            app.framed.then(|| part::round("tool", Key::Close, icon::DOWN, move || app.close())),
        ))
        .into_any()
}

fn items(app: App, open: RwSignal<bool>) -> (AnyView, When) {
    let go = move |screen: Screen| {
        open.set(false);
        app.screen.set(screen);
        browser::focus("weft-screen");
    };
    let known = app.stored.with(|stored| stored.credentials.is_some());
    (
        part::button("item", t(Key::MenuContinue), move || go(Screen::Continue(AskStage::Ready))),
        known.then(|| part::button("item", t(Key::MenuForget), move || go(Screen::Forget))),
    )
}
