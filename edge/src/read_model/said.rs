//! What can be found: the texts of messages, of what was changed and heard of them, and of agents' notes.

use super::{
    find::{BEGIN, END},
    rows::{Rows, number, optional, text},
};
use std::borrow::Cow;
use weft_shared::{
    event::{Event, EventBody},
    handoff::HandoffNote,
    id::MessageId,
    message::{Amendment, Message},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::{D1PreparedStatement, wasm_bindgen::JsValue};

/// A text and where it stands.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said<'a> {
    text: Cow<'a, str>,
    subject: Option<&'a str>,
    channel: Option<&'a str>,
    message: Option<MessageId>,
    /// When it was written, if that was elsewhere and it was moved here.
    written: Option<Timestamp>,
}

/// Brings what an entry says into the index.
pub(super) fn entry(rows: &Rows, event: &Event, to: &mut Vec<D1PreparedStatement>) -> Result<(), Problem> {
    let Some(said) = said(&event.body) else { return Ok(()) };
    let seq = number(event.seq);
    let message = said.message.map(|id| id.to_string());
    to.push(rows.bind(
        "INSERT INTO place (site, conversation, seq, at, channel, message) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT DO NOTHING",
        vec![
            seq.clone(),
            JsValue::from_f64(said.written.unwrap_or(event.at).0 as f64),
            optional(said.channel),
            optional(message.as_deref()),
        ],
    )?);
    to.push(rows.bind(
        "INSERT OR REPLACE INTO said (rowid, site, text, subject) \
         SELECT id, site, ?4, ?5 FROM place WHERE site = ?1 AND conversation = ?2 AND seq = ?3",
        vec![seq, text(&plain(&said.text)), optional(said.subject.map(plain).as_deref())],
    )?);
    Ok(())
}

/// Without the marks that stand around what is found.
fn plain(text: &str) -> String {
    text.replace([BEGIN, END], "")
}

/// What an event says that agents may look for.
fn said(body: &EventBody) -> Option<Said<'_>> {
    let said = match body {
        EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } => of_message(message),
        EventBody::MessageAmended { message, change: Amendment::Edited { text } } => {
            Said { text: text.into(), message: Some(*message), ..Said::default() }
        }
        EventBody::CallNoted { message, call } => {
            Said { text: call.transcript.as_deref()?.into(), message: Some(*message), ..Said::default() }
        }
        EventBody::AgentNoted { text, .. } => Said { text: text.into(), ..Said::default() },
        EventBody::HandedOff { note, .. } | EventBody::ChannelMoved { note, .. } => {
            Said { text: of_note(note).into(), ..Said::default() }
        }
        _ => return None,
    };
    (!said.text.trim().is_empty() || said.subject.is_some()).then_some(said)
}

fn of_message(message: &Message) -> Said<'_> {
    let heard = message.call.as_ref().and_then(|call| call.transcript.as_deref());
    Said {
        text: heard.map_or_else(|| Cow::from(&message.text), |heard| format!("{}\n{heard}", message.text).into()),
        subject: message.subject.as_deref().filter(|subject| !subject.trim().is_empty()),
        channel: Some(message.channel.as_str()),
        message: Some(message.id),
        written: message.origin.map(|origin| origin.at),
    }
}

fn of_note(note: &HandoffNote) -> String {
    [&note.wants, &note.done, &note.promised, &note.next].map(String::as_str).join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{call::Call, channel::Channel, message::Author};

    #[test]
    fn what_is_written_changed_heard_and_noted_can_be_found() {
        let id = MessageId::from_bits(7);
        let channel = Channel::of_adapter("pigeon");
        let message = Message {
            subject: Some("Teapot".to_owned()),
            ..Message::new(id, channel, Author::System, "It leaks".to_owned())
        };
        let sent = EventBody::MessageSent { message, link: None };
        let found = said(&sent).unwrap();
        assert_eq!((found.text.as_ref(), found.subject, found.channel), ("It leaks", Some("Teapot"), Some("pigeon")));
        let edited = EventBody::MessageAmended { message: id, change: Amendment::Edited { text: "drips".to_owned() } };
        assert_eq!(said(&edited).unwrap().message, Some(id));
        let call = Call { transcript: Some("I heard it drip".to_owned()), ..Call::default() };
        assert_eq!(said(&EventBody::CallNoted { message: id, call }).unwrap().text, "I heard it drip");
        let noted = EventBody::AgentNoted {
            agent: "ada".parse().unwrap(),
            text: "Ask the workshop".to_owned(),
            mentions: Vec::new(),
        };
        assert_eq!(said(&noted).unwrap().channel, None);
        for silent in [
            EventBody::CallNoted { message: id, call: Call::default() },
            EventBody::MessageAmended { message: id, change: Amendment::Deleted },
            EventBody::Closed { agent: "ada".parse().unwrap() },
        ] {
            assert_eq!(said(&silent), None);
        }
        assert_eq!(plain(&format!("a{BEGIN}b{END}c")), "abc");
    }
}
