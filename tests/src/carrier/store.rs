//! Where the mails are kept: in memory, and in a file if one is named.

use super::mail::Mail;
use std::{
    collections::{HashMap, HashSet},
    fs, io,
    io::Write as _,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::sync::watch;

#[derive(Default)]
struct Kept {
    mails: Vec<Mail>,
    /// Answers given for an idempotency key.
    answers: HashMap<String, serde_json::Value>,
    /// Sites by the address that their mails are from.
    sites: HashMap<String, String>,
    /// Statuses to be given instead of taking the next mails.
    faults: Vec<u16>,
    /// Addresses whose mails have to wait.
    held: HashSet<String>,
}

/// The mails. Clones share them.
#[derive(Clone)]
pub struct Store {
    kept: Arc<Mutex<Kept>>,
    next: Arc<AtomicU64>,
    file: Option<Arc<PathBuf>>,
    version: Arc<watch::Sender<u64>>,
}

impl Store {
    /// Opens the store; reads the file if there is one already.
    ///
    /// # Errors
    /// When the file is there and cannot be read, or holds something else.
    pub fn open(file: Option<PathBuf>) -> io::Result<Self> {
        let text = match &file {
            Some(path) if path.exists() => fs::read_to_string(path)?,
            _ => String::new(),
        };
        let mails = text.lines().map(serde_json::from_str).collect::<Result<Vec<Mail>, _>>()?;
        let next = mails.iter().map(|mail| mail.id).max().unwrap_or(0) + 1;
        Ok(Self {
            kept: Arc::new(Mutex::new(Kept { mails, ..Kept::default() })),
            next: Arc::new(AtomicU64::new(next)),
            file: file.map(Arc::new),
            version: Arc::new(watch::Sender::new(0)),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The number of the next mail.
    #[must_use]
    pub fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Keeps a mail.
    pub fn keep(&self, mail: Mail) {
        if let Some(path) = &self.file {
            let line = serde_json::to_string(&mail).unwrap_or_default() + "\n";
            let file = fs::OpenOptions::new().create(true).append(true).open(path.as_path());
            if let Err(error) = file.and_then(|mut file| file.write_all(line.as_bytes())) {
                eprintln!("carrier: {} cannot be written: {error}", path.display());
            }
        }
        self.lock().mails.push(mail);
        self.version.send_modify(|version| *version += 1);
    }

    /// How often something changed.
    #[must_use]
    pub fn version(&self) -> u64 {
        *self.version.borrow()
    }

    /// All mails, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Mail> {
        self.lock().mails.clone()
    }

    /// One mail.
    #[must_use]
    pub fn get(&self, id: u64) -> Option<Mail> {
        self.lock().mails.iter().find(|mail| mail.id == id).cloned()
    }

    /// What lies in the mailbox of an address, oldest first.
    #[must_use]
    pub fn inbox(&self, address: &str) -> Vec<Mail> {
        self.lock().mails.iter().filter(|mail| mail.is_for(address)).cloned().collect()
    }

    /// Waits for a mail to this address with a number above `after`.
    pub async fn arrival(&self, address: &str, after: u64, patience: Duration) -> Option<Mail> {
        let mut changes = self.version.subscribe();
        let found = async {
            loop {
                if let Some(mail) = self.inbox(address).into_iter().find(|mail| mail.id > after) {
                    return mail;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(patience, found).await.ok()
    }

    /// The answer that was given for an idempotency key.
    #[must_use]
    pub fn answered(&self, key: &str) -> Option<serde_json::Value> {
        self.lock().answers.get(key).cloned()
    }

    /// Remembers the answer given for an idempotency key.
    pub fn remember(&self, key: String, answer: serde_json::Value) {
        self.lock().answers.insert(key, answer);
    }

    /// Says whose mails come from this address.
    pub fn belongs(&self, address: &str, site: &str) {
        self.lock().sites.insert(address.to_ascii_lowercase(), site.to_owned());
    }

    /// Whose mails come from this address, where somebody said so.
    #[must_use]
    pub fn site_of(&self, address: &str) -> Option<String> {
        self.lock().sites.get(&address.to_ascii_lowercase()).cloned()
    }

    /// The next `times` mails of the site are refused with this status.
    pub fn refuse_next(&self, times: usize, status: u16) {
        self.lock().faults.extend(std::iter::repeat_n(status, times));
    }

    /// Whoever sends a mail to this address waits for the answer until [`Store::let_go`].
    pub fn hold(&self, address: &str) {
        self.lock().held.insert(address.to_ascii_lowercase());
    }

    /// Mails to this address are taken again.
    pub fn let_go(&self, address: &str) {
        self.lock().held.remove(&address.to_ascii_lowercase());
        self.version.send_modify(|version| *version += 1);
    }

    /// Waits until no mail to this address has to wait.
    pub async fn passage(&self, address: &str) {
        let mut changes = self.version.subscribe();
        while self.lock().held.contains(&address.to_ascii_lowercase()) {
            if changes.changed().await.is_err() {
                return;
            }
        }
    }

    /// The status to refuse with now, if any.
    #[must_use]
    pub fn fault(&self) -> Option<u16> {
        self.lock().faults.pop()
    }
}
