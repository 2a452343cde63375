//! Disks that fill up, and power cuts: all that was not synced is gone.

use efir_tests::{
    Ask, Desk, Server, Start, eventually, redis::Redis, shims::ForgetfulDisk, small_disk::SmallDisk,
};
use tempfile::TempDir;

use crate::fleet::Fleet;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn the_disk_of_redis_is_full() {
    let folder = folder();
    let Some(disk) = SmallDisk::over(folder.path(), "16m").await else { return };
    let mut redis = Redis::start_in(folder, &disk.script()).await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let full = async |_| {
        disk.fill_but(0);
        // It ends when it cannot write what it is to keep; whoever looks after it makes room and starts it again.
        redis.ended().await;
        disk.free();
        redis.start_again().await;
    };
    let fault = "one Redis: its disk is full, it ends, and is started again when there is room";
    fleet.survives(fault, 5, full).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn redis_has_no_room_for_a_snapshot() {
    let folder = folder();
    let Some(disk) = SmallDisk::over(folder.path(), "16m").await else { return };
    let redis = Redis::start_in(folder, &disk.script()).await;
    // Two megabytes that cannot be made smaller.
    redis.say(
        "EVAL \"for i=1,40 do local t={} for j=1,50000 do t[j]=string.char(math.random(0,255)) end \
         redis.call('SET','other'..i,table.concat(t)) end\" 0",
    );
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let snapshots = async |state: &str| {
        eventually("Redis has tried to make a snapshot", async || {
            redis.say("INFO persistence").contains(&format!("rdb_last_bgsave_status:{state}")).then_some(())
        })
        .await;
    };
    let refuses = async |_| {
        // Room for what is asked, and none for a snapshot: from then on Redis refuses to write, MISCONF.
        disk.fill_but(1 << 20);
        redis.say("CONFIG SET save \"1 1\"");
        snapshots("err").await;
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        disk.free();
        snapshots("ok").await;
        redis.say("CONFIG SET save \"\"");
    };
    let fault = "one Redis: no room for a snapshot, it refuses to write (`MISCONF`) until there is";
    fleet.survives(fault, 3, refuses).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn power_is_cut_under_the_embedded_log() {
    let folder = folder();
    let disk = ForgetfulDisk::under(folder.path());
    let log = format!("disk:{}", folder.path().join("log").display());
    let fleet = Fleet::start_by(&log, &[], vec![Some(disk.script())]).await;
    let cut = async |_| {
        fleet.dies(0).await;
        disk.power_comes_back();
        fleet.boot(0).await;
    };
    fleet.survives("embedded log: power cut", 20, cut).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn power_is_cut_under_redis_and_all_servers() {
    let folder = folder();
    let disk = ForgetfulDisk::under(folder.path());
    let mut redis = Redis::start_in(folder, &disk.script()).await;
    let fleet = Fleet::start(&redis.url(), &[]).await;
    let cut = async |_| {
        redis.kill();
        fleet.kill_all();
        disk.power_comes_back();
        redis.start_again().await;
        fleet.boot_all().await;
    };
    fleet.survives("one Redis: power cut for Redis and both servers at once", 10, cut).await;
}

/// That the power cuts above are some: what was only said to be synced is gone after one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "long: tests/run --faults"]
async fn what_a_disk_did_not_sync_is_gone_after_a_power_cut() {
    let folder = folder();
    let disk = ForgetfulDisk::under(folder.path());
    let log = format!("disk:{}", folder.path().join("log").display());
    let start = async || Start::on(&log).by(&disk.script()).go().await;
    let ask = async |server: &Server| {
        let ask = Ask::new("Когда откроют мост?");
        ask.send(server).await.ok();
        ask.id
    };
    let mut server = start().await;
    let synced = ask(&server).await;
    disk.lie();
    ask(&server).await;
    server.kill();
    server.ended().await;
    disk.power_comes_back();
    let server = start().await;
    let kept = Desk::of(&server, "moderators").export().await;
    assert_eq!(kept.iter().map(|question| question["id"].as_str()).collect::<Vec<_>>(), [Some(&*synced)]);
}
