//! The head of the first pane: the site, search, the board, what else there is, and whether the agent takes work.

use super::{avatar, icon, menu, press, unseen};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    browser,
    commands::Command,
    desk::Desk,
    icons::Icon,
    listing::View,
    place::Place,
    strings::{self, account, board, inbox as words},
};
use weft_shared::wire::agent::AgentRole;
use weft_widget::view::el::{El, el};

/// How many colleagues have room.
const MATES: usize = 5;

/// The head.
pub fn view(desk: Desk) -> AnyView {
    let site = desk.me.with_value(|me| me.site_name.clone());
    let searching = move || desk.app.place.with(|place| place.view == View::Search && !place.board);
    let search = go("show-search", words::SEARCH, Icon::Search)
        .attr("href", Place::of_view(View::Search).hash())
        .live("aria-current", move || searching().then(|| "page".into()));
    let leads = desk.me.with_value(|me| me.role >= AgentRole::Lead);
    let board = leads.then(|| {
        go("show-board", board::SHOW_BOARD, Icon::Columns)
            .attr("href", Place::of_board().hash())
            .live("aria-current", move || desk.app.place.with(|place| place.board.then(|| "page".into())))
            .done()
    });
    let names = el("DIV")
        .class("list-head-names")
        .child(el("H1").attr("id", "inbox-title").attr("tabindex", "-1").text(strings::INBOX).done())
        .child(el("P").class("list-head-site").child(el("BDI").text(site).done()).done());
    let head = el("HEADER")
        .class("list-head")
        .child(el("SPAN").class("brand-mark small").child(icon::icon(Icon::Weave)).done())
        .child(names.done())
        .child(search.done())
        .maybe(board)
        .child(menu(desk));
    vec![head.done(), work(desk)].into_any()
}

fn go(id: &'static str, label: &'static str, shape: Icon) -> El {
    el("A")
        .attr("id", id)
        .class("button icon-only")
        .attr("aria-label", label)
        .attr("title", label)
        .child(icon::icon(shape))
}

/// Whether the agent takes work, how much they have, and who else is here.
fn work(desk: Desk) -> AnyView {
    let me = desk.me.with_value(|me| me.agent.clone());
    let own = me.clone();
    let available = move || desk.is_available();
    let switch = press("switch")
        .attr("id", "available")
        .attr("role", "switch")
        .attr("aria-label", words::AVAILABLE_SWITCH)
        .either("aria-checked", available)
        .tap(move || desk.be_available(!untrack(available)))
        .child(el("SPAN").class("switch-knob").attr("aria-hidden", "true").done())
        .words(move || if available() { words::TAKING } else { words::NOT_TAKING }.to_owned());
    let load = memo(move || {
        desk.inbox
            .with(|inbox| inbox.colleague(&own).filter(|one| one.capacity > 0).map(|one| (one.load, one.capacity)))
    });
    let load = move || {
        load.get().map(|(has, can)| {
            let class = if has >= can { "load full" } else { "load" };
            let said = words::load_full(has, can);
            el("SPAN")
                .class(class)
                .attr("title", said.clone())
                .child(el("BDI").attr("aria-hidden", "true").text(words::load(has, can)).done())
                .child(unseen(said))
                .done()
        })
    };
    let others = move || {
        let mut team = desk.inbox.with(|inbox| inbox.colleagues.clone());
        team.retain(|one| one.agent != me);
        crate::order::by_key(&mut team, |one| (!one.present, one.name.clone()));
        let mate = |one: weft_shared::wire::agent::Colleague| {
            let state = if one.present { strings::HERE } else { strings::AWAY };
            let said = format!("{}, {state}", one.name);
            el("LI")
                .class(if one.present { "mate present" } else { "mate" })
                .attr("title", said.clone())
                .child(avatar::avatar(&one.name, "small"))
                .child(unseen(said))
                .done()
        };
        let shown: Vec<AnyView> = team.into_iter().take(MATES).map(mate).collect();
        (!shown.is_empty()).then(|| el("UL").class("team").attr("aria-label", strings::TEAM).children(shown).done())
    };
    el("DIV").class("work").child(switch.done()).show(load).show(others).done()
}

/// What is needed seldom, behind the agent's own mark.
fn menu(desk: Desk) -> AnyView {
    let (name, site, leads) = desk.me.with_value(|me| {
        let site = desk.app.settings.with_value(|settings| settings.site.clone());
        (me.name.clone(), site, me.role >= AgentRole::Lead)
    });
    let shown = RwSignal::new(false);
    let close = move || {
        shown.set(false);
        browser::focus("own-menu");
    };
    let toggle = el("BUTTON")
        .attr("id", "own-menu")
        .attr("type", "button")
        .class("own-menu")
        .attr("aria-label", format!("{}: {name}", words::MENU))
        .attr("title", name.clone())
        .either("aria-expanded", move || shown.get())
        .attr("aria-controls", "own-menu-list")
        .tap(move || shown.update(|shown| *shown = !*shown))
        .child(avatar::avatar(&name, "small own"));
    let choice = move |command: Command, shape, label| {
        press("menu-choice")
            .tap(move || {
                close();
                desk.perform(command);
            })
            .child(icon::icon(shape))
            .text(label)
            .done()
    };
    let look_after = leads.then(|| {
        el("A")
            .attr("id", "look-after")
            .class("menu-choice")
            .attr("href", format!("/admin/{site}"))
            .child(icon::icon(Icon::Gear))
            .text(strings::LOOK_AFTER)
            .done()
    });
    let own = el("A")
        .class("menu-choice")
        .attr("href", desk.account())
        .child(icon::icon(Icon::ShieldCheck))
        .text(account::TO_ACCOUNT)
        .done();
    let list = el("DIV")
        .attr("id", "own-menu-list")
        .class("menu-list")
        .attr("tabindex", "-1")
        .child(el("P").class("menu-name").child(el("BDI").text(name).done()).done())
        .child(choice(Command::Settings, Icon::Bulb, words::SETTINGS))
        .child(own)
        .child(choice(Command::Help, Icon::Keypad, words::KEYS))
        .child(choice(Command::Palette, Icon::Search, words::PALETTE))
        .maybe(look_after)
        .child(choice(Command::SignOut, Icon::SignOut, strings::SIGN_OUT));
    menu::frame(shown, close, toggle.done(), list.done())
}
