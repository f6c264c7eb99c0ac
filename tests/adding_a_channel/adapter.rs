//! Pigeon: a chat app that tells what happens by a webhook, and takes messages over HTTP.

use super::{
    Outgoing, SendError, Sent,
    arrive::{self, Inbound},
};
use crate::{ambient, config::Config, files, object::conversation::hex, phone, problem, request::Ctx, site::Site};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use weft_shared::{
    channel::Channel,
    evidence::Evidence,
    id::MessageId,
    message::{Author, Message},
    wire::problem::{Problem, ProblemKind},
};
use worker::{Fetch, Headers, Method, Request, RequestInit, Response};

/// The channel's name in policies and on the wire.
pub const CHANNEL: Channel = Channel::of_adapter("pigeon");
/// The name of the secret that the site and Pigeon share.
const SECRET: &str = "pigeon-secret";
/// Where Pigeon takes messages.
const API: &str = "https://api.pigeon.example/v1/messages";

/// A message, as Pigeon tells it.
#[derive(Deserialize)]
pub struct Told {
    id: String,
    from: String,
    name: Option<String>,
    text: String,
}

/// `POST /v1/hooks/pigeon/{site}`: who asks is checked first, then the original is stored, then the conversation is told.
///
/// # Errors
/// `not-configured`, `bad-signature`, `malformed`; `busy` or `internal` when it could not be kept.
pub async fn hook(mut ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?;
    let secret = site.secrets.get(SECRET)?;
    let given = crate::request::header(&ctx.request, "x-pigeon-secret");
    if !given.is_some_and(|given| secret.is(&given)) {
        return Err(Problem::new(ProblemKind::BadSignature));
    }
    let raw = crate::request::body(&mut ctx.request, crate::request::LARGEST_BODY).await?;
    let told: Told =
        serde_json::from_slice(&raw).map_err(|_| problem::malformed("expected one of Pigeon's messages"))?;
    let stored = files::raw_key(&site.id, &hex(&Sha256::digest(&raw)));
    files::put(&ctx.env, &stored, raw).await?;
    let inbound = inbound(&site, told, stored, MessageId::new(ctx.at, ambient::random()?), ctx.at)?;
    arrive::message(&ctx.env, &site, &ctx.config.keys.seal(&site.id), inbound, ctx.at).await?;
    Ok(crate::reply::nothing())
}

/// What comes in, in Weft's words. Pure: a test needs no platform.
///
/// # Errors
/// `malformed` when nobody is named who could be answered.
pub fn inbound(
    site: &Site,
    told: Told,
    raw: String,
    id: MessageId,
    at: weft_shared::time::Timestamp,
) -> Result<Inbound, Problem> {
    let address = phone::provided(&told.from).map_err(problem::malformed)?;
    // The same for each delivery of the same message: so its repetition changes nothing.
    let key = hex(&Sha256::digest(format!("pigeon/{}/{}", site.id, told.id).as_bytes()));
    let author = Author::Customer { session: None, address: None, name: None };
    let message = Message { raw: Some(raw), foreign_id: Some(told.id), ..Message::new(id, CHANNEL, author, told.text) };
    Ok(Inbound {
        key: key.parse().map_err(problem::malformed)?,
        address,
        name: told.name,
        evidence: vec![Evidence::NumberAsserted { assertion: "account".to_owned(), at }],
        doubt: None,
        thread: None,
        answers: None,
        answered: false,
        message,
    })
}

/// Hands a message to Pigeon.
///
/// # Errors
/// When Pigeon did not take it; `temporary` says whether it may later.
pub async fn send(_config: &Config, site: &Site, outgoing: &Outgoing<'_>) -> Result<Sent, SendError> {
    let secret = site.secrets.get(SECRET).map_err(|_| SendError::passing("The secret for Pigeon is not set up."))?;
    let answer = async {
        let headers = Headers::new();
        headers.set("content-type", "application/json")?;
        headers.set("x-pigeon-secret", secret.reveal())?;
        let mut init = RequestInit::new();
        init.with_method(Method::Post).with_headers(headers).with_body(Some(body(outgoing).into()));
        let mut response = Fetch::Request(Request::new_with_init(API, &init)?).send().await?;
        Ok::<_, worker::Error>((response.status_code(), response.text().await?))
    };
    match answer.await {
        Ok((status, text)) => judge(status, &text),
        Err(_) => Err(SendError::passing("Pigeon cannot be reached.")),
    }
}

/// What goes out, in Pigeon's words.
pub fn body(outgoing: &Outgoing<'_>) -> String {
    let reference = format!("{}.{}", outgoing.conversation, outgoing.message);
    json!({ "to": outgoing.to.value, "text": outgoing.text, "reference": reference }).to_string()
}

/// What Pigeon's answer means.
pub fn judge(status: u16, text: &str) -> Result<Sent, SendError> {
    #[derive(Deserialize)]
    struct Taken {
        id: String,
    }
    match (status, serde_json::from_str::<Taken>(text)) {
        (200..=299, Ok(taken)) => Ok(Sent { foreign_id: taken.id }),
        (401 | 403 | 429 | 500.., _) => Err(SendError::passing(format!("Pigeon answered {status}."))),
        _ => Err(SendError::lasting(format!("Pigeon answered {status}."))),
    }
}
