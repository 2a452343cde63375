//! What is promised to those who run Efir: a copy in three commands, rules and a dashboard that name figures that are there.

use std::{collections::BTreeSet, path::Path};

use efir_tests::{Ask, Desk, SLUG, Server, Start, Store, efir};
use serde_json::json;

use crate::agreement::verified_at;

/// What the copy's positions are compared by: the same entries and the same hash, in whatever epoch.
fn without_epoch(verified: &str) -> String {
    let parts = verified.split_whitespace().map(|part| part.rsplit('-').next().unwrap_or(part));
    parts.collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn a_copy_in_three_commands_brings_everything_back() {
    let (redis, new_redis, folder) =
        (Store::redis().await, Store::redis().await, tempfile::tempdir().expect("a temporary folder"));
    let backup = format!("disk:{}", folder.path().join("tonight").display());
    let server = Server::on(&redis).await;
    let ask = Ask::new("Когда откроют мост?");
    let receipt = ask.send(&server).await.ok();
    Desk::of(&server, "moderators").order(json!({"type": "approve", "question": ask.id})).await;
    let copy = |from: &str, to: &str| efir(&["copy", to, "--log", from]);
    copy(&redis.url(), &backup).ok();
    // Once more, after it went on.
    Ask::new("Где ближайшая поликлиника?").send(&server).await.ok();
    copy(&redis.url(), &backup).ok();
    assert_eq!(without_epoch(&verified_at(&backup)), without_epoch(&verified_at(&redis.url())));
    copy(&backup, &new_redis.url()).ok();
    let restored = Server::on(&new_redis).await;
    // With the links and receipts of before.
    let answer = restored.get(&restored.api("rundown")).bearer(server.link_token("host")).send().await;
    assert_eq!(answer.ok()["next"][0]["id"], ask.id.as_str());
    let path = format!("/b/{SLUG}/q/{}", receipt["receipt"].as_str().expect("a receipt"));
    assert_eq!(restored.get(&path).send().await.status, 200);
    // Two histories are not mixed.
    Ask::new("А это после?").send(&restored).await.ok();
    let mixed = copy(&redis.url(), &new_redis.url());
    assert_eq!(mixed.code, 1);
    assert!(mixed.err.contains("empty"), "{}", mixed.err);
}

#[tokio::test]
async fn rules_and_dashboard_name_figures_that_are_there_and_every_alert_says_what_to_do() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/operations");
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).expect("it is there");
    let (alerts, dashboard, readme) = (read("alerts.yml"), read("dashboard.json"), read("README.md"));
    serde_json::from_str::<serde_json::Value>(&dashboard).expect("the dashboard is JSON");
    let store = Store::disk();
    let server = Start::on(&store.url()).go().await;
    Ask::new("Когда?").send(&server).await.ok();
    Ask::new("").send(&server).await.code();
    let viewer = efir_tests::Socket::viewer(&server).await;
    let there = efir_tests::eventually("the viewer's socket is counted", async || {
        let there = server.get("/metrics").send().await.text();
        there.contains("efir_sockets").then_some(there)
    })
    .await;
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    for (name, text) in [("alerts.yml", &alerts), ("dashboard.json", &dashboard), ("README.md", &readme)] {
        let figures: BTreeSet<&str> =
            text.split(|c| !word(c)).filter(|word| word.starts_with("efir_")).collect();
        assert!(figures.len() > 5, "{name} names hardly any figure");
        let is_sample = |rest: &str| {
            rest.starts_with(['{', ' '])
                || ["_bucket{", "_sum", "_count"].iter().any(|part| rest.starts_with(part))
        };
        for figure in figures {
            assert!(
                there.lines().any(|line| line.strip_prefix(figure).is_some_and(is_sample)),
                "{name} names {figure}, which is not there"
            );
        }
    }
    let named: Vec<&str> = alerts.lines().filter_map(|line| line.trim().strip_prefix("- alert: ")).collect();
    assert!(named.len() >= 7, "{named:?}");
    for alert in named {
        assert!(readme.contains(&format!("**{alert}**")), "what to do about {alert} is not told");
    }
    drop(viewer);
}
