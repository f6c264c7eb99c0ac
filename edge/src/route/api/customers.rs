//! Customers, and what the site's backend says of its accounts.

use super::{decoded, query};
use crate::{problem, reply, request::Ctx, route::identify_server, route::person};
use weft_shared::{
    id::CustomerId,
    wire::{
        api::{Customer, CustomerConversation, Known, KnownIdentifier, Moment, WhoIs},
        person::{IdentifyByServer, Person},
        problem::Problem,
    },
};
use worker::Response;

/// `GET …/customers/{customer}`.
///
/// # Errors
/// `moved` when they are another customer now, `not-found`.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    query(&ctx, &[])?;
    let customer: CustomerId = ctx.param("customer")?;
    let Person { customer, identifiers, conversations, .. } = *person::find(&ctx, customer).await?;
    let identifiers = identifiers.into_iter().map(|known| KnownIdentifier {
        kind: known.kind,
        value: known.value,
        standing: known.standing,
        since: Moment(known.at),
    });
    let conversations = conversations.into_iter().map(|known| CustomerConversation {
        id: known.conversation,
        open: known.open,
        active_at: Moment(known.at),
    });
    let (identifiers, conversations) = (identifiers.collect(), conversations.collect());
    reply::json(&Customer { id: customer, identifiers, conversations })
}

/// `PUT …/customers/by-account/{account}`: saying it again changes nothing.
///
/// # Errors
/// `invalid`, with everything that has no canonical form.
pub async fn by_account(mut ctx: Ctx) -> Result<Response, Problem> {
    let account: String = ctx.param("account")?;
    let account = decoded(&account).ok_or_else(|| problem::malformed("the account in the path cannot be read"))?;
    let WhoIs { mail, phone, deal, tier } = ctx.json().await?;
    let said = IdentifyByServer { account, mail, phone, deal, tier, conversation: None };
    let known = identify_server::identify(&ctx, &*ctx.site()?, said).await?;
    reply::json(&Known { customer: known.customer, conflicts: known.conflicts })
}
