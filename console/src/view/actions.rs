//! What can be done with a conversation: buttons where there is room for them, a menu for the rest.

use super::{header, icon, menu, press};
use crate::react::memo;
use crate::{
    action::Action,
    browser,
    icons::Icon,
    open::{Asking, Open},
    strings::{self, thread as words},
};
use leptos::prelude::*;
use weft_shared::wire::agent::{AgentRole, ThreadState, Wish};
use weft_widget::view::el::{El, el};

/// What decides which actions there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
struct Can {
    take: bool,
    hand_off: bool,
    wait: bool,
    resume: bool,
    close: bool,
    reopen: bool,
    shift: bool,
    speak: bool,
}

impl Can {
    fn of(state: &ThreadState, mine: bool, leads: bool) -> Self {
        let live = state.departed.is_none();
        let open = state.open && live;
        let owned = open && state.owner.is_some();
        Self {
            take: open && state.owner.is_none(),
            hand_off: owned && (mine || leads) && state.offer.is_none(),
            wait: open && mine && state.held.is_none(),
            resume: open && mine && state.held.is_some(),
            close: open,
            reopen: !state.open && live,
            shift: open && mine && !state.moves.is_empty(),
            speak: open,
        }
    }
}

/// The buttons and the menu.
pub fn view(open: Open) -> AnyView {
    let leads = open.desk.me.with_value(|me| me.role >= AgentRole::Lead);
    let can = memo(move || {
        let mine = open.is_mine();
        open.state.with(|state| state.as_ref().map(|state| Can::of(state, mine, leads)).unwrap_or_default())
    });
    let buttons = move || {
        let can = can.get();
        let take = can.take.then(|| header::action(open, strings::TAKE, "button primary", Wish::Take));
        let hand_off = can.hand_off.then(|| dialog("button in-bar", words::HAND_OFF, open, Action::HandOff));
        let wait = can.wait.then(|| dialog("button in-wide-bar", words::SNOOZE, open, Action::Snooze));
        let close = can.close.then(|| header::action(open, strings::CLOSE, "button in-bar", Wish::Close));
        let reopen = can.reopen.then(|| header::action(open, strings::REOPEN, "button", Wish::Reopen));
        let speak = can.speak.then(|| {
            press("button icon-only in-bar")
                .attr("aria-label", words::SPEAK)
                .attr("title", words::SPEAK)
                .attr("aria-haspopup", "dialog")
                .tap(move || open.speak())
                .child(icon::icon(Icon::Keypad))
                .done()
        });
        take.into_iter().chain(hand_off).chain(wait).chain(close).chain(reopen).chain(speak).collect()
    };
    el("DIV").class("thread-actions").list(buttons).child(more(open, can)).child(details(open)).done()
}

/// A button that opens something.
fn dialog(class: &'static str, words: &'static str, open: Open, action: Action) -> AnyView {
    press(class).attr("aria-haspopup", "dialog").tap(move || open.act(action)).text(words).done()
}

fn more(open: Open, can: Memo<Can>) -> AnyView {
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
        let can = can.get();
        let mut all = Vec::new();
        let narrow = "menu-choice off-bar";
        if can.hand_off {
            all.push(act(narrow, Icon::Move, words::HAND_OFF, Action::HandOff));
        }
        if can.wait {
            all.push(act("menu-choice off-wide-bar", Icon::Clock, words::SNOOZE, Action::Snooze));
        }
        if can.resume {
            all.push(act("menu-choice", Icon::Clock, words::RESUME, Action::Resume));
        }
        if can.close {
            all.push(act(narrow, Icon::Check, strings::CLOSE, Action::Close));
        }
        if can.shift {
            all.push(act("menu-choice", Icon::Talk, words::MOVE_TO, Action::Move));
        }
        all.push(act("menu-choice", Icon::Tag, words::TAGS, Action::Tag));
        all.push(act("menu-choice", Icon::Search, words::FIND, Action::Find));
        if can.speak {
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
