//! Mail that comes in: whose it is, where it belongs, and what the conversation is told of it.
//!
//! Refusing is left to the mail system in front of us, which tells the sender; trouble of ours is an error, after
//! which it delivers again. The raw mail is stored before anything is decided.

use super::{
    CHANNEL, attachments, parse,
    parse::Parsed,
    thread::{self, Addressed, By},
};
use crate::{
    adapter::arrive::{self, Inbound},
    ambient,
    config::Config,
    files, log,
    object::conversation::hex,
    problem::OrInternal,
    site::Site,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use weft_shared::{
    command::{Command, CommandBody},
    evidence::Evidence,
    id::{CommandKey, ConversationId, MessageId},
    mail::{
        auth_results::{Alignment, aligned},
        automatic::{Automatic, classify},
        report,
    },
    message::{Author, Delivery, Message},
    seal::Seal,
    time::Timestamp,
    wire::problem::Problem,
};
use worker::{Env, ForwardableEmailMessage};

/// The largest mail, in bytes.
const LARGEST: usize = 25 * 1024 * 1024;

const TOO_LARGE: &str = "This mail is larger than 25 MB. Please send it again with smaller attachments.";
const NO_SUCH_ADDRESS: &str = "There is no such address here.";
const UNREADABLE: &str = "This mail cannot be read: it has no headers, or far too many of them or of parts.";
const NO_SENDER: &str = "The From header of this mail names no address that could be answered.";

/// What became of a mail that was not an error.
enum Outcome {
    /// The sender is told this.
    Refused(&'static str),
    /// It is in a conversation, or was kept and passed over.
    Taken,
}

/// Takes in a mail.
///
/// # Errors
/// When it could not be kept: the mail system in front of us delivers it again.
pub async fn receive(message: ForwardableEmailMessage, env: &Env) -> worker::Result<()> {
    match take(&message, env).await {
        Ok(Outcome::Taken) => Ok(()),
        Ok(Outcome::Refused(reason)) => {
            log::info("mail refused", json!({ "because": reason }));
            message.set_reject(reason);
            Ok(())
        }
        Err(problem) => Err(worker::Error::RustError(problem.title)),
    }
}

/// A mail that was kept, and what is known about it.
struct Arrival<'a> {
    env: &'a Env,
    site: &'a Site,
    seal: Seal,
    at: Timestamp,
    raw_key: String,
    key: CommandKey,
    digest: [u8; 32],
    mail: Parsed,
    evidence: Option<Evidence>,
    thread: Option<(ConversationId, By)>,
}

async fn take(message: &ForwardableEmailMessage, env: &Env) -> Result<Outcome, Problem> {
    if message.raw_size() > LARGEST as f64 {
        return Ok(Outcome::Refused(TOO_LARGE));
    }
    let to = message.to();
    let Some(site) = Site::by_inbound_address(env, &to).await? else { return Ok(Outcome::Refused(NO_SUCH_ADDRESS)) };
    let config = Config::load(env)?;
    let seal = config.keys.seal(&site.id);
    let envelope = thread::addressed(&site, &seal, &to);
    if envelope == Addressed::Nobody {
        return Ok(Outcome::Refused(NO_SUCH_ADDRESS));
    }
    let raw = message.raw_bytes().await.or_internal("reading a mail")?;
    if raw.len() > LARGEST {
        return Ok(Outcome::Refused(TOO_LARGE));
    }
    let raw_key = files::raw_key(&site.id, &hex(&Sha256::digest(&raw)));
    let Some(mail) = parse::parse(&raw) else { return Ok(Outcome::Refused(UNREADABLE)) };
    files::put(env, &raw_key, raw).await?;

    let at = ambient::now();
    let evidence = evidence(&site, &mail, at);
    let digest = identity(&site, &mail, evidence.is_some());
    let key = hex(&digest).parse().ok().or_internal("making a key")?;
    let thread = thread::find(&site, &seal, envelope, &mail);
    let arrival = Arrival { env, site: &site, seal, at, raw_key, key, digest, mail, evidence, thread };
    let own = |address: &str| thread::is_own(&site, address);
    match classify(&arrival.mail.headers, &message.from(), arrival.mail.content_type(), &own) {
        Some(automatic) => note(arrival, &automatic).await,
        None => deliver(arrival).await,
    }
}

/// The proof that a mail carries: that its From domain is what it says, by our own mail server's word.
fn evidence(site: &Site, mail: &Parsed, at: Timestamp) -> Option<Evidence> {
    let from = mail.from.as_ref().filter(|from| from.doubt.is_none())?;
    let results: Vec<&str> = mail.header("Authentication-Results").collect();
    match aligned(&results, &site.settings.mail.authserv_id, from.address.domain()) {
        Alignment::Aligned { domain, .. } => Some(Evidence::MailAligned { domain, at }),
        Alignment::NotAligned { .. } => None,
    }
}

/// What makes two deliveries the same mail. What mail systems add on the way does not count; the verdict of ours
/// does, so that a forgery cannot come first and stand for the real one.
fn identity(site: &Site, mail: &Parsed, aligned: bool) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"weft/mail/v1\0")
        .chain_update(site.id.as_str())
        .chain_update([0, u8::from(aligned)])
        .chain_update(mail.digest)
        .finalize()
        .into()
}

async fn deliver(arrival: Arrival<'_>) -> Result<Outcome, Problem> {
    let Arrival { env, site, seal, at, raw_key, key, digest, mail, evidence, thread } = arrival;
    let Some(from) = mail.from else { return Ok(Outcome::Refused(NO_SENDER)) };
    // Who it is is decided by the conversation.
    let author = Author::Customer { session: None, address: None, name: None };
    let message = Message {
        subject: mail.subject,
        folded: mail.folded,
        attachments: attachments::store(env, &site.id, &digest, mail.files).await?,
        raw: Some(raw_key),
        foreign_id: mail.message_id.map(|id| format!("<{id}>")),
        ..Message::new(MessageId::new(at, ambient::random()?), CHANNEL, author, mail.text)
    };
    let inbound = Inbound {
        key,
        address: from.address.identifier(),
        name: from.name,
        evidence: evidence.into_iter().collect(),
        doubt: from.doubt,
        thread: thread.map(|(conversation, by)| (conversation, by.name())),
        answers: None,
        answered: false,
        message,
    };
    arrive::message(env, site, &seal, inbound, at).await?;
    Ok(Outcome::Taken)
}

/// A mail that no person wrote: kept, told to the conversation if it is about one of its messages, never answered.
async fn note(arrival: Arrival<'_>, automatic: &Automatic) -> Result<Outcome, Problem> {
    let Arrival { env, site, seal, raw_key, key, mail, thread, .. } = arrival;
    let reported = mail.reported.as_ref().and_then(|id| thread::ours(site, &seal, id));
    let conversation = reported.map(|(_, conversation)| conversation).or(thread.map(|(conversation, _)| conversation));
    let news = mail.report.as_deref().map(report::parse).unwrap_or_default();
    let news = news.iter().find_map(|report| Some((report.delivery()?, report.sentence())));
    let (what, about) = describe(automatic, &mail, reported.map(|(message, _)| message), news);
    let outcome = match conversation {
        None => None,
        Some(conversation) => {
            let command = Command { key, body: CommandBody::Note { what, raw: Some(raw_key), about } };
            Some(arrive::execute(env, site, conversation, command).await)
        }
    };
    log::info(
        "mail in",
        json!({
            "site": site.id, "automatic": format!("{:?}", automatic.kind), "conversation": conversation,
            "seq": outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).map(|executed| executed.seq),
        }),
    );
    outcome.map_or(Ok(()), arrive::settled)?;
    Ok(Outcome::Taken)
}

/// The sentence for agents, and the message that it reports on.
fn describe(
    automatic: &Automatic,
    mail: &Parsed,
    message: Option<MessageId>,
    news: Option<(Delivery, String)>,
) -> (String, Option<(MessageId, Delivery)>) {
    if let (Some(message), Some((status, words))) = (message, news) {
        let what = match status {
            Delivery::Failed => format!("A mail could not be delivered: {words}"),
            _ => format!("A mail system reports about a mail: {words}"),
        };
        return (what, Some((message, status)));
    }
    let subject = mail.subject.as_deref().map(|subject| format!(" Its subject: {subject}")).unwrap_or_default();
    (format!("{}{subject}", automatic.because), None)
}
