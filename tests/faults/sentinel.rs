//! Faults of a Redis with two replicas and three Sentinels.

use std::time::Duration;

use efir_tests::redis_sets::Watched;

use crate::{
    fleet::Fleet,
    proxy::{Proxy, Weather},
};

/// The servers, each behind a proxy of its own.
struct Set {
    watched: Watched,
    proxies: Vec<Proxy>,
}

impl Set {
    async fn start() -> Self {
        let proxies = tokio::sync::Mutex::new(Vec::new());
        let watched = Watched::start(async |port| {
            let proxy = Proxy::to(port).await;
            let reached_at = proxy.port;
            proxies.lock().await.push(proxy);
            reached_at
        })
        .await;
        Self { watched, proxies: proxies.into_inner() }
    }

    fn primary(&self) -> usize {
        self.watched.primary().expect("the Sentinels agree")
    }
}

async fn primary_is_killed(rounds: usize, arguments: &[&str], fault: &str) {
    let mut set = Set::start().await;
    let fleet = Fleet::start(&set.watched.url(), arguments).await;
    for _ in 0..rounds {
        fleet
            .under_load(async {
                let primary = set.primary();
                set.watched.members[primary].redis.kill();
                set.watched.failed_over(primary).await;
                set.watched.members[primary].redis.start_again().await;
                set.watched.is_whole().await;
            })
            .await;
    }
    fleet.check(fault, rounds).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_primary_is_killed() {
    primary_is_killed(
        1,
        &["--ack-replicas", "1"],
        "Sentinel, `--ack-replicas 1`: `kill -9` of the primary, once",
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_is_killed_again_and_again() {
    primary_is_killed(4, &["--ack-replicas", "1"], "Sentinel, `--ack-replicas 1`: `kill -9` of the primary")
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_is_killed_and_nobody_waited_for_replicas() {
    primary_is_killed(3, &[], "Sentinel, no `--ack-replicas`, the servers run on: `kill -9` of the primary")
        .await;
}

async fn primary_is_isolated(arguments: &[&str], fault: &str) {
    let set = Set::start().await;
    let fleet = Fleet::start(&set.watched.url(), arguments).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                let primary = set.primary();
                // Clients still reach it, and it still takes their writes.
                set.proxies[primary].set(Weather { cut_inside: true, ..Weather::default() });
                set.watched.failed_over(primary).await;
                tokio::time::sleep(Duration::from_secs(3)).await;
                set.proxies[primary].set(Weather::default());
                set.watched.is_whole().await;
            })
            .await;
    }
    fleet.check(fault, 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_is_cut_off_from_all_but_its_clients() {
    let fault = "Sentinel, `--ack-replicas 1`: the primary is cut off from all but its clients, until a failover and 3 s more";
    primary_is_isolated(&["--ack-replicas", "1"], fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_is_cut_off_and_nobody_waited_for_replicas() {
    primary_is_isolated(&[], "Sentinel, no `--ack-replicas`, the servers run on: the same").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_hangs() {
    let set = Set::start().await;
    let fleet = Fleet::start(&set.watched.url(), &["--ack-replicas", "1"]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                let primary = set.primary();
                set.watched.members[primary].redis.pause();
                set.watched.failed_over(primary).await;
                set.watched.members[primary].redis.resume();
                set.watched.is_whole().await;
            })
            .await;
    }
    fleet.check("Sentinel, `--ack-replicas 1`: `SIGSTOP` of the primary until a failover", 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_replica_lags_when_the_primary_dies() {
    let mut set = Set::start().await;
    let fleet = Fleet::start(&set.watched.url(), &["--ack-replicas", "1"]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                let primary = set.primary();
                let lags = (primary + 1) % 3;
                set.watched.members[lags].redis.pause();
                fleet.some_acknowledged(20).await;
                set.watched.members[primary].redis.kill();
                set.watched.members[lags].redis.resume();
                set.watched.failed_over(primary).await;
                set.watched.members[primary].redis.start_again().await;
                set.watched.is_whole().await;
            })
            .await;
    }
    fleet
        .check("Sentinel, `--ack-replicas 1`: the primary dies while one replica lags by 20 questions", 3)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_and_all_servers_die_at_once() {
    let mut set = Set::start().await;
    let fleet = Fleet::start(&set.watched.url(), &["--ack-replicas", "2"]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                let primary = set.primary();
                set.watched.members[primary].redis.kill();
                fleet.kill(0);
                fleet.kill(1);
                set.watched.failed_over(primary).await;
                set.watched.members[primary].redis.start_again().await;
                set.watched.is_whole().await;
                fleet.boot(0).await;
                fleet.boot(1).await;
            })
            .await;
    }
    fleet
        .check("Sentinel, `--ack-replicas 2`: `kill -9` of the primary and of both servers at once", 3)
        .await;
}
