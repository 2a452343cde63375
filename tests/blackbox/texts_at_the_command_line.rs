//! `efir rules` and `efir dedup`: a line in, a line out, in order, at once, and the input is never held.

use std::fs;

use efir_tests::{
    cli::{Filter, efir_with},
    efir,
};
use serde_json::{Value, json};

#[test]
fn each_line_is_answered_before_the_next_is_written() {
    let mut rules = Filter::start(&["rules", "check"]);
    for n in 0..20 {
        let answer = rules.turn(&json!({"text": format!("Вопрос номер {n}?"), "n": n}).to_string());
        assert_eq!((&answer["n"], &answer["action"]), (&json!(n), &json!("pass")), "{answer}");
    }
    assert_eq!(rules.end(), 0);
    let mut dedup = Filter::start(&["dedup", "-"]);
    for n in 0..20 {
        let answer =
            dedup.turn(&json!({"id": n, "text": "Когда отремонтируют дорогу на улице Ленина?"}).to_string());
        let expected = if n == 0 { Value::Null } else { json!(0) };
        assert_eq!((&answer["id"], &answer["duplicate_of"]), (&json!(n), &expected), "{answer}");
    }
    assert_eq!(dedup.end(), 0);
}

fn check(text: &str) -> Value {
    let line = json!({"text": text, "kept": [1, {"as": "it was"}], "id": "a"}).to_string();
    let mut lines = efir_with(&line, &["rules", "check", "-"]).lines();
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

#[test]
fn a_clean_text_passes_as_it_is() {
    let text = "Когда отремонтируют дорогу на улице Ленина?";
    let checked = check(text);
    assert_eq!((&checked["action"], &checked["masked"]), (&json!("pass"), &json!(text)), "{checked}");
    assert_eq!((&checked["labels"], &checked["findings"]), (&json!([]), &json!([])), "{checked}");
    assert!(checked["topics"].is_array() && checked["places"].is_array(), "{checked}");
    assert_eq!((&checked["kept"], &checked["id"]), (&json!([1, {"as": "it was"}]), &json!("a")), "{checked}");
}

#[test]
fn a_phone_is_covered_and_found_by_characters() {
    let text = "Почините лифт 😀, мой телефон +7 (903) 123-45-67, Анна";
    let checked = check(text);
    assert_eq!(
        (&checked["action"], &checked["labels"]),
        (&json!("mask"), &json!(["pii.phone"])),
        "{checked}"
    );
    let finding = &checked["findings"][0];
    let bound = |field: &str| finding[field].as_u64().expect("a bound") as usize;
    let found: String = text.chars().skip(bound("start")).take(bound("end") - bound("start")).collect();
    assert_eq!(found, "+7 (903) 123-45-67", "{finding}");
    let masked = checked["masked"].as_str().expect("a text");
    assert!(!masked.contains("123-45") && masked.contains("Почините лифт 😀"), "{masked}");
}

#[test]
fn swearing_and_spam_are_named() {
    for (text, label) in [
        ("Ваши тарифы — пиздёж", "profanity"),
        ("Когда, блядь, починят лифт", "profanity"),
        ("Выиграй айфон http://iphone-free.example/win", "spam"),
    ] {
        let checked = check(text);
        assert!(
            checked["labels"].as_array().is_some_and(|labels| labels.contains(&json!(label))),
            "{checked}"
        );
        assert_ne!(checked["action"], "pass", "{checked}");
    }
}

#[test]
fn a_line_that_is_no_question_is_named_and_those_before_it_are_answered() {
    for (bad, part) in
        [("{", "line 2"), ("17", "line 2"), ("{\"txet\":\"a\"}", "line 2"), ("{\"text\":5}", "line 2")]
    {
        let ran = efir_with(&format!("{{\"text\":\"Когда?\"}}\n{bad}\n"), &["rules", "check"]);
        assert_eq!((ran.code, ran.out.lines().count()), (1, 1), "{bad}: {}", ran.err);
        assert!(ran.err.contains(part), "{bad}: {}", ran.err);
    }
    let ran = efir_with("{\"text\":\"Когда?\"}\n", &["dedup"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("line 1") && ran.err.contains("id"), "{}", ran.err);
    assert_eq!(efir_with("\n\n", &["rules", "check"]).ok(), "", "empty lines are nothing");
}

#[test]
fn a_file_is_read_like_standard_input() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("questions.jsonl");
    let lines =
        "{\"id\":\"a\",\"text\":\"Когда починят лифт?\"}\n{\"id\":\"b\",\"text\":\"Кто чистит дворы?\"}";
    fs::write(&file, lines).expect("a file");
    let path = file.display().to_string();
    for command in [vec!["rules", "check"], vec!["dedup"]] {
        let from_file: Vec<&str> = command.iter().copied().chain([path.as_str()]).collect();
        assert_eq!(efir(&from_file).ok(), efir_with(lines, &command).ok(), "{command:?}");
    }
}

#[test]
fn a_repeat_names_a_question_that_is_no_repeat_itself() {
    let texts = [
        "Когда отремонтируют дорогу на улице Ленина?",
        "Почему отменили автобус в Кугеси?",
        "когда отремонтируют дорогу на улице ленина",
        "Когда отремонтируют дорогу на улице Гагарина?",
        "КОГДА ОТРЕМОНТИРУЮТ ДОРОГУ НА УЛИЦЕ ЛЕНИНА???",
    ];
    let lines: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(n, text)| json!({"id": format!("q{n}"), "text": text}).to_string())
        .collect();
    let answers = efir_with(&lines.join("\n"), &["dedup"]).lines();
    let of: Vec<Value> = answers.iter().map(|answer| answer["duplicate_of"].clone()).collect();
    assert_eq!(
        of,
        [json!(null), json!(null), json!("q0"), json!(null), json!("q0")],
        "another street is another question"
    );
    for answer in &answers {
        assert!(answer["score"].as_f64().is_some_and(|score| (0.0..=1.0).contains(&score)), "{answer}");
        let like = answer["like"].as_array().expect("a list");
        let scores: Vec<f64> = like.iter().filter_map(|one| one["score"].as_f64()).collect();
        assert!(like.len() <= 5 && scores.is_sorted_by(|a, b| a >= b), "best first: {answer}");
        assert!(like.iter().all(|one| one["id"].as_str().is_some_and(|id| id.starts_with('q'))), "{answer}");
    }
}

#[test]
fn the_shipped_rules_pass_their_own_examples() {
    let out = efir(&["rules", "test"]).ok();
    let last = out.lines().last().expect("the totals");
    assert!(last.ends_with("examples, 0 failed"), "{out}");
    assert!(!last.starts_with("0 "), "there are examples: {out}");
}

#[test]
fn a_broken_rule_file_is_refused_by_name_and_line() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let rules = folder.path().display().to_string();
    let empty = efir(&["rules", "test", "--rules", &rules]);
    assert_eq!(empty.code, 2, "{}", empty.err);
    fs::write(folder.path().join("mine.toml"), "this is no rule\n").expect("a file");
    for command in [vec!["rules", "test"], vec!["rules", "check"], vec!["serve", "--listen", "127.0.0.1:0"]] {
        let mut args = command.clone();
        args.extend(["--rules", &rules]);
        let ran = efir(&args);
        assert_eq!(ran.code, 2, "{command:?}: {}", ran.err);
        assert!(ran.err.contains("mine.toml"), "{command:?}: {}", ran.err);
    }
}
