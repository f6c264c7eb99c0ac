//! Requests to Meta.

use super::Account;
use crate::adapter::{
    SendError,
    provider::{self, Answer, Unread},
};
use worker::{Fetch, Headers, Method, Request, RequestInit, RequestRedirect};

/// How long a file may take, in milliseconds.
const PATIENCE_FOR_FILES: u32 = 10_000;

/// Why a file is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFile {
    /// It may be there later.
    Passing,
    /// It will not.
    Lasting,
    /// It is larger than what is taken.
    TooLarge,
    /// Its bytes are not those that it was announced with.
    Changed,
}

/// Posts JSON to a resource.
///
/// # Errors
/// When Meta could not be asked, or did not answer in time.
pub async fn post(account: &Account<'_>, path: &str, body: String) -> Result<Answer, SendError> {
    provider::ask("Meta", request(account, Method::Post, &account.resource(path), Some(body))).await
}

/// Reads a resource.
///
/// # Errors
/// As [`post`].
pub async fn look(account: &Account<'_>, path: &str) -> Result<Answer, SendError> {
    provider::ask("Meta", request(account, Method::Get, &account.resource(path), None)).await
}

/// Fetches at most so many bytes from an address that may be trusted with the token.
///
/// # Errors
/// Whether it is worth trying again.
pub async fn get(account: &Account<'_>, url: &str, most: usize) -> Result<Vec<u8>, NoFile> {
    let patience = provider::patience(PATIENCE_FOR_FILES);
    let request = request(account, Method::Get, url, None).map_err(|_| NoFile::Lasting)?;
    let mut response = Fetch::Request(request).send_with_signal(&patience).await.map_err(|_| NoFile::Passing)?;
    match response.status_code() {
        200 => provider::bytes(&mut response, most).await.map_err(|unread| match unread {
            Unread::Broken => NoFile::Passing,
            Unread::TooLarge => NoFile::TooLarge,
        }),
        // A wrong token is the operator's to mend.
        401 | 408 | 425 | 429 | 500.. => Err(NoFile::Passing),
        _ => Err(NoFile::Lasting),
    }
}

fn request(account: &Account<'_>, method: Method, url: &str, body: Option<String>) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("accept", "*/*")?;
    headers.set("authorization", &format!("Bearer {}", account.token.reveal()))?;
    if body.is_some() {
        headers.set("content-type", "application/json")?;
    }
    let mut init = RequestInit::new();
    // Nobody leads the token on to another place.
    init.with_method(method)
        .with_headers(headers)
        .with_redirect(RequestRedirect::Manual)
        .with_body(body.map(Into::into));
    Request::new_with_init(url, &init)
}
