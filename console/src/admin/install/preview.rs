//! How the widget will look: its own style sheet and the shape of its own elements, in both schemes, and talking to nobody.

use super::tried::Tried;
use crate::prelude::*;
use crate::react::effect;
use crate::{admin::parts::section, icons::Icon, strings::admin as words, view::icon};
use leptos::mount::mount_to;
use wasm_bindgen::JsCast;
use weft_shared::wire::admin::Install;
use weft_widget::{
    colour::{Colour, DARK_SURFACE, INK, LIGHT_SURFACE, WHITE},
    view::{
        bubble,
        el::{Handle, el, list},
        icon as shapes,
    },
};

/// What can be read has this contrast at least (WCAG 2.2, AA).
const READABLE: f64 = 4.5;

/// The part of the page.
pub fn view(install: &Install, tried: Tried) -> AnyView {
    let accent = tried.accent.now;
    let picker = el("INPUT")
        .attr("id", "preview-accent")
        .attr("type", "color")
        .attr("aria-describedby", "preview-contrast")
        .value(move || accent.get())
        .typed(move |text| accent.set(text));
    let contrast = list(move || verdict(&accent.get()).into_iter().collect());
    let choice = el("DIV")
        .class("preview-choice")
        .child(el("LABEL").attr("for", "preview-accent").text(words::ACCENT).done())
        .child(picker.done())
        .child(el("CODE").attr("dir", "ltr").words(move || accent.get()).done())
        .child(el("DIV").attr("id", "preview-contrast").attr("role", "status").child(contrast).done());
    let frames = [("light", words::PREVIEW_LIGHT), ("dark", words::PREVIEW_DARK)];
    section(words::LOOK, words::LOOK_BODY)
        .child(tried.colour_form(choice.done()))
        .children(tried.text_forms())
        .child(
            el("DIV")
                .class("previews")
                .children(frames.map(|(scheme, label)| frame(install, tried, scheme, label)))
                .done(),
        )
        .child(tried.ways().done())
        .done()
}

/// Whether texts on this colour, and in it, can be read.
fn verdict(accent: &str) -> Option<AnyView> {
    let colour = Colour::parse(accent)?;
    let on = colour.text_on();
    let reached = format!("{:.1}", (colour.contrast(on) * 10.0).floor() / 10.0);
    let kept = colour.contrast(LIGHT_SURFACE) >= READABLE && colour.contrast(DARK_SURFACE) >= READABLE;
    let more = if kept { "" } else { words::ADAPTED };
    let said = words::contrast(if on == WHITE { words::IN_WHITE } else { words::IN_BLACK }, &reached);
    Some(
        el("P")
            .class("admin-answer tone-good")
            .child(icon::icon(Icon::Check))
            .child(el("SPAN").text(format!("{said} {more}")).done())
            .done(),
    )
}

/// The variables that the widget sets for an accent.
fn colours(accent: &str) -> Vec<(&'static str, String)> {
    let Some(accent) = Colour::parse(accent) else { return Vec::new() };
    let colours = [
        ("--accent", accent),
        ("--on-accent", accent.text_on()),
        ("--accent-on-light", accent.readable_on(LIGHT_SURFACE, INK)),
        ("--accent-on-dark", accent.readable_on(DARK_SURFACE, WHITE)),
    ];
    colours.into_iter().map(|(name, colour)| (name, colour.css())).collect()
}

fn frame(install: &Install, tried: Tried, scheme: &'static str, label: &'static str) -> AnyView {
    let node = Handle::new();
    let install = StoredValue::new(install.clone());
    let root = leptos::prelude::StoredValue::new_local(None::<web_sys::HtmlElement>);
    effect(move || {
        let colours = colours(&tried.accent.now.get());
        let (name, promise) = (tried.name.now.get(), tried.promise.now.get());
        let Some(frame) = node.get() else { return };
        let frame: &web_sys::HtmlIFrameElement = frame.unchecked_ref();
        let known = root.try_get_value().flatten();
        let Some(root_now) = known.or_else(|| begin(frame, install, scheme)) else { return };
        for (name, colour) in colours {
            let _ = root_now.style().set_property(name, &colour);
        }
        let initial: String = name.trim().chars().take(1).collect();
        for (place, text) in [(".who bdi", name.trim()), (".avatar", &initial), (".who p", promise.trim())] {
            if let Ok(Some(found)) = root_now.query_selector(place) {
                found.set_text_content(Some(text));
            }
        }
        root.set_value(Some(root_now));
    });
    let frame = el("IFRAME").class("preview").attr("title", label).attr("tabindex", "-1").held(node);
    el("FIGURE").child(frame).child(el("FIGCAPTION").text(label).done()).done()
}

/// Fills the frame's empty document: the widget's style sheet, and a short talk. Answers its root.
fn begin(
    frame: &web_sys::HtmlIFrameElement,
    install: StoredValue<Install>,
    scheme: &'static str,
) -> Option<web_sys::HtmlElement> {
    let inside = frame.content_document()?;
    let root: web_sys::HtmlElement = inside.document_element()?.unchecked_into();
    let _ = root.set_attribute("data-scheme", scheme);
    let _ = root.set_attribute("lang", "en");
    inside.set_title(words::LOOK);
    let link = inside.create_element("link").ok()?;
    let _ = link.set_attribute("rel", "stylesheet");
    let _ = link.set_attribute("href", &install.with_value(|install| install.style.clone()));
    inside.head()?.append_child(&link).ok()?;
    let body = inside.body()?;
    // It lives as long as the frame, which is as long as the page is shown: nothing in it reacts to anything.
    mount_to(body, move || install.with_value(panel)).forget();
    Some(root)
}

/// The panel as the widget builds it, with nothing behind it.
fn panel(install: &Install) -> AnyView {
    let initial: String = install.name.chars().take(1).collect();
    let who = el("DIV")
        .class("who")
        .child(el("H1").child(el("BDI").text(install.name.clone()).done()).done())
        .child(el("P").text(install.promise.clone().unwrap_or_default()).done());
    let head = el("HEADER")
        .class("head")
        .child(el("SPAN").class("avatar").attr("aria-hidden", "true").text(initial).done())
        .child(who.done());
    let said = |mine: bool, text: &'static str| {
        let bubble = el("DIV").class("bubble").child(el("P").text(text).done()).done();
        el("LI").class(bubble::classes(mine, true, true)).child(bubble).done()
    };
    let rows =
        el("OL").class("rows").child(said(true, words::SAMPLE_QUESTION)).child(said(false, words::SAMPLE_ANSWER));
    let write = el("DIV")
        .class("write")
        .child(el("DIV").class("grow").attr("data-text", words::SAMPLE_DRAFT).child(sample_field()).done())
        .child(el("SPAN").class("send").attr("aria-hidden", "true").child(shapes::icon(shapes::SEND)).done());
    let chat =
        el("DIV").class("chat").child(el("SECTION").class("scroll").child(rows.done()).done()).child(write.done());
    el("MAIN").class("panel").child(head.done()).child(chat.done()).done()
}

fn sample_field() -> AnyView {
    el("TEXTAREA")
        .attr("rows", "1")
        .attr("readonly", "")
        .attr("tabindex", "-1")
        .attr("aria-label", words::SAMPLE_FIELD)
        .value(|| words::SAMPLE_DRAFT.to_owned())
        .done()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accent_gives_the_four_colours_of_the_widget() {
        let names: Vec<&str> = colours("#2a6df4").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["--accent", "--on-accent", "--accent-on-light", "--accent-on-dark"]);
        assert!(colours("red").is_empty());
    }
}
