//! The embedded log: one SQLite file for one machine, shared with the command line while the server runs.
//!
//! Here is the face of it: opening, the server's lock, and the [`Log`] trait. Appends go to one thread
//! (`writer.rs`) that makes one transaction, hence one sync, of all that waits; reads go to a small pool
//! (`readers.rs`); what is in the file is in `store.rs`. SQL belongs there and nowhere else.

mod readers;
mod store;
mod writer;

use std::{
    fs::{DirBuilder, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use async_trait::async_trait;

use crate::{DEDUP_WINDOW, Log, LogError, NewEntry, Record, Role, Tail, names::check_stream, wake::Wakers};
use readers::Readers;
use writer::Writer;

const FILE: &str = "log.sqlite";
const SERVE_LOCK: &str = "serve.lock";
const OPEN_LOCK: &str = "open.lock";

/// A log in a directory of its own. Durable before it acknowledges; a stream's followers in this process are
/// woken by a commit at once, those in other processes within [`DiskLog::POLL`].
#[derive(Debug)]
pub struct DiskLog {
    readers: Readers,
    writer: Writer,
    wakers: Arc<Wakers>,
    // Last, so that the lock is held until the writer's thread has ended.
    _serve_lock: Option<File>,
}

impl DiskLog {
    /// How often commits of other processes are looked for.
    pub const POLL: Duration = writer::POLL;

    /// Opens the log in `directory`, which is created when missing. Blocks for as long as that takes: from async
    /// code go through [`crate::open`].
    pub fn open(directory: &Path, role: Role) -> Result<Self, LogError> {
        Self::open_with_dedup_window(directory, role, DEDUP_WINDOW)
    }

    /// The same, with a window of its own for repeated ids, for tests of the window.
    pub fn open_with_dedup_window(directory: &Path, role: Role, dedup_window: u64) -> Result<Self, LogError> {
        create_directory(directory)?;
        let serve_lock = match role {
            Role::Server => Some(lock_for_serving(directory)?),
            Role::Tool => None,
        };
        // Two processes that both find no file would get in each other's way while they create it.
        let open_lock = lock_file(directory, OPEN_LOCK)?;
        open_lock.lock().map_err(|error| io_error(directory.join(OPEN_LOCK), "cannot lock it", &error))?;
        let file = directory.join(FILE);
        // SQLite gives its other files the mode of this one.
        open_file(&file)?;
        let connection = store::connect(&file)?;
        store::prepare(&connection, &file)?;
        sync_directory(directory)?;
        drop(open_lock);

        let wakers = Arc::new(Wakers::default());
        let writer = Writer::start(connection, wakers.clone(), dedup_window, directory)?;
        Ok(Self { readers: Readers::new(file), writer, wakers, _serve_lock: serve_lock })
    }
}

#[async_trait]
impl Log for DiskLog {
    async fn append(&self, stream: &str, entries: &[NewEntry]) -> Result<Vec<u64>, LogError> {
        check_stream(stream)?;
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        self.writer.append(stream, entries).await
    }

    async fn read(&self, stream: &str, after: u64, limit: usize) -> Result<Vec<Record>, LogError> {
        check_stream(stream)?;
        let name = stream.to_owned();
        self.readers.run(move |connection| store::read(connection, &name, after, limit)).await
    }

    async fn follow(
        &self,
        stream: &str,
        after: u64,
        limit: usize,
        wait: Duration,
    ) -> Result<Vec<Record>, LogError> {
        self.wakers.follow(stream, wait, || self.read(stream, after, limit)).await
    }

    async fn tail(&self, stream: &str) -> Result<Tail, LogError> {
        check_stream(stream)?;
        let read = async || {
            let name = stream.to_owned();
            self.readers.run(move |connection| store::tail(connection, &name)).await
        };
        if let Some(tail) = read().await? {
            return Ok(tail);
        }
        // Appending nothing creates the stream, and with it the epoch that it keeps.
        self.writer.append(stream, &[]).await?;
        read().await?.ok_or_else(|| LogError::damaged(stream, 0, "the stream was created and is not there"))
    }
}

fn create_directory(directory: &Path) -> Result<(), LogError> {
    if directory.is_dir() {
        return Ok(());
    }
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    // What people asked is nobody's business but the server's.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory).map_err(|error| io_error(directory, "cannot create this directory", &error))?;
    match directory.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => sync_directory(parent),
        _ => sync_directory(Path::new(".")),
    }
}

/// Makes the names in a directory as durable as the files behind them.
fn sync_directory(directory: &Path) -> Result<(), LogError> {
    #[cfg(unix)]
    File::open(directory)
        .and_then(|file| file.sync_all())
        .map_err(|error| io_error(directory, "cannot sync this directory", &error))?;
    #[cfg(not(unix))]
    let _ = directory;
    Ok(())
}

/// The lock is the kernel's and goes with the process, however that ends; the file itself says nothing.
fn lock_for_serving(directory: &Path) -> Result<File, LogError> {
    let file = lock_file(directory, SERVE_LOCK)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LogError::Locked { path: directory.to_owned() }),
        Err(TryLockError::Error(error)) => {
            Err(io_error(directory.join(SERVE_LOCK), "cannot lock it", &error))
        }
    }
}

fn lock_file(directory: &Path, name: &str) -> Result<File, LogError> {
    open_file(&directory.join(name))
}

/// Opens a file for writing and creates it when missing, for no eyes but the server's, even in a directory that
/// somebody else made and left open.
fn open_file(path: &Path) -> Result<File, LogError> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| io_error(path, "cannot open it for writing", &error))
}

fn io_error(path: impl Into<PathBuf>, what: &str, error: &io::Error) -> LogError {
    LogError::io(path, format!("{what}: {error}"))
}
