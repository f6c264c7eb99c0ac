//! Icons as nodes, and which icon stands for which channel. Nothing else depends on a channel's name here:
//! one that is not listed has an icon all the same.

use crate::prelude::*;
use crate::{icons::Icon, strings::thread as words};
use leptos::svg;
use weft_shared::channel::Channel;

/// An icon beside words that say the same.
pub fn icon(icon: Icon) -> AnyView {
    svg::svg()
        .attr("class", if matches!(icon, Icon::More | Icon::Keypad) { "icon icon-heavy" } else { "icon" })
        .attr("viewBox", "0 0 20 20")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(svg::path().attr("d", icon.lines()))
        .into_any()
}

/// The icon of a channel.
pub fn of_channel(channel: &Channel) -> AnyView {
    icon(match channel.as_str() {
        "email" => Icon::Envelope,
        "sms" => Icon::Handset,
        "whatsapp" => Icon::PhoneBubble,
        "voice" => Icon::Phone,
        "web-chat" => Icon::Talk,
        _ => Icon::Bubble,
    })
}

/// The icon of a message that is no text, and its name where there is one here.
#[must_use]
pub fn of_message_kind(kind: &str) -> (Icon, Option<&'static str>) {
    match kind {
        "template" => (Icon::Template, Some(words::TEMPLATE)),
        "location" => (Icon::Pin, Some(words::KIND_LOCATION)),
        "contacts" | "contact" => (Icon::Person, Some(words::KIND_CONTACTS)),
        "order" => (Icon::Cart, Some(words::KIND_ORDER)),
        "image" => (Icon::Picture, Some(words::KIND_PICTURE)),
        "sticker" => (Icon::Picture, Some(words::KIND_STICKER)),
        "video" => (Icon::Picture, Some(words::KIND_VIDEO)),
        "audio" => (Icon::Bubble, Some(words::KIND_AUDIO)),
        "voice" => (Icon::Bubble, Some(words::KIND_SPOKEN)),
        "document" => (Icon::Page, Some(words::KIND_DOCUMENT)),
        "button" | "interactive" => (Icon::Check, Some(words::KIND_CHOICE)),
        "system" => (Icon::Gear, Some(words::KIND_SYSTEM)),
        _ => (Icon::Page, None),
    }
}
