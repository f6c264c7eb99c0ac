//! The documents: the widget's frame, the full-page chat, and the console's two programs. Each is a skeleton that belongs to the front
//! end, with places for the names of its files, the site's name, and the settings as JSON.

use crate::{
    markup::{escape, fill, json_for_script},
    problem,
    problem::OrInternal,
    reply,
    request::{Ctx, header},
    route::{assets, passkey},
    routes::Endpoint,
    seen_on,
    site::Site,
};
use std::rc::Rc;
use weft_shared::{
    policy::{Policy, Reach},
    wire::{customer::FrameSettings, passkey::ConsoleSettings, problem::Problem},
};
use worker::Response;

const FRAME: &str = include_str!("../../../widget/frame.html");
const CHAT: &str = include_str!("../../../widget/page.html");
const CONSOLE: &str = include_str!("../../../console/console.html");

/// `GET /frame/{site}`, `GET /c/{site}`, `GET /console/{site}`, `GET /admin/{site}` and `GET /account/{site}`.
///
/// # Errors
/// `not-configured` when the front end was not built.
pub async fn page(ctx: Ctx) -> Result<Response, Problem> {
    let site = ctx.site()?;
    if ctx.route.endpoint == Endpoint::Frame {
        note_holder(&ctx, &site);
    }
    let (document, app) = match ctx.route.endpoint {
        Endpoint::Frame => (FRAME, "chat"),
        Endpoint::Chat => (CHAT, "chat"),
        Endpoint::Console => (CONSOLE, "console"),
        Endpoint::AdminPage | Endpoint::AccountPage => (CONSOLE, "admin"),
        _ => return Err(problem::not_found()),
    };
    let manifest = assets::manifest(&ctx.env).await?;
    let file = |end: &str| {
        let file = manifest.get(&format!("{app}{end}")).ok_or_else(|| problem::not_configured("the front end"))?;
        Ok::<_, Problem>(format!("/assets/{}", escape(file)))
    };
    let settings = match ctx.route.endpoint {
        Endpoint::Console | Endpoint::AdminPage | Endpoint::AccountPage => {
            json_for_script(&console_settings(&ctx, &site))
        }
        _ => json_for_script(&settings(&site)),
    };
    let values = [
        ("title", escape(&site.settings.name)),
        ("settings", settings.or_internal("writing settings")?),
        ("site", site.id.to_string()),
        // The page speaks the reader's language as soon as its script runs.
        ("lang", "en".to_owned()),
        ("dir", "ltr".to_owned()),
        ("js", file(".js")?),
        ("css", file(".css")?),
        ("wasm", file("_bg.wasm")?),
    ];
    reply::html(fill(document, &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// Writes down whose page the frame is in, after the answer: nobody waits for it, and its failure harms nobody.
fn note_holder(ctx: &Ctx, site: &Rc<Site>) {
    let (referrer, to) = (header(&ctx.request, "referer"), header(&ctx.request, "sec-fetch-dest"));
    let Some(origin) = seen_on::holder(referrer.as_deref(), to.as_deref(), &ctx.config.origin) else { return };
    let (env, site, at) = (ctx.env.clone(), Rc::clone(site), ctx.at);
    ctx.background.wait_until(async move {
        let _ = seen_on::note(&env, &site, &origin, at).await;
    });
}

fn console_settings(ctx: &Ctx, site: &Site) -> ConsoleSettings {
    ConsoleSettings {
        site: site.id.to_string(),
        name: site.settings.name.clone(),
        passkeys: passkey::can_belong_to(passkey::host(&ctx.config.origin)),
        access: site.settings.access.is_some(),
    }
}

fn settings(site: &Site) -> FrameSettings {
    FrameSettings {
        site: site.id.to_string(),
        name: site.settings.name.clone(),
        origins: site.settings.origins.iter().map(ToString::to_string).collect(),
        promise: promise(&site.policy),
        accent: site.settings.accent.clone(),
        channels: site.policy.channels.iter().map(|(channel, rules)| (channel.clone(), rules.label.clone())).collect(),
    }
}

/// What the site promises to those who write in a browser: the promise of the medium that reaches sessions.
#[must_use]
pub fn promise(policy: &Policy) -> Option<String> {
    Some(policy.promises.get(promise_rule(policy)?)?.text.clone())
}

/// The name of that promise in the rules.
#[must_use]
pub fn promise_rule(policy: &Policy) -> Option<&str> {
    let in_browser = policy.channels.values().find(|rules| rules.enabled && rules.reach == Reach::Session)?;
    in_browser.promise.as_deref()
}
