//! What is done with all lines that are selected, and what of it was refused.

use super::{dialog, field, icon, press};
use crate::prelude::*;
use crate::react::{effect, memo};
use crate::{
    action::Action,
    browser,
    chosen::Chosen,
    commands::Command,
    desk::Desk,
    icons::Icon,
    snooze::Choice,
    strings::{self, inbox as words},
};
use weft_shared::wire::agent::Wish;
use weft_widget::view::el::el;

/// The bar; nothing while nothing is selected and no line has a box.
pub fn view(desk: Desk) -> AnyView {
    let count = memo(move || desk.chosen.with(Chosen::len));
    let shown = memo(move || count.get() > 0 || desk.selecting.get());
    let bar = move || shown.get().then(|| bar(desk, count));
    el("DIV").class("bulk-place").show(bar).done()
}

fn bar(desk: Desk, count: Memo<usize>) -> AnyView {
    let act = move |action: Action, shape, label: &'static str| {
        press("button icon-only")
            .attr("aria-label", label)
            .attr("title", label)
            .truth("aria-disabled", move || !desk.can_with_any(action) || desk.working.get())
            .tap(move || {
                if untrack(|| desk.can_with_any(action)) {
                    desk.perform(Command::Do(action));
                }
            })
            .child(icon::icon(shape))
            .done()
    };
    let all = press("button quiet small")
        .tap(move || desk.shown.with_untracked(|shown| desk.chosen.update(|chosen| chosen.toggle_all(shown))))
        .attr("aria-label", words::SELECT_ALL)
        .text(words::ALL);
    let done = press("button icon-only")
        .attr("aria-label", words::SELECT_DONE)
        .attr("title", words::SELECT_DONE)
        .tap(move || {
            desk.chosen.set(Chosen::default());
            desk.selecting.set(false);
        })
        .child(icon::icon(Icon::Cross));
    let said = move || if desk.working.get() { words::WORKING.to_owned() } else { words::selected(count.get()) };
    el("DIV")
        .class("bulk")
        .attr("role", "group")
        .attr("aria-label", words::SELECTION)
        .child(el("P").class("bulk-count").attr("role", "status").words(said).done())
        .child(all.done())
        .child(act(Action::Take, Icon::Person, words::DO_TAKE))
        .child(act(Action::HandOff, Icon::Move, words::DO_HAND_OFF))
        .child(act(Action::Tag, Icon::Tag, words::DO_TAG))
        .child(act(Action::Snooze, Icon::Clock, words::DO_SNOOZE))
        .child(act(Action::Close, Icon::Check, words::DO_CLOSE))
        .child(done.done())
        .done()
}

/// The dialogs: what has to be asked first, and what was refused.
pub fn dialogs(desk: Desk) -> AnyView {
    vec![snooze(desk), tag(desk), refused(desk)].into_any()
}

/// A signal that a dialog can close, for one thing that is asked.
fn asked(desk: Desk, action: Action) -> RwSignal<bool> {
    let shown = RwSignal::new(false);
    effect(move || shown.set(desk.asking.get() == Some(action)));
    effect(move || {
        if !shown.get() && desk.asking.get_untracked() == Some(action) {
            desk.asking.set(None);
        }
    });
    shown
}

fn snooze(desk: Desk) -> AnyView {
    let shown = asked(desk, Action::Snooze);
    let choice = move |choice: Option<Choice>, label: &'static str| {
        press("button wide")
            .tap(move || {
                let now = browser::now();
                let local = browser::local(now);
                // Choices are by the clock on the wall; the difference is the same there and here.
                let until = choice.map(|choice| now.plus(choice.ends(local).since(local)));
                shown.set(false);
                desk.for_all(Wish::Hold { until, because: String::new() });
            })
            .text(label)
            .done()
    };
    let content = el("DIV")
        .class("choices-wide")
        .child(choice(Some(Choice::Hour), words::HOUR))
        .child(choice(Some(Choice::Hours), words::HOURS))
        .child(choice(Some(Choice::Tomorrow), words::TOMORROW))
        .child(choice(Some(Choice::Monday), words::MONDAY))
        .child(choice(None, words::UNTIL_WRITES))
        .child(press("button quiet").tap(move || shown.set(false)).text(strings::CANCEL).done());
    dialog::dialog("bulk-snooze", words::SNOOZE_FOR, shown, content.done())
}

fn tag(desk: Desk) -> AnyView {
    let shown = asked(desk, Action::Tag);
    let (value, wrong) = (RwSignal::new(String::new()), RwSignal::new(false));
    let complaint = RwSignal::new(None::<&'static str>);
    let add = move || {
        let tag = value.get_untracked().trim().to_owned();
        if !(1..=40).contains(&tag.chars().count()) {
            wrong.set(true);
            complaint.set(Some(words::TAG_WRONG));
        } else if desk.tag_all(&tag) {
            shown.set(false);
            value.set(String::new());
            complaint.set(None);
        } else {
            complaint.set(Some(words::TAG_ALL_HAVE));
        }
    };
    let form = el("FORM")
        .submit(add)
        .child(field::line("bulk-tag-name", words::TAG_NAME, value, wrong))
        .child(super::complaint("bulk-tag-wrong", move || complaint.get().map(str::to_owned)))
        .child(field::actions(shown, strings::CANCEL, words::TAG_DO));
    dialog::dialog("bulk-tag", words::TAG_ADD, shown, form.done())
}

fn refused(desk: Desk) -> AnyView {
    let shown = RwSignal::new(false);
    effect(move || shown.set(desk.refused.with(|refused| !refused.is_empty())));
    effect(move || {
        if !shown.get() && desk.refused.with_untracked(|refused| !refused.is_empty()) {
            desk.refused.set(Vec::new());
        }
    });
    let lines = move || {
        let line = |(title, why): (String, String)| {
            let title = (!title.is_empty()).then(|| el("BDI").class("refused-title").text(title).done());
            el("LI").maybe(title).child(el("SPAN").text(why).done()).done()
        };
        desk.refused.get().into_iter().map(line).collect()
    };
    let content = vec![
        el("UL").class("refused-list").attr("role", "list").list(lines).done(),
        el("DIV")
            .class("dialog-actions")
            .child(press("button primary").tap(move || shown.set(false)).text(words::BULK_OK).done())
            .done(),
    ];
    dialog::dialog("bulk-refused", words::BULK_FAILED, shown, content.into_any())
}
