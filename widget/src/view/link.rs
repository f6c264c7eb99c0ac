//! A link was followed: nothing happens before a click, and a dead link is no dead end.

use super::{el::el, icon, part};
use crate::{
    app::{App, AskStage, LinkStage},
    strings::{Key, t},
};
use leptos::prelude::AnyView;

/// The screen.
pub fn link(app: App, stage: LinkStage) -> AnyView {
    match stage {
        LinkStage::Dead(ask) => unusable(app, ask),
        LinkStage::Offered => offered(app, false, None),
        LinkStage::Opening => offered(app, true, None),
        LinkStage::Trouble(key) => offered(app, false, Some(key)),
    }
}

fn offered(app: App, opening: bool, trouble: Option<Key>) -> AnyView {
    let go = part::press("primary", move || app.redeem())
        .attr("id", "weft-continue")
        .flag("disabled", move || opening)
        .text(t(if opening { Key::LinkOpening } else { Key::LinkContinue }));
    let rest = el("DIV")
        .class("choices")
        .child(go.done())
        .child(part::button("quiet", t(Key::LinkNotNow), move || app.back()))
        .children(trouble.map(|key| part::word("trouble", t(key))));
    part::screen(icon::CHAIN, Key::LinkTitle, Key::LinkText, rest.done())
}

fn unusable(app: App, ask: AskStage) -> AnyView {
    let refresh = || {
        part::press("primary", move || app.refresh_link())
            .attr("id", "weft-refresh")
            .flag("disabled", move || ask == AskStage::Asking)
            .text(t(Key::LinkFresh))
            .done()
    };
    let leave = if app.stored.with_untracked(|stored| stored.credentials.is_some()) {
        part::button("quiet", t(Key::BackToConversation), move || app.back())
    } else {
        part::button("quiet", t(Key::StartNew), move || app.without_link())
    };
    let trouble = match ask {
        AskStage::Trouble(key) => Some(part::word("trouble", t(key))),
        _ => None,
    };
    let asked = ask == AskStage::Asked;
    let again = (!asked).then(refresh);
    let text = if asked { Key::LinkFreshSent } else { Key::LinkDeadText };
    let rest = el("DIV").class("choices").children(trouble).children(again).child(leave);
    part::screen(icon::CHAIN, Key::LinkDeadTitle, text, rest.done())
}
