//! What the console shows beyond the rows: waves, the balance of the air, a question opened, what came since.

use efir_core::{
    Command, Number, Role, Status, What,
    card::{CARD_MAX, CardList},
    window::{Query, Sort},
};

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

#[test]
fn a_search_in_any_status_finds_all_and_counts_all() {
    let mut stage = Stage::default();
    for n in 1..=4 {
        stage.ask(n, plain());
    }
    stage.does(approve(1));
    stage.does(reject(2));
    stage.ask(5, repeating(4));
    let any = |sort| stage.broadcast.window(&Query { status: None, sort, ..Query::default() });
    assert_eq!((any(Sort::Arrival).total, any(Sort::Arrival).numbers), (5, vec![1, 2, 3, 4, 5]));
    assert_eq!(any(Sort::Newest).numbers, [5, 4, 3, 2, 1]);
    assert_eq!(any(Sort::Asked).numbers, [4, 1, 2, 3, 5]);
    assert_eq!(any(Sort::Waiting).numbers, [3, 4, 1, 2, 5]);
    let text = Query { status: None, q: Some("text 2".into()), ..Query::default() };
    assert_eq!(stage.broadcast.window(&text).numbers, [2], "whatever became of it");
    assert_eq!(stage.broadcast.fresh(&text, 1), 1);
    let query: Query = serde_json::from_str(r#"{"status":"any","limit":2}"#).unwrap();
    assert_eq!(stage.broadcast.window(&query).numbers, [1, 2]);
    assert_eq!(serde_json::to_value(&query).unwrap()["status"], "any");
    assert!(serde_json::from_str::<Query>(r#"{"status":"sometimes"}"#).is_err());
}

#[test]
fn the_lists_of_a_card_go_on_page_by_page_and_none_is_told_twice() {
    let mut stage = Stage::default();
    stage.ask(1, plain());
    for n in 2..=121 {
        stage.ask(n, repeating(1));
    }
    for n in 0..60 {
        stage.does(crate::stage::edit(1, &n.to_string()));
    }
    let card = stage.broadcast.card(1).unwrap();
    assert_eq!((card.folded.len(), card.left.folded, card.left.others), (CARD_MAX, 70, 0));
    let mut told: Vec<Number> = card.folded.iter().map(|said| said.number).collect();
    let mut left = card.left.folded;
    while left > 0 {
        let page = stage.broadcast.card_page(1, CardList::Folded, told.last().copied()).unwrap();
        told.extend(page.said.iter().map(|said| said.number));
        left = page.left;
    }
    assert_eq!(told, (2..=121).rev().collect::<Vec<_>>());
    let steps = stage.broadcast.card_page(1, CardList::Steps, Some(card.left.steps as u32)).unwrap();
    assert_eq!((card.steps.len(), card.left.steps, steps.steps.len(), steps.left), (50, 10, 10, 0));
    assert!(steps.steps.last().unwrap().at < card.steps[0].at);
    assert_eq!(stage.broadcast.card_page(999, CardList::Folded, None), None);
}

#[test]
fn who_is_muted_is_listed_with_who_decided_it_until_they_are_heard_again() {
    let mut stage = Stage::default();
    for viewer in [1, 2, 2] {
        stage.ask(viewer, plain());
    }
    let listed = |stage: &Stage| stage.broadcast.muted().iter().map(|m| m.viewer).collect::<Vec<_>>();
    for viewer in [1, 2] {
        stage.does(Command::Mute { viewer: crate::stage::who(viewer) });
    }
    assert_eq!(listed(&stage), [2, 1].map(crate::stage::who), "the newest first");
    let told = &stage.broadcast.muted()[0];
    assert_eq!((told.questions, told.number, told.mute.by.as_deref()), (2, Some(3), Some("moderator-100")));
    assert!(stage.broadcast.row(3).unwrap().muted);
    assert_eq!(stage.broadcast.counts().muted, 2);
    stage.does(Command::Unmute { viewer: crate::stage::who(2) });
    assert_eq!(listed(&stage), [crate::stage::who(1)]);
    assert!(!stage.broadcast.row(3).unwrap().muted);
    assert_eq!(stage.status(3), Status::Held, "a person looks at it first");
}
