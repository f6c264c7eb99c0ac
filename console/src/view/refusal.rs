//! A wish that was refused: why, by which rule, and what would do instead.

use super::{icon, press, route};
use crate::prelude::*;
use crate::{api::Failure, icons::Icon, open::Open, strings};
use weft_widget::view::el::el;

/// The line below the head.
pub fn view(open: Open) -> AnyView {
    let dismiss = move || {
        press("button icon-only")
            .attr("aria-label", strings::DISMISS)
            .tap(move || open.refusal.set(None))
            .child(icon::icon(Icon::Cross))
            .done()
    };
    let words = move || {
        open.refusal.get().map(|problem| {
            let rule = problem.rule.clone();
            let words = strings::failure(&Failure::Problem(Box::new(problem)));
            let inside = el("DIV")
                .class("note-inside")
                .child(el("P").child(el("BDI").text(words).done()).done())
                .maybe(rule.map(route::rule));
            el("DIV").class("refusal").child(icon::icon(Icon::Alert)).child(inside.done()).child(dismiss()).done()
        })
    };
    el("DIV").attr("role", "alert").show(words).done()
}
