//! Install: the snippet, where the widget was seen, and how it will look.

mod preview;
mod promise;
mod tried;

use super::{
    Admin,
    parts::{Fetched, fetch, section, sentence, shown, to_copy},
    shell,
};
use crate::prelude::*;
use crate::react::effect;
use crate::{browser, icons::Icon, strings::admin as words, time_words, view::icon};
use std::time::Duration;
use tried::Tried;
use weft_shared::{
    time::{DAY, MINUTE},
    wire::admin::{Install, SeenOn},
};
use weft_widget::view::el::{el, list};

/// So often the page asks again where the widget was seen.
const AGAIN: Duration = Duration::from_secs(10);

/// The page.
pub fn view(admin: Admin) -> AnyView {
    let from: Fetched<Install> = RwSignal::new(None);
    let load = move || {
        let routes = admin.app.routes();
        fetch(from, admin, async move { routes.install().await });
    };
    load();
    if let Ok(tick) = set_interval_with_handle(load, AGAIN) {
        on_cleanup(move || tick.clear());
    }
    // What does not change stays as it is while the rest is asked for again: what is being tried, a selection.
    let fixed: Fetched<Install> = RwSignal::new(None);
    effect(move || {
        let answer = from.get();
        if fixed.with_untracked(|fixed| !matches!(fixed, Some(Ok(_)))) {
            fixed.set(answer);
        }
    });
    let tried = StoredValue::new(None::<Tried>);
    admin.guard(move || tried.get_value().is_some_and(Tried::unsaved));
    let content = move |install: Install| {
        let page = install.page.clone();
        let now = Tried::new(admin, &install);
        tried.set_value(Some(now));
        let own = el("P").text(words::OWN_PAGE).child(
            el("A")
                .attr("href", page.clone())
                .attr("target", "_blank")
                .attr("rel", "noopener")
                .attr("dir", "ltr")
                .text(page)
                .done(),
        );
        el("DIV")
            .class("admin-column")
            .child(
                section(words::SNIPPET, words::SNIPPET_BODY)
                    .child(to_copy(admin, "snippet", words::SNIPPET, install.snippet.clone()))
                    .child(own.done())
                    .done(),
            )
            .child(section(words::SEEN, words::SEEN_BODY).child(seen(admin, from)).done())
            .child(preview::view(&install, now))
            .done()
    };
    shell::framed(words::INSTALL, None, vec![shown(fixed, load, content)])
}

/// Where the widget was seen, kept up to date.
fn seen(admin: Admin, from: Fetched<Install>) -> AnyView {
    let now = admin.app.now;
    let ago = move |one: &SeenOn| {
        let age = one.seen.map(|at| now.get().since(at).max(0));
        match age {
            None => (Icon::Circle, "tone-plain", words::NEVER_SEEN.to_owned()),
            Some(age) if age < 2 * MINUTE => (Icon::Check, "tone-good", words::SEEN_NOW.to_owned()),
            Some(age) if age < DAY => {
                (Icon::Check, "tone-good", words::seen_ago(&time_words::span(age - age % MINUTE)))
            }
            Some(_) => {
                let at = one.seen.map(|at| time_words::full(browser::local(at))).unwrap_or_default();
                (Icon::Clock, "tone-care", words::seen_at(&at))
            }
        }
    };
    let line = move |one: &SeenOn, stranger: bool| {
        let (shape, tone, said) =
            if stranger { (Icon::Alert, "tone-warning", words::stranger(&ago(one).2)) } else { ago(one) };
        el("LI")
            .class("admin-line")
            .child(
                el("DIV")
                    .class("admin-line-text")
                    .child(el("P").child(el("BDI").attr("dir", "ltr").text(one.origin.clone()).done()).done())
                    .child(
                        el("P")
                            .class(format!("admin-answer {tone}"))
                            .child(icon::icon(shape))
                            .child(el("SPAN").text(said).done())
                            .done(),
                    )
                    .done(),
            )
            .done()
    };
    let content = move || {
        from.with(|from| {
            let install = match from {
                Some(Ok(install)) => install,
                Some(Err(failure)) => return vec![el("P").class("nothing").text(sentence(failure)).done()],
                None => return Vec::new(),
            };
            let own = install.origins.iter().map(|one| line(one, false));
            let strange = install.strangers.iter().map(|one| line(one, true));
            let lines: Vec<AnyView> = own.chain(strange).collect();
            if lines.is_empty() {
                return vec![el("P").class("nothing").text(words::NO_ORIGINS).done()];
            }
            vec![el("UL").class("admin-list").attr("role", "list").children(lines).done()]
        })
    };
    list(content)
}
