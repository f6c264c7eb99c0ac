//! The head of a conversation: what it is about, who answers for it, what can be done with it.

use super::{dialog, icon, intent};
use crate::{browser, icons::Icon, open::Open, strings, time_words};
use leptos::{ev, html, prelude::*};
use weft_shared::{
    id::AgentId,
    wire::agent::{ThreadState, Wish},
};

/// The head.
pub fn view(open: Open) -> AnyView {
    let app = open.desk.app;
    let back = html::a()
        .class("button icon-only back")
        .href(move || app.place.get().opening(None).hash())
        .aria_label(strings::BACK)
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
    let under = move || open.state.get().map(|state| facts(open, &state));
    let shape = Memo::new(move |_| {
        open.state.with(|state| {
            state.as_ref().filter(|state| state.departed.is_none()).map(|state| (state.open, state.owner.clone()))
        })
    });
    let actions = move || shape.get().map(|(is_open, owner)| actions(open, is_open, owner.as_ref()));
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
    html::header()
        .class("thread-head")
        .child((
            super::page_heading(app),
            back,
            html::div().class("thread-names").child((
                html::h2().id("thread-title").tabindex("-1").dir("auto").child(title),
                html::div().class("thread-facts").child((under, due(open), intent::view(open))),
            )),
            html::div().class("thread-actions").child((actions, speak, more(open, revoke), details(open))),
            revoking(open, revoke),
        ))
        .into_any()
}

fn facts(open: Open, state: &ThreadState) -> AnyView {
    let chip = if state.open {
        html::span().class("chip chip-open").child(strings::OPEN_STATE)
    } else {
        html::span().class("chip").child(strings::CLOSED_STATE)
    };
    let owner = match &state.owner {
        None => strings::NOBODY.to_owned(),
        Some(owner) if open.desk.me.with_value(|me| me.agent == *owner) => strings::owned_by(strings::YOU),
        Some(owner) => strings::owned_by(&open.desk.inbox.with(|inbox| inbox.name(owner))),
    };
    let with = state.subject.is_some().then(|| html::bdi().class("fact").child(state.customer.title.clone()));
    (chip, with, html::span().class("fact").child((icon::icon(Icon::Person), owner))).into_any()
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
            html::span().class(class).title(promise.text).child((icon::icon(Icon::Clock), words))
        })
    };
    html::span().class("due-place").child(chip).into_any()
}

/// The way to a code that an agent reads out.
fn speak(open: Open) -> AnyView {
    html::button()
        .r#type("button")
        .class("button icon-only")
        .aria_label(strings::thread::SPEAK)
        .title(strings::thread::SPEAK)
        .attr("aria-haspopup", "dialog")
        .on(ev::click, move |_| open.speak())
        .child(icon::icon(Icon::Keypad))
        .into_any()
}

fn actions(open: Open, is_open: bool, owner: Option<&AgentId>) -> AnyView {
    let mine = owner.is_some_and(|owner| open.desk.me.with_value(|me| me.agent == *owner));
    let take = (is_open && owner.is_none()).then(|| action(open, strings::TAKE, "button primary", Wish::Take));
    let release = (is_open && mine).then(|| action(open, strings::RELEASE, "button", Wish::Release));
    let end = if is_open {
        action(open, strings::CLOSE, "button", Wish::Close)
    } else {
        action(open, strings::REOPEN, "button", Wish::Reopen)
    };
    (take, release, end).into_any()
}

/// A button for one wish. While another is under way it does nothing.
pub fn action(open: Open, words: &'static str, class: &'static str, wish: Wish) -> AnyView {
    html::button()
        .r#type("button")
        .class(class)
        .attr("aria-disabled", move || open.busy.get().then_some("true"))
        .on(ev::click, move |_| {
            if !open.busy.get_untracked() {
                let _ = open.wish(wish.clone());
            }
        })
        .child(words)
        .into_any()
}

fn more(open: Open, revoke: RwSignal<bool>) -> AnyView {
    let shown = RwSignal::new(false);
    let toggle = html::button()
        .id("thread-more")
        .r#type("button")
        .class("button icon-only")
        .aria_label(strings::MORE)
        .attr("aria-expanded", move || if shown.get() { "true" } else { "false" })
        .attr("aria-controls", "thread-more-list")
        .on(ev::click, move |_| shown.update(|shown| *shown = !*shown));
    let choice = html::button().r#type("button").class("menu-choice danger").on(ev::click, move |_| {
        shown.set(false);
        open.refusal.set(None);
        // The dialog gives the focus back to where it was: not to this choice, which is hidden by then.
        browser::focus("thread-more");
        revoke.set(true);
    });
    html::div()
        .class("menu")
        .class(("menu-open", move || shown.get()))
        .on(ev::keydown, move |event| {
            if event.key() == "Escape" && shown.get_untracked() {
                event.stop_propagation();
                shown.set(false);
                browser::focus("thread-more");
            }
        })
        .on(ev::focusout, move |event: web_sys::FocusEvent| {
            // The focus left the menu as a whole, not only one of its buttons.
            let next = event.related_target().map(wasm_bindgen::JsCast::unchecked_into::<web_sys::Element>);
            if next.is_none_or(|next| next.closest(".menu").ok().flatten().is_none()) {
                shown.set(false);
            }
        })
        .child((
            toggle.child(icon::icon(Icon::More)),
            html::div()
                .id("thread-more-list")
                .class("menu-list")
                // Some browsers focus no button that is pressed; then the focus stays in here all the same.
                .tabindex("-1")
                .child(choice.child((icon::icon(Icon::Link), strings::REVOKE))),
        ))
        .into_any()
}

fn details(open: Open) -> AnyView {
    let drawer = open.desk.drawer;
    html::button()
        .id("show-customer")
        .r#type("button")
        .class("button icon-only only-compact")
        .aria_label(strings::SHOW_DETAILS)
        .attr("aria-expanded", move || if drawer.get() { "true" } else { "false" })
        .attr("aria-controls", "customer")
        .on(ev::click, move |_| {
            drawer.set(true);
            browser::focus_soon("customer-title");
        })
        .child(icon::icon(Icon::Person))
        .into_any()
}

fn revoking(open: Open, shown: RwSignal<bool>) -> AnyView {
    let cancel = html::button().r#type("button").class("button").on(ev::click, move |_| shown.set(false));
    let revoke = html::button().r#type("button").class("button danger").on(ev::click, move |_| {
        shown.set(false);
        let _ = open.wish(Wish::RevokeLinks);
    });
    let content = (
        html::p().child(strings::REVOKE_BODY),
        html::div().class("dialog-actions").child((cancel.child(strings::CANCEL), revoke.child(strings::REVOKE_DO))),
    );
    dialog::dialog("revoke", strings::REVOKE_TITLE, shown, content.into_any())
}
