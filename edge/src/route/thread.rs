//! What agents ask of one conversation: its socket, raw originals, files.

use crate::{
    files,
    object::{
        call::{call, upgrade},
        conversation::call::{ConversationCall, FileFound, RawFound},
        desk,
        directory::call::DirectoryCall,
    },
    problem,
    request::Ctx,
};
use weft_shared::{
    id::{AttachmentId, ConversationId, MessageId},
    wire::problem::{Problem, ProblemKind},
};
use worker::{Response, js_sys::encode_uri_component};

/// The name of a conversation's object.
///
/// # Errors
/// `not-found` when the path names none.
pub fn object_name(ctx: &Ctx) -> Result<String, Problem> {
    Ok(format!("{}/{}", ctx.site()?.id, ctx.param::<ConversationId>("id")?))
}

/// `GET …/desk/conversations/{id}/socket`.
///
/// # Errors
/// `not-found`, or a failure of the object.
pub async fn socket(ctx: Ctx) -> Result<Response, Problem> {
    let (name, signed_in) = (object_name(&ctx)?, ctx.signed_in()?);
    // Header values are bytes: a name in another script travels in percent form.
    let shown = urlencode(&signed_in.name);
    let ours = [
        ("x-weft-agent", signed_in.agent.as_str()),
        ("x-weft-name", &shown),
        (desk::call::KEY, &signed_in.key),
        (desk::call::SESSION, &signed_in.secret_hash),
    ];
    upgrade(&ctx.env, "CONVERSATION", &name, &ours).await
}

/// `GET …/desk/conversations/{id}/messages/{message}/raw`: the original as it came, as a download.
///
/// # Errors
/// `not-found`, or a failure of the object or the store.
pub async fn raw(ctx: Ctx) -> Result<Response, Problem> {
    let message: MessageId = ctx.param("message")?;
    still_here(&ctx).await?;
    let question = ConversationCall::Raw { message };
    let found: RawFound = call(&ctx.env, "CONVERSATION", &object_name(&ctx)?, &question).await?;
    let name = format!("{message}.eml");
    files::download(&ctx.env, &found.key, &name, "text/plain; charset=utf-8").await?.ok_or_else(problem::not_found)
}

/// `GET …/desk/conversations/{id}/attachments/{file}`.
///
/// # Errors
/// `not-found`, or a failure of the object or the store.
pub async fn file(ctx: Ctx) -> Result<Response, Problem> {
    still_here(&ctx).await?;
    hand_out(&ctx, None).await
}

/// The files of a conversation that goes on in another one are to be had there. Its socket stays: it tells where.
///
/// # Errors
/// `moved`, or a failure of the directory.
async fn still_here(ctx: &Ctx) -> Result<(), Problem> {
    let question = DirectoryCall::Departed { conversation: ctx.param("id")? };
    let there: Option<ConversationId> = call(&ctx.env, "DIRECTORY", ctx.site()?.id.as_str(), &question).await?;
    match there {
        None => Ok(()),
        Some(there) => {
            let mut problem = Problem::new(ProblemKind::Moved);
            problem.canonical = Some(there.to_string());
            Err(problem)
        }
    }
}

/// Hands out a file that the conversation says may be seen.
///
/// # Errors
/// `not-found`, `unauthenticated`, or a failure of the object or the store.
pub async fn hand_out(ctx: &Ctx, session: Option<(weft_shared::id::SessionId, String)>) -> Result<Response, Problem> {
    let site = ctx.site()?;
    let attachment: AttachmentId = ctx.param("file")?;
    let question = ConversationCall::File { site: site.id.clone(), attachment, session };
    let found: FileFound = call(&ctx.env, "CONVERSATION", &object_name(ctx)?, &question).await?;
    let key = files::file_key(&site.id, attachment);
    files::download(&ctx.env, &key, &found.name, "application/octet-stream").await?.ok_or_else(problem::not_found)
}

fn urlencode(text: &str) -> String {
    encode_uri_component(text).into()
}
