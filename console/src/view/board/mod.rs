//! The board of the whole desk: teams, what waits and why, who has what to do, and the last decisions.

mod agents;
mod lines;

use super::{empty, icon, press};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    api::Failure,
    browser,
    desk::Desk,
    icons::Icon,
    place::Place,
    strings::{self, board as words},
    time_words,
};
use leptos::task::spawn_local;
use std::time::Duration;
use weft_shared::{
    handoff::Party,
    id::ConversationId,
    wire::{
        agent::AgentRole,
        board::{Board, TeamLine},
    },
};
use weft_widget::view::el::{El, el};

/// How often it is asked for anew while it can be seen.
const EVERY: Duration = Duration::from_secs(5);

/// The board while it is open.
#[derive(Clone, Copy)]
pub struct Page {
    desk: Desk,
    board: RwSignal<Option<Board>>,
    failed: RwSignal<Option<Failure>>,
    asking: RwSignal<bool>,
    /// What is being dragged.
    dragged: RwSignal<Option<ConversationId>>,
}

/// The page, in place of a conversation.
pub fn view(desk: Desk) -> AnyView {
    let page = Page {
        desk,
        board: RwSignal::new(None),
        failed: RwSignal::new(None),
        asking: RwSignal::new(false),
        dragged: RwSignal::new(None),
    };
    let leads = desk.me.with_value(|me| me.role >= AgentRole::Lead);
    if leads {
        page.ask();
        if let Ok(again) = set_interval_with_handle(move || page.ask_if_seen(), EVERY) {
            on_cleanup(move || again.clear());
        }
    }
    let back = el("A")
        .class("button icon-only back")
        .attr("href", Place::default().hash())
        .attr("aria-label", strings::BACK)
        .child(icon::icon(Icon::Back));
    let as_of = move || {
        let at = page.board.with(|board| board.as_ref().map(|board| board.at));
        at.map_or_else(String::new, |at| words::as_of(&time_words::clock(browser::local(at))))
    };
    let names = el("DIV")
        .class("thread-names")
        .child(el("H2").attr("id", "thread-title").attr("tabindex", "-1").text(words::BOARD).done())
        .child(el("P").class("thread-facts").words(as_of).done());
    let head =
        el("HEADER").class("thread-head").child(super::page_heading(desk.app)).child(back.done()).child(names.done());
    let loaded = memo(move || page.board.with(Option::is_some));
    let inside = move || {
        if !leads {
            vec![empty::quiet(Icon::Columns, words::LEADS_ONLY, "")]
        } else if loaded.get() {
            vec![teams(page), lines::queue(page), agents::view(page), lines::decisions(page)]
        } else {
            page.failed.get().map_or_else(|| vec![empty::bars(5)], |failure| vec![failed(page, &failure)])
        }
    };
    let main = el("MAIN")
        .class("thread-pane board-pane")
        .attr("id", "thread")
        .child(head.done())
        .child(el("DIV").class("board-inside").list(inside).done());
    // Of a type of its own, so that no other pane takes over its nodes.
    (main.done(),).into_any()
}

impl Page {
    fn ask(self) {
        if self.asking.get_untracked() {
            return;
        }
        self.asking.set(true);
        let routes = self.desk.app.routes();
        spawn_local(async move {
            let answer = routes.board().await;
            if self.asking.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(board) => {
                    self.failed.set(None);
                    // The same board again must not disturb whoever reads it.
                    self.board.maybe_update(|known| {
                        let news = known.as_ref().is_none_or(|known| !same(known, &board));
                        *known = Some(board);
                        news
                    });
                }
                Err(failure) => self.failed.set(Some(failure)),
            }
        });
    }

    /// While something is dragged or asked, what is under the hand stays as it is.
    fn ask_if_seen(self) {
        let busy = self.dragged.with_untracked(Option::is_some) || self.desk.handing.with_untracked(Option::is_some);
        if browser::is_visible() && !busy {
            self.ask();
        }
    }

    /// What a conversation is called.
    fn title(self, id: ConversationId) -> String {
        let known = self.desk.inbox.with_untracked(|inbox| inbox.row(id).map(|row| row.title.clone()));
        let queued = || {
            self.board.with_untracked(|board| {
                let line = board.as_ref()?.queue.iter().find(|line| line.conversation == id)?;
                Some(line.title.clone())
            })
        };
        known.or_else(queued).unwrap_or_else(|| words::UNKNOWN.to_owned())
    }

    /// A part of the board, drawn anew when it changes.
    fn part<T: Clone + PartialEq + Send + Sync + 'static>(self, of: fn(&Board) -> &T) -> Memo<Option<T>> {
        memo(move || self.board.with(|board| board.as_ref().map(|board| of(board).clone())))
    }
}

fn same(one: &Board, other: &Board) -> bool {
    one.teams == other.teams
        && one.agents == other.agents
        && one.queue == other.queue
        && one.decisions == other.decisions
}

fn failed(page: Page, failure: &Failure) -> AnyView {
    el("DIV")
        .class("empty")
        .attr("role", "alert")
        .child(el("P").class("empty-title").text(strings::failure(failure)).done())
        .child(press("button").tap(move || page.ask()).text(strings::RETRY).done())
        .done()
}

/// A part of the page with a heading.
fn section(class: &'static str, title: &'static str) -> El {
    el("SECTION").class(format!("board-part {class}")).attr("aria-label", title).child(el("H3").text(title).done())
}

/// A line on which a conversation can be dropped, to hand it to somebody with a note.
fn target(page: Page, class: &'static str, to: Party) -> El {
    let over = RwSignal::new(false);
    let dropped = move |event: web_sys::Event| {
        event.prevent_default();
        over.set(false);
        if let Some(id) = page.dragged.get_untracked() {
            page.dragged.set(None);
            page.desk.handing.set(Some((vec![id], Some(to.clone()))));
        }
    };
    el("LI")
        .class(class)
        .flag("data-over", move || over.get())
        .on("dragover", move |event| {
            if page.dragged.with_untracked(Option::is_some) {
                event.prevent_default();
                over.maybe_update(|over| !std::mem::replace(over, true));
            }
        })
        .on("dragleave", move |_| over.set(false))
        .on("drop", dropped)
}

fn teams(page: Page) -> AnyView {
    let teams = page.part(|board| &board.teams);
    let one = move |team: TeamLine| {
        let (class, state) = if team.at_work { ("chip chip-open", words::AT_WORK) } else { ("chip", words::OFF_WORK) };
        let waiting = move || {
            let longest = team.longest.map(|since| time_words::rest(page.desk.app.now.get().since(since)));
            words::waiting(team.waiting, longest.as_deref())
        };
        let handoffs = team.handoffs.map(|times| {
            let (median, slowest) = (time_words::span(times.median_ms), time_words::span(times.slowest_ms));
            el("SPAN").class("board-more").text(words::handoffs(times.handoffs, &median, &slowest)).done()
        });
        target(page, "board-team", Party::Team(team.team))
            .child(el("BDI").class("board-name").text(team.label).done())
            .child(el("SPAN").class(class).text(state).done())
            .child(el("SPAN").class("board-more").words(waiting).done())
            .maybe(handoffs)
            .done()
    };
    section("board-teams", words::TEAMS)
        .child(
            el("UL")
                .class("board-row")
                .attr("role", "list")
                .list(move || teams.get().unwrap_or_default().into_iter().map(one).collect())
                .done(),
        )
        .done()
}
