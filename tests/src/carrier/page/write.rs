//! The form to write a mail to the site, or to answer one.

use super::html::{Place, escape, page};
use crate::carrier::{Carrier, Draft, File, Mailbox, Verdict};
use axum::{
    extract::{Multipart, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;

/// What the form starts from.
#[derive(Deserialize)]
pub struct Start {
    reply: Option<u64>,
    from: Option<String>,
}

/// `GET /write`.
pub async fn form(State(carrier): State<Carrier>, Query(start): Query<Start>) -> Response {
    let answered = start.reply.and_then(|id| carrier.store.get(id));
    let draft = answered.as_ref().map_or_else(
        || Draft {
            from: Mailbox::new("", start.from.unwrap_or_else(|| "jo@example.com".to_owned())),
            to: Mailbox::new("", &carrier.settings.inbound),
            ..Draft::default()
        },
        |mail| mail.answer(""),
    );
    let title = if answered.is_some() { "Reply" } else { "Write a mail" };
    page(&carrier, &Place::Write, title, false, &fields(&draft, None))
}

fn fields(draft: &Draft, wrong: Option<&str>) -> String {
    let wrong =
        wrong.map_or_else(String::new, |why| format!("<p class=\"outcome bad\" role=\"alert\">{}</p>", escape(why)));
    let focus = |here: bool| if here { " autofocus" } else { "" };
    let replying = draft.in_reply_to.is_some();
    format!(
        r#"{wrong}<form class="write" method="post" action="/write" enctype="multipart/form-data">
<div class="pair">
<label>Your name <input name="name" autocomplete="off" value="{name}"></label>
<label>Your address <input name="from" type="email" autocomplete="off" required value="{from}"></label>
</div>
<label>To <input name="to" autocomplete="off" required value="{to}"></label>
<label>Subject <input name="subject" autocomplete="off" value="{subject}"></label>
<label>Text <textarea name="text" rows="14"{focus_text}>
{text}</textarea></label>
<label>Files <input name="files" type="file" multiple></label>
<fieldset><legend>How it arrives</legend>
<label class="choice"><input type="radio" name="verdict" value="pass" checked> The sender is who the mail says: DKIM, SPF and DMARC pass</label>
<label class="choice"><input type="radio" name="verdict" value="fail"> Somebody else sent it: DMARC fails</label>
<label class="choice"><input type="radio" name="verdict" value="none"> Nobody can tell: the domain has no policy</label>
<label class="choice"><input type="checkbox" name="rich"> As text and HTML, as most mail programs send it</label>
</fieldset>
<input type="hidden" name="in_reply_to" value="{in_reply_to}">
<input type="hidden" name="references" value="{references}">
<p class="actions"><button type="submit">Send</button></p>
</form>"#,
        name = escape(&draft.from.name),
        from = escape(&draft.from.address),
        to = escape(&draft.to.to_string()),
        subject = escape(&draft.subject),
        text = escape(&draft.text),
        focus_text = focus(replying),
        in_reply_to = escape(draft.in_reply_to.as_deref().unwrap_or_default()),
        references = escape(&draft.references.join(" ")),
    )
}

/// `POST /write`.
pub async fn send(State(carrier): State<Carrier>, form: Multipart) -> Response {
    let draft = match read(form).await {
        Ok(draft) => draft,
        Err(error) => return (StatusCode::BAD_REQUEST, error).into_response(),
    };
    let wrong = if Mailbox::parse(&draft.from.address).is_none() {
        "Your address is no mail address."
    } else if draft.to.address.is_empty() {
        "The receiver's address is no mail address."
    } else {
        let mail = carrier.send(draft).await;
        return Redirect::to(&format!("/mail/{}", mail.id)).into_response();
    };
    page(&carrier, &Place::Write, "Write a mail", false, &fields(&draft, Some(wrong)))
}

async fn read(mut form: Multipart) -> Result<Draft, String> {
    let mut draft = Draft::default();
    let mut rich = false;
    while let Some(field) = form.next_field().await.map_err(|error| error.to_string())? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "files" {
            let (file, media_type) =
                (field.file_name().unwrap_or_default().to_owned(), field.content_type().unwrap_or_default().to_owned());
            let bytes = field.bytes().await.map_err(|error| error.to_string())?;
            if !file.is_empty() {
                draft.files.push(File { name: file, media_type, content: BASE64_STANDARD.encode(bytes) });
            }
            continue;
        }
        let value = field.text().await.map_err(|error| error.to_string())?;
        match name.as_str() {
            "name" => draft.from.name = value,
            "from" => draft.from.address = value.trim().to_owned(),
            "to" => draft.to = Mailbox::parse(&value).unwrap_or_default(),
            "subject" => draft.subject = value.replace(['\r', '\n'], " "),
            "text" => draft.text = value.replace("\r\n", "\n"),
            "rich" => rich = true,
            "verdict" => {
                draft.verdict = match value.as_str() {
                    "fail" => Verdict::Fail,
                    "none" => Verdict::None,
                    _ => Verdict::Pass,
                }
            }
            "in_reply_to" => draft.in_reply_to = Some(value).filter(|id| !id.is_empty()),
            "references" => draft.references = value.split_whitespace().map(str::to_owned).collect(),
            _ => return Err(format!("unknown field {name:?}")),
        }
    }
    if rich {
        draft.html = Some(format!("<div>{}</div>", escape(&draft.text).replace('\n', "<br>\n")));
    }
    Ok(draft)
}
