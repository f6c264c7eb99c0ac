//! What is on the screen: one component a file, each binding the signals of [`App`] to elements.
//!
//! Elements are made by builders, never from markup: the frame's policy demands trusted types and nothing here needs any.

mod banner;
pub mod bubble;
mod composer;
mod confirm;
mod forget;
mod header;
pub mod icon;
mod link;
mod markup;
mod part;
mod pending;
pub mod transcript;
mod wanted;

pub use markup::render_text;

use crate::{
    app::{App, Screen},
    strings::{Key, t},
};
use leptos::{ev, html, prelude::*};
use part::When;
use weft_shared::wire::entry::NoticeKind;

/// The whole panel, made anew when the language changes.
#[must_use]
pub fn root(app: App) -> impl IntoView {
    move || {
        app.language.track();
        panel(app)
    }
}

/// What a customer is told about a notice; nothing about most.
#[must_use]
pub const fn notice_text(kind: NoticeKind) -> Option<Key> {
    match kind {
        NoticeKind::Closed => Some(Key::Closed),
        NoticeKind::Reopened => Some(Key::Reopened),
        _ => None,
    }
}

fn panel(app: App) -> AnyView {
    let screen = Memo::new(move |_| app.screen.with(|screen| std::mem::discriminant(screen)));
    html::main()
        .class("panel")
        .on(ev::keydown, move |event| {
            if event.key() == "Escape" && !event.is_composing() {
                app.close();
            }
        })
        .child((
            header::header(app),
            move || {
                screen.track();
                match app.screen.get_untracked() {
                    Screen::Chat => chat(app),
                    Screen::Link { .. } => link::link(app),
                    Screen::Continue(_) => wanted::wanted(app),
                    Screen::Forget => forget::forget(app),
                }
            },
            html::div().class("unseen").attr("role", "status").attr("aria-live", "polite").child(move || app.status.get()),
        ))
        .into_any()
}

fn chat(app: App) -> AnyView {
    html::div()
        .class("chat")
        .child((
            banner::banner(app),
            confirm::confirm(app),
            transcript_area(app),
            toast(app),
            composer::composer(app),
        ))
        .into_any()
}

fn transcript_area(app: App) -> AnyView {
    html::section()
        .class("scroll")
        .attr("id", transcript::SCROLL)
        .attr("tabindex", "0")
        .attr("aria-label", t(Key::Conversation))
        .child((move || empty(app), transcript::transcript(app), move || typing(app)))
        .into_any()
}

/// The invitation to write, or the sign that something is coming.
fn empty(app: App) -> When {
    let nothing = app.transcript.with(|transcript| transcript.entries.is_empty())
        && app.stored.with(|stored| stored.outbox.queue().is_empty());
    let (credentials, fresh) = app.stored.with(|stored| {
        (stored.credentials.is_some(), stored.begin.as_ref().is_some_and(|begin| begin.claims_session.is_some()))
    });
    let awaited = credentials && app.welcomed.with(Option::is_none);
    if !nothing {
        return None;
    }
    Some(if awaited {
        html::div()
            .class("loading")
            .child((html::span().class("unseen").child(t(Key::Loading)), bone(), bone(), bone()))
            .into_any()
    } else {
        let text = if fresh { Key::FreshText } else { Key::HelloText };
        html::div()
            .class("hello")
            .child((
                icon::icon(icon::WAVES),
                html::h2().child(t(Key::Hello)),
                html::p().child(t(text)),
                (!credentials && !fresh).then(|| {
                    part::button("quiet", t(Key::MenuContinue), move || {
                        app.screen.set(Screen::Continue(crate::app::AskStage::Ready));
                        crate::browser::focus("weft-screen");
                    })
                }),
            ))
            .into_any()
    })
}

fn bone() -> AnyView {
    html::span().class("bone").into_any()
}

fn typing(app: App) -> When {
    app.typing.get().map(|name| {
        html::p()
            .class("typing")
            .child((
                html::span().class("dots").attr("aria-hidden", "true").child((html::i(), html::i(), html::i())),
                crate::strings::fill(Key::Typing, &[("name", &name)]),
            ))
            .into_any()
    })
}

fn toast(app: App) -> impl IntoView {
    move || {
        app.toast.get().map(|key| {
            html::p()
                .class("toast")
                .child((
                    t(key),
                    part::round("dismiss", Key::Cancel, icon::CROSS, move || app.toast.set(None)),
                ))
                .into_any()
        })
    }
}
