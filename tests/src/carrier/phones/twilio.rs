//! Twilio's REST API, as far as a site uses it: sending messages and fetching files, strict where Twilio is.

use super::{Medium, Phones, Text, TwilioAccount, report, segments, sign};
use crate::{
    carrier::{Carrier, Way, now},
    harness::keys::random_hex,
};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Json, Response},
    routing::{get, post},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

/// The longest body that the Messages API takes.
const LONGEST: usize = 1_600;

/// The routes.
pub fn routes() -> Router<Carrier> {
    Router::new()
        .route("/2010-04-01/Accounts/{account}/Messages.json", post(messages).get(list))
        .route("/2010-04-01/Accounts/{account}/Messages/{message}/Media/{media}", get(message_media))
        .route("/2010-04-01/Accounts/{account}/Recordings/{recording}", get(recording))
        .route("/2010-04-01/Accounts/{file}", get(itself))
        .route("/cdn/{media}", get(cdn))
}

/// A refusal in Twilio's form.
fn refusal(status: StatusCode, code: u32, message: &str) -> Response {
    let body = json!({
        "code": code,
        "message": message,
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        "status": status.as_u16(),
    });
    (status, Json(body)).into_response()
}

/// The account that a request is for, if its key is right.
fn account(phones: &Phones, headers: &HeaderMap, sid: &str) -> Result<(String, TwilioAccount), Box<Response>> {
    let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pair = said.strip_prefix("Basic ").and_then(|text| BASE64_STANDARD.decode(text).ok()).unwrap_or_default();
    let pair = String::from_utf8_lossy(&pair).into_owned();
    let (user, password) = pair.split_once(':').unwrap_or_default();
    let known = phones.sites().into_iter().find_map(|site| {
        let twilio = site.twilio.filter(|twilio| twilio.account == user && twilio.token == password)?;
        Some((site.site, twilio))
    });
    match known {
        Some(known) if known.1.account == sid => Ok(known),
        Some(_) => Err(Box::new(refusal(StatusCode::NOT_FOUND, 20404, "The requested resource was not found"))),
        None => Err(Box::new(refusal(StatusCode::UNAUTHORIZED, 20003, "Authenticate"))),
    }
}

/// What an account says of itself.
async fn itself(State(carrier): State<Carrier>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(sid) = file.strip_suffix(".json") else { return StatusCode::NOT_FOUND.into_response() };
    match account(&carrier.phones, &headers, sid) {
        Ok((site, account)) => {
            let about = json!({ "sid": account.account, "friendly_name": site, "status": "active", "type": "Full" });
            Json(about).into_response()
        }
        Err(refused) => *refused,
    }
}

async fn messages(
    State(carrier): State<Carrier>,
    Path(sid): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let phones = &carrier.phones;
    let (site, account) = match account(phones, &headers, &sid) {
        Ok(known) => known,
        Err(refused) => return *refused,
    };
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    if !said("content-type").starts_with("application/x-www-form-urlencoded") {
        let why = "The Content-Type must be application/x-www-form-urlencoded";
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, 20415, why);
    }
    let key = [said("i-twilio-idempotency-token"), said("idempotency-key")].into_iter().find(|key| !key.is_empty());
    if let Some(answer) = key.as_ref().and_then(|key| phones.answered(key)) {
        return (StatusCode::CREATED, Json(answer)).into_response();
    }
    let params = sign::read_form(&String::from_utf8_lossy(&body));
    let text = match accept(phones, &site, &account, &params) {
        Ok(text) => text,
        Err((status, code, why)) => return refusal(status, code, &why),
    };
    let answer = answer(&account, &text, &params);
    if let Some(key) = key {
        phones.remember(key, answer.clone());
    }
    phones.keep(text.clone());
    report::begin(phones, &text);
    (StatusCode::CREATED, Json(answer)).into_response()
}

type Refused = (StatusCode, u32, String);

fn accept(phones: &Phones, site: &str, account: &TwilioAccount, params: &[(String, String)]) -> Result<Text, Refused> {
    let get = |name: &str| params.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str()).unwrap_or_default();
    let bad = |code: u32, why: &str| Err((StatusCode::BAD_REQUEST, code, why.to_owned()));
    let (to, from) = (get("To"), get("From"));
    if to.is_empty() {
        return bad(21604, "A 'To' phone number is required.");
    }
    if from.is_empty() {
        return bad(21603, "A 'From' phone number is required.");
    }
    let (medium, theirs, ours) = match (to.strip_prefix("whatsapp:"), from.strip_prefix("whatsapp:")) {
        (Some(to), Some(from)) => (Medium::Whatsapp, to, from),
        (None, None) => (Medium::Sms, to, from),
        _ => return bad(21910, "Invalid From and To pair. From and To should be of the same channel"),
    };
    if !is_number(theirs) {
        return bad(21211, &format!("Invalid 'To' Phone Number: {theirs}"));
    }
    let own = if medium == Medium::Sms { &account.sms } else { &account.whatsapp };
    if own.as_deref() != Some(ours) {
        return match medium {
            Medium::Sms => bad(21606, &format!("The From phone number {ours} is not a valid, SMS-capable number.")),
            _ => bad(63007, "Twilio could not find a Channel with the specified From address"),
        };
    }
    if let Some((status, code)) = phones.fault(theirs) {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        return Err((status, code, "Refused, as the carrier was told to.".to_owned()));
    }
    let (body, content) = (get("Body"), get("ContentSid"));
    if body.is_empty() && content.is_empty() && get("MediaUrl").is_empty() {
        return bad(21619, "A Message Body, Media URL or Content SID is required.");
    }
    if body.chars().count() > LONGEST {
        return bad(21617, "The concatenated message body exceeds the 1600 character limit");
    }
    let (said, template) = if content.is_empty() {
        (body.to_owned(), None)
    } else {
        if !(content.len() == 34 && content.starts_with("HX")) {
            return bad(21654, "The ContentSid is invalid.");
        }
        let variables = if get("ContentVariables").is_empty() { "{}" } else { get("ContentVariables") };
        let Ok(variables) = serde_json::from_str::<std::collections::BTreeMap<String, String>>(variables) else {
            return bad(21656, "The ContentVariables Parameter is invalid.");
        };
        let count = variables.keys().filter_map(|name| name.parse::<usize>().ok()).max().unwrap_or(0);
        let values: Vec<String> =
            (1..=count).map(|n| variables.get(&n.to_string()).cloned().unwrap_or_default()).collect();
        (phones.filled(content, &values), Some(json!({ "name": content, "values": values })))
    };
    if account.opt_out && medium == Medium::Sms && phones.stopped(ours, theirs) {
        return bad(21610, "Attempt to send to unsubscribed recipient");
    }
    let callback = Some(get("StatusCallback").to_owned()).filter(|url| !url.is_empty());
    if callback.as_ref().is_some_and(|url| !super::loopback(url)) {
        return bad(21609, "The 'StatusCallback' URL is not of this machine: the carrier calls nobody else.");
    }
    let request: Value = params.iter().map(|(n, v)| (n.clone(), Value::String(v.clone()))).collect();
    Ok(Text {
        id: phones.next_id(),
        medium,
        site: site.to_owned(),
        ours: ours.to_owned(),
        theirs: theirs.to_owned(),
        way: Way::Received,
        at: now(),
        foreign_id: format!("SM{}", random_hex(16)),
        name: String::new(),
        segments: segments::count(&said),
        body: said,
        kind: if template.is_some() { "template" } else { "text" }.to_owned(),
        template,
        media: Vec::new(),
        answers: None,
        status: "accepted".to_owned(),
        error: None,
        callback,
        opaque: None,
        reaction: None,
        edited: false,
        deleted: false,
        request: Some(request),
        outcome: None,
    })
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0')
}

fn answer(account: &TwilioAccount, text: &Text, params: &[(String, String)]) -> Value {
    let get = |name: &str| params.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
    let uri = format!("/2010-04-01/Accounts/{}/Messages/{}", account.account, text.foreign_id);
    json!({
        "sid": text.foreign_id,
        "account_sid": account.account,
        "api_version": "2010-04-01",
        "body": text.body,
        "date_created": "Thu, 24 Aug 2023 05:01:45 +0000",
        "date_sent": null,
        "date_updated": "Thu, 24 Aug 2023 05:01:45 +0000",
        "direction": "outbound-api",
        "error_code": null,
        "error_message": null,
        "from": get("From"),
        "messaging_service_sid": null,
        "num_media": "0",
        "num_segments": text.segments.to_string(),
        "price": null,
        "price_unit": "USD",
        "status": "queued",
        "subresource_uris": { "media": format!("{uri}/Media.json") },
        "to": get("To"),
        "uri": format!("{uri}.json"),
    })
}

/// The latest messages between two numbers, newest first.
async fn list(
    State(carrier): State<Carrier>,
    Path(sid): Path<String>,
    Query(wanted): Query<std::collections::HashMap<String, String>>,
    headers: HeaderMap,
) -> Response {
    let (site, account) = match account(&carrier.phones, &headers, &sid) {
        Ok(known) => known,
        Err(refused) => return *refused,
    };
    let wanted = |name: &str| wanted.get(name).cloned().unwrap_or_default();
    let (to, from) = (wanted("To"), wanted("From"));
    let medium = if to.starts_with("whatsapp:") { Medium::Whatsapp } else { Medium::Sms };
    let bare = |number: &str| number.trim_start_matches("whatsapp:").to_owned();
    let between = |text: &Text| {
        let ends = text.theirs == bare(&to) && text.ours == bare(&from);
        text.site == site && text.medium == medium && text.way == Way::Received && ends
    };
    let mut found: Vec<Text> = carrier.phones.texts().into_iter().filter(between).collect();
    found.sort_by_key(|text| std::cmp::Reverse(text.at));
    let shown = found.iter().take(50).map(|text| {
        let mut shown = answer(&account, text, &[("To".to_owned(), to.clone()), ("From".to_owned(), from.clone())]);
        shown["date_created"] = Value::String(rfc2822(text.at));
        shown
    });
    Json(json!({ "messages": shown.collect::<Vec<_>>(), "page": 0, "page_size": 50 })).into_response()
}

/// A time as Twilio writes it, from milliseconds.
fn rfc2822(at: i64) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let seconds = at.div_euclid(1_000);
    let (mut left, time) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let weekday = DAYS[usize::try_from(left.rem_euclid(7)).unwrap_or(0)];
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let mut year = 1970;
    while left >= if leap(year) { 366 } else { 365 } {
        left -= if leap(year) { 366 } else { 365 };
        year += 1;
    }
    let mut month = 0;
    for days in [31, if leap(year) { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < days {
            break;
        }
        left -= days;
        month += 1;
    }
    let (hour, minute, second) = (time / 3_600, time / 60 % 60, time % 60);
    format!("{weekday}, {:02} {} {year} {hour:02}:{minute:02}:{second:02} +0000", left + 1, MONTHS[month])
}

/// Twilio leads to where the bytes are, which needs no key.
async fn message_media(
    State(carrier): State<Carrier>,
    Path((sid, _, media)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = account(&carrier.phones, &headers, &sid) {
        return *refused;
    }
    if carrier.phones.media(&media).is_none() {
        return refusal(StatusCode::NOT_FOUND, 20404, "The requested resource was not found");
    }
    (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, format!("{}/cdn/{media}", carrier.phones.base))])
        .into_response()
}

async fn recording(
    State(carrier): State<Carrier>,
    Path((sid, recording)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Err(refused) = account(&carrier.phones, &headers, &sid) {
        return *refused;
    }
    let id = recording.trim_end_matches(".mp3").trim_end_matches(".wav").to_owned();
    cdn(State(carrier), Path(id)).await
}

async fn cdn(State(carrier): State<Carrier>, Path(media): Path<String>) -> Response {
    let found = carrier.phones.media(&media);
    let Some((media, bytes)) =
        found.and_then(|media| BASE64_STANDARD.decode(&media.content).ok().map(|bytes| (media, bytes)))
    else {
        return refusal(StatusCode::NOT_FOUND, 20404, "The requested resource was not found");
    };
    let headers = [
        (header::CONTENT_TYPE, media.media_type),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_twilio_writes_them() {
        assert_eq!(rfc2822(1_558_719_886_000), "Fri, 24 May 2019 17:44:46 +0000");
        assert_eq!(rfc2822(1_582_934_400_000), "Sat, 29 Feb 2020 00:00:00 +0000");
        assert_eq!(rfc2822(1_577_836_799_999), "Tue, 31 Dec 2019 23:59:59 +0000");
    }
}
