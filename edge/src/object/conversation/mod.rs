//! The Conversation: one object a conversation, and the truth of that thread.
//!
//! It is thin: [`weft_shared::decide`] decides, [`journal`] commits, [`outbox`] does what follows, [`telling`] tells
//! whoever is connected. What it holds in memory can vanish at any time and is read from the journal again.

pub mod call;
pub mod calls;
mod card;
pub mod carry;
mod deliver;
mod depart;
mod due;
mod earlier;
mod frames;
mod hooks;
mod journal;
mod outbox;
mod pace;
mod pending;
mod portions;
mod project;
mod read;
mod room;
mod secrets;
mod sockets;
mod telling;
mod viewing;
mod visit;
mod wish;

use crate::{
    ambient,
    config::Config,
    object::{call as object_call, sql},
    problem::{self, OrInternal},
    site::Site,
};
pub use outbox::Hook;
pub use secrets::hex;

use call::{ConversationCall, Executed};
use std::{cell::RefCell, rc::Rc};
use weft_shared::{
    command::{Command, CommandBody},
    conversation::Conversation as Thread,
    decide::{decide, number},
    id::SiteId,
    time::SECOND,
    wire::problem::{Problem, ProblemKind},
};
use worker::{
    DurableObject, Env, Request, Response, Result, State, WebSocket, WebSocketIncomingMessage, durable_object,
};

/// The pause after an alarm that got nowhere, in milliseconds.
const BREATH: i64 = 10 * SECOND;

/// The object.
#[durable_object]
pub struct Conversation {
    state: State,
    env: Env,
    /// What the journal adds up to; none until it was read.
    thread: RefCell<Option<Rc<Thread>>>,
    pace: pace::Pace,
    writing: viewing::Writing,
    telling: hooks::Lines,
}

/// Whether a command that changed nothing may be forgotten: doing it again later is as right as doing it once. Clients
/// send these as often as they like, and each key would stay for ever.
const fn needs_no_memory(command: &CommandBody) -> bool {
    matches!(
        command,
        CommandBody::Redeem { .. } | CommandBody::Adopt { .. } | CommandBody::Seen { .. } | CommandBody::Report { .. }
    )
}

impl DurableObject for Conversation {
    fn new(state: State, env: Env) -> Self {
        ambient::begin(&env);
        sockets::answer_heartbeats(&state);
        let (pace, writing) = (pace::Pace::default(), viewing::Writing::default());
        Self { state, env, thread: RefCell::new(None), pace, writing, telling: hooks::Lines::default() }
    }

    async fn fetch(&self, request: Request) -> Result<Response> {
        if object_call::is_upgrade(&request) {
            return sockets::accept(self, &request).await;
        }
        object_call::answer(request, |question: ConversationCall| calls::answer(self, question)).await
    }

    async fn websocket_message(&self, socket: WebSocket, message: WebSocketIncomingMessage) -> Result<()> {
        frames::receive(self, &socket, message).await;
        Ok(())
    }

    async fn websocket_close(&self, socket: WebSocket, _: usize, _: String, _: bool) -> Result<()> {
        sockets::left(self, &socket).await;
        Ok(())
    }

    async fn websocket_error(&self, socket: WebSocket, _: worker::Error) -> Result<()> {
        sockets::left(self, &socket).await;
        Ok(())
    }

    async fn alarm(&self) -> Result<Response> {
        let swept = sockets::sweep(self).await;
        pending::sweep(self).await;
        let ended = due::run(self).await;
        let delivered = deliver::run(self).await;
        // A failed alarm is tried again a few times only: what is left over is armed here, never by failing. What could
        // not even be begun is due still: without a pause it would wake the object again at once, and for ever.
        self.arm_after(if swept && ended && delivered { 0 } else { BREATH }).await;
        Response::empty()
    }
}

impl Conversation {
    /// The conversation now, from memory or from its journal. One that never began leaves no trace: anybody can name
    /// ids that were never given out.
    fn thread(&self) -> std::result::Result<Rc<Thread>, Problem> {
        if let Some(thread) = self.thread.borrow().as_ref() {
            return Ok(Rc::clone(thread));
        }
        if !sql::has_tables(&self.state)? {
            return Ok(Rc::default());
        }
        sql::migrate(&self.state, journal::MIGRATIONS)?;
        let thread = Rc::new(Thread::replay(&journal::read(&self.state.storage().sql(), 0)?));
        *self.thread.borrow_mut() = Some(Rc::clone(&thread));
        Ok(thread)
    }

    /// The conversation now; `not-found` before it has begun. What reads its tables beside its journal goes by this.
    fn begun(&self) -> std::result::Result<Rc<Thread>, Problem> {
        let thread = self.thread()?;
        if thread.identity.is_some() { Ok(thread) } else { Err(problem::not_found()) }
    }

    /// The site of this conversation; `not-found` before it has begun.
    async fn site(&self) -> std::result::Result<Rc<Site>, Problem> {
        let thread = self.thread()?;
        let identity = thread.identity.as_ref().ok_or_else(problem::not_found)?;
        self.named_site(&identity.site).await
    }

    async fn named_site(&self, site: &SiteId) -> std::result::Result<Rc<Site>, Problem> {
        Site::load(&self.env, site).await?.ok_or_else(problem::not_found)
    }

    fn config(&self) -> std::result::Result<Rc<Config>, Problem> {
        Config::load(&self.env)
    }

    /// Carries out a command: decides, commits, tells whoever is connected. A repeated command gets the first answer.
    async fn execute(&self, site: &Site, command: &Command) -> std::result::Result<Executed, Problem> {
        let now = ambient::now();
        let before = self.thread()?;
        let sql = self.state.storage().sql();
        let begun = before.identity.is_some();
        if begun && let Some(seq) = journal::answered(&sql, &command.key)? {
            return Ok(Executed { seq });
        }
        let decided = decide(&before, command, &site.policy, now).map_err(Problem::from)?;
        if decided.is_empty() && (!begun || needs_no_memory(&command.body)) {
            return Ok(Executed { seq: before.seq });
        }
        if !begun {
            sql::migrate(&self.state, journal::MIGRATIONS)?;
        }
        let events = number(decided, before.seq, now);
        let after = sql::atomically(&self.state, |sql| {
            let after = journal::write(sql, &before, &command.key, &events, now)?;
            ambient::stumble(&events, "before");
            Ok(after)
        })?;
        ambient::stumble(&events, "after");
        let seq = after.seq;
        *self.thread.borrow_mut() = Some(Rc::new(after));
        telling::tell(self, site, &events);
        if !events.is_empty() {
            self.arm().await;
        }
        Ok(Executed { seq })
    }

    /// Sets the alarm to whatever is due next: an order, a socket that has not said hello, a session's end.
    async fn arm(&self) {
        self.arm_after(0).await;
    }

    /// As [`arm`](Self::arm), not sooner than in `pause` milliseconds.
    async fn arm_after(&self, pause: i64) {
        if self.begun().is_err_and(|problem| problem.is(ProblemKind::NotFound)) {
            return;
        }
        let sql = self.state.storage().sql();
        let others = [sockets::next(self), due::next(self), pending::next(&sql)];
        let due = outbox::next(&sql).ok().flatten().into_iter().chain(others.into_iter().flatten()).min();
        let wait = due.map(|due| due.since(ambient::now()).max(pause)).or((pause > 0).then_some(pause));
        if let Some(wait) = wait {
            // The library takes a number for milliseconds from now.
            let _ = self.state.storage().set_alarm(wait).await.or_internal("setting an alarm");
        }
    }
}
