//! What may be asked of a Directory, and its answers.

use serde::{Deserialize, Serialize};
use weft_shared::{
    channel::Channel,
    consent::ConsentLine,
    id::{AgentId, CommandKey, ConversationId, CustomerId, MergeId},
    identity::{Identifier, Standing},
    time::Timestamp,
};

pub use weft_shared::{
    conversation::Past,
    directory::{Latest, PersonFound, Proved, Resolved},
};

/// A question to the Directory of one site. Each is one transaction, and safe to repeat.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "kebab-case")]
pub enum DirectoryCall {
    /// What is known of a customer for routing: their tier, by their accounts, and what their other conversations left.
    /// Answered with [`Context`](weft_shared::directory::Context).
    Context {
        /// Who.
        customer: CustomerId,
        /// The conversation that asks.
        conversation: ConversationId,
    },
    /// The site says which tier an account has. Answered with `null`.
    SetTier {
        /// The account's value.
        account: String,
        /// The tier; none takes it away.
        tier: Option<String>,
    },
    /// Whose is this identifier, and which conversation does an unthreaded message of it belong to? Answered with
    /// [`Resolved`].
    ///
    /// A claimed identifier is kept apart from the same one proven: what is only claimed never leads to a customer
    /// of whom anything is proven.
    Resolve {
        /// The identifier, in canonical form.
        identifier: Identifier,
        /// Whether evidence vouches for it now.
        standing: Standing,
        /// The key of the command that the answer is for: a repeated one gets the same conversation, even when that
        /// was closed in the meantime.
        key: CommandKey,
        /// The customer to be, if nobody is known by it.
        new_customer: CustomerId,
        /// The conversation to be, if none is open.
        new_conversation: ConversationId,
        /// Now.
        at: Timestamp,
    },
    /// A conversation begins without any identifier. Answered with `null`.
    Register {
        /// Which.
        conversation: ConversationId,
        /// Whose: a provisional customer.
        customer: CustomerId,
        /// Now.
        at: Timestamp,
    },
    /// The projection of a conversation's state. Answered with `null`.
    Seen {
        /// Which.
        conversation: ConversationId,
        /// Its customer, so that the row can be made when it is missing.
        customer: CustomerId,
        /// Whether it is open.
        open: bool,
        /// The place in the journal that says so: an older one changes nothing.
        seq: u64,
        /// When it was last active.
        at: Timestamp,
        /// What it leaves for those that follow it.
        #[serde(default)]
        trace: Past,
    },
    /// Evidence was given, in this conversation, for this identifier. Answered with [`Proved`].
    Prove {
        /// Where.
        conversation: ConversationId,
        /// Which, in canonical form.
        identifier: Identifier,
        /// When.
        at: Timestamp,
    },
    /// What the holder of an address wishes. Answered with `Vec<ConversationId>`: the customer's other conversations,
    /// to be told.
    Consent {
        /// Where it was said.
        conversation: ConversationId,
        /// What.
        line: ConsentLine,
        /// When.
        at: Timestamp,
    },
    /// May something be sent to this address on this medium? Answered with `Option<Consent>`.
    Consented {
        /// The identifier, in canonical form.
        identifier: Identifier,
        /// The medium.
        channel: Channel,
    },
    /// The site's signed word of an account reached a conversation. Answered with [`Account`](weft_shared::directory::Account).
    Account {
        /// The conversation that it reached.
        conversation: ConversationId,
        /// The account.
        account: Identifier,
        /// Other identifiers that the site vouches for.
        also: Vec<Identifier>,
        /// The browser reads the whole conversation by a proof that it gave before: the conversation is its own. Without
        /// it, a conversation that somebody is known by takes only an account that `also` ties to them.
        #[serde(default)]
        known: bool,
        /// The id of the token, which counts once.
        once: String,
        /// When the token ends: its id is remembered until then.
        expires: Timestamp,
        /// Now.
        at: Timestamp,
    },
    /// The site's backend says what belongs to an account. Answered with
    /// [`KnownAs`](weft_shared::wire::person::KnownAs).
    Identify {
        /// The account.
        account: Identifier,
        /// What else is this account's.
        also: Vec<Identifier>,
        /// The customer to be, if nobody is known by any of it.
        new_customer: CustomerId,
        /// Now.
        at: Timestamp,
    },
    /// A conversation goes on in another one of the same customer. Answered with `null`; `conflict` when they are two
    /// customers'.
    Depart {
        /// Which.
        conversation: ConversationId,
        /// Where.
        to: ConversationId,
    },
    /// Where does a conversation go on, if it departed? Answered with `Option<ConversationId>`.
    Departed {
        /// Which.
        conversation: ConversationId,
    },
    /// A customer as such. Answered with [`PersonFound`].
    Person {
        /// Whom.
        customer: CustomerId,
    },
    /// Another customer is the same. Answered with [`PersonFound`]; `conflict`, `not-found`.
    Merge {
        /// Who stays.
        customer: CustomerId,
        /// Who is the same: its id leads to the one who stays from then on.
        other: CustomerId,
        /// The merge's id.
        merge: MergeId,
        /// Who says so.
        by: AgentId,
        /// Why.
        because: String,
        /// Now.
        at: Timestamp,
    },
    /// They were not. Answered with [`PersonFound`]; `conflict` when a later merge must be undone first.
    Unmerge {
        /// Who stayed.
        customer: CustomerId,
        /// The merge to undo.
        merge: MergeId,
        /// Who says so.
        by: AgentId,
        /// Now.
        at: Timestamp,
    },
    /// The conversation that a fresh link to this identifier should point to. Answered with
    /// `Option<`[`Latest`]`>`: the proven customer's first, open before closed, the latest before earlier ones.
    Latest {
        /// The identifier, in canonical form.
        identifier: Identifier,
    },
    /// Whose conversation is this? Answered with `Option<CustomerId>`.
    Customer {
        /// Which.
        conversation: ConversationId,
    },
    /// Who else may be the same customer? Answered with `Vec<`[`Suggestion`](weft_shared::directory::Suggestion)`>`.
    Suggestions {
        /// Whom it is about.
        customer: CustomerId,
    },
    /// Is this desk the site's? The first one is, and one that knows all conversations again takes its place. Answered with
    /// `bool`.
    Desk {
        /// Its name among all desks that the site had.
        name: String,
        /// It takes the place.
        instead: bool,
    },
    /// The conversations of the site by id, for rebuilding what is derived. Answered with `Vec<ConversationId>`.
    All {
        /// Those after this one; none for the first page.
        after: Option<ConversationId>,
        /// At most so many.
        limit: u32,
    },
}
