//! Faults of one Redis, and of the way to it.

use std::time::Duration;

use efir_tests::redis::Redis;

use crate::{
    fleet::Fleet,
    proxy::{Proxy, Weather},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_killed() {
    let mut redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let killed = async |_| {
        redis.kill();
        redis.start_again().await;
    };
    fleet.survives("one Redis: `kill -9` of Redis", 5, killed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_is_killed_while_it_rewrites_its_file() {
    let mut redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let killed = async |_| {
        redis.say("BGREWRITEAOF");
        redis.kill();
        redis.start_again().await;
    };
    fleet.survives("one Redis: `kill -9` in a rewrite of its file", 10, killed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_is_emptied() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let emptied = async |_| {
        redis.say("FLUSHALL");
        fleet.some_acknowledged(5).await;
    };
    fleet.survives("one Redis: `FLUSHALL`", 3, emptied).await;
}

/// For so long, on the way to Redis.
async fn weather(weather: Weather, seconds: u64, fault: &str) {
    let redis = Redis::start().await;
    let proxy = Proxy::to(redis.port).await;
    let fleet = Fleet::start(&format!("redis://127.0.0.1:{}", proxy.port), &[]).await;
    let breaks = async |_| {
        proxy.set(weather);
        tokio::time::sleep(Duration::from_secs(seconds)).await;
        proxy.set(Weather::default());
    };
    fleet.survives(fault, 3, breaks).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_of_redis_are_lost() {
    let lost = Weather { lose_answers: true, ..Weather::default() };
    weather(lost, 1, "one Redis: its answers are lost for 1 s, what was asked was done").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_way_to_redis_is_cut() {
    let cut = Weather { cut_outside: true, ..Weather::default() };
    weather(cut, 8, "one Redis: cut off for 8 s").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_hangs() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let hangs = async |_| {
        redis.pause();
        tokio::time::sleep(Duration::from_secs(8)).await;
        redis.resume();
    };
    fleet.survives("one Redis: `SIGSTOP` for 8 s", 3, hangs).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_has_no_memory_left() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let full = async |_| {
        redis.say("CONFIG SET maxmemory 1mb");
        tokio::time::sleep(Duration::from_secs(3)).await;
        redis.say("CONFIG SET maxmemory 0");
    };
    fleet.survives("one Redis: memory full for 3 s", 3, full).await;
}

/// The keys of the first broadcast, as an old backup holds them.
const KEYS: [&str; 3] = ["efir:{direct-line}:log", "efir:{direct-line}:ids", "efir:{direct-line}:meta"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn an_old_backup_is_restored() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let restored = async |_| {
        for key in KEYS {
            redis.say(&format!("COPY {key} {key}-backup REPLACE"));
        }
        fleet.some_acknowledged(50).await;
        redis.say(&format!(
            "EVAL \"for i=1,3 do redis.call('RENAME',KEYS[i]..'-backup',KEYS[i]) end\" 3 {}",
            KEYS.join(" ")
        ));
        fleet.some_acknowledged(5).await;
    };
    fleet.survives("one Redis: a backup is restored that lacks 50 questions", 3, restored).await;
}
