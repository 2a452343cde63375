//! What is on somebody's page, and what viewers do with it. What those do who make the broadcast is in `makers`.

use std::collections::BTreeMap;

use efir_core::{Number, Role, window::Query};
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
    /// A viewer's wall, question by question.
    pub wall: Vec<Value>,
    /// What is on air, and what was there before.
    pub on_air: Option<Uuid>,
    /// What was on air before.
    pub previous: Option<Uuid>,
    /// The revision of each text in the list.
    pub revisions: BTreeMap<Uuid, u32>,
    /// The word to the host.
    pub note: Value,
    /// Whether questions are welcome, and the broadcast's title.
    pub phase: String,
    /// The broadcast's title.
    pub title: String,
    /// A moderator's window: what was asked for, the order, the rows.
    pub query: Query,
    /// The numbers in the window.
    pub order: Vec<Number>,
    /// The rows by number.
    pub rows: BTreeMap<Number, Value>,
    /// Own commands that were done and can be taken back.
    pub done: Vec<Uuid>,
    /// A row that was opened a while ago, as it was then.
    pub open: Option<Value>,
    /// How many questions this person asked.
    asked: u32,
    /// How many words they have said to the host.
    pub(crate) words: u32,
}

pub(crate) fn id_in(value: &Value) -> Option<Uuid> {
    value["id"].as_str()?.parse().ok()
}

pub(crate) fn item(value: &Value) -> Option<(Uuid, String)> {
    Some((id_in(value)?, value["text"].as_str()?.to_owned()))
}

/// All that a frame lists as approved: what is on air, then the rest.
fn listed(frame: &Value, rest: &[Value]) -> Vec<(Uuid, String)> {
    [&frame["on_air"]].into_iter().chain(rest).filter_map(item).collect()
}

impl Page {
    /// The window that a moderator asks for.
    pub fn view(&self) -> Value {
        let mut view = serde_json::to_value(&self.query).unwrap_or_default();
        view["type"] = "view".into();
        view
    }

    /// Puts a frame on the page.
    pub fn take_in(&mut self, frame: &Value, bug: Option<Bug>) {
        match frame["type"].as_str().unwrap_or_default() {
            "welcome" => {
                let mine = frame["mine"].as_array().into_iter().flatten();
                self.mine = mine.filter_map(|mine| Some((id_in(mine)?, mine.clone()))).collect();
            }
            "note" => self.note = frame.clone(),
            "status" => drop(id_in(frame).map(|id| self.mine.insert(id, frame.clone()))),
            "public" | "rundown" => {
                self.head(frame);
                self.wall = frame["wall"].as_array().cloned().unwrap_or_default();
                self.list = listed(frame, frame["next"].as_array().unwrap_or(&self.wall));
            }
            "public_change" => {
                self.head(frame);
                let before = self.wall.clone();
                self.change_wall(frame);
                if bug == Some(Bug::KeepsWhatLeftTheWall) {
                    let stays = |q: &&Value| !self.wall.iter().any(|now| now["number"] == q["number"]);
                    let left: Vec<_> = before.iter().filter(stays).cloned().collect();
                    self.wall.extend(left);
                }
                self.list = listed(frame, &self.wall);
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

    /// What all lists have in common.
    fn head(&mut self, frame: &Value) {
        self.on_air = id_in(&frame["on_air"]);
        self.previous = id_in(&frame["previous"]);
        let text = |name: &str| frame[name].as_str().map(str::to_owned);
        self.phase = text("phase").unwrap_or_default();
        self.title = text("title").unwrap_or_default();
        let items = frame["next"].as_array().into_iter().flatten().chain([&frame["on_air"]]);
        self.revisions =
            items.filter_map(|item| Some((id_in(item)?, item["revision"].as_u64()? as u32))).collect();
    }

    /// The wall in its new order, with what is new or changed on it.
    fn change_wall(&mut self, frame: &Value) {
        let Some(order) = frame["order"].as_array() else { return };
        let changed = frame["changed"].as_array().into_iter().flatten();
        let known =
            self.wall.iter().chain(changed).map(|question| (question["number"].to_string(), question));
        let known: BTreeMap<_, _> = known.collect();
        self.wall = order.iter().filter_map(|n| known.get(&n.to_string()).map(|q| (*q).clone())).collect();
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
            Role::Admin => self.act_as_administrator(now, chance),
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
}
