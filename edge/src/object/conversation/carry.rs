//! Carrying out what an agent wishes, wherever the wish came from: a console's socket, a bulk request, the API.

use super::{Conversation, call::Executed, frames::speak_code, journal, pending, room, secrets, sockets::present};
use crate::{ambient, log, problem, site::Site};
use serde::{Deserialize, Serialize};
use weft_shared::{
    channel::Channel,
    command::{Command, CommandBody, DeskCommand},
    decide::ways,
    id::{AgentId, AttachmentId, CommandKey, HandoffId, MessageId, TokenId},
    message::Attachment,
    wire::{
        agent::{AgentRole, Wish},
        problem::Problem,
    },
};

/// Who wishes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The agent.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// What they may do.
    pub role: AgentRole,
}

/// Carries a wish out, once for its key.
///
/// # Errors
/// The decision's refusal, or `at-capacity` when the agent would own what they have no room for.
pub async fn out(
    object: &Conversation,
    site: &Site,
    actor: &Actor,
    key: &CommandKey,
    wish: Wish,
) -> Result<Executed, Problem> {
    let agent = actor.agent.clone();
    let now = ambient::now();
    let own_key = scoped(agent.as_str(), key)?;
    let message = || Ok::<_, Problem>(MessageId::new(now, ambient::new_id10()?));
    let token = || Ok::<_, Problem>(TokenId::new(now, ambient::new_id10()?));
    let body = match wish {
        Wish::Reply { text, channel, template, attachments } => CommandBody::Reply {
            agent,
            name: actor.name.clone(),
            message: message()?,
            token: token()?,
            channel: channel.or_else(|| first_channel(object, site)),
            text,
            attachments: brought(object, &actor.agent, &own_key, &attachments)?,
            template,
        },
        Wish::Take => CommandBody::Take { agent },
        Wish::Close => CommandBody::Close { agent },
        Wish::Reopen => CommandBody::Reopen { agent },
        Wish::RevokeLinks => CommandBody::RevokeLinks { agent },
        Wish::HandOff { note } => {
            let name = room::name_of(object, site, &note.owner).await?;
            let (leads, handoff) = (actor.role >= AgentRole::Lead, HandoffId::new(now, ambient::new_id10()?));
            CommandBody::Desk(DeskCommand::HandOff { agent, leads, handoff, note, name, message: message()? })
        }
        Wish::AcceptHandoff => {
            CommandBody::Desk(DeskCommand::AcceptHandoff { agent, name: actor.name.clone(), message: message()? })
        }
        Wish::DeclineHandoff { because } => CommandBody::Desk(DeskCommand::DeclineHandoff { agent, because }),
        Wish::MoveChannel { to, note } => {
            CommandBody::Desk(DeskCommand::MoveChannel { agent, to, note, token: token()?, message: message()? })
        }
        Wish::Note { text, mentions } => {
            let mentions = room::known(object, site, mentions).await?;
            CommandBody::Desk(DeskCommand::AddNote { agent, text, mentions })
        }
        Wish::Tag { tags } => CommandBody::Desk(DeskCommand::Tag { agent, tags }),
        Wish::Hold { until, because } => CommandBody::Desk(DeskCommand::Hold { agent, until, because }),
        Wish::Resume => CommandBody::Desk(DeskCommand::Resume { agent: Some(agent) }),
        Wish::AddIdentifier { kind, value, how } => {
            let identifier = crate::route::person::canonical(kind, &value, site)?;
            CommandBody::AddIdentifier { agent, identifier, how }
        }
        Wish::SpeakCode => {
            speak_code(object, site, &agent).await?;
            return Ok(Executed { seq: object.thread()?.seq });
        }
        Wish::SetIntent { intent } => CommandBody::SetIntent { agent, intent },
        Wish::MoveInto { conversation } => {
            super::visit::move_into(object, site, own_key, agent, conversation).await?;
            return Ok(Executed { seq: object.thread()?.seq });
        }
        Wish::Vouch { session, how } => {
            super::calls::vouch(object, site, &own_key, agent, session, how).await?;
            return Ok(Executed { seq: object.thread()?.seq });
        }
    };
    let medium = match &body {
        CommandBody::Reply { channel, .. } => channel.clone(),
        _ => None,
    };
    let outcome = room::execute(object, site, &actor.agent, Command { key: own_key, body }).await;
    if let Err(Problem { rule: Some(rule), .. }) = &outcome
        && let Some(channel) = medium
    {
        note_refusal(object, site, actor.agent.clone(), key, channel, rule.clone()).await;
    }
    outcome
}

/// The files that were brought here for an answer. When that went out already, they are not waiting any more.
fn brought(
    object: &Conversation,
    agent: &AgentId,
    key: &CommandKey,
    wanted: &[AttachmentId],
) -> Result<Vec<Attachment>, Problem> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    object.begun()?;
    let sql = object.state.storage().sql();
    if journal::answered(&sql, key)?.is_some() {
        return Ok(Vec::new());
    }
    pending::wanted(&sql, agent, wanted)
}

/// Reports count what rules keep back. If that cannot be noted, the agent's answer stays the same.
async fn note_refusal(
    object: &Conversation,
    site: &Site,
    agent: AgentId,
    key: &CommandKey,
    channel: Channel,
    rule: String,
) {
    let noted = async {
        let key = scoped(&format!("refused {agent}"), key)?;
        let body = CommandBody::NoteRefusal { agent: Some(agent), channel, rule };
        object.execute(site, &Command { key, body }).await
    };
    if let Err(problem) = noted.await {
        log::failure("noting a refusal", &problem.kind);
    }
}

/// The channel that an answer takes when it names none: the first of those that the console shows.
fn first_channel(object: &Conversation, site: &Site) -> Option<Channel> {
    let thread = object.thread().ok()?;
    let here = |session| present(object, session);
    ways(&thread, &site.policy, ambient::now(), &here).into_iter().next().map(|way| way.channel)
}

/// A client's key, made apart from every other client's.
///
/// # Errors
/// Practically none.
pub fn scoped(who: &str, key: &CommandKey) -> Result<CommandKey, Problem> {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(format!("{who} {}", key.as_str()).as_bytes());
    let hex = secrets::hex(digest.get(..24).unwrap_or_default());
    hex.parse().map_err(problem::malformed)
}
