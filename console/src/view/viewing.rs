//! Who else is here: customers who type, colleagues who look or write, so that no two answer at once.

use super::icon;
use crate::prelude::*;
use crate::react::memo;
use crate::{
    icons::Icon,
    open::Open,
    strings::{self, thread as words},
};
use weft_widget::view::el::el;

/// The line above the composer.
pub fn view(open: Open) -> AnyView {
    let typing = memo(move || {
        let mut names = open.typing.get();
        crate::order::by_key(&mut names, String::clone);
        names.dedup();
        strings::typing(&names)
    });
    let colleagues = memo(move || {
        let name = |(agent, writes): &(_, bool)| {
            let name = open.desk.inbox.with(|inbox| inbox.name(agent));
            (if *writes { words::writes(&name) } else { words::looks(&name) }, *writes)
        };
        open.colleagues.with(|all| all.iter().map(name).collect::<Vec<_>>())
    });
    let chips = move || {
        let one = |(words, writes): (String, bool)| {
            el("SPAN")
                .class(if writes { "viewer writes" } else { "viewer" })
                .child(icon::icon(if writes { Icon::Pencil } else { Icon::Eye }))
                .child(el("BDI").text(words).done())
                .done()
        };
        colleagues.get().into_iter().map(one).collect()
    };
    el("DIV")
        .class("typing")
        .attr("role", "status")
        .child(el("SPAN").attr("dir", "auto").words(move || typing.get()).done())
        .child(el("SPAN").class("viewers").list(chips).done())
        .done()
}

/// The warning beside the button to send, while a colleague writes.
pub fn warning(open: Open) -> AnyView {
    let writes = memo(move || {
        let writing =
            open.colleagues.with(|all| all.iter().find(|(_, writes)| *writes).map(|(agent, _)| agent.clone()));
        writing.map(|agent| open.desk.inbox.with(|inbox| inbox.name(&agent)))
    });
    let line = move || {
        writes.get().map(|name| {
            el("P")
                .class("twice tone-care")
                .child(icon::icon(Icon::Alert))
                .child(el("BDI").text(words::may_answer_twice(&name)).done())
                .done()
        })
    };
    el("DIV").class("twice-place").attr("role", "status").show(line).done()
}
