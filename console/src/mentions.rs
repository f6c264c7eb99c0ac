//! Colleagues who are named in a note with `@`.

use weft_shared::{id::AgentId, wire::agent::Colleague};

/// What follows the `@` that is being written at the end of what stands before the cursor; none where no name is begun.
#[must_use]
pub fn begun(before: &str) -> Option<&str> {
    let (front, word) = before.rsplit_once('@')?;
    // An address is no mention, and a name is not longer than this.
    let apart = front.chars().next_back().is_none_or(|c| c.is_whitespace() || "([{,;".contains(c));
    let short = word.chars().count() <= 30 && word.split_whitespace().count() <= 2 && !word.contains('\n');
    (apart && short && !word.ends_with(' ')).then_some(word)
}

/// Who fits, by the beginning of any of their names.
#[must_use]
pub fn fitting<'a>(team: &'a [Colleague], word: &str) -> Vec<&'a Colleague> {
    let word = word.trim().to_lowercase();
    let fits = |one: &&Colleague| {
        let name = one.name.to_lowercase();
        name.starts_with(&word) || name.split_whitespace().any(|part| part.starts_with(&word))
    };
    team.iter().filter(fits).take(8).collect()
}

/// The text before the cursor with the name in place of what was begun.
#[must_use]
pub fn completed(before: &str, name: &str) -> String {
    before.rsplit_once('@').map_or_else(|| before.to_owned(), |(front, _)| format!("{front}@{name} "))
}

/// Who is mentioned.
#[must_use]
pub fn found(text: &str, team: &[Colleague]) -> Vec<AgentId> {
    let whole = |rest: &str| !rest.chars().next().is_some_and(char::is_alphanumeric);
    let named = |one: &Colleague| {
        let mut parts = text.split('@');
        parts.next();
        parts.any(|part| part.strip_prefix(one.name.as_str()).is_some_and(whole))
    };
    // Of "@Ben" and "@Ben Okri", the longer name is meant where it stands.
    let longer = |one: &&Colleague| {
        !team.iter().any(|other| {
            other.name.len() > one.name.len()
                && other.name.starts_with(one.name.as_str())
                && text.matches(&format!("@{}", one.name)).count() == text.matches(&format!("@{}", other.name)).count()
        })
    };
    team.iter().filter(|one| named(one)).filter(longer).map(|one| one.agent.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn team() -> Vec<Colleague> {
        [("ben", "Ben"), ("okri", "Ben Okri"), ("zoe", "Zoë Adams")]
            .into_iter()
            .map(|(id, name)| Colleague {
                agent: id.parse().unwrap(),
                name: name.into(),
                present: true,
                available: true,
                teams: Vec::new(),
                load: 0,
                capacity: 4,
            })
            .collect()
    }

    fn names(word: &str) -> Vec<String> {
        fitting(&team(), word).into_iter().map(|one| one.name.clone()).collect()
    }

    fn ids(text: &str) -> Vec<String> {
        found(text, &team()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_name_is_begun_by_an_at_sign_of_its_own() {
        assert_eq!(begun("@"), Some(""));
        assert_eq!(begun("Please, @Be"), Some("Be"));
        assert_eq!(begun("(@Zoë A"), Some("Zoë A"));
        for none in ["", "no", "jo@shop", "@Ben ", "@a\nb", "@one two three"] {
            assert_eq!(begun(none), None, "{none:?}");
        }
    }

    #[test]
    fn any_of_their_names_finds_a_colleague() {
        assert_eq!(names("b"), ["Ben", "Ben Okri"]);
        assert_eq!(names("OK"), ["Ben Okri"]);
        assert_eq!(names("ad"), ["Zoë Adams"]);
        assert_eq!(names("x"), [""; 0]);
        assert_eq!(completed("Ask @be", "Ben Okri"), "Ask @Ben Okri ");
    }

    #[test]
    fn only_whole_names_are_mentions_and_the_longer_one_is_meant() {
        assert_eq!(ids("@Ben: look"), ["ben"]);
        assert_eq!(ids("@Ben Okri, look"), ["okri"]);
        assert_eq!(ids("@Ben Okri and @Ben"), ["ben", "okri"]);
        assert_eq!(ids("@Benjamin and @zoë"), [""; 0]);
        assert_eq!(ids("mail ben@shop.example"), [""; 0]);
    }
}
