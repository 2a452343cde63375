//! The suite on a cluster of three shards, and what only that has: streams on every shard, and a shard that dies.

use std::{
    collections::HashSet,
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
    time::Duration,
};

use async_trait::async_trait;
use efir_log::{Log, LogError, RedisLog};

use crate::{
    cases::{Store, entries, fresh_stream, read_whole},
    conformance,
    redis_single::{append_until, check_acknowledged},
    servers::{Cluster, PATIENCE, Server, Shared},
};

static CLUSTER: Shared<Cluster> = Shared::new();

struct RedisCluster(Arc<Cluster>);

impl RedisCluster {
    fn new() -> Self {
        Self(CLUSTER.get(Cluster::start))
    }
}

#[async_trait]
impl Store for RedisCluster {
    async fn open(&self) -> Arc<dyn Log> {
        Arc::new(RedisLog::connect(&self.0.url()).await.unwrap())
    }

    async fn open_with_window(&self, window: u64) -> Arc<dyn Log> {
        Arc::new(RedisLog::connect_with_dedup_window(&self.0.url(), window).await.unwrap())
    }
}

conformance!(RedisCluster::new);

/// The shard whose node answers for the stream itself instead of pointing to another.
fn shard_of(nodes: &[Server], stream: &str) -> usize {
    let command = format!("EXISTS efir:{{{stream}}}:log");
    nodes.iter().position(|node| node.ask(&command).starts_with(':')).unwrap()
}

#[tokio::test]
async fn streams_are_spread_over_the_shards_and_whole_on_one() {
    let store = RedisCluster::new();
    let log = store.open().await;
    let mut shards = HashSet::new();
    for _ in 0..30 {
        let stream = fresh_stream();
        log.append(&stream, &entries(3)).await.unwrap();
        assert_eq!(read_whole(&*log, &stream).await.len(), 3);
        let shard = shard_of(&store.0.nodes, &stream);
        let keys = store.0.nodes[shard]
            .ask(&format!("EXISTS efir:{{{stream}}}:log efir:{{{stream}}}:ids efir:{{{stream}}}:meta"));
        assert_eq!(keys.lines().next(), Some(":3"));
        shards.insert(shard);
    }
    assert_eq!(shards.len(), 3);
}

#[tokio::test]
async fn a_node_of_a_cluster_says_how_it_wants_to_be_addressed() {
    let store = RedisCluster::new();
    let mut refused = 0;
    for node in &store.0.nodes {
        let url = format!("redis://127.0.0.1:{}", node.port);
        let outcome = async {
            let log = RedisLog::connect(&url).await?;
            log.tail(&fresh_stream()).await
        };
        if let Err(error) = outcome.await {
            assert!(
                matches!(&error, LogError::Config { help, .. } if help.contains("redis+cluster")),
                "{error}"
            );
            refused += 1;
        }
    }
    assert!(refused >= 1);
    let alone = Server::start(&[]);
    let error = RedisLog::connect(&format!("redis+cluster://127.0.0.1:{}", alone.port)).await.unwrap_err();
    assert!(matches!(error, LogError::Config { .. }) || error.is_retryable(), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_kills_of_its_shard() {
    let mut cluster = Cluster::start();
    let stream = fresh_stream();
    let mut nodes: Vec<Arc<dyn Log>> = Vec::new();
    for _ in 0..2 {
        nodes.push(Arc::new(RedisLog::connect(&cluster.url()).await.unwrap()));
    }
    nodes[0].append(&stream, &entries(1)).await.unwrap();
    let shard = shard_of(&cluster.nodes, &stream);
    let stop = Arc::new(AtomicBool::new(false));
    let tasks = append_until(stop.clone(), &nodes, &stream);
    let cluster = tokio::task::spawn_blocking(move || {
        for _ in 0..3 {
            std::thread::sleep(Duration::from_millis(300));
            cluster.nodes[shard].kill();
            cluster.nodes[shard].restart();
            cluster.wait_until_whole();
        }
        cluster
    })
    .await
    .unwrap();
    stop.store(true, Ordering::Relaxed);
    let mut acknowledged = Vec::new();
    for task in tasks {
        acknowledged.extend(task.await.unwrap());
    }
    let fresh = RedisLog::connect(&cluster.url()).await.unwrap();
    check_acknowledged(&fresh, &stream, &acknowledged).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slot_moves_to_another_shard_under_a_follower() {
    let cluster = Cluster::start();
    let stream = fresh_stream();
    let log: Arc<dyn Log> = Arc::new(RedisLog::connect(&cluster.url()).await.unwrap());
    log.append(&stream, &entries(20)).await.unwrap();
    let (from, follower) = (shard_of(&cluster.nodes, &stream), log.clone());
    let followed = {
        let stream = stream.clone();
        tokio::spawn(async move {
            let mut seen = 20;
            while seen < 40 {
                // An error here is a broken wait and no more: the next one takes up where this one was.
                match follower.follow(&stream, seen, 100, PATIENCE).await {
                    Ok(records) => seen += records.len() as u64,
                    Err(error) => assert!(error.is_retryable(), "{error}"),
                }
            }
        })
    };
    let cluster = tokio::task::spawn_blocking({
        let stream = stream.clone();
        move || {
            move_slot(&cluster, &stream, from, (from + 1) % 3);
            cluster
        }
    })
    .await
    .unwrap();
    assert_ne!(shard_of(&cluster.nodes, &stream), from);
    for entry in entries(20) {
        log.append(&stream, &[entry]).await.unwrap();
    }
    followed.await.unwrap();
    assert_eq!(read_whole(&*log, &stream).await.len(), 40);
}

fn move_slot(cluster: &Cluster, stream: &str, from: usize, to: usize) {
    let first = |answer: String| answer.lines().next().unwrap_or_default().to_owned();
    let (source, target) = (&cluster.nodes[from], &cluster.nodes[to]);
    let slot = first(source.ask(&format!("CLUSTER KEYSLOT efir:{{{stream}}}:log")))
        .trim_start_matches(':')
        .to_owned();
    let id = |node: &Server| node.ask("CLUSTER MYID").lines().nth(1).unwrap().to_owned();
    let (source_id, target_id) = (id(source), id(target));
    target.ask(&format!("CLUSTER SETSLOT {slot} IMPORTING {source_id}"));
    source.ask(&format!("CLUSTER SETSLOT {slot} MIGRATING {target_id}"));
    let keys = ["log", "ids", "meta"].map(|key| format!("efir:{{{stream}}}:{key}")).join(" ");
    let moved = source.ask(&format!("MIGRATE 127.0.0.1 {} \"\" 0 5000 KEYS {keys}", target.port));
    assert!(moved.starts_with("+OK"), "{moved}");
    for node in [target, source] {
        node.ask(&format!("CLUSTER SETSLOT {slot} NODE {target_id}"));
    }
}
