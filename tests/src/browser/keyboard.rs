//! The keyboard alone: keys go where the browser's own focus is, through frames and shadow roots.

use super::{Browser, devtools::ask};
use serde_json::{Value, json};
use std::time::Duration;

/// A key that is no letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// To the next thing.
    Tab,
    /// To the thing before.
    BackTab,
    /// Do it.
    Enter,
    /// A new line.
    ShiftEnter,
    /// Away from here.
    Escape,
    /// Do it, for buttons.
    Space,
    /// Control and Enter together.
    ControlEnter,
    /// Control and K together.
    ControlK,
    /// Control and A together.
    ControlA,
    /// To the line below.
    Down,
}

impl Key {
    /// Name, code, text and modifiers (1 Alt, 2 Control, 8 Shift) of the event.
    const fn event(self) -> (&'static str, u16, &'static str, u8) {
        match self {
            Self::Tab => ("Tab", 9, "", 0),
            Self::BackTab => ("Tab", 9, "", 8),
            Self::Enter => ("Enter", 13, "\r", 0),
            Self::ShiftEnter => ("Enter", 13, "\r", 8),
            Self::Escape => ("Escape", 27, "", 0),
            Self::Space => (" ", 32, " ", 0),
            Self::ControlEnter => ("Enter", 13, "", 2),
            Self::ControlK => ("k", 75, "", 2),
            Self::ControlA => ("a", 65, "", 2),
            Self::Down => ("ArrowDown", 40, "", 0),
        }
    }
}

impl Browser {
    /// Presses a key and lets it go.
    pub async fn press(&self, key: Key) {
        let (name, code, text, modifiers) = key.event();
        let mut event = json!({
            "type": if text.is_empty() { "rawKeyDown" } else { "keyDown" },
            "key": name,
            "code": match name {
                " " => "Space",
                "a" => "KeyA",
                "k" => "KeyK",
                name => name,
            },
            "windowsVirtualKeyCode": code,
            "modifiers": modifiers,
        });
        if !text.is_empty() {
            event["text"] = json!(text);
        }
        self.ask_page("Input.dispatchKeyEvent", event.clone()).await;
        event["type"] = json!("keyUp");
        event.as_object_mut().unwrap().remove("text");
        self.ask_page("Input.dispatchKeyEvent", event).await;
        tokio::time::sleep(Duration::from_millis(30)).await;
    }

    /// Types a text where the focus is.
    pub async fn type_text(&self, text: &str) {
        for c in text.chars() {
            self.ask_page("Input.dispatchKeyEvent", json!({ "type": "keyDown", "text": c, "key": c })).await;
            self.ask_page("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": c })).await;
        }
    }

    /// What has the focus now, by kind and name.
    pub async fn focused(&self) -> (String, String) {
        let mut tools = None::<String>;
        for _ in 0..3 {
            let question = json!({ "expression": include_str!("focused.js"), "returnByValue": true });
            let answer = match &tools {
                None => self.ask_page("Runtime.evaluate", question).await,
                Some(tools) => ask(tools, "Runtime.evaluate", question).await,
            };
            let focus: &Value = &answer["result"]["value"];
            let word = |name: &str| focus[name].as_str().unwrap_or_default().to_owned();
            if word("tag") != "iframe" {
                return (word("tag"), word("name"));
            }
            let Some(inner) = self.frame_tools(&self.world.edge_url).await else {
                return (word("tag"), word("name"));
            };
            tools = Some(inner);
        }
        (String::new(), String::new())
    }

    /// Walks with Tab until something of this name has the focus; from the end of the page it walks back.
    ///
    /// # Panics
    /// When the walk does not get there, with the stations it passed.
    pub async fn tab_to(&self, name: &str) {
        self.walk_to(name, |_, here| here.to_lowercase().contains(&name.to_lowercase())).await;
    }

    /// Walks with Tab to the button whose name begins so.
    ///
    /// # Panics
    /// When the walk does not get there, with the stations it passed.
    pub async fn tab_to_button(&self, name: &str) {
        self.walk_to(name, |kind, here| kind == "button" && here.starts_with(name)).await;
    }

    /// Walks with Tab to the field whose label begins so.
    ///
    /// # Panics
    /// When the walk does not get there, with the stations it passed.
    pub async fn tab_to_field(&self, name: &str) {
        let fields = ["input", "textarea", "select"];
        self.walk_to(name, |kind, here| fields.contains(&kind) && here.starts_with(name)).await;
    }

    async fn walk_to(&self, name: &str, is_there: impl Fn(&str, &str) -> bool) {
        let mut stations = Vec::new();
        for direction in [Key::Tab, Key::BackTab] {
            let mut here = self.focused().await;
            // Beyond the last element the focus leaves the page; without a browser's own bars it stays there a while.
            let mut still = 0;
            for _ in 0..60 {
                if is_there(&here.0, &here.1) {
                    return;
                }
                stations.push(format!("{direction:?} from {} {:?}", here.0, here.1));
                let next = self.walk(direction, &here).await;
                still = if next == here { still + 1 } else { 0 };
                // A field for date and time is walked through part by part.
                if still == (if here.0 == "input" { 8 } else { 3 }) {
                    break;
                }
                here = next;
            }
        }
        self.shot("lost-focus").await;
        panic!("Tab does not reach {name:?}; it passed:\n{}", stations.join("\n"));
    }

    /// One step with Tab, and where it led. Between frames of different sites the focus takes its time.
    async fn walk(&self, direction: Key, here: &(String, String)) -> (String, String) {
        self.press(direction).await;
        for _ in 0..10 {
            let next = self.focused().await;
            if next != *here {
                return next;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        here.clone()
    }

    /// Waits until something of this name has the focus by itself.
    ///
    /// # Panics
    /// When it does not get it.
    pub async fn focus_moves_to(&self, name: &str) {
        for _ in 0..100 {
            if self.focused().await.1.to_lowercase().contains(&name.to_lowercase()) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("the focus does not move to {name:?}; it is on {:?}", self.focused().await);
    }
}
