//! Stories of the directory, each a short one.

mod told;

use crate::{
    memory::Memory,
    world::{named, web},
};
use weft_shared::{
    consent::{Consent, ConsentLine},
    directory::{
        Account, Arriving, Failure, Identifying, Merging, PersonFound, Proved, Resolved, Sighting, Unmerging, Word,
        account, consent, consented, customer, depart, departed, identify, latest, merge, person, prove, resolve, seen,
        suggestions, unmerge,
    },
    id::{ConversationId, CustomerId, MergeId},
    identity::{
        Identifier, IdentifierKind,
        Standing::{self, Claimed, Proven},
    },
    time::{DAY, MINUTE, Timestamp},
    wire::person::Person,
};

/// A directory, and time that passes.
struct Story {
    register: Memory,
    now: Timestamp,
    next: u128,
}

fn mail(who: &str) -> Identifier {
    named(IdentifierKind::Mail, format!("{who}@example.com"))
}

fn phone() -> Identifier {
    named(IdentifierKind::Phone, "+447700900123")
}

fn shop(account: &str) -> Identifier {
    named(IdentifierKind::Account, account)
}

impl Story {
    fn new() -> Self {
        Self { register: Memory::default(), now: Timestamp(1_795_000_000_000), next: 0 }
    }

    fn id(&mut self) -> u128 {
        self.next += 1;
        self.now = self.now.plus(1);
        self.next
    }

    fn writes(&mut self, identifier: &Identifier, standing: Standing) -> Resolved {
        let key = format!("arrival-{}", self.id());
        self.writes_with(identifier, standing, &key)
    }

    fn writes_with(&mut self, identifier: &Identifier, standing: Standing, key: &str) -> Resolved {
        let (new_customer, new_conversation) = (CustomerId::from_bits(self.id()), ConversationId::from_bits(self.id()));
        let (key, at) = (key.parse().unwrap(), self.now);
        let wish = Arriving { identifier, standing, key: &key, new_customer, new_conversation, at };
        resolve(&mut self.register, &wish).unwrap()
    }

    fn visits(&mut self) -> ConversationId {
        let (conversation, customer) = (ConversationId::from_bits(self.id()), CustomerId::from_bits(self.id()));
        let sighting = Sighting { conversation, customer, open: true, seq: 0, at: self.now };
        seen(&mut self.register, &sighting).unwrap();
        conversation
    }

    fn closes(&mut self, conversation: ConversationId, seq: u64) {
        let customer = self.whose(conversation);
        let sighting = Sighting { conversation, customer, open: false, seq, at: self.now };
        seen(&mut self.register, &sighting).unwrap();
    }

    fn proves(&mut self, conversation: ConversationId, identifier: &Identifier) -> Proved {
        prove(&mut self.register, conversation, identifier, self.now).unwrap()
    }

    fn signs_in(
        &mut self,
        conversation: ConversationId,
        who: &Identifier,
        also: &[Identifier],
        known: bool,
    ) -> Account {
        let once = self.id().to_string();
        self.presents(conversation, who, also, known, &once)
    }

    fn presents(
        &mut self,
        conversation: ConversationId,
        who: &Identifier,
        also: &[Identifier],
        known: bool,
        once: &str,
    ) -> Account {
        let (expires, at) = (self.now.plus(5 * MINUTE), self.now);
        account(&mut self.register, &Word { conversation, account: who, also, known, once, expires, at }).unwrap()
    }

    fn merges(
        &mut self,
        customer: CustomerId,
        other: CustomerId,
    ) -> Result<MergeId, Failure<std::convert::Infallible>> {
        let id = MergeId::from_bits(self.id());
        let (by, because, at) = ("ada".parse().unwrap(), "the same order".to_owned(), self.now);
        merge(&mut self.register, &Merging { customer, other, merge: id, by, because, at }).map(|_| id)
    }

    fn undoes(
        &mut self,
        customer: CustomerId,
        merge: MergeId,
    ) -> Result<PersonFound, Failure<std::convert::Infallible>> {
        let (by, at) = ("bob".parse().unwrap(), self.now);
        unmerge(&mut self.register, &Unmerging { customer, merge, by, at })
    }

    fn whose(&self, conversation: ConversationId) -> CustomerId {
        customer(&self.register, conversation).unwrap().unwrap()
    }

    fn known(&self, customer: CustomerId) -> Person {
        match person(&self.register, customer).unwrap() {
            PersonFound::Known { person } => *person,
            other => panic!("{customer} is {other:?}"),
        }
    }
}

#[test]
fn a_message_goes_to_the_latest_open_conversation_of_its_holder() {
    let mut story = Story::new();
    let first = story.writes_with(&mail("jane"), Proven, "the-first-key");
    assert!(first.opened);
    let second = story.writes(&mail("jane"), Proven);
    assert_eq!((second.conversation, second.opened), (first.conversation, false));
    story.closes(first.conversation, 3);
    assert!(story.writes(&mail("jane"), Proven).opened, "a closed conversation is not found");
    assert_eq!(story.writes_with(&mail("jane"), Proven, "the-first-key"), first, "but the same key gets it again");
}

#[test]
fn a_claim_never_leads_to_somebody_who_is_known() {
    let mut story = Story::new();
    let jane = story.writes(&mail("jane"), Proven);
    let claimed = story.writes(&mail("jane"), Claimed);
    assert_ne!((claimed.customer, claimed.conversation), (jane.customer, jane.conversation));
    assert_eq!(story.writes(&mail("jane"), Claimed).conversation, claimed.conversation);
    let [reason] = suggestions(&story.register, jane.customer).unwrap().try_into().unwrap();
    assert_eq!(reason.customer, claimed.customer);
    assert_eq!(
        reason.because,
        "The same mail address is proven for one by its messages and only claimed by the other."
    );
    assert_eq!(latest(&story.register, &mail("jane")).unwrap().unwrap().conversation, jane.conversation);
    // Once the claimant is known by something else, the claim leads nowhere.
    story.proves(claimed.conversation, &phone());
    assert!(story.writes(&mail("jane"), Claimed).opened);
}

#[test]
fn what_is_proven_for_one_is_only_suggested_for_another() {
    let mut story = Story::new();
    let (jane, visit) = (story.writes(&mail("jane"), Proven), story.visits());
    let visitor = story.whose(visit);
    let proved = story.proves(visit, &mail("jane"));
    assert_eq!((proved.joined, proved.also), (false, Some(jane.customer)));
    assert_eq!(suggestions(&story.register, visitor).unwrap().len(), 1);
    story.proves(visit, &mail("jane"));
    assert_eq!(suggestions(&story.register, visitor).unwrap().len(), 1, "each reason is told once");
}

#[test]
fn a_merge_is_undone_to_both_former_states() {
    let mut story = Story::new();
    let (jane, other) = (story.writes(&mail("jane"), Proven), story.writes(&phone(), Proven));
    let claim = story.writes(&mail("jane"), Claimed);
    let before = [jane.customer, other.customer, claim.customer].map(|customer| story.known(customer));
    let first = story.merges(jane.customer, other.customer).unwrap();
    assert_eq!(story.register.errands.pop_front().unwrap().customer, jane.customer);
    let second = story.merges(jane.customer, claim.customer).unwrap();
    let merged = story.known(jane.customer);
    assert_eq!((merged.conversations.len(), merged.identifiers.len(), merged.suggestions.len()), (3, 2, 0));
    assert_eq!(merged.merges.iter().map(|line| line.merge).collect::<Vec<_>>(), [second, first]);
    assert_eq!(
        person(&story.register, other.customer),
        Ok(PersonFound::MergedInto { customer: jane.customer }),
        "the old id leads on"
    );
    assert_eq!(story.writes(&phone(), Proven).customer, jane.customer);
    story.undoes(jane.customer, first).unwrap();
    story.undoes(jane.customer, second).unwrap();
    for former in before {
        let mut now = story.known(former.customer);
        assert!(now.merges.iter().all(|line| line.undone.is_some()), "undone merges stay on record");
        now.merges.clear();
        now.conversations.iter_mut().for_each(|line| line.at = Timestamp(0));
        let mut former = former;
        former.conversations.iter_mut().for_each(|line| line.at = Timestamp(0));
        assert_eq!(now, former);
    }
}

#[test]
fn what_came_since_a_merge_stays_with_who_stayed() {
    let mut story = Story::new();
    let (jane, other) = (story.writes(&mail("jane"), Proven), story.writes(&mail("eve"), Proven));
    let id = story.merges(jane.customer, other.customer).unwrap();
    story.closes(jane.conversation, 5);
    story.closes(other.conversation, 5);
    let since = story.writes(&mail("eve"), Proven);
    story.proves(since.conversation, &phone());
    story.undoes(jane.customer, id).unwrap();
    assert_eq!(story.whose(since.conversation), jane.customer);
    assert_eq!(story.whose(other.conversation), other.customer);
    assert_eq!(story.writes(&phone(), Proven).customer, jane.customer);
    assert_eq!(story.writes(&mail("eve"), Proven).customer, other.customer);
}

#[test]
fn chained_merges_are_undone_from_the_last() {
    let mut story = Story::new();
    let [a, b, c] = ["a", "b", "c"].map(|who| story.writes(&mail(who), Proven).customer);
    let first = story.merges(a, b).unwrap();
    let second = story.merges(c, a).unwrap();
    assert_eq!(person(&story.register, b), Ok(PersonFound::MergedInto { customer: c }), "chains lead to their end");
    let refused = story.undoes(a, first).unwrap_err();
    assert!(matches!(&refused, Failure::Conflict(why) if why.starts_with("undo the later merge first")), "{refused:?}");
    for (customer, other) in [(c, c), (c, b), (c, a)] {
        assert!(matches!(story.merges(customer, other), Err(Failure::Conflict(_))), "{other} is {c} already");
    }
    assert_eq!(story.merges(c, CustomerId::from_bits(u128::MAX)), Err(Failure::NotFound));
    assert_eq!(story.undoes(a, second), Err(Failure::NotFound), "it was into another customer");
    story.undoes(c, second).unwrap();
    story.undoes(a, first).unwrap();
    assert!([a, b, c].iter().all(|customer| story.known(*customer).identifiers.len() == 1));
}

#[test]
fn a_visitor_who_signs_in_becomes_the_accounts_customer() {
    let mut story = Story::new();
    let first = story.visits();
    assert_eq!(story.signs_in(first, &shop("jane"), &[], false), Account::Here { elsewhere: None, known: false });
    let second = story.visits();
    let here = story.signs_in(second, &shop("jane"), &[mail("jane")], false);
    assert_eq!(here, Account::Here { elsewhere: Some(first), known: false });
    assert_eq!(story.whose(second), story.whose(first));
    assert_eq!(story.writes(&mail("jane"), Proven).customer, story.whose(first), "the site vouched for the address");
    let [line] = story.known(story.whose(first)).merges.try_into().unwrap();
    assert_eq!((line.by.as_str(), line.because.as_str()), ("site", "the visitor signed in to the account jane"));
    assert_eq!(story.signs_in(second, &shop("eve"), &[], false), Account::OtherAccount);
}

#[test]
fn an_address_that_the_site_vouches_for_brings_whoever_it_is_proven_of() {
    let mut story = Story::new();
    let jane = story.writes(&mail("jane"), Proven);
    let visit = story.visits();
    let is = story.signs_in(visit, &shop("jane"), &[mail("jane")], false);
    assert_eq!(is, Account::Here { elsewhere: Some(jane.conversation), known: false });
    assert_eq!(story.whose(visit), jane.customer);
    // An address that is only claimed, or somebody's who has another account, brings nobody.
    story.writes(&mail("eve"), Claimed);
    for vouched in ["eve", "jane"] {
        let visit = story.visits();
        let is = story.signs_in(visit, &shop(&format!("other-{vouched}")), &[mail(vouched)], false);
        assert!(matches!(is, Account::Here { elsewhere: None, .. }), "{is:?}");
        assert_ne!(story.whose(visit), jane.customer);
    }
}

#[test]
fn a_word_of_the_site_counts_once() {
    let mut story = Story::new();
    let visit = story.visits();
    assert!(matches!(story.presents(visit, &shop("jane"), &[], false, "token"), Account::Here { .. }));
    assert_eq!(story.presents(visit, &shop("jane"), &[], false, "token"), Account::Replayed);
    story.now = story.now.plus(6 * MINUTE);
    assert!(matches!(story.presents(visit, &shop("jane"), &[], false, "token"), Account::Here { .. }), "it ended");
}

#[test]
fn an_account_is_tied_to_whoever_is_known_before_it_counts() {
    let mut story = Story::new();
    let jane = story.writes(&mail("jane"), Proven);
    let by_link = story.signs_in(jane.conversation, &shop("eve"), &[mail("eve")], false);
    assert_eq!(by_link, Account::OtherAccount, "a forwarded link and an account of one's own are no proof");
    assert_eq!(story.known(jane.customer).identifiers.len(), 1);
    let by_address = story.signs_in(jane.conversation, &shop("jane"), &[mail("jane")], false);
    assert_eq!(by_address, Account::Here { elsewhere: None, known: false });
    // Somebody else of whom something is proven is not merged, even if they proved to be here.
    let other = story.writes(&phone(), Proven);
    assert_eq!(
        story.signs_in(other.conversation, &shop("jane"), &[], true),
        Account::Here { elsewhere: None, known: false }
    );
    assert_ne!(story.whose(other.conversation), jane.customer);
    assert_eq!(suggestions(&story.register, jane.customer).unwrap().len(), 1);
}

#[test]
fn a_number_that_was_silent_leads_on_and_ties_nothing() {
    let mut story = Story::new();
    let jane = story.writes(&phone(), Proven);
    story.now = story.now.plus(46 * DAY);
    assert_eq!(story.writes(&phone(), Proven).customer, jane.customer, "it leads where it led");
    let visit = story.visits();
    assert!(matches!(story.signs_in(visit, &shop("new"), &[phone()], false), Account::Here { elsewhere: None, .. }));
    assert_ne!(story.whose(visit), jane.customer, "its new holder's account is not the old one's");
    assert_eq!(
        story.signs_in(jane.conversation, &shop("newer"), &[phone()], false),
        Account::OtherAccount,
        "not even where the number is known"
    );
    let (also, new_customer) = ([phone()], CustomerId::from_bits(story.id()));
    let said = Identifying { account: &shop("newest"), also: &also, new_customer, at: story.now };
    let known = identify(&mut story.register, &said).unwrap();
    assert_eq!((known.customer, known.conflicts), (new_customer, vec![phone().value]));
}

#[test]
fn the_backend_says_what_belongs_to_an_account() {
    let mut story = Story::new();
    let (jane, eve) = (story.writes(&mail("jane"), Proven), story.writes(&phone(), Proven));
    let deal = named(IdentifierKind::Deal, "4711");
    let also = [mail("jane"), phone(), deal.clone()];
    let (new_customer, at) = (CustomerId::from_bits(story.id()), story.now);
    let said = Identifying { account: &shop("jane"), also: &also, new_customer, at };
    let known = identify(&mut story.register, &said).unwrap();
    assert_eq!((known.customer, &known.conflicts), (jane.customer, &vec![phone().value]));
    assert_eq!(identify(&mut story.register, &said), Ok(known), "saying it again changes nothing");
    assert_eq!(story.known(eve.customer).suggestions.len(), 1);
    assert!(matches!(story.signs_in(jane.conversation, &shop("jane"), &[], false), Account::Here { known: true, .. }));
    // A deal brings its customer to a visitor's conversation, and only suggests them to somebody who is known.
    let visit = story.visits();
    assert!(story.proves(visit, &deal).joined);
    assert_eq!(story.whose(visit), jane.customer);
    assert_eq!(story.proves(eve.conversation, &deal).also, Some(jane.customer));
    assert_eq!(story.whose(eve.conversation), eve.customer);
}

#[test]
fn the_latest_wish_counts_and_is_told_where_its_holder_writes() {
    let mut story = Story::new();
    let first = story.writes(&phone(), Proven);
    story.closes(first.conversation, 2);
    let second = story.writes(&phone(), Proven);
    let mut says = |wish, at| {
        let line = ConsentLine { identifier: phone(), channel: web(), consent: wish };
        consent(&mut story.register, second.conversation, &line, at).unwrap()
    };
    let at = Timestamp(1_795_000_100_000);
    assert_eq!(says(Consent::Stopped, at), [first.conversation]);
    assert_eq!(says(Consent::Given, at.plus(-1)), [], "an older wish that comes late changes nothing");
    assert_eq!(consented(&story.register, &phone(), &web()), Ok(Some(Consent::Stopped)));
    let [line] = story.writes(&phone(), Proven).consents.try_into().unwrap();
    assert_eq!(line.consent, Consent::Stopped, "the next message carries it");
}

#[test]
fn a_conversation_departs_within_one_customer_and_is_found_no_more() {
    let mut story = Story::new();
    let (jane, eve) = (story.writes(&mail("jane"), Proven), story.writes(&mail("eve"), Proven));
    let visit = story.visits();
    story.signs_in(visit, &shop("jane"), &[], false);
    let other = story.whose(visit);
    assert!(matches!(depart(&mut story.register, visit, eve.conversation), Err(Failure::Conflict(_))));
    let id = story.merges(jane.customer, other).unwrap();
    assert_eq!(depart(&mut story.register, visit, jane.conversation), Ok(()));
    assert_eq!(depart(&mut story.register, visit, jane.conversation), Ok(()), "it may be said again");
    assert!(matches!(depart(&mut story.register, jane.conversation, visit), Err(Failure::Conflict(_))), "no circles");
    assert_eq!(departed(&story.register, visit), Ok(Some(jane.conversation)));
    assert_eq!(departed(&story.register, jane.conversation), Ok(None));
    assert_eq!(story.writes(&mail("jane"), Proven).conversation, jane.conversation);
    assert_eq!(story.known(jane.customer).conversations.len(), 1);
    // Where its messages are, there it belongs.
    story.undoes(jane.customer, id).unwrap();
    assert_eq!(story.whose(visit), jane.customer);
}
