//! A screen that comes back to a server that is behind of it waits for that server, and is shown nothing older.

use efir_tests::{Ask, Desk, SLUG, Server, socket::Knock};
use serde_json::{Value, json};

fn position(frame: &Value) -> (u64, u64) {
    let text = frame["position"].as_str().expect("a frame has a position");
    let (epoch, offset) = text.split_once('-').expect("EPOCH-OFFSET");
    (epoch.parse().expect("a number"), offset.parse().expect("a number"))
}

#[tokio::test]
async fn the_first_list_of_a_screen_that_comes_back_is_not_older_than_its_last() {
    let server = Server::alone().await;
    let desk = Desk::of(&server, "moderators");
    let asks = [Ask::new("Когда откроют мост?"), Ask::new("Почему нет врача?")];
    for ask in &asks {
        ask.send(&server).await.ok();
    }
    let approve = async |ask: &Ask| desk.order(json!({"type": "approve", "question": ask.id})).await;
    approve(&asks[0]).await;
    let open = || Knock::at(&server, SLUG, "host").bearer(server.link_token("host"));
    let (epoch, offset) = position(&open().open().await.unwrap().expect("rundown").await);
    // By another server, which was ahead, it has seen one entry more than this one knows.
    let mut host = open().seen(&format!("{epoch}-{}", offset + 1)).open().await.unwrap();
    approve(&asks[1]).await;
    let first = host.expect("rundown").await;
    assert_eq!(position(&first), (epoch, offset + 1));
    assert_eq!(first["next"][1]["id"], asks[1].id);
}
