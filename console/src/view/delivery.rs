//! How far an outbound message got.

use super::icon;
use crate::{marks, open::Open};
use leptos::{html, prelude::*};
use weft_shared::id::MessageId;

/// The status, kept up to date.
pub fn view(open: Open, message: MessageId) -> AnyView {
    let status = Memo::new(move |_| open.thread.with(|thread| thread.delivery(message)));
    let words = move || {
        status.get().map(|(status, detail)| {
            let mark = marks::of_delivery(status);
            html::span().class(format!("delivery tone-{}", mark.tone.class())).child((
                icon::icon(mark.icon),
                html::span().child(mark.words),
                detail.map(|detail| html::bdi().class("delivery-detail").child(detail)),
            ))
        })
    };
    html::span().class("delivery-place").child(words).into_any()
}
