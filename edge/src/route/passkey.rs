//! Passkeys: agents sign in with what their device keeps (Web Authentication, Level 3).

use super::agent::{opening, with_new_session};
use crate::{
    ambient, jwt, log,
    object::{
        call::call,
        desk::{
            self,
            call::DeskCall,
            passkeys::{Ask, Known, Maker, New, Use},
            session,
        },
    },
    problem, reply,
    request::Ctx,
    settings::{JwtAlgorithm, Origin},
};
use serde::de::DeserializeOwned;
use serde_json::json;
use weft_shared::{
    jwt::{ToVerify, decode, encode},
    webauthn::{
        self, Algorithm, Here, LONGEST_ID, PublicKey,
        challenge::{self, Answered, Purpose, VALID},
    },
    wire::{
        passkey::{
            NewPasskey, NewPasskeyWanted, PasskeyDevice, PasskeyHost, PasskeyKind, PasskeyRef, PasskeyShown,
            PasskeyUser, PasskeyWanted, Passkeys,
        },
        problem::{Problem, ProblemKind},
    },
};
use worker::Response;

/// The longest name of a passkey, in characters.
const LONGEST_NAME: usize = 40;
const REQUIRED: &str = "required";
const PUBLIC_KEY: &str = "public-key";

/// The host of an origin, without its port.
#[must_use]
pub fn host(origin: &Origin) -> &str {
    let after = origin.as_str().split_once("://").map_or("", |(_, after)| after);
    after.split_once(':').map_or(after, |(host, _)| host)
}

/// Whether passkeys can belong to a host: browsers want a name, not a number.
#[must_use]
pub fn can_belong_to(host: &str) -> bool {
    host.split('.').next_back().is_some_and(|last| !last.is_empty() && !last.bytes().all(|b| b.is_ascii_digit()))
}

fn here(ctx: &Ctx) -> Here<'_> {
    Here { host: host(&ctx.config.origin), origin: ctx.config.origin.as_str() }
}

fn make_challenge(ctx: &Ctx, purpose: Purpose<'_>) -> Result<String, Problem> {
    let secret = ctx.config.keys.seal(&ctx.site()?.id).challenge_secret();
    Ok(encode(&challenge::make(&secret, &ambient::random()?, purpose, ctx.at)))
}

fn open_challenge(ctx: &Ctx, given: &[u8], purpose: Purpose<'_>) -> Result<Option<Answered>, Problem> {
    let secret = ctx.config.keys.seal(&ctx.site()?.id).challenge_secret();
    Ok(challenge::open(&secret, given, purpose, ctx.at))
}

async fn ask<T: DeserializeOwned>(ctx: &Ctx, ask: Ask) -> Result<T, Problem> {
    call(&ctx.env, desk::BINDING, ctx.site()?.id.as_str(), &DeskCall::Passkeys { ask }).await
}

fn timeout() -> u32 {
    u32::try_from(VALID).unwrap_or(u32::MAX)
}

/// `POST …/agent/passkey/challenge`: nothing is kept of it, and nobody's credentials are named.
///
/// # Errors
/// Practically none.
pub fn challenge(ctx: &Ctx) -> Result<Response, Problem> {
    reply::json(&PasskeyWanted {
        challenge: make_challenge(ctx, Purpose::SignIn)?,
        rp_id: here(ctx).host.to_owned(),
        timeout: timeout(),
        user_verification: REQUIRED.to_owned(),
    })
}

/// The one answer to every passkey that does not sign in. The log is told why.
fn refused(why: &str) -> Problem {
    log::warn("passkey refused", json!({ "because": why }));
    Problem::new(ProblemKind::Unauthenticated).detail("this passkey does not sign in here")
}

/// Bytes in base64url, of a size that they can have.
fn bytes(text: &str, most: usize) -> Result<Vec<u8>, Problem> {
    let longest = most.saturating_mul(4).div_ceil(3);
    let read = || (text.len() <= longest).then(|| decode(text)).flatten();
    read().ok_or_else(|| problem::malformed("a part of the passkey is no base64url, or too long"))
}

/// The largest part of what a browser hands over.
const LARGEST: usize = 64 * 1_024;

/// `POST …/agent/passkey`: what the device made. Answered as signing in by a code is.
///
/// # Errors
/// `malformed`; `unauthenticated`, the same whatever is wrong; `conflict` for whoever has the credential itself when it
/// counts backwards.
pub async fn sign_in(mut ctx: Ctx) -> Result<Response, Problem> {
    let PasskeyShown { id, raw_id, kind, response } = ctx.json().await?;
    let credential = encode(&bytes(&raw_id, LONGEST_ID)?);
    let client_data = bytes(&response.client_data, LARGEST)?;
    let data = bytes(&response.authenticator_data, LARGEST)?;
    let signature = bytes(&response.signature, LARGEST)?;
    if kind != PUBLIC_KEY || id != raw_id {
        return Err(problem::malformed("the passkey is not of its form"));
    }
    let shown = webauthn::assert(here(&ctx), &client_data, &data).map_err(|error| refused(&error.to_string()))?;
    let answered = open_challenge(&ctx, &shown.challenge, Purpose::SignIn)?;
    let answered = answered.ok_or_else(|| refused("the challenge is not ours, or over"))?;
    let known: Option<Known> = ask(&ctx, Ask::Find { credential: credential.clone() }).await?;
    let known = known.ok_or_else(|| refused("nobody has this credential"))?;
    if response.user_handle.as_deref() != Some(known.handle.as_str()) {
        return Err(refused("it is somebody else's"));
    }
    if shown.may_back_up != known.may_back_up {
        return Err(refused("whether it may be backed up changed"));
    }
    if !is_signed(&known.key, &shown.signed, &signature).await? {
        return Err(refused("the signature is not right"));
    }
    let (site, secret) = (ctx.site()?, session::new_secret()?);
    let used = Ask::Use {
        credential,
        counter: shown.counter,
        backed_up: shown.backed_up,
        once: answered.into(),
        opening: opening(&ctx, &secret),
        at: ctx.at,
    };
    match ask(&ctx, used).await? {
        Use::In { known } => with_new_session(&ctx, &site, known, &secret),
        Use::Again => Err(refused("the challenge was answered before")),
        Use::Backwards => {
            let told = "this passkey counts backwards, so there may be a copy of it: sign in by a code and remove it";
            log::warn("passkey refused", json!({ "because": "it counts backwards" }));
            Err(Problem::new(ProblemKind::Conflict).detail(told))
        }
    }
}

async fn is_signed(key: &PublicKey, signed: &[u8], signature: &[u8]) -> Result<bool, Problem> {
    let Some(signature) = key.signature(signature) else { return Ok(false) };
    let algorithm = match key.algorithm {
        Algorithm::EdDsa => JwtAlgorithm::EdDsa,
        Algorithm::Es256 => JwtAlgorithm::Es256,
        Algorithm::Rs256 => JwtAlgorithm::Rs256,
    };
    jwt::by_public_key(algorithm, &key.jwk, &ToVerify { signed, signature: &signature }).await
}

/// `GET …/desk/passkeys`: one's own.
///
/// # Errors
/// When the desk cannot be asked.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    reply::json(&own(&ctx).await?)
}

async fn own(ctx: &Ctx) -> Result<Passkeys, Problem> {
    let me = ctx.signed_in()?;
    ask(ctx, Ask::Own { agent: me.agent, secret_hash: me.secret_hash }).await
}

/// `POST …/desk/passkeys/challenge`: what the browser needs to make one.
///
/// # Errors
/// `forbidden` when the sign-in is not fresh; `conflict` when there are as many as there may be.
pub async fn new_challenge(ctx: Ctx) -> Result<Response, Problem> {
    let (me, site) = (ctx.signed_in()?, ctx.site()?);
    let begin = Ask::Begin {
        agent: me.agent,
        secret_hash: me.secret_hash.clone(),
        handle: encode(&ambient::random::<32>()?),
        at: ctx.at,
    };
    let Maker { handle, address, known } = ask(&ctx, begin).await?;
    let reference = |(id, transports)| PasskeyRef { id, kind: PUBLIC_KEY.to_owned(), transports };
    let way = |known: Algorithm| PasskeyKind { kind: PUBLIC_KEY.to_owned(), alg: known.number() };
    reply::json(&NewPasskeyWanted {
        rp: PasskeyHost { id: here(&ctx).host.to_owned(), name: site.settings.name.clone() },
        user: PasskeyUser { id: handle, name: address, display_name: me.name },
        challenge: make_challenge(&ctx, Purpose::Add(&me.secret_hash))?,
        pub_key_cred_params: Algorithm::ALL.map(way).to_vec(),
        timeout: timeout(),
        exclude_credentials: known.into_iter().map(reference).collect(),
        authenticator_selection: PasskeyDevice {
            resident_key: REQUIRED.to_owned(),
            require_resident_key: true,
            user_verification: REQUIRED.to_owned(),
        },
        attestation: "none".to_owned(),
    })
}

/// `POST …/desk/passkeys`: what the device made; answered as [`list`].
///
/// # Errors
/// `malformed`, `invalid`, or `conflict` when it or its challenge was seen before.
pub async fn add(mut ctx: Ctx) -> Result<Response, Problem> {
    let NewPasskey { name, credential: made } = ctx.json().await?;
    let me = ctx.signed_in()?;
    let name = name.trim().to_owned();
    if !(1..=LONGEST_NAME).contains(&name.chars().count()) || name.chars().any(char::is_control) {
        let mut wrong = Problem::new(ProblemKind::Invalid).detail(format!("a name has 1 to {LONGEST_NAME} characters"));
        wrong.field = Some("name".to_owned());
        return Err(wrong);
    }
    let (client_data, object) =
        (bytes(&made.response.client_data, LARGEST)?, bytes(&made.response.attestation_object, LARGEST)?);
    let id = bytes(&made.raw_id, LONGEST_ID)?;
    let unfit = |why: &str| {
        log::warn("passkey not taken", json!({ "because": why }));
        let mut problem = Problem::new(ProblemKind::Invalid).detail(format!("this passkey cannot be taken: {why}"));
        problem.field = Some("credential".to_owned());
        problem
    };
    let new = webauthn::register(here(&ctx), &client_data, &object).map_err(|error| unfit(&error.to_string()))?;
    if made.kind != PUBLIC_KEY || made.id != made.raw_id || new.id != id {
        return Err(unfit("its id is not what its authenticator says"));
    }
    let answered = open_challenge(&ctx, &new.challenge, Purpose::Add(&me.secret_hash))?;
    let once = answered.ok_or_else(|| unfit("its challenge is not ours, or over"))?.into();
    let plain =
        |text: &String| (1..=20).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let new = New {
        credential: encode(&new.id),
        name,
        key: new.key,
        counter: new.counter,
        may_back_up: new.may_back_up,
        backed_up: new.backed_up,
        transports: made.response.transports.into_iter().filter(plain).take(8).collect(),
    };
    ask::<()>(&ctx, Ask::Add { agent: me.agent, new: Box::new(new), once, at: ctx.at }).await?;
    reply::json(&own(&ctx).await?)
}

/// `DELETE …/desk/passkeys/{passkey}`: answered as [`list`].
///
/// # Errors
/// `not-found` when one has none by this number.
pub async fn remove(ctx: Ctx) -> Result<Response, Problem> {
    let passkey: u64 = ctx.param("passkey")?;
    ask::<()>(&ctx, Ask::Remove { agent: ctx.signed_in()?.agent, passkey }).await?;
    reply::json(&own(&ctx).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_belong_to_hosts_with_a_name() {
        for (origin, name, can) in [
            ("https://chat.shop.example", "chat.shop.example", true),
            ("https://chat.shop.example:8443", "chat.shop.example", true),
            ("http://localhost:8787", "localhost", true),
            ("http://127.0.0.1:8787", "127.0.0.1", false),
        ] {
            let origin: Origin = origin.parse().unwrap();
            assert_eq!((host(&origin), can_belong_to(host(&origin))), (name, can));
        }
    }

    #[test]
    fn what_is_too_long_is_not_read() {
        assert_eq!(bytes("AQID", 3).unwrap(), [1, 2, 3]);
        assert!(bytes("AQIDBA", 3).is_err() && bytes("A", 3).is_err() && bytes("AQI=", 3).is_err());
    }
}
