//! A broadcast on which a test plays: makes entries, gives them ids and times, and shows how things stand.

use efir_core::{
    Actor, Applied, Ask, Broadcast, Command, Deed, Entry, Link, Number, Personal, Refusal, Role, Status,
};
use moderation_rules::{Action, Verdict};
use uuid::Uuid;

/// A broadcast with its next entry's id and time.
#[derive(Debug, Default)]
pub struct Stage {
    pub broadcast: Broadcast,
    entries: u64,
}

/// The id of a question by the number that it gets.
pub fn q(number: Number) -> Uuid {
    Uuid::from_u128(0x9000_0000 + u128::from(number))
}

/// Somebody's id.
pub fn who(n: u128) -> Uuid {
    Uuid::from_u128(0x1000_0000 + n)
}

pub fn actor(role: Role, n: u128) -> Actor {
    let name = (role != Role::Viewer).then(|| format!("{}-{n}", role.name()).into());
    Actor { role, id: who(n), name }
}

/// A question as the rules let it pass.
pub fn plain() -> Ask {
    Ask { channel: "web".into(), ..Ask::default() }
}

/// A question of which the rules said that.
pub fn judged(action: Action) -> Ask {
    Ask { verdict: Verdict { action, labels: vec!["insult".into()], ..Verdict::default() }, ..plain() }
}

/// A question that repeats another.
pub fn repeating(into: Number) -> Ask {
    Ask { join: Some(Link { into: q(into), score: 950 }), ..plain() }
}

impl Stage {
    /// The entry that would come next; its time is a second later than the last.
    pub fn entry(&mut self, by: Actor, deed: Deed) -> Entry {
        self.entries += 1;
        Entry::new(Uuid::from_u128(u128::from(self.entries)), self.entries * 1_000, by, deed)
    }

    pub fn play(&mut self, entry: &Entry) -> Applied {
        self.broadcast.apply(entry)
    }

    /// A viewer's question with the text `text N`; its number.
    pub fn ask(&mut self, viewer: u128, ask: Ask) -> Number {
        let number = self.broadcast.questions().len() as Number + 1;
        let mut entry = self.entry(actor(Role::Viewer, viewer), Deed::Ask(Box::new(ask)));
        entry.id = q(number);
        entry.personal =
            Some(Box::new(Personal { text: format!("text {number}").into(), ..Personal::default() }));
        assert_eq!(self.play(&entry).outcome, Ok(()));
        number
    }

    /// A command by somebody in that role.
    pub fn by(&mut self, role: Role, n: u128, command: Command) -> Result<(), Refusal> {
        let entry = self.entry(actor(role, n), Deed::Command(command));
        self.play(&entry).outcome
    }

    /// A moderator's command, which must be done; its id.
    pub fn does(&mut self, command: Command) -> Uuid {
        let entry = self.entry(actor(Role::Moderator, 100), Deed::Command(command));
        assert_eq!(self.play(&entry).outcome, Ok(()), "{:?}", entry.deed);
        entry.id
    }

    /// A moderator's command; the code of its refusal.
    pub fn refuses(&mut self, command: Command) -> &'static str {
        match self.by(Role::Moderator, 100, command.clone()) {
            Ok(()) => panic!("{command:?} was done"),
            Err(refusal) => refusal.code(),
        }
    }

    /// What a viewer does to a question.
    pub fn viewer(&mut self, n: u128, deed: Deed) -> Result<(), Refusal> {
        let entry = self.entry(actor(Role::Viewer, n), deed);
        self.play(&entry).outcome
    }

    pub fn status(&self, number: Number) -> Status {
        self.broadcast.question(number).unwrap().standing.status
    }

    pub fn same(&self, number: Number) -> u32 {
        self.broadcast.question(number).unwrap().same
    }

    /// Everything but how often and by whom it was changed: equal before a command and after its undo.
    pub fn picture(&self) -> String {
        let b = &self.broadcast;
        let questions: Vec<_> = b
            .questions()
            .iter()
            .map(|q| {
                let s = &q.standing;
                let words = (q.text(), &s.topics, &s.reason, &s.remark);
                let standing = (s.status, words, s.root, s.pinned, q.same, q.merged, q.votes);
                (q.number, standing, b.folded(q.number))
            })
            .collect();
        let muted: Vec<_> = b.questions().iter().map(|q| b.viewer(q.viewer).unwrap().is_muted()).collect();
        let wall: Vec<_> = b.public().wall.iter().map(|q| q.number).collect();
        format!("{:?} {:?} {wall:?} {questions:#?} {muted:?}", b.on_air(), b.rundown())
    }
}

pub fn approve(number: Number) -> Command {
    Command::Approve { question: q(number), after: efir_core::Spot::End, revision: None }
}

pub fn reject(number: Number) -> Command {
    Command::Reject { question: q(number), reason: "other".into() }
}

pub fn take(number: Number) -> Command {
    Command::Take { question: q(number), revision: None }
}

pub fn edit(number: Number, text: &str) -> Command {
    Command::Edit { question: q(number), text: text.into(), revision: None }
}

pub fn merge(number: Number, into: Number) -> Command {
    Command::Merge { question: q(number), into: q(into) }
}

pub fn split(number: Number) -> Command {
    Command::Split { question: q(number) }
}

pub fn undo(command: Uuid) -> Command {
    Command::Undo { command }
}
