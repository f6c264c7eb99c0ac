//! Routing over whole days: never above anybody's capacity, nothing lost, nothing twice, fair, explained; and whatever
//! medium people come by, the same ones get the same conversations.

// A panic here is a failed test.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::string_slice)]

mod day;
mod fair;

use self::day::{CAPACITY, Day, MEDIA, RULES};
use proptest::{prelude::*, sample::Index};

/// How many customers come.
const ALL: usize = 200;

/// Something that happens.
#[derive(Clone, Debug)]
enum Step {
    /// So many come at once, each about something.
    Come(Vec<usize>),
    /// An agent comes or goes.
    Toggle(usize),
    /// Time passes, in seconds.
    Pass(i64),
    /// The owner of one closes it.
    Close(Index),
    /// The owner of one lets it wait.
    Hold(Index),
    /// A customer writes again.
    Write(Index),
    /// The owner hands one to a team.
    GiveBack(Index, bool),
    /// The owner offers one to a colleague.
    Offer(Index, usize),
    /// Whoever is offered one accepts.
    Accept(Index),
    /// Whoever is offered one declines.
    Decline(Index),
    /// The owner of one is away for long.
    TakeBack(Index),
}

fn step() -> impl Strategy<Value = Step> {
    let one = any::<Index>;
    prop_oneof![
        3 => prop::collection::vec(0..day::TOPICS, 1..25).prop_map(Step::Come),
        2 => (0..5_usize).prop_map(Step::Toggle),
        2 => (1..400_i64).prop_map(Step::Pass),
        6 => one().prop_map(Step::Close),
        2 => one().prop_map(Step::Hold),
        3 => one().prop_map(Step::Write),
        1 => (one(), any::<bool>()).prop_map(|(which, other)| Step::GiveBack(which, other)),
        2 => (one(), 0..5_usize).prop_map(|(which, to)| Step::Offer(which, to)),
        2 => one().prop_map(Step::Accept),
        1 => one().prop_map(Step::Decline),
        1 => one().prop_map(Step::TakeBack),
    ]
}

/// Plays a day under these rules; `media` says how each customer comes.
fn play(rules: &str, steps: &[Step], media: &[usize]) -> Day {
    let mut day = Day::new(rules);
    for step in steps {
        match step {
            Step::Come(topics) => {
                for topic in topics.iter().take(ALL - day.threads.len()) {
                    day.comes(media[day.threads.len()], *topic);
                }
            }
            Step::Toggle(agent) => day.toggle(*agent),
            Step::Pass(seconds) => day.pass(*seconds),
            Step::Close(which) => day.close(which),
            Step::Hold(which) => day.hold(which),
            Step::Write(which) => day.writes(which),
            Step::GiveBack(which, other) => day.give_back(which, *other),
            Step::Offer(which, to) => day.offer(which, *to),
            Step::Accept(which) => day.accept(which),
            Step::Decline(which) => day.decline(which),
            Step::TakeBack(which) => day.take_back(which),
        }
        day.drain();
    }
    // The rest comes, everybody is here, and they work until nothing is left.
    while day.threads.len() < ALL {
        let n = day.threads.len();
        day.comes(media[n], n % day::TOPICS);
    }
    day.everybody_comes();
    let mut rounds = 0;
    while day.open() > 0 {
        day.pass(600);
        day.drain();
        if day.close_all() == 0 {
            day.takes_what_is_left();
        }
        rounds += 1;
        assert!(rounds <= 2 * ALL, "the queue does not drain");
    }
    day
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(step(), 20..most)
}

fn media() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(0..MEDIA.len(), ALL)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn five_agents_with_room_for_three_serve_two_hundred_whatever_happens(
        rules in 0..RULES.len(), steps in steps(120), media in media(),
    ) {
        // What must hold at every moment is asserted by the day itself.
        let (name, rules) = RULES[rules];
        let day = play(rules, &steps, &media);
        prop_assert_eq!(day.served().len(), ALL, "everybody was somebody's once under {}", name);
        prop_assert!(day.highest <= CAPACITY);
    }

    #[test]
    fn another_medium_changes_no_assignment(
        rules in 0..RULES.len(), steps in steps(80), media in media(), shift in 1..MEDIA.len(),
    ) {
        let others: Vec<usize> = media.iter().map(|medium| (medium + shift) % MEDIA.len()).collect();
        let (name, rules) = RULES[rules];
        let (one, other) = (play(rules, &steps, &media), play(rules, &steps, &others));
        prop_assert_eq!(one.log, other.log, "under {}", name);
    }
}

/// Everybody is away when they come, so that all of them wait past whatever anybody promised them anywhere.
#[test]
fn whoever_waits_past_what_their_medium_promises_is_served_as_by_any_other() {
    for (name, rules) in RULES {
        let day = |shift: usize| {
            let mut day = Day::new(rules);
            (0..5).for_each(|agent| day.toggle(agent));
            for n in 0..30 {
                day.comes((n + shift) % MEDIA.len(), n % day::TOPICS);
                day.pass(60);
                day.drain();
            }
            let mut urgent = 0;
            for minutes in [1, 3, 10, 50, 120, 200] {
                day.pass(minutes * 60);
                day.drain();
                urgent = urgent.max(day.urgent());
            }
            day.everybody_comes();
            day.drain();
            (urgent, day.log)
        };
        let all: Vec<_> = (0..MEDIA.len()).map(day).collect();
        assert_eq!(all[0].0, 30, "all are overdue in the end under {name}");
        assert!(all[0].1.len() >= 9, "{:?}", all[0].1.len());
        for other in &all[1..] {
            assert_eq!(*other, all[0], "under {name}");
        }
    }
}
