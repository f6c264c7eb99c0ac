//! What the read model says of itself: how many rows, and a digest that is equal for equal rows.

use super::database;
use crate::problem::OrInternal;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_shared::{id::SiteId, wire::problem::Problem};
use worker::{D1Database, Env, wasm_bindgen::JsValue};

/// Rows read at once.
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
    /// Texts that can be found.
    pub texts: u64,
    /// SHA-256 over all rows in the order of their keys, in hexadecimal: equal for equal rows.
    pub digest: String,
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
        "json_array(conversation, customer, subject, opened_at, open, open_seq, owner, owner_seq, last_seq, last_at, \
         departed, said_intent, said_by, said_seq, read_intent, read_seq)",
    );
    let mut messages =
        Table::new("message", "json_array(conversation, seq, id, at, channel, author, subject, text, evidence)");
    let mut entries = Table::new("entry", "json_array(conversation, seq, at, event, detail)");
    // The number of a text is any: it differs from one making to the next.
    let mut texts = Table::new(
        "place",
        "(SELECT json_array(conversation, seq, at, channel, message, said.text, said.subject) \
         FROM said WHERE said.rowid = place.id)",
    );
    for table in [&mut conversations, &mut messages, &mut entries, &mut texts] {
        table.read(&database, site, &mut digest).await?;
    }
    let digest = digest.finalize().iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    });
    Ok(Summary {
        conversations: conversations.rows,
        messages: messages.rows,
        entries: entries.rows,
        texts: texts.rows,
        digest,
    })
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
    line: Option<String>,
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
                digest.update(row.line.as_deref().unwrap_or_default());
                digest.update([0]);
            }
            match page.into_iter().nth(PAGE - 1) {
                Some(last) => (conversation, after) = (last.conversation, last.seq),
                None => return Ok(()),
            }
        }
    }
}
