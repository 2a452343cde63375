//! A log that is not the one that a node folded, on a real Redis, and what the node makes of it.

use std::{collections::HashSet, sync::Arc};

use efir_log::{
    Confirmed, Finding, Fork, Healed, Kept, Log, LogError, NewEntry, RedisLog, Scrub, heal, read_all,
};
use uuid::Uuid;

use crate::{
    cases::{entries, entry, fresh_stream, read_whole},
    redis_single::Redis,
    servers::{Server, wait_until},
};

/// A node's view of one stream.
struct Node {
    log: Arc<dyn Log>,
    stream: String,
    kept: Kept,
}

impl Node {
    async fn on(server: &Server, stream: &str) -> Self {
        let log = RedisLog::connect(&format!("redis://127.0.0.1:{}", server.port)).await.unwrap();
        let epoch = log.tail(stream).await.unwrap().position.epoch;
        let mut node = Node { log: Arc::new(log), stream: stream.to_owned(), kept: Kept::new(epoch, true) };
        node.fold().await;
        node
    }

    async fn fold(&mut self) {
        for record in self.log.read(&self.stream, self.kept.position().offset, 10_000).await.unwrap() {
            self.kept.push(&record).unwrap();
        }
    }

    async fn compare(&self) -> Finding {
        let mark = self.kept.mark();
        let said: Result<Confirmed, LogError> = self.log.confirm(&self.stream, mark.position.offset).await;
        match said {
            Ok(said) => mark.compare(&said),
            Err(LogError::Damaged { offset, .. }) => Finding::Forked(Fork::Differs { offset }),
            Err(error) => panic!("{error}"),
        }
    }

    /// Heals; the log is whole then, holds what was folded first, and has each entry once.
    async fn heal(&mut self) -> usize {
        let healed = heal(&*self.log, &self.stream, &self.kept).await.unwrap();
        let before = self.kept.position();
        let back = match healed {
            Healed::Same { epoch, back } => {
                self.kept.renew(epoch);
                back
            }
            Healed::Other { found, back } => {
                assert!(found.is_whole);
                self.kept = Kept::new(found.tail.unwrap().position.epoch, true);
                found.records.iter().for_each(|record| self.kept.push(record).unwrap());
                back
            }
        };
        assert!(self.kept.position().epoch > before.epoch, "a new epoch");
        assert_eq!(self.compare().await, Finding::Same);
        back
    }

    async fn ids(&self) -> Vec<Uuid> {
        read_whole(&*self.log, &self.stream).await.iter().map(|record| record.id).collect()
    }
}

fn ids(entries: &[NewEntry]) -> Vec<Uuid> {
    entries.iter().map(|entry| entry.id).collect()
}

/// Keeps the stream's keys as they are now; what is given back puts them in place again, as an old backup would.
fn backup<'a>(server: &'a Server, stream: &str) -> impl FnOnce() + use<'a> {
    let keys = ["log", "ids", "meta"].map(|key| format!("efir:{{{stream}}}:{key}"));
    for key in &keys {
        assert!(server.ask(&format!("COPY {key} {key}-backup")).starts_with(":1"));
    }
    move || {
        for key in &keys {
            assert!(server.ask(&format!("RENAME {key}-backup {key}")).starts_with("+OK"));
        }
    }
}

/// Writes a stream anew with one entry's bytes changed, as a bad disk or memory would leave it.
fn flip(server: &Server, stream: &str, offset: u64) {
    let script = "for _, e in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do \
                  if e[1] == ARGV[1] .. '-0' then e[2][4] = 'x' .. e[2][4] end \
                  redis.call('XADD', KEYS[2], e[1], unpack(e[2])) end \
                  redis.call('RENAME', KEYS[2], KEYS[1])";
    let key = format!("efir:{{{stream}}}:log");
    let ran = std::process::Command::new("redis-cli")
        .args([
            "-p",
            &server.port.to_string(),
            "EVAL",
            script,
            "2",
            &key,
            &format!("{key}-flipped"),
            &offset.to_string(),
        ])
        .output()
        .unwrap();
    assert!(ran.status.success() && !String::from_utf8_lossy(&ran.stdout).contains("ERR"), "{ran:?}");
}

#[tokio::test]
async fn a_log_that_is_as_it_was_is_left_alone() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let mut node = Node::on(&redis.0, &stream).await;
    assert_eq!(node.compare().await, Finding::Same, "an empty one");
    node.log.append(&stream, &entries(5)).await.unwrap();
    assert_eq!(node.compare().await, Finding::Same, "one that has grown");
    node.fold().await;
    assert_eq!(node.compare().await, Finding::Same);
}

#[tokio::test]
async fn an_emptied_redis_is_filled_again() {
    let server = Server::start(&[]);
    let (stream, batch) = (fresh_stream(), entries(1_500));
    let mut node = Node::on(&server, &stream).await;
    node.log.append(&stream, &batch).await.unwrap();
    node.fold().await;
    server.ask("FLUSHALL");
    assert_eq!(node.compare().await, Finding::Forked(Fork::Emptied));
    // Somebody asks before anybody noticed.
    let late = entry("late");
    node.log.append(&stream, std::slice::from_ref(&late)).await.unwrap();
    assert!(matches!(node.compare().await, Finding::Forked(Fork::Shorter { tail: 1 })));
    assert_eq!(node.heal().await, 1_500);
    let mut expected = ids(&batch);
    expected.push(late.id);
    assert_eq!(
        node.ids().await,
        expected,
        "what was folded keeps its place, and what came since comes after it"
    );
}

#[tokio::test]
async fn an_epoch_never_goes_back_with_the_clock() {
    let server = Server::start(&[]);
    let stream = fresh_stream();
    let ahead = || server.ask(&format!("HSET efir:{{{stream}}}:meta epoch 9000000000000"));
    let mut node = Node::on(&server, &stream).await;
    for empty in [true, false] {
        // As if Redis's clock had been centuries ahead when the log was begun.
        ahead();
        node = Node::on(&server, &stream).await;
        if !empty {
            node.log.append(&stream, &entries(3)).await.unwrap();
            node.fold().await;
        }
        server.ask("FLUSHALL");
        assert!(matches!(node.compare().await, Finding::Forked(_)));
        assert_eq!(node.heal().await, if empty { 0 } else { 3 });
    }
    // The log is as it was, and only its epoch went back: an old backup of its meta.
    server.ask(&format!("HSET efir:{{{stream}}}:meta epoch 5"));
    assert_eq!(node.compare().await, Finding::Forked(Fork::Earlier { epoch: 5 }));
    assert_eq!(node.heal().await, 0);
}

#[tokio::test]
async fn a_restored_backup_or_a_lost_tail_gets_what_it_lacks() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let mut node = Node::on(&redis.0, &stream).await;
    let (old, lost, since) = (entries(20), entries(7), entries(9));
    node.log.append(&stream, &old).await.unwrap();
    let restore = backup(&redis.0, &stream);
    node.log.append(&stream, &lost).await.unwrap();
    node.fold().await;
    restore();
    assert_eq!(node.compare().await, Finding::Forked(Fork::Shorter { tail: 20 }));
    // Another node goes on from there, past the place where this one stands.
    node.log.append(&stream, &since).await.unwrap();
    assert_eq!(node.compare().await, Finding::Forked(Fork::Differs { offset: 27 }));
    let mut other = Node::on(&redis.0, &stream).await;
    assert_eq!(node.heal().await, 7);
    assert_eq!(node.ids().await, [ids(&old), ids(&lost), ids(&since)].concat());
    // The other one folded another history, and finds that it lacks nothing.
    assert!(matches!(other.compare().await, Finding::Forked(_)));
    assert_eq!(other.heal().await, 0);
    assert_eq!(other.kept.position(), node.kept.position());
    let aside = redis.0.ask(&format!("KEYS efir:*{stream}*:aside-*"));
    assert!(aside.starts_with("*1"), "what was there is kept for a person: {aside}");
}

/// As after a failover: what was lost is put back behind what there is, and the rest is not moved.
#[tokio::test]
async fn a_lost_end_is_put_back_in_place() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let (old, lost) = (entries(20), entries(7));
    let mut node = Node::on(&redis.0, &stream).await;
    node.log.append(&stream, &old).await.unwrap();
    let restore = backup(&redis.0, &stream);
    node.log.append(&stream, &lost[..5]).await.unwrap();
    let mut behind = Node::on(&redis.0, &stream).await;
    node.log.append(&stream, &lost[5..]).await.unwrap();
    node.fold().await;
    restore();
    // Both put back what they have, one after the other; the second finds the work of the first.
    assert_eq!(behind.heal().await, 5);
    assert_eq!(node.heal().await, 2);
    assert_eq!(node.ids().await, [ids(&old), ids(&lost)].concat());
    assert!(matches!(behind.compare().await, Finding::Renewed(_)));
    behind.kept.renew(node.kept.position().epoch);
    behind.fold().await;
    assert_eq!(behind.kept.mark().compare(&node.log.confirm(&stream, 27).await.unwrap()), Finding::Same);
    let aside = redis.0.ask(&format!("KEYS efir:*{stream}*:aside-*"));
    assert!(aside.starts_with("*0"), "nothing was moved: {aside}");
    // A repeat of what was put back is known, and what comes next follows.
    assert_eq!(node.log.append(&stream, &lost[6..]).await.unwrap(), [27]);
    assert_eq!(node.log.append(&stream, &entries(1)).await.unwrap(), [28]);
}

#[tokio::test]
async fn where_somebody_went_on_a_lost_end_is_not_just_put_behind_it() {
    let (redis, stream) = (Redis::new(), fresh_stream());
    let mut node = Node::on(&redis.0, &stream).await;
    node.log.append(&stream, &entries(20)).await.unwrap();
    let restore = backup(&redis.0, &stream);
    let lost = entries(7);
    node.log.append(&stream, &lost).await.unwrap();
    node.fold().await;
    restore();
    let seen = node.log.tail(&stream).await.unwrap();
    node.log.append(&stream, &[entry("somebody else's")]).await.unwrap();
    assert_eq!(node.log.extend(&stream, seen, 0, &lost).await.unwrap(), None);
    assert!(node.kept.lost_end(&node.log.tail(&stream).await.unwrap()).is_none());
    assert_eq!(node.heal().await, 7);
}

#[tokio::test]
async fn a_flipped_byte_is_mended_by_a_node_that_has_the_original() {
    for (flipped, offset) in [("the last", 30), ("one in the middle", 12)] {
        let (redis, stream, batch) = (Redis::new(), fresh_stream(), entries(30));
        let mut node = Node::on(&redis.0, &stream).await;
        node.log.append(&stream, &batch).await.unwrap();
        node.fold().await;
        flip(&redis.0, &stream, offset);
        let found = read_all(&*node.log, &stream).await.unwrap();
        assert!(!found.is_whole && found.records.len() == 29, "{flipped}: all but that one can be read");
        if offset == 30 {
            assert_eq!(node.compare().await, Finding::Forked(Fork::Differs { offset }));
        } else {
            assert_eq!(node.compare().await, Finding::Same, "the end is as it was");
        }
        let mut scrub = Scrub::default();
        let (after, limit) = scrub.next(&node.kept).unwrap();
        let read = node.log.read(&stream, after, limit).await;
        assert_eq!(scrub.judge(&node.kept, read).unwrap(), Some(offset), "{flipped}: reading over finds it");
        assert_eq!(node.heal().await, 1, "{flipped}");
        assert_eq!(node.ids().await, ids(&batch), "{flipped}");
    }
}

#[tokio::test]
async fn entries_taken_from_the_middle_and_from_the_end_come_back() {
    let (redis, stream, batch) = (Redis::new(), fresh_stream(), entries(10));
    let mut node = Node::on(&redis.0, &stream).await;
    node.log.append(&stream, &batch).await.unwrap();
    node.fold().await;
    redis.0.ask(&format!("XDEL efir:{{{stream}}}:log 4-0 5-0 10-0"));
    assert!(matches!(node.compare().await, Finding::Forked(Fork::Shorter { tail: 9 })));
    assert_eq!(node.heal().await, 3);
    redis.0.ask(&format!("XADD efir:{{{stream}}}:log 11-1 some thing"));
    assert!(matches!(node.compare().await, Finding::Forked(_)), "an end that is nobody's");
    node.heal().await;
    assert_eq!(node.ids().await, ids(&batch));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_may_heal_at_once_while_others_go_on_asking() {
    let server = Server::start(&[]);
    let (stream, batch) = (fresh_stream(), entries(700));
    let mut nodes = Vec::new();
    let first = Node::on(&server, &stream).await;
    first.log.append(&stream, &batch).await.unwrap();
    for known in [700, 650, 700] {
        let mut node = Node::on(&server, &stream).await;
        node.kept = Kept::new(node.kept.position().epoch, true);
        for record in node.log.read(&stream, 0, known).await.unwrap() {
            node.kept.push(&record).unwrap();
        }
        nodes.push(node);
    }
    server.ask("FLUSHALL");
    let asking = {
        let (log, stream) = (first.log.clone(), stream.clone());
        tokio::spawn(async move {
            let mut asked = Vec::new();
            for _ in 0..60 {
                let entry = entry("asked in the midst of it");
                log.append(&stream, std::slice::from_ref(&entry)).await.unwrap();
                asked.push(entry.id);
            }
            asked
        })
    };
    let healing = nodes
        .into_iter()
        .map(|node| tokio::spawn(async move { heal(&*node.log, &node.stream, &node.kept).await }));
    for healed in healing.collect::<Vec<_>>() {
        healed.await.unwrap().unwrap();
    }
    let asked = asking.await.unwrap();
    let there = first.ids().await;
    assert_eq!(there.iter().collect::<HashSet<_>>().len(), there.len(), "nothing is there twice");
    let asked: HashSet<Uuid> = asked.into_iter().collect();
    assert_eq!(there.iter().filter(|id| asked.contains(id)).count(), 60);
    let rest: Vec<Uuid> = there.into_iter().filter(|id| !asked.contains(id)).collect();
    assert_eq!(rest, ids(&batch), "what was folded keeps its order");
}

#[tokio::test]
async fn durable_means_that_the_replicas_have_it() {
    let primary = Server::start(&[]);
    let replica = Server::start(&["--replicaof", &format!("127.0.0.1 {}", primary.port)]);
    replica.wait_for("INFO replication", "master_link_status:up");
    let url = format!("redis://127.0.0.1:{}", primary.port);
    let log = RedisLog::connect(&url).await.unwrap().with_ack_replicas(1);
    let stream = fresh_stream();
    assert!(log.waits_for_replicas() && log.may_fork());
    log.append(&stream, &entries(3)).await.unwrap();
    assert!(log.confirm(&stream, 3).await.unwrap().durable);
    replica.pause();
    log.append(&stream, &entries(1)).await.unwrap();
    // Twice, and once more on a link that has written nothing: none of them may be taken in by that.
    for _ in 0..2 {
        assert!(!log.confirm(&stream, 4).await.unwrap().durable);
    }
    let fresh = RedisLog::connect(&url).await.unwrap().with_ack_replicas(1);
    assert!(!fresh.confirm(&stream, 4).await.unwrap().durable);
    replica.resume();
    wait_until("the replica to catch up", || replica.ask("ROLE").contains("connected"));
    let mut said = log.confirm(&stream, 4).await.unwrap();
    while !said.durable {
        said = log.confirm(&stream, 4).await.unwrap();
    }
    assert_eq!(said.entry.unwrap().offset, 4);
    let two = RedisLog::connect(&url).await.unwrap().with_ack_replicas(2);
    assert!(!two.confirm(&stream, 4).await.unwrap().durable, "there is only one");
}
