//! One WebSocket at a time. Events of one that was replaced never reach anybody.

use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Event, MessageEvent, WebSocket};

/// What a socket reports.
#[derive(Debug)]
pub enum Report {
    /// It is open: the hello may go.
    Opened,
    /// A text frame.
    Text(String),
    /// It is closed, or never opened.
    Closed,
}

struct Live {
    socket: WebSocket,
    _opened: Closure<dyn FnMut(Event)>,
    _text: Closure<dyn FnMut(MessageEvent)>,
    _closed: Closure<dyn FnMut(Event)>,
}

impl Drop for Live {
    fn drop(&mut self) {
        self.socket.set_onopen(None);
        self.socket.set_onmessage(None);
        self.socket.set_onclose(None);
        let _ = self.socket.close();
    }
}

thread_local! {
    static LIVE: RefCell<Option<Live>> = const { RefCell::new(None) };
}

/// Opens a socket in place of the one before.
pub fn open(url: &str, report: impl Fn(Report) + 'static) {
    close();
    let report = Rc::new(report);
    let Ok(socket) = WebSocket::new(url) else {
        report(Report::Closed);
        return;
    };
    let (on_open, on_text, on_close) = (Rc::clone(&report), Rc::clone(&report), report);
    let opened = Closure::<dyn FnMut(Event)>::new(move |_| on_open(Report::Opened));
    let text = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(text) = event.data().as_string() {
            on_text(Report::Text(text));
        }
    });
    let closed = Closure::<dyn FnMut(Event)>::new(move |_| on_close(Report::Closed));
    socket.set_onopen(Some(opened.as_ref().unchecked_ref()));
    socket.set_onmessage(Some(text.as_ref().unchecked_ref()));
    socket.set_onclose(Some(closed.as_ref().unchecked_ref()));
    LIVE.set(Some(Live { socket, _opened: opened, _text: text, _closed: closed }));
}

/// Closes the socket, if there is one; it reports nothing any more.
pub fn close() {
    drop(LIVE.take());
}

/// Sends a text frame. What cannot go now is sent again after the next welcome, by whoever keeps it.
pub fn send(text: &str) {
    LIVE.with_borrow(|live| {
        if let Some(live) = live.as_ref().filter(|live| live.socket.ready_state() == WebSocket::OPEN) {
            let _ = live.socket.send_with_str(text);
        }
    });
}
