//! The note of a handoff: its form, which anything on the desk can show, and the dialogs of the open conversation.

use super::{complaint, dialog, icon, press, route};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    browser,
    desk::Desk,
    handoff::{self, Field, Lack, Written},
    icons::Icon,
    open::{Aim, Asking, Open},
    snooze::{self, Choice},
    strings::{self, handoff as words},
    wall,
};
use weft_shared::{
    handoff::{HandoffNote, Party},
    wire::{
        agent::{Colleague, NoteLimitsLine, Wish},
        card::NoteDraft,
        problem::Problem,
        thread::MoveLine,
    },
};
use weft_widget::view::el::{El, el, list};

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wrong {
    field: Field,
    why: String,
    example: Option<String>,
    rule: Option<String>,
}

/// A note that is being written.
#[derive(Clone, Copy)]
pub struct NoteForm {
    desk: Desk,
    /// What the ids of its fields begin with.
    id: &'static str,
    written: RwSignal<Written>,
    wrong: RwSignal<Option<Wrong>>,
    /// The owner is given: the note does not change it.
    keeps_owner: RwSignal<bool>,
}

impl NoteForm {
    /// An empty one. `id` must be unique in the page.
    #[must_use]
    pub fn new(desk: Desk, id: &'static str) -> Self {
        let keeps_owner = RwSignal::new(false);
        Self { desk, id, written: RwSignal::default(), wrong: RwSignal::new(None), keeps_owner }
    }

    /// Begins anew with what the history says; with an owner, that one stays.
    pub fn begin(self, draft: Option<&NoteDraft>, owner: Option<Party>) {
        self.wrong.set(None);
        self.keeps_owner.set(owner.is_some());
        let mut written = draft.map(|draft| Written::from_draft(draft, browser::local)).unwrap_or_default();
        if let Some(owner) = owner {
            written.owner = handoff::value(&owner);
        }
        if written.due.is_empty() {
            written.due = snooze::field(Choice::Hours.ends(browser::local(browser::now())));
        }
        self.written.set(written);
    }

    /// Names the next owner, who can still be changed.
    pub fn propose(self, owner: &Party) {
        self.written.update(|written| written.owner = handoff::value(owner));
    }

    /// The note, if nothing is missing; else the field says what, and has the focus.
    #[must_use]
    pub fn note(self) -> Option<HandoffNote> {
        let limits = self.limits();
        let lack = self.written.with_untracked(|written| written.lack(&limits));
        if let Some((field, lack)) = lack {
            let why = match (field, lack) {
                (_, Lack::Short(by)) => words::short(by),
                (_, Lack::Long(by)) => words::long(by),
                (Field::Owner, Lack::Unchosen) => words::CHOOSE_OWNER.to_owned(),
                (_, Lack::Unchosen) => words::CHOOSE_DUE.to_owned(),
            };
            self.show(Wrong { field, why, example: None, rule: None });
            return None;
        }
        self.wrong.set(None);
        self.written.with_untracked(|written| written.note(wall::moment))
    }

    /// Shows why the edge refused it, at the field that it names. False when it names none.
    pub fn refused(self, problem: &Problem) -> bool {
        let Some(field) = Field::of(problem) else { return false };
        let why = strings::failure(&crate::api::Failure::Problem(Box::new(problem.clone())));
        self.show(Wrong { field, why, example: problem.example.clone(), rule: problem.rule.clone() });
        true
    }

    fn show(self, wrong: Wrong) {
        let id = self.field_id(wrong.field);
        self.wrong.set(Some(wrong));
        browser::focus_soon(id);
    }

    fn limits(self) -> NoteLimitsLine {
        self.desk.me.with_value(|me| me.handoff)
    }

    fn field_id(self, field: Field) -> String {
        format!("{}-{}", self.id, field.name())
    }

    fn is_wrong(self, field: Field) -> bool {
        self.wrong.with(|wrong| wrong.as_ref().is_some_and(|wrong| wrong.field == field))
    }

    /// A field with what describes it: id, whether it is wrong, and where that is said.
    fn marked(self, field: Field, control: El) -> El {
        let id = self.field_id(field);
        control
            .attr("aria-describedby", format!("{id}-count {id}-wrong"))
            .attr("id", id)
            .truth("aria-invalid", move || self.is_wrong(field))
            .value(move || self.written.with(|written| written.text(field).to_owned()))
            .typed(move |text| {
                self.written.update(|written| *written.text_mut(field) = text);
                self.wrong.update(|wrong| *wrong = wrong.take().filter(|wrong| wrong.field != field));
            })
    }

    fn complaint(self, field: Field) -> AnyView {
        let line = move || {
            self.wrong.get().filter(|wrong| wrong.field == field).map(|wrong| {
                let example = wrong.example.map(|example| {
                    el("P").class("example").text(words::EXAMPLE).child(el("BDI").text(example).done()).done()
                });
                let inside = el("DIV")
                    .class("note-inside")
                    .child(el("P").child(el("BDI").text(wrong.why).done()).done())
                    .maybe(example)
                    .maybe(wrong.rule.map(route::rule));
                el("DIV").class("complaint").child(icon::icon(Icon::Alert)).child(inside.done()).done()
            })
        };
        el("DIV").attr("id", format!("{}-wrong", self.field_id(field))).attr("role", "alert").show(line).done()
    }

    fn label(self, field: Field, words: &'static str) -> AnyView {
        el("LABEL").attr("for", self.field_id(field)).text(words).done()
    }
}

/// The fields of a note. Whoever shows them adds the buttons, and asks for [`NoteForm::note`].
pub fn note_form(form: NoteForm) -> AnyView {
    let labels = [words::WANTS, words::DONE, words::PROMISED, words::NEXT];
    let texts = Field::TEXTS.into_iter().zip(labels).map(|(field, label)| text(form, field, label));
    let owner = list(move || if form.keeps_owner.get() { Vec::new() } else { vec![owner(form)] });
    el("DIV").class("note-form").children(texts).child(owner).child(due(form)).done()
}

fn text(form: NoteForm, field: Field, label: &'static str) -> AnyView {
    let limits = form.limits();
    let (least, most) = field.limits(&limits);
    let length = move || form.written.with(|written| handoff::length(written.text(field)));
    let count = el("SPAN")
        .attr("id", format!("{}-count", form.field_id(field)))
        .live("class", move || {
            let length = length();
            Some(if most > 0 && (length < least || length > most) { "left over" } else { "left" }.into())
        })
        .words(move || if most > 0 { words::count(length(), least, most) } else { String::new() });
    let hint = (field == Field::Promised).then(|| el("SPAN").class("field-hint").text(words::PROMISED_HINT).done());
    let control = el("TEXTAREA").attr("rows", "2").attr("dir", "auto");
    el("DIV")
        .class("note-field")
        .child(el("DIV").class("note-label").child(form.label(field, label)).children(hint).child(count.done()).done())
        .child(form.marked(field, control).done())
        .child(form.complaint(field))
        .done()
}

fn owner(form: NoteForm) -> AnyView {
    let me = form.desk.me.with_value(|me| me.agent.clone());
    let teams = form.desk.me.with_value(|me| me.teams.clone());
    let colleagues = memo(move || {
        let mut all = form.desk.inbox.with(|inbox| inbox.colleagues.clone());
        all.retain(|one| one.agent != me);
        crate::order::by_key(&mut all, |one| (!one.present, !one.available, one.name.clone()));
        all
    });
    let chosen = memo(move || form.written.with(|written| written.owner.clone()));
    let options = move || {
        let chosen = chosen.get();
        let option = |value: String, words: String| route::option(value.clone(), value == chosen, words);
        let team = |(name, label): &(String, String)| option(handoff::value(&Party::Team(name.clone())), label.clone());
        let agent = |one: &Colleague| {
            let words = words::agent(&one.name, one.present, one.available, one.load, one.capacity);
            option(handoff::value(&Party::Agent(one.agent.clone())), words)
        };
        let group =
            |label: &'static str, options: Vec<AnyView>| el("OPTGROUP").attr("label", label).children(options).done();
        let none = route::option(String::new(), chosen.is_empty(), words::OWNER_NONE.to_owned());
        let teams = group(words::TEAMS, teams.iter().map(team).collect());
        vec![none, teams, group(words::AGENTS, colleagues.with(|all| all.iter().map(agent).collect()))]
    };
    // Not every way to choose tells of it as of what is typed.
    let select = form
        .marked(Field::Owner, el("SELECT"))
        .on("change", move |event| {
            let owner = event_target_value(&event);
            form.written.maybe_update(|written| {
                let changed = written.owner != owner;
                written.owner = owner;
                changed
            });
        })
        .list(options);
    el("DIV")
        .class("note-field")
        .child(form.label(Field::Owner, words::OWNER))
        .child(select.done())
        .child(form.complaint(Field::Owner))
        .done()
}

fn due(form: NoteForm) -> AnyView {
    let choices = [
        (Choice::Hour, words::HOUR),
        (Choice::Hours, words::HOURS),
        (Choice::Tomorrow, words::TOMORROW),
        (Choice::Monday, words::MONDAY),
    ];
    let choice = move |(choice, label): (Choice, &'static str)| {
        route::button(label.to_owned(), move || {
            let at = snooze::field(choice.ends(browser::local(browser::now())));
            form.written.update(|written| written.due = at);
            form.wrong.update(|wrong| *wrong = wrong.take().filter(|wrong| wrong.field != Field::Due));
        })
    };
    let control = form.marked(Field::Due, el("INPUT").attr("type", "datetime-local"));
    el("DIV")
        .class("note-field")
        .child(form.label(Field::Due, words::DUE))
        .child(control.done())
        .child(el("DIV").class("note-actions").children(choices.map(choice)).done())
        .child(form.complaint(Field::Due))
        .done()
}

/// The dialog that a conversation is handed off by, or its customer moved.
pub fn view(open: Open) -> AnyView {
    let form = NoteForm::new(open.desk, "handoff");
    let (aim, other) = (RwSignal::new(Aim::HandOff), RwSignal::new(None::<String>));
    let shown = dialog::about(open.handing, move |wanted| {
        let owner =
            matches!(wanted, Aim::Move(_)).then(|| open.state.with_untracked(|state| state.as_ref()?.owner.clone()));
        let owner = owner.flatten().map(Party::Agent);
        other.set(None);
        open.card.with_untracked(|card| form.begin(card.as_ref().map(|card| &card.draft), owner));
        aim.set(wanted);
    });
    let submit = move || {
        let Some(note) = form.note().filter(|_| !open.busy.get_untracked()) else { return };
        other.set(None);
        let aim = aim.get_untracked();
        let wish = match &aim {
            Aim::HandOff => Wish::HandOff { note },
            Aim::Move(line) => Wish::MoveChannel { to: line.to.clone(), note },
        };
        open.wish_then(wish, move |answer| match answer {
            Ok(()) => {
                let _ = shown.try_set(false);
                if matches!(aim, Aim::Move(MoveLine { code: true, .. })) {
                    open.speak();
                }
            }
            Err(problem) => {
                if !form.refused(&problem) {
                    other.set(Some(strings::failure(&crate::api::Failure::Problem(Box::new(problem)))));
                }
            }
        });
    };
    let body = move || match aim.get() {
        Aim::HandOff => words::HAND_OFF_BODY.to_owned(),
        Aim::Move(line) => line.how,
    };
    let act = move || match aim.get() {
        Aim::HandOff => words::HAND_OFF_DO,
        Aim::Move(_) => words::MOVE_DO,
    };
    let buttons = el("DIV")
        .class("dialog-actions")
        .child(press("button").tap(move || shown.set(false)).text(strings::CANCEL).done())
        .child(
            el("BUTTON")
                .attr("type", "submit")
                .class("button primary")
                .truth("aria-disabled", move || open.busy.get())
                .words(move || act().to_owned())
                .done(),
        );
    let content = el("FORM")
        .attr("novalidate", "")
        .submit(submit)
        .child(el("P").words(body).done())
        .child(note_form(form))
        .child(complaint("handoff-wrong", move || other.get()))
        .child(buttons.done());
    vec![dialog::dialog("handoff", words::HAND_OFF_TITLE, shown, content.done()), choose(open)].into_any()
}

/// The dialog that asks which medium the customer is moved to.
fn choose(open: Open) -> AnyView {
    let shown = open.dialog(Asking::Move);
    let moves =
        memo(move || open.state.with(|state| state.as_ref().map(|state| state.moves.clone())).unwrap_or_default());
    let one = move |line: MoveLine| {
        let label = open.desk.label(&line.to);
        let (to, blocked) = (line.clone(), line.blocked.clone());
        let why = blocked.clone().unwrap_or(line.how);
        let button = press("move-choice")
            .truth("aria-disabled", move || blocked.is_some())
            .tap(move || {
                if to.blocked.is_none() {
                    shown.set(false);
                    open.handing.set(Some(Aim::Move(to.clone())));
                }
            })
            .child(icon::of_channel(&line.to))
            .child(
                el("SPAN")
                    .class("note-inside")
                    .child(el("SPAN").class("move-label").text(words::move_to(&label)).done())
                    .child(el("BDI").class("field-hint").text(why).done())
                    .done(),
            );
        el("LI").child(button.done()).done()
    };
    let lines = move || {
        let moves = moves.get();
        if moves.is_empty() {
            return vec![el("P").text(words::NO_MOVES).done()];
        }
        vec![el("UL").class("move-choices").attr("role", "list").children(moves.into_iter().map(one)).done()]
    };
    let cancel = press("button").tap(move || shown.set(false)).text(strings::CANCEL).done();
    let content = vec![
        el("P").text(words::MOVE_CHOOSE).done(),
        list(lines),
        el("DIV").class("dialog-actions").child(cancel).done(),
    ];
    dialog::dialog("move-to", words::MOVE_TITLE, shown, content.into_any())
}
