//! The phones' pages: the numbers, a chat for each number and medium, a dial pad, and the phones of the staff.

mod acts;
mod call;
mod chat;

use super::html::{Frame, Place, escape, frame, secured};
use crate::carrier::{
    Carrier, Way,
    phones::{Medium, Phones, Stage},
};
use axum::{
    Router,
    extract::{Path, Query, State},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use std::{collections::BTreeMap, fmt::Write as _};

/// Numbers to begin with, reserved for films and examples.
const EXAMPLES: [(&str, &str); 2] = [("+447700900123", "Jane Doe"), ("+12025550147", "Sam")];

/// Which site a page is about; none means the carrier's own.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct At {
    site: Option<String>,
}

impl At {
    fn site<'a>(&'a self, carrier: &'a Carrier) -> &'a str {
        self.site.as_deref().unwrap_or(&carrier.settings.site)
    }

    /// What links carry on.
    fn query(&self) -> String {
        self.site.as_ref().map(|site| format!("?site={}", escape(site))).unwrap_or_default()
    }
}

/// The routes.
pub fn routes() -> Router<Carrier> {
    Router::new()
        .route("/phones", get(all))
        .route("/phones/new", post(acts::new))
        .route("/phones/staff", get(call::staff))
        .route("/phones/media/{id}", get(chat::media))
        .route("/phones/texts/{id}/{act}", post(acts::text))
        .route("/phones/calls/{id}/{act}", post(acts::call))
        .route("/phones/{number}", get(one))
        .route("/phones/{number}/call", get(call::pad).post(acts::dial))
        .route("/phones/{number}/{medium}", get(chat::chat).post(acts::write))
        .route("/phones.css", get(|| super::asset("text/css; charset=utf-8", include_str!("../phones.css"))))
        .route("/phones.js", get(|| super::asset("text/javascript; charset=utf-8", include_str!("../phones.js"))))
}

/// A page among the phones.
fn page(carrier: &Carrier, at: &At, open: Option<&str>, title: &str, main: &str) -> Response {
    let side = format!("<nav class=\"boxes\" id=\"side\" aria-label=\"Numbers\">{}</nav>", side(carrier, at, open));
    let main = format!("{}{main}", call::ringing(&carrier.phones));
    let frame_of =
        Frame { title, product: "Phones", side: &side, script: "phones.js", styles: "phones.css", main: &main };
    frame(carrier, &Place::Phones, &frame_of)
}

/// The numbers of people, the latest first.
fn side(carrier: &Carrier, at: &At, open: Option<&str>) -> String {
    let mut numbers: BTreeMap<String, (usize, i64, String)> = BTreeMap::new();
    let site = at.site(carrier);
    for (number, name) in EXAMPLES {
        numbers.insert(number.to_owned(), (0, 0, name.to_owned()));
    }
    for text in carrier.phones.texts().into_iter().filter(|text| text.site == site) {
        let entry = numbers.entry(text.theirs).or_default();
        entry.0 += usize::from(text.way == Way::Received && text.status != "read");
        entry.1 = entry.1.max(text.at);
        if !text.name.is_empty() {
            entry.2 = text.name;
        }
    }
    for call in carrier.phones.calls().into_iter().filter(|call| call.site == site) {
        let entry = numbers.entry(call.from).or_default();
        entry.1 = entry.1.max(call.at);
    }
    if let Some(open) = open {
        numbers.entry(open.to_owned()).or_default();
    }
    let mut numbers: Vec<_> = numbers.into_iter().collect();
    numbers.sort_by_key(|(_, (_, at, _))| std::cmp::Reverse(*at));
    let query = at.query();
    let current = |here: bool| if here { " aria-current=\"page\"" } else { "" };
    let mut list = String::new();
    for (number, (_, _, name)) in numbers.iter().take(60) {
        let here = current(open == Some(number));
        let (number, name) = (escape(number), escape(name));
        let _ = write!(
            list,
            "<li><a href=\"/phones/{number}{query}\"{here}><span dir=\"ltr\">{number}</span> <span class=\"count\">{name}</span></a></li>"
        );
    }
    let ringing = carrier.phones.calls().iter().filter(|call| call.stage == Stage::Dialing).count();
    let bell = if ringing > 0 { "<span class=\"count bad\">rings</span>" } else { "" };
    format!(
        "<form class=\"new\" method=\"post\" action=\"/phones/new{query}\"><label>Another number <input name=\"number\" type=\"tel\" dir=\"ltr\" required autocomplete=\"off\" placeholder=\"+44 7700 900456\"></label><button>Use it</button></form>\
         <ul>{list}<li><a href=\"/phones/staff{query}\"{}><span>Phones of the staff</span> {bell}</a></li></ul>",
        current(open.is_none() && ringing > 0)
    )
}

async fn all(State(carrier): State<Carrier>, Query(at): Query<At>) -> Response {
    let site = at.site(&carrier).to_owned();
    let Some(known) = carrier.phones.site(&site) else {
        let main = format!("<p class=\"empty\">The site {} has no numbers here.</p>", escape(&site));
        return page(&carrier, &at, None, "Phones", &main);
    };
    let mut rows = String::new();
    let mut row = |what: &str, number: Option<&str>| {
        if let Some(number) = number {
            let _ = write!(rows, "<dt>{what}</dt><dd dir=\"ltr\">{}</dd>", escape(number));
        }
    };
    for medium in Medium::ALL {
        row(medium.label(), known.number(medium));
    }
    row("Calls (Twilio)", known.twilio.as_ref().and_then(|it| it.voice.as_deref()));
    let main = format!(
        "<p>Choose whose phone you hold: text the shop, write by WhatsApp, or call. What the shop sends arrives there by itself.</p>\
         <h2>The numbers of {}</h2><dl class=\"head\">{rows}</dl>",
        escape(&site)
    );
    page(&carrier, &at, None, "Phones", &main)
}

async fn one(State(carrier): State<Carrier>, Path(number): Path<String>, Query(at): Query<At>) -> Response {
    let last = carrier.phones.texts().into_iter().rev().find(|text| text.theirs == number);
    let medium = last.map_or(Medium::Sms, |text| text.medium);
    Redirect::to(&format!("/phones/{number}/{}{}", medium.slug(), at.query())).into_response()
}

/// The ways in which a number can reach the site, as tabs.
fn tabs(carrier: &Carrier, at: &At, number: &str, here: &str) -> String {
    let Some(site) = carrier.phones.site(at.site(carrier)) else { return String::new() };
    let mut ways: Vec<(&str, &str)> = Medium::ALL
        .into_iter()
        .filter(|medium| site.number(*medium).is_some())
        .map(|medium| (medium.slug(), medium.label()))
        .collect();
    if site.twilio.is_some_and(|it| it.voice.is_some()) {
        ways.push(("call", "Call"));
    }
    let tab = |(slug, label): &(&str, &str)| {
        let current = if *slug == here { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"/phones/{}/{slug}{}\"{current}>{label}</a>", escape(number), at.query())
    };
    format!("<nav class=\"tabs\" aria-label=\"Ways\">{}</nav>", ways.iter().map(tab).collect::<String>())
}

fn nothing(phones: &Phones) -> Response {
    let _ = phones;
    secured(StatusCode::NOT_FOUND, "text/plain; charset=utf-8", "default-src 'none'", "There is nothing here.")
}
