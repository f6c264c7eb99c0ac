//! Visitors whose account the site vouches for, codes that are read out, and going on in another conversation.

use super::{
    Conversation,
    call::{ConversationCall, Executed, Left, Spoken, Visitor},
    calls::{authenticate, credentials, fresh_key},
    secrets::{self, Elsewhere},
    sockets::{Attached, Who, attached, send},
};
use crate::{
    adapter, ambient, log,
    object::{
        call::call,
        directory::call::DirectoryCall,
        verifier::{
            self,
            call::{GivenAnswer, VerifierCall},
            spoken_name,
        },
    },
    problem,
    site::Site,
};
use weft_shared::{
    channel::Channel,
    command::{Command, CommandBody},
    decide::{adopted, decide},
    evidence::Evidence,
    id::{AgentId, CommandKey, ConversationId, CustomerId, SessionId, TokenId},
    identity::Identifier,
    time::{MINUTE, Timestamp},
    verify::spoken::Pointer,
    wire::{
        api,
        customer::{Credentials, FromEdge},
        problem::{Problem, ProblemKind},
    },
};

/// How long a lost answer to a departure can be asked for again.
const LEAVE_AGAIN: i64 = 10 * MINUTE;
/// How often in a minute one session may bring the site's word, or choose where to go on.
const A_MINUTE: usize = 10;

/// The site's word of a session.
pub struct Word {
    /// It.
    pub evidence: Evidence,
    /// Addresses that the site vouches for as well.
    pub also: Vec<Identifier>,
    /// The account was this customer's before.
    pub known: bool,
    /// The deal that it is about.
    pub deal: Option<Identifier>,
    /// Another open conversation of the account.
    pub elsewhere: Option<ConversationId>,
}

/// A code that leads here, to be read out. It is valid when it is known here as well as at the verifier.
pub async fn speak_code(
    object: &Conversation,
    site: &Site,
    channel: Channel,
    address: Option<Identifier>,
    agent: Option<AgentId>,
) -> Result<Spoken, Problem> {
    let now = ambient::now();
    let thread = object.begun()?;
    let token = TokenId::new(now, ambient::new_id10()?);
    let body = CommandBody::SpeakCode { token, channel, address, agent };
    let command = Command { key: fresh_key()?, body };
    // What is refused here must not cost one of the site's codes.
    decide(&thread, &command, &site.policy, now).map_err(Problem::from)?;
    let identity = thread.identity.as_ref().ok_or_else(problem::not_found)?;
    let question = VerifierCall::GiveSpoken {
        site: site.id.clone(),
        to: Pointer { conversation: identity.conversation, token, generation: thread.generation },
        at: now,
        limits: site.policy.spoken,
    };
    let given: GivenAnswer = call(&object.env, verifier::BINDING, &spoken_name(&site.id), &question).await?;
    let code = match given {
        GivenAnswer::Valid { code } => code,
        GivenAnswer::Refused { retry_after_ms } => {
            let detail = "enough codes were read out for now";
            return Err(Problem::new(ProblemKind::TooMany).detail(detail).retry_after(retry_after_ms));
        }
    };
    object.execute(site, &command).await?;
    Ok(Spoken { code, valid_ms: site.policy.spoken.valid_ms })
}

/// Whether a session may bring the site's word now.
pub fn may_identify(object: &Conversation, site: &Site, session: SessionId, secret: &str) -> Result<Visitor, Problem> {
    authenticate(object, session, secret)?;
    let now = ambient::now();
    slow_down(object, "identify", session, now)?;
    let thread = object.thread()?;
    let readable = thread.live(session, now).and_then(|live| live.readable_from(&site.policy, now));
    Ok(Visitor { knows_all: readable == Some(1) })
}

/// Takes the site's word of a session: its former secrets die.
pub async fn identify(
    object: &Conversation,
    site: &Site,
    session: SessionId,
    secret: &str,
    word: Word,
) -> Result<Credentials, Problem> {
    authenticate(object, session, secret)?;
    let Word { evidence, also, known, deal, elsewhere } = word;
    let body = CommandBody::Identify { session, evidence, also, known };
    object.execute(site, &Command { key: fresh_key()?, body }).await?;
    secrets::note_elsewhere(&object.state.storage().sql(), session, elsewhere)?;
    let credentials = credentials(object, site, session, true)?;
    if let Some(deal) = deal {
        let command = Command { key: fresh_key()?, body: CommandBody::AttachDeal { deal } };
        // If it fails, the visitor is who they are all the same.
        if let Err(problem) = object.execute(site, &command).await {
            log::failure("attaching a deal", &problem.kind);
        }
    }
    Ok(credentials)
}

/// The visitor's choice whether to go on in the other conversation. Nothing changes by choosing to.
pub fn leave(
    object: &Conversation,
    site: &Site,
    session: SessionId,
    secret: &str,
    join: bool,
) -> Result<Left, Problem> {
    let now = ambient::now();
    let (elsewhere, evidence) = leaving(object, site, session, secret, now)?;
    slow_down(object, "continue", session, now)?;
    if join {
        return Ok(Left { to: Some((elsewhere.conversation, evidence)), credentials: None });
    }
    if elsewhere.departed.is_some() {
        return Err(Problem::new(ProblemKind::Moved));
    }
    secrets::note_elsewhere(&object.state.storage().sql(), session, None)?;
    Ok(Left { to: None, credentials: Some(credentials(object, site, session, false)?) })
}

/// Where a session may go on and by which proof, if its secret is right. Whoever left a moment ago may ask again.
fn leaving(
    object: &Conversation,
    site: &Site,
    session: SessionId,
    secret: &str,
    now: Timestamp,
) -> Result<(Elsewhere, Evidence), Problem> {
    let over = || Problem::new(ProblemKind::Unauthenticated);
    let (thread, sql) = (object.begun()?, object.state.storage().sql());
    if !secrets::holds(&sql, session, secret)? {
        return Err(over());
    }
    let elsewhere = secrets::elsewhere(&sql, session)?;
    let left = elsewhere.as_ref().and_then(|elsewhere| elsewhere.departed);
    let again = thread.departed.is_some() && left.is_some_and(|left| now.since(left) < LEAVE_AGAIN);
    if thread.live(session, now).is_none() && !again {
        return Err(over());
    }
    let elsewhere = elsewhere.ok_or_else(|| {
        Problem::new(ProblemKind::Conflict).detail("there is no other conversation of this visitor to continue")
    })?;
    let known = thread.sessions.get(&session).ok_or_else(over)?;
    Ok((elsewhere, known.word_of_site(&site.policy, now).ok_or_else(over)?.clone()))
}

/// Another conversation has taken the session's browser in. All tabs learn where to go on; then this one ends.
pub async fn moved(
    object: &Conversation,
    site: &Site,
    session: SessionId,
    secret: &str,
    there: &Credentials,
) -> Result<Executed, Problem> {
    let now = ambient::now();
    leaving(object, site, session, secret, now)?;
    let thread = object.thread()?;
    let to = there.conversation;
    if thread.departed == Some(to) {
        return Ok(Executed { seq: thread.seq });
    }
    let command = Command { key: fresh_key()?, body: CommandBody::Depart { to, session: Some(session), agent: None } };
    decide(&thread, &command, &site.policy, now).map_err(Problem::from)?;
    secrets::note_departure(&object.state.storage().sql(), session, to, now)?;
    tell_where(object, session, there);
    object.execute(site, &command).await
}

fn tell_where(object: &Conversation, session: SessionId, there: &Credentials) {
    for socket in object.state.get_websockets() {
        if matches!(attached(&socket), Some(Attached { who: Who::Session { session: id, .. }, .. }) if id == session) {
            send(&socket, &FromEdge::Fresh { credentials: there.clone() });
        }
    }
}

/// A browser that goes on here, by the proof that it gave where it came from.
pub async fn adopt(
    object: &Conversation,
    site: &Site,
    from: ConversationId,
    session: SessionId,
    evidence: Evidence,
) -> Result<Credentials, Problem> {
    object.begun()?;
    let session = adopted(from, session);
    let body = CommandBody::Adopt { session, channel: adapter::IN_BROWSER, evidence };
    object.execute(site, &Command { key: fresh_key()?, body }).await?;
    credentials(object, site, session, false)
}

/// An agent lets the messages go on in another conversation of the same customer.
pub async fn move_into(
    object: &Conversation,
    site: &Site,
    key: CommandKey,
    agent: AgentId,
    to: ConversationId,
) -> Result<(), Problem> {
    let own = object.begun()?.identity.as_ref().map(|identity| identity.conversation).ok_or_else(problem::not_found)?;
    let (ours, theirs) = (customer(object, site, own).await?, customer(object, site, to).await?);
    if theirs.is_none() {
        return Err(problem::not_found());
    }
    if ours != theirs {
        let detail = "that conversation is another customer's: merge the customers first, if they are one";
        return Err(Problem::new(ProblemKind::Conflict).detail(detail));
    }
    // Where nobody is any more nothing goes on, and least of all what went on here.
    let question = DirectoryCall::Departed { conversation: to };
    let gone: Option<ConversationId> = call(&object.env, "DIRECTORY", site.id.as_str(), &question).await?;
    if let Some(there) = gone.filter(|_| object.thread().is_ok_and(|thread| thread.departed != Some(to))) {
        let mut problem = Problem::new(ProblemKind::Conflict);
        problem.canonical = Some(there.to_string());
        return Err(problem.detail("that conversation goes on in another one itself: choose that one"));
    }
    if object.thread().is_ok_and(|thread| thread.departed != Some(to)) {
        not_a_colleagues(object, site, to, &agent).await?;
    }
    let body = CommandBody::Depart { to, session: None, agent: Some(agent) };
    object.execute(site, &Command { key, body }).await?;
    Ok(())
}

/// What goes on in a colleague's conversation has another owner from then on: that takes a note.
async fn not_a_colleagues(
    object: &Conversation,
    site: &Site,
    to: ConversationId,
    agent: &AgentId,
) -> Result<(), Problem> {
    let name = format!("{}/{to}", site.id);
    let there: api::Conversation = call(&object.env, "CONVERSATION", &name, &ConversationCall::Show {}).await?;
    match there.owner.filter(|owner| owner != agent && there.state == api::State::Open) {
        Some(owner) => {
            let detail = format!("{owner} answers for that one: hand this one over to them first");
            Err(Problem::new(ProblemKind::Taken).detail(detail))
        }
        None => Ok(()),
    }
}

async fn customer(
    object: &Conversation,
    site: &Site,
    conversation: ConversationId,
) -> Result<Option<CustomerId>, Problem> {
    let question = DirectoryCall::Customer { conversation };
    call(&object.env, "DIRECTORY", site.id.as_str(), &question).await
}

fn slow_down(object: &Conversation, what: &str, session: SessionId, now: Timestamp) -> Result<(), Problem> {
    if object.pace.too_fast(&format!("{what} {session}"), now, A_MINUTE, MINUTE) {
        return Err(Problem::new(ProblemKind::TooMany).retry_after(MINUTE));
    }
    Ok(())
}
