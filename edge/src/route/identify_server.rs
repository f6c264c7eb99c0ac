//! What a site's backend says of its accounts.

use super::person::canonical;
use crate::{
    ambient,
    object::{
        call::call,
        conversation::{
            call::{ConversationCall, Executed},
            hex,
        },
        directory::{self, call::DirectoryCall},
    },
    problem, reply,
    request::Ctx,
    site::Site,
};
use sha2::{Digest, Sha256};
use weft_shared::{
    command::{Command, CommandBody},
    id::{ConversationId, CustomerId},
    identity::{Identifier, IdentifierKind},
    jwt,
    wire::{
        person::{IdentifyByServer, KnownAs},
        problem::{Problem, ProblemKind},
    },
};
use worker::Response;

/// The most identifiers of one account in one request.
const MOST: usize = 50;

/// `PUT /v1/admin/sites/{site}/identify`: what belongs to an account. Doing it again changes nothing.
///
/// # Errors
/// `invalid`, with every identifier that has no canonical form; `not-found` when there is no such site or conversation.
pub async fn by_server(mut ctx: Ctx) -> Result<Response, Problem> {
    let said: IdentifyByServer = ctx.json().await?;
    let site = Site::require(&ctx.env, &ctx.param("site")?).await?;
    reply::json(&identify(&ctx, &site, said).await?)
}

/// Takes in what a site's backend says of an account.
///
/// # Errors
/// As [`by_server`].
pub async fn identify(ctx: &Ctx, site: &Site, said: IdentifyByServer) -> Result<KnownAs, Problem> {
    let (account, also) = read(&said, site)?;
    if let Some(conversation) = said.conversation {
        let question = DirectoryCall::Customer { conversation };
        let known: Option<CustomerId> = call(&ctx.env, directory::BINDING, site.id.as_str(), &question).await?;
        known.ok_or_else(|| problem::not_found().detail("`conversation` names no conversation of this site"))?;
    }
    let of = account.value.clone();
    let new_customer = CustomerId::new(ctx.at, ambient::new_id10()?);
    let deal = also.iter().find(|it| it.kind == IdentifierKind::Deal).cloned();
    let question = DirectoryCall::Identify { account, also, new_customer, at: ctx.at };
    let known: KnownAs = call(&ctx.env, directory::BINDING, site.id.as_str(), &question).await?;
    if let Some(tier) = said.tier {
        let question = DirectoryCall::SetTier { account: of, tier: Some(tier).filter(|tier| !tier.is_empty()) };
        let () = call(&ctx.env, directory::BINDING, site.id.as_str(), &question).await?;
    }
    if let Some((conversation, deal)) = said.conversation.zip(deal) {
        attach(ctx, site, conversation, deal).await?;
    }
    Ok(known)
}

async fn attach(ctx: &Ctx, site: &Site, conversation: ConversationId, deal: Identifier) -> Result<(), Problem> {
    let digest = hex(&Sha256::digest(deal.value.as_bytes()));
    let key = format!("deal-{}", digest.get(..40).unwrap_or_default()).parse().map_err(problem::malformed)?;
    let command = Command { key, body: CommandBody::AttachDeal { deal } };
    let question = ConversationCall::Execute { site: site.id.clone(), command };
    let _: Executed = call(&ctx.env, "CONVERSATION", &format!("{}/{conversation}", site.id), &question).await?;
    Ok(())
}

/// The account, and everything else in canonical form.
fn read(said: &IdentifyByServer, site: &Site) -> Result<(Identifier, Vec<Identifier>), Problem> {
    let mut problem = Problem::new(ProblemKind::Invalid);
    let mut one = |path: String, kind, text: &str| {
        let found = canonical(kind, text, site);
        found.map_err(|wrong| problem.errors.push(format!("{path}: {}", wrong.detail.unwrap_or_default()))).ok()
    };
    let account = one("account".to_owned(), IdentifierKind::Account, &said.account);
    let lists = [
        ("mail", IdentifierKind::Mail, &said.mail),
        ("phone", IdentifierKind::Phone, &said.phone),
        ("deal", IdentifierKind::Deal, &said.deal),
    ];
    let mut also = Vec::new();
    for (name, kind, list) in lists {
        for (index, text) in list.iter().enumerate() {
            also.extend(one(format!("{name}[{index}]"), kind, text));
        }
    }
    if said.conversation.is_some() && said.deal.is_empty() {
        problem.errors.push("conversation: a deal is needed to attach it to".to_owned());
    }
    if said.tier.as_ref().is_some_and(|tier| !tier.is_empty() && !jwt::is_tier(tier)) {
        problem.errors.push("tier: must be 1 to 40 lower-case letters, digits and hyphens, or empty".to_owned());
    }
    if also.len() > MOST {
        problem.errors.push(format!("mail, phone, deal: at most {MOST} together"));
    }
    match account {
        Some(account) if problem.errors.is_empty() => Ok((account, also)),
        _ => Err(problem),
    }
}
