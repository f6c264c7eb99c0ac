//! Carrying out a search.

use super::database;
use crate::problem::OrInternal;
use serde::Deserialize;
use weft_shared::{
    channel::Channel,
    id::{AgentId, ConversationId, SiteId},
    search::{Cursor, Search, pieces, quoted},
    time::Timestamp,
    wire::{
        problem::Problem,
        search::{Found, Hit},
    },
};
use worker::{Env, wasm_bindgen::JsValue};

/// Hits of one page.
const PAGE: usize = 20;
/// The marks around what is found, from the private use area: no text in the index has them.
pub(super) const BEGIN: char = '\u{f8f0}';
/// See [`BEGIN`].
pub(super) const END: char = '\u{f8f1}';
/// Words around what is found.
const AROUND: usize = 24;
/// Characters of a title.
const TITLE: usize = 80;

/// What an agent says that it is about; else, or if a rule said so before, what was read.
const INTENT: &str =
    "CASE WHEN c.said_by IS NOT NULL OR c.said_seq > c.read_seq THEN c.said_intent ELSE c.read_intent END";
/// The medium. What was changed or heard of a message later came by none of its own: the message's counts.
const CHANNEL: &str = "coalesce(p.channel, (SELECT about.channel FROM message about \
    WHERE about.site = p.site AND about.id = p.message LIMIT 1))";
/// A message that was moved is found where it is now. What stayed behind is found where it stayed.
const STILL_THERE: &str = "(c.departed IS NULL OR p.message IS NULL OR NOT EXISTS (SELECT 1 FROM message moved \
    WHERE moved.site = p.site AND moved.id = p.message AND moved.conversation <> p.conversation))";

/// For other programs: nothing that agents note for themselves, and no text that was changed or taken back since.
const AS_SHOWN: &str = "p.message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM entry later \
    WHERE later.site = p.site AND later.conversation = p.conversation AND later.seq > p.seq \
    AND +later.event = 'message-amended' AND json_extract(later.detail, '$.message') = p.message \
    AND json_extract(later.detail, '$.change') <> 'reacted')";

/// Who searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Agents, who find what they can open: also notes, and what was said before it was changed.
    Agent,
    /// Other programs, which find what they are shown of messages.
    Program,
}

#[derive(Deserialize)]
struct Row {
    id: f64,
    conversation: ConversationId,
    seq: f64,
    at: f64,
    channel: Option<Channel>,
    owner: Option<AgentId>,
    open: f64,
    title: Option<String>,
    around: Option<String>,
    subject: Option<String>,
}

/// A query on its way, with its values.
struct Query {
    conditions: Vec<String>,
    values: Vec<JsValue>,
}

impl Query {
    /// A place for a value, to be named in a condition.
    fn place(&mut self, value: JsValue) -> String {
        self.values.push(value);
        format!("?{}", self.values.len())
    }

    fn only(&mut self, what: &str, value: Option<String>) {
        if let Some(value) = value {
            let place = self.place(JsValue::from_str(&value));
            self.conditions.push(format!("{what} = {place}"));
        }
    }

    fn since(&mut self, condition: &str, moment: Option<Timestamp>) {
        if let Some(moment) = moment {
            let place = self.place(JsValue::from_f64(moment.0 as f64));
            self.conditions.push(format!("p.at {condition} {place}"));
        }
    }
}

/// A page of what is found in a site, the latest first. The site is part of the expression and of the condition: other
/// sites' texts are neither walked through nor shown.
///
/// # Errors
/// `internal` or `busy` when the database fails.
pub async fn find(env: &Env, site: &SiteId, search: &Search, reader: Reader) -> Result<Found, Problem> {
    let (query, values) = query(site, search, reader);
    let statement = database(env)?.prepare(&query).bind(&values).or_internal("asking the read model")?;
    let answer = statement.all().await.or_internal("searching the read model")?;
    let rows: Vec<Row> = answer.results().or_internal("reading what was found")?;
    Ok(found(rows))
}

fn query(site: &SiteId, search: &Search, reader: Reader) -> (String, Vec<JsValue>) {
    let mut query = Query { conditions: Vec::new(), values: Vec::new() };
    let expression = format!("site : {} AND {{text subject}} : ({})", quoted(site.as_str()), search.expression());
    let expression = query.place(JsValue::from_str(&expression));
    query.only("p.site", Some(site.to_string()));
    query.only("p.conversation", search.conversation.map(|id| id.to_string()));
    query.only(CHANNEL, search.channel.as_ref().map(ToString::to_string));
    query.only("c.owner", search.owner.as_ref().map(ToString::to_string));
    query.only(INTENT, search.intent.clone());
    query.conditions.extend(search.open.map(|open| format!("c.open = {}", u8::from(open))));
    query.since(">=", search.from);
    query.since("<", search.until);
    if let Some(Cursor { at, id }) = search.after {
        let (at, id) = (query.place(JsValue::from_f64(at.0 as f64)), query.place(JsValue::from_f64(id as f64)));
        query.conditions.push(format!("(p.at, p.id) < ({at}, {id})"));
    }
    query.conditions.extend((reader == Reader::Program).then(|| AS_SHOWN.to_owned()));
    let narrowed = query.conditions.join(" AND ");
    // Only a page's hits are cut out of their texts: a common word is found in thousands.
    let snippet = |column| format!("snippet(said, {column}, '{BEGIN}', '{END}', '…', {AROUND})");
    let statement = format!(
        "WITH found AS (SELECT p.id FROM said \
            JOIN place p ON p.id = said.rowid \
            JOIN conversation c ON c.site = p.site AND c.conversation = p.conversation \
            WHERE said MATCH {expression} AND {narrowed} AND {STILL_THERE} \
            ORDER BY p.at DESC, p.id DESC LIMIT {limit}) \
         SELECT p.id, p.conversation, p.at, coalesce(m.seq, p.seq) AS seq, coalesce(p.channel, m.channel) AS channel, \
            c.owner, c.open, \
            coalesce(c.subject, (SELECT substr(first.text, 1, {TITLE}) FROM message first \
                WHERE first.site = p.site AND first.conversation = p.conversation ORDER BY first.seq LIMIT 1)) AS title, \
            {text} AS around, {subject} AS subject \
         FROM said JOIN place p ON p.id = said.rowid \
            JOIN conversation c ON c.site = p.site AND c.conversation = p.conversation \
            LEFT JOIN message m ON m.site = p.site AND m.id = p.message AND m.conversation = p.conversation \
         WHERE said MATCH {expression} AND said.rowid IN (SELECT id FROM found) \
         ORDER BY p.at DESC, p.id DESC",
        limit = PAGE + 1,
        text = snippet(1),
        subject = snippet(2),
    );
    (statement, query.values)
}

fn found(rows: Vec<Row>) -> Found {
    // What SQLite counts and measures in whole numbers comes as JavaScript's, which are far below 2^53 here.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
    let whole = |number: f64| number as u64;
    let last = rows.get(PAGE).and_then(|_| rows.get(PAGE.checked_sub(1)?));
    let next = last.map(|row| Cursor { at: Timestamp(whole(row.at).cast_signed()), id: whole(row.id) }.to_string());
    let mut hits: Vec<Hit> = Vec::new();
    for row in rows.into_iter().take(PAGE) {
        let (conversation, seq) = (row.conversation, whole(row.seq));
        // A message and what was changed of it are one hit.
        if hits.iter().any(|hit| hit.conversation == conversation && hit.seq == seq) {
            continue;
        }
        let marked = |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(BEGIN));
        let shown = if marked(&row.around) || !marked(&row.subject) { row.around } else { row.subject };
        hits.push(Hit {
            conversation,
            seq,
            at: Timestamp(whole(row.at).cast_signed()),
            channel: row.channel,
            title: row.title.map(|title| title.split_whitespace().collect::<Vec<_>>().join(" ")).unwrap_or_default(),
            owner: row.owner,
            open: row.open > 0.0,
            around: pieces(&shown.unwrap_or_default(), BEGIN, END),
        });
    }
    Found { hits, next }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(at: f64, id: f64, seq: f64) -> Row {
        Row {
            id,
            conversation: ConversationId::from_bits(7),
            seq,
            at,
            channel: None,
            owner: None,
            open: 1.0,
            title: Some("My\n teapot".to_owned()),
            around: Some(format!("the {BEGIN}teapot{END} leaks")),
            subject: None,
        }
    }

    #[test]
    fn a_page_has_a_cursor_only_when_more_follows() {
        let rows = |count: u32| (0..count).map(|n| row(f64::from(1_000 - n), f64::from(n), f64::from(n))).collect();
        assert_eq!(found(rows(20)).next, None);
        let page = found(rows(21));
        assert_eq!((page.hits.len(), page.next.as_deref()), (20, Some("981_19")));
        assert_eq!(page.hits[0].title, "My teapot");
        assert_eq!(page.hits[0].around[1], ("teapot".to_owned(), true));
    }

    #[test]
    fn a_message_and_its_change_are_one_hit_and_a_subject_shows_where_it_was_found() {
        let twice = found(vec![row(2.0, 2.0, 5.0), row(1.0, 1.0, 5.0)]);
        assert_eq!(twice.hits.len(), 1);
        let by_subject = Row {
            around: Some("no mark".to_owned()),
            subject: Some(format!("{BEGIN}Lamp{END}")),
            ..row(1.0, 1.0, 1.0)
        };
        assert_eq!(found(vec![by_subject]).hits[0].around, [("Lamp".to_owned(), true)]);
    }
}
