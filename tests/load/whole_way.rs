//! What a question and a frame cost on their whole way: a crowd that looks, askers who wait for each receipt, and a
//! moderator who approves.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use efir_tests::{Desk, SLUG, Server, Socket, Start, Store, socket::Knock};
use futures_util::future::join_all;
use serde_json::json;
use tokio::runtime::Handle;

use crate::{
    crowd::gather,
    measure::{Latencies, Usage, dropped_packets},
};

/// What the crowd asks, as `efir demo` does.
const TEXTS: &str = include_str!("../../server/demo/questions.txt");
/// Questions that are approved among the crowd, one by one.
const APPROVALS: usize = 200;
/// Viewers who come when the wall is full, at most, twice.
const MORE: usize = 2_000;
/// Viewers who ask at once; each waits for a receipt before the next question.
const ASKING: usize = 64;

/// Runs it.
pub async fn measure(crowd: &Handle, viewers: usize, questions: usize, log: Option<&String>) {
    let store = Store::disk();
    let log = log.cloned().unwrap_or_else(|| store.url());
    let server = Arc::new(Start::on(&log).go().await);
    let dropped = dropped_packets();
    idle(crowd, &server, viewers, "viewer", "an empty wall").await;
    ask(&server, &texts(questions)).await;
    approve(&server).await;
    idle(crowd, &server, viewers.min(MORE), "viewer", "a full wall, sent by the socket").await;
    let has_it = has_the_wall(&server).await;
    idle(crowd, &server, viewers.min(MORE), &has_it, "a full wall, which the page had").await;
    println!("packets that the system dropped: {}", dropped_packets() - dropped);
}

/// Questions that differ by house and street, so that likeness has its usual work and does not fold them all.
pub fn texts(count: usize) -> Vec<String> {
    let lines: Vec<&str> =
        TEXTS.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    let text = |n: usize| match n / lines.len() {
        0 => lines[n].to_owned(),
        round => format!("{} Дом {round}, улица {}-я Садовая.", lines[n % lines.len()], n % 97),
    };
    (0..count).map(text).collect()
}

/// What a viewer costs who only looks.
async fn idle(crowd: &Handle, server: &Arc<Server>, viewers: usize, door: &str, at_what: &str) {
    let before = Usage::of(server.pid());
    gather(crowd, server, viewers, door).await;
    let used = Usage::of(server.pid()).since(&before);
    println!(
        "{viewers} viewers who look at {at_what}: {:.1} KiB each",
        used.memory_kib / viewers.max(1) as f64
    );
}

/// The door of a page that the server rendered with the wall of now.
async fn has_the_wall(server: &Server) -> String {
    let mut viewer = Socket::viewer(server).await;
    let public = viewer.until("public", |frame| frame["wall_id"].is_string()).await;
    format!("viewer?changes=true&wall={}", public["wall_id"].as_str().unwrap_or_default())
}

/// From a question to its durable receipt.
async fn ask(server: &Server, texts: &[String]) {
    let mut askers = join_all((0..ASKING).map(|_| Socket::viewer(server))).await;
    let before = Usage::of(server.pid());
    let started = Instant::now();
    let share = texts.len().div_ceil(ASKING);
    let each = askers.iter_mut().zip(texts.chunks(share)).map(|(asker, texts)| async move {
        let mut latencies = Latencies::default();
        for text in texts {
            let sent = Instant::now();
            asker.ask(text).await;
            asker.frames.clear();
            latencies.add(sent.elapsed());
        }
        latencies
    });
    let latencies: Latencies = join_all(each).await.into_iter().sum();
    let took = started.elapsed().as_secs_f64();
    let used = Usage::of(server.pid()).since(&before);
    println!("{} questions by {ASKING} at once: {:.0} a second", texts.len(), texts.len() as f64 / took);
    println!("  ask to durable receipt: {latencies}");
    println!("  {:.0} µs of the server's CPU each", used.cpu.as_secs_f64() * 1e6 / texts.len().max(1) as f64);
    println!("  {:.1} KiB of memory each", used.memory_kib / texts.len().max(1) as f64);
}

/// From a moderator's key to the host's screen, among all who look.
async fn approve(server: &Server) {
    let waiting = waiting(server).await;
    let mut moderator = Socket::with_token(server, "moderator", server.link_token("moderators")).await;
    let host = Knock::at(server, SLUG, "host").bearer(server.link_token("host"));
    let mut host = host.open().await.expect("the host is let in");
    let mut latencies = Latencies::default();
    for question in &waiting {
        latencies.add(approve_one(&mut moderator, &mut host, question).await);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    println!("approve to the host's screen: {latencies}");
}

/// Questions that wait for a moderator.
pub async fn waiting(server: &Server) -> Vec<String> {
    let desk = Desk::of(server, "moderators");
    let window = desk.window(&format!("status=pending&limit={APPROVALS}")).await;
    let rows = window["rows"].as_array().expect("a window has rows").iter();
    rows.map(|row| row["id"].as_str().expect("a question has an id").to_owned()).collect()
}

/// How long it takes from the moderator's key until the host sees that question.
pub async fn approve_one(moderator: &mut Socket, host: &mut Socket, question: &str) -> Duration {
    let sent = Instant::now();
    let command = json!({"type": "approve", "question": question, "after": null});
    let shown = async {
        host.expect_where("rundown", |rundown| rundown["next"][0]["id"] == question).await;
        sent.elapsed()
    };
    let (done, shown) = tokio::join!(moderator.command(command), shown);
    done.expect("nobody else moderates");
    host.frames.clear();
    moderator.frames.clear();
    shown
}
