//! Room at the desk: before anybody becomes the owner of an open conversation, the desk keeps room for it. So capacity
//! holds on every path that assigns.

use super::{Conversation, call::Executed};
use crate::{
    ambient, log,
    object::{call::call, desk, desk::call::DeskCall},
    site::Site,
};
use std::collections::BTreeSet;
use weft_shared::{
    command::{Command, CommandBody, DeskCommand},
    conversation::Conversation as Thread,
    handoff::Party,
    id::AgentId,
    wire::{
        agent::Colleague,
        problem::{Problem, ProblemKind},
    },
};

/// Executes a command of an agent. If it would make them the owner, the desk keeps room first, and gets it back if the
/// command is refused. What somebody had and has no more keeps none either.
///
/// # Errors
/// As the decision, or `at-capacity`.
pub async fn execute(
    object: &Conversation,
    site: &Site,
    agent: &AgentId,
    command: Command,
) -> Result<Executed, Problem> {
    let before = object.thread()?;
    let Some(conversation) = before.identity.as_ref().map(|identity| identity.conversation) else {
        return object.execute(site, &command).await;
    };
    let takes = takes(&before, agent, &command.body);
    if takes {
        let reserve = DeskCall::Reserve { conversation, agent: agent.clone() };
        call::<_, ()>(&object.env, desk::BINDING, site.id.as_str(), &reserve).await?;
    }
    let outcome = object.execute(site, &command).await;
    let after = object.thread()?;
    let taken = outcome.is_ok() && after.owner.as_ref() == Some(agent);
    let mut free: BTreeSet<&AgentId> =
        occupied(&before).filter(|had| occupied(&after) != Some(had)).into_iter().collect();
    if takes && !taken {
        free.insert(agent);
    }
    for agent in free {
        let free = DeskCall::Unreserve { conversation, agent: agent.clone() };
        if let Err(problem) = call::<_, ()>(&object.env, desk::BINDING, site.id.as_str(), &free).await {
            // The desk gives it back by itself when the conversation says who owns it.
            log::failure("giving room back", &problem.kind);
        }
    }
    outcome
}

/// Whose room it takes.
fn occupied(thread: &Thread) -> Option<&AgentId> {
    thread.owner.as_ref().filter(|_| thread.open && thread.desk.held.is_none())
}

/// Whether the command would make the agent answer for an open conversation that takes none of their room yet. What a
/// colleague answers for is refused anyway, and room for it is no concern.
fn takes(thread: &Thread, agent: &AgentId, wish: &CommandBody) -> bool {
    let mine = thread.owner.as_ref() == Some(agent);
    let waits = mine && thread.open && thread.desk.held.is_some();
    match wish {
        CommandBody::Take { .. } => (thread.open && thread.owner.is_none()) || waits,
        CommandBody::Reply { .. } => thread.owner.is_none() || waits,
        CommandBody::Reopen { .. } => !thread.open,
        CommandBody::Desk(DeskCommand::AcceptHandoff { .. }) => {
            let offered = thread.desk.offer.as_ref().map(|offer| &offer.to);
            matches!(offered, Some(Party::Agent(to)) if to == agent) && !mine
        }
        CommandBody::Desk(DeskCommand::Resume { agent: Some(_) }) => waits,
        _ => false,
    }
}

/// What customers call the next owner.
///
/// # Errors
/// `against-policy` when there is no such agent or team.
pub async fn name_of(object: &Conversation, site: &Site, party: &Party) -> Result<String, Problem> {
    match party {
        Party::Team(team) => {
            let known = site.policy.routing.teams.get(team).map(|team| team.label.clone());
            known.ok_or_else(|| nobody("team", format!("there is no team {team:?}")))
        }
        Party::Agent(agent) => {
            let question = DeskCall::AgentName { agent: agent.clone() };
            let known: Option<String> = call(&object.env, desk::BINDING, site.id.as_str(), &question).await?;
            known.ok_or_else(|| nobody("handoff", format!("there is no agent {agent}")))
        }
    }
}

/// The note names somebody who does not exist.
fn nobody(rule: &str, why: String) -> Problem {
    let mut problem = Problem::new(ProblemKind::AgainstPolicy).detail(why);
    problem.rule = Some(rule.to_owned());
    problem.field = Some("owner".to_owned());
    problem.example = Some("A colleague or a team".to_owned());
    problem
}

/// The colleagues of these whom the site knows: nobody else can be told of a note.
///
/// # Errors
/// When the desk cannot be asked.
pub async fn known(object: &Conversation, site: &Site, named: Vec<AgentId>) -> Result<Vec<AgentId>, Problem> {
    if named.is_empty() {
        return Ok(named);
    }
    let question = DeskCall::Agents { at: ambient::now() };
    let team: Vec<Colleague> = call(&object.env, desk::BINDING, site.id.as_str(), &question).await?;
    Ok(named.into_iter().filter(|agent| team.iter().any(|known| known.agent == *agent)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::conversation::Hold;

    fn ada() -> AgentId {
        "ada".parse().unwrap()
    }

    fn takes_it(thread: &Thread, wish: &CommandBody) -> bool {
        takes(thread, &ada(), wish)
    }

    #[test]
    fn room_is_kept_for_what_would_take_it_and_for_nothing_else() {
        let (take, reopen) = (CommandBody::Take { agent: ada() }, CommandBody::Reopen { agent: ada() });
        let resume = CommandBody::Desk(DeskCommand::Resume { agent: Some(ada()) });
        let mut thread = Thread { open: true, ..Thread::default() };
        assert!(takes_it(&thread, &take) && !takes_it(&thread, &reopen) && !takes_it(&thread, &resume));
        thread.owner = Some("ben".parse().unwrap());
        assert!(!takes_it(&thread, &take), "it is refused anyway");
        thread.owner = Some(ada());
        assert!(!takes_it(&thread, &take) && !takes_it(&thread, &resume), "it takes room already");
        thread.desk.held = Some(Hold { agent: ada(), until: None, because: String::new() });
        assert!(takes_it(&thread, &take) && takes_it(&thread, &resume));
        assert_eq!(occupied(&thread), None, "what waits takes none");
        thread.desk.held = None;
        assert_eq!(occupied(&thread), Some(&ada()));
        (thread.open, thread.owner) = (false, None);
        assert_eq!(occupied(&thread), None);
        assert!(!takes_it(&thread, &take), "it is refused: what is closed is reopened first");
        assert!(takes_it(&thread, &reopen));
        assert!(!takes_it(&thread, &CommandBody::Close { agent: ada() }));
    }
}
