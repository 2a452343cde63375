//! More at once than a server holds: what cannot be served is told when to come back, whoever makes the broadcast is
//! served all the same, memory stays bounded, and nothing that was acknowledged is lost.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use efir_tests::{Ask, Desk, SLUG, Server, Socket, Start, Store, id, socket::Closed, socket::Knock};
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::agreement::exported;

/// Phones that come back at once.
const STORM: usize = 1_000;
/// Viewers who ask at once without waiting for an answer, and how much each asks: more than is under way at once.
const FLOODERS: usize = 300;
const FLOOD_EACH: usize = 10;
/// Viewers who never read, and what each may cost, with room for the allocator: one frame, not a queue of them.
const SILENT: usize = 100;
const SILENT_KIB: u64 = 256;

/// Comes in, however often it is told to come back; says how often that was.
async fn come_in(server: &Server) -> (Socket, usize) {
    let mut refused = 0;
    loop {
        match Knock::at(server, SLUG, "viewer").open().await {
            Ok(socket) => return (socket, refused),
            Err(503) => refused += 1,
            Err(status) => panic!("neither let in nor told to come back: {status}"),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// A figure of `/metrics`, with its labels; nothing where it is not there.
async fn figure(server: &Server, name: &str) -> f64 {
    let text = server.get("/metrics").send().await.text();
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    value.unwrap_or_default()
}

async fn maker(server: &Server, role: &str, who: &str) -> Socket {
    Socket::with_token(server, role, server.link_token(who)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_that_come_back_at_once_all_come_in_and_makers_are_never_refused() {
    let server = Arc::new(Server::alone().await);
    let storm: Vec<_> = (0..STORM)
        .map(|_| {
            let server = server.clone();
            tokio::spawn(async move { come_in(&server).await })
        })
        .collect();
    // Those who make the broadcast come in among them, and work.
    let mut host = maker(&server, "host", "host").await;
    let mut moderator = maker(&server, "moderator", "moderators").await;
    let (mut viewer, _) = come_in(&server).await;
    let receipt = viewer.ask("Когда откроют мост?").await;
    moderator.command(json!({"type": "approve", "question": receipt["id"]})).await.expect("approved");
    host.until("rundown", |rundown| rundown["next"][0]["id"] == receipt["id"]).await;
    let mut crowd = Vec::new();
    for one in storm {
        crowd.push(one.await.expect("everybody comes in").0);
    }
    for one in &mut crowd {
        one.until("public", |public| public["wall"][0]["id"] == receipt["id"]).await;
    }
    let viewers = format!("efir_viewers{{broadcast=\"{SLUG}\"}}");
    efir_tests::eventually("all are counted", async || {
        (figure(&server, &viewers).await == (STORM + 1) as f64).then_some(())
    })
    .await;
    assert_eq!(figure(&server, "efir_connections").await, (STORM + 1) as f64);
}

#[tokio::test]
async fn where_it_is_full_viewers_are_told_when_to_come_back_and_makers_come_in() {
    let store = Store::disk();
    let server = Start::on(&store.url()).arg("--max-connections").arg("3").go().await;
    let mut crowd = Vec::new();
    for _ in 0..3 {
        crowd.push(come_in(&server).await.0);
    }
    let refused = server.get(&format!("/ws/{SLUG}/viewer")).upgrade().send().await;
    assert_eq!((refused.status, refused.code().as_str()), (503, "overloaded"));
    let wait_ms = refused.json()["retry_after_ms"].as_u64().expect("a time to come back");
    assert!((1_000..5_000).contains(&wait_ms), "{wait_ms}");
    assert_eq!(refused.header("retry-after"), wait_ms.div_ceil(1000).to_string());
    let asked = Ask::new("Когда?").send(&server).await;
    assert_eq!((asked.status, asked.code().as_str()), (503, "overloaded"));
    // A browser's page says so in words, and comes back by itself.
    let page = server.get(&format!("/b/{SLUG}")).header("accept", "text/html").send().await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("<html") && !page.header("refresh").is_empty(), "{}", page.text());
    let overloaded = figure(&server, "efir_refusals_total{code=\"overloaded\"}").await;
    assert_eq!(overloaded, 3.0);
    let _host = maker(&server, "host", "host").await;
    let _moderator = maker(&server, "moderator", "moderators").await;
    assert_eq!(server.get("/readyz").send().await.status, 200);
    assert_eq!(figure(&server, "efir_sockets{role=\"viewer\"}").await, 3.0);
    assert_eq!(figure(&server, "efir_sockets{role=\"host\"}").await, 1.0);
    assert_eq!(figure(&server, "efir_sockets{role=\"moderator\"}").await, 1.0);
    drop(crowd.pop());
    let (mut next, _) = come_in(&server).await;
    next.ask("А теперь?").await;
}

/// What of the server is in memory, in KiB.
fn memory_kib(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("it runs");
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("it says so");
    resident.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[tokio::test]
async fn those_who_never_read_cost_a_frame_each_and_not_a_queue() {
    let server = Server::alone().await;
    Desk::of(&server, "admin").order(json!({"type": "settings", "rules": false})).await;
    let desk = Desk::of(&server, "moderators");
    let asks: Vec<Ask> = (0..20).map(|n| Ask::new(&format!("{n} {}", "длинно ".repeat(140)))).collect();
    for ask in &asks {
        ask.send(&server).await.ok();
        desk.order(json!({"type": "approve", "question": ask.id})).await;
    }
    let mut silent = Vec::new();
    for _ in 0..SILENT {
        silent.push(Socket::viewer(&server).await);
    }
    let mut reader = Socket::viewer(&server).await;
    let mut host = maker(&server, "host", "host").await;
    let before = memory_kib(&server);
    for n in 0..100 {
        let id = asks[n % asks.len()].id.as_str();
        desk.order(json!({"type": "move", "question": id, "after": null})).await;
        host.until("rundown", |rundown| rundown["next"][0]["id"] == id).await;
        // Each is a frame of forty kilobytes to everybody, not one of many that were folded into one.
        reader.until("public", |public| public["wall"][0]["id"] == id).await;
        (reader.frames, host.frames) = (Vec::new(), Vec::new());
    }
    let more = memory_kib(&server).saturating_sub(before);
    assert!(more < SILENT as u64 * SILENT_KIB, "{more} KiB more for {SILENT} who never read");
    drop(silent);
}

/// Asks without waiting, then reads all answers: the ids that were acknowledged.
async fn flood(server: &Server) -> Vec<String> {
    let (mut viewer, _) = come_in(server).await;
    let asked: Vec<String> = (0..FLOOD_EACH).map(|_| id()).collect();
    for id in &asked {
        viewer.send(&json!({"type": "ask", "id": id, "text": format!("Когда дадут воду? {id}")})).await;
    }
    let mut open: BTreeSet<String> = asked.into_iter().collect();
    let mut kept = Vec::new();
    while !open.is_empty() {
        let frame = viewer.next().await.expect("nobody is thrown out");
        let is_answer = ["receipt", "refused"].contains(&frame["type"].as_str().unwrap_or_default());
        let Some(id) = frame["id"].as_str().filter(|id| is_answer && open.remove(*id)) else { continue };
        match frame["type"].as_str() {
            Some("receipt") => kept.push(id.to_owned()),
            _ => {
                assert_eq!(frame["code"], "overloaded", "{frame}");
                assert!(frame["retry_after_ms"].as_u64().is_some_and(|wait| wait >= 1_000), "{frame}");
            }
        }
    }
    kept
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_flood_every_question_is_answered_and_approvals_go_on_air() {
    let store = Store::disk();
    let server = Arc::new(Server::on(&store).await);
    Desk::of(&server, "admin").order(json!({"type": "settings", "rules": false})).await;
    let first: Vec<Ask> = (0..20).map(|n| Ask::new(&format!("Вопрос {n}?"))).collect();
    for ask in &first {
        ask.send(&server).await.ok();
    }
    let mut host = maker(&server, "host", "host").await;
    let mut moderator = maker(&server, "moderator", "moderators").await;
    let flooders: Vec<_> = (0..FLOODERS)
        .map(|_| {
            let server = server.clone();
            tokio::spawn(async move { flood(&server).await })
        })
        .collect();
    efir_tests::eventually("the flood is there", async || {
        (figure(&server, "efir_intake_queue").await > 0.0).then_some(())
    })
    .await;
    for ask in &first {
        let approved = moderator.command(json!({"type": "approve", "question": ask.id, "after": null})).await;
        approved.expect("a moderator is not refused for what viewers do");
        host.until("rundown", |rundown| rundown["next"][0]["id"] == ask.id.as_str()).await;
        moderator.frames.clear();
    }
    let mut kept: BTreeSet<String> = first.into_iter().map(|ask| ask.id).collect();
    for one in flooders {
        kept.extend(one.await.expect("every question is answered"));
    }
    assert!(figure(&server, "efir_append_seconds_count").await >= kept.len() as f64);
    assert_eq!(figure(&server, "efir_intake_queue").await, 0.0, "nothing is left under way");
    server.terminate();
    assert_eq!(Arc::into_inner(server).expect("all flooders are done").stop().await, 0);
    assert!(all_are_in(&store, &kept));
}

fn all_are_in(store: &Store, kept: &BTreeSet<String>) -> bool {
    let rows = exported(store);
    let there: BTreeSet<&str> = rows.iter().filter_map(|row: &Value| row["id"].as_str()).collect();
    kept.iter().all(|id| there.contains(id.as_str()))
}

#[tokio::test]
async fn a_server_that_is_told_to_end_ends_at_its_drain_and_keeps_what_it_acknowledged() {
    let store = Store::disk();
    let server = Start::on(&store.url()).arg("--drain").arg("1").go().await;
    // A request that never ends would hold it for ever.
    let mut endless = TcpStream::connect(server.address).await.expect("the server listens");
    let head = "POST /api/v1/broadcasts/direct-line/questions HTTP/1.1\r\nhost: x\r\n\
                content-type: application/json\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n";
    endless.write_all(head.as_bytes()).await.expect("it is open");
    // It waits for the body: the request is under way.
    let mut said = [0; 64];
    assert!(endless.read(&mut said).await.is_ok_and(|length| length > 0));
    let mut crowd = join_all((0..20).map(|_| Socket::viewer(&server))).await;
    let address = server.address;
    let asking = crowd.iter_mut().map(|viewer| async {
        let mut kept = Vec::new();
        loop {
            let id = id();
            viewer.send(&json!({"type": "ask", "id": id, "text": format!("Когда? {id}")})).await;
            loop {
                match viewer.next().await {
                    Ok(frame) if frame["id"] == id.as_str() && frame["type"] == "receipt" => break,
                    Ok(_) => {}
                    Err(end) => return (kept, end),
                }
            }
            kept.push(id);
        }
    });
    let ending = async {
        efir_tests::eventually("questions are coming in", async || {
            (figure(&server, "efir_append_seconds_count").await > 40.0).then_some(())
        })
        .await;
        server.terminate();
    };
    let (ends, ()) = tokio::join!(join_all(asking), ending);
    for (_, end) in &ends {
        assert_eq!(*end, Closed::With(4000), "told to come back");
    }
    assert!(TcpStream::connect(address).await.is_err(), "nobody new is let in");
    let events = efir_tests::eventually("it ends without the request that does not", async || {
        let late = server.events().into_iter().find(|line| line.contains("did not end in time"));
        late.map(|_| ())
    });
    events.await;
    assert_eq!(server.stop().await, 0);
    let kept: BTreeSet<String> = ends.into_iter().flat_map(|(kept, _)| kept).collect();
    assert!(kept.len() > 20, "{} were acknowledged", kept.len());
    assert!(all_are_in(&store, &kept));
    drop(endless);
}
