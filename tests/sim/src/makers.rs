//! What those do who make the broadcast: hosts, moderators, the administrator.

use efir_core::{Command, Role, SettingsPatch, Spot, Status, window::Query};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    chance::Chance,
    client::Client,
    effect::Ms,
    people::{id_in, item},
};

/// Every word to the host begins with it, so that it is known wherever it turns up.
pub const WORD: char = '⚑';

fn revision_in(row: &Value) -> Option<u32> {
    row["revision"].as_u64().map(|revision| revision as u32)
}

impl Client {
    pub(crate) fn act_as_host(&mut self, now: Ms, chance: &mut Chance) {
        let (id, on_air) = (chance.id(), self.page.on_air);
        let first = self.page.list.iter().map(|(id, _)| *id).find(|id| Some(*id) != on_air);
        let command = match chance.below(80) {
            0 => Some(Command::Next),
            1 | 2 => Some(Command::Forward { from: on_air, to: first }),
            3 => Some(Command::Clear),
            4 => on_air.map(|question| Command::Answer { question }),
            5 => self.page.previous.map(|to| Command::Back { from: on_air, to: Some(to) }),
            6 => first.map(|question| Command::Take {
                question,
                revision: self.page.revisions.get(&question).copied(),
            }),
            7..10 => id_in(&self.page.note).map(|note| Command::Heard { note }),
            _ => None,
        };
        command.into_iter().for_each(|command| self.command(id, command, None, now));
    }

    pub(crate) fn act_as_administrator(&mut self, now: Ms, chance: &mut Chance) {
        // One thing after the other, so that it is clear what they want in the end.
        if self.waits_for() > 0 {
            return;
        }
        let id = chance.id();
        let is_open = self.page.phase == "open";
        let patch = |patch| Some(Command::Settings(patch));
        let command = match chance.below(60) {
            0 | 1 if is_open => Some(Command::Pause),
            2 if is_open => Some(Command::Close),
            0..12 if !is_open => Some(Command::Open),
            12 => patch(SettingsPatch {
                title: Some(format!("Прямая линия {}", chance.below(1_000))),
                ..SettingsPatch::default()
            }),
            13 => patch(SettingsPatch { wall: Some(chance.permille(700)), ..SettingsPatch::default() }),
            14 => patch(SettingsPatch { text_max: Some(0), ..SettingsPatch::default() }),
            _ => None,
        };
        command.into_iter().for_each(|command| self.command(id, command, None, now));
    }

    pub(crate) fn act_as_moderator(&mut self, now: Ms, chance: &mut Chance) {
        let id = chance.id();
        match chance.below(100) {
            0..25 => return self.act_on_the_rundown(id, now, chance),
            25..27 => return self.look_elsewhere(chance),
            27 | 28 => return self.take_back(id, now, chance),
            29 => return self.say_to_the_host(id, now, chance),
            _ => {}
        }
        let row = chance.pick(&self.page.order).and_then(|n| self.page.rows.get(n)).cloned();
        // At times they look at one for long, and act on what it was.
        let row = if chance.permille(100) { std::mem::replace(&mut self.page.open, row) } else { row };
        let Some((row, (question, text))) = row.and_then(|row| Some((row.clone(), item(&row)?))) else {
            return;
        };
        let command = match self.page.query.status {
            Some(Status::Merged) => chance.permille(200).then_some(Command::Split { question }),
            Some(Status::Rejected) => chance.permille(100).then_some(Command::Reopen { question }),
            _ => self.judge(&row, question, &text, chance),
        };
        command.into_iter().for_each(|command| self.command(id, command, Some(text.clone()), now));
    }

    /// What a moderator does with a row of the queue.
    fn judge(&mut self, row: &Value, question: Uuid, text: &str, chance: &mut Chance) -> Option<Command> {
        let other = chance.pick(&self.page.list).map(|(other, _)| *other);
        let neighbour = chance.pick(&self.page.order).and_then(|n| id_in(self.page.rows.get(n)?));
        let revision = revision_in(row);
        Some(match chance.below(40) {
            0..14 => Command::Approve { question, after: Spot::End, revision },
            14..18 => Command::Reject { question, reason: "other".into() },
            18 | 19 => Command::Hold { question },
            20..24 => {
                let text = format!("{text} (правка {})", chance.below(1_000));
                Command::Edit { question, text, revision }
            }
            24 | 25 => Command::Merge { question, into: other? },
            26 => Command::Merge { question, into: neighbour.filter(|into| *into != question)? },
            27 => Command::Claim { question },
            28 => Command::Label { question, topics: vec!["roads".into()] },
            29 if chance.permille(250) => {
                let viewer = row["viewer"].as_str()?.parse().ok()?;
                if chance.permille(800) { Command::Mute { viewer } } else { Command::Unmute { viewer } }
            }
            _ => return None,
        })
    }

    fn act_on_the_rundown(&mut self, id: Uuid, now: Ms, chance: &mut Chance) {
        let Some((question, text)) = chance.pick(&self.page.list).cloned() else { return };
        let revision = self.page.revisions.get(&question).copied();
        let command = match chance.below(30) {
            0..3 => Command::Move { question, after: Spot::Top },
            3 => Command::Hold { question },
            4 => Command::Reject { question, reason: "other".into() },
            5 | 6 => {
                let text = format!("{text} (в эфир {})", chance.below(1_000));
                Command::Edit { question, text, revision }
            }
            7 => Command::Remark { question, text: self.word() },
            8 => Command::Reopen { question },
            _ => return,
        };
        self.command(id, command, Some(text), now);
    }

    fn look_elsewhere(&mut self, chance: &mut Chance) {
        let statuses = [Status::Pending, Status::Pending, Status::Held, Status::Merged, Status::Rejected];
        let status = chance.pick(&statuses).copied().unwrap_or(Status::Pending);
        self.page.query = Query { status: Some(status), ..self.page.query.clone() };
        let view = self.page.view();
        self.send_once(&view);
    }

    fn take_back(&mut self, id: Uuid, now: Ms, chance: &mut Chance) {
        let newest = self.page.done.split_off(self.page.done.len().saturating_sub(4));
        let command = chance.pick(&newest).copied();
        command.into_iter().for_each(|command| self.command(id, Command::Undo { command }, None, now));
    }

    fn say_to_the_host(&mut self, id: Uuid, now: Ms, chance: &mut Chance) {
        let text = if chance.permille(200) { String::new() } else { self.word() };
        self.command(id, Command::Note { text, until: None }, None, now);
    }

    fn word(&mut self) -> String {
        self.page.words += 1;
        format!("{WORD} слово {} от {}", self.page.words, self.id.as_fields().0)
    }

    /// A command of theirs was done.
    pub(crate) fn was_done(&mut self, id: Uuid) {
        if self.role == Role::Moderator {
            self.page.done.push(id);
        }
    }
}
