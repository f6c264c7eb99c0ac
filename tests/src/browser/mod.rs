//! A real browser, and what people find on the product's pages.

mod account;
mod admin;
mod audit;
mod board;
mod card;
mod console;
mod devtools;
mod hands;
mod inbox;
mod keyboard;
mod look;
mod mailbox;
mod pace;
mod passkey;
mod shop;
mod sign_in;
mod thread;
mod tree;
mod unsaved;
mod widget;

pub use account::AccountPage;
pub use admin::AdminPages;
pub use board::Board;
pub use console::Console;
pub use hands::{Focus, Keyboard};
pub use keyboard::Key;
pub use look::Scheme;
pub use mailbox::MailboxPage;
pub use pace::{Opening, Pace, Stretch};
pub use passkey::Device;
pub use shop::Shop;
pub use thread::NOTE;
pub use tree::redact;
pub use widget::Widget;

use crate::harness::{Group, World, free_port};
use serde_json::{Value, json};
use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use thirtyfour::{ChromiumLikeCapabilities as _, DesiredCapabilities, WebDriver, WebElement};

/// How long something may take to appear on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Flags that keep Chromium quiet, offline and able to run as root.
const FLAGS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-search-engine-choice-screen",
    "--lang=en-GB",
    "--window-size=1280,900",
];

/// A browser with a profile of its own.
pub struct Browser {
    /// The world whose pages it shows.
    pub world: Arc<World>,
    /// The driver.
    pub driver: WebDriver,
    /// `host:port` of its developer tools.
    debugger: String,
    /// Where its driver is asked.
    webdriver: String,
    _chromedriver: Group,
}

impl Browser {
    /// Starts a browser that was never anywhere.
    ///
    /// # Panics
    /// When it does not start.
    pub async fn start(world: &Arc<World>) -> Self {
        let port = free_port();
        let log = world.state.join(format!("chromedriver-{port}.log"));
        let profile = world.state.join(format!("profile-{port}"));
        let chromedriver = Group::start(&world.tools.chromedriver, &[&format!("--port={port}")], &[], &log);
        let url = format!("http://127.0.0.1:{port}");
        wait_for_driver(&world.client, &url, &chromedriver).await;
        let mut capabilities = DesiredCapabilities::chrome();
        capabilities.set_binary(&world.tools.chromium.display().to_string()).unwrap();
        for flag in FLAGS {
            capabilities.add_arg(flag).unwrap();
        }
        capabilities.add_arg(&format!("--user-data-dir={}", profile.display())).unwrap();
        let driver = WebDriver::new(url.clone(), capabilities).await.expect("Chromium does not start");
        let options = serde_json::to_value(driver.capabilities()).unwrap();
        let debugger =
            options["goog:chromeOptions"]["debuggerAddress"].as_str().expect("a debugger address").to_owned();
        Self { world: Arc::clone(world), driver, debugger, webdriver: url, _chromedriver: chromedriver }
    }

    /// Shows a page.
    ///
    /// # Panics
    /// When it cannot be shown.
    pub async fn go(&self, url: &str) {
        self.driver.goto(url).await.unwrap_or_else(|error| panic!("{url}: {error}"));
    }

    /// The address that the bar shows.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn address(&self) -> String {
        self.driver.current_url().await.expect("an address").to_string()
    }

    /// Runs a script in the frame that is looked at.
    ///
    /// # Panics
    /// When it throws.
    pub async fn script(&self, script: &str, args: Vec<Value>) -> Value {
        self.driver.execute(script, args).await.unwrap_or_else(|error| panic!("{error} in {script}")).json().clone()
    }

    /// The element of a kind (see `find.js`) by its name, once it is there.
    ///
    /// # Panics
    /// When it does not appear, with what the frame says.
    pub async fn find(&self, kind: &str, name: &str) -> WebElement {
        let began = Instant::now();
        loop {
            if let Some(element) = self.find_now(kind, name).await {
                return element;
            }
            if began.elapsed() > PATIENCE {
                self.shot("missing").await;
                panic!("no {kind} {name:?} on {}; the page says:\n{}", self.address().await, self.text().await);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// The element of a kind by its name, if it is there now: by its whole name, else by a part of it.
    pub async fn find_now(&self, kind: &str, name: &str) -> Option<WebElement> {
        for exact in [true, false] {
            let args = vec![json!(kind), json!(name), json!(exact)];
            if let Ok(found) = self.driver.execute(include_str!("find.js"), args).await
                && let Ok(element) = found.element()
            {
                return Some(element);
            }
        }
        None
    }

    /// Clicks what has this name, with the mouse.
    ///
    /// # Panics
    /// When there is no such thing, or it cannot be clicked.
    pub async fn click(&self, kind: &str, name: &str) {
        let began = Instant::now();
        loop {
            // The page may redraw between finding and clicking.
            match self.find(kind, name).await.click().await {
                Ok(()) => return,
                Err(error) if began.elapsed() > PATIENCE => panic!("{kind} {name:?} cannot be clicked: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        }
    }

    /// Goes to another place on the same page by a link of this name. The page hears of it only after the click: what it
    /// shows may still be the former place when a click returns.
    ///
    /// # Panics
    /// When there is no such link.
    pub async fn follow(&self, name: &str) {
        self.click("link", name).await;
        let heard = "const done = arguments[arguments.length - 1]; setTimeout(() => setTimeout(done))";
        self.driver.execute_async(heard, Vec::new()).await.expect("the page is still there");
    }

    /// Types into the field of this name, instead of what is in it.
    ///
    /// # Panics
    /// When there is no such field.
    pub async fn fill(&self, name: &str, text: &str) {
        let field = self.find("field", name).await;
        field.clear().await.expect("a field can be cleared");
        field.send_keys(text).await.expect("a field can be typed into");
    }

    /// Everything that the frame says, shadow roots included.
    pub async fn text(&self) -> String {
        let script = "const all = (root) => [...root.childNodes].map((n) => n.nodeType === 3 ? n.data : \
                      n.nodeType === 1 && !['SCRIPT', 'STYLE'].includes(n.tagName) \
                      && (n.checkVisibility() || getComputedStyle(n).display === 'contents') \
                      ? (n.shadowRoot ? all(n.shadowRoot) : '') + all(n) : '').join('\\n'); \
                      return all(document.body).replace(/\\s*\\n\\s*/g, '\\n');";
        self.driver
            .execute(script, Vec::new())
            .await
            .ok()
            .and_then(|found| found.json().as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Waits until the frame says this.
    ///
    /// # Panics
    /// When it does not in time.
    pub async fn says(&self, words: &str) {
        let began = Instant::now();
        while !self.text().await.contains(words) {
            if began.elapsed() > PATIENCE {
                self.shot("missing").await;
                panic!("{words:?} does not appear on {}; it says:\n{}", self.address().await, self.text().await);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until the frame no longer says this.
    ///
    /// # Panics
    /// When it still does.
    pub async fn says_no_longer(&self, words: &str) {
        let began = Instant::now();
        loop {
            let text = self.text().await;
            // A frame that says nothing at all is one that cannot be asked just now.
            if !text.is_empty() && !text.contains(words) {
                return;
            }
            assert!(began.elapsed() < PATIENCE, "{} still says {words:?}:\n{text}", self.address().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until nothing of a kind has this name any more.
    ///
    /// # Panics
    /// When something still does.
    pub async fn loses(&self, kind: &str, name: &str) {
        let began = Instant::now();
        while self.find_now(kind, name).await.is_some() {
            assert!(began.elapsed() < PATIENCE, "{} still has a {kind} {name:?}", self.address().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Everything in the frame's document, said or not: what somebody with developer tools sees.
    ///
    /// # Panics
    /// When there is no document: one that is being loaded is waited for.
    pub async fn everything(&self) -> String {
        let script = "const all = (root) => root.innerHTML + [...root.querySelectorAll('*')].map((e) => \
                      (e.shadowRoot ? all(e.shadowRoot) : '') + (e.value ?? '')).join('\\n'); \
                      return document.body && all(document.documentElement);";
        let began = Instant::now();
        loop {
            if let Some(all) = self.script(script, Vec::new()).await.as_str() {
                return all.to_owned();
            }
            assert!(began.elapsed() < PATIENCE, "{} has no document", self.address().await);
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Looks at the page itself again, not into a frame of it.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn top(&self) {
        self.driver.enter_default_frame().await.expect("a page");
    }

    /// Looks at the tab that opened last.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn newest_tab(&self) {
        let windows = self.driver.windows().await.expect("tabs");
        self.driver.switch_to_window(windows.last().expect("a tab").clone()).await.expect("a tab");
    }

    /// Opens another tab and looks at it.
    ///
    /// # Panics
    /// When the browser is gone.
    pub async fn new_tab(&self) {
        let tab = self.driver.new_tab().await.expect("a tab");
        self.driver.switch_to_window(tab).await.expect("a tab");
    }

    /// Keeps a picture of what is shown, where pictures are wanted.
    pub async fn shot(&self, name: &str) {
        let Some(folder) = &self.world.tools.shots else { return };
        let _ = std::fs::create_dir_all(folder);
        if let Err(error) = self.driver.screenshot(&Path::new(folder).join(format!("{name}.png"))).await {
            eprintln!("no picture {name}: {error}");
        }
    }

    /// Ends the browser.
    pub async fn quit(self) {
        let _ = self.driver.quit().await;
    }
}

async fn wait_for_driver(client: &reqwest::Client, url: &str, chromedriver: &Group) {
    let began = Instant::now();
    while client.get(format!("{url}/status")).send().await.is_err() {
        assert!(began.elapsed() < PATIENCE, "chromedriver does not start:\n{}", chromedriver.last_words());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
