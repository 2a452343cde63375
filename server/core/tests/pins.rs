//! What a pin means for an editor: pinned questions stand first in the rundown, in the order in which they were pinned,
//! whatever is put on top or moved about since; the air takes them first, and they come back from it pinned.

use efir_core::{Command, Number, Role, Spot, Status};

use crate::stage::{Stage, approve, plain, q, reject, take, undo};

fn planned(n: Number) -> Stage {
    let mut stage = Stage::default();
    for number in 1..=n {
        stage.ask(u128::from(number), plain());
        stage.does(approve(number));
    }
    stage
}

fn pin(number: Number) -> Command {
    Command::Pin { question: q(number) }
}

fn unpin(number: Number) -> Command {
    Command::Unpin { question: q(number) }
}

fn go(number: Number, after: Spot) -> Command {
    Command::Move { question: q(number), after }
}

#[test]
fn pinned_ones_stay_first_whatever_is_put_on_top() {
    let mut stage = planned(4);
    stage.does(pin(3));
    stage.does(pin(2));
    assert_eq!(stage.broadcast.rundown(), [3, 2, 1, 4], "in the order in which they were pinned");
    stage.ask(5, plain());
    stage.does(Command::Approve { question: q(5), after: Spot::Top, revision: None });
    assert_eq!(stage.broadcast.rundown(), [3, 2, 5, 1, 4], "on top is below them");
    stage.does(go(4, Spot::After(q(3))));
    assert_eq!(stage.broadcast.rundown(), [3, 2, 4, 5, 1], "nothing is moved between them");
    stage.does(go(3, Spot::After(q(1))));
    assert_eq!(stage.broadcast.rundown(), [2, 3, 4, 5, 1], "nor is a pinned one moved below the others");
    stage.does(go(3, Spot::Top));
    assert_eq!(stage.broadcast.rundown(), [3, 2, 4, 5, 1], "among themselves they are put in order");
}

#[test]
fn what_is_not_pinned_any_more_is_the_first_of_the_others() {
    let mut stage = planned(4);
    for number in [2, 3, 4] {
        stage.does(pin(number));
    }
    stage.does(unpin(2));
    assert_eq!(stage.broadcast.rundown(), [3, 4, 2, 1]);
    let items: Vec<_> = stage.broadcast.host_rundown().next.iter().map(|item| item.pinned).collect();
    assert_eq!(items, [true, true, false, false]);
}

#[test]
fn two_who_pin_at_once_are_both_content() {
    let mut stage = planned(2);
    stage.does(pin(2));
    assert_eq!(stage.by(Role::Moderator, 101, pin(2)), Ok(()));
    assert_eq!(stage.broadcast.rundown(), [2, 1]);
    assert_eq!(stage.broadcast.question(2).unwrap().steps.len(), 2, "approved and pinned, once");
    assert_eq!(stage.by(Role::Host, 1, pin(1)).unwrap_err().code(), "forbidden");
}

#[test]
fn the_air_takes_pinned_ones_first_and_back_brings_them_back_pinned() {
    let mut stage = planned(3);
    for number in [3, 2] {
        stage.does(pin(number));
    }
    let forward = |from: Option<Number>, to: Number| Command::Forward { from: from.map(q), to: Some(q(to)) };
    stage.does(Command::Next);
    assert_eq!(stage.broadcast.on_air().unwrap().number, 3);
    stage.does(forward(Some(3), 2));
    stage.does(Command::Back { from: Some(q(2)), to: Some(q(3)) });
    assert_eq!(stage.broadcast.rundown(), [2, 1]);
    stage.does(Command::Clear);
    assert_eq!(stage.broadcast.rundown(), [3, 2, 1], "as it was before they were taken");
    stage.does(take(1));
    stage.does(Command::Clear);
    assert_eq!(stage.broadcast.rundown(), [3, 2, 1], "what is not pinned comes back below");
}

#[test]
fn a_pin_is_over_with_whatever_takes_the_question_from_the_plan() {
    let hold = Command::Hold { question: q(2) };
    let merge = Command::Merge { question: q(2), into: q(1) };
    for away in [hold, merge, reject(2), Command::Reopen { question: q(2) }] {
        let mut stage = planned(2);
        stage.does(pin(2));
        let before = stage.picture();
        let gone = stage.does(away);
        assert!(!stage.broadcast.question(2).unwrap().standing.pinned);
        stage.does(undo(gone));
        assert_eq!(stage.picture(), before, "and back with its undo");
    }
}

#[test]
fn an_undo_does_not_bring_a_question_above_what_was_pinned_since() {
    let mut stage = planned(3);
    let held = stage.does(Command::Hold { question: q(1) });
    stage.does(pin(3));
    stage.does(undo(held));
    assert_eq!(stage.broadcast.rundown(), [3, 1, 2]);
    let pinned = stage.does(pin(2));
    stage.does(unpin(3));
    stage.does(undo(pinned));
    assert_eq!((stage.broadcast.rundown(), stage.status(2)), (&[3, 1, 2][..], Status::Approved));
}
