//! What people do, over HTTP: ask, command, look. For tests that are not about sockets.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::{Answer, Server, id};

/// A question on its way, over HTTP.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Its id.
    pub id: String,
    /// What it says.
    pub text: String,
}

impl Ask {
    /// A question with a new id.
    pub fn new(text: &str) -> Self {
        Ask { id: id(), text: text.to_owned() }
    }

    /// Its body.
    pub fn body(&self) -> Value {
        json!({"id": self.id, "text": self.text})
    }

    /// Asks it as somebody who is new to the server.
    pub async fn send(&self, server: &Server) -> Answer {
        server.post(&server.api("questions")).json(&self.body()).send().await
    }
}

/// A moderator or a host without a socket.
pub struct Desk<'a> {
    server: &'a Server,
    /// Whose desk it is.
    pub token: String,
}

impl<'a> Desk<'a> {
    /// The desk of whoever has the token in the printed link of `moderators`, `host` or `admin`.
    pub fn of(server: &'a Server, who: &str) -> Self {
        Desk { server, token: server.link_token(who).to_owned() }
    }

    /// Gives a command.
    pub async fn command(&self, command: Value) -> Answer {
        self.command_as(&id(), command).await
    }

    /// Gives a command with that id.
    pub async fn command_as(&self, id: &str, mut command: Value) -> Answer {
        command["id"] = id.into();
        self.server.post(&self.server.api("commands")).bearer(&self.token).json(&command).send().await
    }

    /// Gives a command that must succeed.
    pub async fn order(&self, command: Value) -> Value {
        self.command(command).await.ok()
    }

    /// The rundown.
    pub async fn rundown(&self) -> Value {
        self.look("rundown").await.ok()
    }

    /// A window of the queue.
    pub async fn window(&self, query: &str) -> Value {
        self.look(&format!("questions?{query}")).await.ok()
    }

    /// Every question with its history, as lines of JSON.
    pub async fn export(&self) -> Vec<Value> {
        let answer = self.look("export?format=jsonl").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text().lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
    }

    async fn look(&self, path: &str) -> Answer {
        self.server.get(&self.server.api(path)).bearer(&self.token).send().await
    }
}

/// The numbers of a list of questions.
pub fn numbers(list: &Value) -> Vec<u64> {
    let list = list.as_array().expect("a list of questions");
    list.iter().map(|question| question["number"].as_u64().expect("a question has a number")).collect()
}

/// Whether anything listens there.
pub async fn listens(address: SocketAddr) -> bool {
    tokio::net::TcpStream::connect(address).await.is_ok()
}
