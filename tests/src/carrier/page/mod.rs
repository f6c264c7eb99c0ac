//! The mailbox page: what was sent, by whose mailbox it lies in, and a form to write to the site. Beside it the phones.

mod html;
mod phones;
mod read;
mod write;

use super::{Carrier, Way};
use axum::{
    Router,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
    routing::get,
};
use html::{Place, list, page, secured};

pub use html::{escape, secured as respond};

/// The routes.
pub fn routes() -> Router<Carrier> {
    Router::new()
        .route("/", get(all))
        .route("/box/{address}", get(mailbox))
        .route("/mail/{id}", get(read::mail))
        .route("/mail/{id}/html", get(read::html))
        .route("/mail/{id}/raw", get(read::raw))
        .route("/mail/{id}/file/{number}", get(read::file))
        .route("/write", get(write::form).post(write::send))
        .route("/mailbox.css", get(|| asset("text/css; charset=utf-8", include_str!("mailbox.css"))))
        .route("/mailbox.js", get(|| asset("text/javascript; charset=utf-8", include_str!("mailbox.js"))))
        .route("/mailbox.svg", get(|| asset("image/svg+xml", include_str!("mailbox.svg"))))
        .merge(phones::routes())
        .layer(axum::extract::DefaultBodyLimit::max(30 * 1024 * 1024))
}

async fn asset(media_type: &'static str, content: &'static str) -> Response {
    secured(StatusCode::OK, media_type, "default-src 'none'", content)
}

async fn all(State(carrier): State<Carrier>) -> Response {
    page(&carrier, &Place::All, "All mails", true, &list(&carrier.store.all()))
}

async fn mailbox(State(carrier): State<Carrier>, Path(address): Path<String>) -> Response {
    let mut mails = carrier.store.all();
    mails.retain(|mail| match mail.way {
        Way::Received => mail.is_for(&address),
        Way::Written => mail.from.address.eq_ignore_ascii_case(&address),
    });
    let write = format!(
        "<p class=\"actions\"><a class=\"button quiet\" href=\"/write?from={0}\">Write as {0}</a></p>",
        escape(&address)
    );
    page(&carrier, &Place::Box(&address), &address, true, &format!("{write}{}", list(&mails)))
}
