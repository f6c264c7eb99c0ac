//! Wishes of the holders of addresses: told to the directory, asked of it before anything goes out, noted here.

use super::{Conversation, deliver::Outcome};
use crate::{
    adapter::arrive,
    ambient, log,
    object::{call::call, directory::call::DirectoryCall},
    problem,
    site::Site,
};
use sha2::{Digest, Sha256};
use weft_shared::{
    channel::Channel,
    command::{Command, CommandBody},
    consent::{Consent, ConsentLine},
    id::{CommandKey, ConversationId, MessageId},
    identity::Identifier,
    time::Timestamp,
    wire::problem::Problem,
};

/// Tells the directory, and the customer's other conversations that it names.
pub async fn tell(object: &Conversation, site: &Site, line: &ConsentLine, at: Timestamp) -> Result<Outcome, Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(Outcome::Done) };
    let conversation = identity.conversation;
    let question = DirectoryCall::Consent { conversation, line: line.clone(), at };
    let others: Vec<ConversationId> = call(&object.env, "DIRECTORY", site.id.as_str(), &question).await?;
    let label = site.policy.label(&line.channel);
    let because = match line.consent {
        Consent::Stopped => format!("{} said stop on {label} in another conversation", line.identifier.value),
        Consent::Given => format!("{} agreed to messages on {label} in another conversation", line.identifier.value),
    };
    let key = key(conversation, line, at)?;
    for other in others {
        let body = CommandBody::NoteConsent { line: line.clone(), because: because.clone() };
        let told = arrive::execute(&object.env, site, other, Command { key: key.clone(), body }).await;
        arrive::settled(told)?;
    }
    Ok(Outcome::Done)
}

/// The same for each time that the same wish is told.
fn key(conversation: ConversationId, line: &ConsentLine, at: Timestamp) -> Result<CommandKey, Problem> {
    let told = format!("{conversation} {} {:?} {} {}", line.channel, line.identifier, line.consent as u8, at.0);
    let digest = Sha256::digest(told.as_bytes());
    format!("wish-{}", super::hex(digest.get(..20).unwrap_or_default())).parse().map_err(problem::malformed)
}

/// Asks once more before something goes out: the customer may have said stop while it waited, here or elsewhere. None
/// when it may go.
pub async fn stopped(
    object: &Conversation,
    site: &Site,
    to: &Identifier,
    channel: &Channel,
) -> Result<Option<Outcome>, Problem> {
    let never = || Some(Outcome::Never("The customer said stop on this channel.".to_owned()));
    let here = object.thread()?.consent(to, channel);
    if here == Some(Consent::Stopped) {
        return Ok(never());
    }
    let question = DirectoryCall::Consented { identifier: to.clone(), channel: channel.clone() };
    let wish: Option<Consent> = call(&object.env, "DIRECTORY", site.id.as_str(), &question).await?;
    Ok(match (wish, here) {
        // One of the two is news that the other has not heard yet; soon they agree.
        (Some(Consent::Stopped), Some(Consent::Given)) => {
            Some(Outcome::Later("the customer's last wish is on its way".to_owned()))
        }
        (Some(Consent::Stopped), _) => never(),
        _ => None,
    })
}

/// What the holder of a proven address wished elsewhere counts here too.
pub async fn note(object: &Conversation, site: &Site, lines: Vec<ConsentLine>) -> Result<(), Problem> {
    for line in lines {
        if object.thread()?.consent(&line.identifier, &line.channel) == Some(line.consent) {
            continue;
        }
        let because = format!("{} was known to wish so before.", line.identifier.value);
        // A key of its own: the same wish may come, go and come again, and noting it twice changes nothing.
        let key = format!("wish-{}", ambient::random::<16>().map(|bytes| super::hex(&bytes))?);
        let key = key.parse().map_err(problem::malformed)?;
        object.execute(site, &Command { key, body: CommandBody::NoteConsent { line, because } }).await?;
    }
    Ok(())
}

/// The medium knows that the customer wants nothing more there: so do we from now on.
pub async fn note_stop(object: &Conversation, site: &Site, message: MessageId, to: &Identifier, channel: &Channel) {
    let line = ConsentLine { identifier: to.clone(), channel: channel.clone(), consent: Consent::Stopped };
    let because = "the provider says that the customer replied STOP".to_owned();
    let noted = async {
        let key = format!("stopped-{message}").parse().map_err(problem::malformed)?;
        object.execute(site, &Command { key, body: CommandBody::ReportConsent { line, because } }).await
    };
    if let Err(problem) = noted.await {
        log::failure("noting a stop", &problem.kind);
    }
}
