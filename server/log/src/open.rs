//! From the words of `--log` to a log.
//!
//! Only the scheme is looked at here; what a scheme's address means is read where that log is.

use std::{path::PathBuf, sync::Arc};

use crate::{Concern, DiskLog, Log, LogError, MemoryLog, RedisLog};

/// What a log is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// To serve from it: of one embedded log there may be one server.
    Server,
    /// To read it or add to it beside the server: the commands.
    Tool,
}

/// How a log is to be opened.
#[derive(Clone, Copy, Debug)]
pub struct Opening {
    /// What for.
    pub role: Role,
    /// How many replicas of a Redis must have an entry before it counts as durable.
    pub ack_replicas: usize,
    /// Whether a server may run on a Redis whose settings lose what was acknowledged.
    pub allow_unsafe_redis: bool,
}

impl Opening {
    /// To read it, or to add to it, beside a server.
    pub fn tool() -> Self {
        Self { role: Role::Tool, ack_replicas: 0, allow_unsafe_redis: true }
    }
}

/// An open log.
#[derive(Debug)]
pub struct Opened {
    /// The log.
    pub log: Arc<dyn Log>,
    /// What those who run the broadcast must know of it.
    pub concerns: Vec<Concern>,
}

/// Opens the log at `url`: `disk:PATH`, `redis://…`, `rediss://…`, `redis+cluster://h1:p1,h2:p2`,
/// `redis+sentinel://h1:p1,h2:p2/NAME`, or `memory:` for tests.
pub async fn open(url: &str, opening: Opening) -> Result<Opened, LogError> {
    let (scheme, rest) = url.split_once(':').unwrap_or(("", url));
    let is_redis = scheme.starts_with("redis");
    if opening.ack_replicas > 0 && !is_redis {
        return Err(LogError::config(
            format!("--ack-replicas {} was given, and --log {scheme}: has no replicas", opening.ack_replicas),
            "leave it out, or use a Redis with replicas",
        ));
    }
    let mut concerns = Vec::new();
    let log: Arc<dyn Log> = match scheme {
        "disk" if rest.is_empty() => {
            return Err(LogError::config(
                "--log disk: names no directory",
                "say which, such as disk:./efir-data",
            ));
        }
        "disk" => {
            let path = PathBuf::from(rest);
            let role = opening.role;
            let opened = tokio::task::spawn_blocking(move || DiskLog::open(&path, role)).await;
            Arc::new(opened.unwrap_or_else(|_| Err(LogError::unavailable("the program is ending")))?)
        }
        "redis" | "rediss" | "redis+cluster" | "rediss+cluster" | "redis+sentinel" | "rediss+sentinel" => {
            let log = RedisLog::connect(url).await?.with_ack_replicas(opening.ack_replicas);
            if opening.role == Role::Server {
                concerns = log.concerns().await?;
                concerns.iter().try_for_each(|concern| concern.weigh(opening.allow_unsafe_redis))?;
            }
            Arc::new(log)
        }
        "memory" => Arc::new(MemoryLog::new()),
        _ => {
            return Err(LogError::config(
                // Not the whole of it: it may hold a password.
                format!("--log {scheme:?} is not a kind of log"),
                "use disk:PATH, redis://, rediss://, redis+cluster://h1:p1,h2:p2 or redis+sentinel://h1:p1,h2:p2/NAME",
            ));
        }
    };
    Ok(Opened { log, concerns })
}
