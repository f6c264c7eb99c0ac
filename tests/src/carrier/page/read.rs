//! One mail, as a mail program shows it.

use super::html::{Place, escape, linked, nothing, page, secured};
use crate::carrier::{Carrier, Mail, Way, mime};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// Mails come from strangers: their HTML runs nothing and fetches nothing, but its links may be followed.
const POLICY_OF_MAIL: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; \
                              sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";

/// `GET /mail/{id}`.
pub async fn mail(State(carrier): State<Carrier>, Path(id): Path<u64>) -> Response {
    let Some(mail) = carrier.store.get(id) else { return nothing(&carrier) };
    let owner = match mail.way {
        Way::Received => mail.to.first().cloned().unwrap_or_default(),
        Way::Written => mail.from.clone(),
    };
    let title = if mail.subject.is_empty() { "(no subject)" } else { &mail.subject };
    page(&carrier, &Place::Box(&owner.address), title, false, &shown(&mail))
}

fn shown(mail: &Mail) -> String {
    let id = mail.id;
    let to: Vec<String> = mail.to.iter().map(|to| escape(&to.to_string())).collect();
    let mut head = format!(
        "<dl class=\"head\"><dt>From</dt><dd>{}</dd><dt>To</dt><dd>{}</dd>",
        escape(&mail.from.to_string()),
        to.join(", ")
    );
    if let Some(reply_to) = &mail.reply_to {
        head.push_str(&format!("<dt>Answers to</dt><dd class=\"long\">{}</dd>", escape(&reply_to.to_string())));
    }
    head.push_str(&format!("<dt>Date</dt><dd>{}</dd></dl>", mime::spoken_date(mail.at)));
    if let Some(outcome) = &mail.outcome {
        let (class, words) =
            if outcome.taken() { ("good", "The site took it") } else { ("bad", "The site did not take it") };
        head.push_str(&format!(
            "<p class=\"outcome {class}\" role=\"status\">{words} (status {}). {}</p>",
            outcome.status,
            escape(outcome.said.trim())
        ));
    }
    let actions = match mail.way {
        Way::Received => format!("<p class=\"actions\"><a class=\"button\" href=\"/write?reply={id}\">Reply</a></p>"),
        Way::Written => {
            format!("<p class=\"actions\"><a class=\"button quiet\" href=\"/mail/{id}/raw\">Raw mail</a></p>")
        }
    };
    let text = format!("<div class=\"text\">{}</div>", linked(&mail.text));
    let body = if mail.html.is_some() {
        format!(
            "<h2>As HTML</h2><iframe class=\"rich\" title=\"The mail as HTML\" src=\"/mail/{id}/html\" \
             sandbox=\"allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation\"></iframe><h2>As text</h2>{text}"
        )
    } else {
        text
    };
    let files: String = mail
        .files
        .iter()
        .enumerate()
        .map(|(n, file)| {
            format!(
                "<li><a href=\"/mail/{id}/file/{n}\" download>{}</a> <small>{}, {} bytes</small></li>",
                escape(&file.name),
                escape(&file.media_type),
                file.content.len() / 4 * 3
            )
        })
        .collect();
    let files = if files.is_empty() { files } else { format!("<h2>Files</h2><ul class=\"files\">{files}</ul>") };
    format!("{head}{actions}<article class=\"mail\">{body}</article>{files}{}", headers(mail))
}

fn headers(mail: &Mail) -> String {
    let mut rows = vec![("Message-ID".to_owned(), mail.message_id.clone())];
    rows.extend(mail.headers.iter().filter(|(name, _)| !name.eq_ignore_ascii_case("Message-ID")).cloned());
    let rows: String = rows
        .iter()
        .map(|(name, value)| format!("<tr><th scope=\"row\">{}</th><td>{}</td></tr>", escape(name), escape(value)))
        .collect();
    format!(
        "<details class=\"headers\"><summary>Headers</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Headers\"><table>{rows}</table></div></details>"
    )
}

/// `GET /mail/{id}/html`: the content of the sandboxed frame.
pub async fn html(State(carrier): State<Carrier>, Path(id): Path<u64>) -> Response {
    let Some(html) = carrier.store.get(id).and_then(|mail| mail.html) else { return nothing(&carrier) };
    let document =
        format!("<!doctype html><meta charset=\"utf-8\"><title>Mail {id}</title><base target=\"_blank\">{html}");
    secured(StatusCode::OK, "text/html; charset=utf-8", POLICY_OF_MAIL, document)
}

/// `GET /mail/{id}/raw`.
pub async fn raw(State(carrier): State<Carrier>, Path(id): Path<u64>) -> Response {
    let Some(raw) = carrier.store.get(id).and_then(|mail| mail.raw) else { return nothing(&carrier) };
    secured(StatusCode::OK, "text/plain; charset=utf-8", "default-src 'none'; sandbox", raw)
}

/// `GET /mail/{id}/file/{number}`: always a download.
pub async fn file(State(carrier): State<Carrier>, Path((id, number)): Path<(u64, usize)>) -> Response {
    let file = carrier.store.get(id).and_then(|mail| mail.files.into_iter().nth(number));
    let Some((file, bytes)) =
        file.and_then(|file| BASE64_STANDARD.decode(&file.content).ok().map(|bytes| (file, bytes)))
    else {
        return nothing(&carrier);
    };
    let mut response = secured(StatusCode::OK, "application/octet-stream", "default-src 'none'; sandbox", bytes);
    let name: String =
        file.name.chars().map(|c| if c.is_ascii_alphanumeric() || "._-".contains(c) { c } else { '_' }).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
