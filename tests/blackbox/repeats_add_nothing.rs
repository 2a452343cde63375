//! The same id again has its first outcome, whichever way it comes, and however often.

use efir_tests::{Ask, Desk, Server, Socket, Store, id};
use futures_util::future::join_all;
use serde_json::{Value, json};

fn without_type(mut receipt: Value) -> Value {
    receipt.as_object_mut().expect("a receipt is an object").remove("type");
    receipt
}

async fn a_question_asked_again_is_one_question(store: &Store) {
    let server = Server::on(store).await;
    let mut viewer = Socket::viewer(&server).await;
    let ask = Ask::new("Когда откроют поликлинику?");
    let first = ask.send(&server).await.ok();
    assert_eq!(ask.send(&server).await.ok(), first, "over HTTP again");
    assert_eq!(without_type(viewer.ask_as(&ask.id, &ask.text).await), first, "over a socket");
    let other = id();
    let by_socket = without_type(viewer.ask_as(&other, "Кто чистит дворы?").await);
    assert_eq!(
        without_type(viewer.ask_as(&other, "Кто чистит дворы?").await),
        by_socket,
        "over a socket again"
    );
    let again = Ask { id: other, text: "Кто чистит дворы?".to_owned() };
    assert_eq!(again.send(&server).await.ok(), by_socket, "a socket's over HTTP");
    drop(viewer);
    assert_eq!(server.stop().await, 0);

    let server = Server::on(store).await;
    assert_eq!(ask.send(&server).await.ok(), first, "after a restart");
    assert_eq!(again.send(&server).await.ok(), by_socket, "after a restart");
    assert_eq!(Desk::of(&server, "moderators").export().await.len(), 2);
}

#[tokio::test]
async fn a_question_asked_again_is_one_question_on_disk() {
    a_question_asked_again_is_one_question(&Store::disk()).await;
}

#[tokio::test]
async fn a_question_asked_again_is_one_question_on_redis() {
    a_question_asked_again_is_one_question(&Store::redis().await).await;
}

#[tokio::test]
async fn a_question_asked_many_times_at_once_is_one_question() {
    let server = Server::alone().await;
    let ask = Ask::new("Когда откроют поликлинику?");
    let answers = join_all((0..30).map(|_| ask.send(&server))).await;
    let answers: Vec<Value> = answers.iter().map(|answer| answer.ok()).collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(Desk::of(&server, "moderators").export().await.len(), 1);
}

#[tokio::test]
async fn a_question_asked_at_once_on_two_servers_is_one_question() {
    let store = Store::redis().await;
    let (first, second) = (Server::on(&store).await, Server::on(&store).await);
    let asks: Vec<Ask> = (0..20).map(|n| Ask::new(&format!("Что с домом {n}?"))).collect();
    let pairs =
        join_all(asks.iter().map(async |ask| tokio::join!(ask.send(&first), ask.send(&second)))).await;
    for (one, other) in pairs {
        assert_eq!(one.ok()["number"], other.ok()["number"]);
    }
    assert_eq!(Desk::of(&first, "moderators").export().await.len(), asks.len());
}

#[tokio::test]
async fn anothers_id_with_another_text_is_refused() {
    let server = Server::alone().await;
    let ask = Ask::new("Когда откроют поликлинику?");
    ask.send(&server).await.ok();
    let thief = Ask { text: "Совсем другое?".to_owned(), ..ask.clone() };
    let answer = thief.send(&server).await;
    assert_eq!((answer.status, answer.code().as_str()), (409, "id_taken"));
    let mut viewer = Socket::viewer(&server).await;
    viewer.send(&json!({"type": "ask", "id": ask.id, "text": thief.text})).await;
    assert_eq!(viewer.expect("refused").await["code"], "id_taken");
}

async fn a_command_given_again_has_its_first_outcome(store: &Store) {
    let server = Server::on(store).await;
    let ask = Ask::new("Когда откроют поликлинику?");
    ask.send(&server).await.ok();
    let desk = Desk::of(&server, "moderators");
    let (too_early, approve) = (id(), id());
    let next = json!({"type": "next"});
    assert_eq!(desk.command_as(&too_early, next.clone()).await.code(), "rundown_empty");
    let command = json!({"type": "approve", "question": ask.id});
    desk.command_as(&approve, command.clone()).await.ok();
    // By now `next` would do, and a new `approve` would not.
    assert_eq!(desk.command_as(&too_early, next.clone()).await.code(), "rundown_empty");
    desk.command_as(&approve, command.clone()).await.ok();
    let mut moderator = Socket::with_token(&server, "moderator", &desk.token).await;
    assert_eq!(moderator.command_as(&too_early, next.clone()).await, Err("rundown_empty".to_owned()));
    assert!(moderator.command_as(&approve, command.clone()).await.is_ok());
    drop(moderator);
    assert_eq!(server.stop().await, 0);
    let server = Server::on(store).await;
    let desk = Desk::of(&server, "moderators");
    assert_eq!(desk.command_as(&too_early, next).await.code(), "rundown_empty");
    desk.command_as(&approve, command).await.ok();
    assert_eq!(desk.export().await[0]["history"].as_array().map(Vec::len), Some(1), "it was approved once");
}

#[tokio::test]
async fn a_command_given_again_has_its_first_outcome_on_disk() {
    a_command_given_again_has_its_first_outcome(&Store::disk()).await;
}

#[tokio::test]
async fn a_command_given_again_has_its_first_outcome_on_redis() {
    a_command_given_again_has_its_first_outcome(&Store::redis().await).await;
}
