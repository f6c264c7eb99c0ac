//! Files of a mail into the object store, under ids that follow from the mail: the same mail again stores nothing new.

use super::{Enclosed, parse::File};
use crate::{adapter::SendError, files};
use sha2::{Digest, Sha256};
use weft_shared::{
    id::{AttachmentId, SiteId},
    message::Attachment,
    wire::problem::Problem,
};
use worker::Env;

/// Stores the files; `mail` is the digest that identifies the mail.
///
/// # Errors
/// `internal` or `busy` when the store fails; storing again is safe.
pub async fn store(env: &Env, site: &SiteId, mail: &[u8; 32], all: Vec<File>) -> Result<Vec<Attachment>, Problem> {
    let mut stored = Vec::with_capacity(all.len());
    for (place, file) in (0_u32..).zip(all) {
        let id = id(site, mail, place, &file.bytes);
        let size = u64::try_from(file.bytes.len()).unwrap_or(u64::MAX);
        files::put(env, &files::file_key(site, id), file.bytes).await?;
        stored.push(Attachment { id, name: file.name, media_type: file.media_type, size });
    }
    Ok(stored)
}

/// The files of a letter, from the object store.
///
/// # Errors
/// When one is not there, or the store fails.
pub async fn fetch(env: &Env, site: &SiteId, all: &[Attachment]) -> Result<Vec<Enclosed>, SendError> {
    let mut fetched = Vec::with_capacity(all.len());
    for Attachment { id, name, media_type, .. } in all {
        let found = files::bytes(env, &files::file_key(site, *id)).await;
        let found = found.map_err(|_| SendError::passing("A file cannot be read from the object store."))?;
        let bytes = found.ok_or_else(|| SendError::lasting("A file is not in the object store any more."))?;
        fetched.push(Enclosed { name: name.clone(), media_type: media_type.clone(), bytes });
    }
    Ok(fetched)
}

fn id(site: &SiteId, mail: &[u8; 32], place: u32, bytes: &[u8]) -> AttachmentId {
    let digest = Sha256::new()
        .chain_update(b"weft/attachment/v1\0")
        .chain_update(site.as_str())
        .chain_update([0])
        .chain_update(mail)
        .chain_update(place.to_be_bytes())
        .chain_update(bytes)
        .finalize();
    AttachmentId::from_bits(digest.iter().take(16).fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_from_site_mail_place_and_content() {
        let site = |name: &str| name.parse::<SiteId>().unwrap();
        let first = id(&site("a"), &[1; 32], 0, b"x");
        assert_eq!(first, id(&site("a"), &[1; 32], 0, b"x"));
        for other in [
            id(&site("b"), &[1; 32], 0, b"x"),
            id(&site("a"), &[2; 32], 0, b"x"),
            id(&site("a"), &[1; 32], 1, b"x"),
            id(&site("a"), &[1; 32], 0, b"y"),
        ] {
            assert_ne!(first, other);
        }
    }
}
