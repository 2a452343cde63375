//! The log between the nodes, with the faults of a real one: it loses its end in a failover, is emptied, is put back to
//! an older state, and says of an entry that it is durable only when the replicas have it.

use std::collections::BTreeMap;

use efir_log::{Chain, Confirmed, Found, NewEntry, Position, Record, Seen, Tail, link};
use uuid::Uuid;

/// How many of the newest entries an append is checked against: few, so that repeats do get past it.
const DEDUP_WINDOW: u64 = 4;

/// What a node asks of the log.
#[derive(Clone, Debug)]
pub enum Op {
    /// Where does it end?
    Tail,
    /// What comes after that offset? Answered at once.
    Read(u64),
    /// The same, but waits for something to come.
    Follow(u64),
    /// Take these in.
    Append(Vec<NewEntry>),
    /// What stands at that offset, and is it durable?
    Confirm(u64),
    /// All there is, to be healed.
    ReadAll,
    /// Put the end back that was lost.
    Extend(Tail, Vec<NewEntry>),
    /// Put these in the place of all there is.
    Replace(Seen, Vec<NewEntry>),
}

/// What the log answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// Its end.
    Tail(Tail),
    /// What was read.
    Records(Vec<Record>),
    /// What was given is in it.
    Appended,
    /// What stands there.
    Confirmed(Confirmed),
    /// All there is.
    Found(Found),
    /// Whether the end was put back, and in which epoch.
    Extended(Option<u64>),
    /// Whether it was put in place.
    Replaced(bool),
    /// Nothing came of it, or nothing is known of what came of it.
    Unavailable,
}

/// The log.
#[derive(Debug)]
pub struct SimLog {
    epoch: u64,
    records: Vec<Record>,
    ids: BTreeMap<Uuid, u64>,
    /// Whether an entry counts only when the replicas have it.
    pub waits_for_replicas: bool,
    /// How far the replicas are.
    replicated: u64,
}

impl SimLog {
    /// An empty log.
    pub fn new(waits_for_replicas: bool) -> Self {
        SimLog { epoch: 1, records: Vec::new(), ids: BTreeMap::new(), waits_for_replicas, replicated: 0 }
    }

    /// Its end.
    pub fn tail(&self) -> Tail {
        let last = self.records.last();
        Tail {
            position: Position { epoch: self.epoch, offset: self.records.len() as u64 },
            hash: last.map(|record| record.hash).unwrap_or_default(),
        }
    }

    /// All that is in it.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// How far it is as durable as it promises.
    pub fn durable(&self) -> u64 {
        if self.waits_for_replicas { self.replicated } else { self.records.len() as u64 }
    }

    /// The replicas catch up.
    pub fn replicate(&mut self) {
        self.replicated = self.records.len() as u64;
    }

    /// Carries an operation out. A follower that finds nothing gets no answer yet.
    pub fn run(&mut self, op: &Op, now: u64) -> Option<Answer> {
        Some(match op {
            Op::Tail => Answer::Tail(self.tail()),
            Op::Read(after) => Answer::Records(self.after(*after)),
            Op::Follow(after) => {
                let records = self.after(*after);
                return (!records.is_empty()).then_some(Answer::Records(records));
            }
            Op::Append(entries) => {
                entries.iter().for_each(|entry| self.append(entry));
                Answer::Appended
            }
            Op::Confirm(offset) => Answer::Confirmed(Confirmed {
                tail: self.tail(),
                entry: offset.checked_sub(1).and_then(|at| self.records.get(at as usize).cloned()),
                durable: *offset <= self.durable(),
            }),
            Op::ReadAll => Answer::Found(Found {
                tail: Some(self.tail()),
                records: self.records.clone(),
                is_whole: true,
            }),
            Op::Extend(seen, entries) => Answer::Extended(self.extend(seen, entries, now)),
            Op::Replace(seen, entries) => Answer::Replaced(self.replace(*seen, entries, now)),
        })
    }

    fn after(&self, offset: u64) -> Vec<Record> {
        // A batch at a time, as the room reads.
        self.records.iter().skip(offset as usize).take(50).cloned().collect()
    }

    fn append(&mut self, entry: &NewEntry) {
        let tail = self.records.len() as u64;
        if self.ids.get(&entry.id).is_some_and(|offset| offset + DEDUP_WINDOW > tail) {
            return;
        }
        let hash = link(self.records.last().map(|record| &record.hash), &entry.bytes);
        self.records.push(Record { offset: tail + 1, id: entry.id, bytes: entry.bytes.clone(), hash });
        self.ids.insert(entry.id, tail + 1);
    }

    fn extend(&mut self, seen: &Tail, entries: &[NewEntry], now: u64) -> Option<u64> {
        if *seen != self.tail() {
            return None;
        }
        entries.iter().for_each(|entry| self.append(entry));
        self.epoch = now.max(self.epoch + 1);
        Some(self.epoch)
    }

    fn replace(&mut self, seen: Seen, entries: &[NewEntry], now: u64) -> bool {
        if seen != Seen::End(self.tail()) {
            return false;
        }
        self.empty(now);
        entries.iter().for_each(|entry| self.append(entry));
        self.replicate();
        true
    }

    /// Everything is gone.
    pub fn empty(&mut self, now: u64) {
        self.epoch = now.max(self.epoch + 1);
        self.cut(0);
    }

    /// The end is lost: as many entries as `left` stay. The next entries get the numbers of those that are lost.
    pub fn cut(&mut self, left: u64) {
        self.records.truncate(left as usize);
        self.ids.retain(|_, offset| *offset <= left);
        self.replicated = self.replicated.min(left);
    }

    /// Whether every entry follows the one before.
    pub fn is_whole(&self) -> bool {
        let mut chain = Chain::default();
        self.records.iter().all(|record| chain.step(record).is_ok())
    }
}
