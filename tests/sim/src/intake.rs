//! What a question's way into the log adds to it. The rules and the likeness are played by chance: what they say is data
//! to the state machine, whatever it is.

use efir::session::incoming::AskInput;
use efir_core::{Actor, Ask, Broadcast, Deed, Entry, Like, Link, Personal, Role};
use moderation_rules::{Action, Verdict};
use uuid::Uuid;

use crate::chance::Chance;

/// The name behind the ids of late joins.
const JOIN_IDS: Uuid = Uuid::from_u128(0x6f1d_6a5e_2f0b_4e8e_9b1c_0d4c_8a53_e901);

/// A question with what was found out about it.
pub fn ask(broadcast: &Broadcast, input: &AskInput, by: Actor, at: u64, chance: &mut Chance) -> Entry {
    let action = match chance.below(20) {
        0 => Action::Reject,
        1 | 2 => Action::Hold,
        3 | 4 => Action::Mask,
        _ => Action::Pass,
    };
    let other = chance.pick(broadcast.questions()).map(|question| question.id);
    let like = other.map(|question| Like { question, score: 700, reason: "same_subject".into() });
    let join = other.filter(|_| action < Action::Hold && chance.permille(200));
    let ask = Ask {
        channel: "web".into(),
        verdict: Verdict { action, ..Verdict::default() },
        join: join.map(|into| Link { into, score: 950 }),
        like: like.into_iter().collect(),
        ..Ask::default()
    };
    let mut entry = Entry::new(input.id, at, by, Deed::Ask(Box::new(ask)));
    let masked = (action == Action::Mask).then(|| format!("{} •••", input.text).into());
    let text = input.text.as_str().into();
    entry.personal = Some(Box::new(Personal { text, masked, ..Personal::default() }));
    entry
}

/// A late join, with the same id on every node that would say so.
pub fn join(question: Uuid, into: Uuid, at: u64) -> Entry {
    let by = Actor { role: Role::System, id: Uuid::nil(), name: None };
    let id = Uuid::new_v5(&JOIN_IDS, question.as_bytes());
    Entry::new(id, at, by, Deed::Join { question, link: Link { into, score: 900 } })
}
