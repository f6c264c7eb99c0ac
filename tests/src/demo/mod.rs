//! A living desk for local runs: sixty conversations of the demo shop, told through the doors that everybody uses. Nothing
//! is written into any database: customers write, agents sign in, and the desk gives them what it gives.

mod cast;
mod story;

use crate::carrier::Carrier;
use cast::Cast;
use serde::Serialize;
use std::sync::{Arc, Mutex};
use story::Story;
use tokio::sync::Semaphore;

/// Who works at the shop, as `cargo xtask dev` enters them: `name`, `role`, perhaps `phone`, and `work`.
///
/// # Panics
/// When the file has an error, which a test would show.
#[must_use]
pub fn staff() -> Vec<serde_json::Value> {
    serde_json::from_str(include_str!("staff.json")).expect("the file of the staff")
}

/// How many stories are told side by side.
const ABREAST: usize = 6;

/// How far the telling has got.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Progress {
    /// Stories that were told.
    pub done: usize,
    /// All of them; 0 before the first.
    pub of: usize,
    /// What went wrong, one line a story.
    pub problems: Vec<String>,
}

/// The stories of a carrier's shop.
#[derive(Clone, Debug, Default)]
pub struct Demo(Arc<Mutex<Progress>>);

impl Demo {
    /// How far it has got.
    ///
    /// # Panics
    /// Never: nobody panics with the lock.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.0.lock().expect("the lock").clone()
    }

    /// Begins to tell them all; once.
    ///
    /// # Panics
    /// When the file of stories has an error, which a test would show.
    pub fn begin(carrier: Carrier) {
        Self::tell(carrier, Story::all().into_iter().enumerate().collect());
    }

    /// The same with a few of them: one for every medium and for every kind of step.
    ///
    /// # Panics
    /// As [`begin`](Self::begin).
    pub fn begin_few(carrier: Carrier) {
        Self::tell(carrier, Story::few());
    }

    /// Tells these, each with its place among all.
    fn tell(carrier: Carrier, stories: Vec<(usize, Story)>) {
        let demo = carrier.demo.clone();
        {
            let mut progress = demo.0.lock().expect("the lock");
            if progress.of > 0 {
                return;
            }
            progress.of = stories.len();
        }
        tokio::spawn(async move {
            let cast = match tokio::spawn(Cast::gather(carrier)).await {
                Ok(cast) => Arc::new(cast),
                Err(error) => return demo.failed(&format!("the agents cannot sign in: {error}"), true),
            };
            let abreast = Arc::new(Semaphore::new(ABREAST));
            let tell = stories.into_iter().map(|(nth, story)| {
                let (cast, abreast, demo) = (Arc::clone(&cast), Arc::clone(&abreast), demo.clone());
                async move {
                    let _turn = abreast.acquire().await;
                    let who = story.who.clone();
                    // What a persona cannot do, it says by a panic: the others go on.
                    if let Err(error) = tokio::spawn(async move { story.tell(&cast, nth).await }).await {
                        demo.failed(&format!("{who}: {error}"), false);
                    }
                    demo.0.lock().expect("the lock").done += 1;
                }
            });
            futures_util::future::join_all(tell).await;
            cast.leave();
        });
    }

    fn failed(&self, what: &str, all: bool) {
        let mut progress = self.0.lock().expect("the lock");
        progress.problems.push(what.to_owned());
        if all {
            progress.done = progress.of;
        }
    }
}
