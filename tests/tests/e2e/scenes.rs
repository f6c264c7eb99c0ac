//! Situations that many tests start from.

use weft_shared::{id::ConversationId, wire::agent::Wish};
use weft_tests::{
    carrier::Mail,
    harness::{Site, World},
    persona::{Customer, DeskView, SignedIn, ThreadView, token_in},
};

/// What Jo wrote, and nobody may read who is not Jo or staff.
pub const SECRET: &str = "My teapot leaks and my door code is 4711";

/// What Ada answered.
pub const ANSWER: &str = "A new teapot is on its way, Jo.";

/// Jo mailed, Ada took it and answered, the answer lies in Jo's mailbox.
pub struct Answered {
    /// The site.
    pub site: Site,
    /// The agent.
    pub ada: SignedIn,
    /// Her live inbox.
    pub desk: DeskView,
    /// Her view of the thread.
    pub thread: ThreadView,
    /// The customer.
    pub jo: Customer,
    /// The conversation.
    pub conversation: ConversationId,
    /// Jo's mail.
    pub question: Mail,
    /// Ada's answer, as it lies in Jo's mailbox.
    pub answer: Mail,
    /// The token of the link in it.
    pub token: String,
}

/// Jo mailed, Ada took it and answered.
pub async fn answered() -> Answered {
    answered_at(World::shared().await.site().await).await
}

/// The same at this site.
pub async fn answered_at(site: Site) -> Answered {
    let ada = site.agent("Ada").await.sign_in().await;
    let mut desk = ada.desk().await;
    let jo = site.customer("Jo");
    let question = jo.writes("My teapot", SECRET).await;
    let row = desk.row("of Jo", |row| row.preview.contains("teapot")).await;
    let mut thread = ada.thread(row.conversation).await;
    thread.wish(Wish::Take).await.expect("nobody has it yet");
    thread.reply(ANSWER).await;
    let answer = jo.mail().await;
    let token = token_in(&answer).unwrap_or_else(|| panic!("no link in {answer:#?}"));
    Answered { conversation: row.conversation, site, ada, desk, thread, jo, question, answer, token }
}

impl Answered {
    /// What the thread holds now, seen anew.
    pub async fn thread_now(&self) -> ThreadView {
        self.ada.thread(self.conversation).await
    }
}

/// Waits until nothing of a site changes any more: what follows from what was said is done.
pub async fn wait_until_quiet(site: &Site) {
    let now = || async { site.admin("GET", "/read-model", None).await.body };
    let (mut before, mut same) = (now().await, 0);
    for _ in 0..60 {
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        let after = now().await;
        same = if after == before { same + 1 } else { 0 };
        before = after;
        if same >= 5 {
            return;
        }
    }
    panic!("the site never comes to rest: {before}");
}

/// A code that is not this one.
pub fn wrong(code: &str) -> String {
    let number: u64 = code.parse().expect("digits");
    let limit = 10_u64.pow(u32::try_from(code.len()).expect("a code"));
    format!("{:01$}", (number + 1) % limit, code.len())
}

/// The text with another character at this place.
pub fn flipped(text: &str, at: usize) -> String {
    let other = |c: char| if c == 'b' { 'd' } else { 'b' };
    text.chars().enumerate().map(|(i, c)| if i == at { other(c) } else { c }).collect()
}
