//! What the console shows beyond the rows: waves, the balance of the air, a question opened, what came since.

use efir_core::{Command, Role, Status, What, window::Query};

use crate::stage::{Stage, approve, judged, plain, q, reject, repeating};

/// A question of a viewer of that number, from that address, so many seconds after the start.
fn ask_from(stage: &mut Stage, viewer: u128, address: &str, second: u64, ask: efir_core::Ask) -> u32 {
    let number = stage.broadcast.questions().len() as u32 + 1;
    let deed = efir_core::Deed::Ask(Box::new(ask));
    let mut entry = stage.entry(crate::stage::actor(Role::Viewer, viewer), deed);
    entry.id = q(number);
    entry.at = second * 1_000;
    let personal = efir_core::Personal { address: Some(address.into()), ..Default::default() };
    entry.personal = Some(Box::new(personal));
    assert_eq!(stage.play(&entry).outcome, Ok(()));
    number
}

#[test]
fn a_wave_is_ten_within_five_minutes() {
    let mut stage = Stage::default();
    ask_from(&mut stage, 1, "a", 0, plain());
    for n in 1..=8 {
        ask_from(&mut stage, 1 + n / 2, "a", 400 + n as u64 * 30, repeating(1));
    }
    assert_eq!(stage.broadcast.wave(1), None, "eight within five minutes, and one long before");
    ask_from(&mut stage, 20, "b", 660, repeating(1));
    ask_from(&mut stage, 21, "b", 661, repeating(1));
    let wave = stage.broadcast.wave(1).unwrap();
    assert_eq!((wave.count, wave.minutes, wave.until), (10, 5, 661_000));
    assert_eq!((wave.viewers, wave.addresses), (7, 2));
    assert_eq!(wave.course.len(), 20);
    assert_eq!(wave.course.iter().sum::<u32>(), 10, "the one that came long before is not of the course");
    assert_eq!(wave.course[19], 2, "those of the last quarter minute");
    assert_eq!(stage.broadcast.row(1).unwrap().wave, Some(wave));
    assert_eq!(stage.broadcast.wave(2), None);
}

#[test]
fn a_wave_is_found_whatever_the_order_in_which_it_was_brought_in() {
    let mut stage = Stage::default();
    ask_from(&mut stage, 1, "a", 1_000, plain());
    for n in 0..9 {
        ask_from(&mut stage, 2, "a", 990 - n * 10, repeating(1));
    }
    assert_eq!(stage.broadcast.wave(1).map(|wave| (wave.count, wave.until)), Some((10, 1_000_000)));
}

#[test]
fn the_topic_furthest_behind_is_suggested_by_its_most_asked_question() {
    let mut stage = Stage::default();
    for (n, topic) in [(1, "roads"), (2, "roads"), (3, "heating"), (4, "heating"), (5, "heating")] {
        stage.ask(n, plain());
        stage.does(Command::Label { question: q(n as u32), topics: vec![topic.into()] });
    }
    stage.ask(9, repeating(4));
    let suggested = |stage: &Stage| {
        let suggest = stage.broadcast.balance().suggest.unwrap();
        (suggest.topic, suggest.number, suggest.status)
    };
    assert_eq!(suggested(&stage), ("heating".into(), 4, Status::Pending), "asked by two");
    stage.does(approve(3));
    assert_eq!(suggested(&stage), ("heating".into(), 3, Status::Approved), "what is in the plan is ready");
    stage.does(Command::Next);
    assert_eq!(suggested(&stage).0, "roads");
    let aired = stage.broadcast.counts().aired;
    assert_eq!(aired.topics, [("heating".to_owned(), 1)].into());
}

#[test]
fn the_time_of_an_answer_is_measured_from_being_taken() {
    let mut stage = Stage::default();
    for n in 1..=3 {
        stage.ask(n, plain());
        stage.does(approve(n as u32));
    }
    assert_eq!(stage.broadcast.balance().answer_ms, None);
    stage.does(Command::Answer { question: q(3) });
    assert_eq!(
        stage.broadcast.balance().answer_ms,
        None,
        "answered along with another: nobody knows how long"
    );
    stage.does(Command::Next);
    stage.ask(4, plain());
    stage.does(Command::Next);
    assert_eq!(stage.broadcast.balance().answer_ms, Some(2_000));
}

#[test]
fn a_question_opened_shows_what_is_folded_in_what_else_was_asked_and_what_was_done() {
    let mut stage = Stage::default();
    stage.ask(1, plain());
    stage.ask(2, repeating(1));
    stage.ask(3, repeating(1));
    stage.ask(1, plain());
    stage.does(approve(1));
    let card = stage.broadcast.card(1).unwrap();
    assert_eq!(card.row, stage.broadcast.row(1).unwrap());
    assert_eq!(card.folded.iter().map(|said| said.number).collect::<Vec<_>>(), [3, 2]);
    assert_eq!(card.others.iter().map(|said| said.number).collect::<Vec<_>>(), [4]);
    assert_eq!(card.steps.iter().map(|step| step.what).collect::<Vec<_>>(), [What::Approved]);
    assert_eq!(stage.broadcast.card(9), None);
}

#[test]
fn what_came_since_is_counted_by_the_windows_filters() {
    let mut stage = Stage::default();
    stage.ask(1, plain());
    stage.ask(2, judged(moderation_rules::Action::Mask));
    stage.ask(3, plain());
    let query = Query::default();
    assert_eq!(stage.broadcast.fresh(&query, 1), 2);
    stage.does(reject(3));
    assert_eq!(stage.broadcast.fresh(&query, 1), 1);
    let labelled = Query { label: Some("insult".into()), ..Query::default() };
    assert_eq!(stage.broadcast.fresh(&labelled, 0), 1);
    assert_eq!(stage.broadcast.window(&labelled).numbers, [2]);
    let imported = Query { channel: Some("import".into()), ..Query::default() };
    assert_eq!(stage.broadcast.window(&imported).total, 0);
}

#[test]
fn who_waits_longest_comes_first_counting_from_the_last_change() {
    let mut stage = Stage::default();
    for n in 1..=3 {
        stage.ask(n, plain());
    }
    stage.does(Command::Hold { question: q(1) });
    stage.does(Command::Reopen { question: q(1) });
    let waiting = |after| {
        let sort = serde_json::from_value("waiting".into()).unwrap();
        stage.broadcast.window(&Query { sort, after, ..Query::default() }).numbers
    };
    assert_eq!(waiting(None), [2, 3, 1]);
    assert_eq!(waiting(Some(3)), [1]);
}
