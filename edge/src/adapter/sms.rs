//! Texts: SMS, and MMS where pictures come with them. They go over Twilio.

use weft_shared::channel::Channel;

/// The channel's name in policies and on the wire.
pub const CHANNEL: Channel = Channel::of_adapter("sms");
