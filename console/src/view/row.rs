//! One line of the inbox.

use super::{avatar, icon, unseen};
use crate::{browser, desk::Desk, inbox::initials, marks, strings, time_words};
use leptos::prelude::*;
use weft_shared::{id::ConversationId, wire::agent::Row};
use weft_widget::view::el::el;

/// A line, drawn anew when the desk changes it.
pub fn view(desk: Desk, id: ConversationId) -> AnyView {
    let row = Memo::new(move |_| desk.inbox.with(|inbox| inbox.row(id).cloned()));
    let class = move || {
        let waiting = row.with(|row| row.as_ref().is_some_and(|row| row.open && row.waiting));
        Some((if waiting { "row waiting" } else { "row" }).into())
    };
    let link = el("A")
        .attr("id", element_id(id))
        .live("class", class)
        .live("href", move || Some(desk.app.place.get().opening(Some(id)).hash().into()))
        .truth("aria-current", move || desk.app.place.with(|place| place.conversation == Some(id)))
        .list(move || row.get().map(|row| content(desk, row)).unwrap_or_default());
    el("LI").child(link.done()).done()
}

/// The id of a line's element.
pub fn element_id(id: ConversationId) -> String {
    format!("row-{id}")
}

fn content(desk: Desk, row: Row) -> Vec<AnyView> {
    let at = row.at;
    let level = marks::of_level(row.level);
    let label = desk.label(&row.channel);
    let owner = row.owner.as_ref().map(|owner| {
        let mine = desk.me.with_value(|me| me.agent == *owner);
        let name = desk.inbox.with_untracked(|inbox| inbox.name(owner));
        let said = if mine { strings::owned_by(strings::YOU) } else { strings::owned_by(&name) };
        el("SPAN")
            .class(if mine { "owner own" } else { "owner" })
            .attr("title", said.clone())
            .child(el("SPAN").attr("aria-hidden", "true").text(initials(&name)).done())
            .child(unseen(said))
            .done()
    });
    let time = el("TIME")
        .attr("datetime", at.to_string())
        .attr("title", time_words::full(browser::local(at)))
        .words(move || time_words::brief(browser::local(at), browser::local(desk.app.now.get())));
    let channel = el("SPAN")
        .class("face-channel")
        .attr("title", label.clone())
        .child(icon::of_channel(&row.channel))
        .child(unseen(label));
    let face = el("SPAN").class("face").child(avatar::avatar(&row.title, "")).child(channel.done());
    let waiting = (row.open && row.waiting).then(|| el("SPAN").class("dot").child(unseen(strings::WAITING)).done());
    let mark = el("SPAN")
        .class(format!("row-mark tone-{}", level.tone.class()))
        .attr("title", level.words)
        .child(icon::icon(level.icon))
        .child(unseen(level.words));
    let bdi = |text: String| el("BDI").text(text);
    let top =
        el("SPAN").class("row-top").child(bdi(row.title).class("row-title").done()).maybe(waiting).child(time.done());
    let end = el("SPAN")
        .class("row-end")
        .child(el("SPAN").class("row-preview").child(bdi(row.preview).done()).done())
        .child(mark.done())
        .maybe(owner);
    let subject = row.subject.map(|subject| el("SPAN").class("row-subject").child(bdi(subject).done()).done());
    vec![face.done(), el("SPAN").class("row-text").child(top.done()).maybe(subject).child(end.done()).done()]
}
