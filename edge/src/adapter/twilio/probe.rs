//! Trying the account: it is asked about itself.

use super::{Account, api};
use crate::adapter::provider::Answer;
use serde::Deserialize;

#[derive(Deserialize)]
struct About {
    status: String,
}

/// Asks Twilio about the account.
///
/// # Errors
/// Why it would carry nothing, in words for whoever looks after the site.
pub async fn test(account: &Account<'_>) -> Result<String, String> {
    let answer = api::account(account).await.map_err(|error| error.why)?;
    judge(&answer)
}

fn judge(answer: &Answer) -> Result<String, String> {
    match answer.status {
        200 => match serde_json::from_str::<About>(&answer.text) {
            Ok(about) if about.status == "active" => Ok("Twilio knows the account, and it is active.".to_owned()),
            Ok(about) if about.status == "suspended" => Err("The account at Twilio is suspended.".to_owned()),
            Ok(about) if about.status == "closed" => Err("The account at Twilio is closed.".to_owned()),
            _ => Err("Twilio’s answer cannot be read: is the base address (TWILIO_URL) right?".to_owned()),
        },
        401 | 403 => Err("Twilio refuses the credentials: the account’s SID or the auth token is wrong.".to_owned()),
        404 => Err("Twilio knows no account with this SID.".to_owned()),
        429 => Err("Twilio asks for a pause: try again in a minute.".to_owned()),
        500.. => Err("Twilio does not work at the moment.".to_owned()),
        status => Err(format!("Twilio answers with {status}, which says nothing about the account.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, text: &str) -> Result<String, String> {
        judge(&Answer { status, text: text.to_owned() })
    }

    #[test]
    fn an_active_account_works_and_no_other() {
        assert!(judged(200, r#"{"status":"active","friendly_name":"Shop"}"#).is_ok());
        for (status, text) in [
            (200, r#"{"status":"suspended"}"#),
            (200, r#"{"status":"closed"}"#),
            (200, "<html>"),
            (401, "{}"),
            (404, "{}"),
            (503, ""),
            (302, ""),
        ] {
            assert!(judged(status, text).is_err_and(|said| said.ends_with(['.', '?'])), "{status} {text}");
        }
    }
}
