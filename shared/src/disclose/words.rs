//! Proofs in words.

use crate::{
    address::mask,
    evidence::Evidence,
    identity::{Identifier, IdentifierKind},
};

/// What a proof says, and when it was given, in one sentence for agents.
pub(super) fn proven_words(evidence: &Evidence) -> String {
    let at = evidence.at().words();
    match evidence {
        Evidence::LinkHeld { .. } => format!("Followed a link, which proves nothing ({at})"),
        Evidence::CodeConfirmed { address, .. } => {
            let what = match address.kind {
                IdentifierKind::Phone => "number",
                _ => "mailbox",
            };
            format!("Controls the {what} {}: typed the code that went there ({at})", masked(address))
        }
        Evidence::SiteSigned { account, .. } => format!("Signed in at the site as account {account} ({at})"),
        Evidence::MailAligned { domain, .. } => format!("The mail passed the checks of {domain} for its sender ({at})"),
        Evidence::NumberAsserted { assertion, .. } => format!("{} ({at})", asserted(assertion)),
        Evidence::AgentVouched { agent, how, .. } => format!("{agent} vouched: {how} ({at})"),
    }
}

/// What a provider's word about a number is worth, by the words that adapters use.
fn asserted(assertion: &str) -> String {
    let words = match assertion {
        "account" => "The provider says that the message came from the account that is registered for this number",
        "sender" => "A text message said to be from this number; senders of texts can be forged",
        "stir-a" => "The caller's network vouches that the caller may use this number (attestation A)",
        "stir-b" => "The caller's network knows the caller, but not that the number is theirs (attestation B)",
        "stir-c" => "The network only knows where the call entered it (attestation C): the number may be forged",
        "stir-failed" => "The signature of the caller's number failed its check: the number may be forged",
        "unattested" => "A call said to be from this number; no network vouches for it",
        other => return format!("The provider asserted the number: {other}"),
    };
    words.to_owned()
}

fn masked(address: &Identifier) -> String {
    match address.kind {
        IdentifierKind::Mail | IdentifierKind::Phone => mask(address),
        IdentifierKind::Account | IdentifierKind::Deal => address.value.clone(),
    }
}
