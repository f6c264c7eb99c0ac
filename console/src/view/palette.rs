//! The palette: every command and every conversation by its name.

use super::icon;
use crate::prelude::*;
use crate::react::{effect, effect_after, memo};
use crate::{
    browser,
    commands::{self, Command},
    desk::Desk,
    icons::Icon,
    matching,
    place::Place,
    strings::inbox as words,
};
use wasm_bindgen::JsCast;
use weft_shared::id::ConversationId;
use weft_widget::view::el::{Handle, el};

/// How many lines fit.
const MOST: usize = 12;

/// Something that can be found.
#[derive(Clone, Debug, PartialEq)]
enum Found {
    Command(&'static commands::Entry),
    Conversation(ConversationId, String),
}

impl PartialEq for commands::Entry {
    fn eq(&self, other: &Self) -> bool {
        self.command == other.command
    }
}

impl Found {
    fn name(&self) -> &str {
        match self {
            Self::Command(entry) => entry.label,
            Self::Conversation(_, title) => title,
        }
    }
}

/// The dialog. What is in it is there while it is shown only.
pub fn view(desk: Desk) -> AnyView {
    let shown = desk.palette;
    let node = Handle::new();
    effect(move || {
        let wanted = shown.get();
        let Some(dialog) = node.get() else { return };
        let dialog: web_sys::HtmlDialogElement = dialog.unchecked_into();
        if wanted && !dialog.open() {
            let _ = dialog.show_modal();
            browser::focus_soon("palette-field");
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    el("DIALOG")
        .attr("id", "palette")
        .class("dialog palette")
        .attr("aria-label", words::PALETTE)
        .on("close", move |_| shown.set(false))
        .show(move || shown.get().then(|| inside(desk)))
        .held(node)
}

fn inside(desk: Desk) -> AnyView {
    let typed = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    // Asked once: what is found must not move while somebody chooses.
    let possible = commands::ALL.iter().filter(|entry| !is_step(entry.command) && untrack(|| desk.can(entry.command)));
    // What can be done with what is open comes before where else one could go.
    let (deeds, rest): (Vec<_>, Vec<_>) = possible.partition(|entry| matches!(entry.command, Command::Do(_)));
    let all: Vec<Found> = deeds
        .into_iter()
        .chain(rest)
        .map(Found::Command)
        .chain(desk.inbox.with_untracked(|inbox| {
            inbox.titles().into_iter().map(|(id, title)| Found::Conversation(id, title)).collect::<Vec<_>>()
        }))
        .collect();
    let found = memo(move || {
        let best = typed.with(|typed| matching::best(all.iter().map(Found::name), typed, MOST));
        best.into_iter().filter_map(|place| all.get(place).cloned()).collect::<Vec<_>>()
    });
    effect_after(move |before: Option<()>| {
        let n = found.with(Vec::len);
        if before.is_some() {
            desk.app.say(words::fitting(n));
        }
    });
    let choose = move |place: usize| {
        let Some(one) = found.with_untracked(|found| found.get(place).cloned()) else { return };
        desk.palette.set(false);
        // After the dialog has given the focus back to where it was.
        set_timeout(
            move || match one {
                Found::Command(entry) => desk.perform(entry.command),
                Found::Conversation(id, _) => browser::go(Place::of(id)),
            },
            std::time::Duration::from_millis(30),
        );
    };
    let keys = move |event: &web_sys::KeyboardEvent| {
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        let now = at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" if now < last => now + 1,
            "ArrowDown" => 0,
            "ArrowUp" => now.checked_sub(1).unwrap_or(last),
            "Enter" if !event.is_composing() => {
                event.prevent_default();
                return choose(now);
            }
            _ => return,
        };
        event.prevent_default();
        at.set(next);
    };
    let active = move || (!found.with(Vec::is_empty)).then(|| option_id(at.get()).into());
    let field = el("INPUT")
        .attr("id", "palette-field")
        .attr("type", "text")
        .attr("role", "combobox")
        .attr("autocomplete", "off")
        .attr("dir", "auto")
        .attr("spellcheck", "false")
        .attr("aria-label", words::PALETTE)
        .attr("placeholder", words::PALETTE_HINT)
        .attr("aria-expanded", "true")
        .attr("aria-autocomplete", "list")
        .attr("aria-controls", "palette-list")
        .live("aria-activedescendant", active)
        .value(move || typed.get())
        .typed(move |text| {
            at.set(0);
            typed.set(text);
        })
        .keys(keys);
    let options = move || {
        let option = |(place, one): (usize, Found)| option(place, one, at, choose);
        found.get().into_iter().enumerate().map(option).collect()
    };
    let none =
        move || found.with(Vec::is_empty).then(|| el("P").class("palette-none").text(words::PALETTE_NONE).done());
    let list = el("UL").attr("id", "palette-list").attr("role", "listbox").attr("aria-label", words::PALETTE);
    el("DIV")
        .class("palette-inside")
        .child(el("DIV").class("palette-top").child(icon::icon(Icon::Search)).child(field.done()).done())
        .child(list.list(options).done())
        .show(none)
        .done()
}

/// Whether a command is for the hand that walks through the list: nobody looks for it by its name.
fn is_step(command: Command) -> bool {
    use Command::{ExtendNext, ExtendPrevious, Next, Open, Palette, Previous};
    matches!(command, Next | Previous | ExtendNext | ExtendPrevious | Open | Palette)
}

fn option_id(place: usize) -> String {
    format!("palette-{place}")
}

fn option(place: usize, one: Found, at: RwSignal<usize>, choose: impl Fn(usize) + Send + Sync + 'static) -> AnyView {
    let (shape, side) = match &one {
        Found::Command(entry) => (Icon::Check, super::keys::shown(entry)),
        Found::Conversation(..) => (Icon::Bubble, None),
    };
    el("LI")
        .attr("id", option_id(place))
        .class("palette-option")
        .attr("role", "option")
        .either("aria-selected", move || at.get() == place)
        .on("mousemove", move |_| at.maybe_update(|at| std::mem::replace(at, place) != place))
        // The field keeps the focus.
        .on("mousedown", |event| event.prevent_default())
        .tap(move || choose(place))
        .child(icon::icon(shape))
        .child(el("BDI").class("palette-name").text(one.name().to_owned()).done())
        .maybe(side)
        .done()
}
