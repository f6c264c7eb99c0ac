//! Conversations and their messages, read.

use super::{cursor::List, limit, query, read};
use crate::{
    d1,
    object::{call::call, conversation::call::ConversationCall},
    problem,
    problem::OrInternal,
    reply,
    request::Ctx,
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{fmt, str::FromStr};
use weft_shared::{
    channel::Channel,
    id::{AgentId, ConversationId},
    time::Timestamp,
    wire::{
        api::{Conversation, ConversationPage, Message, MessagePage},
        problem::Problem,
    },
};
use worker::{Response, wasm_bindgen::JsValue};

/// The longest name of a team.
const LONGEST: usize = 40;

/// `GET …/conversations`: the latest begun first, so that new ones never move what is on later pages.
///
/// # Errors
/// `malformed`, with the name of what is wrong.
pub async fn list(ctx: Ctx) -> Result<Response, Problem> {
    let known = ["state", "owner", "team", "channel", "updated_since", "cursor", "limit"];
    let (site, query) = (ctx.site()?, query(&ctx, &known)?);
    let state = |text: &str| match text {
        "open" => Some(1_u32),
        "closed" => Some(0),
        _ => None,
    };
    let open = read(&query, "state", state, "open or closed")?;
    let owner = read(&query, "owner", |text| text.parse::<AgentId>().ok(), "an agent's id")?;
    let name = |text: &str| {
        let plain = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        (plain && (1..=LONGEST).contains(&text.len())).then(|| text.to_owned())
    };
    let team = read(&query, "team", name, "a team's name")?;
    let channel = read(&query, "channel", |text| text.parse::<Channel>().ok(), "a channel's name")?;
    let moment = "a moment such as 2026-11-22T03:51:00Z";
    let since = read(&query, "updated_since", Timestamp::parse_rfc3339, moment)?;
    let most = limit(&query)?;
    let list = List::of("conversations", &query);
    let before = list.place(&query)?.map(|place| place.parse::<Place>()).transpose()?;
    let or_null = |value: Option<u32>| value.map_or(JsValue::NULL, d1::number);
    let values = [
        d1::text(site.id.as_str()),
        before.as_ref().map_or(JsValue::NULL, |before| d1::moment(before.opened)),
        or_null(open),
        d1::optional(owner.as_ref().map(|owner| owner.as_str())),
        d1::optional(team),
        d1::optional(channel.as_ref().map(|channel| channel.as_str())),
        since.map_or(JsValue::NULL, d1::moment),
        d1::number(most + 1),
        d1::optional(before.map(|before| before.conversation.to_string())),
    ];
    #[derive(Deserialize)]
    struct Row {
        line: String,
    }
    let found = "SELECT line FROM conversation_line WHERE site = ?1 AND (?2 IS NULL OR (opened_at, conversation) < (?2, ?9)) \
         AND (?3 IS NULL OR open = ?3) AND (?4 IS NULL OR owner = ?4) AND (?5 IS NULL OR team = ?5) \
         AND (?6 IS NULL OR channel = ?6) AND (?7 IS NULL OR updated_at >= ?7) ORDER BY opened_at DESC, conversation DESC LIMIT ?8";
    let rows: Vec<Row> = d1::all(&ctx.env, found, &values).await?;
    let read = |row: &Row| serde_json::from_str::<Conversation>(&row.line).or_internal("reading a line");
    let mut conversations = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let next = rest(&mut conversations, most, |last| {
        list.after(&Place { opened: last.opened_at.0, conversation: last.id }.to_string())
    });
    reply::json(&ConversationPage { conversations, next })
}

/// Where a page of the list ends.
struct Place {
    opened: Timestamp,
    conversation: ConversationId,
}

impl fmt::Display for Place {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}-{}", self.opened.0, self.conversation)
    }
}

impl FromStr for Place {
    type Err = Problem;

    fn from_str(text: &str) -> Result<Self, Problem> {
        let parts = text.split_once('-').and_then(|(opened, conversation)| {
            Some(Self { opened: Timestamp(opened.parse().ok()?), conversation: conversation.parse().ok()? })
        });
        parts.ok_or_else(|| problem::malformed("cursor is none"))
    }
}

/// Takes away what is one too many, and answers the cursor after the last that stays.
pub fn rest<T>(lines: &mut Vec<T>, most: u32, after: impl FnOnce(&T) -> String) -> Option<String> {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let more = lines.len() > most;
    lines.truncate(most);
    lines.last().filter(|_| more).map(after)
}

/// `GET …/conversations/{id}`: as it is now.
///
/// # Errors
/// `not-found`.
pub async fn show(ctx: Ctx) -> Result<Response, Problem> {
    query(&ctx, &[])?;
    let id = ctx.param("id")?;
    let conversation: Conversation = ask(&ctx, id, &ConversationCall::Show {}).await?;
    reply::json(&conversation)
}

/// `GET …/conversations/{id}/messages`: the earliest first.
///
/// # Errors
/// `malformed`, `not-found`.
pub async fn messages(ctx: Ctx) -> Result<Response, Problem> {
    let (site, query) = (ctx.site()?, query(&ctx, &["cursor", "limit"])?);
    let id: ConversationId = ctx.param("id")?;
    let most = limit(&query)?;
    let list = List::of(&format!("messages/{id}"), &query);
    let after = list.place(&query)?.map(|place| place.parse().map_err(|_| problem::malformed("cursor is none")));
    let after = after.transpose()?.unwrap_or(0);
    let question = ConversationCall::Messages { site: site.id.clone(), after, most: most + 1 };
    let mut messages: Vec<Message> = ask(&ctx, id, &question).await?;
    let next = rest(&mut messages, most, |last| list.after(&last.seq.to_string()));
    reply::json(&MessagePage { messages, next })
}

async fn ask<A: DeserializeOwned>(ctx: &Ctx, id: ConversationId, question: &ConversationCall) -> Result<A, Problem> {
    call(&ctx.env, "CONVERSATION", &format!("{}/{id}", ctx.site()?.id), question).await
}
