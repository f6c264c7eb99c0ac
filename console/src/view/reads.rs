//! What the customer may see, in one line: by the strongest proof of a browser that is here.

use super::icon;
use crate::prelude::*;
use crate::react::memo;
use crate::{icons::Icon, open::Open, strings::thread as words};
use weft_shared::{evidence::Assurance, wire::agent::SessionLine};
use weft_widget::view::el::el;

/// The line.
pub fn view(open: Open) -> AnyView {
    let level =
        memo(move || open.state.with(|state| state.as_ref().and_then(|state| present(&state.customer.sessions))));
    el("P")
        .attr("id", "reply-reads")
        .class("reads")
        .child(icon::icon(Icon::Eye))
        .child(el("SPAN").words(move || said(level.get()).to_owned()).done())
        .done()
}

/// The level of the present browser that may see the most.
fn present(sessions: &[SessionLine]) -> Option<Assurance> {
    sessions.iter().filter(|one| one.present).map(|one| one.level).max()
}

const fn said(level: Option<Assurance>) -> &'static str {
    match level {
        None => words::READS_NOTHING,
        Some(Assurance::Anonymous) => words::READS_ANONYMOUS,
        Some(Assurance::Linked) => words::READS_LINKED,
        Some(Assurance::ChannelControl) => words::READS_CONFIRMED,
        Some(Assurance::Account) => words::READS_ACCOUNT,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::id::SessionId;

    #[test]
    fn only_browsers_that_are_here_read_now() {
        let line =
            |level, present| SessionLine { session: SessionId::from_bits(1), level, because: String::new(), present };
        let away = line(Assurance::Account, false);
        assert_eq!(present(std::slice::from_ref(&away)), None);
        let here = [away, line(Assurance::Linked, true), line(Assurance::Anonymous, true)];
        assert_eq!(present(&here), Some(Assurance::Linked));
    }
}
