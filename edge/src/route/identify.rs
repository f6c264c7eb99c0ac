//! The site's word of who somebody is, and where they go on then.

use super::{person::canonical, thread::object_name};
use crate::{
    jwt,
    object::{
        call::call,
        conversation::call::{ConversationCall, Executed, Left, Visitor},
        directory::call::DirectoryCall,
    },
    problem, reply,
    request::Ctx,
    site::Site,
};
use sha2::{Digest, Sha256};
use weft_shared::{
    directory::Account,
    evidence::{Assurance, Evidence, EvidenceKind},
    id::{ConversationId, CustomerId},
    identity::{Identifier, IdentifierKind},
    jwt::Claims,
    wire::{
        customer::{Continue, Credentials, Identified, Identify},
        problem::{Problem, ProblemKind},
    },
};
use worker::Response;

/// How many departures in a row are followed.
const HOPS: usize = 4;

/// `POST …/conversations/{id}/identify`.
///
/// # Errors
/// `unauthenticated` for a session or a token that counts for nothing; `forbidden` when the account is not the
/// conversation's customer's; `conflict` when another account was named here before; `too-many`.
pub async fn identify(mut ctx: Ctx) -> Result<Response, Problem> {
    let wish: Identify = ctx.json().await?;
    let (site, presented, name) = (ctx.site()?, ctx.presented()?, object_name(&ctx)?);
    let conversation: ConversationId = ctx.param("id")?;
    let (session, secret) = (presented.session, presented.secret);
    let question = ConversationCall::MayIdentify { site: site.id.clone(), session, secret: secret.clone() };
    let visitor: Visitor = call(&ctx.env, "CONVERSATION", &name, &question).await?;
    let claims = jwt::verified(&site, &wish.token, ctx.at).await?;
    let also = also(&site, &claims)?;
    let question = DirectoryCall::Account {
        conversation,
        account: claims.account.clone(),
        also: also.clone(),
        known: visitor.knows_all,
        once: once(&claims),
        expires: claims.expires,
        at: ctx.at,
    };
    let account: Account = call(&ctx.env, "DIRECTORY", site.id.as_str(), &question).await?;
    let (elsewhere, known) = match account {
        Account::Here { elsewhere, known } => (elsewhere, known),
        Account::Replayed => return Err(jwt::refused()),
        Account::OtherAccount => {
            let mut problem = Problem::new(ProblemKind::Forbidden).detail(
                "nothing ties this account to whom the conversation is with: prove that first, or begin a new one",
            );
            problem.needs = Some(Assurance::ChannelControl);
            problem.step_up = vec![EvidenceKind::CodeConfirmed.name().to_owned()];
            return Err(problem);
        }
    };
    if claims.tier.is_some() {
        let question = DirectoryCall::SetTier { account: claims.account.value.clone(), tier: claims.tier };
        let () = call(&ctx.env, "DIRECTORY", site.id.as_str(), &question).await?;
    }
    let question = ConversationCall::Identify {
        site: site.id.clone(),
        session,
        secret,
        evidence: Evidence::SiteSigned { account: claims.account.value, at: ctx.at },
        also,
        known,
        deal: claims.deal,
        elsewhere,
    };
    let credentials: Credentials = call(&ctx.env, "CONVERSATION", &name, &question).await?;
    reply::json(&Identified { credentials, elsewhere: elsewhere.is_some() })
}

/// The addresses that the site vouches for, in canonical form. One that is none spoils the token.
fn also(site: &Site, claims: &Claims) -> Result<Vec<Identifier>, Problem> {
    let kinds = [(IdentifierKind::Mail, &claims.mail), (IdentifierKind::Phone, &claims.phone)];
    let written = kinds.into_iter().filter_map(|(kind, text)| text.as_ref().map(|text| (kind, text)));
    written.map(|(kind, text)| canonical(kind, text, site).map_err(|_| jwt::refused())).collect()
}

/// What counts once: the token's id, whatever key signed it. Only a hash of it is kept.
fn once(claims: &Claims) -> String {
    crate::object::conversation::hex(&Sha256::digest(claims.once.as_bytes()))
}

/// `POST …/conversations/{id}/continue`. The other conversation takes the browser in before this one ends, so that
/// asking again after a lost answer ends the same.
///
/// # Errors
/// `unauthenticated`; `conflict` when there is no other conversation to continue; `too-many`.
pub async fn go_on(mut ctx: Ctx) -> Result<Response, Problem> {
    let wish: Continue = ctx.json().await?;
    let (site, presented, name) = (ctx.site()?, ctx.presented()?, object_name(&ctx)?);
    let from: ConversationId = ctx.param("id")?;
    let (session, secret) = (presented.session, presented.secret);
    let question = ConversationCall::Leave { site: site.id.clone(), session, secret: secret.clone(), join: wish.join };
    let left: Left = call(&ctx.env, "CONVERSATION", &name, &question).await?;
    let Some((to, evidence)) = left.to else {
        return reply::json(&left.credentials.ok_or_else(|| Problem::new(ProblemKind::Internal))?);
    };
    let credentials = adopted(&ctx, &site, from, to, |site| ConversationCall::Adopt {
        site,
        from,
        session,
        evidence: evidence.clone(),
    });
    let credentials = credentials.await?;
    let question = ConversationCall::Moved { site: site.id.clone(), session, secret, credentials: credentials.clone() };
    let _: Executed = call(&ctx.env, "CONVERSATION", &name, &question).await?;
    reply::json(&credentials)
}

/// Has the other conversation, or the one in which that goes on, take the browser in, as long as both are one customer's.
async fn adopted(
    ctx: &Ctx,
    site: &Site,
    from: ConversationId,
    mut to: ConversationId,
    question: impl Fn(weft_shared::id::SiteId) -> ConversationCall,
) -> Result<Credentials, Problem> {
    for _ in 0..HOPS {
        let (ours, theirs) = (customer(ctx, site, from).await?, customer(ctx, site, to).await?);
        if ours.is_none() || ours != theirs {
            return Err(Problem::new(ProblemKind::Conflict).detail("the other conversation is another customer's now"));
        }
        let name = format!("{}/{to}", site.id);
        let taken: Result<Credentials, Problem> =
            call(&ctx.env, "CONVERSATION", &name, &question(site.id.clone())).await;
        match taken {
            Err(problem) if problem.is(ProblemKind::Moved) => {
                to = problem.canonical.and_then(|next| next.parse().ok()).ok_or_else(problem::not_found)?;
            }
            taken => return taken,
        }
    }
    Err(problem::busy())
}

async fn customer(ctx: &Ctx, site: &Site, conversation: ConversationId) -> Result<Option<CustomerId>, Problem> {
    let question = DirectoryCall::Customer { conversation };
    call(&ctx.env, "DIRECTORY", site.id.as_str(), &question).await
}
