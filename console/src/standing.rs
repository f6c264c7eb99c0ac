//! How the reader stands to a conversation, and what they can do with it now: one answer for buttons, menus, keys, the
//! palette, and what is done with several at once.

use crate::action::Action;
use weft_shared::{
    handoff::Party,
    id::AgentId,
    wire::agent::{OfferLine, Row, ThreadState},
};

/// How somebody stands to a conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)]
pub struct Standing {
    /// It is open.
    pub open: bool,
    /// It goes on in another one.
    pub departed: bool,
    /// Somebody answers for it.
    pub owned: bool,
    /// The reader does.
    pub mine: bool,
    /// The reader leads: may hand over what others answer for.
    pub leads: bool,
    /// It is on hold.
    pub held: bool,
    /// It is offered to somebody who has not answered.
    pub offered: bool,
    /// To the reader.
    pub offered_to_me: bool,
    /// The customer can be moved to another medium; where that is not known: perhaps.
    pub moves: bool,
    /// There is another medium to answer by; where that is not known: perhaps.
    pub ways: bool,
}

impl Standing {
    /// To a line of the inbox.
    #[must_use]
    pub fn to_row(row: &Row, me: &AgentId, leads: bool) -> Self {
        let known =
            Self { open: row.open, held: row.held.is_some(), leads, moves: true, ways: true, ..Self::default() };
        known.with(row.owner.as_ref(), row.offer.as_ref(), me)
    }

    /// To the conversation that is open in the second pane.
    #[must_use]
    pub fn to_thread(state: &ThreadState, me: &AgentId, leads: bool) -> Self {
        let known = Self {
            open: state.open,
            departed: state.departed.is_some(),
            held: state.held.is_some(),
            leads,
            moves: !state.moves.is_empty(),
            ways: state.routes.iter().filter(|route| route.blocked.is_none()).count() > 1,
            ..Self::default()
        };
        known.with(state.owner.as_ref(), state.offer.as_ref().map(|(line, _)| line), me)
    }

    fn with(self, owner: Option<&AgentId>, offer: Option<&OfferLine>, me: &AgentId) -> Self {
        Self {
            owned: owner.is_some(),
            mine: owner == Some(me),
            offered: offer.is_some(),
            offered_to_me: offer.is_some_and(|offer| matches!(&offer.to, Party::Agent(to) if to == me)),
            ..self
        }
    }

    /// Whether it takes part in what goes on: neither closed nor gone on elsewhere.
    #[must_use]
    pub const fn live(self) -> bool {
        self.open && !self.departed
    }

    /// Whether something can be done now. The edge decides; this is only not to offer what it would refuse.
    #[must_use]
    pub const fn can(self, action: Action) -> bool {
        let own = self.live() && self.mine;
        match action {
            Action::Reply | Action::Note | Action::Answers => self.live(),
            Action::NextMedium => self.live() && self.ways,
            Action::Take => self.live() && !self.owned,
            Action::HandOff => self.live() && self.owned && (self.mine || self.leads) && !self.offered,
            Action::Snooze => own && !self.held && !self.offered,
            Action::Resume => own && self.held,
            Action::Close => self.live() && (self.mine || !self.owned),
            Action::Reopen => !self.open && !self.departed,
            Action::Accept | Action::Decline => self.live() && self.offered_to_me,
            Action::Move => own && self.moves,
            Action::Tag => !self.departed,
            Action::Find | Action::Customer => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::tests::row;
    use weft_shared::id::HandoffId;

    fn me() -> AgentId {
        "ada".parse().unwrap()
    }

    /// A line with an owner, and an offer to somebody.
    fn line(owner: Option<&str>, offer: Option<Party>) -> Row {
        let offer = offer.map(|to| OfferLine {
            handoff: HandoffId::from_bits(1),
            by: "ben".parse().unwrap(),
            to,
            expires: None,
        });
        Row { owner: owner.map(|owner| owner.parse().unwrap()), offer, ..row(1, 1, 10) }
    }

    /// What can be done with it of what depends on who one is.
    fn possible(standing: Standing) -> Vec<Action> {
        let always = [
            Action::Reply,
            Action::Note,
            Action::Answers,
            Action::NextMedium,
            Action::Tag,
            Action::Find,
            Action::Customer,
        ];
        Action::ALL.into_iter().filter(|action| !always.contains(action) && standing.can(*action)).collect()
    }

    fn to(row: &Row, leads: bool) -> Vec<Action> {
        possible(Standing::to_row(row, &me(), leads))
    }

    #[test]
    fn what_waits_can_be_taken_and_what_is_ones_own_handed_on() {
        assert_eq!(to(&line(None, None), false), [Action::Take, Action::Close]);
        let own = [Action::HandOff, Action::Snooze, Action::Close, Action::Move];
        assert_eq!(to(&line(Some("ada"), None), false), own);
    }

    #[test]
    fn what_a_colleague_answers_for_is_theirs_but_whoever_leads_hands_it_over() {
        assert_eq!(to(&line(Some("ben"), None), false), []);
        assert_eq!(to(&line(Some("ben"), None), true), [Action::HandOff]);
    }

    #[test]
    fn an_offer_is_answered_by_whom_it_was_made_to_and_nobody_hands_it_on_meanwhile() {
        let agent = |name: &str| Some(Party::Agent(name.parse().unwrap()));
        assert_eq!(to(&line(Some("ben"), agent("ada")), true), [Action::Accept, Action::Decline]);
        assert_eq!(to(&line(Some("ada"), agent("cleo")), true), [Action::Close, Action::Move]);
        assert_eq!(to(&line(None, Some(Party::Team("care".into()))), false), [Action::Take, Action::Close]);
    }

    #[test]
    fn a_hold_ends_before_another_begins_and_what_is_closed_can_only_be_reopened() {
        let held = Standing { held: true, ..Standing::to_row(&line(Some("ada"), None), &me(), false) };
        assert_eq!(possible(held), [Action::HandOff, Action::Resume, Action::Close, Action::Move]);
        let closed = Standing { open: false, ..held };
        assert_eq!(possible(closed), [Action::Reopen]);
        assert!(!closed.can(Action::Reply) && closed.can(Action::Tag) && closed.can(Action::Find));
        let gone = Standing { departed: true, ..closed };
        assert_eq!(possible(gone), []);
        assert!(!gone.can(Action::Tag) && gone.can(Action::Customer));
    }
}
