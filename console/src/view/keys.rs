//! All keys, and the choices of what makes itself known.

use super::{dialog, press};
use crate::prelude::*;
use crate::{
    browser,
    commands::{self, Command, Entry},
    desk::Desk,
    notify::Choices,
    strings::inbox as words,
};
use weft_widget::view::el::el;

/// The keys of a command; none where it has none.
pub fn shown(entry: &Entry) -> Option<AnyView> {
    let palette = entry.command == Command::Palette;
    let keys = match (palette, browser::has_command_key()) {
        (true, true) => "⌘ K",
        (true, false) => "Ctrl K",
        (false, _) => entry.keys,
    };
    let key = |key: &str| {
        // A capital letter is one with the shift key; beside another key it is what stands on the keyboard.
        let capital = !palette && key.chars().all(char::is_uppercase) && key.chars().count() == 1;
        let words = if capital { format!("Shift {}", key.to_lowercase()) } else { key.to_owned() };
        el("KBD").text(words).done()
    };
    (!keys.is_empty()).then(|| el("SPAN").class("keys-of").children(keys.split(' ').map(key)).done())
}

/// The dialog with all keys.
pub fn help(desk: Desk) -> AnyView {
    let part = |title: &'static str, belongs: fn(Command) -> bool| {
        let line = |entry: &'static Entry| {
            let keys = shown(entry)?;
            Some(el("LI").child(el("SPAN").text(entry.label).done()).child(keys).done())
        };
        let lines = commands::ALL.iter().filter(|entry| belongs(entry.command)).filter_map(line);
        el("SECTION").child(el("H3").text(title).done()).child(el("UL").children(lines).done()).done()
    };
    let inside = move || {
        let off = !desk.choices.with(|choices| choices.keys);
        desk.help.get().then(|| {
            el("DIV")
                .class("keys-list")
                .maybe(off.then(|| el("P").class("field-hint").text(words::KEYS_OFF).done()))
                .child(part(words::KEYS_LIST, |one| !matches!(one, Command::Do(_) | Command::Go(_) | Command::Board)))
                .child(part(words::KEYS_GO, |one| matches!(one, Command::Go(_) | Command::Board)))
                .child(part(words::KEYS_DO, |one| matches!(one, Command::Do(_))))
                .done()
        })
    };
    let content = vec![el("DIV").show(inside).done(), close(desk.help)];
    dialog::dialog("keys", words::KEYS, desk.help, content.into_any())
}

fn close(shown: RwSignal<bool>) -> AnyView {
    el("DIV")
        .class("dialog-actions")
        .child(press("button primary").tap(move || shown.set(false)).text(words::CLOSE_DIALOG).done())
        .done()
}

/// One choice: its id, its words, what more there is to say, how it is read and written.
struct Choice {
    id: &'static str,
    label: &'static str,
    more: Option<&'static str>,
    read: fn(&Choices) -> bool,
    write: fn(&mut Choices, bool),
}

/// The dialog with the choices.
pub fn settings(desk: Desk) -> AnyView {
    let denied = RwSignal::new(false);
    let choices = desk.choices;
    let desktop = Choice {
        id: "set-desktop",
        label: words::SET_DESKTOP,
        more: Some(words::SET_DESKTOP_MORE),
        read: |all| all.desktop,
        write: |all, on| all.desktop = on,
    };
    let asked = move |on: bool| {
        // The browser is asked only when somebody turns it on.
        if on && browser::may_notify() != Some(true) {
            browser::ask_to_notify(move |granted| {
                denied.set(!granted);
                choices.update(|all| all.desktop = granted);
            });
        }
    };
    let preview = Choice {
        id: "set-preview",
        label: words::SET_PREVIEW,
        more: Some(words::SET_PREVIEW_MORE),
        read: |all| all.preview,
        write: |all, on| all.preview = on,
    };
    let sound = Choice {
        id: "set-sound",
        label: words::SET_SOUND,
        more: None,
        read: |all| all.sound,
        write: |all, on| all.sound = on,
    };
    let chime = |on: bool| {
        if on {
            browser::chime();
        }
    };
    let keys = Choice {
        id: "set-keys",
        label: words::SET_KEYS,
        more: Some(words::SET_KEYS_MORE),
        read: |all| all.keys,
        write: |all, on| all.keys = on,
    };
    let content = vec![
        one(choices, desktop, asked),
        super::complaint("set-denied", move || denied.get().then(|| words::SET_DENIED.to_owned())),
        one(choices, preview, |_| {}),
        one(choices, sound, chime),
        one(choices, keys, |_| {}),
        close(desk.settings),
    ];
    dialog::dialog("settings", words::SETTINGS, desk.settings, content.into_any())
}

fn one(choices: RwSignal<Choices>, choice: Choice, then: impl Fn(bool) + Send + Sync + 'static) -> AnyView {
    let Choice { id, label, more, read, write } = choice;
    let more_id = format!("{id}-more");
    let described = more.is_some().then(|| more_id.clone());
    let field = el("INPUT")
        .attr("id", id)
        .attr("type", "checkbox")
        .live("aria-describedby", move || described.clone().map(Into::into))
        .on("change", move |_| {
            let on = !choices.with_untracked(read);
            choices.update(|all| write(all, on));
            then(on);
        })
        .checked(move || choices.with(read));
    let words = el("SPAN")
        .child(el("LABEL").attr("for", id).text(label).done())
        .maybe(more.map(|more| el("SPAN").attr("id", more_id).class("field-hint").text(more).done()));
    el("DIV").class("set").child(field).child(words.done()).done()
}
