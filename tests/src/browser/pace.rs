//! How fast a page is: when it shows what is waited for and answers a key, how it scrolls, how much of it there is.

use super::{Browser, PATIENCE};
use futures_util::{SinkExt as _, StreamExt as _};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};
use tokio::net::TcpStream;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// What developer tools call it when the page tells something.
const TOLD: &str = "Runtime.bindingCalled";

/// After so long a key is pressed again.
const AGAIN: Duration = Duration::from_secs(3);

/// How a stretch of time was for whoever looked at the page, in milliseconds and counts.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Stretch {
    /// How long it was.
    pub ms: f64,
    /// Frames that the page drew.
    pub frames: u32,
    /// Those that took more than 50 ms.
    pub slow: u32,
    /// The slowest frame.
    pub slowest: f64,
    /// Tasks of more than 50 ms.
    pub tasks: u32,
    /// All of those together.
    pub tasks_ms: f64,
    /// The longest.
    pub longest: f64,
    /// From a key press to the frame that shows it: the slowest; 0 when all were quicker than 16 ms.
    pub key: f64,
    /// Elements of the page at the end; the most of all stretches once they are joined.
    pub nodes: u32,
}

impl Stretch {
    /// This one and another, as one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            ms: self.ms + other.ms,
            frames: self.frames + other.frames,
            slow: self.slow + other.slow,
            slowest: self.slowest.max(other.slowest),
            tasks: self.tasks + other.tasks,
            tasks_ms: self.tasks_ms + other.tasks_ms,
            longest: self.longest.max(other.longest),
            key: self.key.max(other.key),
            nodes: self.nodes.max(other.nodes),
        }
    }
}

/// When a page was there, in milliseconds since somebody went to it.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// What is waited for was painted.
    pub shown: f64,
    /// A key that was pressed upon that was answered, and the answer painted.
    pub answered: f64,
}

/// A page that is measured. What slows it down ends with this.
pub struct Pace<'a> {
    browser: &'a Browser,
    tools: Tools,
}

impl Browser {
    /// Measures the page that the driver looks at, from the next page on.
    pub async fn pace(&self) -> Pace<'_> {
        let mut tools = Tools::open(&self.page_tools().await).await;
        tools.ask("Page.enable", json!({})).await;
        tools.ask("Runtime.enable", json!({})).await;
        tools.ask("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await;
        tools.ask("Runtime.addBinding", json!({ "name": "weftTold" })).await;
        tools.ask("Page.addScriptToEvaluateOnNewDocument", json!({ "source": include_str!("pace.js") })).await;
        Pace { browser: self, tools }
    }
}

impl Pace<'_> {
    /// The page's own thread takes so many times as long for everything from now on.
    pub async fn slow_down(&mut self, times: u32) {
        self.tools.ask("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await;
    }

    /// The browser forgets what it has fetched and compiled.
    pub async fn forget(&mut self) {
        self.tools.ask("Network.clearBrowserCache", json!({})).await;
    }

    /// Goes to a page from an empty one, and presses `j` as soon as what is waited for is there.
    pub async fn opens(&mut self, url: &str) -> Opening {
        self.tools.ask("Page.navigate", json!({ "url": "about:blank" })).await;
        tokio::time::sleep(Duration::from_millis(250)).await;
        self.tools.told.clear();
        self.tools.ask("Page.navigate", json!({ "url": url })).await;
        let shown = self.told("shown").await;
        loop {
            // Now and then a key gets lost on its way into a page that has just come.
            self.presses("j", false).await;
            let answered = tokio::time::timeout(AGAIN, self.told("answered")).await;
            if let Ok(answered) = answered {
                return Opening { shown, answered };
            }
        }
    }

    /// When the page told this.
    async fn told(&mut self, what: &str) -> f64 {
        loop {
            let told = self.tools.told().await;
            if told["what"] == what {
                return told["at"].as_f64().unwrap_or_default();
            }
        }
    }

    /// Presses a letter; `held`: it is down already.
    pub async fn presses(&mut self, letter: &str, held: bool) {
        let down = json!({ "type": "keyDown", "text": letter, "key": letter, "autoRepeat": held });
        self.tools.ask("Input.dispatchKeyEvent", down).await;
        if !held {
            self.tools.ask("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": letter })).await;
        }
    }

    /// What a script gives.
    ///
    /// # Panics
    /// When it throws.
    pub async fn script(&mut self, script: &str) -> Value {
        let question = json!({ "expression": script, "returnByValue": true, "awaitPromise": true });
        let answer = self.tools.ask("Runtime.evaluate", question).await;
        assert!(answer["exceptionDetails"].is_null(), "{script}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// Waits until a script gives `true`; how long that took.
    ///
    /// # Panics
    /// When it never does.
    pub async fn until(&mut self, script: &str) -> Duration {
        let began = Instant::now();
        while self.script(script).await != true {
            if began.elapsed() > PATIENCE * 3 {
                self.browser.shot("missing").await;
                panic!("never: {script}");
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        began.elapsed()
    }

    /// A stretch begins.
    pub async fn begins(&mut self) {
        self.script("weftPace.begin()").await;
    }

    /// It ends.
    pub async fn ends(&mut self) -> Stretch {
        // What is told of long tasks and keys comes a little later.
        tokio::time::sleep(Duration::from_millis(150)).await;
        let told = self.script("weftPace.end()").await;
        serde_json::from_value(told).expect("the page tells of the stretch")
    }

    /// Scrolls an element for a while, at so many pixels a second (up: negative), a little with each frame.
    pub async fn glides(&mut self, selector: &str, speed: i32, lasting: Duration) {
        let script = format!(
            "new Promise((done) => {{ const log = document.querySelector({}), began = performance.now(); let last = began; \
             const step = (now) => {{ log.scrollTop += {speed} * Math.min(now - last, 250) / 1000; last = now; \
             now - began < {} ? requestAnimationFrame(step) : done(0); }}; requestAnimationFrame(step); }})",
            json!(selector),
            lasting.as_millis()
        );
        self.script(&script).await;
    }

    /// Turns the wheel above the middle of an element: so many notches of so many pixels each (up: negative), one each
    /// `beat`.
    pub async fn wheel(&mut self, selector: &str, notches: u32, pixels: i32, beat: Duration) {
        let script = format!(
            "(() => {{ const at = document.querySelector({}).getBoundingClientRect(); \
             return [at.x + at.width / 2, at.y + at.height / 2]; }})()",
            json!(selector)
        );
        let place = self.script(&script).await;
        let notch = json!({ "type": "mouseWheel", "x": place[0], "y": place[1], "deltaX": 0, "deltaY": pixels });
        let mut beat = tokio::time::interval(beat);
        beat.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        for _ in 0..notches {
            beat.tick().await;
            self.tools.send("Input.dispatchMouseEvent", &notch).await;
        }
        // Whatever is asked now is answered after all that.
        self.script("new Promise((done) => requestAnimationFrame(done)).then(() => 0)").await;
    }
}

/// Developer tools that stay open: what they emulate lasts as long.
struct Tools {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    asked: u64,
    told: VecDeque<Value>,
}

impl Tools {
    /// Opens those at this address.
    async fn open(tools: &str) -> Self {
        let (socket, _) = connect_async(tools).await.expect("developer tools");
        Self { socket, asked: 0, told: VecDeque::new() }
    }

    /// Asks, and does not wait for the answer.
    async fn send(&mut self, method: &str, params: &Value) {
        self.asked += 1;
        let question = json!({ "id": self.asked, "method": method, "params": params }).to_string();
        self.socket.send(Message::text(question)).await.expect("developer tools");
    }

    /// Asks, and waits for the answer. What the page tells meanwhile is kept.
    async fn ask(&mut self, method: &str, params: Value) -> Value {
        self.send(method, &params).await;
        loop {
            let answer = self.hear().await;
            if answer["id"] == self.asked {
                assert!(answer["error"].is_null(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            if answer["method"] == TOLD {
                self.told.push_back(answer);
            }
        }
    }

    /// What the page tells next.
    async fn told(&mut self) -> Value {
        loop {
            let event = match self.told.pop_front() {
                Some(event) => event,
                None => self.hear().await,
            };
            if event["method"] == TOLD {
                return serde_json::from_str(event["params"]["payload"].as_str().unwrap_or_default())
                    .unwrap_or_default();
            }
        }
    }

    async fn hear(&mut self) -> Value {
        loop {
            let heard =
                tokio::time::timeout(PATIENCE * 6, self.socket.next()).await.expect("developer tools are silent");
            let message = heard.expect("an answer").expect("an answer");
            if let Ok(text) = message.to_text()
                && let Ok(answer) = serde_json::from_str(text)
            {
                return answer;
            }
        }
    }
}
