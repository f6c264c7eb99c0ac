//! The dial pad, and the phones of the staff.

use super::{At, page, tabs};
use crate::carrier::{
    Carrier,
    mime::spoken_date,
    page::html::escape,
    phones::{Call, Phones, Stage},
};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use std::fmt::Write as _;

const KEYS: [&str; 12] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];

/// What the network may say of the caller's number.
const STIR: [(&str, &str); 6] = [
    ("", "nothing"),
    ("TN-Validation-Passed-A", "full attestation (A)"),
    ("TN-Validation-Passed-B", "partial attestation (B)"),
    ("TN-Validation-Passed-C", "gateway attestation (C)"),
    ("TN-Validation-Failed-A", "the attestation is forged"),
    ("No-TN-Validation", "not checked"),
];

/// `GET /phones/{number}/call`.
pub async fn pad(State(carrier): State<Carrier>, Path(number): Path<String>, Query(at): Query<At>) -> Response {
    let site = at.site(&carrier).to_owned();
    let mut calls = carrier.phones.calls();
    calls.retain(|call| call.from == number && call.site == site);
    let last = calls.last();
    let main = format!(
        "{}<div class=\"call\" id=\"live\">{}{}</div>{}",
        tabs(&carrier, &at, &number, "call"),
        display(&number, last, &at),
        heard(last),
        earlier(&calls)
    );
    page(&carrier, &at, Some(&number), &number, &main)
}

const fn words(stage: &Stage) -> &'static str {
    match stage {
        Stage::Ringing => "It rings …",
        Stage::Speaking => "The shop speaks",
        Stage::Keys => "Waiting for a key",
        Stage::Recording => "Recording: say something",
        Stage::Dialing => "Another phone rings …",
        Stage::Talking => "You are talking",
        Stage::Over => "The call is over",
    }
}

fn display(number: &str, last: Option<&Call>, at: &At) -> String {
    let query = at.query();
    let running = last.filter(|call| call.stage != Stage::Over);
    let Some(call) = running else {
        let options: String =
            STIR.iter().map(|(value, words)| format!("<option value=\"{value}\">{words}</option>")).collect();
        return format!(
            "<form class=\"dial\" method=\"post\" action=\"/phones/{}/call{query}\" data-quiet>\
             <label>The network says of your number <select name=\"stir\">{options}</select></label>\
             <button class=\"go\">Call the shop</button></form>",
            escape(number)
        );
    };
    let id = call.id;
    let form = |act: &str, inner: &str, class: &str| {
        format!(
            "<form class=\"{class}\" method=\"post\" action=\"/phones/calls/{id}/{act}{query}\" data-quiet>{inner}</form>"
        )
    };
    let keys: String = KEYS
        .iter()
        .map(|key| format!("<button name=\"value\" value=\"{key}\" data-key=\"{key}\">{key}</button>"))
        .collect();
    let say = "<input name=\"value\" aria-label=\"Say\" dir=\"auto\" autocomplete=\"off\" placeholder=\"Say something\"><button class=\"quiet\">Say</button>";
    format!(
        "<div class=\"dial\"><p class=\"stage\" role=\"status\">{}</p>{}{}{}</div>",
        words(&call.stage),
        form("press", &keys, "keys"),
        form("speak", say, "say"),
        form("hang-up", "<button class=\"stop\">Hang up</button>", "end"),
    )
}

fn heard(call: Option<&Call>) -> String {
    let Some(call) = call else {
        return "<p class=\"empty\">What is said on the phone is written here.</p>".to_owned();
    };
    // A code is read out digit by digit: on paper it is one line.
    let mut spoken: Vec<(&str, String)> = Vec::new();
    for line in &call.lines {
        let digit = |text: &str| text.chars().all(|c| c.is_ascii_digit() || c == ' ');
        match spoken.last_mut() {
            Some((who, text)) if *who == line.who && digit(text) && digit(&line.text) => {
                text.push(' ');
                text.push_str(&line.text);
            }
            _ => spoken.push((&line.who, line.text.clone())),
        }
    }
    let lines: String = spoken
        .iter()
        .map(|(who, text)| format!("<li class=\"{}\"><p dir=\"auto\">{}</p></li>", escape(who), escape(text)))
        .collect();
    let code = call.spoken_code().map_or_else(String::new, |code| {
        let (one, two) = code.split_at(4);
        format!("<p class=\"outcome good\">The code that was read out: <strong dir=\"ltr\">{one} {two}</strong></p>")
    });
    format!("<div><ol class=\"heard\" role=\"log\" aria-label=\"What is said\" tabindex=\"0\">{lines}</ol>{code}</div>")
}

fn earlier(calls: &[Call]) -> String {
    if calls.len() < 2 {
        return String::new();
    }
    let rows: String = calls
        .iter()
        .rev()
        .skip(1)
        .take(20)
        .map(|call| {
            let lines: String =
                call.lines.iter().map(|line| format!("<p dir=\"auto\">{}</p>", escape(&line.text))).collect();
            format!("<details><summary>{}</summary>{lines}</details>", spoken_date(call.at))
        })
        .collect();
    format!("<h2>Earlier calls</h2>{rows}")
}

/// Phones of the staff that ring or are in use now: shown on top of each page.
pub fn ringing(phones: &Phones) -> String {
    let mut out = String::new();
    for call in phones.calls().iter().filter(|call| call.stage != Stage::Over) {
        let active = call.children.iter().filter(|child| ["ringing", "in-progress"].contains(&child.status.as_str()));
        for child in active {
            let (number, shows, id) = (escape(&child.number), escape(&child.shows), call.id);
            let act = |act: &str, words: &str, class: &str| {
                format!(
                    "<form method=\"post\" action=\"/phones/calls/{id}/{act}\" data-quiet><button class=\"{class}\">{words}</button></form>"
                )
            };
            let (words, acts) = if child.status == "ringing" {
                ("rings", [act("answer", "Answer", "go"), act("decline", "Decline", "stop")].concat())
            } else {
                ("is talking", act("agent-hangs-up", "Hang up", "stop"))
            };
            let _ = write!(
                out,
                "<li><p>The phone <bdi dir=\"ltr\">{number}</bdi> {words}. Its display shows <bdi dir=\"ltr\">{shows}</bdi>.</p><div class=\"acts\">{acts}</div></li>"
            );
        }
    }
    format!("<ul class=\"ringing\" id=\"ringing\" aria-live=\"assertive\">{out}</ul>")
}

/// `GET /phones/staff`.
pub async fn staff(State(carrier): State<Carrier>, Query(at): Query<At>) -> Response {
    let mut rows = String::new();
    for call in carrier.phones.calls().iter().rev() {
        for child in call.children.iter().rev() {
            let _ = write!(
                rows,
                "<tr><th scope=\"row\">{}</th><td dir=\"ltr\">{}</td><td dir=\"ltr\">{}</td><td>{}</td></tr>",
                spoken_date(call.at),
                escape(&child.number),
                escape(&call.from),
                escape(&child.status)
            );
        }
    }
    let main = if rows.is_empty() {
        "<div id=\"live\"><p class=\"empty\">No phone rang yet. When a call is put through, it rings on every page here.</p></div>".to_owned()
    } else {
        format!(
            "<div id=\"live\" class=\"scroll\"><table><tr><th scope=\"col\">When</th><th scope=\"col\">Phone</th><th scope=\"col\">Caller</th><th scope=\"col\">What became of it</th></tr>{rows}</table></div>"
        )
    };
    page(&carrier, &at, None, "Phones of the staff", &main)
}
