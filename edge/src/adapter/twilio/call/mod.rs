//! Calls: what a caller hears, and what becomes of it in the conversation. Each step of a call is a request of its
//! own: what it needs to know of the steps before is in its address, which Twilio signs, or in the conversation.

mod script;
mod told;
mod twiml;

use super::{Account, api, api::NoFile, bits, file_id, form::Form, inbound::LARGEST_FILE, key, request::Signed};
use crate::{
    adapter::{
        arrive::{self, Arrived, Inbound},
        in_words, sms, voice,
    },
    ambient,
    config::Config,
    files, log,
    object::{
        call::call as ask,
        conversation::{
            call::{ConversationCall, Spoken},
            hex,
        },
        desk::call::DeskCall,
    },
    problem,
    route::link,
    site::Site,
};
use script::{Script, Step};
use serde_json::json;
use sha2::{Digest, Sha256};
use twiml::Verb;
use weft_shared::{
    call::Call,
    command::{Command, CommandBody},
    evidence::Evidence,
    id::{AgentId, ConversationId, CustomerId, MessageId, TokenId},
    identity::Identifier,
    message::{Attachment, Author, Message},
    time::Timestamp,
    wire::problem::{Problem, ProblemKind},
};
use worker::Env;

/// The longest transcript that is kept, in characters.
const LONGEST_TRANSCRIPT: usize = 4_000;
/// Who answered, when it was no agent of the desk.
const TEAM: &str = "team";

/// A request about a call, and what answering it takes.
struct Line<'a> {
    env: &'a Env,
    config: &'a Config,
    site: &'a Site,
    account: Account<'a>,
    form: &'a Form,
    /// The call's SID.
    sid: &'a str,
    at: Timestamp,
}

impl<'a> Line<'a> {
    fn of(env: &'a Env, config: &'a Config, signed: &'a Signed, at: Timestamp) -> Result<Self, Problem> {
        let sid = signed.form.sid("CallSid");
        let sid = sid.ok_or_else(|| problem::malformed("a call must have the parameter CallSid"))?;
        let account = Account::of(config, &signed.site)?;
        Ok(Self { env, config, site: &signed.site, account, form: &signed.form, sid, at })
    }

    fn script(&self, conversation: ConversationId) -> Script<'_> {
        let base = format!("{}/v1/hooks/twilio/{}/voice/{conversation}", self.config.public_url, self.site.id);
        Script::of(&self.site.policy, &self.site.settings.name, base)
    }

    async fn execute(&self, conversation: ConversationId, step: &[&str], body: CommandBody) -> Result<(), Problem> {
        let mut what = vec!["call", self.sid];
        what.extend_from_slice(step);
        let command = Command { key: key(&self.site.id, &what)?, body };
        arrive::execute(self.env, self.site, conversation, command).await.map(|_| ())
    }

    /// More of the call, for its entry in the conversation.
    async fn note(&self, conversation: ConversationId, step: &[&str], call: Call) -> Result<(), Problem> {
        let body = CommandBody::NoteCall { foreign_id: self.sid.to_owned(), call };
        self.execute(conversation, step, body).await
    }
}

/// A call comes in, or ended: Twilio tells both to the one address that a number has. Answered with TwiML.
///
/// # Errors
/// `malformed`; `not-found` when the number is none of the site's; `busy` or `internal` when the call could not be
/// noted.
pub async fn receive(env: &Env, config: &Config, signed: &Signed, at: Timestamp) -> Result<String, Problem> {
    let line = Line::of(env, config, signed, at)?;
    if line.form.get("To").is_none_or(|to| line.account.settings.voice.as_deref() != Some(to)) {
        log::warn("twilio refused", json!({ "site": line.site.id, "because": "number", "channel": voice::CHANNEL }));
        return Err(
            problem::not_found().detail("this number is none of the site's: see phone.twilio.voice in its settings")
        );
    }
    let raw = files::raw_key(&line.site.id, &hex(&Sha256::digest(&signed.raw)));
    files::put(env, &raw, signed.raw.clone()).await?;
    let caller = told::caller(line.form);
    let evidence = vec![Evidence::NumberAsserted { assertion: told::attestation(line.form).to_owned(), at }];
    let identified = caller.is_some() && line.site.policy.identifies(&voice::CHANNEL, &evidence, at);
    let arrived = arrived(&line, caller.as_ref(), evidence, raw).await?;
    let conversation = arrived.conversation;
    let script = line.script(conversation);
    if let Some(outcome) = line.form.get("CallStatus").and_then(told::outcome) {
        end(&line, conversation, outcome).await?;
        return Ok(script.write(&[]));
    }
    let mut verbs = script.greeting(identified && !arrived.opened, caller.is_some());
    if caller.is_none() {
        // Nothing can be sent to whoever withholds the number, and no code would lead back to them.
        verbs.extend(connect(&line, &script, conversation).await);
    }
    Ok(script.write(&verbs))
}

/// The call as an entry of a conversation: the caller's, or one of its own when nobody knows whose it is.
async fn arrived(
    line: &Line<'_>,
    caller: Option<&Identifier>,
    evidence: Vec<Evidence>,
    raw: String,
) -> Result<Arrived, Problem> {
    let text = if caller.is_some() { "Phone call" } else { "Phone call from a withheld number" };
    let author = Author::Customer { session: None, address: None, name: None };
    let message = Message {
        kind: Some("call".to_owned()),
        call: Some(Call::default()),
        foreign_id: Some(line.sid.to_owned()),
        raw: Some(raw),
        ..Message::new(MessageId::new(line.at, ambient::random()?), voice::CHANNEL, author, text.to_owned())
    };
    let key = key(&line.site.id, &["call", line.sid])?;
    let Some(address) = caller.cloned() else {
        let conversation = ConversationId::from_bits(bits(&line.site.id, &["withheld", line.sid, "conversation"]));
        let customer = CustomerId::from_bits(bits(&line.site.id, &["withheld", line.sid, "customer"]));
        return arrive::withheld(line.env, line.site, key, (conversation, customer), message, line.at).await;
    };
    let inbound = Inbound {
        key,
        address,
        name: None,
        evidence,
        doubt: None,
        thread: None,
        answers: None,
        answered: false,
        message,
    };
    arrive::message(line.env, line.site, &line.config.keys.seal(&line.site.id), inbound, line.at).await
}

/// What a step of a call is answered with: TwiML.
///
/// # Errors
/// `not-found` when there is no such step, or the call is none of the conversation; `busy` or `internal` when it could
/// not be noted.
pub async fn step(
    env: &Env,
    config: &Config,
    signed: &Signed,
    (conversation, step): (ConversationId, &str),
    by: Option<&str>,
    at: Timestamp,
) -> Result<String, Problem> {
    let line = Line::of(env, config, signed, at)?;
    let step: Step = step.parse().map_err(|()| problem::not_found())?;
    let script = line.script(conversation);
    // Whatever the step: the call must be one of this conversation.
    line.note(conversation, &["belongs"], Call::default()).await?;
    let verbs = match step {
        Step::Menu => menu(&line, &script, conversation).await?,
        Step::Dialled => dialled(&line, &script, conversation, by).await?,
        Step::Voicemail => script.goodbye(),
        Step::Recorded => {
            recorded(&line, conversation).await?;
            Vec::new()
        }
        Step::Transcribed => {
            transcribed(&line, conversation).await?;
            Vec::new()
        }
        Step::Ended => {
            if let Some(outcome) = line.form.get("CallStatus").and_then(told::outcome) {
                end(&line, conversation, outcome).await?;
            }
            Vec::new()
        }
    };
    log::info("call step", json!({ "site": line.site.id, "conversation": conversation, "step": step.name() }));
    Ok(script.write(&verbs))
}

/// A key was pressed, or none.
async fn menu(line: &Line<'_>, script: &Script<'_>, conversation: ConversationId) -> Result<Vec<Verb>, Problem> {
    let caller = told::caller(line.form);
    match (line.form.get("Digits"), caller) {
        (Some("1"), Some(caller)) => {
            if send_link(line, conversation, &caller).await? {
                served(line, conversation).await?;
                return Ok([script.say("link-sent"), script.goodbye()].concat());
            }
            let mut verbs = script.say("link-not-sent");
            verbs.extend(connect(line, script, conversation).await);
            Ok(verbs)
        }
        (Some("2"), Some(caller)) => {
            let question = ConversationCall::SpeakCode {
                site: line.site.id.clone(),
                channel: voice::CHANNEL,
                address: Some(caller),
                agent: None,
            };
            let name = format!("{}/{conversation}", line.site.id);
            match ask::<_, Spoken>(line.env, "CONVERSATION", &name, &question).await {
                Ok(Spoken { code, valid_ms }) => {
                    served(line, conversation).await?;
                    Ok(script.code(&code, &in_words(valid_ms)))
                }
                Err(problem) => {
                    log::failure("speaking a code", &problem.kind);
                    Ok(connect(line, script, conversation).await)
                }
            }
        }
        _ => Ok(connect(line, script, conversation).await),
    }
}

/// Sends a link to the caller's number; false when a limit or a rule is against it. Once in a call, however often the
/// key is pressed.
async fn send_link(line: &Line<'_>, conversation: ConversationId, caller: &Identifier) -> Result<bool, Problem> {
    let evidence = [Evidence::NumberAsserted { assertion: told::attestation(line.form).to_owned(), at: line.at }];
    let hash = line.config.keys.seal(&line.site.id).address_hash(caller);
    // Whoever forges a number must not have us write to it again and again.
    let identified = line.site.policy.identifies(&voice::CHANNEL, &evidence, line.at);
    let allowed = if identified {
        link::within_limits(line.env, line.site, &hash, line.at).await
    } else {
        link::within_limits_of_strangers(line.env, line.site, &hash, line.at).await
    };
    if !allowed {
        return Ok(false);
    }
    let token = TokenId::new(line.at, ambient::new_id10()?);
    let message = MessageId::new(line.at, ambient::new_id10()?);
    // The menu says: by text message.
    let over = Some(sms::CHANNEL);
    let body = CommandBody::SendLink { token, message, only_to: Some(caller.clone()), over, by_holder: identified };
    match line.execute(conversation, &["link"], body).await {
        Ok(()) => Ok(true),
        Err(problem) if problem.is(ProblemKind::Busy) || problem.is(ProblemKind::Internal) => Err(problem),
        Err(problem) => {
            log::failure("sending a link to a caller", &problem.kind);
            Ok(false)
        }
    }
}

/// The caller was helped by the machine: the call was not missed.
async fn served(line: &Line<'_>, conversation: ConversationId) -> Result<(), Problem> {
    line.note(conversation, &["served"], Call { outcome: Some("completed".to_owned()), ..Call::default() }).await
}

/// Puts the caller through to the owner, else to the team, else lets them leave a message.
async fn connect(line: &Line<'_>, script: &Script<'_>, conversation: ConversationId) -> Vec<Verb> {
    match whom(line, conversation).await {
        Some((number, by)) => {
            // Networks refuse calls that show no number.
            let shown = if told::caller(line.form).is_none() { line.account.settings.voice.clone() } else { None };
            script.dial(&number, shown, &by)
        }
        None => script.nobody(),
    }
}

/// The number to call, and whose it is.
async fn whom(line: &Line<'_>, conversation: ConversationId) -> Option<(String, String)> {
    let own =
        |number: &String| [&line.account.settings.voice, &line.account.settings.sms].contains(&&Some(number.clone()));
    let owner = async {
        let name = format!("{}/{conversation}", line.site.id);
        let owner: Option<AgentId> = ask(line.env, "CONVERSATION", &name, &ConversationCall::Owner {}).await.ok()?;
        let agent = owner?;
        let question = DeskCall::AgentPhone { agent: agent.clone() };
        let number: Option<String> = ask(line.env, "DESK", line.site.id.as_str(), &question).await.ok()?;
        Some((number?, agent.to_string()))
    };
    let found = owner.await.or_else(|| Some((line.account.settings.team.clone()?, TEAM.to_owned())));
    found.filter(|(number, _)| !own(number))
}

/// The call to an agent or the team ended, or nobody was there.
async fn dialled(
    line: &Line<'_>,
    script: &Script<'_>,
    conversation: ConversationId,
    by: Option<&str>,
) -> Result<Vec<Verb>, Problem> {
    if told::was_answered(line.form) {
        let seconds = line.form.number("DialCallDuration").unwrap_or(0).clamp(0, 86_400);
        let by = by.filter(|by| *by == TEAM || by.parse::<AgentId>().is_ok()).unwrap_or(TEAM);
        let call = Call {
            answered: Some(line.at.plus(-1_000 * seconds)),
            answered_by: Some(by.to_owned()),
            outcome: Some("completed".to_owned()),
            ..Call::default()
        };
        line.note(conversation, &["answered"], call).await?;
        return Ok(script.goodbye());
    }
    line.note(conversation, &["unanswered"], Call { outcome: Some("missed".to_owned()), ..Call::default() }).await?;
    Ok(script.nobody())
}

async fn end(line: &Line<'_>, conversation: ConversationId, outcome: &str) -> Result<(), Problem> {
    let call = Call { ended: Some(line.at), outcome: Some(outcome.to_owned()), ..Call::default() };
    line.note(conversation, &["ended"], call).await
}

/// A recording is there: its file, into the store.
async fn recorded(line: &Line<'_>, conversation: ConversationId) -> Result<(), Problem> {
    let Some(sid) = line.form.sid("RecordingSid") else { return Ok(()) };
    if matches!(line.form.get("RecordingStatus"), Some("absent" | "failed" | "in-progress")) {
        return Ok(());
    }
    let bytes = match api::file(&line.account, &format!("Recordings/{sid}.mp3"), LARGEST_FILE).await {
        Ok(bytes) => bytes,
        // Twilio was told to come again.
        Err(NoFile::Passing) => return Err(problem::busy()),
        Err(NoFile::Lasting) => {
            log::warn("twilio file", json!({ "site": line.site.id, "file": sid, "passing": false }));
            return Ok(());
        }
    };
    let id = file_id(&line.site.id, &["recording", line.sid, sid]);
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    files::put(line.env, &files::file_key(&line.site.id, id), bytes).await?;
    let recording = Attachment { id, name: "recording.mp3".to_owned(), media_type: "audio/mpeg".to_owned(), size };
    line.note(conversation, &["recorded", sid], Call { recording: Some(recording), ..Call::default() }).await
}

/// A machine has heard what was said. It names the recording as well: a second chance for the file.
async fn transcribed(line: &Line<'_>, conversation: ConversationId) -> Result<(), Problem> {
    if let Some(text) = line.form.get("TranscriptionText").filter(|text| !text.trim().is_empty()) {
        let transcript: String = text.trim().chars().take(LONGEST_TRANSCRIPT).collect();
        let which = line.form.sid("TranscriptionSid").unwrap_or_default();
        let call = Call { transcript: Some(transcript), ..Call::default() };
        line.note(conversation, &["transcribed", which], call).await?;
    }
    if let Err(problem) = recorded(line, conversation).await {
        log::failure("fetching a recording", &problem.kind);
    }
    Ok(())
}
