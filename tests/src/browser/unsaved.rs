//! What is in a field, and what a page asks before that is lost.

use super::{Browser, PATIENCE};
use std::time::{Duration, Instant};

impl Browser {
    /// What is in the field of this name.
    ///
    /// # Panics
    /// When there is no such field.
    pub async fn value_of(&self, field: &str) -> String {
        self.find("field", field).await.prop("value").await.expect("a field has a value").unwrap_or_default()
    }

    /// Waits until this is in the field.
    ///
    /// # Panics
    /// When something else stays there.
    pub async fn becomes(&self, field: &str, value: &str) {
        let began = Instant::now();
        while self.value_of(field).await != value {
            assert!(began.elapsed() < PATIENCE, "{field} is {:?}, not {value:?}", self.value_of(field).await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Answers what the page asks before it goes on, and says what that was.
    ///
    /// # Panics
    /// When nothing is asked.
    pub async fn answers(&self, yes: bool) -> String {
        let began = Instant::now();
        loop {
            if let Ok(question) = self.driver.get_alert_text().await {
                let answered = if yes { self.driver.accept_alert().await } else { self.driver.dismiss_alert().await };
                answered.expect("it can be answered");
                return question;
            }
            assert!(began.elapsed() < PATIENCE, "nothing is asked");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Whether it would ask before it leaves the page.
    pub async fn asks_to_leave(&self) -> bool {
        let script = "const event = new Event('beforeunload', { cancelable: true }); dispatchEvent(event); \
                      return event.defaultPrevented";
        self.script(script, Vec::new()).await == true
    }
}
