//! Having the text models read what the customer wrote, and asking the directory for the customer's tier and past:
//! before the desk routes a conversation, it knows what there is to know.

use super::{Conversation, journal};
use crate::{
    ambient,
    object::{call::call, directory::call::DirectoryCall},
    problem, reader,
    site::Site,
};
use weft_shared::{
    command::{Command, CommandBody, DeskCommand},
    conversation::Reading,
    directory::Context,
    event::EventBody,
    id::AgentId,
    message::{Amendment, Author},
    routing::Mood,
    text,
    wire::problem::Problem,
};

/// How many of the customer's last messages are read.
const MESSAGES: usize = 3;
/// How many characters of them, at most.
const LONGEST: usize = 2_000;

/// Reads what there is, and notes what is new.
///
/// # Errors
/// When the journal cannot be read or the directory not be asked; then the outbox comes back.
pub async fn run(object: &Conversation, site: &Site) -> Result<(), Problem> {
    let thread = object.thread()?;
    let Some(identity) = &thread.identity else { return Ok(()) };
    let words = words(object)?;
    if !words.is_empty() {
        let read = reader::intents(site).read(&words);
        let reading = Reading {
            intent: read.best,
            others: read.others,
            mood: Mood::of(&words),
            language: text::language(&words).map(str::to_owned),
        };
        if reading != thread.desk.reading {
            let Reading { intent, others, mood, language } = reading;
            note(object, site, CommandBody::Desk(DeskCommand::ReadContext { intent, others, mood, language })).await?;
        }
    }
    let question = DirectoryCall::Context { customer: identity.customer, conversation: identity.conversation };
    let Context { tier, past } = call(&object.env, "DIRECTORY", site.id.as_str(), &question).await?;
    if tier != object.thread()?.desk.tier {
        note(object, site, CommandBody::Desk(DeskCommand::NoteTier { tier })).await?;
    }
    if past != object.thread()?.desk.past {
        note(object, site, CommandBody::Desk(DeskCommand::NotePast { past })).await?;
    }
    Ok(())
}

/// An agent says what it is about: where the models read otherwise, that is an example for the owner to accept.
///
/// # Errors
/// As [`run`].
pub async fn teach(object: &Conversation, site: &Site, intent: &str, by: &AgentId) -> Result<(), Problem> {
    let words = words(object)?;
    let known = reader::intents(site).read(&words).best;
    if words.is_empty() || known.is_some_and(|guess| guess.name == intent) || !site.policy.intents.contains_key(intent)
    {
        return Ok(());
    }
    reader::suggest(&object.env, &site.id, intent, &words, by, ambient::now()).await
}

async fn note(object: &Conversation, site: &Site, body: CommandBody) -> Result<(), Problem> {
    let key = format!("read-{}", super::hex(&ambient::random::<16>()?)).parse().map_err(problem::malformed)?;
    object.execute(site, &Command { key, body }).await.map(drop)
}

/// What the customer wrote last, the subject first, as it is now: what they took back is neither read nor learned.
fn words(object: &Conversation) -> Result<String, Problem> {
    let thread = object.thread()?;
    let events = journal::before(&object.state.storage().sql(), u64::MAX >> 1, 60)?;
    let said = events.iter().filter_map(|event| match &event.body {
        EventBody::MessageReceived { message } if matches!(message.author, Author::Customer { .. }) => {
            match thread.edited.get(&message.id) {
                Some(Amendment::Deleted) => None,
                Some(Amendment::Edited { text }) => Some((message.subject.as_deref(), text.as_str())),
                _ => Some((message.subject.as_deref(), message.text.as_str())),
            }
        }
        _ => None,
    });
    let mut said: Vec<_> = said.take(MESSAGES).collect();
    said.reverse();
    let subject = said.iter().find_map(|(subject, _)| *subject);
    let all: Vec<&str> = subject.into_iter().chain(said.iter().map(|(_, text)| *text)).collect();
    Ok(all.join("\n").chars().take(LONGEST).collect())
}
