//! The head of a conversation: what it is about, who answers for it, what can be done with it.

use super::{dialog, icon, intent, press};
use crate::{browser, icons::Icon, open::Open, strings, time_words};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use weft_shared::{
    id::AgentId,
    wire::agent::{ThreadState, Wish},
};
use weft_widget::view::el::el;

/// The head.
pub fn view(open: Open) -> AnyView {
    let app = open.desk.app;
    let back = el("A")
        .class("button icon-only back")
        .live("href", move || Some(app.place.get().opening(None).hash().into()))
        .attr("aria-label", strings::BACK)
        .child(icon::icon(Icon::Back));
    let title = move || {
        let state = open.state.get();
        let row = || {
            open.desk
                .inbox
                .with(|inbox| inbox.row(open.id).map(|r| r.subject.clone().unwrap_or_else(|| r.title.clone())))
        };
        let known = state.as_ref().map(|state| state.subject.clone().unwrap_or_else(|| state.customer.title.clone()));
        known.or_else(row).unwrap_or_default()
    };
    let under = move || open.state.get().map(|state| facts(open, &state)).unwrap_or_default();
    let shape = Memo::new(move |_| {
        open.state.with(|state| {
            state.as_ref().filter(|state| state.departed.is_none()).map(|state| (state.open, state.owner.clone()))
        })
    });
    let actions =
        move || shape.get().map(|(is_open, owner)| actions(open, is_open, owner.as_ref())).unwrap_or_default();
    let speak = move || shape.with(|shape| shape.as_ref().is_some_and(|(is_open, _)| *is_open)).then(|| speak(open));
    // The button that was pressed may be gone by what it did: the focus must not fall off the page.
    Effect::new(move |before: Option<bool>| {
        let known = shape.with(Option::is_some);
        if before == Some(true) {
            browser::rescue_focus("thread-title");
        }
        known
    });
    let revoke = RwSignal::new(false);
    let names = el("DIV")
        .class("thread-names")
        .child(el("H2").attr("id", "thread-title").attr("tabindex", "-1").attr("dir", "auto").words(title).done())
        .child(el("DIV").class("thread-facts").list(under).child(due(open)).child(intent::view(open)).done());
    let buttons =
        el("DIV").class("thread-actions").list(actions).show(speak).child(more(open, revoke)).child(details(open));
    el("HEADER")
        .class("thread-head")
        .child(super::page_heading(app))
        .child(back.done())
        .child(names.done())
        .child(buttons.done())
        .child(revoking(open, revoke))
        .done()
}

fn facts(open: Open, state: &ThreadState) -> Vec<AnyView> {
    let (class, words) =
        if state.open { ("chip chip-open", strings::OPEN_STATE) } else { ("chip", strings::CLOSED_STATE) };
    let owner = match &state.owner {
        None => strings::NOBODY.to_owned(),
        Some(owner) if open.desk.me.with_value(|me| me.agent == *owner) => strings::owned_by(strings::YOU),
        Some(owner) => strings::owned_by(&open.desk.inbox.with(|inbox| inbox.name(owner))),
    };
    let with = state.subject.is_some().then(|| el("BDI").class("fact").text(state.customer.title.clone()).done());
    vec![
        el("SPAN").class(class).text(words).done(),
        with.into_any(),
        el("SPAN").class("fact").child(icon::icon(Icon::Person)).text(owner).done(),
    ]
}

/// What was promised to the customer who waits.
fn due(open: Open) -> AnyView {
    let promise = Memo::new(move |_| open.state.with(|state| state.as_ref().and_then(|state| state.promise.clone())));
    let chip = move || {
        promise.get().map(|promise| {
            let now = open.desk.app.now.get();
            let at = time_words::due(browser::local(promise.due), browser::local(now));
            let (class, words) = if now > promise.due {
                ("chip due overdue", strings::thread::overdue(&at))
            } else {
                ("chip due", strings::thread::due_by(&at))
            };
            el("SPAN").class(class).attr("title", promise.text).child(icon::icon(Icon::Clock)).text(words).done()
        })
    };
    el("SPAN").class("due-place").show(chip).done()
}

/// The way to a code that an agent reads out.
fn speak(open: Open) -> AnyView {
    press("button icon-only")
        .attr("aria-label", strings::thread::SPEAK)
        .attr("title", strings::thread::SPEAK)
        .attr("aria-haspopup", "dialog")
        .tap(move || open.speak())
        .child(icon::icon(Icon::Keypad))
        .done()
}

fn actions(open: Open, is_open: bool, owner: Option<&AgentId>) -> Vec<AnyView> {
    let take = (is_open && owner.is_none()).then(|| action(open, strings::TAKE, "button primary", Wish::Take));
    let end = if is_open {
        action(open, strings::CLOSE, "button", Wish::Close)
    } else {
        action(open, strings::REOPEN, "button", Wish::Reopen)
    };
    vec![take.into_any(), end]
}

/// A button for one wish. While another is under way it does nothing.
pub fn action(open: Open, words: &'static str, class: &'static str, wish: Wish) -> AnyView {
    press(class)
        .truth("aria-disabled", move || open.busy.get())
        .tap(move || {
            if !open.busy.get_untracked() {
                let _ = open.wish(wish.clone());
            }
        })
        .text(words)
        .done()
}

fn more(open: Open, revoke: RwSignal<bool>) -> AnyView {
    let shown = RwSignal::new(false);
    let toggle = el("BUTTON")
        .attr("id", "thread-more")
        .attr("type", "button")
        .class("button icon-only")
        .attr("aria-label", strings::MORE)
        .either("aria-expanded", move || shown.get())
        .attr("aria-controls", "thread-more-list")
        .tap(move || shown.update(|shown| *shown = !*shown))
        .child(icon::icon(Icon::More));
    let choice = press("menu-choice danger")
        .tap(move || {
            shown.set(false);
            open.refusal.set(None);
            // The dialog gives the focus back to where it was: not to this choice, which is hidden by then.
            browser::focus("thread-more");
            revoke.set(true);
        })
        .child(icon::icon(Icon::Link))
        .text(strings::REVOKE);
    let list = el("DIV")
        .attr("id", "thread-more-list")
        .class("menu-list")
        // Some browsers focus no button that is pressed; then the focus stays in here all the same.
        .attr("tabindex", "-1")
        .child(choice.done());
    el("DIV")
        .live("class", move || Some((if shown.get() { "menu menu-open" } else { "menu" }).into()))
        .keys(move |event| {
            if event.key() == "Escape" && shown.get_untracked() {
                event.stop_propagation();
                shown.set(false);
                browser::focus("thread-more");
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
        .child(toggle.done())
        .child(list.done())
        .done()
}

fn details(open: Open) -> AnyView {
    let drawer = open.desk.drawer;
    el("BUTTON")
        .attr("id", "show-customer")
        .attr("type", "button")
        .class("button icon-only only-compact")
        .attr("aria-label", strings::SHOW_DETAILS)
        .either("aria-expanded", move || drawer.get())
        .attr("aria-controls", "customer")
        .tap(move || {
            drawer.set(true);
            browser::focus_soon("customer-title");
        })
        .child(icon::icon(Icon::Person))
        .done()
}

fn revoking(open: Open, shown: RwSignal<bool>) -> AnyView {
    let revoke = move || {
        shown.set(false);
        let _ = open.wish(Wish::RevokeLinks);
    };
    let buttons = el("DIV")
        .class("dialog-actions")
        .child(press("button").tap(move || shown.set(false)).text(strings::CANCEL).done())
        .child(press("button danger").tap(revoke).text(strings::REVOKE_DO).done());
    let content = vec![el("P").text(strings::REVOKE_BODY).done(), buttons.done()];
    dialog::dialog("revoke", strings::REVOKE_TITLE, shown, content.into_any())
}
