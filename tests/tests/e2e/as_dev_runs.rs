//! The addresses of `cargo xtask dev`: the edge at a name, the shop at a number. To a browser these are two sites, and the
//! edge's can keep passkeys.

use std::time::Duration;
use weft_tests::{
    browser::{AccountPage, Browser, Console, Shop},
    harness::{World, run},
};

#[test]
fn a_customer_chats_in_the_shop_and_an_agent_confirms_by_a_passkey_beside_an_open_inbox() {
    run(async {
        let world = World::with_a_name().await;
        assert!(world.edge_url.starts_with("http://localhost:"), "{}", world.edge_url);
        assert!(world.carrier.shop_url().starts_with("http://127.0.0.1:"), "{}", world.carrier.shop_url());
        let site = world.site().await;
        let ada = site.agent("Ada").await;
        let (hers, his) = (Browser::start(&world).await, Browser::start(&world).await);

        // The chat keeps its conversation over a reload, though its frame is a third party's there.
        let shop = Shop::visit(&his, &site).await;
        let chat = shop.opens_chat().await;
        chat.write("Do you mend teapots?").await;
        chat.says("Do you mend teapots?").await;
        let shop = Shop::visit(&his, &site).await;
        let chat = shop.opens_chat().await;
        chat.says("Do you mend teapots?").await;

        let device = hers.device().await;
        let console = Console::open(&hers, &site).await;
        console.sign_in(&ada).await;
        console.says("Do you mend teapots?").await;
        let account = AccountPage::from_inbox(&hers, "Ada").await;
        account.adds("Laptop").await;
        hers.says("not used yet").await;
        assert_eq!(device.passkeys().await.len(), 1);
        let at_account = hers.driver.window().await.expect("a tab");
        hers.new_tab().await;
        let console = Console::open(&hers, &site).await;
        hers.find("heading", "Inbox").await;
        let inbox = hers.driver.window().await.expect("a tab");

        // Eleven minutes later by her own clock she has to show the passkey before she may add one more. A virtual device
        // belongs to the tab that it was given to.
        hers.driver.switch_to_window(at_account).await.expect("a tab");
        hers.find("button", "Add a passkey").await;
        hers.script("Date.real = Date.now; Date.now = () => Date.real() + 660_000", Vec::new()).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        let confirm = hers.find("button", "Confirm with a passkey").await;
        hers.script("Date.now = Date.real", Vec::new()).await;
        confirm.click().await.expect("a button");
        hers.find("button", "Add a passkey").await;
        hers.says("last used").await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        assert_eq!(account.sessions().await.len(), 1, "what the browser had before is over: {}", hers.text().await);

        // The tab with the inbox goes on by what the browser has now.
        hers.driver.switch_to_window(inbox).await.expect("a tab");
        tokio::time::sleep(Duration::from_secs(2)).await;
        console.pick("Do you mend teapots?").await;
        console.take().await;
        console.reply("We do.").await;
        chat.says("We do.").await;
        hers.quit().await;
        his.quit().await;
    });
}
