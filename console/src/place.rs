//! Where the agent is, as the part of the address after `#`: `#/mine/<conversation>/<message's place>?tag=vip&sort=due`,
//! `#/search?q=teapot`, `#/board`.

use crate::{
    listing::{Sort, View},
    wanted::Wanted,
};
use weft_shared::id::ConversationId;

const BOARD: &str = "board";
const SORT: &str = "sort";

/// A list, and perhaps an open conversation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which lines the inbox shows.
    pub view: View,
    /// What they are narrowed down to.
    pub wanted: Wanted,
    /// Their order.
    pub sort: Sort,
    /// The conversation that is open.
    pub conversation: Option<ConversationId>,
    /// The place in its journal to begin at.
    pub at: Option<u64>,
    /// The board of the whole desk is open, in place of a conversation.
    pub board: bool,
}

impl Place {
    /// Reads it; what makes no sense is left out.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let (path, query) = hash.split_once('?').unwrap_or((hash, ""));
        let mut parts = path.trim_start_matches(['#', '/']).split('/');
        let name = parts.next().unwrap_or_default();
        let views = View::ALL.into_iter().chain([View::Search]);
        let sort = query.split('&').find_map(|pair| pair.strip_prefix(SORT)?.strip_prefix('='));
        let conversation = parts.next().and_then(|id| id.parse().ok());
        Self {
            view: views.into_iter().find(|view| view.name() == name).unwrap_or_default(),
            wanted: Wanted::parse(query),
            sort: Sort::ALL.into_iter().find(|known| Some(known.name()) == sort).unwrap_or_default(),
            conversation,
            at: conversation.and_then(|_| parts.next()?.parse().ok()),
            board: name == BOARD,
        }
    }

    /// A list from its beginning.
    #[must_use]
    pub fn of_view(view: View) -> Self {
        Self { view, ..Self::default() }
    }

    /// The board of the whole desk.
    #[must_use]
    pub fn of_board() -> Self {
        Self { board: true, ..Self::default() }
    }

    /// A conversation, in the list of open ones.
    #[must_use]
    pub fn of(conversation: ConversationId) -> Self {
        Self { conversation: Some(conversation), ..Self::default() }
    }

    /// Writes it.
    #[must_use]
    pub fn hash(&self) -> String {
        let name = if self.board { BOARD } else { self.view.name() };
        let mut hash = format!("#/{name}");
        if let Some(conversation) = self.conversation {
            hash.push_str(&format!("/{conversation}"));
            if let Some(at) = self.at {
                hash.push_str(&format!("/{at}"));
            }
        }
        let sort = (self.sort != Sort::default()).then(|| format!("{SORT}={}", self.sort.name()));
        let query: Vec<String> =
            Some(self.wanted.query()).filter(|query| !query.is_empty()).into_iter().chain(sort).collect();
        if !query.is_empty() {
            hash.push('?');
            hash.push_str(&query.join("&"));
        }
        hash
    }

    /// The same list with this conversation open, or none.
    #[must_use]
    pub fn opening(self, conversation: Option<ConversationId>) -> Self {
        Self { conversation, at: None, board: false, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wanted::Field;

    #[test]
    fn a_place_reads_back_as_written() {
        let mut narrow = Wanted::default();
        narrow.set(Field::Text, "a/b?c&d=e#f");
        for view in View::ALL.into_iter().chain([View::Search]) {
            for sort in Sort::ALL {
                for wanted in [Wanted::default(), narrow.clone()] {
                    for (conversation, at) in [(None, None), (Some(77), None), (Some(77), Some(12))] {
                        let conversation = conversation.map(ConversationId::from_bits);
                        let place = Place { view, sort, wanted: wanted.clone(), conversation, at, board: false };
                        assert_eq!(Place::parse(&place.hash()), place, "{}", place.hash());
                    }
                }
            }
        }
        assert_eq!(Place::parse("#/board"), Place::of_board());
        assert_eq!(Place::of_board().hash(), "#/board");
    }

    #[test]
    fn nonsense_is_the_open_list() {
        for hash in ["", "#", "#/", "#/nowhere", "#/nowhere/x/7", "#%", "#/open?sort=upwards&colour=red", "#/open?"] {
            assert_eq!(Place::parse(hash), Place::default(), "{hash}");
        }
    }

    #[test]
    fn opening_a_conversation_keeps_the_list_and_begins_at_its_end() {
        let id = ConversationId::from_bits(5);
        let place = Place::parse("#/team?tag=vip&sort=due").opening(Some(id));
        assert_eq!(place.hash(), format!("#/team/{id}?tag=vip&sort=due"));
        let hit = Place { at: Some(3), ..place };
        assert_eq!(hit.opening(Some(id)).at, None);
    }
}
