//! Why two customers may be one, in sentences for agents. They name kinds of identifiers, never media.

use super::How;
use crate::identity::IdentifierKind;

const fn thing(kind: IdentifierKind) -> &'static str {
    match kind {
        IdentifierKind::Mail => "mail address",
        IdentifierKind::Phone => "phone number",
        IdentifierKind::Account => "account",
        IdentifierKind::Deal => "deal",
    }
}

const fn by(how: How) -> &'static str {
    match how {
        How::Message => "by its messages",
        How::Proof => "by a proof in a conversation",
        How::Word | How::Site => "by the site",
    }
}

/// One has it proven, the other only says so.
pub(super) fn proven_and_claimed(kind: IdentifierKind, how: How) -> String {
    format!("The same {} is proven for one {} and only claimed by the other.", thing(kind), by(how))
}

/// It is proven for one, and the same was proven where the other is.
pub(super) fn both_proven(kind: IdentifierKind, known: How, again: How) -> String {
    let (thing, known) = (thing(kind), by(known));
    match again {
        How::Word | How::Site => {
            format!("The site says that the {thing} is the one's; for the other it is proven {known}.")
        }
        _ => {
            format!("The same {thing} is proven for one {known}, and was proven again in a conversation of the other.")
        }
    }
}

/// Somebody signed in where somebody else is known.
pub(super) fn signed_in(tied: bool) -> String {
    let who = if tied { "who had proved to be them" } else { "who had only followed a link" };
    format!("In a conversation of the one somebody {who} signed in to the account of the other.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_name_what_is_shared_and_how_it_is_known() {
        assert_eq!(
            proven_and_claimed(IdentifierKind::Phone, How::Message),
            "The same phone number is proven for one by its messages and only claimed by the other."
        );
        assert_eq!(
            both_proven(IdentifierKind::Mail, How::Message, How::Site),
            "The site says that the mail address is the one's; for the other it is proven by its messages."
        );
    }
}
