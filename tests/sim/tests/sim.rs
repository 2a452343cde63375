//! Fixed seeds keep every promise, the same seed gives the same bytes, and each planted bug is found.

use efir_sim::{bugs::Bug, plan::Plan, run};

/// Both kinds of log, each with and without losses.
const SEEDS: u64 = 24;
/// A bug must show within so many seeds.
const PATIENCE: u64 = 60;

/// Which checker finds which bug.
const FOUND: [(Bug, &str); Bug::ALL.len()] = [
    (Bug::ReceiptBeforeTheLog, "an answer means that it is in the log"),
    (Bug::ReceiptBeforeTheReplicas, "no screen goes back"),
    (Bug::NewIdOnRetry, "nothing is there twice"),
    (Bug::RepeatsCount, "nothing is there twice"),
    (Bug::OwnEntriesFirst, "equal logs, equal states"),
    (Bug::OwnClock, "equal logs, equal states"),
    (Bug::SkipsAfterAnError, "equal logs, equal states"),
    (Bug::NeverCompares, "all agree in the end"),
    (Bug::HealsByForgetting, "no screen goes back"),
    (Bug::HealsWithoutHides, "what was hidden stays hidden"),
    (Bug::ShowsWhatWasTyped, "nothing unapproved on a screen"),
    (Bug::ShowsBeforeTheLog, "one list at one position"),
    (Bug::OldListOnReturn, "no screen goes back"),
    (Bug::QueuesFrames, "queues are bounded"),
    (Bug::KeepsRowsThatLeft, "every window is current in the end"),
    (Bug::ForgetsTheFolded, "every asker knows how things stand"),
    (Bug::JoinsTheApproved, "what was approved stays approved"),
    (Bug::ApprovesAnyRevision, "done means done, to what was seen"),
    (Bug::RefusalSaidDone, "done means done, to what was seen"),
    (Bug::EditsAnyRevision, "no edit overwrites what was not seen"),
    (Bug::ForwardIsNext, "done means done, to what was seen"),
    (Bug::ForgetsTheMuted, "who is muted is not heard"),
    (Bug::HealsWithoutTheLine, "the line is as it was left"),
    (Bug::WordOnTheOverlay, "a word to the host is the host's"),
    (Bug::NoWordOnReturn, "every screen is current in the end"),
    (Bug::KeepsWhatLeftTheWall, "one list at one position"),
];

#[test]
fn every_promise_is_kept_whatever_breaks() {
    let mut healed = 0;
    for seed in 0..SEEDS {
        let report = run(Plan::of(seed), None);
        assert_eq!(report.violation, None, "seed {seed}");
        // A run in which nobody could do anything would show nothing.
        assert!(report.questions.1 >= 20 && report.entries >= 100, "{report:?}");
        healed += report.heals;
    }
    assert!(healed >= SEEDS as u32, "the log was healed {healed} times");
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    for seed in [0, 1, 2, 3] {
        let (one, two) = (run(Plan::of(seed), None), run(Plan::of(seed), None));
        assert_eq!((one.trace, one.entries), (two.trace.clone(), two.entries), "seed {seed}");
        assert_ne!(two.trace, run(Plan::of(seed + 4), None).trace);
    }
}

#[test]
fn every_planted_bug_is_found() {
    let found = |bug| (0..PATIENCE).find_map(|seed| run(Plan::of(seed), Some(bug)).violation);
    let found = FOUND.map(|(bug, _)| (bug, found(bug).map_or("nothing", |violation| violation.checker)));
    assert_eq!(found, FOUND);
}

/// The program for long runs, as `tests/run --sim` calls it.
#[test]
fn the_program_says_what_it_ran_and_fails_where_a_promise_is_broken() {
    let program = |args: &[&str]| {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_efir-sim")).args(args).output();
        let out = out.expect("the program runs");
        (out.status.code(), String::from_utf8_lossy(&out.stdout).into_owned())
    };
    let (code, said) = program(&["--seeds", "2", "--from", "5", "--threads", "2"]);
    assert!(code == Some(0) && said.starts_with("2 seeds, 0.2 simulated hours"), "{code:?} {said}");
    let (code, said) = program(&["--seeds", "2", "--plant", "OwnClock"]);
    assert!(code == Some(1) && said.contains("seed 0 at") && said.contains("2 broken"), "{code:?} {said}");
}

/// What is written about it for people is what happens.
#[test]
fn the_table_in_the_docs_is_true() {
    let docs = include_str!("../../../docs/reliability.md");
    for (bug, checker) in FOUND {
        let row = format!("| `{bug:?}` |");
        let line = docs.lines().find(|line| line.starts_with(&row));
        let named = line.is_some_and(|line| line.trim_end().ends_with(&format!("| {checker} |")));
        assert!(named, "docs/reliability.md must say that {checker:?} finds {bug:?}");
    }
}
