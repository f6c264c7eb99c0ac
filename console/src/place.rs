//! Where the agent is, as the part of the address after `#`: `#/mine/<conversation>`.

use crate::inbox::Filter;
use weft_shared::id::ConversationId;

/// A filter and perhaps an open conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which lines the inbox shows.
    pub filter: Filter,
    /// The conversation that is open.
    pub conversation: Option<ConversationId>,
}

impl Place {
    /// Reads it; what makes no sense is left out.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches(['#', '/']).split('/');
        let name = parts.next().unwrap_or_default();
        Self {
            filter: Filter::ALL.into_iter().find(|filter| filter.name() == name).unwrap_or_default(),
            conversation: parts.next().and_then(|id| id.parse().ok()),
        }
    }

    /// A conversation, in the list of open ones.
    #[must_use]
    pub const fn of(conversation: ConversationId) -> Self {
        Self { filter: Filter::Open, conversation: Some(conversation) }
    }

    /// Writes it.
    #[must_use]
    pub fn hash(self) -> String {
        match self.conversation {
            Some(id) => format!("#/{}/{id}", self.filter.name()),
            None => format!("#/{}", self.filter.name()),
        }
    }

    /// The same list with this conversation open, or none.
    #[must_use]
    pub const fn opening(self, conversation: Option<ConversationId>) -> Self {
        Self { conversation, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_as_written() {
        for filter in Filter::ALL {
            for conversation in [None, Some(ConversationId::from_bits(77))] {
                let place = Place { filter, conversation };
                assert_eq!(Place::parse(&place.hash()), place);
            }
        }
    }

    #[test]
    fn nonsense_is_the_open_list() {
        for hash in ["", "#", "#/", "#/nowhere", "#/nowhere/x", "#%"] {
            assert_eq!(Place::parse(hash), Place::default(), "{hash}");
        }
    }
}
