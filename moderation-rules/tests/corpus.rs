//! The rules on the labelled texts of `corpus/rules-*.jsonl`: no change may fall below what is promised.

use std::collections::{BTreeMap, BTreeSet};

use moderation_rules::rules::{Context, Rules};
use serde::Deserialize;

const FILES: &[&str] = &[
    include_str!("../corpus/rules-first.jsonl"),
    include_str!("../corpus/rules-second.jsonl"),
    include_str!("../corpus/rules-third.jsonl"),
    include_str!("../corpus/rules-fourth.jsonl"),
    include_str!("../corpus/rules-fifth.jsonl"),
    include_str!("../corpus/rules-sixth.jsonl"),
    include_str!("../corpus/rules-seventh.jsonl"),
    include_str!("../corpus/rules-eighth.jsonl"),
    include_str!("../corpus/rules-ninth.jsonl"),
    include_str!("../corpus/rules-tenth.jsonl"),
    include_str!("../corpus/rules-eleventh.jsonl"),
    include_str!("../corpus/rules-twelfth.jsonl"),
    include_str!("../corpus/rules-thirteenth.jsonl"),
    include_str!("../corpus/rules-fourteenth.jsonl"),
    include_str!("../corpus/rules-fifteenth.jsonl"),
    include_str!("../corpus/rules-sixteenth.jsonl"),
    include_str!("../corpus/rules-seventeenth.jsonl"),
    include_str!("../corpus/rules-eighteenth.jsonl"),
    include_str!("../corpus/rules-nineteenth.jsonl"),
    include_str!("../corpus/rules-twentieth.jsonl"),
];

#[derive(Deserialize)]
struct Labelled {
    text: String,
    labels: BTreeSet<String>,
}

/// How often a label was due and given, given only, due only.
#[derive(Default)]
struct Score {
    right: f64,
    wrong: f64,
    missed: f64,
}

impl Score {
    fn count(&mut self, due: bool, given: bool) {
        match (due, given) {
            (true, true) => self.right += 1.0,
            (false, true) => self.wrong += 1.0,
            (true, false) => self.missed += 1.0,
            (false, false) => {}
        }
    }

    fn precision(&self) -> f64 {
        self.right / (self.right + self.wrong)
    }

    fn recall(&self) -> f64 {
        self.right / (self.right + self.missed)
    }

    fn f1(&self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.wrong + self.missed)
    }
}

#[test]
fn the_corpus_is_judged_as_promised() {
    let rules = Rules::shipped();
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let (mut any, mut texts) = (Score::default(), 0);
    for line in FILES.iter().flat_map(|file| file.lines()) {
        let labelled: Labelled = serde_json::from_str(line).unwrap();
        let given = rules.check(&labelled.text, &Context::default()).verdict.labels;
        let due = |label: &str| labelled.labels.contains(label);
        let labels = labelled.labels.iter().chain(&given).filter(|label| *label != "clean");
        for label in labels.collect::<BTreeSet<_>>() {
            scores.entry(label.clone()).or_default().count(due(label), given.contains(label));
        }
        any.count(!due("clean"), !given.is_empty());
        texts += 1;
    }
    let clean = f64::from(texts) - any.right - any.missed;
    assert!(texts >= 1000, "{texts} texts");
    assert!(any.precision() >= 0.95, "any label, precision {}", any.precision());
    assert!(any.recall() >= 0.93, "any label, recall {}", any.recall());
    assert!(any.wrong <= 0.01 * clean, "{} of {clean} clean texts are flagged", any.wrong);
    for (label, score) in scores {
        assert!(score.f1() >= 0.95, "{label}: F1 {}", score.f1());
    }
}
