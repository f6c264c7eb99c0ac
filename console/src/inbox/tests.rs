use super::*;
use weft_shared::{
    evidence::Assurance,
    handoff::Party,
    id::{CustomerId, HandoffId},
    routing::{Mood, Priority},
    time::Timestamp,
    wire::agent::{HeldLine, OfferLine},
};

fn id(n: u128) -> ConversationId {
    ConversationId::from_bits(n)
}

/// A line of an open conversation in the queue.
pub fn row(n: u128, seq: u64, at: i64) -> Row {
    Row {
        conversation: id(n),
        seq,
        said: seq,
        customer: CustomerId::from_bits(n),
        title: format!("Customer {n}"),
        subject: None,
        preview: String::new(),
        channel: "pigeon".parse().unwrap(),
        level: Assurance::Anonymous,
        owner: None,
        open: true,
        waiting: false,
        at: Timestamp(at),
        team: None,
        intent: None,
        priority: Priority::Normal,
        mood: Mood::Calm,
        tier: None,
        tags: Vec::new(),
        due: None,
        queued: None,
        held: None,
        offer: None,
        mentions: Vec::new(),
    }
}

fn ada() -> AgentId {
    "ada".parse().unwrap()
}

/// Ada of the support team, at a moment.
pub fn reader(now: i64) -> Reader {
    Reader { agent: ada(), teams: vec!["support".into()], now: Timestamp(now) }
}

fn with(rows: Vec<Row>) -> Inbox {
    let mut inbox = Inbox::default();
    inbox.take(rows, Vec::new(), Vec::new());
    inbox
}

fn shown(inbox: &Inbox, view: View, sort: Sort) -> Vec<u128> {
    let shown = inbox.shown(view, &Wanted::default(), sort, &reader(100));
    shown.into_iter().map(ConversationId::bits).collect()
}

fn offered(row: Row) -> Row {
    let to = Party::Agent(ada());
    let offer = OfferLine { handoff: HandoffId::from_bits(1), by: "bob".parse().unwrap(), to, expires: None };
    Row { offer: Some(offer), owner: Some("bob".parse().unwrap()), ..row }
}

#[test]
fn the_latest_message_is_first() {
    let inbox = with(vec![row(1, 1, 10), row(2, 1, 30), row(3, 1, 20)]);
    assert_eq!(shown(&inbox, View::Open, Sort::Latest), [2, 3, 1]);
}

#[test]
fn an_order_puts_what_it_is_about_first_and_the_latest_before_the_rest() {
    let waits = |n, at| Row { waiting: true, ..row(n, 1, at) };
    let queued = Row { queued: Some(Timestamp(5)), ..waits(3, 40) };
    let inbox = with(vec![row(1, 1, 10), waits(2, 30), queued, row(4, 1, 20)]);
    assert_eq!(shown(&inbox, View::Open, Sort::Longest), [3, 2, 4, 1]);
    let due = |n, due| Row { due: Some(Timestamp(due)), ..row(n, 1, 1) };
    let inbox = with(vec![row(1, 1, 10), due(2, 300), due(3, 200), row(4, 1, 20)]);
    assert_eq!(shown(&inbox, View::Open, Sort::Due), [3, 2, 4, 1]);
}

#[test]
fn what_is_offered_to_the_reader_is_on_top_of_every_order() {
    let due = Row { due: Some(Timestamp(1)), waiting: true, ..row(1, 1, 90) };
    let inbox = with(vec![due, offered(row(2, 1, 5)), row(3, 1, 50)]);
    for sort in Sort::ALL {
        assert_eq!(shown(&inbox, View::Open, sort).first(), Some(&2), "{sort:?}");
    }
    assert_eq!(shown(&inbox, View::Mine, Sort::Latest), [2]);
}

#[test]
fn a_lower_place_in_the_journal_never_replaces_a_higher() {
    let mut inbox = with(vec![row(1, 5, 10)]);
    assert!(!inbox.change(Row { title: "Older".into(), ..row(1, 4, 99) }));
    assert!(!inbox.change(Row { title: "The same".into(), ..row(1, 5, 99) }));
    assert_eq!(inbox.row(id(1)).unwrap().title, "Customer 1");
    inbox.take(vec![Row { title: "Older".into(), ..row(1, 4, 99) }], Vec::new(), Vec::new());
    assert_eq!(inbox.row(id(1)).unwrap().title, "Customer 1");
    assert!(inbox.change(Row { title: "Newer".into(), ..row(1, 6, 99) }));
    assert_eq!(inbox.row(id(1)).unwrap().title, "Newer");
}

#[test]
fn a_new_inbox_forgets_lines_that_it_does_not_have() {
    let mut inbox = with(vec![row(1, 1, 1), row(2, 1, 2)]);
    inbox.take(vec![row(2, 1, 2)], Vec::new(), Vec::new());
    assert!(inbox.row(id(1)).is_none());
}

#[test]
fn each_view_shows_its_own() {
    let bob: AgentId = "bob".parse().unwrap();
    let mine = Row { owner: Some(ada()), waiting: true, ..row(1, 1, 1) };
    let others = Row { owner: Some(bob.clone()), team: Some("support".into()), ..row(2, 1, 2) };
    let late = Row { due: Some(Timestamp(99)), waiting: true, ..row(3, 1, 3) };
    let closed = Row { open: false, owner: Some(ada()), mentions: vec![(ada(), 7)], ..row(4, 1, 4) };
    let held = HeldLine { until: None, because: String::new() };
    let held = Row { held: Some(held), owner: Some(bob), waiting: true, due: Some(Timestamp(9)), ..row(5, 1, 5) };
    let inbox = with(vec![mine, others, late, closed, held]);
    for (view, lines) in [
        (View::Mine, &[1][..]),
        (View::Team, &[2]),
        (View::Unassigned, &[3]),
        (View::Waiting, &[5, 2]),
        (View::Overdue, &[3]),
        (View::Mentions, &[4]),
        (View::Open, &[5, 3, 2, 1]),
        (View::Closed, &[4]),
        (View::Search, &[]),
    ] {
        assert_eq!(shown(&inbox, view, Sort::Latest), lines, "{view:?}");
    }
    assert_eq!(inbox.counts(&reader(100)), [1, 1, 1, 2, 1, 1, 4, 0]);
}

#[test]
fn what_was_on_the_screen_is_read_until_the_customer_writes_again() {
    let mut inbox = with(vec![Row { waiting: true, ..row(1, 5, 1) }]);
    let unread = |inbox: &Inbox| inbox.is_unread(inbox.row(id(1)).unwrap());
    assert!(unread(&inbox));
    assert!(inbox.see(id(1), 5));
    assert!(!unread(&inbox));
    assert!(!inbox.see(id(1), 4), "an older screen is no news");
    assert!(!unread(&inbox));
    let tagged = Row { waiting: true, said: 5, tags: vec!["parcel".into()], ..row(1, 6, 1) };
    assert!(!inbox.is_news(&tagged));
    inbox.change(tagged);
    assert!(!unread(&inbox), "a tag, a note or another owner is no word of the customer");
    let wrote = Row { waiting: true, ..row(1, 7, 2) };
    assert!(inbox.is_news(&wrote));
    inbox.change(wrote);
    assert!(unread(&inbox));
    inbox.change(Row { said: 7, ..row(1, 8, 3) });
    assert!(!unread(&inbox), "who answered knows it");
    inbox.take(vec![Row { waiting: true, ..row(2, 3, 3) }], Vec::new(), vec![(id(2), 3)]);
    assert!(!inbox.is_unread(inbox.row(id(2)).unwrap()));
}

#[test]
fn a_mention_calls_until_its_place_was_seen() {
    let mut inbox = with(vec![Row { mentions: vec![(ada(), 4)], ..row(1, 9, 1) }]);
    let called = |inbox: &Inbox| inbox.is_called(inbox.row(id(1)).unwrap(), &reader(0));
    assert!(called(&inbox));
    inbox.see(id(1), 3);
    assert!(called(&inbox));
    inbox.see(id(1), 4);
    assert!(!called(&inbox));
}

#[test]
fn what_a_colleague_owns_does_not_wait_for_me() {
    let others = Row { owner: Some("bob".parse().unwrap()), waiting: true, ..row(1, 1, 1) };
    let queued = Row { waiting: true, ..row(2, 1, 2) };
    let closed = Row { waiting: true, open: false, ..row(3, 1, 3) };
    assert_eq!(with(vec![others, queued, closed]).waiting(&ada()), 1);
}

#[test]
fn sentences_name_colleagues_and_leave_everything_else_alone() {
    let mut inbox = with(Vec::new());
    let byron = Colleague {
        agent: ada(),
        name: "Ada Byron".into(),
        present: true,
        available: true,
        teams: Vec::new(),
        load: 0,
        capacity: 3,
    };
    inbox.colleagues = vec![byron];
    for (sentence, named) in [
        ("ada took the conversation", "Ada Byron took the conversation"),
        ("Given to ada: ada has the least to do", "Given to Ada Byron: Ada Byron has the least to do"),
        ("Back in the queue: ada has been away", "Back in the queue: Ada Byron has been away"),
        ("Merged by ada", "Merged by Ada Byron"),
        ("bob took the conversation", "bob took the conversation"),
        ("The visitor is called ada today", "The visitor is called ada today"),
        ("ada", "Ada Byron"),
        ("", ""),
    ] {
        assert_eq!(inbox.named(sentence), named);
    }
    let reason = "It is offered to ada, who has another 5 minutes; nobody knows adam";
    let named = "It is offered to Ada Byron, who has another 5 minutes; nobody knows adam";
    assert_eq!(inbox.reasoned(reason), named);
}

#[test]
fn keys_walk_the_list_and_stop_at_its_ends() {
    let list = [id(1), id(2), id(3)];
    assert_eq!(neighbour(&list, None, true), Some(id(1)));
    assert_eq!(neighbour(&list, Some(id(1)), true), Some(id(2)));
    assert_eq!(neighbour(&list, Some(id(3)), true), None);
    assert_eq!(neighbour(&list, Some(id(1)), false), None);
    assert_eq!(neighbour(&[], None, true), None);
}

#[test]
fn initials_are_of_the_first_and_last_word() {
    for (name, letters) in [
        ("Jane Doe", "JD"),
        ("jane.van-doe@example.com", "JD"),
        ("Ada", "A"),
        ("Visitor", "V"),
        ("+47 900 00 000", ""),
        ("", ""),
        ("ßeta (x) Öl", "SSÖ"),
    ] {
        assert_eq!(initials(name), letters, "{name}");
    }
}
