//! One browser of the customer.

use super::{hint, icon};
use crate::{icons::Icon, marks, open::Open, strings};
use leptos::{ev, html, prelude::*};
use weft_shared::{evidence::Assurance, wire::agent::SessionLine};

/// A browser: its level, whether it is here, and the way to vouch for it.
pub fn view(number: Option<usize>, line: SessionLine, open: Open) -> AnyView {
    let name = number.map_or_else(|| strings::SESSION.to_owned(), |n| format!("{} {n}", strings::SESSION));
    let session = line.session;
    let presence = if line.present {
        html::span().class("presence present").child(strings::PRESENT)
    } else {
        html::span().class("presence").child(strings::NOT_PRESENT)
    };
    let vouch = (line.level < Assurance::ChannelControl).then(|| {
        html::button()
            .r#type("button")
            .class("button small")
            .attr("aria-haspopup", "dialog")
            .on(ev::click, move |_| open.vouching.set(Some(session)))
            .child((icon::icon(Icon::ShieldCheck), strings::VOUCH))
    });
    html::li()
        .class("known")
        .child((
            html::span().class("known-kind").child(icon::icon(Icon::Talk)),
            html::div().class("known-text").child((
                html::div().class("session-top").child((html::span().class("known-value").child(name), presence)),
                html::p().class("known-because").child((
                    hint::plain(marks::of_level(line.level)),
                    html::span().child(open.desk.named(&line.because)),
                )),
                vouch,
            )),
        ))
        .into_any()
}
