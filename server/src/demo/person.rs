//! One of the crowd: a real viewer's socket, so that the demonstration shows what viewers get and no more. It reads
//! only what it needs, since some hundreds of them share a core with the server.

use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use efir_core::Status;
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::json;
use tokio::{
    net::TcpStream,
    sync::mpsc,
    time::{Instant, sleep, sleep_until, timeout},
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        self, Message,
        client::IntoClientRequest,
        handshake::client::Response,
        http::{HeaderValue, header},
        protocol::WebSocketConfig,
    },
};
use uuid::Uuid;

use super::{dice::Dice, people::Persona, texts::Text};
use crate::{clock, limits};

/// The subprotocol, as any client must ask for it.
const PROTOCOL: &str = "efir.v1";
/// How long anything on the network may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long one who looks for like questions waits for the answer.
const LOOK: Duration = Duration::from_secs(2);
/// How often one who found a like question joins it in place of asking.
const JOINS: f64 = 0.7;
/// How often a topic is chosen from the list.
const CHOOSES_TOPIC: f64 = 0.3;
/// What one remembers of one's own questions and votes.
const MEMORY: usize = 32;
/// Seconds after which one comes back who lost the connection: at least and at most.
const BACK_AFTER: (f64, f64) = (1.0, 6.0);

type Socket = WebSocketStream<TcpStream>;

/// What somebody is to do.
#[derive(Debug)]
pub enum Wish {
    /// Ask.
    Ask(Text),
    /// See first whether others asked that, and join them or ask.
    Look(Text),
    /// Ask the same once more, word for word.
    Repeat,
    /// "I ask this too"; a second time, "not any more".
    Vote(Uuid),
    /// Take the newest own question back.
    Withdraw,
}

/// What the crowd knows of the wall: the questions that can be voted for, in order.
#[derive(Default)]
pub struct Wall(Mutex<Vec<Uuid>>);

impl Wall {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.questions().len()
    }

    /// One of them, rather from the top, as people read.
    pub fn choose(&self, dice: &mut Dice) -> Option<Uuid> {
        let questions = self.questions();
        let reached = dice.below(questions.len()) + 1;
        questions.get(dice.below(reached)).copied()
    }

    fn questions(&self) -> std::sync::MutexGuard<'_, Vec<Uuid>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Learns from a public frame; one that cannot be read changes nothing.
    fn read(&self, frame: &str) {
        #[derive(Deserialize)]
        struct Public {
            wall: Vec<Shown>,
        }
        #[derive(Deserialize)]
        struct Shown {
            id: Uuid,
            status: Status,
        }
        if let Ok(public) = serde_json::from_str::<Public>(frame) {
            let open = public.wall.iter().filter(|shown| shown.status != Status::Answered);
            *self.questions() = open.map(|shown| shown.id).collect();
        }
    }
}

/// How to reach somebody of the crowd.
pub struct Contact {
    /// What they are to do.
    pub wishes: mpsc::Sender<Wish>,
    /// Whether they are connected.
    pub online: Arc<AtomicBool>,
}

/// One of the crowd.
pub struct Person {
    persona: Persona,
    server: SocketAddr,
    url: Arc<str>,
    wall: Option<Arc<Wall>>,
    wishes: mpsc::Receiver<Wish>,
    online: Arc<AtomicBool>,
    cookie: Option<HeaderValue>,
    asked: VecDeque<Uuid>,
    voted: VecDeque<Uuid>,
    last: Option<Text>,
    typing: Option<(Text, Instant)>,
    dice: Dice,
}

/// The connection is gone.
struct Gone;

impl From<tungstenite::Error> for Gone {
    fn from(_: tungstenite::Error) -> Self {
        Gone
    }
}

impl Person {
    /// Somebody who will come to that server; with a wall, one who reads it and tells the others.
    pub fn new(
        persona: Persona,
        server: SocketAddr,
        url: Arc<str>,
        wall: Option<Arc<Wall>>,
    ) -> (Self, Contact) {
        let (sender, wishes) = mpsc::channel(4);
        let online = Arc::new(AtomicBool::new(false));
        let contact = Contact { wishes: sender, online: online.clone() };
        let person = Person {
            persona,
            server,
            url,
            wall,
            wishes,
            online,
            cookie: None,
            asked: VecDeque::new(),
            voted: VecDeque::new(),
            last: None,
            typing: None,
            dice: Dice::default(),
        };
        (person, contact)
    }

    /// Comes after a while, does what is wished, and comes back when the connection is lost. Ends with the wishes.
    pub async fn live(mut self, comes_after: Duration) {
        sleep(comes_after).await;
        while !self.wishes.is_closed() {
            if let Ok(Ok(mut socket)) = timeout(PATIENCE, self.connect()).await {
                self.online.store(true, Ordering::Relaxed);
                let ended = self.stay(&mut socket).await;
                self.online.store(false, Ordering::Relaxed);
                self.typing = None;
                if ended.is_ok() {
                    return;
                }
            }
            sleep(Duration::from_secs_f64(self.dice.between(BACK_AFTER.0, BACK_AFTER.1))).await;
        }
    }

    async fn connect(&mut self) -> Result<Socket, tungstenite::Error> {
        let mut request = (&*self.url).into_client_request()?;
        let headers = request.headers_mut();
        headers.insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
        headers.extend(self.cookie.clone().map(|cookie| (header::COOKIE, cookie)));
        let stream = TcpStream::connect(self.server).await?;
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default()
            .read_buffer_size(limits::READ_BUFFER_BYTES)
            .write_buffer_size(0)
            .max_write_buffer_size(2 * limits::FRAME_BYTES);
        let (socket, response) = client_async_with_config(request, stream, Some(config)).await?;
        self.cookie = cookie_of(&response).or(self.cookie.take());
        Ok(socket)
    }

    /// Until the connection is lost, or there are no more wishes.
    async fn stay(&mut self, socket: &mut Socket) -> Result<(), Gone> {
        loop {
            let until = self.typing.as_ref().map_or_else(Instant::now, |(_, until)| *until);
            tokio::select! {
                wish = self.wishes.recv() => match wish {
                    Some(wish) => self.act(wish, socket).await?,
                    None => return Ok(()),
                },
                frame = socket.next() => match frame.ok_or(Gone)?? {
                    Message::Text(frame) => self.read(&frame, socket).await?,
                    Message::Close(_) => return Err(Gone),
                    _ => {}
                },
                () = sleep_until(until), if self.typing.is_some() => self.give_up_looking(socket).await?,
            }
        }
    }

    async fn act(&mut self, wish: Wish, socket: &mut Socket) -> Result<(), Gone> {
        match wish {
            Wish::Ask(text) => self.ask(text, socket).await,
            Wish::Look(text) => {
                let frame = json!({"type": "similar", "text": text.text});
                self.typing = Some((text, Instant::now() + LOOK));
                send(socket, &frame).await
            }
            Wish::Repeat => match self.last.clone() {
                Some(text) => self.ask(text, socket).await,
                None => Ok(()),
            },
            Wish::Vote(question) => self.vote(question, socket).await,
            Wish::Withdraw => match self.asked.pop_back() {
                Some(question) => send(socket, &json!({"type": "withdraw", "question": question})).await,
                None => Ok(()),
            },
        }
    }

    async fn ask(&mut self, text: Text, socket: &mut Socket) -> Result<(), Gone> {
        let id = clock::new_id();
        let Persona { name, place } = &self.persona;
        let topic = text.topic.filter(|_| self.dice.chance(CHOOSES_TOPIC));
        let frame = json!({
            "type": "ask", "id": id, "text": text.text, "name": name, "place": place, "topic": topic,
        });
        remember(&mut self.asked, id);
        self.last = Some(text);
        send(socket, &frame).await
    }

    async fn vote(&mut self, question: Uuid, socket: &mut Socket) -> Result<(), Gone> {
        let before = self.voted.iter().position(|voted| *voted == question);
        match before {
            Some(at) => drop(self.voted.remove(at)),
            None => remember(&mut self.voted, question),
        }
        send(socket, &json!({"type": "vote", "question": question, "on": before.is_none()})).await
    }

    /// Only a public frame, where the wall is read, and the answer to a look are worth parsing.
    async fn read(&mut self, frame: &str, socket: &mut Socket) -> Result<(), Gone> {
        #[derive(Deserialize)]
        struct Similar {
            questions: Vec<Found>,
        }
        #[derive(Deserialize)]
        struct Found {
            id: Uuid,
        }
        if let Some(wall) = self.wall.as_ref().filter(|_| is(frame, "public")) {
            wall.read(frame);
            return Ok(());
        }
        let Some((text, _)) = self.typing.take_if(|_| is(frame, "similar")) else { return Ok(()) };
        let found =
            serde_json::from_str::<Similar>(frame).ok().and_then(|found| found.questions.into_iter().next());
        match found {
            Some(Found { id }) if !self.voted.contains(&id) && self.dice.chance(JOINS) => {
                self.vote(id, socket).await
            }
            _ => self.ask(text, socket).await,
        }
    }

    async fn give_up_looking(&mut self, socket: &mut Socket) -> Result<(), Gone> {
        match self.typing.take() {
            Some((text, _)) => self.ask(text, socket).await,
            None => Ok(()),
        }
    }
}

/// Whether a frame is of that type, told by its first bytes.
fn is(frame: &str, kind: &str) -> bool {
    frame
        .strip_prefix(r#"{"type":""#)
        .and_then(|rest| rest.strip_prefix(kind))
        .is_some_and(|rest| rest.starts_with('"'))
}

/// The cookie by which the server knows one again.
fn cookie_of(response: &Response) -> Option<HeaderValue> {
    let cookie = response.headers().get(header::SET_COOKIE)?.to_str().ok()?;
    HeaderValue::from_str(cookie.split(';').next()?).ok()
}

fn remember(these: &mut VecDeque<Uuid>, id: Uuid) {
    if these.len() == MEMORY {
        these.pop_front();
    }
    these.push_back(id);
}

async fn send(socket: &mut Socket, frame: &serde_json::Value) -> Result<(), Gone> {
    timeout(PATIENCE, socket.send(Message::text(frame.to_string())))
        .await
        .map_err(|_| Gone)?
        .map_err(Gone::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_told_by_its_first_bytes() {
        assert!(is(r#"{"type":"public","position":"1-2"}"#, "public"));
        assert!(!is(r#"{"type":"publican"}"#, "public"));
        assert!(!is(r#"{"position":"1-2","type":"public"}"#, "public"));
        assert!(!is("", "public"));
    }

    #[test]
    fn the_wall_keeps_what_can_be_voted_for() {
        let wall = Wall::default();
        assert_eq!(wall.choose(&mut Dice::seeded(7)), None);
        let (open, done) = (Uuid::from_u128(1), Uuid::from_u128(2));
        wall.read(
            &json!({"type": "public", "wall": [
                {"id": open, "status": "approved", "text": "x"}, {"id": done, "status": "answered"},
            ]})
            .to_string(),
        );
        assert_eq!((wall.len(), wall.choose(&mut Dice::seeded(7))), (1, Some(open)));
        wall.read("no json");
        assert_eq!(wall.len(), 1);
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut these = VecDeque::new();
        (0..100).for_each(|n| remember(&mut these, Uuid::from_u128(n)));
        assert_eq!((these.len(), these.back()), (MEMORY, Some(&Uuid::from_u128(99))));
    }
}
