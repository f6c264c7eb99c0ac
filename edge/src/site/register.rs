//! The settings of a site as the register has them now, and changing them without losing what a colleague changed.

use super::Site;
use crate::{
    ambient, d1,
    object::conversation::hex,
    problem,
    problem::OrInternal,
    settings::{MailSettings, Settings},
};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use weft_shared::{
    id::SiteId,
    time::Timestamp,
    wire::{
        admin::SiteSettings,
        problem::{Problem, ProblemKind},
    },
};
use worker::Env;

#[derive(Deserialize)]
struct Row {
    settings: String,
}

/// The version of stored settings: it follows from them.
fn version(stored: &str) -> String {
    hex(&Sha256::digest(stored.as_bytes())).chars().take(32).collect()
}

async fn stored(env: &Env, id: &SiteId) -> Result<(String, Settings), Problem> {
    let row: Option<Row> = d1::first(env, "SELECT settings FROM site WHERE id = ?1", &[d1::text(id)]).await?;
    let text = row.ok_or_else(problem::not_found)?.settings;
    let settings = serde_json::from_str(&text).or_internal("reading a site's settings")?;
    Ok((text, settings))
}

/// The settings now, not those of a few seconds ago, with their version.
///
/// # Errors
/// `not-found` without the site; otherwise when the register cannot be read.
pub async fn settings(env: &Env, id: &SiteId) -> Result<(String, Settings), Problem> {
    let (text, settings) = stored(env, id).await?;
    Ok((version(&text), settings))
}

/// Changes the settings that have this version. Answers what they are now.
///
/// # Errors
/// `invalid` with every error; `conflict` when they have another version by now, or another site has one of the
/// addresses; otherwise as [`settings`].
pub async fn change(env: &Env, id: &SiteId, base: &str, wanted: &SiteSettings) -> Result<(String, Settings), Problem> {
    let (before, settings) = stored(env, id).await?;
    let elsewhere = || Problem::new(ProblemKind::Conflict).detail("somebody else changed the settings meanwhile");
    if version(&before) != base {
        return Err(elsewhere());
    }
    let changed = settings.changed(wanted).map_err(|errors| {
        let mut problem = Problem::new(ProblemKind::Invalid);
        problem.errors = errors;
        problem
    })?;
    Site::claimed_elsewhere(env, id, &changed).await?;
    no_foreign_domain(env, id, &settings.mail, &changed.mail).await?;
    let after = serde_json::to_string(&changed).or_internal("writing settings")?;
    let now: Timestamp = ambient::now();
    // The former text in the condition: whoever was quicker between reading and writing is not written over.
    let query = "UPDATE site SET settings = ?3, updated_at = ?4 WHERE id = ?1 AND settings = ?2";
    let values = [d1::text(id), d1::text(&before), d1::text(&after), d1::moment(now)];
    if d1::run(env, query, &values).await? == 0 {
        return Err(elsewhere());
    }
    Site::forget(id);
    Ok((version(&after), changed))
}

/// The domains that a site writes from and is written to.
fn domains(mail: &MailSettings) -> BTreeSet<&str> {
    let addresses = mail.inbound.iter().chain([&mail.from]);
    let of_addresses = addresses.filter_map(|address| address.rsplit_once('@')).map(|(_, domain)| domain);
    of_addresses.chain([mail.reply_domain.as_str()]).collect()
}

/// Refuses domains that are new to this site and that another one uses: whoever looks after one site neither writes in
/// the name of another nor gets its mail. Sites that share a domain have it from the operator.
async fn no_foreign_domain(env: &Env, id: &SiteId, before: &MailSettings, after: &MailSettings) -> Result<(), Problem> {
    let (known, wanted) = (domains(before), domains(after));
    let new: Vec<&&str> = wanted.difference(&known).collect();
    if new.is_empty() {
        return Ok(());
    }
    #[derive(Deserialize)]
    struct Foreign {
        domain: String,
    }
    let query = "SELECT wanted.value AS domain FROM site, json_each(?2) AS wanted WHERE site.id <> ?1 AND ( \
            json_extract(settings, '$.mail.reply_domain') = wanted.value \
            OR json_extract(settings, '$.mail.from') LIKE '%@' || wanted.value \
            OR EXISTS (SELECT 1 FROM json_each(settings, '$.mail.inbound') AS own \
                WHERE own.value LIKE '%@' || wanted.value)) LIMIT 1";
    let new = serde_json::to_string(&new).or_internal("writing domains")?;
    let foreign: Option<Foreign> = d1::first(env, query, &[d1::text(id), d1::text(new)]).await?;
    let Some(Foreign { domain }) = foreign else { return Ok(()) };
    let why = format!("another site uses {domain}: only the operator gives it to this one as well");
    Err(Problem::new(ProblemKind::Conflict).detail(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_uses_the_domains_of_all_its_addresses() {
        let mail = MailSettings {
            from: "help@shop.example".to_owned(),
            from_name: "Shop".to_owned(),
            reply_domain: "reply.shop.example".to_owned(),
            inbound: vec!["help@shop.example".to_owned(), "\"a@b\"@cups.example".to_owned()],
            authserv_id: "mx.example".to_owned(),
        };
        assert_eq!(Vec::from_iter(domains(&mail)), ["cups.example", "reply.shop.example", "shop.example"]);
    }

    #[test]
    fn a_version_follows_from_what_is_stored() {
        assert_eq!(version("{}"), version("{}"));
        assert_ne!(version("{}"), version("{} "));
        assert_eq!(version("").len(), 32);
    }
}
