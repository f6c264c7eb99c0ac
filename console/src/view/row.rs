//! One line of the inbox.

use super::{avatar, icon, row_marks, unseen};
use crate::prelude::*;
use crate::react::memo;
use crate::{browser, desk::Desk, inbox::initials, marks, strings, time_words};
use weft_shared::{id::ConversationId, wire::agent::Row};
use weft_widget::view::el::el;

/// A line as it is drawn.
#[derive(Clone, PartialEq)]
struct Line {
    row: Row,
    /// The reader has not seen what the customer wrote last.
    unread: bool,
    /// A note mentions the reader who has not seen it.
    called: bool,
    /// The reader has begun to write to it, and went elsewhere.
    begun: bool,
}

/// A line, drawn anew when the desk changes it.
pub fn view(desk: Desk, id: ConversationId) -> AnyView {
    let line = memo(move || {
        let reader = desk.reader();
        let begun = desk.drafts.with(|all| all.contains(&id)) && desk.app.place.with(|at| at.conversation != Some(id));
        desk.inbox.with(|inbox| {
            let row = inbox.row(id)?.clone();
            Some(Line { unread: inbox.is_unread(&row), called: inbox.is_called(&row, &reader), begun, row })
        })
    });
    let class = move || {
        let new = line.with(|line| line.as_ref().is_some_and(|line| line.unread || line.called));
        Some((if new { "row unread" } else { "row" }).into())
    };
    let link = el("A")
        .attr("id", element_id(id))
        .live("class", class)
        .live("href", move || Some(desk.app.place.get().opening(Some(id)).hash().into()))
        .truth("aria-current", move || desk.app.place.with(|place| place.conversation == Some(id)))
        .list(move || line.get().map(|line| content(desk, line)).unwrap_or_default());
    let class = move || {
        let picked = desk.chosen.with(|chosen| chosen.has(id));
        Some((if picked { "line picked" } else { "line" }).into())
    };
    let boxed = memo(move || desk.selecting.get() || desk.chosen.with(|chosen| !chosen.is_empty()));
    el("LI").live("class", class).show(move || boxed.get().then(|| select(desk, id))).child(link.done()).done()
}

/// The box that selects it.
fn select(desk: Desk, id: ConversationId) -> AnyView {
    let title = desk.inbox.with_untracked(|inbox| inbox.row(id).map(|row| row.title.clone())).unwrap_or_default();
    let field = el("INPUT")
        .attr("type", "checkbox")
        .class("line-box")
        .attr("aria-label", strings::inbox::select(&title))
        .on("change", move |_| desk.chosen.update(|chosen| chosen.toggle(id)));
    field.checked(move || desk.chosen.with(|chosen| chosen.has(id)))
}

const PREFIX: &str = "row-";

/// The id of a line's element.
pub fn element_id(id: ConversationId) -> String {
    format!("{PREFIX}{id}")
}

/// The conversation of a line's element.
pub fn id_of(element: &str) -> Option<ConversationId> {
    element.strip_prefix(PREFIX)?.parse().ok()
}

/// The conversation of the line that has the focus.
pub fn focused() -> Option<ConversationId> {
    id_of(&browser::focused_id()?)
}

fn content(desk: Desk, line: Line) -> Vec<AnyView> {
    let Line { row, unread, called, begun } = line;
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
    let waiting = (row.open && row.waiting).then(|| {
        let words =
            if unread { format!("{}, {}", strings::inbox::UNREAD, strings::WAITING) } else { strings::WAITING.into() };
        let class = if unread { "dot" } else { "dot seen" };
        el("SPAN").class(class).attr("title", strings::WAITING).child(unseen(words)).done()
    });
    let mark = el("SPAN")
        .class(format!("row-mark tone-{}", level.tone.class()))
        .attr("title", level.words)
        .child(icon::icon(level.icon))
        .child(unseen(level.words));
    let bdi = |text: String| el("BDI").text(text);
    let top = el("SPAN")
        .class("row-top")
        .child(bdi(row.title.clone()).class("row-title").done())
        .maybe(waiting)
        .child(time.done());
    let end = el("SPAN")
        .class("row-end")
        .child(bdi(row.preview.clone()).class("row-preview").done())
        .child(mark.done())
        .maybe(owner);
    let subject = row.subject.clone().map(|text| bdi(text).class("row-subject").done());
    let text = el("SPAN")
        .class("row-text")
        .child(top.done())
        .maybe(subject)
        .child(end.done())
        .maybe(row_marks::view(desk, row, called, begun));
    vec![face.done(), text.done()]
}
