//! How fast entries become durable in each log, by how many go together, and how soon a follower has them.
//!
//! `cargo bench -p efir-log`. Numbers depend on the disk most of all, so that each is also given as a multiple of
//! the log in memory on the same machine.
#![allow(clippy::print_stdout, reason = "its output is what it is for")]
#![allow(clippy::unwrap_used, reason = "a benchmark that cannot run has nothing better to do")]

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use efir_log::{Appender, DiskLog, Log, MemoryLog, NewEntry, RedisLog, Role};
use uuid::Uuid;

#[path = "../tests/conformance/servers.rs"]
mod servers;

const BATCHES: [usize; 4] = [1, 16, 128, 512];
const MEASURE: Duration = Duration::from_secs(2);
const PATIENCE: Duration = Duration::from_secs(60);

/// About the size of a question's entry.
fn entry() -> NewEntry {
    let text = "Когда в нашем районе наконец починят дорогу к школе? Обещали ещё прошлой осенью. ".repeat(3);
    NewEntry { id: Uuid::new_v4(), bytes: format!(r#"{{"v":1,"type":"ask","text":"{text}"}}"#).into() }
}

#[derive(Clone, Copy)]
struct Speed {
    entries_per_s: f64,
    p50: Duration,
    p99: Duration,
}

fn speed(mut calls: Vec<Duration>, entries: usize, took: Duration) -> Speed {
    calls.sort_unstable();
    let at = |part: usize| calls[(calls.len() - 1) * part / 100];
    Speed { entries_per_s: entries as f64 / took.as_secs_f64(), p50: at(50), p99: at(99) }
}

/// One after another, `batch` entries each time.
async fn in_batches(log: &dyn Log, batch: usize) -> Speed {
    let stream = Uuid::new_v4().to_string();
    let (mut calls, started) = (Vec::new(), Instant::now());
    while started.elapsed() < MEASURE {
        let entries: Vec<NewEntry> = (0..batch).map(|_| entry()).collect();
        let asked = Instant::now();
        log.append(&stream, &entries).await.unwrap();
        calls.push(asked.elapsed());
    }
    let entries = calls.len() * batch;
    speed(calls, entries, started.elapsed())
}

/// As the server does it: many callers, one entry each, gathered by an appender.
async fn gathered(log: &Arc<dyn Log>, callers: usize) -> Speed {
    let appender = Appender::new(log.clone(), Uuid::new_v4().to_string());
    let started = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|_| {
            let appender = appender.clone();
            tokio::spawn(async move {
                let mut calls = Vec::new();
                while started.elapsed() < MEASURE {
                    let (entry, asked) = (entry(), Instant::now());
                    appender.append(entry.id, entry.bytes, PATIENCE).await.unwrap();
                    calls.push(asked.elapsed());
                }
                calls
            })
        })
        .collect();
    let mut calls = Vec::new();
    for task in tasks {
        calls.extend(task.await.unwrap());
    }
    let entries = calls.len();
    speed(calls, entries, started.elapsed())
}

/// From the end of an append to the moment a follower on another handle holds the entry. Where that handle is
/// quicker than the answer to the append, nothing.
async fn waking(here: &Arc<dyn Log>, there: &Arc<dyn Log>) -> Speed {
    let stream = Uuid::new_v4().to_string();
    let (mut calls, started) = (Vec::new(), Instant::now());
    while started.elapsed() < MEASURE {
        let after = calls.len() as u64;
        let (log, name) = (there.clone(), stream.clone());
        let follower = tokio::spawn(async move {
            let records = log.follow(&name, after, 10, PATIENCE).await.unwrap();
            assert_eq!(records.len(), 1);
            Instant::now()
        });
        tokio::time::sleep(Duration::from_millis(3)).await;
        here.append(&stream, &[entry()]).await.unwrap();
        let appended = Instant::now();
        calls.push(follower.await.unwrap().saturating_duration_since(appended));
    }
    let entries = calls.len();
    speed(calls, entries, started.elapsed())
}

/// A log's name and two handles on it.
type Contender = (&'static str, Arc<dyn Log>, Arc<dyn Log>);

fn report(memory: &mut HashMap<String, f64>, log: &str, what: String, speed: Speed) {
    let base = *memory.entry(what.clone()).or_insert(speed.entries_per_s);
    let ratio = speed.entries_per_s / base;
    println!(
        "{log:<14} {what:<24} {:>10.0} entries/s {ratio:>8.4} of memory   p50 {:>9.1?}   p99 {:>9.1?}",
        speed.entries_per_s, speed.p50, speed.p99
    );
}

#[tokio::main]
async fn main() {
    let directory = tempfile::tempdir().unwrap();
    let redis = servers::Server::start(&[]);
    let cluster = servers::Cluster::start();
    let redis_url = format!("redis://127.0.0.1:{}", redis.port);
    let memory_log: Arc<dyn Log> = Arc::new(MemoryLog::new());
    let disk = |role| -> Arc<dyn Log> { Arc::new(DiskLog::open(directory.path(), role).unwrap()) };
    let logs: [Contender; 4] = [
        ("memory", memory_log.clone(), memory_log),
        ("disk", disk(Role::Server), disk(Role::Tool)),
        (
            "redis",
            Arc::new(RedisLog::connect(&redis_url).await.unwrap()),
            Arc::new(RedisLog::connect(&redis_url).await.unwrap()),
        ),
        (
            "redis+cluster",
            Arc::new(RedisLog::connect(&cluster.url()).await.unwrap()),
            Arc::new(RedisLog::connect(&cluster.url()).await.unwrap()),
        ),
    ];
    let mut memory = HashMap::new();
    for (name, here, there) in &logs {
        for batch in BATCHES {
            report(&mut memory, name, format!("batch of {batch}"), in_batches(&**here, batch).await);
        }
        for callers in [1, 64, 1_024] {
            report(&mut memory, name, format!("appender, {callers} callers"), gathered(here, callers).await);
        }
        report(&mut memory, name, "follow, same handle".to_owned(), waking(here, here).await);
        report(&mut memory, name, "follow, other handle".to_owned(), waking(here, there).await);
    }
}
