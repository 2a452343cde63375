//! A primary that Sentinels name, and that changes.

use std::sync::Arc;

use efir_log::{Appender, Log, RedisLog};
use uuid::Uuid;

use crate::{
    cases::{entries, fresh_stream, read_whole},
    servers::{PATIENCE, Server, wait_until},
};

fn start_sentinel(primary: u16) -> Server {
    let sentinel = Server::start_with(|port, directory| {
        // A Sentinel keeps its state in its configuration file and so wants one.
        let file = directory.join("sentinel.conf");
        let lines = [
            format!("port {port}"),
            format!("sentinel monitor main 127.0.0.1 {primary} 1"),
            "sentinel down-after-milliseconds main 1000".to_owned(),
            "sentinel failover-timeout main 10000".to_owned(),
        ];
        std::fs::write(&file, lines.join("\n")).unwrap();
        vec![file.to_str().unwrap().to_owned(), "--sentinel".to_owned()]
    });
    // It looks at its servers every ten seconds unless told otherwise.
    sentinel.ask("SENTINEL DEBUG INFO-PERIOD 200");
    sentinel
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_new_primary_is_found_after_a_failover() {
    let stream = fresh_stream();
    let (primary, replica, sentinel) = tokio::task::spawn_blocking(|| {
        let primary = Server::start(&[]);
        let replica = Server::start(&["--replicaof", &format!("127.0.0.1 {}", primary.port)]);
        replica.wait_for("INFO replication", "master_link_status:up");
        let sentinel = start_sentinel(primary.port);
        sentinel.wait_for("SENTINEL replicas main", &replica.port.to_string());
        (primary, replica, sentinel)
    })
    .await
    .unwrap();
    let url = format!("redis+sentinel://127.0.0.1:1,127.0.0.1:{}/main", sentinel.port);
    let log: Arc<dyn Log> = Arc::new(RedisLog::connect(&url).await.unwrap());
    log.append(&stream, &entries(50)).await.unwrap();
    let waiting = {
        let (log, stream) = (log.clone(), stream.clone());
        tokio::spawn(async move {
            loop {
                match log.follow(&stream, 50, 9, PATIENCE).await {
                    Ok(records) => return records,
                    Err(error) => assert!(error.is_retryable(), "{error}"),
                }
            }
        })
    };

    // The old primary stays alive, as a replica: a client that did not look for the new one would be told READONLY.
    let (primary, replica, sentinel) = tokio::task::spawn_blocking(move || {
        primary.ask("WAIT 1 5000");
        wait_until("the Sentinel to agree to a failover", || {
            sentinel.ask("SENTINEL FAILOVER main").starts_with("+OK")
        });
        replica.wait_for("ROLE", "master");
        sentinel.wait_for("SENTINEL get-master-addr-by-name main", &replica.port.to_string());
        primary.wait_for("ROLE", "slave");
        primary.wait_for("INFO replication", "master_link_status:up");
        (primary, replica, sentinel)
    })
    .await
    .unwrap();

    let appender = Appender::new(log.clone(), stream.as_str());
    assert_eq!(appender.append(Uuid::new_v4(), "{}", PATIENCE).await.unwrap(), 51);
    assert_eq!(waiting.await.unwrap().len(), 1);
    assert_eq!(read_whole(&*log, &stream).await.len(), 51);
    assert!(replica.ask("ROLE").contains("master"));
    drop((primary, sentinel));
}

#[tokio::test]
async fn sentinels_that_do_not_know_the_name_are_said_to() {
    let primary = Server::start(&[]);
    let sentinel = start_sentinel(primary.port);
    let error =
        RedisLog::connect(&format!("redis+sentinel://127.0.0.1:{}/other", sentinel.port)).await.unwrap_err();
    assert!(error.to_string().contains("other"), "{error}");
}
