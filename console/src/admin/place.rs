//! Which page is shown, as the part of the address after `#`: `#/people`, `#/rules/report`.

use leptos::prelude::window;
use weft_shared::wire::agent::AgentRole;

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

/// A page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// The rules of the site.
    Rules(Rules),
    /// What customers write about: examples that corrections brought.
    Examples,
    /// Agents and teams.
    People,
    /// The site itself.
    Site,
    /// Keys and secrets.
    Keys,
    /// Those who carry messages.
    Providers,
    /// The widget on the site's pages.
    Install,
}

impl Place {
    /// All pages, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Rules(Rules::File),
        Self::Examples,
        Self::People,
        Self::Site,
        Self::Keys,
        Self::Providers,
        Self::Install,
    ];

    /// The name in the address bar.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rules(_) => "rules",
            Self::Examples => "examples",
            Self::People => "people",
            Self::Site => "site",
            Self::Keys => "keys",
            Self::Providers => "providers",
            Self::Install => "install",
        }
    }

    /// Who is offered it. The edge decides who gets what is on it.
    #[must_use]
    pub const fn least(self) -> AgentRole {
        match self {
            Self::Rules(_) => AgentRole::Agent,
            Self::Examples | Self::Install => AgentRole::Lead,
            Self::People | Self::Site | Self::Keys | Self::Providers => AgentRole::Admin,
        }
    }

    /// Reads it; what makes no sense is the rules.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let mut parts = hash.trim_start_matches(['#', '/']).split('/');
        let name = parts.next().unwrap_or_default();
        let found = Self::ALL.into_iter().find(|known| known.name() == name).unwrap_or(Self::Rules(Rules::File));
        match (found, parts.next()) {
            (Self::Rules(first), part) => {
                Self::Rules(Rules::ALL.into_iter().find(|known| part == Some(known.name())).unwrap_or(first))
            }
            (other, _) => other,
        }
    }

    /// Where the address bar says that the reader is.
    #[must_use]
    pub fn here() -> Self {
        Self::parse(&window().location().hash().unwrap_or_default())
    }

    /// Writes it.
    #[must_use]
    pub fn hash(self) -> String {
        match self {
            Self::Rules(part) => format!("#/{}/{}", self.name(), part.name()),
            other => format!("#/{}", other.name()),
        }
    }

    /// Whether both are the same page, whatever part of it.
    #[must_use]
    pub fn is_page_of(self, other: Self) -> bool {
        self.name() == other.name()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_as_written() {
        for place in Place::ALL.into_iter().chain(Rules::ALL.map(Place::Rules)) {
            assert_eq!(Place::parse(&place.hash()), place);
        }
    }

    #[test]
    fn nonsense_is_the_rules() {
        for hash in ["", "#", "#/", "#/nowhere", "#/rules", "#/rules/x", "#%"] {
            assert_eq!(Place::parse(hash), Place::Rules(Rules::File), "{hash}");
        }
    }

    #[test]
    fn every_page_is_offered_to_those_who_look_after_the_site() {
        assert!(Place::ALL.into_iter().all(|place| place.least() <= AgentRole::Admin));
    }
}
