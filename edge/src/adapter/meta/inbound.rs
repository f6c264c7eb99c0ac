//! What Meta tells, into conversations.

use super::{
    Account, bits, code, key, media, number,
    request::Signed,
    update::{self, From, Status, Told, Update, What},
};
use crate::{
    adapter::{
        arrive::{self, Inbound},
        provider,
        whatsapp::{self, CHANNEL},
    },
    ambient,
    config::Config,
    files, log,
    object::{
        call::call,
        conversation::hex,
        directory::call::{DirectoryCall, Latest},
    },
    phone, problem,
    problem::OrInternal,
    site::Site,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use weft_shared::{
    command::{Command, CommandBody},
    evidence::Evidence,
    id::{ConversationId, CustomerId, MessageId},
    identity::Identifier,
    message::{Amendment, Author, Delivery, Message},
    time::Timestamp,
    wire::problem::{Problem, ProblemKind},
};
use worker::Env;

/// What everything here needs.
struct Arrival<'a> {
    env: &'a Env,
    config: &'a Config,
    site: &'a Site,
    at: Timestamp,
}

/// Takes in a body. Its repetition changes nothing: when one update of it could not be kept, the others are all the
/// same, and Meta sends the whole again.
///
/// # Errors
/// `malformed` when it is no update; `busy` or `internal` when something could not be kept.
pub async fn receive(env: &Env, config: &Config, signed: &Signed, at: Timestamp) -> Result<(), Problem> {
    let updates = update::read(&signed.raw)
        .ok_or_else(|| problem::malformed("the body must be a JSON object with a list of entries, as Meta sends it"))?;
    let arrival = Arrival { env, config, site: &signed.site, at };
    let mut trouble = None;
    for update in updates {
        if let Err(problem) = arrival.take(update).await {
            trouble = Some(problem);
        }
    }
    trouble.map_or(Ok(()), Err)
}

impl Arrival<'_> {
    async fn take(&self, update: Update) -> Result<(), Problem> {
        let own = &number(self.site)?.number_id;
        if update.number_id.as_ref().is_some_and(|number_id| number_id != own) {
            log::warn("meta passed over", json!({ "site": self.site.id, "because": "number" }));
            return Ok(());
        }
        if let What::Status(status) = update.what {
            return self.status(status).await;
        }
        let bytes = serde_json::to_vec(&update.raw).or_internal("writing an update")?;
        let raw = files::raw_key(&self.site.id, &hex(&Sha256::digest(&bytes)));
        files::put(self.env, &raw, bytes).await?;
        match update.what {
            What::Message(told) => self.message(*told, raw).await,
            What::Changed { id, from, original, change } => self.changed(&id, &from, original, change, raw).await,
            What::Noted { id, from, what } => self.noted(&id, &from, &what, raw).await,
            What::Kept | What::Status(_) => {
                self.kept(&update.field, &raw);
                Ok(())
            }
        }
    }

    async fn message(&self, told: Told, raw: String) -> Result<(), Problem> {
        let Self { env, config, site, at } = *self;
        let mut text = told.text;
        let mut attachments = Vec::new();
        if let Some(file) = &told.file {
            let account = Account::of(config, site);
            match media::store(env, account.as_ref(), site, &told.id, file).await? {
                Ok(attachment) => attachments.push(attachment),
                Err(why) => text.push_str(&format!("\n\n[The file is missing: {why}.]")),
            }
        }
        // Who wrote it is decided by the conversation.
        let author = Author::Customer { session: None, address: None, name: None };
        let message = Message {
            attachments,
            raw: Some(raw.clone()),
            via: Some(whatsapp::at_meta(&number(site)?.number)),
            foreign_id: Some(told.id.clone()),
            kind: told.kind,
            ..Message::new(MessageId::new(at, ambient::random()?), CHANNEL, author, text)
        };
        let key = key(&site.id, &["message", &told.id])?;
        let number = match told.from {
            From::Number(number) => number,
            From::Withheld(user) => {
                // All that somebody without a number writes goes to one conversation.
                let conversation = ConversationId::from_bits(bits(&site.id, &["conversation", &user]));
                let customer = CustomerId::from_bits(bits(&site.id, &["customer", &user]));
                arrive::withheld(env, site, key, (conversation, customer), message, at).await?;
                return Ok(());
            }
        };
        let Ok(address) = phone::provided(&number) else {
            log::warn("meta kept", json!({ "site": site.id, "because": "sender", "raw": raw }));
            return Ok(());
        };
        let inbound = Inbound {
            key,
            address,
            name: told.name,
            evidence: vec![Evidence::NumberAsserted { assertion: "account".to_owned(), at }],
            doubt: told.in_group.then(|| "It was written in a group, where others read it as well.".to_owned()),
            thread: None,
            answers: told.answers,
            answered: false,
            message,
        };
        arrive::message(env, site, &config.keys.seal(&site.id), inbound, at).await?;
        Ok(())
    }

    /// A change goes to the customer's latest conversation: what is not about a message of it stands there as a note.
    async fn changed(
        &self,
        id: &str,
        from: &str,
        foreign_id: String,
        change: Amendment,
        raw: String,
    ) -> Result<(), Problem> {
        let Some((by, conversation)) = self.latest(from).await? else {
            self.kept("change", &raw);
            return Ok(());
        };
        let body = CommandBody::Amend { foreign_id, by, channel: CHANNEL, change, raw: Some(raw) };
        self.execute(conversation, Command { key: key(&self.site.id, &["change", id])?, body }).await
    }

    async fn noted(&self, id: &str, from: &str, what: &str, raw: String) -> Result<(), Problem> {
        let Some((by, conversation)) = self.latest(from).await? else {
            self.kept("note", &raw);
            return Ok(());
        };
        let what = format!("{} {what}.", by.value);
        let body = CommandBody::Note { what, raw: Some(raw), about: None };
        self.execute(conversation, Command { key: key(&self.site.id, &["note", id])?, body }).await
    }

    async fn latest(&self, number: &str) -> Result<Option<(Identifier, ConversationId)>, Problem> {
        let Ok(address) = phone::provided(number) else { return Ok(None) };
        let question = DirectoryCall::Latest { identifier: address.clone() };
        let latest: Option<Latest> = call(self.env, "DIRECTORY", self.site.id.as_str(), &question).await?;
        Ok(latest.map(|latest| (address, latest.conversation)))
    }

    async fn execute(&self, conversation: ConversationId, command: Command) -> Result<(), Problem> {
        let outcome = arrive::execute(self.env, self.site, conversation, command).await;
        log::info(
            "meta change",
            json!({ "site": self.site.id, "conversation": conversation, "kept": outcome.is_ok() }),
        );
        arrive::settled(outcome)
    }

    fn kept(&self, field: &str, raw: &str) {
        let field: String = field.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
        log::info("meta kept", json!({ "site": self.site.id, "field": field, "raw": raw }));
    }

    async fn status(&self, status: Status) -> Result<(), Problem> {
        let Self { env, config, site, .. } = *self;
        let ours = status.data.as_deref().and_then(|data| config.keys.seal(&site.id).open_callback_data(data));
        let Some((message, conversation)) = ours else {
            log::info("message report", json!({ "site": site.id, "ours": false }));
            return Ok(());
        };
        let detail = (status.delivery == Some(Delivery::Failed)).then(|| words(&status));
        let body = match status.delivery {
            Some(delivery) => CommandBody::Report {
                message,
                status: delivery,
                detail: detail.clone(),
                foreign_id: Some(status.id.clone()),
            },
            None if status.word == "warning" => {
                let what = format!("WhatsApp warns about a message of this conversation: {}", words(&status));
                CommandBody::Note { what, raw: None, about: None }
            }
            None => return Ok(()),
        };
        let command = Command { key: key(&site.id, &["status", &status.id, &status.word])?, body };
        let outcome = arrive::execute(env, site, conversation, command).await;
        log::info(
            "message report",
            json!({
                "site": site.id, "ours": true, "kind": status.delivery, "code": status.code, "message": message,
                "conversation": conversation, "kept": outcome.is_ok(),
            }),
        );
        // A link on its own is no message of the thread: agents learn of its failure by a note.
        if let (Err(problem), Some(detail)) = (&outcome, detail)
            && problem.is(ProblemKind::NotFound)
        {
            let what = format!("A link was sent, but did not arrive: {detail}");
            let body = CommandBody::Note { what, raw: None, about: None };
            let command = Command { key: key(&site.id, &["unsent", &status.id])?, body };
            arrive::settled(arrive::execute(env, site, conversation, command).await)?;
        }
        arrive::settled(outcome)
    }
}

/// Why a message failed, in words for agents.
fn words(status: &Status) -> String {
    let said = || status.said.as_deref().map(provider::without_numbers).filter(|said| !said.is_empty());
    let text = status.code.and_then(code::words).map(str::to_owned).or_else(said);
    let text = text.unwrap_or_else(|| "WhatsApp did not say why.".to_owned());
    match status.code {
        Some(code) => format!("{text} (Meta {code})"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(code: Option<i64>, said: Option<&str>) -> Status {
        Status {
            id: "wamid.1".to_owned(),
            word: "failed".to_owned(),
            delivery: Some(Delivery::Failed),
            data: None,
            code,
            said: said.map(str::to_owned),
        }
    }

    #[test]
    fn failures_are_told_in_words_and_without_numbers() {
        for (code, said, expected) in [
            (
                Some(131_047),
                Some("Re-engagement message"),
                "More than 24 hours since the customer's last message: WhatsApp takes approved templates only. (Meta 131047)",
            ),
            (Some(199_999), Some("No way to 447700900123 now"), "No way to now (Meta 199999)"),
            (Some(199_999), Some("447700900123"), "WhatsApp did not say why. (Meta 199999)"),
            (None, None, "WhatsApp did not say why."),
        ] {
            assert_eq!(words(&failed(code, said)), expected);
        }
    }
}
