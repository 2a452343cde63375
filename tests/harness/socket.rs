//! A WebSocket client that speaks `efir.v1`, and remembers the newest frame of each type.

use std::{collections::HashMap, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Error, Message, client::IntoClientRequest, http::HeaderValue, protocol::WebSocketConfig},
};

use crate::{PATIENCE, SLUG, Server, id};

/// What a socket reads at once: the library's default is 128 KiB, and a crowd has ten thousand.
const READ_BUFFER_BYTES: usize = 4 * 1024;

/// An open socket.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    newest: HashMap<String, Value>,
    /// Every frame so far, in order.
    pub frames: Vec<Value>,
    /// The cookies that the server set when it let us in.
    pub cookies: String,
}

/// How a socket is opened.
pub struct Knock<'a> {
    server: &'a Server,
    path: String,
    headers: Vec<(&'static str, String)>,
}

impl<'a> Knock<'a> {
    /// At `/ws/SLUG/ROLE`.
    pub fn at(server: &'a Server, slug: &str, role: &str) -> Self {
        Knock { server, path: format!("/ws/{slug}/{role}"), headers: Vec::new() }
    }

    /// As a screen that comes back and says how far it was.
    pub fn seen(mut self, position: &str) -> Self {
        self.path += &format!("?position={position}");
        self
    }

    /// With a header.
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// With a token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    /// Opens it, or gives the status that refused it.
    pub async fn open(self) -> Result<Socket, u16> {
        self.knock().await.map_err(|refusal| refusal.status)
    }

    /// Opens it, or says how it was refused.
    pub async fn knock(self) -> Result<Socket, Refusal> {
        let url = format!("ws://{}{}", self.server.address, self.path);
        let mut request = url.into_client_request().expect("the test makes a whole request");
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", HeaderValue::from_static("efir.v1"));
        for (name, value) in self.headers {
            headers.insert(name, HeaderValue::from_str(&value).expect("a header's value"));
        }
        let stream = TcpStream::connect(self.server.address).await.expect("the server listens");
        stream.set_nodelay(true).expect("it is a socket");
        let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
        match client_async_with_config(request, stream, Some(config)).await {
            Ok((stream, response)) => {
                let protocol = response.headers().get("sec-websocket-protocol");
                assert_eq!(protocol.and_then(|p| p.to_str().ok()), Some("efir.v1"));
                let set =
                    response.headers().get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
                let cookies =
                    set.filter_map(|cookie| cookie.split(';').next()).collect::<Vec<_>>().join("; ");
                Ok(Socket { stream, newest: HashMap::new(), frames: Vec::new(), cookies })
            }
            Err(Error::Http(response)) => {
                let problem: Value = serde_json::from_slice(response.body().as_deref().unwrap_or_default())
                    .unwrap_or_default();
                let retry_after = problem["retry_after_ms"].as_u64().map(Duration::from_millis);
                Err(Refusal { status: response.status().as_u16(), retry_after })
            }
            Err(error) => panic!("no socket: {error}"),
        }
    }
}

/// How a socket was refused.
#[derive(Clone, Copy, Debug)]
pub struct Refusal {
    /// The status.
    pub status: u16,
    /// When to come back, where that was said.
    pub retry_after: Option<Duration>,
}

/// How a socket ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// With a code.
    With(u16),
    /// Without a word.
    Silently,
}

impl Socket {
    /// A viewer of the first broadcast, new to the server.
    pub async fn viewer(server: &Server) -> Self {
        Knock::at(server, SLUG, "viewer").open().await.expect("a viewer is let in")
    }

    /// Somebody with a token, at the door of that role.
    pub async fn with_token(server: &Server, role: &str, token: &str) -> Self {
        Knock::at(server, SLUG, role).bearer(token).open().await.expect("a token's bearer is let in")
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string()).await;
    }

    /// Sends any text.
    pub async fn send_text(&mut self, text: &str) {
        self.send_raw(Message::text(text)).await;
    }

    /// Sends any message; a socket that is being closed may not take it.
    pub async fn send_raw(&mut self, message: Message) {
        // What became of it is seen by what comes back.
        let _ = timeout(PATIENCE, self.stream.send(message)).await;
    }

    /// The next frame, or how the socket ended.
    pub async fn next(&mut self) -> Result<Value, Closed> {
        loop {
            let message = timeout(PATIENCE, self.stream.next()).await.expect("the server says something");
            match message {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).expect("every frame is JSON");
                    let kind = frame["type"].as_str().expect("every frame has a type").to_owned();
                    self.newest.insert(kind, frame.clone());
                    self.frames.push(frame.clone());
                    return Ok(frame);
                }
                Some(Ok(Message::Close(Some(close)))) => return Err(Closed::With(close.code.into())),
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Err(Closed::Silently),
                Some(Ok(_)) => {}
            }
        }
    }

    /// Reads whatever comes and keeps nothing of it, as a page does that only looks, until a frame holds that part.
    pub async fn read_to(&mut self, part: &str) -> Result<(), Closed> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) if text.contains(part) => return Ok(()),
                Some(Ok(Message::Close(Some(close)))) => return Err(Closed::With(close.code.into())),
                Some(Ok(Message::Close(None)) | Err(_)) | None => return Err(Closed::Silently),
                Some(Ok(_)) => {}
            }
        }
    }

    /// The same until the socket ends; gives how it did.
    pub async fn look_on(&mut self) -> Closed {
        // No frame holds a bare zero: it would be no JSON.
        self.read_to("\0").await.expect_err("no frame holds that")
    }

    /// The next frame of that type; others are remembered and skipped.
    pub async fn expect(&mut self, kind: &str) -> Value {
        self.expect_where(kind, |_| true).await
    }

    /// The next frame of that type for which `fits` holds.
    pub async fn expect_where(&mut self, kind: &str, fits: impl Fn(&Value) -> bool) -> Value {
        let wait = async {
            loop {
                let frame =
                    self.next().await.unwrap_or_else(|end| panic!("{end:?} while waiting for {kind}"));
                if frame["type"] == kind && fits(&frame) {
                    return frame;
                }
            }
        };
        match timeout(PATIENCE, wait).await {
            Ok(frame) => frame,
            Err(_) => panic!("no such {kind}; the newest is {:?}", self.newest.get(kind)),
        }
    }

    /// Waits until the newest frame of that type, which may be here already, fits.
    pub async fn until(&mut self, kind: &str, fits: impl Fn(&Value) -> bool) -> Value {
        match self.newest.get(kind) {
            Some(frame) if fits(frame) => frame.clone(),
            _ => self.expect_where(kind, fits).await,
        }
    }

    /// How the socket ends; frames before that are remembered.
    pub async fn end(&mut self) -> Closed {
        loop {
            if let Err(end) = self.next().await {
                return end;
            }
        }
    }

    /// Asks a question and waits for its receipt.
    pub async fn ask(&mut self, text: &str) -> Value {
        self.ask_as(&id(), text).await
    }

    /// Asks with that id.
    pub async fn ask_as(&mut self, id: &str, text: &str) -> Value {
        self.send(&json!({"type": "ask", "id": id, "text": text})).await;
        self.outcome(id, "receipt").await.unwrap_or_else(|code| panic!("refused: {code}"))
    }

    /// Gives a command and waits for what becomes of it.
    pub async fn command(&mut self, command: Value) -> Result<Value, String> {
        let id = id();
        self.command_as(&id, command).await
    }

    /// Gives a command with that id.
    pub async fn command_as(&mut self, id: &str, mut command: Value) -> Result<Value, String> {
        command["id"] = id.into();
        self.send(&command).await;
        self.outcome(id, "done").await
    }

    async fn outcome(&mut self, id: &str, good: &str) -> Result<Value, String> {
        loop {
            let frame = self.next().await.unwrap_or_else(|end| panic!("{end:?} while waiting for {good}"));
            if frame["id"] == id && frame["type"] == good {
                return Ok(frame);
            }
            if frame["id"] == id && frame["type"] == "refused" {
                return Err(frame["code"].as_str().expect("a refusal has a code").to_owned());
            }
        }
    }

    /// The code with which a frame is refused.
    pub async fn refusal_of(&mut self, message: Message) -> String {
        self.send_raw(message).await;
        let refused = self.expect("refused").await;
        assert!(refused["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{refused}");
        refused["code"].as_str().expect("a refusal has a code").to_owned()
    }
}
