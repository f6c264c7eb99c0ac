//! The read model in D1: rows for search and reports, made of journal entries and of nothing else.
//!
//! Every statement is idempotent and says from which entry it is, so that entries may come twice and in any order.
//! What is cleared comes back the same when the conversations say everything again.

use crate::problem::OrInternal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_shared::{
    event::{Event, EventBody},
    id::{ConversationId, SiteId},
    message::{Author, Message},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::{D1Database, D1PreparedStatement, Env, wasm_bindgen::JsValue};

/// Entries in one transaction.
const AT_ONCE: usize = 40;
/// Rows read at once for a digest.
const PAGE: usize = 500;

/// How many rows there are of a site, and a digest of them all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Conversations.
    pub conversations: u64,
    /// Messages.
    pub messages: u64,
    /// Other entries.
    pub entries: u64,
    /// SHA-256 over all rows in the order of their keys, in hexadecimal: equal for equal rows.
    pub digest: String,
}

/// Brings the rows of one conversation up to date with these entries of its journal.
///
/// # Errors
/// `internal` or `busy` when the database fails; projecting again is safe.
pub async fn project(env: &Env, site: &SiteId, conversation: ConversationId, events: &[Event]) -> Result<(), Problem> {
    let rows = Rows { database: database(env)?, site: site.to_string(), conversation: conversation.to_string() };
    for some in events.chunks(AT_ONCE) {
        let mut statements = vec![rows.begin()?];
        for event in some {
            rows.entry(event, &mut statements)?;
        }
        let results = rows.database.batch(statements).await.or_internal("writing the read model")?;
        if let Some(error) = results.iter().find_map(worker::D1Result::error) {
            crate::log::failure("writing the read model", &error);
            return Err(crate::problem::busy());
        }
    }
    Ok(())
}

/// Forgets everything about a site.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn clear(env: &Env, site: &SiteId) -> Result<(), Problem> {
    let database = database(env)?;
    let mut statements = Vec::new();
    for table in ["entry", "message", "conversation"] {
        let statement = database.prepare(format!("DELETE FROM {table} WHERE site = ?1"));
        statements.push(statement.bind(&[JsValue::from_str(site.as_str())]).or_internal("clearing the read model")?);
    }
    database.batch(statements).await.or_internal("clearing the read model")?;
    Ok(())
}

/// Counts the rows of a site and takes their digest.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn summary(env: &Env, site: &SiteId) -> Result<Summary, Problem> {
    let database = database(env)?;
    let mut digest = Sha256::new();
    let mut conversations = Table::new(
        "conversation",
        "json_array(conversation, customer, subject, opened_at, open, open_seq, owner, owner_seq, last_seq, last_at)",
    );
    let mut messages =
        Table::new("message", "json_array(conversation, seq, id, at, channel, author, subject, text, evidence)");
    let mut entries = Table::new("entry", "json_array(conversation, seq, at, event, detail)");
    for table in [&mut conversations, &mut messages, &mut entries] {
        table.read(&database, site, &mut digest).await?;
    }
    let digest = digest.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok(Summary { conversations: conversations.rows, messages: messages.rows, entries: entries.rows, digest })
}

/// The conversations of a site in which something happened since a moment, the latest first.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn latest(env: &Env, site: &SiteId, since: Timestamp, most: usize) -> Result<Vec<ConversationId>, Problem> {
    #[derive(Deserialize)]
    struct Known {
        conversation: ConversationId,
    }
    let query = format!(
        "SELECT conversation FROM conversation WHERE site = ?1 AND last_at >= ?2 \
         ORDER BY last_at DESC, conversation LIMIT {most}"
    );
    let values = [JsValue::from_str(site.as_str()), JsValue::from_f64(since.0 as f64)];
    let statement = database(env)?.prepare(&query).bind(&values).or_internal("asking the read model")?;
    let answer = statement.all().await.or_internal("reading the read model")?;
    let known: Vec<Known> = answer.results().or_internal("reading the read model")?;
    Ok(known.into_iter().map(|row| row.conversation).collect())
}

fn database(env: &Env) -> Result<D1Database, Problem> {
    env.d1("DB").or_internal("finding the database")
}

/// One table on its way into a digest.
struct Table {
    name: &'static str,
    line: &'static str,
    rows: u64,
}

#[derive(Deserialize)]
struct Line {
    conversation: String,
    seq: f64,
    line: String,
}

impl Table {
    const fn new(name: &'static str, line: &'static str) -> Self {
        Self { name, line, rows: 0 }
    }

    async fn read(&mut self, database: &D1Database, site: &SiteId, digest: &mut Sha256) -> Result<(), Problem> {
        let Self { name, line, .. } = *self;
        // Conversations have one row each.
        let seq = if name == "conversation" { "0" } else { "seq" };
        let query = format!(
            "SELECT conversation, {seq} AS seq, {line} AS line FROM {name} \
             WHERE site = ?1 AND (conversation, {seq}) > (?2, ?3) ORDER BY conversation, seq LIMIT {PAGE}"
        );
        let (mut conversation, mut after) = (String::new(), -1.0);
        loop {
            let values = [JsValue::from_str(site.as_str()), JsValue::from_str(&conversation), JsValue::from_f64(after)];
            let statement = database.prepare(&query).bind(&values).or_internal("asking the read model")?;
            let answer = statement.all().await.or_internal("reading the read model")?;
            let page: Vec<Line> = answer.results().or_internal("reading the read model")?;
            for row in &page {
                self.rows += 1;
                digest.update(name);
                digest.update([0]);
                digest.update(&row.line);
                digest.update([0]);
            }
            match page.into_iter().nth(PAGE - 1) {
                Some(last) => (conversation, after) = (last.conversation, last.seq),
                None => return Ok(()),
            }
        }
    }
}

/// Where the rows of one conversation go.
struct Rows {
    database: D1Database,
    site: String,
    conversation: String,
}

impl Rows {
    fn begin(&self) -> Result<D1PreparedStatement, Problem> {
        self.bind("INSERT INTO conversation (site, conversation) VALUES (?1, ?2) ON CONFLICT DO NOTHING", vec![])
    }

    fn entry(&self, event: &Event, to: &mut Vec<D1PreparedStatement>) -> Result<(), Problem> {
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
            EventBody::Closed { .. } => to.push(self.state(&seq, false)?),
            EventBody::Reopened { .. } => to.push(self.state(&seq, true)?),
            EventBody::Taken { agent } => to.push(self.owner(&seq, text(agent.as_str()))?),
            EventBody::Released { .. } => to.push(self.owner(&seq, JsValue::NULL)?),
            _ => {}
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

    fn state(&self, seq: &JsValue, open: bool) -> Result<D1PreparedStatement, Problem> {
        self.bind(
            "UPDATE conversation SET open = ?4, open_seq = ?3 WHERE site = ?1 AND conversation = ?2 AND open_seq < ?3",
            vec![seq.clone(), JsValue::from_f64(f64::from(u8::from(open)))],
        )
    }

    fn owner(&self, seq: &JsValue, agent: JsValue) -> Result<D1PreparedStatement, Problem> {
        self.bind(
            "UPDATE conversation SET owner = ?4, owner_seq = ?3 WHERE site = ?1 AND conversation = ?2 AND owner_seq < ?3",
            vec![seq.clone(), agent],
        )
    }

    fn bind(&self, statement: &str, values: Vec<JsValue>) -> Result<D1PreparedStatement, Problem> {
        let mut all = vec![text(&self.site), text(&self.conversation)];
        all.extend(values);
        self.database.prepare(statement).bind(&all).or_internal("writing the read model")
    }
}

fn text(value: &str) -> JsValue {
    JsValue::from_str(value)
}

fn optional(value: Option<&str>) -> JsValue {
    value.map_or(JsValue::NULL, JsValue::from_str)
}

fn number(value: u64) -> JsValue {
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

    #[test]
    fn an_entry_is_its_name_and_the_rest() {
        let closed = EventBody::Closed { agent: "ada".parse().unwrap() };
        assert_eq!(named(&closed).unwrap(), ("closed".to_owned(), r#"{"agent":"ada"}"#.to_owned()));
    }
}
