//! The site's own file, checked while it is written; beside it the defaults and the versions so far.

use super::{
    editor, failed, icon, press,
    state::{Checked, Page},
    words,
};
use crate::prelude::*;
use crate::{browser, icons::Icon, rules, time_words, view::empty};
use weft_shared::wire::policy::{PolicyFile, PolicyVersion};
use weft_widget::view::el::{el, list};

/// The part.
pub fn view(page: Page) -> AnyView {
    let ready = Memo::new(move |_| page.file.with(Option::is_some));
    list(move || {
        let inside = if let Some(failure) = page.failed.get() {
            failed(&failure, move || page.load())
        } else if ready.get() {
            let beside = el("DIV").class("rules-beside").child(versions(page)).child(defaults(page));
            el("DIV").class("rules-file").child(own(page)).child(beside.done()).done()
        } else {
            empty::bars(4)
        };
        vec![inside]
    })
}

fn own(page: Page) -> AnyView {
    let title = move || match page.file.with(|file| file.as_ref().map_or(0, |file| file.version)) {
        0 => words::DEFAULTS.to_owned(),
        n => words::version(n),
    };
    let top = el("DIV")
        .class("section-top")
        .child(el("H2").text(words::EDITOR).done())
        .child(el("SPAN").class("chip").words(title).done());
    let note = (!page.lead).then(|| el("P").class("rules-note").text(words::READ_ONLY).done());
    let found = move || {
        let note = || el("P").class("rules-note").attr("role", "status").text(words::RESTORED_DRAFT).done();
        page.found.get().then(note)
    };
    let keys = page.lead.then(|| words::EDITOR_KEYS.to_owned().into_any());
    el("SECTION")
        .class("rules-own")
        .child(top.done())
        .children(note)
        .show(found)
        .child(editor::view(page))
        .child(el("P").attr("id", "rules-keys").class("field-hint").children(keys).done())
        .child(bar(page))
        .child(conflict(page))
        .child(errors(page))
        .done()
}

fn bar(page: Page) -> AnyView {
    let changed = Memo::new(move |_| page.changed());
    let wrong =
        Memo::new(move |_| page.checked.with(|checked| matches!(checked, Checked::Errors(one) if !one.is_empty())));
    let state = move || {
        let (shape, tone, said) = match page.checked.get() {
            Checked::Asking => (Icon::Clock, "plain", words::CHECKING.to_owned()),
            Checked::Unknown => return None,
            Checked::Failed(because) => {
                let said = el("SPAN").class("rules-state tone-warning").child(icon::icon(Icon::Alert));
                let said = said.child(el("SPAN").text(words::unchecked(&because)).done());
                let again = press("button small").tap(move || page.check_again()).text(words::CHECK_AGAIN);
                return Some(el("DIV").class("note-actions").child(said.done()).child(again.done()).done());
            }
            Checked::Errors(errors) if errors.is_empty() => {
                (Icon::Check, "good", if changed.get() { words::RIGHT } else { words::UNCHANGED }.to_owned())
            }
            Checked::Errors(errors) => (Icon::Alert, "warning", words::errors(errors.len())),
        };
        Some(el("SPAN").class(format!("rules-state tone-{tone}")).child(icon::icon(shape)).text(said).done())
    };
    let blocked = Memo::new(move |_| !changed.get() || wrong.get() || page.busy.get());
    let save = move || {
        if !blocked.get_untracked() {
            page.save();
        }
    };
    let save = press("button primary")
        .tap(save)
        .truth("aria-disabled", move || blocked.get())
        .words(move || if page.busy.get() { words::SAVING } else { words::SAVE }.to_owned());
    let discard = move || {
        let act = move || {
            page.discard();
            browser::focus_soon("rules-text");
        };
        changed.get().then(|| press("button").tap(act).text(words::DISCARD).done())
    };
    let buttons = page.lead.then(|| el("DIV").class("rules-buttons").show(discard).child(save.done()).done());
    el("DIV")
        .class("rules-bar")
        .child(el("DIV").attr("id", "rules-state").attr("role", "status").show(state).done())
        .children(buttons)
        .done()
}

fn conflict(page: Page) -> AnyView {
    let words = move || {
        let inside = if page.conflict.get() {
            let load = press("button small").tap(move || page.load_over()).text(words::COMPARE);
            let keep = press("button small").tap(move || page.save_over()).text(words::KEEP_MINE);
            el("DIV")
                .class("note-inside")
                .child(el("P").text(words::CONFLICT).done())
                .child(el("DIV").class("note-actions").child(load.done()).child(keep.done()).done())
        } else {
            el("P").text(page.refused.get()?)
        };
        let note = el("DIV").class("composer-note tone-warning").child(icon::icon(Icon::Alert));
        Some(note.child(inside.done()).done())
    };
    el("DIV").attr("role", "alert").show(words).done()
}

fn errors(page: Page) -> AnyView {
    list(move || match page.checked.get() {
        Checked::Errors(errors) if !errors.is_empty() => vec![super::errors(errors)],
        _ => Vec::new(),
    })
}

fn versions(page: Page) -> AnyView {
    let list = move || {
        page.file.with(|file| {
            let file = file.as_ref()?;
            if file.versions.is_empty() {
                return Some(el("P").class("nothing").text(words::NO_VERSIONS).done());
            }
            let lines = file.versions.iter().map(|one| version(page, file, one));
            Some(el("OL").class("versions").attr("role", "list").children(lines).done())
        })
    };
    el("SECTION").child(el("H2").text(words::VERSIONS).done()).show(list).done()
}

fn version(page: Page, file: &PolicyFile, one: &PolicyVersion) -> AnyView {
    let by = match one.by.as_str() {
        "operator" => words::OPERATOR.to_owned(),
        agent => page.admin.named(agent),
    };
    let at = time_words::full(browser::local(one.at));
    let back = one.restores.map(|n| format!(" · {}", words::restores(n))).unwrap_or_default();
    let number = one.version;
    let end = if number == file.version {
        Some(el("SPAN").class("chip chip-open").text(words::IN_FORCE).done())
    } else {
        page.lead.then(|| {
            press("button small")
                .tap(move || page.restore(number))
                .truth("aria-disabled", move || page.busy.get())
                .text(words::RESTORE)
                .child(crate::view::unseen(format!(" {}", words::version(number))))
                .done()
        })
    };
    let story = el("BDI").text(format!("{by}, {at}{back}"));
    let text = el("DIV")
        .child(el("P").class("version-name").text(words::version(number)).done())
        .child(el("P").class("known-because").child(story.done()).done());
    el("LI").class("version").child(text.done()).children(end).done()
}

fn defaults(page: Page) -> AnyView {
    let wanted = RwSignal::new(String::new());
    let text =
        Memo::new(move |_| page.file.with(|file| file.as_ref().map(|one| one.defaults.clone()).unwrap_or_default()));
    let found = Memo::new(move |_| {
        let wanted = wanted.get();
        (!wanted.trim().is_empty()).then(|| text.with(|text| rules::search(text, &wanted)))
    });
    let count = move || match found.get() {
        None => String::new(),
        Some(found) if found.is_empty() => words::NO_MATCH.to_owned(),
        Some(found) => words::found(found.len()),
    };
    let shown = move || match found.get() {
        None => text.get(),
        Some(found) => found.into_iter().map(|(n, line)| format!("{n:>4}  {line}\n")).collect(),
    };
    let search = el("INPUT")
        .attr("type", "search")
        .class("search")
        .attr("aria-label", words::SEARCH)
        .attr("placeholder", words::SEARCH)
        .value(move || wanted.get())
        .typed(move |text| wanted.set(text));
    let text = el("PRE")
        .class("defaults-text")
        .attr("dir", "ltr")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", words::DEFAULTS_TEXT)
        .words(shown);
    el("SECTION")
        .class("defaults")
        .child(el("H2").text(words::DEFAULTS).done())
        .child(search.done())
        .child(el("P").class("field-hint").attr("role", "status").words(count).done())
        .child(text.done())
        .done()
}
