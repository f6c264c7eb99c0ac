//! Who answers: never beyond anybody's capacity, nothing lost, nothing twice, and the medium changes nothing.

use futures_util::future::join_all;
use serde_json::json;
use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, Instant},
};
use weft_shared::{
    id::{AgentId, ConversationId},
    routing::Decision,
    time::Timestamp,
    wire::{
        agent::{Row, ToDesk, Wish},
        board::{Board, DecisionLine, LoadLine, QueueLine},
        desk::{BulkDone, BulkOutcome, BulkWanted},
        problem::ProblemKind,
    },
};
use weft_tests::{
    carrier::phones::{Medium, Stage},
    harness::{Site, World, run},
    persona::{DeskView, SignedIn, new_key, to_the_queue},
};

pub(super) const GIVE: &str = "[routing]\nassign = true\nwait-for-previous = '0s'\n";

/// How somebody comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Chat,
    Mail,
    Text(Medium),
    Call,
}

/// All ways.
pub(super) const WAYS: [By; 5] = [By::Chat, By::Mail, By::Text(Medium::Sms), By::Text(Medium::WhatsappMeta), By::Call];

/// Somebody new writes.
pub(super) async fn arrives(site: &Site, by: By, name: &str, words: &str) {
    match by {
        By::Chat => {
            let visitor = site.visitor();
            let credentials = visitor.begin().await;
            visitor.chat(&credentials).await.say(words).await.expect("a visitor may write");
        }
        By::Mail => drop(site.customer(name).writes("A question", words).await),
        By::Text(medium) => drop(site.phone(name).writes(medium, words).await),
        By::Call => {
            let call = site.phone(name).calls(None);
            call.is_asked().await;
            call.hangs_up();
            call.stage(Stage::Over).await;
        }
    }
}

/// An agent with this capacity, signed in. Who is more than that is in no team here.
pub(super) async fn agent(site: &Site, name: &str, role: &str, capacity: u32) -> SignedIn {
    let agent = site.agent_with(name, role, None).await;
    let teams: &[&str] = if role == "agent" { &["support"] } else { &[] };
    let document = json!({
        "name": name,
        "address": agent.mailbox.address(),
        "role": role,
        "work": { "teams": teams, "capacity": capacity },
    });
    let answer = site.admin("PUT", &format!("/agents/{}", name.to_lowercase()), Some(&document)).await;
    assert!(answer.succeeded(), "{answer:?}");
    agent.sign_in().await
}

pub(super) async fn board(lead: &SignedIn) -> Board {
    lead.ask("GET", "/desk/board", None).await.result().expect("leads see the board")
}

pub(super) async fn bulk(agent: &SignedIn, conversations: Vec<ConversationId>, wish: Wish) -> Vec<BulkOutcome> {
    if conversations.is_empty() {
        return Vec::new();
    }
    let wanted = serde_json::to_value(BulkWanted { key: new_key(), conversations, wish }).unwrap();
    agent.ask("POST", "/desk/bulk", Some(&wanted)).await.result::<BulkDone>().expect("a bulk is taken").outcomes
}

/// What must be true of the desk whenever it is looked at.
fn holds(board: &Board, rows: &BTreeMap<ConversationId, Row>, capacity: u32) {
    let mut owned = BTreeMap::new();
    for line in board.agents.iter().filter(|line| !line.teams.is_empty()) {
        assert!(line.load <= capacity, "{line:?}");
        for conversation in &line.conversations {
            let other = owned.insert(*conversation, &line.agent);
            assert!(other.is_none(), "{conversation} is {other:?}'s and {}'s", line.agent);
        }
    }
    for line in &board.queue {
        assert!(!owned.contains_key(&line.conversation), "{line:?} waits and is somebody's");
        assert!(!line.because.is_empty() && line.because.iter().all(|because| !because.text.is_empty()), "{line:?}");
    }
    let mut loads: BTreeMap<&AgentId, u32> = BTreeMap::new();
    for row in rows.values().filter(|row| row.open) {
        assert!(row.owner.is_some() != row.queued.is_some(), "{row:#?}");
        if let Some(owner) = row.owner.as_ref().filter(|_| row.held.is_none()) {
            *loads.entry(owner).or_default() += 1;
        }
    }
    assert!(loads.values().all(|load| *load <= capacity), "{loads:?}");
}

/// What was seen so far: who got what, and when each conversation was met first.
#[derive(Default)]
struct Seen {
    given: BTreeMap<(ConversationId, i64), Decision>,
    /// In which round, and since when it waited then, if it did.
    met: BTreeMap<ConversationId, (usize, Option<Timestamp>)>,
}

impl Seen {
    /// Keeps the decisions that gave a conversation to somebody, and asserts that they were fair: what is given for the
    /// first time is given before nothing that waited longer, was never given either, and is as urgent.
    fn keep(&mut self, board: &Board, round: usize) {
        for line in &board.queue {
            self.met.entry(line.conversation).or_insert((round, Some(line.since)));
        }
        for line in &board.decisions {
            let because = &line.decision.because;
            assert!(because.len() >= 2 && because.iter().all(|because| !because.text.is_empty()), "{line:?}");
            self.met.entry(line.conversation).or_insert((round, None));
        }
        let settling = ["just getting it", "could not be given away"];
        let ever: BTreeSet<ConversationId> = self.given.keys().map(|(conversation, _)| *conversation).collect();
        let fresh = |line: &&QueueLine| {
            let same = self.met.get(&line.conversation).is_some_and(|(_, since)| *since == Some(line.since));
            let settles = line.because.iter().any(|it| settling.iter().any(|words| it.text.contains(words)));
            same && !settles && !ever.contains(&line.conversation)
        };
        for line in board.decisions.iter().filter(|line| line.decision.agent.is_some()) {
            if !ever.contains(&line.conversation) {
                // What comes within one burst has no order, and neither has what two looks tell apart.
                let longer = |it: &&QueueLine| self.met[&it.conversation].0 + 1 < self.met[&line.conversation].0;
                let alike = board.queue.iter().filter(fresh).filter(|it| it.priority == line.decision.priority);
                if let Some(before) = alike.clone().find(longer) {
                    panic!("{before:#?} was passed over by {line:#?}");
                }
            }
        }
        let given = board.decisions.iter().filter(|line| line.decision.agent.is_some());
        self.given.extend(given.map(|line| ((line.conversation, line.at.0), line.decision.clone())));
    }
}

#[test]
fn five_agents_with_room_for_three_serve_two_hundred_who_come_in_bursts_over_all_media() {
    const CAPACITY: u32 = 3;
    const ALL: usize = 200;
    const BURST: usize = 25;
    /// After so long without a heartbeat nobody is here, in milliseconds.
    const UNHEARD: i64 = 90_000;
    run(async {
        let world = World::with_clock().await;
        let site = world.site().await;
        assert!(site.rules(GIVE).await.succeeded());
        let lead = agent(&site, "Lea", "lead", 1).await;
        let agents =
            join_all(["Ada", "Ben", "Cem", "Dot", "Eve"].map(|name| agent(&site, name, "agent", CAPACITY))).await;
        let mut desks: Vec<Option<DeskView>> =
            join_all(agents.iter().map(SignedIn::desk)).await.into_iter().map(Some).collect();
        let mut rows = lead.desk().await;
        let begun = Instant::now();
        let (mut arrived, mut away, mut ahead) = (0, BTreeSet::new(), 0);
        let mut unheard: Vec<(AgentId, i64)> = Vec::new();
        let mut seen = Seen::default();
        let mut held: BTreeSet<ConversationId> = BTreeSet::new();
        for round in 0_usize.. {
            if arrived < ALL {
                let burst = (arrived..arrived + BURST).map(|n| {
                    let (site, by) = (&site, WAYS[n % WAYS.len()]);
                    async move { arrives(site, by, &format!("C{n}"), &format!("Where is parcel {n}?")).await }
                });
                join_all(burst).await;
                arrived += BURST;
            }
            // Now and then two leave without a word: nothing is heard of them until they are not here any more.
            if round % 4 == 2 && arrived < ALL {
                let left = [round % agents.len(), (round + 1) % agents.len()];
                desks.iter_mut().for_each(|desk| drop(desk.take()));
                ahead += UNHEARD;
                world.later(ahead).await;
                rows = lead.desk().await;
                for (at, desk) in desks.iter_mut().enumerate().filter(|(at, _)| !left.contains(at)) {
                    *desk = Some(agents[at].desk().await);
                }
                rows.rest(300).await;
                let now = board(&lead).await;
                let gone = |line: &&LoadLine| left.iter().any(|at| agents[*at].me.agent == line.agent);
                assert!(now.agents.iter().filter(gone).all(|line| !line.present && !line.available), "{now:#?}");
                unheard = left.into_iter().map(|at| (agents[at].me.agent.clone(), now.at.0)).collect();
            } else if round % 4 == 0 || arrived >= ALL {
                for (at, desk) in desks.iter_mut().enumerate().filter(|(_, desk)| desk.is_none()) {
                    *desk = Some(agents[at].desk().await);
                }
                unheard.clear();
            }
            // Somebody takes nothing new, and does so again two rounds later.
            let turn = round % agents.len();
            let here = away.contains(&turn) || arrived >= ALL;
            for (at, desk) in desks.iter_mut().enumerate().filter_map(|(at, desk)| Some((at, desk.as_mut()?))) {
                let wanted = if at == turn { here } else { arrived >= ALL && away.contains(&at) };
                if at == turn || wanted {
                    desk.socket.send(&ToDesk::Available { available: wanted }).await.expect("the socket is open");
                    if wanted {
                        away.remove(&at)
                    } else {
                        away.insert(at)
                    };
                }
                desk.socket.send(&ToDesk::Here).await.expect("the socket is open");
            }
            rows.rest(150).await;
            let now = board(&lead).await;
            holds(&now, &rows.rows, CAPACITY);
            seen.keep(&now, round);
            for (agent, since) in &unheard {
                let to_them = |line: &&DecisionLine| line.decision.agent.as_ref() == Some(agent) && line.at.0 > *since;
                assert!(!now.decisions.iter().any(|line| to_them(&line)), "{agent} is not here: {now:#?}");
            }
            // Each does something with what they have.
            let acts = agents.iter().enumerate().map(|(at, agent)| {
                let mine = now.agents.iter().find(|line| line.agent == agent.me.agent).expect("a line");
                let mut list = mine.conversations.clone();
                let first: Vec<_> = list.pop().into_iter().collect();
                let special = match (round + at) % 4 {
                    0 if arrived < ALL => to_the_queue(),
                    1 if arrived < ALL => Wish::Hold { until: None, because: "the carrier looks".to_owned() },
                    _ => Wish::Close,
                };
                async move {
                    let mut done = bulk(agent, first, special).await;
                    done.extend(bulk(agent, list, Wish::Close).await);
                    done
                }
            });
            for outcome in join_all(acts).await.into_iter().flatten() {
                assert!(outcome.problem.is_none(), "{outcome:?}");
            }
            let open = rows.rows.values().filter(|row| row.open).count();
            held.extend(rows.rows.values().filter(|row| row.held.is_some()).map(|row| row.conversation));
            if arrived >= ALL && rows.rows.len() >= ALL && open == 0 {
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(420), "{open} are open; {now:#?}");
        }
        assert_eq!(rows.rows.len(), ALL);
        let served: BTreeSet<_> = seen.given.keys().map(|(conversation, _)| *conversation).collect();
        assert_eq!(served.len(), ALL, "everybody was given to somebody, and the reasons are known");
        let last = board(&lead).await;
        assert!(last.queue.is_empty() && last.agents.iter().all(|line| line.load == 0), "{last:#?}");
        println!("{ALL} served in {:?}, {} assignments, {} held", begun.elapsed(), seen.given.len(), held.len());
    });
}

#[test]
fn of_many_who_take_one_at_once_one_gets_it_and_nobody_takes_more_than_they_can() {
    run(async {
        let site = World::shared().await.site().await;
        let agents = join_all(["Ada", "Ben", "Cem", "Dot"].map(|name| agent(&site, name, "agent", 3))).await;
        let lead = agent(&site, "Lea", "lead", 1).await;
        let mut rows = lead.desk().await;
        let many = (0..9).map(|n| arrives(&site, WAYS[n % 4], ["Jo", "Kim", "Lou"][n % 3], "Hello"));
        // Whoever writes by several ways under one name has one mailbox, and as many numbers.
        join_all(many).await;
        rows.rest(1_500).await;
        let ids: Vec<ConversationId> = rows.rows.keys().copied().collect();
        assert!(ids.len() >= 7, "{}", ids.len());

        let takes = agents.iter().map(|agent| bulk(agent, vec![ids[0]], Wish::Take));
        let outcomes: Vec<BulkOutcome> = join_all(takes).await.into_iter().flatten().collect();
        let refused: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.problem.as_ref()).collect();
        assert_eq!(refused.len(), agents.len() - 1, "{outcomes:#?}");
        assert!(refused.iter().all(|problem| problem.is(ProblemKind::Taken)), "{refused:#?}");
        rows.row("that is somebody's", |row| row.conversation == ids[0] && row.owner.is_some()).await;
        let winner = rows.rows[&ids[0]].owner.clone().unwrap();

        // Whoever has none yet takes all that is left, each by a request of its own.
        let greedy = agents.iter().find(|agent| agent.me.agent != winner).unwrap();
        let takes = ids[1..7].iter().map(|id| bulk(greedy, vec![*id], Wish::Take));
        let outcomes: Vec<BulkOutcome> = join_all(takes).await.into_iter().flatten().collect();
        let refused: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.problem.as_ref()).collect();
        assert_eq!(outcomes.len() - refused.len(), 3, "{outcomes:#?}");
        for problem in refused {
            assert!(problem.is(ProblemKind::AtCapacity), "{problem:?}");
            let detail = problem.detail.as_deref().unwrap_or_default();
            assert!(detail.contains("has 3 of 3: hand one over, let one wait, or close one"), "{detail}");
        }
        rows.rest(500).await;
        let now = board(&lead).await;
        holds(&now, &rows.rows, 3);
        let line = now.agents.iter().find(|line| line.agent == greedy.me.agent).unwrap();
        assert_eq!((line.load, line.conversations.len()), (3, 3), "{line:?}");

        // What waits takes no room, and takes it again when it goes on.
        let mine = line.conversations.clone();
        let hold = Wish::Hold { until: None, because: "the carrier looks".to_owned() };
        assert!(bulk(greedy, vec![mine[0]], hold).await[0].problem.is_none());
        // Lines come later than answers: who has what is told by the board.
        let left = ids[1..].iter().find(|id| !mine.contains(id)).copied().unwrap();
        rows.row("on hold", |row| row.conversation == mine[0] && row.held.is_some()).await;
        assert!(bulk(greedy, vec![left], Wish::Take).await[0].problem.is_none());
        let again = bulk(greedy, vec![mine[0]], Wish::Resume).await;
        assert!(again[0].problem.as_ref().is_some_and(|problem| problem.is(ProblemKind::AtCapacity)), "{again:?}");
        assert!(bulk(greedy, vec![left], Wish::Close).await[0].problem.is_none());
        rows.row("closed", |row| row.conversation == left && !row.open).await;
        assert!(bulk(greedy, vec![mine[0]], Wish::Resume).await[0].problem.is_none());
    });
}

#[test]
fn who_comes_gets_what_waits_and_who_takes_nothing_new_gets_none() {
    run(async {
        let site = World::shared().await.site().await;
        assert!(site.rules(GIVE).await.succeeded());
        let ada = agent(&site, "Ada", "agent", 2).await;
        let lead = agent(&site, "Lea", "lead", 1).await;
        let mut rows = lead.desk().await;
        arrives(&site, By::Mail, "Jo", "Hello").await;
        let waits = rows.row("of Jo", |row| row.queued.is_some()).await;
        assert_eq!(waits.team.as_deref(), Some("support"), "the queue says whose it is");
        let now = board(&lead).await;
        assert_eq!(now.queue.len(), 1);
        assert!(now.queue[0].because.iter().any(|it| it.text.contains("Nobody of Support is here")), "{now:#?}");
        let mut desk = ada.desk().await;
        rows.row("that is Ada's", |row| row.owner.as_ref() == Some(&ada.me.agent)).await;
        desk.socket.send(&ToDesk::Available { available: false }).await.unwrap();
        rows.rest(300).await;
        let known = rows.colleagues.iter().find(|colleague| colleague.agent == ada.me.agent).unwrap();
        assert_eq!((known.present, known.available, known.load, known.capacity), (true, false, 1, 2));
        arrives(&site, By::Mail, "Kim", "Hello").await;
        let second = rows.row("of Kim", |row| row.queued.is_some()).await;
        rows.rest(500).await;
        assert!(rows.rows[&second.conversation].owner.is_none());
        desk.socket.send(&ToDesk::Available { available: true }).await.unwrap();
        rows.row("of Kim, with Ada", |row| row.conversation == second.conversation && row.owner.is_some()).await;
    });
}
