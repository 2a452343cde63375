//! A disk that is full, that fails to sync, that cannot be written: the server says so and ends, and never acknowledges
//! what is not there.

use efir_tests::{
    Ask, Desk, Server, Start, Store, cli::efir_by, efir, shims::FailingSync, small_disk::SmallDisk,
};

/// Asks until one is not acknowledged; gives those that were.
async fn ask_until_refused(server: &Server) -> Vec<Ask> {
    let mut acknowledged = Vec::new();
    for n in 0..100_000 {
        let ask = Ask::new(&format!("Вопрос {n}: {}", "когда сделают двор у дома? ".repeat(30)));
        match server.post(&server.api("questions")).json(&ask.body()).try_send().await {
            Ok(answer) if answer.status == 200 => acknowledged.push(ask),
            Ok(answer) => {
                assert_eq!(answer.code(), "unavailable");
                return acknowledged;
            }
            Err(_) => return acknowledged,
        }
    }
    panic!("the log took everything: nothing failed");
}

/// The server ends by itself with a message, and what it acknowledged is there.
async fn ends_and_keeps_its_word(mut server: Server, by: Option<&str>, acknowledged: &[Ask]) {
    server.expect_error("the log stops");
    server.expect_error("takes no more entries");
    assert_eq!(server.ended().await, 1);
    let said = server.events().join("\n");
    assert!(said.contains("takes no more entries") && said.contains("start again"), "{said}");
    let log = server.log.clone();
    drop(server);
    assert_eq!(efir_by(by, &["verify", "--log", &log]).code, 0);
    let start = Start::on(&log);
    let server = if let Some(by) = by { start.by(by).go().await } else { start.go().await };
    let kept = Desk::of(&server, "moderators").export().await;
    for ask in acknowledged {
        assert_eq!(kept.iter().filter(|question| question["id"] == ask.id.as_str()).count(), 1, "{ask:?}");
    }
    Ask::new("А теперь?").send(&server).await.ok();
}

#[tokio::test]
async fn a_full_disk_ends_the_server_and_loses_nothing_that_was_acknowledged() {
    let store = Store::disk();
    // No file may grow over 3 MB: to a program that is a full disk. Blocks of 512 bytes.
    let start = Start::on(&store.url()).by("trap '' XFSZ; ulimit -f 6000");
    let server = start.go().await;
    let acknowledged = ask_until_refused(&server).await;
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
    ends_and_keeps_its_word(server, None, &acknowledged).await;
}

#[tokio::test]
async fn a_small_file_system_that_fills_up_ends_the_server_and_a_new_one_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(disk) = SmallDisk::over(folder.path(), "8m").await else { return };
    let log = format!("disk:{}", folder.path().join("log").display());
    let server = Start::on(&log).by(&disk.script()).go().await;
    let mut acknowledged = Vec::new();
    for n in 0..20 {
        let ask = Ask::new(&format!("Когда достроят школу № {n}?"));
        ask.send(&server).await.ok();
        acknowledged.push(ask);
    }
    // Others write to that disk, too.
    disk.fill_but(512 * 1024);
    acknowledged.extend(ask_until_refused(&server).await);
    assert!(acknowledged.len() > 20, "{}", acknowledged.len());
    disk.free();
    ends_and_keeps_its_word(server, Some(&disk.script()), &acknowledged).await;
}

#[tokio::test]
async fn after_a_sync_that_failed_nothing_is_acknowledged() {
    let store = Store::disk();
    let disk = FailingSync::default();
    let server = Start::on(&store.url()).by(&disk.script()).go().await;
    let ask = Ask::new("Когда починят мост?");
    ask.send(&server).await.ok();
    disk.fail();
    assert!(ask_until_refused(&server).await.is_empty(), "acknowledged without a sync");
    ends_and_keeps_its_word(server, None, &[ask]).await;
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    // Nobody, root included, makes folders there.
    let ran = efir(&["verify", "--log", "disk:/proc/efir-data"]);
    assert!(ran.code == 1 || ran.code == 2, "{}", ran.code);
    assert!(ran.err.contains("/proc/efir-data"), "{}", ran.err);
    let ran = efir(&["serve", "--listen", "127.0.0.1:0", "--log", "disk:/proc/efir-data"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(ran.err.contains("/proc/efir-data"), "{}", ran.err);
}
