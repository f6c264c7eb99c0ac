//! A chat: what went between one number and the site over one medium.

use super::{At, nothing, page, tabs};
use crate::carrier::{
    Carrier, Way,
    mime::spoken_date,
    page::html::{escape, linked, secured},
    phones::{Medium, Text},
};
use axum::{
    extract::{Path, Query, State},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, prelude::BASE64_STANDARD};

/// Signs that a person can put on a message by one press.
const SIGNS: [&str; 4] = ["👍", "❤️", "😂", "🙏"];

/// `GET /phones/{number}/{medium}`.
pub async fn chat(
    State(carrier): State<Carrier>,
    Path((number, medium)): Path<(String, String)>,
    Query(at): Query<At>,
) -> Response {
    let Some(medium) = Medium::parse(&medium) else { return nothing(&carrier.phones) };
    let site = at.site(&carrier).to_owned();
    let texts = carrier.phones.texts();
    let of_chat = |text: &&Text| text.site == site && text.theirs == number && text.medium == medium;
    let texts: Vec<&Text> = texts.iter().filter(of_chat).collect();
    let bubbles: String = texts.iter().map(|text| bubble(text, &texts, &at)).collect();
    let empty = if bubbles.is_empty() { "<li class=\"empty\">Nothing yet. Write the first message.</li>" } else { "" };
    let name = texts.iter().rev().find(|text| !text.name.is_empty()).map_or("", |text| text.name.as_str());
    let main = format!(
        "{tabs}<ol class=\"chat {slug}\" id=\"live\" role=\"log\" aria-label=\"Messages\" tabindex=\"0\">{empty}{bubbles}</ol>{composer}",
        tabs = tabs(&carrier, &at, &number, medium.slug()),
        slug = medium.slug(),
        composer = composer(&number, medium, name, &at),
    );
    page(&carrier, &at, Some(&number), &number, &main)
}

/// What a status looks like: a sign, and what it says to those who do not see it.
fn ticks(status: &str) -> (&'static str, &'static str) {
    match status {
        "sent" => ("✓", "sent"),
        "delivered" => ("✓✓", "delivered"),
        "read" => ("✓✓", "read"),
        "failed" | "undelivered" => ("⚠", "failed"),
        _ => ("◷", "on its way"),
    }
}

fn bubble(text: &Text, all: &[&Text], at: &At) -> String {
    let own = text.way == Way::Written;
    let body = if text.deleted {
        "<em>taken back</em>".to_owned()
    } else if text.body.is_empty() && text.media.is_empty() {
        format!("<em>{}</em>", escape(&text.kind))
    } else {
        linked(&text.body)
    };
    let answered = text.answers.as_ref().map_or_else(String::new, |id| {
        let quoted = all.iter().find(|other| &other.foreign_id == id).map_or("a message", |other| other.body.as_str());
        let quoted: String = quoted.chars().take(80).collect();
        format!("<blockquote dir=\"auto\">{}</blockquote>", escape(&quoted))
    });
    let media: String = text
        .media
        .iter()
        .map(|media| {
            let (id, kind) = (escape(&media.id), escape(&media.media_type));
            if shown(&media.media_type).is_some() {
                format!("<img src=\"/phones/media/{id}\" alt=\"A picture\">")
            } else {
                format!("<a href=\"/phones/media/{id}\" download>{kind}</a>")
            }
        })
        .collect();
    let mut marks = vec![format!("<time>{}</time>", spoken_date(text.at))];
    if text.segments > 1 && text.medium == Medium::Sms {
        marks.push(format!("<span>{} SMS</span>", text.segments));
    }
    if text.kind != "text" {
        marks.push(format!("<span>{}</span>", escape(&text.kind)));
    }
    if text.edited {
        marks.push("<span>edited</span>".to_owned());
    }
    if own {
        let taken = text.outcome.as_ref().is_some_and(crate::carrier::Outcome::taken);
        let status = text.outcome.as_ref().map_or(0, |outcome| outcome.status);
        marks.push(if taken {
            "<span class=\"tick\" role=\"img\" aria-label=\"the site took it\">✓</span>".to_owned()
        } else {
            format!("<span class=\"bad\">not taken (status {status})</span>")
        });
    } else {
        let (sign, words) = ticks(&text.status);
        marks.push(format!("<span class=\"tick {words}\" role=\"img\" aria-label=\"{words}\">{sign}</span>"));
        if let Some(code) = text.error {
            marks.push(format!("<span class=\"bad\">error {code}</span>"));
        }
    }
    let reaction = text.reaction.as_ref().map_or_else(String::new, |sign| {
        format!("<span class=\"reaction\" role=\"img\" aria-label=\"reaction\">{}</span>", escape(sign))
    });
    format!(
        "<li class=\"{side}\" data-id=\"{id}\"><div class=\"bubble\">{answered}{media}<p dir=\"auto\">{body}</p>{reaction}<p class=\"marks\">{marks}</p></div>{acts}</li>",
        side = if own { "own" } else { "theirs" },
        id = text.id,
        marks = marks.join(" "),
        acts = acts(text, at),
    )
}

/// What can be done with a message on this medium.
fn acts(text: &Text, at: &At) -> String {
    if text.deleted || !text.medium.is_whatsapp() {
        return String::new();
    }
    let (id, query) = (text.id, at.query());
    let form = |act: &str, inner: &str| {
        format!("<form method=\"post\" action=\"/phones/texts/{id}/{act}{query}\" data-quiet>{inner}</form>")
    };
    let inner = if text.medium != Medium::WhatsappMeta {
        // Twilio tells nothing but that it was read.
        if text.way == Way::Written {
            return String::new();
        }
        form("read", "<button class=\"quiet\">Read it</button>")
    } else if text.way == Way::Written {
        let edit = format!(
            "<input name=\"value\" aria-label=\"New text\" dir=\"auto\" value=\"{}\"><button class=\"quiet\">Edit</button>",
            escape(&text.body)
        );
        [form("edit", &edit), form("delete", "<button class=\"quiet\">Take back</button>")].concat()
    } else {
        let signs: String = SIGNS
            .iter()
            .map(|sign| {
                form("react", &format!("<button class=\"quiet\" name=\"value\" value=\"{sign}\">{sign}</button>"))
            })
            .collect();
        let none = form("react", "<button class=\"quiet\" name=\"value\" value=\"\">None</button>");
        [signs, none, form("read", "<button class=\"quiet\">Read it</button>")].concat()
    };
    format!(
        "<details class=\"acts\"><summary aria-label=\"What to do with this message\">⋯</summary><div>{inner}</div></details>"
    )
}

fn composer(number: &str, medium: Medium, name: &str, at: &At) -> String {
    let words = if medium == Medium::Sms {
        "<p class=\"words\">Say at once: <button class=\"quiet\" name=\"word\" value=\"STOP\" formnovalidate>STOP</button> <button class=\"quiet\" name=\"word\" value=\"START\" formnovalidate>START</button> <button class=\"quiet\" name=\"word\" value=\"HELP\" formnovalidate>HELP</button></p>".to_owned()
    } else {
        format!(
            "<label class=\"name\">Your name at WhatsApp <input name=\"name\" autocomplete=\"off\" value=\"{}\"></label>",
            escape(name)
        )
    };
    format!(
        "<form class=\"composer\" method=\"post\" action=\"/phones/{number}/{slug}{query}\" enctype=\"multipart/form-data\" data-quiet data-clear>\
         <label class=\"body\">Message <textarea name=\"body\" rows=\"2\" dir=\"auto\"></textarea></label>\
         <label class=\"file\">Picture or file <input name=\"files\" type=\"file\" multiple></label>{words}<button>Send</button></form>",
        number = escape(number),
        slug = medium.slug(),
        query = at.query(),
    )
}

/// Pictures that a browser may show; everything else is a download.
fn shown(media_type: &str) -> Option<&'static str> {
    ["image/png", "image/jpeg", "image/gif", "image/webp"].into_iter().find(|known| *known == media_type)
}

/// `GET /phones/media/{id}`.
pub async fn media(State(carrier): State<Carrier>, Path(id): Path<String>) -> Response {
    let found = carrier.phones.media(&id);
    let Some((media, bytes)) =
        found.and_then(|media| BASE64_STANDARD.decode(&media.content).ok().map(|bytes| (media, bytes)))
    else {
        return nothing(&carrier.phones);
    };
    let kind = shown(&media.media_type);
    let policy = "default-src 'none'; sandbox";
    let mut response = secured(StatusCode::OK, kind.unwrap_or("application/octet-stream"), policy, bytes);
    if kind.is_none() {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    }
    response
}
