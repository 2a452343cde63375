//! The log: one total order of entries for each stream, behind one small trait.
//!
//! A stream is a broadcast's log or the directory's. Entries are opaque bytes here (JSON, by custom); nothing
//! in this crate knows what they mean.

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use async_trait::async_trait;
use uuid::Uuid;

mod append;
mod disk;
mod error;
mod heal;
mod memory;
mod names;
mod open;
mod redis;
mod scrub;
mod verify;
mod wake;

pub use append::{Appender, BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, QUEUE_MAX_ENTRIES, RETRY_AFTER_MS};
pub use disk::DiskLog;
pub use error::LogError;
pub use heal::{Finding, Fork, Found, Healed, Kept, Mark, Merged, Seen, heal, read_all};
pub use memory::MemoryLog;
pub use names::STREAM_NAME_MAX_BYTES;
pub use open::{Opened, Opening, Role, open};
pub use redis::{Concern, RedisLog};
pub use scrub::Scrub;
pub use verify::{Chain, Damage, link};

/// Where a log stands: an epoch, and a contiguous offset within it. The first entry has offset 1; 0 is "nothing".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Grows whenever the log's history was replaced; positions of different epochs do not compare as progress.
    pub epoch: u64,
    /// How many entries the log holds up to and including this one.
    pub offset: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.epoch, self.offset)
    }
}

/// A text that is no position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a position is EPOCH-OFFSET, two numbers")]
pub struct NoPosition;

impl FromStr for Position {
    type Err = NoPosition;

    fn from_str(text: &str) -> Result<Self, NoPosition> {
        let (epoch, offset) = text.split_once('-').ok_or(NoPosition)?;
        let number = |digits: &str| digits.parse().map_err(|_| NoPosition);
        Ok(Position { epoch: number(epoch)?, offset: number(offset)? })
    }
}

/// Links an entry to all before it: SHA-1 of the previous hash (hexadecimal, empty for the first) followed by the entry's bytes.
pub type Hash = [u8; 20];

/// An entry on its way into a log.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Appending the same id again (within the last [`DEDUP_WINDOW`] entries) adds nothing.
    pub id: Uuid,
    /// UTF-8 JSON.
    pub bytes: Arc<str>,
}

/// An entry as it stands in a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its place.
    pub offset: u64,
    /// Its id.
    pub id: Uuid,
    /// Its bytes, as they were given.
    pub bytes: Arc<str>,
    /// Chained to the record before.
    pub hash: Hash,
}

/// The end of a stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tail {
    /// Position of the last entry; offset 0 when the stream is empty.
    pub position: Position,
    /// Hash of the last entry; zeroes when the stream is empty.
    pub hash: Hash,
}

/// What a log says of one of its offsets, for a node that folded as far as that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// The end of the stream now.
    pub tail: Tail,
    /// The entry that stands at the offset now; none where there is none.
    pub entry: Option<Record>,
    /// Whether all up to that offset is as durable as the log's mode promises. It speaks of the entry that is there:
    /// whoever asks compares it with the one that they folded first.
    pub durable: bool,
}

/// How many of the newest entries of a stream an append is checked against for a repeated id.
/// A repeat from further back is appended and changes nothing when applied.
pub const DEDUP_WINDOW: u64 = 100_000;

/// The epoch of a stream that is created now: the time in milliseconds. It grows by itself when a log is emptied and
/// begun anew, as a counter kept in that same log would not.
pub(crate) fn epoch_now() -> u64 {
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since_1970.as_millis()).unwrap_or(u64::MAX).max(1)
}

/// One total order a stream, durable before it is acknowledged.
#[async_trait]
pub trait Log: Send + Sync + fmt::Debug {
    /// Appends entries in order, after all that is there. When it returns `Ok` they are durable, as far as the
    /// log's mode promises. Gives each entry's offset: for a repeated id the offset it already had.
    ///
    /// After an error an append may or may not have happened: append the same ids again.
    async fn append(&self, stream: &str, entries: &[NewEntry]) -> Result<Vec<u64>, LogError>;

    /// Up to `limit` records after offset `after`, in order and without gaps; empty at the end. Where the log is
    /// damaged, all before the damage can be read, and asking for what is damaged is [`LogError::Damaged`].
    async fn read(&self, stream: &str, after: u64, limit: usize) -> Result<Vec<Record>, LogError>;

    /// Like [`Log::read`], but waits up to `wait` for the first record. Cancel-safe.
    async fn follow(
        &self,
        stream: &str,
        after: u64,
        limit: usize,
        wait: Duration,
    ) -> Result<Vec<Record>, LogError>;

    /// Where the stream ends now. A stream that was never written has an epoch all the same, and keeps it.
    async fn tail(&self, stream: &str) -> Result<Tail, LogError>;

    /// Whether an entry that was read may still be lost, so that it counts only once it was confirmed.
    fn waits_for_replicas(&self) -> bool {
        false
    }

    /// Whether the log may lose what it had and go on all the same, so that a node had better keep a copy.
    fn may_fork(&self) -> bool {
        false
    }

    /// What those who run a broadcast must know of the log as it is set up now.
    async fn concerns(&self) -> Result<Vec<Concern>, LogError> {
        Ok(Vec::new())
    }

    /// Looks which entry stands at `offset`, and waits a while for it to be as durable as promised.
    async fn confirm(&self, stream: &str, offset: u64) -> Result<Confirmed, LogError> {
        let tail = self.tail(stream).await?;
        let entry = match offset {
            0 => None,
            _ => self.read(stream, offset - 1, 1).await?.pop(),
        };
        Ok(Confirmed { tail, entry, durable: true })
    }

    /// Appends these entries, of which the stream holds none, all in one step and provided that its end still is what was
    /// `seen`; gives the epoch that begins with it, which is later than the one seen and than `epoch`. None where the end
    /// is another one, or where a log of this kind cannot do it.
    async fn extend(
        &self,
        stream: &str,
        seen: Tail,
        epoch: u64,
        entries: &[NewEntry],
    ) -> Result<Option<u64>, LogError> {
        let _ = (stream, seen, epoch, entries);
        Ok(None)
    }

    /// Puts these entries in the place of all that the stream holds, in one step, provided that its end still is what
    /// was `seen`; says whether that was so. The epoch is later than the one seen and than `epoch`, whatever the clock
    /// says. What the stream held is put aside for a person to look at.
    async fn replace(
        &self,
        stream: &str,
        seen: Seen,
        epoch: u64,
        entries: &[NewEntry],
    ) -> Result<bool, LogError> {
        let _ = (seen, epoch, entries);
        Err(LogError::damaged(stream, 0, "a log of this kind cannot be written anew by itself"))
    }
}
