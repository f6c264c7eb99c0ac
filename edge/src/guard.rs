//! Role checks: all of them, before any handler runs.

use crate::{
    api_key,
    object::desk,
    problem,
    request::{Ctx, Presented, header},
    routes::{Endpoint, Role},
    settings::Origin,
    site::Site,
};
use weft_shared::wire::{
    agent::AgentRole,
    problem::{Problem, ProblemKind},
};

/// The longest `Authorization` and `Cookie` that are looked at, in bytes.
const LONGEST: usize = 4_096;

/// Lets a request pass or says why not; notes in `ctx` who it is.
///
/// # Errors
/// `foreign-origin`, `unauthenticated`, `not-configured`, or a failure of the desk.
pub async fn admit(ctx: &mut Ctx) -> Result<(), Problem> {
    if ctx.route.endpoint.is_socket() {
        let upgrade = header(&ctx.request, "upgrade").unwrap_or_default();
        if !upgrade.eq_ignore_ascii_case("websocket") {
            return Err(problem::malformed("this address takes WebSocket handshakes only"));
        }
    }
    let origin = header(&ctx.request, "origin");
    let origin = origin.as_deref();
    match ctx.route.role {
        Role::Public | Role::Provider => {}
        Role::OwnPage => own(origin, &ctx.config.origin)?,
        Role::Session => {
            own_if_changing(ctx, origin)?;
            ctx.presented = Some(presented(&bearer(ctx).ok_or_else(unauthenticated)?).ok_or_else(unauthenticated)?);
        }
        Role::Agent | Role::Lead | Role::SiteAdmin | Role::AgentSocket => {
            if ctx.route.role == Role::AgentSocket {
                own(origin, &ctx.config.origin)?;
            } else {
                own_if_changing(ctx, origin)?;
            }
            let site = ctx.site()?;
            let cookies = header(&ctx.request, "cookie").filter(|cookies| cookies.len() <= LONGEST).unwrap_or_default();
            let reading = if ctx.route.endpoint == Endpoint::ThreadSocket { ctx.param("id").ok() } else { None };
            let signed_in = desk::session::authenticate(&ctx.env, &site.id, &cookies, reading, ctx.at).await?;
            if changes(ctx)
                && !desk::session::is_key(&signed_in.key, &header(&ctx.request, "x-weft-key").unwrap_or_default())
            {
                return Err(unauthenticated().detail("the X-Weft-Key header must carry the key of this session"));
            }
            if ctx.route.role == Role::Lead && signed_in.role < AgentRole::Lead {
                return Err(Problem::new(ProblemKind::Forbidden).detail("only leads may do that"));
            }
            if ctx.route.role == Role::SiteAdmin && signed_in.role < AgentRole::Admin {
                return Err(
                    Problem::new(ProblemKind::Forbidden).detail("only those who look after the site may do that")
                );
            }
            ctx.signed_in = Some(signed_in);
        }
        Role::Api(scope) => {
            let presented = bearer(ctx).and_then(|key| api_key::Presented::parse(&key)).ok_or_else(unauthenticated)?;
            let caller = api_key::authenticate(&ctx.env, &presented, ctx.at).await?;
            if !caller.scopes.iter().any(|known| known.name() == scope) {
                let detail = format!("this key has not the scope {scope}");
                return Err(Problem::new(ProblemKind::Forbidden).detail(detail));
            }
            ctx.site = Some(Site::load(&ctx.env, &presented.site).await?.ok_or_else(unauthenticated)?);
            ctx.caller = Some(caller);
        }
        Role::Admin => {
            let key = ctx.config.admin_key()?;
            if !bearer(ctx).is_some_and(|presented| key.is(&presented)) {
                return Err(unauthenticated());
            }
        }
        Role::Hook => {
            let secret = ctx.config.hook()?;
            let presented = authorization(ctx).and_then(|header| basic(&header));
            if !presented.is_some_and(|presented| secret.is(&presented)) {
                return Err(unauthenticated());
            }
        }
    }
    Ok(())
}

fn unauthenticated() -> Problem {
    Problem::new(ProblemKind::Unauthenticated)
}

/// Whether the request is one that changes something.
fn changes(ctx: &Ctx) -> bool {
    ctx.route.method != "GET"
}

fn own(origin: Option<&str>, ours: &Origin) -> Result<(), Problem> {
    if origin == Some(ours.as_str()) { Ok(()) } else { Err(Problem::new(ProblemKind::ForeignOrigin)) }
}

/// Browsers send no `Origin` with a `GET` to the document's own: there it may be absent, but not foreign.
fn own_if_changing(ctx: &Ctx, origin: Option<&str>) -> Result<(), Problem> {
    if origin.is_none() && !changes(ctx) { Ok(()) } else { own(origin, &ctx.config.origin) }
}

fn authorization(ctx: &Ctx) -> Option<String> {
    header(&ctx.request, "authorization").filter(|value| value.len() <= LONGEST)
}

fn bearer(ctx: &Ctx) -> Option<String> {
    credentials(&authorization(ctx)?, "bearer").map(str::to_owned)
}

/// The credentials of an `Authorization` header, when it is of this scheme (RFC 9110, section 11.4).
fn credentials<'a>(header: &'a str, scheme: &str) -> Option<&'a str> {
    let (name, rest) = header.split_once(' ')?;
    let rest = rest.trim_matches(' ');
    (name.eq_ignore_ascii_case(scheme) && !rest.is_empty()).then_some(rest)
}

/// `user:password` of HTTP Basic (RFC 7617).
fn basic(header: &str) -> Option<String> {
    String::from_utf8(base64(credentials(header, "basic")?)?).ok()
}

/// Reads base64 (RFC 4648, section 4), padded or not; `None` for anything else.
#[must_use]
pub fn base64(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut out, mut bits, mut held) = (Vec::with_capacity(text.len()), 0_u32, 0_u32);
    for byte in text.trim_end_matches('=').bytes() {
        let digit = ALPHABET.iter().position(|known| *known == byte)?;
        bits = bits << 6 | u32::try_from(digit).ok()?;
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    Some(out)
}

/// `<session>.<secret>`, where the secret is 64 lower-case hexadecimal digits.
fn presented(bearer: &str) -> Option<Presented> {
    let (session, secret) = bearer.split_once('.')?;
    let hexadecimal = secret.len() == 64 && secret.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    if !hexadecimal {
        return None;
    }
    Some(Presented { session: session.parse().ok()?, secret: secret.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_exact_origin_is_own() {
        let ours: Origin = "https://chat.shop.example".parse().unwrap();
        assert!(own(Some("https://chat.shop.example"), &ours).is_ok());
        for foreign in [
            "null",
            "",
            "https://chat.shop.example.evil.example",
            "https://evil-chat.shop.example",
            "https://chat.shop.example:443",
            "https://chat.shop.example:8443",
            "http://chat.shop.example",
            "https://CHAT.shop.example",
            "https://chat.shop.example/",
            "https://chat.shop.example https://evil.example",
            "https://chat.shop.examp\u{1e37}e",
            "https://xn--chat.shop.example",
        ] {
            assert!(
                own(Some(foreign), &ours).is_err_and(|problem| problem.is(ProblemKind::ForeignOrigin)),
                "{foreign}"
            );
        }
        assert!(own(None, &ours).is_err());
    }

    #[test]
    fn a_visitor_presents_a_session_and_its_secret() {
        let session = "0123456789abcdefghjkmnpqrs";
        let secret = "a1".repeat(32);
        assert!(
            presented(&format!("{session}.{secret}"))
                .is_some_and(|p| p.session.to_string() == session && p.secret == secret)
        );
        for bad in [
            String::new(),
            ".".to_owned(),
            session.to_owned(),
            format!("{session}."),
            format!("{session}.{}", "A1".repeat(32)),
            format!("x.{secret}"),
            format!("{session}.{secret}0"),
        ] {
            assert!(presented(&bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn basic_credentials_are_read() {
        assert_eq!(basic("Basic cG9zdG1hcms6c2VjcmV0").as_deref(), Some("postmark:secret"));
        assert_eq!(basic("basic QTpi\u{20}").as_deref(), Some("A:b"));
        for bad in ["", "Basic", "Basic ", "Bearer cG9z", "Basic c*==", "Basic /w=="] {
            assert!(basic(bad).is_none(), "{bad}");
        }
    }
}
