//! Somebody who touches nothing but keys. The page itself keeps count of what came another way.

use super::{Browser, Key, PATIENCE};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Somebody at a keyboard, without a mouse.
pub struct Keyboard<'a> {
    browser: &'a Browser,
}

/// What has the focus, and whether one can see that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Focus {
    /// Of what kind it is.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Why it cannot be seen; empty: it can.
    pub unseen: String,
}

impl<'a> Keyboard<'a> {
    /// Sits down. From the next page on, each keeps count of clicks, pointers and events that no key made.
    pub async fn at(browser: &'a Browser) -> Self {
        let watch = json!({ "source": include_str!("witness.js") });
        browser.emulates("Page.addScriptToEvaluateOnNewDocument", watch).await;
        Self { browser }
    }

    /// Presses a key.
    pub async fn presses(&self, key: Key) {
        self.browser.press(key).await;
    }

    /// Presses a letter that is a command, or two of them one after the other.
    pub async fn commands(&self, letters: &str) {
        self.browser.type_text(letters).await;
    }

    /// Types where the focus is, in place of what is there.
    pub async fn types(&self, text: &str) {
        self.browser.press(Key::ControlA).await;
        self.browser.type_text(text).await;
    }

    /// Walks to a field and types into it, in place of what is there.
    pub async fn fills(&self, field: &str, text: &str) {
        self.browser.tab_to_field(field).await;
        self.types(text).await;
    }

    /// Walks to a button and presses it.
    pub async fn pushes(&self, button: &str) {
        self.browser.tab_to_button(button).await;
        self.browser.press(Key::Enter).await;
    }

    /// Finds something by the palette and does it.
    pub async fn finds(&self, typed: &str) {
        self.browser.press(Key::ControlK).await;
        self.browser.focus_moves_to("Find a command").await;
        self.browser.type_text(typed).await;
        self.browser.press(Key::Enter).await;
    }

    /// Walks to a choice of several and chooses by the first letters.
    ///
    /// # Panics
    /// When something else is chosen by them.
    pub async fn chooses(&self, choice: &str, name: &str) {
        self.browser.tab_to_field(choice).await;
        self.browser.type_text(name).await;
        let chosen = "return document.activeElement.selectedOptions?.[0]?.textContent ?? ''";
        let chosen = self.browser.script(chosen, Vec::new()).await;
        assert!(chosen.as_str().is_some_and(|chosen| chosen.starts_with(name)), "{name:?} chooses {chosen}");
    }

    /// What has the focus.
    pub async fn focus(&self) -> Focus {
        let question = json!({ "expression": include_str!("seen.js"), "returnByValue": true });
        let answer = self.browser.ask_page("Runtime.evaluate", question).await;
        let unseen = &answer["result"]["value"];
        let unseen = unseen.as_str().map_or_else(|| format!("it cannot be asked: {answer}"), str::to_owned);
        let (kind, name) = self.browser.focused().await;
        Focus { kind, name, unseen }
    }

    /// Waits until the focus is here by itself, and can be seen.
    ///
    /// # Panics
    /// When it is elsewhere, or nothing shows it.
    pub async fn is_on(&self, name: &str) {
        let began = Instant::now();
        loop {
            let now = self.focus().await;
            // What scrolls is called by all that is in it.
            if now.kind != "div" && now.name.contains(name) && now.unseen.is_empty() {
                return;
            }
            if began.elapsed() > PATIENCE {
                self.browser.shot("lost-focus").await;
                panic!("the focus should be on {name:?} and seen there: {now:?}");
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// How many keys the page felt.
    ///
    /// # Panics
    /// When it felt anything else: a mouse, a finger, a script that clicks or fills fields in.
    pub async fn only_keys(&self) -> u64 {
        let felt = self.browser.script("return window.felt ?? null", Vec::new()).await;
        assert_eq!(felt["others"], Value::Array(Vec::new()), "not by keys");
        felt["keys"].as_u64().expect("the page keeps count")
    }
}
