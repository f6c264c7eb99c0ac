//! A register in maps.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, VecDeque},
    convert::Infallible,
};
use weft_shared::{
    channel::Channel,
    directory::{
        ArrivalRow, ConsentRow, ConversationRow, CustomerRow, Errand, IdentifierRow, MergeRow, Register, SuggestionRow,
    },
    id::{CommandKey, ConversationId, CustomerId, MergeId},
    identity::{Identifier, Standing},
    time::Timestamp,
};

type Result<T> = std::result::Result<T, Infallible>;

/// All tables of one site.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    pub customers: BTreeMap<CustomerId, CustomerRow>,
    pub identifiers: BTreeMap<(Identifier, Standing), IdentifierRow>,
    pub conversations: BTreeMap<ConversationId, ConversationRow>,
    pub suggestions: BTreeMap<(CustomerId, CustomerId, Identifier), SuggestionRow>,
    pub merges: BTreeMap<MergeId, MergeRow>,
    pub errands: VecDeque<Errand>,
    arrivals: BTreeMap<CommandKey, ArrivalRow>,
    consents: BTreeMap<(Identifier, Channel), ConsentRow>,
    tokens: BTreeMap<String, Timestamp>,
}

impl Register for Memory {
    type Error = Infallible;

    fn customer(&self, customer: CustomerId) -> Result<Option<CustomerRow>> {
        Ok(self.customers.get(&customer).copied())
    }

    fn put_customer(&mut self, row: &CustomerRow) -> Result<()> {
        self.customers.insert(row.customer, *row);
        Ok(())
    }

    fn identifier(&self, identifier: &Identifier, standing: Standing) -> Result<Option<IdentifierRow>> {
        Ok(self.identifiers.get(&(identifier.clone(), standing)).cloned())
    }

    fn identifiers(&self, customer: CustomerId) -> Result<Vec<IdentifierRow>> {
        Ok(self.identifiers.values().filter(|row| row.customer == customer).cloned().collect())
    }

    fn put_identifier(&mut self, row: &IdentifierRow) -> Result<()> {
        self.identifiers.insert((row.identifier.clone(), row.standing), row.clone());
        Ok(())
    }

    fn drop_identifier(&mut self, identifier: &Identifier, standing: Standing) -> Result<()> {
        self.identifiers.remove(&(identifier.clone(), standing));
        Ok(())
    }

    fn conversation(&self, conversation: ConversationId) -> Result<Option<ConversationRow>> {
        Ok(self.conversations.get(&conversation).copied())
    }

    fn conversations(&self, customer: CustomerId) -> Result<Vec<ConversationRow>> {
        let mut rows: Vec<_> = self.conversations.values().filter(|row| row.customer == customer).copied().collect();
        rows.sort_by_key(|row| Reverse((row.open, row.at, row.conversation)));
        Ok(rows)
    }

    fn latest(&self, customer: CustomerId, closed_too: bool) -> Result<Option<ConversationId>> {
        let mut rows = self.conversations(customer)?.into_iter().filter(|row| row.departed.is_none());
        Ok(rows.find(|row| row.open || closed_too).map(|row| row.conversation))
    }

    fn put_conversation(&mut self, row: &ConversationRow) -> Result<()> {
        self.conversations.insert(row.conversation, *row);
        Ok(())
    }

    fn arrival(&self, key: &CommandKey) -> Result<Option<ArrivalRow>> {
        Ok(self.arrivals.get(key).cloned())
    }

    fn put_arrival(&mut self, row: &ArrivalRow, forget_before: Timestamp) -> Result<()> {
        self.arrivals.insert(row.key.clone(), row.clone());
        self.arrivals.retain(|_, row| row.at >= forget_before);
        Ok(())
    }

    fn suggestions(&self, customer: CustomerId) -> Result<Vec<SuggestionRow>> {
        let about = |row: &&SuggestionRow| row.customer == customer || row.other == customer;
        let mut rows: Vec<_> = self.suggestions.values().filter(about).cloned().collect();
        rows.sort_by_key(|row| (row.at, row.customer, row.other));
        Ok(rows)
    }

    fn put_suggestion(&mut self, row: &SuggestionRow) -> Result<()> {
        self.suggestions.insert((row.customer, row.other, row.identifier.clone()), row.clone());
        Ok(())
    }

    fn drop_suggestions(&mut self, customer: CustomerId) -> Result<()> {
        self.suggestions.retain(|_, row| row.customer != customer && row.other != customer);
        Ok(())
    }

    fn consents(&self, identifier: &Identifier) -> Result<Vec<ConsentRow>> {
        Ok(self.consents.values().filter(|row| row.line.identifier == *identifier).cloned().collect())
    }

    fn put_consent(&mut self, row: &ConsentRow) -> Result<()> {
        self.consents.insert((row.line.identifier.clone(), row.line.channel.clone()), row.clone());
        Ok(())
    }

    fn spend(&mut self, token: &str, expires: Timestamp, now: Timestamp) -> Result<bool> {
        self.tokens.retain(|_, ends| *ends > now);
        Ok(self.tokens.insert(token.to_owned(), expires).is_none())
    }

    fn merge(&self, merge: MergeId) -> Result<Option<MergeRow>> {
        Ok(self.merges.get(&merge).cloned())
    }

    fn merges(&self, into: CustomerId) -> Result<Vec<MergeRow>> {
        let mut rows: Vec<_> = self.merges.values().filter(|row| row.into == into).cloned().collect();
        rows.sort_by_key(|row| Reverse((row.at, row.merge)));
        Ok(rows)
    }

    fn put_merge(&mut self, row: &MergeRow) -> Result<()> {
        self.merges.insert(row.merge, row.clone());
        Ok(())
    }

    fn put_errand(&mut self, errand: &Errand) -> Result<()> {
        self.errands.push_back(errand.clone());
        Ok(())
    }
}
