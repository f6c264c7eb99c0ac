//! The account has another open conversation: continue that one, or keep this one separate?

use super::{el::el, icon, part, part::When};
use crate::{
    app::App,
    strings::{Key, t},
};

/// The card; usually nothing.
pub fn elsewhere(app: App) -> When {
    if !app.elsewhere.get() {
        return None;
    }
    let join = part::press("primary", move || app.go_on(true)).attr("id", "weft-join").text(t(Key::ElsewhereJoin));
    let steps = el("DIV")
        .class("steps")
        .child(el("H2").attr("id", "weft-elsewhere").text(t(Key::ElsewhereTitle)).done())
        .child(el("P").text(t(Key::ElsewhereText)).done())
        .child(join.done())
        .child(part::button("quiet", t(Key::ElsewhereApart), move || app.go_on(false)));
    let card = el("SECTION").class("confirm").attr("aria-labelledby", "weft-elsewhere").child(part::badge(icon::CHAIN));
    Some(card.child(steps.done()).done())
}
