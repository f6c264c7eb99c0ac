//! A visitor's open conversation: the frames of the socket, folded into what the widget would show.

use super::{PATIENCE, Socket, Visitor, new_key};
use std::collections::BTreeMap;
use weft_shared::{
    evidence::Assurance,
    id::CommandKey,
    transcript::Transcript,
    wire::{
        VERSION,
        customer::{Challenge, Credentials, FromEdge, ToEdge},
        entry::Utterance,
        problem::Problem,
    },
};

/// An open conversation.
pub struct Chat {
    /// The frames.
    pub socket: Socket<ToEdge, FromEdge>,
    /// What is shown.
    pub transcript: Transcript,
    /// The level that the edge granted.
    pub level: Assurance,
    /// Whether there is more than may be seen.
    pub locked: bool,
    /// Whether the conversation is open.
    pub open: bool,
    /// What could be proven.
    pub challenge: Option<Challenge>,
    /// Places of what was said and acknowledged.
    pub said: BTreeMap<CommandKey, u64>,
    /// What was refused.
    pub refused: BTreeMap<CommandKey, Problem>,
    /// Who typed last.
    pub typing: Option<String>,
    /// What an agent's word got it.
    pub fresh: Option<Credentials>,
    /// Why the edge ended it.
    pub bye: Option<String>,
}

impl Chat {
    /// Opens the socket, says hello and waits for the welcome.
    ///
    /// # Errors
    /// The HTTP status of a refused handshake, or 0 when no welcome came.
    pub async fn open(visitor: &Visitor, credentials: &Credentials, after: u64) -> Result<Self, u16> {
        let url = visitor.site.api(&format!("/conversations/{}/socket", credentials.conversation));
        let mut socket = Socket::open(&url, &[("origin", visitor.origin())]).await?;
        let hello =
            ToEdge::Hello { version: VERSION, session: credentials.session, secret: credentials.secret.clone(), after };
        socket.send(&hello).await.map_err(|_| 0_u16)?;
        let mut chat = Self {
            socket,
            transcript: Transcript { upto: after, ..Transcript::default() },
            level: Assurance::Anonymous,
            locked: false,
            open: true,
            challenge: None,
            said: BTreeMap::new(),
            refused: BTreeMap::new(),
            typing: None,
            fresh: None,
            bye: None,
        };
        let mut welcomed = false;
        while !welcomed {
            let frame = chat.socket.next(PATIENCE).await.ok_or(0_u16)?;
            welcomed = matches!(frame, FromEdge::Welcome { .. });
            chat.take(frame);
            if chat.bye.is_some() {
                return Err(0);
            }
        }
        Ok(chat)
    }

    fn take(&mut self, frame: FromEdge) {
        match frame {
            FromEdge::Welcome { level, open, locked, challenge, .. } => {
                (self.level, self.open, self.locked, self.challenge) = (level, open, locked, challenge);
            }
            FromEdge::Fresh { credentials } => self.fresh = Some(credentials),
            FromEdge::Entries { reset, entries, upto } => self.transcript.take(reset, entries, upto),
            FromEdge::Said { key, seq } => drop(self.said.insert(key, seq)),
            FromEdge::Refused { key, problem } => drop(self.refused.insert(key, problem)),
            FromEdge::Typing { name } => self.typing = Some(name),
            FromEdge::Bye { because, .. } => self.bye = Some(because),
        }
    }

    /// Takes one frame in; `false` when the socket ended or nothing came for that long.
    pub async fn step(&mut self, patience: std::time::Duration) -> bool {
        match self.socket.next(patience).await {
            Some(frame) => {
                self.take(frame);
                true
            }
            None => false,
        }
    }

    /// Waits until `found` finds something.
    ///
    /// # Panics
    /// When it does not in time, with what is shown.
    pub async fn until<T>(&mut self, what: &str, found: impl Fn(&Self) -> Option<T>) -> T {
        loop {
            if let Some(value) = found(self) {
                return value;
            }
            assert!(self.step(PATIENCE).await, "no {what}; shown: {:#?}; wire: {:#?}", self.texts(), self.socket.wire);
        }
    }

    /// Takes in what comes during this time.
    pub async fn rest(&mut self, ms: u64) {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_millis(ms);
        while let Some(left) = deadline.checked_duration_since(tokio::time::Instant::now()) {
            if !self.step(left).await {
                return;
            }
        }
    }

    /// Writes and waits for the acknowledgement. Returns the place.
    ///
    /// # Errors
    /// The problem.
    pub async fn say(&mut self, text: &str) -> Result<u64, Problem> {
        self.say_as(new_key(), text).await
    }

    /// Writes under a key of one's own choice.
    ///
    /// # Errors
    /// The problem.
    pub async fn say_as(&mut self, key: CommandKey, text: &str) -> Result<u64, Problem> {
        let _ = self.socket.send(&ToEdge::Say { key: key.clone(), text: text.to_owned() }).await;
        self.until("acknowledgement", |chat| {
            let said = chat.said.get(&key).map(|seq| Ok(*seq));
            said.or_else(|| chat.refused.get(&key).map(|problem| Err(problem.clone())))
        })
        .await
    }

    /// Waits for a message with this text in it.
    pub async fn message(&mut self, text: &str) -> Utterance {
        self.until(text, |chat| super::utterances(&chat.transcript).into_iter().find(|u| u.text.contains(text))).await
    }

    /// All texts that are shown, in order.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        super::utterances(&self.transcript).into_iter().map(|u| u.text).collect()
    }

    /// Whether anything that came over this socket has this text in it.
    #[must_use]
    pub fn was_told(&self, text: &str) -> bool {
        let quoted = serde_json::to_string(text).unwrap_or_default();
        let inner = quoted.trim_matches('"');
        self.socket.wire.iter().any(|frame| frame.contains(text) || frame.contains(inner))
    }
}
