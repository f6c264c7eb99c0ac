//! One line of the inbox.

use super::{avatar, icon, unseen};
use crate::{browser, desk::Desk, inbox::initials, marks, strings, time_words};
use leptos::{html, prelude::*};
use weft_shared::{id::ConversationId, wire::agent::Row};

/// A line, drawn anew when the desk changes it.
pub fn view(desk: Desk, id: ConversationId) -> AnyView {
    let row = Memo::new(move |_| desk.inbox.with(|inbox| inbox.row(id).cloned()));
    let link = html::a()
        .id(element_id(id))
        .class("row")
        .class(("waiting", move || row.with(|row| row.as_ref().is_some_and(|row| row.open && row.waiting))))
        .href(move || desk.app.place.get().opening(Some(id)).hash())
        .attr("aria-current", move || desk.app.place.with(|place| (place.conversation == Some(id)).then_some("true")))
        .child(move || row.get().map(|row| content(desk, row)));
    html::li().child(link).into_any()
}

/// The id of a line's element.
pub fn element_id(id: ConversationId) -> String {
    format!("row-{id}")
}

fn content(desk: Desk, row: Row) -> AnyView {
    let at = row.at;
    let level = marks::of_level(row.level);
    let label = desk.label(&row.channel);
    let owner = row.owner.as_ref().map(|owner| {
        let mine = desk.me.with_value(|me| me.agent == *owner);
        let name = desk.inbox.with_untracked(|inbox| inbox.name(owner));
        let said = if mine { strings::owned_by(strings::YOU) } else { strings::owned_by(&name) };
        html::span()
            .class(if mine { "owner own" } else { "owner" })
            .title(said.clone())
            .child((html::span().aria_hidden("true").child(initials(&name)), unseen(said)))
    });
    let time = html::time()
        .attr("datetime", at.to_string())
        .title(time_words::full(browser::local(at)))
        .child(move || time_words::brief(browser::local(at), browser::local(desk.app.now.get())));
    let face = html::span().class("face").child((
        avatar::avatar(&row.title, ""),
        html::span().class("face-channel").title(label.clone()).child((icon::of_channel(&row.channel), unseen(label))),
    ));
    let waiting = (row.open && row.waiting).then(|| html::span().class("dot").child(unseen(strings::WAITING)));
    let mark = html::span()
        .class(format!("row-mark tone-{}", level.tone.class()))
        .title(level.words)
        .child((icon::icon(level.icon), unseen(level.words)));
    (
        face,
        html::span().class("row-text").child((
            html::span().class("row-top").child((html::bdi().class("row-title").child(row.title), waiting, time)),
            row.subject.map(|subject| html::span().class("row-subject").child(html::bdi().child(subject))),
            html::span().class("row-end").child((
                html::span().class("row-preview").child(html::bdi().child(row.preview)),
                mark,
                owner,
            )),
        )),
    )
        .into_any()
}
