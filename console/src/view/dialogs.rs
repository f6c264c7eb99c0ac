//! The dialogs of the open conversation. They stand by themselves: a pane that is hidden or inert would keep them so.

use super::{dialog, handoff, offer, picture, press, snooze, spoken, tags, vouch};
use crate::prelude::*;
use crate::{
    open::{Asking, Open},
    strings,
};
use weft_shared::wire::agent::Wish;
use weft_widget::view::el::el;

/// All of them.
pub fn all(open: Open) -> Vec<AnyView> {
    vec![
        vouch::view(open, open.vouching),
        spoken::view(open),
        handoff::view(open),
        offer::decline(open),
        snooze::view(open),
        tags::view(open),
        picture::large(open),
        revoking(open),
    ]
}

fn revoking(open: Open) -> AnyView {
    let shown = open.dialog(Asking::Revoke);
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
