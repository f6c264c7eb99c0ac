use crate::sample::{AT, CONVERSATION, CUSTOMER, LATER, MERGE, agent, hold};
use weft_shared::{
    id::CustomerId,
    identity::{IdentifierKind, Standing},
    wire::person::{
        IdentifyByServer, KnownAs, MergeLine, MergeWanted, Person, PersonConversation, PersonIdentifier,
        SuggestionLine, UnmergeWanted,
    },
};

const OTHER_CUSTOMER: CustomerId = CustomerId::from_bits(0x0199_0000_0000_7000_8000_0000_0000_0009);

fn person() -> Person {
    Person {
        customer: CUSTOMER,
        identifiers: vec![PersonIdentifier {
            kind: IdentifierKind::Mail,
            value: "jo@example.com".to_owned(),
            standing: Standing::Proven,
            at: AT,
        }],
        conversations: vec![PersonConversation { conversation: CONVERSATION, open: true, at: AT }],
        suggestions: vec![SuggestionLine {
            customer: OTHER_CUSTOMER,
            kind: IdentifierKind::Phone,
            value: "+447700900123".to_owned(),
            because: "Both were heard on this number.".to_owned(),
            at: AT,
        }],
        merges: vec![merge()],
    }
}

fn merge() -> MergeLine {
    MergeLine {
        merge: MERGE,
        from: OTHER_CUSTOMER,
        by: agent(),
        because: "They said so on the phone.".to_owned(),
        at: AT,
        undone: Some((agent(), LATER)),
    }
}

#[test]
fn customers_keep_their_form() {
    hold("person.Person", &person());
    hold("person.MergeLine.plain", &MergeLine { undone: None, ..merge() });
}

#[test]
fn merging_keeps_its_form() {
    hold("person.MergeWanted", &MergeWanted { other: OTHER_CUSTOMER, because: "They said so.".to_owned() });
    hold("person.UnmergeWanted", &UnmergeWanted { merge: MERGE });
}

#[test]
fn the_word_of_a_sites_backend_keeps_its_form() {
    hold(
        "person.IdentifyByServer",
        &IdentifyByServer {
            account: "a-1".to_owned(),
            mail: vec!["jo@example.com".to_owned()],
            phone: vec!["+447700900123".to_owned()],
            deal: vec!["D-100".to_owned()],
            tier: Some("gold".to_owned()),
            conversation: Some(CONVERSATION),
        },
    );
    hold("person.KnownAs", &KnownAs { customer: CUSTOMER, conflicts: vec!["jo@example.com".to_owned()] });
}
