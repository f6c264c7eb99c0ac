//! The history card in the console: what an agent reads before the thread.

use super::{Console, PATIENCE};
use serde_json::json;
use std::time::Instant;

impl Console<'_> {
    /// What the card says under one of its headings; waits until it says this.
    ///
    /// # Panics
    /// When it does not, with what the whole card says.
    pub async fn card_says(&self, heading: &str, words: &str) -> String {
        let began = Instant::now();
        loop {
            let part = self.card_part(heading).await;
            if part.contains(words) {
                return part;
            }
            if began.elapsed() > PATIENCE {
                self.browser.shot("missing-card").await;
                panic!("{heading:?} does not say {words:?}; the card says:\n{}", self.card().await);
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// Everything that the card says.
    pub async fn card(&self) -> String {
        let script = "return document.querySelector('.history-card')?.innerText ?? ''";
        self.browser.script(script, Vec::new()).await.as_str().unwrap_or_default().to_owned()
    }

    /// The headings of those of its parts that are not on the screen as it is, none of them scrolled.
    pub async fn card_off_screen(&self) -> Vec<String> {
        let script = "return [...document.querySelectorAll('.card-part')].filter((part) => {\
                      const { top, bottom } = part.getBoundingClientRect();\
                      return top < 0 || bottom > innerHeight }).map((part) => part.querySelector('h3').textContent)";
        let found = self.browser.script(script, Vec::new()).await;
        serde_json::from_value(found).unwrap_or_default()
    }

    async fn card_part(&self, heading: &str) -> String {
        let script = "const part = [...document.querySelectorAll('.card-part')]\
                      .find((one) => one.querySelector('h3')?.textContent === arguments[0]);\
                      return part?.innerText ?? ''";
        self.browser.script(script, vec![json!(heading)]).await.as_str().unwrap_or_default().to_owned()
    }

    /// Follows a line of the summary to its message, and says what that message says.
    pub async fn follows_summary(&self, words: &str) -> String {
        self.browser.click("button", words).await;
        let script = "const found = document.querySelector('[data-found]');\
                      return found && found === document.activeElement ? found.innerText : ''";
        let began = Instant::now();
        loop {
            let said = self.browser.script(script, Vec::new()).await.as_str().unwrap_or_default().to_owned();
            if !said.is_empty() || began.elapsed() > PATIENCE {
                return said;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
    }
}
