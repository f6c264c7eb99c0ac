//! Doing what the outbox says.

use super::{
    Conversation,
    call::Executed,
    outbox::{self, Due, Order, Pointer},
    project,
};
use crate::{
    adapter::{self, Outgoing},
    ambient, log,
    object::{
        call::call,
        desk::call::DeskCall,
        directory::call::{DirectoryCall, Proved},
    },
    site::Site,
};
use weft_shared::{
    channel::Channel,
    command::{Command, CommandBody},
    consent::{Consent, ConsentLine},
    disclose::row,
    id::{MessageId, SiteId},
    identity::Identifier,
    message::{Author, Delivery, Message},
    policy::filled,
    time::Timestamp,
    token::Claims,
    wire::problem::{Problem, ProblemKind},
};

/// How one order went.
enum Outcome {
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
    for Due { id, order, tries } in due.into_iter().filter(|due| wanted(&due.order)) {
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
    true
}

async fn carry_out(object: &Conversation, site: &Site, order: &Order, again: bool) -> Result<Outcome, Problem> {
    match order {
        Order::Deliver { message, link } => deliver(object, site, message, link.as_ref(), again).await,
        Order::SendLink { letter, link } => send_link(object, site, *letter, link, again).await,
        Order::Prove { identifier } => {
            let thread = object.thread()?;
            let Some(identity) = &thread.identity else { return Ok(Outcome::Done) };
            let question = DirectoryCall::Prove {
                conversation: identity.conversation,
                identifier: identifier.clone(),
                at: ambient::now(),
            };
            let proved: Proved = call(&object.env, "DIRECTORY", site.id.as_str(), &question).await?;
            note_wishes(object, site, proved.consents).await?;
            Ok(Outcome::Done)
        }
        Order::Consent { .. } | Order::Depart { .. } => Ok(Outcome::Done),
        Order::Index => {
            index(object, &site.id, site).await?;
            Ok(Outcome::Done)
        }
        Order::Project => {
            project::run(object, site).await?;
            Ok(Outcome::Done)
        }
    }
}

/// What the holder of a proven address wished elsewhere counts here too.
async fn note_wishes(object: &Conversation, site: &Site, lines: Vec<ConsentLine>) -> Result<(), Problem> {
    for line in lines {
        if object.thread()?.consent(&line.identifier, &line.channel) == Some(line.consent) {
            continue;
        }
        let because = format!("{} was known to wish so before.", line.identifier.value);
        // A key of its own: the same wish may come, go and come again, and noting it twice changes nothing.
        let key = format!("wish-{}", ambient::random::<16>().map(|bytes| super::hex(&bytes))?);
        let key = key.parse().map_err(crate::problem::malformed)?;
        object.execute(site, &Command { key, body: CommandBody::ReportConsent { line, because } }).await?;
    }
    Ok(())
}

async fn index(object: &Conversation, site: &SiteId, rules: &Site) -> Result<(), Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(()) };
    let question = DirectoryCall::Seen {
        conversation: identity.conversation,
        customer: identity.customer,
        open: thread.open,
        seq: thread.seq,
        at: thread.last.as_ref().map_or(Timestamp(0), |last| last.at),
    };
    let () = call(&object.env, "DIRECTORY", site.as_str(), &question).await?;
    if let Some(row) = row(&thread, &rules.policy) {
        let () = call(&object.env, "DESK", site.as_str(), &DeskCall::Project { row: Box::new(row) }).await?;
    }
    Ok(())
}

async fn deliver(
    object: &Conversation,
    site: &Site,
    message: &Message,
    link: Option<&Pointer>,
    again: bool,
) -> Result<Outcome, Problem> {
    let thread = object.thread()?;
    let (Some(identity), Some(to)) = (&thread.identity, &message.to) else { return Ok(Outcome::Done) };
    let url = link.map(|link| address(object, site, identity.conversation, link)).transpose()?;
    let known = thread.participant(to);
    // The rules' own texts name the site, which only its settings know. Nobody else's words have places.
    let text = match &message.author {
        Author::System => filled(&message.text, &[("site", &site.settings.name)]),
        _ => message.text.clone(),
    };
    let outgoing = Outgoing {
        template: "reply",
        to,
        to_name: known.and_then(|known| known.name.as_deref()),
        subject: message.subject.as_deref(),
        text: &text,
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
        automatic: false,
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
                note_stop(object, site, message.id, to, &message.channel).await;
            }
            Outcome::Never(error.why)
        }
    })
}

/// The medium knows that the customer wants nothing more there: so do we from now on.
async fn note_stop(object: &Conversation, site: &Site, message: MessageId, to: &Identifier, channel: &Channel) {
    let line = ConsentLine { identifier: to.clone(), channel: channel.clone(), consent: Consent::Stopped };
    let because = "the provider says that the customer replied STOP".to_owned();
    let noted = async {
        let key = format!("stopped-{message}").parse().map_err(crate::problem::malformed)?;
        object.execute(site, &Command { key, body: CommandBody::ReportConsent { line, because } }).await
    };
    if let Err(problem) = noted.await {
        log::failure("noting a stop", &problem.kind);
    }
}

async fn send_link(
    object: &Conversation,
    site: &Site,
    letter: MessageId,
    link: &Pointer,
    again: bool,
) -> Result<Outcome, Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(Outcome::Done) };
    let url = address(object, site, identity.conversation, link)?;
    let outgoing = Outgoing {
        template: "link",
        to: &link.address,
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
        automatic: true,
        again,
    };
    let config = object.config()?;
    Ok(match adapter::send(&object.env, &config, site, &link.channel, &outgoing, ambient::now()).await {
        Ok(_) => Outcome::Done,
        Err(error) if error.temporary => Outcome::Later(error.why),
        Err(error) => {
            if error.stopped {
                note_stop(object, site, letter, &link.address, &link.channel).await;
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
        Order::SendLink { letter, link } => {
            let what = format!("The link to {} could not be sent: {why}", link.address.value);
            let key = format!("unsent-{letter}").parse().map_err(crate::problem::malformed)?;
            object.execute(site, &Command { key, body: CommandBody::Note { what, raw: None, about: None } }).await?;
        }
        Order::Prove { .. } | Order::Consent { .. } | Order::Depart { .. } | Order::Index | Order::Project => {}
    }
    Ok(())
}

/// Projections are never given up: the truth is here, and they must catch up in the end.
fn is_projection(order: &Order) -> bool {
    !matches!(order, Order::Deliver { .. } | Order::SendLink { .. })
}
