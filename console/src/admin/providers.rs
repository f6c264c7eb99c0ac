//! Those who carry messages: what is set up, what is missing, the secrets they share with the site, and trying them.

use super::{
    Admin,
    parts::{Change, Fetched, code_line, fetch, field, section, shown},
    place::Place,
    shell,
};
use crate::prelude::*;
use crate::{
    browser,
    icons::Icon,
    strings::admin as words,
    time_words,
    view::{icon, press, unseen},
};
use weft_shared::wire::admin::{ProviderLine, ProviderTested, Providers, SecretLine};
use weft_widget::view::el::{el, list};

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let from: Fetched<Providers> = RwSignal::new(None);
    let load = move || {
        let routes = admin.app.routes();
        fetch(from, admin, async move { routes.providers().await });
    };
    load();
    let content = move |all: Providers| {
        let providers = all.providers.into_iter().map(|one| provider(admin, one));
        let secrets = all.secrets.into_iter().map(|one| secret(admin, one, load));
        el("DIV")
            .class("admin-column")
            .child(
                section(words::PROVIDERS, words::PROVIDERS_BODY)
                    .child(el("UL").class("admin-list").attr("role", "list").children(providers).done())
                    .child(
                        el("P").child(el("A").attr("href", Place::Site.hash()).text(words::TO_NUMBERS).done()).done(),
                    )
                    .done(),
            )
            .child(
                section(words::SECRETS, words::SECRETS_BODY)
                    .child(el("UL").class("admin-list").attr("role", "list").children(secrets).done())
                    .done(),
            )
            .done()
    };
    shell::framed(words::PROVIDERS, None, vec![shown(from, load, content)])
}

fn provider(admin: Admin, one: ProviderLine) -> AnyView {
    let change = Change::new(admin);
    let tested: RwSignal<Option<ProviderTested>> = RwSignal::new(None);
    let name = one.provider.clone();
    let test = move || {
        let (routes, key, name) = (admin.app.routes(), admin.key(), name.clone());
        tested.set(None);
        change.run(async move { routes.test_provider(&key, &name).await }, move |answer| tested.set(Some(answer)));
    };
    let state = match (one.set_up, one.missing.is_empty()) {
        (true, true) => ("chip chip-open", words::SET_UP),
        (true, false) => ("chip chip-warning", words::INCOMPLETE),
        (false, _) => ("chip", words::NOT_SET_UP),
    };
    let head = el("P")
        .class("admin-line-name")
        .text(one.label.clone())
        .text(" ")
        .child(el("SPAN").class(state.0).text(state.1).done());
    let missing = one.missing.iter().map(|line| {
        el("P")
            .class("admin-missing")
            .child(icon::icon(Icon::Alert))
            .child(
                el("SPAN")
                    .child(el("CODE").attr("dir", "ltr").text(line.what.clone()).done())
                    .text(words::missing(&line.because))
                    .done(),
            )
            .done()
    });
    let answer = list(move || {
        let line = |works: bool, said: String| {
            let (shape, tone) = if works { (Icon::Check, "tone-good") } else { (Icon::Alert, "tone-warning") };
            el("P")
                .class(format!("admin-answer {tone}"))
                .child(icon::icon(shape))
                .child(el("SPAN").text(said).done())
                .done()
        };
        tested.get().map(|tested| line(tested.works, tested.said)).into_iter().collect()
    });
    let carries = (!one.carries.is_empty()).then(|| {
        el("P").class("admin-because").child(el("BDI").text(words::carries(&one.carries.join(", "))).done()).done()
    });
    let button = one.testable.then(|| {
        press("button small")
            .tap(test)
            .truth("aria-disabled", move || change.busy.get())
            .words(move || if change.busy.get() { words::TESTING } else { words::TEST }.to_owned())
            .child(unseen(format!(" {}", one.label)))
            .done()
    });
    el("LI")
        .class("admin-line")
        .child(
            el("DIV")
                .class("admin-line-text")
                .child(head.done())
                .children(carries)
                .children(missing)
                .child(el("DIV").attr("role", "status").child(answer).done())
                .child(change.trouble())
                .done(),
        )
        .children(button)
        .done()
}

fn secret(admin: Admin, one: SecretLine, load: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let (change, open, value) = (Change::new(admin), RwSignal::new(false), RwSignal::new(String::new()));
    let state = match (one.since, one.lost) {
        (Some(_), true) => words::LOST.to_owned(),
        (Some(at), false) => words::kept_since(&time_words::full(browser::local(at))),
        (None, _) => words::NOT_KEPT.to_owned(),
    };
    let name = StoredValue::new(one.name.clone());
    let save = move || {
        let (routes, key, name, value) = (admin.app.routes(), admin.key(), name.get_value(), value.get_untracked());
        change.run(async move { routes.put_secret(&key, &name, value).await }, move |()| {
            admin.app.say(words::SAVED.to_owned());
            load();
        });
    };
    let form = list(move || {
        if !open.get() {
            return Vec::new();
        }
        browser::focus_soon("secret-value");
        let input = code_line().attr("type", "password").attr("name", "secret").attr("autocomplete", "new-password");
        let actions = el("DIV")
            .class("admin-actions")
            .child(press("button").tap(move || open.set(false)).text(words::CANCEL).done())
            .child(change.submit(words::SAVE));
        let form = el("FORM")
            .class("admin-form boxed")
            .attr("novalidate", "")
            .submit(save)
            .child(field(change, ("secret-value", "value"), words::NEW_VALUE, words::NEW_VALUE_HINT, value, input))
            .child(change.trouble())
            .child(actions.done());
        vec![form.done()]
    });
    let show = move || {
        change.clear();
        value.set(String::new());
        open.set(true);
    };
    let button = press("button small")
        .tap(show)
        .either("aria-expanded", move || open.get())
        .text(if one.since.is_some() { words::REPLACE } else { words::ENTER })
        .child(unseen(format!(" {}", one.name)));
    el("LI")
        .class("admin-line")
        .child(
            el("DIV")
                .class("admin-line-text")
                .child(
                    el("P")
                        .class("admin-line-name")
                        .child(el("CODE").attr("dir", "ltr").text(one.name.clone()).done())
                        .done(),
                )
                .child(el("P").text(one.purpose.clone()).done())
                .child(el("P").class(if one.lost { "tone-warning" } else { "admin-because" }).text(state).done())
                .child(form)
                .done(),
        )
        .child(button.done())
        .done()
}
