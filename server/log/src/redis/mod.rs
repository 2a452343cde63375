//! The log in Redis, for several nodes: a Redis Stream for each stream, with explicit ids `offset-0`.
//!
//! Here are the keys and the [`Log`] trait. Appending is one Lua script (`append.lua`), so that the tail, the ids
//! and the chain are read and written as one step. Finding servers is `connect.rs`'s, what errors mean is
//! `failure.rs`'s, what answers look like is `reply.rs`'s.

mod address;
mod connect;
mod failure;
mod reply;
mod settings;

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::Instant;
use uuid::Uuid;

use crate::{
    BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, Confirmed, DEDUP_WINDOW, Log, LogError, NewEntry, Record, Seen, Tail,
    names::check_stream,
};
use address::Address;
use connect::{BLOCK_MAX, Links, Script};
pub use settings::Concern;

/// How long one wait for replicas lasts; who waits for longer asks again.
const REPLICAS_WAIT: Duration = Duration::from_secs(1);

/// For how long a log that was replaced is kept for a person to look at: a week.
const ASIDE_SECONDS: &str = "604800";
/// For how long a new log that nobody finishes is kept.
const UNFINISHED_SECONDS: u32 = 600;

/// A log in one Redis, in a Redis Cluster, or in the primary that Sentinels name.
///
/// As durable as that Redis: with `appendfsync always` an acknowledged entry is on its disk. A failover may lose it,
/// unless replicas are waited for ([`RedisLog::with_ack_replicas`], [`Log::confirm`]).
#[derive(Debug)]
pub struct RedisLog {
    links: Links,
    append: Script,
    tail: Script,
    confirm: Script,
    replace: Script,
    extend: Script,
    dedup_window: String,
    ack_replicas: usize,
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
            confirm: Script::new(include_str!("confirm.lua")),
            replace: Script::new(include_str!("replace.lua")),
            extend: Script::new(include_str!("extend.lua")),
            dedup_window: dedup_window.to_string(),
            ack_replicas: 0,
        };
        // A wrong address or password is better said now than at the first question. The stream is never written.
        log.read_tail("~").await?;
        Ok(log)
    }

    /// An entry counts as durable once so many replicas have it.
    pub fn with_ack_replicas(mut self, replicas: usize) -> Self {
        self.ack_replicas = replicas;
        self
    }

    fn keys(&self, stream: &str) -> Keys {
        self.keys_of(stream, "")
    }

    /// The keys of another log on the same shard.
    fn keys_of(&self, stream: &str, name: &str) -> Keys {
        let prefix = &self.links.address.prefix;
        let key = |what: &str| format!("{prefix}:{{{stream}}}:{name}{what}");
        Keys { log: key("log"), ids: key("ids"), meta: key("meta") }
    }

    /// Appends; with no entries only creates the epoch.
    async fn run_append(&self, stream: &str, entries: &[NewEntry]) -> Result<Vec<u64>, LogError> {
        self.append_at(stream, &self.keys(stream), entries).await
    }

    async fn append_at(&self, stream: &str, keys: &Keys, entries: &[NewEntry]) -> Result<Vec<u64>, LogError> {
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
        let answer = self.links.own(stream, async |link| link.ask(&command).await).await?;
        reply::read_records(stream, after, answer)
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

    fn waits_for_replicas(&self) -> bool {
        self.ack_replicas > 0
    }

    fn may_fork(&self) -> bool {
        true
    }

    async fn concerns(&self) -> Result<Vec<Concern>, LogError> {
        let address = &self.links.address;
        let ask = async |mut link: connect::Link| settings::concerns(address, &mut link).await;
        self.links.shared("", ask).await
    }

    async fn confirm(&self, stream: &str, offset: u64) -> Result<Confirmed, LogError> {
        check_stream(stream)?;
        let (keys, at) = (self.keys(stream), offset.to_string());
        let keys = [keys.log.as_str(), keys.meta.as_str()];
        if self.ack_replicas == 0 {
            let ask = async |mut link: connect::Link| link.run(&self.confirm, &keys, &[&at, "0"]).await;
            let answer = self.links.shared(stream, ask).await?;
            return reply::confirmed(stream, offset, answer, true);
        }
        let wait = async |link: &mut connect::Link| {
            link.run_and_wait(&self.confirm, &keys, &[&at, "1"], self.ack_replicas, REPLICAS_WAIT).await
        };
        let (answer, replicas) = self.links.own(stream, wait).await?;
        reply::confirmed(stream, offset, answer, replicas >= self.ack_replicas)
    }

    async fn extend(
        &self,
        stream: &str,
        seen: Tail,
        epoch: u64,
        entries: &[NewEntry],
    ) -> Result<Option<u64>, LogError> {
        check_stream(stream)?;
        let keys = self.keys(stream);
        let keys = [keys.log.as_str(), keys.ids.as_str(), keys.meta.as_str()];
        let (epoch, later_than) = (seen.position.epoch.to_string(), epoch.to_string());
        let (last, hash) = (format!("{}-0", seen.position.offset), hex::encode(seen.hash));
        let ids: Vec<String> = entries.iter().map(|entry| entry.id.to_string()).collect();
        let pairs = ids.iter().zip(entries).flat_map(|(id, entry)| [id.as_str(), &*entry.bytes]);
        let arguments: Vec<&str> =
            [epoch.as_str(), &last, &hash, &later_than].into_iter().chain(pairs).collect();
        let ask = async |mut link: connect::Link| link.run(&self.extend, &keys, &arguments).await;
        reply::epoch(&self.links.shared(stream, ask).await?)
    }

    async fn replace(
        &self,
        stream: &str,
        seen: Seen,
        epoch: u64,
        entries: &[NewEntry],
    ) -> Result<bool, LogError> {
        check_stream(stream)?;
        let (old, new) = (self.keys(stream), self.keys_of(stream, &format!("new-{}:", Uuid::new_v4())));
        for batch in batches(entries) {
            self.append_at(stream, &new, batch).await?;
            // Should this node die in the midst of it, what it leaves goes by itself.
            for key in [&new.log, &new.ids, &new.meta] {
                let mut expire = redis::cmd("EXPIRE");
                expire.arg(key).arg(UNFINISHED_SECONDS);
                self.links.shared(stream, async |mut link: connect::Link| link.ask(&expire).await).await?;
            }
        }
        let (seen_epoch, id, hash) = match seen {
            Seen::Damaged { epoch } => (epoch, "*".to_owned(), String::new()),
            Seen::End(Tail { position, .. }) if position.offset == 0 => {
                (position.epoch, String::new(), String::new())
            }
            Seen::End(Tail { position, hash }) => {
                (position.epoch, format!("{}-0", position.offset), hex::encode(hash))
            }
        };
        let aside = self.keys_of(stream, &format!("aside-{seen_epoch}:")).log;
        let keys = [&old.log, &old.ids, &old.meta, &aside, &new.log, &new.ids, &new.meta].map(String::as_str);
        let (seen_epoch, epoch) = (seen_epoch.to_string(), epoch.to_string());
        let arguments = [seen_epoch.as_str(), &id, &hash, ASIDE_SECONDS, &epoch];
        let ask = async |mut link: connect::Link| link.run(&self.replace, &keys, &arguments).await;
        let replaced = self.links.shared(stream, ask).await?;
        Ok(matches!(replaced, redis::Value::Int(1)))
    }
}

/// Cuts a list into what may go out together.
fn batches(mut entries: &[NewEntry]) -> Vec<&[NewEntry]> {
    let mut batches = Vec::new();
    while !entries.is_empty() {
        let mut bytes = 0;
        let fits = |entry: &&NewEntry| {
            bytes += entry.bytes.len();
            bytes <= BATCH_MAX_BYTES
        };
        let count = entries.iter().take(BATCH_MAX_ENTRIES).take_while(fits).count().max(1);
        let (batch, rest) = entries.split_at(count);
        batches.push(batch);
        entries = rest;
    }
    batches
}
