//! Faults of a Redis Cluster of three shards, each with a replica.

use std::{process::Command, time::Duration};

use efir_tests::{SLUG, eventually, redis_sets::ClusterWithReplicas};

use crate::fleet::Fleet;

async fn shard_is_killed(rounds: usize, arguments: &[&str], fault: &str) {
    let mut cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), arguments).await;
    for _ in 0..rounds {
        fleet
            .under_load(async {
                let primary = cluster.primary_of(SLUG).await;
                cluster.nodes[primary].kill();
                eventually("the replica takes over", async || {
                    let port = cluster.nodes[primary].port;
                    cluster
                        .nodes
                        .iter()
                        .any(|node| {
                            let said = node.say("ROLE");
                            node.port != port && said.contains("master") && holds(node)
                        })
                        .then_some(())
                })
                .await;
                cluster.nodes[primary].start_again().await;
                cluster.is_whole().await;
            })
            .await;
    }
    fleet.check(fault, rounds).await;
}

fn holds(node: &efir_tests::redis::Redis) -> bool {
    node.say(&format!("EXISTS efir:{{{SLUG}}}:log")).starts_with(":1")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_is_killed() {
    shard_is_killed(
        3,
        &["--ack-replicas", "1"],
        "Cluster, `--ack-replicas 1`: `kill -9` of the broadcast's shard",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_shard_is_killed_and_nobody_waited_for_replicas() {
    shard_is_killed(
        3,
        &[],
        "Cluster, no `--ack-replicas`, the servers run on: `kill -9` of the broadcast's shard",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_replica_takes_over_by_order() {
    let cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), &["--ack-replicas", "1"]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
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
            })
            .await;
    }
    fleet.check("Cluster, `--ack-replicas 1`: `CLUSTER FAILOVER`", 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn slots_move_to_other_shards() {
    let cluster = ClusterWithReplicas::start().await;
    let fleet = Fleet::start(&cluster.url(), &["--ack-replicas", "1"]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                let from = cluster.primary_of(SLUG).await;
                let mut to = (from + 1) % cluster.nodes.len();
                while !cluster.nodes[to].say("ROLE").contains("master") {
                    to = (to + 1) % cluster.nodes.len();
                }
                move_slot(&cluster, from, to);
                assert_eq!(cluster.primary_of(SLUG).await, to);
            })
            .await;
    }
    fleet.check("Cluster, `--ack-replicas 1`: the broadcast's slot moves to another shard", 3).await;
}

fn move_slot(cluster: &ClusterWithReplicas, from: usize, to: usize) {
    let (source, target) = (&cluster.nodes[from], &cluster.nodes[to]);
    let slot = source.say(&format!("CLUSTER KEYSLOT {{{SLUG}}}")).trim().trim_start_matches(':').to_owned();
    let id =
        |node: &efir_tests::redis::Redis| node.say("CLUSTER MYID").lines().nth(1).expect("an id").to_owned();
    let (source_id, target_id) = (id(source), id(target));
    target.say(&format!("CLUSTER SETSLOT {slot} IMPORTING {source_id}"));
    source.say(&format!("CLUSTER SETSLOT {slot} MIGRATING {target_id}"));
    let keys = ["log", "ids", "meta"].map(|key| format!("efir:{{{SLUG}}}:{key}"));
    let moved = Command::new("redis-cli")
        .args([
            "-p",
            &source.port.to_string(),
            "MIGRATE",
            "127.0.0.1",
            &target.port.to_string(),
            "",
            "0",
            "5000",
            "KEYS",
        ])
        .args(&keys)
        .output()
        .expect("redis-cli runs");
    assert!(String::from_utf8_lossy(&moved.stdout).starts_with("OK"), "{moved:?}");
    for node in [target, source] {
        node.say(&format!("CLUSTER SETSLOT {slot} NODE {target_id}"));
    }
}
