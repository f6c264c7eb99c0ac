//! Signing in by a mailed code, on whichever page asks for it.

use super::Browser;
use crate::persona::Agent;

/// Asks for a code at an agent's address.
pub async fn ask_code(browser: &Browser, agent: &Agent) {
    browser.fill("Your work address", agent.mailbox.address()).await;
    browser.click("button", "Send me a code").await;
}

/// Signs in by the code that comes to the agent's mailbox.
pub async fn sign_in(browser: &Browser, agent: &Agent) {
    ask_code(browser, agent).await;
    let code = agent.mailbox.code().await;
    browser.fill("Code", &code).await;
    if let Some(button) = browser.find_now("button", "Continue").await {
        let _ = button.click().await;
    }
}
