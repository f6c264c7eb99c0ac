//! A wish that was refused: why, by which rule, and what would do instead.

use super::{icon, route};
use crate::{api::Failure, icons::Icon, open::Open, strings};
use leptos::{ev, html, prelude::*};

/// The line below the head.
pub fn view(open: Open) -> AnyView {
    let dismiss = move || {
        html::button()
            .r#type("button")
            .class("button icon-only")
            .aria_label(strings::DISMISS)
            .on(ev::click, move |_| open.refusal.set(None))
            .child(icon::icon(Icon::Cross))
    };
    let words = move || {
        open.refusal.get().map(|problem| {
            let rule = problem.rule.clone();
            let words = strings::failure(&Failure::Problem(Box::new(problem)));
            html::div().class("refusal").child((
                icon::icon(Icon::Alert),
                html::div()
                    .class("note-inside")
                    .child((html::p().child(html::bdi().child(words)), rule.map(route::rule))),
                dismiss(),
            ))
        })
    };
    html::div().role("alert").child(words).into_any()
}
