//! One utterance, or one notice, of a transcript.

use super::{icon, markup::render_text};
use crate::{
    browser,
    days::{Day, Naming},
    strings::{Key, fill, t},
};
use leptos::{ev, html, prelude::*};
use weft_shared::{
    channel::Channel,
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
    html::li().class("day").child(html::span().child(text)).into_any()
}

/// A notice.
pub fn notice(text: &str) -> AnyView {
    html::li().class("notice").child(text.to_owned()).into_any()
}

/// An utterance. `download` fetches one of its files.
pub fn bubble(said: &Utterance, setting: &Setting<'_>, download: impl Fn(&File) + Clone + 'static) -> AnyView {
    let mine = said.from == From::Customer;
    let name = if mine { t(Key::You) } else { said.name.as_deref().unwrap_or_else(|| t(Key::Team)) };
    let named = if mine || !setting.first { "name unseen" } else { "name" };
    let subject = said.subject.as_ref().filter(|_| setting.first);
    html::li()
        .class(classes(mine, setting.first, setting.last))
        .child((
            html::span().class(named).child(name.to_owned()),
            html::div()
                .class("bubble")
                .child((
                    subject.map(|subject| {
                        html::p()
                            .class("subject")
                            .attr("dir", "auto")
                            .child((html::span().class("unseen").child([t(Key::Subject), ": "].concat()), subject.clone()))
                            .into_any()
                    }),
                    render_text(&said.text),
                    said.folded.as_deref().map(folded),
                    files(&said.attachments, &download),
                )),
            setting.last.then(|| foot(&said.channel, setting)),
        ))
        .into_any()
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
pub fn mark(channel: &Channel, label: &str) -> AnyView {
    html::span().class("mark").attr("data-channel", channel.as_str().to_owned()).child(label.to_owned()).into_any()
}

/// The time of day.
#[must_use]
pub fn time(at: Timestamp) -> String {
    browser::format_date(at, &[("hour", "numeric"), ("minute", "2-digit")])
}

fn foot(channel: &Channel, setting: &Setting<'_>) -> AnyView {
    html::span()
        .class("foot")
        .child((
            setting.mark.map(|label| mark(channel, label)),
            html::time().child(time(setting.at)).into_any(),
            setting.state.map(|state| html::span().class("state").child(state).into_any()),
        ))
        .into_any()
}

fn folded(text: &str) -> AnyView {
    html::details()
        .class("folded")
        .child((html::summary().child(t(Key::ShowQuoted)), html::div().child(render_text(text))))
        .into_any()
}

fn files(files: &[File], download: &(impl Fn(&File) + Clone + 'static)) -> Vec<AnyView> {
    let button = |file: &File| {
        let (download, wanted) = (download.clone(), file.clone());
        let size = size(file.size);
        html::button()
            .attr("type", "button")
            .class("file")
            .attr("aria-label", fill(Key::Download, &[("name", &file.name), ("size", &size)]))
            .on(ev::click, move |_| download(&wanted))
            .child((
                icon::icon(icon::FILE),
                html::bdi().child(file.name.clone()),
                html::span().class("size").child(size),
            ))
            .into_any()
    };
    files.iter().map(button).collect()
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
