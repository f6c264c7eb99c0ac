use crate::sample::{hold, write};
use weft_shared::{
    evidence::Assurance,
    wire::problem::{Problem, ProblemKind},
};

pub fn problem() -> Problem {
    Problem {
        retry_after_ms: Some(30_000),
        needs: Some(Assurance::ChannelControl),
        step_up: vec!["code-confirmed".to_owned()],
        errors: vec!["site.name: missing".to_owned()],
        rule: Some("channel.pigeon.compliance.window".to_owned()),
        field: Some("next".to_owned()),
        example: Some("Ask the carrier".to_owned()),
        instead: Some("letter".to_owned()),
        canonical: Some("01990000-0000-7000-8000-000000000002".to_owned()),
        ..Problem::new(ProblemKind::Forbidden).detail("Reading earlier messages needs a confirmed code.")
    }
}

#[test]
fn a_problem_is_written_as_rfc_9457_says() {
    hold("problem.Problem.full", &problem());
    hold("problem.Problem.plain", &Problem::new(ProblemKind::NotFound));
}

#[test]
fn the_kinds_of_problems_keep_their_names_and_statuses() {
    let kinds: Vec<_> = ProblemKind::ALL.iter().map(|kind| (kind.name(), kind.status(), kind.title())).collect();
    write("problem.ProblemKind", &kinds);
}
