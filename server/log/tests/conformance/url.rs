//! The words of `--log`.

use efir_log::{Concern, LogError, Opening, Role, open};

use crate::cases::{entries, fresh_stream};

const SERVER: Opening = Opening { role: Role::Server, ack_replicas: 0, allow_unsafe_redis: false };

#[tokio::test]
async fn every_kind_of_address_opens_its_log() {
    let directory = tempfile::tempdir().unwrap();
    let disk = format!("disk:{}", directory.path().join("data").display());
    for url in ["memory:", &disk] {
        let log = open(url, SERVER).await.unwrap().log;
        assert_eq!(log.append(&fresh_stream(), &entries(1)).await.unwrap(), [1]);
    }
    let server = crate::servers::Server::start(&[]);
    let opened = open(&format!("redis://127.0.0.1:{}", server.port), SERVER).await.unwrap();
    assert_eq!(opened.concerns, []);
    let log = opened.log;
    assert_eq!(log.append(&fresh_stream(), &entries(1)).await.unwrap(), [1]);
}

#[tokio::test]
async fn what_cannot_be_an_address_is_refused_with_advice() {
    for url in ["", "disk", "disk:", "sqlite:x", "redis:x", "redis://", "http://h", "redis+sentinel://h"] {
        let error = open(url, Opening::tool()).await.unwrap_err();
        assert!(matches!(error, LogError::Config { .. }), "{url}: {error}");
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_unavailable() {
    for url in [
        "redis://127.0.0.1:1",
        "redis+cluster://127.0.0.1:1,127.0.0.1:2",
        "redis+sentinel://127.0.0.1:1/main",
    ] {
        let error = open(url, Opening::tool()).await.unwrap_err();
        assert!(error.is_retryable() && error.to_string().contains("127.0.0.1:1"), "{url}: {error}");
    }
}

#[tokio::test]
async fn only_redis_has_replicas_to_wait_for() {
    let error = open("memory:", Opening { ack_replicas: 1, ..SERVER }).await.unwrap_err();
    assert!(matches!(&error, LogError::Config { what, .. } if what.contains("--ack-replicas")), "{error}");
}

#[tokio::test]
async fn a_redis_that_loses_what_it_acknowledges_is_refused_or_warned_of() {
    for (set, settings) in [
        ("appendfsync everysec", "appendfsync everysec"),
        ("appendonly no", "appendonly no"),
        ("maxmemory-policy allkeys-lru", "maxmemory-policy allkeys-lru"),
        ("no-appendfsync-on-rewrite yes", "no-appendfsync-on-rewrite yes"),
    ] {
        let server = crate::servers::Server::start(&[]);
        server.ask(&format!("CONFIG SET {set}"));
        let url = format!("redis://127.0.0.1:{}", server.port);
        let error = open(&url, SERVER).await.unwrap_err();
        assert!(matches!(error, LogError::Config { .. }), "{error}");
        let shown = error.to_string();
        for part in [settings, &server.port.to_string(), "--allow-unsafe-redis", "CONFIG SET"] {
            assert!(shown.contains(part), "{part} is not in {shown}");
        }
        let opened = open(&url, Opening { allow_unsafe_redis: true, ..SERVER }).await.unwrap();
        assert!(
            matches!(&opened.concerns[..], [Concern::Unsafe { settings: s, .. }] if s == settings),
            "{opened:?}"
        );
        open(&url, Opening::tool()).await.unwrap();
    }
}

#[tokio::test]
async fn a_redis_that_hides_its_settings_is_warned_of() {
    let server = crate::servers::Server::start(&[]);
    server.ask("ACL SETUSER efir on >secret ~efir:* +@all -config");
    let url = format!("redis://efir:secret@127.0.0.1:{}", server.port);
    let opened = open(&url, SERVER).await.unwrap();
    assert!(matches!(&opened.concerns[..], [Concern::Unknown { .. }]), "{opened:?}");
}

#[tokio::test]
async fn every_node_of_a_cluster_is_looked_at() {
    let cluster = crate::servers::Cluster::start();
    assert_eq!(open(&cluster.url(), SERVER).await.unwrap().concerns, []);
    cluster.nodes[1].ask("CONFIG SET appendfsync no");
    let error = open(&cluster.url(), SERVER).await.unwrap_err().to_string();
    assert!(
        error.contains(&cluster.nodes[1].port.to_string()) && error.contains("appendfsync no"),
        "{error}"
    );
}
