//! A link was followed: nothing happens before a click, and a dead link is no dead end.

use super::{icon, part};
use crate::{
    app::{App, AskStage, LinkStage, Screen},
    strings::{Key, t},
};
use leptos::{ev, html, prelude::*};

/// The screen.
pub fn link(app: App) -> AnyView {
    let stage = Memo::new(move |_| match app.screen.get() {
        Screen::Link { stage, .. } => Some(stage),
        _ => None,
    });
    let dead = Memo::new(move |_| matches!(stage.get(), Some(LinkStage::Dead(_))));
    (move || if dead.get() { unusable(app, stage) } else { offered(app, stage) }).into_any()
}

fn offered(app: App, stage: Memo<Option<LinkStage>>) -> AnyView {
    let opening = move || stage.get() == Some(LinkStage::Opening);
    let rest = html::div()
        .class("choices")
        .child((
            move || match stage.get() {
                Some(LinkStage::Trouble(key)) => Some(part::word("trouble", t(key))),
                _ => None,
            },
            html::button()
                .attr("type", "button")
                .attr("id", "weft-continue")
                .class("primary")
                .prop("disabled", opening)
                .on(ev::click, move |_| app.redeem())
                .child(move || t(if opening() { Key::LinkOpening } else { Key::LinkContinue })),
            part::button("quiet", t(Key::LinkNotNow), move || app.back()),
        ))
        .into_any();
    part::screen(icon::CHAIN, Key::LinkTitle, Key::LinkText, rest)
}

fn unusable(app: App, stage: Memo<Option<LinkStage>>) -> AnyView {
    let known = app.stored.with_untracked(|stored| stored.credentials.is_some());
    let ask = move || match stage.get() {
        Some(LinkStage::Dead(AskStage::Asked)) => part::word("done", t(Key::LinkFreshSent)),
        Some(LinkStage::Dead(AskStage::Trouble(key))) => html::div()
            .child((part::word("trouble", t(key)), part::button("primary", t(Key::LinkFresh), move || app.refresh_link())))
            .into_any(),
        asking => {
            let asking = asking == Some(LinkStage::Dead(AskStage::Asking));
            html::button()
                .attr("type", "button")
                .class("primary")
                .prop("disabled", asking)
                .on(ev::click, move |_| app.refresh_link())
                .child(t(Key::LinkFresh))
                .into_any()
        }
    };
    let leave = if known {
        part::button("quiet", t(Key::BackToConversation), move || app.back())
    } else {
        part::button("quiet", t(Key::StartNew), move || app.without_link())
    };
    part::screen(
        icon::CHAIN,
        Key::LinkDeadTitle,
        Key::LinkDeadText,
        html::div().class("choices").child((ask, leave)).into_any(),
    )
}
