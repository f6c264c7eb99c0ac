//! Customers, as agents see and merge them.

use crate::{
    ambient,
    object::{
        call::call,
        directory::{
            self,
            call::{DirectoryCall, PersonFound},
        },
    },
    phone, problem, reply,
    request::Ctx,
    site::Site,
};
use weft_shared::{
    address::MailAddress,
    id::{CustomerId, MergeId},
    identity::{Identifier, IdentifierKind},
    wire::{
        person::{MergeWanted, Person, UnmergeWanted},
        problem::{Problem, ProblemKind},
    },
};
use worker::Response;

/// The longest reason for a merge, in characters.
const MAX_BECAUSE: usize = 300;
/// The longest account or deal, in characters.
const MAX_OPAQUE: usize = 128;

/// `GET …/desk/customers/{customer}`.
///
/// # Errors
/// `moved` when they are another customer now, `not-found`.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    reply::json(&*find(&ctx, ctx.param("customer")?).await?)
}

/// A customer as such.
///
/// # Errors
/// `moved` when they are another customer now, `not-found`.
pub async fn find(ctx: &Ctx, customer: CustomerId) -> Result<Box<Person>, Problem> {
    let question = DirectoryCall::Person { customer };
    known(call(&ctx.env, directory::BINDING, ctx.site()?.id.as_str(), &question).await?)
}

/// `POST …/merge`.
///
/// # Errors
/// `malformed`, `not-found`, `moved`; `conflict` when the other one is the same already.
pub async fn merge(mut ctx: Ctx) -> Result<Response, Problem> {
    let customer: CustomerId = ctx.param("customer")?;
    let MergeWanted { other, because } = ctx.json().await?;
    let because = because.trim().to_owned();
    if !(1..=MAX_BECAUSE).contains(&because.chars().count()) || because.chars().any(char::is_control) {
        return Err(problem::malformed(format!("`because` must be one line of 1 to {MAX_BECAUSE} characters")));
    }
    let merge = MergeId::new(ctx.at, ambient::new_id10()?);
    let by = ctx.signed_in()?.agent;
    ask(&ctx, &DirectoryCall::Merge { customer, other, merge, by, because, at: ctx.at }).await
}

/// `POST …/unmerge`.
///
/// # Errors
/// `malformed`, `not-found`; `conflict` when a later merge must be undone first.
pub async fn unmerge(mut ctx: Ctx) -> Result<Response, Problem> {
    let customer: CustomerId = ctx.param("customer")?;
    let UnmergeWanted { merge } = ctx.json().await?;
    let by = ctx.signed_in()?.agent;
    ask(&ctx, &DirectoryCall::Unmerge { customer, merge, by, at: ctx.at }).await
}

async fn ask(ctx: &Ctx, question: &DirectoryCall) -> Result<Response, Problem> {
    let found = call(&ctx.env, directory::BINDING, ctx.site()?.id.as_str(), question).await?;
    reply::json(&*known(found)?)
}

fn known(found: PersonFound) -> Result<Box<Person>, Problem> {
    match found {
        PersonFound::Known { person } => Ok(person),
        PersonFound::Unknown => Err(problem::not_found()),
        PersonFound::MergedInto { customer } => {
            let mut problem = Problem::new(ProblemKind::Moved);
            problem.canonical = Some(customer.to_string());
            Err(problem)
        }
    }
}

/// What somebody wrote, in canonical form; national numbers are read in the site's region.
///
/// # Errors
/// `malformed`, with what would be right.
pub fn canonical(kind: IdentifierKind, text: &str, site: &Site) -> Result<Identifier, Problem> {
    in_region(kind, text, site.settings.phone.as_ref().map(|phone| phone.region.as_str()).unwrap_or_default())
        .map_err(problem::malformed)
}

fn in_region(kind: IdentifierKind, text: &str, region: &str) -> Result<Identifier, String> {
    match kind {
        IdentifierKind::Mail => {
            MailAddress::parse(text).map(|address| address.identifier()).map_err(|error| error.to_string())
        }
        IdentifierKind::Phone => phone::canonical(text, region),
        IdentifierKind::Account | IdentifierKind::Deal => {
            let visible = |c: char| !c.is_control() && !c.is_whitespace();
            if (1..=MAX_OPAQUE).contains(&text.chars().count()) && text.chars().all(visible) {
                Ok(Identifier { kind, value: text.to_owned() })
            } else {
                Err(format!("an account or deal has 1 to {MAX_OPAQUE} visible characters"))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_gets_its_canonical_form() {
        let value = |kind, text| in_region(kind, text, "GB").map(|identifier| identifier.value);
        assert_eq!(value(IdentifierKind::Mail, " Jane@EXAMPLE.com").as_deref(), Ok("Jane@example.com"));
        assert_eq!(value(IdentifierKind::Phone, "07700 900123").as_deref(), Ok("+447700900123"));
        assert_eq!(value(IdentifierKind::Account, "Jané/42").as_deref(), Ok("Jané/42"), "accounts are opaque");
        for (kind, text) in [
            (IdentifierKind::Mail, "jane"),
            (IdentifierKind::Phone, "12"),
            (IdentifierKind::Account, ""),
            (IdentifierKind::Account, "a b"),
            (IdentifierKind::Deal, "a\u{0}"),
            (IdentifierKind::Deal, &"a".repeat(MAX_OPAQUE + 1)),
        ] {
            assert!(value(kind, text).is_err(), "{kind:?} {text:?}");
        }
    }

    #[test]
    fn who_is_somebody_else_now_moved_there() {
        let now = CustomerId::from_bits(7);
        let problem = known(PersonFound::MergedInto { customer: now }).unwrap_err();
        assert_eq!((problem.status, problem.canonical), (410, Some(now.to_string())));
        assert!(known(PersonFound::Unknown).is_err_and(|problem| problem.is(ProblemKind::NotFound)));
    }
}
