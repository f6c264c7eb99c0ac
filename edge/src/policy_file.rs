//! A site's policy file: every version of it in the register. The latest is in force.

use crate::{
    ambient,
    problem::OrInternal,
    site::{Site, database},
};
use serde::Deserialize;
use weft_shared::{
    id::SiteId,
    policy::Policy,
    time::Timestamp,
    wire::{
        policy::PolicyVersion,
        problem::{Problem, ProblemKind},
    },
};
use worker::{Env, wasm_bindgen::JsValue};

/// How many versions are listed.
const LISTED: i32 = 100;

#[derive(Deserialize)]
struct Row {
    version: u64,
    made_by: String,
    at: i64,
    restores: Option<u64>,
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

/// Adds a version, which is in force from then on.
///
/// # Errors
/// `invalid` with every error of the file; `conflict` when `base` is given and is not the latest version, or another
/// version was added in the meantime.
pub async fn append(
    env: &Env,
    site: &SiteId,
    base: Option<u64>,
    text: &str,
    by: &str,
    restores: Option<u64>,
) -> Result<(), Problem> {
    if let Err(errors) = Policy::of_site(text) {
        let mut problem = Problem::new(ProblemKind::Invalid);
        problem.errors = errors.iter().map(ToString::to_string).collect();
        return Err(problem);
    }
    let written = database(env)?
        .prepare(
            "INSERT INTO policy (site, version, text, made_by, at, restores) \
             SELECT ?1, coalesce(max(version), 0) + 1, ?2, ?3, ?4, ?5 FROM policy WHERE site = ?1 \
             HAVING ?6 IS NULL OR coalesce(max(version), 0) = ?6",
        )
        .bind(&[
            JsValue::from_str(site.as_str()),
            JsValue::from_str(text),
            JsValue::from_str(by),
            JsValue::from_f64(ambient::now().0 as f64),
            number(restores),
            number(base),
        ])
        .or_internal("writing a policy")?
        .run()
        .await
        .or_internal("writing a policy")?;
    let changed = written.meta().or_internal("writing a policy")?.and_then(|meta| meta.changes).unwrap_or(0);
    if changed == 0 {
        return Err(Problem::new(ProblemKind::Conflict).detail("the policy was changed in the meantime: load it again"));
    }
    Site::forget(site);
    Ok(())
}

/// The versions of a site, the latest first.
///
/// # Errors
/// When the register cannot be read.
pub async fn versions(env: &Env, site: &SiteId) -> Result<Vec<PolicyVersion>, Problem> {
    let rows = database(env)?
        .prepare("SELECT version, made_by, at, restores FROM policy WHERE site = ?1 ORDER BY version DESC LIMIT ?2")
        .bind(&[JsValue::from_str(site.as_str()), JsValue::from(LISTED)])
        .or_internal("asking for policies")?
        .all()
        .await
        .and_then(|result| result.results::<Row>())
        .or_internal("reading policies")?;
    let version = |row: Row| PolicyVersion {
        version: row.version,
        by: row.made_by,
        at: Timestamp(row.at),
        restores: row.restores,
    };
    Ok(rows.into_iter().map(version).collect())
}

/// The text of a version.
///
/// # Errors
/// When the register cannot be read.
pub async fn text(env: &Env, site: &SiteId, version: u64) -> Result<Option<String>, Problem> {
    let row = database(env)?
        .prepare("SELECT text FROM policy WHERE site = ?1 AND version = ?2")
        .bind(&[JsValue::from_str(site.as_str()), number(Some(version))])
        .or_internal("asking for a policy")?
        .first::<Text>(None)
        .await
        .or_internal("reading a policy")?;
    Ok(row.map(|row| row.text))
}

fn number(value: Option<u64>) -> JsValue {
    value.map_or(JsValue::NULL, |value| JsValue::from_f64(value as f64))
}
