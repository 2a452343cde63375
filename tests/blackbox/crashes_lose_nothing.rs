//! `kill -9` in the midst of a stream of questions, again and again: whatever was acknowledged is there, once,
//! with the number that was told; whatever was not may be asked again.

use std::{
    cell::RefCell,
    collections::{HashMap, HashSet},
};

use efir_tests::{Ask, Desk, Server, Socket, Store, eventually, redis::Redis};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::agreement::{exported, verified};

/// Askers at once, half of them without a socket.
const ASKERS: usize = 8;

/// What was asked, and what was told of it.
#[derive(Default)]
struct Book {
    acknowledged: RefCell<Vec<(Ask, u64)>>,
    unsure: RefCell<Vec<Ask>>,
    asked: RefCell<usize>,
}

impl Book {
    fn ask(&self) -> Ask {
        *self.asked.borrow_mut() += 1;
        Ask::new(&format!("Вопрос {}: когда сделают двор у дома?", self.asked.borrow()))
    }

    fn acknowledge(&self, ask: Ask, receipt: &Value) {
        let number = receipt["number"].as_u64().expect("a receipt has a number");
        self.acknowledged.borrow_mut().push((ask, number));
    }

    fn count(&self) -> usize {
        self.acknowledged.borrow().len()
    }

    /// Asks over HTTP until the server is gone.
    async fn stream_requests(&self, server: &Server) {
        loop {
            let ask = self.ask();
            match server.post(&server.api("questions")).json(&ask.body()).try_send().await {
                Ok(answer) if answer.status == 200 => self.acknowledge(ask, &answer.json()),
                _ => {
                    self.unsure.borrow_mut().push(ask);
                    return;
                }
            }
        }
    }

    /// Asks over a socket until the server is gone, several at once.
    async fn stream_frames(&self, mut socket: Socket) {
        let mut under_way: HashMap<String, Ask> = HashMap::new();
        loop {
            while under_way.len() < 4 {
                let ask = self.ask();
                socket.send(&json!({"type": "ask", "id": ask.id, "text": ask.text})).await;
                under_way.insert(ask.id.clone(), ask);
            }
            match socket.next().await {
                Ok(frame) if frame["type"] == "receipt" => {
                    let ask =
                        under_way.remove(frame["id"].as_str().expect("an id")).expect("it was asked here");
                    self.acknowledge(ask, &frame);
                }
                Ok(frame) => assert_ne!(frame["type"], "refused", "{frame}"),
                Err(_) => break,
            }
        }
        self.unsure.borrow_mut().extend(under_way.into_values());
    }

    /// Runs a stream of questions, and kills the server when some were acknowledged.
    async fn stream_until_killed(&self, server: &Server, some: usize) {
        let goal = self.count() + some;
        let sockets = join_all((0..ASKERS / 2).map(|_| Socket::viewer(server))).await;
        let by_socket = join_all(sockets.into_iter().map(|socket| self.stream_frames(socket)));
        let by_request = join_all((0..ASKERS / 2).map(|_| self.stream_requests(server)));
        let kill = async {
            eventually("questions are acknowledged", async || (self.count() >= goal).then_some(())).await;
            server.kill();
        };
        tokio::join!(by_socket, by_request, kill);
    }

    /// Asks again what nobody knows the outcome of.
    async fn ask_again(&self, server: &Server) {
        for ask in self.unsure.take() {
            let receipt = ask.send(server).await.ok();
            self.acknowledge(ask, &receipt);
        }
    }

    /// Every acknowledged question is there once, as it was told, and there is no other.
    fn check(&self, kept: &[Value]) {
        let by_id: HashMap<&str, &Value> =
            kept.iter().map(|q| (q["id"].as_str().expect("an id"), q)).collect();
        assert_eq!(by_id.len(), kept.len(), "an id is there twice");
        let acknowledged = self.acknowledged.borrow();
        for (ask, number) in acknowledged.iter() {
            let question = by_id.get(ask.id.as_str()).unwrap_or_else(|| panic!("lost: {ask:?}, № {number}"));
            assert_eq!(question["number"], *number, "{ask:?}");
            assert_eq!(question["original"], ask.text, "{ask:?}");
        }
        let numbers: HashSet<u64> = kept.iter().filter_map(|q| q["number"].as_u64()).collect();
        assert_eq!(numbers, (1..=kept.len() as u64).collect(), "numbers have no gaps");
        assert_eq!(kept.len(), acknowledged.len(), "somebody's question was made up");
    }
}

async fn twenty_kills_lose_nothing(store: &Store) {
    let book = Book::default();
    for round in 0..20 {
        let server = Server::on(store).await;
        book.ask_again(&server).await;
        // From the very first questions of a run to some hundred.
        book.stream_until_killed(&server, 1 + round * 6).await;
    }
    let server = Server::on(store).await;
    book.ask_again(&server).await;
    book.check(&Desk::of(&server, "moderators").export().await);
    let beside = verified(store);
    assert_eq!(server.stop().await, 0);
    book.check(&exported(store));
    assert_eq!(verified(store), beside);
}

#[tokio::test]
async fn twenty_kills_of_the_server_on_disk_lose_nothing() {
    twenty_kills_lose_nothing(&Store::disk()).await;
}

#[tokio::test]
async fn twenty_kills_of_the_server_on_redis_lose_nothing() {
    twenty_kills_lose_nothing(&Store::redis().await).await;
}

#[tokio::test]
async fn kills_of_redis_under_a_running_server_lose_nothing() {
    let mut redis = Redis::start().await;
    let server = efir_tests::Start::on(&redis.url()).go().await;
    let book = Book::default();
    for round in 0..5 {
        let goal = book.count() + 10 + round * 10;
        let askers = join_all((0..ASKERS).map(async |_| {
            while book.count() < goal {
                let ask = book.ask();
                match server.post(&server.api("questions")).json(&ask.body()).send().await {
                    answer if answer.status == 200 => book.acknowledge(ask, &answer.json()),
                    answer => {
                        assert_eq!((answer.status, answer.code().as_str()), (503, "unavailable"));
                        assert!(answer.json()["retry_after_ms"].as_u64() > Some(0));
                        book.unsure.borrow_mut().push(ask);
                    }
                }
            }
        }));
        let kill = async {
            eventually("questions are acknowledged", async || (book.count() >= goal / 2).then_some(())).await;
            redis.kill();
            redis.start_again().await;
        };
        tokio::join!(askers, kill);
        book.ask_again(&server).await;
    }
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    moderator.until("counts", |counts| counts["questions"] == book.count()).await;
    book.check(&Desk::of(&server, "moderators").export().await);
    let verified = crate::agreement::verified_at(&redis.url());
    drop(moderator);
    assert_eq!(server.stop().await, 0);
    let server = efir_tests::Start::on(&redis.url()).go().await;
    book.check(&Desk::of(&server, "moderators").export().await);
    assert_eq!(crate::agreement::verified_at(&redis.url()), verified);
}
