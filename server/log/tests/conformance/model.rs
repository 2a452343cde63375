//! Any sequence of appends, repeats, reads and reopenings leaves a log as the plainest model of one says.

use std::sync::Arc;

use efir_log::{Log, NewEntry, Record, link};
use proptest::prelude::*;
use uuid::Uuid;

use crate::{
    cases::{Store, fresh_stream, read_whole},
    disk::Disk,
    redis_single::Redis,
};

const WINDOW: u64 = 6;

#[derive(Clone, Debug)]
enum Step {
    /// Ids out of a handful, so that many come again.
    Append(Vec<(u8, String)>),
    Read(u64, usize),
    Reopen,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let batch = prop::collection::vec((0..24_u8, "\\PC{0,12}"), 1..6);
    let step = prop_oneof![
        6 => batch.prop_map(Step::Append),
        2 => (0..40_u64, 0..12_usize).prop_map(|(after, limit)| Step::Read(after, limit)),
        1 => Just(Step::Reopen),
    ];
    prop::collection::vec(step, 1..30)
}

/// A list, and nothing else.
#[derive(Default)]
struct Model(Vec<Record>);

impl Model {
    fn append(&mut self, entry: &NewEntry) -> u64 {
        let window = self.0.len().saturating_sub(WINDOW as usize);
        if let Some(record) = self.0[window..].iter().find(|record| record.id == entry.id) {
            return record.offset;
        }
        let hash = link(self.0.last().map(|record| &record.hash), &entry.bytes);
        let offset = self.0.len() as u64 + 1;
        self.0.push(Record { offset, id: entry.id, bytes: entry.bytes.clone(), hash });
        offset
    }
}

async fn check(store: &dyn Store, steps: Vec<Step>) {
    let (stream, mut model) = (fresh_stream(), Model::default());
    let mut log: Arc<dyn Log> = store.open_with_window(WINDOW).await;
    for step in steps {
        match step {
            Step::Append(batch) => {
                let new_entry = |(id, text): (u8, String)| NewEntry {
                    id: Uuid::from_u128(id.into()),
                    bytes: text.into(),
                };
                let batch: Vec<NewEntry> = batch.into_iter().map(new_entry).collect();
                let expected: Vec<u64> = batch.iter().map(|entry| model.append(entry)).collect();
                assert_eq!(log.append(&stream, &batch).await.unwrap(), expected);
            }
            Step::Read(after, limit) => {
                let expected: Vec<Record> =
                    model.0.iter().skip(after as usize).take(limit).cloned().collect();
                assert_eq!(log.read(&stream, after, limit).await.unwrap(), expected);
            }
            Step::Reopen => log = store.open_with_window(WINDOW).await,
        }
    }
    assert_eq!(read_whole(&*log, &stream).await, model.0);
}

fn run(cases: u32, store: &dyn Store) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(steps in steps())| runtime.block_on(check(store, steps)));
}

/// Memory cannot be opened again, and so is one handle throughout.
struct Memory;

#[async_trait::async_trait]
impl Store for Memory {
    async fn open(&self) -> Arc<dyn Log> {
        unreachable!("only windows are used")
    }

    async fn open_with_window(&self, window: u64) -> Arc<dyn Log> {
        Arc::new(efir_log::MemoryLog::with_dedup_window(window))
    }
}

#[test]
fn memory_is_as_the_model() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let config = ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() };
    let without_reopening = steps().prop_map(|steps| {
        steps.into_iter().filter(|step| !matches!(step, Step::Reopen)).collect::<Vec<Step>>()
    });
    proptest!(config, |(steps in without_reopening)| runtime.block_on(check(&Memory, steps)));
}

#[test]
fn disk_is_as_the_model() {
    run(40, &Disk::new());
}

#[test]
fn redis_is_as_the_model() {
    run(40, &Redis::new());
}
