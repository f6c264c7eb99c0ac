//! Questions of the worker to a conversation.

use super::{
    Conversation,
    call::{Asked, ConversationCall, Executed, FileFound, JournalPage, Opened, RawFound},
    card, carry, hooks, journal, outbox, pending, secrets, sockets, visit,
};
use crate::{adapter, ambient, object::sql, problem, site::Site};
use serde_json::Value;
use weft_shared::{
    command::{Command, CommandBody},
    disclose::{challenge, entry_for_session},
    event::EventBody,
    evidence::{Assurance, Evidence},
    id::{AgentId, CommandKey, SessionId, TokenId},
    message::{Attachment, Message},
    time::{DAY, MINUTE, Timestamp},
    wire::{
        customer::Credentials,
        entry::EntryBody,
        problem::{Problem, ProblemKind},
    },
};

/// How long a lost answer to `Begin` can be asked for again.
const BEGIN_AGAIN: i64 = 10 * MINUTE;
/// Entries of the journal in one answer.
const JOURNAL_PAGE: usize = 500;
/// Browsers that may hang on one link at once.
const BROWSERS: usize = 20;
/// Browsers that may come by one link in a day, whether they stay or sign out: each is told in the journal.
const BROWSERS_A_DAY: usize = 100;

/// Answers a question.
pub async fn answer(object: &Conversation, question: ConversationCall) -> Result<Value, Problem> {
    match question {
        ConversationCall::Execute { site, command } => {
            let site = object.named_site(&site).await?;
            value(&object.execute(&site, &command).await?)
        }
        ConversationCall::Carry { site, actor, key, wish } => {
            let site = object.named_site(&site).await?;
            value(&carry::out(object, &site, &actor, &key, *wish).await?)
        }
        ConversationCall::Begin { site, command } => {
            let site = object.named_site(&site).await?;
            value(&begin(object, &site, &command).await?)
        }
        ConversationCall::Redeem { site, token, generation, browser } => {
            let site = object.named_site(&site).await?;
            value(&redeem(object, &site, token, generation, &browser).await?)
        }
        ConversationCall::AskProof { site, session, secret } => {
            let site = object.named_site(&site).await?;
            authenticate(object, session, &secret)?;
            value(&ask_proof(object, &site, session)?)
        }
        ConversationCall::ProofAsked { site, session } => {
            let site = object.named_site(&site).await?;
            let command = Command { key: fresh_key()?, body: CommandBody::AskProof { session } };
            value(&object.execute(&site, &command).await?)
        }
        ConversationCall::Prove { site, session, evidence } => {
            let site = object.named_site(&site).await?;
            value(&prove(object, &site, session, evidence).await?)
        }
        ConversationCall::Authenticate { session, secret } => {
            authenticate(object, session, &secret)?;
            value(&Executed { seq: object.thread()?.seq })
        }
        ConversationCall::SignOut { site, session, secret } => {
            let site = object.named_site(&site).await?;
            authenticate(object, session, &secret)?;
            let command = Command { key: fresh_key()?, body: CommandBody::EndSession { session } };
            value(&object.execute(&site, &command).await?)
        }
        ConversationCall::File { site, attachment, session } => {
            let site = object.named_site(&site).await?;
            if let Some((session, secret)) = &session {
                authenticate(object, *session, secret)?;
            }
            value(&file(object, &site, attachment, session.map(|(session, _)| session))?)
        }
        ConversationCall::SpeakCode { site, channel, address, agent } => {
            let site = object.named_site(&site).await?;
            value(&visit::speak_code(object, &site, channel, address, agent).await?)
        }
        ConversationCall::MayIdentify { site, session, secret } => {
            let site = object.named_site(&site).await?;
            value(&visit::may_identify(object, &site, session, &secret)?)
        }
        ConversationCall::Identify { site, session, secret, evidence, also, known, deal, elsewhere } => {
            let site = object.named_site(&site).await?;
            let word = visit::Word { evidence, also, known, deal, elsewhere };
            value(&visit::identify(object, &site, session, &secret, word).await?)
        }
        ConversationCall::Leave { site, session, secret, join } => {
            let site = object.named_site(&site).await?;
            value(&visit::leave(object, &site, session, &secret, join)?)
        }
        ConversationCall::Moved { site, session, secret, credentials } => {
            let site = object.named_site(&site).await?;
            value(&visit::moved(object, &site, session, &secret, &credentials).await?)
        }
        ConversationCall::Adopt { site, from, session, evidence } => {
            let site = object.named_site(&site).await?;
            value(&visit::adopt(object, &site, from, session, evidence).await?)
        }
        ConversationCall::Card { site, words } => {
            let site = object.named_site(&site).await?;
            value(&card::part(object, &site, words)?)
        }
        ConversationCall::Bring { agent, file } => value(&pending::bring(object, &agent, &file).await?),
        ConversationCall::AgentGone { session } => {
            sockets::agent_gone(object, &session);
            Ok(Value::Null)
        }
        ConversationCall::Owner {} => value(&object.begun()?.owner),
        ConversationCall::Raw { message } => value(&raw(object, message)?),
        ConversationCall::Journal { after } => {
            let events = journal::page(&object.state.storage().sql(), after, JOURNAL_PAGE)?;
            let more = events.len() == JOURNAL_PAGE;
            value(&JournalPage { events, more })
        }
        ConversationCall::Show {} => value(&hooks::show(object)?),
        ConversationCall::Messages { site, after, most } => {
            let site = object.named_site(&site).await?;
            value(&hooks::messages(object, &site, after, most)?)
        }
        ConversationCall::TellAgain { hook } => {
            let seq = object.begun()?.seq;
            let order = outbox::Order::Hook(hook);
            sql::atomically(&object.state, |sql| outbox::put(sql, &order, ambient::now()))?;
            object.arm().await;
            value(&Executed { seq })
        }
        ConversationCall::Arm {} => {
            object.arm().await;
            value(&Executed { seq: object.begun()?.seq })
        }
        ConversationCall::Reproject { .. } => {
            let seq = object.begun()?.seq;
            // The desk gives nothing away before it knows all: that it could not be told must be heard.
            let site = object.site().await?;
            super::deliver::index(object, &site.id, &site).await?;
            sql::atomically(&object.state, |sql| {
                sql::run(sql, "UPDATE mark SET value = 0 WHERE name = 'projected'", vec![])?;
                outbox::put(sql, &outbox::Order::Project, ambient::now())
            })?;
            // Not what else is due: an alarm may be at it, and a mail must not go out twice.
            super::deliver::projections(object).await;
            object.arm().await;
            value(&Executed { seq })
        }
    }
}

/// An agent vouches for a browser that is here: its level changes, so it gets a fresh secret over its open socket.
pub async fn vouch(
    object: &Conversation,
    site: &Site,
    key: &CommandKey,
    agent: AgentId,
    session: SessionId,
    how: String,
) -> Result<(), Problem> {
    if !sockets::present(object, session) {
        return Err(Problem::new(ProblemKind::Conflict).detail("the visitor is not here now: vouch while they are"));
    }
    let body = CommandBody::Vouch { agent, session, how };
    let command = Command { key: key.clone(), body };
    object.execute(site, &command).await?;
    Ok(())
}

async fn begin(object: &Conversation, site: &Site, command: &Command) -> Result<Credentials, Problem> {
    let CommandBody::Begin { session, .. } = &command.body else {
        return Err(problem::malformed("only `begin` begins"));
    };
    let now = ambient::now();
    let known = object.thread()?;
    let session = if known.identity.is_some() {
        // The answer was lost on its way: whoever has the key, which nobody else ever saw, gets it again for a while.
        let repeated = journal::answered(&object.state.storage().sql(), &command.key)?.is_some();
        let first = known.sessions.iter().next().filter(|(_, first)| {
            repeated && now.since(first.opened) < BEGIN_AGAIN && first.level(&site.policy, now) == Assurance::Anonymous
        });
        *first.ok_or_else(|| Problem::new(ProblemKind::Conflict).detail("this key was used already"))?.0
    } else {
        object.execute(site, command).await?;
        *session
    };
    credentials(object, site, session, false)
}

async fn redeem(
    object: &Conversation,
    site: &Site,
    token: TokenId,
    generation: u32,
    browser: &str,
) -> Result<Opened, Problem> {
    let now = ambient::now();
    let sql = object.state.storage().sql();
    let thread = object.begun()?;
    // A session that has proven something since is never handed to whoever holds the link and the browser's number.
    let same = secrets::of_browser(&sql, token, browser)?.filter(|session| {
        thread.live(*session, now).is_some_and(|live| live.level(&site.policy, now) <= Assurance::Linked)
    });
    let at_once = |id: &&SessionId| thread.live(**id, now).is_some_and(|live| live.token == Some(token));
    let today = thread.sessions.values().filter(|known| known.token == Some(token) && now.since(known.opened) < DAY);
    let full = thread.sessions.keys().filter(at_once).count() >= BROWSERS || today.count() >= BROWSERS_A_DAY;
    if same.is_none() && full {
        return Err(Problem::new(ProblemKind::TooMany).retry_after(MINUTE));
    }
    let session = match same {
        Some(session) => session,
        None => SessionId::new(now, ambient::new_id10()?),
    };
    let body = CommandBody::Redeem { token, generation, session, channel: adapter::IN_BROWSER };
    object.execute(site, &Command { key: fresh_key()?, body }).await?;
    secrets::remember(&sql, token, browser, session)?;
    let credentials = credentials(object, site, session, false)?;
    let thread = object.thread()?;
    let challenge = challenge(&thread, &site.policy, session, now);
    Ok(Opened { credentials, challenge })
}

fn ask_proof(object: &Conversation, site: &Site, session: SessionId) -> Result<Asked, Problem> {
    let now = ambient::now();
    let thread = object.thread()?;
    let live = thread.live(session, now).ok_or_else(problem::not_found)?;
    let known = thread.provable(live, &site.policy, now).ok_or_else(problem::not_found)?;
    let challenge = challenge(&thread, &site.policy, session, now).ok_or_else(problem::not_found)?;
    let identity = thread.identity.as_ref().ok_or_else(problem::not_found)?;
    let via = thread.via(&known.identifier, &challenge.channel).cloned();
    Ok(Asked { address: known.identifier.clone(), via, challenge, conversation: identity.conversation })
}

async fn prove(
    object: &Conversation,
    site: &Site,
    session: SessionId,
    evidence: Evidence,
) -> Result<Credentials, Problem> {
    let command = Command { key: fresh_key()?, body: CommandBody::Prove { session, evidence } };
    object.execute(site, &command).await?;
    credentials(object, site, session, true)
}

/// Credentials with a fresh secret. With `alone`, the session's earlier secrets die: its level has changed.
pub fn credentials(
    object: &Conversation,
    site: &Site,
    session: SessionId,
    alone: bool,
) -> Result<Credentials, Problem> {
    let now = ambient::now();
    let thread = object.thread()?;
    let live = thread.live(session, now).ok_or_else(problem::not_found)?;
    let identity = thread.identity.as_ref().ok_or_else(problem::not_found)?;
    let secret = sql::atomically(&object.state, |sql| secrets::issue(sql, session, alone, now))?;
    Ok(Credentials {
        conversation: identity.conversation,
        session,
        secret,
        level: live.level(&site.policy, now),
        expires: live.expires,
    })
}

/// Whether this is the session's secret, now.
pub fn authenticate(object: &Conversation, session: SessionId, secret: &str) -> Result<(), Problem> {
    let live = object.thread()?.live(session, ambient::now()).is_some();
    let held = live && secrets::holds(&object.state.storage().sql(), session, secret)?;
    if held { Ok(()) } else { Err(Problem::new(ProblemKind::Unauthenticated)) }
}

fn file(
    object: &Conversation,
    site: &Site,
    wanted: weft_shared::id::AttachmentId,
    session: Option<SessionId>,
) -> Result<FileFound, Problem> {
    let now: Timestamp = ambient::now();
    let thread = object.begun()?;
    let events = journal::read(&object.state.storage().sql(), 0)?;
    let found = events.iter().find_map(|event| {
        let recording = match &event.body {
            EventBody::CallNoted { call, .. } => call.recording.as_slice(),
            body => message_of(body).map_or(&[][..], |message| &message.attachments),
        };
        let file = recording.iter().find(|file| file.id == wanted)?;
        // A visitor may have what the entry that they see has: no recording, and nothing that was taken back.
        let seen = session.is_none_or(|session| {
            let entry = entry_for_session(&thread, &site.policy, session, now, event);
            entry.is_some_and(|entry| match entry.body {
                EntryBody::Message(utterance) => utterance.attachments.iter().any(|file| file.id == wanted),
                _ => false,
            })
        });
        seen.then_some(file)
    });
    let found: &Attachment = found.ok_or_else(problem::not_found)?;
    Ok(FileFound { name: found.name.clone(), size: found.size })
}

fn raw(object: &Conversation, wanted: weft_shared::id::MessageId) -> Result<RawFound, Problem> {
    object.begun()?;
    let events = journal::read(&object.state.storage().sql(), 0)?;
    let found = events.iter().filter_map(|event| message_of(&event.body)).find(|message| message.id == wanted);
    let key = found.and_then(|message| message.raw.clone()).ok_or_else(problem::not_found)?;
    Ok(RawFound { key })
}

fn message_of(body: &EventBody) -> Option<&Message> {
    match body {
        EventBody::MessageReceived { message } | EventBody::MessageSent { message, .. } => Some(message),
        _ => None,
    }
}

/// A key for a command that its caller repeats deliberately, if at all.
pub fn fresh_key() -> Result<CommandKey, Problem> {
    secrets::hex(&ambient::random::<16>()?).parse().map_err(problem::malformed)
}

fn value<T: serde::Serialize>(answer: &T) -> Result<Value, Problem> {
    use crate::problem::OrInternal;
    serde_json::to_value(answer).or_internal("writing an answer")
}
