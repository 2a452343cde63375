//! What can be taken back when other things happened in between, and what cannot.

use efir_core::{Command, Deed, Role, Status};

use crate::stage::{Stage, approve, edit, merge, plain, q, reject, repeating, split, take, undo, who};

fn asked(n: u32) -> Stage {
    let mut stage = Stage::default();
    for number in 1..=n {
        stage.ask(u128::from(number), plain());
    }
    stage
}

#[test]
fn the_questions_of_a_muted_viewer_come_back_in_their_order() {
    let mut stage = Stage::default();
    for viewer in [1, 2, 1, 2, 1] {
        let number = stage.ask(viewer, plain());
        stage.does(approve(number));
    }
    let before = stage.picture();
    let mute = stage.does(Command::Mute { viewer: who(1) });
    assert_eq!(stage.broadcast.rundown(), [2, 4]);
    stage.does(undo(mute));
    assert_eq!(stage.broadcast.rundown(), [1, 2, 3, 4, 5]);
    assert_eq!(stage.picture(), before);
}

#[test]
fn a_mute_can_be_taken_back_though_one_of_the_questions_moved_on() {
    let mut stage = Stage::default();
    for _ in 0..3 {
        let number = stage.ask(1, plain());
        stage.does(approve(number));
    }
    let mute = stage.does(Command::Mute { viewer: who(1) });
    stage.does(reject(2));
    stage.does(undo(mute));
    assert_eq!(stage.broadcast.rundown(), [1, 3]);
    assert_eq!(stage.status(2), Status::Rejected);
    assert!(!stage.broadcast.viewer_by_id(who(1)).unwrap().is_muted());
}

#[test]
fn a_viewer_without_questions_can_be_muted_and_unmuted_and_muted_again() {
    let mut stage = asked(1);
    stage.does(approve(1));
    let vote = |on| Deed::Vote { question: q(1), on };
    stage.viewer(7, vote(true)).unwrap();
    let mute = stage.does(Command::Mute { viewer: who(7) });
    assert_eq!(stage.viewer(7, vote(false)).unwrap_err().code(), "muted");
    let undone = stage.does(undo(mute));
    assert_eq!(stage.viewer(7, vote(false)), Ok(()));
    stage.does(undo(undone));
    assert_eq!(stage.viewer(7, vote(true)).unwrap_err().code(), "muted");
}

/// Otherwise the question would be lost: folded into one that is itself folded away, or gone.
#[test]
fn a_split_is_not_taken_back_when_its_root_is_gone() {
    let withdraw = |stage: &mut Stage| assert_eq!(stage.viewer(1, Deed::Withdraw { question: q(1) }), Ok(()));
    for gone in [Some(merge(1, 3)), Some(reject(1)), None] {
        let mut stage = asked(3);
        stage.does(merge(2, 1));
        let apart = stage.does(split(2));
        match gone {
            Some(command) => assert!(stage.by(Role::Moderator, 101, command).is_ok()),
            None => withdraw(&mut stage),
        }
        assert_eq!(stage.refuses(undo(apart)), "cannot_undo");
        assert_eq!(stage.status(2), Status::Pending);
    }
}

#[test]
fn a_split_is_not_taken_back_when_others_were_folded_into_the_question_since() {
    let mut stage = asked(2);
    stage.does(merge(2, 1));
    let apart = stage.does(split(2));
    let late = stage.ask(3, repeating(2));
    assert_eq!(stage.refuses(undo(apart)), "cannot_undo");
    assert_eq!(stage.broadcast.folded(2), [late]);
    stage.does(merge(2, 1));
    assert_eq!(stage.broadcast.folded(1), [2, late]);
}

#[test]
fn an_answered_question_comes_back_to_its_place_on_the_wall() {
    let mut stage = asked(3);
    for number in 1..=3 {
        stage.does(approve(number));
        stage.does(Command::Answer { question: q(number) });
    }
    let before = stage.picture();
    let reopened = stage.does(Command::Reopen { question: q(2) });
    stage.does(undo(reopened));
    assert_eq!(stage.picture(), before);
}

#[test]
fn nothing_is_taken_back_over_what_a_colleague_did_since() {
    let mut stage = asked(2);
    let approved = stage.does(approve(1));
    stage.does(edit(1, "other words"));
    assert_eq!(stage.refuses(undo(approved)), "cannot_undo");

    let rejected = stage.does(reject(1));
    stage.does(Command::Reopen { question: q(1) });
    stage.does(edit(1, "words that nobody approved"));
    assert_eq!(stage.refuses(undo(rejected)), "cannot_undo");
    assert_eq!(stage.status(1), Status::Pending);
}

#[test]
fn an_edit_of_what_is_on_air_is_shown_at_once_and_taken_back_whole() {
    let mut stage = asked(1);
    stage.does(approve(1));
    stage.does(take(1));
    let since = stage.broadcast.on_air();
    let edited = stage.does(edit(1, "edited"));
    let on_air = |stage: &Stage| stage.broadcast.host_rundown().on_air.map(|item| (item.text, item.revision));
    assert_eq!(on_air(&stage), Some(("edited".into(), 1)));
    stage.does(undo(edited));
    assert_eq!(on_air(&stage), Some(("text 1".into(), 2)), "who saw revision 0 or 1 has not seen this one");
    assert_eq!(stage.broadcast.on_air(), since);
}

#[test]
fn what_is_on_air_now_is_not_pushed_off_by_an_undo() {
    let mut stage = asked(2);
    stage.does(approve(1));
    stage.does(approve(2));
    stage.does(take(1));
    let rejected = stage.does(reject(1));
    stage.does(take(2));
    assert_eq!(stage.refuses(undo(rejected)), "cannot_undo");
    assert_eq!(stage.broadcast.on_air().unwrap().number, 2);
}

#[test]
fn one_can_go_back_512_commands_and_no_more() {
    let mut stage = asked(1);
    let commands: Vec<_> = (0..513).map(|n| stage.does(edit(1, &n.to_string()))).collect();
    // Each undo is a command, too, and drops the oldest.
    assert_eq!(stage.refuses(undo(commands[0])), "cannot_undo");
    stage.does(undo(commands[512]));
    assert_eq!(stage.broadcast.question(1).unwrap().text(), "511");
}

#[test]
fn a_refused_undo_may_be_tried_by_its_own_id_once_only() {
    let mut stage = asked(1);
    let entry = stage.entry(crate::stage::actor(Role::Moderator, 100), Deed::Command(undo(q(5))));
    let first = stage.play(&entry);
    assert_eq!(stage.play(&entry).outcome, first.outcome);
}
