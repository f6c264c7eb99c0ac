//! What can be done with a conversation: buttons where there is room for them, a menu for the rest.

use super::{header, icon, menu, press};
use crate::prelude::*;
use crate::{
    action::Action,
    browser,
    icons::Icon,
    open::{Asking, Open},
    standing::Standing,
    strings::{self, thread as words},
};
use weft_shared::wire::agent::Wish;
use weft_widget::view::el::{El, el};

/// The buttons and the menu.
pub fn view(open: Open) -> AnyView {
    let standing = open.desk.standing;
    // Each in a place of its own: what has the focus must not become another button under the finger.
    let slot = move |action: Action, button: fn(Open) -> AnyView| {
        move || standing.get().is_some_and(|standing| standing.can(action)).then(|| button(open))
    };
    let speak = move || {
        standing.get().is_some_and(Standing::live).then(|| {
            press("button icon-only in-bar")
                .attr("aria-label", words::SPEAK)
                .attr("title", words::SPEAK)
                .attr("aria-haspopup", "dialog")
                .tap(move || open.speak())
                .child(icon::icon(Icon::Keypad))
                .done()
        })
    };
    el("DIV")
        .class("thread-actions")
        .show(slot(Action::Take, |open| header::action(open, strings::TAKE, "button primary", Wish::Take)))
        .show(slot(Action::HandOff, |open| dialog("button in-bar", words::HAND_OFF, open, Action::HandOff)))
        .show(slot(Action::Snooze, |open| dialog("button in-wide-bar", words::SNOOZE, open, Action::Snooze)))
        .show(slot(Action::Close, |open| header::action(open, strings::CLOSE, "button in-bar", Wish::Close)))
        .show(slot(Action::Reopen, |open| header::action(open, strings::REOPEN, "button", Wish::Reopen)))
        .show(speak)
        .child(more(open))
        .child(details(open))
        .done()
}

/// A button that opens something.
fn dialog(class: &'static str, words: &'static str, open: Open, action: Action) -> AnyView {
    press(class).attr("aria-haspopup", "dialog").tap(move || open.act(action)).text(words).done()
}

fn more(open: Open) -> AnyView {
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
    let choice = move |class: &'static str, shape: Icon, label: &'static str| -> El {
        press(class).child(icon::icon(shape)).text(label)
    };
    // A dialog gives the focus back to where it was: not to a choice, which is hidden by then.
    let leave = move || {
        shown.set(false);
        browser::focus("thread-more");
    };
    let act = move |class: &'static str, shape: Icon, label: &'static str, action: Action| {
        let act = move || {
            leave();
            open.act(action);
        };
        choice(class, shape, label).tap(act).done()
    };
    let choices = move || {
        let standing = open.desk.standing.get();
        let can = |action| standing.is_some_and(|standing| standing.can(action));
        let mut all = Vec::new();
        let narrow = "menu-choice off-bar";
        if can(Action::HandOff) {
            all.push(act(narrow, Icon::Move, words::HAND_OFF, Action::HandOff));
        }
        if can(Action::Snooze) {
            all.push(act("menu-choice off-wide-bar", Icon::Clock, words::SNOOZE, Action::Snooze));
        }
        if can(Action::Resume) {
            all.push(act("menu-choice", Icon::Clock, words::RESUME, Action::Resume));
        }
        if can(Action::Close) {
            all.push(act(narrow, Icon::Check, strings::CLOSE, Action::Close));
        }
        if can(Action::Move) {
            all.push(act("menu-choice", Icon::Talk, words::MOVE_TO, Action::Move));
        }
        if can(Action::Tag) {
            all.push(act("menu-choice", Icon::Tag, words::TAGS, Action::Tag));
        }
        all.push(act("menu-choice", Icon::Search, words::FIND, Action::Find));
        if standing.is_some_and(Standing::live) {
            let speak = move || {
                leave();
                open.speak();
            };
            all.push(choice(narrow, Icon::Keypad, words::SPEAK).tap(speak).done());
        }
        let undo = move || {
            open.set_undo(!open.undo.get_untracked());
        };
        let undo = choice("menu-choice", Icon::Reopen, words::UNDO_SETTING)
            .either("aria-pressed", move || open.undo.get())
            .tap(undo);
        let revoke = move || {
            leave();
            open.refusal.set(None);
            open.asking.set(Some(Asking::Revoke));
        };
        all.push(undo.done());
        all.push(choice("menu-choice danger", Icon::Link, strings::REVOKE).tap(revoke).done());
        all
    };
    let list = el("DIV")
        .attr("id", "thread-more-list")
        .class("menu-list")
        // Some browsers focus no button that is pressed; then the focus stays in here all the same.
        .attr("tabindex", "-1")
        .list(choices);
    menu::frame(shown, leave, toggle.done(), list.done())
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
