//! What all tests mean by "everything agrees": the screens of each server, and the log as it is verified.

use efir_tests::{Desk, Server, Store, desk::numbers, efir, eventually};
use serde_json::Value;

/// What `efir verify` says of a store.
pub fn verified(store: &Store) -> String {
    verified_at(&store.url())
}

/// What `efir verify` says of a log.
pub fn verified_at(log: &str) -> String {
    efir(&["verify", "--log", log]).ok()
}

/// The export at the command line.
pub fn exported(store: &Store) -> Vec<Value> {
    efir(&["export", efir_tests::SLUG, "--log", &store.url(), "--format", "jsonl"]).lines()
}

/// Everything that a server shows of the first broadcast. Without positions: a server may be ahead by an entry
/// that changes nothing, such as a claim that was released.
pub async fn shown(server: &Server) -> Value {
    let desk = Desk::of(server, "moderators");
    let mut all = serde_json::Map::new();
    let mut rundown = desk.rundown().await;
    rundown.as_object_mut().expect("a rundown is an object").remove("position");
    all.insert("rundown".to_owned(), rundown);
    all.insert("export".to_owned(), desk.export().await.into());
    for status in ["pending", "held", "approved", "on_air", "answered", "rejected", "merged", "withdrawn"] {
        let window = desk.window(&format!("status={status}&limit=200")).await;
        all.insert(status.to_owned(), numbers(&window["rows"]).into());
    }
    all.into()
}

/// Waits until the servers show the same.
pub async fn agree(servers: &[&Server]) -> Value {
    eventually("all servers show the same", async || {
        let first = shown(servers[0]).await;
        for server in &servers[1..] {
            if shown(server).await != first {
                return None;
            }
        }
        Some(first)
    })
    .await
}
