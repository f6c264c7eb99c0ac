//! The Directory's tables: the register that [`weft_shared::directory`] decides over, within one transaction.

mod rows;

use crate::{object::sql, problem::OrInternal};
use rows::{Arrival, ConsentLineRow, Conversation, Customer, Id, Merging, Named, Suggested};
use weft_shared::{
    conversation::Past,
    directory::{
        ArrivalRow, ConsentRow, ConversationRow, CustomerRow, Errand, IdentifierRow, MergeRow, Register, SuggestionRow,
    },
    id::{CommandKey, ConversationId, CustomerId, MergeId},
    identity::{Identifier, IdentifierKind, Standing},
    time::Timestamp,
    wire::problem::Problem,
};
use worker::{SqlStorage, SqlStorageValue};

type Result<T> = std::result::Result<T, Problem>;

/// Conversations of a customer, in the order in which they are found.
const CONVERSATIONS: &str = "SELECT id, customer, open, seq, at, departed FROM conversation WHERE customer = ?
    ORDER BY open DESC, at DESC, id DESC";

/// The tables of one site.
pub struct Store<'a> {
    sql: &'a SqlStorage,
    told: bool,
}

impl<'a> Store<'a> {
    /// Tables that are at their newest step.
    #[must_use]
    pub const fn new(sql: &'a SqlStorage) -> Self {
        Self { sql, told: false }
    }

    /// Whether a conversation is to be told something since.
    #[must_use]
    pub const fn has_errands(&self) -> bool {
        self.told
    }

    /// See [`super::call::DirectoryCall::All`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn all(&self, after: Option<ConversationId>, limit: u32) -> Result<Vec<ConversationId>> {
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let query = "SELECT id FROM conversation WHERE id > ? ORDER BY id LIMIT ?";
        let rows: Vec<Id> = sql::all(self.sql, query, vec![after.into(), i64::from(limit).into()])?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    }

    /// See [`super::call::DirectoryCall::Desk`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn desk(&self, name: &str, instead: bool) -> Result<bool> {
        #[derive(serde::Deserialize)]
        struct Known {
            name: String,
        }
        let clause = if instead { "REPLACE" } else { "IGNORE" };
        self.run(&format!("INSERT OR {clause} INTO desk (id, name) VALUES (1, ?)"), vec![name.into()])?;
        let known: Option<Known> = self.first("SELECT name FROM desk WHERE id = 1", vec![])?;
        Ok(known.is_some_and(|known| known.name == name))
    }

    /// The tier of a customer: that of the account whose was set first, if several have one.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn tier(&self, customer: CustomerId) -> Result<Option<String>> {
        #[derive(serde::Deserialize)]
        struct Tier {
            tier: String,
        }
        let query = "SELECT tier FROM identifier JOIN tier ON tier.account = identifier.value
                     WHERE customer = ? AND kind = 'account' AND standing = 'proven' ORDER BY at, value LIMIT 1";
        let row: Option<Tier> = self.first(query, vec![customer.to_string().into()])?;
        Ok(row.map(|row| row.tier))
    }

    /// What a customer's other conversations left, the latest first; those that went on elsewhere live on there.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn traces(&self, customer: CustomerId, except: ConversationId) -> Result<Vec<Past>> {
        let query = "SELECT trace.body FROM conversation JOIN trace ON trace.conversation = conversation.id
                     WHERE customer = ? AND id <> ? AND departed IS NULL ORDER BY at DESC, id DESC LIMIT 50";
        let rows: Vec<rows::Body> = sql::all(self.sql, query, vec![text(customer), text(except)])?;
        rows.into_iter().map(|row| serde_json::from_str(&row.body).or_internal("reading a trace")).collect()
    }

    /// Keeps what a conversation leaves; an older word of it changes nothing.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn put_trace(&self, conversation: ConversationId, seq: u64, trace: &Past) -> Result<()> {
        let body = serde_json::to_string(trace).or_internal("writing a trace")?;
        self.run(
            "INSERT INTO trace (conversation, seq, body) VALUES (?, ?, ?)
             ON CONFLICT (conversation) DO UPDATE SET seq = excluded.seq, body = excluded.body
             WHERE excluded.seq >= trace.seq",
            vec![text(conversation), sql::integer(seq), body.into()],
        )
    }

    /// See [`super::call::DirectoryCall::SetTier`].
    ///
    /// # Errors
    /// When the storage fails.
    pub fn set_tier(&self, account: &str, tier: Option<&str>) -> Result<()> {
        match tier {
            Some(tier) => {
                let row = vec![account.into(), tier.into()];
                self.run("INSERT OR REPLACE INTO tier (account, tier) VALUES (?, ?)", row)
            }
            None => self.run("DELETE FROM tier WHERE account = ?", vec![account.into()]),
        }
    }

    fn first<T: serde::de::DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Option<T>> {
        sql::first(self.sql, query, values)
    }

    fn run(&self, statement: &str, values: Vec<SqlStorageValue>) -> Result<()> {
        sql::run(self.sql, statement, values).map(drop)
    }
}

impl Register for Store<'_> {
    type Error = Problem;

    fn customer(&self, customer: CustomerId) -> Result<Option<CustomerRow>> {
        let query = "SELECT id, at, merged_into FROM customer WHERE id = ?";
        Ok(self.first::<Customer>(query, vec![text(customer)])?.map(Into::into))
    }

    fn put_customer(&mut self, row: &CustomerRow) -> Result<()> {
        self.run(
            "INSERT INTO customer (id, at, merged_into) VALUES (?, ?, ?)
             ON CONFLICT (id) DO UPDATE SET merged_into = excluded.merged_into",
            vec![text(row.customer), row.at.0.into(), maybe(row.merged_into)],
        )
    }

    fn identifier(&self, identifier: &Identifier, standing: Standing) -> Result<Option<IdentifierRow>> {
        let [kind, value] = named(identifier);
        let query = "SELECT kind, value, standing, customer, how, at, heard, lapsed FROM identifier
            WHERE kind = ? AND value = ? AND standing = ?";
        let row: Option<Named> = self.first(query, vec![kind, value, stands(standing)])?;
        Ok(row.map(Into::into))
    }

    fn identifiers(&self, customer: CustomerId) -> Result<Vec<IdentifierRow>> {
        let query = "SELECT kind, value, standing, customer, how, at, heard, lapsed FROM identifier WHERE customer = ?";
        let rows: Vec<Named> = sql::all(self.sql, query, vec![text(customer)])?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    fn put_identifier(&mut self, row: &IdentifierRow) -> Result<()> {
        let [kind, value] = named(&row.identifier);
        self.run(
            "INSERT OR REPLACE INTO identifier (kind, value, standing, customer, how, at, heard, lapsed)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            vec![
                kind,
                value,
                stands(row.standing),
                text(row.customer),
                rows::how(row.how).into(),
                row.at.0.into(),
                row.heard.0.into(),
                i64::from(row.lapsed).into(),
            ],
        )
    }

    fn drop_identifier(&mut self, identifier: &Identifier, standing: Standing) -> Result<()> {
        let [kind, value] = named(identifier);
        let statement = "DELETE FROM identifier WHERE kind = ? AND value = ? AND standing = ?";
        self.run(statement, vec![kind, value, stands(standing)])
    }

    fn conversation(&self, conversation: ConversationId) -> Result<Option<ConversationRow>> {
        let query = "SELECT id, customer, open, seq, at, departed FROM conversation WHERE id = ?";
        Ok(self.first::<Conversation>(query, vec![text(conversation)])?.map(Into::into))
    }

    fn conversations(&self, customer: CustomerId) -> Result<Vec<ConversationRow>> {
        let rows: Vec<Conversation> = sql::all(self.sql, CONVERSATIONS, vec![text(customer)])?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    fn latest(&self, customer: CustomerId, closed_too: bool) -> Result<Option<ConversationId>> {
        let query = "SELECT id FROM conversation WHERE customer = ? AND departed IS NULL AND (open = 1 OR ? = 1)
            ORDER BY open DESC, at DESC, id DESC LIMIT 1";
        let row: Option<Id> = self.first(query, vec![text(customer), i64::from(closed_too).into()])?;
        Ok(row.map(|row| row.id))
    }

    fn put_conversation(&mut self, row: &ConversationRow) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO conversation (id, customer, open, seq, at, departed) VALUES (?, ?, ?, ?, ?, ?)",
            vec![
                text(row.conversation),
                text(row.customer),
                i64::from(row.open).into(),
                sql::integer(row.seq),
                row.at.0.into(),
                maybe(row.departed),
            ],
        )
    }

    fn arrival(&self, key: &CommandKey) -> Result<Option<ArrivalRow>> {
        let query = "SELECT customer, conversation, opened, at FROM arrival WHERE key = ?";
        let row: Option<Arrival> = self.first(query, vec![key.as_str().into()])?;
        Ok(row.map(|row| row.with(key)))
    }

    fn put_arrival(&mut self, row: &ArrivalRow, forget_before: Timestamp) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO arrival (key, customer, conversation, opened, at) VALUES (?, ?, ?, ?, ?)",
            vec![
                row.key.as_str().into(),
                text(row.customer),
                text(row.conversation),
                i64::from(row.opened).into(),
                row.at.0.into(),
            ],
        )?;
        self.run("DELETE FROM arrival WHERE at < ?", vec![forget_before.0.into()])
    }

    fn suggestions(&self, customer: CustomerId) -> Result<Vec<SuggestionRow>> {
        let query = "SELECT customer, other, kind, value, because, at FROM suggestion WHERE customer = ?1
            UNION SELECT customer, other, kind, value, because, at FROM suggestion WHERE other = ?1
            ORDER BY at, customer, other";
        let rows: Vec<Suggested> = sql::all(self.sql, query, vec![text(customer)])?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    fn put_suggestion(&mut self, row: &SuggestionRow) -> Result<()> {
        let [kind, value] = named(&row.identifier);
        self.run(
            "INSERT OR REPLACE INTO suggestion (customer, other, kind, value, because, at) VALUES (?, ?, ?, ?, ?, ?)",
            vec![text(row.customer), text(row.other), kind, value, row.because.as_str().into(), row.at.0.into()],
        )
    }

    fn drop_suggestions(&mut self, customer: CustomerId) -> Result<()> {
        self.run("DELETE FROM suggestion WHERE customer = ?1 OR other = ?1", vec![text(customer)])
    }

    fn consents(&self, identifier: &Identifier) -> Result<Vec<ConsentRow>> {
        let query = "SELECT channel, consent, at FROM consent WHERE kind = ? AND value = ? ORDER BY channel";
        let rows: Vec<ConsentLineRow> = sql::all(self.sql, query, named(identifier).to_vec())?;
        Ok(rows.into_iter().map(|row| row.of(identifier)).collect())
    }

    fn put_consent(&mut self, row: &ConsentRow) -> Result<()> {
        let [kind, value] = named(&row.line.identifier);
        let (channel, consent) = (row.line.channel.as_str().into(), rows::consent(row.line.consent).into());
        self.run(
            "INSERT OR REPLACE INTO consent (kind, value, channel, consent, at) VALUES (?, ?, ?, ?, ?)",
            vec![kind, value, channel, consent, row.at.0.into()],
        )
    }

    fn spend(&mut self, token: &str, expires: Timestamp, now: Timestamp) -> Result<bool> {
        self.run("DELETE FROM token WHERE expires <= ?", vec![now.0.into()])?;
        if sql::first::<rows::Expires>(self.sql, "SELECT expires FROM token WHERE id = ?", vec![token.into()])?
            .is_some()
        {
            return Ok(false);
        }
        self.run("INSERT INTO token (id, expires) VALUES (?, ?)", vec![token.into(), expires.0.into()])?;
        Ok(true)
    }

    fn merge(&self, merge: MergeId) -> Result<Option<MergeRow>> {
        let row: Option<Merging> = self.first("SELECT * FROM merging WHERE id = ?", vec![text(merge)])?;
        row.map(Merging::read).transpose()
    }

    fn merges(&self, into: CustomerId) -> Result<Vec<MergeRow>> {
        let query = "SELECT * FROM merging WHERE stayed = ? ORDER BY at DESC, id DESC";
        let rows: Vec<Merging> = sql::all(self.sql, query, vec![text(into)])?;
        rows.into_iter().map(Merging::read).collect()
    }

    fn put_merge(&mut self, row: &MergeRow) -> Result<()> {
        let before = serde_json::to_string(&row.before).or_internal("writing a merge")?;
        let (undone_by, undone_at) = row.undone.clone().unzip();
        self.run(
            "INSERT OR REPLACE INTO merging (id, stayed, went, said_by, because, at, undone_by, undone_at, before)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            vec![
                text(row.merge),
                text(row.into),
                text(row.from),
                row.by.as_str().into(),
                row.because.as_str().into(),
                row.at.0.into(),
                maybe(undone_by),
                undone_at.map_or(SqlStorageValue::Null, |at| at.0.into()),
                before.into(),
            ],
        )
    }

    fn put_errand(&mut self, errand: &Errand) -> Result<()> {
        self.told = true;
        super::errands::put(self.sql, errand)
    }
}

fn text(id: impl ToString) -> SqlStorageValue {
    id.to_string().into()
}

fn maybe(id: Option<impl ToString>) -> SqlStorageValue {
    id.map_or(SqlStorageValue::Null, text)
}

const fn stands_name(standing: Standing) -> &'static str {
    match standing {
        Standing::Proven => "proven",
        Standing::Claimed => "claimed",
    }
}

fn stands(standing: Standing) -> SqlStorageValue {
    stands_name(standing).into()
}

fn named(identifier: &Identifier) -> [SqlStorageValue; 2] {
    let kind = match identifier.kind {
        IdentifierKind::Mail => "mail",
        IdentifierKind::Phone => "phone",
        IdentifierKind::Account => "account",
        IdentifierKind::Deal => "deal",
    };
    [kind.into(), identifier.value.as_str().into()]
}
