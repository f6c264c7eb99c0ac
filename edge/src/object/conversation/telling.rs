//! What whoever is connected is told: when they come, and when something happens. Each gets what they may see.

use super::{
    Conversation, calls, earlier, journal,
    portions::portions,
    secrets,
    sockets::{Attached, Who, attach, attached, bye, present, send},
};
use crate::{ambient, problem};
use weft_shared::{
    disclose::{challenge, entry_for_agent, entry_for_session, has_locked, thread_state},
    event::{Event, EventBody},
    evidence::Evidence,
    id::SessionId,
    wire::{
        self,
        agent::FromThread,
        customer::{Credentials, FromEdge},
    },
};
use worker::WebSocket;

/// Greets a session whose secret was right: where it stands, and everything after `after` that it may see.
pub fn greet_session(
    object: &Conversation,
    site: &crate::site::Site,
    socket: &WebSocket,
    session: SessionId,
    after: u64,
) {
    let now = ambient::now();
    let Ok(thread) = object.thread() else { return };
    let Some(live) = thread.live(session, now) else { return bye(socket, "expired", None) };
    let level = live.level(&site.policy, now);
    attach(socket, Who::Session { session, level });
    let reset = after == 0 || after > thread.seq;
    let Ok(events) = journal::read(&object.state.storage().sql(), if reset { 0 } else { after }) else {
        return bye(socket, "problem", Some(problem::busy()));
    };
    let left = secrets::elsewhere(&object.state.storage().sql(), session);
    let elsewhere = left.is_ok_and(|found| found.is_some()) && live.word_of_site(&site.policy, now).is_some();
    let locked = has_locked(&thread, &site.policy, session, now);
    send(
        socket,
        &FromEdge::Welcome {
            elsewhere,
            version: wire::VERSION,
            level,
            open: thread.open,
            locked,
            challenge: challenge(&thread, &site.policy, session, now).filter(|_| locked),
        },
    );
    let entries = events.iter().filter_map(|event| entry_for_session(&thread, &site.policy, session, now, event));
    for (first, entries, upto) in portions(entries, thread.seq) {
        send(socket, &FromEdge::Entries { reset: reset && first, entries, upto });
    }
    tell_state(object, site);
}

/// Greets an agent whose key was right: how it stands, and what came after the place that they know; or the last page.
pub fn greet_agent(object: &Conversation, site: &crate::site::Site, socket: &WebSocket, after: u64) {
    let Ok(thread) = object.thread() else { return };
    let here = |session| present(object, session);
    if let Some(state) = thread_state(&thread, &site.policy, ambient::now(), &here) {
        send(socket, &FromThread::State(Box::new(state)));
    }
    if after == 0 || after > thread.seq {
        let Ok((entries, more)) = earlier::page(object, site, &thread, u64::MAX) else { return };
        return send(socket, &FromThread::Entries { reset: true, entries, upto: thread.seq, more });
    }
    let Ok(events) = journal::read(&object.state.storage().sql(), after) else { return };
    let entries = events.iter().filter_map(|event| entry_for_agent(&site.policy, event));
    for (_, entries, upto) in portions(entries, thread.seq) {
        send(socket, &FromThread::Entries { reset: false, entries, upto, more: false });
    }
}

/// Tells everybody connected what happened, each what it may see.
pub fn tell(object: &Conversation, site: &crate::site::Site, events: &[Event]) {
    if events.is_empty() {
        return;
    }
    let Ok(thread) = object.thread() else { return };
    let now = ambient::now();
    let mut fresh: Option<Credentials> = None;
    for socket in object.state.get_websockets() {
        match attached(&socket).map(|attached| attached.who) {
            Some(Who::Session { session, level }) => {
                let ended =
                    |event: &Event| matches!(event.body, EventBody::SessionEnded { session: id } if id == session);
                let Some(live) = thread.live(session, now) else {
                    let departed = |event: &Event| matches!(event.body, EventBody::Departed { .. });
                    let because = if events.iter().any(departed) {
                        "moved"
                    } else if events.iter().any(ended) {
                        "signed-out"
                    } else {
                        "expired"
                    };
                    bye(&socket, because, None);
                    continue;
                };
                let vouched = events.iter().any(|event| vouched(event, session));
                if vouched || live.level(&site.policy, now) != level {
                    // Its secret was replaced. Whoever typed a code has the new one; who was vouched for gets it here.
                    if fresh.is_none() && vouched {
                        fresh = calls::credentials(object, site, session, true).ok();
                    }
                    match fresh.clone().filter(|fresh| fresh.session == session) {
                        Some(credentials) => {
                            send(&socket, &FromEdge::Fresh { credentials });
                            greet_session(object, site, &socket, session, 0);
                        }
                        None => bye(&socket, "replaced", None),
                    }
                    continue;
                }
                let entries: Vec<_> = events
                    .iter()
                    .filter_map(|event| entry_for_session(&thread, &site.policy, session, now, event))
                    .collect();
                if !entries.is_empty() {
                    send(&socket, &FromEdge::Entries { reset: false, entries, upto: thread.seq });
                }
            }
            Some(Who::Agent { .. }) => {
                let entries = events.iter().filter_map(|event| entry_for_agent(&site.policy, event)).collect();
                send(&socket, &FromThread::Entries { reset: false, entries, upto: thread.seq, more: false });
            }
            _ => {}
        }
    }
    tell_state(object, site);
}

fn vouched(event: &Event, session: SessionId) -> bool {
    matches!(&event.body, EventBody::SessionProven { session: id, evidence: Evidence::AgentVouched { .. }, .. } if *id == session)
}

/// Tells the agents how the conversation stands.
pub fn tell_state(object: &Conversation, site: &crate::site::Site) {
    let Ok(thread) = object.thread() else { return };
    let here = |session| present(object, session);
    let Some(state) = thread_state(&thread, &site.policy, ambient::now(), &here) else { return };
    let frame = FromThread::State(Box::new(state));
    for socket in object.state.get_websockets() {
        if matches!(attached(&socket), Some(Attached { who: Who::Agent { .. }, .. })) {
            send(&socket, &frame);
        }
    }
}
