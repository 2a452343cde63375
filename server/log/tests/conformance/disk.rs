//! The suite on the embedded log, and what only that has: its lock, other processes, and a process that is killed.

use std::{
    collections::HashMap,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;
use efir_log::{DiskLog, Log, LogError, Role};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{
    cases::{Store, entries, entry, fresh_stream, read_whole},
    conformance,
    servers::PATIENCE,
};

pub struct Disk(TempDir);

impl Disk {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

#[async_trait]
impl Store for Disk {
    async fn open(&self) -> Arc<dyn Log> {
        Arc::new(DiskLog::open(self.path(), Role::Tool).unwrap())
    }

    async fn open_with_window(&self, window: u64) -> Arc<dyn Log> {
        Arc::new(DiskLog::open_with_dedup_window(self.path(), Role::Tool, window).unwrap())
    }
}

conformance!(Disk::new);

#[test]
fn a_second_server_is_refused_and_a_tool_is_not() {
    let disk = Disk::new();
    let server = DiskLog::open(disk.path(), Role::Server).unwrap();
    let error = DiskLog::open(disk.path(), Role::Server).unwrap_err();
    assert_eq!(error, LogError::Locked { path: disk.path().to_owned() });
    assert!(!error.is_retryable());
    let _tool = DiskLog::open(disk.path(), Role::Tool).unwrap();
    drop(server);
    let _next = DiskLog::open(disk.path(), Role::Server).unwrap();
}

#[cfg(unix)]
#[test]
fn the_directory_is_made_and_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let disk = Disk::new();
    let path = disk.path().join("a").join("b");
    let _log = DiskLog::open(&path, Role::Tool).unwrap();
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&path), 0o700);
    for file in std::fs::read_dir(&path).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn what_is_not_a_log_is_refused_by_name() {
    let disk = Disk::new();
    let file = disk.path().join("log.sqlite");
    std::fs::write(&file, "no database at all, but long enough to be looked at as one".repeat(100)).unwrap();
    let error = DiskLog::open(disk.path(), Role::Tool).unwrap_err();
    assert!(matches!(&error, LogError::Damaged { what, .. } if what.contains("log.sqlite")), "{error}");
    std::fs::remove_file(&file).unwrap();
    rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let error = DiskLog::open(disk.path(), Role::Tool).unwrap_err();
    assert!(matches!(error, LogError::Config { .. }), "{error}");
    let error = DiskLog::open(&file, Role::Tool).unwrap_err();
    assert!(matches!(error, LogError::Io { .. }), "{error}");
}

#[tokio::test]
async fn damage_is_named_with_its_offset() {
    let (disk, stream) = (Disk::new(), fresh_stream());
    let log = disk.open().await;
    log.append(&stream, &entries(5)).await.unwrap();
    let other = rusqlite::Connection::open(disk.path().join("log.sqlite")).unwrap();
    other.execute("UPDATE entries SET hash = x'00' WHERE offset = 4", []).unwrap();
    assert_eq!(log.read(&stream, 0, 9).await.unwrap().len(), 3, "what is whole can be read");
    let error = log.read(&stream, 3, 9).await.unwrap_err();
    assert!(matches!(error, LogError::Damaged { offset: 4, .. }), "{error}");
    assert_eq!(log.read(&stream, 4, 9).await.unwrap().len(), 1, "and what comes after it");
    other.execute("DELETE FROM entries WHERE offset = 2", []).unwrap();
    assert_eq!(log.read(&stream, 0, 9).await.unwrap().len(), 1);
    let error = log.read(&stream, 1, 9).await.unwrap_err();
    assert!(matches!(error, LogError::Damaged { offset: 2, .. }), "{error}");
    other.execute("UPDATE entries SET hash = x'00' WHERE offset = 5", []).unwrap();
    for error in [log.append(&stream, &entries(1)).await.unwrap_err(), log.tail(&stream).await.unwrap_err()] {
        assert!(matches!(error, LogError::Damaged { offset: 5, .. }), "{error}");
    }
    assert_eq!(log.append(&fresh_stream(), &entries(1)).await.unwrap(), [1], "other streams go on");
}

#[tokio::test]
async fn after_a_write_that_failed_nothing_is_acknowledged() {
    let (disk, stream) = (Disk::new(), fresh_stream());
    let log = disk.open().await;
    log.append(&stream, &entries(1)).await.unwrap();
    let other = rusqlite::Connection::open(disk.path().join("log.sqlite")).unwrap();
    let trigger = "CREATE TRIGGER broken BEFORE INSERT ON entries BEGIN SELECT RAISE(ABORT, 'broken'); END";
    other.execute_batch(trigger).unwrap();
    let error = log.append(&stream, &entries(1)).await.unwrap_err();
    assert!(matches!(error, LogError::Poisoned { .. }) && !error.is_retryable(), "{error}");
    other.execute_batch("DROP TRIGGER broken").unwrap();
    assert_eq!(log.append(&stream, &entries(1)).await.unwrap_err(), error);
    assert_eq!(read_whole(&*log, &stream).await.len(), 1, "what was there can still be read");
    drop(log);
    assert_eq!(disk.open().await.append(&stream, &entries(1)).await.unwrap(), [2]);
}

/// This test binary again, as another process that appends until it is told to stop or is killed.
struct Helper(Child);

impl Helper {
    fn start(directory: &Path, stream: &str, count: usize) -> Self {
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "disk::helper_process", "--nocapture", "--test-threads=1"])
            .env(HELPER_DIRECTORY, directory)
            .env(HELPER_STREAM, stream)
            .env(HELPER_COUNT, count.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        Self(child)
    }

    /// Lines `ACK offset id`, one for each entry that was acknowledged to the helper.
    fn acknowledged(&mut self) -> impl Iterator<Item = (u64, Uuid)> + use<> {
        let lines = BufReader::new(self.0.stdout.take().unwrap()).lines();
        lines.map_while(Result::ok).filter_map(|line| {
            let (offset, id) = line.split_once("ACK ")?.1.split_once(' ')?;
            Some((offset.parse().ok()?, id.parse().ok()?))
        })
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

const HELPER_DIRECTORY: &str = "EFIR_LOG_TEST_DIRECTORY";
const HELPER_STREAM: &str = "EFIR_LOG_TEST_STREAM";
const HELPER_COUNT: &str = "EFIR_LOG_TEST_COUNT";

/// Does nothing unless another test starts it.
#[tokio::test]
async fn helper_process() {
    let Some(directory) = std::env::var_os(HELPER_DIRECTORY) else { return };
    let stream = std::env::var(HELPER_STREAM).unwrap();
    let count: usize = std::env::var(HELPER_COUNT).unwrap().parse().unwrap();
    let log = DiskLog::open(Path::new(&directory), Role::Tool).unwrap();
    for _ in 0..count {
        let batch = entries(3);
        let offsets = log.append(&stream, &batch).await.unwrap();
        for (offset, entry) in offsets.iter().zip(batch) {
            println!("\nACK {offset} {}", entry.id);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_process_appends_and_is_followed() {
    let (disk, stream) = (Disk::new(), fresh_stream());
    let log: Arc<dyn Log> = Arc::new(DiskLog::open(disk.path(), Role::Server).unwrap());
    let mut helper = Helper::start(disk.path(), &stream, 100);
    let mine = {
        let (log, stream) = (log.clone(), stream.clone());
        tokio::spawn(async move {
            for _ in 0..100 {
                log.append(&stream, &[entry("mine")]).await.unwrap();
            }
        })
    };
    let theirs = tokio::task::spawn_blocking(move || helper.acknowledged().collect::<HashMap<u64, Uuid>>());
    let mut seen = Vec::new();
    while seen.len() < 400 {
        let records = log.follow(&stream, seen.len() as u64, 100, PATIENCE).await.unwrap();
        assert!(!records.is_empty(), "nothing came after {}", seen.len());
        seen.extend(records);
    }
    mine.await.unwrap();
    let theirs = theirs.await.unwrap();
    assert_eq!(theirs.len(), 300);
    assert!(theirs.iter().all(|(offset, id)| seen[*offset as usize - 1].id == *id));
    assert_eq!(read_whole(&*log, &stream).await, seen);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_had_acknowledged_is_there_once() {
    let (disk, stream) = (Disk::new(), fresh_stream());
    for round in 1..=10 {
        let mut helper = Helper::start(disk.path(), &stream, usize::MAX);
        let acknowledged: Vec<(u64, Uuid)> = helper.acknowledged().take(30 * round).collect();
        assert_eq!(acknowledged.len(), 30 * round, "the helper ended by itself");
        drop(helper);
        let records = read_whole(&*disk.open().await, &stream).await;
        for (offset, id) in acknowledged {
            assert_eq!(records[offset as usize - 1].id, id);
            assert_eq!(records.iter().filter(|record| record.id == id).count(), 1);
        }
    }
}

#[tokio::test]
async fn an_open_waits_for_the_lock_of_another_that_opens() {
    let disk = Disk::new();
    let opened = (0..8).map(|_| {
        let path = disk.path().to_owned();
        tokio::task::spawn_blocking(move || DiskLog::open(&path, Role::Tool).map(drop))
    });
    for opened in futures_util::future::join_all(opened).await {
        opened.unwrap().unwrap();
    }
    assert!(DiskLog::POLL < Duration::from_millis(100));
}
