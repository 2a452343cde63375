//! Logs that were written once and must be read for ever: each line as it stood in a log of format 1, among them what
//! later versions may write. The state after them, and its hash, is the same on every run and machine. A field more in the
//! state gives another hash, and then `INSTA_UPDATE=always` writes it anew; what is shown to people stays as it is.

use efir_core::{Broadcast, Deed, Entry, Settings};
use serde_json::Value;

/// A broadcast from its opening to its close, every deed and every command in it.
const DIRECT_LINE: &str = include_str!("golden/direct-line-v1.jsonl");
/// What this version does not know: fields, deeds, commands, roles, verdicts, and bytes that are no entry.
const FROM_LATER: &str = include_str!("golden/from-later-versions.jsonl");

fn fold<'a>(lines: impl Iterator<Item = &'a str>) -> Broadcast {
    let mut broadcast = Broadcast::new(Settings::default());
    for line in lines {
        match Entry::parse(line) {
            Ok(entry) => drop(broadcast.apply(&entry)),
            Err(_) => broadcast.skip(),
        }
    }
    broadcast
}

#[test]
fn a_recorded_broadcast_has_the_same_state_for_ever() {
    let broadcast = fold(DIRECT_LINE.lines());
    assert_eq!(broadcast.offset(), DIRECT_LINE.lines().count() as u64);
    insta::assert_json_snapshot!("host", broadcast.host_rundown());
    insta::assert_json_snapshot!("public", broadcast.public());
    insta::assert_json_snapshot!("counts", broadcast.counts());
    insta::assert_snapshot!("hash", broadcast.hash());
    assert_eq!(fold(DIRECT_LINE.lines()).hash(), broadcast.hash(), "folded a second time");
}

#[test]
fn what_was_written_once_is_read_whole_and_would_be_written_alike() {
    for line in DIRECT_LINE.lines() {
        let entry = Entry::parse(line).unwrap();
        assert_ne!(entry.deed, Deed::Unknown, "{line}");
        let again: Value = serde_json::from_str(&entry.to_json()).unwrap();
        assert_eq!(again, serde_json::from_str::<Value>(line).unwrap());
    }
}

/// The recorded broadcast holds an example of each kind, so that the tests here speak for all of them.
#[test]
fn the_recorded_broadcast_holds_every_deed_and_command() {
    let kind = |line: &str| {
        let json: Value = serde_json::from_str(line).unwrap();
        let (deed, inner) = json["do"].as_object().unwrap().iter().next().unwrap();
        inner["type"].as_str().unwrap_or(deed).to_owned()
    };
    let mut kinds: Vec<String> = DIRECT_LINE.lines().map(kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let all = "answer approve ask back claim clear close edit forward heard hold join label merge move mute next note open \
               pause pin reject release remark reopen settings split take undo unmute unpin vote withdraw";
    assert_eq!(kinds.join(" "), all);
}

#[test]
fn what_a_later_version_wrote_holds_its_place_and_changes_nothing_else() {
    for (n, line) in FROM_LATER.lines().enumerate() {
        let mut broadcast = fold(DIRECT_LINE.lines());
        let before = (broadcast.host_rundown(), broadcast.public(), broadcast.counts(), broadcast.offset());
        let known = match Entry::parse(line) {
            Ok(entry) => {
                let applied = broadcast.apply(&entry);
                assert!(broadcast.apply(&entry).repeated, "its id counts as taken");
                broadcast = fold(DIRECT_LINE.lines().chain([line]));
                applied.outcome.is_ok()
            }
            Err(_) => {
                broadcast.skip();
                false
            }
        };
        assert_eq!(broadcast.offset(), before.3 + 1, "line {n}");
        // Of an entry that is known but for a field, the field is passed over.
        let extra_field = line.contains("\"later\"");
        assert_eq!(known, extra_field, "line {n}: {line}");
        if !known {
            assert_eq!((broadcast.host_rundown(), broadcast.public()), (before.0, before.1), "line {n}");
            assert_eq!(broadcast.counts(), before.2, "line {n}");
        }
    }
}

/// The log keeps bytes, and the state knows only what this version understands of them: with or without the fields
/// that it does not know, an entry does the same.
#[test]
fn a_field_that_is_not_known_changes_nothing_of_what_the_entry_does() {
    fn with_field(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.values_mut().for_each(with_field);
                // The deed is an object with one key, which says which deed it is.
                let is_deed = fields.len() == 1 && fields.values().all(Value::is_object);
                if !is_deed {
                    fields.insert("later".into(), serde_json::json!({"version": 2}));
                }
            }
            Value::Array(items) => items.iter_mut().for_each(with_field),
            _ => {}
        }
    }
    let later: Vec<String> = DIRECT_LINE
        .lines()
        .map(|line| {
            let mut json: Value = serde_json::from_str(line).unwrap();
            with_field(&mut json);
            json.to_string()
        })
        .collect();
    assert!(later.iter().all(|line| line.contains("\"later\"")));
    assert_eq!(fold(later.iter().map(String::as_str)).hash(), fold(DIRECT_LINE.lines()).hash());
}
