//! The desk's sockets: consoles that watch the inbox. The object may sleep between two frames and forget all but the
//! attachments.

use super::{
    Desk, agents,
    call::{KEY, SESSION},
    orders, project, seen,
    session::is_key,
    sessions,
    store::{self, Shown},
};
use crate::{ambient, log, problem, request::header, site::Site};
use serde::{Deserialize, Serialize};
use weft_shared::{
    id::{AgentId, ConversationId},
    time::{SECOND, Timestamp},
    wire::{
        self,
        agent::{Colleague, FromDesk, ToDesk},
        problem::{Problem, ProblemKind},
    },
};
use worker::{Request, Response, WebSocket, WebSocketPair};

/// The form of the attachments; a socket with another one is closed politely.
const FORM: u32 = 1;
/// How long a socket may be silent before its hello, in milliseconds.
const HELLO: i64 = 10 * SECOND;
/// How long the alarm rests after a failure, in milliseconds.
const PAUSE: i64 = 5 * SECOND;
/// How many sockets one session may have: tabs, not more.
const MOST: usize = 20;
/// The longest frame from a console, in bytes.
const LONGEST: usize = 4_096;

/// What a socket's attachment says.
#[derive(Clone, Serialize, Deserialize)]
struct Attached {
    form: u32,
    agent: AgentId,
    secret_hash: String,
    /// What the hello must carry; nothing after it.
    key: Option<String>,
    opened: Timestamp,
    expires: Timestamp,
}

impl Attached {
    const fn greeted(&self) -> bool {
        self.key.is_none()
    }

    /// When the sweep must look at this socket.
    fn due(&self) -> Timestamp {
        if self.greeted() { self.expires } else { self.opened.plus(HELLO).min(self.expires) }
    }
}

fn attached(socket: &WebSocket) -> Option<Attached> {
    let text: String = socket.deserialize_attachment().ok().flatten()?;
    serde_json::from_str(&text).ok().filter(|attached: &Attached| attached.form == FORM)
}

fn attach(socket: &WebSocket, attached: &Attached) -> Result<(), Problem> {
    use problem::OrInternal;
    let text = serde_json::to_string(attached).or_internal("writing an attachment")?;
    socket.serialize_attachment(text).or_internal("attaching to a socket")
}

fn send(socket: &WebSocket, frame: &FromDesk) {
    // A socket that cannot be sent to is gone: its console resumes with a new one.
    if let Ok(text) = serde_json::to_string(frame) {
        let _ = socket.send_with_str(text);
    }
}

fn bye(socket: &WebSocket, because: &str, problem: Option<Problem>) {
    send(socket, &FromDesk::Bye { because: because.to_owned(), problem });
    let _ = socket.close(Some(1_000), Some(because));
}

/// Takes a socket in. The worker checked cookie and origin; the hello must still carry the key.
pub async fn accept(desk: &Desk, request: &Request) -> Result<Response, Problem> {
    use problem::OrInternal;
    let now = ambient::now();
    let (Some(secret_hash), Some(key)) = (header(request, SESSION), header(request, KEY)) else {
        return Err(Problem::new(ProblemKind::Unauthenticated));
    };
    let session = sessions::find(&desk.sql(), &secret_hash, now)?;
    let session = session.ok_or_else(|| Problem::new(ProblemKind::Unauthenticated))?;
    let open = desk.state.get_websockets();
    if open.iter().filter_map(attached).filter(|other| other.secret_hash == secret_hash).count() >= MOST {
        return Err(Problem::new(ProblemKind::TooMany).detail("close some tabs").retry_after(10_000));
    }
    let pair = WebSocketPair::new().or_internal("making a socket")?;
    desk.state.accept_web_socket(&pair.server);
    let attached = Attached {
        form: FORM,
        agent: session.agent,
        secret_hash,
        key: Some(key),
        opened: now,
        expires: session.expires,
    };
    attach(&pair.server, &attached)?;
    arm(desk).await;
    Response::from_websocket(pair.client).or_internal("answering a handshake")
}

/// A frame came.
pub async fn hear(desk: &Desk, socket: &WebSocket, text: &str) {
    if text == wire::PING {
        let _ = socket.send_with_str(wire::PONG);
        return;
    }
    let now = ambient::now();
    let Some(attached) = attached(socket) else { return bye(socket, "problem", Some(problem::busy())) };
    if attached.expires <= now {
        return bye(socket, "expired", None);
    }
    if text.len() > LONGEST {
        return bye(socket, "problem", Some(Problem::new(ProblemKind::TooLarge)));
    }
    let heard = match serde_json::from_str::<ToDesk>(text) {
        Ok(ToDesk::Hello { version, key }) => greet(desk, socket, attached, version, &key, now),
        Ok(ToDesk::Here) if attached.greeted() => beat(desk, &attached.agent, now),
        Ok(ToDesk::Available { available }) if attached.greeted() => {
            agents::set_available(&desk.sql(), &attached.agent, available).map(|()| true)
        }
        Ok(ToDesk::Seen { conversation, upto }) if attached.greeted() => {
            see(desk, socket, &attached.agent, conversation, upto).map(|()| false)
        }
        Ok(_) => Err(problem::malformed("the first frame must be a hello")),
        Err(error) => Err(problem::malformed(format!("this is no frame of the desk: {error}"))),
    };
    // Who comes, or takes conversations again, may be given some.
    let served = match heard {
        Ok(true) => project::serve(desk).await,
        Ok(false) => {
            arm(desk).await;
            Ok(())
        }
        Err(problem) => Err(problem),
    };
    if let Err(problem) = served {
        bye(socket, "problem", Some(problem));
        arm(desk).await;
    }
}

fn greet(
    desk: &Desk,
    socket: &WebSocket,
    attached: Attached,
    version: u32,
    key: &str,
    now: Timestamp,
) -> Result<bool, Problem> {
    if version != wire::VERSION {
        return Err(Problem::new(ProblemKind::UnsupportedVersion));
    }
    let Some(expected) = &attached.key else { return Err(problem::malformed("there was a hello already")) };
    if !is_key(expected, key) {
        return Err(Problem::new(ProblemKind::Unauthenticated));
    }
    attach(socket, &Attached { key: None, ..attached.clone() })?;
    let newly_here = agents::here(&desk.sql(), &attached.agent, now)?;
    let (colleagues, _) = agents::team(&desk.sql(), now)?;
    let seen = seen::of(&desk.sql(), &attached.agent)?;
    let Shown { rows, more_open, more_closed } = store::inbox(&desk.sql(), &attached.agent, now)?;
    send(socket, &FromDesk::Inbox { rows, colleagues, seen, more_open, more_closed });
    Ok(newly_here)
}

/// A sign of life; true if the agent was away.
fn beat(desk: &Desk, agent: &AgentId, now: Timestamp) -> Result<bool, Problem> {
    agents::here(&desk.sql(), agent, now)
}

/// Notes how far an agent has seen a conversation, and tells their other screens.
fn see(
    desk: &Desk,
    socket: &WebSocket,
    agent: &AgentId,
    conversation: ConversationId,
    upto: u64,
) -> Result<(), Problem> {
    if seen::note(&desk.sql(), agent, conversation, upto)? {
        for other in desk.state.get_websockets().iter().filter(|other| *other != socket) {
            if attached(other).is_some_and(|attached| attached.greeted() && attached.agent == *agent) {
                send(other, &FromDesk::Seen { conversation, upto });
            }
        }
    }
    Ok(())
}

/// Sends a frame to all consoles that said hello.
pub fn tell(desk: &Desk, frame: &FromDesk) {
    for socket in desk.state.get_websockets() {
        if attached(&socket).is_some_and(|attached| attached.greeted()) {
            send(&socket, frame);
        }
    }
}

/// Tells everybody who is here, if that is news since it was last told.
pub fn tell_presence(desk: &Desk, colleagues: Vec<Colleague>) {
    if desk.told.borrow().as_ref() != Some(&colleagues) {
        tell(desk, &FromDesk::Presence { colleagues: colleagues.clone() });
        *desk.told.borrow_mut() = Some(colleagues);
    }
}

/// Closes the sockets of a session that ended.
pub fn close_session(desk: &Desk, secret_hash: &str) {
    for socket in desk.state.get_websockets() {
        if attached(&socket).is_some_and(|attached| attached.secret_hash == secret_hash) {
            bye(&socket, "signed-out", None);
        }
    }
}

/// Looks after what time brings: silent newcomers, ended sessions, ended presence.
pub async fn sweep(desk: &Desk) -> Result<(), Problem> {
    let now = ambient::now();
    for socket in desk.state.get_websockets() {
        match attached(&socket) {
            Some(attached) if attached.due() > now => {}
            Some(attached) if attached.expires <= now => bye(&socket, "expired", None),
            Some(_) => bye(&socket, "problem", Some(problem::malformed("no hello came within 10 seconds"))),
            None => bye(&socket, "problem", Some(problem::busy())),
        }
    }
    if let Err(problem) = carry_out(desk).await {
        log::failure("carrying out what the desk decided", &problem.kind);
        arm_after(desk, PAUSE).await;
    }
    Ok(())
}

async fn carry_out(desk: &Desk) -> Result<(), Problem> {
    if let Some(id) = store::site(&desk.sql())? {
        let site = Site::require(&desk.env, &id).await?;
        orders::run_due(desk, &site).await?;
    }
    project::serve(desk).await
}

/// Sets the alarm to the next moment at which [`sweep`] has something to do.
pub async fn arm(desk: &Desk) {
    arm_after(desk, 0).await;
}

/// As [`arm`], not sooner than in `pause` milliseconds.
async fn arm_after(desk: &Desk, pause: i64) {
    let now = ambient::now();
    let sockets = desk.state.get_websockets();
    let due = sockets.iter().filter_map(attached).map(|attached| attached.due()).filter(|at| *at > now);
    let presence = agents::team(&desk.sql(), now).ok().and_then(|(_, next)| next).filter(|at| *at > now);
    let orders = orders::next(&desk.sql(), now).ok().flatten();
    let Some(next) = due.chain(presence).chain(orders).min() else { return };
    // The library takes a number for milliseconds from now.
    if let Err(error) = desk.state.storage().set_alarm(next.since(now).max(pause)).await {
        log::failure("setting the desk's alarm", &error.to_string());
    }
}
