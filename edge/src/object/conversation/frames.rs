//! Frames that arrive on a conversation's sockets.

use super::{
    Conversation,
    call::Spoken,
    carry::{self, Actor, scoped},
    secrets,
    sockets::{Attached, Who, attach, attached, bye, present, send, still_signed_in},
    telling::{greet_agent, greet_session},
    viewing,
};
use crate::{adapter, ambient, log, problem, site::Site};
use serde::de::DeserializeOwned;
use std::rc::Rc;
use subtle::ConstantTimeEq;
use weft_shared::{
    command::{Command, CommandBody},
    decide::{Target, ways},
    id::{AgentId, CommandKey, MessageId, SessionId},
    time::SECOND,
    wire::{
        self,
        agent::{AgentRole, FromThread, ToThread, Wish},
        customer::{FromEdge, ToEdge},
        problem::{Problem, ProblemKind},
    },
};
use worker::{WebSocket, WebSocketIncomingMessage};

/// The largest frame, in bytes: the longest text in four-byte characters, escaped, with room around it.
const MAX_FRAME: usize = 128 * 1024;
/// Frames of one socket that are taken within [`WINDOW`]; more is `busy`.
const FRAMES: usize = 60;
/// See [`FRAMES`].
const WINDOW: i64 = 10 * SECOND;

/// Takes a frame.
pub async fn receive(object: &Conversation, socket: &WebSocket, message: WebSocketIncomingMessage) {
    let WebSocketIncomingMessage::String(text) = message else {
        return bye(socket, "problem", Some(problem::malformed("frames are text, not binary")));
    };
    if text.len() > MAX_FRAME {
        return bye(socket, "problem", Some(Problem::new(ProblemKind::TooLarge)));
    }
    // The site may come from far away, and while it does a secret may die or a socket be ended: ask who it is after that.
    let site = object.site().await;
    let Some(Attached { who, .. }) = attached(socket) else {
        return bye(socket, "problem", Some(Problem::new(ProblemKind::UnsupportedVersion)));
    };
    match who {
        Who::Gone => {}
        Who::SomeVisitor => match parse::<ToEdge>(&text) {
            Ok(ToEdge::Hello { version, session, secret, after }) => {
                hello(object, site, socket, version, session, &secret, after).await;
            }
            Ok(_) => bye(socket, "problem", Some(problem::malformed("the first frame must be a hello"))),
            Err(problem) => bye(socket, "problem", Some(problem)),
        },
        Who::SomeAgent { agent, name, key, session } => match parse::<ToThread>(&text) {
            Ok(ToThread::Hello { version, key: given, after }) => {
                let right = bool::from(key.as_bytes().ct_eq(given.as_bytes()));
                match (right && version == wire::VERSION, site) {
                    (true, Ok(site)) => {
                        attach(socket, Who::Agent { agent, name, session });
                        greet_agent(object, &site, socket, after);
                        viewing::came(object, socket);
                    }
                    (true, Err(problem)) => bye(socket, "problem", Some(problem)),
                    (false, _) if !right => bye(socket, "problem", Some(Problem::new(ProblemKind::Unauthenticated))),
                    (false, _) => bye(socket, "problem", Some(Problem::new(ProblemKind::UnsupportedVersion))),
                }
            }
            Ok(_) => bye(socket, "problem", Some(problem::malformed("the first frame must be a hello"))),
            Err(problem) => bye(socket, "problem", Some(problem)),
        },
        Who::Session { session, .. } => match (parse::<ToEdge>(&text), site) {
            (Err(problem), _) | (_, Err(problem)) => bye(socket, "problem", Some(problem)),
            (Ok(frame), Ok(site)) => from_visitor(object, &site, socket, session, frame).await,
        },
        ref who @ Who::Agent { ref agent, ref name, .. } => match (parse::<ToThread>(&text), site) {
            (Err(problem), _) | (_, Err(problem)) => bye(socket, "problem", Some(problem)),
            (Ok(frame), Ok(site)) => {
                let refused =
                    |key: &CommandKey, problem| send(socket, &FromThread::Refused { key: key.clone(), problem });
                // Only what changes something asks anew who it is, and what they may do now.
                let actor = match &frame {
                    ToThread::Do { key, .. } => match still_signed_in(object, &site.id, socket, who).await {
                        Ok(Some(known)) => Actor { agent: known.agent, name: known.name, role: known.role },
                        Ok(None) => return,
                        Err(problem) => return refused(key, problem),
                    },
                    _ => Actor { agent: agent.clone(), name: name.clone(), role: AgentRole::default() },
                };
                from_agent(object, &site, socket, &actor, frame).await;
            }
        },
    }
}

fn parse<F: DeserializeOwned>(text: &str) -> Result<F, Problem> {
    serde_json::from_str(text).map_err(|error| {
        // The error's own words may quote the frame, and frames carry secrets.
        problem::malformed(format!("the frame is not one of this protocol (at {}:{})", error.line(), error.column()))
    })
}

/// From the look at the secret to the greeting nothing is waited for: a secret that dies meanwhile greets nobody.
async fn hello(
    object: &Conversation,
    site: Result<Rc<Site>, Problem>,
    socket: &WebSocket,
    version: u32,
    session: SessionId,
    secret: &str,
    after: u64,
) {
    if version != wire::VERSION {
        return bye(socket, "problem", Some(Problem::new(ProblemKind::UnsupportedVersion)));
    }
    let known = object.thread().is_ok_and(|thread| thread.live(session, ambient::now()).is_some());
    let held = known && secrets::holds(&object.state.storage().sql(), session, secret).unwrap_or(false);
    match (held, site) {
        (true, Ok(site)) => {
            greet_session(object, &site, socket, session, after);
            object.arm().await;
        }
        (true, Err(problem)) => bye(socket, "problem", Some(problem)),
        (false, _) => bye(socket, "expired", Some(Problem::new(ProblemKind::Unauthenticated))),
    }
}

async fn from_visitor(object: &Conversation, site: &Site, socket: &WebSocket, session: SessionId, frame: ToEdge) {
    let too_fast = |what| object.pace.too_fast(&format!("{what} {session}"), ambient::now(), FRAMES, WINDOW);
    match frame {
        ToEdge::Hello { .. } => bye(socket, "problem", Some(problem::malformed("hello was said already"))),
        // Nobody waits for an answer to these: what is too much is passed over.
        ToEdge::Typing | ToEdge::Seen { .. } if too_fast("show") => {}
        ToEdge::Say { key, text } => {
            if too_fast("say") {
                return send(socket, &FromEdge::Refused { key, problem: problem::busy() });
            }
            let said = say(object, site, session, &key, text).await;
            match said {
                Ok(seq) => send(socket, &FromEdge::Said { key, seq }),
                Err(problem) => send(socket, &FromEdge::Refused { key, problem }),
            }
        }
        ToEdge::Typing => tell_agents_typing(object, "Customer".to_owned(), true, None),
        ToEdge::Seen { seq } => {
            // Reading the same again changes nothing, so the place itself is the key; there are as many as entries.
            let seq = object.thread().map_or(0, |thread| thread.seq.min(seq));
            let key = format!("seen {session} {seq}").replace(' ', "-").parse();
            if let Ok(key) = key {
                let body = CommandBody::Seen { session, upto: seq };
                let _ = object.execute(site, &Command { key, body }).await;
            }
        }
    }
}

async fn say(
    object: &Conversation,
    site: &Site,
    session: SessionId,
    key: &CommandKey,
    text: String,
) -> Result<u64, Problem> {
    let message = MessageId::new(ambient::now(), ambient::new_id10()?);
    let body = CommandBody::Say { session, message, channel: adapter::IN_BROWSER, text };
    // Keys of one browser never meet those of another.
    let command = Command { key: scoped(&session.to_string(), key)?, body };
    Ok(object.execute(site, &command).await?.seq)
}

async fn from_agent(object: &Conversation, site: &Site, socket: &WebSocket, actor: &Actor, frame: ToThread) {
    let Actor { agent, name, .. } = actor;
    match frame {
        ToThread::Hello { .. } => bye(socket, "problem", Some(problem::malformed("hello was said already"))),
        ToThread::Typing => {
            tell_agents_typing(object, name.to_owned(), false, Some(agent));
            tell_visitor_typing(object, site, name);
            viewing::writes(object, agent).await;
        }
        ToThread::Do { key, wish: Wish::SpeakCode } => match speak_code(object, site, agent).await {
            Ok(spoken) => {
                let valid_ms = u64::try_from(spoken.valid_ms).unwrap_or(0);
                // To this agent alone: whoever else looks on learns that there is one, from the journal.
                send(socket, &FromThread::Code { key: key.clone(), code: spoken.code, valid_ms });
                send(socket, &FromThread::Done { key });
            }
            Err(problem) => send(socket, &FromThread::Refused { key, problem }),
        },
        ToThread::Earlier { before } => match super::earlier::answer(object, site, before) {
            Ok(frame) => send(socket, &frame),
            Err(problem) => log::failure("reading earlier entries", &problem.kind),
        },
        ToThread::Do { key, wish } => {
            let answers = matches!(wish, Wish::Reply { .. });
            match carry::out(object, site, actor, &key, wish).await {
                Ok(_) => {
                    send(socket, &FromThread::Done { key });
                    if answers {
                        viewing::wrote(object, agent);
                    }
                }
                Err(problem) => send(socket, &FromThread::Refused { key, problem }),
            }
        }
    }
}

/// A code that an agent reads out: over the medium that the customer was heard on last.
pub async fn speak_code(object: &Conversation, site: &Site, agent: &AgentId) -> Result<Spoken, Problem> {
    let heard = object.begun()?.heard.as_ref().map(|heard| heard.channel.clone());
    let channel = heard.unwrap_or(adapter::IN_BROWSER);
    super::visit::speak_code(object, site, channel, None, Some(agent.clone())).await
}

fn tell_agents_typing(object: &Conversation, name: String, customer: bool, except: Option<&AgentId>) {
    let frame = FromThread::Typing { name, customer };
    for socket in object.state.get_websockets() {
        if let Some(Attached { who: Who::Agent { agent, .. }, .. }) = attached(&socket)
            && Some(&agent) != except
        {
            send(&socket, &frame);
        }
    }
}

/// Only the browser that the answer would go to learns that somebody is typing.
fn tell_visitor_typing(object: &Conversation, site: &Site, name: &str) {
    let Ok(thread) = object.thread() else { return };
    let here = |session| present(object, session);
    let first = ways(&thread, &site.policy, ambient::now(), &here).into_iter().next();
    let Some(Target::Session(to)) = first.map(|way| way.target) else { return };
    for socket in object.state.get_websockets() {
        let is_its =
            matches!(attached(&socket), Some(Attached { who: Who::Session { session, .. }, .. }) if session == to);
        if is_its && present(object, to) {
            send(&socket, &FromEdge::Typing { name: name.to_owned() });
        }
    }
}
