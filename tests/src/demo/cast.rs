//! The agents of the demo shop while the stories are told: signed in, at their desks.

use crate::{
    carrier::Carrier,
    harness::{Site, World},
    persona::{Agent, SignedIn},
};
use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use weft_shared::{
    id::{AgentId, ConversationId},
    wire::{
        agent::{Row, ToDesk, Wish},
        person::Person,
    },
};

/// How long a story waits for what others do.
const PATIENCE: Duration = Duration::from_secs(30);

/// The agents of the demo shop.
pub struct Cast {
    /// The shop.
    pub site: Site,
    agents: BTreeMap<AgentId, SignedIn>,
    rows: Arc<Mutex<BTreeMap<ConversationId, Row>>>,
    left: Arc<AtomicBool>,
}

impl Cast {
    /// Everybody signs in and sits down.
    ///
    /// # Panics
    /// When somebody cannot.
    pub async fn gather(carrier: Carrier) -> Self {
        let settings = Arc::clone(&carrier.settings);
        let site = Site {
            id: settings.site.parse().expect("a slug"),
            help: settings.inbound.clone(),
            reply_domain: String::new(),
            phones: settings.phones.first().cloned().expect("the shop's numbers"),
            world: World::beside(carrier),
        };
        let (rows, left) = (Arc::<Mutex<BTreeMap<_, _>>>::default(), Arc::<AtomicBool>::default());
        let mut agents = BTreeMap::new();
        for agent in super::staff() {
            let name = agent["name"].as_str().expect("a name");
            let address = format!("{}@shop.example", name.to_lowercase());
            let signed_in = Agent::new(site.clone(), name, &address).sign_in().await;
            tokio::spawn(sit(signed_in.desk().await, Arc::clone(&rows), Arc::clone(&left)));
            agents.insert(signed_in.me.agent.clone(), signed_in);
        }
        Self { site, agents, rows, left }
    }

    /// Everybody goes home.
    pub fn leave(&self) {
        self.left.store(true, Ordering::Relaxed);
    }

    /// The line of the inbox that `wanted` describes, once there is one.
    ///
    /// # Panics
    /// When none comes.
    pub async fn row(&self, what: &str, wanted: impl Fn(&Row) -> bool) -> Row {
        let began = tokio::time::Instant::now();
        loop {
            if let Some(row) = self.rows.lock().expect("the lock").values().find(|row| wanted(row)) {
                return row.clone();
            }
            assert!(began.elapsed() < PATIENCE, "{what} did not come to the inbox");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Somebody with room takes a conversation out of the queue; none when nobody has.
    pub async fn takes(&self, conversation: ConversationId) -> Option<&SignedIn> {
        for agent in self.agents.values() {
            if agent.thread(conversation).await.wish(Wish::Take).await.is_ok() {
                return Some(agent);
            }
        }
        None
    }

    /// Waits until whoever writes from this number is known to be the customer of a conversation: the conversation tells
    /// the directory a moment after it was noted.
    pub async fn knows(&self, conversation: ConversationId, number: &str) {
        let Some(agent) = self.owner(conversation).await else { return };
        let row = self.row("the conversation", |row| row.conversation == conversation).await;
        let began = tokio::time::Instant::now();
        while began.elapsed() < PATIENCE {
            let found = agent.ask("GET", &format!("/desk/customers/{}", row.customer), None).await;
            let known = found.result::<Person>().is_ok_and(|it| it.identifiers.iter().any(|one| one.value == number));
            if known {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Who answers for a conversation, once somebody does; none when the desk has nobody for it.
    pub async fn owner(&self, conversation: ConversationId) -> Option<&SignedIn> {
        let began = tokio::time::Instant::now();
        while began.elapsed() < Duration::from_secs(8) {
            let owner = self.rows.lock().expect("the lock").get(&conversation).and_then(|row| row.owner.clone());
            if let Some(owner) = owner {
                return self.agents.get(&owner);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        None
    }
}

fn note(rows: &Mutex<BTreeMap<ConversationId, Row>>, fresh: &BTreeMap<ConversationId, Row>) {
    let mut known = rows.lock().expect("the lock");
    for (id, row) in fresh {
        if known.get(id).is_none_or(|before| before.seq < row.seq) {
            known.insert(*id, row.clone());
        }
    }
}

/// An agent at the desk: takes note of every line, and says now and then that they are here.
async fn sit(
    mut desk: crate::persona::DeskView,
    rows: Arc<Mutex<BTreeMap<ConversationId, Row>>>,
    left: Arc<AtomicBool>,
) {
    let mut quiet = 0;
    while !left.load(Ordering::Relaxed) {
        desk.rest(200).await;
        note(&rows, &desk.rows);
        quiet += 1;
        if quiet % 75 == 0 {
            let _ = desk.socket.send(&ToDesk::Here).await;
        }
    }
}
