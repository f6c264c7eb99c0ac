//! What programs do in the name of agents: each goes the way of the agent's own wish, with the same checks.

use super::once::{Act, Answer, once};
use crate::{
    object::{
        call::call,
        conversation::{
            call::{ConversationCall, Executed},
            calls::fresh_key,
            carry::Actor,
        },
        desk::{
            self,
            call::{AgentDetail, DeskCall},
        },
    },
    problem, reply,
    request::Ctx,
    site::Site,
};
use serde::de::DeserializeOwned;
use weft_shared::{
    handoff::HandoffNote,
    id::{AgentId, CommandKey, ConversationId},
    wire::{
        agent::Wish,
        api::{Close, Conversation, Message, NewHandoff, NewMessage, NewNote, NewTags, Reopen},
        problem::{Problem, ProblemKind},
    },
};
use worker::{Env, Response};

/// How far back the message that was just sent is looked for.
const BACK: u64 = 20;

/// `POST …/messages`: 201 with the message.
///
/// # Errors
/// As for an agent who answers; `invalid` when there is no such agent.
pub async fn send(mut ctx: Ctx) -> Result<Response, Problem> {
    let id: ConversationId = ctx.param("id")?;
    once(&mut ctx, |act, said: NewMessage| async move {
        let NewMessage { agent, text, channel } = said;
        let wish = Wish::Reply { text, channel, template: None, attachments: Vec::new() };
        let done = carry(&act, id, agent.clone(), wish).await?;
        let after = done.seq.saturating_sub(BACK);
        let question = ConversationCall::Messages { site: act.site.id.clone(), after, most: BACK as u32 };
        let messages: Vec<Message> = ask(&act.env, &act.site, id, &question).await?;
        let sent = messages
            .into_iter()
            .rev()
            .find(|message| message.seq <= done.seq && message.agent.as_ref() == Some(&agent));
        Answer::new(201, &sent.ok_or_else(problem::not_found)?)
    })
    .await
}

/// `POST …/notes`: 201 with the conversation.
///
/// # Errors
/// As for an agent who notes something.
pub async fn note(mut ctx: Ctx) -> Result<Response, Problem> {
    let id = ctx.param("id")?;
    once(&mut ctx, |act, said: NewNote| async move {
        carry(&act, id, said.agent, Wish::Note { text: said.text, mentions: said.mentions }).await?;
        Answer::new(201, &shown(&act.env, &act.site, id).await?)
    })
    .await
}

/// `PUT …/tags`: 200 with the conversation.
///
/// # Errors
/// As for an agent who tags.
pub async fn tag(mut ctx: Ctx) -> Result<Response, Problem> {
    let id = ctx.param("id")?;
    let NewTags { agent, tags } = ctx.json().await?;
    let act = Act { env: ctx.env.clone(), site: ctx.site()?, key: fresh_key()? };
    carry(&act, id, agent, Wish::Tag { tags }).await?;
    reply::json(&shown(&act.env, &act.site, id).await?)
}

/// `POST …/handoff`: 200 with the conversation.
///
/// # Errors
/// As for an agent who hands over: without a good note, nothing changes.
pub async fn hand_off(mut ctx: Ctx) -> Result<Response, Problem> {
    let id = ctx.param("id")?;
    once(&mut ctx, |act, said: NewHandoff| async move {
        let NewHandoff { agent, wants, done, promised, next, owner, due } = said;
        let note = HandoffNote { wants, done, promised, next, owner, due: due.0 };
        carry(&act, id, agent, Wish::HandOff { note }).await?;
        Answer::new(200, &shown(&act.env, &act.site, id).await?)
    })
    .await
}

/// `POST …/close`: 200 with the conversation.
///
/// # Errors
/// As for an agent who closes.
pub async fn close(mut ctx: Ctx) -> Result<Response, Problem> {
    let id = ctx.param("id")?;
    once(&mut ctx, |act, said: Close| async move {
        carry(&act, id, said.agent, Wish::Close).await?;
        Answer::new(200, &shown(&act.env, &act.site, id).await?)
    })
    .await
}

/// `POST …/reopen`: 200 with the conversation.
///
/// # Errors
/// As for an agent who reopens.
pub async fn reopen(mut ctx: Ctx) -> Result<Response, Problem> {
    let id = ctx.param("id")?;
    once(&mut ctx, |act, said: Reopen| async move {
        carry(&act, id, said.agent, Wish::Reopen).await?;
        Answer::new(200, &shown(&act.env, &act.site, id).await?)
    })
    .await
}

/// Carries a wish out in the name of an agent of the site.
async fn carry(act: &Act, id: ConversationId, agent: AgentId, wish: Wish) -> Result<Executed, Problem> {
    // It must be there: nobody learns more of a conversation that is not.
    shown(&act.env, &act.site, id).await?;
    let actor = actor(&act.env, &act.site, agent).await?;
    let key: CommandKey = act.key.clone();
    let question = ConversationCall::Carry { site: act.site.id.clone(), actor, key, wish: Box::new(wish) };
    ask(&act.env, &act.site, id, &question).await
}

/// The agent of this id, with what they may do.
async fn actor(env: &Env, site: &Site, agent: AgentId) -> Result<Actor, Problem> {
    let all: Vec<AgentDetail> = call(env, desk::BINDING, site.id.as_str(), &DeskCall::AgentDetails {}).await?;
    match all.into_iter().find(|known| known.agent == agent) {
        Some(known) => Ok(Actor { agent: known.agent, name: known.name, role: known.role }),
        None => {
            let mut problem = Problem::new(ProblemKind::Invalid);
            problem.errors.push(format!("agent: the site has no agent {agent}"));
            problem.field = Some("agent".to_owned());
            Err(problem)
        }
    }
}

async fn shown(env: &Env, site: &Site, id: ConversationId) -> Result<Conversation, Problem> {
    ask(env, site, id, &ConversationCall::Show {}).await
}

async fn ask<A: DeserializeOwned>(
    env: &Env,
    site: &Site,
    id: ConversationId,
    question: &ConversationCall,
) -> Result<A, Problem> {
    call(env, "CONVERSATION", &format!("{}/{id}", site.id), question).await
}
