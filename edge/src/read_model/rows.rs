//! The rows of one conversation: itself, its messages, everything else that happened.

use crate::problem::OrInternal;
use weft_shared::{
    event::{Event, EventBody},
    handoff::Party,
    id::{ConversationId, SiteId},
    message::{Author, Message},
    wire::problem::Problem,
};
use worker::{D1Database, D1PreparedStatement, wasm_bindgen::JsValue};

/// Where the rows of one conversation go.
pub(super) struct Rows {
    pub(super) database: D1Database,
    pub(super) site: String,
    conversation: String,
}

impl Rows {
    pub(super) fn new(database: D1Database, site: &SiteId, conversation: ConversationId) -> Self {
        Self { database, site: site.to_string(), conversation: conversation.to_string() }
    }

    pub(super) fn begin(&self) -> Result<D1PreparedStatement, Problem> {
        self.bind("INSERT INTO conversation (site, conversation) VALUES (?1, ?2) ON CONFLICT DO NOTHING", vec![])
    }

    pub(super) fn entry(&self, event: &Event, to: &mut Vec<D1PreparedStatement>) -> Result<(), Problem> {
        let (seq, at) = (number(event.seq), JsValue::from_f64(event.at.0 as f64));
        to.push(self.bind(
            "UPDATE conversation SET last_seq = max(last_seq, ?3), last_at = max(last_at, ?4) \
             WHERE site = ?1 AND conversation = ?2",
            vec![seq.clone(), at.clone()],
        )?);
        match &event.body {
            EventBody::MessageReceived { message } => return self.message(event, message, to),
            EventBody::MessageSent { message, .. } => return self.message(event, message, to),
            EventBody::Opened { customer, subject, .. } => to.push(self.bind(
                "UPDATE conversation SET customer = ?3, subject = ?4, opened_at = ?5 WHERE site = ?1 AND conversation = ?2",
                vec![text(&customer.to_string()), optional(subject.as_deref()), at.clone()],
            )?),
            EventBody::Departed { to: there, .. } => to.push(self.bind(
                "UPDATE conversation SET departed = ?3 WHERE site = ?1 AND conversation = ?2",
                vec![text(&there.to_string())],
            )?),
            // Who takes back what it is about leaves that to the reading.
            EventBody::IntentSet { intent, agent } => to.push(self.bind(
                "UPDATE conversation SET said_intent = ?4, said_by = ?5, said_seq = ?3 \
                 WHERE site = ?1 AND conversation = ?2 AND said_seq < ?3",
                vec![seq.clone(), optional(intent.as_deref()), optional(intent.as_ref().and(agent.as_ref()).map(|agent| agent.as_str()))],
            )?),
            EventBody::ContextRead { intent, .. } => to.push(self.bind(
                "UPDATE conversation SET read_intent = ?4, read_seq = ?3 \
                 WHERE site = ?1 AND conversation = ?2 AND read_seq < ?3",
                vec![seq.clone(), optional(intent.as_ref().map(|guess| guess.name.as_str()))],
            )?),
            _ => {}
        }
        if let Some(open) = open_after(&event.body) {
            to.push(self.bind(
                "UPDATE conversation SET open = ?4, open_seq = ?3 WHERE site = ?1 AND conversation = ?2 AND open_seq < ?3",
                vec![seq.clone(), JsValue::from_f64(f64::from(u8::from(open)))],
            )?);
        }
        if let Some(owner) = owner_after(&event.body) {
            to.push(self.bind(
                "UPDATE conversation SET owner = ?4, owner_seq = ?3 WHERE site = ?1 AND conversation = ?2 AND owner_seq < ?3",
                vec![seq.clone(), optional(owner)],
            )?);
        }
        let (name, detail) = named(&event.body)?;
        to.push(self.bind(
            "INSERT INTO entry (site, conversation, seq, at, event, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT DO NOTHING",
            vec![seq, at, text(&name), text(&detail)],
        )?);
        Ok(())
    }

    fn message(&self, event: &Event, message: &Message, to: &mut Vec<D1PreparedStatement>) -> Result<(), Problem> {
        let evidence: Vec<&str> = message.evidence.iter().map(|proof| proof.kind().name()).collect();
        to.push(self.bind(
            "INSERT INTO message (site, conversation, seq, id, at, channel, author, subject, text, evidence) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT DO NOTHING",
            vec![
                number(event.seq),
                text(&message.id.to_string()),
                JsValue::from_f64(event.at.0 as f64),
                text(message.channel.as_str()),
                text(author(&message.author)),
                optional(message.subject.as_deref()),
                text(&message.text),
                text(&evidence.join(" ")),
            ],
        )?);
        Ok(())
    }

    /// A statement with the site as `?1`, the conversation as `?2`, and these values after them.
    pub(super) fn bind(&self, statement: &str, values: Vec<JsValue>) -> Result<D1PreparedStatement, Problem> {
        let mut all = vec![text(&self.site), text(&self.conversation)];
        all.extend(values);
        self.database.prepare(statement).bind(&all).or_internal("writing the read model")
    }
}

/// Whether the conversation is open after an event; none if it says nothing of that.
const fn open_after(body: &EventBody) -> Option<bool> {
    match body {
        EventBody::Closed { .. } | EventBody::Departed { .. } => Some(false),
        EventBody::Reopened { .. } => Some(true),
        _ => None,
    }
}

/// Who answers for it after an event, or had it last when that closed it: nobody is said too. None if it says nothing of
/// that.
fn owner_after(body: &EventBody) -> Option<Option<&str>> {
    match body {
        EventBody::Taken { agent }
        | EventBody::Assigned { agent, .. }
        | EventBody::HandoffAccepted { agent, .. }
        | EventBody::Closed { agent } => Some(Some(agent.as_str())),
        EventBody::HandedOff { note, .. } => matches!(note.owner, Party::Team(_)).then_some(None),
        EventBody::Released { .. }
        | EventBody::Departed { .. }
        | EventBody::Requeued { .. }
        | EventBody::HandoffExpired { .. }
        | EventBody::Resumed { .. }
        | EventBody::Reopened { .. } => Some(None),
        _ => None,
    }
}

pub(super) fn text(value: &str) -> JsValue {
    JsValue::from_str(value)
}

pub(super) fn optional(value: Option<&str>) -> JsValue {
    value.map_or(JsValue::NULL, JsValue::from_str)
}

pub(super) fn number(value: u64) -> JsValue {
    // Journals are far shorter than the 2^53 entries that a number holds exactly.
    JsValue::from_f64(value as f64)
}

const fn author(author: &Author) -> &'static str {
    match author {
        Author::Customer { .. } => "customer",
        Author::Outsider { .. } => "outsider",
        Author::Agent { .. } => "agent",
        Author::System => "system",
    }
}

/// The name of an event, and what it says beyond that, as JSON.
fn named(body: &EventBody) -> Result<(String, String), Problem> {
    let mut value = serde_json::to_value(body).or_internal("writing an entry")?;
    let name = value.as_object_mut().and_then(|fields| fields.remove("event"));
    let name = name.and_then(|name| name.as_str().map(str::to_owned)).or_internal("naming an entry")?;
    Ok((name, value.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{conversation::Conversation, event::Event, time::Timestamp};

    #[test]
    fn an_entry_is_its_name_and_the_rest() {
        let closed = EventBody::Closed { agent: "ada".parse().unwrap() };
        assert_eq!(named(&closed).unwrap(), ("closed".to_owned(), r#"{"agent":"ada"}"#.to_owned()));
    }

    #[test]
    fn whose_and_how_it_is_agrees_with_the_conversation() {
        let ada = || "ada".parse().unwrap();
        let ben = || "ben".parse().unwrap();
        let note = |owner| weft_shared::handoff::HandoffNote {
            wants: String::new(),
            done: String::new(),
            promised: String::new(),
            next: String::new(),
            owner,
            due: Timestamp(0),
        };
        let handoff = weft_shared::id::HandoffId::from_bits(1);
        let given = |owner, expires| EventBody::HandedOff { handoff, by: ada(), note: note(owner), expires };
        let story = [
            EventBody::Taken { agent: ada() },
            given(Party::Agent(ben()), Some(Timestamp(9))),
            EventBody::HandoffAccepted { handoff, agent: ben() },
            given(Party::Team("support".to_owned()), None),
            EventBody::Taken { agent: ada() },
            EventBody::Held { agent: ada(), until: None, because: String::new() },
            EventBody::Resumed { agent: None },
            EventBody::Taken { agent: ben() },
            EventBody::Closed { agent: ben() },
            EventBody::Reopened { agent: None },
            EventBody::Requeued { because: String::new(), team: None },
            given(Party::Agent(ben()), Some(Timestamp(9))),
            EventBody::HandoffExpired { handoff },
            EventBody::Closed { agent: ada() },
            EventBody::Reopened { agent: Some(ben()) },
            EventBody::Taken { agent: ben() },
            EventBody::Departed { to: ConversationId::from_bits(2), agent: None },
        ];
        let opened = EventBody::Opened {
            conversation: ConversationId::from_bits(1),
            site: "demo".parse().unwrap(),
            customer: weft_shared::id::CustomerId::from_bits(1),
            subject: None,
        };
        let mut thread = Conversation::default();
        let (mut owner, mut open) = (None, true);
        for (seq, body) in (1..).zip(std::iter::once(opened).chain(story)) {
            let event = Event { seq, at: Timestamp(1), body };
            thread.apply(&event);
            owner = owner_after(&event.body).map_or(owner, |owner| owner.map(str::to_owned));
            open = open_after(&event.body).unwrap_or(open);
            assert_eq!(owner.as_deref(), thread.had_by().map(|agent| agent.as_str()), "{:?}", event.body);
            assert_eq!(open, thread.open, "{:?}", event.body);
        }
    }
}
