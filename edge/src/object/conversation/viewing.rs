//! Which agents look at the conversation, and which of them are writing: so that two do not answer at once. It is known
//! from the sockets that are open, and kept nowhere.

use super::{
    Conversation,
    sockets::{Attached, Who, attached, here, send},
};
use crate::ambient;
use std::{cell::RefCell, collections::BTreeMap};
use weft_shared::{
    id::AgentId,
    time::{SECOND, Timestamp},
    wire::agent::FromThread,
};
use worker::WebSocket;

/// So long after the last sign of it an agent is writing no more: consoles give one every 3 seconds.
const WRITES: i64 = 6 * SECOND;

/// Agents who are writing, with the last sign of it. In memory: who sleeps does not write.
#[derive(Default)]
pub struct Writing(RefCell<BTreeMap<AgentId, Timestamp>>);

impl Writing {
    /// Notes a sign; true when it is news.
    fn note(&self, agent: &AgentId, now: Timestamp) -> bool {
        self.0.borrow_mut().insert(agent.clone(), now).is_none_or(|last| now.since(last) >= WRITES)
    }

    /// Forgets who was writing; true when they were.
    fn forget(&self, agent: &AgentId) -> bool {
        self.0.borrow_mut().remove(agent).is_some()
    }

    /// Forgets those who stopped; true when somebody did.
    fn sweep(&self, now: Timestamp) -> bool {
        let mut all = self.0.borrow_mut();
        let before = all.len();
        all.retain(|_, last| now.since(*last) < WRITES);
        all.len() < before
    }

    fn is(&self, agent: &AgentId, now: Timestamp) -> bool {
        self.0.borrow().get(agent).is_some_and(|last| now.since(*last) < WRITES)
    }

    fn next(&self) -> Option<Timestamp> {
        self.0.borrow().values().min().map(|last| last.plus(WRITES))
    }
}

/// An agent came: they learn who is here, and who is here learns of them.
pub fn came(object: &Conversation, socket: &WebSocket) {
    let Some(agent) = agent_at(socket) else { return };
    tell(object, |reader, colleagues| *reader != agent || !colleagues.is_empty());
}

/// An agent's socket is gone.
pub fn left(object: &Conversation, agent: &AgentId) {
    let elsewhere = agents(object).iter().any(|(_, known)| known == agent);
    if !elsewhere {
        object.writing.forget(agent);
    }
    tell(object, |reader, _| reader != agent);
}

/// An agent gave a sign of writing. When it is news to somebody, the alarm ends it.
pub async fn writes(object: &Conversation, agent: &AgentId) {
    let news = object.writing.note(agent, ambient::now());
    if news && agents(object).iter().any(|(_, known)| known != agent) {
        tell(object, |reader, _| reader != agent);
        object.arm().await;
    }
}

/// What an agent wrote is sent.
pub fn wrote(object: &Conversation, agent: &AgentId) {
    if object.writing.forget(agent) {
        tell(object, |reader, _| reader != agent);
    }
}

/// When somebody is to be taken as writing no more.
pub fn next(object: &Conversation) -> Option<Timestamp> {
    object.writing.next()
}

/// Tells the others when somebody stopped writing.
pub fn sweep(object: &Conversation) {
    if object.writing.sweep(ambient::now()) {
        tell(object, |_, _| true);
    }
}

/// Tells each agent who else is here.
fn tell(object: &Conversation, wanted: impl Fn(&AgentId, &[(AgentId, bool)]) -> bool) {
    let now = ambient::now();
    let all = agents(object);
    for (socket, reader) in &all {
        let colleagues = others(&all, reader, |agent| object.writing.is(agent, now));
        if wanted(reader, &colleagues) {
            send(socket, &FromThread::Viewing { colleagues });
        }
    }
}

/// Everybody but the reader, once each.
fn others<S>(all: &[(S, AgentId)], reader: &AgentId, writes: impl Fn(&AgentId) -> bool) -> Vec<(AgentId, bool)> {
    let others = all.iter().map(|(_, agent)| agent).filter(|agent| *agent != reader);
    let others: BTreeMap<AgentId, bool> = others.map(|agent| (agent.clone(), writes(agent))).collect();
    others.into_iter().collect()
}

fn agents(object: &Conversation) -> Vec<(WebSocket, AgentId)> {
    let sockets = object.state.get_websockets().into_iter().filter(|socket| here(object, socket));
    sockets.filter_map(|socket| agent_at(&socket).map(|agent| (socket, agent))).collect()
}

fn agent_at(socket: &WebSocket) -> Option<AgentId> {
    match attached(socket)? {
        Attached { who: Who::Agent { agent, .. }, .. } => Some(agent),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agent(name: &str) -> AgentId {
        name.parse().unwrap()
    }

    #[test]
    fn a_reader_sees_every_colleague_once_and_never_themselves() {
        let all: Vec<((), AgentId)> = ["ada", "ben", "ben", "cem"].map(|name| ((), agent(name))).into();
        let seen = others(&all, &agent("ada"), |who| *who == agent("ben"));
        assert_eq!(seen, [(agent("ben"), true), (agent("cem"), false)]);
        assert!(others(&all[..1], &agent("ada"), |_| true).is_empty());
    }

    #[test]
    fn whoever_gives_no_sign_of_writing_has_stopped() {
        let (writing, ben) = (Writing::default(), agent("ben"));
        assert!(writing.note(&ben, Timestamp(0)));
        assert!(!writing.note(&ben, Timestamp(3_000)), "that is no news");
        assert_eq!(writing.next(), Some(Timestamp(3_000 + WRITES)));
        assert!(!writing.sweep(Timestamp(5_000)) && writing.is(&ben, Timestamp(5_000)));
        assert!(writing.sweep(Timestamp(9_000)) && !writing.is(&ben, Timestamp(9_000)));
        assert!(writing.note(&ben, Timestamp(20_000)) && writing.forget(&ben) && !writing.forget(&ben));
    }
}
