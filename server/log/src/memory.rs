//! The log in memory: for tests and for a throw-away demo. It promises nothing beyond the life of the process.
//!
//! It is also the model that the other logs are compared with, so that it stays as plain as it can be.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    DEDUP_WINDOW, Log, LogError, NewEntry, Position, Record, Seen, Tail, epoch_now, names::check_stream,
    verify::link, wake::Wakers,
};

/// A log that lives as long as this value.
#[derive(Debug)]
pub struct MemoryLog {
    dedup_window: u64,
    streams: Mutex<HashMap<String, Stream>>,
    wakers: Wakers,
}

#[derive(Debug)]
struct Stream {
    epoch: u64,
    records: Vec<Record>,
    /// The newest offset of each id. Those that left the window stay, and count no more.
    ids: HashMap<Uuid, u64>,
}

impl Default for MemoryLog {
    fn default() -> Self {
        Self::with_dedup_window(DEDUP_WINDOW)
    }
}

impl MemoryLog {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty log with a window of its own for repeated ids, for tests of the window.
    pub fn with_dedup_window(dedup_window: u64) -> Self {
        Self { dedup_window, streams: Mutex::default(), wakers: Wakers::default() }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Stream>> {
        self.streams.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Stream {
    fn new() -> Self {
        Self { epoch: epoch_now(), records: Vec::new(), ids: HashMap::new() }
    }

    fn append(&mut self, entry: &NewEntry, dedup_window: u64) -> u64 {
        let tail = self.records.len() as u64;
        if let Some(&offset) = self.ids.get(&entry.id)
            && offset + dedup_window > tail
        {
            return offset;
        }
        let hash = link(self.records.last().map(|record| &record.hash), &entry.bytes);
        let offset = tail + 1;
        self.records.push(Record { offset, id: entry.id, bytes: entry.bytes.clone(), hash });
        self.ids.insert(entry.id, offset);
        offset
    }

    fn tail(&self) -> Tail {
        let last = self.records.last();
        Tail {
            position: Position { epoch: self.epoch, offset: last.map_or(0, |record| record.offset) },
            hash: last.map(|record| record.hash).unwrap_or_default(),
        }
    }
}

#[async_trait]
impl Log for MemoryLog {
    async fn append(&self, stream: &str, entries: &[NewEntry]) -> Result<Vec<u64>, LogError> {
        check_stream(stream)?;
        if entries.is_empty() {
            return Ok(Vec::new());
        }
        let offsets = {
            let mut streams = self.lock();
            let stream = streams.entry(stream.to_owned()).or_insert_with(Stream::new);
            entries.iter().map(|entry| stream.append(entry, self.dedup_window)).collect()
        };
        self.wakers.wake(stream);
        Ok(offsets)
    }

    async fn read(&self, stream: &str, after: u64, limit: usize) -> Result<Vec<Record>, LogError> {
        check_stream(stream)?;
        let streams = self.lock();
        let records = streams.get(stream).map_or(&[][..], |stream| &stream.records);
        let skipped = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(records.iter().skip(skipped).take(limit).cloned().collect())
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
        Ok(self.lock().entry(stream.to_owned()).or_insert_with(Stream::new).tail())
    }

    async fn extend(
        &self,
        stream: &str,
        seen: Tail,
        epoch: u64,
        entries: &[NewEntry],
    ) -> Result<Option<u64>, LogError> {
        check_stream(stream)?;
        let mut streams = self.lock();
        let Some(old) = streams.get_mut(stream).filter(|old| seen == old.tail()) else { return Ok(None) };
        for entry in entries {
            old.append(entry, self.dedup_window);
        }
        let epoch = epoch_now().max(old.epoch.max(epoch) + 1);
        old.epoch = epoch;
        drop(streams);
        self.wakers.wake(stream);
        Ok(Some(epoch))
    }

    async fn replace(
        &self,
        stream: &str,
        seen: Seen,
        epoch: u64,
        entries: &[NewEntry],
    ) -> Result<bool, LogError> {
        check_stream(stream)?;
        let mut streams = self.lock();
        let Some(old) = streams.get_mut(stream).filter(|old| seen == Seen::End(old.tail())) else {
            return Ok(false);
        };
        let mut new = Stream { epoch: epoch_now().max(old.epoch + 1).max(epoch + 1), ..Stream::new() };
        for entry in entries {
            new.append(entry, self.dedup_window);
        }
        *old = new;
        drop(streams);
        self.wakers.wake(stream);
        Ok(true)
    }
}
