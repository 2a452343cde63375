//! How much one viewer may ask in a minute: the same answer both ways, with the time after which to try again.

use efir_tests::{Ask, Desk, SLUG, Socket, Start, Store, id, socket::Knock};
use serde_json::json;

/// As `docs/limits.md` tells it.
const QUESTIONS_A_MINUTE: usize = 10;

#[tokio::test]
async fn a_viewer_who_asks_too_much_is_told_when_to_go_on_and_others_are_not_stopped() {
    let store = Store::disk();
    let server = Start::on(&store.url()).with_rate_limit().go().await;
    let mut viewer = Socket::viewer(&server).await;
    for n in 0..QUESTIONS_A_MINUTE {
        viewer.ask(&format!("Вопрос номер {n}?")).await;
    }
    let ask = Ask::new("И ещё один?");
    viewer.send(&json!({"type": "ask", "id": ask.id, "text": ask.text})).await;
    let refused = viewer.expect("refused").await;
    assert_eq!((&refused["id"], &refused["code"]), (&json!(ask.id), &json!("rate_limited")));
    assert!(refused["retry_after_ms"].as_u64() > Some(0), "{refused}");

    let by_http = server.post(&server.api("questions")).header("cookie", &viewer.cookies).json(&ask.body());
    let answer = by_http.send().await;
    assert_eq!((answer.status, answer.code().as_str()), (429, "rate_limited"));
    assert!(answer.json()["retry_after_ms"].as_u64() > Some(0));
    assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|seconds| seconds > 0));

    let mut other = Socket::viewer(&server).await;
    other.ask("А мне можно?").await;
    let kept = Desk::of(&server, "moderators").export().await;
    assert_eq!(kept.len(), QUESTIONS_A_MINUTE + 1);
}

#[tokio::test]
async fn a_retry_of_a_question_that_is_there_is_not_counted() {
    let store = Store::disk();
    let server = Start::on(&store.url()).with_rate_limit().go().await;
    let mut viewer = Socket::viewer(&server).await;
    let id = id();
    for _ in 0..QUESTIONS_A_MINUTE * 2 {
        viewer.ask_as(&id, "Когда?").await;
    }
    viewer.ask("А теперь?").await;
}

#[tokio::test]
async fn an_address_behind_a_proxy_is_told_apart_only_where_the_proxy_is_trusted() {
    let store = Store::disk();
    let trusting =
        Start::on(&store.url()).with_rate_limit().arg("--trusted-proxies").arg("127.0.0.0/8").go().await;
    let mut viewer = Knock::at(&trusting, SLUG, "viewer")
        .header("x-forwarded-for", "203.0.113.7")
        .open()
        .await
        .expect("a viewer behind a proxy is let in");
    viewer.ask("Слышно?").await;
}

#[tokio::test]
async fn a_server_without_limits_says_so() {
    let store = Store::disk();
    let server = Start::on(&store.url()).go().await;
    assert!(server.events().iter().any(|line| line.contains("WARN") && line.contains("limits")));
    let mut viewer = Socket::viewer(&server).await;
    for n in 0..QUESTIONS_A_MINUTE * 2 {
        viewer.ask(&format!("Вопрос номер {n}?")).await;
    }
}
