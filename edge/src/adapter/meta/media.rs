//! Files of messages: asked for by their id, fetched from where Meta says, checked against what it announced.

use super::{Account, api, api::NoFile, bits, update::File};
use crate::{files, site::Site};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use weft_shared::{id::AttachmentId, message::Attachment, wire::problem::Problem};
use worker::Env;

/// The largest file that is taken, in bytes. Documents may have six times as many at Meta.
pub const LARGEST: usize = 16 * 1024 * 1024;
/// The largest answer that tells where a file is.
const LARGEST_ANSWER: usize = 64 * 1024;
/// Where Meta keeps files, beside its API.
const FILES_AT: &str = "https://lookaside.fbsbx.com";

#[derive(Deserialize)]
struct Place {
    url: String,
    #[serde(default)]
    file_size: Option<serde_json::Value>,
}

/// Fetches and stores a file; why not is a sentence for the message, which is kept all the same: the file stays at Meta
/// for some days.
///
/// # Errors
/// `internal` or `busy` when the store fails; storing again is safe.
pub async fn store(
    env: &Env,
    account: Result<&Account<'_>, &Problem>,
    site: &Site,
    message: &str,
    file: &File,
) -> Result<Result<Attachment, &'static str>, Problem> {
    let Ok(account) = account else {
        return Ok(Err("it cannot be fetched, because the site's token for Meta is not set up"));
    };
    let fetched = match fetch(account, file).await {
        Err(NoFile::Passing) => fetch(account, file).await,
        fetched => fetched,
    };
    let bytes = match fetched {
        Ok(bytes) => bytes,
        Err(NoFile::TooLarge) => return Ok(Err("it is larger than 16 MB")),
        Err(NoFile::Changed) => return Ok(Err("it is not what it was announced to be")),
        Err(NoFile::Passing | NoFile::Lasting) => return Ok(Err("it could not be fetched from Meta")),
    };
    let id = AttachmentId::from_bits(bits(&site.id, &["media", message, &file.id]));
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    files::put(env, &files::file_key(&site.id, id), bytes).await?;
    let name = file.name.clone().unwrap_or_else(|| format!("file.{}", extension(&file.media_type)));
    Ok(Ok(Attachment { id, name, media_type: file.media_type.clone(), size }))
}

async fn fetch(account: &Account<'_>, file: &File) -> Result<Vec<u8>, NoFile> {
    let path = place(account, &file.id).ok_or(NoFile::Lasting)?;
    let answer = api::get(account, &account.resource(&path), LARGEST_ANSWER).await?;
    let Place { url, file_size } = serde_json::from_slice(&answer).map_err(|_| NoFile::Passing)?;
    let size = file_size.and_then(|size| size.as_u64().or_else(|| size.as_str()?.parse().ok()));
    if size.is_some_and(|size| size > LARGEST as u64) {
        return Err(NoFile::TooLarge);
    }
    if !may_have_the_token(account.url, &url) {
        return Err(NoFile::Lasting);
    }
    let bytes = api::get(account, &url, LARGEST).await?;
    match &file.sha256 {
        Some(announced) if !is_hash(announced, &Sha256::digest(&bytes)) => Err(NoFile::Changed),
        _ => Ok(bytes),
    }
}

/// The resource that tells where a file is: the number's id makes sure that it is one that came to this number.
fn place(account: &Account<'_>, id: &str) -> Option<String> {
    let plain = (1..=100).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let dots = id.bytes().all(|b| b == b'.');
    (plain && !dots).then(|| format!("{id}?phone_number_id={}", account.settings.number_id))
}

/// Whether the token may go to this address: to the API itself, and to where Meta keeps files.
fn may_have_the_token(base: &str, url: &str) -> bool {
    let below = |origin: &str| url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
    below(base) || below(FILES_AT)
}

/// Whether a hash, in base64 as in webhooks or in hexadecimal as in the API, is that of these bytes.
fn is_hash(announced: &str, digest: &[u8]) -> bool {
    let hexadecimal = crate::object::conversation::hex(digest);
    announced.eq_ignore_ascii_case(&hexadecimal) || from_base64(announced).as_deref() == Some(digest)
}

/// Base64 (RFC 4648, section 4 or 5), with or without its padding.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut buffer, mut filled) = (Vec::new(), 0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        buffer = (buffer << 6 | u32::from(digit)) & 0xff_ffff;
        filled += 6;
        if filled >= 8 {
            filled -= 8;
            bytes.push(u8::try_from(buffer >> filled & 0xff).ok()?);
        }
    }
    Some(bytes)
}

/// What files of a type are called that have no name.
fn extension(media_type: &str) -> &str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/webp" => "webp",
        "audio/ogg" => "ogg",
        "audio/mpeg" => "mp3",
        "audio/mp4" => "m4a",
        "audio/aac" => "aac",
        "audio/amr" => "amr",
        "video/mp4" => "mp4",
        "video/3gpp" => "3gp",
        "application/pdf" => "pdf",
        "text/plain" => "txt",
        _ => "bin",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_to_meta_only() {
        let base = "https://graph.facebook.com";
        for good in
            ["https://graph.facebook.com/x", "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&hash=2"]
        {
            assert!(may_have_the_token(base, good), "{good}");
        }
        for bad in [
            "",
            "/x",
            "http://lookaside.fbsbx.com/x",
            "https://lookaside.fbsbx.com.evil.example/x",
            "https://lookaside.fbsbx.com@evil.example/x",
            "https://lookaside.fbsbx.com:8443/x",
            "https://evil.example/https://lookaside.fbsbx.com/",
            "https://graph.facebook.com.evil.example/",
            "https://LOOKASIDE.fbsbx.com/x",
            "file:///etc/passwd",
            "https://127.0.0.1/",
        ] {
            assert!(!may_have_the_token(base, bad), "{bad}");
        }
        assert!(may_have_the_token("http://localhost:9000/meta", "http://localhost:9000/meta/file/1"));
        assert!(!may_have_the_token("http://localhost:9000", "http://localhost:90001/file/1"));
    }

    #[test]
    fn a_file_is_what_it_was_announced_to_be_in_either_spelling() {
        let digest = Sha256::digest(b"a file");
        let hexadecimal = crate::object::conversation::hex(&digest);
        assert!(is_hash(&hexadecimal, &digest) && is_hash(&hexadecimal.to_uppercase(), &digest));
        assert_eq!(from_base64("Zm9vYmFy").as_deref(), Some(b"foobar".as_slice()));
        assert_eq!(from_base64("Zm9vYg==").as_deref(), Some(b"foob".as_slice()));
        assert_eq!(from_base64("+/8=").as_deref(), Some([0xfb, 0xff].as_slice()));
        assert_eq!(from_base64("a b"), None);
        // The hash of nothing (FIPS 180-4's well-known one).
        assert!(is_hash("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", &Sha256::digest(b"")));
        assert!(!is_hash("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", &digest) && !is_hash("", &digest));
    }
}
