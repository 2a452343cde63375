//! Servers on one log, and the people at them: askers who do not give up, a moderator, a host at each server.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use efir_tests::{
    Ask, Desk, SLUG, Server, Start, cli::efir_by, desk::listens, eventually, http::Answer, id, socket::Knock,
};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::history::{History, Screen, Totals};

/// People who ask at once.
const ASKERS: usize = 6;
/// A person's pause between two questions.
const PAUSE: Duration = Duration::from_millis(20);
/// The rundown is kept so short.
const RUNDOWN: usize = 8;

/// The servers, and what happened.
pub struct Fleet {
    url: String,
    arguments: Vec<String>,
    /// By which the server in each place is begun.
    scripts: Vec<Option<String>>,
    servers: RefCell<Vec<Option<Rc<Server>>>>,
    token: String,
    pub history: History,
    is_over: Cell<bool>,
    asked: Cell<usize>,
}

impl Fleet {
    /// Two servers.
    pub async fn start(url: &str, arguments: &[&str]) -> Self {
        Self::start_by(url, arguments, vec![None, None]).await
    }

    /// A server for each script, begun by a shell that first does what that says.
    pub async fn start_by(url: &str, arguments: &[&str], scripts: Vec<Option<String>>) -> Self {
        let fleet = Fleet {
            url: url.to_owned(),
            arguments: arguments.iter().map(|argument| (*argument).to_owned()).collect(),
            servers: RefCell::new(scripts.iter().map(|_| None).collect()),
            scripts,
            token: String::new(),
            history: History::default(),
            is_over: Cell::new(false),
            asked: Cell::new(0),
        };
        fleet.boot_all().await;
        let first = fleet.server(0).expect("it was just started");
        Desk::of(&first, "admin").order(json!({"type": "settings", "rules": false})).await;
        let token = first.link_token("moderators").to_owned();
        Fleet { token, ..fleet }
    }

    /// Starts a server in every place.
    pub async fn boot_all(&self) {
        for place in 0..self.scripts.len() {
            self.boot(place).await;
        }
    }

    /// Starts a server in that place, and a host's screen at it.
    pub async fn boot(&self, place: usize) {
        let mut start = Start::on(&self.url);
        for argument in &self.arguments {
            start = start.arg(argument);
        }
        if let Some(script) = &self.scripts[place] {
            start = start.by(script);
        }
        let server = start.go().await;
        // Of all that breaks this alone is for a person to act on.
        server.expect_error("is not the one that was folded");
        let knock = Knock::at(&server, SLUG, "host").bearer(server.link_token("host"));
        let mut socket = knock.open().await.expect("the host is let in");
        let history = self.history.clone();
        tokio::spawn(async move {
            let mut screen = Screen::default();
            while let Ok(frame) = socket.next().await {
                socket.frames.clear();
                if frame["type"] == "rundown" {
                    history.show(&mut screen, &frame);
                }
            }
        });
        self.servers.borrow_mut()[place] = Some(Rc::new(server));
    }

    /// The server in that place, if one runs; places go round.
    pub fn server(&self, place: usize) -> Option<Rc<Server>> {
        self.servers.borrow()[place % self.scripts.len()].clone()
    }

    /// All that run.
    pub fn all(&self) -> Vec<Rc<Server>> {
        self.servers.borrow().iter().flatten().cloned().collect()
    }

    /// `kill -9`; its place is empty then.
    pub fn kill(&self, place: usize) {
        if let Some(server) = self.servers.borrow_mut()[place].take() {
            server.kill();
        }
    }

    /// `kill -9`; returns when it is gone.
    pub async fn dies(&self, place: usize) {
        let server = self.server(place);
        self.kill(place);
        let Some(server) = server else { return };
        eventually("the server is gone", async || (!listens(server.address).await).then_some(())).await;
    }

    /// `kill -9` of all of them.
    pub fn kill_all(&self) {
        (0..self.scripts.len()).for_each(|place| self.kill(place));
    }

    /// Asks it to end, and waits for its end.
    pub async fn stop(&self, place: usize) {
        let server = self.servers.borrow_mut()[place].take();
        let Some(server) = server else { return };
        server.terminate();
        eventually("the server ends", async || (!listens(server.address).await).then_some(())).await;
    }

    /// Runs the fault so many times, and checks that nothing was lost and everybody agrees. Prints a line of the table in
    /// `docs/reliability.md`.
    pub async fn survives(&self, fault: &str, rounds: usize, break_it: impl AsyncFnMut(usize)) {
        self.rounds(rounds, break_it).await;
        let Totals { acknowledged, lost } = self.totals().await;
        println!("FAULT | {fault} | {rounds} | {acknowledged} | {lost} |");
        assert_eq!(lost, 0, "{fault}");
    }

    /// Runs the fault so many times.
    pub async fn rounds(&self, rounds: usize, mut break_it: impl AsyncFnMut(usize)) {
        for round in 0..rounds {
            self.under_load(break_it(round)).await;
        }
    }

    /// Runs the fault under a stream of questions, then lets everybody finish.
    async fn under_load(&self, fault: impl Future<Output = ()>) {
        let askers = join_all((0..ASKERS).map(|asker| self.keep_asking(asker)));
        let breaking = async {
            self.some_acknowledged(20).await;
            fault.await;
            self.some_acknowledged(20).await;
            self.is_over.set(true);
        };
        tokio::join!(askers, self.keep_moderating(), breaking);
        self.is_over.set(false);
    }

    /// Waits until so many more are acknowledged.
    pub async fn some_acknowledged(&self, more: usize) {
        let goal = self.history.acknowledged() + more;
        eventually("questions are acknowledged", async || {
            (self.history.acknowledged() >= goal).then_some(())
        })
        .await;
    }

    async fn keep_asking(&self, asker: usize) {
        let mut place = asker;
        while !self.is_over.get() {
            let n = self.asked.get() + 1;
            self.asked.set(n);
            let ask = Ask::new(&format!("Когда отремонтируют дом № {n} по улице Садовой, подъезд {asker}?"));
            self.history.ask(&ask);
            // With the same id until somebody says that it is there.
            while !self.try_ask(place, &ask).await {
                place += 1;
                tokio::time::sleep(PAUSE).await;
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn try_ask(&self, place: usize, ask: &Ask) -> bool {
        let Some(server) = self.server(place) else { return false };
        let sent = server.post(&server.api("questions")).json(&ask.body()).try_send().await;
        let is_there = sent.is_ok_and(|answer| answer.status == 200);
        if is_there {
            self.history.acknowledge(ask);
        }
        is_there
    }

    /// Approves what waits, rejects every third of it again, and moves the rundown on.
    async fn keep_moderating(&self) {
        for turn in 0.. {
            if self.is_over.get() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
            let Some(row) = self.first_row(turn, "pending").await else { continue };
            let Some(question) = row["id"].as_str() else { continue };
            self.history.approve(question);
            self.command(turn, json!({"type": "approve", "question": question})).await;
            if turn % 3 == 0 {
                self.history.reject(question);
                let reject = json!({"type": "reject", "question": question, "reason": "other"});
                if self.command(turn, reject).await.is_some_and(|answer| answer.status == 200) {
                    self.history.surely_rejected(question);
                }
            }
            if turn > RUNDOWN {
                self.command(turn, json!({"type": "next"})).await;
            }
        }
    }

    async fn first_row(&self, place: usize, status: &str) -> Option<Value> {
        let server = self.server(place)?;
        let path = server.api(&format!("questions?status={status}&limit=1"));
        let answer = server.get(&path).bearer(&self.token).try_send().await.ok()?;
        (answer.status == 200).then(|| answer.json()["rows"].get(0).cloned()).flatten()
    }

    async fn command(&self, place: usize, mut command: Value) -> Option<Answer> {
        let server = self.server(place)?;
        command["id"] = id().into();
        server.post(&server.api("commands")).bearer(&self.token).json(&command).try_send().await.ok()
    }

    /// Waits until all servers are ready and show the same; compares that with what happened, and with the log.
    pub async fn totals(&self) -> Totals {
        let servers: Vec<Rc<Server>> = self.servers.borrow().iter().flatten().cloned().collect();
        for server in &servers {
            eventually("the server is ready", async || {
                let ready = server.get("/readyz").try_send().await.ok()?;
                (ready.status == 200).then_some(())
            })
            .await;
        }
        eventually("all servers show the same", async || {
            let mut exports = Vec::new();
            for server in &servers {
                exports.push(Desk::of(server, "moderators").export().await);
            }
            exports.windows(2).all(|pair| pair[0] == pair[1]).then_some(())
        })
        .await;
        let verify = || efir_by(self.scripts[0].as_deref(), &["verify", "--log", &self.url]).ok();
        assert_eq!(verify(), verify(), "the log stands still");
        let kept = Desk::of(&servers[0], "moderators").export().await;
        self.history.check(&kept)
    }
}
