//! Questions come in from files and go out to files, whole, and never twice; a damaged log is found out.

use std::fs;

use calamine::{Data, Reader, Xlsx};
use efir_tests::{Ask, Desk, SLUG, Server, Store, efir, redis::Redis};
use serde_json::{Value, json};

const JSONL: &str = r#"{"id":"a-1","text":"Когда починят лифт?","name":"Анна","place":"Чебоксары"}
{"text":"Где взять справку о составе семьи?"}

{"text":"Почему отменили автобус в Кугеси?","topic":"transport"}
"#;

const CSV: &str = "\u{feff}text;name;place\nКогда починят лифт?;Анна;Чебоксары\n\"Где; справка?\";;\n";

fn import(log: &str, name: &str, content: &str) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(name);
    fs::write(&file, content).expect("a file");
    efir(&["import", SLUG, &file.display().to_string(), "--log", log]).ok()
}

fn export(log: &str) -> Vec<Value> {
    efir(&["export", SLUG, "--log", log, "--format", "jsonl"]).lines()
}

#[test]
fn a_file_that_is_imported_twice_adds_nothing() {
    for (name, content, rows) in [("q.jsonl", JSONL, 3), ("q.csv", CSV, 2)] {
        let store = Store::disk();
        let log = store.url();
        efir(&["links", "--log", &log]).ok();
        assert_eq!(import(&log, name, content).trim(), format!("{rows} added, 0 known before, 0 refused"));
        let before = export(&log);
        assert_eq!(import(&log, name, content).trim(), format!("0 added, {rows} known before, 0 refused"));
        assert_eq!(export(&log), before);
        assert_eq!((&before[0]["text"], &before[0]["name"]), (&json!("Когда починят лифт?"), &json!("Анна")));
        assert_eq!((&before[0]["place"], &before[0]["channel"]), (&json!("Чебоксары"), &json!("import")));
    }
}

#[test]
fn rows_that_cannot_be_taken_are_named_and_the_others_come_in() {
    let store = Store::disk();
    let log = store.url();
    efir(&["links", "--log", &log]).ok();
    let long = "я".repeat(1001);
    let content = format!("{{\"text\":\"Когда?\"}}\n{{\"text\":\"  \"}}\n{{\"text\":\"{long}\"}}\n");
    let said = import(&log, "q.jsonl", &content);
    assert!(said.starts_with("1 added, 0 known before, 2 refused"), "{said}");
    assert!(said.contains("row 2") && said.contains("row 3"), "{said}");
    let broken = tempfile::tempdir().expect("a temporary folder");
    let file = broken.path().join("q.jsonl");
    fs::write(&file, "{\"text\":\"Где?\"}\n{\n").expect("a file");
    let ran = efir(&["import", SLUG, &file.display().to_string(), "--log", &log]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("line 2"), "{}", ran.err);
    assert_eq!(export(&log).len(), 1, "of a broken file nothing comes in");
}

#[tokio::test]
async fn an_import_is_judged_like_every_question() {
    let store = Store::disk();
    let log = store.url();
    let server = Server::on(&store).await;
    Ask::new("Когда отремонтируют дорогу на улице Ленина?").send(&server).await.ok();
    import(&log, "q.jsonl", "{\"text\":\"когда отремонтируют дорогу на улице ленина\"}\n");
    let window = efir_tests::eventually("it is folded into the other", async || {
        let window = Desk::of(&server, "moderators").window("status=merged").await;
        (window["total"] == 1).then_some(window)
    })
    .await;
    assert_eq!(window["rows"][0]["merged_into"], 1, "{window}");
}

#[tokio::test]
async fn every_format_holds_every_question_with_its_history() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let ask = Ask::new("Мой телефон +7 903 123-45-67, когда, \"наконец\",\nпочинят лифт?");
    ask.send(&server).await.ok();
    Ask::new("Кто чистит дворы?").send(&server).await.ok();
    let desk = Desk::of(&server, "moderators");
    desk.order(json!({"type": "approve", "question": ask.id})).await;
    desk.order(json!({"type": "edit", "question": ask.id, "text": "Когда починят лифт?"})).await;
    desk.order(json!({"type": "take", "question": ask.id})).await;

    let lines = export(&store.url());
    assert_eq!(lines, desk.export().await, "the same over HTTP");
    let first = &lines[0];
    assert_eq!((&first["text"], &first["original"]), (&json!("Когда починят лифт?"), &json!(ask.text)));
    let steps: Vec<&Value> =
        first["history"].as_array().expect("a list").iter().map(|step| &step["what"]).collect();
    assert_eq!(steps, ["approved", "edited", "taken"]);

    let csv = efir(&["export", SLUG, "--log", &store.url(), "--format", "csv"]).ok();
    let mut reader = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let column =
        reader.headers().expect("a head").iter().position(|name| name == "original").expect("the column");
    let records: Vec<_> = reader.records().map(|record| record.expect("every line is CSV")).collect();
    assert_eq!((records.len(), &records[0][column]), (2, ask.text.as_str()));

    let xlsx = efir(&["export", SLUG, "--log", &store.url(), "--format", "xlsx"]).bytes;
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(xlsx)).expect("a spreadsheet opens");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("a sheet that can be read");
    assert_eq!(
        (sheet.height(), sheet.get_value((1, 2))),
        (3, Some(&Data::String("Когда починят лифт?".to_owned())))
    );
    assert_eq!(sheet.get_value((1, 0)), Some(&Data::Float(1.0)), "numbers are numbers");

    for (format, mime) in
        [("csv", "text/csv"), ("xlsx", "application/vnd.openxml"), ("jsonl", "application/jsonl")]
    {
        let path = server.api(&format!("export?format={format}"));
        let answer = server.get(&path).bearer(&desk.token).send().await;
        assert!(answer.header("content-type").starts_with(mime), "{format}");
        assert!(answer.header("content-disposition").contains(&format!("{SLUG}.{format}")), "{format}");
    }
    let path = server.api("export?format=pdf");
    assert_eq!(server.get(&path).bearer(&desk.token).send().await.code(), "bad_request");
}

#[tokio::test]
async fn a_log_that_was_tampered_with_does_not_verify() {
    let redis = Redis::start().await;
    let log = redis.url();
    let server = efir_tests::Start::on(&log).go().await;
    for n in 0..5 {
        Ask::new(&format!("Вопрос {n}?")).send(&server).await.ok();
    }
    assert_eq!(server.stop().await, 0);
    let good = efir(&["verify", SLUG, "--log", &log]).ok();
    assert!(good.starts_with(&format!("{SLUG}: 5 entries, position ")), "{good}");
    let hash = good.trim().rsplit(' ').next().expect("a hash");
    assert!(hash.len() >= 40 && hash.chars().all(|c| c.is_ascii_hexdigit()), "{good}");
    let streams = redis.say("SCAN 0 COUNT 1000 TYPE stream");
    let stream = streams.lines().find(|line| line.contains(SLUG)).expect("the broadcast's stream").to_owned();
    assert_eq!(
        redis.say(&format!("XDEL {stream} 3-0")).trim(),
        ":1",
        "the third entry is taken out of {stream}"
    );
    let bad = efir(&["verify", SLUG, "--log", &log]);
    assert_eq!((bad.code, bad.out.as_str()), (1, ""), "{}", bad.err);
    assert!(bad.err.contains("damaged at offset 3"), "{}", bad.err);
}
