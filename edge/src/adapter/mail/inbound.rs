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
    ambient,
    config::Config,
    files, log,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed},
        directory::call::{DirectoryCall, Resolved},
    },
    problem::OrInternal,
    site::Site,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use weft_shared::{
    command::{Command, CommandBody, Opening, Sender},
    evidence::{Assurance, Evidence},
    id::{CommandKey, ConversationId, CustomerId, MessageId},
    identity::Standing,
    mail::{
        auth_results::{Alignment, aligned},
        automatic::{Automatic, classify},
        report,
    },
    message::{Author, Delivery, Message},
    seal::Seal,
    time::Timestamp,
    wire::problem::{Problem, ProblemKind},
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
    let address = from.address.identifier();
    let evidence: Vec<Evidence> = evidence.into_iter().collect();
    let proven = site.policy.assurance(&CHANNEL, &evidence, at) >= Assurance::ChannelControl;

    let threaded = match thread {
        Some((conversation, by)) => {
            let question = DirectoryCall::Customer { conversation };
            let customer: Option<CustomerId> = call(env, "DIRECTORY", site.id.as_str(), &question).await?;
            customer.map(|customer| (Resolved { customer, conversation, opened: false }, by.name()))
        }
        None => None,
    };
    let (resolved, by) = match threaded {
        Some(found) => found,
        None => {
            let question = DirectoryCall::Resolve {
                identifier: address.clone(),
                standing: if proven { Standing::Proven } else { Standing::Claimed },
                key: key.clone(),
                new_customer: CustomerId::new(at, ambient::random()?),
                new_conversation: ConversationId::new(at, ambient::random()?),
                at,
            };
            (call(env, "DIRECTORY", site.id.as_str(), &question).await?, "directory")
        }
    };

    let attachments = attachments::store(env, &site.id, &digest, mail.files).await?;
    let files = attachments.len();
    let opening = Opening {
        conversation: resolved.conversation,
        site: site.id.clone(),
        customer: resolved.customer,
        subject: mail.subject.clone(),
    };
    let sender = Sender { address: address.clone(), name: from.name, evidence: evidence.clone(), doubt: from.doubt };
    let message = Message {
        id: MessageId::new(at, ambient::random()?),
        channel: CHANNEL,
        // Who it is is decided by the conversation.
        author: Author::Customer { session: None, address: None, name: None },
        subject: mail.subject,
        text: mail.text,
        folded: mail.folded,
        evidence,
        to: None,
        to_session: None,
        attachments,
        raw: Some(raw_key),
        foreign_id: mail.message_id.map(|id| format!("<{id}>")),
        automatic: None,
    };
    let command = Command { key, body: CommandBody::Receive { opening, sender, message: Box::new(message) } };
    let outcome = execute(env, site, resolved.conversation, command).await;
    log::info(
        "mail in",
        json!({
            "site": site.id, "from": seal.address_hash(&address), "proven": proven, "by": by,
            "conversation": resolved.conversation, "opened": resolved.opened, "files": files,
            "seq": outcome.as_ref().ok().map(|executed| executed.seq),
            "refused": outcome.as_ref().err().map(|problem| problem.kind.clone()),
        }),
    );
    settled(outcome)
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
            Some(execute(env, site, conversation, command).await)
        }
    };
    log::info(
        "mail in",
        json!({
            "site": site.id, "automatic": format!("{:?}", automatic.kind), "conversation": conversation,
            "seq": outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()).map(|executed| executed.seq),
        }),
    );
    outcome.map_or(Ok(Outcome::Taken), settled)
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

async fn execute(env: &Env, site: &Site, conversation: ConversationId, command: Command) -> Result<Executed, Problem> {
    let name = format!("{}/{conversation}", site.id);
    call(env, "CONVERSATION", &name, &ConversationCall::Execute { site: site.id.clone(), command }).await
}

/// Trouble that passes is an error, so that the mail comes again; anything else would not change by that.
fn settled(outcome: Result<Executed, Problem>) -> Result<Outcome, Problem> {
    match outcome {
        Err(problem) if problem.is(ProblemKind::Busy) || problem.is(ProblemKind::Internal) => Err(problem),
        _ => Ok(Outcome::Taken),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
