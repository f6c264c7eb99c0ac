//! Doing what the outbox says.

use super::{
    Conversation,
    call::Executed,
    depart, hooks,
    outbox::{self, Due, Order, Pointer},
    project, read, wish,
};
use crate::{
    adapter::{self, Outgoing},
    ambient, log,
    object::{
        call::call,
        desk::call::DeskCall,
        directory::call::{DirectoryCall, Past, Proved},
    },
    site::Site,
};
use weft_shared::{
    command::{Command, CommandBody},
    conversation::Placed,
    decide::{is_mandatory, waits_until},
    disclose::{facts, handed_lately, row, weight},
    id::{MessageId, SiteId},
    message::{Author, Delivery, Message, Via},
    time::Timestamp,
    token::Claims,
    wire::problem::{Problem, ProblemKind},
};

/// How one order went.
pub enum Outcome {
    /// It is done.
    Done,
    /// It failed and may work later.
    Later(String),
    /// It failed for good.
    Never(String),
}

/// Does what is due; false when it could not even begin or note what it did. Orders fail alone: the next one goes on.
/// The alarm alone calls this, and the platform runs one alarm at a time: so nothing is sent by two at once.
pub async fn run(object: &Conversation) -> bool {
    match object.begun() {
        Ok(_) => carry_out_due(object, |_| true).await,
        Err(problem) => problem.is(ProblemKind::NotFound),
    }
}

/// Brings up to date what is derived, now. It may run beside an alarm that does the same.
pub async fn projections(object: &Conversation) {
    carry_out_due(object, is_projection).await;
}

async fn carry_out_due(object: &Conversation, wanted: impl Fn(&Order) -> bool) -> bool {
    let Ok(site) = object.site().await else { return false };
    let sql = object.state.storage().sql();
    let Ok(due) = outbox::due(&sql, ambient::now()) else { return false };
    let due = due.into_iter().filter(|due| wanted(&due.order));
    let (hooks, due): (Vec<Due>, Vec<Due>) = due.partition(|due| matches!(due.order, Order::Hook(_)));
    for Due { id, order, tries } in due {
        // Before it goes out: whether an earlier try got through cannot be known otherwise, should this one be cut off.
        if !is_projection(&order) && outbox::begin(&sql, id).is_err() {
            return false;
        }
        let outcome = carry_out(object, &site, &order, tries > 0)
            .await
            .unwrap_or_else(|problem| Outcome::Later(problem.detail.unwrap_or(problem.title)));
        let stored = match outcome {
            Outcome::Done => outbox::done(&sql, id),
            Outcome::Later(why) if tries + 1 < outbox::TRIES || is_projection(&order) => {
                log::failure("doing an order", &why);
                outbox::later(&sql, id, tries, ambient::now())
            }
            Outcome::Later(why) | Outcome::Never(why) => {
                if let Err(problem) = tell_of_failure(object, &site, &order, &why).await {
                    log::failure("telling agents of a failure", &problem.kind);
                }
                outbox::bury(&sql, id, &why)
            }
        };
        if stored.is_err() {
            return false;
        }
    }
    hooks::send(object, &site, hooks).is_ok()
}

async fn carry_out(object: &Conversation, site: &Site, order: &Order, again: bool) -> Result<Outcome, Problem> {
    match order {
        Order::Deliver { message, link, via } => {
            deliver(object, site, message, (link.as_ref(), via.as_ref()), again).await
        }
        Order::SendLink { letter, link, via } => send_link(object, site, *letter, (link, via.as_ref()), again).await,
        Order::Prove { identifier } => {
            let thread = object.thread()?;
            let Some(identity) = &thread.identity else { return Ok(Outcome::Done) };
            let question = DirectoryCall::Prove {
                conversation: identity.conversation,
                identifier: identifier.clone(),
                at: ambient::now(),
            };
            let proved: Proved = call(&object.env, "DIRECTORY", site.id.as_str(), &question).await?;
            wish::note(object, site, proved.consents).await?;
            Ok(Outcome::Done)
        }
        Order::Consent { line, at } => wish::tell(object, site, line, *at).await,
        Order::Depart { to } => depart::run(object, site, *to).await,
        Order::Index => {
            index(object, &site.id, site).await?;
            Ok(Outcome::Done)
        }
        Order::Read => {
            read::run(object, site).await?;
            Ok(Outcome::Done)
        }
        Order::Teach { intent, by } => {
            read::teach(object, site, intent, by).await?;
            Ok(Outcome::Done)
        }
        Order::Project => {
            project::run(object, site).await?;
            Ok(Outcome::Done)
        }
        Order::Announce => {
            hooks::announce(object, site)?;
            Ok(Outcome::Done)
        }
        // They are sent beside the alarm: see `hooks::send`.
        Order::Hook(_) => Ok(Outcome::Done),
    }
}

/// Brings the desk's and the directory's line up to date.
///
/// # Errors
/// When one of them cannot be told.
pub async fn index(object: &Conversation, site: &SiteId, rules: &Site) -> Result<(), Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(()) };
    let question = DirectoryCall::Seen {
        conversation: identity.conversation,
        customer: identity.customer,
        open: thread.open,
        seq: thread.seq,
        at: thread.last.as_ref().map_or(Timestamp(0), |last| last.at),
        trace: Past::of(&thread),
    };
    let () = call(&object.env, "DIRECTORY", site.as_str(), &question).await?;
    if let Some(row) = row(&thread, &rules.policy) {
        let facts = facts(&thread).map(Box::new);
        let (row, weight, handed) = (Box::new(row), weight(&thread), handed_lately(&thread, ambient::now()));
        let line = DeskCall::Project { site: site.clone(), row, facts, weight, handed };
        let () = call(&object.env, "DESK", site.as_str(), &line).await?;
    }
    hooks::line(object, rules, &thread).await
}

async fn deliver(
    object: &Conversation,
    site: &Site,
    message: &Message,
    (link, via): (Option<&Pointer>, Option<&Via>),
    again: bool,
) -> Result<Outcome, Problem> {
    let thread = object.thread()?;
    let (Some(identity), Some(to)) = (&thread.identity, &message.to) else { return Ok(Outcome::Done) };
    // A report tells that an earlier try got through although its answer did not: now it would be the second time.
    let reported = |placed: &Placed| placed.delivery != Delivery::Queued;
    if again && thread.messages.get(&message.id).is_some_and(reported) {
        return Ok(Outcome::Done);
    }
    if waits_until(message, &site.policy, ambient::now()).is_some() {
        return Ok(Outcome::Later("it is quiet where the customer is".to_owned()));
    }
    // What law or provider demand goes out to who said stop, and to nobody else.
    if !is_mandatory(message)
        && let Some(outcome) = wish::stopped(object, site, to, &message.channel).await?
    {
        return Ok(outcome);
    }
    let url = link.map(|link| address(object, site, identity.conversation, link)).transpose()?;
    let known = thread.participant(to);
    let outgoing = Outgoing {
        template: "reply",
        to,
        via,
        to_name: known.and_then(|known| known.name.as_deref()),
        subject: message.subject.as_deref(),
        text: &message.text,
        approved: message.template.as_ref(),
        agent: match &message.author {
            Author::Agent { name, .. } => Some(name.as_str()),
            _ => None,
        },
        link: url.as_deref(),
        link_valid_ms: link.map(|link| link.expires.since(link.issued)),
        conversation: identity.conversation,
        message: message.id,
        references: &thread.references,
        foreign: &thread.foreign,
        automatic: matches!(message.author, Author::System),
        attachments: &message.attachments,
        again,
    };
    let config = object.config()?;
    Ok(match adapter::send(&object.env, &config, site, &message.channel, &outgoing, ambient::now()).await {
        Ok(sent) => {
            // It is out: not being able to say so is no reason to send it again.
            if let Err(problem) = report(object, site, message.id, Delivery::Sent, None, Some(sent.foreign_id)).await {
                log::failure("noting a sending", &problem.kind);
            }
            Outcome::Done
        }
        Err(error) if error.temporary => Outcome::Later(error.why),
        Err(error) => {
            if error.stopped {
                wish::note_stop(object, site, message.id, to, &message.channel).await;
            }
            Outcome::Never(error.why)
        }
    })
}

async fn send_link(
    object: &Conversation,
    site: &Site,
    letter: MessageId,
    (link, via): (&Pointer, Option<&Via>),
    again: bool,
) -> Result<Outcome, Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(Outcome::Done) };
    if let Some(outcome) = wish::stopped(object, site, &link.address, &link.channel).await? {
        return Ok(outcome);
    }
    let url = address(object, site, identity.conversation, link)?;
    let outgoing = Outgoing {
        template: "link",
        to: &link.address,
        via,
        to_name: None,
        subject: None,
        text: "",
        approved: None,
        agent: None,
        link: Some(&url),
        link_valid_ms: Some(link.expires.since(link.issued)),
        conversation: identity.conversation,
        message: letter,
        references: &thread.references,
        foreign: &thread.foreign,
        automatic: true,
        attachments: &[],
        again,
    };
    let config = object.config()?;
    Ok(match adapter::send(&object.env, &config, site, &link.channel, &outgoing, ambient::now()).await {
        Ok(_) => Outcome::Done,
        Err(error) if error.temporary => Outcome::Later(error.why),
        Err(error) => {
            if error.stopped {
                wish::note_stop(object, site, letter, &link.address, &link.channel).await;
            }
            Outcome::Never(error.why)
        }
    })
}

/// The link's address. The token is in the fragment: no server, log or referrer ever sees it.
fn address(
    object: &Conversation,
    site: &Site,
    conversation: weft_shared::id::ConversationId,
    link: &Pointer,
) -> Result<String, Problem> {
    let config = object.config()?;
    let claims = Claims {
        token: link.token,
        conversation,
        site: site.id.clone(),
        channel: link.channel.clone(),
        address: config.keys.seal(&site.id).address_hash(&link.address),
        generation: link.generation,
        issued: link.issued,
        not_before: link.issued,
        expires: link.expires,
    };
    let token = config.keys.sign(&claims, ambient::now()).map_err(|error| {
        log::failure("signing a link", &error.to_string());
        crate::problem::not_configured("a signing key that is in force (WEFT_KEYS)")
    })?;
    let page = match &site.settings.continue_url {
        Some(page) => page.clone(),
        None => format!("{}/c/{}", config.public_url, site.id),
    };
    Ok(format!("{page}#weft={token}"))
}

async fn report(
    object: &Conversation,
    site: &Site,
    message: MessageId,
    status: Delivery,
    detail: Option<String>,
    foreign_id: Option<String>,
) -> Result<Executed, Problem> {
    let key = format!("report-{message}-{}", status as u8).parse().map_err(crate::problem::malformed)?;
    object.execute(site, &Command { key, body: CommandBody::Report { message, status, detail, foreign_id } }).await
}

/// Agents learn what did not go out: from the message's status, or, of a link on its own, from a note.
async fn tell_of_failure(object: &Conversation, site: &Site, order: &Order, why: &str) -> Result<(), Problem> {
    match order {
        Order::Deliver { message, .. } => {
            report(object, site, message.id, Delivery::Failed, Some(why.to_owned()), None).await?;
        }
        Order::SendLink { letter, link, .. } => {
            let what = format!("The link to {} could not be sent: {why}", link.address.value);
            let key = format!("unsent-{letter}").parse().map_err(crate::problem::malformed)?;
            object.execute(site, &Command { key, body: CommandBody::Note { what, raw: None, about: None } }).await?;
        }
        Order::Prove { .. }
        | Order::Consent { .. }
        | Order::Depart { .. }
        | Order::Index
        | Order::Read
        | Order::Teach { .. }
        | Order::Project
        | Order::Announce
        | Order::Hook(_) => {}
    }
    Ok(())
}

/// Projections are never given up: the truth is here, and they must catch up in the end.
fn is_projection(order: &Order) -> bool {
    !matches!(order, Order::Deliver { .. } | Order::SendLink { .. } | Order::Hook(_))
}
