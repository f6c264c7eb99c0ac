//! The history card of a conversation.

use crate::{
    object::{
        call::call,
        conversation::call::{CardPart, ConversationCall},
        desk::{self, call::DeskCall},
        directory::{self, call::DirectoryCall},
    },
    read_model::{self, Beginning},
    reply,
    request::Ctx,
    route::thread::object_name,
    summarise,
};
use std::collections::HashMap;
use weft_shared::{
    card::{Candidate, earlier},
    directory::PersonFound,
    id::{ConversationId, CustomerId},
    wire::{card::EarlierLine, person::PersonConversation, problem::Problem},
};
use worker::Response;

/// Other conversations of the customer that are looked at, the latest first.
const MOST: usize = 60;

/// `GET …/desk/conversations/{id}/card`.
///
/// # Errors
/// `not-found`, or a failure of an object or the database.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?;
    let conversation: ConversationId = ctx.param("id")?;
    let rules = &site.policy.summary;
    let words = summarise::wants_words(&ctx.env, rules);
    let question = ConversationCall::Card { site: site.id.clone(), words };
    let part: CardPart = call(&ctx.env, "CONVERSATION", &object_name(&ctx)?, &question).await?;
    let CardPart { mut card, customer, question, said } = part;
    let why = DeskCall::Why { site: site.id.clone(), conversation };
    card.waits = call(&ctx.env, desk::BINDING, site.id.as_str(), &why).await?;
    card.earlier = others(&ctx, conversation, customer, &question).await?;
    let place = (conversation, card.seq);
    card.summary = summarise::summary(&ctx.env, rules, place, &said, card.summary).await?;
    reply::json(&card)
}

/// The customer's other conversations, the most relevant to the question first.
async fn others(
    ctx: &Ctx,
    this: ConversationId,
    customer: CustomerId,
    question: &str,
) -> Result<Vec<EarlierLine>, Problem> {
    let site = ctx.site()?;
    let who = DirectoryCall::Person { customer };
    let found: PersonFound = call(&ctx.env, directory::BINDING, site.id.as_str(), &who).await?;
    // A merge is told to conversations right after it: until then this customer has nothing but what is here.
    let PersonFound::Known { person } = found else { return Ok(Vec::new()) };
    let mut known: Vec<PersonConversation> =
        person.conversations.into_iter().filter(|line| line.conversation != this).collect();
    known.sort_by_key(|line| std::cmp::Reverse(line.at));
    known.truncate(MOST);
    let ids: Vec<ConversationId> = known.iter().map(|line| line.conversation).collect();
    let begun = read_model::beginnings(&ctx.env, &site.id, &ids).await?;
    let mut begun: HashMap<ConversationId, Beginning> =
        begun.into_iter().map(|beginning| (beginning.conversation, beginning)).collect();
    let candidate = |line: PersonConversation| {
        let Beginning { subject, text, .. } = begun.remove(&line.conversation)?;
        let PersonConversation { conversation, open, at } = line;
        Some(Candidate { conversation, open, at, subject, text: text.unwrap_or_default() })
    };
    Ok(earlier(question, known.into_iter().filter_map(candidate).collect()))
}
