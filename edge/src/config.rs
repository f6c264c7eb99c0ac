//! Configuration: the deployment's variables and secrets, read once and typed. `wrangler.toml` and
//! `docs/ARCHITECTURE.md` name them; nothing here prints a secret.

use crate::{problem, settings::Origin};
use sha2::{Digest, Sha256};
use std::{cell::RefCell, fmt, rc::Rc};
use subtle::ConstantTimeEq;
use weft_shared::{token::KeyRing, wire::problem::Problem};
use worker::Env;

/// A value that must not be seen: it can be compared, and handed to whom it is for.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// This value.
    #[must_use]
    pub const fn new(value: String) -> Self {
        Self(value)
    }

    /// Whether somebody presented exactly this, in a time that tells nothing about it.
    #[must_use]
    pub fn is(&self, presented: &str) -> bool {
        // Digests have one length, so not even the secret's length shows.
        Sha256::digest(self.0.as_bytes()).ct_eq(&Sha256::digest(presented.as_bytes())).into()
    }

    /// The value, for the one request that needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// How mail goes out (`WEFT_MAIL`).
#[derive(Clone, Debug)]
pub enum MailVia {
    /// Postmark's HTTP API.
    Postmark {
        /// `POSTMARK_URL`: the base address, without a slash at its end.
        url: String,
        /// `POSTMARK_TOKEN`.
        token: Secret,
    },
    /// The `SEND_EMAIL` binding.
    Cloudflare,
}

/// What a deployment is told.
pub struct Config {
    /// `WEFT_PUBLIC_URL`, without a slash at its end: what links begin with. It is an origin: nothing follows the port.
    pub public_url: String,
    /// The origin of the public address, in the form that browsers send. Forwarded headers are never asked.
    pub origin: Origin,
    /// `WEFT_KEYS`: signing, sealing and authentication keys, with their ids.
    pub keys: KeyRing,
    /// `WEFT_ADMIN_KEY`; none means that there is no admin interface.
    admin_key: Option<Secret>,
    /// `WEFT_MAIL` and what belongs to it; none means that no mail goes out.
    mail: Option<MailVia>,
    /// `TWILIO_URL`: the base address of Twilio's API, without a slash at its end.
    pub twilio_url: String,
    /// `META_URL`: the base address of Meta's Graph API, without a slash at its end.
    pub meta_url: String,
    /// `ACCESS_URL`: where a team of Cloudflare Access has its keys, without a slash at its end; `{team}` in it stands for
    /// the team's domain.
    pub access_url: String,
    /// `POSTMARK_HOOK`, as `user:password`; none means that the hook refuses to serve.
    hook: Option<Secret>,
}

thread_local! {
    static LOADED: RefCell<Option<Rc<Config>>> = const { RefCell::new(None) };
}

impl Config {
    /// Reads the configuration; the second time in an isolate it is at hand.
    ///
    /// # Errors
    /// `not-configured`, with the name of the variable that is missing or unreadable.
    pub fn load(env: &Env) -> Result<Rc<Self>, Problem> {
        if let Some(known) = LOADED.with_borrow(Clone::clone) {
            return Ok(known);
        }
        let config = Rc::new(Self::read(env)?);
        LOADED.set(Some(Rc::clone(&config)));
        Ok(config)
    }

    fn read(env: &Env) -> Result<Self, Problem> {
        let required = |name: &str| variable(env, name).ok_or_else(|| problem::not_configured(name));
        let public_url = required("WEFT_PUBLIC_URL")?.trim_end_matches('/').to_owned();
        let origin: Origin = public_url
            .parse()
            .map_err(|error: String| problem::not_configured(&format!("WEFT_PUBLIC_URL ({error})")))?;
        let keys = KeyRing::parse(&required("WEFT_KEYS")?)
            .map_err(|error| problem::not_configured(&format!("WEFT_KEYS ({error})")))?;
        let mail = match variable(env, "WEFT_MAIL").as_deref() {
            None => None,
            Some("cloudflare") => Some(MailVia::Cloudflare),
            Some("postmark") => Some(MailVia::Postmark {
                url: required("POSTMARK_URL")?.trim_end_matches('/').to_owned(),
                token: Secret(required("POSTMARK_TOKEN")?),
            }),
            Some(_) => return Err(problem::not_configured("WEFT_MAIL (it must be \"postmark\" or \"cloudflare\")")),
        };
        Ok(Self {
            public_url,
            origin,
            keys,
            admin_key: variable(env, "WEFT_ADMIN_KEY").map(Secret),
            mail,
            twilio_url: base(env, "TWILIO_URL", "https://api.twilio.com"),
            meta_url: base(env, "META_URL", "https://graph.facebook.com"),
            access_url: base(env, "ACCESS_URL", "https://{team}"),
            hook: variable(env, "POSTMARK_HOOK").map(Secret),
        })
    }

    /// Whether the public address is https.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.origin.secure()
    }

    /// The key of the admin interface.
    ///
    /// # Errors
    /// `not-configured` when there is none: then there is no admin interface.
    pub fn admin_key(&self) -> Result<&Secret, Problem> {
        self.admin_key.as_ref().ok_or_else(|| problem::not_configured("WEFT_ADMIN_KEY"))
    }

    /// How mail goes out.
    ///
    /// # Errors
    /// `not-configured` when it does not.
    pub fn mail(&self) -> Result<&MailVia, Problem> {
        self.mail.as_ref().ok_or_else(|| problem::not_configured("WEFT_MAIL"))
    }

    /// What the mail provider's reports must present: `user:password`.
    ///
    /// # Errors
    /// `not-configured` when there is nothing: an open hook is never served.
    pub fn hook(&self) -> Result<&Secret, Problem> {
        self.hook.as_ref().ok_or_else(|| problem::not_configured("POSTMARK_HOOK"))
    }
}

/// The base address of a provider: its own, unless another stands in for it.
fn base(env: &Env, name: &str, own: &str) -> String {
    variable(env, name).unwrap_or_else(|| own.to_owned()).trim_end_matches('/').to_owned()
}

/// A variable or secret that is there and not empty.
fn variable(env: &Env, name: &str) -> Option<String> {
    env.var(name).ok().map(|value| value.to_string()).filter(|value| !value.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_compared_but_not_shown() {
        let secret = Secret("a-long-secret".to_owned());
        assert!(secret.is("a-long-secret"));
        assert!(!secret.is("a-long-secre") && !secret.is("") && !secret.is("a-long-secret "));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
