//! Files for an answer: those that are there, those on their way, and the ways to bring more.

use super::{composer::Ways, icon, press};
use crate::prelude::*;
use crate::react::memo;
use crate::{
    files::{self, Upload},
    icons::Icon,
    open::Open,
    strings::{self, thread as words},
};
use wasm_bindgen::JsCast;
use weft_shared::wire::entry::File;
use weft_widget::view::el::{El, el, list};

const INPUT: &str = "attach-files";

/// Whether the way that was picked carries files.
fn carried(ways: Ways) -> bool {
    ways.route.with(|route| route.as_ref().is_some_and(|route| route.files && route.blocked.is_none()))
}

/// Takes in files, or says why not.
fn bring(open: Open, ways: Ways, all: Vec<web_sys::File>) {
    if untrack(|| carried(ways)) {
        open.bring(all);
    } else {
        open.desk.app.say(words::NO_FILES.to_owned());
    }
}

/// The button that picks files.
pub fn button(open: Open, ways: Ways) -> AnyView {
    let limit = strings::size(files::LARGEST);
    let title = move || if carried(ways) { words::attach_limit(&limit) } else { words::NO_FILES.to_owned() };
    let pick = || {
        if let Some(input) = document().get_element_by_id(INPUT) {
            input.unchecked_into::<web_sys::HtmlElement>().click();
        }
    };
    let input = el("INPUT").attr("id", INPUT).attr("type", "file").attr("multiple", "").attr("hidden", "").on(
        "change",
        move |event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
            else {
                return;
            };
            bring(open, ways, files::of_list(input.files()));
            // The same file can be picked again.
            input.set_value("");
        },
    );
    let button = press("tone-insert")
        .attr("aria-label", words::ATTACH)
        .live("title", move || Some(title().into()))
        .truth("aria-disabled", move || !carried(ways))
        .tap(move || if untrack(|| carried(ways)) { pick() } else { open.desk.app.say(words::NO_FILES.to_owned()) })
        .child(icon::icon(Icon::Clip))
        .text(words::ATTACH);
    vec![input.done(), button.done()].into_any()
}

/// A place that files are brought to: pasted into it, or dropped anywhere on the page.
pub fn target(open: Open, ways: Ways, place: El) -> El {
    let over = RwSignal::new(false);
    let dropped = window_event_listener(leptos::ev::drop, move |event| {
        over.set(false);
        let all = files::dropped(&event);
        if !all.is_empty() {
            bring(open, ways, all);
        }
    });
    on_cleanup(move || dropped.remove());
    place
        .truth("data-over", move || over.get() && carried(ways))
        .on("dragover", move |_| over.set(true))
        .on("dragleave", move |_| over.set(false))
        .on("paste", move |event| {
            let all = files::pasted(&event);
            if !all.is_empty() {
                event.prevent_default();
                bring(open, ways, all);
            }
        })
}

/// Those that are there or on their way.
pub fn view(open: Open, ways: Ways) -> AnyView {
    let there = memo(move || open.draft.with(|draft| draft.files.clone()));
    let lines = move || {
        let (there, coming) = (there.get(), open.uploads.get());
        if there.is_empty() && coming.is_empty() {
            return Vec::new();
        }
        let not_carried = (!there.is_empty() && !carried(ways))
            .then(|| el("P").class("complaint").child(icon::icon(Icon::Alert)).text(words::NO_FILES).done());
        let all = there.into_iter().map(|file| brought(open, file));
        let all = all.chain(coming.into_iter().map(|file| uploading(open, file)));
        let all = el("UL")
            .class("files bringing")
            .attr("role", "list")
            .attr("aria-label", words::FILES_TO_SEND)
            .children(all);
        std::iter::once(all.done()).chain(not_carried).collect()
    };
    list(lines)
}

fn line(class: &'static str, name: &str, more: AnyView, remove: impl Fn() + Send + Sync + 'static) -> AnyView {
    let remove = press("button icon-only")
        .attr("aria-label", format!("{}{name}", words::REMOVE))
        .tap(move || {
            remove();
            crate::browser::focus("reply");
        })
        .child(icon::icon(Icon::Cross));
    el("LI")
        .class(class)
        .child(icon::icon(Icon::Page))
        .child(el("BDI").class("file-name").text(name).done())
        .child(more)
        .child(remove.done())
        .done()
}

fn brought(open: Open, file: File) -> AnyView {
    let size = (file.size > 0).then(|| el("BDI").class("file-size").text(strings::size(file.size)).done());
    let id = file.id;
    line("file", &file.name, size.into_any(), move || {
        open.draft.update(|draft| draft.files.retain(|one| one.id != id));
    })
}

fn uploading(open: Open, file: Upload) -> AnyView {
    let id = file.id;
    let more = match &file.failed {
        Some(why) => el("SPAN").class("tone-warning").attr("role", "alert").text(why.clone()).done(),
        None => el("PROGRESS")
            .attr("max", "100")
            .attr("value", file.percent.to_string())
            .attr("aria-label", file.name.clone())
            .text(words::uploaded(file.percent))
            .done(),
    };
    line(if file.failed.is_some() { "file failed" } else { "file" }, &file.name, more, move || open.leave_out(id))
}
