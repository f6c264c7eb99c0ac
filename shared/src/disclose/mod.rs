//! Disclosure: what a session or an agent may see of a conversation. Decided here, before anything is serialised.

mod agent;
mod called;
mod facts;
mod page;
mod partner;
mod session;
mod state;
#[cfg(test)]
mod tests;
mod weight;
mod words;

pub(crate) use agent::offer;
pub use agent::{entry_for_agent, row};
pub use called::UNKNOWN;
pub(crate) use called::title;
pub use facts::{Moment, as_of, facts, handed_lately};
pub use page::{PAGE, Page};
pub use partner::{announcement, conversation_for_partner, is_announced, message_for_partner};
pub use session::{challenge, entry_for_session, has_locked};
pub(crate) use state::identifier;
pub use state::thread_state;
pub use weight::weight;

use crate::{
    id::SessionId,
    message::{Attachment, Author, Message},
    wire::entry::{File, From},
};

fn whose(author: &Author) -> From {
    match author {
        Author::Customer { .. } => From::Customer,
        Author::Outsider { .. } => From::Outsider,
        Author::Agent { .. } => From::Agent,
        Author::System => From::System,
    }
}

fn files(attachments: &[Attachment]) -> Vec<File> {
    attachments.iter().map(file).collect()
}

fn file(file: &Attachment) -> File {
    File { id: file.id, name: file.name.clone(), media_type: file.media_type.clone(), size: file.size }
}

/// The browser that wrote a message.
fn writer(message: &Message) -> Option<SessionId> {
    match &message.author {
        Author::Customer { session, .. } => *session,
        _ => None,
    }
}
