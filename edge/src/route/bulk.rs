//! The same wish for several conversations.

use crate::{
    object::{
        call::call,
        conversation::{
            call::{ConversationCall, Executed},
            carry::{Actor, scoped},
        },
    },
    problem, reply,
    request::Ctx,
    site::Site,
};
use std::collections::BTreeSet;
use weft_shared::{
    id::{CommandKey, ConversationId},
    wire::{
        agent::Wish,
        desk::{BulkDone, BulkOutcome, BulkWanted},
        problem::Problem,
    },
};
use worker::{Env, Response};

/// So many at once.
const MOST: usize = 100;

/// `POST …/desk/bulk`: each is decided by itself, by the rules that hold for one.
///
/// # Errors
/// `malformed` when the body is, or names too many.
pub async fn carry_out(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: BulkWanted = ctx.json_of(128 * 1024).await?;
    let (site, signed_in) = (ctx.site()?, ctx.signed_in()?);
    let conversations = asked(&wanted)?;
    let actor = Actor { agent: signed_in.agent, name: signed_in.name, role: signed_in.role };
    let mut outcomes = Vec::with_capacity(conversations.len());
    // One after the other: each may ask the desk for room, and what comes first gets it.
    for conversation in conversations {
        let done = one(&ctx.env, &site, &actor, conversation, &wanted.key, &wanted.wish).await;
        outcomes.push(BulkOutcome { conversation, problem: done.err() });
    }
    reply::json(&BulkDone { outcomes })
}

/// Each once, in the order asked for.
fn asked(wanted: &BulkWanted) -> Result<Vec<ConversationId>, Problem> {
    let mut seen = BTreeSet::new();
    let all: Vec<ConversationId> = wanted.conversations.iter().copied().filter(|id| seen.insert(*id)).collect();
    match all.len() {
        0 => Err(problem::malformed("`conversations` is empty: name at least one")),
        many if many > MOST => Err(problem::malformed(format!("`conversations` names {many}: at most {MOST} at once"))),
        _ => single(&wanted.wish).map(|()| all),
    }
}

/// What makes sense for one conversation only.
fn single(wish: &Wish) -> Result<(), Problem> {
    match wish {
        Wish::Vouch { .. } | Wish::SpeakCode | Wish::MoveInto { .. } | Wish::AddIdentifier { .. } => {
            Err(problem::malformed("`wish` is about one customer: it cannot be done for several conversations"))
        }
        _ => Ok(()),
    }
}

async fn one(
    env: &Env,
    site: &Site,
    actor: &Actor,
    conversation: ConversationId,
    key: &CommandKey,
    wish: &Wish,
) -> Result<(), Problem> {
    let key = scoped(&format!("bulk {conversation}"), key)?;
    let wish =
        ConversationCall::Carry { site: site.id.clone(), actor: actor.clone(), key, wish: Box::new(wish.clone()) };
    let name = format!("{}/{conversation}", site.id);
    call::<_, Executed>(env, "CONVERSATION", &name, &wish).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(conversations: Vec<u128>, wish: Wish) -> BulkWanted {
        let conversations = conversations.into_iter().map(ConversationId::from_bits).collect();
        BulkWanted { key: "bulk-0001".parse().unwrap(), conversations, wish }
    }

    #[test]
    fn each_is_asked_once_in_order_and_never_too_many() {
        let ids: Vec<u128> =
            asked(&wanted(vec![3, 1, 3, 2], Wish::Close)).unwrap().iter().map(|id| id.bits()).collect();
        assert_eq!(ids, [3, 1, 2]);
        assert!(asked(&wanted(Vec::new(), Wish::Close)).is_err());
        assert!(asked(&wanted((0..100).collect(), Wish::Close)).is_ok());
        assert!(asked(&wanted((0..101).collect(), Wish::Close)).is_err());
        assert!(asked(&wanted(vec![1], Wish::SpeakCode)).is_err());
    }
}
