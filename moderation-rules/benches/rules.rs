//! What the rules cost: a text of 120 characters, plain or disguised, texts that grow, and loading the rule files.
//!
//! `cargo bench -p moderation-rules --bench rules`.

use std::sync::LazyLock;

use divan::{Bencher, black_box, counter::CharsCount};
use moderation_rules::rules::{Context, Rules};

static RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

/// 120 characters each.
const PLAIN: &str = "Добрый день! Скажите, когда на улице Садовой в посёлке Кугеси починят дорогу и сделают освещение? Дети ходят по темноте.";
const PERSONAL: &str = "Живу на Гагарина 15 кв 72, третью неделю нет горячей воды, управляющая молчит. Позвоните мне: 8 (900) 000-11-22, Анна П.";
const DISGUISED: &str = "Сколько можно ждaть автобуc, п**дец какой-то, с-у-к-и! Kогда ну отвeтьте уже, zaebali обещаниями, мы тут м е р з н е м.";

fn main() {
    LazyLock::force(&RULES);
    divan::main();
}

fn check(bencher: Bencher<'_, '_>, text: &str) {
    let chars = CharsCount::new(text.chars().count());
    bencher.counter(chars).bench(|| RULES.check(black_box(text), &Context::default()));
}

#[divan::bench]
fn plain(bencher: Bencher<'_, '_>) {
    check(bencher, PLAIN);
}

#[divan::bench]
fn personal(bencher: Bencher<'_, '_>) {
    check(bencher, PERSONAL);
}

#[divan::bench]
fn disguised(bencher: Bencher<'_, '_>) {
    check(bencher, DISGUISED);
}

/// The same sentences again and again: the cost of a character must not grow.
#[divan::bench(args = [1, 4, 16, 64])]
fn times_120_characters(bencher: Bencher<'_, '_>, times: usize) {
    check(bencher, &[PLAIN, PERSONAL, DISGUISED].map(|text| text.to_owned() + " ").concat().repeat(times));
}

/// What somebody could write to keep a server busy.
#[divan::bench(args = ["****************", "б*л*", "за** ", "а.б.", "п у т ь ", "кв 1 ", "8 9 0 ", "xyxy"])]
fn hostile_1000_characters(bencher: Bencher<'_, '_>, piece: &str) {
    check(bencher, &piece.repeat(1000 / piece.chars().count()));
}

#[divan::bench]
fn load() -> Rules {
    Rules::shipped()
}
