//! What each command does to a question in each status: the whole table, cell by cell, and who may give it.
//!
//! Questions 1 and 3 are in the rundown, 4 is pending, 5 is folded into 4; the command is about question 2. A cell is
//! the letter of its status afterwards, the rundown, and behind a slash what is on air; or the code of the refusal.

use efir_core::{Command, Deed, Entry, Link, Number, Role, SettingsPatch, Spot, Status};
use moderation_rules::Action;

use crate::stage::{
    Stage, actor, approve, edit, judged, merge, plain, q, reject, repeating, split, take, undo, who,
};

const LETTERS: [(Status, char); 8] = [
    (Status::Pending, 'P'),
    (Status::Held, 'H'),
    (Status::Approved, 'A'),
    (Status::OnAir, 'O'),
    (Status::Answered, 'N'),
    (Status::Rejected, 'R'),
    (Status::Merged, 'M'),
    (Status::Withdrawn, 'W'),
];

/// `~` stands for `wrong_status`.
const TABLE: &str = "
                  P             H             A             O             N             R             M             W
approve           A132          A132          ~             ~             ~             ~             ~             ~
approve-top       A213          A213          ~             ~             ~             ~             ~             ~
approve-after-1   A123          A123          ~             ~             ~             ~             ~             ~
approve-after-4   after_not_in_rundown after_not_in_rundown ~  ~          ~             ~             ~             ~
approve-seen      A132          A132          ~             ~             ~             ~             ~             ~
approve-unseen    changed       changed       ~             ~             ~             ~             ~             ~
reject            R13           R13           R13           R13           ~             ~             ~             ~
reject-wordy      too_long      too_long      too_long      too_long      ~             ~             ~             ~
hold              H13           ~             H13           ~             ~             ~             ~             ~
reopen            ~             P13           P13           ~             P13           P13           ~             ~
edit              P13           H13           A123          O13/2         ~             ~             ~             ~
edit-unseen       changed       changed       changed       changed       ~             ~             ~             ~
edit-empty        too_long      too_long      too_long      too_long      ~             ~             ~             ~
merge             M13           M13           M13           ~             ~             ~             ~             ~
merge-into-child  M13           M13           M13           ~             ~             ~             ~             ~
merge-into-itself same_question same_question same_question ~             ~             ~             ~             ~
split             ~             ~             ~             ~             ~             ~             P13           ~
move-top          ~             ~             A213          ~             ~             ~             ~             ~
move-after-3      ~             ~             A132          ~             ~             ~             ~             ~
move-after-4      ~             ~             after_not_in_rundown ~      ~             ~             ~             ~
move-after-itself ~             ~             same_question ~             ~             ~             ~             ~
pin               ~             ~             A213          ~             ~             ~             ~             ~
pin-3             P31           H31           A312          O31/2         N31           R31           M31           W31
unpin             ~             ~             A123          ~             ~             ~             ~             ~
label             P13           H13           A123          O13/2         N13           R13           M13           ~
label-nothing     too_long      too_long      too_long      too_long      too_long      too_long      too_long      ~
claim             P13           H13           A123          O13/2         N13           R13           M13           W13
release           P13           H13           A123          O13/2         N13           R13           M13           W13
mute              H13           H13           H13           O13/2         N13           R13           M13           W13
unmute            P13           H13           A123          O13/2         N13           R13           M13           W13
unmute-nobody     not_found     not_found     not_found     not_found     not_found     not_found     not_found     not_found
mute-nobody       not_found     not_found     not_found     not_found     not_found     not_found     not_found     not_found
undo-nothing      cannot_undo   cannot_undo   cannot_undo   cannot_undo   cannot_undo   cannot_undo   cannot_undo   cannot_undo
note              P13           H13           A123          O13/2         N13           R13           M13           W13
remark            P13           H13           A123          O13/2         N13           R13           ~             ~
remark-wordy      too_long      too_long      too_long      too_long      too_long      too_long      ~             ~
note-wordy        too_long      too_long      too_long      too_long      too_long      too_long      too_long      too_long
take              ~             ~             O13/2         ~             ~             ~             ~             ~
take-unseen       ~             ~             changed       ~             ~             ~             ~             ~
take-1            P3/1          H3/1          A23/1         N3/1          N3/1          R3/1          M3/1          W3/1
clear             nothing_on_air nothing_on_air nothing_on_air A213       nothing_on_air nothing_on_air nothing_on_air nothing_on_air
answer            ~             ~             N13           N13           ~             ~             ~             ~
next              P3/1          H3/1          A23/1         N3/1          N3/1          R3/1          M3/1          W3/1
forward           ~             ~             O13/2         air_moved     ~             ~             ~             ~
forward-from      air_moved     air_moved     air_moved     N3/1          air_moved     air_moved     air_moved     air_moved
forward-last      air_moved     air_moved     air_moved     N13           air_moved     air_moved     air_moved     air_moved
back              air_moved     air_moved     air_moved     A213          air_moved     air_moved     air_moved     air_moved
heard-nothing     not_found     not_found     not_found     not_found     not_found     not_found     not_found     not_found
open              P13           H13           A123          O13/2         N13           R13           M13           W13
pause             P13           H13           A123          O13/2         N13           R13           M13           W13
close             P13           H13           A123          O13/2         N13           R13           M13           W13
settings          P13           H13           A123          O13/2         N13           R13           M13           W13
settings-mad      bad_settings  bad_settings  bad_settings  bad_settings  bad_settings  bad_settings  bad_settings  bad_settings
vote              ~             ~             A123          O13/2         N13           ~             ~             ~
unvote            ~             ~             A123          O13/2         N13           ~             ~             ~
withdraw          W13           W13           W13           on_air        ~             ~             W13           ~
withdraw-other's  no_question   no_question   no_question   no_question   no_question   no_question   no_question   no_question
join              M13           ~             ~             ~             ~             ~             ~             ~
join-by-viewer    forbidden     forbidden     forbidden     forbidden     forbidden     forbidden     forbidden     forbidden
ask-repeated      P13           H13           A123          O13/2         N13           R13           M13           W13
ask-the-same      P13           H13           A123          O13/2         N13           R13           M13           W13
unknown           unknown_type  unknown_type  unknown_type  unknown_type  unknown_type  unknown_type  unknown_type  unknown_type
";

fn deed(name: &str) -> Deed {
    use Command::*;
    let (question, into) = (q(2), q(4));
    let approve_at = |after| Approve { question, after, revision: None };
    let wordy = "ы".repeat(501);
    Deed::Command(match name {
        "approve" => approve(2),
        "approve-top" => approve_at(Spot::Top),
        "approve-after-1" => approve_at(Spot::After(q(1))),
        "approve-after-4" => approve_at(Spot::After(q(4))),
        "approve-seen" => Approve { question, after: Spot::End, revision: Some(0) },
        "approve-unseen" => Approve { question, after: Spot::End, revision: Some(1) },
        "reject" => reject(2),
        "reject-wordy" => Reject { question, reason: wordy },
        "hold" => Hold { question },
        "reopen" => Reopen { question },
        "edit" => edit(2, "edited"),
        "edit-unseen" => Edit { question, text: "edited".into(), revision: Some(1) },
        "edit-empty" => edit(2, " \n"),
        "merge" => Merge { question, into },
        "merge-into-child" => Merge { question, into: q(5) },
        "merge-into-itself" => Merge { question, into: question },
        "split" => split(2),
        "move-top" => Move { question, after: Spot::Top },
        "move-after-3" => Move { question, after: Spot::After(q(3)) },
        "move-after-4" => Move { question, after: Spot::After(q(4)) },
        "move-after-itself" => Move { question, after: Spot::After(question) },
        "pin" => Pin { question },
        "pin-3" => Pin { question: q(3) },
        "unpin" => Unpin { question },
        "label" => Label { question, topics: vec!["roads".into()] },
        "label-nothing" => Label { question, topics: vec![" ".into()] },
        "claim" => Claim { question },
        "release" => Release { question },
        "mute" => Mute { viewer: who(2) },
        "unmute" => Unmute { viewer: who(2) },
        "unmute-nobody" => Unmute { viewer: who(99) },
        "mute-nobody" => Mute { viewer: who(99) },
        "undo-nothing" => undo(q(99)),
        "note" => Note { text: "Заканчиваем".into(), until: None },
        "remark" => Remark { question, text: "Справка у редактора".into() },
        "remark-wordy" => Remark { question, text: wordy },
        "heard-nothing" => Heard { note: q(99) },
        "forward" => Forward { from: None, to: Some(question) },
        "forward-from" => Forward { from: Some(question), to: Some(q(1)) },
        "forward-last" => Forward { from: Some(question), to: None },
        "back" => Back { from: Some(question), to: None },
        "note-wordy" => Note { text: wordy, until: None },
        "take" => take(2),
        "take-unseen" => Take { question, revision: Some(1) },
        "take-1" => take(1),
        "clear" => Clear,
        "answer" => Answer { question },
        "next" => Next,
        "open" => Open,
        "pause" => Pause,
        "close" => Close,
        "settings" => Settings(SettingsPatch { title: Some("Линия".into()), ..Default::default() }),
        "settings-mad" => Settings(SettingsPatch { text_max: Some(0), ..Default::default() }),
        "vote" => return Deed::Vote { question, on: true },
        "unvote" => return Deed::Vote { question, on: false },
        "withdraw" | "withdraw-other's" => return Deed::Withdraw { question },
        "join" | "join-by-viewer" => return Deed::Join { question, link: Link { into: q(1), score: 950 } },
        "ask-repeated" => return Deed::Ask(Box::new(plain())),
        "ask-the-same" => return Deed::Ask(Box::new(repeating(2))),
        "unknown" => return Deed::Unknown,
        _ => panic!("no command {name}"),
    })
}

fn entry(stage: &mut Stage, name: &str) -> Entry {
    let by = match name {
        "vote" | "unvote" | "withdraw-other's" => actor(Role::Viewer, 7),
        "withdraw" | "ask-repeated" | "ask-the-same" | "join-by-viewer" => actor(Role::Viewer, 2),
        "join" => actor(Role::System, 0),
        "open" | "pause" | "close" | "settings" | "settings-mad" => actor(Role::Admin, 200),
        _ => actor(Role::Moderator, 100),
    };
    let mut entry = stage.entry(by, deed(name));
    match name {
        "ask-repeated" => entry.id = q(2),
        "ask-the-same" => entry.id = q(6),
        _ => {}
    }
    entry
}

/// Question 2 in that status, the way that leads there.
fn stage(status: Status) -> Stage {
    let mut stage = Stage::default();
    stage.ask(1, plain());
    let subject = match status {
        Status::Held => judged(Action::Hold),
        Status::Rejected => judged(Action::Reject),
        _ => plain(),
    };
    stage.ask(2, subject);
    stage.ask(3, plain());
    stage.ask(4, plain());
    stage.ask(5, repeating(4));
    stage.does(approve(1));
    if matches!(status, Status::Approved | Status::OnAir | Status::Answered) {
        stage.does(approve(2));
    }
    stage.does(approve(3));
    let last = match status {
        Status::OnAir => Some(take(2)),
        Status::Answered => Some(Command::Answer { question: q(2) }),
        Status::Merged => Some(merge(2, 4)),
        _ => None,
    };
    last.map(|command| stage.does(command));
    if status == Status::Withdrawn {
        assert_eq!(stage.viewer(2, Deed::Withdraw { question: q(2) }), Ok(()));
    }
    assert_eq!(stage.status(2), status);
    stage
}

fn shown(stage: &Stage) -> String {
    let letter = LETTERS.iter().find(|(status, _)| *status == stage.status(2)).unwrap().1;
    let rundown: String = stage.broadcast.rundown().iter().map(Number::to_string).collect();
    let air = stage.broadcast.on_air().map(|air| format!("/{}", air.number)).unwrap_or_default();
    format!("{letter}{rundown}{air}")
}

/// Calls for each cell: the command's name, the status, the expected cell.
fn each_cell(mut check: impl FnMut(&str, Status, &str)) {
    let mut lines = TABLE.lines().filter(|line| !line.is_empty());
    assert_eq!(lines.next().unwrap().split_whitespace().count(), LETTERS.len());
    for line in lines {
        let mut cells = line.split_whitespace();
        let name = cells.next().unwrap();
        let cells: Vec<_> = cells.collect();
        assert_eq!(cells.len(), LETTERS.len(), "{name}");
        for ((status, _), expected) in LETTERS.iter().zip(cells) {
            check(name, *status, if expected == "~" { "wrong_status" } else { expected });
        }
    }
}

#[test]
fn every_command_in_every_status() {
    each_cell(|name, status, expected| {
        let mut stage = stage(status);
        let before = stage.picture();
        let entry = entry(&mut stage, name);
        let applied = stage.play(&entry);
        let cell = match &applied.outcome {
            Ok(()) => shown(&stage),
            Err(refusal) => refusal.code().to_owned(),
        };
        assert_eq!(cell, expected, "{name} of {status:?}");
        if applied.outcome.is_err() {
            assert_eq!(stage.picture(), before, "{name} of {status:?} was refused");
            assert!(applied.touched.is_empty());
        }
    });
}

#[test]
fn a_repeated_id_has_its_first_outcome_and_changes_nothing() {
    each_cell(|name, status, _| {
        let mut stage = stage(status);
        let mut entry = entry(&mut stage, name);
        let first = stage.play(&entry);
        let before = stage.picture();
        // Even if it says something else, later and by somebody else.
        entry.at += 5_000;
        entry.by = actor(Role::Admin, 201);
        entry.deed = Deed::Command(Command::Next);
        let again = stage.play(&entry);
        assert!(again.repeated && again.touched.is_empty());
        assert_eq!(again.outcome, first.outcome, "{name} of {status:?}");
        assert_eq!(stage.broadcast.outcome(entry.id), Some(first.outcome));
        assert_eq!(stage.picture(), before, "{name} of {status:?} again");
    });
}

#[test]
fn an_undo_puts_everything_back() {
    let nothing_to_undo = [
        "claim",
        "release",
        "unpin",
        "unmute",
        "note",
        "open",
        "pause",
        "close",
        "settings",
        "ask-repeated",
        "ask-the-same",
    ];
    each_cell(|name, status, expected| {
        let mut stage = stage(status);
        let before = stage.picture();
        let entry = entry(&mut stage, name);
        if stage.play(&entry).outcome.is_err() {
            return;
        }
        let command = matches!(entry.deed, Deed::Command(_));
        if !command || nothing_to_undo.contains(&name) {
            assert_eq!(stage.refuses(undo(entry.id)), "cannot_undo", "{name} of {status:?}");
            return;
        }
        let after = stage.picture();
        let undone = stage.does(undo(entry.id));
        assert_eq!(stage.picture(), before, "{name} of {status:?} ({expected}) undone");
        assert_eq!(stage.refuses(undo(entry.id)), "cannot_undo", "{name} of {status:?} undone twice");
        // What was undone is done again by undoing the undo.
        stage.does(undo(undone));
        assert_eq!(stage.picture(), after, "{name} of {status:?} ({expected}) done again");
    });
}

#[test]
fn a_question_that_is_not_there_is_said_to_be_so() {
    let nowhere = q(99);
    let commands = [
        approve(99),
        reject(99),
        Command::Hold { question: nowhere },
        Command::Reopen { question: nowhere },
        edit(99, "x"),
        merge(99, 1),
        merge(4, 99),
        split(99),
        Command::Move { question: nowhere, after: Spot::Top },
        Command::Pin { question: nowhere },
        Command::Unpin { question: nowhere },
        Command::Label { question: nowhere, topics: Vec::new() },
        Command::Claim { question: nowhere },
        Command::Release { question: nowhere },
        take(99),
        Command::Answer { question: nowhere },
    ];
    for command in commands {
        assert_eq!(stage(Status::Pending).refuses(command.clone()), "no_question", "{command:?}");
    }
    let deeds = [Deed::Vote { question: nowhere, on: true }, Deed::Withdraw { question: nowhere }];
    for deed in deeds {
        let refused = stage(Status::Pending).viewer(2, deed.clone()).unwrap_err();
        assert_eq!(refused.code(), "no_question", "{deed:?}");
    }
}

#[test]
fn each_role_may_do_its_own_and_no_more() {
    let host = [
        "take",
        "take-unseen",
        "take-1",
        "clear",
        "answer",
        "next",
        "forward",
        "forward-from",
        "forward-last",
        "back",
        "heard-nothing",
    ];
    let admin = ["open", "pause", "close", "settings", "settings-mad"];
    let roles = [Role::Viewer, Role::Overlay, Role::Host, Role::Moderator, Role::Admin, Role::System];
    each_cell(|name, status, _| {
        let Deed::Command(command) = deed(name) else { return };
        let least = match name {
            name if host.contains(&name) => Role::Host,
            name if admin.contains(&name) => Role::Admin,
            _ => Role::Moderator,
        };
        for role in roles {
            assert_eq!(command.allowed_to(role), role >= least, "{name} by {role:?}");
            let mut stage = stage(status);
            let before = stage.picture();
            let outcome = stage.by(role, 300, command.clone());
            let forbidden = outcome.is_err_and(|refusal| refusal.code() == "forbidden");
            assert_eq!(forbidden, role < least, "{name} by {role:?}");
            if forbidden {
                assert_eq!(stage.picture(), before);
            }
        }
    });
}
