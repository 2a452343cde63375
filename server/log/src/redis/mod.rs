//! The log in Redis, for several nodes: a Redis Stream for each stream, with explicit ids `offset-0`.
//!
//! Here are the keys and the [`Log`] trait. Appending is one Lua script (`append.lua`), so that the tail, the ids
//! and the chain are read and written as one step. Finding servers is `connect.rs`'s, what errors mean is
//! `failure.rs`'s, what answers look like is `reply.rs`'s.

mod address;
mod connect;
mod failure;
mod reply;

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;

use crate::{DEDUP_WINDOW, Log, LogError, NewEntry, Record, Tail, names::check_stream};
use address::Address;
use connect::{BLOCK_MAX, Links, Script};

/// A log in one Redis, in a Redis Cluster, or in the primary that Sentinels name.
///
/// As durable as that Redis: with `appendfsync always` an acknowledged entry is on its disk.
#[derive(Debug)]
pub struct RedisLog {
    links: Links,
    append: Script,
    tail: Script,
    dedup_window: String,
}

/// The keys of one stream. The braces make a hash tag: a cluster keeps all three on one shard.
struct Keys {
    log: String,
    ids: String,
    meta: String,
}

impl RedisLog {
    /// Connects to the Redis at `url`: `redis://`, `rediss://`, `redis+cluster://` or `redis+sentinel://`.
    ///
    /// Options after a `?`: `prefix=` of the keys (default `efir`), `db=`, `ca=` (a certificate file to trust, for
    /// `rediss`), `sentinel_user=` and `sentinel_password=`.
    pub async fn connect(url: &str) -> Result<Self, LogError> {
        Self::connect_with_dedup_window(url, DEDUP_WINDOW).await
    }

    /// The same, with a window of its own for repeated ids, for tests of the window.
    pub async fn connect_with_dedup_window(url: &str, dedup_window: u64) -> Result<Self, LogError> {
        let log = Self {
            links: Links::new(Address::parse(url)?)?,
            append: Script::new(include_str!("append.lua")),
            tail: Script::new(include_str!("tail.lua")),
            dedup_window: dedup_window.to_string(),
        };
        // A wrong address or password is better said now than at the first question. The stream is never written.
        log.read_tail("~").await?;
        Ok(log)
    }

    fn keys(&self, stream: &str) -> Keys {
        let prefix = &self.links.address.prefix;
        let key = |what: &str| format!("{prefix}:{{{stream}}}:{what}");
        Keys { log: key("log"), ids: key("ids"), meta: key("meta") }
    }

    /// Appends; with no entries only creates the epoch.
    async fn run_append(&self, stream: &str, entries: &[NewEntry]) -> Result<Vec<u64>, LogError> {
        let keys = self.keys(stream);
        let keys = [keys.log.as_str(), keys.ids.as_str(), keys.meta.as_str()];
        let ids: Vec<String> = entries.iter().map(|entry| entry.id.to_string()).collect();
        let pairs = ids.iter().zip(entries).flat_map(|(id, entry)| [id.as_str(), &*entry.bytes]);
        let arguments: Vec<&str> = std::iter::once(self.dedup_window.as_str()).chain(pairs).collect();
        let ask = async |mut link: connect::Link| link.run(&self.append, &keys, &arguments).await;
        reply::offsets(&self.links.shared(stream, ask).await?)
    }

    async fn read_tail(&self, stream: &str) -> Result<Option<Tail>, LogError> {
        let keys = self.keys(stream);
        let keys = [keys.log.as_str(), keys.meta.as_str()];
        let ask = async |mut link: connect::Link| link.run(&self.tail, &keys, &[]).await;
        reply::tail(stream, &self.links.shared(stream, ask).await?)
    }

    /// Waits in the server, on a link of its own, for at most [`BLOCK_MAX`].
    async fn read_blocking(
        &self,
        stream: &str,
        after: u64,
        limit: usize,
        block: Duration,
    ) -> Result<Vec<Record>, LogError> {
        let mut command = redis::cmd("XREAD");
        // Never 0, which would be for ever.
        let block_ms = u64::try_from(block.as_millis()).unwrap_or(u64::MAX).max(1);
        command.arg("COUNT").arg(limit).arg("BLOCK").arg(block_ms);
        command.arg("STREAMS").arg(self.keys(stream).log).arg(format!("{after}-0"));
        reply::read_records(stream, after, self.links.own(stream, &command).await?)
    }
}

#[async_trait]
impl Log for RedisLog {
    async fn append(&self, stream: &str, entries: &[NewEntry]) -> Result<Vec<u64>, LogError> {
        check_stream(stream)?;
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        self.run_append(stream, entries).await
    }

    async fn read(&self, stream: &str, after: u64, limit: usize) -> Result<Vec<Record>, LogError> {
        check_stream(stream)?;
        if limit == 0 {
            return Ok(Vec::new());
        }
        let mut command = redis::cmd("XRANGE");
        command.arg(self.keys(stream).log).arg(format!("({after}-0")).arg("+").arg("COUNT").arg(limit);
        let ask = async |mut link: connect::Link| link.ask(&command).await;
        reply::records(stream, after, self.links.shared(stream, ask).await?)
    }

    async fn follow(
        &self,
        stream: &str,
        after: u64,
        limit: usize,
        wait: Duration,
    ) -> Result<Vec<Record>, LogError> {
        if limit == 0 || wait.is_zero() {
            return self.read(stream, after, limit).await;
        }
        check_stream(stream)?;
        let started = Instant::now();
        loop {
            let left = wait.saturating_sub(started.elapsed());
            let records = self.read_blocking(stream, after, limit, left.min(BLOCK_MAX)).await?;
            if !records.is_empty() || left <= BLOCK_MAX {
                return Ok(records);
            }
        }
    }

    async fn tail(&self, stream: &str) -> Result<Tail, LogError> {
        check_stream(stream)?;
        if let Some(tail) = self.read_tail(stream).await? {
            return Ok(tail);
        }
        self.run_append(stream, &[]).await?;
        let tail = self.read_tail(stream).await?;
        tail.ok_or_else(|| {
            LogError::unavailable(format!("the log of {stream} vanished as soon as it was created"))
        })
    }
}
