//! The chat on the site. Its messages go over the conversation's own sockets; all there is to know is its name.

use weft_shared::channel::Channel;

/// The channel's name in policies and on the wire.
pub const CHANNEL: Channel = Channel::of_adapter("web-chat");
