//! Faults of a Redis Cluster of three shards, each with a replica.

use std::{process::Command, time::Duration};

use efir_tests::{
    SLUG, eventually,
    redis::Redis,
    redis_sets::{ClusterWithReplicas, inside},
};

use crate::{
    fleet::Fleet,
    proxy::{Proxy, Weather},
    warned::{Warned, are_counted},
};

const ACK: [&str; 2] = ["--ack-replicas", "1"];

fn holds(node: &Redis) -> bool {
    node.say(&format!("EXISTS efir:{{{SLUG}}}:log")).starts_with(":1")
}

/// Waits until another node than that one is the primary of the broadcast's shard.
async fn is_taken_over(cluster: &ClusterWithReplicas, old: usize) {
    let is_primary =
        |(place, node): (usize, &Redis)| place != old && node.say("ROLE").contains("master") && holds(node);
    eventually("the replica takes over", async || {
        cluster.nodes.iter().enumerate().any(is_primary).then_some(())
    })
    .await;
}

async fn shard_is_killed(arguments: &[&str], fault: &str) {
    let mut cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), arguments).await;
    let killed = async |_| {
        let primary = cluster.primary_of(SLUG).await;
        cluster.nodes[primary].kill();
        is_taken_over(&cluster, primary).await;
        cluster.nodes[primary].start_again().await;
        cluster.is_whole().await;
    };
    fleet.survives(fault, 3, killed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_is_killed() {
    shard_is_killed(&ACK, "Cluster, `--ack-replicas 1`: `kill -9` of the broadcast's shard").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_is_killed_and_nobody_waited_for_replicas() {
    let fault = "Cluster, no `--ack-replicas`, the servers run on: `kill -9` of the broadcast's shard";
    shard_is_killed(&[], fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_and_all_servers_die_at_once() {
    let mut cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), &ACK).await;
    let die = async |_| {
        let primary = cluster.primary_of(SLUG).await;
        cluster.nodes[primary].kill();
        fleet.kill_all();
        is_taken_over(&cluster, primary).await;
        cluster.nodes[primary].start_again().await;
        cluster.is_whole().await;
        fleet.boot_all().await;
    };
    let fault = "Cluster, `--ack-replicas 1`: `kill -9` of the broadcast's shard and of both servers at once";
    fleet.survives(fault, 3, die).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_hangs() {
    let cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), &ACK).await;
    let hangs = async |_| {
        let primary = cluster.primary_of(SLUG).await;
        cluster.nodes[primary].pause();
        is_taken_over(&cluster, primary).await;
        cluster.nodes[primary].resume();
        cluster.is_whole().await;
    };
    let fault = "Cluster, `--ack-replicas 1`: `SIGSTOP` of the broadcast's shard until its replica took over";
    fleet.survives(fault, 3, hangs).await;
}

/// Two proxies for each node: to its own port, and to its port for the other nodes.
async fn shard_is_isolated(arguments: &[&str], fault: &str) {
    let proxies = tokio::sync::Mutex::new(Vec::new());
    let cluster = ClusterWithReplicas::start_behind(async |port| {
        let proxy = Proxy::to(port).await;
        let reached_at = proxy.port;
        proxies.lock().await.push(proxy);
        reached_at
    })
    .await;
    let proxies = proxies.into_inner();
    let fleet = Fleet::start(&cluster.url(), arguments).await;
    let isolated = async |_| {
        let primary = cluster.primary_of(SLUG).await;
        // Clients still reach it, and for a while it still takes their writes.
        for (place, proxy) in proxies.iter().enumerate() {
            proxy.set(match place / 2 == primary {
                true => Weather { cut_inside: true, ..Weather::default() },
                false => Weather { cut_from: Some(inside(primary)), ..Weather::default() },
            });
        }
        is_taken_over(&cluster, primary).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        proxies.iter().for_each(|proxy| proxy.set(Weather::default()));
        cluster.is_whole().await;
    };
    fleet.survives(fault, 3, isolated).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_is_cut_off_from_all_but_its_clients() {
    let fault = "Cluster, `--ack-replicas 1`: the broadcast's shard is cut off from all but its clients, until its replica \
                 took over and 3 s more";
    shard_is_isolated(&ACK, fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_is_cut_off_and_nobody_waited_for_replicas() {
    let fault = "Cluster, no `--ack-replicas`, the servers run on: the broadcast's shard is cut off from all but its clients";
    shard_is_isolated(&[], fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_takes_over_by_order() {
    let cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), &ACK).await;
    let takes_over = async |_| {
        let primary = cluster.primary_of(SLUG).await;
        let replica = cluster.replica_of(primary).expect("each shard has a replica");
        eventually("the replica takes over", async || {
            // The cluster gives an order up after 5 s, as when a vote was just held; then it is given again.
            cluster.nodes[replica].say("CLUSTER FAILOVER");
            let takes_over = async {
                while !cluster.nodes[replica].say("ROLE").contains("master") {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(6), takes_over).await.ok()
        })
        .await;
        cluster.is_whole().await;
    };
    fleet.survives("Cluster, `--ack-replicas 1`: `CLUSTER FAILOVER`", 3, takes_over).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_replica_with_unsafe_settings_takes_over() {
    let mut cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), &ACK).await;
    let mut moderators = Warned::at(&fleet).await;
    let takes_over = async |_| {
        let old = cluster.primary_of(SLUG).await;
        let new = cluster.replica_of(old).expect("each shard has a replica");
        cluster.nodes[new].say("CONFIG SET appendfsync everysec");
        cluster.nodes[old].kill();
        is_taken_over(&cluster, old).await;
        cluster.nodes[old].start_again().await;
        cluster.is_whole().await;
        // Another wrong value now is seen only by who looks at the promoted node.
        cluster.nodes[new].say("CONFIG SET appendfsync no");
        let promoted = cluster.nodes[new].port.to_string();
        moderators.are_warned(&["appendfsync no", &promoted]).await;
        are_counted(&fleet, 1).await;
        cluster.nodes[new].say("CONFIG SET appendfsync always");
        moderators.are_calmed().await;
        are_counted(&fleet, 0).await;
    };
    let fault = "Cluster, `--ack-replicas 1`: a replica with `appendfsync everysec` takes over";
    fleet.survives(fault, 1, takes_over).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn slots_move_to_other_shards() {
    let cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), &ACK).await;
    let moves = async |_| {
        let from = cluster.primary_of(SLUG).await;
        let mut to = (from + 1) % cluster.nodes.len();
        while !cluster.nodes[to].say("ROLE").contains("master") {
            to = (to + 1) % cluster.nodes.len();
        }
        move_slot(&cluster, from, to);
        assert_eq!(cluster.primary_of(SLUG).await, to);
    };
    let fault = "Cluster, `--ack-replicas 1`: the broadcast's slot moves to another shard";
    fleet.survives(fault, 3, moves).await;
}

fn move_slot(cluster: &ClusterWithReplicas, from: usize, to: usize) {
    let (source, target) = (&cluster.nodes[from], &cluster.nodes[to]);
    let slot = source.say(&format!("CLUSTER KEYSLOT {{{SLUG}}}")).trim().trim_start_matches(':').to_owned();
    let id = |node: &Redis| node.say("CLUSTER MYID").lines().nth(1).expect("an id").to_owned();
    let (source_id, target_id) = (id(source), id(target));
    target.say(&format!("CLUSTER SETSLOT {slot} IMPORTING {source_id}"));
    source.say(&format!("CLUSTER SETSLOT {slot} MIGRATING {target_id}"));
    let keys = ["log", "ids", "meta"].map(|key| format!("efir:{{{SLUG}}}:{key}"));
    let (at, to) = (source.port.to_string(), target.port.to_string());
    let mut migrate = Command::new("redis-cli");
    migrate.args(["-p", &at, "MIGRATE", "127.0.0.1", &to, "", "0", "5000", "KEYS"]).args(&keys);
    let moved = migrate.output().expect("redis-cli runs");
    assert!(String::from_utf8_lossy(&moved.stdout).starts_with("OK"), "{moved:?}");
    for node in [target, source] {
        node.say(&format!("CLUSTER SETSLOT {slot} NODE {target_id}"));
    }
}
