//! Clocks that jump, on the servers and on Redis.

use efir_tests::{redis::Redis, shims::Clock};

use crate::fleet::Fleet;

/// Seconds from the true time: an hour, a day, a week, either way. Links are good for a month.
const JUMPS: [i64; 6] = [3_600, -3_600, 86_400, -86_400, 604_800, -604_800];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_clocks_of_the_servers_jump() {
    let redis = Redis::start().await;
    let clocks = [Clock::default(), Clock::default()];
    let scripts = clocks.iter().map(|clock| Some(clock.script())).collect();
    let fleet = Fleet::start_by(&redis.url(), &[], scripts).await;
    let jumps = async |round: usize| {
        clocks[round % 2].jump_to(JUMPS[round]);
        fleet.some_acknowledged(20).await;
        // One starts while its clock is wrong, and is put right while it runs.
        fleet.kill(round % 2);
        fleet.boot(round % 2).await;
        fleet.some_acknowledged(20).await;
        clocks[round % 2].jump_to(0);
    };
    fleet
        .survives("two servers: the clock of one jumps by an hour, a day, a week, either way", 6, jumps)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_clock_of_redis_jumps() {
    let clock = Clock::default();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let redis = Redis::start_in(folder, &clock.script()).await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let jumps = async |round: usize| {
        clock.jump_to(JUMPS[round]);
        fleet.some_acknowledged(20).await;
        // A new log begins with the time that Redis takes it to be.
        redis.say("FLUSHALL");
        fleet.some_acknowledged(20).await;
    };
    fleet
        .survives(
            "one Redis: its clock jumps by an hour, a day, a week, either way, and then `FLUSHALL`",
            6,
            jumps,
        )
        .await;
}
