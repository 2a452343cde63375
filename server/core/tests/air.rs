//! The host's clicker: forward and back say what was seen on air, so that two of them at once do not skip a
//! question, and back is the opposite of forward. And the editor's words that the host acknowledges.

use efir_core::{Command, Role, Status};

use crate::stage::{Stage, approve, plain, q, reject, take, undo};

fn planned(n: u32) -> Stage {
    let mut stage = Stage::default();
    for number in 1..=n {
        stage.ask(u128::from(number), plain());
        stage.does(approve(number));
    }
    stage
}

fn forward(from: Option<u32>, to: Option<u32>) -> Command {
    Command::Forward { from: from.map(q), to: to.map(q) }
}

fn back(from: Option<u32>, to: Option<u32>) -> Command {
    Command::Back { from: from.map(q), to: to.map(q) }
}

/// What is on air, what was before, and the rundown.
fn air(stage: &Stage) -> (Option<u32>, Option<u32>, Vec<u32>) {
    let rundown = stage.broadcast.host_rundown();
    let next = rundown.next.iter().map(|item| item.number).collect();
    (rundown.on_air.map(|item| item.number), rundown.previous.map(|item| item.number), next)
}

#[test]
fn two_clickers_at_once_do_not_skip_a_question() {
    let mut stage = planned(3);
    stage.does(forward(None, Some(1)));
    assert_eq!(stage.by(Role::Host, 1, forward(Some(1), Some(2))), Ok(()));
    let late = stage.by(Role::Host, 2, forward(Some(1), Some(2))).unwrap_err();
    assert_eq!(late.code(), "air_moved");
    assert_eq!(air(&stage), (Some(2), Some(1), vec![3]));
}

#[test]
fn back_is_the_opposite_of_forward_step_by_step() {
    let mut stage = planned(2);
    let steps = [(None, Some(1)), (Some(1), Some(2)), (Some(2), None)];
    let mut seen = Vec::new();
    for (from, to) in steps {
        seen.push(air(&stage));
        stage.does(forward(from, to));
    }
    assert_eq!(air(&stage), (None, Some(2), vec![]));
    assert_eq!(stage.refuses(forward(None, None)), "rundown_empty");
    for (from, to) in steps.into_iter().rev() {
        stage.does(back(to, from));
        assert_eq!(Some(air(&stage)), seen.pop());
    }
    assert_eq!(stage.refuses(back(None, None)), "nothing_on_air");
}

#[test]
fn back_can_be_taken_back() {
    let mut stage = planned(2);
    stage.does(take(1));
    stage.does(take(2));
    let before = stage.picture();
    let went_back = stage.does(back(Some(2), Some(1)));
    assert_eq!(air(&stage), (Some(1), None, vec![2]));
    stage.does(undo(went_back));
    assert_eq!(stage.picture(), before);
}

#[test]
fn only_what_was_on_air_and_is_not_hidden_comes_back() {
    let mut stage = planned(3);
    stage.does(Command::Answer { question: q(3) });
    assert_eq!(air(&stage).1, None, "answered along with another, never on air");
    assert_eq!(stage.refuses(back(None, Some(3))), "wrong_status");
    assert_eq!(stage.refuses(back(None, Some(2))), "wrong_status");
    stage.does(take(1));
    stage.does(take(2));
    stage.does(Command::Reopen { question: q(1) });
    assert_eq!(air(&stage).1, None);
    assert_eq!(stage.refuses(back(Some(2), Some(1))), "wrong_status");
    stage.does(reject(1));
    assert_eq!(stage.refuses(back(Some(2), Some(1))), "wrong_status");
    assert_eq!(air(&stage).0, Some(2), "what was refused changed nothing");
}

#[test]
fn the_overlay_sees_what_is_on_air_and_nothing_else() {
    let mut stage = planned(3);
    assert_eq!(stage.broadcast.host_rundown().for_overlay().on_air, None, "nothing before it is taken");
    stage.does(take(1));
    stage.does(take(2));
    let overlay = stage.broadcast.host_rundown().for_overlay();
    assert_eq!(overlay.on_air.map(|item| item.number), Some(2));
    assert!(overlay.next.is_empty() && overlay.previous.is_none());
}

#[test]
fn a_note_is_heard_once_and_only_while_it_is_the_newest() {
    let mut stage = planned(1);
    let say = |text: &str| Command::Note { text: text.into(), until: None };
    let first = stage.does(say("Закругляемся"));
    let second = stage.does(say("Ещё один вопрос"));
    let heard = |note| Command::Heard { note };
    assert_eq!(stage.by(Role::Host, 1, heard(first)).unwrap_err().code(), "not_found");
    assert_eq!(stage.by(Role::Host, 1, heard(second)), Ok(()));
    assert_eq!(stage.by(Role::Host, 2, heard(second)), Ok(()));
    let by = stage.broadcast.note().unwrap().heard.as_ref().unwrap().by.clone();
    assert_eq!(by.as_deref(), Some("host-1"));
    assert_eq!(stage.by(Role::Viewer, 3, heard(second)).unwrap_err().code(), "forbidden");
}

#[test]
fn a_remark_stands_beside_its_question_until_it_is_taken_away() {
    let mut stage = planned(2);
    let remark = |text: &str| Command::Remark { question: q(1), text: text.into() };
    let note = |stage: &Stage| stage.broadcast.host_rundown().next[0].note.clone();
    stage.does(remark(" Справка у редактора "));
    assert_eq!(note(&stage).as_deref(), Some("Справка у редактора"));
    let away = stage.does(remark(""));
    assert_eq!(note(&stage), None);
    stage.does(undo(away));
    assert_eq!(note(&stage).as_deref(), Some("Справка у редактора"));
    assert_eq!(stage.status(1), Status::Approved);
}
