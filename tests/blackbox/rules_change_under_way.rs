//! Rule files may change while a broadcast runs: what is saved is in force, what is broken is refused with its line, and
//! a dry run says beforehand what would change.

#![allow(clippy::unwrap_used)] // what a test writes to its own folder

use std::{fs, path::Path};

use efir_tests::{Ask, Server, Start, Store, cli::efir_in, efir, eventually};
use serde_json::{Value, json};

const RULE: &str = r#"
label = "topical"
[[rule]]
id = "topical.kvass"
action = "ACTION"
words = ["квас~"]
moderator = { ru = "Про квас", en = "About kvass" }
viewer = { ru = "Про квас не спрашивают.", en = "Kvass is no subject." }
must = ["Где квас?"]
must_not = ["Где хлеб?"]
"#;

fn save(folder: &Path, action: &str) {
    // As editors do: written beside, then put in place.
    fs::write(folder.join("kvass.tmp"), RULE.replace("ACTION", action)).unwrap();
    fs::rename(folder.join("kvass.tmp"), folder.join("kvass.toml")).unwrap();
}

async fn version(server: &Server) -> Value {
    let answer = server.get(&server.api("rules")).bearer(server.link_token("moderators")).send().await;
    answer.json()["version"].clone()
}

async fn other_than(server: &Server, old: &Value) -> Value {
    let other = async || Some(version(server).await).filter(|version| version != old);
    eventually("other rules are in force", other).await
}

async fn with_rules(store: &Store, folder: &Path) -> Server {
    Start::on(&store.url()).arg("--rules").arg(&folder.display().to_string()).go().await
}

#[tokio::test]
async fn saved_rules_are_in_force_and_broken_ones_are_not() {
    let (folder, store) = (tempfile::tempdir().unwrap(), Store::disk());
    save(folder.path(), "label");
    let server = with_rules(&store, folder.path()).await;
    let first = version(&server).await;
    let receipt = Ask::new("Где квас?").send(&server).await.json();
    assert_eq!(receipt["status"], "pending");

    save(folder.path(), "reject");
    let second = other_than(&server, &first).await;
    let receipt = Ask::new("Почему нет кваса?").send(&server).await.json();
    assert_eq!(receipt["status"], "rejected");
    let path = format!("questions/{}?lang=en", receipt["receipt"].as_str().unwrap());
    let status = server.get(&server.api(&path)).send().await.json();
    assert_eq!(status["message"], "Kvass is no subject.");

    server.expect_error("the old ones stay in force");
    save(folder.path(), "explode");
    let refused = async || server.events().iter().any(|line| line.contains("kvass.toml:5")).then_some(());
    eventually("the broken file is refused with its line", refused).await;
    assert_eq!(version(&server).await, second);
    let receipt = Ask::new("Квасу бы").send(&server).await.json();
    assert_eq!(receipt["status"], "rejected");
    assert_eq!(server.stop().await, 0);
}

#[tokio::test]
async fn all_servers_hear_that_rules_changed() {
    let (folder, store) = (tempfile::tempdir().unwrap(), Store::redis().await);
    save(folder.path(), "label");
    let server = with_rules(&store, folder.path()).await;
    let other = with_rules(&store, folder.path()).await;
    assert_eq!(version(&server).await, version(&other).await);
    let apart = tempfile::tempdir().unwrap();
    save(apart.path(), "hold");
    let third = with_rules(&store, apart.path()).await;
    let named = version(&third).await.as_str().unwrap().to_owned();
    let heard = async || server.events().iter().any(|line| line.contains(&named)).then_some(());
    eventually("the others hear of the third server's rules", heard).await;
}

#[tokio::test]
async fn a_dry_run_says_what_would_change() {
    let (old, new, store) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), Store::disk());
    save(old.path(), "label");
    save(new.path(), "hold");
    let server = with_rules(&store, old.path()).await;
    for text in ["Где квас?", "Где хлеб?", "Кваса нет"] {
        Ask::new(text).send(&server).await.json();
    }

    let moderator = server.link_token("moderators");
    let ask = |files: Value| {
        server.post(&server.api("rules/diff")).bearer(moderator).json(&json!({"files": files})).send()
    };
    let report = ask(json!({"kvass.toml": RULE.replace("ACTION", "hold")})).await.json();
    check_report(&report);
    let broken =
        ask(json!({"kvass.toml": RULE.replace("ACTION", "hold").replace("Где хлеб?", "Есть квас")})).await;
    assert_eq!((broken.status, &broken.json()["code"]), (422, &json!("bad_rules")));
    assert!(broken.text().contains("kvass.toml:10"), "{}", broken.text());
    let stranger = server.post(&server.api("rules/diff")).json(&json!({"files": {}})).send().await;
    assert_eq!(stranger.status, 401);

    let (old, new) = (old.path().display().to_string(), new.path().display().to_string());
    let log = store.url();
    let args = ["rules", "diff", "--log", &log, &old, &new, efir_tests::SLUG];
    let said = efir(&args).ok();
    assert!(said.contains("3 questions, 2 judged differently"), "{said}");
    let report = efir(&[&args[..], &["--json"]].concat()).lines().remove(0);
    check_report(&report);
    let there = efir_in(Path::new("/"), &["rules", "diff", "--log", &log, "-", "/nowhere", efir_tests::SLUG]);
    assert_eq!(there.code, 2, "{}", there.err);
}

fn check_report(report: &Value) {
    assert_eq!((&report["questions"], &report["changed"]), (&json!(3), &json!(2)), "{report}");
    assert_eq!(
        report["actions"],
        json!([{"from": "pass", "to": "pass", "count": 1}, {"from": "pass", "to": "hold", "count": 2}])
    );
    assert_eq!(report["examples"][0]["number"], 1);
    assert_eq!(report["examples"][0]["new"]["action"], "hold");
}
