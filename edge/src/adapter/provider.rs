//! What every provider with an HTTP API has in common: it is asked within limits of time and size, and its words are
//! kept free of what nobody may see.

use super::SendError;
use futures_util::StreamExt;
use worker::{AbortSignal, Fetch, Request, Response};

/// How long a provider may take to take a message, in milliseconds.
const PATIENCE: u32 = 20_000;

/// What a provider answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The body.
    pub text: String,
}

/// Ends a request after so many milliseconds. Not the platform library's own timer: it panics where timers are objects,
/// as Node's are.
#[must_use]
pub fn patience(ms: u32) -> AbortSignal {
    AbortSignal::from(web_sys::AbortSignal::timeout_with_u32(ms))
}

/// Sends a request to the provider of this name.
///
/// # Errors
/// When it could not be asked, or did not answer in time.
pub async fn ask(name: &str, request: worker::Result<Request>) -> Result<Answer, SendError> {
    let patience = patience(PATIENCE);
    let answer = async {
        let mut response = Fetch::Request(request?).send_with_signal(&patience).await?;
        let status = response.status_code();
        Ok::<_, worker::Error>(Answer { status, text: response.text().await? })
    };
    match answer.await {
        Ok(answer) => Ok(answer),
        Err(_) if patience.aborted() => Err(SendError::passing(format!("{name} did not answer in time."))),
        Err(_) => Err(SendError::passing(format!("{name} cannot be reached."))),
    }
}

/// Why a body is not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It broke off.
    Broken,
    /// It is larger than what is taken.
    TooLarge,
}

/// The body of an answer, of at most so many bytes.
///
/// # Errors
/// See [`Unread`].
pub async fn bytes(response: &mut Response, most: usize) -> Result<Vec<u8>, Unread> {
    let mut stream = response.stream().map_err(|_| Unread::Broken)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_| Unread::Broken)?;
        if bytes.len() + chunk.len() > most {
            return Err(Unread::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// A provider's words without anything that could be a number or an address: they go to logs and agents.
#[must_use]
pub fn without_numbers(text: &str) -> String {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    // A number may be written with spaces: so many digits in all are one.
    let most = if digits(text) < 7 { 4 } else { 0 };
    let plain = |word: &&str| digits(word) <= most && !word.contains(['@', '/']);
    text.split_whitespace().filter(plain).collect::<Vec<_>>().join(" ").chars().take(200).collect()
}
