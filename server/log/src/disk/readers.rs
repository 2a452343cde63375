//! A few connections that only read, used away from the async runtime's threads.
//!
//! SQLite in WAL mode lets them read while the writer writes.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use super::store;
use crate::LogError;

/// More would only wait for the same disk and cores, each with a page cache of its own.
const CONNECTIONS: usize = 4;

#[derive(Debug)]
pub(super) struct Readers {
    pool: Arc<Pool>,
    permits: Semaphore,
}

#[derive(Debug)]
struct Pool {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(file: PathBuf) -> Self {
        Self { pool: Arc::new(Pool { file, idle: Mutex::default() }), permits: Semaphore::new(CONNECTIONS) }
    }

    /// Runs one read on a thread that may block.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, LogError> + Send + 'static,
    ) -> Result<T, LogError> {
        let Ok(_permit) = self.permits.acquire().await else {
            return Err(LogError::unavailable("the log is being closed"));
        };
        let pool = self.pool.clone();
        tokio::task::spawn_blocking(move || {
            let connection = pool.take()?;
            let result = read(&connection);
            if result.is_ok() {
                pool.put(connection);
            }
            result
        })
        .await
        .unwrap_or_else(|_| Err(LogError::unavailable("a read was stopped: the program is ending")))
    }
}

impl Pool {
    fn take(&self) -> Result<Connection, LogError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle {
            Some(connection) => Ok(connection),
            None => store::connect_to_read(&self.file),
        }
    }

    fn put(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }
}
