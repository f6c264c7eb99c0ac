//! Sockets: who is connected, rebuilt from the sockets' attachments after hibernation.

use super::{Conversation, telling::tell_state, viewing};
use crate::{
    ambient,
    headers::Surface,
    log,
    object::{
        call::call,
        desk::{
            self,
            call::{DeskCall, KnownAgent},
        },
    },
    problem,
};
use serde::{Deserialize, Serialize};
use weft_shared::{
    evidence::Assurance,
    id::{AgentId, SessionId, SiteId},
    time::{MINUTE, SECOND, Timestamp},
    wire::{
        self,
        customer::FromEdge,
        problem::{Problem, ProblemKind},
    },
};
use worker::{
    Request, Response, Result, WebSocket, WebSocketPair,
    js_sys::{Date, Function, Reflect, decode_uri_component},
    wasm_bindgen::{JsCast, JsValue},
    worker_sys::WebSocketRequestResponsePair,
};

/// How long a socket may be silent before its hello.
const HELLO: i64 = 10 * SECOND;
/// A browser counts as here for so long after its last sign of life.
const PRESENT: i64 = 60 * SECOND;

/// Sockets of one conversation at once: a visitor beyond them has to come again.
const MOST: usize = 100;

/// An agent who only reads is asked for at the desk again after so long; one who acts, at each act.
const RECHECK: i64 = 5 * MINUTE;

/// What a socket's attachment says. It survives hibernation; one of another version is closed politely.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    version: u32,
    /// Who it is.
    pub who: Who,
    /// When it was accepted or last spoke.
    pub at: Timestamp,
}

/// Who is at the other end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "kebab-case")]
pub enum Who {
    /// A visitor who has not said hello.
    SomeVisitor,
    /// An agent, known by the cookie, who has not said hello with the key.
    SomeAgent {
        /// The agent.
        agent: AgentId,
        /// The name that customers see.
        name: String,
        /// What the hello must carry.
        key: String,
        /// The hash of the agent's session, by which the desk knows it.
        session: String,
    },
    /// A session whose secret was right.
    Session {
        /// The session.
        session: SessionId,
        /// The level at which it was last told anything.
        level: Assurance,
    },
    /// An agent.
    Agent {
        /// The agent.
        agent: AgentId,
        /// The name that customers see.
        name: String,
        /// The hash of the agent's session, by which the desk knows it.
        session: String,
    },
    /// Somebody to whom goodbye was said: the platform may list the socket a while longer.
    Gone,
}

/// Heartbeats are answered by the platform, so that they do not wake the object.
pub fn answer_heartbeats(state: &worker::State) {
    if let Ok(pair) = WebSocketRequestResponsePair::new(wire::PING, wire::PONG) {
        state.set_websocket_auto_response(&pair);
    }
}

/// Takes a socket in. The worker has checked route, origin and, for an agent, the cookie.
pub async fn accept(object: &Conversation, request: &Request) -> Result<Response> {
    let header = |name: &str| request.headers().get(name).ok().flatten();
    let who = match (header("x-weft-agent").and_then(|agent| agent.parse().ok()), header(desk::call::KEY)) {
        (Some(agent), Some(key)) => {
            let name = header("x-weft-name").unwrap_or_default();
            let name = decode_uri_component(&name).map_or(name, String::from);
            Who::SomeAgent { agent, name, key, session: header(desk::call::SESSION).unwrap_or_default() }
        }
        _ => Who::SomeVisitor,
    };
    if matches!(who, Who::SomeVisitor) && object.state.get_websockets().len() >= MOST {
        return Ok(problem::render(&problem::busy(), &Surface::Api));
    }
    let pair = WebSocketPair::new()?;
    object.state.accept_web_socket(&pair.server);
    match (object.begun(), who) {
        (Ok(_), who) => attach(&pair.server, who),
        // As it ends for those who do not know a secret, and without waiting for one: nothing is kept of it.
        (Err(_), Who::SomeVisitor) => {
            bye(&pair.server, "expired", Some(Problem::new(ProblemKind::Unauthenticated)));
        }
        (Err(problem), _) => bye(&pair.server, "problem", Some(problem)),
    }
    object.arm().await;
    Response::from_websocket(pair.client)
}

/// What is attached to a socket; none if it is of another version.
pub fn attached(socket: &WebSocket) -> Option<Attached> {
    let text: String = socket.deserialize_attachment().ok().flatten()?;
    serde_json::from_str(&text).ok().filter(|attached: &Attached| attached.version == wire::VERSION)
}

/// Attaches who it is to a socket.
pub fn attach(socket: &WebSocket, who: Who) {
    let attached = Attached { version: wire::VERSION, who, at: ambient::now() };
    match serde_json::to_string(&attached) {
        Ok(text) => {
            if let Err(error) = socket.serialize_attachment(text) {
                log::failure("attaching to a socket", &error.to_string());
            }
        }
        Err(error) => log::failure("attaching to a socket", &error.to_string()),
    }
}

/// Sends a frame. A socket that is gone is the platform's business: it resumes by its sequence.
pub fn send<F: Serialize>(socket: &WebSocket, frame: &F) {
    if let Ok(text) = serde_json::to_string(frame) {
        let _ = socket.send_with_str(text);
    }
}

/// Says goodbye to a visitor and closes.
pub fn bye(socket: &WebSocket, because: &str, problem: Option<Problem>) {
    send(socket, &FromEdge::Bye { because: because.to_owned(), problem });
    attach(socket, Who::Gone);
    let _ = socket.close(Some(1_000), Some(because));
}

/// Whether a browser of this session is here now: a socket with a sign of life in the last minute.
pub fn present(object: &Conversation, session: SessionId) -> bool {
    let now = ambient::now();
    object.state.get_websockets().iter().any(|socket| {
        let is_its =
            matches!(attached(socket), Some(Attached { who: Who::Session { session: id, .. }, .. }) if id == session);
        is_its && now.since(last_sign(object, socket)) < PRESENT
    })
}

/// Whether a socket gave a sign of life in the last minute.
pub fn here(object: &Conversation, socket: &WebSocket) -> bool {
    ambient::now().since(last_sign(object, socket)) < PRESENT
}

fn last_sign(object: &Conversation, socket: &WebSocket) -> Timestamp {
    let spoke = attached(socket).map_or(Timestamp(0), |attached| attached.at);
    last_beat(object, socket).map_or(spoke, |beat| spoke.max(beat))
}

/// When the platform last answered a heartbeat of this socket. Its library has no binding for that; the object has it.
fn last_beat(object: &Conversation, socket: &WebSocket) -> Option<Timestamp> {
    let state: &JsValue = object.state.as_raw().as_ref();
    let method: Function = Reflect::get(state, &"getWebSocketAutoResponseTimestamp".into()).ok()?.dyn_into().ok()?;
    let date: Date = method.call1(state, socket.as_ref()).ok()?.dyn_into().ok()?;
    // Milliseconds as JavaScript counts them are whole numbers far below 2^53.
    #[expect(clippy::cast_possible_truncation, reason = "see above")]
    Some(Timestamp(date.get_time() as i64))
}

/// A socket is gone.
pub async fn left(object: &Conversation, socket: &WebSocket) {
    let who = attached(socket).map(|attached| attached.who);
    // The platform still lists it until it is closed from this side as well, and perhaps a moment longer: it shall
    // make nobody present any more.
    attach(socket, Who::Gone);
    let _ = socket.close(Some(1_000), Some("closed"));
    match who {
        Some(Who::Agent { agent, .. }) => viewing::left(object, &agent),
        Some(Who::Session { .. }) => {
            if let Ok(site) = object.site().await {
                tell_state(object, &site);
            }
        }
        _ => {}
    }
}

/// Whose session an agent's is now, as the desk knows it; if it is over, says goodbye.
///
/// # Errors
/// When the desk cannot be asked. That ends nobody's reading, but whoever wants to act has to try again.
pub async fn still_signed_in(
    object: &Conversation,
    site: &SiteId,
    socket: &WebSocket,
    who: &Who,
) -> std::result::Result<Option<KnownAgent>, Problem> {
    let Who::Agent { session, agent, .. } = who else { return Ok(None) };
    let question = DeskCall::Authenticate { secret_hash: session.clone(), reading: None, at: ambient::now() };
    let known: std::result::Result<Option<KnownAgent>, Problem> =
        call(&object.env, desk::BINDING, site.as_str(), &question).await;
    let known = known?;
    if known.is_some() {
        attach(socket, who.clone());
    } else {
        bye(socket, "signed-out", None);
        viewing::left(object, agent);
    }
    Ok(known)
}

/// An agent's session is over: closes what is open in it.
pub fn agent_gone(object: &Conversation, over: &str) {
    for socket in object.state.get_websockets() {
        match attached(&socket).map(|attached| attached.who) {
            Some(Who::SomeAgent { session, .. }) if session == over => bye(&socket, "signed-out", None),
            Some(Who::Agent { session, agent, .. }) if session == over => {
                bye(&socket, "signed-out", None);
                viewing::left(object, &agent);
            }
            _ => {}
        }
    }
}

/// Closes what has not said hello in time, and sessions that are over. False when it could not look after all.
pub async fn sweep(object: &Conversation) -> bool {
    let mut whole = true;
    let now = ambient::now();
    for socket in object.state.get_websockets() {
        match attached(&socket) {
            None => bye(&socket, "problem", Some(Problem::new(ProblemKind::UnsupportedVersion))),
            Some(Attached { who: Who::SomeVisitor | Who::SomeAgent { .. }, at, .. }) if now.since(at) >= HELLO => {
                bye(&socket, "problem", Some(Problem::new(ProblemKind::Unauthenticated)));
            }
            Some(Attached { who: Who::Session { session, .. }, .. }) => match object.thread() {
                Ok(thread) if thread.live(session, now).is_none() => bye(&socket, "expired", None),
                Ok(_) => {}
                Err(_) => whole = false,
            },
            Some(Attached { who: who @ Who::Agent { .. }, at, .. }) if now.since(at) >= RECHECK => {
                whole &= match object.site().await {
                    Ok(site) => still_signed_in(object, &site.id, &socket, &who).await.is_ok(),
                    Err(_) => false,
                };
            }
            Some(_) => {}
        }
    }
    whole
}

/// When [`sweep`] has something to do next.
pub fn next(object: &Conversation) -> Option<Timestamp> {
    let thread = object.thread().ok()?;
    object
        .state
        .get_websockets()
        .iter()
        .filter_map(|socket| match attached(socket)? {
            Attached { who: Who::SomeVisitor | Who::SomeAgent { .. }, at, .. } => Some(at.plus(HELLO)),
            Attached { who: Who::Session { session, .. }, .. } => {
                thread.sessions.get(&session).map(|session| session.expires)
            }
            Attached { who: Who::Agent { .. }, at, .. } => Some(at.plus(RECHECK)),
            Attached { who: Who::Gone, .. } => None,
        })
        .min()
}
