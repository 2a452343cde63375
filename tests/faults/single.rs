//! Faults of one Redis, and of the way to it.

use std::time::Duration;

use efir_tests::redis::Redis;

use crate::{
    fleet::Fleet,
    proxy::{Proxy, Weather},
};

fn url(port: u16) -> String {
    format!("redis://127.0.0.1:{port}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_killed() {
    let mut redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    for _ in 0..5 {
        fleet
            .under_load(async {
                redis.kill();
                redis.start_again().await;
            })
            .await;
    }
    fleet.check("one Redis: `kill -9` of Redis", 5).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_emptied() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                redis.say("FLUSHALL");
                fleet.some_acknowledged(5).await;
            })
            .await;
    }
    fleet.check("one Redis: `FLUSHALL`", 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_of_redis_are_lost() {
    let redis = Redis::start().await;
    let proxy = Proxy::to(redis.port).await;
    let fleet = Fleet::start(&url(proxy.port), &[]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                proxy.set(Weather { lose_answers: true, ..Weather::default() });
                tokio::time::sleep(Duration::from_secs(1)).await;
                proxy.set(Weather::default());
            })
            .await;
    }
    fleet.check("one Redis: its answers are lost for 1 s, what was asked was done", 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_way_to_redis_is_cut() {
    let redis = Redis::start().await;
    let proxy = Proxy::to(redis.port).await;
    let fleet = Fleet::start(&url(proxy.port), &[]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                proxy.set(Weather { cut_outside: true, ..Weather::default() });
                tokio::time::sleep(Duration::from_secs(8)).await;
                proxy.set(Weather::default());
            })
            .await;
    }
    fleet.check("one Redis: cut off for 8 s", 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_hangs() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                redis.pause();
                tokio::time::sleep(Duration::from_secs(8)).await;
                redis.resume();
            })
            .await;
    }
    fleet.check("one Redis: `SIGSTOP` for 8 s", 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_has_no_memory_left() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                redis.say("CONFIG SET maxmemory 1mb");
                tokio::time::sleep(Duration::from_secs(3)).await;
                redis.say("CONFIG SET maxmemory 0");
            })
            .await;
    }
    fleet.check("one Redis: memory full for 3 s", 3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_is_killed_while_it_rewrites_its_file() {
    let mut redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    for _ in 0..10 {
        fleet
            .under_load(async {
                redis.say("BGREWRITEAOF");
                redis.kill();
                redis.start_again().await;
            })
            .await;
    }
    fleet.check("one Redis: `kill -9` in a rewrite of its file", 10).await;
}

/// The keys of the first broadcast, as an old backup holds them.
const KEYS: [&str; 3] = ["efir:{direct-line}:log", "efir:{direct-line}:ids", "efir:{direct-line}:meta"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn an_old_backup_is_restored() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    for _ in 0..3 {
        fleet
            .under_load(async {
                for key in KEYS {
                    redis.say(&format!("COPY {key} {key}-backup REPLACE"));
                }
                fleet.some_acknowledged(50).await;
                redis.say(&format!(
                    "EVAL \"for i=1,3 do redis.call('RENAME',KEYS[i]..'-backup',KEYS[i]) end\" 3 {}",
                    KEYS.join(" ")
                ));
                fleet.some_acknowledged(5).await;
            })
            .await;
    }
    fleet.check("one Redis: a backup is restored that lacks 50 questions", 3).await;
}
