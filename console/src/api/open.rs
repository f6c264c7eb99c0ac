//! Requests about the open conversation: its card, words in it, files for an answer.

use super::{Failure, Routes, read, send};
use gloo_net::http::Method;
use weft_shared::{
    id::ConversationId,
    wire::{card::Card, search::Found},
};

impl Routes {
    /// The history card.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn card(&self, conversation: ConversationId) -> Result<Card, Failure> {
        read(send(Method::GET, &format!("{}/card", self.conversation(conversation)), None, None::<&()>).await?)
    }

    /// Messages of a conversation with certain words. `query`: the words, encoded, and `&after=` with the end of a page.
    ///
    /// # Errors
    /// What the edge or the network says.
    pub async fn find(&self, conversation: ConversationId, query: &str) -> Result<Found, Failure> {
        let path = format!("{}/desk/search?conversation={conversation}&q={query}", self.base);
        read(send(Method::GET, &path, None, None::<&()>).await?)
    }

    /// Where a file for an answer is brought. `name`: encoded.
    #[must_use]
    pub fn bring(&self, conversation: ConversationId, name: &str) -> String {
        format!("{}/attachments?name={name}", self.conversation(conversation))
    }

    fn conversation(&self, conversation: ConversationId) -> String {
        format!("{}/desk/conversations/{conversation}", self.base)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_conversation_are_those_of_the_protocol() {
        let id = ConversationId::from_bits(1);
        let wanted = format!("/v1/sites/demo/desk/conversations/{id}/attachments?name=a%20b");
        assert_eq!(Routes::new("demo").bring(id, "a%20b"), wanted);
    }
}
