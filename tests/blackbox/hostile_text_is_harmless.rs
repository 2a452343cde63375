//! Text that would do harm comes back as text: cleaned of what nobody can see, escaped on pages, never a formula.

use efir_tests::{Ask, Desk, SLUG, Server, Socket, Store, efir};
use serde_json::json;

const SCRIPT: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&";

/// What was sent, and what is kept.
const CLEANED: [(&str, &str); 9] = [
    ("при\u{202e}вет\u{202c}", "привет"),
    ("не\u{0}ль\u{7}зя\u{1b}[31m?", "нельзя[31m?"),
    ("пу\u{200b}сто\u{feff}та\u{2060}", "пустота"),
    ("е\u{308}лка", "ёлка"),
    ("н\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}е", "н\u{301}\u{302}\u{303}е"),
    ("семья 👨\u{200d}👩\u{200d}👧 тут", "семья 👨\u{200d}👩\u{200d}👧 тут"),
    ("один\r\nдва\u{2028}три", "один\nдва\nтри"),
    ("  по краям\t ", "по краям"),
    ("a\n\n\n\n\nb", "a\n\nb"),
];

#[tokio::test]
async fn what_nobody_can_see_is_taken_out_at_both_doors() {
    let server = Server::alone().await;
    let mut viewer = Socket::viewer(&server).await;
    for (sent, _) in CLEANED {
        viewer.ask(sent).await;
        Ask::new(sent).send(&server).await.ok();
    }
    let kept = Desk::of(&server, "moderators").export().await;
    for (n, (sent, cleaned)) in CLEANED.iter().enumerate() {
        for question in &kept[2 * n..2 * n + 2] {
            assert_eq!(question["original"], *cleaned, "{sent:?}");
        }
    }
}

#[tokio::test]
async fn markup_is_text_on_every_screen() {
    let server = Server::alone().await;
    let ask = json!({"id": efir_tests::id(), "text": SCRIPT, "name": "<b>Анна</b>", "place": "<i>Ч</i>"});
    let receipt = server.post(&server.api("questions")).json(&ask).send().await.ok();
    let desk = Desk::of(&server, "moderators");
    let row = desk.window("status=pending").await["rows"][0].clone();
    assert_eq!((&row["text"], &row["name"], &row["place"]), (&ask["text"], &ask["name"], &ask["place"]));
    Desk::of(&server, "admin").order(json!({"type": "settings", "title": SCRIPT})).await;
    desk.order(json!({"type": "approve", "question": ask["id"]})).await;
    desk.order(json!({"type": "next"})).await;
    let secret = receipt["receipt"].as_str().expect("a receipt");
    for path in ["/".to_owned(), format!("/b/{SLUG}"), format!("/b/{SLUG}/q/{secret}")] {
        let page = server.get(&path).send().await;
        assert_eq!(page.status, 200, "{path}");
        let text = page.text();
        for piece in ["<script>alert", "<img src=x", "<b>Анна", "<i>Ч<"] {
            assert!(!text.contains(piece), "{path} has {piece}");
        }
    }
    for (page, token) in [("moderate", "moderators"), ("host", "host"), ("overlay", "overlay")] {
        let page = server.get(&format!("/{page}/{SLUG}")).bearer(server.link_token(token)).send().await;
        assert_eq!(page.status, 200);
        assert!(!page.text().contains("<script>alert"), "{token}");
    }
    let mut host = Socket::with_token(&server, "host", server.link_token("host")).await;
    let rundown = host.until("rundown", |rundown| !rundown["on_air"].is_null()).await;
    assert_eq!((&rundown["on_air"]["text"], &rundown["title"]), (&json!(SCRIPT), &json!(SCRIPT)));
}

#[tokio::test]
async fn a_formula_stays_a_text_in_a_spreadsheet() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    for text in ["=HYPERLINK(\"http://evil.example\")", "+7 900", "@SUM(A1)"] {
        Ask::new(text).send(&server).await.ok();
    }
    let csv = efir(&["export", SLUG, "--log", &store.url(), "--format", "csv"]).ok();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    for record in reader.records() {
        let record = record.expect("every line is CSV");
        assert!(record.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{record:?}");
    }
}

#[tokio::test]
async fn an_edit_is_cleaned_like_a_question() {
    let server = Server::alone().await;
    let ask = Ask::new("Когда?");
    ask.send(&server).await.ok();
    let desk = Desk::of(&server, "moderators");
    desk.order(json!({"type": "edit", "question": ask.id, "text": "Ко\u{202e}гда\u{0} же?"})).await;
    desk.order(json!({"type": "approve", "question": ask.id})).await;
    assert_eq!(desk.rundown().await["next"][0]["text"], "Когда же?");
}
