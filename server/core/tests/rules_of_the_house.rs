//! What the state machine keeps true whoever is quicker: joins, claims, votes for what is folded, withdrawals, settings.

use efir_core::{Command, Deed, Link, Role, SettingsPatch, Status, window::Query};
use moderation_rules::Action;

use crate::stage::{
    Stage, actor, approve, edit, judged, merge, plain, q, reject, repeating, split, take, who,
};

fn asked(n: u32) -> Stage {
    let mut stage = Stage::default();
    for number in 1..=n {
        stage.ask(u128::from(number), plain());
    }
    stage
}

fn join(stage: &mut Stage, question: u32, into: u32) -> Result<(), String> {
    let deed = Deed::Join { question: q(question), link: Link { into: q(into), score: 950 } };
    let entry = stage.entry(actor(Role::System, 0), deed);
    stage.play(&entry).outcome.map_err(|refusal| refusal.code().to_owned())
}

#[test]
fn a_late_join_folds_only_what_no_person_has_touched() {
    let touches = [
        vec![approve(2)],
        vec![Command::Hold { question: q(2) }],
        vec![edit(2, "edited")],
        vec![Command::Label { question: q(2), topics: vec!["roads".into()] }],
        vec![merge(2, 1), split(2)],
        vec![reject(2), Command::Reopen { question: q(2) }],
    ];
    for touch in touches {
        let mut stage = asked(2);
        for command in &touch {
            stage.does(command.clone());
        }
        let before = stage.picture();
        assert_eq!(join(&mut stage, 2, 1), Err("wrong_status".to_owned()), "{touch:?}");
        assert_eq!(stage.picture(), before);
    }
    let mut stage = asked(2);
    assert_eq!(join(&mut stage, 2, 1), Ok(()));
    assert_eq!((stage.status(2), stage.same(1)), (Status::Merged, 2));
}

#[test]
fn a_late_join_keeps_the_earlier_question_as_the_root() {
    let mut stage = asked(2);
    assert_eq!(join(&mut stage, 1, 2), Err("wrong_status".to_owned()));
    assert_eq!(join(&mut stage, 2, 2), Err("wrong_status".to_owned()));
    assert_eq!(join(&mut stage, 2, 9), Err("no_question".to_owned()));
    stage.does(reject(1));
    assert_eq!(join(&mut stage, 2, 1), Err("no_question".to_owned()), "not into what nobody will see");
}

#[test]
fn a_held_question_is_not_folded_away_unseen_and_a_rejected_root_takes_no_more() {
    let mut stage = asked(1);
    let held = stage.ask(2, efir_core::Ask { join: repeating(1).join, ..judged(Action::Hold) });
    assert_eq!((stage.status(held), stage.same(1)), (Status::Held, 1));
    stage.does(reject(1));
    let again = stage.ask(3, repeating(1));
    assert_eq!(stage.status(again), Status::Pending);
}

#[test]
fn a_merge_into_what_is_on_air_changes_the_count_and_not_the_text() {
    let mut stage = asked(2);
    stage.does(approve(1));
    stage.does(approve(2));
    stage.does(take(1));
    stage.does(merge(2, 1));
    let rundown = stage.broadcast.host_rundown();
    let on_air = rundown.on_air.unwrap();
    assert_eq!((on_air.text.as_str(), on_air.same), ("text 1", 2));
    assert!(rundown.next.is_empty());
    stage.does(split(2));
    assert_eq!(stage.status(2), Status::Pending, "out of the rundown until somebody approves it");
    assert_eq!(stage.same(1), 1);
}

#[test]
fn a_vote_for_a_folded_question_counts_for_its_root_while_it_is_folded() {
    let mut stage = asked(2);
    let vote = |on| Deed::Vote { question: q(2), on };
    stage.does(merge(2, 1));
    assert_eq!(stage.viewer(7, vote(true)).unwrap_err().code(), "wrong_status", "its root is not public");
    stage.does(approve(1));
    stage.viewer(7, vote(true)).unwrap();
    stage.viewer(7, Deed::Vote { question: q(1), on: true }).unwrap();
    assert_eq!(stage.same(1), 3, "both authors, and one person who voted twice");
    stage.does(split(2));
    assert_eq!((stage.same(1), stage.same(2)), (2, 2), "the vote goes with its question");
    assert_eq!(stage.viewer(7, vote(false)).unwrap_err().code(), "wrong_status");
}

#[test]
fn an_authors_own_vote_and_second_question_count_once() {
    let mut stage = asked(1);
    stage.ask(1, repeating(1));
    stage.does(approve(1));
    stage.viewer(1, Deed::Vote { question: q(1), on: true }).unwrap();
    assert_eq!(stage.same(1), 1);
    stage.viewer(1, Deed::Vote { question: q(1), on: false }).unwrap();
    assert_eq!(stage.same(1), 1);
}

#[test]
fn the_others_keep_their_question_when_the_first_asker_withdraws() {
    let mut stage = asked(2);
    stage.ask(3, repeating(1));
    stage.ask(4, repeating(1));
    stage.does(approve(1));
    stage.does(approve(2));
    assert_eq!(stage.viewer(1, Deed::Withdraw { question: q(1) }), Ok(()));
    assert_eq!(stage.broadcast.rundown(), [2], "nobody approved the heir's text");
    assert_eq!((stage.status(3), stage.same(3)), (Status::Pending, 2));
    assert_eq!(stage.broadcast.folded(3), [4]);
    assert_eq!(stage.broadcast.mine(4).unwrap().duplicate_number, Some(3));
}

#[test]
fn the_heir_of_a_withdrawn_question_waits_where_its_asker_is_muted() {
    let mut stage = asked(1);
    stage.ask(3, repeating(1));
    stage.does(Command::Mute { viewer: who(3) });
    assert_eq!(stage.viewer(1, Deed::Withdraw { question: q(1) }), Ok(()));
    assert_eq!(stage.status(2), Status::Held);
}

/// A healed log may hold a pause before questions that were acknowledged by a server that had not heard of it.
#[test]
fn a_question_in_the_log_is_in_though_the_line_was_closed_before_it() {
    let mut stage = asked(1);
    stage.by(Role::Admin, 9, Command::Pause).unwrap();
    assert_eq!(stage.ask(2, plain()), 2);
    stage.by(Role::Admin, 9, Command::Close).unwrap();
    assert_eq!(stage.ask(3, repeating(1)), 3);
    assert_eq!([1, 2, 3].map(|n| stage.status(n)), [Status::Pending, Status::Pending, Status::Merged]);
}

#[test]
fn what_slips_in_of_a_muted_viewer_waits_for_a_person() {
    let mut stage = asked(2);
    stage.does(Command::Mute { viewer: who(2) });
    assert_eq!((stage.ask(2, plain()), stage.ask(2, repeating(1))), (3, 4));
    assert_eq!([3, 4].map(|n| stage.status(n)), [Status::Held, Status::Held]);
    assert_eq!(stage.same(1), 1, "nor does it count as another who asks");
}

#[test]
fn a_word_to_the_host_beside_a_question_is_not_for_the_overlay() {
    let mut stage = asked(1);
    stage.does(Command::Remark { question: q(1), text: "Справка у редактора".to_owned() });
    stage.does(approve(1));
    stage.does(take(1));
    let rundown = stage.broadcast.host_rundown();
    assert_eq!(rundown.on_air.as_ref().unwrap().note.as_deref(), Some("Справка у редактора"));
    assert_eq!(rundown.for_overlay().on_air.unwrap().note, None);
}

#[test]
fn a_claim_keeps_colleagues_off_for_a_minute_and_passes_on_whole() {
    let mut stage = asked(2);
    let claim = |question| Deed::Command(Command::Claim { question: q(question) });
    let at = |stage: &mut Stage, moderator, question, seconds: u64| {
        let mut entry = stage.entry(actor(Role::Moderator, moderator), claim(question));
        entry.at = seconds * 1_000;
        stage.play(&entry).outcome.map_err(|refusal| refusal.code())
    };
    let looks = |stage: &Stage, number| stage.broadcast.row(number).unwrap().claimed.map(|claim| claim.id);
    assert_eq!(at(&mut stage, 1, 1, 100), Ok(()));
    assert_eq!(at(&mut stage, 2, 1, 159), Err("claimed"));
    assert_eq!(at(&mut stage, 2, 1, 90), Err("claimed"), "a clock that is behind frees nothing");
    assert_eq!(at(&mut stage, 1, 1, 159), Ok(()), "one's own claim is renewed");
    assert_eq!(at(&mut stage, 2, 1, 219), Ok(()));
    assert_eq!(looks(&stage, 1), Some(who(2)), "the new one, not the one whose time is over");
    assert_eq!(stage.broadcast.claims().len(), 1);
    assert_eq!(at(&mut stage, 2, 2, 220), Ok(()));
    assert_eq!((looks(&stage, 1), looks(&stage, 2)), (None, Some(who(2))), "one looks at one question");
    assert_eq!(at(&mut stage, 1, 2, 160), Ok(()), "a claim by a clock that was far ahead is none");
}

#[test]
fn the_end_of_the_air_stays_behind_its_beginning() {
    let mut stage = asked(0);
    let set = |air_from, air_until| {
        Command::Settings(SettingsPatch { air_from, air_until, ..SettingsPatch::default() })
    };
    assert_eq!(stage.by(Role::Admin, 1, set(Some(2_000), Some(3_000))), Ok(()));
    for (from, until) in [(Some(3_000), None), (None, Some(2_000)), (Some(5), Some(5))] {
        let refused = stage.by(Role::Admin, 1, set(from, until)).unwrap_err();
        assert_eq!(refused.code(), "bad_settings", "{from:?} {until:?}");
    }
    assert_eq!(stage.by(Role::Admin, 1, set(Some(9_000), Some(9_500))), Ok(()));
}

#[test]
fn a_topic_given_twice_counts_once() {
    let mut stage = asked(1);
    stage.does(Command::Label { question: q(1), topics: vec!["roads".into(), "roads".into()] });
    assert_eq!(stage.broadcast.counts().topics["roads"], 1);
}

#[test]
fn a_window_goes_on_behind_a_row_that_left_it() {
    let mut stage = asked(6);
    stage.does(reject(3));
    for (sort, rest) in [("arrival", vec![4, 5, 6]), ("newest", vec![2, 1]), ("asked", vec![4, 5, 6])] {
        let sort = serde_json::from_value(sort.into()).unwrap();
        let query = Query { after: Some(3), sort, ..Query::default() };
        let window = stage.broadcast.window(&query);
        assert_eq!((window.total, window.numbers), (5, rest), "{sort:?}");
    }
}
