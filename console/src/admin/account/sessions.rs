//! Where one is signed in, and signing out everywhere.

use super::super::{
    Admin,
    parts::{Change, Fetched, fetch, section, shown},
};
use crate::prelude::*;
use crate::{
    browser,
    icons::Icon,
    strings::account as words,
    time_words,
    view::{dialog, icon, press},
};
use weft_shared::{
    time::Timestamp,
    wire::account::{OwnSession, OwnSessions},
};
use weft_widget::view::el::el;

/// The section, and what asks for its list again.
pub fn view(admin: Admin) -> (AnyView, impl Fn() + Copy + Send + Sync + 'static) {
    let (from, change): (Fetched<OwnSessions>, _) = (RwSignal::new(None), Change::new(admin));
    let asking = RwSignal::new(false);
    let load = move || {
        let routes = admin.app.routes();
        fetch(from, admin, async move { routes.own_sessions().await });
    };
    load();
    let content = move |own: OwnSessions| {
        let now = admin.app.now.get_untracked();
        let lines = own.sessions.into_iter().map(|one| line(one, now));
        el("UL").class("admin-list").attr("role", "list").attr("aria-label", words::SESSIONS).children(lines).done()
    };
    let everywhere = press("button danger").tap(move || {
        change.clear();
        asking.set(true);
    });
    let inside = section(words::SESSIONS, words::SESSIONS_BODY)
        .child(shown(from, load, content))
        .child(everywhere.text(words::EVERYWHERE_ASK).done())
        .child(ask(admin, change, asking))
        .done();
    (inside, load)
}

fn line(one: OwnSession, now: Timestamp) -> AnyView {
    let OwnSession { began, ends, here, browser: name, system } = one;
    let chip = here.then(|| el("SPAN").class("chip chip-open").text(words::HERE).done());
    let [since, until] = [began, ends].map(|at| time_words::due(browser::local(at), browser::local(now)));
    let text = el("DIV")
        .class("admin-line-text")
        .child(
            el("P")
                .class("admin-line-name")
                .text(words::browser(name.as_deref(), system.as_deref()))
                .text(" ")
                .children(chip)
                .done(),
        )
        .child(el("P").class("admin-because").text(words::lasts(&since, &until)).done());
    el("LI").class("admin-line").child(icon::icon(Icon::Lock)).child(text.done()).done()
}

fn ask(admin: Admin, change: Change, asking: RwSignal<bool>) -> AnyView {
    let end = move || {
        let (routes, key) = (admin.app.routes(), admin.key());
        change.run(async move { routes.end_own_sessions(&key).await }, move |()| {
            admin.app.leave(words::OUT_EVERYWHERE);
        });
    };
    let go = el("BUTTON")
        .attr("type", "submit")
        .class("button danger")
        .truth("aria-disabled", move || change.busy.get())
        .text(words::EVERYWHERE);
    let actions = el("DIV")
        .class("dialog-actions")
        .child(press("button").tap(move || asking.set(false)).text(words::CANCEL).done())
        .child(go.done());
    let form = el("FORM")
        .attr("novalidate", "")
        .submit(end)
        .child(el("P").text(words::EVERYWHERE_BODY).done())
        .child(change.trouble())
        .child(actions.done());
    dialog::dialog("everywhere", words::EVERYWHERE_TITLE, asking, form.done())
}
