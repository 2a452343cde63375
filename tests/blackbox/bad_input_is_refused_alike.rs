//! Bad input gets the same code over HTTP and over a socket, costs nothing and changes nothing.

use efir_tests::{Answer, Ask, Desk, SLUG, Server, Socket, Store, id, socket::Closed};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use crate::agreement::verified;

async fn ask_by_http(server: &Server, body: impl Into<bytes::Bytes>) -> Answer {
    server.post(&server.api("questions")).raw_json(body).send().await
}

async fn command_by_http(server: &Server, body: &str) -> Answer {
    let token = server.link_token("moderators");
    server.post(&server.api("commands")).bearer(token).raw_json(body.to_owned()).send().await
}

#[tokio::test]
async fn a_bad_question_has_one_code_both_ways_and_changes_nothing() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let before = verified(&store);
    let id = id();
    let ask = |field: &str, value: Value| {
        let mut ask = json!({"type": "ask", "id": id, "text": "Когда?"});
        ask[field] = value;
        ask.to_string()
    };
    let table: Vec<(&str, u16, String)> = vec![
        ("empty", 422, ask("text", "".into())),
        ("empty", 422, ask("text", " \n\t ".into())),
        ("empty", 422, ask("text", "\u{200b}\u{202e}\u{0000}\u{feff}".into())),
        ("too_long", 422, ask("text", "я".repeat(1001).into())),
        ("too_long", 422, ask("name", "я".repeat(81).into())),
        ("too_long", 422, ask("place", "я".repeat(81).into())),
        ("bad_request", 400, ask("text", Value::Null)),
        ("bad_request", 400, ask("text", 17.into())),
        ("bad_request", 400, ask("id", "17".into())),
        ("bad_request", 400, ask("id", Value::Null)),
        ("bad_request", 400, ask("name", json!({"first": "Анна"}))),
        ("bad_request", 400, "{".to_owned()),
        ("bad_request", 400, "не JSON".to_owned()),
        ("bad_request", 400, "[]".to_owned()),
        ("bad_request", 400, "17".to_owned()),
        ("bad_request", 400, String::new()),
        ("bad_request", 400, format!("{}1{}", "[".repeat(5_000), "]".repeat(5_000))),
    ];
    for (code, status, body) in table {
        let shown: String = body.chars().take(60).collect();
        let answer = ask_by_http(&server, body.clone()).await;
        assert_eq!((answer.code().as_str(), answer.status), (code, status), "{shown}");
        let mut viewer = Socket::viewer(&server).await;
        assert_eq!(viewer.refusal_of(Message::text(body)).await, code, "{shown}");
        // The socket goes on.
        viewer.send(&json!({"type": "similar", "text": "когда"})).await;
        viewer.expect("similar").await;
    }
    assert_eq!(verified(&store), before, "a refusal changes nothing");
}

#[tokio::test]
async fn a_thousand_graphemes_fit_however_many_bytes_they_take() {
    let server = Server::alone().await;
    let mut viewer = Socket::viewer(&server).await;
    let families = "👨‍👩‍👧".repeat(600);
    assert_eq!(viewer.ask(&families).await["number"], 1);
    assert_eq!(Ask::new(&"щ".repeat(1000)).send(&server).await.ok()["number"], 2);
    let marked = "е\u{301}\u{302}\u{303}".repeat(1000);
    assert_eq!(Ask::new(&marked).send(&server).await.ok()["number"], 3);
}

#[tokio::test]
async fn a_filter_left_empty_is_no_filter_and_a_wrong_one_is_refused() {
    let server = Server::alone().await;
    Ask::new("Когда починят мост?").send(&server).await.ok();
    let desk = efir_tests::Desk::of(&server, "moderators");
    let window = desk.window("status=&topic=&place=&q=&sort=&after=&limit=").await;
    assert_eq!((&window["total"], &window["rows"][0]["number"]), (&json!(1), &json!(1)));
    let path = format!("{}?status=lost", server.api("questions"));
    let answer = server.get(&path).bearer(server.link_token("moderators")).send().await;
    assert_eq!((answer.status, answer.code().as_str()), (400, "bad_request"));
}

#[tokio::test]
async fn what_is_too_large_has_one_code_both_ways() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let before = verified(&store);
    for kilobytes in [17, 70, 1024] {
        let body = json!({"type": "ask", "id": id(), "text": "x".repeat(kilobytes * 1024)}).to_string();
        let answer = ask_by_http(&server, body.clone()).await;
        assert_eq!((answer.code().as_str(), answer.status), ("too_large", 413), "{kilobytes} KiB");
        let mut viewer = Socket::viewer(&server).await;
        assert_eq!(viewer.refusal_of(Message::text(body.clone())).await, "too_large", "{kilobytes} KiB");
        assert!(matches!(viewer.end().await, Closed::With(4000..=4499)), "the phone may come back");
        let answer = command_by_http(&server, &body).await;
        assert_eq!(answer.code(), "too_large", "{kilobytes} KiB");
        let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
        assert_eq!(moderator.refusal_of(Message::text(body)).await, "too_large", "{kilobytes} KiB");
    }
    assert_eq!(verified(&store), before);
}

#[tokio::test]
async fn a_bad_command_has_one_code_both_ways() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    let ask = Ask::new("Когда?");
    ask.send(&server).await.ok();
    let (question, none) = (ask.id.as_str(), id());
    let table: Vec<(&str, u16, Value)> = vec![
        ("unknown_type", 400, json!({"type": "shout"})),
        ("unknown_type", 400, json!({})),
        ("unknown_type", 400, json!({"type": "ask", "text": "Когда?"})),
        ("bad_request", 400, json!({"type": "approve"})),
        ("bad_request", 400, json!({"type": "approve", "question": "17"})),
        ("bad_request", 400, json!({"type": "label", "question": question, "topics": "roads"})),
        ("bad_request", 400, json!({"type": "next", "id": "17"})),
        ("no_question", 404, json!({"type": "approve", "question": none})),
        ("no_question", 404, json!({"type": "merge", "question": question, "into": none})),
        ("not_found", 404, json!({"type": "mute", "viewer": none})),
        ("wrong_status", 409, json!({"type": "take", "question": question})),
        ("wrong_status", 409, json!({"type": "split", "question": question})),
        ("same_question", 409, json!({"type": "merge", "question": question, "into": question})),
        ("nothing_on_air", 409, json!({"type": "clear"})),
        ("rundown_empty", 409, json!({"type": "next"})),
        ("cannot_undo", 409, json!({"type": "undo", "command": none})),
        ("after_not_in_rundown", 409, json!({"type": "approve", "question": question, "after": question})),
        ("forbidden", 403, json!({"type": "close"})),
    ];
    for (code, status, command) in table {
        let with_id = |mut command: Value| {
            if command["id"].is_null() {
                command["id"] = id().into();
            }
            command.to_string()
        };
        let answer = command_by_http(&server, &with_id(command.clone())).await;
        assert_eq!((answer.code().as_str(), answer.status), (code, status), "{command}");
        let over_socket = moderator.refusal_of(Message::text(with_id(command.clone()))).await;
        assert_eq!(over_socket, code, "{command}");
    }
    let rows = Desk::of(&server, "moderators").export().await;
    assert_eq!((rows.len(), &rows[0]["status"], &rows[0]["history"]), (1, &json!("pending"), &json!([])));
}

#[tokio::test]
async fn bad_settings_are_refused_and_good_ones_hold_at_once() {
    let server = Server::alone().await;
    let admin = Desk::of(&server, "admin");
    for bad in [
        json!({"anonymus": true}),
        json!({"title": ""}),
        json!({"title": "я".repeat(201)}),
        json!({"text_max": 0}),
        json!({"text_max": 4001}),
        json!({"air_from": 2000, "air_until": 1000}),
    ] {
        let mut command = bad.clone();
        command["type"] = "settings".into();
        let answer = admin.command(command).await;
        assert_eq!((answer.code().as_str(), answer.status), ("bad_settings", 422), "{bad}");
    }
    admin.order(json!({"type": "settings", "text_max": 5})).await;
    assert_eq!(Ask::new("123456").send(&server).await.code(), "too_long");
    let mut viewer = Socket::viewer(&server).await;
    let ask = json!({"type": "ask", "id": id(), "text": "123456"});
    assert_eq!(viewer.refusal_of(Message::text(ask.to_string())).await, "too_long");
    assert_eq!(viewer.ask("12345").await["number"], 1);
}

#[tokio::test]
async fn a_message_that_is_no_text_is_answered_not_dropped() {
    let server = Server::alone().await;
    for role in ["viewer", "moderator", "host"] {
        let who = if role == "moderator" { "moderators" } else { "host" };
        let mut socket = match role {
            "viewer" => Socket::viewer(&server).await,
            role => Socket::with_token(&server, role, server.link_token(who)).await,
        };
        assert_eq!(socket.refusal_of(Message::binary(vec![1, 2, 3])).await, "bad_request", "{role}");
        assert_eq!(socket.refusal_of(Message::text("{")).await, "bad_request", "{role}");
        assert_eq!(socket.refusal_of(Message::text(r#"{"type":"shout"}"#)).await, "unknown_type", "{role}");
        // Bytes that are no UTF-8 break the WebSocket protocol itself: the socket ends, with a code.
        let broken = Frame::message(vec![0xff, 0xfe], OpCode::Data(Data::Text), true);
        socket.send_raw(Message::Frame(broken)).await;
        let end = socket.end().await;
        assert!(matches!(end, Closed::With(1007 | 4000..=4999)), "{role}: {end:?}");
    }
    let answer = ask_by_http(&server, vec![0xff, 0xfe]).await;
    assert_eq!(answer.code(), "bad_request");
}

#[tokio::test]
async fn an_address_that_is_not_there_has_one_code_both_ways() {
    let server = Server::alone().await;
    let admin = server.link_token("admin");
    for path in ["/api/v1/broadcasts/no-such/questions", "/api/v1/broadcasts/no-such/commands"] {
        let answer = server.post(path).bearer(admin).json(&json!({"type": "next", "id": id()})).send().await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{path}");
    }
    for role in ["viewer", "moderator", "host"] {
        let answer = server.get(&format!("/ws/no-such/{role}")).upgrade().bearer(admin).send().await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "not_found"), "{role}");
    }
    assert_eq!(server.get("/api/v1/nothing").send().await.code(), "not_found");
    assert_eq!(server.get(&server.api("questions/1-00000000000000000000")).send().await.code(), "not_found");
    let plain = server.get(&format!("/ws/{SLUG}/viewer")).send().await;
    assert_eq!(
        (plain.status, plain.code().as_str()),
        (400, "bad_request"),
        "a socket's address without a socket"
    );
    for (method, path) in
        [("DELETE", "questions"), ("PUT", "questions"), ("GET", "commands"), ("POST", "rundown")]
    {
        let answer = server.request(method, &server.api(path)).bearer(admin).send().await;
        assert_eq!((answer.status, answer.code().as_str()), (405, "method_not_allowed"), "{method} {path}");
    }
}

#[tokio::test]
async fn a_bad_name_for_a_broadcast_is_refused() {
    let server = Server::alone().await;
    let create = async |slug: &str| {
        let new = json!({"slug": slug, "title": "Линия"});
        server.post("/api/v1/broadcasts").bearer(server.link_token("admin")).json(&new).send().await
    };
    let long = "x".repeat(65);
    for slug in ["", "Bad", "two words", "-x", "x-", "линия", "a/b", "../x", "@directory", &long] {
        let answer = create(slug).await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_slug"), "{slug:?}");
    }
    assert_eq!(create("line-2").await.status, 201);
    let again = create("line-2").await;
    assert_eq!((again.status, again.code().as_str()), (409, "slug_taken"));
    assert_eq!(create(SLUG).await.code(), "slug_taken");
}

#[tokio::test]
async fn a_closed_and_a_paused_line_say_so_both_ways() {
    let server = Server::alone().await;
    let admin = Desk::of(&server, "admin");
    let mut viewer = Socket::viewer(&server).await;
    for (command, code) in [("pause", "paused"), ("close", "closed")] {
        admin.order(json!({"type": command})).await;
        let answer = Ask::new("Когда?").send(&server).await;
        assert_eq!((answer.status, answer.code().as_str()), (409, code));
        let ask = json!({"type": "ask", "id": id(), "text": "Когда?"});
        assert_eq!(viewer.refusal_of(Message::text(ask.to_string())).await, code);
    }
    admin.order(json!({"type": "open"})).await;
    assert_eq!(viewer.ask("Когда?").await["number"], 1);
}

#[tokio::test]
async fn a_window_never_holds_more_than_its_limit_and_bad_queries_are_refused() {
    let server = Server::alone().await;
    for n in 0..5 {
        Ask::new(&format!("Вопрос {n}")).send(&server).await.ok();
    }
    let desk = Desk::of(&server, "moderators");
    let window = desk.window("status=pending&limit=2&after=1").await;
    assert_eq!(window["rows"].as_array().map(Vec::len), Some(2), "{window}");
    assert_eq!(window["total"], 5, "{window}");
    for query in ["status=lost", "limit=many", "sort=size", "after=x"] {
        let path = server.api(&format!("questions?{query}"));
        let answer = server.get(&path).bearer(&desk.token).send().await;
        assert_eq!((answer.status, answer.code().as_str()), (400, "bad_request"), "{query}");
    }
    let mut moderator = Socket::with_token(&server, "moderator", &desk.token).await;
    let view = json!({"type": "view", "status": "lost", "limit": 10});
    assert_eq!(moderator.refusal_of(Message::text(view.to_string())).await, "bad_request");
}
