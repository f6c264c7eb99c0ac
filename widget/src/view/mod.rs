//! What is on the screen: one component a file, each binding the signals of [`App`] to elements.
//!
//! Elements are made by builders, never from markup: the frame's policy demands trusted types and nothing here needs any.

mod banner;
pub mod bubble;
mod composer;
mod confirm;
pub mod el;
mod elsewhere;
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
    app::{App, AskStage, Screen},
    connection::Phase,
    strings::{Key, fill, t},
};
use el::el;
use leptos::prelude::AnyView;
use part::When;
use weft_shared::wire::entry::NoticeKind;

/// The whole panel, made anew when the language changes.
#[must_use]
pub fn root(app: App) -> AnyView {
    el::list(move || {
        app.language.with(|_| ());
        vec![panel(app)]
    })
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
    el("MAIN")
        .class("panel")
        .keys(move |event| {
            if event.key() == "Escape" && !event.is_composing() {
                app.close();
            }
        })
        .child(header::header(app))
        .show(move || {
            Some(app.screen.with(|screen| match screen {
                Screen::Chat => chat(app),
                Screen::Link { stage, .. } => link::link(app, *stage),
                Screen::Continue(stage) => wanted::wanted(app, *stage),
                Screen::Spoken(stage) => wanted::spoken(app, *stage),
                Screen::Forget => forget::forget(app),
            }))
        })
        .child(
            el("DIV")
                .class("unseen")
                .attr("role", "status")
                .attr("aria-live", "polite")
                .words(move || app.status.get())
                .done(),
        )
        .done()
}

fn chat(app: App) -> AnyView {
    let area = el("SECTION")
        .class("scroll")
        .attr("id", transcript::SCROLL)
        .attr("tabindex", "0")
        .attr("aria-label", t(Key::Conversation))
        .show(move || empty(app))
        .child(transcript::transcript(app))
        .show(move || typing(app));
    el("DIV")
        .class("chat")
        .child(banner::banner(app))
        .show(move || elsewhere::elsewhere(app))
        .child(confirm::confirm(app))
        .child(area.done())
        .show(move || toast(app))
        .child(composer::composer(app))
        .done()
}

/// The invitation to write, or the sign that something is coming.
fn empty(app: App) -> When {
    let nothing = app.transcript.with(|transcript| transcript.entries.is_empty())
        && app.stored.with(|stored| stored.outbox.queue().is_empty());
    let ended = app.connection.with(|connection| matches!(connection.phase, Phase::Ended(_)));
    if !nothing || ended {
        return None;
    }
    let (credentials, fresh) = app.stored.with(|stored| {
        (stored.credentials.is_some(), stored.begin.as_ref().is_some_and(|begin| begin.claims_session.is_some()))
    });
    if credentials && app.welcomed.with(Option::is_none) {
        let bone = |_| el("SPAN").class("bone").done();
        return Some(el("DIV").class("loading").child(part::unseen(t(Key::Loading))).children((0..3).map(bone)).done());
    }
    let locked = app.challenge.with(Option::is_some);
    let (title, text) = match () {
        () if locked => (Key::HelloAgain, Key::HelloAgainText),
        () if fresh => (Key::Hello, Key::FreshText),
        () => (Key::Hello, Key::HelloText),
    };
    let hello = el("DIV")
        .class("hello")
        .child(icon::icon(icon::WAVES))
        .child(el("H2").text(t(title)).done())
        .child(el("P").text(t(text)).done());
    let ways = || {
        let wanted = part::button("quiet", t(Key::MenuContinue), move || app.go(Screen::Continue(AskStage::Ready)));
        [wanted, wanted::have_code(app)]
    };
    Some(hello.children((!credentials && !fresh).then(ways).into_iter().flatten()).done())
}

fn typing(app: App) -> When {
    let name = app.typing.get()?;
    let dots = el("SPAN").class("dots").attr("aria-hidden", "true").children((0..3).map(|_| el("I").done())).done();
    Some(el("P").class("typing").child(dots).text(fill(Key::Typing, &[("name", &name)])).done())
}

fn toast(app: App) -> When {
    let key = app.toast.get()?;
    let dismiss = part::round("dismiss", Key::Dismiss, icon::CROSS, move || app.toast.set(None)).done();
    Some(el("P").class("toast").text(t(key)).child(dismiss).done())
}
