//! Files that agents bring for an answer.

use crate::{
    ambient, files,
    object::{call::call, conversation::call::ConversationCall},
    problem, reply,
    request::{Ctx, body, header},
    route::thread::object_name,
};
use weft_shared::{
    id::AttachmentId,
    message::Attachment,
    wire::{entry::File, problem::Problem},
};
use worker::Response;

/// The largest file, in bytes: with the letter around it, mail providers take a third more than this.
const LARGEST: usize = 7 * 1024 * 1024;
/// The longest media type, in characters.
const LONGEST_TYPE: usize = 100;

/// `POST …/desk/conversations/{id}/attachments?name=…`: the bytes as they are, with their media type as `Content-Type`.
/// Answered with the [`File`], whose id goes with a reply; without one it is gone after a day.
///
/// # Errors
/// `malformed` without a name or bytes, `too-large`, `too-many`, `not-found`.
pub async fn bring(mut ctx: Ctx) -> Result<Response, Problem> {
    let url = ctx.request.url().map_err(|_| problem::malformed("the address cannot be read"))?;
    let name = url.query_pairs().find(|(name, _)| name == "name").map(|(_, name)| files::clean_name(&name));
    let name = name.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| problem::malformed("`name` must be the file's name"))?;
    let media_type = media_type(&header(&ctx.request, "content-type").unwrap_or_default());
    let bytes = body(&mut ctx.request, LARGEST).await?;
    if bytes.is_empty() {
        return Err(problem::malformed("the body must be the file, and it is empty"));
    }
    let site = ctx.site()?;
    let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let file = Attachment { id: AttachmentId::new(ctx.at, ambient::new_id10()?), name, media_type, size };
    let agent = ctx.signed_in()?.agent;
    // The conversation knows of it first: so nothing is stored that nobody would ever delete.
    let question = ConversationCall::Bring { agent, file: file.clone() };
    let () = call(&ctx.env, "CONVERSATION", &object_name(&ctx)?, &question).await?;
    files::put(&ctx.env, &files::file_key(&site.id, file.id), bytes).await?;
    let Attachment { id, name, media_type, size } = file;
    reply::json(&File { id, name, media_type, size })
}

/// A media type as it may stand in a header: anything else is bytes.
fn media_type(given: &str) -> String {
    let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let word =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&b));
    let is_one = essence.len() <= LONGEST_TYPE
        && essence.split_once('/').is_some_and(|(kind, subtype)| word(kind) && word(subtype));
    // In a letter these would be parts with a meaning of their own.
    let is_whole = !essence.starts_with("multipart/") && !essence.starts_with("message/");
    if is_one && is_whole { essence } else { "application/octet-stream".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::media_type;

    #[test]
    fn a_media_type_is_one_or_none() {
        assert_eq!(media_type("Image/PNG; name=x"), "image/png");
        for odd in ["", "image", "a/b\r\nx: y", "multipart/mixed", "message/rfc822", "a b/c", &"x/".repeat(99)] {
            assert_eq!(media_type(odd), "application/octet-stream", "{odd}");
        }
    }
}
