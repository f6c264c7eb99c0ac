//! Calls. They come over Twilio; nothing is sent there.

use weft_shared::channel::Channel;

/// The channel's name in policies and on the wire.
pub const CHANNEL: Channel = Channel::of_adapter("voice");
