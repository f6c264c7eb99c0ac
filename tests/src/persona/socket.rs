//! A WebSocket whose frames are wire types, and that remembers every byte it was told.

use futures_util::{
    SinkExt as _, StreamExt as _,
    stream::{SplitSink, SplitStream},
};
use serde::{Serialize, de::DeserializeOwned};
use std::{fmt::Debug, marker::PhantomData, sync::Arc, time::Duration};
use tokio::{net::TcpStream, sync::Mutex, task::AbortHandle};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest as _, http::HeaderValue},
};
use weft_shared::wire::{PING, PONG};

/// How long a person waits for something to appear before it counts as missing.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// How often a browser shows that it is there still.
const BEAT: Duration = Duration::from_secs(20);

type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens a socket, or says with which HTTP status it was refused (0 when nobody answered).
///
/// # Errors
/// The status.
///
/// # Panics
/// When the address or a header cannot be written at all.
pub async fn handshake(url: &str, headers: &[(&str, &str)]) -> Result<Stream, u16> {
    let mut request = url.replacen("http", "ws", 1).into_client_request().expect("an address");
    for (name, value) in headers {
        let name: tokio_tungstenite::tungstenite::http::HeaderName = name.parse().expect("a header");
        request.headers_mut().insert(name, HeaderValue::from_bytes(value.as_bytes()).expect("a header value"));
    }
    match tokio::time::timeout(PATIENCE, connect_async(request)).await {
        Ok(Ok((socket, _))) => Ok(socket),
        Ok(Err(Error::Http(response))) => Err(response.status().as_u16()),
        _ => Err(0),
    }
}

/// A socket on which `Out` is sent and `In` comes back. It beats as a browser's does, however long nobody looks at it.
pub struct Socket<Out, In> {
    sink: Arc<Mutex<SplitSink<Stream, Message>>>,
    stream: SplitStream<Stream>,
    beats: AbortHandle,
    /// Every text that came, as it came.
    pub wire: Vec<String>,
    kinds: PhantomData<(Out, In)>,
}

impl<Out: Serialize, In: DeserializeOwned + Debug> Socket<Out, In> {
    /// Opens it.
    ///
    /// # Errors
    /// The HTTP status of the refusal; 0 when nobody answered.
    pub async fn open(url: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let (sink, stream) = handshake(url, headers).await?.split();
        let sink = Arc::new(Mutex::new(sink));
        let beats = tokio::spawn(beat(Arc::clone(&sink))).abort_handle();
        Ok(Self { sink, stream, beats, wire: Vec::new(), kinds: PhantomData })
    }

    /// Sends a frame. An error means that the socket is gone.
    ///
    /// # Errors
    /// When the socket is gone.
    pub async fn send(&mut self, frame: &Out) -> Result<(), Box<Error>> {
        self.send_text(&serde_json::to_string(frame).expect("a frame")).await
    }

    /// Sends any text.
    ///
    /// # Errors
    /// When the socket is gone.
    pub async fn send_text(&mut self, text: &str) -> Result<(), Box<Error>> {
        self.sink.lock().await.send(Message::text(text)).await.map_err(Box::new)
    }

    /// The next frame; `None` when the socket ended or nothing came in time.
    ///
    /// # Panics
    /// When what came is no frame.
    pub async fn next(&mut self, patience: Duration) -> Option<In> {
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            let message = tokio::time::timeout_at(deadline, self.stream.next()).await.ok()??.ok()?;
            match message {
                Message::Text(text) if text.as_str() == PONG => {}
                Message::Text(text) => {
                    let text = text.as_str().to_owned();
                    let frame = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in frame {text}"));
                    self.wire.push(text);
                    return Some(frame);
                }
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    /// Closes it as a browser does that leaves.
    pub async fn close(self) {
        let _ = self.sink.lock().await.send(Message::Close(None)).await;
    }
}

impl<Out, In> Drop for Socket<Out, In> {
    fn drop(&mut self) {
        self.beats.abort();
    }
}

async fn beat(sink: Arc<Mutex<SplitSink<Stream, Message>>>) {
    loop {
        tokio::time::sleep(BEAT).await;
        if sink.lock().await.send(Message::text(PING)).await.is_err() {
            return;
        }
    }
}
