//! What customers write about: sentences that agents' corrections brought, for the owner to accept.

use super::{
    Admin,
    parts::{Change, Fetched, fetch, shown},
    shell,
};
use crate::prelude::*;
use crate::{
    browser,
    icons::Icon,
    strings::admin as words,
    time_words,
    view::{empty, press, unseen},
};
use weft_shared::wire::desk::ExampleLine;
use weft_widget::view::el::el;

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let (from, change): (Fetched<Vec<ExampleLine>>, _) = (RwSignal::new(None), Change::new(admin));
    let load = move || {
        let routes = admin.app.routes();
        fetch(from, admin, async move { routes.examples().await });
    };
    load();
    let content = move |lines: Vec<ExampleLine>| {
        if lines.is_empty() {
            return empty::quiet(Icon::Check, words::NO_EXAMPLES, words::NO_EXAMPLES_MORE);
        }
        let lines = lines.into_iter().map(|one| line(admin, change, from, one));
        el("UL").class("admin-list").attr("role", "list").children(lines).done()
    };
    let inside = el("DIV")
        .class("admin-column")
        .child(el("P").class("admin-note").text(words::EXAMPLES_BODY).done())
        .child(change.trouble())
        .child(shown(from, load, content));
    shell::framed(words::EXAMPLES, None, vec![inside.done()])
}

fn line(admin: Admin, change: Change, from: Fetched<Vec<ExampleLine>>, one: ExampleLine) -> AnyView {
    let label = admin.me.with_value(|me| {
        let known = me.intents.iter().find(|(name, _)| *name == one.intent);
        known.map_or_else(|| one.intent.clone(), |(_, label)| label.clone())
    });
    let (id, text) = (one.id.clone(), one.text.clone());
    let judge = move |accept: bool, class: &'static str, label: &'static str| {
        let (id, text) = (id.clone(), text.clone());
        let act = move || {
            let (routes, key, id) = (admin.app.routes(), admin.key(), id.clone());
            let gone = id.clone();
            change.run(async move { routes.judge_example(&key, &id, accept).await }, move |()| {
                from.update(|lines| {
                    if let Some(Ok(lines)) = lines {
                        lines.retain(|line| line.id != gone);
                    }
                });
                admin.app.say(if accept { words::ACCEPTED } else { words::FORGOTTEN }.to_owned());
            });
        };
        press(class).tap(act).text(label).child(unseen(format!(": {text}"))).done()
    };
    let (by, at) = (one.by.to_string(), time_words::full(browser::local(one.at)));
    let story = move || words::said_by(&admin.named(&by), &at);
    el("LI")
        .class("admin-line")
        .child(
            el("DIV")
                .class("admin-line-text")
                .child(el("Q").attr("dir", "auto").text(one.text.clone()).done())
                .child(el("P").child(el("SPAN").class("chip").text(label).done()).done())
                .child(el("P").class("admin-because").words(story).done())
                .done(),
        )
        .child(
            el("DIV")
                .class("admin-actions")
                .child(judge(true, "button small primary", words::ACCEPT))
                .child(judge(false, "button small", words::FORGET))
                .done(),
        )
        .done()
}
