//! A link was followed: nothing happens before a click, and a dead link is no dead end.

use super::{
    el::{el, list},
    icon, part,
};
use crate::{
    app::{App, AskStage, LinkStage, Screen},
    strings::{Key, t},
};
use leptos::prelude::*;

/// The screen.
pub fn link(app: App) -> AnyView {
    let stage = Memo::new(move |_| match app.screen.get() {
        Screen::Link { stage, .. } => Some(stage),
        _ => None,
    });
    let dead = Memo::new(move |_| matches!(stage.get(), Some(LinkStage::Dead(_))));
    list(move || vec![if dead.get() { unusable(app, stage) } else { offered(app, stage) }])
}

fn offered(app: App, stage: Memo<Option<LinkStage>>) -> AnyView {
    let opening = move || stage.get() == Some(LinkStage::Opening);
    let go = part::press("primary", move || app.redeem())
        .attr("id", "weft-continue")
        .flag("disabled", opening)
        .words(move || t(if opening() { Key::LinkOpening } else { Key::LinkContinue }).to_owned());
    let rest = el("DIV")
        .class("choices")
        .show(move || match stage.get() {
            Some(LinkStage::Trouble(key)) => Some(part::word("trouble", t(key))),
            _ => None,
        })
        .child(go.done())
        .child(part::button("quiet", t(Key::LinkNotNow), move || app.back()))
        .done();
    part::screen(icon::CHAIN, Key::LinkTitle, Key::LinkText, rest)
}

fn unusable(app: App, stage: Memo<Option<LinkStage>>) -> AnyView {
    let known = app.stored.with_untracked(|stored| stored.credentials.is_some());
    let ask = move || {
        let ask = match stage.get() {
            Some(LinkStage::Dead(ask)) => ask,
            _ => AskStage::Ready,
        };
        if ask == AskStage::Asked {
            return vec![part::word("done", t(Key::LinkFreshSent))];
        }
        let button = part::press("primary", move || app.refresh_link())
            .attr("id", "weft-refresh")
            .flag("disabled", move || ask == AskStage::Asking)
            .text(t(Key::LinkFresh))
            .done();
        match ask {
            AskStage::Trouble(key) => vec![part::word("trouble", t(key)), button],
            _ => vec![button],
        }
    };
    let leave = if known {
        part::button("quiet", t(Key::BackToConversation), move || app.back())
    } else {
        part::button("quiet", t(Key::StartNew), move || app.without_link())
    };
    let rest = el("DIV").class("choices").list(ask).child(leave).done();
    part::screen(icon::CHAIN, Key::LinkDeadTitle, Key::LinkDeadText, rest)
}
