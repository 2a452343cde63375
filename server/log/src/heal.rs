//! What a node does when the log is not the one that it folded: after a failover that lost the end, a FLUSHALL, a
//! restored backup, a flipped byte.
//!
//! A node keeps a copy of what it folded ([`Kept`]). Every few seconds, and after every error, it asks the log which
//! entry stands at its last position ([`crate::Log::confirm`]) and compares ([`Mark::compare`]). Where they differ it
//! reads all that is there and writes the log anew: first what it folded, then what else there is ([`Kept::merged`]).
//! So what was folded keeps its order and its numbers, and what people ordered since comes later and wins. The new
//! log is put in place in one step, and only if the old one is still as it was read ([`crate::Log::replace`]); so of
//! several nodes that heal at once one succeeds, and the others find that they lack nothing, or add what they have.
//! The decisions are pure; [`heal`] carries them out on any log, without a clock and without waiting.

use std::{collections::HashSet, fmt};

use uuid::Uuid;

use crate::{
    BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, Chain, Confirmed, Damage, Hash, Log, LogError, NewEntry, Position,
    Record, Tail, link,
};

/// Records read at once.
const READ: usize = 1_024;
/// Where the end cannot be read: behind so many places without one whole entry nothing more is looked for.
const WIDE_GAP: u64 = 10_000;
/// How often a log may change under the one who heals it before that one says so. Each time something was put right.
const PASSES: usize = 16;

/// What a node folded of one stream, and in which order.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    epoch: u64,
    chain: Chain,
    last: Option<NewEntry>,
    /// Every entry, where the log may fork; else none.
    entries: Vec<NewEntry>,
    is_whole: bool,
}

/// A place in what a node folded, to be compared with the log once that has answered.
#[derive(Clone, Debug)]
pub struct Mark {
    /// The place.
    pub position: Position,
    hash: Hash,
    entry: Option<NewEntry>,
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// The log holds what was folded.
    Same,
    /// It does, and another node has begun a new epoch: it healed what was lost.
    Renewed(u64),
    /// It does not.
    Forked(Fork),
}

/// How a log differs from what was folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fork {
    /// There is nothing in it.
    Emptied,
    /// It holds what was folded, in an epoch before that one.
    Earlier {
        /// Its epoch.
        epoch: u64,
    },
    /// It ends before what was folded.
    Shorter {
        /// The offset of its last entry.
        tail: u64,
    },
    /// There is another entry, or none, in the place of one that was folded, or one that does not follow it.
    Differs {
        /// The place.
        offset: u64,
    },
}

impl fmt::Display for Fork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Emptied => write!(f, "it was emptied"),
            Self::Earlier { epoch } => write!(f, "its epoch went back to {epoch}"),
            Self::Shorter { tail } => write!(f, "its end was lost: it ends at offset {tail}"),
            Self::Differs { offset } => write!(f, "another entry stands at offset {offset}"),
        }
    }
}

impl Mark {
    /// Compares with what the log says of this mark's offset.
    pub fn compare(&self, said: &Confirmed) -> Finding {
        let Position { epoch, offset } = self.position;
        let same = match (&said.entry, &self.entry) {
            (None, _) if offset == 0 => true,
            (Some(there), Some(ours)) => {
                there.hash == self.hash && there.id == ours.id && there.bytes == ours.bytes
            }
            _ => false,
        };
        match said.tail.position {
            tail if same && tail.epoch == epoch => Finding::Same,
            tail if same && tail.epoch > epoch => Finding::Renewed(tail.epoch),
            tail if same => Finding::Forked(Fork::Earlier { epoch: tail.epoch }),
            tail if tail.offset == 0 => Finding::Forked(Fork::Emptied),
            tail if tail.offset < offset => Finding::Forked(Fork::Shorter { tail: tail.offset }),
            _ => Finding::Forked(Fork::Differs { offset }),
        }
    }
}

/// All that could be read of a stream.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// Its end; none where that is so damaged that it cannot be read.
    pub tail: Option<Tail>,
    /// What can be read and is not damaged.
    pub records: Vec<Record>,
    /// Whether that is all there is, each following the one before.
    pub is_whole: bool,
}

/// What came of healing.
#[derive(Clone, Debug)]
pub enum Healed {
    /// The log holds what was folded again, and nothing else, in that epoch; so many entries were brought back.
    Same {
        /// The new epoch.
        epoch: u64,
        /// How many entries were brought back.
        back: usize,
    },
    /// The log is another one, to be folded from its beginning.
    Other {
        /// The log as it is now.
        found: Found,
        /// How many entries were brought back by this node.
        back: usize,
    },
}

impl Kept {
    /// Nothing yet, of a stream in that epoch. Entries are kept where the log may fork.
    pub fn new(epoch: u64, may_fork: bool) -> Self {
        Self { epoch, is_whole: may_fork, ..Self::default() }
    }

    /// Adds the next record, if it follows what is here.
    pub fn push(&mut self, record: &Record) -> Result<(), Damage> {
        self.chain.step(record)?;
        let entry = NewEntry { id: record.id, bytes: record.bytes.clone() };
        if self.is_whole {
            self.entries.push(entry.clone());
        }
        self.last = Some(entry);
        Ok(())
    }

    /// How far it goes.
    pub fn position(&self) -> Position {
        Position { epoch: self.epoch, offset: self.chain.offset() }
    }

    /// The same entries in another epoch.
    pub fn renew(&mut self, epoch: u64) {
        self.epoch = epoch;
    }

    /// Whether that record is the one that was folded in its place, as far as it is kept. The chain vouches for its bytes.
    pub(crate) fn knows(&self, record: &Record) -> Result<(), Damage> {
        let place = usize::try_from(record.offset.saturating_sub(1)).unwrap_or(usize::MAX);
        match self.entries.get(place) {
            Some(entry) if entry.id != record.id => {
                let what = format!("its id is {}, but {} was folded", record.id, entry.id);
                Err(Damage { offset: record.offset, what })
            }
            _ => Ok(()),
        }
    }

    /// Whether there is a copy to heal the log from.
    pub fn can_heal(&self) -> bool {
        self.is_whole
    }

    /// Its end, to be compared.
    pub fn mark(&self) -> Mark {
        Mark { position: self.position(), hash: *self.chain.hash(), entry: self.last.clone() }
    }

    /// What a log lacks that ends like this and is all right up to there: the end of what was folded. None where it is
    /// another log, where it lacks nothing, and where so much is lost that it does not fit into one step.
    pub fn lost_end(&self, tail: &Tail) -> Option<&[NewEntry]> {
        let there = usize::try_from(tail.position.offset).ok().filter(|there| *there > 0)?;
        let (kept, lost) = self.entries.split_at_checked(there)?;
        let bytes: usize = lost.iter().map(|entry| entry.bytes.len()).sum();
        if lost.is_empty() || lost.len() > BATCH_MAX_ENTRIES || bytes > BATCH_MAX_BYTES {
            return None;
        }
        let hash =
            kept.iter().fold(None, |before: Option<Hash>, entry| Some(link(before.as_ref(), &entry.bytes)));
        (hash == Some(tail.hash)).then_some(lost)
    }

    /// The log as it should be: what was folded here, then what else can be read. None where the log holds it all,
    /// whole, and a later epoch has begun already.
    pub fn merged(&self, found: &Found) -> Option<Merged> {
        let ids = |entries: &[NewEntry]| entries.iter().map(|entry| entry.id).collect::<HashSet<Uuid>>();
        let ours = ids(&self.entries);
        let there: HashSet<Uuid> = found.records.iter().map(|record| record.id).collect();
        let back = ours.difference(&there).count();
        let epoch = found.tail.map(|tail| tail.position.epoch);
        if back == 0 && found.is_whole && epoch.is_some_and(|epoch| epoch > self.epoch) {
            return None;
        }
        let theirs = found.records.iter().filter(|record| !ours.contains(&record.id));
        let theirs = theirs.map(|record| NewEntry { id: record.id, bytes: record.bytes.clone() });
        Some(Merged { entries: self.entries.iter().cloned().chain(theirs).collect(), back })
    }
}

/// A log as it should be.
#[derive(Clone, Debug)]
pub struct Merged {
    /// Its entries, in order.
    pub entries: Vec<NewEntry>,
    /// How many of them it lacks now.
    pub back: usize,
}

/// Reads a stream from its beginning, past what is damaged.
pub async fn read_all(log: &dyn Log, stream: &str) -> Result<Found, LogError> {
    let tail = match log.tail(stream).await {
        Ok(tail) => Some(tail),
        Err(LogError::Damaged { .. }) => None,
        Err(error) => return Err(error),
    };
    let mut found = Found { tail, records: Vec::new(), is_whole: tail.is_some() };
    let (mut chain, mut after) = (Chain::default(), 0);
    loop {
        let records = match log.read(stream, after, READ).await {
            Ok(records) if records.is_empty() => break,
            Ok(records) => records,
            Err(LogError::Damaged { offset, .. }) => {
                // At least one place further each time, to the end, or where nobody knows that to the first wide gap.
                found.is_whole = false;
                after = offset.max(after + 1);
                let last = found.records.last().map_or(0, |record| record.offset);
                let end = tail.map_or(last + WIDE_GAP, |tail| tail.position.offset);
                if after >= end {
                    break;
                }
                continue;
            }
            Err(error) => return Err(error),
        };
        for record in records {
            after = record.offset;
            if chain.step(&record).is_ok() {
                found.records.push(record);
                continue;
            }
            found.is_whole = false;
            let is_gap = record.offset != chain.offset() + 1;
            chain = Chain::after(&Tail {
                position: Position { epoch: 0, offset: record.offset },
                hash: record.hash,
            });
            // Behind a gap there is no link to check; where there is one, the record does not say what was written.
            if is_gap {
                found.records.push(record);
            }
        }
    }
    Ok(found)
}

/// Makes the log hold all that was kept, in a new epoch, and gives it as it is then.
pub async fn heal(log: &dyn Log, stream: &str, kept: &Kept) -> Result<Healed, LogError> {
    if !kept.is_whole {
        return Err(LogError::damaged(stream, 0, "it is not the log that was folded, and there is no copy"));
    }
    if let Ok(tail) = log.tail(stream).await
        && let Some(lost) = kept.lost_end(&tail)
        && let Some(epoch) = log.extend(stream, tail, kept.epoch, lost).await?
    {
        return Ok(Healed::Same { epoch, back: lost.len() });
    }
    let mut back = 0;
    for _ in 0..PASSES {
        let found = read_all(log, stream).await?;
        let Some(merged) = kept.merged(&found) else { return Ok(Healed::Other { found, back }) };
        let seen = found.tail.map_or(Seen::Damaged { epoch: kept.epoch }, Seen::End);
        if log.replace(stream, seen, kept.epoch, &merged.entries).await? {
            back = merged.back;
        }
    }
    Err(LogError::unavailable(format!("the log of {stream} keeps changing while it is healed")))
}

/// What the one who replaces a log saw of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Its end.
    End(Tail),
    /// That its end is damaged, so that nobody can append to it.
    Damaged {
        /// The epoch that it was in before.
        epoch: u64,
    },
}
