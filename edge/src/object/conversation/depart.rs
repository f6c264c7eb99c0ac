//! Handing over the messages of a conversation that goes on in another one.

use super::{Conversation, deliver::Outcome, journal};
use crate::{
    adapter::arrive,
    object::{call::call, directory::call::DirectoryCall},
    problem,
    site::Site,
};
use weft_shared::{
    command::{Command, CommandBody},
    decide::handed_over,
    id::ConversationId,
    wire::problem::{Problem, ProblemKind},
};

/// Messages in one command.
const CHUNK: usize = 100;

/// Tells the directory where the conversation goes on, and hands its messages over there. Doing it again changes nothing:
/// each part has its own key, and a message that is there already stays as it is.
pub async fn run(object: &Conversation, site: &Site, to: ConversationId) -> Result<Outcome, Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(Outcome::Done) };
    let from = identity.conversation;
    let question = DirectoryCall::Depart { conversation: from, to };
    let told: Result<(), Problem> = call(&object.env, "DIRECTORY", site.id.as_str(), &question).await;
    match told {
        Err(problem) if problem.is(ProblemKind::Conflict) || problem.is(ProblemKind::NotFound) => {
            return Ok(Outcome::Never("the directory knows the two as different customers'".to_owned()));
        }
        other => other?,
    }
    let messages = handed_over(&thread, &journal::read(&object.state.storage().sql(), 0)?);
    for (part, chunk) in messages.chunks(CHUNK).enumerate() {
        let more = (part + 1).saturating_mul(CHUNK) < messages.len();
        let key = format!("absorb-{from}-{part}").parse().map_err(problem::malformed)?;
        let command = Command { key, body: CommandBody::Absorb { from, messages: chunk.to_vec(), more } };
        // The other one may have gone on elsewhere meanwhile.
        let (_, outcome) = arrive::follow(&object.env, site, to, &command).await;
        if let Err(problem) = outcome {
            if problem.is(ProblemKind::Busy) || problem.is(ProblemKind::Internal) {
                return Err(problem);
            }
            return Ok(Outcome::Never(problem.detail.unwrap_or(problem.title)));
        }
    }
    Ok(Outcome::Done)
}
