//! Starts everything a test needs: the edge on workerd, the carrier, the shop; and ends it again.

mod child;
mod edge;
mod jwt;
pub mod keys;
mod site;
mod tools;

pub use child::{Group, free_port};
pub use edge::Edge;
pub use jwt::Signer;
pub use site::Site;
pub use tools::Tools;

use crate::carrier::{Carrier, Settings};
use keys::{Keys, random_hex};
use std::{
    fs,
    future::Future,
    path::PathBuf,
    sync::{Arc, OnceLock},
};
use tokio::{
    runtime::Runtime,
    sync::{Mutex, OnceCell},
};

/// The name of the ingress whose results the sites of the tests believe.
pub const AUTHSERV_ID: &str = "mx.shop.example";

/// A running deployment with its carrier.
pub struct World {
    /// The programs it runs on.
    pub tools: Tools,
    /// Where the edge is; also its origin.
    pub edge_url: String,
    /// The mail provider and the shop.
    pub carrier: Carrier,
    /// Its secrets.
    pub keys: Keys,
    /// Its state and logs.
    pub state: PathBuf,
    /// A client for HTTP without cookies and redirects.
    pub client: reqwest::Client,
    /// None: somebody else started it.
    edge: Option<Mutex<Edge>>,
    log: PathBuf,
}

static RUNTIME: OnceLock<Runtime> = OnceLock::new();
static SHARED: OnceCell<Arc<World>> = OnceCell::const_new();

/// Runs a test. All tests of a process run on one runtime, so that they can share one world.
///
/// # Panics
/// When there can be no runtime.
pub fn run<T>(test: impl Future<Output = T>) -> T {
    RUNTIME.get_or_init(|| Runtime::new().expect("no runtime")).block_on(test)
}

impl World {
    /// The world that the tests of this process share: each takes a site of its own in it.
    pub async fn shared() -> Arc<Self> {
        Arc::clone(SHARED.get_or_init(Self::start).await)
    }

    /// A world of one's own, for tests that break it.
    ///
    /// # Panics
    /// When something does not start.
    pub async fn start() -> Arc<Self> {
        Self::start_on(Tools::from_env(), "127.0.0.1").await
    }

    /// A world whose edge has a name in place of a number: passkeys belong to names only.
    ///
    /// # Panics
    /// When something does not start.
    pub async fn with_a_name() -> Arc<Self> {
        Self::start_on(Tools::from_env(), "localhost").await
    }

    /// A world whose clock can be moved: see [`World::days_later`].
    ///
    /// # Panics
    /// When there is no build with hooks, or something does not start.
    pub async fn with_clock() -> Arc<Self> {
        let tools = Tools::from_env();
        let hooks = tools.hooks_dir.clone().expect("WEFT_HOOKS_DIR is not set: run this test by `cargo xtask test`");
        Self::start_on(Tools { edge_dir: hooks, ..tools }, "127.0.0.1").await
    }

    async fn start_on(tools: Tools, host: &str) -> Arc<Self> {
        forget_the_dead();
        let state = std::env::temp_dir().join(format!("weft-test-{}-{}", std::process::id(), random_hex(3)));
        fs::create_dir_all(&state).expect("no state folder");
        let (keys, port) = (Keys::generate(), free_port());
        let edge_url = format!("http://{host}:{port}");
        let carrier = Carrier::start(Settings {
            edge: edge_url.clone(),
            mailbox_port: 0,
            shop_port: 0,
            site: "demo".to_owned(),
            token: keys.postmark.clone(),
            hook: Some(keys.hook.clone()),
            inbound: "help@demo.example".to_owned(),
            authserv_id: AUTHSERV_ID.to_owned(),
            keep: None,
            phones: Vec::new(),
            identify: Some(keys.backend.clone()),
            real_time: false,
        })
        .await
        .expect("the carrier does not start");
        let mut edge = Edge::prepare(&tools, &state, (&edge_url, port), &carrier.mailbox_url(), &keys);
        edge.start().await;
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        let log = edge.log();
        Arc::new(Self { tools, edge_url, carrier, keys, state, client, edge: Some(Mutex::new(edge)), log })
    }

    /// The world around a carrier and an edge that run already, as `cargo xtask dev` starts them.
    ///
    /// # Panics
    /// When there can be no client.
    #[must_use]
    pub fn beside(carrier: Carrier) -> Arc<Self> {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
        Arc::new(Self {
            tools: Tools::default(),
            edge_url: carrier.settings.edge.clone(),
            carrier,
            keys: Keys::generate(),
            state: PathBuf::new(),
            client,
            edge: None,
            log: PathBuf::new(),
        })
    }

    /// The edge, which this world must have started.
    async fn edge(&self) -> tokio::sync::MutexGuard<'_, Edge> {
        self.edge.as_ref().expect("this world did not start the edge").lock().await
    }

    /// A site of one's own, with its own addresses, that no other test touches.
    pub async fn site(self: &Arc<Self>) -> Site {
        self.site_without_secrets().await.with_secrets().await
    }

    /// The same, whose providers share no secrets with it yet.
    pub async fn site_without_secrets(self: &Arc<Self>) -> Site {
        Site::create(self, &format!("t{}", random_hex(5))).await
    }

    /// SIGKILL for the whole edge, then a new start on the same state.
    pub async fn kill_and_restart(&self) {
        let mut edge = self.edge().await;
        edge.kill();
        edge.start().await;
    }

    /// The edge starts anew without what the objects of this class had stored.
    ///
    /// # Panics
    /// When there was nothing.
    pub async fn loses(&self, class: &str) {
        let mut edge = self.edge().await;
        edge.kill();
        let stored = self.state.join(format!("wrangler/v3/do/weft-{class}"));
        fs::remove_dir_all(&stored).unwrap_or_else(|error| panic!("{}: {error}", stored.display()));
        edge.start().await;
    }

    /// The edge starts anew on its state, so many days from now. Only in a world [`with_clock`](Self::with_clock).
    pub async fn days_later(&self, days: i64) {
        self.later(days * weft_shared::time::DAY).await;
    }

    /// The edge starts anew on its state, so many milliseconds ahead of the clock. Only in a world
    /// [`with_clock`](Self::with_clock).
    pub async fn later(&self, ahead: i64) {
        let mut edge = self.edge().await;
        edge.kill();
        edge.configure(ahead);
        edge.start().await;
    }

    /// SIGKILL for the whole edge.
    pub async fn kill(&self) {
        self.edge().await.kill();
    }

    /// Starts a killed edge on its former state.
    pub async fn restart(&self) {
        self.edge().await.start().await;
    }

    /// SIGKILL for workerd alone, then waits until wrangler brought it back.
    pub async fn kill_workerd(&self) -> usize {
        let edge = self.edge().await;
        let killed = edge.kill_workerd();
        edge.ready().await;
        killed
    }

    /// Everything that wrangler and the worker wrote so far.
    #[must_use]
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&fs::read(&self.log).unwrap_or_default()).into_owned()
    }
}

/// Removes the state of test processes that are gone: a shared world lives as long as its process, and nobody is left
/// then to clean up after it.
fn forget_the_dead() {
    for entry in fs::read_dir(std::env::temp_dir()).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let pid = name.strip_prefix("weft-test-").and_then(|rest| rest.split('-').next().map(str::to_owned));
        if pid.is_some_and(|pid| !PathBuf::from(format!("/proc/{pid}")).exists()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        if self.edge.is_some() && std::env::var_os("WEFT_KEEP_STATE").is_none() {
            let _ = fs::remove_dir_all(&self.state);
        }
    }
}
