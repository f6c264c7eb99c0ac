//! The texts that may be sent where free text may not.

use super::composer::Ways;
use crate::prelude::*;
use crate::react::memo;
use crate::{open::Open, strings::thread as words};
use weft_shared::wire::agent::TemplateLine;
use weft_widget::view::el::el;

/// The list, to pick one.
pub fn view(open: Open, ways: Ways) -> AnyView {
    let lines = memo(move || ways.route.with(|route| route.as_ref().map(|one| one.templates.clone())));
    let one = move |line: TemplateLine| {
        let (name, picked) = (line.name.clone(), line.name.clone());
        let choice = el("INPUT")
            .attr("type", "radio")
            .attr("name", "template")
            .on("change", move |_| open.draft.update(|draft| draft.template = Some(name.clone())))
            .checked(move || open.draft.with(|draft| draft.template.as_ref() == Some(&picked)));
        let inside = el("SPAN")
            .class("template-inside")
            .child(el("BDI").class("template-name").text(line.name).done())
            .child(el("SPAN").class("template-text").attr("dir", "auto").text(open.desk.filled(&line.text)).done());
        el("LABEL").class("template").child(choice).child(inside.done()).done()
    };
    el("FIELDSET")
        .attr("id", "templates")
        .class("templates")
        .attr("tabindex", "-1")
        .child(el("LEGEND").text(words::TEMPLATES).done())
        .child(el("P").class("templates-more").text(words::TEMPLATES_MORE).done())
        .list(move || lines.get().unwrap_or_default().into_iter().map(one).collect())
        .done()
}
