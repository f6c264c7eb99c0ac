//! A picture that came with a message: small in the thread, large in a dialog of its own.

use super::{dialog, message, press};
use crate::prelude::*;
use crate::{files, open::Open, strings};
use wasm_bindgen::JsCast;
use weft_shared::wire::entry::File;
use weft_widget::view::el::{El, el};

/// The picture as a button: fetched only when it comes near, and never one that could run anything.
pub fn small(open: Open, file: &File) -> Option<AnyView> {
    let chosen = file.clone();
    files::is_picture(&file.media_type, file.size).then(|| {
        let picture = image(open, file).attr("loading", "lazy");
        press("picture")
            .attr("aria-haspopup", "dialog")
            .attr("aria-label", format!("{}{}", strings::thread::PICTURE_OPEN, file.name))
            .tap(move || open.looking.set(Some(chosen.clone())))
            .child(picture.on("error", |event| hide(&event)).done())
            .done()
    })
}

/// The dialog of the picture that was picked.
pub fn large(open: Open) -> AnyView {
    let shown = dialog::about(open.looking, |_| ());
    let picture = move || open.looking.get().map(|file| image(open, &file).done());
    let link = move || open.looking.get().map(|file| message::file(open, file));
    let close = press("button primary").tap(move || shown.set(false)).text(strings::thread::DONE).done();
    let content = vec![
        el("DIV").class("picture-large").show(picture).done(),
        el("DIV").class("dialog-actions").show(link).child(close).done(),
    ];
    dialog::dialog("picture", strings::thread::PICTURE_TITLE, shown, content.into_any())
}

/// What is no picture after all is a file like others.
fn hide(event: &web_sys::Event) {
    let image = event.target().map(JsCast::unchecked_into::<web_sys::Element>);
    if let Some(button) = image.and_then(|image| image.parent_element()) {
        let _ = button.set_attribute("hidden", "");
    }
}

fn image(open: Open, file: &File) -> El {
    el("IMG")
        .attr("src", open.desk.app.routes().attachment(open.id, file.id))
        .attr("decoding", "async")
        .attr("alt", format!("{}{}", strings::thread::PICTURE, file.name))
}
