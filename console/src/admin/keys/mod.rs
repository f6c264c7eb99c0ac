//! Keys: of the site's API, of links, and the addresses that are told what happens.

mod webhooks;

use super::{
    Admin,
    parts::{Change, Fetched, fetch, field, line, section, shown, tick, to_copy},
    shell,
    sure::Sure,
};
use crate::prelude::*;
use crate::{
    browser,
    strings::admin as words,
    time_words,
    view::{press, unseen},
};
use std::collections::BTreeSet;
use weft_shared::wire::{
    admin::{Providers, SigningKeyLine},
    api::{KeyLine, KeyMade, NewKey, Scope},
};
use weft_widget::view::el::{el, list};

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let inside = el("DIV")
        .class("admin-column")
        .child(api_keys(admin))
        .child(webhooks::view(admin))
        .child(signing(admin))
        .done();
    shell::framed(words::KEYS, None, vec![inside])
}

/// Something made once, with the secret that is shown this once.
pub fn shown_once(admin: Admin, id: &'static str, label: &'static str, made: RwSignal<Option<String>>) -> AnyView {
    list(move || {
        let Some(secret) = made.get() else { return Vec::new() };
        browser::focus_soon(id);
        let done = press("button small").tap(move || made.set(None)).text(words::KEPT);
        let note = el("DIV")
            .class("shown-once")
            .child(el("P").text(words::ONCE).done())
            .child(to_copy(admin, id, label, secret))
            .child(done.done());
        vec![note.done()]
    })
}

fn api_keys(admin: Admin) -> AnyView {
    let from: Fetched<Vec<KeyLine>> = RwSignal::new(None);
    let (sure, made) = (Sure::new(admin), RwSignal::new(None::<String>));
    let load = move || {
        let routes = admin.app.routes();
        fetch(from, admin, async move { routes.api_keys().await });
    };
    load();
    let content = move |keys: Vec<KeyLine>| {
        if keys.is_empty() {
            return el("P").class("nothing").text(words::NO_KEYS).done();
        }
        let lines = keys.into_iter().map(|key| key_line(admin, sure, key, load));
        el("UL").class("admin-list").attr("role", "list").children(lines).done()
    };
    section(words::API_KEYS, words::API_KEYS_BODY)
        .child(shown(from, load, content))
        .child(sure.dialog("key-remove", words::KEY_REMOVE, "button danger", words::REMOVE))
        .child(shown_once(admin, "key-made", words::KEY, made))
        .child(new_key(admin, made, load))
        .done()
}

fn key_line(admin: Admin, sure: Sure, key: KeyLine, load: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let about = words::remove_key(&key.name);
    let really = move || {
        let (routes, mine) = (admin.app.routes(), admin.key());
        sure.change.run(async move { routes.remove_key(&mine, key.id).await }, move |()| {
            sure.done();
            load();
            admin.app.say(words::REMOVED.to_owned());
        });
    };
    let remove = move || sure.ask(about.clone(), really);
    let scopes = key.scopes.iter().map(|scope| el("LI").class("chip").text(scope.name()).done());
    let (by, at) = (key.made_by.to_string(), time_words::date(browser::local(key.made_at)));
    let used = key.last_used.map(|at| time_words::full(browser::local(at)));
    let story = move || words::key_story(&admin.named(&by), &at, used.as_deref());
    el("LI")
        .class("admin-line")
        .child(
            el("DIV")
                .class("admin-line-text")
                .child(el("P").class("admin-line-name").child(el("BDI").text(key.name.clone()).done()).done())
                .child(el("P").child(el("CODE").attr("dir", "ltr").text(key.shown.clone()).done()).done())
                .child(el("UL").class("chips").attr("role", "list").children(scopes).done())
                .child(el("P").class("admin-because").words(story).done())
                .done(),
        )
        .child(press("button small").tap(remove).text(words::REMOVE).child(unseen(format!(" {}", key.name))).done())
        .done()
}

fn new_key(admin: Admin, made: RwSignal<Option<String>>, load: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let change = Change::new(admin);
    let (name, scopes) = (RwSignal::new(String::new()), RwSignal::new(BTreeSet::<Scope>::new()));
    let ticks = Scope::ALL.iter().map(move |scope| {
        let flip = move || {
            scopes.update(|scopes| {
                if !scopes.remove(scope) {
                    scopes.insert(*scope);
                }
            });
        };
        tick(words::scope(scope.name()), move || scopes.with(|scopes| scopes.contains(scope)), flip)
    });
    let make = move || {
        let wanted = NewKey {
            name: name.get_untracked().trim().to_owned(),
            scopes: scopes.get_untracked().into_iter().collect(),
        };
        let (routes, key) = (admin.app.routes(), admin.key());
        change.run(async move { routes.make_key(&key, &wanted).await }, move |answer: KeyMade| {
            name.set(String::new());
            scopes.set(BTreeSet::new());
            made.set(Some(answer.key));
            load();
        });
    };
    el("FORM")
        .class("admin-form boxed")
        .attr("novalidate", "")
        .submit(make)
        .child(el("H3").text(words::NEW_KEY).done())
        .child(field(change, ("key-name", "name"), words::KEY_NAME, words::KEY_NAME_HINT, name, line()))
        .child(el("FIELDSET").child(el("LEGEND").text(words::SCOPES).done()).children(ticks).done())
        .child(change.trouble())
        .child(change.submit(words::MAKE_KEY))
        .done()
}

fn signing(admin: Admin) -> AnyView {
    let from: Fetched<Providers> = RwSignal::new(None);
    let load = move || {
        let routes = admin.app.routes();
        fetch(from, admin, async move { routes.providers().await });
    };
    load();
    let content = move |providers: Providers| {
        let lines = providers.signing.into_iter().map(signing_line);
        el("UL").class("admin-list").attr("role", "list").children(lines).done()
    };
    section(words::LINK_KEYS, words::LINK_KEYS_BODY).child(shown(from, load, content)).done()
}

fn signing_line(key: SigningKeyLine) -> AnyView {
    let until = key.until.map(|at| time_words::full(browser::local(at)));
    let story = words::signing_story(&time_words::full(browser::local(key.from)), until.as_deref());
    let signs = key.signs.then(|| el("SPAN").class("chip chip-open").text(words::SIGNS_NOW).done());
    el("LI")
        .class("admin-line")
        .child(
            el("DIV")
                .class("admin-line-text")
                .child(
                    el("P").child(el("CODE").attr("dir", "ltr").text(key.id).done()).text(" ").children(signs).done(),
                )
                .child(el("P").class("admin-because").text(story).done())
                .done(),
        )
        .done()
}
