//! The queue: what waits, where it belongs, and who gets it.

use super::{agents, room, store, whole};
use crate::{
    object::sql::{all, first, run},
    problem::OrInternal,
};
use serde::Deserialize;
use std::collections::HashMap;
use weft_shared::{
    disclose::{Moment, as_of},
    id::{AgentId, ConversationId},
    policy::Policy,
    routing::{AgentLoad, Apart, Decision, Facts, Served, Waiting, route, serve},
    time::Timestamp,
    wire::{agent::Row, problem::Problem},
};
use worker::SqlStorage;

/// How many decisions are remembered.
const REMEMBERED: i64 = 200;

/// Something that waits.
pub struct Entry {
    /// It.
    pub waiting: Waiting,
    /// What it is called.
    pub title: String,
    /// Where it belongs, as was said last.
    placed: (String, String, u32),
}

/// Where a conversation belongs now, whoever is there.
pub fn placed(facts: &Facts, policy: &Policy, now: Timestamp) -> Decision {
    route(&as_of(facts.clone(), policy, now), &policy.routing, &[])
}

/// Enters a conversation into the queue, or brings its line up to date; true if it was not there.
///
/// # Errors
/// As [`run`].
pub fn enter(sql: &SqlStorage, row: &Row, facts: &Facts, decision: &Decision) -> Result<bool, Problem> {
    #[derive(Deserialize)]
    struct Known {}
    let key = row.conversation.to_string();
    let known: Option<Known> = first(sql, "SELECT seq FROM queue WHERE conversation = ?", vec![key.as_str().into()])?;
    let facts = serde_json::to_string(facts).or_internal("writing facts")?;
    // While it is offered to somebody, it is theirs to take.
    let offered = row.offer.as_ref().and_then(|offer| offer.expires);
    run(
        sql,
        "INSERT INTO queue (conversation, seq, facts, title, team, priority, weight, not_before)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (conversation) DO UPDATE SET
            not_before = iif(seq = ?2, max(not_before, ?8), ?8),
            seq = ?2, facts = ?3, title = ?4, team = ?5, priority = ?6, weight = ?7",
        vec![
            key.into(),
            crate::object::sql::integer(row.seq),
            facts.into(),
            row.title.as_str().into(),
            decision.team.as_str().into(),
            priority(decision)?.into(),
            i64::from(decision.weight).into(),
            offered.map_or(0, |until| until.0).into(),
        ],
    )?;
    Ok(known.is_none())
}

/// A conversation waits no longer.
///
/// # Errors
/// As [`run`].
pub fn leave(sql: &SqlStorage, conversation: ConversationId) -> Result<(), Problem> {
    run(sql, "DELETE FROM queue WHERE conversation = ?", vec![conversation.to_string().into()]).map(drop)
}

/// It could not be given to somebody: nothing is tried for a while, unless something new is known of it.
///
/// # Errors
/// As [`run`].
pub fn pause(sql: &SqlStorage, conversation: ConversationId, until: Timestamp) -> Result<(), Problem> {
    let query = "UPDATE queue SET not_before = ? WHERE conversation = ?";
    run(sql, query, vec![until.0.into(), conversation.to_string().into()]).map(drop)
}

/// All that waits, with facts as of now; also what nobody is given for the moment, and why.
///
/// # Errors
/// As [`all`].
pub fn entries(sql: &SqlStorage, policy: &Policy, now: Timestamp) -> Result<Vec<Entry>, Problem> {
    #[derive(Deserialize)]
    struct Stored {
        conversation: ConversationId,
        facts: String,
        title: String,
        team: String,
        priority: String,
        weight: u32,
        not_before: Timestamp,
        getting: Option<AgentId>,
        offered: Option<AgentId>,
        offered_until: Option<Timestamp>,
    }
    impl Stored {
        fn apart(&self, whole: bool, now: Timestamp) -> Option<Apart> {
            let offered = self.offered.clone().zip(self.offered_until.filter(|until| *until > now));
            let resting = || (self.not_before > now).then_some(Apart::Resting(self.not_before));
            let getting = self.getting.clone().map(Apart::Getting);
            let apart = getting.or(offered.map(|(agent, until)| Apart::Offered(agent, until))).or_else(resting);
            apart.or((!whole).then_some(Apart::Unsettled))
        }
    }
    let stored: Vec<Stored> = all(
        sql,
        "SELECT conversation, facts, title, team, priority, weight, not_before,
            (SELECT agent FROM slot WHERE slot.conversation = queue.conversation AND kept_until IS NOT NULL) AS getting,
            json_extract(inbox.line, '$.offer.to.agent') AS offered,
            json_extract(inbox.line, '$.offer.expires') AS offered_until
         FROM queue LEFT JOIN inbox USING (conversation)",
        vec![],
    )?;
    let (whole, moment) = (whole::is_whole(sql)?, Moment::new(policy, now));
    let entry = |stored: Stored| {
        let facts: Facts = serde_json::from_str(&stored.facts).or_internal("reading facts")?;
        let (facts, apart) = (moment.of(facts), stored.apart(whole, now));
        Ok(Entry {
            waiting: Waiting { conversation: stored.conversation, facts, apart },
            title: stored.title,
            placed: (stored.team, stored.priority, stored.weight),
        })
    };
    stored.into_iter().map(entry).collect()
}

/// What serving the queue brought.
#[derive(Default)]
pub struct Outcome {
    /// Lines of the inbox that changed by it.
    pub rows: Vec<Row>,
    /// Conversations that agents are getting now.
    pub given: Vec<ConversationId>,
    /// What was decided of all that waits, in the order in which it is served.
    pub served: Vec<Served>,
}

/// Serves the queue: keeps room for whoever gets something, which is then to be carried out. What nobody gets has its
/// place brought up to date all the same.
///
/// # Errors
/// As [`run`].
pub fn drain(sql: &SqlStorage, policy: &Policy, now: Timestamp) -> Result<Outcome, Problem> {
    let agents: Vec<AgentLoad> = agents::members(sql)?.iter().map(|member| member.as_load(now)).collect();
    let entries = entries(sql, policy, now)?;
    let waiting: Vec<Waiting> = entries.iter().map(|entry| entry.waiting.clone()).collect();
    let mut outcome = Outcome { served: serve(&waiting, &policy.routing, &agents), ..Outcome::default() };
    let known: HashMap<ConversationId, &Entry> = entries.iter().map(|it| (it.waiting.conversation, it)).collect();
    for Served { conversation, decision } in &outcome.served {
        let Some(entry) = known.get(conversation) else { continue };
        if (decision.team.clone(), priority(decision)?, decision.weight) != entry.placed {
            outcome.rows.extend(replace(sql, *conversation, decision)?);
        }
        if let Some(agent) = &decision.agent {
            room::keep(sql, *conversation, agent, decision.weight, Some(decision), now)?;
            run(sql, "UPDATE agent SET last = ? WHERE agent = ?", vec![now.0.into(), agent.as_str().into()])?;
            remember(sql, *conversation, &entry.title, decision, now)?;
            outcome.given.push(*conversation);
        }
    }
    Ok(outcome)
}

fn priority(decision: &Decision) -> Result<String, Problem> {
    serde_json::to_string(&decision.priority).or_internal("writing a priority")
}

/// All that waits, in the order in which it is served, with where it goes as of now and why nobody has it.
///
/// # Errors
/// As [`all`].
pub fn explained(sql: &SqlStorage, policy: &Policy, now: Timestamp) -> Result<Vec<(Entry, Decision)>, Problem> {
    let agents: Vec<AgentLoad> = agents::members(sql)?.iter().map(|member| member.as_load(now)).collect();
    let entries = entries(sql, policy, now)?;
    let waiting: Vec<Waiting> = entries.iter().map(|entry| entry.waiting.clone()).collect();
    let mut known: HashMap<ConversationId, Entry> =
        entries.into_iter().map(|entry| (entry.waiting.conversation, entry)).collect();
    let served = serve(&waiting, &policy.routing, &agents).into_iter();
    // Whoever would get one now gets it as soon as the queue is served: until then nobody has it.
    let told = |decision: Decision| Decision { agent: None, ..decision };
    Ok(served.filter_map(|it| Some((known.remove(&it.conversation)?, told(it.decision)))).collect())
}

/// Time or rules moved what waits: its line says so.
fn replace(sql: &SqlStorage, conversation: ConversationId, decision: &Decision) -> Result<Option<Row>, Problem> {
    run(
        sql,
        "UPDATE queue SET team = ?, priority = ?, weight = ? WHERE conversation = ?",
        vec![
            decision.team.as_str().into(),
            priority(decision)?.into(),
            i64::from(decision.weight).into(),
            conversation.to_string().into(),
        ],
    )?;
    let Some(mut row) = store::row(sql, conversation)? else { return Ok(None) };
    row.team = Some(decision.team.clone());
    row.priority = decision.priority;
    store::put_row(sql, &row)?;
    Ok(Some(row))
}

/// Remembers a decision, for those who lead.
///
/// # Errors
/// As [`run`].
pub fn remember(
    sql: &SqlStorage,
    conversation: ConversationId,
    title: &str,
    decision: &Decision,
    now: Timestamp,
) -> Result<(), Problem> {
    let text = serde_json::to_string(decision).or_internal("writing a decision")?;
    run(
        sql,
        "INSERT INTO decision (conversation, title, at, decision) VALUES (?, ?, ?, ?)",
        vec![conversation.to_string().into(), title.into(), now.0.into(), text.into()],
    )?;
    let query = "DELETE FROM decision WHERE number <= (SELECT max(number) FROM decision) - ?";
    run(sql, query, vec![REMEMBERED.into()]).map(drop)
}
