//! What every log must do, said once. A case knows only the trait, and a way to open one more handle.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use efir_log::{Appender, Chain, Log, LogError, NewEntry, Record};
use uuid::Uuid;

use crate::servers::PATIENCE;

/// One log, of which any number of handles may be opened, as several nodes would.
#[async_trait]
pub trait Store: Send + Sync {
    /// One more handle.
    async fn open(&self) -> Arc<dyn Log>;
    /// One more handle, which takes ids for repeats within the newest `window` entries only.
    async fn open_with_window(&self, window: u64) -> Arc<dyn Log>;
}

/// Cases share a server, not a stream.
pub fn fresh_stream() -> String {
    format!("test-{}", Uuid::new_v4())
}

pub fn entry(text: impl AsRef<str>) -> NewEntry {
    NewEntry { id: Uuid::new_v4(), bytes: Arc::from(format!(r#"{{"text":"{}"}}"#, text.as_ref())) }
}

pub fn entries(count: usize) -> Vec<NewEntry> {
    (0..count).map(|n| entry(n.to_string())).collect()
}

/// Reads all, checks the chain, and gives back what is there.
pub async fn read_whole(log: &dyn Log, stream: &str) -> Vec<Record> {
    let mut records = Vec::new();
    let mut chain = Chain::default();
    loop {
        let more = log.read(stream, chain.offset(), 1_000).await.unwrap();
        if more.is_empty() {
            let tail = log.tail(stream).await.unwrap();
            assert_eq!(
                (tail.position.offset, &tail.hash),
                (chain.offset(), chain.hash()),
                "the tail is the last entry"
            );
            return records;
        }
        for record in &more {
            chain.step(record).unwrap();
        }
        records.extend(more);
    }
}

fn ids(records: &[Record]) -> Vec<Uuid> {
    records.iter().map(|record| record.id).collect()
}

fn offsets(records: &[Record]) -> Vec<u64> {
    records.iter().map(|record| record.offset).collect()
}

pub async fn offsets_are_contiguous_from_one(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    assert_eq!(log.tail(&stream).await.unwrap().position.offset, 0);
    assert_eq!(log.append(&stream, &entries(1)).await.unwrap(), [1]);
    assert_eq!(log.append(&stream, &entries(3)).await.unwrap(), [2, 3, 4]);
    assert_eq!(log.append(&stream, &[]).await.unwrap(), [0_u64; 0]);
    assert_eq!(offsets(&read_whole(&*log, &stream).await), [1, 2, 3, 4]);
}

pub async fn a_repeated_id_has_its_first_offset(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let (a, b, c) = (entry("a"), entry("b"), entry("c"));
    assert_eq!(log.append(&stream, &[a.clone(), b.clone()]).await.unwrap(), [1, 2]);
    assert_eq!(log.append(&stream, &[b.clone(), a.clone()]).await.unwrap(), [2, 1]);
    // Within one batch too, and with other bytes: the first stay.
    let other = NewEntry { id: c.id, bytes: "{}".into() };
    assert_eq!(log.append(&stream, &[c.clone(), a.clone(), other, c.clone()]).await.unwrap(), [3, 1, 3, 3]);
    let records = read_whole(&*log, &stream).await;
    assert_eq!(ids(&records), [a.id, b.id, c.id]);
    assert_eq!(records[2].bytes, c.bytes);
}

pub async fn an_id_counts_as_repeated_within_the_window_only(store: &dyn Store) {
    let (log, stream) = (store.open_with_window(3).await, fresh_stream());
    let first = entry("first");
    log.append(&stream, std::slice::from_ref(&first)).await.unwrap();
    log.append(&stream, &entries(2)).await.unwrap();
    assert_eq!(
        log.append(&stream, std::slice::from_ref(&first)).await.unwrap(),
        [1],
        "it is the oldest of three"
    );
    log.append(&stream, &entries(1)).await.unwrap();
    assert_eq!(
        log.append(&stream, std::slice::from_ref(&first)).await.unwrap(),
        [5],
        "it has left the window"
    );
    assert_eq!(log.append(&stream, std::slice::from_ref(&first)).await.unwrap(), [5]);
    log.append(&stream, &entries(2)).await.unwrap();
    assert_eq!(log.append(&stream, std::slice::from_ref(&first)).await.unwrap(), [5]);
    log.append(&stream, &entries(1)).await.unwrap();
    assert_eq!(log.append(&stream, &[first]).await.unwrap(), [9]);
    read_whole(&*log, &stream).await;
}

pub async fn a_batch_keeps_its_order(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let batch = entries(512);
    assert_eq!(log.append(&stream, &batch).await.unwrap(), (1..=512).collect::<Vec<u64>>());
    let records = read_whole(&*log, &stream).await;
    assert_eq!(ids(&records), batch.iter().map(|entry| entry.id).collect::<Vec<_>>());
    assert!(records.iter().zip(&batch).all(|(record, entry)| record.bytes == entry.bytes));
}

pub async fn many_may_append_at_once(store: &dyn Store) {
    let stream = fresh_stream();
    let handles = [store.open().await, store.open().await];
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let (log, stream) = (handles[task % 2].clone(), stream.clone());
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                for entry in entries(200) {
                    let offset = log.append(&stream, std::slice::from_ref(&entry)).await.unwrap()[0];
                    acknowledged.push((offset, entry.id));
                }
                acknowledged
            })
        })
        .collect();
    let mut acknowledged = BTreeMap::new();
    for task in tasks {
        let mine = task.await.unwrap();
        assert!(mine.is_sorted(), "one who appends after another is behind it");
        acknowledged.extend(mine);
    }
    let records = read_whole(&*handles[0], &stream).await;
    assert_eq!(records.len(), 1_600);
    assert!(records.iter().all(|record| acknowledged[&record.offset] == record.id));
    assert_eq!(ids(&records).into_iter().collect::<HashSet<_>>().len(), 1_600);
}

pub async fn a_window_can_be_read(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    log.append(&stream, &entries(10)).await.unwrap();
    let read = async |after, limit| offsets(&log.read(&stream, after, limit).await.unwrap());
    assert_eq!(read(0, 3).await, [1, 2, 3]);
    assert_eq!(read(3, 3).await, [4, 5, 6]);
    assert_eq!(read(8, 100).await, [9, 10]);
    assert_eq!(read(0, 0).await, [0_u64; 0]);
    for after in [10, 11, 1 << 40, u64::MAX] {
        assert_eq!(read(after, 5).await, [0_u64; 0], "after {after}");
        assert!(log.follow(&stream, after, 5, Duration::from_millis(5)).await.unwrap().is_empty());
    }
    assert!(log.read(&fresh_stream(), 0, 5).await.unwrap().is_empty());
}

pub async fn following_gives_what_is_there_at_once(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    log.append(&stream, &entries(5)).await.unwrap();
    assert_eq!(offsets(&log.follow(&stream, 2, 2, PATIENCE).await.unwrap()), [3, 4]);
    assert_eq!(offsets(&log.follow(&stream, 4, 10, Duration::ZERO).await.unwrap()), [5]);
    assert!(log.follow(&stream, 0, 0, Duration::ZERO).await.unwrap().is_empty());
}

pub async fn following_wakes_on_an_append(store: &dyn Store) {
    let stream = fresh_stream();
    let (here, there) = (store.open().await, store.open().await);
    for (round, log) in [&here, &there, &here].into_iter().enumerate() {
        let after = round as u64;
        let follow = {
            let (follower, stream) = (here.clone(), stream.clone());
            tokio::spawn(async move { follower.follow(&stream, after, 10, PATIENCE).await })
        };
        // Most often this lets it fall asleep first; the case holds either way.
        tokio::time::sleep(Duration::from_millis(50)).await;
        log.append(&stream, &entries(1)).await.unwrap();
        assert_eq!(offsets(&follow.await.unwrap().unwrap()), [after + 1]);
    }
}

pub async fn following_ends_empty_when_nothing_comes(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    log.append(&stream, &entries(1)).await.unwrap();
    let started = Instant::now();
    assert!(log.follow(&stream, 1, 10, Duration::from_millis(120)).await.unwrap().is_empty());
    assert!(started.elapsed() >= Duration::from_millis(100), "it waited for {:?}", started.elapsed());
    assert!(started.elapsed() < PATIENCE);
}

pub async fn following_waits_longer_than_one_wait_in_the_server(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let follow = {
        let (log, stream) = (log.clone(), stream.clone());
        tokio::spawn(async move { log.follow(&stream, 0, 10, PATIENCE).await })
    };
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    log.append(&stream, &entries(1)).await.unwrap();
    assert_eq!(offsets(&follow.await.unwrap().unwrap()), [1]);
}

pub async fn a_cancelled_follow_loses_nothing(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let append = {
        let (log, stream) = (log.clone(), stream.clone());
        tokio::spawn(async move {
            for entry in entries(300) {
                log.append(&stream, &[entry]).await.unwrap();
            }
        })
    };
    let (mut seen, mut cancelled) = (Vec::new(), 0_u64);
    while seen.len() < 300 {
        // Cut off after ever other times, some before it began, some in the middle.
        let patience = Duration::from_micros(cancelled * 97 % 3_000);
        let follow = log.follow(&stream, seen.len() as u64, 7, PATIENCE);
        match tokio::time::timeout(patience, follow).await {
            Ok(records) => seen.extend(offsets(&records.unwrap())),
            Err(_) => cancelled += 1,
        }
        // A log that answers too fast is cut off as well.
        drop(log.follow(&stream, seen.len() as u64, 7, PATIENCE));
        assert!(cancelled < 1_000_000);
        if cancelled % 100 == 99 {
            cancelled += 1;
            seen.extend(offsets(
                &log.follow(&stream, seen.len() as u64, 7, Duration::from_millis(50)).await.unwrap(),
            ));
        }
    }
    append.await.unwrap();
    assert_eq!(seen, (1..=300).collect::<Vec<u64>>());
}

pub async fn many_may_follow(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let followers: Vec<_> = (0..20)
        .map(|_| {
            let (log, stream) = (log.clone(), stream.clone());
            tokio::spawn(async move {
                let mut seen = Vec::new();
                while seen.len() < 50 {
                    seen.extend(offsets(&log.follow(&stream, seen.len() as u64, 9, PATIENCE).await.unwrap()));
                }
                seen
            })
        })
        .collect();
    for batch in entries(50).chunks(5) {
        log.append(&stream, batch).await.unwrap();
    }
    for follower in followers {
        assert_eq!(follower.await.unwrap(), (1..=50).collect::<Vec<u64>>());
    }
}

pub async fn streams_do_not_mix(store: &dyn Store) {
    let (log, one, two) = (store.open().await, fresh_stream(), fresh_stream());
    let (a, b) = (entry("a"), entry("b"));
    assert_eq!(log.append(&one, std::slice::from_ref(&a)).await.unwrap(), [1]);
    assert_eq!(log.append(&two, &[b.clone(), a.clone()]).await.unwrap(), [1, 2]);
    assert_eq!(ids(&read_whole(&*log, &one).await), [a.id]);
    assert_eq!(ids(&read_whole(&*log, &two).await), [b.id, a.id]);
    assert!(log.follow(&one, 1, 5, Duration::from_millis(20)).await.unwrap().is_empty());
}

/// The same entries have the same hashes in every log: those of the chain, worked out by hand here.
pub async fn the_chain_is_the_same_everywhere(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let batch: Vec<NewEntry> = ["{}", r#"{"v":1}"#, "вопрос", ""]
        .into_iter()
        .map(|text| NewEntry { id: Uuid::new_v4(), bytes: text.into() })
        .collect();
    log.append(&stream, &batch[..1]).await.unwrap();
    log.append(&stream, &batch[1..]).await.unwrap();
    let hashes: Vec<String> =
        read_whole(&*log, &stream).await.iter().map(|record| hex::encode(record.hash)).collect();
    // Each made by: printf '%s%s' PREVIOUS BYTES | sha1sum
    assert_eq!(
        hashes,
        [
            "bf21a9e8fbc5a3846fb05b4fa0859e0917b2202f",
            "2358925672abf020ac0de6dbf378fad5c02d7c18",
            "316b40a30187a0d90f8f3467a5bd655bbfecb35f",
            "2d62ef709d7b084fe7bfbfc9b28af0c348af8f49",
        ]
    );
}

pub async fn the_epoch_stays(store: &dyn Store) {
    let stream = fresh_stream();
    let log = store.open().await;
    let empty = log.tail(&stream).await.unwrap().position;
    assert!(empty.epoch > 0 && empty.offset == 0);
    assert_eq!(log.tail(&stream).await.unwrap().position, empty);
    log.append(&stream, &entries(2)).await.unwrap();
    let other = store.open().await;
    drop(log);
    let position = other.tail(&stream).await.unwrap().position;
    assert_eq!((position.epoch, position.offset), (empty.epoch, 2));
    // A stream that begins with an append has one as well.
    let stream = fresh_stream();
    other.append(&stream, &entries(1)).await.unwrap();
    assert!(other.tail(&stream).await.unwrap().position.epoch > 0);
}

pub async fn all_is_there_when_opened_again(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let batch = entries(20);
    log.append(&stream, &batch).await.unwrap();
    let before = (read_whole(&*log, &stream).await, log.tail(&stream).await.unwrap());
    drop(log);
    let log = store.open().await;
    assert_eq!((read_whole(&*log, &stream).await, log.tail(&stream).await.unwrap()), before);
    assert_eq!(log.append(&stream, &batch[..1]).await.unwrap(), [1], "repeats are known");
    assert_eq!(log.append(&stream, &entries(1)).await.unwrap(), [21]);
}

pub async fn two_handles_agree(store: &dyn Store) {
    let stream = fresh_stream();
    let (one, two) = (store.open().await, store.open().await);
    let shared = entry("from both");
    assert_eq!(one.append(&stream, std::slice::from_ref(&shared)).await.unwrap(), [1]);
    assert_eq!(two.append(&stream, &[entry("two"), shared.clone()]).await.unwrap(), [2, 1]);
    assert_eq!(one.append(&stream, &[entry("one")]).await.unwrap(), [3]);
    assert_eq!(read_whole(&*one, &stream).await, read_whole(&*two, &stream).await);
    assert_eq!(one.tail(&stream).await.unwrap(), two.tail(&stream).await.unwrap());
}

pub async fn bytes_come_back_as_they_were(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let large = format!(r#"{{"text":"{}"}}"#, "ы".repeat(32 * 1024));
    let texts = [
        large.as_str(),
        r#"{ "unknown" : [1.0, 1e3, "\u0041"],"a":1,"a":2 }"#,
        "{\"text\":\"Ёж 👩‍👩‍👧 العربية \u{202e} é e\u{301}\"}",
        "line one\r\nline two\0\u{1f}",
        "",
    ];
    let batch: Vec<NewEntry> =
        texts.iter().map(|&text| NewEntry { id: Uuid::new_v4(), bytes: text.into() }).collect();
    log.append(&stream, &batch).await.unwrap();
    let records = read_whole(&*log, &stream).await;
    assert_eq!(records.iter().map(|record| &*record.bytes).collect::<Vec<_>>(), texts);
}

pub async fn a_name_that_no_log_can_hold_is_refused(store: &dyn Store) {
    let log = store.open().await;
    for name in ["", "a{b}c", "new\nline"] {
        let refused = [
            log.append(name, &entries(1)).await.err(),
            log.read(name, 0, 1).await.err(),
            log.follow(name, 0, 1, Duration::from_millis(1)).await.err(),
            log.tail(name).await.err(),
        ];
        for error in refused {
            assert!(matches!(error, Some(LogError::Config { .. })), "{name:?}: {error:?}");
        }
    }
}

pub async fn an_appender_gathers_and_keeps_order(store: &dyn Store) {
    let (log, stream) = (store.open().await, fresh_stream());
    let appender = Appender::new(log.clone(), stream.as_str());
    let batch = entries(1_200);
    let waiting: Vec<_> =
        batch.iter().map(|entry| appender.append(entry.id, entry.bytes.clone(), PATIENCE)).collect();
    let offsets = futures_util::future::join_all(waiting).await;
    let offsets: Vec<u64> = offsets.into_iter().map(|offset| offset.unwrap()).collect();
    assert_eq!(offsets, (1..=1_200).collect::<Vec<u64>>());
    assert_eq!(appender.append(batch[7].id, "{}", PATIENCE).await.unwrap(), 8);
    assert_eq!(read_whole(&*log, &stream).await.len(), 1_200);
}
