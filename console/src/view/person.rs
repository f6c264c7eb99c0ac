//! What is known of a customer beyond this conversation: other conversations, who else it may be, merges.

use super::{icon, merge, move_into, unseen};
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
use leptos::{ev, html, prelude::*, task::spawn_local};
use weft_shared::{
    id::ConversationId,
    wire::person::{MergeLine, Person, PersonConversation, SuggestionLine},
};

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
        let changed = Memo::new(move |_| {
            open.state.with(|state| {
                state.as_ref().map(|state| {
                    let known = state.customer.identifiers.iter();
                    let known = known.map(|line| (line.value.clone(), line.standing)).collect::<Vec<_>>();
                    (state.customer.customer, known, state.departed, state.open)
                })
            })
        });
        Effect::new(move |_| {
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
            (suggestions(about, person.suggestions), conversations(about, others), merges(about, person.merges))
        })
    };
    let failed = move || {
        about.failed.get().map(|failure| {
            let again = html::button().r#type("button").class("button small").on(ev::click, move |_| about.ask());
            html::div().class("person-failed").role("status").child((
                html::p().child(words::PERSON_FAILED),
                html::p().child(strings::failure(&failure)),
                again.child(strings::RETRY),
            ))
        })
    };
    (sections, failed, merge::view(about), merge::undo(about), move_into::view(about)).into_any()
}

fn section(title: &'static str, lines: Vec<AnyView>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        html::section().child((html::h3().child(title), html::ul().class("cards").role("list").child(lines))).into_any()
    })
}

fn suggestions(about: About, lines: Vec<SuggestionLine>) -> Option<AnyView> {
    let one = |line: SuggestionLine| {
        let (shape, kind) = marks::of_kind(line.kind);
        let (value, because) = (line.value.clone(), line.because.clone());
        let said = format!(" {value}");
        let merge = html::button()
            .r#type("button")
            .class("button small")
            .attr("aria-haspopup", "dialog")
            .on(ev::click, move |_| about.merging.set(Some(line.clone())))
            .child((icon::icon(Icon::Merge), words::MERGE, unseen(said)));
        html::li()
            .class("known")
            .child((
                html::span().class("known-kind").title(kind).child((icon::icon(shape), unseen(kind))),
                html::div().class("known-text").child((
                    html::bdi().class("known-value").child(value),
                    html::p().class("known-because").child(because),
                    merge,
                )),
            ))
            .into_any()
    };
    section(words::SUGGESTIONS, lines.into_iter().map(one).collect())
}

fn conversations(about: About, lines: Vec<PersonConversation>) -> Option<AnyView> {
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
        let chip = if line.open {
            html::span().class("chip chip-open").child(strings::OPEN_STATE)
        } else {
            html::span().class("chip").child(strings::CLOSED_STATE)
        };
        let go = (line.open && here).then(|| {
            let (target, said) = ((id, name.clone()), format!(" {name}"));
            html::button()
                .r#type("button")
                .class("button small")
                .attr("aria-haspopup", "dialog")
                .on(ev::click, move |_| about.moving.set(Some(target.clone())))
                .child((icon::icon(Icon::Move), words::MOVE, unseen(said)))
        });
        html::li()
            .class("known")
            .child((
                html::span().class("known-kind").child(icon::icon(Icon::Talk)),
                html::div().class("known-text").child((
                    html::a().class("known-link").href(Place::of(id).hash()).child(html::bdi().child(name)),
                    html::p()
                        .class("known-when")
                        .child((chip, html::time().attr("datetime", line.at.to_string()).child(time_words::full(at)))),
                    go,
                )),
            ))
            .into_any()
    };
    section(words::OTHERS, lines.into_iter().map(one).collect())
}

fn merges(about: About, lines: Vec<MergeLine>) -> Option<AnyView> {
    let inbox = about.open.desk.inbox;
    let when = |at| time_words::full(browser::local(at));
    let one = |line: MergeLine| {
        let name = |agent| inbox.with_untracked(|inbox| inbox.name(agent));
        let by = words::merged_by(&name(&line.by), &when(line.at));
        let because = line.because.clone();
        let end = match &line.undone {
            Some((agent, at)) => {
                html::p().class("known-because").child(words::undone_by(&name(agent), &when(*at))).into_any()
            }
            None => {
                let said = format!(" {because}");
                html::button()
                    .r#type("button")
                    .class("button small")
                    .attr("aria-haspopup", "dialog")
                    .on(ev::click, move |_| about.undoing.set(Some(line.clone())))
                    .child((icon::icon(Icon::Reopen), words::UNDO, unseen(said)))
                    .into_any()
            }
        };
        html::li()
            .class("known")
            .child((
                html::span().class("known-kind").child(icon::icon(Icon::Merge)),
                html::div().class("known-text").child((
                    html::bdi().class("known-value").child(because),
                    html::p().class("known-because").child(by),
                    end,
                )),
            ))
            .into_any()
    };
    section(words::MERGES, lines.into_iter().map(one).collect())
}
