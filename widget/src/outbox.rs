//! Messages on their way: shown at once, kept until the edge has committed them, safe to send again.

use weft_shared::{
    id::{CommandKey, ConversationId},
    time::Timestamp,
};

/// One message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// Its idempotency key: the edge stores it once however often it is sent.
    pub key: CommandKey,
    /// The text.
    pub text: String,
    /// When it was written.
    pub at: Timestamp,
    /// The conversation it was written into; none while there was none yet.
    pub conversation: Option<ConversationId>,
    /// How it stands.
    pub state: State,
}

/// How a message on its way stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Waits or is being sent.
    #[default]
    Sending,
    /// Its entry is in the transcript already; only the acknowledgement is still to come.
    Shown,
    /// Committed at this place, its entry is still to come.
    Committed(u64),
    /// Refused; the person decides whether to try again.
    Failed,
}

/// All messages on their way, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outbox {
    queue: Vec<Queued>,
    /// Keys that this tab saw committed or dropped: another tab's older copy does not bring them back.
    done: Vec<CommandKey>,
}

impl Outbox {
    /// Puts a message in.
    pub fn put(&mut self, key: CommandKey, text: String, at: Timestamp, conversation: Option<ConversationId>) {
        self.queue.push(Queued { key, text, at, conversation, state: State::Sending });
    }

    /// All, oldest first.
    #[must_use]
    pub fn queue(&self) -> &[Queued] {
        &self.queue
    }

    /// Those to be shown below the transcript.
    pub fn visible(&self) -> impl Iterator<Item = &Queued> {
        self.queue.iter().filter(|queued| queued.state != State::Shown)
    }

    /// Those to send now that a socket is ready. Sending again what may have arrived is safe.
    pub fn to_send(&self) -> impl Iterator<Item = &Queued> {
        self.queue.iter().filter(|queued| matches!(queued.state, State::Sending | State::Shown))
    }

    /// The conversation is `conversation` from now on: what was written before there was one joins it,
    /// what was written into another one never does.
    pub fn belong_to(&mut self, conversation: ConversationId) {
        for queued in &mut self.queue {
            queued.conversation.get_or_insert(conversation);
        }
        self.drop_where(|queued| queued.conversation != Some(conversation));
    }

    /// The edge committed one. It leaves when its entry is in the transcript, which is known up to `upto`.
    pub fn said(&mut self, key: &CommandKey, seq: u64, upto: u64) {
        if let Some(queued) = self.queue.iter_mut().find(|queued| queued.key == *key) {
            queued.state = State::Committed(seq);
        }
        self.known(upto);
    }

    /// The transcript is known up to here.
    pub fn known(&mut self, upto: u64) {
        self.drop_where(|queued| matches!(queued.state, State::Committed(seq) if seq <= upto));
    }

    /// An entry with this text by this person arrived, perhaps before the acknowledgement: it is not shown twice.
    pub fn arrived(&mut self, text: &str) {
        let waiting = |queued: &&mut Queued| queued.state == State::Sending && queued.text.trim() == text.trim();
        if let Some(queued) = self.queue.iter_mut().find(waiting) {
            queued.state = State::Shown;
        }
    }

    /// One was refused.
    pub fn refused(&mut self, key: &CommandKey) {
        self.set(key, State::Failed);
    }

    /// Nothing can be sent for now by a refusal that concerns them all.
    pub fn all_refused(&mut self) {
        for queued in &mut self.queue {
            queued.state = State::Failed;
        }
    }

    /// The person wants all that failed to be tried again, in order.
    pub fn again(&mut self) {
        for queued in self.queue.iter_mut().filter(|queued| queued.state == State::Failed) {
            queued.state = State::Sending;
        }
    }

    /// The person no longer wants it.
    pub fn discard(&mut self, key: &CommandKey) {
        self.drop_where(|queued| queued.key == *key);
    }

    /// Everything goes.
    pub fn clear(&mut self) {
        self.drop_where(|_| true);
    }

    /// Takes in what another tab stored, so that neither overwrites the other's.
    pub fn merge(&mut self, other: Self) {
        for theirs in other.queue {
            let known = self.done.contains(&theirs.key) || self.queue.iter().any(|ours| ours.key == theirs.key);
            if !known {
                let place = self.queue.iter().position(|ours| ours.at > theirs.at).unwrap_or(self.queue.len());
                self.queue.insert(place, theirs);
            }
        }
    }

    fn set(&mut self, key: &CommandKey, state: State) {
        if let Some(queued) = self.queue.iter_mut().find(|queued| queued.key == *key) {
            queued.state = state;
        }
    }

    fn drop_where(&mut self, gone: impl Fn(&Queued) -> bool) {
        self.done.extend(self.queue.iter().filter(|queued| gone(queued)).map(|queued| queued.key.clone()));
        self.queue.retain(|queued| !gone(queued));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::Stored;

    fn key(n: u32) -> CommandKey {
        format!("key-{n:08}").parse().unwrap()
    }

    fn outbox(texts: &[&str]) -> Outbox {
        let mut outbox = Outbox::default();
        for (n, text) in (0..).zip(texts) {
            outbox.put(key(n), (*text).to_owned(), Timestamp(i64::from(n)), None);
        }
        outbox
    }

    #[test]
    fn a_message_leaves_when_it_is_both_committed_and_shown() {
        let mut outbox = outbox(&["a"]);
        outbox.said(&key(0), 7, 6);
        assert_eq!(outbox.visible().count(), 1);
        assert_eq!(outbox.to_send().count(), 0);
        outbox.known(7);
        assert_eq!(outbox.queue().len(), 0);
    }

    #[test]
    fn an_entry_before_its_acknowledgement_is_not_shown_twice() {
        let mut outbox = outbox(&["a", "a"]);
        outbox.arrived("a");
        assert_eq!(outbox.visible().count(), 1);
        assert_eq!(outbox.to_send().count(), 2);
        outbox.said(&key(0), 3, 3);
        assert_eq!(outbox.queue().len(), 1);
    }

    #[test]
    fn what_was_written_into_another_conversation_never_joins_this_one() {
        let mut outbox = outbox(&["a"]);
        outbox.belong_to(ConversationId::from_bits(1));
        outbox.put(key(9), "b".to_owned(), Timestamp(9), None);
        outbox.belong_to(ConversationId::from_bits(2));
        let texts: Vec<_> = outbox.queue().iter().map(|queued| queued.text.as_str()).collect();
        assert_eq!(texts, ["b"]);
    }

    #[test]
    fn a_refused_message_waits_for_the_person() {
        let mut outbox = outbox(&["a", "b"]);
        outbox.refused(&key(0));
        assert_eq!(outbox.to_send().count(), 1);
        outbox.again();
        assert_eq!(outbox.to_send().count(), 2);
    }

    #[test]
    fn two_tabs_keep_each_others_messages_and_bring_none_back() {
        let mut here = outbox(&["a"]);
        let there = outbox(&["a", "b"]);
        here.said(&key(0), 1, 1);
        here.merge(there);
        let texts: Vec<_> = here.queue().iter().map(|queued| queued.text.as_str()).collect();
        assert_eq!(texts, ["b"]);
    }

    #[test]
    fn an_outbox_survives_a_reload_and_is_sent_again() {
        let mut before = outbox(&["a"]);
        before.refused(&key(0));
        let kept = Stored { browser: "0".repeat(32), outbox: before, ..Stored::default() };
        let after = Stored::read(&kept.write()).unwrap().outbox;
        assert_eq!(after.to_send().count(), 1);
    }
}
