//! Where the agent is, as the part of the address after `#`: `#/mine/<conversation>`, `#/rules/report`.

use crate::inbox::Filter;
use weft_shared::id::ConversationId;

/// A part of the page with the site's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rules {
    /// The site's own file.
    File,
    /// How the rules are kept.
    Report,
    /// What another file would have changed.
    Trial,
}

impl Rules {
    /// All parts, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::File, Self::Report, Self::Trial];

    /// The name in the address bar.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Report => "report",
            Self::Trial => "trial",
        }
    }
}

const RULES: &str = "rules";

/// A filter and perhaps an open conversation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Which lines the inbox shows.
    pub filter: Filter,
    /// The conversation that is open.
    pub conversation: Option<ConversationId>,
    /// The page with the site's rules is open, in place of a conversation.
    pub rules: Option<Rules>,
}

impl Place {
    /// Reads it; what makes no sense is left out.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches(['#', '/']).split('/');
        let name = parts.next().unwrap_or_default();
        if name == RULES {
            let part = parts.next().unwrap_or_default();
            let part = Rules::ALL.into_iter().find(|known| known.name() == part).unwrap_or(Rules::File);
            return Self::of_rules(part);
        }
        Self {
            filter: Filter::ALL.into_iter().find(|filter| filter.name() == name).unwrap_or_default(),
            conversation: parts.next().and_then(|id| id.parse().ok()),
            rules: None,
        }
    }

    /// The page with the site's rules.
    #[must_use]
    pub const fn of_rules(part: Rules) -> Self {
        Self { filter: Filter::Open, conversation: None, rules: Some(part) }
    }

    /// A conversation, in the list of open ones.
    #[must_use]
    pub const fn of(conversation: ConversationId) -> Self {
        Self { filter: Filter::Open, conversation: Some(conversation), rules: None }
    }

    /// Writes it.
    #[must_use]
    pub fn hash(self) -> String {
        if let Some(part) = self.rules {
            return format!("#/{RULES}/{}", part.name());
        }
        match self.conversation {
            Some(id) => format!("#/{}/{id}", self.filter.name()),
            None => format!("#/{}", self.filter.name()),
        }
    }

    /// The same list with this conversation open, or none.
    #[must_use]
    pub const fn opening(self, conversation: Option<ConversationId>) -> Self {
        Self { conversation, rules: None, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_as_written() {
        for filter in Filter::ALL {
            for conversation in [None, Some(ConversationId::from_bits(77))] {
                let place = Place { filter, conversation, rules: None };
                assert_eq!(Place::parse(&place.hash()), place);
            }
        }
        for part in Rules::ALL {
            assert_eq!(Place::parse(&Place::of_rules(part).hash()), Place::of_rules(part));
        }
        assert_eq!(Place::parse("#/rules"), Place::of_rules(Rules::File));
    }

    #[test]
    fn nonsense_is_the_open_list() {
        for hash in ["", "#", "#/", "#/nowhere", "#/nowhere/x", "#%"] {
            assert_eq!(Place::parse(hash), Place::default(), "{hash}");
        }
    }
}
