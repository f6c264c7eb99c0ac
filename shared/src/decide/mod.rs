//! Decisions: what follows from a command. Only this refuses.
//!
//! [`decide`] reads a conversation and answers with events; nothing has happened until they are committed and applied.

mod advise;
mod agent;
mod consent;
mod desk;
mod facts;
mod hand_over;
mod handoff;
mod moving;
mod person;
mod receive;
mod route;
mod sendable;
mod session;
mod told;
mod visit;

#[cfg(test)]
mod tests;

pub use advise::{advise, promise};
pub use consent::{is_mandatory, waits_until};
pub use hand_over::handed_over;
pub use moving::{How, Move, moves};
pub use route::{Presence, Target, Way, ways};
pub use sendable::{Block, Sendable, sendable};
pub use visit::adopted;

use crate::{
    channel::Channel,
    command::{Command, CommandBody, DeskCommand, Opening},
    conversation::Conversation,
    event::{Event, EventBody},
    evidence::{Assurance, Evidence},
    handoff::NoteProblem,
    id::ConversationId,
    message::{MAX_TEXT, Message},
    policy::Policy,
    time::Timestamp,
    wire::problem::{Problem, ProblemKind},
};

/// Why a command is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such conversation, session, message or address here.
    NotFound,
    /// The session is unknown, ended or expired.
    SessionOver,
    /// The link's generation is over: it was revoked.
    LinkUnusable,
    /// The level is too low.
    Level {
        /// What it would take.
        needs: Assurance,
        /// Ways there, as names of evidence.
        step_up: Vec<String>,
    },
    /// Another agent answers for it.
    OwnedBy(String),
    /// It does not fit the present state.
    State(&'static str),
    /// The text is empty or too long.
    Text(String),
    /// The customer cannot be reached that way.
    Unreachable(String),
    /// A rule of the policy forbids it.
    Rule {
        /// Its key path.
        rule: String,
        /// Why, in one sentence.
        why: String,
        /// The next best medium, if there is one.
        instead: Option<Channel>,
    },
    /// A handoff note is refused.
    Note(NoteProblem),
    /// It goes on in another conversation.
    Moved(ConversationId),
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotFound => Self::new(ProblemKind::NotFound),
            Refusal::SessionOver => Self::new(ProblemKind::Unauthenticated),
            Refusal::LinkUnusable => Self::new(ProblemKind::LinkUnusable),
            Refusal::Level { needs, step_up } => {
                let mut problem = Self::new(ProblemKind::Forbidden);
                problem.needs = Some(needs);
                problem.step_up = step_up;
                problem
            }
            Refusal::OwnedBy(owner) => Self::new(ProblemKind::Taken).detail(format!("{owner} answers for it")),
            Refusal::State(why) => Self::new(ProblemKind::Conflict).detail(why),
            Refusal::Text(why) => Self::new(ProblemKind::Malformed).detail(why),
            Refusal::Rule { rule, why, instead } => {
                let mut problem = Self::new(ProblemKind::AgainstPolicy).detail(why);
                problem.rule = Some(rule);
                problem.instead = instead.map(|channel| channel.to_string());
                problem
            }
            Refusal::Note(note) => {
                let mut problem = Self::new(ProblemKind::AgainstPolicy).detail(note.why);
                problem.rule = Some(note.rule);
                problem.field = Some(note.field.to_owned());
                problem.example = Some(note.example.to_owned());
                problem
            }
            Refusal::Moved(to) => {
                let mut problem = Self::new(ProblemKind::Moved);
                problem.canonical = Some(to.to_string());
                problem
            }
            Refusal::Unreachable(why) => Self::new(ProblemKind::Unreachable).detail(why),
        }
    }
}

/// What follows from `command` at `now`: the events to commit, in order. None of them means that it changes nothing.
///
/// # Errors
/// A [`Refusal`]; the conversation stays as it is.
pub fn decide(
    conversation: &Conversation,
    command: &Command,
    policy: &Policy,
    now: Timestamp,
) -> Result<Vec<EventBody>, Refusal> {
    let at = At { conversation, policy, now };
    if let Some(to) = at.departed_from(&command.body) {
        return Err(Refusal::Moved(to));
    }
    match &command.body {
        CommandBody::Receive { opening, sender, message, answers } => {
            Ok(at.receive(opening, sender, message, answers.as_deref()))
        }
        CommandBody::Note { what, raw, about } => Ok(at.note(what, raw.as_ref(), *about)),
        CommandBody::Begin { opening, session, channel, claims } => {
            at.begin(opening, *session, channel, claims.as_ref())
        }
        _ if conversation.identity.is_none() => Err(Refusal::NotFound),
        CommandBody::Redeem { token, generation, session, channel } => {
            at.redeem(*token, *generation, *session, channel)
        }
        CommandBody::Say { session, message, channel, text } => at.say(*session, *message, channel, text),
        CommandBody::Seen { session, upto } => at.seen(*session, *upto),
        CommandBody::AskProof { session } => at.ask_proof(*session),
        CommandBody::Prove { session, evidence: evidence @ Evidence::SiteSigned { .. } } => {
            at.identify(*session, evidence, &[], false)
        }
        CommandBody::Identify { session, evidence, also, known } => at.identify(*session, evidence, also, *known),
        CommandBody::Prove { session, evidence } => at.prove(*session, evidence),
        CommandBody::RefuseProof { session, because } => at.refuse_proof(*session, because),
        CommandBody::EndSession { session } => at.end_session(*session),
        CommandBody::SendLink { token, message, only_to, over, by_holder } => {
            at.send_link(*token, *message, only_to.as_ref(), over.as_ref(), *by_holder)
        }
        CommandBody::Reply { .. } => at.reply(&command.body),
        CommandBody::Take { agent } => at.take(agent),
        CommandBody::Close { agent } => at.close(agent),
        CommandBody::Reopen { agent } => at.reopen(agent),
        CommandBody::RevokeLinks { agent } => Ok(at.revoke_links(agent)),
        CommandBody::Vouch { agent, session, how } => at.vouch(agent, *session, how),
        CommandBody::Report { message, status, detail, foreign_id } => {
            at.report(*message, *status, detail.as_ref(), foreign_id.as_ref())
        }
        CommandBody::Amend { foreign_id, by, channel, change, raw } => {
            Ok(at.amend(foreign_id, by, channel, change, raw.as_ref()))
        }
        CommandBody::NoteCall { foreign_id, call } => at.note_call(foreign_id, call),
        CommandBody::ReportConsent { line, because } => Ok(at.report_consent(line, because)),
        CommandBody::NoteConsent { line, because } => Ok(at.note_consent(line, because)),
        CommandBody::NoteRefusal { agent, channel, rule } => Ok(At::note_refusal(agent.as_ref(), channel, rule)),
        CommandBody::SetIntent { agent, intent } => at.set_intent(agent, intent.as_ref()),
        CommandBody::Rehome { .. }
        | CommandBody::Part { .. }
        | CommandBody::AttachDeal { .. }
        | CommandBody::AddIdentifier { .. } => at.person(&command.body),
        CommandBody::Desk(wish) => at.desk(wish),
        CommandBody::Depart { .. }
        | CommandBody::Absorb { .. }
        | CommandBody::Adopt { .. }
        | CommandBody::SpeakCode { .. } => at.visit(&command.body),
    }
}

/// Gives decided events their places and their time.
#[must_use]
pub fn number(bodies: Vec<EventBody>, after: u64, at: Timestamp) -> Vec<Event> {
    (after + 1..).zip(bodies).map(|(seq, body)| Event { seq, at, body }).collect()
}

/// A conversation at a moment, under a policy: what every decision looks at.
struct At<'a> {
    conversation: &'a Conversation,
    policy: &'a Policy,
    now: Timestamp,
}

impl At<'_> {
    fn opened(opening: &Opening) -> EventBody {
        EventBody::Opened {
            conversation: opening.conversation,
            site: opening.site.clone(),
            customer: opening.customer,
            subject: opening.subject.clone(),
        }
    }

    /// Where a wish must go instead, because the conversation goes on there. What only adds to what is known of its own
    /// messages stays here, and so does a repeated departure.
    fn departed_from(&self, wish: &CommandBody) -> Option<ConversationId> {
        let stays = matches!(
            wish,
            CommandBody::Report { .. }
                | CommandBody::NoteCall { .. }
                | CommandBody::Amend { .. }
                | CommandBody::NoteConsent { .. }
                | CommandBody::ReportConsent { .. }
                | CommandBody::Note { .. }
                | CommandBody::Depart { .. }
                | CommandBody::Rehome { .. }
                | CommandBody::Part { .. }
                | CommandBody::Desk(DeskCommand::NoteTier { .. } | DeskCommand::NotePast { .. })
                | CommandBody::Desk(DeskCommand::Requeue { .. })
        );
        self.conversation.departed.filter(|_| !stays)
    }

    /// A new message reopens what was closed.
    fn wake(&self) -> Option<EventBody> {
        let closed = self.conversation.identity.is_some() && !self.conversation.open;
        closed.then_some(EventBody::Reopened { agent: None })
    }

    /// A message of the customer ends the waiting for it.
    fn end_hold(&self, message: &Message) -> Option<EventBody> {
        let ends = self.conversation.desk.held.is_some() && message.automatic.is_none();
        ends.then_some(EventBody::Resumed { agent: None })
    }

    /// The text as it is stored: trimmed, within the limit of its medium.
    fn text(&self, text: &str, max: usize) -> Result<String, Refusal> {
        let text = text.trim();
        let (length, max) = (text.chars().count(), max.min(MAX_TEXT));
        match length {
            0 => Err(Refusal::Text("the text is empty".to_owned())),
            length if length > max => {
                Err(Refusal::Text(format!("the text has {length} characters: at most {max} are possible here")))
            }
            _ => Ok(text.to_owned()),
        }
    }
}
