//! The texts that may be sent where free text may not.

use super::composer::Ways;
use crate::{open::Open, strings::thread as words};
use leptos::{ev, html, prelude::*};
use weft_shared::wire::agent::TemplateLine;

/// The list, to pick one.
pub fn view(open: Open, ways: Ways) -> AnyView {
    let lines = Memo::new(move |_| ways.route.with(|route| route.as_ref().map(|one| one.templates.clone())));
    let one = move |line: TemplateLine| {
        let (name, picked) = (line.name.clone(), line.name.clone());
        let choice = html::input()
            .r#type("radio")
            .name("template")
            .prop("checked", move || open.draft.with(|draft| draft.template.as_ref() == Some(&picked)))
            .on(ev::change, move |_| open.draft.update(|draft| draft.template = Some(name.clone())));
        html::label().class("template").child((
            choice,
            html::span().class("template-inside").child((
                html::bdi().class("template-name").child(line.name),
                html::span().class("template-text").dir("auto").child(open.desk.filled(&line.text)),
            )),
        ))
    };
    html::fieldset()
        .id("templates")
        .class("templates")
        .tabindex("-1")
        .child((
            html::legend().child(words::TEMPLATES),
            html::p().class("templates-more").child(words::TEMPLATES_MORE),
            move || lines.get().unwrap_or_default().into_iter().map(one).collect::<Vec<_>>(),
        ))
        .into_any()
}
