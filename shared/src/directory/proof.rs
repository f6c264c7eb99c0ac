//! What a proof in a conversation makes known.

use super::{Answer, How, Register, give, merge::absorb, provisional, resolve::wishes, whose};
use crate::{
    consent::ConsentLine,
    id::{ConversationId, CustomerId},
    identity::{Identifier, IdentifierKind, Standing},
    time::Timestamp,
};
use serde::{Deserialize, Serialize};

/// The answer to a proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    /// Whether the identifier is the conversation's customer's now.
    pub joined: bool,
    /// Another customer of whom it is proven: kept as a suggestion, never merged silently.
    pub also: Option<CustomerId>,
    /// What the holder of the address wishes, by medium.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<ConsentLine>,
}

/// Evidence was given, in this conversation, for this identifier: it is its customer's, unless it is another's already.
/// An account is not: a word in a conversation makes it theirs only by [`account`](super::account).
/// A deal brings its customer: a conversation of somebody of whom nothing is proven becomes theirs.
///
/// # Errors
/// When the register fails.
pub fn prove<R: Register>(
    register: &mut R,
    conversation: ConversationId,
    identifier: &Identifier,
    at: Timestamp,
) -> Answer<Proved, R> {
    let consents = wishes(register, identifier)?;
    let Some(customer) = whose(register, conversation)? else {
        return Ok(Proved { joined: false, also: None, consents });
    };
    if identifier.kind == IdentifierKind::Deal
        && let Some(known) = register.identifier(identifier, Standing::Proven)?
        && known.customer != customer
        && provisional(&register.identifiers(customer)?)
    {
        let because = format!("the conversation is about the deal {}", identifier.value);
        absorb(register, [known.customer, customer], &because, at)?;
        return Ok(Proved { joined: true, also: None, consents });
    }
    if identifier.kind == IdentifierKind::Account {
        // What ties an account to a customer was asked before: see `account`.
        let owner = register.identifier(identifier, Standing::Proven)?.map(|row| row.customer);
        return Ok(Proved { joined: owner == Some(customer), also: owner.filter(|it| *it != customer), consents });
    }
    let also = give(register, customer, identifier, How::Proof, at)?;
    Ok(Proved { joined: also.is_none(), also, consents })
}
