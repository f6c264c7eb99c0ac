//! Continuation links: a person follows one, or asks for a fresh one.

use crate::{
    ambient, log,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed, Opened},
        directory::call::{DirectoryCall, Latest},
        verifier::call::{CountAnswer, VerifierCall},
    },
    phone, problem, reply,
    request::Ctx,
    site::Site,
};
use sha2::{Digest, Sha256};
use std::rc::Rc;
use weft_shared::{
    address::MailAddress,
    command::{Command, CommandBody},
    id::{ConversationId, MessageId, TokenId},
    identity::{Identifier, Standing},
    time::Timestamp,
    token::{Claims, TokenError, Unverified},
    verify::Limits,
    wire::{
        customer::{LinkRefresh, LinkWanted, Redeem, Redeemed},
        problem::{Problem, ProblemKind},
    },
};
use worker::{Env, Response};

/// `POST …/links/redeem`: a person's act; nothing that only loads a page gets here.
///
/// # Errors
/// `link-unusable` for every link that does not work, whatever the reason; `malformed`; `too-many`.
pub async fn redeem(mut ctx: Ctx) -> Result<Response, Problem> {
    let wish: Redeem = ctx.json().await?;
    let site = ctx.site()?;
    let browser = browser_hash(&wish.browser)?;
    let unusable = || Problem::new(ProblemKind::LinkUnusable);
    let claims = match Unverified::parse(&wish.token).and_then(|token| token.verify(&ctx.config.keys, &site.id, ctx.at))
    {
        Ok(verified) => verified.claims().clone(),
        Err(error) => {
            log::failure("redeeming a link", &error.to_string());
            return Err(unusable());
        }
    };
    let question =
        ConversationCall::Redeem { site: site.id.clone(), token: claims.token, generation: claims.generation, browser };
    let name = format!("{}/{}", site.id, claims.conversation);
    let opened: Result<Opened, Problem> = call(&ctx.env, "CONVERSATION", &name, &question).await;
    let gone = |problem: &Problem| problem.is(ProblemKind::NotFound) || problem.is(ProblemKind::Moved);
    let opened = opened.map_err(|problem| if gone(&problem) { unusable() } else { problem })?;
    reply::json(&Redeemed { credentials: opened.credentials, challenge: opened.challenge })
}

/// The hash by which a browser's number is known.
///
/// # Errors
/// `malformed` when it is no such number.
pub fn browser_hash(browser: &str) -> Result<String, Problem> {
    if browser.len() == 32 && browser.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(crate::object::conversation::hex(&Sha256::digest(browser.to_ascii_lowercase().as_bytes())))
    } else {
        Err(problem::malformed("`browser` must be 32 hexadecimal digits drawn at random"))
    }
}

/// `POST …/links/refresh`: a fresh link, to the address that the conversation knows and to no other.
///
/// # Errors
/// `malformed` when the body is none. Whatever else happens, the answer is the same.
pub async fn refresh(mut ctx: Ctx) -> Result<Response, Problem> {
    let wish: LinkRefresh = ctx.json().await?;
    let site = ctx.site()?;
    let claims = Unverified::parse(&wish.token).and_then(|token| token.verify(&ctx.config.keys, &site.id, ctx.at));
    let claims: Option<Claims> = match claims {
        Ok(verified) => Some(verified.claims().clone()),
        Err(TokenError::Expired(expired)) => Some(expired.claims().clone()),
        Err(_) => None,
    };
    if let Some(claims) = claims {
        let (env, at) = (ctx.env.clone(), ctx.at);
        ctx.background.wait_until(async move {
            if within_limits(&env, &site, &claims.address, at).await {
                send(&env, &site, claims.conversation, None, at).await;
            }
        });
    }
    reply::accepted()
}

/// `POST …/links`: continue an earlier conversation by a typed address. A link goes to that address, if any
/// conversation is with it; who typed it learns nothing either way.
///
/// # Errors
/// `malformed` when that is no mail address and no phone number at all. Whatever else happens, the answer is the same.
pub async fn want(mut ctx: Ctx) -> Result<Response, Problem> {
    let wish: LinkWanted = ctx.json().await?;
    let site = ctx.site()?;
    let region = site.settings.phone.as_ref().map_or("", |phone| phone.region.as_str());
    let identifier = typed(&wish.address, region).map_err(|error| problem::malformed(format!("`address`: {error}")))?;
    let (env, at, config) = (ctx.env.clone(), ctx.at, Rc::clone(&ctx.config));
    ctx.background.wait_until(async move {
        let question = DirectoryCall::Latest { identifier: identifier.clone() };
        let latest: Result<Option<Latest>, Problem> = call(&env, "DIRECTORY", site.id.as_str(), &question).await;
        let Ok(Some(Latest { conversation, standing })) = latest else { return };
        let hash = config.keys.seal(&site.id).address_hash(&identifier);
        let may = match standing {
            Standing::Proven => within_limits(&env, &site, &hash, at).await,
            Standing::Claimed => within_limits_of_strangers(&env, &site, &hash, at).await,
        };
        if may {
            send(&env, &site, conversation, Some(identifier), at).await;
        }
    });
    reply::accepted()
}

/// A typed address in canonical form: what has an @ is mail, all else a number, read in the site's region.
fn typed(address: &str, region: &str) -> Result<Identifier, String> {
    let address = address.trim();
    if address.contains('@') {
        return MailAddress::parse(address).map(|mail| mail.identifier()).map_err(|error| error.to_string());
    }
    phone::canonical(address, region).map_err(|error| {
        if address.chars().any(char::is_numeric) {
            error
        } else {
            "write a mail address, as in ada@example.com, or a phone number, as in +44 7700 900123".to_owned()
        }
    })
}

/// The name of the verifier of a visitor's address: links and codes to it share their limits.
#[must_use]
pub fn verifier_name(site: &Site, address_hash: &str) -> String {
    format!("{}/visitor/{address_hash}", site.id)
}

/// Whether a link may go to an address now, and is counted.
pub async fn within_limits(env: &Env, site: &Site, address_hash: &str, at: Timestamp) -> bool {
    let question = VerifierCall::CountLink { at, limits: Limits::of(&site.policy) };
    let counted: Result<CountAnswer, Problem> =
        call(env, "VERIFIER", &verifier_name(site, address_hash), &question).await;
    counted.is_ok_and(|count| count.allowed) && within_budget(env, site, at).await
}

/// An address that a mail only claimed may be that of somebody who never wrote to us: whoever forges mails must neither
/// have us write to it again and again, nor use up what the site may send to its customers.
pub async fn within_limits_of_strangers(env: &Env, site: &Site, address_hash: &str, at: Timestamp) -> bool {
    let question = VerifierCall::CountAutomatic { at, limit_a_day: site.policy.automatic.unproven_mails_a_day };
    let counted: Result<CountAnswer, Problem> =
        call(env, "VERIFIER", &verifier_name(site, address_hash), &question).await;
    let spend = VerifierCall::Spend { at, limit_an_hour: site.policy.codes.site_codes_an_hour / 10 };
    let name = format!("{}/budget-of-strangers", site.id);
    let spent = async {
        let spent: Result<CountAnswer, Problem> = call(env, "VERIFIER", &name, &spend).await;
        spent.is_ok_and(|count| count.allowed)
    };
    counted.is_ok_and(|count| count.allowed) && spent.await
}

/// Whether the whole site may send one more code or link this hour.
pub async fn within_budget(env: &Env, site: &Site, at: Timestamp) -> bool {
    let question = VerifierCall::Spend { at, limit_an_hour: site.policy.codes.site_codes_an_hour };
    let counted: Result<CountAnswer, Problem> = call(env, "VERIFIER", &format!("{}/budget", site.id), &question).await;
    counted.is_ok_and(|count| count.allowed)
}

async fn send(env: &Env, site: &Site, conversation: ConversationId, only_to: Option<Identifier>, at: Timestamp) {
    let sent = async {
        let question = DirectoryCall::Departed { conversation };
        let departed: Option<ConversationId> = call(env, "DIRECTORY", site.id.as_str(), &question).await?;
        let conversation = departed.unwrap_or(conversation);
        let token = TokenId::new(at, ambient::new_id10()?);
        let message = MessageId::new(at, ambient::new_id10()?);
        let key = format!("link-{token}").parse().map_err(problem::malformed)?;
        let command =
            Command { key, body: CommandBody::SendLink { token, message, only_to, over: None, by_holder: false } };
        let question = ConversationCall::Execute { site: site.id.clone(), command };
        let name = format!("{}/{conversation}", site.id);
        let _: Executed = call(env, "CONVERSATION", &name, &question).await?;
        Ok::<(), Problem>(())
    };
    if let Err(problem) = sent.await {
        log::failure("sending a fresh link", &problem.kind);
    }
}

#[cfg(test)]
mod tests {
    use super::typed;

    #[test]
    fn a_typed_address_is_mail_or_a_number_of_the_sites_region() {
        for (text, value) in [
            (" ada@Example.com ", "ada@example.com"),
            ("07700 900123", "+447700900123"),
            ("+1 202 555 0143", "+12025550143"),
        ] {
            assert_eq!(typed(text, "GB").map(|identifier| identifier.value), Ok(value.to_owned()), "{text}");
        }
        assert_eq!(typed("07700 900123", "").map_err(|error| error.contains("country")), Err(true));
        assert_eq!(typed("ada", "GB").map_err(|error| error.contains("mail address")), Err(true));
        assert!(typed("", "GB").is_err() && typed("@", "GB").is_err());
    }
}
