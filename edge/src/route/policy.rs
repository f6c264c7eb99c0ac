//! A site's policy: read, changed, restored, tried. Leads and the operator come here by routes of their own.

use crate::{
    object::{
        call::call,
        conversation::call::{ConversationCall, JournalPage},
    },
    policy_file::{self, append, versions},
    problem, read_model, reply,
    request::Ctx,
    site::Site,
};
use futures_util::{StreamExt, stream};
use std::{collections::BTreeMap, pin::pin};
use weft_shared::{
    event::Event,
    id::ConversationId,
    policy::{self, DEFAULT, MAX_FILE, Policy},
    time::DAY,
    wire::{
        policy::{CheckWanted, DryRun, DryRunWanted, PolicyChecked, PolicyFile, PolicyWanted, RestoreWanted},
        problem::{Problem, ProblemKind},
    },
};
use worker::{Env, Response};

/// The largest body that is read, in bytes: the longest policy file has room in it, escaped.
const LARGEST_BODY: usize = MAX_FILE + MAX_FILE / 4;
/// How many days a report looks at.
const REPORTED_DAYS: u32 = 30;
/// How many days a dry run looks at, at most.
const MOST_DAYS: u32 = 90;
/// How many conversations are read at most, the latest first.
const MOST_CONVERSATIONS: usize = 500;
/// How many of them at once.
const ABREAST: usize = 10;
/// How many differences are told one by one.
const TOLD: usize = 500;
/// How many entries of one conversation are read at most.
const MOST_EVENTS: usize = 5_000;

/// `GET …/policy`: the rules in force, with the versions so far.
///
/// # Errors
/// When the register cannot be read.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    reply::json(&file(&ctx.env, &*ctx.site()?).await?)
}

/// `PUT …/policy`: a new version.
///
/// # Errors
/// `malformed`; `invalid` with every error of the file; `conflict` when it was made from another than the latest version.
pub async fn put(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: PolicyWanted = ctx.json_of(LARGEST_BODY).await?;
    let site = ctx.site()?;
    append(&ctx.env, &site.id, Some(wanted.base), &wanted.text, &author(&ctx), None).await?;
    reply::json(&file(&ctx.env, &site).await?)
}

/// `POST …/policy/restore`: an earlier version is in force again, as a new one.
///
/// # Errors
/// `not-found` when there is no such version; `invalid` when it is not right any more; `conflict` when another version was
/// added in the meantime.
pub async fn restore(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: RestoreWanted = ctx.json().await?;
    let site = ctx.site()?;
    let latest = versions(&ctx.env, &site.id).await?.first().map_or(0, |version| version.version);
    let version = earlier(latest, wanted.version).ok_or_else(problem::not_found)?;
    let text = match version {
        0 => String::new(),
        version => policy_file::text(&ctx.env, &site.id, version).await?.ok_or_else(problem::not_found)?,
    };
    append(&ctx.env, &site.id, Some(latest), &text, &author(&ctx), Some(version)).await?;
    reply::json(&file(&ctx.env, &site).await?)
}

/// `POST …/policy/check`: is this file right?
///
/// # Errors
/// `malformed`.
pub async fn check(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: CheckWanted = ctx.json_of(LARGEST_BODY).await?;
    let errors = Policy::of_site(&wanted.text).err().unwrap_or_default();
    reply::json(&PolicyChecked { errors: errors.iter().map(ToString::to_string).collect() })
}

/// `GET …/policy/report`: how the rules are kept, over the last 30 days.
///
/// # Errors
/// When the conversations cannot be read.
pub async fn report(ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?;
    let since = ctx.at.plus(-i64::from(REPORTED_DAYS) * DAY);
    let mut fired: BTreeMap<String, u64> = BTreeMap::new();
    each_journal(&ctx, &site, REPORTED_DAYS, |_, journal| {
        for (rule, count) in policy::fired(&site.policy, [journal.as_slice()], since) {
            *fired.entry(rule).or_default() += count;
        }
    })
    .await?;
    reply::json(&policy::report(&site.policy, ctx.at, REPORTED_DAYS, &fired))
}

/// `POST …/policy/dry-run`: what would have been otherwise.
///
/// # Errors
/// `malformed`; `invalid` with every error of the file; or when the conversations cannot be read.
pub async fn dry_run(mut ctx: Ctx) -> Result<Response, Problem> {
    let wanted: DryRunWanted = ctx.json_of(LARGEST_BODY).await?;
    if !(1..=MOST_DAYS).contains(&wanted.days) {
        return Err(problem::malformed(format!("days is a number from 1 to {MOST_DAYS}")));
    }
    let site = ctx.site()?;
    let mut changed = Policy::of_site(&wanted.text).map_err(|errors| {
        let mut problem = Problem::new(ProblemKind::Invalid);
        problem.errors = errors.iter().map(ToString::to_string).collect();
        problem
    })?;
    changed.site_name.clone_from(&site.policy.site_name);
    let mut all = DryRun { conversations: 0, events: 0, differences: Vec::new(), total: 0 };
    each_journal(&ctx, &site, wanted.days, |conversation, journal| {
        join(&mut all, policy::dry_run(&site.policy, &changed, &[(conversation, journal)], ctx.at));
    })
    .await?;
    reply::json(&all)
}

/// The version that is wanted back, by default the one before the latest. Before the first there was none: the rules that
/// Weft comes with, as version 0.
fn earlier(latest: u64, wanted: Option<u64>) -> Option<u64> {
    let before = latest.checked_sub(1)?;
    Some(wanted.unwrap_or(before)).filter(|version| *version <= before)
}

/// Who a version is by.
fn author(ctx: &Ctx) -> String {
    ctx.signed_in().map_or_else(|_| "operator".to_owned(), |signed_in| signed_in.agent.to_string())
}

async fn file(env: &Env, site: &Site) -> Result<PolicyFile, Problem> {
    let versions = versions(env, &site.id).await?;
    let version = versions.first().map_or(0, |version| version.version);
    let text = policy_file::text(env, &site.id, version).await?.unwrap_or_default();
    Ok(PolicyFile { version, text, defaults: DEFAULT.to_owned(), versions })
}

fn join(all: &mut DryRun, one: DryRun) {
    all.conversations += one.conversations;
    all.events += one.events;
    all.total += one.total;
    let room = TOLD.saturating_sub(all.differences.len());
    all.differences.extend(one.differences.into_iter().take(room));
}

/// Hands over the journals of the site's conversations of these days one by one, each from its beginning: only a few are
/// in memory at once. One that cannot be read fails all, because a report that leaves something out would mislead.
async fn each_journal(
    ctx: &Ctx,
    site: &Site,
    days: u32,
    mut take: impl FnMut(ConversationId, Vec<Event>),
) -> Result<(), Problem> {
    let since = ctx.at.plus(-i64::from(days) * DAY);
    let conversations = read_model::latest(&ctx.env, &site.id, since, MOST_CONVERSATIONS).await?;
    let read = |conversation| async move { (conversation, journal(&ctx.env, site, conversation).await) };
    let mut journals = pin!(stream::iter(conversations).map(read).buffered(ABREAST));
    while let Some((conversation, journal)) = journals.next().await {
        take(conversation, journal?);
    }
    Ok(())
}

async fn journal(env: &Env, site: &Site, conversation: ConversationId) -> Result<Vec<Event>, Problem> {
    let name = format!("{}/{conversation}", site.id);
    let mut events: Vec<Event> = Vec::new();
    while events.len() < MOST_EVENTS {
        let after = events.last().map_or(0, |event| event.seq);
        let page: JournalPage = call(env, "CONVERSATION", &name, &ConversationCall::Journal { after }).await?;
        if page.events.is_empty() {
            break;
        }
        events.extend(page.events);
        if !page.more {
            break;
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weft_shared::wire::policy::Difference;

    fn tried(differences: usize) -> DryRun {
        let difference = Difference {
            conversation: ConversationId::from_bits(1),
            seq: 1,
            kind: "promise".to_owned(),
            before: "one".to_owned(),
            after: "another".to_owned(),
        };
        DryRun { conversations: 1, events: 7, differences: vec![difference; differences], total: differences as u64 }
    }

    #[test]
    fn differences_add_up_and_are_told_up_to_a_bound() {
        let mut all = tried(0);
        for _ in 0..3 {
            join(&mut all, tried(300));
        }
        assert_eq!((all.conversations, all.events, all.total), (4, 28, 900));
        assert_eq!(all.differences.len(), TOLD);
    }

    #[test]
    fn only_an_earlier_version_comes_back_and_before_the_first_there_was_none() {
        assert_eq!(earlier(3, None), Some(2));
        assert_eq!(earlier(3, Some(1)), Some(1));
        assert_eq!(earlier(1, None), Some(0));
        assert_eq!(earlier(3, Some(3)), None);
        assert_eq!(earlier(0, None), None);
        assert_eq!(earlier(0, Some(0)), None);
    }

    #[test]
    fn the_longest_file_fits_into_a_body_with_its_lines_escaped() {
        let text = format!("{}\n", "x".repeat(30)).repeat(MAX_FILE / 31);
        let body = serde_json::to_string(&PolicyWanted { base: 1, text }).unwrap();
        assert!(body.len() <= LARGEST_BODY, "{}", body.len());
    }
}
