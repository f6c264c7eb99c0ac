//! Trying Postmark: it is asked about the server that the token opens.

use crate::{
    adapter::provider::{self, Answer},
    config::Secret,
};
use worker::{Headers, Method, Request, RequestInit, RequestRedirect};

/// Asks Postmark about the server.
///
/// # Errors
/// Why it would carry nothing, in words for whoever looks after the site.
pub async fn test(url: &str, token: &Secret) -> Result<String, String> {
    let answer = provider::ask("Postmark", request(url, token)).await.map_err(|error| error.why)?;
    judge(&answer)
}

fn request(url: &str, token: &Secret) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("accept", "application/json")?;
    headers.set("x-postmark-server-token", token.reveal())?;
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers).with_redirect(RequestRedirect::Manual);
    Request::new_with_init(&format!("{url}/server"), &init)
}

fn judge(answer: &Answer) -> Result<String, String> {
    let readable = serde_json::from_str::<serde_json::Value>(&answer.text).is_ok_and(|it| it.get("Name").is_some());
    match answer.status {
        200 if readable => Ok("Postmark knows the server that mails go out by.".to_owned()),
        200 => Err("Postmark’s answer cannot be read: is the base address (POSTMARK_URL) right?".to_owned()),
        401 | 403 => Err("Postmark refuses the token: whoever runs this has to set POSTMARK_TOKEN anew.".to_owned()),
        429 => Err("Postmark asks for a pause: try again in a minute.".to_owned()),
        500.. => Err("Postmark does not work at the moment.".to_owned()),
        status => Err(format!("Postmark answers with {status}, which says nothing about the server.")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_server_works_and_nothing_else() {
        let judged = |status, text: &str| judge(&Answer { status, text: text.to_owned() });
        assert!(judged(200, r#"{"ID":1,"Name":"Shop"}"#).is_ok());
        for (status, text) in [(200, "{}"), (200, "<html>"), (401, r#"{"ErrorCode":10}"#), (500, ""), (302, "")] {
            assert!(judged(status, text).is_err(), "{status} {text}");
        }
    }
}
