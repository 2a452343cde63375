//! The suite on one Redis, and what only that has: being killed, passwords, TLS, and keys that are not ours.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use efir_log::{Appender, Log, LogError, RedisLog};
use uuid::Uuid;

use crate::{
    cases::{Store, entries, entry, fresh_stream, read_whole},
    conformance,
    servers::{PATIENCE, Server, Shared},
};

static SERVER: Shared<Server> = Shared::new();

pub struct Redis(pub Arc<Server>);

impl Redis {
    pub fn new() -> Self {
        Self(SERVER.get(|| Server::start(&[])))
    }
}

fn url(server: &Server) -> String {
    format!("redis://127.0.0.1:{}", server.port)
}

#[async_trait]
impl Store for Redis {
    async fn open(&self) -> Arc<dyn Log> {
        Arc::new(RedisLog::connect(&url(&self.0)).await.unwrap())
    }

    async fn open_with_window(&self, window: u64) -> Arc<dyn Log> {
        Arc::new(RedisLog::connect_with_dedup_window(&url(&self.0), window).await.unwrap())
    }
}

conformance!(Redis::new);

/// Eight tasks append through two nodes until `stop`, each entry until it is acknowledged; gives what was.
pub fn append_until(
    stop: Arc<std::sync::atomic::AtomicBool>,
    nodes: &[Arc<dyn Log>],
    stream: &str,
) -> Vec<tokio::task::JoinHandle<Vec<(u64, Uuid)>>> {
    let appenders: Vec<Appender> = nodes.iter().map(|node| Appender::new(node.clone(), stream)).collect();
    (0..8)
        .map(|task| {
            let (appender, stop) = (appenders[task % appenders.len()].clone(), stop.clone());
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let entry = entry("under fire");
                    let offset = appender.append(entry.id, entry.bytes, PATIENCE).await.unwrap();
                    acknowledged.push((offset, entry.id));
                }
                acknowledged
            })
        })
        .collect()
}

/// Everything that was acknowledged is where it was said to be, once; and the chain holds.
pub async fn check_acknowledged(log: &dyn Log, stream: &str, acknowledged: &[(u64, Uuid)]) {
    let records = read_whole(log, stream).await;
    assert!(acknowledged.len() > 8, "hardly anything was appended");
    for (offset, id) in acknowledged {
        assert_eq!(records[*offset as usize - 1].id, *id);
    }
    let ids: std::collections::HashSet<Uuid> = records.iter().map(|record| record.id).collect();
    assert_eq!(ids.len(), records.len(), "an id is there twice");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_kills_of_the_server() {
    let mut server = Server::start(&[]);
    let stream = fresh_stream();
    let mut nodes: Vec<Arc<dyn Log>> = Vec::new();
    for _ in 0..2 {
        nodes.push(Arc::new(RedisLog::connect(&url(&server)).await.unwrap()));
    }
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    let tasks = append_until(stop.clone(), &nodes, &stream);
    let server = tokio::task::spawn_blocking(move || {
        for _ in 0..5 {
            std::thread::sleep(Duration::from_millis(200));
            server.kill();
            server.restart();
        }
        server
    })
    .await
    .unwrap();
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut acknowledged = Vec::new();
    for task in tasks {
        acknowledged.extend(task.await.unwrap());
    }
    let fresh = RedisLog::connect(&url(&server)).await.unwrap();
    check_acknowledged(&fresh, &stream, &acknowledged).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn following_goes_on_after_the_server_was_killed() {
    let mut server = Server::start(&[]);
    let stream = fresh_stream();
    let log = Arc::new(RedisLog::connect(&url(&server)).await.unwrap());
    log.append(&stream, &entries(1)).await.unwrap();
    let waiting = {
        let (log, stream) = (log.clone(), stream.clone());
        tokio::spawn(async move { log.follow(&stream, 1, 9, PATIENCE).await })
    };
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.kill();
    let error = waiting.await.unwrap().unwrap_err();
    assert!(error.is_retryable(), "{error}");
    let error = log.append(&stream, &entries(1)).await.unwrap_err();
    assert!(error.is_retryable() && error.to_string().contains(&server.port.to_string()), "{error}");
    let server = tokio::task::spawn_blocking(move || {
        server.restart();
        server
    });
    let server = server.await.unwrap();
    let appender = Appender::new(log.clone(), stream.as_str());
    assert_eq!(appender.append(Uuid::new_v4(), "{}", PATIENCE).await.unwrap(), 2);
    let mut records = log.follow(&stream, 1, 9, PATIENCE).await;
    if records.is_err() {
        records = log.follow(&stream, 1, 9, PATIENCE).await;
    }
    assert_eq!(records.unwrap().len(), 1);
    drop(server);
}

#[tokio::test]
async fn an_append_that_timed_out_may_be_there_and_is_not_doubled() {
    let server = Server::start(&[]);
    let stream = fresh_stream();
    let log = RedisLog::connect(&url(&server)).await.unwrap();
    log.append(&stream, &entries(1)).await.unwrap();
    let late = entry("late");
    server.pause();
    let error = log.append(&stream, std::slice::from_ref(&late)).await.unwrap_err();
    assert!(error.is_retryable(), "{error}");
    server.resume();
    // What the first attempt had sent reaches the server now, before or after the second.
    assert_eq!(log.append(&stream, &[entry("next"), late.clone()]).await.unwrap().len(), 2);
    let records = read_whole(&log, &stream).await;
    assert_eq!(records.len(), 3);
    assert_eq!(records.iter().filter(|record| record.id == late.id).count(), 1);
}

#[tokio::test]
async fn entries_can_be_read_in_redis_cli() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let log = redis.open().await;
    let entry = entry("кто отвечает?");
    log.append(&stream, std::slice::from_ref(&entry)).await.unwrap();
    let shown = std::process::Command::new("redis-cli")
        .args(["-p", &redis.0.port.to_string(), "XRANGE", &format!("efir:{{{stream}}}:log"), "-", "+"])
        .output()
        .unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    let lines: Vec<&str> = shown.lines().collect();
    let hash = hex::encode(efir_log::link(None, &entry.bytes));
    assert_eq!(lines, ["1-0", "id", &entry.id.to_string(), "entry", &*entry.bytes, "hash", &hash]);
}

#[tokio::test]
async fn only_the_ids_within_the_window_are_kept() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let log = redis.open_with_window(10).await;
    for batch in entries(100).chunks(7) {
        log.append(&stream, batch).await.unwrap();
    }
    assert_eq!(redis.0.ask(&format!("HLEN efir:{{{stream}}}:ids")).lines().next(), Some(":10"));
}

#[tokio::test]
async fn a_lost_index_of_ids_or_a_lost_log_acknowledges_nothing_false() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let log = redis.open().await;
    let batch = entries(3);
    log.append(&stream, &batch).await.unwrap();
    // The log gone and the ids not: they must not be believed.
    redis.0.ask(&format!("DEL efir:{{{stream}}}:log"));
    assert_eq!(log.append(&stream, &batch[1..2]).await.unwrap(), [1]);
    assert_eq!(log.append(&stream, &batch).await.unwrap(), [2, 1, 3]);
    read_whole(&*log, &stream).await;
}

#[tokio::test]
async fn damage_is_named_with_its_offset() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let log = redis.open().await;
    log.append(&stream, &entries(5)).await.unwrap();
    redis.0.ask(&format!("XDEL efir:{{{stream}}}:log 3-0"));
    assert_eq!(log.read(&stream, 0, 9).await.unwrap().len(), 2, "what is whole can be read");
    let read = log.read(&stream, 2, 9).await.unwrap_err();
    let followed = log.follow(&stream, 2, 9, PATIENCE).await.unwrap_err();
    for error in [read, followed] {
        assert!(matches!(error, LogError::Damaged { offset: 3, .. }), "{error}");
    }
    redis.0.ask(&format!("XDEL efir:{{{stream}}}:log 5-0"));
    let error = log.append(&stream, &entries(1)).await.unwrap_err();
    assert!(matches!(error, LogError::Damaged { offset: 5, .. }), "{error}");
    redis.0.ask(&format!("XADD efir:{{{stream}}}:log 9-1 some thing"));
    for error in [log.append(&stream, &entries(1)).await.unwrap_err(), log.tail(&stream).await.unwrap_err()] {
        assert!(matches!(error, LogError::Damaged { .. }), "{error}");
    }
    let stream = fresh_stream();
    redis.0.ask(&format!("SET efir:{{{stream}}}:log x"));
    let error = log.append(&stream, &entries(1)).await.unwrap_err();
    assert!(matches!(error, LogError::Config { .. }), "{error}");
}

#[tokio::test]
async fn a_flushed_redis_begins_a_later_epoch() {
    let server = Server::start(&[]);
    let stream = fresh_stream();
    let log = RedisLog::connect(&url(&server)).await.unwrap();
    let before = log.tail(&stream).await.unwrap().position;
    server.ask("FLUSHALL");
    server.ask("SCRIPT FLUSH");
    tokio::time::sleep(Duration::from_millis(5)).await;
    let after = log.tail(&stream).await.unwrap().position;
    assert!(after.epoch > before.epoch, "{before} {after}");
    assert_eq!(log.append(&stream, &entries(1)).await.unwrap(), [1]);
}

#[tokio::test]
async fn a_server_that_may_not_write_is_left_and_asked_again() {
    let server = Server::start(&[]);
    let stream = fresh_stream();
    let log = RedisLog::connect(&url(&server)).await.unwrap();
    log.append(&stream, &entries(1)).await.unwrap();
    for (breaking, mending) in [
        ("CONFIG SET min-replicas-to-write 1", "CONFIG SET min-replicas-to-write 0"),
        ("REPLICAOF 127.0.0.1 1", "REPLICAOF NO ONE"),
        ("CONFIG SET maxmemory 1", "CONFIG SET maxmemory 0"),
    ] {
        server.ask(breaking);
        let error = log.append(&stream, &entries(1)).await.unwrap_err();
        assert!(error.is_retryable(), "{breaking}: {error}");
        server.ask(mending);
        log.append(&stream, &entries(1)).await.unwrap();
    }
    assert_eq!(read_whole(&log, &stream).await.len(), 4);
}

#[tokio::test]
async fn passwords_users_databases_and_prefixes_are_used() {
    let server = Server::start(&["--requirepass", "s3cret/word"]);
    let host = format!("127.0.0.1:{}", server.port);
    for url in [format!("redis://{host}"), format!("redis://:s3cret%2Fwrong@{host}")] {
        let error = RedisLog::connect(&url).await.unwrap_err();
        assert!(matches!(error, LogError::Config { .. }), "{error}");
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
    let stream = fresh_stream();
    let first = RedisLog::connect(&format!("redis://:s3cret%2Fword@{host}")).await.unwrap();
    first.append(&stream, &entries(1)).await.unwrap();
    for other in [
        format!("redis://default:s3cret%2Fword@{host}/2"),
        format!("redis://:s3cret%2Fword@{host}?prefix=air"),
    ] {
        let log = RedisLog::connect(&other).await.unwrap();
        assert_eq!(log.tail(&stream).await.unwrap().position.offset, 0, "{other}");
        assert_eq!(log.append(&stream, &entries(2)).await.unwrap(), [1, 2]);
        assert!(!format!("{log:?}").contains("s3cret"));
    }
    assert_eq!(first.tail(&stream).await.unwrap().position.offset, 1);
}

#[tokio::test]
async fn tls_is_spoken_and_checked() {
    let keys = tempfile::tempdir().unwrap();
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let (certificate, key) = (keys.path().join("certificate.pem"), keys.path().join("key.pem"));
    std::fs::write(&certificate, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let paths = [certificate.to_str().unwrap().to_owned(), key.to_str().unwrap().to_owned()];
    let server = Server::start_with(|port, _| {
        let options =
            ["--port", "0", "--tls-auth-clients", "no", "--appendonly", "yes", "--appendfsync", "always"];
        let mut arguments: Vec<String> = options.map(str::to_owned).into();
        arguments.extend([
            "--tls-port".to_owned(),
            port.to_string(),
            "--tls-cert-file".to_owned(),
            paths[0].clone(),
        ]);
        arguments.extend(["--tls-key-file".to_owned(), paths[1].clone()]);
        arguments
    });
    let host = format!("rediss://127.0.0.1:{}", server.port);
    let error = RedisLog::connect(&host).await.unwrap_err();
    assert!(error.is_retryable(), "a certificate that nobody vouches for: {error}");
    let log = RedisLog::connect(&format!("{host}?ca={}", paths[0])).await.unwrap();
    let stream = fresh_stream();
    log.append(&stream, &entries(3)).await.unwrap();
    assert_eq!(log.follow(&stream, 1, 9, PATIENCE).await.unwrap().len(), 2);
}
