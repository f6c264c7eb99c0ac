//! Trying the number: Meta is asked which number has this id.

use super::{Account, api, code};
use crate::{adapter::provider::Answer, config::Config, site::Site};
use serde::Deserialize;
use weft_shared::wire::problem::Problem;

#[derive(Deserialize)]
struct About {
    display_phone_number: String,
}

#[derive(Deserialize)]
struct Refused {
    error: Code,
}

#[derive(Deserialize)]
struct Code {
    #[serde(default)]
    code: i64,
}

/// Asks Meta about the site's number. The inner error says why it would carry nothing, in words for whoever looks after
/// the site.
///
/// # Errors
/// `not-configured` when there is nothing to ask with.
pub async fn test(config: &Config, site: &Site) -> Result<Result<String, String>, Problem> {
    let account = Account::of(config, site)?;
    let path = format!("{}?fields=display_phone_number", account.settings.number_id);
    Ok(match api::look(&account, &path).await {
        Ok(answer) => judge(&answer, &account.settings.number),
        Err(error) => Err(error.why),
    })
}

fn judge(answer: &Answer, number: &str) -> Result<String, String> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if answer.status == 200 {
        return match serde_json::from_str::<About>(&answer.text) {
            Ok(about) if digits(&about.display_phone_number) == digits(number) => {
                Ok("Meta knows the number, and the token opens it.".to_owned())
            }
            Ok(_) => Err("The number’s id belongs to another number at Meta than the one in the settings.".to_owned()),
            Err(_) => Err("Meta’s answer cannot be read: is the base address (META_URL) right?".to_owned()),
        };
    }
    let code = serde_json::from_str::<Refused>(&answer.text).map(|refused| refused.error.code).ok();
    Err(match (answer.status, code) {
        (401, _) | (_, Some(190)) => "Meta refuses the access token: it is wrong, or has ended.".to_owned(),
        (_, Some(100 | 33)) => "The access token opens no number with this id.".to_owned(),
        (500.., _) => "Meta does not work at the moment.".to_owned(),
        (status, code) => code
            .and_then(code::words)
            .map_or_else(|| format!("Meta answers with {status}, which says nothing about the number."), str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(status: u16, text: &str) -> Result<String, String> {
        judge(&Answer { status, text: text.to_owned() }, "+12025550103")
    }

    #[test]
    fn the_sites_own_number_works_and_no_other() {
        assert!(judged(200, r#"{"display_phone_number":"+1 202-555-0103","id":"1"}"#).is_ok());
        for (status, text, part) in [
            (200, r#"{"display_phone_number":"+1 202-555-0104"}"#, "another number"),
            (200, "<html>", "cannot be read"),
            (401, r#"{"error":{"code":190}}"#, "access token"),
            (400, r#"{"error":{"code":190}}"#, "access token"),
            (400, r#"{"error":{"code":100}}"#, "no number"),
            (503, "", "at the moment"),
            (302, "", "302"),
        ] {
            assert!(judged(status, text).is_err_and(|said| said.contains(part)), "{status} {text}");
        }
    }
}
