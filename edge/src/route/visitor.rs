//! What a visitor's browser asks: to begin, to write over a socket, to sign out.

use super::thread::{hand_out, object_name};
use crate::{
    adapter, ambient,
    object::{
        call::{call, upgrade},
        conversation::call::{ConversationCall, Executed},
        directory::call::DirectoryCall,
    },
    problem, reply,
    request::Ctx,
    site::Site,
};
use sha2::{Digest, Sha256};
use weft_shared::{
    command::{Command, CommandBody, Opening},
    id::{ConversationId, CustomerId, SessionId},
    token::{TokenError, Unverified},
    wire::{
        customer::{Begin, Credentials},
        problem::Problem,
    },
};
use worker::Response;

/// A beginning's key is its only credential while the answer is under way: 128 bits in base32, or more.
const BEGIN_KEY: usize = 26;

/// `POST …/conversations`.
///
/// # Errors
/// `malformed`, `conflict` when the key was used for something else, or a failure of the object.
pub async fn begin(mut ctx: Ctx) -> Result<Response, Problem> {
    let wish: Begin = ctx.json().await?;
    let site = ctx.site()?;
    if wish.key.as_str().len() < BEGIN_KEY {
        return Err(problem::malformed(format!("`key` must have at least {BEGIN_KEY} characters drawn at random")));
    }
    let claims = claimed(&ctx, &site, &wish).await?;
    // The same key names the same conversation: a lost answer can be asked for again.
    let digest = Sha256::digest(format!("begin {} {}", site.id, wish.key.as_str()).as_bytes());
    let half = |skip| digest.iter().skip(skip).take(16).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let conversation = ConversationId::from_bits(half(0));
    let opening =
        Opening { conversation, site: site.id.clone(), customer: CustomerId::from_bits(half(16)), subject: None };
    let customer = opening.customer;
    let body = CommandBody::Begin {
        opening,
        session: SessionId::new(ctx.at, ambient::new_id10()?),
        channel: adapter::IN_BROWSER,
        claims,
    };
    // The key itself is a credential for a while, and is kept nowhere: the id, which follows from it, stands for it.
    let key = format!("begin-{conversation}").parse().map_err(problem::malformed)?;
    let command = Command { key, body };
    let name = format!("{}/{conversation}", site.id);
    let question = ConversationCall::Begin { site: site.id.clone(), command };
    let credentials: Credentials = call(&ctx.env, "CONVERSATION", &name, &question).await?;
    let register = DirectoryCall::Register { conversation, customer, at: ctx.at };
    let () = call(&ctx.env, "DIRECTORY", site.id.as_str(), &register).await?;
    reply::json(&credentials)
}

/// What the visitor said to continue but could not prove: the agent is told, the visitor learns nothing.
async fn claimed(ctx: &Ctx, site: &Site, wish: &Begin) -> Result<Option<(ConversationId, String)>, Problem> {
    if let Some(claim) = &wish.claims_session {
        let name = format!("{}/{}", site.id, claim.conversation);
        let question = ConversationCall::Authenticate { session: claim.session, secret: claim.secret.clone() };
        let held: Result<Executed, Problem> = call(&ctx.env, "CONVERSATION", &name, &question).await;
        return Ok(held.is_ok().then(|| (claim.conversation, "the code was not confirmed".to_owned())));
    }
    let Some(token) = &wish.claims_link else { return Ok(None) };
    let verified = Unverified::parse(token).and_then(|token| token.verify(&ctx.config.keys, &site.id, ctx.at));
    Ok(match verified {
        Ok(verified) => Some((verified.claims().conversation, "the link was revoked".to_owned())),
        Err(TokenError::Expired(expired)) => Some((expired.claims().conversation, "the link had expired".to_owned())),
        Err(_) => None,
    })
}

/// `GET …/conversations/{id}/socket`. Who it is, the first frame says.
///
/// # Errors
/// `not-found`, or a failure of the object.
pub async fn socket(ctx: Ctx) -> Result<Response, Problem> {
    upgrade(&ctx.env, "CONVERSATION", &object_name(&ctx)?, &[]).await
}

/// `DELETE …/conversations/{id}/session`.
///
/// # Errors
/// `unauthenticated`, or a failure of the object.
pub async fn end_session(ctx: Ctx) -> Result<Response, Problem> {
    let presented = ctx.presented()?;
    let question = ConversationCall::SignOut {
        site: ctx.site()?.id.clone(),
        session: presented.session,
        secret: presented.secret,
    };
    let _: Executed = call(&ctx.env, "CONVERSATION", &object_name(&ctx)?, &question).await?;
    Ok(reply::nothing())
}

/// `GET …/conversations/{id}/attachments/{file}`.
///
/// # Errors
/// `not-found`, `unauthenticated`, or a failure of the object or the store.
pub async fn file(ctx: Ctx) -> Result<Response, Problem> {
    let presented = ctx.presented()?;
    hand_out(&ctx, Some((presented.session, presented.secret))).await
}
