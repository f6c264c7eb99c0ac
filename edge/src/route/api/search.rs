//! Search across the site's conversations.

use super::{cursor::List, query};
use crate::{
    problem,
    read_model::{self, Reader},
    reply,
    request::Ctx,
};
use std::borrow::Cow;
use weft_shared::{
    search::Search,
    wire::{
        api::{Moment, SearchHit, SearchPage},
        problem::Problem,
    },
};
use worker::Response;

/// `GET …/search?q=…`: words, and phrases in quotes, all of which must occur.
///
/// # Errors
/// `malformed`, with what would be right.
pub async fn search(ctx: Ctx) -> Result<Response, Problem> {
    let known = ["q", "conversation", "channel", "owner", "intent", "state", "from", "until", "cursor"];
    let (site, query) = (ctx.site()?, query(&ctx, &known)?);
    if let Some((name, _)) = query.iter().find(|(_, value)| value.is_empty()) {
        return Err(problem::malformed(format!("{name} is empty: leave it out")));
    }
    if !query.contains_key("q") {
        return Err(problem::malformed("q must be there: what to look for"));
    }
    let list = List::of("search", &query);
    let after = list.place(&query)?;
    let filters = query.iter().filter(|(name, _)| *name != "cursor");
    let pairs = filters.map(|(name, value)| (Cow::from(name.as_str()), Cow::from(value.as_str())));
    let pairs = pairs.chain(after.as_deref().map(|after| (Cow::from("after"), Cow::from(after))));
    let search = Search::read(pairs).map_err(problem::malformed)?;
    let found = read_model::find(&ctx.env, &site.id, &search, Reader::Program).await?;
    let hits = found.hits.into_iter().map(|hit| SearchHit {
        conversation: hit.conversation,
        seq: hit.seq,
        at: Moment(hit.at),
        channel: hit.channel,
        owner: hit.owner,
        open: hit.open,
        text: hit.around.into_iter().map(|(text, _)| text).collect(),
    });
    reply::json(&SearchPage { hits: hits.collect(), next: found.next.map(|place| list.after(&place)) })
}
