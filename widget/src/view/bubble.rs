//! One utterance, or one notice, of a transcript.

use super::{el::el, icon, markup::render_text, part};
use crate::{
    browser,
    days::{Day, Naming},
    strings::{Key, t},
};
use leptos::prelude::AnyView;
use weft_shared::{
    channel::Channel,
    message::Amendment,
    time::Timestamp,
    wire::entry::{File, From, Utterance},
};

/// What a bubble needs besides its utterance.
pub struct Setting<'a> {
    /// When it was said.
    pub at: Timestamp,
    /// Begins a group.
    pub first: bool,
    /// Ends a group.
    pub last: bool,
    /// The label of its channel, if that is to be shown.
    pub mark: Option<&'a str>,
    /// A word on how far it got.
    pub state: Option<&'static str>,
}

/// A day's name as a separator.
pub fn day(day: Day, at: Timestamp, today: Day) -> AnyView {
    let text = match day.naming(today) {
        Naming::Today => t(Key::Today).to_owned(),
        Naming::Yesterday => t(Key::Yesterday).to_owned(),
        Naming::Weekday => browser::format_date(at, &[("weekday", "long")]),
        Naming::Date => browser::format_date(at, &[("day", "numeric"), ("month", "long"), ("year", "numeric")]),
    };
    el("LI").class("day").child(el("SPAN").text(text).done()).done()
}

/// A notice.
pub fn notice(text: &str) -> AnyView {
    el("LI").class("notice").text(text).done()
}

/// An utterance. `download` fetches one of its files.
pub fn bubble(
    said: &Utterance,
    setting: &Setting<'_>,
    download: impl Fn(&File) + Copy + Send + Sync + 'static,
) -> AnyView {
    let mine = said.from == From::Customer;
    let name = if mine { t(Key::You) } else { said.name.as_deref().unwrap_or_else(|| t(Key::Team)) };
    let named = if mine || !setting.first { "name unseen" } else { "name" };
    let subject = said.subject.as_deref().filter(|_| setting.first).map(subject);
    let deleted = matches!(said.amended, Some(Amendment::Deleted));
    let words =
        if deleted { vec![el("P").class("small").text(t(Key::Deleted)).done()] } else { render_text(&said.text) };
    let bubble = el("DIV")
        .class("bubble")
        .children(subject)
        .children(words)
        .children(said.folded.as_deref().map(folded))
        .children(said.attachments.iter().map(|one| file(one, download)));
    el("LI")
        .class(classes(mine, setting.first, setting.last))
        .child(el("SPAN").class(named).text(name).done())
        .child(bubble.done())
        .children(setting.last.then(|| foot(said, setting)))
        .done()
}

/// The classes of an utterance's row.
#[must_use]
pub fn classes(mine: bool, first: bool, last: bool) -> String {
    let mut classes = String::from(if mine { "said mine" } else { "said" });
    classes.push_str(if first { " first" } else { "" });
    classes.push_str(if last { " last" } else { "" });
    classes
}

/// A channel's icon and label. The style sheet knows the icons by the channel's name.
#[must_use]
pub fn mark(channel: &Channel, label: &str) -> AnyView {
    el("SPAN").class("mark").attr("data-channel", channel.as_str().to_owned()).text(label).done()
}

/// The time of day.
#[must_use]
pub fn time(at: Timestamp) -> String {
    browser::format_date(at, &[("hour", "numeric"), ("minute", "2-digit")])
}

fn foot(said: &Utterance, setting: &Setting<'_>) -> AnyView {
    let change = match &said.amended {
        Some(Amendment::Edited { .. }) => Some(t(Key::Edited)),
        Some(Amendment::Reacted { emoji }) => emoji.as_deref(),
        _ => None,
    };
    el("SPAN")
        .class("foot")
        .children(setting.mark.map(|label| mark(&said.channel, label)))
        .children(change.map(|word| el("SPAN").text(word).done()))
        .child(el("TIME").text(time(setting.at)).done())
        .children(setting.state.map(|state| el("SPAN").class("state").text(state).done()))
        .done()
}

fn subject(text: &str) -> AnyView {
    let label = part::unseen([t(Key::Subject), ": "].concat());
    el("P").class("subject").attr("dir", "auto").child(label).text(text).done()
}

fn folded(text: &str) -> AnyView {
    el("DETAILS")
        .class("folded")
        .child(el("SUMMARY").text(t(Key::ShowQuoted)).done())
        .child(el("DIV").children(render_text(text)).done())
        .done()
}

fn file(file: &File, download: impl Fn(&File) + Send + Sync + 'static) -> AnyView {
    let (wanted, size) = (file.clone(), size(file.size));
    part::press("file", move || download(&wanted))
        .child(icon::icon(icon::FILE))
        .child(part::unseen([t(Key::Download), " "].concat()))
        .child(el("BDI").text(file.name.clone()).done())
        .child(el("SPAN").class("size").text(size).done())
        .done()
}

/// A size in the unit that suits it.
#[must_use]
pub fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1_000 => (1, " B"),
        1_000..1_000_000 => (1_000, " kB"),
        _ => (1_000_000, " MB"),
    };
    [(bytes / unit).to_string().as_str(), name].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        assert_eq!([0, 999, 1_000, 25_400_000].map(size), ["0 B", "999 B", "1 kB", "25 MB"]);
    }
}
