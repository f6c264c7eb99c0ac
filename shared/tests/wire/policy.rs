use crate::sample::{AT, CONVERSATION, LATER, hold};
use weft_shared::wire::policy::{
    CheckWanted, Difference, DryRun, DryRunWanted, PolicyChecked, PolicyFile, PolicyVersion, PolicyWanted,
    RestoreWanted, RuleLine, RuleReport,
};

#[test]
fn a_sites_policy_keeps_its_form() {
    let version = PolicyVersion { version: 2, by: "ada".to_owned(), at: AT, restores: Some(1) };
    hold(
        "policy.PolicyFile",
        &PolicyFile {
            version: 2,
            text: "[channel.pigeon]\n".to_owned(),
            defaults: "[links]\n".to_owned(),
            versions: vec![version.clone()],
        },
    );
    hold("policy.PolicyVersion.plain", &PolicyVersion { restores: None, ..version });
    hold("policy.PolicyWanted", &PolicyWanted { base: 2, text: "[links]\n".to_owned() });
    hold("policy.RestoreWanted", &RestoreWanted { version: Some(1) });
    hold("policy.CheckWanted", &CheckWanted { text: "[links]\n".to_owned() });
    hold("policy.PolicyChecked", &PolicyChecked { errors: vec!["links.valid: missing".to_owned()] });
}

#[test]
fn reports_on_rules_keep_their_form() {
    let line = RuleLine {
        path: "channel.pigeon".to_owned(),
        owner: Some("support".to_owned()),
        review_by: LATER,
        overdue: true,
        fired: 3,
    };
    hold(
        "policy.RuleReport",
        &RuleReport {
            at: AT,
            days: 30,
            rules: vec![line.clone(), RuleLine { owner: None, overdue: false, fired: 0, ..line }],
            contradictions: vec!["intent.refund is solved nowhere.".to_owned()],
        },
    );
}

#[test]
fn dry_runs_keep_their_form() {
    hold("policy.DryRunWanted", &DryRunWanted { text: "[links]\n".to_owned(), days: 30 });
    let difference = Difference {
        conversation: CONVERSATION,
        seq: 7,
        kind: "refusal".to_owned(),
        before: "It was sent.".to_owned(),
        after: "It would be refused.".to_owned(),
    };
    hold("policy.DryRun", &DryRun { conversations: 1, events: 9, differences: vec![difference], total: 1 });
}
