//! Faults of a Redis with two replicas and three Sentinels.

use std::time::Duration;

use efir_tests::redis_sets::{Member, Watched};

use crate::{
    fleet::Fleet,
    proxy::{Proxy, Weather},
    warned::{Warned, are_counted},
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

    async fn fleet(&self, arguments: &[&str]) -> Fleet {
        Fleet::start(&self.watched.url(), arguments).await
    }

    fn kill(&mut self, member: usize) {
        self.watched.members[member].redis.kill();
    }

    /// Waits for another primary than the one that was killed, and brings that back as a replica.
    async fn fails_over(&mut self, killed: usize) {
        self.watched.failed_over(killed).await;
        self.watched.members[killed].redis.start_again().await;
        self.watched.is_whole().await;
    }
}

async fn primary_is_killed(rounds: usize, arguments: &[&str], fault: &str) {
    let mut set = Set::start().await;
    let fleet = set.fleet(arguments).await;
    let killed = async |_| {
        let primary = set.primary();
        set.kill(primary);
        set.fails_over(primary).await;
    };
    fleet.survives(fault, rounds, killed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_primary_is_killed() {
    let fault = "Sentinel, `--ack-replicas 1`: `kill -9` of the primary, once";
    primary_is_killed(1, &["--ack-replicas", "1"], fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_is_killed_again_and_again() {
    let fault = "Sentinel, `--ack-replicas 1`: `kill -9` of the primary";
    primary_is_killed(4, &["--ack-replicas", "1"], fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_is_killed_and_nobody_waited_for_replicas() {
    let fault = "Sentinel, no `--ack-replicas`, the servers run on: `kill -9` of the primary";
    primary_is_killed(3, &[], fault).await;
}

async fn primary_is_isolated(arguments: &[&str], fault: &str) {
    let set = Set::start().await;
    let fleet = set.fleet(arguments).await;
    let isolated = async |_| {
        let primary = set.primary();
        // Clients still reach it, and it still takes their writes.
        set.proxies[primary].set(Weather { cut_inside: true, ..Weather::default() });
        set.watched.failed_over(primary).await;
        tokio::time::sleep(Duration::from_secs(3)).await;
        set.proxies[primary].set(Weather::default());
        set.watched.is_whole().await;
    };
    fleet.survives(fault, 3, isolated).await;
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
    let fault =
        "Sentinel, no `--ack-replicas`, the servers run on: the primary is cut off from all but its clients";
    primary_is_isolated(&[], fault).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_hangs() {
    let set = Set::start().await;
    let fleet = set.fleet(&["--ack-replicas", "1"]).await;
    let hangs = async |_| {
        let primary = set.primary();
        set.watched.members[primary].redis.pause();
        set.watched.failed_over(primary).await;
        set.watched.members[primary].redis.resume();
        set.watched.is_whole().await;
    };
    fleet.survives("Sentinel, `--ack-replicas 1`: `SIGSTOP` of the primary until a failover", 3, hangs).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_replica_lags_when_the_primary_dies() {
    let mut set = Set::start().await;
    let fleet = set.fleet(&["--ack-replicas", "1"]).await;
    let lags = async |_| {
        let primary = set.primary();
        let lags = (primary + 1) % 3;
        set.watched.members[lags].redis.pause();
        fleet.some_acknowledged(20).await;
        set.kill(primary);
        set.watched.members[lags].redis.resume();
        set.fails_over(primary).await;
    };
    let fault = "Sentinel, `--ack-replicas 1`: the primary dies while one replica lags by 20 questions";
    fleet.survives(fault, 3, lags).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_primary_and_all_servers_die_at_once() {
    let mut set = Set::start().await;
    let fleet = set.fleet(&["--ack-replicas", "2"]).await;
    let die = async |_| {
        let primary = set.primary();
        set.kill(primary);
        fleet.kill_all();
        set.fails_over(primary).await;
        fleet.boot_all().await;
    };
    let fault = "Sentinel, `--ack-replicas 2`: `kill -9` of the primary and of both servers at once";
    fleet.survives(fault, 3, die).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_replica_with_unsafe_settings_takes_over() {
    let mut set = Set::start().await;
    let fleet = set.fleet(&["--ack-replicas", "1"]).await;
    let mut moderators = Warned::at(&fleet).await;
    let takes_over = async |_| {
        let old = set.primary();
        let all_say = |members: &[Member], words: &str| {
            members.iter().for_each(|member| drop(member.redis.say(words)));
        };
        all_say(&set.watched.members, "CONFIG SET appendfsync everysec");
        // The primary of now is as it was at the start.
        set.watched.members[old].redis.say("CONFIG SET appendfsync always");
        set.kill(old);
        set.fails_over(old).await;
        moderators.are_warned(&["appendfsync everysec"]).await;
        are_counted(&fleet, 1).await;
        all_say(&set.watched.members, "CONFIG SET appendfsync always");
        moderators.are_calmed().await;
        are_counted(&fleet, 0).await;
    };
    let fault = "Sentinel, `--ack-replicas 1`: a replica with `appendfsync everysec` takes over";
    fleet.survives(fault, 1, takes_over).await;
}
