//! How long a conversation waits.

use super::{complaint, dialog, field, press};
use crate::prelude::*;
use crate::react::effect;
use crate::{
    browser,
    open::{Asking, Open},
    snooze::{self, Choice},
    strings::{self, handoff as words},
    wall,
};
use weft_shared::{time::Timestamp, wire::agent::Wish};
use weft_widget::view::el::el;

/// The choices, by a key each.
pub const CHOICES: [(Choice, &str); 4] = [
    (Choice::Hour, words::HOUR),
    (Choice::Hours, words::HOURS),
    (Choice::Tomorrow, words::TOMORROW),
    (Choice::Monday, words::MONDAY),
];

/// The dialog.
pub fn view(open: Open) -> AnyView {
    let shown = open.dialog(Asking::Snooze);
    let (because, until) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = RwSignal::new(false);
    effect(move || {
        if shown.get() {
            wrong.set(false);
            because.set(String::new());
            until.set(snooze::field(Choice::Tomorrow.ends(browser::local(browser::now()))));
        }
    });
    let hold = move |until: Option<Timestamp>| {
        let because = because.get_untracked().trim().to_owned();
        open.do_now(Wish::Hold { until, because });
        shown.set(false);
    };
    let choice = move |(choice, label): (Choice, &'static str)| {
        let act = move || hold(Some(wall::moment(choice.ends(browser::local(browser::now())))));
        press("button").tap(act).text(label).done()
    };
    let choices = el("DIV")
        .class("choice-grid")
        .children(CHOICES.map(choice))
        .child(press("button").tap(move || hold(None)).text(words::SNOOZE_WRITES).done());
    let own = el("INPUT")
        .attr("id", "snooze-until")
        .attr("type", "datetime-local")
        .attr("aria-describedby", "snooze-wrong")
        .truth("aria-invalid", move || wrong.get())
        .value(move || until.get())
        .typed(move |text| {
            until.set(text);
            wrong.set(false);
        });
    let form = el("FORM")
        .attr("novalidate", "")
        .submit(move || {
            let at = until.with_untracked(|text| snooze::read(text)).map(wall::moment);
            match at.filter(|at| *at > browser::now()) {
                Some(at) => hold(Some(at)),
                None => {
                    wrong.set(true);
                    browser::focus("snooze-until");
                }
            }
        })
        .child(el("P").text(words::SNOOZE_BODY).done())
        .child(field::line("snooze-because", words::SNOOZE_BECAUSE, because, RwSignal::new(false)))
        .child(choices.done())
        .child(el("LABEL").attr("for", "snooze-until").text(words::SNOOZE_CUSTOM).done())
        .child(own.done())
        .child(complaint("snooze-wrong", move || wrong.get().then(|| words::SNOOZE_PAST.to_owned())))
        .child(field::actions(shown, strings::CANCEL, words::SNOOZE_DO));
    dialog::dialog("snooze", words::SNOOZE_TITLE, shown, form.done())
}
