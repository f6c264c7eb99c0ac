//! The desk of a site: its agents and their sessions, who is here, and the live inbox. The inbox is a projection:
//! conversations say what their lines are, and it can be made again from them.

mod agents;
mod board;
pub mod call;
mod handed;
mod orders;
pub mod passkeys;
mod project;
mod queue;
mod room;
mod seen;
pub mod session;
pub mod sessions;
mod sockets;
mod store;
mod whole;

use self::{
    call::{DeskCall, KnownAgent},
    sessions::Which,
};
use super::{
    call::{answer, asked_name, is_upgrade},
    sql::{atomically, migrate},
};
use crate::{ambient, headers::Surface, log, problem, problem::OrInternal, site::Site};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use weft_shared::{
    id::SiteId,
    wire::{self, agent::Colleague, problem::Problem},
};
use worker::{
    DurableObject, Env, Request, Response, SqlStorage, State, WebSocket, WebSocketIncomingMessage,
    WebSocketRequestResponsePair, durable_object,
};

/// The binding of desks.
pub const BINDING: &str = "DESK";

/// One desk.
#[durable_object]
pub struct Desk {
    state: State,
    env: Env,
    ready: Result<(), Problem>,
    /// It is noted whose desk it is.
    known: Cell<bool>,
    /// The directory knows this desk.
    introduced: Cell<bool>,
    /// The presence that the sockets were last told; forgotten when the object sleeps, which only repeats it.
    told: RefCell<Option<Vec<Colleague>>>,
}

impl Desk {
    fn sql(&self) -> SqlStorage {
        self.state.storage().sql()
    }

    /// Notes the site that it was asked for: an alarm has no other way to know.
    fn is_of(&self, name: Option<String>) -> Result<(), Problem> {
        if self.known.get() {
            return Ok(());
        }
        if let Some(site) = name.and_then(|name| name.parse::<SiteId>().ok()) {
            store::put_site(&self.sql(), &site)?;
            self.known.set(true);
        }
        Ok(())
    }

    async fn carry_out(&self, name: Option<String>, question: DeskCall) -> Result<Value, Problem> {
        self.ready.clone()?;
        self.is_of(name)?;
        whole::introduce(self).await?;
        let now = ambient::now();
        match question {
            DeskCall::PutAgent { agent, name, address, role, phone, work, guard } => {
                let put = agents::PutAgent {
                    agent: &agent,
                    name: &name,
                    address: &address,
                    role,
                    phone: phone.as_deref(),
                    work: work.as_ref(),
                };
                let ended = atomically(&self.state, |sql| {
                    agents::guard_new(sql, &agent, guard)?;
                    let ended = agents::put(sql, &put)?;
                    agents::guard_admin(sql, guard).map(|()| ended)
                })?;
                sessions::part(self, ended);
                project::serve(self).await?;
                Ok(Value::Null)
            }
            DeskCall::RemoveAgent { agent, guard } => {
                let ended = atomically(&self.state, |sql| {
                    let ended = agents::remove(sql, &agent)?;
                    agents::guard_admin(sql, guard).map(|()| ended)
                })?;
                sessions::part(self, ended);
                project::serve(self).await?;
                Ok(Value::Null)
            }
            DeskCall::AgentDetails {} => {
                let members = agents::members(&self.sql())?;
                value(members.into_iter().map(|member| member.into_detail(now)).collect::<Vec<_>>())
            }
            DeskCall::AgentPhone { agent } => value(agents::phone(&self.state.storage().sql(), &agent)?),
            DeskCall::AgentByAddress { address } => value(agents::by_address(&self.sql(), &address)?),
            DeskCall::OpenAgentSession { agent, opening } => {
                atomically(&self.state, |sql| sessions::open(sql, &agent, &opening, now))?;
                Ok(Value::Null)
            }
            DeskCall::Authenticate { secret_hash, reading, at } => {
                let session = sessions::find(&self.sql(), &secret_hash, at)?;
                if let (Some(conversation), true) = (reading, session.is_some()) {
                    sessions::reads(&self.sql(), &secret_hash, conversation)?;
                }
                value(session.map(|session| KnownAgent {
                    teams: session.teams(),
                    agent: session.agent,
                    name: session.name,
                    role: session.role,
                }))
            }
            DeskCall::EndAgentSession { secret_hash } => {
                sessions::sign_out(self, Which::One(&secret_hash)).await?;
                Ok(Value::Null)
            }
            DeskCall::EndAgentSessions { agent } => {
                sessions::sign_out(self, Which::Of(&agent)).await?;
                Ok(Value::Null)
            }
            DeskCall::OwnSessions { agent, secret_hash } => {
                value(sessions::own(&self.sql(), &agent, &secret_hash, now)?)
            }
            DeskCall::AgentName { agent } => value(agents::name(&self.sql(), &agent)?),
            DeskCall::Reserve { conversation, agent } => {
                atomically(&self.state, |sql| room::reserve(sql, conversation, &agent, now))?;
                sockets::tell_presence(self, agents::team(&self.sql(), now)?.0);
                sockets::arm(self).await;
                Ok(Value::Null)
            }
            DeskCall::Unreserve { conversation, agent } => {
                atomically(&self.state, |sql| room::unreserve(sql, conversation, &agent))?;
                project::serve(self).await?;
                Ok(Value::Null)
            }
            DeskCall::Why { site, conversation } => {
                let site = Site::require(&self.env, &site).await?;
                let waiting = queue::explained(&self.sql(), &site.policy, now)?.into_iter();
                let mut its = waiting.filter(|(entry, _)| entry.waiting.conversation == conversation);
                value(its.next().map(|(_, decision)| decision))
            }
            DeskCall::Board { site } => {
                let site = Site::require(&self.env, &site).await?;
                value(board::show(&self.sql(), &site.policy, now)?)
            }
            DeskCall::Project { site, row, facts, weight, handed } => {
                let site = Site::require(&self.env, &site).await?;
                project::take_in(self, &site, *row, facts.as_deref(), weight, &handed).await?;
                Ok(Value::Null)
            }
            DeskCall::Restored {} => {
                whole::restored(self).await?;
                Ok(Value::Null)
            }
            DeskCall::AllConversations { after, limit } => value(store::conversations(&self.sql(), after, limit)?),
            DeskCall::Passkeys { ask } => atomically(&self.state, |sql| passkeys::carry_out(sql, ask)),
            DeskCall::Agents { at } => value(agents::team(&self.sql(), at)?.0),
        }
    }
}

fn value(answer: impl serde::Serialize) -> Result<Value, Problem> {
    serde_json::to_value(answer).or_internal("writing an answer")
}

impl DurableObject for Desk {
    fn new(state: State, env: Env) -> Self {
        ambient::begin(&env);
        let ready = migrate(&state, store::MIGRATIONS);
        // The platform answers heartbeats, so that they do not wake the object.
        if let Ok(pair) = WebSocketRequestResponsePair::new(wire::PING, wire::PONG) {
            state.set_websocket_auto_response(&pair);
        }
        Self { state, env, ready, known: Cell::new(false), introduced: Cell::new(false), told: RefCell::new(None) }
    }

    async fn fetch(&self, request: Request) -> worker::Result<Response> {
        if is_upgrade(&request) {
            let accepted = match self.ready.clone() {
                Ok(()) => sockets::accept(self, &request).await,
                Err(problem) => Err(problem),
            };
            return Ok(accepted.unwrap_or_else(|problem| problem::render(&problem, &Surface::Api)));
        }
        let name = asked_name(&request);
        answer(request, |question| self.carry_out(name, question)).await
    }

    async fn websocket_message(&self, socket: WebSocket, message: WebSocketIncomingMessage) -> worker::Result<()> {
        match message {
            WebSocketIncomingMessage::String(text) => sockets::hear(self, &socket, &text).await,
            WebSocketIncomingMessage::Binary(_) => drop(socket.close(Some(1_003), Some("text frames only"))),
        }
        Ok(())
    }

    async fn websocket_close(
        &self,
        socket: WebSocket,
        _code: usize,
        _reason: String,
        _clean: bool,
    ) -> worker::Result<()> {
        // Presence ends by missing heartbeats, not by this.
        let _ = socket.close(Some(1_000), Some("bye"));
        Ok(())
    }

    async fn websocket_error(&self, _socket: WebSocket, error: worker::Error) -> worker::Result<()> {
        log::info("a socket of the desk broke", serde_json::json!({ "cause": error.to_string() }));
        Ok(())
    }

    async fn alarm(&self) -> worker::Result<Response> {
        if let Err(problem) = sockets::sweep(self).await {
            log::failure("sweeping the desk", &problem.kind);
            sockets::arm(self).await;
        }
        Response::empty()
    }
}
