//! What the fields of a rule mean, shown on rules made for it; the shipped files show the rest in their examples.

use moderation_rules::rules::{Rules, RulesError};

/// A file with one rule, its examples run.
fn load(fields: &str) -> Result<Rules, RulesError> {
    let rule = format!("[[rule]]\nid = \"test\"\nlabel = \"test\"\n{fields}\n");
    Rules::load(&[("test.toml".to_owned(), rule)])
}

#[test]
fn words_that_must_meet_within_a_sentence_do_not_meet_across_its_end() {
    load(
        r#"
        sentences = 1
        within = 0
        together = [["сожгу"], ["мэрию"]]
        must = [
            "Сожгу я когда-нибудь эту самую, прости господи, вашу новую мэрию",
            "Сожгу на ул. Садовой, в г. Шумерле мэрию",
            "сожгу к 15.05.2026 г. мэрию",
        ]
        must_not = [
            "Листву сожгу. Прошу мэрию помочь",
            "Листву сожгу.Прошу мэрию помочь",
            "Листву сожгу! Прошу мэрию помочь",
            "Листву сожгу\nпрошу мэрию помочь",
            "Листву сожгу… Прошу мэрию помочь",
        ]"#,
    )
    .unwrap();
}

#[test]
fn a_find_may_take_so_many_sentences() {
    load(
        r#"
        sentences = 2
        within = 0
        together = [["дрова"], ["недорого"], ["звоните"]]
        must = ["Дрова. Недорого, звоните.", "Звоните! Дрова недорого"]
        must_not = ["Дрова. Недорого. Звоните.", "Звоните. Дрова. Недорого."]"#,
    )
    .unwrap();
}

#[test]
fn what_is_around_counts_only_in_the_sentences_of_the_find() {
    load(
        r#"
        sentences = 1
        words = ["убью"]
        unless = ["время"]
        despite = ["вас"]
        must = ["Убью. Время идёт", "Сколько время? Убью", "убью вас, время пошло"]
        must_not = ["убью время", "Жду вас. Убью время в очереди"]"#,
    )
    .unwrap();
    load(
        r#"
        sentences = 1
        words = ["номер"]
        near = ["мой"]
        must = ["вот мой номер"]
        must_not = ["Дом мой. Номер дома неверный"]"#,
    )
    .unwrap();
}

#[test]
fn a_find_and_what_speaks_against_it_take_so_many_sentences() {
    load(
        r#"
        sentences = 2
        within = 0
        words = ["выполним"]
        unless = ["почему"]
        must = ["Всё выполним. Быстро. Почему нет?", "Почему? Да так. Выполним всё."]
        must_not = ["Всё выполним. Почему нет?", "Почему? Выполним.", "Почему не выполним?"]"#,
    )
    .unwrap();
}

#[test]
fn what_may_stand_nowhere_is_looked_for_in_the_whole_text() {
    load(
        r#"
        sentences = 1
        words = ["недорого"]
        unless_anywhere = ["прошу"]
        despite = ["скидки"]
        must = ["Недорого. Быстро.", "Недорого, скидки. Прошу звонить."]
        must_not = ["Прошу помощи. Пенсия мала. Живём. Лечат недорого.", "Недорого. Скидки. Прошу вас."]"#,
    )
    .unwrap();
}

#[test]
fn a_bound_of_sentences_with_nothing_to_bound_is_refused() {
    let wrong = load("words = [\"дом\"]\nsentences = 1").unwrap_err();
    assert_eq!((wrong.line, wrong.reason.contains("sentences")), (2, true), "{wrong}");
    assert!(load("words = [\"дом\"]\nunless = [\"сад\"]\nsentences = 0").is_err());
}
