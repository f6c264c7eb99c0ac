//! Two customers who are one, and two again, by an agent's hand.

use weft_shared::{
    identity::IdentifierKind,
    wire::{agent::Wish, person::Person, problem::ProblemKind},
};
use weft_tests::{
    browser::{Browser, Console},
    carrier::phones::Medium,
    harness::{World, run},
};

#[test]
fn an_agent_merges_and_unmerges_in_the_console_and_the_old_id_answers_410_in_between() {
    run(async {
        let site = World::shared().await.site().await;
        let ada = site.agent("Ada").await.sign_in().await;
        let mut desk = ada.desk().await;
        let (kim, lee) = (site.phone("Kim"), site.customer("Lee"));
        kim.writes(Medium::WhatsappMeta, "By WhatsApp").await;
        lee.writes("By mail", "And by mail").await;
        let phoned = desk.row("by WhatsApp", |row| row.preview.contains("By WhatsApp")).await;
        let mailed = desk.row("by mail", |row| row.preview.contains("And by mail")).await;
        assert_ne!(phoned.customer, mailed.customer);
        let wish = Wish::AddIdentifier {
            kind: IdentifierKind::Phone,
            value: kim.number.clone(),
            how: "She read it out to me.".to_owned(),
        };
        ada.thread(mailed.conversation).await.wish(wish).await.unwrap();
        let path = |customer: &weft_shared::id::CustomerId| format!("/desk/customers/{customer}");
        let before: Person = ada.ask("GET", &path(&phoned.customer), None).await.result().unwrap();

        let bea = site.agent("Bea").await;
        let browser = Browser::start(&site.world).await;
        let console = Console::open(&browser, &site).await;
        console.sign_in(&bea).await;
        console.pick("by mail").await;
        console.says("Perhaps the same person").await;
        browser.shot("console-suggestion").await;
        browser.click("button", "Merge…").await;
        browser.fill("Why are they the same?", "She says that it is her number.").await;
        browser.audit("console-merge").await;
        browser.click("button", "Merge").await;
        console.says("Merged in").await;
        console.says("She says that it is her number.").await;
        let gone = ada.ask("GET", &path(&phoned.customer), None).await;
        gone.must_be(ProblemKind::Moved);
        assert_eq!(gone.status, 410);
        let link = gone.header("link").unwrap_or_default();
        assert!(link.contains(&mailed.customer.to_string()) && link.contains("rel=\"canonical\""), "{link}");
        let one: Person = ada.ask("GET", &path(&mailed.customer), None).await.result().unwrap();
        assert_eq!(one.conversations.len(), 2, "{one:#?}");

        browser.click("button", "Undo…").await;
        browser.click("button", "Undo the merge").await;
        console.says("Undone by Bea").await;
        browser.shot("console-undone").await;
        let after: Person = ada.ask("GET", &path(&phoned.customer), None).await.result().unwrap();
        assert_eq!(
            (after.customer, after.identifiers, after.conversations.len()),
            (before.customer, before.identifiers, before.conversations.len())
        );
        browser.quit().await;
    });
}
