//! What a site has at those who carry its messages, what is missing there, and trying them.

use super::{mail, meta, sms, twilio, voice, whatsapp};
use crate::{
    config::{Config, MailVia},
    problem, secret,
    site::Site,
};
use weft_shared::{
    channel::Channel,
    wire::{
        admin::{MissingLine, ProviderLine, ProviderTested},
        problem::Problem,
    },
};

/// The names of providers, as the addresses of their tests have them.
const MAIL: &str = "mail";
const TWILIO: &str = "twilio";
const META: &str = "meta";

/// What the site's settings ask for and is not there yet.
#[must_use]
pub fn missing(site: &Site) -> Vec<MissingLine> {
    let mut missing = at_twilio(site);
    missing.extend(at_meta(site));
    for key in site.settings.identify.iter().filter(|key| key.key.is_none()) {
        missing.extend(needed(site, &format!("identify-{}", key.kid), "nobody signs in by this key"));
    }
    missing
}

/// Every provider, set up or not.
#[must_use]
pub fn providers(config: &Config, site: &Site) -> Vec<ProviderLine> {
    let phone = site.settings.phone.as_ref();
    let (twilio, meta) = (phone.and_then(|phone| phone.twilio.as_ref()), phone.and_then(|phone| phone.meta.as_ref()));
    let carries = |channels: &[(bool, &Channel)]| -> Vec<String> {
        channels.iter().filter(|(there, _)| *there).map(|(_, channel)| label(site, channel)).collect()
    };
    let of_twilio = twilio.map(|it| {
        let own = it.whatsapp.is_some() && meta.is_none();
        carries(&[(it.sms.is_some(), &sms::CHANNEL), (own, &whatsapp::CHANNEL), (it.voice.is_some(), &voice::CHANNEL)])
    });
    let postmark = matches!(config.mail(), Ok(MailVia::Postmark { .. }));
    vec![
        ProviderLine {
            provider: MAIL.to_owned(),
            label: if postmark { "Postmark" } else { "Cloudflare Email" }.to_owned(),
            carries: vec![label(site, &mail::CHANNEL)],
            set_up: config.mail().is_ok(),
            missing: of_mail(config),
            testable: postmark,
        },
        ProviderLine {
            provider: TWILIO.to_owned(),
            label: "Twilio".to_owned(),
            set_up: of_twilio.is_some(),
            carries: of_twilio.unwrap_or_default(),
            missing: at_twilio(site),
            testable: twilio.is_some() && site.secrets.has(secret::TWILIO_TOKEN),
        },
        ProviderLine {
            provider: META.to_owned(),
            label: "Meta".to_owned(),
            carries: carries(&[(meta.is_some(), &whatsapp::CHANNEL)]),
            set_up: meta.is_some(),
            missing: at_meta(site),
            testable: meta.is_some() && site.secrets.has(secret::META_ACCESS_TOKEN),
        },
    ]
}

/// Every secret that the site could keep, with what it is for.
#[must_use]
pub fn secrets(site: &Site) -> Vec<(String, &'static str)> {
    let mut all: Vec<(String, &'static str)> = [
        (secret::TWILIO_TOKEN, "Twilio’s auth token: it signs what comes from there, and opens the API."),
        (secret::META_APP_SECRET, "The app secret at Meta: it signs what comes from there."),
        (secret::META_VERIFY_TOKEN, "What Meta repeats when it asks whether the webhook’s address is ours."),
        (secret::META_ACCESS_TOKEN, "What opens Meta’s API."),
    ]
    .map(|(name, purpose)| (name.to_owned(), purpose))
    .to_vec();
    let shared = site.settings.identify.iter().filter(|key| key.key.is_none());
    all.extend(
        shared.map(|key| (format!("identify-{}", key.kid), "The site’s backend signs with it who is signed in there.")),
    );
    all
}

/// Asks a provider something that changes nothing.
///
/// # Errors
/// `not-found` for an unknown provider; `not-configured` when there is nothing to ask with.
pub async fn test(config: &Config, site: &Site, provider: &str) -> Result<ProviderTested, Problem> {
    let outcome = match provider {
        MAIL => match config.mail()? {
            MailVia::Postmark { url, token } => mail::test(url, token).await,
            MailVia::Cloudflare => return Err(problem::not_configured("a mail provider that can be asked")),
        },
        TWILIO => twilio::test(&twilio::Account::of(config, site)?).await,
        META => meta::test(config, site).await?,
        _ => return Err(problem::not_found()),
    };
    Ok(match outcome {
        Ok(said) => ProviderTested { works: true, said },
        Err(said) => ProviderTested { works: false, said },
    })
}

fn label(site: &Site, channel: &Channel) -> String {
    site.policy.channels.get(channel).map_or_else(|| channel.to_string(), |rules| rules.label.clone())
}

fn of_mail(config: &Config) -> Vec<MissingLine> {
    let line = |what: &str, because: &str| MissingLine { what: what.to_owned(), because: because.to_owned() };
    let mut missing = Vec::new();
    if config.mail().is_err() {
        missing.push(line("WEFT_MAIL", "no mail goes out; whoever runs this sets it for the deployment"));
    }
    if matches!(config.mail(), Ok(MailVia::Postmark { .. })) && config.hook().is_err() {
        missing.push(line("POSTMARK_HOOK", "nothing is heard of mails that came back; it is set for the deployment"));
    }
    missing
}

fn at_twilio(site: &Site) -> Vec<MissingLine> {
    let there = site.settings.phone.as_ref().is_some_and(|phone| phone.twilio.is_some());
    let because = "texts and calls by Twilio are refused and none go out";
    there.then(|| needed(site, secret::TWILIO_TOKEN, because)).flatten().into_iter().collect()
}

fn at_meta(site: &Site) -> Vec<MissingLine> {
    if site.settings.phone.as_ref().is_none_or(|phone| phone.meta.is_none()) {
        return Vec::new();
    }
    let all = [
        (secret::META_APP_SECRET, "WhatsApp messages from Meta are refused"),
        (secret::META_VERIFY_TOKEN, "Meta cannot be told that the webhook is ours"),
        (secret::META_ACCESS_TOKEN, "no WhatsApp messages go out by Meta"),
    ];
    all.into_iter().filter_map(|(name, because)| needed(site, name, because)).collect()
}

fn needed(site: &Site, name: &str, because: &str) -> Option<MissingLine> {
    (!site.secrets.has(name)).then(|| MissingLine { what: name.to_owned(), because: because.to_owned() })
}
