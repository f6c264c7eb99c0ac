//! The agents of a desk: who they are, what they work on, who is here.

use super::{
    call::{AgentDetail, CAPACITY, Guard, KnownAgent, Work},
    passkeys, room, seen,
    sessions::{self, Ended, Which},
};
use crate::{
    object::sql::{all, first, run},
    problem::OrInternal,
};
use serde::Deserialize;
use std::collections::BTreeMap;
use weft_shared::{
    id::AgentId,
    routing::AgentLoad,
    time::{MINUTE, Timestamp},
    wire::{
        agent::{AgentRole, Colleague},
        problem::{Problem, ProblemKind},
    },
};
use worker::{SqlStorage, SqlStorageValue};

/// How long presence lasts after a heartbeat, in milliseconds.
pub const PRESENCE: i64 = MINUTE;

/// An agent as the operator says.
#[derive(Clone, Copy)]
pub struct PutAgent<'a> {
    /// Who.
    pub agent: &'a AgentId,
    /// The name that customers see.
    pub name: &'a str,
    /// The mail address, in canonical form.
    pub address: &'a str,
    /// What they may do.
    pub role: AgentRole,
    /// The number that calls to them go to.
    pub phone: Option<&'a str>,
    /// What they work on; none: as it is.
    pub work: Option<&'a Work>,
}

/// Enters or changes an agent. Answers the sessions that ended because the address or the role is another one. With another
/// address it may be another person: no passkey stays.
///
/// # Errors
/// `conflict` when a colleague has the address.
pub fn put(sql: &SqlStorage, put: &PutAgent<'_>) -> Result<Vec<Ended>, Problem> {
    let PutAgent { agent, name, address, role, phone, work } = *put;
    #[derive(Deserialize)]
    struct Known {
        agent: AgentId,
        address: String,
        role: AgentRole,
    }
    let query = "SELECT agent, address, role FROM agent WHERE agent = ? OR address = ?";
    let known: Vec<Known> = all(sql, query, vec![agent.as_str().into(), address.into()])?;
    if known.iter().any(|other| other.agent != *agent) {
        return Err(Problem::new(ProblemKind::Conflict).detail("a colleague has this address"));
    }
    let optional = |text: Option<&str>| text.map_or(SqlStorageValue::Null, Into::into);
    let work = work.map(serde_json::to_string).transpose().or_internal("writing what an agent works on")?;
    run(
        sql,
        "INSERT INTO agent (agent, name, address, role, phone, work) VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, '{}'))
         ON CONFLICT (agent) DO UPDATE SET
            name = ?2, address = ?3, role = ?4, phone = ?5, work = coalesce(?6, work)",
        vec![
            agent.as_str().into(),
            name.into(),
            address.into(),
            role_name(role).into(),
            optional(phone),
            optional(work.as_deref()),
        ],
    )?;
    let moved = known.iter().any(|before| before.address != address);
    if moved {
        passkeys::forget(sql, agent)?;
    }
    let another = moved || known.iter().any(|before| before.role != role);
    if another { sessions::end(sql, Which::Of(agent)) } else { Ok(Vec::new()) }
}

/// Removes an agent. What they own stays theirs until its conversation says otherwise. Answers the sessions that ended.
///
/// # Errors
/// `not-found` when there is no such agent.
pub fn remove(sql: &SqlStorage, agent: &AgentId) -> Result<Vec<Ended>, Problem> {
    if name(sql, agent)?.is_none() {
        return Err(Problem::new(ProblemKind::NotFound).detail(format!("there is no agent {agent}")));
    }
    run(sql, "DELETE FROM agent WHERE agent = ?", vec![agent.as_str().into()])?;
    seen::forget(sql, agent)?;
    passkeys::forget(sql, agent)?;
    room::forget_agent(sql, agent)?;
    sessions::end(sql, Which::Of(agent))
}

/// Before a change: nobody has this id, if that is what must hold.
///
/// # Errors
/// `conflict` when somebody has.
pub fn guard_new(sql: &SqlStorage, agent: &AgentId, guard: Guard) -> Result<(), Problem> {
    if guard.new && name(sql, agent)?.is_some() {
        return Err(Problem::new(ProblemKind::Conflict).detail(format!("there is an agent {agent} already")));
    }
    Ok(())
}

/// After a change: somebody looks after the site, if that is what must hold.
///
/// # Errors
/// `conflict` when nobody would.
pub fn guard_admin(sql: &SqlStorage, guard: Guard) -> Result<(), Problem> {
    #[derive(Deserialize)]
    struct Admin {}
    let admin = || first::<Admin>(sql, "SELECT agent FROM agent WHERE role = 'admin' LIMIT 1", vec![]);
    if guard.admin_stays && admin()?.is_none() {
        let why = "nobody would look after the site any more: give somebody else the role first";
        return Err(Problem::new(ProblemKind::Conflict).detail(why));
    }
    Ok(())
}

const fn role_name(role: AgentRole) -> &'static str {
    match role {
        AgentRole::Agent => "agent",
        AgentRole::Lead => "lead",
        AgentRole::Admin => "admin",
    }
}

/// The number that calls to an agent go to.
///
/// # Errors
/// As [`all`].
pub fn phone(sql: &SqlStorage, agent: &AgentId) -> Result<Option<String>, Problem> {
    #[derive(Deserialize)]
    struct Phone {
        phone: Option<String>,
    }
    let row: Option<Phone> = first(sql, "SELECT phone FROM agent WHERE agent = ?", vec![agent.as_str().into()])?;
    Ok(row.and_then(|row| row.phone))
}

/// What customers call an agent.
///
/// # Errors
/// As [`all`].
pub fn name(sql: &SqlStorage, agent: &AgentId) -> Result<Option<String>, Problem> {
    #[derive(Deserialize)]
    struct Name {
        name: String,
    }
    let row: Option<Name> = first(sql, "SELECT name FROM agent WHERE agent = ?", vec![agent.as_str().into()])?;
    Ok(row.map(|row| row.name))
}

/// The agent with this address.
///
/// # Errors
/// As [`all`].
pub fn by_address(sql: &SqlStorage, address: &str) -> Result<Option<KnownAgent>, Problem> {
    one(sql, "SELECT agent, name, role, work FROM agent WHERE address = ?", address)
}

/// An agent.
///
/// # Errors
/// As [`all`].
pub fn known(sql: &SqlStorage, agent: &AgentId) -> Result<Option<KnownAgent>, Problem> {
    one(sql, "SELECT agent, name, role, work FROM agent WHERE agent = ?", agent.as_str())
}

fn one(sql: &SqlStorage, query: &str, value: &str) -> Result<Option<KnownAgent>, Problem> {
    #[derive(Deserialize)]
    struct Known {
        agent: AgentId,
        name: String,
        role: AgentRole,
        work: String,
    }
    let known: Option<Known> = first(sql, query, vec![value.into()])?;
    Ok(known.map(|known| KnownAgent {
        agent: known.agent,
        name: known.name,
        role: known.role,
        teams: read_work(&known.work).teams.into_iter().collect(),
    }))
}

/// What somebody works on, as it is stored; what cannot be read says nothing.
#[must_use]
pub fn read_work(stored: &str) -> Work {
    serde_json::from_str(stored).unwrap_or_default()
}

/// An agent as the desk works with them.
pub struct Member {
    /// Who.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// The mail address.
    pub address: String,
    /// What they may do.
    pub role: AgentRole,
    /// The number that calls to them go to.
    pub phone: Option<String>,
    /// What they work on; the capacity is always there.
    pub work: Work,
    /// Present until then.
    pub here_until: Timestamp,
    /// Takes new conversations while here.
    pub available: bool,
    /// When they were last given a conversation.
    pub last: Timestamp,
    /// Units of work that they have now.
    pub load: u32,
}

impl Member {
    /// How many units of work they can have at once.
    #[must_use]
    pub fn capacity(&self) -> u32 {
        self.work.capacity.unwrap_or(CAPACITY)
    }

    /// As routing looks at them.
    #[must_use]
    pub fn as_load(&self, now: Timestamp) -> AgentLoad {
        AgentLoad {
            agent: self.agent.clone(),
            teams: self.work.teams.clone(),
            skills: self.work.skills.clone(),
            languages: self.work.languages.clone(),
            available: self.available && self.here_until > now,
            capacity: self.capacity(),
            load: self.load,
            last: self.last,
        }
    }

    /// As colleagues see them.
    #[must_use]
    pub fn as_colleague(&self, now: Timestamp) -> Colleague {
        let present = self.here_until > now;
        Colleague {
            agent: self.agent.clone(),
            name: self.name.clone(),
            present,
            available: present && self.available,
            teams: self.work.teams.iter().cloned().collect(),
            load: self.load,
            capacity: self.capacity(),
        }
    }

    /// As those who look after the site see them.
    #[must_use]
    pub fn into_detail(self, now: Timestamp) -> AgentDetail {
        AgentDetail {
            agent: self.agent,
            name: self.name,
            address: self.address,
            role: self.role,
            phone: self.phone,
            work: self.work,
            present: self.here_until > now,
            available: self.available,
            load: self.load,
        }
    }
}

/// All agents, by name.
///
/// # Errors
/// As [`all`].
pub fn members(sql: &SqlStorage) -> Result<Vec<Member>, Problem> {
    #[derive(Deserialize)]
    struct Stored {
        agent: AgentId,
        name: String,
        address: String,
        role: AgentRole,
        phone: Option<String>,
        work: String,
        here_until: Timestamp,
        available: u8,
        last: Timestamp,
    }
    #[derive(Deserialize)]
    struct Share {
        agent: AgentId,
        weight: u32,
    }
    let stored: Vec<Stored> = all(
        sql,
        "SELECT agent, name, address, role, phone, work, here_until, available, last FROM agent ORDER BY name, agent",
        vec![],
    )?;
    // Kept room counts until the desk has made sure that nobody needs it, not only until its time is over.
    let query = "SELECT agent, weight FROM slot WHERE (owned = 1 AND resting = 0) OR kept_until IS NOT NULL";
    let mut shares: BTreeMap<AgentId, Vec<u32>> = BTreeMap::new();
    for Share { agent, weight } in all::<Share>(sql, query, vec![])? {
        shares.entry(agent).or_default().push(weight);
    }
    let members = stored.into_iter().map(|stored| {
        let mut work = read_work(&stored.work);
        let _ = work.capacity.get_or_insert(CAPACITY);
        let taken = shares.remove(&stored.agent).unwrap_or_default();
        let mut member = Member {
            load: 0,
            agent: stored.agent,
            name: stored.name,
            address: stored.address,
            role: stored.role,
            phone: stored.phone,
            work,
            here_until: stored.here_until,
            available: stored.available != 0,
            last: stored.last,
        };
        let free = member.as_load(Timestamp(0));
        member.load = taken.into_iter().map(|weight| free.share(weight)).sum();
        member
    });
    Ok(members.collect())
}

/// Notes a heartbeat; true if the agent was not here before.
///
/// # Errors
/// As [`run`].
pub fn here(sql: &SqlStorage, agent: &AgentId, now: Timestamp) -> Result<bool, Problem> {
    #[derive(Deserialize)]
    struct Away {}
    let away = first::<Away>(
        sql,
        "SELECT agent FROM agent WHERE agent = ? AND here_until <= ?",
        vec![agent.as_str().into(), now.0.into()],
    )?;
    run(
        sql,
        "UPDATE agent SET here_until = ? WHERE agent = ?",
        vec![now.plus(PRESENCE).0.into(), agent.as_str().into()],
    )?;
    Ok(away.is_some())
}

/// Ends an agent's presence at once.
///
/// # Errors
/// As [`run`].
pub fn gone(sql: &SqlStorage, agent: &AgentId, now: Timestamp) -> Result<(), Problem> {
    let query = "UPDATE agent SET here_until = min(here_until, ?) WHERE agent = ?";
    run(sql, query, vec![now.0.into(), agent.as_str().into()]).map(drop)
}

/// Notes whether an agent takes new conversations.
///
/// # Errors
/// As [`run`].
pub fn set_available(sql: &SqlStorage, agent: &AgentId, available: bool) -> Result<(), Problem> {
    let query = "UPDATE agent SET available = ? WHERE agent = ?";
    run(sql, query, vec![i64::from(available).into(), agent.as_str().into()]).map(drop)
}

/// The team by name, and the next time at which somebody's presence ends.
///
/// # Errors
/// As [`all`].
pub fn team(sql: &SqlStorage, now: Timestamp) -> Result<(Vec<Colleague>, Option<Timestamp>), Problem> {
    let members = members(sql)?;
    let next = members.iter().map(|member| member.here_until).filter(|until| *until > now).min();
    Ok((members.iter().map(|member| member.as_colleague(now)).collect(), next))
}
