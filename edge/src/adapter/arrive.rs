//! What adapters make of what providers send: a message, a report, a change. From here on no provider matters.

use crate::{
    ambient, log,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed},
        directory::call::{DirectoryCall, Resolved},
    },
    problem,
    site::Site,
};
use serde_json::json;
use weft_shared::{
    command::{Command, CommandBody, Opening, Sender},
    evidence::Evidence,
    id::{CommandKey, ConversationId, CustomerId},
    identity::{Identifier, IdentifierKind, Standing},
    message::Message,
    seal::Seal,
    time::Timestamp,
    wire::problem::{Problem, ProblemKind},
};
use worker::Env;

/// How many conversations that went on in others are followed for one message.
const HOPS: usize = 20;

/// A message that came in. Delivering it again with the same key changes nothing.
pub struct Inbound {
    /// The same for each delivery of the same message, and for no other.
    pub key: CommandKey,
    /// The address that it says it is from, in canonical form.
    pub address: Identifier,
    /// The name that it gave.
    pub name: Option<String>,
    /// Proofs that the adapter verified.
    pub evidence: Vec<Evidence>,
    /// Something that does not fit, in one sentence for agents.
    pub doubt: Option<String>,
    /// The conversation that it answers, by something that nobody else can have made; and by what, for the log.
    pub thread: Option<(ConversationId, &'static str)>,
    /// The medium's id of the message that it answers.
    pub answers: Option<String>,
    /// The provider has given the mandatory answer already: the rules give none.
    pub answered: bool,
    /// It. Who wrote it is decided by the conversation, whatever its author says; its evidence is filled in here.
    pub message: Message,
}

/// Where a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// The conversation.
    pub conversation: ConversationId,
    /// Whether it began with this message.
    pub opened: bool,
}

/// Takes a message in: finds its conversation, or opens one, and tells it.
///
/// # Errors
/// `busy` or `internal` when it could not be kept, so that the provider delivers it again; anything else would not
/// change by that.
pub async fn message(env: &Env, site: &Site, seal: &Seal, inbound: Inbound, at: Timestamp) -> Result<Arrived, Problem> {
    let Inbound { key, address, name, evidence, doubt, thread, answers, answered, message } = inbound;
    let channel = message.channel.clone();
    let identified = site.policy.identifies(&channel, &evidence, at);
    let threaded = match thread {
        Some((conversation, by)) => {
            let question = DirectoryCall::Customer { conversation };
            let customer: Option<CustomerId> = call(env, "DIRECTORY", site.id.as_str(), &question).await?;
            customer.map(|customer| (Resolved { customer, conversation, opened: false, consents: Vec::new() }, by))
        }
        None => None,
    };
    let (resolved, by) = match threaded {
        Some(found) => found,
        None => {
            let question = DirectoryCall::Resolve {
                identifier: address.clone(),
                standing: if identified { Standing::Proven } else { Standing::Claimed },
                key: key.clone(),
                new_customer: CustomerId::new(at, ambient::random()?),
                new_conversation: ConversationId::new(at, ambient::random()?),
                at,
            };
            (call(env, "DIRECTORY", site.id.as_str(), &question).await?, "directory")
        }
    };
    let opening = Opening {
        conversation: resolved.conversation,
        site: site.id.clone(),
        customer: resolved.customer,
        subject: message.subject.clone(),
    };
    let from = seal.address_hash(&address);
    let sender = Sender {
        address,
        name,
        evidence,
        doubt,
        known: threaded_by_directory(by),
        consents: resolved.consents,
        withheld: false,
        answered,
    };
    let files = message.attachments.len();
    let body = CommandBody::Receive { opening, sender, message: Box::new(message), answers };
    let (conversation, outcome) = follow(env, site, resolved.conversation, &Command { key, body }).await;
    log::info(
        "message in",
        json!({
            "site": site.id, "channel": channel, "from": from, "identified": identified, "by": by,
            "conversation": conversation, "opened": resolved.opened, "files": files,
            "seq": outcome.as_ref().ok().map(|executed| executed.seq),
            "refused": outcome.as_ref().err().map(|problem| problem.kind.clone()),
        }),
    );
    settled(outcome)?;
    Ok(Arrived { conversation, opened: resolved.opened })
}

/// Has a conversation carry out a command, or the one in which it goes on: where it was carried out at last, and how.
pub async fn follow(
    env: &Env,
    site: &Site,
    first: ConversationId,
    command: &Command,
) -> (ConversationId, Result<Executed, Problem>) {
    let mut conversation = first;
    let mut outcome = execute(env, site, conversation, command.clone()).await;
    for _ in 0..HOPS {
        let Some(named) = outcome.as_ref().err().and_then(goes_on_in) else { break };
        let next = match named {
            Some(next) => Some(next),
            None => {
                let question = DirectoryCall::Departed { conversation };
                match call(env, "DIRECTORY", site.id.as_str(), &question).await {
                    Ok(next) => next,
                    Err(problem) => return (conversation, Err(problem)),
                }
            }
        };
        let Some(next) = next.filter(|next| *next != conversation) else { break };
        conversation = next;
        outcome = execute(env, site, conversation, command.clone()).await;
    }
    (conversation, outcome.map_err(unsettled))
}

/// What is still said to go on elsewhere was kept nowhere: whoever sent it has to come again.
fn unsettled(problem: Problem) -> Problem {
    if problem.is(ProblemKind::Moved) { problem::busy() } else { problem }
}

/// Whether a problem says that a conversation goes on elsewhere, and where, if it can be read.
fn goes_on_in(problem: &Problem) -> Option<Option<ConversationId>> {
    problem.is(ProblemKind::Moved).then(|| problem.canonical.as_ref().and_then(|id| id.parse().ok()))
}

/// Takes in a message of somebody who keeps the address to himself, into a conversation of its own that nobody takes
/// part in. The ids follow from the message, so that its repetition gets there as well.
///
/// # Errors
/// As [`message`].
pub async fn withheld(
    env: &Env,
    site: &Site,
    key: CommandKey,
    (conversation, customer): (ConversationId, CustomerId),
    message: Message,
    at: Timestamp,
) -> Result<Arrived, Problem> {
    let question = DirectoryCall::Register { conversation, customer, at };
    let () = call(env, "DIRECTORY", site.id.as_str(), &question).await?;
    let channel = message.channel.clone();
    let opening = Opening { conversation, site: site.id.clone(), customer, subject: None };
    let sender = Sender {
        address: Identifier { kind: IdentifierKind::Phone, value: String::new() },
        name: None,
        evidence: Vec::new(),
        doubt: None,
        known: false,
        consents: Vec::new(),
        withheld: true,
        answered: false,
    };
    let body = CommandBody::Receive { opening, sender, message: Box::new(message), answers: None };
    let outcome = execute(env, site, conversation, Command { key, body }).await;
    log::info(
        "message in",
        json!({ "site": site.id, "channel": channel, "by": "withheld", "conversation": conversation }),
    );
    settled(outcome)?;
    Ok(Arrived { conversation, opened: true })
}

fn threaded_by_directory(by: &str) -> bool {
    by == "directory"
}

/// Has a conversation carry out a command.
///
/// # Errors
/// As the conversation answers.
pub async fn execute(
    env: &Env,
    site: &Site,
    conversation: ConversationId,
    command: Command,
) -> Result<Executed, Problem> {
    let name = format!("{}/{conversation}", site.id);
    call(env, "CONVERSATION", &name, &ConversationCall::Execute { site: site.id.clone(), command }).await
}

/// Trouble that passes stays an error, so that the provider comes again; anything else would not change by that.
///
/// # Errors
/// `busy` and `internal`.
pub fn settled(outcome: Result<Executed, Problem>) -> Result<(), Problem> {
    match outcome {
        Err(problem) if problem.is(ProblemKind::Busy) || problem.is(ProblemKind::Internal) => Err(problem),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_conversation_that_went_on_elsewhere_is_followed() {
        let there = ConversationId::from_bits(7);
        let mut moved = Problem::new(ProblemKind::Moved);
        assert_eq!(goes_on_in(&moved), Some(None), "the directory is asked where");
        moved.canonical = Some(there.to_string());
        assert_eq!(goes_on_in(&moved), Some(Some(there)));
        assert_eq!(goes_on_in(&Problem::new(ProblemKind::NotFound)), None);
    }

    #[test]
    fn a_message_that_nobody_kept_is_asked_for_again() {
        let lost = unsettled(Problem::new(ProblemKind::Moved));
        assert!(settled(Err(lost)).is_err(), "a provider that hears 200 forgets it");
        assert!(unsettled(Problem::new(ProblemKind::NotFound)).is(ProblemKind::NotFound));
    }

    #[test]
    fn only_trouble_that_passes_is_told_to_the_provider() {
        for kind in ProblemKind::ALL {
            let passing = matches!(kind, ProblemKind::Busy | ProblemKind::Internal);
            assert_eq!(settled(Err(Problem::new(*kind))).is_err(), passing, "{kind:?}");
        }
    }
}
