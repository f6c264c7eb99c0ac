//! WhatsApp: over Meta's Cloud API where the site has a number there, else over Twilio.

use crate::site::Site;
use weft_shared::channel::Channel;

/// The channel's name in policies and on the wire.
pub const CHANNEL: Channel = Channel::of_adapter("whatsapp");

/// Whether a site's messages go to Meta itself.
#[must_use]
pub fn is_at_meta(site: &Site) -> bool {
    site.settings.phone.as_ref().is_some_and(|phone| phone.meta.is_some())
}
