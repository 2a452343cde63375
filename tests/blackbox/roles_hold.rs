//! Each role may do what is its own and nothing more, at every door; another's token, a damaged one, none at
//! all, and another site's page are refused, each with its code.

use efir_tests::{Ask, Desk, SLUG, Server, Socket, id, socket::Knock};
use serde_json::{Value, json};

const ROLES: [&str; 5] = ["viewer", "overlay", "host", "moderator", "admin"];

fn tokens(server: &Server) -> Vec<(&'static str, String)> {
    ROLES.iter().map(|role| (*role, server.token(SLUG, role, None))).collect()
}

async fn other_broadcast(server: &Server) -> String {
    let new = json!({"slug": "other-line", "title": "Другая линия"});
    let made = server.post("/api/v1/broadcasts").bearer(server.link_token("admin")).json(&new).send().await;
    assert_eq!(made.status, 201, "{}", made.text());
    server.token("other-line", "moderator", None)
}

#[tokio::test]
async fn each_role_reads_what_is_its_own() {
    let server = Server::alone().await;
    // Least of the roles that may.
    let doors = [("questions", "moderator"), ("export?format=jsonl", "moderator"), ("rundown", "host")];
    let tokens = tokens(&server);
    for (door, least) in doors {
        let rank = |role: &str| ROLES.iter().position(|r| *r == role);
        for (role, token) in &tokens {
            let answer = server.get(&server.api(door)).bearer(token).send().await;
            match rank(role) >= rank(least) {
                true => assert_eq!(answer.status, 200, "{role} at {door}"),
                false => assert_eq!(
                    (answer.status, answer.code().as_str()),
                    (403, "forbidden"),
                    "{role} at {door}"
                ),
            }
        }
    }
}

#[tokio::test]
async fn each_role_gives_only_its_own_commands() {
    let server = Server::alone().await;
    let ask = Ask::new("Когда?");
    ask.send(&server).await.ok();
    let question = ask.id.as_str();
    let commands: Vec<(&str, Value)> = vec![
        ("host", json!({"type": "take", "question": question})),
        ("host", json!({"type": "clear"})),
        ("host", json!({"type": "answer", "question": question})),
        ("host", json!({"type": "next"})),
        ("host", json!({"type": "forward", "from": null, "to": question})),
        ("host", json!({"type": "back", "from": question, "to": null})),
        ("host", json!({"type": "heard", "note": question})),
        ("moderator", json!({"type": "claim", "question": question})),
        ("moderator", json!({"type": "hold", "question": question})),
        ("moderator", json!({"type": "reopen", "question": question})),
        ("moderator", json!({"type": "label", "question": question, "topics": ["roads"]})),
        ("moderator", json!({"type": "pin", "question": question})),
        ("moderator", json!({"type": "unpin", "question": question})),
        ("moderator", json!({"type": "unmute", "viewer": question})),
        ("moderator", json!({"type": "note", "text": "Время"})),
        ("moderator", json!({"type": "remark", "question": question, "text": "Справка"})),
        ("admin", json!({"type": "pause"})),
        ("admin", json!({"type": "open"})),
        ("admin", json!({"type": "settings", "title": "Линия"})),
    ];
    let rank = |role: &str| ROLES.iter().position(|r| *r == role);
    for (role, token) in tokens(&server) {
        let mut host = None;
        if rank(role) >= rank("overlay") {
            host = Some(Socket::with_token(&server, "host", &token).await);
        }
        for (least, command) in &commands {
            let mut body = command.clone();
            body["id"] = id().into();
            let answer = server.post(&server.api("commands")).bearer(&token).json(&body).send().await;
            let may = rank(role) >= rank(least);
            let code = if answer.status < 300 { "done".to_owned() } else { answer.code() };
            assert_eq!(code != "forbidden", may, "{role}: {command} gives {code}");
            if let Some(socket) = &mut host {
                let code = socket.command(command.clone()).await.err().unwrap_or_default();
                assert_eq!(code != "forbidden", may, "{role} over a socket: {command} gives {code}");
            }
        }
    }
}

#[tokio::test]
async fn each_socket_is_for_its_own_roles() {
    let server = Server::alone().await;
    let (other, tokens) = (other_broadcast(&server).await, tokens(&server));
    let rank = |role: &str| ROLES.iter().position(|r| *r == role);
    for (door, least) in [("moderator", "moderator"), ("host", "overlay")] {
        for (role, token) in &tokens {
            let knock = Knock::at(&server, SLUG, door).bearer(token).open().await;
            match rank(role) >= rank(least) {
                true => assert!(knock.is_ok(), "{role} at {door}"),
                false => assert_eq!(knock.err(), Some(403), "{role} at {door}"),
            }
        }
        let path = format!("/ws/{SLUG}/{door}");
        let nobody = server.get(&path).upgrade().send().await;
        assert_eq!((nobody.status, nobody.code().as_str()), (401, "unauthorized"), "{door}");
        let damaged = server.get(&path).upgrade().bearer("v4.local.AAAA").send().await;
        assert_eq!((damaged.status, damaged.code().as_str()), (401, "bad_token"), "{door}");
        let others = server.get(&path).upgrade().bearer(&other).send().await;
        assert_eq!((others.status, others.code().as_str()), (403, "forbidden"), "{door}");
    }
}

#[tokio::test]
async fn no_token_a_damaged_token_and_anothers_token_are_told_apart() {
    let server = Server::alone().await;
    let other = other_broadcast(&server).await;
    let good = server.link_token("moderators");
    let damaged = format!("{}x", &good[..good.len() - 1]);
    let table = [
        (None, 401, "unauthorized"),
        (Some(damaged.as_str()), 401, "bad_token"),
        (Some("v4.local."), 401, "bad_token"),
        (Some(other.as_str()), 403, "forbidden"),
    ];
    for (token, status, code) in table {
        for path in ["questions", "rundown", "export"] {
            let answer = server.get(&server.api(path)).maybe_bearer(token).send().await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path} with {token:?}");
        }
        let next = json!({"type": "next", "id": id()});
        let answer = server.post(&server.api("commands")).maybe_bearer(token).json(&next).send().await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "commands with {token:?}");
    }
    for token in [None, Some(good)] {
        let new = json!({"slug": "mine", "title": "Моя"});
        let answer = server.post("/api/v1/broadcasts").maybe_bearer(token).json(&new).send().await;
        assert_eq!(
            answer.status,
            if token.is_some() { 403 } else { 401 },
            "only an administrator makes broadcasts"
        );
    }
}

#[tokio::test]
async fn another_sites_page_may_neither_open_a_socket_nor_ask_nor_command() {
    let server = Server::alone().await;
    let token = server.link_token("moderators");
    let own = server.url();
    for (origin, allowed) in [("https://evil.example", false), ("null", false), (own.as_str(), true)] {
        for role in ["viewer", "moderator", "host"] {
            let knock = Knock::at(&server, SLUG, role).bearer(token).header("origin", origin).open().await;
            match allowed {
                true => assert!(knock.is_ok(), "{role} from {origin}"),
                false => assert_eq!(knock.err(), Some(403), "{role} from {origin}"),
            }
        }
        let asked =
            server.post(&server.api("questions")).header("origin", origin).json(&Ask::new("Когда?").body());
        let answer = asked.send().await;
        assert_eq!(answer.status, if allowed { 200 } else { 403 }, "asked from {origin}");
        let claim = json!({"type": "note", "text": "Время", "id": id()});
        let given = server.post(&server.api("commands")).bearer(token).header("origin", origin).json(&claim);
        let answer = given.send().await;
        assert_eq!(answer.status, if allowed { 200 } else { 403 }, "commanded from {origin}");
        if !allowed {
            assert_eq!(answer.code(), "bad_origin");
        }
    }
    assert_eq!(Desk::of(&server, "moderators").export().await.len(), 1);
}

#[tokio::test]
async fn a_link_becomes_a_cookie_and_leaves_the_address() {
    let server = Server::alone().await;
    let pages = [("moderators", "moderator"), ("host", "host"), ("overlay", "host")];
    for (who, door) in pages {
        let path = server.link(who).strip_prefix(&server.url()).expect("a link of this server").to_owned();
        let answer = server.get(&path).send().await;
        assert!((300..400).contains(&answer.status), "{who}: {}", answer.status);
        assert!(!answer.header("location").contains("token"), "{who}: {}", answer.header("location"));
        let cookie = answer.header("set-cookie").to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{who}: {cookie}");
        let page = server.get(path.split('?').next().expect("a path")).header("cookie", &answer.cookies());
        assert_eq!(page.send().await.status, 200, "{who}");
        let socket = Knock::at(&server, SLUG, door).header("cookie", &answer.cookies()).open().await;
        assert!(socket.is_ok(), "{who}");
    }
    for page in ["moderate", "host", "overlay"] {
        let nobody = server.get(&format!("/{page}/{SLUG}")).send().await;
        assert_eq!(nobody.status, 401, "{page} without a token");
    }
    assert_eq!(server.get("/admin").send().await.status, 401);
}

#[tokio::test]
async fn a_host_sees_no_more_than_the_rundown_and_an_overlay_no_more_than_the_air() {
    let server = Server::alone().await;
    let (secret, planned, aired) = (Ask::new("Тайный?"), Ask::new("Запланированный?"), Ask::new("Эфирный?"));
    let desk = Desk::of(&server, "moderators");
    for ask in [&secret, &planned, &aired] {
        ask.send(&server).await.ok();
    }
    let mut host = Socket::with_token(&server, "host", server.link_token("host")).await;
    let mut overlay = Socket::with_token(&server, "host", server.link_token("overlay")).await;
    let mut viewer = Socket::viewer(&server).await;
    for ask in [&planned, &aired] {
        desk.order(json!({"type": "approve", "question": ask.id})).await;
    }
    desk.order(json!({"type": "take", "question": aired.id})).await;
    host.until("rundown", |rundown| rundown["on_air"]["id"] == aired.id.as_str()).await;
    overlay.until("rundown", |rundown| rundown["on_air"]["id"] == aired.id.as_str()).await;
    viewer.until("public", |public| public["on_air"]["id"] == aired.id.as_str()).await;
    let said =
        |socket: &Socket, text: &str| socket.frames.iter().any(|frame| frame.to_string().contains(text));
    assert!(said(&host, &planned.text) && said(&viewer, &planned.text));
    assert!(!said(&overlay, &planned.text), "the overlay goes on air as it is");
    for socket in [&host, &overlay, &viewer] {
        assert!(!said(socket, &secret.text), "nobody approved it");
    }
}

#[tokio::test]
async fn where_viewers_need_a_token_nobody_asks_without() {
    let server = Server::alone().await;
    Desk::of(&server, "admin").order(json!({"type": "settings", "anonymous": false})).await;
    let answer = Ask::new("Когда?").send(&server).await;
    assert_eq!((answer.status, answer.code().as_str()), (401, "unauthorized"));
    let refused = server.get(&format!("/ws/{SLUG}/viewer")).upgrade().send().await;
    assert_eq!((refused.status, refused.code().as_str()), (401, "unauthorized"));
    let token = server.token(SLUG, "viewer", None);
    let mut viewer = Knock::at(&server, SLUG, "viewer").bearer(&token).open().await.expect("a token lets in");
    assert_eq!(viewer.ask("Когда?").await["number"], 1);
    let asked =
        server.post(&server.api("questions")).bearer(&token).json(&Ask::new("Где?").body()).send().await;
    assert_eq!(asked.ok()["number"], 2);
}

#[tokio::test]
async fn a_muted_viewer_is_told_both_ways_and_others_are_not() {
    let server = Server::alone().await;
    let mut viewer = Socket::viewer(&server).await;
    viewer.ask("Первый вопрос?").await;
    let desk = Desk::of(&server, "moderators");
    let row = desk.window("status=pending").await["rows"][0].clone();
    desk.order(json!({"type": "mute", "viewer": row["viewer"]})).await;
    viewer.send(&json!({"type": "ask", "id": id(), "text": "Второй?"})).await;
    assert_eq!(viewer.expect("refused").await["code"], "muted");
    let by_http = server.post(&server.api("questions")).header("cookie", &viewer.cookies);
    let answer = by_http.json(&Ask::new("Третий?").body()).send().await;
    assert_eq!((answer.status, answer.code().as_str()), (403, "muted"));
    Ask::new("Чужой?").send(&server).await.ok();
}
