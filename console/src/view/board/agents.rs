//! Who has what to do; a conversation that is dropped on somebody is handed to them, with a note.

use super::{Page, lines, section, target};
use crate::prelude::*;
use crate::{
    icons::Icon,
    strings::board as words,
    view::{avatar, icon},
};
use weft_shared::{handoff::Party, id::ConversationId, wire::board::LoadLine};
use weft_widget::view::el::el;

/// All agents.
pub fn view(page: Page) -> AnyView {
    let agents = page.part(|board| &board.agents);
    let cards = move || {
        let agents = agents.get().unwrap_or_default();
        if agents.is_empty() {
            return vec![el("P").class("nothing").text(words::NO_AGENTS).done()];
        }
        let cards = agents.into_iter().map(|agent| card(page, agent));
        vec![el("UL").class("board-agents-list").attr("role", "list").children(cards).done()]
    };
    section("board-agents", words::AGENTS).list(cards).done()
}

fn card(page: Page, line: LoadLine) -> AnyView {
    let (class, state) = match (line.present, line.available) {
        (false, _) => ("chip", words::AWAY),
        (true, true) => ("chip chip-open", words::TAKING),
        (true, false) => ("chip", words::NOT_TAKING),
    };
    let full = line.load >= line.capacity;
    // A meter has its own size and name; a bar of our own would need a style that the page's policy refuses.
    let meter = el("METER")
        .class(if full { "load-bar full" } else { "load-bar" })
        .attr("min", "0")
        .attr("max", line.capacity.max(1).to_string())
        .attr("value", line.load.min(line.capacity.max(1)).to_string())
        .attr("aria-label", words::load(line.load, line.capacity));
    let teams: Vec<String> = line.teams.iter().map(|team| page.desk.team_label(team)).collect();
    let skills = (!line.skills.is_empty()).then(|| {
        let said = format!("{}: {}", words::SKILLS, line.skills.join(", "));
        el("P").class("board-more").child(el("BDI").text(said).done()).done()
    });
    let top = el("DIV")
        .class("board-top")
        .child(avatar::avatar(&line.name, "small"))
        .child(el("BDI").class("board-name").text(line.name.clone()).done())
        .child(el("SPAN").class(class).text(state).done());
    let load = el("DIV").class("board-load").child(meter.done()).child(
        el("SPAN").class("board-more").attr("aria-hidden", "true").text(words::load(line.load, line.capacity)).done(),
    );
    let has = if line.conversations.is_empty() {
        el("P").class("nothing").text(words::NOTHING_TO_DO).done()
    } else {
        let one = |id: ConversationId| conversation(page, id);
        el("UL").class("board-has").attr("role", "list").children(line.conversations.into_iter().map(one)).done()
    };
    target(page, "board-agent", Party::Agent(line.agent))
        .child(top.done())
        .child(load.done())
        .child(el("P").class("board-more").child(el("BDI").text(teams.join(", ")).done()).done())
        .maybe(skills)
        .child(has)
        .done()
}

fn conversation(page: Page, id: ConversationId) -> AnyView {
    let title = page.title(id);
    let held = page.desk.inbox.with_untracked(|inbox| inbox.row(id).is_some_and(|row| row.held.is_some()));
    let held = held.then(|| el("SPAN").class("chip").child(icon::icon(Icon::Clock)).text(words::HELD).done());
    let line = el("DIV")
        .class("board-top")
        .child(lines::title(page, id, title.clone()))
        .maybe(held)
        .child(lines::reassign(page, id, &title));
    lines::movable(page, id).class("board-one").child(line.done()).done()
}
