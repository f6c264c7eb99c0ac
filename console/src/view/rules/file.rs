//! The site's own file, checked while it is written; beside it the defaults and the versions so far.

use super::{
    editor, failed, icon,
    state::{Checked, Page},
    words,
};
use crate::{browser, icons::Icon, rules, time_words, view::empty};
use leptos::{ev, html, prelude::*};
use weft_shared::wire::policy::{PolicyFile, PolicyVersion};

/// The part.
pub fn view(page: Page) -> AnyView {
    let ready = Memo::new(move |_| page.file.with(Option::is_some));
    let inside = move || {
        if let Some(failure) = page.failed.get() {
            failed(&failure, move || page.load())
        } else if ready.get() {
            html::div().class("rules-file").child((own(page), beside(page))).into_any()
        } else {
            empty::bars(4)
        }
    };
    inside.into_any()
}

fn own(page: Page) -> AnyView {
    let title = move || page.file.with(|file| file.as_ref().map_or(0, |file| file.version));
    let note = move || (!page.lead).then(|| html::p().class("rules-note").child(words::READ_ONLY));
    let found =
        move || page.found.get().then(|| html::p().class("rules-note").role("status").child(words::RESTORED_DRAFT));
    html::section()
        .class("rules-own")
        .child((
            html::div().class("section-top").child((
                html::h3().child(words::EDITOR),
                html::span().class("chip").child(move || match title() {
                    0 => words::DEFAULTS.to_owned(),
                    n => words::version(n),
                }),
            )),
            note,
            found,
            editor::view(page),
            html::p().id("rules-keys").class("field-hint").child(page.lead.then_some(words::EDITOR_KEYS)),
            bar(page),
            conflict(page),
            errors(page),
        ))
        .into_any()
}

fn bar(page: Page) -> AnyView {
    let changed = Memo::new(move |_| page.changed());
    let wrong =
        Memo::new(move |_| page.checked.with(|checked| matches!(checked, Checked::Errors(one) if !one.is_empty())));
    let state = move || {
        let (shape, tone, said) = match page.checked.get() {
            Checked::Asking => (Icon::Clock, "plain", words::CHECKING.to_owned()),
            Checked::Unknown => return None,
            Checked::Errors(errors) if errors.is_empty() => {
                (Icon::Check, "good", if changed.get() { words::RIGHT } else { words::UNCHANGED }.to_owned())
            }
            Checked::Errors(errors) => (Icon::Alert, "warning", words::errors(errors.len())),
        };
        Some(html::span().class(format!("rules-state tone-{tone}")).child((icon::icon(shape), said)))
    };
    let blocked = Memo::new(move |_| !changed.get() || wrong.get() || page.busy.get());
    let save = html::button()
        .r#type("button")
        .class("button primary")
        .attr("aria-disabled", move || blocked.get().then_some("true"))
        .on(ev::click, move |_| {
            if !blocked.get_untracked() {
                page.save();
            }
        })
        .child(move || if page.busy.get() { words::SAVING } else { words::SAVE });
    let discard = move || {
        changed.get().then(|| {
            let act = move |_| {
                page.discard();
                browser::focus_soon("rules-text");
            };
            html::button().r#type("button").class("button").on(ev::click, act).child(words::DISCARD)
        })
    };
    html::div()
        .class("rules-bar")
        .child((
            html::div().id("rules-state").role("status").child(state),
            page.lead.then(|| html::div().class("rules-buttons").child((discard, save))),
        ))
        .into_any()
}

fn conflict(page: Page) -> AnyView {
    let words = move || {
        if page.conflict.get() {
            let load = html::button().r#type("button").class("button small").on(ev::click, move |_| page.load_over());
            let keep = html::button().r#type("button").class("button small").on(ev::click, move |_| page.save_over());
            return Some(
                html::div()
                    .class("composer-note tone-warning")
                    .child((
                        icon::icon(Icon::Alert),
                        html::div().class("note-inside").child((
                            html::p().child(words::CONFLICT),
                            html::div()
                                .class("note-actions")
                                .child((load.child(words::COMPARE), keep.child(words::KEEP_MINE))),
                        )),
                    ))
                    .into_any(),
            );
        }
        let refused = page.refused.get()?;
        let note = html::div().class("composer-note tone-warning");
        Some(note.child((icon::icon(Icon::Alert), html::p().child(refused))).into_any())
    };
    html::div().role("alert").child(words).into_any()
}

fn errors(page: Page) -> AnyView {
    let list = move || {
        let Checked::Errors(errors) = page.checked.get() else { return None };
        let one = |line: String| html::li().child(html::bdi().child(line));
        (!errors.is_empty()).then(|| {
            html::ol()
                .class("rules-errors")
                .role("list")
                .aria_label(words::ERRORS)
                .child(errors.into_iter().map(one).collect::<Vec<_>>())
        })
    };
    list.into_any()
}

fn beside(page: Page) -> AnyView {
    html::div().class("rules-beside").child((versions(page), defaults(page))).into_any()
}

fn versions(page: Page) -> AnyView {
    let list = move || {
        page.file.with(|file| {
            let file = file.as_ref()?;
            if file.versions.is_empty() {
                return Some(html::p().class("nothing").child(words::NO_VERSIONS).into_any());
            }
            let lines = file.versions.iter().map(|one| version(page, file, one)).collect::<Vec<_>>();
            Some(html::ol().class("versions").role("list").child(lines).into_any())
        })
    };
    html::section().child((html::h3().child(words::VERSIONS), list)).into_any()
}

fn version(page: Page, file: &PolicyFile, one: &PolicyVersion) -> AnyView {
    let by = match one.by.as_str() {
        "operator" => words::OPERATOR.to_owned(),
        agent => page.desk.named(agent),
    };
    let at = time_words::full(browser::local(one.at));
    let back = one.restores.map(|n| format!(" · {}", words::restores(n))).unwrap_or_default();
    let number = one.version;
    let end = if number == file.version {
        html::span().class("chip chip-open").child(words::IN_FORCE).into_any()
    } else if page.lead {
        html::button()
            .r#type("button")
            .class("button small")
            .attr("aria-disabled", move || page.busy.get().then_some("true"))
            .on(ev::click, move |_| page.restore(number))
            .child((words::RESTORE, super::super::unseen(format!(" {}", words::version(number)))))
            .into_any()
    } else {
        ().into_any()
    };
    html::li()
        .class("version")
        .child((
            html::div().child((
                html::p().class("version-name").child(words::version(number)),
                html::p().class("known-because").child(html::bdi().child(format!("{by}, {at}{back}"))),
            )),
            end,
        ))
        .into_any()
}

fn defaults(page: Page) -> AnyView {
    let wanted = RwSignal::new(String::new());
    let text =
        Memo::new(move |_| page.file.with(|file| file.as_ref().map(|one| one.defaults.clone()).unwrap_or_default()));
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        (!wanted.trim().is_empty()).then(|| text.with(|text| rules::search(text, &wanted)))
    });
    let count = move || {
        found.get().map(|found| if found.is_empty() { words::NO_MATCH.to_owned() } else { words::found(found.len()) })
    };
    let shown = move || match found.get() {
        None => text.get(),
        Some(found) => found.into_iter().map(|(n, line)| format!("{n:>4}  {line}\n")).collect(),
    };
    let search = html::input()
        .r#type("search")
        .class("search")
        .aria_label(words::SEARCH)
        .placeholder(words::SEARCH)
        .prop("value", move || wanted.get())
        .on(ev::input, move |event| wanted.set(event_target_value(&event)));
    html::section()
        .class("defaults")
        .child((
            html::h3().child(words::DEFAULTS),
            search,
            html::p().class("field-hint").role("status").child(count),
            html::pre()
                .class("defaults-text")
                .dir("ltr")
                .tabindex("0")
                .role("region")
                .aria_label(words::DEFAULTS_TEXT)
                .child(shown),
        ))
        .into_any()
}
