//! Icons as nodes, and which icon stands for which channel. Nothing else depends on a channel's name here:
//! one that is not listed has an icon all the same.

use crate::icons::Icon;
use leptos::{prelude::*, svg};
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
