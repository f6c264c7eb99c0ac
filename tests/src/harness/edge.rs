//! The edge on workerd, through wrangler, on its own state.

use super::{
    child::{Group, write_private},
    keys::Keys,
    tools::Tools,
};
use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

/// How long a start may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

/// Wrangler says nothing to anybody and asks nothing of the network.
const QUIET: [(&str, &str); 6] = [
    ("WRANGLER_SEND_METRICS", "false"),
    ("WRANGLER_SEND_ERROR_REPORTS", "false"),
    ("WRANGLER_HIDE_BANNER", "true"),
    ("CLOUDFLARE_CF_FETCH_ENABLED", "false"),
    ("CI", "1"),
    ("NO_COLOR", "1"),
];

/// What is needed to start the edge, again and again, on the same state.
pub struct Edge {
    tools: Tools,
    state: PathBuf,
    host: String,
    port: u16,
    lines: String,
    running: Option<Group>,
}

impl Edge {
    /// Writes the configuration and applies the migrations of the read model. Nothing runs yet.
    ///
    /// # Panics
    /// When the migrations fail, with what wrangler said.
    #[must_use]
    pub fn prepare(tools: &Tools, state: &Path, (url, port): (&str, u16), mailbox: &str, keys: &Keys) -> Self {
        let settings = [
            ("WEFT_PUBLIC_URL", url.to_owned()),
            ("WEFT_KEYS", keys.ring.clone()),
            ("WEFT_ADMIN_KEY", keys.admin.clone()),
            ("WEFT_MAIL", "postmark".to_owned()),
            ("POSTMARK_URL", mailbox.to_owned()),
            ("POSTMARK_TOKEN", keys.postmark.clone()),
            ("POSTMARK_HOOK", keys.hook.clone()),
            ("TWILIO_URL", mailbox.to_owned()),
            ("META_URL", mailbox.to_owned()),
            ("ACCESS_URL", format!("{mailbox}/access/{{team}}")),
        ];
        let lines: String = settings.iter().map(|(name, value)| format!("{name}='{value}'\n")).collect();
        let host = url.trim_start_matches("http://").split(':').next().unwrap_or_default().to_owned();
        let edge = Self { tools: tools.clone(), state: state.to_owned(), host, port, lines, running: None };
        edge.configure(0);
        let migrated = Command::new(&edge.tools.node)
            .arg(&edge.tools.wrangler)
            .args(["d1", "migrations", "apply", "DB", "--local"])
            .args(edge.place())
            .envs(QUIET)
            .env("WRANGLER_REGISTRY_PATH", state.join("registry"))
            .output()
            .expect("node does not start");
        assert!(
            migrated.status.success(),
            "the migrations of the read model failed:\n{}{}",
            String::from_utf8_lossy(&migrated.stdout),
            String::from_utf8_lossy(&migrated.stderr)
        );
        edge
    }

    /// Writes the configuration; a build with hooks starts with its clock moved by so many milliseconds.
    pub fn configure(&self, clock_offset_ms: i64) {
        let moved =
            if clock_offset_ms == 0 { String::new() } else { format!("WEFT_CLOCK_OFFSET_MS='{clock_offset_ms}'\n") };
        write_private(&self.state.join("edge.env"), &format!("{}{moved}", self.lines));
    }

    fn place(&self) -> [String; 4] {
        let config = self.tools.edge_dir.join("wrangler.toml").display().to_string();
        ["-c".to_owned(), config, "--persist-to".to_owned(), self.state.join("wrangler").display().to_string()]
    }

    /// What wrangler and the worker said so far.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.state.join("edge.log")
    }

    /// Starts it and waits until it is ready.
    ///
    /// # Panics
    /// When it is not ready in time, with its last words.
    pub async fn start(&mut self) {
        let mut args = vec![self.tools.wrangler.display().to_string(), "dev".to_owned()];
        args.extend(self.place());
        let port = self.port.to_string();
        let env_file = self.state.join("edge.env").display().to_string();
        args.extend(["--ip", &self.host, "--port", &port, "--inspector-port", "0", "--local"].map(str::to_owned));
        args.extend(["--env-file", &env_file, "--show-interactive-dev-session=false"].map(str::to_owned));
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let registry = self.state.join("registry").display().to_string();
        let mut env = QUIET.to_vec();
        env.push(("WRANGLER_REGISTRY_PATH", &registry));
        self.running = Some(Group::start(&self.tools.node, &args, &env, &self.log()));
        self.ready().await;
    }

    /// Waits until it answers that it is ready.
    ///
    /// # Panics
    /// When it does not in time, with its last words.
    pub async fn ready(&self) {
        let (client, began) = (reqwest::Client::new(), Instant::now());
        let url = format!("http://127.0.0.1:{}/readyz", self.port);
        let mut last = String::from("no answer");
        while began.elapsed() < PATIENCE {
            let asked = client.get(&url).timeout(Duration::from_secs(5)).send().await;
            match asked {
                Ok(answer) if answer.status().is_success() => return,
                Ok(answer) => last = format!("{} {}", answer.status(), answer.text().await.unwrap_or_default()),
                Err(error) => last = error.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let words = self.running.as_ref().map(Group::last_words).unwrap_or_default();
        panic!("the edge is not ready after {PATIENCE:?} ({last}); its last words:\n{words}");
    }

    /// SIGKILL for wrangler and workerd together.
    pub fn kill(&mut self) {
        if let Some(mut group) = self.running.take() {
            group.kill();
        }
    }

    /// SIGKILL for workerd alone; wrangler starts it again by itself. Says how many there were.
    #[must_use]
    pub fn kill_workerd(&self) -> usize {
        self.running.as_ref().map_or(0, |group| group.kill_members("workerd"))
    }
}
