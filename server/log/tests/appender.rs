//! What the queue before a log promises when the log behind it fails, is slow, or is given too much.
//!
//! Time stands still in these tests until everybody waits, so that they last no time and never depend on it.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test says what went wrong by failing")]

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use efir_log::{
    Appender, BATCH_MAX_BYTES, BATCH_MAX_ENTRIES, Log, LogError, MemoryLog, NewEntry, QUEUE_MAX_ENTRIES,
    RETRY_AFTER_MS, Record, Tail,
};
use futures_util::future::join_all;
use tokio::time::Instant;
use uuid::Uuid;

const SECOND: Duration = Duration::from_secs(1);

/// How a call to append goes wrong.
#[derive(Clone, Copy, Debug)]
enum Fault {
    /// The request was lost.
    Lost,
    /// The answer was lost: the entries are there.
    AnswerLost,
    /// The answer never comes.
    Hangs,
    /// No use in trying again.
    Final,
}

/// A log in memory whose first appends go wrong, as listed, and which remembers the batches it was given.
#[derive(Debug, Default)]
struct Faulty {
    log: MemoryLog,
    faults: Vec<Fault>,
    calls: AtomicUsize,
    batches: Mutex<Vec<Vec<Uuid>>>,
}

impl Faulty {
    fn new(faults: &[Fault]) -> Arc<Self> {
        Arc::new(Self { faults: faults.to_vec(), ..Self::default() })
    }

    async fn ids(&self) -> Vec<Uuid> {
        self.log.read("s", 0, usize::MAX).await.unwrap().iter().map(|record| record.id).collect()
    }
}

#[async_trait]
impl Log for Faulty {
    async fn append(&self, stream: &str, entries: &[NewEntry]) -> Result<Vec<u64>, LogError> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        self.batches.lock().unwrap().push(entries.iter().map(|entry| entry.id).collect());
        // A round trip, in which others gather.
        tokio::time::sleep(Duration::from_millis(1)).await;
        let unavailable = || LogError::Unavailable { what: format!("call {call}") };
        match self.faults.get(call) {
            None => self.log.append(stream, entries).await,
            Some(Fault::Lost) => Err(unavailable()),
            Some(Fault::AnswerLost) => self.log.append(stream, entries).await.and(Err(unavailable())),
            Some(Fault::Hangs) => std::future::pending().await,
            Some(Fault::Final) => Err(LogError::Poisoned { what: "for good".to_owned() }),
        }
    }

    async fn read(&self, stream: &str, after: u64, limit: usize) -> Result<Vec<Record>, LogError> {
        self.log.read(stream, after, limit).await
    }

    async fn follow(
        &self,
        stream: &str,
        after: u64,
        limit: usize,
        wait: Duration,
    ) -> Result<Vec<Record>, LogError> {
        self.log.follow(stream, after, limit, wait).await
    }

    async fn tail(&self, stream: &str) -> Result<Tail, LogError> {
        self.log.tail(stream).await
    }
}

fn ids(count: usize) -> Vec<Uuid> {
    (0..count).map(|_| Uuid::new_v4()).collect()
}

#[tokio::test(start_paused = true)]
async fn an_append_is_tried_again_until_it_is_there_once() {
    let log = Faulty::new(&[Fault::Lost, Fault::AnswerLost, Fault::Lost]);
    let appender = Appender::new(log.clone(), "s");
    let ids = ids(3);
    let offsets = join_all(ids.iter().map(|id| appender.append(*id, "{}", 60 * SECOND))).await;
    assert_eq!(offsets, [Ok(1), Ok(2), Ok(3)]);
    assert_eq!(log.ids().await, ids);
    assert!(log.batches.lock().unwrap().iter().all(|batch| *batch == ids), "the same ids in the same order");
}

#[tokio::test(start_paused = true)]
async fn patience_ends_at_the_deadline() {
    for fault in [Fault::Lost, Fault::AnswerLost, Fault::Hangs] {
        let log = Faulty::new(&[fault; 1_000]);
        let appender = Appender::new(log, "s");
        let (started, id) = (Instant::now(), Uuid::new_v4());
        let error = appender.append(id, "{}", 3 * SECOND).await.unwrap_err();
        assert!(matches!(error, LogError::Unavailable { .. }), "{fault:?}: {error}");
        assert_eq!(started.elapsed().as_secs(), 3, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_deadline_is_not_anothers() {
    let log = Faulty::new(&[Fault::Lost; 8]);
    let appender = Appender::new(log.clone(), "s");
    let ids = ids(2);
    let (hasty, patient) =
        tokio::join!(appender.append(ids[0], "{}", SECOND / 10), appender.append(ids[1], "{}", 60 * SECOND));
    assert!(hasty.unwrap_err().is_retryable());
    assert_eq!(patient, Ok(1));
    assert_eq!(log.ids().await, ids[1..]);
}

#[tokio::test(start_paused = true)]
async fn tries_are_spaced_ever_wider_up_to_a_second() {
    let log = Faulty::new(&[Fault::Lost; 1_000]);
    let appender = Appender::new(log.clone(), "s");
    appender.append(Uuid::new_v4(), "{}", 60 * SECOND).await.unwrap_err();
    // 20 + 40 + … + 640 ms, then one a second.
    let calls = log.calls.load(Ordering::Relaxed);
    assert!((60..=70).contains(&calls), "{calls} calls in a minute");
}

#[tokio::test(start_paused = true)]
async fn an_error_for_good_is_told_at_once() {
    let log = Faulty::new(&[Fault::Final]);
    let appender = Appender::new(log.clone(), "s");
    let started = Instant::now();
    let error = appender.append(Uuid::new_v4(), "{}", 60 * SECOND).await.unwrap_err();
    assert_eq!(error, LogError::Poisoned { what: "for good".to_owned() });
    assert!(started.elapsed() < SECOND);
    assert_eq!(appender.append(Uuid::new_v4(), "{}", 60 * SECOND).await, Ok(1), "the queue itself goes on");
}

#[tokio::test(start_paused = true)]
async fn a_full_queue_refuses_at_once_and_serves_those_who_are_in_it() {
    let log = Faulty::new(&[]);
    let appender = Appender::new(log.clone(), "s");
    let many = ids(QUEUE_MAX_ENTRIES + 100);
    let outcomes = join_all(many.iter().map(|id| appender.append(*id, "{}", 60 * SECOND))).await;
    let refused = LogError::Overloaded { stream: "s".to_owned(), retry_after_ms: RETRY_AFTER_MS };
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), QUEUE_MAX_ENTRIES);
    assert!(outcomes.iter().skip(QUEUE_MAX_ENTRIES).all(|outcome| outcome.as_ref() == Err(&refused)));
    assert_eq!(log.ids().await, many[..QUEUE_MAX_ENTRIES]);
}

#[tokio::test(start_paused = true)]
async fn a_batch_has_limits_and_one_large_entry_has_none() {
    let log = Faulty::new(&[]);
    let appender = Appender::new(log.clone(), "s");
    let small = ids(BATCH_MAX_ENTRIES + 1);
    join_all(small.iter().map(|id| appender.append(*id, "{}", SECOND))).await;
    let sizes =
        || -> Vec<usize> { std::mem::take(&mut *log.batches.lock().unwrap()).iter().map(Vec::len).collect() };
    assert_eq!(sizes(), [BATCH_MAX_ENTRIES, 1]);

    let (half, huge) = ("x".repeat(BATCH_MAX_BYTES / 2), "x".repeat(BATCH_MAX_BYTES * 2));
    let texts = [&half, &half, &half, &huge, &half];
    let outcomes = join_all(texts.map(|text| appender.append(Uuid::new_v4(), text.as_str(), SECOND))).await;
    assert!(outcomes.is_sorted_by_key(|offset| offset.clone().unwrap()));
    assert_eq!(sizes(), [2, 1, 1, 1]);
}

#[tokio::test(start_paused = true)]
async fn an_entry_whose_caller_went_away_is_appended_all_the_same() {
    let log = Faulty::new(&[Fault::Lost]);
    let appender = Appender::new(log.clone(), "s");
    let id = Uuid::new_v4();
    let call = appender.append(id, "{}", 60 * SECOND);
    assert!(tokio::time::timeout(Duration::from_millis(1), call).await.is_err());
    // The last handle gone too: what waits is sent before the queue ends.
    drop(appender);
    tokio::time::sleep(SECOND).await;
    assert_eq!(log.ids().await, [id]);
}
