//! Requests to Twilio.

use super::{Account, form};
use crate::adapter::{
    SendError,
    provider::{self, Answer, Unread},
};
use worker::{AbortSignal, Fetch, Headers, Method, Request, RequestInit, RequestRedirect, Response};

/// How long a file may take, in milliseconds: Twilio waits 15 seconds for the answer to its own request.
const PATIENCE_FOR_FILES: u32 = 6_000;
/// How often the way to a file may lead on.
const REDIRECTS: usize = 3;

/// Why a file is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// It may be there later.
    Passing,
    /// It will not.
    Lasting,
}

/// Posts a form to a resource of the account.
///
/// # Errors
/// When Twilio could not be asked, or did not answer in time.
pub async fn post(account: &Account<'_>, path: &str, pairs: &[(&str, String)]) -> Result<Answer, SendError> {
    provider::ask("Twilio", request(account, Method::Post, path, Some(form::encode(pairs)))).await
}

/// Reads a resource of the account.
///
/// # Errors
/// As [`post`].
pub async fn get(account: &Account<'_>, path: &str) -> Result<Answer, SendError> {
    provider::ask("Twilio", request(account, Method::Get, path, None)).await
}

/// Reads what the account says of itself.
///
/// # Errors
/// As [`post`].
pub async fn account(account: &Account<'_>) -> Result<Answer, SendError> {
    provider::ask("Twilio", request_at(account, Method::Get, &account.itself(), None)).await
}

fn request(account: &Account<'_>, method: Method, path: &str, body: Option<String>) -> worker::Result<Request> {
    request_at(account, method, &account.resource(path), body)
}

fn request_at(account: &Account<'_>, method: Method, url: &str, body: Option<String>) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("accept", "application/json")?;
    headers.set("authorization", &account.authorization())?;
    if body.is_some() {
        headers.set("content-type", "application/x-www-form-urlencoded")?;
    }
    let mut init = RequestInit::new();
    init.with_method(method)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(body.map(Into::into));
    Request::new_with_init(url, &init)
}

/// Fetches a file of the account, of at most so many bytes.
///
/// # Errors
/// Whether it is worth trying again.
pub async fn file(account: &Account<'_>, path: &str, most: usize) -> Result<Vec<u8>, NoFile> {
    let patience = provider::patience(PATIENCE_FOR_FILES);
    let mut url = account.resource(path);
    let mut authorization = Some(account.authorization());
    for _ in 0..=REDIRECTS {
        let mut response = fetch(&url, authorization.as_deref(), &patience).await.map_err(|_| NoFile::Passing)?;
        match response.status_code() {
            200 => {
                return provider::bytes(&mut response, most).await.map_err(|unread| match unread {
                    Unread::Broken => NoFile::Passing,
                    Unread::TooLarge => NoFile::Lasting,
                });
            }
            301 | 302 | 303 | 307 | 308 => {
                let to = response.headers().get("location").ok().flatten().ok_or(NoFile::Lasting)?;
                if !may_lead_to(account.url, &to) {
                    return Err(NoFile::Lasting);
                }
                // The token is for the API alone; where the file lies, the address itself is the permission.
                authorization = authorization.filter(|_| is_below(account.url, &to));
                url = to;
            }
            408 | 425 | 429 | 500.. => return Err(NoFile::Passing),
            _ => return Err(NoFile::Lasting),
        }
    }
    Err(NoFile::Lasting)
}

async fn fetch(url: &str, authorization: Option<&str>, patience: &AbortSignal) -> worker::Result<Response> {
    let headers = Headers::new();
    if let Some(authorization) = authorization {
        headers.set("authorization", authorization)?;
    }
    let mut init = RequestInit::new();
    init.with_method(Method::Get).with_headers(headers).with_redirect(RequestRedirect::Manual);
    Fetch::Request(Request::new_with_init(url, &init)?).send_with_signal(patience).await
}

/// Where Twilio keeps files, beside its API.
const HOSTS: [&str; 3] = [".twilio.com", ".twiliocdn.com", ".amazonaws.com"];

fn may_lead_to(base: &str, url: &str) -> bool {
    if is_below(base, url) {
        return true;
    }
    let Some(rest) = url.strip_prefix("https://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.' || b == b'-');
    plain && HOSTS.iter().any(|known| host.ends_with(known))
}

fn is_below(base: &str, url: &str) -> bool {
    url.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_followed_to_twilio_s_own_places_only() {
        let base = "https://api.twilio.com";
        for good in [
            "https://api.twilio.com/x",
            "https://mms.twiliocdn.com/AC/1",
            "https://s3-external-1.amazonaws.com/media.twiliocdn.com/1?sig=2",
        ] {
            assert!(may_lead_to(base, good), "{good}");
        }
        for bad in [
            "",
            "/x",
            "http://mms.twiliocdn.com/x",
            "https://twiliocdn.com.evil.example/x",
            "https://evil.example/.twiliocdn.com",
            "https://evil.example?.twilio.com",
            "https://evil.example#.twilio.com",
            "https://evil.example\\.twilio.com/x",
            "https://user@mms.twiliocdn.com/x",
            "https://mms.twiliocdn.com:8080/x",
            "https://api.twilio.com.evil.example/",
            "https://127.0.0.1/",
            "file:///etc/passwd",
        ] {
            assert!(!may_lead_to(base, bad), "{bad}");
        }
        assert!(may_lead_to("http://localhost:9000", "http://localhost:9000/file/1"));
        assert!(!may_lead_to("http://localhost:9000", "http://localhost:90001/file/1"));
    }

    #[test]
    fn the_token_goes_to_the_api_only() {
        assert!(is_below("https://api.twilio.com", "https://api.twilio.com/2010-04-01/x"));
        for other in [
            "https://api.twilio.com.evil.example/",
            "https://mms.twiliocdn.com/x",
            "https://api.twilio.com@evil.example/",
        ] {
            assert!(!is_below("https://api.twilio.com", other), "{other}");
        }
    }
}
