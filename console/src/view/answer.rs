//! Writing an answer: the text, the texts that stand ready, files, and how it goes out.

use super::{
    composer::{self, Ways},
    files, icon,
    picker::{Item, Picker, Pressed},
    press, reads, route, templates, tone, viewing,
};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    answers::{self, For},
    browser,
    drafts::{self, Draft, Hindrance},
    icons::Icon,
    open::{Open, Said},
    strings::{self, thread as words},
};
use weft_widget::view::el::el;

/// The panel.
pub fn view(open: Open, ways: Ways) -> AnyView {
    let templated = memo(move || ways.templated());
    let picker = picker(open);
    let pick = move |item: Item| insert(open, ways, &item.value);
    let writing = move || {
        if templated.get() {
            return vec![templates::view(open, ways)];
        }
        vec![area(open, ways, picker), picker.view(words::ANSWERS_LIST, words::ANSWERS_NONE, pick)]
    };
    let keys = if browser::has_command_key() { strings::SEND_KEYS_MAC } else { strings::SEND_KEYS };
    let button = el("BUTTON")
        .attr("type", "submit")
        .class("button primary send")
        .attr("title", keys)
        .flag("disabled", move || ways.hindrance.with(Option::is_some))
        .child(icon::icon(Icon::Send))
        .text(strings::SEND)
        .done();
    let bar = el("DIV")
        .class("composer-bar")
        .child(route::line(open, ways))
        .child(left(open, ways))
        .child(el("SPAN").class("keys").attr("aria-hidden", "true").text(keys).done())
        .child(button)
        .done();
    let tools = move || {
        (!templated.get()).then(|| {
            el("DIV")
                .class("tools")
                .child(ready(open))
                .child(files::button(open, ways))
                .child(tone::view(open, ways))
                .done()
        })
    };
    let form = el("FORM")
        .submit(move || send(open, ways))
        .list(writing)
        .child(files::view(open, ways))
        .show(tools)
        .child(viewing::warning(open))
        .child(reads::view(open))
        .child(bar);
    composer::panel(false, files::target(open, ways, form).done())
}

fn send(open: Open, ways: Ways) {
    let written = open.draft.get_untracked();
    let (None, Some(route)) = (ways.hindrance.get_untracked(), ways.route.get_untracked()) else { return };
    if let Some(template) = written.template(&route) {
        let said = Said {
            text: open.desk.filled(&template.text),
            channel: Some(route.channel.clone()),
            template: Some(template.name.clone()),
            files: Vec::new(),
        };
        open.reply(said, route.channel);
        open.draft.set(Draft { template: None, ..written });
        browser::focus("templates");
    } else {
        let said = Said {
            text: written.text.clone(),
            channel: written.channel.clone(),
            template: None,
            files: written.files.clone(),
        };
        open.reply(said, route.channel);
        open.draft.set(Draft { text: String::new(), files: Vec::new(), ..written });
        browser::focus("reply");
    }
}

/// The texts that stand ready, as far as they fit what is looked for.
fn picker(open: Open) -> Picker {
    let items = memo(move || {
        let words = open.answers.get()?;
        let intents = open.state.with(|state| {
            let state = state.as_ref()?;
            let guessed = state.guesses.iter().map(|guess| guess.name.clone());
            Some(state.intent.iter().cloned().chain(guessed).collect::<Vec<_>>())
        });
        let intents = intents.unwrap_or_default();
        let found = open.desk.me.with_value(|me| answers::fitting(&me.answers, &words, &intents));
        let item = |line: weft_shared::wire::agent::AnswerLine| Item {
            name: line.label,
            more: line.text.clone(),
            value: line.text,
        };
        Some(found.into_iter().map(item).collect())
    });
    Picker::new("answers", items)
}

/// Puts a ready text in, in the medium's tone.
fn insert(open: Open, ways: Ways, text: &str) {
    let agent = open.desk.me.with_value(|me| me.name.clone());
    let tone = ways.route.with_untracked(|route| route.as_ref().map(|one| one.tone.clone())).unwrap_or_default();
    let text = answers::filled(text, &For { customer: tone.name.as_deref(), agent: &agent });
    open.answers.set(None);
    open.write(|draft| {
        let written = if draft.text.starts_with('/') { "" } else { draft.text.as_str() };
        draft.text = answers::put_in(written, &text, &tone, &agent);
    });
}

fn ready(open: Open) -> AnyView {
    if open.desk.me.with_value(|me| me.answers.is_empty()) {
        return ().into_any();
    }
    press("tone-insert")
        .attr("title", format!("{} ( / )", words::ANSWERS_OPEN))
        .either("aria-expanded", move || open.answers.with(Option::is_some))
        .attr("aria-controls", "answers")
        .tap(move || {
            open.answers.update(|shown| *shown = if shown.is_some() { None } else { Some(String::new()) });
            browser::focus("reply");
        })
        .child(icon::icon(Icon::Template))
        .text(words::ANSWERS_LIST)
        .done()
}

fn area(open: Open, ways: Ways, picker: Picker) -> AnyView {
    let (draft, hindrance) = (open.draft, ways.hindrance);
    el("TEXTAREA")
        .attr("id", "reply")
        .attr("rows", "3")
        .attr("dir", "auto")
        .attr("spellcheck", "true")
        .live("lang", move || composer::spelling(open).map(Into::into))
        .attr("placeholder", strings::REPLY_PLACEHOLDER)
        .attr("aria-label", strings::REPLY)
        .attr("aria-describedby", "reply-route reply-left reply-reads")
        .attr("aria-keyshortcuts", "Control+Enter Meta+Enter")
        .live("aria-controls", move || picker.shown().then(|| "answers".into()))
        .live("aria-activedescendant", move || picker.active().map(Into::into))
        .truth("aria-invalid", move || matches!(hindrance.get(), Some(Hindrance::TooLong(_))))
        .flag("disabled", move || matches!(hindrance.get(), Some(Hindrance::Blocked(_) | Hindrance::NoRoute)))
        .value(move || draft.with(|draft| draft.text.clone()))
        .typed(move |text| {
            open.answers.set(drafts::query(&text).map(str::to_owned));
            draft.update(|draft| draft.text = text);
            open.type_on();
        })
        .keys(move |event| {
            match picker.pressed(&event.key()) {
                Pressed::Nothing => {}
                Pressed::Moved => return event.prevent_default(),
                Pressed::Left => {
                    event.prevent_default();
                    event.stop_propagation();
                    return open.answers.set(None);
                }
                Pressed::Picked(item) => {
                    event.prevent_default();
                    return insert(open, ways, &item.value);
                }
            }
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) && !event.is_composing() {
                event.prevent_default();
                // With nothing new to say, the same keys send at once what waits.
                if draft.with_untracked(|draft| draft.text.trim().is_empty()) && open.waits() {
                    open.flush();
                } else {
                    send(open, ways);
                }
            }
        })
        .done()
}

/// How much room is left, and how many texts it makes where they are billed so.
fn left(open: Open, ways: Ways) -> AnyView {
    let draft = open.draft;
    let left = memo(move || {
        let most = ways.route.with(|route| route.as_ref().map(drafts::most))?;
        drafts::left(draft.with(Draft::length), most)
    });
    let segments = memo(move || {
        let counted =
            ways.route.with(|route| route.as_ref().is_some_and(|one| one.segments && one.templates.is_empty()));
        if counted { draft.with(Draft::segments) } else { None }
    });
    let words = move || {
        let parts = segments.get().map(strings::thread::segments);
        parts.into_iter().chain(left.get().map(strings::left)).collect::<Vec<_>>().join(" · ")
    };
    let over = move || left.get().is_some_and(|left| left < 0);
    el("SPAN")
        .attr("id", "reply-left")
        .live("class", move || Some(if over() { "left over" } else { "left" }.into()))
        .words(words)
        .done()
}
