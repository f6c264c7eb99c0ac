//! One message of the thread.

use super::{avatar, call, changed, delivery, hint, icon, picture, text, unseen};
use crate::{browser, icons::Icon, marks, open::Open, place::Place, strings, time_words};

pub use super::changed::element_id;
use crate::prelude::*;
use weft_shared::{
    time::Timestamp,
    wire::entry::{File, From, Utterance},
};
use weft_widget::view::el::el;

/// A message. `continued`: it goes with the one above and needs no head.
pub fn view(open: Open, at: Timestamp, utterance: Utterance, continued: bool) -> AnyView {
    let from = match utterance.from {
        From::Customer => "customer",
        From::Outsider => "outsider",
        From::Agent => "agent",
        From::System => "system",
    };
    let name = name(&utterance);
    let label = open.desk.label(&utterance.channel);
    let local = browser::local(at);
    let said = format!("{name}, {label}, {}", time_words::full(local));
    let time = el("TIME")
        .class("message-time")
        .attr("datetime", at.to_string())
        .attr("title", time_words::full(local))
        .text(time_words::clock(local))
        .done();
    let head = if continued {
        el("HEADER").class("message-head").child(time)
    } else {
        el("HEADER")
            .class("message-head full")
            .children(who(&utterance, &name))
            .child(channel(&utterance, label))
            .child(time)
            .children(proof(open, &utterance))
    };
    let subject = utterance.subject.clone().filter(|subject| {
        !continued
            && open
                .state
                .with_untracked(|state| state.as_ref().is_none_or(|state| state.subject.as_ref() != Some(subject)))
    });
    let outside = (utterance.from == From::Outsider).then(|| {
        let because = utterance.proof.as_ref().map(|proof| proof.because.clone());
        el("P")
            .class("outside")
            .child(icon::icon(Icon::Alert))
            .text(because.unwrap_or_else(|| strings::NO_REASON.to_owned()))
            .done()
    });
    let content = if utterance.call.is_some() {
        // The card says all that its text would.
        call::view(open, utterance.id, at)
    } else {
        changed::body(open, &utterance)
    };
    let article = el("ARTICLE")
        .attr("id", element_id(utterance.id))
        .attr("tabindex", "-1")
        .attr("aria-label", said)
        .child(head.done())
        .children(outside)
        .children(moved(&utterance))
        .children(utterance.answers.map(|answered| changed::quote(open, answered)))
        .children(kind(&utterance))
        .children(subject.map(|said| el("P").class("message-subject").attr("dir", "auto").text(said).done()))
        .child(content)
        .children(utterance.folded.as_deref().map(folded))
        .children(files(open, utterance.attachments.clone()))
        .child(changed::reaction(open, utterance.id))
        .children(foot(open, &utterance));
    let continued = if continued { " continued" } else { "" };
    el("LI").class(format!("message from-{from}{continued}")).child(article.done()).done()
}

/// What the author of a message is called.
pub fn name(utterance: &Utterance) -> String {
    let fallback = match utterance.from {
        From::Customer => strings::CUSTOMER,
        From::Outsider => strings::SOMEBODY,
        From::Agent => strings::AGENT,
        From::System => strings::AUTOMATIC,
    };
    // What we send goes to an address: that is not who wrote it.
    let ours = matches!(utterance.from, From::Agent | From::System);
    let address = utterance.address.clone().filter(|_| !ours);
    utterance.name.clone().or(address).unwrap_or_else(|| fallback.to_owned())
}

fn who(utterance: &Utterance, name: &str) -> Vec<AnyView> {
    let address = utterance.address.clone().filter(|address| address != name);
    let mark = avatar::avatar(name, if utterance.from == From::Agent { "small own" } else { "small" });
    let name = el("BDI").class("message-name").text(name).done();
    let address = address.map(|address| el("BDI").class("message-address").text(address).done());
    [mark, name].into_iter().chain(address).collect()
}

fn channel(utterance: &Utterance, label: String) -> AnyView {
    el("SPAN")
        .class("message-channel")
        .child(icon::of_channel(&utterance.channel))
        .child(el("SPAN").text(label).done())
        .done()
}

fn proof(open: Open, utterance: &Utterance) -> Option<AnyView> {
    let mark = marks::of_message(utterance)?;
    if utterance.from == From::Outsider {
        // Its reason is always shown, above the text.
        return Some(hint::plain(mark));
    }
    let because = utterance.proof.as_ref();
    let because = because.map_or_else(|| strings::NO_REASON.to_owned(), |proof| open.desk.named(&proof.because));
    Some(hint::hint(format!("proof-{}", utterance.id), mark, because))
}

fn folded(folded: &str) -> AnyView {
    el("DETAILS")
        .class("folded")
        .child(el("SUMMARY").text(strings::SHOW_QUOTED).done())
        .child(el("DIV").class("folded-text").children(text::text(folded)).done())
        .done()
}

fn files(open: Open, files: Vec<File>) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let one = |one: File| el("LI").children(picture::small(open, &one)).child(file(open, one)).done();
    let list = el("UL").class("files").attr("role", "list").attr("aria-label", strings::ATTACHMENTS);
    Some(list.children(files.into_iter().map(one)).done())
}

/// The id of the element at a place that is no message.
#[must_use]
pub fn place_id(place: u64) -> String {
    format!("place-{place}")
}

/// A file, as a link that downloads it.
pub fn file(open: Open, file: File) -> AnyView {
    el("A")
        .class("file")
        .attr("href", open.desk.app.routes().attachment(open.id, file.id))
        .attr("download", file.name.clone())
        .attr("title", file.media_type)
        .child(icon::icon(Icon::Download))
        .child(unseen(strings::DOWNLOAD))
        .child(el("BDI").class("file-name").text(file.name).done())
        .child(el("BDI").class("file-size").text(strings::size(file.size)).done())
        .done()
}

/// What a message is that is no text, or a text that stood ready.
fn kind(utterance: &Utterance) -> Option<AnyView> {
    let name = utterance.kind.as_deref().filter(|_| utterance.call.is_none())?;
    let (shape, label) = icon::of_message_kind(name);
    let label = label.map_or_else(|| strings::thread::other_kind(name), str::to_owned);
    Some(el("P").class("message-kind").child(icon::icon(shape)).child(el("BDI").text(label).done()).done())
}

/// Where a message was written first.
fn moved(utterance: &Utterance) -> Option<AnyView> {
    let origin = utterance.origin?;
    let words = strings::thread::moved(&time_words::full(browser::local(origin.at)));
    let link = el("A").attr("href", Place::of(origin.conversation).hash()).text(words).done();
    Some(el("P").class("moved").child(icon::icon(Icon::Move)).child(link).done())
}

fn foot(open: Open, utterance: &Utterance) -> Option<AnyView> {
    let raw = utterance.raw.then(|| {
        el("A")
            .class("original")
            .attr("href", open.desk.app.routes().raw(open.id, utterance.id))
            .attr("download", "")
            .text(strings::SHOW_ORIGINAL)
            .child(unseen(format!(" {}", name(utterance))))
            .done()
    });
    let sent = utterance.delivery.is_some().then(|| delivery::view(open, utterance.id));
    (raw.is_some() || sent.is_some()).then(|| el("FOOTER").class("message-foot").children(raw).children(sent).done())
}
