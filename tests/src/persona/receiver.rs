//! The server of a partner that webhooks are sent to. What it makes of a request, the published client library says.

use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::Value;
use std::{
    collections::VecDeque,
    path::PathBuf,
    process::Stdio,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{io::AsyncWriteExt, net::TcpListener, process::Command, time::Instant};

/// One request.
#[derive(Clone, Debug)]
pub struct Received {
    /// `webhook-id`.
    pub id: String,
    /// `webhook-timestamp`.
    pub timestamp: String,
    /// `webhook-signature`.
    pub signature: String,
    /// All headers.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: String,
}

impl Received {
    /// What it says.
    ///
    /// # Panics
    /// When it is no JSON.
    #[must_use]
    pub fn payload(&self) -> Value {
        serde_json::from_str(&self.body).expect("a payload is JSON")
    }

    /// Its kind of event.
    #[must_use]
    pub fn kind(&self) -> String {
        self.payload()["type"].as_str().unwrap_or_default().to_owned()
    }
}

#[derive(Default)]
struct Told {
    received: Vec<Received>,
    answers: VecDeque<u16>,
}

/// A server that webhooks are sent to.
#[derive(Clone)]
pub struct Receiver {
    /// Where.
    pub url: String,
    told: Arc<Mutex<Told>>,
}

impl Receiver {
    /// Starts it; it answers 204 unless [`answers`](Self::answers) says otherwise.
    ///
    /// # Panics
    /// When there is no port.
    pub async fn start() -> Self {
        let told = Arc::new(Mutex::new(Told::default()));
        let app = Router::new().route("/hook", post(take)).with_state(Arc::clone(&told));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("an address"));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, told }
    }

    /// What the next requests are answered with.
    ///
    /// # Panics
    /// Never, unless a test did before.
    pub fn answers(&self, statuses: &[u16]) {
        self.told.lock().unwrap().answers.extend(statuses);
    }

    /// What came so far.
    ///
    /// # Panics
    /// Never, unless a test did before.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.told.lock().unwrap().received.clone()
    }

    /// Waits until so many requests of this kind came.
    ///
    /// # Panics
    /// When they do not, with what came.
    pub async fn wait_for(&self, kind: &str, count: usize) -> Vec<Received> {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let of: Vec<_> = self.received().into_iter().filter(|one| one.kind() == kind).collect();
            if of.len() >= count {
                return of;
            }
            let kinds: Vec<_> = self.received().iter().map(Received::kind).collect();
            assert!(Instant::now() < deadline, "no {count} of {kind}; there are {kinds:?}");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }
}

async fn take(State(told): State<Arc<Mutex<Told>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let all = headers.iter().map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into()));
    let received = Received {
        id: text("webhook-id"),
        timestamp: text("webhook-timestamp"),
        signature: text("webhook-signature"),
        headers: all.collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    };
    let mut told = told.lock().unwrap();
    told.received.push(received);
    let status = told.answers.pop_front().unwrap_or(204);
    StatusCode::from_u16(status).unwrap_or(StatusCode::IM_A_TEAPOT)
}

/// What the published library makes of a request: `ok`, or its complaint. Node runs it, as a partner's server would.
///
/// # Panics
/// When Node cannot be run, or `WEFT_STANDARDWEBHOOKS` does not name the library.
pub async fn verified(node: &PathBuf, secret: &str, request: &Received) -> String {
    let library = std::env::var("WEFT_STANDARDWEBHOOKS")
        .expect("WEFT_STANDARDWEBHOOKS is not set: run this test by `cargo xtask test`");
    let script = "
        const { Webhook } = require(process.argv[1]);
        const { secret, headers, body } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
        try { new Webhook(secret).verify(body, headers); console.log('ok'); } catch (error) { console.log(error.message); }
    ";
    let mut child = Command::new(node)
        .args(["-e", script, &library])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Node");
    let said = serde_json::json!({
        "secret": secret,
        "headers": {
            "webhook-id": request.id,
            "webhook-timestamp": request.timestamp,
            "webhook-signature": request.signature,
        },
        "body": request.body,
    });
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(said.to_string().as_bytes()).await.expect("Node listens");
    drop(stdin);
    let output = child.wait_with_output().await.expect("Node answers");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
