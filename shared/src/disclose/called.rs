//! What agents call a customer.

use crate::{
    conversation::{Conversation, Participant},
    identity::{IdentifierKind, Standing},
};

/// The word for somebody of whom nothing is known, before what tells two of them apart.
pub const UNKNOWN: &str = "Visitor";
/// How many characters of the id do: of a hundred visitors at a time two share them once in two hundred times.
const TELLING: usize = 4;

/// The name that the customer gave, else the address or number they write from, else "Visitor" with the end of their id:
/// the same in all of their conversations, and hardly ever that of another.
pub(crate) fn title(conversation: &Conversation) -> String {
    let known = &conversation.participants;
    let named =
        known.iter().filter_map(|one| Some((one, one.name.as_deref()?.trim()))).filter(|(_, name)| !name.is_empty());
    // What is proven comes before what is only claimed; of equals the one who was there first.
    let name = named.min_by_key(|(one, _)| one.standing == Standing::Claimed).map(|(_, name)| name.to_owned());
    let rank = |one: &&Participant| (one.standing == Standing::Claimed, !reaches(one.identifier.kind));
    name.or_else(|| known.iter().min_by_key(rank).map(|one| one.identifier.value.clone()))
        .unwrap_or_else(|| visitor(conversation))
}

/// Whether one can call somebody so in a greeting: senders put addresses and numbers where a name belongs.
pub(crate) fn is_name(given: &str) -> bool {
    let given = given.trim();
    !given.is_empty() && given != UNKNOWN && !given.contains('@') && !given.chars().any(|c| c.is_ascii_digit())
}

/// Whether an identifier is one that people know each other by, and not only a key of the site's own records.
const fn reaches(kind: IdentifierKind) -> bool {
    matches!(kind, IdentifierKind::Mail | IdentifierKind::Phone)
}

fn visitor(conversation: &Conversation) -> String {
    let Some(identity) = &conversation.identity else { return UNKNOWN.to_owned() };
    let id: Vec<char> = identity.customer.to_string().to_uppercase().chars().collect();
    let end: String = id.iter().skip(id.len().saturating_sub(TELLING)).collect();
    format!("{UNKNOWN} {end}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        conversation::Identity,
        id::{ConversationId, CustomerId},
        identity::Identifier,
        time::Timestamp,
    };

    fn one(kind: IdentifierKind, value: &str, standing: Standing, name: Option<&str>) -> Participant {
        let at = Timestamp(0);
        Participant {
            identifier: Identifier { kind, value: value.to_owned() },
            heard_on: Vec::new(),
            standing,
            evidence: None,
            name: name.map(str::to_owned),
            joined: at,
            heard: at,
            epoch: 1,
            held_since: at,
        }
    }

    fn called(customer: u128, participants: Vec<Participant>) -> String {
        let identity = Identity {
            conversation: ConversationId::from_bits(1),
            site: "demo".parse().unwrap(),
            customer: CustomerId::from_bits(customer),
        };
        title(&Conversation { identity: Some(identity), participants, ..Conversation::default() })
    }

    #[test]
    fn a_name_wins_and_a_proven_one_before_a_claimed_one() {
        use {IdentifierKind::Mail, Standing::*};
        let jo = || one(Mail, "jo@example.com", Proven, Some("Jo Doe"));
        let other = || one(Mail, "who@example.com", Claimed, Some("Somebody"));
        assert_eq!(called(1, vec![other(), jo()]), "Jo Doe");
        assert_eq!(called(1, vec![other(), one(Mail, "jo@example.com", Proven, None)]), "Somebody");
        assert_eq!(called(1, vec![one(Mail, "jo@example.com", Proven, Some("  "))]), "jo@example.com");
    }

    #[test]
    fn without_a_name_it_is_the_address_that_is_proven_and_that_people_know() {
        use {IdentifierKind::*, Standing::*};
        let all = || vec![one(Mail, "a@example.com", Claimed, None), one(Account, "4711", Proven, None)];
        assert_eq!(called(1, all()), "4711");
        let mut more = all();
        more.push(one(Phone, "+447700900123", Proven, None));
        assert_eq!(called(1, more), "+447700900123");
        let claimed = vec![one(Account, "4711", Claimed, None), one(Mail, "a@example.com", Claimed, None)];
        assert_eq!(called(1, claimed), "a@example.com");
    }

    #[test]
    fn two_of_whom_nothing_is_known_are_told_apart() {
        assert_eq!(called(0x3_1f, Vec::new()), called(0x3_1f, Vec::new()));
        assert_ne!(called(1, Vec::new()), called(2, Vec::new()));
        let name = called(u128::MAX, Vec::new());
        assert_eq!((name.split(' ').next(), name.len()), (Some(UNKNOWN), 12), "{name}");
        assert_eq!(title(&Conversation::default()), UNKNOWN);
    }
}
