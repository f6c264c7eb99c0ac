//! A site's settings: the JSON document of the admin interface, checked whole before any of it is believed.

mod access;
mod identify;
mod shown;

pub use access::AccessSettings;
pub use identify::{IdentifyKey, JwtAlgorithm, jwk};

use crate::{adapter::numbers::PhoneSettings, json_reader::Reader};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{fmt, str::FromStr};

/// What a site is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The name that customers see.
    pub name: String,
    /// The pages that may hold the widget's frame; none means none.
    pub origins: Vec<Origin>,
    /// The page of the site that has the snippet, for links in mails; none means the edge's own full page.
    pub continue_url: Option<String>,
    /// The accent colour, `#rrggbb`.
    pub accent: Option<String>,
    /// The site's mail.
    pub mail: MailSettings,
    /// The site's numbers; none: it has none.
    #[serde(default)]
    pub phone: Option<PhoneSettings>,
    /// The keys by which its backend signs who is signed in there.
    #[serde(default)]
    pub identify: Vec<IdentifyKey>,
    /// The company's own sign-in whose word signs agents in; none: nobody's.
    #[serde(default)]
    pub access: Option<AccessSettings>,
}

/// A site's mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSettings {
    /// The address that mails are from.
    pub from: String,
    /// The name that goes with it.
    pub from_name: String,
    /// The domain of reply addresses; it belongs to this site alone.
    pub reply_domain: String,
    /// The addresses that customers write to first; they belong to this site alone. Lower case.
    pub inbound: Vec<String>,
    /// The authserv-id whose topmost Authentication-Results is believed (RFC 8601).
    pub authserv_id: String,
}

/// An origin in exactly the form that browsers send: scheme, host, and the port unless it is the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Origin(String);

impl Origin {
    /// The origin as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether its scheme is https.
    #[must_use]
    pub fn secure(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let no = |why: &str| Err(format!("{text:?} is no exact origin: {why}"));
        let (own_port, rest) = match text.split_once("://") {
            Some(("https", rest)) => (443, rest),
            Some(("http", rest)) => (80, rest),
            _ => return no("it must begin with https:// or http://"),
        };
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (rest, None),
        };
        if !is_host(host) {
            return no("after the scheme comes a lower-case host name, and nothing but a port after it");
        }
        if let Some(port) = port {
            match port.parse::<u16>() {
                Ok(number) if number > 0 && number.to_string() == port && number != own_port => {}
                Ok(number) if number == own_port => return no("leave out the port that the scheme implies"),
                _ => return no("the port is no number from 1 to 65535"),
            }
        }
        if own_port == 80 && host != "localhost" && host != "127.0.0.1" && !host.ends_with(".localhost") {
            return no("http is for this machine only, use https");
        }
        Ok(Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Host names as browsers write them: lower-case letters, digits and hyphens (IDNA's `xn--` included), or IPv4.
fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(label)
}

fn domain(text: &str) -> Result<String, String> {
    if is_host(text) && text.contains('.') {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no lower-case domain such as mail.shop.example"))
    }
}

fn address(text: &str) -> Result<String, String> {
    let plain = |local: &str| {
        (1..=64).contains(&local.len())
            && local.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~.".contains(&b))
    };
    match text.rsplit_once('@') {
        Some((local, host)) if plain(local) && domain(host).is_ok() => Ok(text.to_owned()),
        _ => Err(format!("{text:?} is no mail address such as help@shop.example")),
    }
}

fn colour(text: &str) -> Result<String, String> {
    match text.strip_prefix('#') {
        Some(digits) if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) => {
            Ok(text.to_ascii_lowercase())
        }
        _ => Err(format!("{text:?} is no colour such as #2a6df4")),
    }
}

/// A page: an exact origin, then perhaps a path and a query, and no fragment, which is where the link's token goes.
fn page(text: &str) -> Result<String, String> {
    let scheme = text.find("://").map_or(0, |at| at + 3);
    let end =
        text.char_indices().skip(scheme).find(|(_, c)| matches!(c, '/' | '?' | '#')).map_or(text.len(), |(at, _)| at);
    let (origin, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    origin.parse::<Origin>()?;
    if rest.bytes().all(|b| b.is_ascii_graphic() && b != b'#' && b != b'"' && b != b'<' && b != b'>') {
        Ok(text.to_owned())
    } else {
        Err(format!("{text:?} is no page address: visible ASCII characters, without a fragment"))
    }
}

fn line(text: &str) -> Result<String, String> {
    if (1..=80).contains(&text.chars().count()) && !text.chars().any(char::is_control) && text.trim() == text {
        Ok(text.to_owned())
    } else {
        Err("must be one line of 1 to 80 characters without blanks at its ends".to_owned())
    }
}

impl Settings {
    /// Reads settings from the document that somebody sent.
    ///
    /// # Errors
    /// Every error that the document has, each with its key path.
    pub fn read(document: &Value) -> Result<Self, Vec<String>> {
        let mut root = Reader::new(document);
        let name = root.text("name", line);
        let origins = root.list("origins", 50, |text| text.parse::<Origin>());
        let continue_url = root.optional("continue_url", page);
        let accent = root.optional("accent", colour);
        let mut mail = root.object("mail");
        let from = mail.text("from", address);
        let from_name = mail.text("from_name", line);
        let reply_domain = mail.text("reply_domain", domain);
        let inbound = mail.list("inbound", 50, |text| address(text).map(|a| a.to_ascii_lowercase()));
        let authserv_id = mail.text("authserv_id", domain);
        root.take_errors_of(mail);
        let phone = root.maybe_object("phone").map(|mut inner| {
            let phone = PhoneSettings::read(&mut inner);
            root.take_errors_of(inner);
            phone
        });
        let identify = IdentifyKey::read(&mut root).unwrap_or_default();
        let access = root.maybe_object("access").map(|mut inner| {
            let access = AccessSettings::read(&mut inner);
            root.take_errors_of(inner);
            access
        });
        let errors = root.finish();
        match (name, origins, continue_url, accent, from, from_name, reply_domain, inbound, authserv_id) {
            (
                Some(name),
                Some(origins),
                Some(continue_url),
                Some(accent),
                Some(from),
                Some(from_name),
                Some(reply_domain),
                Some(inbound),
                Some(authserv_id),
            ) if errors.is_empty() => {
                let mail = MailSettings { from, from_name, reply_domain, inbound, authserv_id };
                Ok(Self {
                    name,
                    origins,
                    continue_url,
                    accent,
                    mail,
                    phone: phone.flatten(),
                    identify,
                    access: access.flatten(),
                })
            }
            _ => Err(errors),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn demo() -> Value {
        json!({
            "name": "Demo Shop", "origins": ["http://localhost:8788"], "continue_url": "http://localhost:8788/", "accent": "#2A6DF4",
            "mail": { "from": "help@shop.example", "from_name": "Demo Shop", "reply_domain": "reply.shop.example",
                      "inbound": ["Help@shop.example"], "authserv_id": "mx.shop.example" }
        })
    }

    #[test]
    fn good_settings_read_back_as_written() {
        let settings = Settings::read(&demo()).unwrap();
        assert_eq!(settings.mail.inbound, ["help@shop.example"]);
        let stored = serde_json::to_string(&settings).unwrap();
        assert_eq!(serde_json::from_str::<Settings>(&stored).unwrap(), settings);
        let mut bare = demo();
        bare["continue_url"] = Value::Null;
        bare.as_object_mut().unwrap().remove("accent");
        assert!(Settings::read(&bare).is_ok());
    }

    #[test]
    fn every_error_is_named_by_its_path() {
        let mut bad = demo();
        bad["name"] = json!("");
        bad["origins"] = json!(["https://shop.example", "https://shop.example/", 7]);
        bad["mail"]["reply_domain"] = json!("nowhere");
        bad["mail"]["colour"] = json!(1);
        bad["nmae"] = json!("x");
        bad["mail"].as_object_mut().unwrap().remove("from");
        let errors = Settings::read(&bad).unwrap_err();
        for path in
            ["name: ", "origins[1]: ", "origins[2]: ", "mail.reply_domain: ", "mail.colour: ", "nmae: ", "mail.from: "]
        {
            assert_eq!(errors.iter().filter(|error| error.starts_with(path)).count(), 1, "{path} in {errors:#?}");
        }
        assert_eq!(errors.len(), 7, "{errors:#?}");
    }

    #[test]
    fn an_origin_is_exact_or_refused() {
        for good in [
            "https://shop.example",
            "https://a.b.example:8443",
            "http://localhost:8788",
            "http://127.0.0.1:1",
            "https://xn--bcher-kva.example",
        ] {
            assert_eq!(good.parse::<Origin>().unwrap().as_str(), good);
        }
        for bad in [
            "",
            "null",
            "*",
            "https://*",
            "https://*.shop.example",
            "shop.example",
            "https://",
            "https://shop.example/",
            "https://shop.example/a",
            "https://shop.example:443",
            "http://localhost:80",
            "https://shop.example:",
            "https://shop.example:0",
            "https://shop.example:08",
            "https://shop.example:65536",
            "https://Shop.example",
            "HTTPS://shop.example",
            "https://u@shop.example",
            "https://bücher.example",
            "https://shop.example;",
            "https://shop.example https://evil.example",
            "http://shop.example",
            "https://shop..example",
            "https://.",
            "https://[::1]",
        ] {
            assert!(bad.parse::<Origin>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_continue_page_leaves_the_fragment_free() {
        for good in ["https://shop.example", "https://shop.example/help?a=b", "http://localhost:8788/"] {
            assert!(page(good).is_ok(), "{good}");
        }
        for bad in [
            "https://shop.example/#x",
            "javascript:alert(1)",
            "https://shop.example/ä",
            "/help",
            "https://shop.example/a b",
            "https://é/",
        ] {
            assert!(page(bad).is_err(), "{bad}");
        }
    }
}
