//! What colleagues wrote for each other: private notes, and the notes of handoffs. Never to be taken for a message.

use super::{avatar, icon, text};
use crate::prelude::*;
use crate::{
    browser,
    icons::Icon,
    open::Open,
    strings::{card as labels, handoff as words, thread},
    time_words,
};
use weft_shared::{
    handoff::{HandoffNote, Party},
    id::AgentId,
    time::Timestamp,
    wire::entry::HandoffLine,
};
use weft_widget::view::el::{El, el};

/// A private note.
pub fn view(open: Open, seq: u64, at: Timestamp, by: &AgentId, said: &str, mentions: &[AgentId]) -> AnyView {
    let name = name(open, by);
    let mentioned = (!mentions.is_empty()).then(|| {
        let names = mentions.iter().map(|agent| self::name(open, agent)).collect::<Vec<_>>().join(", ");
        el("P")
            .class("note-mentions")
            .child(icon::icon(Icon::Person))
            .text(thread::MENTIONED)
            .child(el("BDI").text(names).done())
            .done()
    });
    let body = el("DIV").class("message-body").children(text::text(said)).done();
    line(open, seq, at, &name, thread::NOTE_PRIVATE).child(body).children(mentioned).wrap()
}

/// A handoff, or a move to another medium.
pub fn handoff(open: Open, seq: u64, at: Timestamp, line: &HandoffLine) -> AnyView {
    let name = name(open, &line.by);
    let (title, kind) = match &line.to {
        Some(channel) => (words::moved(&name, &open.desk.label(channel)), thread::NOTE_MOVE),
        None => (words::handed(&name, &party(open, &line.note.owner)), thread::NOTE_HANDOFF),
    };
    let title = el("P").class("note-title").child(el("BDI").text(title).done()).done();
    self::line(open, seq, at, &name, kind).child(title).child(content(open, &line.note)).wrap()
}

/// A line of the thread on its way.
struct Line(El, u64);

impl Line {
    fn child(self, child: AnyView) -> Self {
        Self(self.0.child(child), self.1)
    }

    fn children(self, children: Option<AnyView>) -> Self {
        Self(self.0.children(children), self.1)
    }

    fn wrap(self) -> AnyView {
        el("LI").class("message private").child(self.0.done()).done()
    }
}

fn line(_: Open, seq: u64, at: Timestamp, name: &str, kind: &'static str) -> Line {
    let local = browser::local(at);
    let time = el("TIME")
        .class("message-time")
        .attr("datetime", at.to_string())
        .attr("title", time_words::full(local))
        .text(time_words::clock(local));
    let mark = el("SPAN").class("private-mark").child(icon::icon(Icon::Lock)).child(el("SPAN").text(kind).done());
    let head = el("HEADER")
        .class("message-head full")
        .child(avatar::avatar(name, "small own"))
        .child(el("BDI").class("message-name").text(name).done())
        .child(time.done())
        .child(mark.done());
    let article = el("ARTICLE")
        .attr("id", super::message::place_id(seq))
        .attr("tabindex", "-1")
        .attr("aria-label", format!("{kind}: {name}, {}", time_words::full(local)));
    Line(article.child(head.done()), seq)
}

/// The fields of a note, to be read.
pub fn content(open: Open, note: &HandoffNote) -> AnyView {
    let owner = party(open, &note.owner);
    let due = time_words::due(browser::local(note.due), browser::local(open.desk.app.now.get_untracked()));
    let field = |label: &'static str, said: &str| {
        vec![el("DT").text(label).done(), el("DD").child(el("BDI").text(said).done()).done()]
    };
    let next = format!("{} ({})", note.next, labels::owner_due(&owner, &due));
    el("DL")
        .class("note-fields")
        .children(field(labels::WANTS, &note.wants))
        .children(field(labels::DONE, &note.done))
        .children(field(labels::PROMISED, &note.promised))
        .children(field(labels::NEXT, &next))
        .done()
}

/// The name of an agent.
pub fn name(open: Open, agent: &AgentId) -> String {
    open.desk.inbox.with(|inbox| inbox.name(agent))
}

/// The name of an agent or the label of a team.
pub fn party(open: Open, party: &Party) -> String {
    match party {
        Party::Agent(agent) => name(open, agent),
        Party::Team(team) => open.desk.me.with_value(|me| {
            let known = me.teams.iter().find(|(name, _)| name == team);
            known.map_or_else(|| team.clone(), |(_, label)| label.clone())
        }),
    }
}
