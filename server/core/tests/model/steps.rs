//! The steps that a test makes at random: each means something whatever the state, so that a failing run shrinks well.

use efir_core::{Ask, Command, Deed, Entry, Link, Number, Personal, Role, Spot};
use moderation_rules::{Action, Verdict};
use proptest::prelude::*;
use uuid::Uuid;

use super::reference::Model;
use crate::stage::{actor, q, who};

/// How many people ask and vote.
const PEOPLE: u128 = 6;
const TOPICS: [&str; 3] = ["roads", "health", "school"];

/// One step; questions and commands are counted from the newest back, and counted round.
#[derive(Clone, Debug)]
pub enum Step {
    Ask { viewer: u128, action: Action, join: Option<u32> },
    Import { action: Action },
    Vote { viewer: u128, question: u32, on: bool },
    Withdraw { question: u32, by_asker: bool },
    Join { question: u32, into: u32 },
    Moderate { kind: usize, question: u32, other: u32, seen: bool },
    Undo { command: u32 },
    Repeat { entry: u32 },
}

/// Those that change much come often enough for rundowns to grow.
pub fn step() -> impl Strategy<Value = Step> {
    let question = || 0..12u32;
    let action = || {
        prop_oneof![8 => Just(Action::Pass), 1 => Just(Action::Mask), 1 => Just(Action::Hold),
                                1 => Just(Action::Reject)]
    };
    prop_oneof![
        6 => (0..PEOPLE, action(), prop::option::weighted(0.3, question()))
            .prop_map(|(viewer, action, join)| Step::Ask { viewer, action, join }),
        1 => action().prop_map(|action| Step::Import { action }),
        4 => (0..PEOPLE, question(), any::<bool>())
            .prop_map(|(viewer, question, on)| Step::Vote { viewer, question, on }),
        2 => (question(), prop::bool::weighted(0.8))
            .prop_map(|(question, by_asker)| Step::Withdraw { question, by_asker }),
        1 => (question(), question()).prop_map(|(question, into)| Step::Join { question, into }),
        20 => (0..KINDS, question(), question(), any::<bool>())
            .prop_map(|(kind, question, other, seen)| Step::Moderate { kind, question, other, seen }),
        5 => (0..6u32).prop_map(|command| Step::Undo { command }),
        1 => (0..40u32).prop_map(|entry| Step::Repeat { entry }),
    ]
}

const KINDS: usize = 32;

fn command(model: &Model, kind: usize, question: Number, other: Number, seen: bool, n: u64) -> Command {
    let (number, question, into) = (question, q(question), q(other));
    let revision = model.questions.get(number as usize - 1).map_or(0, |asked| asked.revision);
    let on_air = model.on_air.map(q);
    let spot = match n % 3 {
        0 => Spot::Top,
        _ => Spot::After(into),
    };
    match kind {
        0..=3 => {
            let after = if kind == 3 { spot } else { Spot::End };
            Command::Approve { question, after, revision: seen.then_some(revision) }
        }
        4 => Command::Approve { question, after: Spot::End, revision: Some(revision + 1) },
        5 | 6 => Command::Reject { question, reason: "other".into() },
        7 => Command::Hold { question },
        8 | 9 => Command::Reopen { question },
        10 | 11 => Command::Edit {
            question,
            text: format!("edit {n} of {number}"),
            revision: seen.then_some(revision),
        },
        12..=14 => Command::Merge { question, into },
        15 => Command::Split { question },
        16 => Command::Move { question, after: spot },
        17 => Command::Label { question, topics: vec![TOPICS[n as usize % 3].into(), TOPICS[0].into()] },
        18 => Command::Mute { viewer: who(u128::from(n) % (PEOPLE + 1)) },
        19 => Command::Take { question, revision: None },
        20 => Command::Clear,
        21 => Command::Answer { question },
        22 => Command::Next,
        23 => Command::Forward { from: on_air.filter(|_| seen), to: model.rundown.first().copied().map(q) },
        24 => {
            Command::Back { from: on_air, to: seen.then(|| model.answered.last().copied().map(q)).flatten() }
        }
        25..=27 => Command::Pin { question },
        28 => Command::Unpin { question },
        29 => Command::Unmute { viewer: who(u128::from(n) % (PEOPLE + 1)) },
        30 => Command::Remark { question, text: format!("remark {n}") },
        _ => match n % 5 {
            0 => Command::Pause,
            1 => Command::Close,
            _ => Command::Open,
        },
    }
}

/// What goes into the log for a step, the `n`-th.
pub fn entry(model: &Model, log: &[Entry], step: &Step, n: u64) -> Entry {
    let count = model.questions.len() as Number;
    // Of no question at all it is about number 1, which is not there.
    let back = |n: u32| if count == 0 { 1 } else { count - n % count };
    let viewer = |n| actor(Role::Viewer, n);
    let new = |by, deed| Entry::new(Uuid::from_u128(u128::from(n)), n * 1_000, by, deed);
    let ask = |by, action, join: Option<u32>| {
        let link = join.filter(|_| count > 0).map(|into| Link { into: q(back(into)), score: 950 });
        let verdict = Verdict { action, places: vec!["kanash".into()], ..Verdict::default() };
        let ask = Ask { channel: "web".into(), join: link, verdict, ..Ask::default() };
        let mut entry = new(by, Deed::Ask(Box::new(ask)));
        entry.id = q(count + 1);
        let text = format!("text {}", count + 1).into();
        entry.personal = Some(Box::new(Personal { text, ..Personal::default() }));
        entry
    };
    match *step {
        Step::Ask { viewer: by, action, join } => ask(viewer(by), action, join),
        Step::Import { action } => ask(actor(Role::System, 50), action, None),
        Step::Vote { viewer: by, question, on } => {
            new(viewer(by), Deed::Vote { question: q(back(question)), on })
        }
        Step::Withdraw { question, by_asker } => {
            let number = back(question);
            let asker = model.questions.get(number as usize - 1).map(|asked| asked.viewer);
            let mut by = viewer(0);
            by.id = asker.filter(|_| by_asker).unwrap_or(by.id);
            new(by, Deed::Withdraw { question: q(number) })
        }
        Step::Join { question, into } => {
            let link = Link { into: q(back(into)), score: 950 };
            new(actor(Role::System, 51), Deed::Join { question: q(back(question)), link })
        }
        Step::Moderate { kind, question, other, seen } => {
            let number = back(question);
            let command = command(model, kind, number, back(other), seen, n);
            new(actor(Role::Admin, 60), Deed::Command(command))
        }
        Step::Undo { command } => {
            let commands = log.iter().rev().filter(|entry| matches!(entry.deed, Deed::Command(_)));
            let command = commands.map(|entry| entry.id).nth(command as usize).unwrap_or_default();
            new(actor(Role::Moderator, 61), Deed::Command(Command::Undo { command }))
        }
        Step::Repeat { entry } => {
            let again = log.iter().rev().nth(entry as usize % log.len().max(1)).cloned();
            again.unwrap_or_else(|| new(viewer(0), Deed::Vote { question: q(1), on: true }))
        }
    }
}
