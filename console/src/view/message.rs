//! One message of the thread.

use super::{avatar, call, changed, delivery, hint, icon, text, unseen};
use crate::{browser, icons::Icon, marks, open::Open, place::Place, strings, time_words};
use leptos::{html, prelude::*};
use weft_shared::{
    time::Timestamp,
    wire::entry::{File, From, Utterance},
};

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
    let head = if continued { html::header().class("message-head") } else { html::header().class("message-head full") };
    let time = html::time()
        .class("message-time")
        .attr("datetime", at.to_string())
        .title(time_words::full(local))
        .child(time_words::clock(local));
    let head = if continued {
        head.child(time).into_any()
    } else {
        head.child((who(&utterance, &name), channel(&utterance, label), time, proof(open, &utterance))).into_any()
    };
    let subject = utterance.subject.clone().filter(|subject| {
        !continued
            && open
                .state
                .with_untracked(|state| state.as_ref().is_none_or(|state| state.subject.as_ref() != Some(subject)))
    });
    let outside = (utterance.from == From::Outsider).then(|| {
        let because = utterance.proof.as_ref().map(|proof| proof.because.clone());
        html::p()
            .class("outside")
            .child((icon::icon(Icon::Alert), because.unwrap_or_else(|| strings::NO_REASON.to_owned())))
    });
    let content = if utterance.call.is_some() {
        // The card says all that its text would.
        call::view(open, utterance.id, at)
    } else {
        changed::body(open, &utterance)
    };
    html::li()
        .class(format!("message from-{from}"))
        .class(("continued", continued))
        .child(html::article().id(changed::element_id(utterance.id)).tabindex("-1").aria_label(said).child((
            head,
            outside,
            moved(&utterance),
            utterance.answers.map(|answered| changed::quote(open, answered)),
            kind(&utterance),
            subject.map(|subject| html::p().class("message-subject").dir("auto").child(subject)),
            content,
            utterance.folded.as_deref().map(folded),
            files(open, utterance.attachments.clone()),
            changed::reaction(open, utterance.id),
            foot(open, &utterance),
        )))
        .into_any()
}

/// What the author of a message is called.
pub fn name(utterance: &Utterance) -> String {
    let fallback = match utterance.from {
        From::Customer => strings::CUSTOMER,
        From::Outsider => strings::SOMEBODY,
        From::Agent => strings::AGENT,
        From::System => strings::AUTOMATIC,
    };
    utterance.name.clone().or_else(|| utterance.address.clone()).unwrap_or_else(|| fallback.to_owned())
}

fn who(utterance: &Utterance, name: &str) -> AnyView {
    let address = utterance.address.clone().filter(|address| address != name);
    (
        avatar::avatar(name, if utterance.from == From::Agent { "small own" } else { "small" }),
        html::bdi().class("message-name").child(name.to_owned()),
        address.map(|address| html::bdi().class("message-address").child(address)),
    )
        .into_any()
}

fn channel(utterance: &Utterance, label: String) -> AnyView {
    html::span()
        .class("message-channel")
        .child((icon::of_channel(&utterance.channel), html::span().child(label)))
        .into_any()
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
    html::details()
        .class("folded")
        .child((
            html::summary().child(strings::SHOW_QUOTED),
            html::div().class("folded-text").child(text::text(folded)),
        ))
        .into_any()
}

fn files(open: Open, files: Vec<File>) -> Option<AnyView> {
    if files.is_empty() {
        return None;
    }
    let one = |one: File| html::li().child(file(open, one));
    let list = html::ul().class("files").role("list").aria_label(strings::ATTACHMENTS);
    Some(list.child(files.into_iter().map(one).collect::<Vec<_>>()).into_any())
}

/// A file, as a link that downloads it.
pub fn file(open: Open, file: File) -> AnyView {
    html::a()
        .class("file")
        .href(open.desk.app.routes().attachment(open.id, file.id))
        .attr("download", file.name.clone())
        .title(file.media_type)
        .child((
            icon::icon(Icon::Download),
            unseen(strings::DOWNLOAD),
            html::bdi().class("file-name").child(file.name),
            html::span().class("file-size").child(strings::size(file.size)),
        ))
        .into_any()
}

/// What a message is that is no text, or a text that stood ready.
fn kind(utterance: &Utterance) -> Option<AnyView> {
    let name = utterance.kind.as_deref().filter(|_| utterance.call.is_none())?;
    let (shape, label) = icon::of_message_kind(name);
    let label = label.map_or_else(|| strings::thread::other_kind(name), str::to_owned);
    Some(html::p().class("message-kind").child((icon::icon(shape), html::bdi().child(label))).into_any())
}

/// Where a message was written first.
fn moved(utterance: &Utterance) -> Option<AnyView> {
    let origin = utterance.origin?;
    let words = strings::thread::moved(&time_words::full(browser::local(origin.at)));
    let link = html::a().href(Place::of(origin.conversation).hash()).child(words);
    Some(html::p().class("moved").child((icon::icon(Icon::Move), link)).into_any())
}

fn foot(open: Open, utterance: &Utterance) -> Option<AnyView> {
    let raw = utterance.raw.then(|| {
        html::a()
            .class("original")
            .href(open.desk.app.routes().raw(open.id, utterance.id))
            .attr("download", "")
            .child((strings::SHOW_ORIGINAL, unseen(format!(" {}", name(utterance)))))
    });
    let sent = utterance.delivery.is_some().then(|| delivery::view(open, utterance.id));
    (raw.is_some() || sent.is_some()).then(|| html::footer().class("message-foot").child((raw, sent)).into_any())
}
