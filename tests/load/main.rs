//! What a question and a frame cost: a server of its own under a crowd of real sockets, everything on but the limits
//! a minute. Prints figures for `docs/performance.md`; judges nothing.
//!
//! `EFIR_BIN=target/release/efir cargo run --release -p efir-tests --bin load -- [VIEWERS] [QUESTIONS] [LOG]`

#![allow(clippy::print_stdout)] // its figures are its result

mod measure;

use std::time::{Duration, Instant};

use efir_tests::{Desk, SLUG, Server, Socket, Start, Store, socket::Knock};
use futures_util::future::join_all;
use serde_json::json;

use measure::{Latencies, Usage};

/// What the crowd asks, as `efir demo` does.
const TEXTS: &str = include_str!("../../server/demo/questions.txt");
/// Questions that are approved among the crowd, one by one.
const APPROVALS: usize = 200;
/// Viewers who ask at once; each waits for a receipt before the next question.
const ASKING: usize = 64;

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = |n: usize, default: usize| args.get(n).map_or(Ok(default), |arg| arg.parse());
    let (Ok(viewers), Ok(questions)) = (number(0, 2_000), number(1, 20_000)) else {
        eprintln!("load [VIEWERS] [QUESTIONS] [LOG]");
        std::process::exit(2);
    };
    let store = Store::disk();
    let log = args.get(2).cloned().unwrap_or_else(|| store.url());
    let server = Start::on(&log).go().await;
    let crowd = idle(&server, viewers).await;
    ask(&server, &texts(questions)).await;
    approve(&server).await;
    drop(crowd);
}

/// Questions that differ by house and street, so that likeness has its usual work and does not fold them all.
fn texts(count: usize) -> Vec<String> {
    let lines: Vec<&str> =
        TEXTS.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).collect();
    let text = |n: usize| match n / lines.len() {
        0 => lines[n].to_owned(),
        round => format!("{} Дом {round}, улица {}-я Садовая.", lines[n % lines.len()], n % 97),
    };
    (0..count).map(text).collect()
}

/// What a viewer costs who only looks.
async fn idle(server: &Server, viewers: usize) -> Vec<Socket> {
    let before = Usage::of(server.pid());
    let mut crowd = Vec::with_capacity(viewers);
    while crowd.len() < viewers {
        let some = (viewers - crowd.len()).min(100);
        crowd.extend(join_all((0..some).map(|_| Socket::viewer(server))).await);
    }
    let used = Usage::of(server.pid()).since(&before);
    println!("{viewers} idle viewers: {:.1} KiB each", used.memory_kib / viewers.max(1) as f64);
    crowd
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
    let desk = Desk::of(server, "moderators");
    let waiting = desk.window(&format!("status=pending&limit={APPROVALS}")).await;
    let mut moderator = Socket::with_token(server, "moderator", server.link_token("moderators")).await;
    let host = Knock::at(server, SLUG, "host").bearer(server.link_token("host"));
    let mut host = host.open().await.expect("the host is let in");
    let mut latencies = Latencies::default();
    for row in waiting["rows"].as_array().into_iter().flatten() {
        let question = row["id"].as_str().expect("a question has an id");
        let sent = Instant::now();
        let command = json!({"type": "approve", "question": question, "after": null});
        let shown = async {
            host.expect_where("rundown", |rundown| rundown["next"][0]["id"] == question).await;
            sent.elapsed()
        };
        let (done, shown) = tokio::join!(moderator.command(command), shown);
        done.expect("nobody else moderates");
        latencies.add(shown);
        host.frames.clear();
        moderator.frames.clear();
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    println!("approve to the host's screen: {latencies}");
}
