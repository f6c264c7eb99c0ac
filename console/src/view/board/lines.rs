//! What waits, and what was decided last.

use super::{Page, section};
use crate::prelude::*;
use crate::{
    browser,
    icons::Icon,
    strings::board as words,
    time_words,
    view::{icon, press, unseen},
};
use weft_shared::{
    id::ConversationId,
    routing::{Because, Priority},
    wire::board::{DecisionLine, QueueLine},
};
use weft_widget::view::el::{El, el};

/// What waits, in the order in which it is served.
pub fn queue(page: Page) -> AnyView {
    let queue = page.part(|board| &board.queue);
    let lines = move || {
        let queue = queue.get().unwrap_or_default();
        if queue.is_empty() {
            return vec![el("P").class("nothing").text(words::QUEUE_EMPTY).done()];
        }
        let lines = queue.into_iter().map(|line| waiting(page, line));
        vec![el("OL").class("board-lines").attr("role", "list").children(lines).done()]
    };
    section("board-queue", words::QUEUE)
        .child(el("P").class("board-more").text(words::DRAG_HINT).done())
        .list(lines)
        .done()
}

fn waiting(page: Page, line: QueueLine) -> AnyView {
    let since = line.since;
    let soon = match line.priority {
        Priority::Urgent => Some(("chip care", words::SOON_URGENT)),
        Priority::High => Some(("chip", words::SOON_HIGH)),
        Priority::Low => Some(("chip plain", words::SOON_LOW)),
        Priority::Normal => None,
    };
    let soon = soon.map(|(class, words)| el("SPAN").class(class).text(words).done());
    let rest = move || words::since(&time_words::rest(page.desk.app.now.get().since(since)));
    let top = el("DIV")
        .class("board-top")
        .child(title(page, line.conversation, line.title.clone()))
        .maybe(soon)
        .child(el("SPAN").class("chip plain").child(el("BDI").text(page.desk.team_label(&line.team)).done()).done())
        .child(el("SPAN").class("board-more").words(rest).done())
        .child(reassign(page, line.conversation, &line.title));
    movable(page, line.conversation).class("board-line").child(top.done()).maybe(why(page, line.because)).done()
}

/// The name of a conversation, which opens it.
pub fn title(page: Page, id: ConversationId, title: String) -> AnyView {
    let href = move || Some(page.desk.app.place.get().opening(Some(id)).hash().into());
    el("A").class("board-title").live("href", href).attr("dir", "auto").text(title).done()
}

/// The button that hands a conversation over: what dragging does, for the keyboard.
pub fn reassign(page: Page, id: ConversationId, title: &str) -> AnyView {
    press("button small board-move")
        .attr("aria-haspopup", "dialog")
        .attr("aria-label", words::reassign(title))
        .tap(move || page.desk.handing.set(Some((vec![id], None))))
        .child(icon::icon(Icon::Move))
        .text(words::REASSIGN)
        .done()
}

/// A line that can be dragged onto an agent.
pub fn movable(page: Page, id: ConversationId) -> El {
    el("LI")
        .attr("draggable", "true")
        .on("dragstart", move |event| {
            browser::drag(&event, &id.to_string());
            page.dragged.set(Some(id));
        })
        .on("dragend", move |_| page.dragged.set(None))
}

/// Reasons, each with the rule behind it.
fn why(page: Page, because: Vec<Because>) -> Option<AnyView> {
    let one = |because: Because| {
        let rule = because.rule.map(|rule| el("CODE").text(rule).done());
        el("LI")
            .child(
                el("SPAN").attr("dir", "auto").text(page.desk.inbox.with(|inbox| inbox.reasoned(&because.text))).done(),
            )
            .maybe(rule)
            .done()
    };
    (!because.is_empty()).then(|| {
        el("UL").class("board-why").attr("aria-label", words::WHY).children(because.into_iter().map(one)).done()
    })
}

/// The last decisions.
pub fn decisions(page: Page) -> AnyView {
    let decisions = page.part(|board| &board.decisions);
    let lines = move || {
        let decisions = decisions.get().unwrap_or_default();
        if decisions.is_empty() {
            return vec![el("P").class("nothing").text(words::NO_DECISIONS).done()];
        }
        let lines = decisions.into_iter().map(|line| decided(page, line));
        vec![el("OL").class("board-lines").attr("role", "list").children(lines).done()]
    };
    section("board-decisions", words::DECISIONS).list(lines).done()
}

fn decided(page: Page, line: DecisionLine) -> AnyView {
    let at = line.at;
    let to = match &line.decision.agent {
        Some(agent) => page.desk.inbox.with_untracked(|inbox| inbox.name(agent)),
        None => words::TO_QUEUE.to_owned(),
    };
    let went = words::went(&to, &page.desk.team_label(&line.decision.team));
    let time = el("TIME")
        .attr("datetime", at.to_string())
        .words(move || time_words::brief(browser::local(at), browser::local(page.desk.app.now.get())));
    let top = el("DIV")
        .class("board-top")
        .child(title(page, line.conversation, line.title))
        .child(el("SPAN").attr("dir", "auto").text(went).done())
        .child(unseen(" "))
        .child(time.done());
    el("LI").class("board-line").child(top.done()).maybe(why(page, line.decision.because)).done()
}
