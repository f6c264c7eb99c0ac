//! Addresses that take part no longer, since a merge was undone.

use super::*;
use crate::{disclose::entry_for_agent, id::MergeId, identity::Standing};

impl Story {
    fn part(&mut self, identifiers: Vec<Identifier>, since: Timestamp) -> usize {
        let because = "ada undid a merge of two customers".to_owned();
        self.run(CommandBody::Part { identifiers, merge: MergeId::from_bits(3), since, because }).unwrap()
    }

    /// Jane's conversation, in which her number joined after a merge: when that was.
    fn joined() -> (Self, TokenId, Timestamp) {
        let (mut story, token) = Self::mailed();
        let since = story.now;
        story.whatsapp("From my phone");
        (story, token, since)
    }
}

#[test]
fn who_leaves_reads_nothing_more_and_is_not_written_to() {
    let (mut story, _, since) = Story::joined();
    let token = TokenId::from_bits(story.id());
    let address = Some(phone(JANE));
    story.run(CommandBody::SpeakCode { token, channel: web(), address, agent: None }).unwrap();
    let (proven, linked) = (story.redeem(token).unwrap(), story.redeem(token).unwrap());
    story.run(CommandBody::AskProof { session: proven }).unwrap();
    let evidence = Evidence::CodeConfirmed { address: phone(JANE), at: story.now };
    story.run(CommandBody::Prove { session: proven, evidence }).unwrap();
    assert_eq!(story.sees(proven), ["From my phone"]);

    assert_eq!(story.part(vec![phone(JANE), address_of_nobody()], since), 1);
    let said = entry_for_agent(&story.policy, story.journal.last().unwrap()).unwrap();
    let EntryBody::Notice(notice) = said.body else { panic!() };
    assert_eq!(notice.text, "+447700900123 takes part here no longer: ada undid a merge of two customers");
    for gone in [proven, linked] {
        assert_eq!(story.sees(gone), Vec::<String>::new());
        assert_eq!(story.say(gone, "Hello?"), Err(Refusal::SessionOver));
    }
    assert_eq!(story.redeem(token), Err(Refusal::LinkUnusable));
    let targets = ways(&story.thread, &story.policy, story.now, &|_| true).into_iter().map(|way| way.target);
    assert!(targets.into_iter().all(|target| target != Target::Address(phone(JANE))));
    assert_eq!(story.part(vec![phone(JANE)], since), 0, "it has left already");
    assert_eq!(Conversation::replay(&story.journal), story.thread);
}

fn address_of_nobody() -> Identifier {
    address("nobody@example.com")
}

#[test]
fn who_took_part_before_the_merge_stays() {
    let (mut story, _, since) = Story::joined();
    assert_eq!(story.part(vec![address("jane@example.com")], since), 0);
    assert!(story.thread.participant(&address("jane@example.com")).is_some());
}

#[test]
fn a_browser_that_proved_something_else_as_well_goes_on_by_that() {
    let (mut story, token, since) = Story::joined();
    let session = story.redeem(token).unwrap();
    for address in [phone(JANE), address("jane@example.com")] {
        story.thread.sessions.get_mut(&session).unwrap().asked = Some(address.clone());
        let evidence = Evidence::CodeConfirmed { address, at: story.now };
        story.run(CommandBody::Prove { session, evidence }).unwrap();
    }
    story.part(vec![phone(JANE)], since);
    assert_eq!(story.sees(session).len(), 3);
    story.part(vec![address("jane@example.com")], START);
    assert_eq!(story.say(session, "Hello?"), Err(Refusal::SessionOver));
}

#[test]
fn who_left_joins_again_with_a_message_of_their_own_only_where_the_directory_leads_them() {
    let (mut story, _, since) = Story::joined();
    story.part(vec![phone(JANE)], since);
    let left = story.thread.seq;
    story.whatsapp("It is me again");
    let known = story.thread.participant(&phone(JANE)).unwrap();
    assert!(known.epoch > left && known.standing == Standing::Proven);
    assert!(!story.thread.left.contains(&phone(JANE)));
}

#[test]
fn an_account_that_is_the_other_ones_opens_nothing_here_any_more() {
    let (mut story, token) = Story::mailed();
    let since = story.now.plus(1);
    let session = story.redeem(token).unwrap();
    let word = |story: &Story, account: &str| Evidence::SiteSigned { account: account.to_owned(), at: story.now };
    let evidence = word(&story, "cust-eve");
    story.run(CommandBody::Identify { session, evidence, also: Vec::new(), known: true }).unwrap();
    assert_eq!(story.sees(session).len(), 2);
    story.part(vec![Identifier { kind: IdentifierKind::Account, value: "cust-eve".to_owned() }], since);
    assert_eq!(story.sees(session), Vec::<String>::new());
    // Its place is free for the account that belongs here, which opens what it is tied to and no more.
    let session = story.redeem(token).unwrap();
    let evidence = word(&story, "cust-jane");
    story.run(CommandBody::Identify { session, evidence, also: Vec::new(), known: false }).unwrap();
    assert_eq!(story.sees(session), Vec::<String>::new());
}
