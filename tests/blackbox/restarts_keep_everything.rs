//! Closing and restarting loses nothing: questions, their order, what is on air, who asked what, the links.

use efir_tests::{
    Ask, Desk, SLUG, Server, Socket, Store,
    desk::numbers,
    socket::{Closed, Knock},
};
use serde_json::json;

use crate::agreement::{shown, verified};

async fn a_restart_keeps_everything(store: &Store) {
    let server = Server::on(store).await;
    let mut viewer = Socket::viewer(&server).await;
    let cookies = viewer.cookies.clone();
    let mut ids = Vec::new();
    for text in
        ["Когда починят лифт?", "Где взять справку о составе семьи?", "Почему отменили автобус в Кугеси?"]
    {
        ids.push(viewer.ask(text).await["id"].clone());
    }
    let desk = Desk::of(&server, "moderators");
    for id in &ids {
        desk.order(json!({"type": "approve", "question": id, "after": null})).await;
    }
    desk.order(json!({"type": "next"})).await;
    desk.order(json!({"type": "edit", "question": ids[1], "text": "Где взять справку?"})).await;
    desk.order(json!({"type": "note", "text": "Время"})).await;
    Desk::of(&server, "admin")
        .order(json!({"type": "settings", "title": "Прямой эфир", "text_max": 500}))
        .await;
    let (before, verified_before, moderators) =
        (shown(&server).await, verified(store), server.link_token("moderators").to_owned());
    drop(viewer);
    assert_eq!(server.stop().await, 0);

    let server = Server::on(store).await;
    assert_eq!(shown(&server).await, before);
    assert_eq!(verified(store), verified_before, "nothing was written by stopping and starting");
    let mut moderator = Socket::with_token(&server, "moderator", &moderators).await;
    let welcome = moderator.until("welcome", |_| true).await;
    assert_eq!(welcome["broadcast"]["title"], "Прямой эфир");
    assert_eq!(welcome["broadcast"]["limits"]["text"], 500);
    let note = moderator.until("note", |_| true).await;
    assert_eq!(note["text"], "Время");
    let mut viewer =
        Knock::at(&server, SLUG, "viewer").header("cookie", &cookies).open().await.expect("let in");
    let welcome = viewer.until("welcome", |_| true).await;
    assert_eq!(numbers(&welcome["mine"]), [3, 2, 1], "one's own questions, newest first: {welcome}");
    assert_eq!(viewer.ask("Кто отвечает за вывоз снега?").await["number"], 4);
}

#[tokio::test]
async fn a_restart_on_disk_keeps_everything() {
    a_restart_keeps_everything(&Store::disk()).await;
}

#[tokio::test]
async fn a_restart_on_redis_keeps_everything() {
    a_restart_keeps_everything(&Store::redis().await).await;
}

#[tokio::test]
async fn a_server_that_is_told_to_end_says_so_to_every_socket() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let mut viewer = Socket::viewer(&server).await;
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    let mut host = Socket::with_token(&server, "host", server.link_token("host")).await;
    viewer.ask("Когда?").await;
    server.terminate();
    // In the range where coming back makes sense.
    assert_eq!(viewer.end().await, Closed::With(4000));
    assert_eq!(moderator.end().await, Closed::With(4000));
    assert_eq!(host.end().await, Closed::With(4000));
    assert_eq!(server.stop().await, 0);
}

#[tokio::test]
async fn a_question_under_way_while_the_server_ends_is_answered_or_can_be_asked_again() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let asks: Vec<Ask> = (0..50).map(|n| Ask::new(&format!("Вопрос о доме номер {n}?"))).collect();
    let under_way = asks.iter().map(|ask| server.post(&server.api("questions")).json(&ask.body()).try_send());
    let all = futures_util::future::join_all(under_way);
    let (answers, ()) = tokio::join!(all, async { server.terminate() });
    assert_eq!(server.stop().await, 0);
    let server = Server::on(&store).await;
    let mut kept = Desk::of(&server, "moderators").export().await;
    for (ask, answer) in asks.iter().zip(answers) {
        let acknowledged = answer.is_ok_and(|answer| answer.status == 200);
        assert!(!acknowledged || kept.iter().any(|q| q["id"] == ask.id.as_str()), "{ask:?} was lost");
        ask.send(&server).await.ok();
    }
    kept = Desk::of(&server, "moderators").export().await;
    assert_eq!(kept.len(), asks.len());
}
