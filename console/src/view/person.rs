//! What is known of a customer beyond this conversation: other conversations, who else it may be, merges.

use super::{icon, merge, move_into, press, unseen};
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{
    api::Failure,
    browser,
    icons::Icon,
    marks,
    open::Open,
    place::Place,
    strings::{self, person as words},
    time_words,
};
use leptos::task::spawn_local;
use weft_shared::{
    id::ConversationId,
    identity::IdentifierKind,
    time::Timestamp,
    wire::person::{MergeLine, Person, PersonConversation, SuggestionLine},
};
use weft_widget::view::el::{El, el, list};

/// What is known, and the dialogs that are shown about it.
#[derive(Clone, Copy)]
pub struct About {
    /// The conversation.
    pub open: Open,
    /// What is known.
    pub person: RwSignal<Option<Person>>,
    /// Why it is not.
    pub failed: RwSignal<Option<Failure>>,
    /// The customer that may be the same, and why.
    pub merging: RwSignal<Option<SuggestionLine>>,
    /// The merge that may be taken back.
    pub undoing: RwSignal<Option<MergeLine>>,
    /// Where this conversation may go on, with its name.
    pub moving: RwSignal<Option<(ConversationId, String)>>,
}

impl About {
    fn new(open: Open) -> Self {
        let about = Self {
            open,
            person: RwSignal::new(None),
            failed: RwSignal::new(None),
            merging: RwSignal::new(None),
            undoing: RwSignal::new(None),
            moving: RwSignal::new(None),
        };
        // What changes here may have changed it for the customer as a whole.
        let changed = memo(move || {
            open.state.with(|state| {
                state.as_ref().map(|state| {
                    let known = state.customer.identifiers.iter();
                    let known = known.map(|line| (line.value.clone(), line.standing)).collect::<Vec<_>>();
                    (state.customer.customer, known, state.deals.clone(), state.departed, state.open)
                })
            })
        });
        effect(move || {
            if changed.with(Option::is_some) {
                about.ask();
            }
        });
        about
    }

    /// Asks anew.
    fn ask(self) {
        let Some(customer) = self.open.state.with_untracked(|state| state.as_ref().map(|one| one.customer.customer))
        else {
            return;
        };
        let routes = self.open.desk.app.routes();
        spawn_local(async move {
            let answer = routes.person(customer).await;
            self.take(answer);
        });
    }

    /// Takes in an answer; by then the conversation may be closed.
    pub fn take(self, answer: Result<Person, Failure>) {
        match answer {
            Ok(person) => {
                let _ = self.failed.try_set(None);
                let _ = self.person.try_set(Some(person));
            }
            Err(failure) => drop(self.failed.try_set(Some(failure))),
        }
    }
}

/// The sections; nothing where there is nothing to say.
pub fn view(open: Open) -> AnyView {
    let about = About::new(open);
    let sections = move || {
        about.person.get().map(|person| {
            let others = person.conversations.into_iter().filter(|one| one.conversation != open.id).collect::<Vec<_>>();
            vec![suggestions(about, person.suggestions), conversations(about, others), merges(about, person.merges)]
        })
    };
    let failed = move || {
        about.failed.get().map(|failure| {
            el("DIV")
                .class("person-failed")
                .attr("role", "status")
                .child(el("P").text(words::PERSON_FAILED).done())
                .child(el("P").text(strings::failure(&failure)).done())
                .child(press("button small").tap(move || about.ask()).text(strings::RETRY).done())
                .done()
        })
    };
    vec![
        deals(about),
        list(move || sections().unwrap_or_default()),
        list(move || failed().into_iter().collect()),
        merge::view(about),
        merge::undo(about),
        move_into::view(about),
    ]
    .into_any()
}

/// A button that asks before it acts.
fn asking(shape: Icon, label: &'static str, about: &str, act: impl Fn() + Send + Sync + 'static) -> AnyView {
    press("button small")
        .tap(act)
        .attr("aria-haspopup", "dialog")
        .child(icon::icon(shape))
        .text(label)
        .child(unseen(format!(" {about}")))
        .done()
}

/// A section in a place of its own, which is empty without lines.
fn section(title: &'static str, lines: Vec<AnyView>) -> AnyView {
    let section = (!lines.is_empty()).then(|| {
        el("SECTION")
            .child(el("H3").text(title).done())
            .child(el("UL").class("cards").attr("role", "list").children(lines).done())
            .done()
    });
    section.into_iter().collect::<Vec<_>>().into_any()
}

fn card(kind: El, text: El) -> AnyView {
    el("LI").class("known").child(kind.class("known-kind").done()).child(text.class("known-text").done()).done()
}

/// The deals that this conversation is about, then the customer's others, each with since when it is theirs.
fn deals(about: About) -> AnyView {
    let known = memo(move || {
        let here = about.open.state.with(|state| state.as_ref().map(|state| state.deals.clone())).unwrap_or_default();
        let mut deals: Vec<(String, Option<Timestamp>)> = here.into_iter().map(|deal| (deal, None)).collect();
        about.person.with(|person| {
            let theirs = person.iter().flat_map(|person| &person.identifiers);
            for line in theirs.filter(|line| line.kind == IdentifierKind::Deal) {
                match deals.iter_mut().find(|(deal, _)| *deal == line.value) {
                    Some((_, since)) => *since = Some(line.at),
                    None => deals.push((line.value.clone(), Some(line.at))),
                }
            }
        });
        deals
    });
    let one = |(deal, since): (String, Option<Timestamp>)| {
        let since = since.map(|at| {
            let words = words::since(&time_words::full(browser::local(at)));
            el("TIME").class("known-because").attr("datetime", at.to_string()).text(words).done()
        });
        el("LI").class("deal").child(icon::icon(Icon::Tag)).child(el("BDI").text(deal).done()).maybe(since).done()
    };
    list(move || {
        let lines: Vec<AnyView> = known.get().into_iter().map(one).collect();
        let section = (!lines.is_empty()).then(|| {
            let lines = el("UL").class("deals").attr("role", "list").children(lines);
            el("SECTION").child(el("H3").text(words::DEALS).done()).child(lines.done()).done()
        });
        section.into_iter().collect()
    })
}

fn suggestions(about: About, lines: Vec<SuggestionLine>) -> AnyView {
    let one = |line: SuggestionLine| {
        let (shape, kind) = marks::of_kind(line.kind);
        let (value, because) = (line.value.clone(), line.because.clone());
        let merge = asking(Icon::Merge, words::MERGE, &value, move || about.merging.set(Some(line.clone())));
        card(
            el("SPAN").attr("title", kind).child(icon::icon(shape)).child(unseen(kind)),
            el("DIV")
                .child(el("BDI").class("known-value").text(value).done())
                .child(el("P").class("known-because").text(because).done())
                .child(merge),
        )
    };
    section(words::SUGGESTIONS, lines.into_iter().map(one).collect())
}

fn conversations(about: About, lines: Vec<PersonConversation>) -> AnyView {
    let open = about.open;
    let here = open.state.with_untracked(|state| state.as_ref().is_some_and(|one| one.open && one.departed.is_none()));
    let one = |line: PersonConversation| {
        let known = open.desk.inbox.with_untracked(|inbox| inbox.row(line.conversation).cloned());
        let at = browser::local(line.at);
        let name = known.and_then(|row| row.subject.or_else(|| Some(row.preview).filter(|text| !text.is_empty())));
        let name = name.unwrap_or_else(|| {
            words::conversation_of(&time_words::day(at, browser::local(open.desk.app.now.get_untracked())))
        });
        let id = line.conversation;
        let (class, state) =
            if line.open { ("chip chip-open", strings::OPEN_STATE) } else { ("chip", strings::CLOSED_STATE) };
        let go = (line.open && here).then(|| {
            let target = (id, name.clone());
            asking(Icon::Move, words::MOVE, &name, move || about.moving.set(Some(target.clone())))
        });
        let when = el("P")
            .class("known-when")
            .child(el("SPAN").class(class).text(state).done())
            .child(el("TIME").attr("datetime", line.at.to_string()).text(time_words::full(at)).done());
        let name = el("BDI").text(name).done();
        card(
            el("SPAN").child(icon::icon(Icon::Talk)),
            el("DIV")
                .child(el("A").class("known-link").attr("href", Place::of(id).hash()).child(name).done())
                .child(when.done())
                .children(go),
        )
    };
    section(words::OTHERS, lines.into_iter().map(one).collect())
}

fn merges(about: About, lines: Vec<MergeLine>) -> AnyView {
    let inbox = about.open.desk.inbox;
    let when = |at| time_words::full(browser::local(at));
    let one = |line: MergeLine| {
        let name = |agent| inbox.with_untracked(|inbox| inbox.name(agent));
        let by = words::merged_by(&name(&line.by), &when(line.at));
        let because = line.because.clone();
        let end = match &line.undone {
            Some((agent, at)) => el("P").class("known-because").text(words::undone_by(&name(agent), &when(*at))).done(),
            None => asking(Icon::Reopen, words::UNDO, &because, move || about.undoing.set(Some(line.clone()))),
        };
        card(
            el("SPAN").child(icon::icon(Icon::Merge)),
            el("DIV")
                .child(el("BDI").class("known-value").text(because).done())
                .child(el("P").class("known-because").text(by).done())
                .child(end),
        )
    };
    section(words::MERGES, lines.into_iter().map(one).collect())
}
