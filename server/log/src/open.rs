//! From the words of `--log` to a log.
//!
//! Only the scheme is looked at here; what a scheme's address means is read where that log is.

use std::{path::PathBuf, sync::Arc};

use crate::{DiskLog, Log, LogError, MemoryLog, RedisLog};

/// What a log is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// To serve from it: of one embedded log there may be one server.
    Server,
    /// To read it or add to it beside the server: the commands.
    Tool,
}

/// Opens the log at `url`: `disk:PATH`, `redis://…`, `rediss://…`, `redis+cluster://h1:p1,h2:p2`,
/// `redis+sentinel://h1:p1,h2:p2/NAME`, or `memory:` for tests.
pub async fn open(url: &str, role: Role) -> Result<Arc<dyn Log>, LogError> {
    let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
    match scheme {
        "disk" if rest.is_empty() => {
            Err(LogError::config("--log disk: names no directory", "say which, such as disk:./efir-data"))
        }
        "disk" => {
            let path = PathBuf::from(rest);
            let opened = tokio::task::spawn_blocking(move || DiskLog::open(&path, role)).await;
            let log = opened.unwrap_or_else(|_| Err(LogError::unavailable("the program is ending")))?;
            Ok(Arc::new(log))
        }
        "redis" | "rediss" | "redis+cluster" | "rediss+cluster" | "redis+sentinel" | "rediss+sentinel" => {
            Ok(Arc::new(RedisLog::connect(url).await?))
        }
        "memory" => Ok(Arc::new(MemoryLog::new())),
        _ => Err(LogError::config(
            // Not the whole of it: it may hold a password.
            format!("--log {scheme:?} is not a kind of log"),
            "use disk:PATH, redis://, rediss://, redis+cluster://h1:p1,h2:p2 or redis+sentinel://h1:p1,h2:p2/NAME",
        )),
    }
}
