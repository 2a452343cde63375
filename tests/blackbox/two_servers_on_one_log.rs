//! Two servers on one Redis are one Efir: viewers on the first, moderators on the second, the host on either.

use efir_tests::{Ask, Desk, SLUG, Server, Socket, Store, desk::numbers, efir};
use serde_json::json;

use crate::{
    agreement::{agree, verified},
    the_whole_way::People,
};

async fn viewers_on_the_first_moderators_on_the_second(store: &Store, host_on_first: bool) {
    let (first, second) = (Server::on(store).await, Server::on(store).await);
    let stage = if host_on_first { &first } else { &second };
    let mut people = People::gather(&first, &second, stage).await;
    people.ask(&first).await;
    people.moderate().await;
    people.go_on_air().await;
    drop(people);
    agree(&[&first, &second]).await;
    let verified = verified(store);
    assert_eq!(first.stop().await, 0);
    assert_eq!(second.stop().await, 0);
    assert!(verified.starts_with(&format!("{SLUG}: ")), "{verified}");
}

#[tokio::test]
async fn all_screens_agree_with_the_host_on_the_first_server() {
    viewers_on_the_first_moderators_on_the_second(&Store::redis().await, true).await;
}

#[tokio::test]
async fn all_screens_agree_with_the_host_on_the_second_server() {
    viewers_on_the_first_moderators_on_the_second(&Store::redis().await, false).await;
}

#[tokio::test]
async fn all_screens_agree_on_a_cluster() {
    viewers_on_the_first_moderators_on_the_second(&Store::cluster().await, false).await;
}

/// Two moderators on two servers pin, and put on top, at once: what is pinned stands first on both, and any status is
/// searched alike.
#[tokio::test]
async fn what_is_pinned_on_either_server_stands_first_on_both() {
    let store = Store::redis().await;
    let (first, second) = (Server::on(&store).await, Server::on(&store).await);
    let (here, there) = (Desk::of(&first, "moderators"), Desk::of(&second, "moderators"));
    let asked: Vec<Ask> =
        ["Когда починят мост?", "Где поликлиника?", "Почему нет автобуса?", "Будет ли каток?"]
            .map(Ask::new)
            .into();
    for ask in &asked {
        ask.send(&first).await.ok();
        here.order(json!({"type": "approve", "question": ask.id})).await;
    }
    agree(&[&first, &second]).await;
    let command = |kind: &str, n: usize| json!({"type": kind, "question": asked[n].id, "after": null});
    let answers = tokio::join!(
        here.command(command("pin", 2)),
        there.command(command("pin", 3)),
        there.command(command("move", 1)),
        here.command(command("pin", 2)),
    );
    assert!([&answers.0, &answers.1, &answers.2, &answers.3].iter().all(|answer| answer.status == 200));
    agree(&[&first, &second]).await;
    let rundown = numbers(&here.rundown().await["next"]);
    assert!(rundown == [3, 4, 2, 1] || rundown == [4, 3, 2, 1], "pinned first: {rundown:?}");
    assert_eq!(numbers(&there.window("status=any&q=мосту").await["rows"]), [1]);
    there.order(json!({"type": "next"})).await;
    let taken = there.rundown().await;
    assert_eq!((&taken["on_air"]["number"], &taken["on_air"]["pinned"]), (&rundown[0].into(), &true.into()));
}

#[tokio::test]
async fn servers_that_begin_at_once_on_an_empty_log_share_one_key() {
    let store = Store::redis().await;
    let (first, second) = tokio::join!(Server::on(&store), Server::on(&store));
    let asked = first.post(&first.api("questions")).json(&efir_tests::Ask::new("Когда?").body()).send().await;
    let receipt = asked.ok()["receipt"].as_str().expect("a receipt").to_owned();
    let mut moderator = Socket::with_token(&second, "moderator", first.link_token("moderators")).await;
    moderator.until("counts", |counts| counts["questions"] == 1).await;
    let found = second.get(&second.api(&format!("questions/{receipt}"))).send().await.ok();
    assert_eq!(found["number"], 1, "{found}");
}

#[tokio::test]
async fn a_broadcast_made_on_one_server_opens_on_the_other() {
    let store = Store::redis().await;
    let (first, second) = (Server::on(&store).await, Server::on(&store).await);
    let new = json!({"slug": "second-line", "title": "Вторая линия"});
    let made = first.post("/api/v1/broadcasts").bearer(first.link_token("admin")).json(&new).send().await;
    assert_eq!(made.status, 201, "{}", made.text());
    efir_tests::eventually("the other server serves it", async || {
        let ask = efir_tests::Ask::new("Когда откроют мост?");
        let asked = second.post("/api/v1/broadcasts/second-line/questions").json(&ask.body()).send().await;
        (asked.status == 200).then_some(())
    })
    .await;
    // The broadcasts' logs are apart.
    assert_eq!(efir(&["export", SLUG, "--log", &store.url()]).ok(), "");
}

#[tokio::test]
async fn a_server_that_comes_late_shows_all_that_was() {
    let store = Store::redis().await;
    let first = Server::on(&store).await;
    let mut viewer = Socket::viewer(&first).await;
    for text in ["Когда починят лифт в девятиэтажке?", "Где взять справку о составе семьи?"]
    {
        viewer.ask(text).await;
    }
    let second = Server::on(&store).await;
    let mut moderator = Socket::with_token(&second, "moderator", second.link_token("moderators")).await;
    moderator.send(&json!({"type": "view", "status": "pending", "limit": 10})).await;
    let view = moderator.expect("view").await;
    assert_eq!(numbers(&view["rows"]), [1, 2]);
    agree(&[&first, &second]).await;
}

#[tokio::test]
async fn near_twins_that_come_in_at_once_by_two_servers_are_joined() {
    let store = Store::redis().await;
    let (first, second) = (Server::on(&store).await, Server::on(&store).await);
    let text = "Когда отремонтируют дорогу на улице Ленина?";
    let (mut one, mut other) = (Socket::viewer(&first).await, Socket::viewer(&second).await);
    tokio::join!(one.ask(text), other.ask(text));
    let all = efir_tests::eventually("one is folded into the other", async || {
        let all = agree(&[&first, &second]).await;
        (all["merged"] == json!([2])).then_some(all)
    })
    .await;
    assert_eq!(all["export"][0]["same"], 2, "{all}");
}
