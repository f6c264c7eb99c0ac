//! The object store: raw originals and attachments. Keys begin with the kind and the site; an object never changes.

use crate::{adapter::mail::one_line, problem::OrInternal};
use weft_shared::{
    id::{AttachmentId, SiteId},
    wire::problem::Problem,
};
use worker::{Env, HttpMetadata, Response, ResponseBuilder};

/// The binding's name.
const FILES: &str = "FILES";
/// The longest name of a file, in characters.
const LONGEST_NAME: usize = 120;

/// The key of a raw original, named by the SHA-256 of its bytes in hexadecimal.
#[must_use]
pub fn raw_key(site: &SiteId, sha256: &str) -> String {
    format!("raw/{site}/{sha256}")
}

/// The key of an attachment.
#[must_use]
pub fn file_key(site: &SiteId, attachment: AttachmentId) -> String {
    format!("file/{site}/{attachment}")
}

/// Stores bytes under a key that follows from them: what is there already is left alone.
///
/// # Errors
/// `internal` or `busy` when the store fails; storing again is safe.
pub async fn put(env: &Env, key: &str, bytes: Vec<u8>) -> Result<(), Problem> {
    let bucket = env.bucket(FILES).or_internal("binding the object store")?;
    if bucket.head(key).await.or_internal("looking for a file")?.is_some() {
        return Ok(());
    }
    // Whatever a sender called it: nothing here is ever shown by a browser.
    let metadata =
        HttpMetadata { content_type: Some("application/octet-stream".to_owned()), ..HttpMetadata::default() };
    bucket.put(key, bytes).http_metadata(metadata).execute().await.or_internal("storing a file")?;
    Ok(())
}

/// The bytes of an object; `None` when there is none.
///
/// # Errors
/// `internal` or `busy` when the store fails.
pub async fn bytes(env: &Env, key: &str) -> Result<Option<Vec<u8>>, Problem> {
    let bucket = env.bucket(FILES).or_internal("binding the object store")?;
    let Some(object) = bucket.get(key).execute().await.or_internal("reading a file")? else { return Ok(None) };
    let Some(body) = object.body() else { return Ok(None) };
    body.bytes().await.or_internal("reading a file").map(Some)
}

/// Deletes an object; there need be none.
///
/// # Errors
/// `internal` or `busy` when the store fails.
pub async fn delete(env: &Env, key: &str) -> Result<(), Problem> {
    env.bucket(FILES).or_internal("binding the object store")?.delete(key).await.or_internal("deleting a file")
}

/// A file's name, fit for showing and saving: one line, no path, nothing that hides its end. Empty when nothing is left.
#[must_use]
pub fn clean_name(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String =
        one_line(base).chars().filter(|c| !matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')).collect();
    let plain = plain.trim_matches(['.', ' ']);
    if plain.chars().count() <= LONGEST_NAME {
        return plain.to_owned();
    }
    // The ending tells what it is: keep that.
    let ending = plain.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.len() <= 10 { ending } else { "" };
    let start: String = plain.chars().take(LONGEST_NAME - 11).collect();
    if ending.is_empty() { start } else { format!("{start}….{ending}") }
}

/// The object as a download under this name; `None` when there is none.
///
/// # Errors
/// `internal` or `busy` when the store fails.
pub async fn download(env: &Env, key: &str, name: &str, media_type: &'static str) -> Result<Option<Response>, Problem> {
    let bucket = env.bucket(FILES).or_internal("binding the object store")?;
    let Some(object) = bucket.get(key).execute().await.or_internal("reading a file")? else { return Ok(None) };
    let Some(body) = object.body() else { return Ok(None) };
    let body = body.response_body().or_internal("reading a file")?;
    let response = ResponseBuilder::new()
        .with_header("content-type", media_type)
        .and_then(|response| response.with_header("content-disposition", &disposition(name)))
        .and_then(|response| response.with_header("content-length", &object.size().to_string()))
        .and_then(|response| response.with_header("cache-control", "private, no-store"))
        .or_internal("answering with a file")?;
    Ok(Some(response.body(body)))
}

/// `Content-Disposition` for a download: a plain name for old browsers, the real one in UTF-8 (RFC 6266).
#[must_use]
pub fn disposition(name: &str) -> String {
    let keep = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let plain: String = name.chars().map(|c| if keep(c) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        match char::from(byte) {
            c if keep(c) => encoded.push(c),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_keep_their_ending() {
        let name = clean_name(&format!("{}.pdf", "x".repeat(500)));
        assert!(name.ends_with(".pdf") && name.chars().count() <= LONGEST_NAME, "{name}");
        assert_eq!(clean_name("C:\\dir\\..\\a\r\nb?.txt"), "a b.txt");
        assert_eq!(clean_name("../.."), "");
    }

    #[test]
    fn no_name_leaves_its_quotes() {
        for name in ["a.pdf", "\"; x=\"", "a\r\nset-cookie: b", "Grüße %41.txt", "../../etc"] {
            let header = disposition(name);
            assert!(header.is_ascii() && !header.bytes().any(|b| b.is_ascii_control()), "{header}");
            assert_eq!(header.matches('"').count(), 2, "{header}");
        }
        assert_eq!(disposition("ü.txt"), "attachment; filename=\"_.txt\"; filename*=UTF-8''%C3%BC.txt");
    }
}
