//! What is on somebody's page, and what each role does with it.

use std::collections::BTreeMap;

use efir_core::{Command, Number, Role, Spot, window::Query};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    bugs::Bug,
    chance::Chance,
    client::{Client, Fact},
    effect::Ms,
};

/// What a page shows and remembers.
#[derive(Debug, Default)]
pub struct Page {
    /// A viewer's questions as the page shows them.
    pub mine: BTreeMap<Uuid, Value>,
    /// Those that are acknowledged.
    pub asked_of_mine: Vec<Uuid>,
    /// What the wall or the list shows.
    pub list: Vec<(Uuid, String)>,
    /// What is on air.
    pub on_air: Option<Uuid>,
    /// A moderator's window: what was asked for, the order, the rows.
    pub query: Query,
    /// The numbers in the window.
    pub order: Vec<Number>,
    /// The rows by number.
    pub rows: BTreeMap<Number, Value>,
    /// The newest own command that was done and can be taken back.
    pub last_done: Option<Uuid>,
    /// Own commands that can be taken back, and the questions they are about.
    pub may_undo: BTreeMap<Uuid, Uuid>,
    /// How many questions this person asked.
    asked: u32,
}

fn id_in(value: &Value) -> Option<Uuid> {
    value["id"].as_str()?.parse().ok()
}

fn item(value: &Value) -> Option<(Uuid, String)> {
    Some((id_in(value)?, value["text"].as_str()?.to_owned()))
}

impl Page {
    /// The window that a moderator asks for.
    pub fn view(&self) -> Value {
        let mut view = serde_json::to_value(&self.query).unwrap_or_default();
        view["type"] = "view".into();
        view
    }

    /// All that a frame lists as approved: what is on air, then the rest.
    pub fn listed(&self, frame: &Value) -> Vec<(Uuid, String)> {
        let rest = frame["next"].as_array().or(frame["wall"].as_array());
        [&frame["on_air"]].into_iter().chain(rest.into_iter().flatten()).filter_map(item).collect()
    }

    /// Puts a frame on the page.
    pub fn take_in(&mut self, frame: &Value, bug: Option<Bug>) {
        match frame["type"].as_str().unwrap_or_default() {
            "welcome" => {
                let mine = frame["mine"].as_array().into_iter().flatten();
                self.mine = mine.filter_map(|mine| Some((id_in(mine)?, mine.clone()))).collect();
            }
            "status" => drop(id_in(frame).map(|id| self.mine.insert(id, frame.clone()))),
            "public" | "rundown" => {
                self.on_air = id_in(&frame["on_air"]);
                self.list = self.listed(frame);
            }
            "view" => {
                self.rows.clear();
                self.put_rows(&frame["rows"]);
                self.order = self.rows.keys().copied().collect();
                let rows = frame["rows"].as_array().into_iter().flatten();
                self.order = rows.filter_map(|row| Some(row["number"].as_u64()? as Number)).collect();
            }
            "rows" => {
                self.put_rows(&frame["rows"]);
                let order = frame["order"].as_array().into_iter().flatten();
                let order: Vec<Number> = order.filter_map(|n| Some(n.as_u64()? as Number)).collect();
                if bug == Some(Bug::KeepsRowsThatLeft) {
                    let left: Vec<_> = self.order.iter().copied().filter(|n| !order.contains(n)).collect();
                    self.order = order.into_iter().chain(left).collect();
                } else {
                    self.rows.retain(|number, _| order.contains(number));
                    self.order = order;
                }
            }
            _ => {}
        }
    }

    fn put_rows(&mut self, rows: &Value) {
        for row in rows.as_array().into_iter().flatten() {
            let number = row["number"].as_u64().map(|number| number as Number);
            number.map(|number| self.rows.insert(number, row.clone()));
        }
    }
}

impl Client {
    /// The person does something.
    pub(crate) fn act(&mut self, now: Ms, chance: &mut Chance) {
        match self.role {
            Role::Viewer => self.act_as_viewer(now, chance),
            Role::Host => self.act_as_host(now, chance),
            Role::Moderator => self.act_as_moderator(now, chance),
            _ => {}
        }
    }

    fn act_as_viewer(&mut self, now: Ms, chance: &mut Chance) {
        let id = chance.id();
        match chance.below(100) {
            0..6 => {
                self.page.asked += 1;
                let text = format!("Вопрос {} от {}", self.page.asked, self.id.as_fields().0);
                self.facts.push(Fact::Asked(id, text.clone()));
                self.say(id, json!({"type": "ask", "id": id, "text": text}), now);
            }
            6..14 => {
                let Some((question, _)) = chance.pick(&self.page.list).cloned() else { return };
                let on = chance.permille(800);
                // Nobody answers a vote that was counted: it is sent once.
                let frame = json!({"type": "vote", "id": id, "question": question, "on": on});
                self.send_once(&frame);
            }
            14..15 => {
                let Some(question) = chance.pick(&self.page.asked_of_mine).copied() else { return };
                self.facts.push(Fact::Withdrew { id, question });
                self.say(id, json!({"type": "withdraw", "id": id, "question": question}), now);
            }
            _ => {}
        }
    }

    fn act_as_host(&mut self, now: Ms, chance: &mut Chance) {
        let (id, on_air) = (chance.id(), self.page.on_air);
        let first = self.page.list.iter().map(|(id, _)| *id).find(|id| Some(*id) != on_air);
        let command = match chance.below(60) {
            0 => Command::Next,
            1 | 2 => Command::Forward { from: on_air, to: first },
            3 => Command::Clear,
            4 => match on_air {
                Some(question) => Command::Answer { question },
                None => return,
            },
            _ => return,
        };
        self.command(id, command, None, now);
    }

    fn act_as_moderator(&mut self, now: Ms, chance: &mut Chance) {
        let id = chance.id();
        if chance.permille(250) {
            return self.act_on_the_rundown(id, now, chance);
        }
        let Some(row) = chance.pick(&self.page.order).and_then(|n| self.page.rows.get(n)).cloned() else {
            return;
        };
        let Some((question, text)) = item(&row) else { return };
        let other = chance.pick(&self.page.list).map(|(other, _)| *other);
        let command = match chance.below(40) {
            0..14 => Command::Approve {
                question,
                after: Spot::End,
                revision: row["revision"].as_u64().map(|revision| revision as u32),
            },
            14..18 => Command::Reject { question, reason: "other".into() },
            18 | 19 => Command::Hold { question },
            20..24 => Command::Edit {
                question,
                text: format!("{text} (правка {})", chance.below(1_000)),
                revision: None,
            },
            24 | 25 => match other {
                Some(into) => Command::Merge { question, into },
                None => return,
            },
            26 => Command::Claim { question },
            27 => Command::Label { question, topics: vec!["roads".into()] },
            28 if chance.permille(200) => match row["viewer"].as_str().and_then(|id| id.parse().ok()) {
                Some(viewer) => Command::Mute { viewer },
                None => return,
            },
            _ => return,
        };
        self.page.may_undo.insert(id, question);
        self.command(id, command, Some(text), now);
    }

    fn act_on_the_rundown(&mut self, id: Uuid, now: Ms, chance: &mut Chance) {
        let Some((question, text)) = chance.pick(&self.page.list).cloned() else { return };
        let command = match chance.below(30) {
            0..3 => Command::Move { question, after: Spot::Top },
            3 => Command::Hold { question },
            4 => Command::Reject { question, reason: "other".into() },
            5 | 6 => Command::Edit {
                question,
                text: format!("{text} (в эфир {})", chance.below(1_000)),
                revision: None,
            },
            7 => match self.page.last_done.take() {
                Some(command) => Command::Undo { command },
                None => return,
            },
            _ => return,
        };
        if !matches!(command, Command::Undo { .. }) {
            self.page.may_undo.insert(id, question);
        }
        self.command(id, command, Some(text), now);
    }
}
