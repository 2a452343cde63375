//! Faults of the servers themselves.

use std::time::Duration;

use efir_tests::redis::Redis;

use crate::fleet::Fleet;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn servers_are_killed_in_turn() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let killed = async |round| {
        fleet.kill(round % 2);
        fleet.some_acknowledged(10).await;
        fleet.boot(round % 2).await;
    };
    fleet.survives("two servers: `kill -9` of one after the other", 6, killed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn servers_are_renewed_one_after_the_other() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let renewed = async |round| {
        fleet.stop(round % 2).await;
        fleet.boot(round % 2).await;
    };
    fleet.survives("two servers: rolling restart (`SIGTERM`)", 6, renewed).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn a_server_hangs() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let hangs = async |round| {
        let server = fleet.server(round).expect("both run");
        server.pause();
        // The other one alone: an asker waits for the one that hangs.
        tokio::time::sleep(Duration::from_secs(4)).await;
        server.resume();
    };
    fleet.survives("two servers: `SIGSTOP` of one for 4 s", 4, hangs).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_is_emptied_while_a_server_is_dead() {
    let redis = Redis::start().await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let emptied = async |round| {
        fleet.kill(round % 2);
        // What the dead one acknowledged last the other has folded before it acknowledges more.
        fleet.some_acknowledged(10).await;
        redis.say("FLUSHALL");
        fleet.some_acknowledged(10).await;
        fleet.boot(round % 2).await;
    };
    fleet.survives("two servers: one is killed, Redis is emptied, the other fills it", 4, emptied).await;
}
