//! The directory as a node follows it: the one log that all nodes share beside the broadcasts' logs, folded by
//! `efir_core::directory`, compared with the log every few seconds, and healed as the rooms' logs are.

use std::{
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::{Duration, Instant},
};

use efir_core::{
    Actor, FORMAT,
    directory::{Deed, Directory, Entry, STREAM},
};
use efir_log::{Finding, Fork, Healed, Kept, Log, LogError, NewEntry, Record, Scrub};
use uuid::Uuid;

use crate::clock;

/// Records read at once.
const BATCH: usize = 256;
/// How long one wait for news lasts; the log is compared with what was folded after each.
const WAIT: Duration = Duration::from_secs(2);
/// How often an entry is asked after until it is durable; each time takes up to a second.
const TRIES: usize = 10;

/// The directory on this node.
#[derive(Debug)]
pub struct Shelf {
    log: Arc<dyn Log>,
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    directory: Directory,
    kept: Kept,
    compared: Option<Instant>,
    scrub: Scrub,
    /// Where it is damaged, with no copy to mend it from.
    damaged: Option<u64>,
}

impl State {
    fn push(&mut self, record: &Record) -> Result<(), LogError> {
        self.kept.push(record).map_err(|damage| damage.of(STREAM))?;
        self.directory.apply(&record.bytes);
        Ok(())
    }
}

impl Shelf {
    /// Reads it to its end.
    pub async fn open(log: Arc<dyn Log>) -> Result<Self, LogError> {
        let epoch = log.tail(STREAM).await?.position.epoch;
        let state = State { kept: Kept::new(epoch, log.may_fork()), ..State::default() };
        let shelf = Self { log, state: RwLock::new(state) };
        shelf.catch_up().await?;
        Ok(shelf)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Looks something up.
    pub fn get<T>(&self, look: impl FnOnce(&Directory) -> T) -> T {
        look(&self.read().directory)
    }

    /// How long ago it was seen to be the same as the log.
    pub fn age(&self) -> Duration {
        self.read().compared.map_or(Duration::ZERO, |at| at.elapsed())
    }

    /// Appends, and folds that; the entry is durable when this returns.
    pub async fn append(&self, id: Uuid, by: Actor, deed: Deed) -> Result<(), LogError> {
        append(&*self.log, id, by, deed).await?;
        self.catch_up().await?;
        for _ in 0..TRIES {
            if self.log.confirm(STREAM, self.read_offset()).await?.durable {
                return Ok(());
            }
        }
        Err(LogError::Unavailable { what: "too few replicas have the directory's newest entry".to_owned() })
    }

    fn read_offset(&self) -> u64 {
        self.read().kept.position().offset
    }

    /// Waits for news, and folds it; heals the log where it is another one.
    pub async fn follow(&self) -> Result<(), LogError> {
        self.log.follow(STREAM, self.read_offset(), 1, WAIT).await?;
        match self.catch_up().await {
            // What comes next does not follow what was folded: it is another log, and a longer one.
            Err(LogError::Damaged { offset, .. }) => self.heal(&Fork::Differs { offset }).await?,
            other => other?,
        }
        let (mark, piece) = {
            let State { kept, scrub, .. } = &mut *self.write();
            (kept.mark(), scrub.next(kept))
        };
        let read = match piece {
            Some((after, limit)) => Some(self.log.read(STREAM, after, limit).await),
            None => None,
        };
        let said = self.log.confirm(STREAM, mark.position.offset).await?;
        match mark.compare(&said) {
            Finding::Same => {
                if let Some(fork) = read.map(|read| self.read_over(read)).transpose()?.flatten() {
                    self.heal(&fork).await?;
                }
            }
            Finding::Renewed(epoch) => self.write().kept.renew(epoch),
            Finding::Forked(fork) => self.heal(&fork).await?,
        }
        self.write().compared = Some(Instant::now());
        Ok(())
    }

    /// Older entries were read over: without a copy to mend them from, damage is told once.
    fn read_over(&self, read: Result<Vec<Record>, LogError>) -> Result<Option<Fork>, LogError> {
        let State { kept, scrub, damaged, .. } = &mut *self.write();
        let found = scrub.judge(kept, read)?;
        if kept.can_heal() {
            return Ok(found.map(|offset| Fork::Differs { offset }));
        }
        if let Some(offset) = found.filter(|_| *damaged != found) {
            tracing::error!(offset, "the directory is damaged behind us; the server goes on from memory");
        }
        *damaged = found;
        Ok(None)
    }

    async fn heal(&self, fork: &Fork) -> Result<(), LogError> {
        tracing::error!("the directory is not the one that was folded: {fork}; healing it");
        let kept = self.read().kept.clone();
        let back = match efir_log::heal(&*self.log, STREAM, &kept).await? {
            Healed::Same { epoch, back } => {
                self.write().kept.renew(epoch);
                back
            }
            Healed::Other { found, back } => {
                let epoch = found.tail.unwrap_or_default().position.epoch;
                let mut state = State { kept: Kept::new(epoch, true), ..State::default() };
                found.records.iter().try_for_each(|record| state.push(record))?;
                *self.write() = state;
                back
            }
        };
        tracing::warn!(back, "the directory is healed");
        Ok(())
    }

    async fn catch_up(&self) -> Result<(), LogError> {
        loop {
            let after = self.read_offset();
            let records = self.log.read(STREAM, after, BATCH).await?;
            if records.is_empty() {
                return Ok(());
            }
            let mut state = self.write();
            for record in records {
                // Two tasks may read the same news: each entry is folded once.
                if record.offset == state.kept.position().offset + 1 {
                    state.push(&record)?;
                }
            }
        }
    }
}

/// Appends to the directory.
pub async fn append(log: &dyn Log, id: Uuid, by: Actor, deed: Deed) -> Result<(), LogError> {
    let entry = Entry { v: FORMAT, id, at: clock::now_ms(), by, deed };
    // Cannot fail: an entry is plain data with strings for keys.
    let bytes = serde_json::to_string(&entry).expect("an entry is plain data");
    log.append(STREAM, &[NewEntry { id, bytes: bytes.into() }]).await.map(drop)
}
