//! A socket that stays open: it says hello, sends signs of life, and comes back by itself when it was lost.

use crate::{
    browser,
    connection::{BEAT_MS, Connection, Link},
};
use leptos::leptos_dom::helpers::IntervalHandle;
use leptos::prelude::{TimeoutHandle, set_interval_with_handle, set_timeout_with_handle};
use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
    time::Duration,
};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{MessageEvent, WebSocket};
use weft_shared::wire::{PING, PONG};

/// What the owner of a socket does at its events.
pub struct Hooks {
    /// The frames to send first, each time that it opens.
    pub opened: Box<dyn Fn() -> Vec<String>>,
    /// A frame came. `false` ends the socket for good.
    pub heard: Box<dyn Fn(&str) -> bool>,
    /// The state changed.
    pub changed: Box<dyn Fn(Link)>,
    /// It closed before anything was heard on it: perhaps the sign-in is over.
    pub refused: Box<dyn Fn()>,
    /// A frame to send with each sign of life.
    pub beat: Option<String>,
}

struct Live {
    socket: WebSocket,
    heard: Cell<bool>,
    // Kept as long as the browser may call them.
    _open: Closure<dyn FnMut()>,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _close: Closure<dyn FnMut()>,
}

impl Drop for Live {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

struct Inner {
    url: String,
    hooks: Hooks,
    connection: Cell<Connection>,
    live: RefCell<Option<Live>>,
    retry: Cell<Option<TimeoutHandle>>,
    beat: Cell<Option<IntervalHandle>>,
    online: Cell<Option<leptos::prelude::WindowListenerHandle>>,
}

/// A socket that stays open until it is dropped.
pub struct Socket(Rc<Inner>);

impl Socket {
    /// Opens it. `path` is on this origin.
    #[must_use]
    pub fn open(path: &str, hooks: Hooks) -> Self {
        let inner = Rc::new(Inner {
            url: browser::socket_url(path),
            hooks,
            connection: Cell::default(),
            live: RefCell::new(None),
            retry: Cell::new(None),
            beat: Cell::new(None),
            online: Cell::new(None),
        });
        let weak = Rc::downgrade(&inner);
        inner.beat.set(set_interval_with_handle(every(&weak, Inner::beat), millis(BEAT_MS)).ok());
        let woken = every(&weak, Inner::wake);
        inner.online.set(Some(leptos::prelude::window_event_listener(leptos::ev::online, move |_| woken())));
        inner.connect();
        Self(inner)
    }

    /// Sends a frame if the other side is there. What must arrive is sent again by `opened`.
    pub fn send(&self, frame: &str) {
        self.0.send(frame);
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.0.end();
        if let Some(beat) = self.0.beat.take() {
            beat.clear();
        }
        if let Some(online) = self.0.online.take() {
            online.remove();
        }
    }
}

fn every(inner: &Weak<Inner>, act: fn(&Rc<Inner>)) -> impl Fn() + 'static {
    let inner = inner.clone();
    move || {
        if let Some(inner) = inner.upgrade() {
            act(&inner);
        }
    }
}

fn millis(ms: i64) -> Duration {
    Duration::from_millis(u64::try_from(ms).unwrap_or(0))
}

impl Inner {
    fn connect(self: &Rc<Self>) {
        self.update(|connection| connection.trying(browser::now()));
        let Ok(socket) = WebSocket::new(&self.url) else { return self.lost() };
        let weak = Rc::downgrade(self);
        let open = Closure::<dyn FnMut()>::new(every(&weak, |inner| {
            for frame in (inner.hooks.opened)() {
                inner.send(&frame);
            }
        }));
        let hearing = weak.clone();
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let (Some(inner), Some(text)) = (hearing.upgrade(), event.data().as_string()) {
                inner.hear(&text);
            }
        });
        let close = Closure::<dyn FnMut()>::new(every(&weak, Self::lost));
        socket.set_onopen(Some(open.as_ref().unchecked_ref()));
        socket.set_onmessage(Some(message.as_ref().unchecked_ref()));
        socket.set_onclose(Some(close.as_ref().unchecked_ref()));
        let live = Live { socket, heard: Cell::new(false), _open: open, _message: message, _close: close };
        *self.live.borrow_mut() = Some(live);
    }

    fn send(&self, frame: &str) {
        if let Some(live) = &*self.live.borrow()
            && live.socket.ready_state() == WebSocket::OPEN
        {
            let _ = live.socket.send_with_str(frame);
        }
    }

    fn hear(self: &Rc<Self>, text: &str) {
        if let Some(live) = &*self.live.borrow() {
            live.heard.set(true);
        }
        self.update(|connection| connection.heard());
        if text != PONG && !(self.hooks.heard)(text) {
            self.end();
            (self.hooks.changed)(Link::Ended);
        }
    }

    fn lost(self: &Rc<Self>) {
        // Dropped a moment later: this may run inside one of its own closures.
        let live = self.live.borrow_mut().take();
        let heard = live.as_ref().is_some_and(|live| live.heard.get());
        let _ = set_timeout_with_handle(move || drop(live), Duration::ZERO);
        let mut wait = None;
        self.update(|connection| wait = connection.lost(browser::random()));
        if let Some(wait) = wait {
            let again = every(&Rc::downgrade(self), Self::connect);
            self.retry.set(set_timeout_with_handle(again, millis(i64::from(wait))).ok());
            if !heard {
                (self.hooks.refused)();
            }
        }
    }

    /// The network is back: no reason to wait any longer.
    fn wake(self: &Rc<Self>) {
        if let Some(retry) = self.retry.take() {
            retry.clear();
            if self.live.borrow().is_none() && self.connection.get().link != Link::Ended {
                self.connect();
            }
        }
    }

    fn beat(self: &Rc<Self>) {
        if self.live.borrow().is_some() && self.connection.get().silent(browser::now()) {
            return self.lost();
        }
        if self.live.borrow().is_some() {
            self.update(|connection| connection.asked(browser::now()));
        }
        self.send(PING);
        if let Some(frame) = &self.hooks.beat {
            self.send(frame);
        }
    }

    fn end(&self) {
        let mut connection = self.connection.get();
        connection.ended();
        self.connection.set(connection);
        if let Some(retry) = self.retry.take() {
            retry.clear();
        }
        let live = self.live.borrow_mut().take();
        let _ = set_timeout_with_handle(move || drop(live), Duration::ZERO);
    }

    fn update(&self, change: impl FnOnce(&mut Connection)) {
        let before = self.connection.get();
        let mut after = before;
        change(&mut after);
        self.connection.set(after);
        if before.link != after.link {
            (self.hooks.changed)(after.link);
        }
    }
}
