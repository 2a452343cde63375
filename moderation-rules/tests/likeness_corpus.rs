//! How well likeness does on texts written for it: what is joined is right, what is asked again is found.
//!
//! The texts are in `corpus/`, whose README says where they are from. Each set is asked for by itself in several
//! orders, and each pair of texts that only look alike is compared alone.

#![allow(clippy::unwrap_used)]

use std::{collections::HashMap, path::Path};

use moderation_rules::likeness::{Index, Likeness};
use serde::{Deserialize, de::DeserializeOwned};

#[derive(Deserialize)]
struct Text {
    cluster: String,
    text: String,
}

#[derive(Deserialize)]
struct Pair {
    a: String,
    b: String,
    #[serde(rename = "type")]
    kind: String,
}

/// What came of asking all texts of a set, in all orders.
#[derive(Debug, Default)]
struct Score {
    /// Pairs joined that ask the same, joined that do not, not joined that do.
    right: usize,
    wrong: usize,
    missed: usize,
    /// Questions asked before, and those whose twin was joined or offered.
    repeats: usize,
    found: usize,
    questions: usize,
    offers: usize,
}

impl Score {
    fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong)
    }

    fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole.max(1) as f64
}

fn read<T: DeserializeOwned>(file: &str) -> Vec<T> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// An order of so many things, another for each seed.
fn order(length: usize, seed: u64) -> Vec<usize> {
    let mut state = seed;
    let mut order: Vec<usize> = (0..length).collect();
    for at in (1..length).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
    order
}

/// Asks all texts in one order, and adds what came of it.
fn ask(texts: &[Text], seed: u64, score: &mut Score) {
    let likeness = Likeness::shipped();
    let mut index = Index::new();
    let mut roots: HashMap<usize, u32> = HashMap::new();
    for (asked, &at) in order(texts.len(), seed).iter().enumerate() {
        let same = |number: u32| texts[number as usize].cluster == texts[at].cluster;
        let fingerprint = likeness.fingerprint(&texts[at].text);
        let found = index.find(&fingerprint);
        let shown: Vec<u32> = found.join.iter().chain(&found.offers).map(|found| found.root).collect();
        let before = order(texts.len(), seed)[..asked].iter().any(|&other| same(other as u32));
        score.questions += 1;
        score.offers += shown.len();
        score.repeats += usize::from(before);
        score.found += usize::from(before && shown.iter().any(|&root| same(root)));
        let root = found.join.map_or(at as u32, |join| join.root);
        roots.insert(at, root);
        index.insert(at as u32, root, &fingerprint);
    }
    for a in 0..texts.len() {
        for b in 0..a {
            match (texts[a].cluster == texts[b].cluster, roots[&a] == roots[&b]) {
                (true, true) => score.right += 1,
                (false, true) => score.wrong += 1,
                (true, false) => score.missed += 1,
                (false, false) => {}
            }
        }
    }
}

/// The pairs that are joined though they ask different things.
fn joined_wrongly(pairs: &[Pair]) -> Vec<String> {
    let likeness = Likeness::shipped();
    let joined = |pair: &&Pair| {
        let mut index = Index::new();
        index.insert(1, 1, &likeness.fingerprint(&pair.a));
        index.find(&likeness.fingerprint(&pair.b)).join.is_some()
    };
    pairs.iter().filter(joined).map(|pair| format!("{}: {} | {}", pair.kind, pair.a, pair.b)).collect()
}

/// What a set is held to.
struct Held {
    recall: f64,
    found: f64,
    offers: f64,
    hard: f64,
}

/// What is promised of texts never seen.
const PROMISED: Held = Held { recall: 0.60, found: 0.95, offers: 1.5, hard: 0.03 };

/// Requires of a set what it is held to; that what is joined is right of all.
fn require(set: &str, held: &Held) {
    let texts: Vec<Text> = read(&format!("{set}-clusters.jsonl"));
    let pairs: Vec<Pair> = read(&format!("{set}-hard-pairs.jsonl"));
    let mut score = Score::default();
    (1..=3).for_each(|seed| ask(&texts, seed, &mut score));
    let wrong = joined_wrongly(&pairs);
    assert!(score.precision() >= 0.98 && score.recall() >= held.recall, "{set}: {score:?}");
    assert!(share(score.found, score.repeats) >= held.found, "{set}: {score:?}");
    assert!(share(score.offers, score.questions) <= held.offers, "{set}: {score:?}");
    assert!(share(wrong.len(), pairs.len()) <= held.hard, "{set}: {wrong:#?}");
}

#[test]
fn the_first_set() {
    require("likeness-1", &PROMISED);
}

#[test]
fn the_second_set() {
    require("likeness-2", &PROMISED);
}

#[test]
fn the_third_set() {
    require("likeness-3", &PROMISED);
}

#[test]
fn the_fourth_set() {
    require("likeness-4", &PROMISED);
}

#[test]
fn the_fifth_set() {
    require("likeness-5", &PROMISED);
}

/// Paraphrases with next to no word in common, many clusters to a village: most are for a person to join.
#[test]
fn the_sixth_set() {
    require("likeness-6", &Held { recall: 0.45, ..PROMISED });
}

/// People who tell of their life before they ask: what is reached so far, so that it is not lost.
#[test]
fn the_seventh_set() {
    require("likeness-7", &Held { recall: 0.03, found: 0.84, offers: 1.90, hard: 0.12 });
}

#[test]
fn the_eighth_set() {
    require("likeness-8", &PROMISED);
}

#[test]
fn the_ninth_set() {
    require("likeness-9", &PROMISED);
}

#[test]
fn the_tenth_set() {
    require("likeness-10", &PROMISED);
}

#[test]
fn the_eleventh_set() {
    require("likeness-11", &PROMISED);
}

/// What is reached so far of the recall promised.
#[test]
fn the_twelfth_set() {
    require("likeness-12", &Held { recall: 0.55, ..PROMISED });
}

/// While somebody types, what there is of the text must do: it ends in the middle of a word.
#[test]
fn half_a_question_finds_its_twin() {
    let likeness = Likeness::shipped();
    let (mut typed, mut found) = (0, 0);
    for set in ["likeness-1", "likeness-2", "likeness-3", "likeness-4"] {
        let texts: Vec<Text> = read(&format!("{set}-clusters.jsonl"));
        let mut index = Index::new();
        for (key, text) in (0..).zip(&texts) {
            index.insert(key, key, &likeness.fingerprint(&text.text));
        }
        for (at, text) in texts.iter().enumerate().filter(|(_, text)| text.text.chars().count() > 30) {
            let twin = |other: usize| other != at && texts[other].cluster == text.cluster;
            if !(0..texts.len()).any(twin) {
                continue;
            }
            let half: String = text.text.chars().take(text.text.chars().count() * 3 / 5).collect();
            // The question itself is not among those that are there.
            index.remove(at as u32);
            let like = index.find(&likeness.fingerprint(&half));
            index.restore(at as u32);
            typed += 1;
            found += usize::from(like.join.iter().chain(&like.offers).any(|like| twin(like.root as usize)));
        }
    }
    assert!(share(found, typed) >= 0.85, "{found} of {typed}");
}

#[test]
fn the_thirteenth_set() {
    require("likeness-13", &PROMISED);
}

/// Long ones among them, in words that hardly repeat.
#[test]
fn the_fourteenth_set() {
    require("likeness-14", &PROMISED);
}

/// The same from the North, where more is told and less is named.
#[test]
fn the_fifteenth_set() {
    require("likeness-15", &Held { recall: 0.50, ..PROMISED });
}

#[test]
fn the_sixteenth_set() {
    require("likeness-16", &PROMISED);
}

#[test]
fn the_seventeenth_set() {
    require("likeness-17", &PROMISED);
}

#[test]
fn the_eighteenth_set() {
    require("likeness-18", &PROMISED);
}

#[test]
fn the_nineteenth_set() {
    require("likeness-19", &PROMISED);
}

#[test]
fn the_twentieth_set() {
    require("likeness-20", &PROMISED);
}

/// The last one, of which nothing was worked on: what is reached of the recall and of the twins.
#[test]
fn the_twenty_first_set() {
    require("likeness-21", &Held { recall: 0.50, found: 0.93, ..PROMISED });
}
