//! A disk that is full, that fails to sync, that cannot be written: the server says so and ends, and never acknowledges
//! what is not there.

use std::{path::Path, process::Command};

use efir_tests::{Ask, Desk, Server, Start, Store, efir};

/// Makes `fdatasync` and `fsync` fail as a broken disk does, from when the file `$SYNC_FAILS` is there.
const FAILING_SYNC: &str = r#"
#define _GNU_SOURCE
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
static int sync_or_fail(long call, int fd) {
    const char *when = getenv("SYNC_FAILS");
    if (when && access(when, F_OK) == 0) { errno = EIO; return -1; }
    return syscall(call, fd);
}
int fdatasync(int fd) { return sync_or_fail(SYS_fdatasync, fd); }
int fsync(int fd) { return sync_or_fail(SYS_fsync, fd); }
"#;

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
async fn ends_and_keeps_its_word(mut server: Server, store: &Store, acknowledged: &[Ask]) {
    server.expect_error("the log stops");
    server.expect_error("append failed");
    server.expect_error("the log does not answer");
    server.expect_error("cannot follow");
    assert_eq!(server.ended().await, 1);
    let said = server.events().join("\n");
    assert!(said.contains("takes no more entries") && said.contains("start again"), "{said}");
    drop(server);
    assert_eq!(efir(&["verify", "--log", &store.url()]).code, 0);
    let server = Server::on(store).await;
    let kept = Desk::of(&server, "moderators").export().await;
    for ask in acknowledged {
        assert_eq!(kept.iter().filter(|question| question["id"] == ask.id.as_str()).count(), 1, "{ask:?}");
    }
}

#[tokio::test]
async fn a_full_disk_ends_the_server_and_loses_nothing_that_was_acknowledged() {
    let store = Store::disk();
    // No file may grow over 3 MB: to a program that is a full disk. Blocks of 512 bytes.
    let start = Start::on(&store.url()).by("trap '' XFSZ; ulimit -f 6000");
    let server = start.go().await;
    let acknowledged = ask_until_refused(&server).await;
    assert!(acknowledged.len() > 100, "{}", acknowledged.len());
    ends_and_keeps_its_word(server, &store, &acknowledged).await;
}

#[tokio::test]
async fn after_a_sync_that_failed_nothing_is_acknowledged() {
    let store = Store::disk();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let library = compiled(folder.path());
    let fails = folder.path().join("sync-fails");
    let script = format!("export LD_PRELOAD='{}' SYNC_FAILS='{}'", library.display(), fails.display());
    let server = Start::on(&store.url()).by(&script).go().await;
    let ask = Ask::new("Когда починят мост?");
    ask.send(&server).await.ok();
    std::fs::write(&fails, "").expect("the folder is there");
    assert!(ask_until_refused(&server).await.is_empty(), "acknowledged without a sync");
    ends_and_keeps_its_word(server, &store, &[ask]).await;
}

fn compiled(folder: &Path) -> std::path::PathBuf {
    let (source, library) = (folder.join("sync.c"), folder.join("sync.so"));
    std::fs::write(&source, FAILING_SYNC).expect("the folder is there");
    let made = Command::new("cc").args(["-shared", "-fPIC", "-o"]).arg(&library).arg(&source).status();
    assert!(made.is_ok_and(|status| status.success()), "cc, with which the log itself was built, is needed");
    library
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
