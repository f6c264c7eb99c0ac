//! How far an outbound message got.

use super::icon;
use crate::prelude::*;
use crate::react::memo;
use crate::{marks, open::Open};
use weft_shared::id::MessageId;
use weft_widget::view::el::el;

/// The status, kept up to date.
pub fn view(open: Open, message: MessageId) -> AnyView {
    let status = memo(move || open.thread.with(|thread| thread.delivery(message)));
    let words = move || {
        status.get().map(|(status, detail)| {
            let mark = marks::of_delivery(status);
            el("SPAN")
                .class(format!("delivery tone-{}", mark.tone.class()))
                .child(icon::icon(mark.icon))
                .child(el("SPAN").text(mark.words).done())
                .children(detail.map(|detail| el("BDI").class("delivery-detail").text(detail).done()))
                .done()
        })
    };
    el("SPAN").class("delivery-place").show(words).done()
}
