//! Sites: the register in D1, and a copy of it in the isolate that is a few seconds old at most.

pub mod register;

use crate::{
    ambient,
    config::Config,
    log,
    problem::OrInternal,
    reader,
    secret::{self, Secrets},
    settings::Settings,
    webhook::{self, Webhook},
};
use serde::Deserialize;
use std::{cell::RefCell, collections::HashMap, rc::Rc};
use weft_shared::{
    id::SiteId,
    policy::Policy,
    time::{SECOND, Timestamp},
    wire::problem::{Problem, ProblemKind},
};
use worker::{Env, wasm_bindgen::JsValue};

/// How old a copy may be, in milliseconds.
const FRESH: i64 = 5 * SECOND;
/// How many copies an isolate keeps.
const MOST: usize = 200;

/// One site.
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// Its settings.
    pub settings: Settings,
    /// Its policy.
    pub policy: Policy,
    /// What its providers and its backend share with us.
    pub secrets: Secrets,
    /// Where it wants to be told what happens.
    pub webhooks: Vec<Webhook>,
    /// Examples of what customers write about, beside those of the policy: `(intent, text)`.
    pub examples: Vec<(String, String)>,
}

thread_local! {
    static KNOWN: RefCell<HashMap<SiteId, (Timestamp, Rc<Site>)>> = RefCell::new(HashMap::new());
}

#[derive(Deserialize)]
struct Row {
    id: String,
    settings: String,
    /// The site's own file; none while it has none.
    policy: Option<String>,
    /// `[[name, sealed], …]`.
    secrets: String,
    /// As [`webhook::store::AS_JSON`] selects them.
    hooks: String,
    /// As [`reader::ACCEPTED`] selects them.
    examples: String,
}

impl Row {
    fn read(self, config: &Config) -> Result<Site, Problem> {
        let id = self.id.parse::<SiteId>().ok().or_internal("reading a site's id")?;
        let settings: Settings = serde_json::from_str(&self.settings).or_internal("reading a site's settings")?;
        let mut policy =
            Policy::of_site(&self.policy.unwrap_or_default()).ok().or_internal("reading a site's policy")?;
        policy.site_name.clone_from(&settings.name);
        let sealed: Vec<(String, String)> =
            serde_json::from_str(&self.secrets).or_internal("reading a site's secrets")?;
        let secrets = Secrets::open(&config.keys, &id, &sealed);
        let webhooks = webhook::store::read(&self.hooks, &config.keys, &id)?;
        let examples = serde_json::from_str(&self.examples).or_internal("reading a site's examples")?;
        Ok(Site { id, settings, policy, secrets, webhooks, examples })
    }
}

impl Site {
    /// The site of this id, if there is one.
    ///
    /// # Errors
    /// `internal` or `busy` when the register cannot be read.
    pub async fn load(env: &Env, id: &SiteId) -> Result<Option<Rc<Self>>, Problem> {
        let now = ambient::now();
        let known = KNOWN.with_borrow(|known| known.get(id).cloned());
        if let Some((since, site)) = known
            && (0..FRESH).contains(&now.since(since))
        {
            return Ok(Some(site));
        }
        let statement = database(env)?
            .prepare(format!(
                "SELECT id, settings, \
                    (SELECT text FROM policy WHERE site = ?1 ORDER BY version DESC LIMIT 1) AS policy, \
                    (SELECT json_group_array(json_array(name, sealed)) FROM secret WHERE site = ?1) AS secrets, \
                    {}, {} AS examples FROM site WHERE id = ?1",
                webhook::store::AS_JSON,
                reader::ACCEPTED
            ))
            .bind(&[JsValue::from_str(id.as_str())])
            .or_internal("asking for a site")?;
        let Some(row) = statement.first::<Row>(None).await.or_internal("reading the register of sites")? else {
            Self::forget(id);
            return Ok(None);
        };
        let site = Rc::new(row.read(&*Config::load(env)?)?);
        KNOWN.with_borrow_mut(|known| {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(id.clone(), (now, Rc::clone(&site)));
        });
        Ok(Some(site))
    }

    /// The site of this id.
    ///
    /// # Errors
    /// `not-found` when there is none; otherwise as [`load`](Self::load).
    pub async fn require(env: &Env, id: &SiteId) -> Result<Rc<Self>, Problem> {
        Self::load(env, id).await?.ok_or_else(|| Problem::new(ProblemKind::NotFound))
    }

    /// The site that mail to this address is for: one of its inbound addresses, or any address at its reply domain.
    /// Case is no difference here. None also when two sites claimed it, which [`put`](Self::put) prevents.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub async fn by_inbound_address(env: &Env, address: &str) -> Result<Option<Rc<Self>>, Problem> {
        let address = address.trim().to_ascii_lowercase();
        let domain = address.rsplit_once('@').map_or("", |(_, domain)| domain).to_owned();
        if domain.is_empty() {
            return Ok(None);
        }
        match Self::claimants(env, std::slice::from_ref(&address), &domain).await?.as_slice() {
            [one] => Self::load(env, one).await,
            [] => Ok(None),
            several => {
                log::warn("address of several sites", serde_json::json!({ "sites": several.len() }));
                Ok(None)
            }
        }
    }

    /// The sites that have one of these inbound addresses, or this reply domain.
    async fn claimants(env: &Env, inbound: &[String], reply_domain: &str) -> Result<Vec<SiteId>, Problem> {
        let inbound = serde_json::to_string(inbound).or_internal("writing addresses")?;
        let statement = database(env)?
            .prepare(
                "SELECT site.id AS id FROM site, json_each(site.settings, '$.mail.inbound') AS own \
                 WHERE own.value IN (SELECT value FROM json_each(?1)) \
                 UNION SELECT id FROM site WHERE json_extract(settings, '$.mail.reply_domain') = ?2",
            )
            .bind(&[JsValue::from_str(&inbound), JsValue::from_str(reply_domain)])
            .or_internal("asking whose address it is")?;
        #[derive(Deserialize)]
        struct Id {
            id: SiteId,
        }
        let rows = statement
            .all()
            .await
            .and_then(|result| result.results::<Id>())
            .or_internal("reading the register of sites")?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// Refuses addresses that belong to another site.
    ///
    /// # Errors
    /// `conflict` when one does; otherwise as [`load`](Self::load).
    async fn claimed_elsewhere(env: &Env, id: &SiteId, settings: &Settings) -> Result<(), Problem> {
        let claimants = Self::claimants(env, &settings.mail.inbound, &settings.mail.reply_domain).await?;
        if claimants.iter().any(|other| other != id) {
            let what = "another site has one of the inbound addresses, or the reply domain";
            return Err(Problem::new(ProblemKind::Conflict).detail(what));
        }
        Ok(())
    }

    /// Writes a site into the register, with a new version of its policy if there is one.
    ///
    /// # Errors
    /// `invalid`, with every error of settings and policy; `conflict` when another site has one of the addresses;
    /// otherwise as [`load`](Self::load).
    pub async fn put(
        env: &Env,
        id: &SiteId,
        settings: &serde_json::Value,
        policy: Option<&str>,
    ) -> Result<(), Problem> {
        let mut errors = Vec::new();
        let settings =
            Settings::read(settings).map_err(|all| errors.extend(all.iter().map(|e| format!("settings: {e}")))).ok();
        if let Some(policy) = policy
            && let Err(all) = Policy::of_site(policy)
        {
            errors.extend(all.iter().map(|error| format!("policy: {error}")));
        }
        let Some(settings) = settings.filter(|_| errors.is_empty()) else {
            let mut problem = Problem::new(ProblemKind::Invalid);
            problem.errors = errors;
            return Err(problem);
        };
        Self::claimed_elsewhere(env, id, &settings).await?;
        let document = serde_json::to_string(&settings).or_internal("writing settings")?;
        database(env)?
            .prepare(
                "INSERT INTO site (id, settings, updated_at) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (id) DO UPDATE SET settings = ?2, updated_at = ?3",
            )
            .bind(&[
                JsValue::from_str(id.as_str()),
                JsValue::from_str(&document),
                JsValue::from_f64(ambient::now().0 as f64),
            ])
            .or_internal("writing a site")?
            .run()
            .await
            .or_internal("writing the register of sites")?;
        if let Some(policy) = policy {
            crate::policy_file::append(env, id, None, policy, "operator", None).await?;
        }
        Self::forget(id);
        Ok(())
    }

    /// Keeps a secret of a site, sealed.
    ///
    /// # Errors
    /// `invalid` when it is empty or too long; otherwise as [`load`](Self::load).
    pub async fn put_secret(env: &Env, config: &Config, id: &SiteId, name: &str, value: &str) -> Result<(), Problem> {
        let sealed = secret::seal(&config.keys, id, name, value)?;
        database(env)?
            .prepare(
                "INSERT INTO secret (site, name, sealed, updated_at) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (site, name) DO UPDATE SET sealed = ?3, updated_at = ?4",
            )
            .bind(&[
                JsValue::from_str(id.as_str()),
                JsValue::from_str(name),
                JsValue::from_str(&sealed),
                JsValue::from_f64(ambient::now().0 as f64),
            ])
            .or_internal("writing a secret")?
            .run()
            .await
            .or_internal("writing a secret")?;
        Self::forget(id);
        Ok(())
    }

    /// The next request reads the site anew.
    pub fn forget(id: &SiteId) {
        KNOWN.with_borrow_mut(|known| known.remove(id));
    }
}

/// The database of sites and of the read model.
///
/// # Errors
/// `internal` when it is not bound.
pub fn database(env: &Env) -> Result<worker::D1Database, Problem> {
    env.d1("DB").or_internal("finding the database")
}
