//! Entering and changing agents: what the operator and those who look after a site have in common.

use crate::{
    config::Config,
    object::{
        call::call,
        desk::{
            self,
            call::{DeskCall, Guard, Work},
        },
        verifier::{
            self,
            call::{CountAnswer, VerifierCall},
        },
    },
    route::agent::verifier_of,
    site::Site,
};
use weft_shared::{
    address::MailAddress,
    id::AgentId,
    wire::{
        agent::AgentRole,
        problem::{Problem, ProblemKind},
    },
};
use worker::Env;

/// An agent as somebody wants them to be.
pub struct Wanted {
    /// Who.
    pub agent: AgentId,
    /// The name that customers see.
    pub name: String,
    /// The mail address that codes go to.
    pub address: String,
    /// What they may do.
    pub role: AgentRole,
    /// The number that calls to them go to (E.164).
    pub phone: Option<String>,
    /// What they work on and how much of it; none: as it is.
    pub work: Option<Work>,
    /// What must hold for it.
    pub guard: Guard,
}

/// Who is named in records where no agent did it.
const TAKEN: [&str; 2] = ["site", "operator"];
/// How many units of work anybody can have.
const MOST_CAPACITY: u32 = 100;
/// How many teams, skills or languages.
const MOST_WORDS: usize = 50;

/// Enters or changes an agent, and lifts the stop after too many wrong codes: anybody can type wrong codes for an agent's
/// address until it is stopped.
///
/// # Errors
/// `invalid` with every error; `conflict` when a colleague has the address, or the guard does not hold.
pub async fn put(env: &Env, config: &Config, site: &Site, wanted: Wanted) -> Result<(), Problem> {
    let mut errors = errors(&wanted);
    let Wanted { agent, name, address, role, phone, work, guard } = wanted;
    let address = MailAddress::parse(&address).map_err(|error| errors.push(format!("address: {error}"))).ok();
    let Some(address) = address.filter(|_| errors.is_empty()) else {
        let mut problem = Problem::new(ProblemKind::Invalid);
        problem.errors = errors;
        return Err(problem);
    };
    let identifier = address.identifier();
    let verifier = verifier_of(config, site, &identifier);
    let put = DeskCall::PutAgent { agent, name, address: identifier.value, role, phone, work, guard };
    call::<_, ()>(env, desk::BINDING, site.id.as_str(), &put).await?;
    let _: CountAnswer = call(env, verifier::BINDING, &verifier, &VerifierCall::Unlock).await?;
    Ok(())
}

/// What is wrong with an agent, apart from the address.
fn errors(wanted: &Wanted) -> Vec<String> {
    let mut errors = Vec::new();
    if TAKEN.contains(&wanted.agent.as_str()) {
        errors.push(format!("the agent's id must not be one of {}: records mean others by them", TAKEN.join(", ")));
    }
    if !is_line(&wanted.name, 80) {
        errors.push("name: must be one line of 1 to 80 characters without blanks at its ends".to_owned());
    }
    let international = |text: &String| {
        text.strip_prefix('+')
            .is_some_and(|rest| (7..=15).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit()))
    };
    if wanted.phone.as_ref().is_some_and(|phone| !international(phone)) {
        errors.push("phone: must be an international number such as +442079460123".to_owned());
    }
    let Some(work) = &wanted.work else { return errors };
    if work.capacity.is_some_and(|capacity| !(1..=MOST_CAPACITY).contains(&capacity)) {
        errors.push(format!("capacity: must be a number from 1 to {MOST_CAPACITY}"));
    }
    for (field, words) in [("teams", &work.teams), ("skills", &work.skills), ("languages", &work.languages)] {
        if words.len() > MOST_WORDS || !words.iter().all(|word| is_line(word, 40)) {
            errors.push(format!("{field}: at most {MOST_WORDS}, each one line of 1 to 40 characters"));
        }
    }
    let code = |word: &String| word.len() == 2 && word.bytes().all(|b| b.is_ascii_lowercase());
    if let Some(wrong) = work.languages.iter().find(|word| !code(word)) {
        errors.push(format!("languages: {wrong:?} is no code of two letters such as \"en\" (ISO 639-1)"));
    }
    errors
}

fn is_line(text: &str, most: usize) -> bool {
    text.trim() == text && (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(agent: &str) -> Wanted {
        Wanted {
            agent: agent.parse().unwrap(),
            name: "Ada".to_owned(),
            address: "ada@shop.example".to_owned(),
            role: AgentRole::Agent,
            phone: Some("+442079460123".to_owned()),
            work: Some(Work { capacity: Some(8), ..Work::default() }),
            guard: Guard::default(),
        }
    }

    #[test]
    fn nobody_is_an_agent_by_a_name_that_means_another_in_records() {
        for taken in ["site", "operator"] {
            assert_eq!(errors(&wanted(taken)).len(), 1, "{taken}");
        }
        for free in ["ada", "operators", "site-1"] {
            assert!(errors(&wanted(free)).is_empty(), "{free}");
        }
    }

    #[test]
    fn every_wrong_field_is_named() {
        let work = Work {
            capacity: Some(0),
            teams: ["".to_owned()].into(),
            languages: ["english".to_owned()].into(),
            ..Work::default()
        };
        let wrong = Wanted { name: " Ada".to_owned(), phone: Some("12".to_owned()), work: Some(work), ..wanted("ada") };
        let errors = errors(&wrong);
        for field in ["name: ", "phone: ", "capacity: ", "teams: ", "languages: "] {
            assert_eq!(errors.iter().filter(|error| error.starts_with(field)).count(), 1, "{field} in {errors:?}");
        }
    }
}
