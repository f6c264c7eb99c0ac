//! Writing a private note, with colleagues named by `@`.

use super::{
    composer, icon,
    picker::{Item, Picker, Pressed},
};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    browser, drafts,
    icons::Icon,
    mentions,
    open::Open,
    strings::{self, thread as words},
};
use wasm_bindgen::JsCast;
use weft_shared::wire::agent::Wish;
use weft_widget::view::el::el;

const LONGEST: &str = "4000";

/// The panel.
pub fn view(open: Open) -> AnyView {
    // What stands before the cursor, while a name is begun there.
    let before = RwSignal::new(None::<String>);
    let items = memo(move || {
        let before = before.get()?;
        let word = mentions::begun(&before)?;
        let me = open.desk.me.with_value(|me| me.agent.clone());
        let team = open
            .desk
            .inbox
            .with(|inbox| inbox.colleagues.iter().filter(|one| one.agent != me).cloned().collect::<Vec<_>>());
        let item = |one: &weft_shared::wire::agent::Colleague| Item {
            name: one.name.clone(),
            more: if one.present { strings::HERE } else { strings::AWAY }.to_owned(),
            value: one.name.clone(),
        };
        let found: Vec<_> = mentions::fitting(&team, word).into_iter().map(item).collect();
        (!found.is_empty()).then_some(found)
    });
    let picker = Picker::new("colleagues", items);
    let pick = move |item: &Item| {
        let Some(begun) = before.get_untracked() else { return };
        let done = mentions::completed(&begun, &item.value);
        let at = units(&done);
        open.draft.update(|draft| {
            let rest = draft.note.strip_prefix(begun.as_str()).unwrap_or_default().to_owned();
            draft.note = format!("{done}{rest}");
        });
        before.set(None);
        request_animation_frame(move || set_cursor(at));
    };
    let area = el("TEXTAREA")
        .attr("id", "note")
        .attr("rows", "3")
        .attr("dir", "auto")
        .attr("spellcheck", "true")
        .attr("maxlength", LONGEST)
        .live("lang", move || composer::spelling(open).map(Into::into))
        .attr("placeholder", words::NOTE_PLACEHOLDER)
        .attr("aria-label", words::NOTE_FIELD)
        .attr("aria-keyshortcuts", "Control+Enter Meta+Enter")
        .live("aria-controls", move || picker.shown().then(|| "colleagues".into()))
        .live("aria-activedescendant", move || picker.active().map(Into::into))
        .value(move || open.draft.with(|draft| draft.note.clone()))
        .typed(move |text| {
            before.set(before_cursor(&text));
            open.draft.update(|draft| draft.note = text);
        })
        .on("blur", move |_| before.set(None))
        .keys(move |event| {
            match picker.pressed(&event.key()) {
                Pressed::Nothing => {}
                Pressed::Moved => return event.prevent_default(),
                Pressed::Left => {
                    event.prevent_default();
                    event.stop_propagation();
                    return before.set(None);
                }
                Pressed::Picked(item) => {
                    event.prevent_default();
                    return pick(&item);
                }
            }
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
                event.prevent_default();
                add(open);
            }
        });
    let empty = move || open.draft.with(|draft| drafts::is_blank(&draft.note));
    let button = el("BUTTON")
        .attr("type", "submit")
        .class("button primary send")
        .flag("disabled", empty)
        .child(icon::icon(Icon::Lock))
        .text(words::NOTE_DO);
    let form = el("FORM")
        .submit(move || add(open))
        .child(area.done())
        .child(picker.view(words::COLLEAGUES, "", move |item| pick(&item)))
        .child(
            el("DIV")
                .class("composer-bar")
                .child(el("P").class("route").child(icon::icon(Icon::Lock)).text(words::NOTE_PRIVATE).done())
                .child(button.done())
                .done(),
        )
        .done();
    composer::panel(true, form)
}

/// Adds the note. What is refused comes back into the field, unless something else is written there by then.
fn add(open: Open) {
    let text = open.draft.with_untracked(|draft| draft.note.trim().to_owned());
    if drafts::is_blank(&text) || open.busy.get_untracked() {
        return;
    }
    let mentions = open.desk.inbox.with_untracked(|inbox| mentions::found(&text, &inbox.colleagues));
    let said = text.clone();
    open.wish_then(Wish::Note { text, mentions }, move |answer| {
        if let Err(problem) = answer {
            let _ = open.draft.try_update(|draft| {
                if draft.note.trim().is_empty() {
                    draft.note = said;
                }
            });
            let _ = open.refusal.try_set(Some(problem));
        }
    });
    open.draft.update(|draft| draft.note.clear());
    browser::focus("note");
}

fn area() -> Option<web_sys::HtmlTextAreaElement> {
    document().get_element_by_id("note")?.dyn_into().ok()
}

/// Characters as a field counts them.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn before_cursor(text: &str) -> Option<String> {
    let end = area()?.selection_end().ok()??;
    let mut units = 0_usize;
    let end = usize::try_from(end).unwrap_or(usize::MAX);
    let before = text.chars().take_while(|c| {
        units += c.len_utf16();
        units <= end
    });
    Some(before.collect())
}

fn set_cursor(at: u32) {
    if let Some(area) = area() {
        let _ = area.focus();
        let _ = area.set_selection_range(at, at);
    }
}
