//! A moderator that is a machine, for those who only want to look on: settles a few questions every few seconds as a
//! person would, and takes the next on air now and then. It knows and may do nothing that a person does not.

use std::{sync::Arc, time::Duration};

use efir_core::{
    Actor, Broadcast, Command, Deed, Entry, Role, Spot, Status,
    window::{Query, Row, Sort},
};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{
    dice::Dice,
    file::{self, EDITOR},
};
use crate::{
    clock,
    room::{Person, Room},
};

/// How its colleagues know it.
const NAME: &str = "Бот-модератор";
/// Seconds between two looks at the queue; while the rundown is thin, it makes haste.
const LOOK: (f64, f64) = (3.0, 5.0);
const HASTE: (f64, f64) = (0.5, 1.2);
/// Seconds until the first question goes on air, and between two of them.
const FIRST_AIR: f64 = 8.0;
const AIR: (f64, f64) = (35.0, 45.0);
/// Seconds that it thinks over a question.
const THOUGHT: (f64, f64) = (0.4, 1.2);
/// How often it has a word for the host about a question, where there is one for its topic.
const REMARKED: f64 = 0.7;
/// One question on air in so many brings a word to the host, which is over after so many milliseconds.
const NOTED: usize = 3;
const NOTE_MS: u64 = 30_000;
/// Questions that are enough in the rundown; and so many must ask one that goes in all the same.
const RUNDOWN: usize = 12;
const IMPORTANT: u32 = 8;
/// What others ask, too, waits for so long: it may be a wave, and is decided when it is clear how many ask.
const GATHERS_MS: u64 = 40_000;
/// Rows of the queue that it looks at.
const ROWS: usize = 20;
/// The likeness at which two questions are one for it.
const SAME: f64 = 0.8;
/// A text longer than this is a story, of which the host needs the question, in characters.
const STORY: usize = 250;
/// A text shorter than this asks nothing, in characters.
const NOTHING: usize = 15;

/// Works in that room until it is told to end.
pub async fn work(room: Arc<Room>, stop: CancellationToken) {
    let me = Person { id: clock::new_id(), name: Some(NAME.into()), role: Role::Moderator };
    room.person(&me, true);
    let mut bot = Bot { room: room.clone(), me: me.clone(), dice: Dice::default() };
    tokio::select! {
        () = stop.cancelled() => {}
        () = bot.work() => {}
    }
    room.person(&me, false);
}

struct Bot {
    room: Arc<Room>,
    me: Person,
    dice: Dice,
}

impl Bot {
    async fn work(&mut self) {
        let mut air = Instant::now() + Duration::from_secs_f64(FIRST_AIR);
        loop {
            let planned = self.room.read().broadcast.rundown().len();
            self.pause(if planned < RUNDOWN / 2 { HASTE } else { LOOK }).await;
            for _ in 0..=self.dice.below(3) {
                self.settle_one().await;
            }
            if Instant::now() >= air && self.command(Command::Next).await {
                air = Instant::now() + Duration::from_secs_f64(self.dice.between(AIR.0, AIR.1));
                self.note().await;
            }
        }
    }

    /// Takes a question from the queue, thinks, and says what becomes of it.
    async fn settle_one(&mut self) {
        let Some(row) = self.pick() else { return };
        let question = row.id;
        // A person's card is left alone.
        if !self.command(Command::Claim { question }).await {
            return;
        }
        self.pause(THOUGHT).await;
        let planned = self.room.read().broadcast.rundown().len();
        if let Some(mut decision) = decide(&row, planned, &mut self.dice) {
            if let Command::Approve { revision, .. } = &mut decision
                && let Some(text) = question_of(&row.text)
                && self.command(Command::Edit { question, text, revision: Some(row.revision) }).await
            {
                *revision = Some(row.revision + 1);
            }
            let approved = matches!(decision, Command::Approve { .. });
            if self.command(decision).await && approved {
                self.remark(&row).await;
            }
        }
        self.command(Command::Release { question }).await;
    }

    /// A word to the host about a question that is in the rundown now.
    async fn remark(&mut self, row: &Row) {
        let fitting = remarks(&row.topics);
        let text = self.dice.one_of(&fitting).filter(|_| self.dice.chance(REMARKED)).copied();
        if let Some(text) = text {
            self.command(Command::Remark { question: row.id, text: text.to_owned() }).await;
        }
    }

    /// A word to the host, now and then.
    async fn note(&mut self) {
        if self.dice.below(NOTED) > 0 {
            return;
        }
        if let Some(text) = self.dice.one_of(&file::section(EDITOR, "notes")) {
            let until = Some(clock::now_ms() + NOTE_MS);
            self.command(Command::Note { text: (*text).to_owned(), until }).await;
        }
    }

    /// What was held, now and then; else what many ask, or what came first.
    fn pick(&mut self) -> Option<Row> {
        let (status, sort) = match self.dice.share() {
            share if share < 0.25 => (Status::Held, Sort::Arrival),
            share if share < 0.75 => (Status::Pending, Sort::Asked),
            _ => (Status::Pending, Sort::Arrival),
        };
        let state = self.room.read();
        let mut rows = rows(&state.broadcast, status, sort, self.me.id);
        drop(state);
        let long_ago = clock::now_ms().saturating_sub(GATHERS_MS);
        rows.retain(|row| row.same == 1 || row.at < long_ago);
        let reached = self.dice.below(rows.len()) + 1;
        rows.into_iter().nth(self.dice.below(reached))
    }

    async fn pause(&mut self, (from, to): (f64, f64)) {
        sleep(Duration::from_secs_f64(self.dice.between(from, to))).await;
    }

    /// Whether it was done. A lost race is no misfortune.
    async fn command(&self, command: Command) -> bool {
        let Person { id, name, role } = self.me.clone();
        let entry =
            Entry::new(clock::new_id(), clock::now_ms(), Actor { role, id, name }, Deed::Command(command));
        self.room.submit(&entry, None).await.is_ok_and(|settled| settled.outcome.is_ok())
    }
}

/// What a long story asks in the end, as an editor would leave it; nothing where it is short, or asks nothing.
fn question_of(text: &str) -> Option<String> {
    if text.chars().count() <= STORY {
        return None;
    }
    let sentences: Vec<&str> = text.split_inclusive(['.', '!', '?']).map(str::trim).collect();
    let asks =
        sentences.iter().filter(|sentence| sentence.ends_with('?') && sentence.chars().count() > NOTHING);
    let asked = asks.copied().collect::<Vec<_>>().join(" ");
    (!asked.is_empty()).then_some(asked)
}

/// What an editor might say to the host about a question with one of those topics.
fn remarks(topics: &[String]) -> Vec<&'static str> {
    let lines = file::section(EDITOR, "remarks").into_iter().filter_map(|line| line.split_once(' '));
    lines.filter(|(topic, _)| topics.iter().any(|of| of == topic)).map(|(_, text)| text).collect()
}

/// The first rows of the queue that nobody else looks at.
fn rows(broadcast: &Broadcast, status: Status, sort: Sort, me: Uuid) -> Vec<Row> {
    let query = Query { status: Some(status), sort, limit: ROWS, ..Query::default() };
    let rows = broadcast.window(&query).numbers.into_iter().filter_map(|number| broadcast.row(number));
    rows.filter(|row| row.claimed.as_ref().is_none_or(|claim| claim.id == me)).collect()
}

/// What becomes of a question when so many are in the rundown; nothing, where it may wait.
fn decide(row: &Row, planned: usize, dice: &mut Dice) -> Option<Command> {
    let question = row.id;
    let reject = |reason: &str| Some(Command::Reject { question, reason: reason.to_owned() });
    let labelled = |labels: &[&str]| row.labels.iter().any(|label| labels.contains(&label.as_str()));
    if labelled(&["spam"]) {
        return reject("spam");
    }
    if labelled(&["profanity", "insult", "threat"]) {
        return reject("rude");
    }
    if row.status == Status::Held && row.labels.iter().any(|label| label.starts_with("pii.")) {
        return reject("personal");
    }
    if row.text.chars().count() < NOTHING {
        return reject("off_topic");
    }
    if let Some(like) = row.like.iter().find(|like| like.score >= SAME) {
        return Some(Command::Merge { question, into: like.id });
    }
    if planned >= RUNDOWN && row.same < IMPORTANT {
        return None;
    }
    match dice.share() {
        share if share < 0.06 => reject("off_topic"),
        share if share < 0.10 => Some(Command::Hold { question }).filter(|_| row.status == Status::Pending),
        _ => Some(Command::Approve { question, after: Spot::End, revision: Some(row.revision) }),
    }
}

#[cfg(test)]
mod tests {
    use efir_core::{Ask, Like, Link, Personal};
    use moderation_rules::Verdict;

    use super::*;

    const ME: Uuid = Uuid::from_u128(99);

    /// A broadcast with these questions, given as id, text, labels and what each is like.
    fn broadcast(questions: &[(u128, &str, &str, Option<u128>)]) -> Broadcast {
        let mut broadcast = Broadcast::default();
        for (id, text, label, like) in questions {
            let labels = Some((*label).to_owned()).filter(|label| !label.is_empty());
            let like =
                like.map(|of| Like { question: Uuid::from_u128(of), score: 900, reason: "words".into() });
            let ask = Ask {
                channel: "web".into(),
                verdict: Verdict { labels: labels.into_iter().collect(), ..Verdict::default() },
                join: None::<Link>,
                like: like.into_iter().collect(),
                ..Ask::default()
            };
            let by = Actor { role: Role::Viewer, id: Uuid::from_u128(*id), name: None };
            let mut entry = Entry::new(Uuid::from_u128(*id), 1, by, Deed::Ask(Box::new(ask)));
            entry.personal = Some(Box::new(Personal { text: (*text).into(), ..Personal::default() }));
            let _ = broadcast.apply(&entry);
        }
        broadcast
    }

    fn decided(questions: &[(u128, &str, &str, Option<u128>)], planned: usize) -> Option<Command> {
        let broadcast = broadcast(questions);
        let row = broadcast.row(questions.len() as u32).unwrap();
        // Of many throws the commonest outcome, that is, what it does unless a whim takes it.
        let mut dice = Dice::seeded(7);
        let of: Vec<_> = (0..15).map(|_| decide(&row, planned, &mut dice)).collect();
        of.iter().max_by_key(|one| of.iter().filter(|other| other == one).count()).cloned().flatten()
    }

    #[test]
    fn it_decides_as_a_person_would() {
        let question = Uuid::from_u128(2);
        let first = (1, "Когда починят мост на Гагарина?", "", None);
        let table = [
            ("Займ без отказа и без проверок", "spam", None, Some("spam")),
            ("Когда вы, такие-сякие, почините мост?", "insult", None, Some("rude")),
            ("почините", "", None, Some("off_topic")),
        ];
        for (text, label, like, reason) in table {
            let expected = reason.map(|reason| Command::Reject { question, reason: reason.to_owned() });
            assert_eq!(decided(&[first, (2, text, label, like)], 0), expected, "{text}");
        }
        let again = (2, "мост на гагарина когда починят", "", Some(1));
        assert_eq!(decided(&[first, again], 0), Some(Command::Merge { question, into: Uuid::from_u128(1) }));
        let other = (2, "Когда пустят трамвай по набережной?", "", None);
        assert!(matches!(decided(&[first, other], 0), Some(Command::Approve { .. })));
        assert_eq!(decided(&[first, other], RUNDOWN), None);
    }

    #[test]
    fn of_a_long_story_the_question_goes_on_air() {
        let story = "Живу на Ленина сорок лет. ".repeat(12);
        let asks = "Когда починят дорогу до моста?";
        assert_eq!(question_of(&format!("{story}{asks} Так? Жду!")), Some(asks.to_owned()));
        assert_eq!(question_of(&story), None, "it asks nothing");
        assert_eq!(question_of(asks), None, "it is short");
    }

    #[test]
    fn it_has_words_for_every_topic_of_the_rules_and_for_the_host() {
        let topics = moderation_rules::rules::Rules::shipped().topics();
        for topic in &topics {
            assert!(!remarks(std::slice::from_ref(topic)).is_empty(), "{topic}");
        }
        assert!(remarks(&[]).is_empty());
        for line in file::section(EDITOR, "remarks") {
            let (topic, text) = line.split_once(' ').unwrap();
            assert!(topics.iter().any(|of| of == topic) && text.chars().count() < 80, "{line}");
        }
        assert!(file::section(EDITOR, "notes").len() >= 3);
    }

    #[test]
    fn it_leaves_alone_what_a_person_looks_at() {
        let mut broadcast = broadcast(&[(1, "Когда починят мост?", "", None), (2, "Где автобус?", "", None)]);
        assert_eq!(rows(&broadcast, Status::Pending, Sort::Arrival, ME).len(), 2);
        let by = Actor { role: Role::Moderator, id: Uuid::from_u128(7), name: None };
        let claim = Deed::Command(Command::Claim { question: Uuid::from_u128(1) });
        let _ = broadcast.apply(&Entry::new(Uuid::from_u128(8), 2, by, claim));
        let left: Vec<u32> =
            rows(&broadcast, Status::Pending, Sort::Arrival, ME).iter().map(|row| row.number).collect();
        assert_eq!(left, [2]);
    }
}
