//! How far texts get: the providers' reports, in the order in which networks give them unless a test says otherwise.

use super::{Hook, Medium, Phones, Text, digits};
use crate::carrier::now;
use serde_json::{Value, json};
use std::time::Duration;

/// What is reported of a text that nobody stopped, with the pauses before.
const USUAL: [(u64, &str); 3] = [(50, "queued"), (150, "sent"), (300, "delivered")];

/// Codes for free text after the 24 hours.
const OUTSIDE_WINDOW: (u32, u32) = (63_016, 131_047);

/// Reports a text by and by.
pub fn begin(phones: &Phones, text: &Text) {
    if phones.is_quiet(&text.theirs) {
        return;
    }
    let late =
        text.medium.is_whatsapp() && text.kind != "template" && !phones.in_window(&text.ours, &text.theirs, now());
    let (phones, id, medium) = (phones.clone(), text.id, text.medium);
    tokio::spawn(async move {
        if late {
            tokio::time::sleep(Duration::from_millis(200)).await;
            let code = if medium == Medium::WhatsappMeta { OUTSIDE_WINDOW.1 } else { OUTSIDE_WINDOW.0 };
            let status = if medium == Medium::WhatsappMeta { "failed" } else { "undelivered" };
            phones.report(id, status, Some(code)).await;
            return;
        }
        for (pause, status) in USUAL {
            tokio::time::sleep(Duration::from_millis(pause)).await;
            if status != "queued" || medium != Medium::WhatsappMeta {
                phones.report(id, status, None).await;
            }
        }
    });
}

/// How far a status is; later ones are not undone by earlier ones on the person's phone.
fn rank(status: &str) -> u8 {
    match status {
        "queued" => 1,
        "sent" => 2,
        "failed" | "undelivered" => 3,
        "delivered" => 4,
        "read" => 5,
        _ => 0,
    }
}

impl Phones {
    /// Tells the edge how far a text got. Any status may be told at any time, and again.
    pub async fn report(&self, id: u64, status: &str, error: Option<u32>) -> Option<Hook> {
        let text = self.with_text(id, |text| {
            if rank(status) > rank(&text.status) {
                status.clone_into(&mut text.status);
                text.error = error;
            }
        })?;
        let hook = self.report_hook(&text, status, error)?;
        self.keep_hook(&hook);
        hook.deliver_patiently(&self.client).await;
        Some(hook)
    }

    /// The webhook that tells it, not delivered.
    #[must_use]
    pub fn report_hook(&self, text: &Text, status: &str, error: Option<u32>) -> Option<Hook> {
        let site = self.site(&text.site)?;
        if text.medium == Medium::WhatsappMeta {
            let body = meta_status(text, site.meta.as_ref()?, status, error);
            let url = format!("{}/v1/hooks/meta/{}", self.edge, site.site);
            return Some(Hook::json(&site.site, "status", &url, &site.meta?.app_secret, body.to_string()));
        }
        let twilio = site.twilio?;
        let prefix = if text.medium == Medium::Sms { "" } else { "whatsapp:" };
        let mut params = vec![
            ("AccountSid", twilio.account),
            ("ApiVersion", "2010-04-01".to_owned()),
            ("From", format!("{prefix}{}", text.ours)),
            ("MessageSid", text.foreign_id.clone()),
            ("MessageStatus", status.to_owned()),
            ("SmsSid", text.foreign_id.clone()),
            ("SmsStatus", status.to_owned()),
            ("To", format!("{prefix}{}", text.theirs)),
        ];
        if text.medium.is_whatsapp() {
            params.extend([("ChannelPrefix", "whatsapp".to_owned()), ("EventType", status.to_uppercase())]);
        }
        if let Some(code) = error {
            params.extend([("ErrorCode", code.to_string()), ("ErrorMessage", format!("Error {code}"))]);
        }
        let params: Vec<_> = params.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Some(Hook::form(&text.site, "status", text.callback.as_deref()?, &twilio.token, &params))
    }
}

fn meta_status(text: &Text, number: &super::MetaNumber, status: &str, error: Option<u32>) -> Value {
    let mut line = json!({
        "id": text.foreign_id,
        "status": status,
        "timestamp": (now() / 1000).to_string(),
        "recipient_id": digits(&text.theirs),
    });
    match error {
        Some(code) => {
            line["errors"] = json!([{
                "code": code, "title": format!("Error {code}"), "message": format!("Error {code}"),
                "error_data": { "details": "As the carrier was told, or more than 24 hours since the last message." },
            }]);
        }
        None => {
            line["conversation"] = json!({ "id": "7270432eae37498234f4444b35ffc5", "origin": { "type": "service" } });
            line["pricing"] = json!({ "billable": true, "pricing_model": "CBP", "category": "service" });
        }
    }
    if let Some(opaque) = &text.opaque {
        line["biz_opaque_callback_data"] = json!(opaque);
    }
    super::inbound::envelope(number, json!({ "statuses": [line] }))
}
