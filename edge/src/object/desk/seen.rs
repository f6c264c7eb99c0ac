//! How far agents have seen conversations.

use crate::object::sql::{all, integer, run};
use serde::Deserialize;
use weft_shared::{
    id::{AgentId, ConversationId},
    wire::problem::Problem,
};
use worker::SqlStorage;

/// Notes how far; true if it is farther than before.
///
/// # Errors
/// As [`run`].
pub fn note(sql: &SqlStorage, agent: &AgentId, conversation: ConversationId, upto: u64) -> Result<bool, Problem> {
    #[derive(Deserialize)]
    struct Noted {}
    let noted: Vec<Noted> = all(
        sql,
        "INSERT INTO seen (agent, conversation, upto)
         SELECT ?1, conversation, min(?3, seq) FROM inbox WHERE conversation = ?2
         ON CONFLICT (agent, conversation) DO UPDATE SET upto = excluded.upto WHERE excluded.upto > seen.upto
         RETURNING upto",
        vec![agent.as_str().into(), conversation.to_string().into(), integer(upto)],
    )?;
    Ok(!noted.is_empty())
}

/// How far an agent has seen what the inbox shows.
///
/// # Errors
/// As [`all`].
pub fn of(sql: &SqlStorage, agent: &AgentId) -> Result<Vec<(ConversationId, u64)>, Problem> {
    #[derive(Deserialize)]
    struct Seen {
        conversation: ConversationId,
        upto: u64,
    }
    let seen: Vec<Seen> = all(
        sql,
        "SELECT conversation, upto FROM seen JOIN inbox USING (conversation) WHERE agent = ?
         ORDER BY open DESC, at DESC LIMIT 1000",
        vec![agent.as_str().into()],
    )?;
    Ok(seen.into_iter().map(|seen| (seen.conversation, seen.upto)).collect())
}

/// Forgets what somebody saw who is an agent no more.
///
/// # Errors
/// As [`run`].
pub fn forget(sql: &SqlStorage, agent: &AgentId) -> Result<(), Problem> {
    run(sql, "DELETE FROM seen WHERE agent = ?", vec![agent.as_str().into()]).map(drop)
}
