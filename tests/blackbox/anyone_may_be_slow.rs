//! A client that is slow, or says nothing, or never reads, costs others nothing.

use efir_tests::{Ask, Desk, PATIENCE, SLUG, Server, Socket, socket::Knock};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Changes that the silent ones do not read: more than their sockets can hold.
const CHANGES: usize = 200;

#[tokio::test]
async fn those_who_never_read_delay_nobody() {
    let server = Server::alone().await;
    let mut silent = Vec::new();
    for _ in 0..10 {
        silent.push(Socket::viewer(&server).await);
    }
    for (role, who) in [("moderator", "moderators"), ("host", "host")] {
        silent.push(Socket::with_token(&server, role, server.link_token(who)).await);
    }
    let desk = Desk::of(&server, "moderators");
    // Long texts that say nothing would be held as spam.
    Desk::of(&server, "admin").order(json!({"type": "settings", "rules": false})).await;
    let asks: Vec<Ask> = (0..20).map(|n| Ask::new(&format!("{n} {}", "длинно ".repeat(100)))).collect();
    for ask in &asks {
        ask.send(&server).await.ok();
        desk.order(json!({"type": "approve", "question": ask.id})).await;
    }
    let mut viewer = Socket::viewer(&server).await;
    let mut host = Socket::with_token(&server, "host", server.link_token("host")).await;
    for n in 0..CHANGES {
        let to_top = json!({"type": "move", "question": asks[n % asks.len()].id, "after": null});
        desk.order(to_top).await;
        let top = &asks[n % asks.len()].id;
        host.until("rundown", |rundown| rundown["next"][0]["id"] == top.as_str()).await;
    }
    let last = &asks[(CHANGES - 1) % asks.len()].id;
    viewer.until("public", |public| public["wall"][0]["id"] == last.as_str()).await;
    viewer.ask("А меня слышно?").await;
    drop(silent);
}

#[tokio::test]
async fn a_connection_that_never_says_what_it_wants_is_closed() {
    let server = Server::alone().await;
    let head = "POST /api/v1/broadcasts/direct-line/questions HTTP/1.1\r\nhost: x\r\n";
    let body = format!("{head}content-type: application/json\r\ncontent-length: 100\r\n\r\n{{");
    let ends = ["", head, body.as_str()].map(async |said| {
        let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
        stream.write_all(said.as_bytes()).await.expect("it is open");
        // Whatever is answered, the connection ends.
        let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "{said:?} keeps a connection open");
    });
    futures_util::future::join_all(ends).await;
}

#[tokio::test]
async fn one_who_comes_back_gets_the_whole_anew() {
    let server = Server::alone().await;
    let mut viewer = Socket::viewer(&server).await;
    let welcome = viewer.until("welcome", |_| true).await;
    let receipt = viewer.ask("Когда откроют мост?").await;
    let (cookies, position) =
        (viewer.cookies.clone(), welcome["position"].as_str().expect("a position").to_owned());
    drop(viewer);
    Desk::of(&server, "moderators").order(json!({"type": "approve", "question": receipt["id"]})).await;
    for position in [position.as_str(), "1-999999", "0-0", "x"] {
        let path = format!("viewer?position={position}");
        let mut viewer =
            Knock::at(&server, SLUG, &path).header("cookie", &cookies).open().await.expect("let in");
        let welcome = viewer.until("welcome", |_| true).await;
        assert_eq!(welcome["mine"][0]["status"], "approved", "{position}: {welcome}");
        viewer.until("public", |public| public["wall"][0]["id"] == receipt["id"]).await;
    }
}

#[tokio::test]
async fn one_who_leaves_without_a_word_is_forgotten() {
    let server = Server::alone().await;
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    let stays = Socket::viewer(&server).await;
    let leaves = Socket::viewer(&server).await;
    let viewers = async |n: u64| {
        efir_tests::eventually("the viewers are counted", async || {
            let metrics = server.get("/metrics").send().await.text();
            metrics.contains(&format!("efir_viewers{{broadcast=\"{SLUG}\"}} {n}")).then_some(())
        })
        .await;
    };
    viewers(2).await;
    drop(leaves);
    viewers(1).await;
    let other = server.token(SLUG, "moderator", Some("Павел Д."));
    let colleague = Socket::with_token(&server, "moderator", &other).await;
    let is_here = |presence: &serde_json::Value| presence.to_string().contains("Павел Д.");
    moderator.until("presence", is_here).await;
    drop(colleague);
    moderator.until("presence", |presence| !is_here(presence)).await;
    drop(stays);
}

#[tokio::test]
async fn a_server_ends_in_order_whoever_does_not_read() {
    let store = efir_tests::Store::disk();
    let server = Server::on(&store).await;
    let mut reader = Socket::viewer(&server).await;
    let mut silent = Vec::new();
    for _ in 0..50 {
        silent.push(Socket::viewer(&server).await);
    }
    let ask = Ask::new("Когда откроют мост?");
    ask.send(&server).await.ok();
    server.terminate();
    assert_eq!(reader.end().await, efir_tests::socket::Closed::With(4000), "told to come back");
    assert_eq!(server.stop().await, 0);
    drop(silent);
    let kept = crate::agreement::exported(&store);
    assert_eq!(kept[0]["id"], ask.id.as_str(), "what was acknowledged is there");
}
