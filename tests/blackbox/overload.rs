//! More at once than a server holds: what cannot be served is told when to come back, whoever makes the broadcast is
//! served all the same, memory stays bounded, and nothing that was acknowledged is lost.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use efir_tests::{Ask, Desk, SLUG, Server, Socket, Start, Store, id, socket::Closed, socket::Knock};
use futures_util::{StreamExt, future::join_all};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::agreement::exported;

/// Phones that come back at once.
const STORM: usize = 1_000;
/// Open files that a small server has; four times as many connections say nothing.
const FEW_FILES: usize = 256;
/// Viewers who ask at once without waiting for an answer, and how much each asks: ten times what is under way at once.
const FLOODERS: usize = 512;
const FLOOD_EACH: usize = 40;
/// What the server may need for it, in KiB: what is under way, and some thousands of questions that it keeps.
const FLOOD_KIB: u64 = 128 * 1024;
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
pub async fn figure(server: &Server, name: &str) -> f64 {
    let text = server.get("/metrics").send().await.text();
    let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok());
    value.unwrap_or_default()
}

/// Waits until a figure is that: what is counted may be told before it is counted.
pub async fn comes_to(server: &Server, name: &str, value: f64) {
    efir_tests::eventually(name, async || (figure(server, name).await == value).then_some(())).await;
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
    comes_to(&server, &viewers, (STORM + 1) as f64).await;
    comes_to(&server, "efir_connections", (STORM + 1) as f64).await;
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
    // Whoever only says that they make the broadcast is a viewer among the others, whatever they ask for.
    for token in [None, Some("v4.local.AAAA"), Some(&*server.token(SLUG, "viewer", None))] {
        let page = server.get(&format!("/moderate/{SLUG}")).maybe_bearer(token).send().await;
        assert_eq!((page.status, page.code().as_str()), (503, "overloaded"));
        let window = server.get(&server.api("questions")).maybe_bearer(token).send().await;
        assert_eq!((window.status, window.code().as_str()), (503, "overloaded"));
    }
    // A browser's page says so in words, and comes back by itself.
    let page = server.get(&format!("/b/{SLUG}")).header("accept", "text/html").send().await;
    assert_eq!(page.status, 503);
    assert!(page.text().contains("<html") && !page.header("refresh").is_empty(), "{}", page.text());
    let overloaded = figure(&server, "efir_refusals_total{code=\"overloaded\"}").await;
    assert_eq!(overloaded, 9.0);
    let _host = maker(&server, "host", "host").await;
    let _moderator = maker(&server, "moderator", "moderators").await;
    Desk::of(&server, "moderators").window("limit=5").await;
    let console =
        server.get(&format!("/moderate/{SLUG}")).bearer(server.link_token("moderators")).send().await;
    assert_eq!(console.status, 200);
    let script =
        console.text().split("src=\"").nth(1).and_then(|rest| Some(rest.split('"').next()?.to_owned()));
    let script = server.get(&script.expect("the console has a script")).send().await;
    assert_eq!(script.status, 200, "files are there for whoever asks");
    assert_eq!(server.get("/readyz").send().await.status, 200);
    comes_to(&server, "efir_sockets{role=\"viewer\"}", 3.0).await;
    comes_to(&server, "efir_sockets{role=\"host\"}", 1.0).await;
    comes_to(&server, "efir_sockets{role=\"moderator\"}", 1.0).await;
    drop(crowd.pop());
    let (mut next, _) = come_in(&server).await;
    next.ask("А теперь?").await;
}

#[tokio::test]
async fn those_who_say_nothing_keep_nobody_out() {
    let store = Store::disk();
    // Of so few files some hundred are left for others than the log and those who make the broadcast.
    let server = Start::on(&store.url()).by(&format!("ulimit -n {FEW_FILES}")).go().await;
    let mut silent = Vec::new();
    for n in 0..4 * FEW_FILES {
        let mut stream = TcpStream::connect(server.address).await.expect("the server listens");
        if n % 2 == 0 {
            stream.write_all(b"GET / HTTP/1.1\r\n").await.expect("it is open");
        }
        silent.push(stream);
    }
    let mut host = maker(&server, "host", "host").await;
    let mut moderator = maker(&server, "moderator", "moderators").await;
    let (mut viewer, _) = come_in(&server).await;
    let receipt = viewer.ask("Когда откроют мост?").await;
    moderator.command(json!({"type": "approve", "question": receipt["id"]})).await.expect("approved");
    host.until("rundown", |rundown| rundown["next"][0]["id"] == receipt["id"]).await;
    // Who stood there longest had to go.
    let mut first = silent.swap_remove(0);
    assert!(matches!(first.read(&mut [0; 64]).await, Ok(0) | Err(_)));
    assert!(!server.events().iter().any(|line| line.contains("limit of open files")));
}

/// What of the server is in memory, `VmRSS:`, or was at most, `VmHWM:`, in KiB.
fn memory_kib(server: &Server, which: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.pid())).expect("it runs");
    let resident = status.lines().find_map(|line| line.strip_prefix(which)).expect("it says so");
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
    let before = memory_kib(&server, "VmRSS:");
    for n in 0..100 {
        let id = asks[n % asks.len()].id.as_str();
        desk.order(json!({"type": "move", "question": id, "after": null})).await;
        host.until("rundown", |rundown| rundown["next"][0]["id"] == id).await;
        // Each is a frame of forty kilobytes to everybody, not one of many that were folded into one.
        reader.until("public", |public| public["wall"][0]["id"] == id).await;
        (reader.frames, host.frames) = (Vec::new(), Vec::new());
    }
    let more = memory_kib(&server, "VmRSS:").saturating_sub(before);
    assert!(more < SILENT as u64 * SILENT_KIB, "{more} KiB more for {SILENT} who never read");
    drop(silent);
}

/// What became of a flooder's questions.
#[derive(Default)]
struct Flooded {
    kept: Vec<String>,
    refused: usize,
}

/// Asks without waiting.
async fn ask_all(viewer: &mut Socket) -> BTreeSet<String> {
    let ids: BTreeSet<String> = (0..FLOOD_EACH).map(|_| id()).collect();
    for id in &ids {
        viewer.send(&json!({"type": "ask", "id": id, "text": format!("{id}?")})).await;
    }
    ids
}

/// Reads the answers to all that.
async fn read_all(mut viewer: Socket, mut open: BTreeSet<String>) -> Flooded {
    let mut flooded = Flooded::default();
    while !open.is_empty() {
        let frame = viewer.next().await.expect("nobody is thrown out");
        viewer.frames.clear();
        let is_answer = ["receipt", "refused"].contains(&frame["type"].as_str().unwrap_or_default());
        let Some(id) = frame["id"].as_str().filter(|id| is_answer && open.remove(*id)) else { continue };
        if frame["type"] == "receipt" {
            flooded.kept.push(id.to_owned());
        } else {
            assert_eq!(frame["code"], "overloaded", "{frame}");
            assert!(frame["retry_after_ms"].as_u64().is_some_and(|wait| wait >= 1_000), "{frame}");
            flooded.refused += 1;
        }
    }
    flooded
}

/// How far the log is.
fn offset(position: &Value) -> f64 {
    let position = position.as_str().expect("a position");
    position.split_once('-').expect("an epoch and an offset").1.parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_a_flood_of_ten_times_what_is_held_what_is_kept_is_kept_and_makers_are_served() {
    let store = Store::disk();
    let server = Arc::new(Server::on(&store).await);
    let [queue, end] =
        ["efir_intake_queue", "efir_log_offset"].map(|name| format!("{name}{{broadcast=\"{SLUG}\"}}"));
    Desk::of(&server, "admin").order(json!({"type": "settings", "rules": false})).await;
    let first: Vec<Ask> = (0..20).map(|n| Ask::new(&format!("Вопрос {n}?"))).collect();
    for ask in &first {
        ask.send(&server).await.ok();
    }
    let mut host = maker(&server, "host", "host").await;
    let mut moderator = maker(&server, "moderator", "moderators").await;
    let come = (0..FLOODERS).map(|_| Knock::at(&server, SLUG, "viewer?changes=true").open());
    let viewers: Vec<_> = futures_util::stream::iter(come).buffer_unordered(64).collect().await;
    let before = memory_kib(&server, "VmRSS:");
    // However slow those are who ask, all of it is there at once.
    server.pause();
    let mut flooders = Vec::new();
    for viewer in viewers {
        let mut viewer = viewer.expect("there is room");
        let asked = ask_all(&mut viewer).await;
        flooders.push(tokio::spawn(read_all(viewer, asked)));
    }
    server.resume();
    efir_tests::eventually("the flood is there", async || {
        (figure(&server, "efir_refusals_total{code=\"overloaded\"}").await > 0.0).then_some(())
    })
    .await;
    let mut approved_at = 0.0;
    for ask in &first {
        let approved = moderator.command(json!({"type": "approve", "question": ask.id, "after": null})).await;
        let approved = approved.expect("a moderator is not refused for what viewers do");
        host.until("rundown", |rundown| rundown["next"][0]["id"] == ask.id.as_str()).await;
        approved_at = offset(&approved["position"]);
        moderator.frames.clear();
    }
    let mut kept: BTreeSet<String> = first.into_iter().map(|ask| ask.id).collect();
    let mut refused = 0;
    for one in flooders {
        let flooded = one.await.expect("every question is answered");
        kept.extend(flooded.kept);
        refused += flooded.refused;
    }
    assert!(refused > 0, "more came than is held");
    assert!(figure(&server, &end).await > approved_at, "approvals go out before the flood is worked off");
    let more = memory_kib(&server, "VmHWM:").saturating_sub(before);
    assert!(more < FLOOD_KIB, "{more} KiB more at the worst");
    assert!(figure(&server, "efir_append_seconds_count").await >= kept.len() as f64);
    assert_eq!(figure(&server, &queue).await, 0.0, "nothing is left under way");
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
