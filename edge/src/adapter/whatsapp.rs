//! WhatsApp: over Meta's Cloud API, over Twilio, or over both, where a site has a number at each.

use super::{
    meta,
    numbers::{self, PhoneSettings},
    twilio,
};
use crate::site::Site;
use weft_shared::{channel::Channel, message::Via};

/// The channel's name in policies and on the wire.
pub const CHANNEL: Channel = Channel::of_adapter("whatsapp");

/// Whether what leaves by this end of the site's goes to Meta itself. Where the customer wrote to a number that the site
/// has no more, or never wrote, it leaves by the number that there is: Meta's first.
#[must_use]
pub fn goes_by_meta(site: &Site, via: Option<&Via>) -> bool {
    site.settings.phone.as_ref().is_some_and(|phone| by_meta(phone, via))
}

fn by_meta(phone: &PhoneSettings, via: Option<&Via>) -> bool {
    let twilios = phone.twilio.as_ref().is_some_and(|twilio| twilio.whatsapp.is_some());
    let wrote_to_twilio = via.is_some_and(|via| numbers::is_at(via, twilio::PROVIDER));
    phone.meta.is_some() && !(twilios && wrote_to_twilio)
}

/// The end of a message that came over Meta to this number.
#[must_use]
pub fn at_meta(number: &str) -> Via {
    numbers::at(meta::PROVIDER, number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn phone(meta: bool, twilio: bool) -> PhoneSettings {
        let meta = meta.then(|| json!({ "number_id": "1", "number": "+12025550101" }));
        let account =
            || json!({ "account": "AC1", "sms": "+12025550102", "whatsapp": twilio.then_some("+12025550103") });
        serde_json::from_value(json!({ "region": "GB", "twilio": account(), "meta": meta })).unwrap()
    }

    #[test]
    fn an_answer_goes_to_the_provider_whose_number_the_customer_wrote_to() {
        let (at_meta, at_twilio) = (at_meta("+12025550101"), numbers::at(twilio::PROVIDER, "+12025550103"));
        for (phone, via, by) in [
            (phone(true, true), Some(&at_twilio), false),
            (phone(true, true), Some(&at_meta), true),
            (phone(true, true), None, true),
            (phone(true, false), Some(&at_twilio), true),
            (phone(false, true), Some(&at_meta), false),
            (phone(false, true), None, false),
        ] {
            assert_eq!(by_meta(&phone, via), by, "{phone:?} {via:?}");
        }
    }
}
