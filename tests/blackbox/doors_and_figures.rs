//! What machines and browsers rely on at the doors: liveness, readiness, figures, fixed headers, languages, forms.

use std::collections::BTreeSet;

use efir_tests::{Ask, Desk, SLUG, Server, Socket, Store, efir};
use serde_json::json;

#[tokio::test]
async fn a_server_says_that_it_lives_and_is_ready() {
    let server = Server::alone().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(server.get(path).send().await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn the_figures_have_names_that_stay() {
    let server = Server::alone().await;
    let mut viewer = Socket::viewer(&server).await;
    viewer.ask("Когда?").await;
    viewer.send(&json!({"type": "shout"})).await;
    viewer.expect("refused").await;
    let answer = server.get("/metrics").send().await;
    assert_eq!(answer.status, 200);
    let text = answer.text();
    assert!(text.contains(&format!("efir_questions{{broadcast=\"{SLUG}\"}} 1")), "{text}");
    assert!(text.contains("efir_refusals_total{code=\"unknown_type\"} 1"), "{text}");
    let names: BTreeSet<&str> =
        text.lines().filter_map(|line| line.strip_prefix("# TYPE ")?.split(' ').next()).collect();
    insta::assert_debug_snapshot!("metrics", names);
}

#[tokio::test]
async fn every_page_forbids_what_it_does_not_need() {
    let server = Server::alone().await;
    let viewer = format!("/b/{SLUG}");
    for path in ["/", viewer.as_str(), "/b/no-such", "/nothing", "/healthz", "/api/v1/nothing"] {
        let answer = server.get(path).send().await;
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("unsafe-eval"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
    }
}

#[tokio::test]
async fn no_page_has_script_or_style_inline() {
    let server = Server::alone().await;
    let pages = [
        ("/".to_owned(), None),
        (format!("/b/{SLUG}"), None),
        (format!("/moderate/{SLUG}"), Some("moderators")),
        (format!("/host/{SLUG}"), Some("host")),
        (format!("/overlay/{SLUG}"), Some("overlay")),
        ("/admin".to_owned(), Some("admin")),
    ];
    for (path, who) in pages {
        let page = server.get(&path).maybe_bearer(who.map(|who| server.link_token(who))).send().await;
        assert_eq!(page.status, 200, "{path}");
        let text = page.text();
        assert!(!text.contains(" style=\"") && !text.contains("<style"), "{path}");
        assert!(!text.contains(" onclick=") && !text.contains("javascript:"), "{path}");
        for script in text.split("<script").skip(1) {
            let (tag, rest) = script.split_once('>').expect("a tag ends");
            let is_data = tag.contains("application/json");
            assert!(
                is_data || (tag.contains("src=\"/static/") && rest.starts_with("</script>")),
                "{path}: {tag}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_speaks_the_browsers_language_and_keeps_the_chosen_one() {
    let server = Server::alone().await;
    let path = format!("/b/{SLUG}");
    let lang = |text: &str| if text.contains("<html lang=\"en\"") { "en" } else { "ru" };
    for (accept, expected) in [("en-GB,en;q=0.9", "en"), ("ru,en;q=0.8", "ru"), ("de", "ru"), ("", "ru")] {
        let page = server.get(&path).header("accept-language", accept).send().await;
        assert_eq!(lang(&page.text()), expected, "{accept:?}");
    }
    let chosen = server.get(&format!("{path}?lang=en")).header("accept-language", "ru").send().await;
    assert_eq!(lang(&chosen.text()), "en");
    let again =
        server.get(&path).header("accept-language", "ru").header("cookie", &chosen.cookies()).send().await;
    assert_eq!(lang(&again.text()), "en", "the choice stays");
    let problem = server.get("/api/v1/nothing").header("accept-language", "en").send().await.json();
    assert!(problem["detail"].as_str().is_some_and(|detail| detail.is_ascii()), "{problem}");
}

#[tokio::test]
async fn a_viewer_without_scripts_asks_by_form_and_is_told_what_became_of_it() {
    let server = Server::alone().await;
    let page = server.get(&format!("/b/{SLUG}")).send().await;
    assert!(page.text().contains("<form"), "the page has a form");
    let fields =
        [("id", &*efir_tests::id()), ("text", "Когда починят мост?"), ("name", "Анна"), ("place", "")];
    let mut receipts = BTreeSet::new();
    for _ in 0..2 {
        // The button pressed twice, or the page reloaded.
        let answer =
            server.post(&format!("/b/{SLUG}")).header("origin", &server.url()).form(&fields).send().await;
        assert_eq!(answer.status, 303, "{}", answer.text());
        receipts.insert(answer.header("location").to_owned());
    }
    assert_eq!(receipts.len(), 1, "{receipts:?}");
    let receipt = receipts.first().expect("a receipt");
    let page = server.get(receipt).send().await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("Когда починят мост?"));
    let desk = Desk::of(&server, "moderators");
    let row = desk.window("status=pending").await["rows"][0].clone();
    assert_eq!((&row["number"], &row["name"], &row["place"]), (&json!(1), &json!("Анна"), &json!(null)));
    let guessed = server.get(&format!("/b/{SLUG}/q/1-00000000000000000000")).send().await;
    assert_eq!(guessed.status, 404, "a receipt cannot be guessed");
    let empty = server.post(&format!("/b/{SLUG}")).header("origin", &server.url()).form(&[("text", " ")]);
    let empty = empty.send().await;
    assert_eq!(empty.status, 422, "{}", empty.text());
    let foreign = server.post(&format!("/b/{SLUG}")).header("origin", "https://evil.example").form(&fields);
    assert_eq!(foreign.send().await.status, 403);
}

#[tokio::test]
async fn a_phone_without_a_socket_sees_what_viewers_see() {
    let server = Server::alone().await;
    let ask = Ask::new("Когда?");
    let receipt = ask.send(&server).await.ok();
    let desk = Desk::of(&server, "moderators");
    desk.order(json!({"type": "approve", "question": ask.id})).await;
    desk.order(json!({"type": "next"})).await;
    let public = efir_tests::eventually("it is on air for viewers", async || {
        let public = server.get(&server.api("public")).send().await.ok();
        (public["on_air"]["id"] == ask.id.as_str()).then_some(public)
    })
    .await;
    assert_eq!(public["counts"]["questions"], 1, "{public}");
    let secret = receipt["receipt"].as_str().expect("a receipt");
    let mine = server.get(&server.api(&format!("questions/{secret}"))).send().await.ok();
    assert_eq!((&mine["status"], &mine["receipt"]), (&json!("on_air"), &receipt["receipt"]));
}

#[tokio::test]
async fn links_and_origins_follow_the_public_address() {
    let store = Store::disk();
    let start = efir_tests::Start::on(&store.url()).arg("--public-url").arg("https://ask.example/");
    let server = start.go().await;
    assert!(
        server.link("moderators").starts_with("https://ask.example/moderate/"),
        "{}",
        server.link("moderators")
    );
    let own = server.post(&server.api("questions")).header("origin", "https://ask.example");
    assert_eq!(own.json(&Ask::new("Когда?").body()).send().await.status, 200);
    let foreign = server.post(&server.api("questions")).header("origin", "http://ask.example");
    assert_eq!(foreign.json(&Ask::new("Где?").body()).send().await.code(), "bad_origin");
    let page = server.get(&format!("/b/{SLUG}")).send().await;
    let cookies = page.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    assert!(cookies.filter(|c| c.starts_with("efir-viewer")).all(|cookie| cookie.contains("Secure")));
    let bad = efir(&["links", "--log", &store.url(), "--public-url", "ask.example"]);
    assert_eq!(bad.code, 2, "{}", bad.err);
}
