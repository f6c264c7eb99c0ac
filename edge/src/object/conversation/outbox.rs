//! The outbox: what a conversation still has to do outside. Rows commit with the events that ask for them; the
//! object's alarm does them, at least once each, and comes back for what failed.

use crate::{ambient, object::sql, problem::OrInternal};
use serde::{Deserialize, Serialize};
use weft_shared::{
    channel::Channel,
    consent::ConsentLine,
    conversation::Link,
    effect::Effect,
    id::{AgentId, ConversationId, DeliveryId, MessageId, TokenId, WebhookId},
    identity::Identifier,
    message::{Message, Via},
    time::{HOUR, SECOND, Timestamp},
    wire::{api::HookEvent, problem::Problem},
};
use worker::SqlStorage;

/// After so many tries a delivery is given up and shown to the agents as failed: about two days.
pub const TRIES: u32 = 30;
/// Rows done in one alarm, so that one alarm stays short.
const BATCH: u64 = 20;

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "kebab-case")]
pub enum Order {
    /// Hand a message to its medium.
    Deliver {
        /// The message.
        message: Box<Message>,
        /// The link that goes with it.
        link: Option<Pointer>,
        /// The site's own end that it leaves by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        via: Option<Via>,
    },
    /// Send a link and nothing else.
    SendLink {
        /// The letter's id.
        letter: MessageId,
        /// The link.
        link: Pointer,
        /// The site's own end that it leaves by.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        via: Option<Via>,
    },
    /// Tell the directory what was proven.
    Prove {
        /// What.
        identifier: Identifier,
    },
    /// Tell the directory what the holder of an address wishes.
    Consent {
        /// What.
        line: ConsentLine,
        /// Since when.
        at: Timestamp,
    },
    /// Tell the directory where the conversation goes on, and hand its messages over there.
    Depart {
        /// Where.
        to: ConversationId,
    },
    /// Bring the desk's and the directory's line up to date.
    Index,
    /// Have the text models read what the customer wrote.
    Read,
    /// Keep what an agent's word teaches.
    Teach {
        /// What it is about.
        intent: String,
        /// Who said so.
        by: AgentId,
    },
    /// Bring the read model up to date.
    Project,
    /// Put what webhooks are to be told into the outbox.
    Announce,
    /// Tell a webhook.
    Hook(Box<Hook>),
}

/// What a webhook is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hook {
    /// Which.
    pub webhook: WebhookId,
    /// The id of it: the same for every try.
    pub delivery: DeliveryId,
    /// What happened.
    pub event: HookEvent,
    /// When.
    pub at: Timestamp,
    /// The body of the request.
    pub payload: String,
}

/// What a continuation token will say. The token itself is signed when it is sent, and stored nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pointer {
    /// Its id.
    pub token: TokenId,
    /// The medium that it goes over.
    pub channel: Channel,
    /// The stored address that it goes to.
    pub address: Identifier,
    /// Its generation.
    pub generation: u32,
    /// When it was issued.
    pub issued: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
}

/// A row that is due.
pub struct Due {
    /// Its id.
    pub id: u64,
    /// What to do.
    pub order: Order,
    /// How often it was tried.
    pub tries: u32,
}

#[derive(Deserialize)]
struct Row {
    id: u64,
    body: String,
    tries: u32,
}

#[derive(Deserialize)]
struct Next {
    due: Option<i64>,
}

fn pointer((token, link): &(TokenId, Link)) -> Pointer {
    Pointer {
        token: *token,
        channel: link.channel.clone(),
        address: link.address.clone(),
        generation: link.generation,
        issued: link.issued,
        expires: link.expires,
    }
}

/// The order for an effect.
#[must_use]
pub fn order(effect: &Effect) -> Order {
    match effect {
        Effect::Deliver { message, link, via } => {
            Order::Deliver { message: message.clone(), link: link.as_ref().map(pointer), via: via.clone() }
        }
        Effect::SendLink { letter, link, via } => {
            Order::SendLink { letter: *letter, link: pointer(link), via: via.clone() }
        }
        Effect::Prove(identifier) => Order::Prove { identifier: identifier.clone() },
        Effect::Consent(line, at) => Order::Consent { line: line.clone(), at: *at },
        Effect::Depart(to) => Order::Depart { to: *to },
        Effect::Index => Order::Index,
        Effect::Read => Order::Read,
        Effect::Teach(intent, by) => Order::Teach { intent: intent.clone(), by: by.clone() },
        Effect::Project => Order::Project,
        Effect::Announce => Order::Announce,
    }
}

/// Stores an order. Orders with the same key are one: projections read the present state when they run.
///
/// # Errors
/// `internal` when it cannot be stored.
pub fn put(storage: &SqlStorage, order: &Order, now: Timestamp) -> Result<(), Problem> {
    let (kind, key) = match order {
        Order::Deliver { message, .. } => ("deliver", format!("deliver {}", message.id)),
        Order::SendLink { letter, .. } => ("send-link", format!("send-link {letter}")),
        Order::Prove { identifier } => ("prove", format!("prove {}", identifier.value)),
        Order::Consent { line, .. } => ("consent", format!("consent {} {}", line.channel, line.identifier.value)),
        Order::Depart { to } => ("depart", format!("depart {to}")),
        Order::Index => ("index", "index".to_owned()),
        Order::Read => ("read", "read".to_owned()),
        Order::Teach { .. } => ("teach", "teach".to_owned()),
        Order::Project => ("project", "project".to_owned()),
        Order::Announce => ("announce", "announce".to_owned()),
        Order::Hook(hook) => ("hook", format!("hook {}", hook.delivery)),
    };
    let body = serde_json::to_string(order).or_internal("writing an order")?;
    // A renewed order gets a new id, so that finishing the earlier run does not take it away.
    sql::run(storage, "DELETE FROM outbox WHERE key = ?", vec![key.clone().into()])?;
    let due = first_due(order, now);
    let row = vec![kind.into(), key.into(), body.into(), due.0.into()];
    sql::run(
        storage,
        "INSERT INTO outbox (id, kind, key, body, due) VALUES
            ((SELECT value FROM mark WHERE name = 'outbox') + 1, ?, ?, ?, ?)",
        row,
    )?;
    sql::run(storage, "UPDATE mark SET value = value + 1 WHERE name = 'outbox'", vec![])?;
    Ok(())
}

/// When an order is to be done first: what waits for the end of quiet hours, then.
fn first_due(order: &Order, now: Timestamp) -> Timestamp {
    match order {
        Order::Deliver { message, .. } => message.not_before.map_or(now, |not_before| not_before.max(now)),
        _ => now,
    }
}

/// What is due, oldest first; projections before what waits for others' servers. An order that cannot be read is
/// buried: it must not hold up the others.
///
/// # Errors
/// `internal` when it cannot be read.
pub fn due(storage: &SqlStorage, now: Timestamp) -> Result<Vec<Due>, Problem> {
    let query = "SELECT id, body, tries FROM outbox WHERE dead IS NULL AND due <= ?
        ORDER BY CASE kind WHEN 'hook' THEN 2 WHEN 'deliver' THEN 1 WHEN 'send-link' THEN 1 ELSE 0 END, due, id LIMIT ?";
    let rows: Vec<Row> = sql::all(storage, query, vec![now.0.into(), sql::integer(BATCH)])?;
    let mut due = Vec::with_capacity(rows.len());
    for Row { id, body, tries } in rows {
        match serde_json::from_str(&body).or_internal("reading an order") {
            Ok(order) => due.push(Due { id, order, tries }),
            Err(_) => bury(storage, id, "it cannot be read")?,
        }
    }
    Ok(due)
}

/// It is about to be tried once more.
///
/// # Errors
/// `internal` when that cannot be stored: then it must not be tried.
pub fn begin(storage: &SqlStorage, id: u64) -> Result<(), Problem> {
    sql::run(storage, "UPDATE outbox SET tries = tries + 1 WHERE id = ?", vec![sql::integer(id)])?;
    Ok(())
}

/// It is done.
///
/// # Errors
/// `internal` when that cannot be stored.
pub fn done(storage: &SqlStorage, id: u64) -> Result<(), Problem> {
    sql::run(storage, "DELETE FROM outbox WHERE id = ?", vec![sql::integer(id)])?;
    Ok(())
}

/// It failed and is tried again later, after a [`pause`].
///
/// # Errors
/// `internal` when that cannot be stored.
pub fn later(storage: &SqlStorage, id: u64, tries: u32, now: Timestamp) -> Result<(), Problem> {
    let share = u16::from_be_bytes(ambient::random::<2>()?);
    let row = vec![sql::integer(u64::from(tries) + 1), now.plus(pause(tries, share)).0.into(), sql::integer(id)];
    sql::run(storage, "UPDATE outbox SET tries = ?, due = ? WHERE id = ?", row)?;
    Ok(())
}

/// It is on its way, or failed: it is due again then, unless something is said of it before.
///
/// # Errors
/// `internal` when that cannot be stored.
pub fn postpone(storage: &SqlStorage, id: u64, due: Timestamp) -> Result<(), Problem> {
    sql::run(storage, "UPDATE outbox SET due = ? WHERE id = ?", vec![due.0.into(), sql::integer(id)])?;
    Ok(())
}

/// How long to wait after so many tries: it doubles from a second up to four hours, and the upper half of it is drawn
/// at random, so that what failed together does not come back together.
fn pause(tries: u32, share: u16) -> i64 {
    let ceiling = (SECOND << tries.min(14)).min(4 * HOUR);
    ceiling / 2 + ceiling / 2 * i64::from(share) / i64::from(u16::MAX)
}

/// It is given up, and kept with the reason.
///
/// # Errors
/// `internal` when that cannot be stored.
pub fn bury(storage: &SqlStorage, id: u64, why: &str) -> Result<(), Problem> {
    sql::run(storage, "UPDATE outbox SET dead = ? WHERE id = ?", vec![why.into(), sql::integer(id)])?;
    Ok(())
}

/// When the next row is due; none when nothing waits.
///
/// # Errors
/// `internal` when it cannot be read.
pub fn next(storage: &SqlStorage) -> Result<Option<Timestamp>, Problem> {
    let rows: Vec<Next> = sql::all(storage, "SELECT MIN(due) AS due FROM outbox WHERE dead IS NULL", vec![])?;
    Ok(rows.first().and_then(|row| row.due).map(Timestamp))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::{message::Author, time::DAY};

    #[test]
    fn what_waits_for_the_end_of_quiet_hours_is_due_then_and_all_else_now() {
        let channel = Channel::of_adapter("pigeon");
        let message = Message::new(MessageId::from_bits(1), channel, Author::System, "Thank you.".to_owned());
        let order = |not_before| {
            let message = Box::new(Message { not_before, ..message.clone() });
            Order::Deliver { message, link: None, via: None }
        };
        let now = Timestamp(DAY);
        assert_eq!(first_due(&order(None), now), now);
        assert_eq!(first_due(&order(Some(now.plus(HOUR))), now), now.plus(HOUR));
        assert_eq!(first_due(&order(Some(Timestamp(0))), now), now, "what is over is over");
        assert_eq!(first_due(&Order::Index, now), now);
    }

    #[test]
    fn a_delivery_is_tried_for_about_two_days_with_growing_pauses() {
        let whole = |share| (0..TRIES - 1).map(|tries| pause(tries, share)).sum::<i64>();
        assert!(whole(0) > DAY && whole(u16::MAX) < 3 * DAY, "{} to {}", whole(0), whole(u16::MAX));
        assert!((0..TRIES).all(|tries| pause(tries, 0) <= pause(tries + 1, 0)));
        assert!(pause(u32::MAX, u16::MAX) <= 4 * HOUR && pause(0, 0) > 0);
    }
}
