//! The words of `--log`.

use efir_log::{LogError, Role, open};

use crate::cases::{entries, fresh_stream};

#[tokio::test]
async fn every_kind_of_address_opens_its_log() {
    let directory = tempfile::tempdir().unwrap();
    let disk = format!("disk:{}", directory.path().join("data").display());
    for url in ["memory:", &disk] {
        let log = open(url, Role::Server).await.unwrap();
        assert_eq!(log.append(&fresh_stream(), &entries(1)).await.unwrap(), [1]);
    }
    let server = crate::servers::Server::start(&[]);
    let log = open(&format!("redis://127.0.0.1:{}", server.port), Role::Server).await.unwrap();
    assert_eq!(log.append(&fresh_stream(), &entries(1)).await.unwrap(), [1]);
}

#[tokio::test]
async fn what_cannot_be_an_address_is_refused_with_advice() {
    for url in ["", "disk", "disk:", "sqlite:x", "redis:x", "redis://", "http://h", "redis+sentinel://h"] {
        let error = open(url, Role::Tool).await.unwrap_err();
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
        let error = open(url, Role::Tool).await.unwrap_err();
        assert!(error.is_retryable() && error.to_string().contains("127.0.0.1:1"), "{url}: {error}");
    }
}
