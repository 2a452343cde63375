//! What all sockets share: how they are opened, written to within a time limit, asked whether they live, and closed
//! with a code that says whether to come back (4000–4499) or not (4500–4999).

use std::time::Duration;

use axum::{
    extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade},
    response::Response,
};
use efir_core::Role;
use futures_util::{
    SinkExt, StreamExt,
    stream::{SplitSink, SplitStream},
};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::tungstenite::Error;
use uuid::Uuid;

use super::App;
use crate::limits;

/// The subprotocol.
pub const PROTOCOL: &str = "efir.v1";
/// The server is going away; come back after a moment.
pub const GOING_AWAY: u16 = 4000;
/// Nothing was heard for too long.
pub const SILENT: u16 = 4001;
/// A message was over the size limit.
pub const TOO_LARGE: u16 = 4009;
/// What came is no WebSocket, or no UTF-8. The code of RFC 6455 for it: a client that is right never sees it.
pub const BROKEN: u16 = 1007;
/// What a socket gathers before it writes, in bytes.
const WRITE_BUFFER_BYTES: usize = 4 * 1024;
/// What may wait to be written before the socket is given up, in bytes: the largest window and some more.
const WRITE_BUFFER_MAX_BYTES: usize = 4 * 1024 * 1024;

/// The socket is gone, whoever ended it.
#[derive(Debug)]
pub struct Gone;

/// Upgrades a request with the limits in force; it is served in the lane of its role, by whatever door it came.
pub fn upgrade<F, Fut>(ws: WebSocketUpgrade, app: &App, role: Role, serve: F) -> Response
where
    F: FnOnce(Pipe, Inbox) -> Fut + Send + 'static,
    Fut: Future<Output = Result<(), Gone>> + Send + 'static,
{
    let open = app.sockets.token();
    let lane = if role == Role::Viewer { &app.lanes.viewers } else { &app.lanes.makers }.clone();
    ws.protocols([PROTOCOL])
        .read_buffer_size(limits::READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_write_buffer_size(WRITE_BUFFER_MAX_BYTES)
        .max_message_size(limits::FRAME_BYTES)
        .max_frame_size(limits::FRAME_BYTES)
        .on_upgrade(async move |socket: WebSocket| {
            lane.spawn(async move {
                let _counted = Counted::new(role);
                let (sink, stream) = socket.split();
                // However it ended, there is nobody left to tell.
                let _ = serve(Pipe { sink }, Inbox::new(stream)).await;
                drop(open);
            });
        })
}

/// Counts an open socket until it is dropped.
struct Counted(metrics::Gauge);

impl Counted {
    fn new(role: Role) -> Self {
        let gauge = metrics::gauge!("efir_sockets", "role" => role.name());
        gauge.increment(1);
        Self(gauge)
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.decrement(1);
    }
}

/// The writing half.
pub struct Pipe {
    sink: SplitSink<WebSocket, Message>,
}

impl Pipe {
    /// Writes a frame, within the time limit.
    pub async fn send(&mut self, frame: Utf8Bytes) -> Result<(), Gone> {
        self.write(Message::Text(frame)).await
    }

    /// Writes a frame, if there is one yet.
    pub async fn send_if_any(&mut self, frame: Utf8Bytes) -> Result<(), Gone> {
        if frame.is_empty() { Ok(()) } else { self.send(frame).await }
    }

    /// Asks the other side whether it lives.
    pub async fn ping(&mut self) -> Result<(), Gone> {
        self.write(Message::Ping(axum::body::Bytes::new())).await
    }

    /// Says why, and ends.
    pub async fn close(&mut self, code: u16, reason: &'static str) -> Result<(), Gone> {
        self.write(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await?;
        Err(Gone)
    }

    /// The server is going away: waits a moment of its own within `spread`, so that not all come back at once.
    pub async fn go_away(&mut self, spread: Duration) -> Result<(), Gone> {
        let share = f64::from(Uuid::new_v4().as_fields().0) / f64::from(u32::MAX);
        tokio::time::sleep(spread.mul_f64(share)).await;
        self.close(GOING_AWAY, "restart").await
    }

    async fn write(&mut self, message: Message) -> Result<(), Gone> {
        match timeout(limits::SEND_TIMEOUT, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(Gone),
        }
    }
}

/// What comes in.
pub enum Incoming {
    /// A frame. Copied out of the socket's buffer, which it would keep alive.
    Text(String),
    /// Time to ask whether the other side lives.
    Ping,
    /// Nothing was heard for too long.
    Silent,
    /// A message was over the size limit.
    TooLarge,
    /// A message that is not text.
    Binary,
    /// What came is no WebSocket: nothing more can be read.
    Broken,
}

/// The reading half, with the watch over its silence.
pub struct Inbox {
    stream: SplitStream<WebSocket>,
    ping: Interval,
    heard: Instant,
}

impl Inbox {
    fn new(stream: SplitStream<WebSocket>) -> Self {
        let now = Instant::now();
        let mut ping = interval_at(now + limits::PING_EVERY, limits::PING_EVERY);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Inbox { stream, ping, heard: now }
    }

    /// What comes in next. Cancel-safe.
    pub async fn next(&mut self) -> Result<Incoming, Gone> {
        loop {
            let message = tokio::select! {
                message = self.stream.next() => message.ok_or(Gone)?,
                _ = self.ping.tick() => {
                    let silent = self.heard.elapsed() > 2 * limits::PING_EVERY + limits::SEND_TIMEOUT;
                    return Ok(if silent { Incoming::Silent } else { Incoming::Ping });
                }
            };
            self.heard = Instant::now();
            match message {
                Ok(Message::Text(text)) => return Ok(Incoming::Text(text.as_str().to_owned())),
                Ok(Message::Binary(_)) => return Ok(Incoming::Binary),
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(Message::Close(_)) => return Err(Gone),
                Err(error) if is_capacity(&error) => return Ok(Incoming::TooLarge),
                Err(error) if is_gone(&error) => return Err(Gone),
                Err(_) => return Ok(Incoming::Broken),
            }
        }
    }
}

fn is_capacity(error: &axum::Error) -> bool {
    matches!(cause(error), Some(Error::Capacity(_)))
}

fn is_gone(error: &axum::Error) -> bool {
    !matches!(cause(error), Some(Error::Utf8(_) | Error::Protocol(_)))
}

fn cause(error: &axum::Error) -> Option<&Error> {
    std::error::Error::source(error)?.downcast_ref()
}
