//! Accounts at the site: what its signed word and its backend make known.
//!
//! An account opens more than any other proof, so it must be tied to whom the conversation is with: a link leads there
//! whoever holds it, and an account of one's own is easily had.

use super::{
    Answer, Failure, How, IdentifierRow, Register, ensure, give, merge::absorb, provisional, reason, suggest, whose,
};
use crate::{
    id::{ConversationId, CustomerId},
    identity::{Identifier, IdentifierKind, Standing},
    time::Timestamp,
    wire::person::KnownAs,
};
use serde::{Deserialize, Serialize};

/// The site's signed word that somebody is signed in.
#[derive(Clone, Debug)]
pub struct Word<'a> {
    /// The conversation that it reached.
    pub conversation: ConversationId,
    /// The account.
    pub account: &'a Identifier,
    /// Other identifiers that the site vouches for.
    pub also: &'a [Identifier],
    /// The browser reads the whole conversation by a proof that it gave before: the conversation is its own.
    pub known: bool,
    /// The id of the token.
    pub once: &'a str,
    /// When the token ends.
    pub expires: Timestamp,
    /// Now.
    pub at: Timestamp,
}

/// What the word counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Account {
    /// It is the conversation's customer's; perhaps with another open conversation.
    Here {
        /// That other one.
        elsewhere: Option<ConversationId>,
        /// The site's backend had said so before: it is not known by such words in conversations alone.
        #[serde(default)]
        known: bool,
    },
    /// The conversation's customer is known to be another account's, or is known by something that nothing ties to this
    /// one: this word counts for nothing here.
    OtherAccount,
    /// This token was used already.
    Replayed,
}

/// What the site's backend says of an account.
#[derive(Clone, Debug)]
pub struct Identifying<'a> {
    /// The account.
    pub account: &'a Identifier,
    /// What else is this account's.
    pub also: &'a [Identifier],
    /// The customer to be, if nobody is known by any of it.
    pub new_customer: CustomerId,
    /// Now.
    pub at: Timestamp,
}

/// The site's signed word reached a conversation. An account that is known brings its customer: a visitor of whom
/// nothing is proven becomes them; somebody of whom anything is proven is only suggested. An account that is not known
/// yet becomes that of whoever an address is proven of that the site vouches for, if nothing is known of the visitor.
///
/// # Errors
/// Not found, when there is no such conversation.
pub fn account<R: Register>(register: &mut R, word: &Word<'_>) -> Answer<Account, R> {
    let Word { account, at, .. } = *word;
    let customer = whose(register, word.conversation)?.ok_or(Failure::NotFound)?;
    if !register.spend(word.once, word.expires, at)? {
        return Ok(Account::Replayed);
    }
    let known_by = register.identifiers(customer)?;
    let known_as = register.identifier(account, Standing::Proven)?;
    let known = known_as.as_ref().is_some_and(|row| row.customer == customer && row.how == How::Site);
    let customer = match known_as.map(|row| row.customer) {
        Some(owner) if owner == customer => customer,
        _ if has_account(&known_by) => return Ok(Account::OtherAccount),
        owner => {
            let tied = word.known
                || known_by.is_empty()
                || known_by.iter().any(|row| word.also.contains(&row.identifier) && row.is_theirs(at));
            match owner {
                Some(owner) if tied && provisional(&known_by) => {
                    absorb(register, [owner, customer], &signed_in(account), at)?;
                    owner
                }
                Some(owner) => {
                    suggest(register, [customer, owner], account, reason::signed_in(tied), at)?;
                    return Ok(if tied {
                        Account::Here { elsewhere: None, known: false }
                    } else {
                        Account::OtherAccount
                    });
                }
                None if tied => {
                    // An address that the site vouches for brings whoever it is proven of, as when its backend says so.
                    let owner = if known_by.is_empty() { known_by_any(register, word.also, at)? } else { None };
                    let customer = match owner.filter(|owner| *owner != customer) {
                        Some(owner) => {
                            absorb(register, [owner, customer], &signed_in(account), at)?;
                            owner
                        }
                        None => customer,
                    };
                    give(register, customer, account, How::Word, at)?;
                    customer
                }
                None => return Ok(Account::OtherAccount),
            }
        }
    };
    for identifier in word.also {
        give(register, customer, identifier, How::Word, at)?;
    }
    let open = register.conversations(customer)?.into_iter();
    let elsewhere = open
        .filter(|row| row.open && row.departed.is_none())
        .map(|row| row.conversation)
        .find(|other| *other != word.conversation);
    Ok(Account::Here { elsewhere, known })
}

/// The site's backend says what belongs to an account. Whoever is known by any of it and has no other account is the
/// account's customer; what is proven to be somebody else's stays theirs and is listed.
///
/// # Errors
/// When the register fails.
pub fn identify<R: Register>(register: &mut R, said: &Identifying<'_>) -> Answer<KnownAs, R> {
    let customer = match register.identifier(said.account, Standing::Proven)? {
        Some(row) => {
            let customer = row.customer;
            register.put_identifier(&IdentifierRow { how: How::Site, ..row })?;
            customer
        }
        None => {
            let customer = match known_by_any(register, said.also, said.at)? {
                Some(customer) => customer,
                None => {
                    ensure(register, said.new_customer, said.at)?;
                    said.new_customer
                }
            };
            give(register, customer, said.account, How::Site, said.at)?;
            customer
        }
    };
    let mut conflicts = Vec::new();
    for identifier in said.also {
        if give(register, customer, identifier, How::Site, said.at)?.is_some() {
            conflicts.push(identifier.value.clone());
        }
    }
    Ok(KnownAs { customer, conflicts })
}

/// The first customer of whom any of it is proven and who has no account yet.
fn known_by_any<R: Register>(register: &R, also: &[Identifier], at: Timestamp) -> Answer<Option<CustomerId>, R> {
    for identifier in also {
        if let Some(row) = register.identifier(identifier, Standing::Proven)?
            && row.is_theirs(at)
            && !has_account(&register.identifiers(row.customer)?)
        {
            return Ok(Some(row.customer));
        }
    }
    Ok(None)
}

fn signed_in(account: &Identifier) -> String {
    format!("the visitor signed in to the account {}", account.value)
}

fn has_account(rows: &[IdentifierRow]) -> bool {
    rows.iter().any(|row| row.standing == Standing::Proven && row.identifier.kind == IdentifierKind::Account)
}
