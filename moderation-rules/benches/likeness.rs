//! What likeness costs: reading a text, finding its twins among many, and rebuilding the index of a whole broadcast.
//!
//! `cargo bench -p moderation-rules --bench likeness`. The texts are made: streets, villages, houses, schools and routes
//! put into the sentences people write, some rare, some asked by everybody, so that common words have long lists.
//! Before the timings it prints how many bytes a question takes and the slowest of many searches.

#![allow(clippy::print_stdout, reason = "it is what this program is for")]

use std::{
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use divan::{Bencher, black_box};
use moderation_rules::likeness::{Fingerprint, Index, Likeness};

const SIZES: [usize; 3] = [10_000, 100_000, 1_000_000];

/// A hundred thousand and a million questions in an index; they are slow to make, so they are made once.
static INDEXES: [LazyLock<Index>; 3] =
    [LazyLock::new(|| index(SIZES[0])), LazyLock::new(|| index(SIZES[1])), LazyLock::new(|| index(SIZES[2]))];

fn main() {
    for (size, index) in SIZES.iter().zip(&INDEXES) {
        let started = Instant::now();
        let bytes = LazyLock::force(index).size();
        println!("{size} questions: {} bytes each, made in {:.1?}", bytes / size, started.elapsed());
        let mut took: Vec<_> = (0..2_000).map(|n| time(index, n)).collect();
        took.sort_unstable();
        println!(
            "  2,000 searches: median {:.1?}, p99 {:.1?}, slowest {:.1?}",
            took[1_000], took[1_980], took[1_999]
        );
    }
    divan::main();
}

fn time(index: &Index, n: usize) -> std::time::Duration {
    let fingerprint = Likeness::shipped().fingerprint(&text(n * 7_919 + 13));
    let started = Instant::now();
    black_box(index.find(&fingerprint));
    started.elapsed()
}

/// A text of 120 characters into a fingerprint.
#[divan::bench]
fn read_120_characters(bencher: Bencher<'_, '_>) {
    let text = "Здравствуйте! Когда отремонтируют дорогу на улице Гагарина у дома 12? Ездить невозможно, яма на яме, \
                машины ломаются.";
    bencher.bench(|| Likeness::shipped().fingerprint(black_box(text)));
}

/// A long one, to see that the cost grows with the length and no faster.
#[divan::bench(args = [1_000, 4_000])]
fn read_long(bencher: Bencher<'_, '_>, characters: usize) {
    let text: String = (0..)
        .map(text)
        .flat_map(|text| text.chars().chain([' ']).collect::<Vec<_>>())
        .take(characters)
        .collect();
    bencher.bench(|| Likeness::shipped().fingerprint(black_box(&text)));
}

/// Finding among so many.
#[divan::bench(args = [0, 1, 2])]
fn find_among_10k_100k_1m(bencher: Bencher<'_, '_>, which: usize) {
    let index = &*INDEXES[which];
    let n = AtomicUsize::new(0);
    bencher
        .with_inputs(|| {
            let n = n.fetch_add(1, Ordering::Relaxed);
            Likeness::shipped().fingerprint(&text(n * 7_919 + 13))
        })
        .bench_refs(|fingerprint| index.find(fingerprint));
}

/// Rebuilding an index from recorded fingerprints, as a start after a crash does: so many at once.
#[divan::bench(args = [100_000, 1_000_000], sample_count = 3, sample_size = 1)]
fn rebuild(bencher: Bencher<'_, '_>, size: usize) {
    bencher.with_inputs(|| fingerprints(size)).bench_values(|fingerprints| {
        let mut index = Index::new();
        for (key, fingerprint) in (0..).zip(&fingerprints) {
            index.insert(key, key, fingerprint);
        }
        index
    });
}

fn fingerprints(size: usize) -> Vec<Fingerprint> {
    (0..size).map(|n| Likeness::shipped().fingerprint(&text(n))).collect()
}

fn index(size: usize) -> Index {
    let mut index = Index::new();
    for (key, fingerprint) in (0..).zip(fingerprints(size)) {
        index.insert(key, key, &fingerprint);
    }
    index
}

const STARTS: [&str; 8] = [
    "",
    "Здравствуйте! ",
    "Добрый день, ",
    "Уважаемый глава, ",
    "Скажите пожалуйста, ",
    "Пишу от имени жильцов. ",
    "почему ",
    "Сколько можно ждать? ",
];
const MATTERS: [&str; 16] = [
    "когда отремонтируют дорогу",
    "не вывозят мусор, контейнеры переполнены",
    "нет горячей воды третий день",
    "холодно в квартирах, батареи еле тёплые",
    "не горят фонари, дети идут из школы в темноте",
    "не чистят снег, сугробы по пояс",
    "автобус ходит раз в час и переполнен",
    "нужна детская площадка, детям негде играть",
    "лифт не работает вторую неделю",
    "течёт крыша, заливает верхние этажи",
    "стая собак бросается на прохожих",
    "не попасть к терапевту, талонов нет",
    "нет мест в детском саду",
    "закрыли аптеку, за лекарствами ездим в город",
    "пропал интернет, связь не ловит",
    "нужен светофор, постоянно аварии",
];
const NAMES: [&str; 40] = [
    "Гагарина",
    "Лесная",
    "Садовая",
    "Кирова",
    "Чапаева",
    "Гладкова",
    "Энтузиастов",
    "Мира",
    "Школьная",
    "Речная",
    "Полевая",
    "Заводская",
    "Ашмарина",
    "Хузангая",
    "Кадыкова",
    "Шевченко",
    "Тимирязева",
    "Калинина",
    "Пирогова",
    "Эльгера",
    "Совхозная",
    "Зелёная",
    "Молодёжная",
    "Первомайская",
    "Северная",
    "Тельмана",
    "Фрунзе",
    "Щорса",
    "Королёва",
    "Титова",
    "Победы",
    "Строителей",
    "Космонавтов",
    "Лермонтова",
    "Тургенева",
    "Чкалова",
    "Островского",
    "Маяковского",
    "Некрасова",
    "Крылова",
];
const TOWNS: [&str; 20] = [
    "Кугеси",
    "Ишлеи",
    "Цивильск",
    "Канаш",
    "Алатырь",
    "Шумерля",
    "Вурнары",
    "Ибреси",
    "Козловка",
    "Моргауши",
    "Аликово",
    "Батырево",
    "Яльчики",
    "Урмары",
    "Порецкое",
    "Янтиково",
    "Ядрин",
    "Шемурша",
    "Комсомольское",
    "Красноармейское",
];

/// The text of a number: every number its own place, and two in five with no place at all.
fn text(n: usize) -> String {
    let mixed = (n as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) as usize >> 8;
    let (start, matter) = (STARTS[mixed % 8], MATTERS[mixed / 8 % 16]);
    let (name, town, house) = (NAMES[mixed / 128 % 40], TOWNS[mixed / 5_120 % 20], mixed / 102_400 % 200 + 1);
    match mixed / 31 % 5 {
        0 => format!("{start}{matter}?"),
        1 => format!("{start}{matter} в {town}"),
        2 => format!("{start}ул. {name}, д. {house}, {matter}."),
        3 => format!("{start}{town}, {name} {house}: {matter}, примите меры"),
        _ => format!("{start}{matter} у школы № {}", house),
    }
}
