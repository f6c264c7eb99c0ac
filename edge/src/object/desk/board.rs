//! The whole desk, for those who lead.

use super::{agents, handed, queue, room};
use crate::{object::sql::all, problem::OrInternal};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use weft_shared::{
    handoff::times,
    id::{AgentId, ConversationId},
    policy::Policy,
    routing::Decision,
    time::Timestamp,
    wire::{
        board::{Board, DecisionLine, LoadLine, QueueLine, TeamLine},
        problem::Problem,
    },
};
use worker::SqlStorage;

/// The board as of now.
///
/// # Errors
/// As [`all`].
pub fn show(sql: &SqlStorage, policy: &Policy, now: Timestamp) -> Result<Board, Problem> {
    let members = agents::members(sql)?;
    let line = |(entry, decision): (queue::Entry, Decision)| QueueLine {
        conversation: entry.waiting.conversation,
        title: entry.title,
        team: decision.team,
        priority: decision.priority,
        since: entry.waiting.facts.since,
        because: decision.because,
    };
    let lines: Vec<QueueLine> = queue::explained(sql, policy, now)?.into_iter().map(line).collect();
    let mut owned: BTreeMap<AgentId, Vec<ConversationId>> = BTreeMap::new();
    for held in room::owned(sql)? {
        owned.entry(held.agent).or_default().push(held.conversation);
    }
    let handed = handed::lately(sql, now)?;
    let nowhere = BTreeSet::new();
    let theirs: BTreeMap<&AgentId, &BTreeSet<String>> =
        members.iter().map(|member| (&member.agent, &member.work.teams)).collect();
    let handoffs = |team: &str| {
        let default = policy.routing.default_team.as_str();
        times(
            handed
                .iter()
                .filter(|one| one.counts_for(team, theirs.get(&one.agent).copied().unwrap_or(&nowhere), default)),
        )
    };
    let teams = policy.routing.teams.iter().map(|(name, team)| {
        let waiting = || lines.iter().filter(|line| line.team == *name);
        let hours = team.hours.as_ref().and_then(|hours| policy.hours.get(hours));
        TeamLine {
            team: name.clone(),
            label: team.label.clone(),
            at_work: hours.is_none_or(|hours| hours.open_at(now)),
            waiting: u32::try_from(waiting().count()).unwrap_or(u32::MAX),
            longest: waiting().map(|line| line.since).min(),
            handoffs: handoffs(name),
        }
    });
    let teams = teams.collect();
    let agents = members.into_iter().map(|member| LoadLine {
        capacity: member.capacity(),
        conversations: owned.remove(&member.agent).unwrap_or_default(),
        agent: member.agent,
        name: member.name,
        teams: member.work.teams.into_iter().collect(),
        skills: member.work.skills.into_iter().collect(),
        present: member.here_until > now,
        available: member.here_until > now && member.available,
        load: member.load,
    });
    Ok(Board { at: now, teams, agents: agents.collect(), decisions: decisions(sql)?, queue: lines })
}

fn decisions(sql: &SqlStorage) -> Result<Vec<DecisionLine>, Problem> {
    #[derive(Deserialize)]
    struct Stored {
        conversation: ConversationId,
        title: String,
        at: Timestamp,
        decision: String,
    }
    let query = "SELECT conversation, title, at, decision FROM decision ORDER BY number DESC";
    let read = |stored: Stored| {
        let decision: Decision = serde_json::from_str(&stored.decision).or_internal("reading a decision")?;
        Ok(DecisionLine { conversation: stored.conversation, title: stored.title, at: stored.at, decision })
    };
    all::<Stored>(sql, query, vec![])?.into_iter().map(read).collect()
}
