//! Messages that come in over Twilio.

use super::{
    Account,
    api::{self, NoFile},
    file_id, key,
    message::{self, File},
    request::Signed,
};
use crate::{
    adapter::{
        arrive::{self, Inbound},
        numbers,
    },
    config::Config,
    files, log,
    object::conversation::hex,
    phone, problem,
    site::Site,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use weft_shared::{
    command::{Command, CommandBody},
    consent::ConsentLine,
    evidence::Evidence,
    id::MessageId,
    message::{Attachment, Author, Message},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::Env;

/// The largest file, in bytes.
pub const LARGEST_FILE: usize = 16 * 1024 * 1024;

/// Takes in a message. Its repetition changes nothing.
///
/// # Errors
/// `malformed` when it is no message; `not-found` when its number is none of the site's; `busy` or `internal` when it
/// could not be kept.
pub async fn receive(env: &Env, config: &Config, signed: &Signed, at: Timestamp) -> Result<(), Problem> {
    let site: &Site = &signed.site;
    let account = Account::of(config, site)?;
    let told = message::read(&signed.form)
        .map_err(|missing| problem::malformed(format!("a message must have the parameter {missing}")))?;
    let own = account.number_for(&told.channel);
    if own != Some(told.to.as_str()) {
        log::warn("twilio refused", json!({ "site": site.id, "because": "number", "channel": told.channel }));
        return Err(problem::not_found().detail("this number is none of the site's: see phone.twilio in its settings"));
    }
    let raw = files::raw_key(&site.id, &hex(&Sha256::digest(&signed.raw)));
    files::put(env, &raw, signed.raw.clone()).await?;
    // Short codes and names are senders that nobody can answer and nobody can prove.
    let Ok(address) = phone::provided(&told.from) else {
        log::warn("twilio kept", json!({ "site": site.id, "because": "sender", "channel": told.channel, "raw": raw }));
        return Ok(());
    };
    let (attachments, missing) = store(env, &account, site, &told).await?;
    let text = match missing.as_slice() {
        [] => told.text,
        types => format!("{}\n\n[Not fetched from the provider: {}]", told.text, types.join(", ")),
    };
    let consent = told.opt_out.and_then(message::OptOut::consent);
    let line =
        consent.map(|consent| ConsentLine { identifier: address.clone(), channel: told.channel.clone(), consent });
    // Who wrote it is decided by the conversation.
    let author = Author::Customer { session: None, address: None, name: None };
    let message = Message {
        attachments,
        raw: Some(raw),
        via: Some(numbers::at(super::PROVIDER, &told.to)),
        foreign_id: Some(told.sid.clone()),
        kind: told.kind.map(str::to_owned),
        ..Message::new(MessageId::new(at, crate::ambient::random()?), told.channel, author, text)
    };
    let inbound = Inbound {
        key: key(&site.id, &["message", &told.sid])?,
        address,
        name: told.name,
        evidence: vec![Evidence::NumberAsserted { assertion: told.assertion.to_owned(), at }],
        doubt: None,
        thread: None,
        answers: told.answers,
        // Twilio's Advanced Opt-Out has sent the answer: ours would be the second.
        answered: told.opt_out.is_some(),
        message,
    };
    let arrived = arrive::message(env, site, &config.keys.seal(&site.id), inbound, at).await?;
    // The words are Twilio's: a site may have set others there than the policy has.
    if let Some(line) = line {
        let because = "the provider reports that the customer replied so".to_owned();
        let command = Command {
            key: key(&site.id, &["opt-out", &told.sid])?,
            body: CommandBody::ReportConsent { line, because },
        };
        arrive::settled(arrive::execute(env, site, arrived.conversation, command).await)?;
    }
    Ok(())
}

/// Stores the files of a message; tells the media types of those that could not be fetched. Twilio gives up after
/// seconds: keeping the message without a file, which stays at Twilio, is better than losing both.
async fn store(
    env: &Env,
    account: &Account<'_>,
    site: &Site,
    told: &message::Message,
) -> Result<(Vec<Attachment>, Vec<String>), Problem> {
    let fetched = futures_util::future::join_all(told.files.iter().map(|file| fetch(account, &told.sid, file))).await;
    let (mut stored, mut missing) = (Vec::new(), Vec::new());
    for (place, (file, bytes)) in told.files.iter().zip(fetched).enumerate() {
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(why) => {
                log::warn(
                    "twilio file",
                    json!({ "site": site.id, "file": file.sid, "passing": why == NoFile::Passing }),
                );
                missing.push(file.media_type.clone());
                continue;
            }
        };
        let id = file_id(&site.id, &["media", &told.sid, &file.sid]);
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        files::put(env, &files::file_key(&site.id, id), bytes).await?;
        let name = format!("file-{}.{}", place + 1, extension(&file.media_type));
        stored.push(Attachment { id, name, media_type: file.media_type.clone(), size });
    }
    Ok((stored, missing))
}

async fn fetch(account: &Account<'_>, message: &str, file: &File) -> Result<Vec<u8>, NoFile> {
    let path = format!("Messages/{message}/Media/{}", file.sid);
    match api::file(account, &path, LARGEST_FILE).await {
        Err(NoFile::Passing) => api::file(account, &path, LARGEST_FILE).await,
        answer => answer,
    }
}

/// What files of a type are called: senders' names do not come along.
fn extension(media_type: &str) -> &str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/amr" => "amr",
        "video/mp4" => "mp4",
        "video/3gpp" => "3gp",
        "application/pdf" => "pdf",
        "text/vcard" | "text/x-vcard" => "vcf",
        "text/plain" => "txt",
        _ => "bin",
    }
}
