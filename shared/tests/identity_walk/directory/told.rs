//! What the directory has conversations told.

use super::*;
use weft_shared::directory::Parting;

#[test]
fn an_undone_merge_tells_each_conversation_who_is_the_others_again() {
    let mut story = Story::new();
    let (jane, eve) = (story.writes(&mail("jane"), Proven), story.writes(&mail("eve"), Proven));
    story.writes(&phone(), Claimed);
    let id = story.merges(jane.customer, eve.customer).unwrap();
    let since = story.now;
    story.register.errands.clear();
    story.undoes(jane.customer, id).unwrap();
    let told: Vec<_> = story.register.errands.drain(..).map(|errand| (errand.conversation, errand.parting)).collect();
    let parting = |who| Some(Parting { identifiers: vec![mail(who)], since });
    let (here, there) = (jane.conversation, eve.conversation);
    assert_eq!(told, [(there, None), (here, parting("eve")), (there, parting("jane"))]);
    story.undoes(jane.customer, id).unwrap();
    assert!(story.register.errands.is_empty(), "undoing it again tells nobody");
    // What is proven for the one who stays takes part there, even if the other one claims it too.
    let claim = story.writes(&mail("jane"), Claimed);
    let id = story.merges(jane.customer, claim.customer).unwrap();
    story.register.errands.clear();
    story.undoes(jane.customer, id).unwrap();
    let told = story.register.errands.iter().map(|errand| (errand.conversation, errand.parting.is_some()));
    assert_eq!(told.collect::<Vec<_>>(), [(claim.conversation, false), (claim.conversation, true)]);
}

#[test]
fn a_conversation_that_is_heard_of_after_its_customer_was_merged_away_is_told() {
    let mut story = Story::new();
    let [a, b, c] = ["a", "b", "c"].map(|who| story.writes(&mail(who), Proven).customer);
    story.merges(b, a).unwrap();
    let last = story.merges(c, b).unwrap();
    story.register.errands.clear();
    let late = ConversationId::from_bits(story.id());
    let sighting = Sighting { conversation: late, customer: a, open: true, seq: 3, at: story.now };
    seen(&mut story.register, &sighting).unwrap();
    seen(&mut story.register, &sighting).unwrap();
    assert_eq!(story.whose(late), c);
    let [errand]: [_; 1] = Vec::from(story.register.errands.clone()).try_into().unwrap();
    assert_eq!((errand.conversation, errand.customer, errand.merge, &errand.parting), (late, c, last, &None));
}
