//! What an agent sees live: the inbox, and one thread.

use super::{PATIENCE, SignedIn, Socket, new_key};
use std::collections::BTreeMap;
use weft_shared::{
    channel::Channel,
    evidence::Assurance,
    handoff::{HandoffNote, Party},
    id::{AgentId, ConversationId},
    time::{HOUR, Timestamp},
    transcript::Transcript,
    wire::{
        VERSION,
        agent::{Colleague, FromDesk, FromThread, Row, ThreadState, ToDesk, ToThread, Wish},
        entry::{EntryBody, Notice, NoticeKind, Utterance},
        problem::Problem,
    },
};

/// The messages of a transcript, in order.
#[must_use]
pub fn utterances(transcript: &Transcript) -> Vec<Utterance> {
    let message = |entry: &weft_shared::wire::entry::Entry| match &entry.body {
        EntryBody::Message(utterance) => Some(utterance.as_ref().clone()),
        _ => None,
    };
    transcript.entries.iter().filter_map(message).collect()
}

/// The live inbox.
pub struct DeskView {
    /// The frames.
    pub socket: Socket<ToDesk, FromDesk>,
    /// Its lines.
    pub rows: BTreeMap<ConversationId, Row>,
    /// The team.
    pub colleagues: Vec<Colleague>,
    /// How many more lines there were than came: open ones, and closed ones.
    pub more: (u32, u32),
}

impl DeskView {
    /// Opens the socket, says hello and waits for the inbox.
    ///
    /// # Errors
    /// The HTTP status of a refused handshake, or 0 when no inbox came.
    pub async fn open(agent: &SignedIn) -> Result<Self, u16> {
        let headers = [("origin", agent.site.world.edge_url.as_str()), ("cookie", &agent.cookie)];
        let mut socket = Socket::open(&agent.site.api("/desk/socket"), &headers).await?;
        let hello = ToDesk::Hello { version: VERSION, key: agent.me.key.clone() };
        socket.send(&hello).await.map_err(|_| 0_u16)?;
        let mut desk = Self { socket, rows: BTreeMap::new(), colleagues: Vec::new(), more: (0, 0) };
        loop {
            let frame = desk.socket.next(PATIENCE).await.ok_or(0_u16)?;
            let inbox = matches!(frame, FromDesk::Inbox { .. });
            desk.take(frame);
            if inbox {
                return Ok(desk);
            }
        }
    }

    fn take(&mut self, frame: FromDesk) {
        match frame {
            FromDesk::Inbox { rows, colleagues, more_open, more_closed, .. } => {
                self.more = (more_open, more_closed);
                self.rows = rows.into_iter().map(|row| (row.conversation, row)).collect();
                self.colleagues = colleagues;
            }
            FromDesk::Changed { row } if self.rows.get(&row.conversation).is_some_and(|known| known.seq > row.seq) => {}
            FromDesk::Changed { row } => {
                self.rows.insert(row.conversation, row);
            }
            FromDesk::Seen { .. } => {}
            FromDesk::Presence { colleagues } => self.colleagues = colleagues,
            FromDesk::Bye { because, problem } => panic!("the desk said bye: {because} {problem:?}"),
        }
    }

    /// Waits for a line.
    ///
    /// # Panics
    /// When it does not come, with the lines that are there.
    pub async fn row(&mut self, what: &str, wanted: impl Fn(&Row) -> bool) -> Row {
        loop {
            if let Some(row) = self.rows.values().find(|row| wanted(row)) {
                return row.clone();
            }
            let frame = self.socket.next(PATIENCE).await;
            let frame = frame.unwrap_or_else(|| panic!("no line {what}; there are: {:#?}", self.rows.values()));
            self.take(frame);
        }
    }

    /// Takes in what comes during this time.
    pub async fn rest(&mut self, ms: u64) {
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_millis(ms);
        while let Some(left) = deadline.checked_duration_since(tokio::time::Instant::now()) {
            match self.socket.next(left).await {
                Some(frame) => self.take(frame),
                None => return,
            }
        }
    }
}

/// One thread.
pub struct ThreadView {
    /// The frames.
    pub socket: Socket<ToThread, FromThread>,
    /// Everything but the entries.
    pub state: ThreadState,
    /// The entries, from the last page on.
    pub transcript: Transcript,
    /// There are more before them.
    pub more: bool,
    /// Which colleagues look at it, and whether they are writing.
    pub viewing: Vec<(AgentId, bool)>,
}

impl ThreadView {
    /// Opens the socket, says hello and waits for the state.
    ///
    /// # Errors
    /// The HTTP status of a refused handshake, or 0 when no state came.
    pub async fn open(agent: &SignedIn, conversation: ConversationId) -> Result<Self, u16> {
        let url = agent.site.api(&format!("/desk/conversations/{conversation}/socket"));
        let headers = [("origin", agent.site.world.edge_url.as_str()), ("cookie", &agent.cookie)];
        let mut socket: Socket<ToThread, FromThread> = Socket::open(&url, &headers).await?;
        let hello = ToThread::Hello { version: VERSION, key: agent.me.key.clone(), after: 0 };
        socket.send(&hello).await.map_err(|_| 0_u16)?;
        let mut transcript = Transcript::default();
        let (mut state, mut viewing) = (None, Vec::new());
        // The thread is shown once both its state and its first entries are here.
        let mut shown = false;
        let mut before = false;
        while state.is_none() || !shown {
            match socket.next(PATIENCE).await.ok_or(0_u16)? {
                FromThread::State(fresh) => state = Some(*fresh),
                FromThread::Entries { reset, entries, upto, more } => {
                    transcript.take(reset, entries, upto);
                    (shown, before) = (true, more);
                }
                FromThread::Viewing { colleagues } => viewing = colleagues,
                FromThread::Bye { .. } => return Err(0),
                _ => {}
            }
        }
        Ok(Self { socket, state: state.ok_or(0_u16)?, transcript, more: before, viewing })
    }

    fn take(&mut self, frame: FromThread) -> Option<(weft_shared::id::CommandKey, Result<(), Problem>)> {
        match frame {
            FromThread::State(state) => self.state = *state,
            FromThread::Entries { reset, entries, upto, .. } => self.transcript.take(reset, entries, upto),
            FromThread::Earlier { entries, more } => {
                self.transcript.precede(entries);
                self.more = more;
            }
            FromThread::Viewing { colleagues } => self.viewing = colleagues,
            FromThread::Done { key } => return Some((key, Ok(()))),
            FromThread::Refused { key, problem } => return Some((key, Err(problem))),
            FromThread::Bye { because, problem } => panic!("the thread said bye: {because} {problem:?}"),
            _ => {}
        }
        None
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
            let frame = self.socket.next(PATIENCE).await;
            let frame = frame.unwrap_or_else(|| panic!("no {what}; shown: {:#?} {:#?}", self.transcript, self.state));
            let _ = self.take(frame);
        }
    }

    /// Does something and waits for what comes of it.
    ///
    /// # Errors
    /// The problem.
    ///
    /// # Panics
    /// When nothing comes of it.
    pub async fn wish(&mut self, wish: Wish) -> Result<(), Problem> {
        let key = new_key();
        let _ = self.socket.send(&ToThread::Do { key: key.clone(), wish }).await;
        loop {
            let frame = self.socket.next(PATIENCE).await.expect("a wish is answered");
            if let Some((answered, result)) = self.take(frame)
                && answered == key
            {
                return result;
            }
        }
    }

    /// Scrolls up by a page; how many entries came.
    ///
    /// # Panics
    /// When none comes.
    pub async fn earlier(&mut self) -> usize {
        let known = self.transcript.entries.len();
        let before = self.transcript.entries.first().map_or(u64::MAX, |entry| entry.seq);
        let _ = self.socket.send(&ToThread::Earlier { before }).await;
        self.until("earlier page", |thread| {
            let first = thread.transcript.entries.first().map_or(u64::MAX, |entry| entry.seq);
            (first < before).then_some(())
        })
        .await;
        self.transcript.entries.len() - known
    }

    /// Types, as a console tells it.
    pub async fn types(&mut self) {
        let _ = self.socket.send(&ToThread::Typing).await;
    }

    /// Answers by the first route.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn reply(&mut self, text: &str) {
        self.reply_by(text, None).await.expect("an agent may answer");
    }

    /// Answers by a route.
    ///
    /// # Errors
    /// The problem.
    pub async fn reply_by(&mut self, text: &str, channel: Option<Channel>) -> Result<(), Problem> {
        self.wish(Wish::Reply { text: text.to_owned(), channel, template: None, attachments: Vec::new() }).await
    }

    /// Answers by a text of the policy.
    ///
    /// # Errors
    /// The problem.
    pub async fn reply_with(&mut self, template: &str, channel: Channel) -> Result<(), Problem> {
        let template = Some(template.to_owned());
        self.wish(Wish::Reply { text: String::new(), channel: Some(channel), template, attachments: Vec::new() }).await
    }

    /// Waits for a message with this text in it.
    pub async fn message(&mut self, text: &str) -> Utterance {
        self.until(text, |thread| utterances(&thread.transcript).into_iter().find(|u| u.text.contains(text))).await
    }

    /// Waits for a notice of this kind.
    pub async fn notice(&mut self, kind: NoticeKind) -> Notice {
        self.until("notice", |thread| thread.notices().into_iter().find(|notice| notice.kind == kind)).await
    }

    /// All notices, in order.
    #[must_use]
    pub fn notices(&self) -> Vec<Notice> {
        let notice = |entry: &weft_shared::wire::entry::Entry| match &entry.body {
            EntryBody::Notice(notice) => Some(notice.clone()),
            _ => None,
        };
        self.transcript.entries.iter().filter_map(notice).collect()
    }

    /// All texts, in order.
    #[must_use]
    pub fn texts(&self) -> Vec<String> {
        utterances(&self.transcript).into_iter().map(|u| u.text).collect()
    }

    /// The highest level of any browser that takes part.
    #[must_use]
    pub fn highest_session(&self) -> Assurance {
        self.state.customer.sessions.iter().map(|line| line.level).max().unwrap_or_default()
    }
}

/// A note that says what it must.
///
/// # Panics
/// Before 1970.
#[must_use]
pub fn note_for(owner: Party) -> HandoffNote {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    HandoffNote {
        wants: "The customer wants to know where the parcel is.".to_owned(),
        done: "Looked the order up; it left the warehouse.".to_owned(),
        promised: "An answer today.".to_owned(),
        next: "Ask the carrier and tell the customer.".to_owned(),
        owner,
        due: Timestamp(i64::try_from(now.as_millis()).unwrap()).plus(4 * HOUR),
    }
}

/// A handoff back to the team's queue, with such a note.
#[must_use]
pub fn to_the_queue() -> Wish {
    Wish::HandOff { note: note_for(Party::Team("support".to_owned())) }
}
