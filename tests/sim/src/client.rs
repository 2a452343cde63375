//! A client: somebody's page. What all pages have in common is here: a connection that breaks and is made anew, frames that
//! are sent again with the same id until they are answered. What each role does is in `people`.

use std::collections::BTreeMap;

use efir_core::{Command, Role};
use efir_log::Position;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    bugs::Bug,
    chance::Chance,
    effect::{Conn, Effect, Ms},
    makers::WORD,
    people::{Page, item},
    session::position_of,
};

/// After how long without an answer a frame is sent again.
const PATIENCE: Ms = 3_000;

/// What a client did or saw, for the checkers.
#[derive(Clone, Debug)]
pub enum Fact {
    /// Somebody asked a question.
    Asked(Uuid, String),
    /// A question was acknowledged.
    Acknowledged(Uuid),
    /// Somebody gave a command; of an approval with the text that they saw.
    Commanded(Uuid, Command, Option<String>),
    /// An asker wants a question back.
    Withdrew { id: Uuid, question: Uuid },
    /// They were told that it was done, or refused.
    Told(Uuid, bool),
    /// A frame for everybody held a word to the host.
    Overheard(String),
    /// A screen showed a position.
    At(Position),
    /// A viewer's wall.
    Wall { position: Position, items: Vec<(Uuid, String)> },
    /// A screen showed a list of what was approved; whether it is the whole list.
    Listed { position: Position, items: Vec<(Uuid, String)>, on_air: Option<Uuid>, whole: bool },
}

/// A question on the wall, with all that its viewers see change.
fn on_the_wall(question: &Value) -> Option<(Uuid, String)> {
    let (id, text) = item(question)?;
    let (status, same) = (question["status"].as_str()?, question["same"].as_u64()?);
    Some((id, format!("{text} ({status}, {same})")))
}

/// A frame that is not answered yet.
#[derive(Clone, Debug)]
struct Unanswered {
    frame: Value,
    sent: Ms,
}

/// Somebody's page.
#[derive(Debug)]
pub struct Client {
    /// Whose it is.
    pub id: Uuid,
    /// In which role.
    pub role: Role,
    /// What is on it.
    pub page: Page,
    /// How far it is.
    pub position: Option<Position>,
    pub(crate) bug: Option<Bug>,
    conn: Option<Conn>,
    connecting: bool,
    unanswered: BTreeMap<Uuid, Unanswered>,
    pub(crate) out: Vec<Effect>,
    /// What the checkers have not seen yet.
    pub facts: Vec<Fact>,
}

impl Client {
    /// A page that is about to be opened.
    pub fn new(id: Uuid, role: Role, bug: Option<Bug>) -> Self {
        let page = Page::default();
        let (unanswered, out, facts) = (BTreeMap::new(), vec![Effect::Call(1)], Vec::new());
        Client { id, role, page, position: None, bug, conn: None, connecting: false, unanswered, out, facts }
    }

    /// What it wants done; it is asked after each event.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.out)
    }

    /// How many frames it waits for.
    pub fn waits_for(&self) -> usize {
        self.unanswered.len()
    }

    /// Whether it is connected.
    pub fn is_connected(&self) -> bool {
        self.conn.is_some()
    }

    /// It got a connection.
    pub fn opened(&mut self, conn: Conn, now: Ms) {
        self.conn = Some(conn);
        self.connecting = false;
        if self.role >= Role::Moderator {
            let view = self.page.view();
            self.transmit(&view);
        }
        // A viewer's page waits for the welcome, which says what did arrive.
        if self.role != Role::Viewer {
            self.send_again(now, 0);
        }
    }

    /// It got none, or lost the one it had.
    pub fn closed(&mut self, conn: Option<Conn>) {
        if conn.is_none() || self.conn == conn {
            self.conn = None;
            self.connecting = false;
        }
    }

    /// The person looks at the page.
    pub fn called(&mut self, now: Ms, busy: bool, chance: &mut Chance) {
        self.out.push(Effect::Call(chance.about(1_200)));
        if self.conn.is_none() {
            if !std::mem::replace(&mut self.connecting, true) {
                self.out.push(Effect::Connect);
            }
        } else {
            self.send_again(now, PATIENCE);
        }
        if busy && self.unanswered.len() < 4 {
            self.act(now, chance);
        }
        if busy && chance.permille(5) {
            self.out.extend(self.conn.map(Effect::HangUp));
        }
    }

    /// Sends a frame, and again until it is answered.
    pub(crate) fn say(&mut self, id: Uuid, frame: Value, now: Ms) {
        self.transmit(&frame);
        self.unanswered.insert(id, Unanswered { frame, sent: now });
    }

    /// Gives a command.
    pub(crate) fn command(&mut self, id: Uuid, command: Command, seen: Option<String>, now: Ms) {
        let mut frame = serde_json::to_value(&command).unwrap_or_default();
        frame["id"] = id.to_string().into();
        self.facts.push(Fact::Commanded(id, command, seen));
        self.say(id, frame, now);
    }

    /// Sends a frame once.
    pub(crate) fn send_once(&mut self, frame: &Value) {
        self.transmit(frame);
    }

    fn transmit(&mut self, frame: &Value) {
        self.out.extend(self.conn.map(|conn| Effect::Send(conn, frame.to_string())));
    }

    fn send_again(&mut self, now: Ms, older_than: Ms) {
        let due: Vec<_> =
            self.unanswered.iter().filter(|(_, u)| now >= u.sent + older_than).map(|(id, _)| *id).collect();
        for id in due {
            let Some(mut unanswered) = self.unanswered.remove(&id) else { continue };
            unanswered.sent = now;
            let is_question = unanswered.frame["type"] == "ask";
            let id = match self.bug {
                Some(Bug::NewIdOnRetry) if is_question => Uuid::new_v5(&id, b"again"),
                _ => id,
            };
            unanswered.frame["id"] = id.to_string().into();
            self.transmit(&unanswered.frame);
            self.unanswered.insert(id, unanswered);
        }
    }

    /// A frame came.
    pub fn frame(&mut self, conn: Conn, text: &str, now: Ms) {
        if self.conn != Some(conn) {
            return;
        }
        let Ok(frame) = serde_json::from_str::<Value>(text) else { return };
        if matches!(self.role, Role::Viewer | Role::Overlay) && text.contains(WORD) {
            self.facts.push(Fact::Overheard(text.to_owned()));
        }
        let id = frame["id"].as_str().and_then(|id| id.parse::<Uuid>().ok());
        match (frame["type"].as_str().unwrap_or_default(), id) {
            ("receipt", Some(id)) => self.acknowledged(id),
            ("done", Some(id)) => self.answered(id, true),
            ("refused", Some(id)) => {
                let later = ["unavailable", "overloaded", "rate_limited"];
                if !later.iter().any(|code| frame["code"] == *code) {
                    self.answered(id, false);
                }
            }
            ("welcome", _) => {
                for mine in frame["mine"].as_array().into_iter().flatten() {
                    let id = mine["id"].as_str().and_then(|id| id.parse().ok());
                    id.into_iter().for_each(|id| self.acknowledged(id));
                }
                self.page.take_in(&frame, self.bug);
                self.send_again(now, 0);
            }
            _ => self.page.take_in(&frame, self.bug),
        }
        // Those that answer one person do not say how far a screen is.
        let kind = frame["type"].as_str().unwrap_or_default();
        let is_list = ["rundown", "public", "public_change"].contains(&kind);
        if let Some(position) = position_of(&frame).filter(|_| is_list) {
            self.position = Some(position);
            self.facts.push(Fact::At(position));
            let items = self.page.list.clone();
            let whole = kind == "rundown" && self.role != Role::Overlay;
            let on_air = self.page.on_air;
            self.facts.push(Fact::Listed { position, items, on_air, whole });
            if self.role == Role::Viewer {
                let items = self.page.wall.iter().filter_map(on_the_wall).collect();
                self.facts.push(Fact::Wall { position, items });
            }
        }
    }

    fn acknowledged(&mut self, id: Uuid) {
        if self.unanswered.remove(&id).is_some() {
            self.page.asked_of_mine.push(id);
            self.facts.push(Fact::Acknowledged(id));
        }
    }

    fn answered(&mut self, id: Uuid, done: bool) {
        if self.unanswered.remove(&id).is_some() {
            self.facts.push(Fact::Told(id, done));
            if done {
                self.was_done(id);
            }
        }
    }
}
