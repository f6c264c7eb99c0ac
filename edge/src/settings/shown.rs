//! Settings as those who look after the site see and change them.

use super::{AccessSettings, MailSettings, Settings};
use crate::adapter::numbers::{MetaSettings, PhoneSettings, TwilioSettings};
use serde_json::Value;
use weft_shared::wire::admin::{SiteAccess, SiteMail, SiteMeta, SitePhone, SiteSettings, SiteTwilio};

impl Settings {
    /// As they are shown: everything but the keys of the site's backend.
    #[must_use]
    pub fn shown(&self) -> SiteSettings {
        let MailSettings { from, from_name, reply_domain, inbound, authserv_id } = self.mail.clone();
        SiteSettings {
            name: self.name.clone(),
            origins: self.origins.iter().map(ToString::to_string).collect(),
            continue_url: self.continue_url.clone(),
            accent: self.accent.clone(),
            mail: SiteMail { from, from_name, reply_domain, inbound, authserv_id },
            phone: self.phone.clone().map(phone),
            access: self
                .access
                .clone()
                .map(|AccessSettings { team_domain, audience }| SiteAccess { team_domain, audience }),
        }
    }

    /// Other settings, checked as the operator's are; the keys of the site's backend stay.
    ///
    /// # Errors
    /// Every error, each with its key path.
    pub fn changed(&self, wanted: &SiteSettings) -> Result<Self, Vec<String>> {
        let document = serde_json::to_value(wanted).unwrap_or(Value::Null);
        Ok(Self { identify: self.identify.clone(), ..Self::read(&document)? })
    }
}

fn phone(PhoneSettings { region, twilio, meta }: PhoneSettings) -> SitePhone {
    SitePhone {
        region,
        twilio: twilio.map(|TwilioSettings { account, sms, whatsapp, voice, team }| SiteTwilio {
            account,
            sms,
            whatsapp,
            voice,
            team,
        }),
        meta: meta.map(|MetaSettings { number_id, number }| SiteMeta { number_id, number }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings() -> Settings {
        Settings::read(&json!({
            "name": "Shop", "origins": ["https://shop.example"], "continue_url": null, "accent": "#2a6df4",
            "mail": { "from": "help@shop.example", "from_name": "Shop", "reply_domain": "reply.shop.example",
                      "inbound": ["help@shop.example"], "authserv_id": "mx.shop.example" },
            "phone": { "region": "GB", "twilio": { "account": format!("AC{}", "0".repeat(32)), "sms": "+12025550101" },
                       "meta": { "number_id": "106", "number": "+12025550102" } },
            "identify": [{ "kid": "k1", "algorithm": "HS256" }],
            "access": { "team_domain": "shop.cloudflareaccess.com", "audience": "0f".repeat(32) }
        }))
        .unwrap()
    }

    #[test]
    fn what_is_shown_and_sent_back_changes_nothing() {
        let settings = settings();
        assert_eq!(settings.changed(&settings.shown()).unwrap(), settings);
        let without = SiteSettings { phone: None, accent: None, access: None, ..settings.shown() };
        let changed = settings.changed(&without).unwrap();
        assert_eq!((changed.phone, changed.accent, changed.access), (None, None, None));
        assert_eq!(changed.identify, settings.identify);
    }

    #[test]
    fn a_wrong_change_is_refused_with_every_error() {
        let settings = settings();
        let mut wanted = settings.shown();
        wanted.origins.push("https://shop.example/".to_owned());
        wanted.mail.from = "nobody".to_owned();
        let errors = settings.changed(&wanted).unwrap_err();
        assert!(errors.iter().any(|error| error.starts_with("origins[1]: ")), "{errors:?}");
        assert!(errors.iter().any(|error| error.starts_with("mail.from: ")), "{errors:?}");
    }
}
