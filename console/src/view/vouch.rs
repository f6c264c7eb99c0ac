//! Vouching for a browser after asking the site's questions.

use super::{complaint, dialog};
use crate::prelude::*;
use crate::{browser, open::Open, strings};
use weft_shared::{id::SessionId, wire::agent::Wish};
use weft_widget::view::el::el;

const LONGEST: &str = "1000";

/// The dialog, shown while a browser is picked.
pub fn view(open: Open, session: RwSignal<Option<SessionId>>) -> AnyView {
    let how = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let shown = dialog::about(session, move |_| {
        how.set(String::new());
        wrong.set(false);
    });
    let cancel = el("BUTTON").attr("type", "button").class("button").tap(move || shown.set(false));
    let act = el("BUTTON").attr("type", "submit").class("button primary");
    let actions = el("DIV")
        .class("dialog-actions")
        .child(cancel.text(strings::CANCEL).done())
        .child(act.text(strings::VOUCH_DO).done());
    let field = el("TEXTAREA")
        .attr("id", "vouch-how")
        .attr("rows", "4")
        .attr("dir", "auto")
        .attr("required", "")
        .attr("maxlength", LONGEST)
        .attr("aria-describedby", "vouch-wrong")
        .either("aria-invalid", move || wrong.get())
        .value(move || how.get())
        .typed(move |text| {
            how.set(text);
            wrong.set(false);
        });
    let form = el("FORM")
        .attr("novalidate", "")
        .submit(move || {
            let said = how.get_untracked().trim().to_owned();
            if said.is_empty() {
                wrong.set(true);
                return browser::focus("vouch-how");
            }
            if let Some(session) = session.get_untracked() {
                let _ = open.wish(Wish::Vouch { session, how: said });
            }
            shown.set(false);
        })
        .child(el("P").text(strings::VOUCH_BODY).done())
        .child(el("LABEL").attr("for", "vouch-how").text(strings::VOUCH_HOW).done())
        .child(field.done())
        .child(complaint("vouch-wrong", move || wrong.get().then(|| strings::VOUCH_EMPTY.to_owned())))
        .child(actions.done());
    dialog::dialog("vouch", strings::VOUCH_TITLE, shown, form.done())
}
