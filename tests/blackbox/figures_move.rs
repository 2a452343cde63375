//! The figures that alerts stand on move when that happens which they count, and go back when it is over.

use efir_tests::{Ask, SLUG, Server, Socket, Start, eventually, id, redis::Redis};
use serde_json::json;

use crate::overload::{comes_to, figure};

fn of_the_broadcast(name: &str) -> String {
    format!("{name}{{broadcast=\"{SLUG}\"}}")
}

async fn is_more_than_none(server: &Server, name: &str) {
    eventually(name, async || (figure(server, name).await > 0.0).then_some(())).await;
}

#[tokio::test]
async fn what_waits_for_a_log_that_hangs_is_counted() {
    let redis = Redis::start().await;
    let server = Start::on(&redis.url()).go().await;
    let [appending, asking] = ["efir_append_queue", "efir_intake_queue"].map(of_the_broadcast);
    redis.pause();
    // Some are on their way together; those who ask after that wait behind them.
    let mut askers = Vec::new();
    eventually("some wait", async || {
        let mut asker = Socket::viewer(&server).await;
        asker.send(&json!({"type": "ask", "id": id(), "text": format!("Вопрос {}?", askers.len())})).await;
        askers.push(asker);
        (figure(&server, &appending).await > 0.0).then_some(())
    })
    .await;
    is_more_than_none(&server, &asking).await;
    redis.resume();
    comes_to(&server, &appending, 0.0).await;
    comes_to(&server, &asking, 0.0).await;
}

#[tokio::test]
async fn what_a_replica_has_not_yet_is_counted() {
    let primary = Redis::start().await;
    let replica = Redis::replica_of(&primary).await;
    let server = Start::on(&primary.url()).arg("--ack-replicas").arg("1").go().await;
    let lag = of_the_broadcast("efir_watermark_lag");
    Ask::new("Когда?").send(&server).await.ok();
    comes_to(&server, &lag, 0.0).await;
    let mut viewer = Socket::viewer(&server).await;
    replica.pause();
    viewer.send(&json!({"type": "ask", "id": id(), "text": "Где?"})).await;
    is_more_than_none(&server, &lag).await;
    replica.resume();
    viewer.expect("receipt").await;
    comes_to(&server, &lag, 0.0).await;
}
