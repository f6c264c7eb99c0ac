//! Room at the desk: before anybody becomes the owner of an open conversation, the desk keeps room for it. So capacity
//! holds on every path that assigns.

use super::{Conversation, call::Executed};
use crate::{
    log,
    object::{call::call, desk, desk::call::DeskCall},
    problem,
    site::Site,
};
use weft_shared::{
    command::{Command, CommandBody},
    handoff::Party,
    id::AgentId,
    wire::problem::Problem,
};

/// Executes a command of an agent. If it would make them the owner, the desk keeps room first, and gets it back if the
/// command is refused.
///
/// # Errors
/// As the decision, or `at-capacity`.
pub async fn execute(
    object: &Conversation,
    site: &Site,
    agent: &AgentId,
    command: Command,
) -> Result<Executed, Problem> {
    let thread = object.thread()?;
    let Some(identity) = thread.identity.as_ref().filter(|_| takes(&thread, agent, &command.body)) else {
        return object.execute(site, &command).await;
    };
    let conversation = identity.conversation;
    let reserve = DeskCall::Reserve { conversation, agent: agent.clone() };
    call::<_, ()>(&object.env, desk::BINDING, site.id.as_str(), &reserve).await?;
    let outcome = object.execute(site, &command).await;
    let owned = object.thread()?.owner.as_ref() == Some(agent);
    if !owned {
        let free = DeskCall::Unreserve { conversation, agent: agent.clone() };
        if let Err(problem) = call::<_, ()>(&object.env, desk::BINDING, site.id.as_str(), &free).await {
            // The desk gives it back by itself when the conversation says who owns it.
            log::failure("giving room back", &problem.kind);
        }
    }
    outcome
}

/// Whether the command would make the agent the owner.
fn takes(thread: &weft_shared::conversation::Conversation, agent: &AgentId, wish: &CommandBody) -> bool {
    let mine = thread.owner.as_ref() == Some(agent);
    match wish {
        CommandBody::Take { .. } | CommandBody::Reply { .. } => !mine || !thread.open || thread.desk.held.is_some(),
        CommandBody::Reopen { .. } => !thread.open,
        CommandBody::AcceptHandoff { .. } => !mine,
        CommandBody::Resume { agent: Some(_) } => true,
        _ => false,
    }
}

/// What customers call the next owner.
///
/// # Errors
/// `malformed` when there is no such agent or team.
pub async fn name_of(object: &Conversation, site: &Site, party: &Party) -> Result<String, Problem> {
    match party {
        Party::Team(team) => {
            let known = site.policy.routing.teams.get(team).map(|team| team.label.clone());
            known.ok_or_else(|| problem::malformed(format!("there is no team {team:?}")))
        }
        Party::Agent(agent) => {
            let question = DeskCall::AgentName { agent: agent.clone() };
            let known: Option<String> = call(&object.env, desk::BINDING, site.id.as_str(), &question).await?;
            known.ok_or_else(|| problem::malformed(format!("there is no agent {agent}")))
        }
    }
}
