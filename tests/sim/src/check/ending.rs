//! What must hold once nothing has gone wrong for a while: all agree, nothing is lost, and no screen is behind.

use efir_core::{Broadcast, Command, Number, Phase, Role, Status, window::Sort};
use serde_json::Value;
use uuid::Uuid;

use super::{Checks, Violation};
use crate::{client::Client, node::Node, world::World};

type Checked = Result<(), (&'static str, String)>;

fn must(holds: bool, checker: &'static str, what: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err((checker, what())) }
}

impl World {
    /// Looks at everything, when all should agree.
    pub(crate) fn at_the_end(&self) -> Result<(), Violation> {
        let checked = self.all_agree().and_then(|node| {
            self.checks.nothing_is_lost(&node.broadcast)?;
            self.checks.decisions_stand(&node.broadcast)?;
            self.checks.the_line_is_as_it_was_left(&node.broadcast)?;
            self.checks.who_is_muted_is_not_heard(&node.broadcast)?;
            self.clients.iter().try_for_each(|client| screen_is_current(client, &node.broadcast))
        });
        checked.map_err(|(checker, what)| Violation { checker, what, at: self.now })
    }

    fn all_agree(&self) -> Result<&Node, (&'static str, String)> {
        let tail = self.log.tail();
        must(self.log.is_whole(), "all agree in the end", || "the log is not whole".to_owned())?;
        let mut hashes = Vec::new();
        for place in &self.places {
            let node = place.node.as_ref().filter(|node| node.ready);
            let name = place.nature.name;
            let node = node.ok_or_else(|| ("all agree in the end", format!("node {name} is not up")))?;
            let at = (node.position(), node.log_hash);
            must(at == (tail.position, tail.hash), "all agree in the end", || {
                format!("node {name} is at {}, the log at {}", at.0, tail.position)
            })?;
            hashes.push(node.broadcast.hash());
        }
        must(hashes.windows(2).all(|two| two[0] == two[1]), "equal logs, equal states", || {
            format!("in the end the nodes have {hashes:?}")
        })?;
        for client in &self.clients {
            let waits_for = client.waits_for();
            must(client.is_connected() && waits_for == 0, "everybody is answered in the end", || {
                format!("{:?} {} waits for {waits_for} answers", client.role, client.id)
            })?;
        }
        let first = self.places.first().and_then(|place| place.node.as_ref());
        first.ok_or_else(|| ("all agree in the end", "there is no node".to_owned()))
    }
}

impl Checks {
    /// Every acknowledged question is there, exactly once; every other one at most once.
    fn nothing_is_lost(&self, state: &Broadcast) -> Checked {
        for id in &self.acknowledged {
            let times = state.questions().iter().filter(|question| question.id == *id).count();
            must(times == 1, "what was acknowledged is there once", || {
                format!("{id} is there {times} times")
            })?;
        }
        for (id, (_, text, _)) in &self.asked {
            let times = state.questions().iter().filter(|question| *question.personal.text == **text).count();
            must(times <= 1, "nothing is there twice", || format!("{text:?} ({id}) is there {times} times"))?;
        }
        let mut numbers = (1..).zip(state.questions());
        must(numbers.all(|(n, question)| question.number == n), "nothing is there twice", || {
            "numbers are not one behind the other".to_owned()
        })
    }

    /// What was hidden stays hidden, and what was approved stays approved, unless somebody wanted otherwise.
    fn decisions_stand(&self, state: &Broadcast) -> Checked {
        for given in self.commands.values() {
            let Some((_, true)) = given.told else { continue };
            match &given.command {
                Command::Reject { question, .. } | Command::Hold { question } => {
                    let shown_again = self.commands.values().any(|other| {
                        self.may_show(&other.command, *question)
                            && other.told.is_none_or(|(told, _)| told >= given.at)
                    });
                    let status = state.find(*question).map(|q| q.standing.status);
                    let is_hidden = !status.is_some_and(Status::is_public);
                    must(shown_again || is_hidden, "what was hidden stays hidden", || {
                        format!("{question} was hidden at {}, and is {status:?}", given.at)
                    })?;
                }
                Command::Approve { question, .. } => {
                    let hidden = self.withdrawn.contains_key(question)
                        || self.commands.values().any(|other| self.hides(&other.command, *question));
                    let status = state.find(*question).map(|q| q.standing.status);
                    must(
                        hidden || status.is_some_and(Status::is_public),
                        "what was approved stays approved",
                        || format!("{question} was approved at {}, and is {status:?}", given.at),
                    )?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Whether questions are welcome and what the broadcast is called is what the administrator said last.
    fn the_line_is_as_it_was_left(&self, state: &Broadcast) -> Checked {
        let done =
            self.commands.values().filter_map(|given| Some((given.told.filter(|told| told.1)?.0, given)));
        let mut done: Vec<_> = done.collect();
        done.sort_by_key(|(told, _)| *told);
        let phase = done.iter().rev().find_map(|(_, given)| match given.command {
            Command::Open => Some(Phase::Open),
            Command::Pause => Some(Phase::Paused),
            Command::Close => Some(Phase::Closed),
            _ => None,
        });
        let title = done.iter().rev().find_map(|(_, given)| match &given.command {
            Command::Settings(patch) => patch.title.clone(),
            _ => None,
        });
        let stands = (state.phase(), &*state.settings().title);
        let left = (phase.unwrap_or_default(), &*title.unwrap_or_default());
        must(stands == left, "the line is as it was left", || {
            format!("it is {stands:?} in place of {left:?}")
        })
    }

    /// Nothing that a muted viewer asks waits for moderators or is shown, unless somebody wanted it.
    fn who_is_muted_is_not_heard(&self, state: &Broadcast) -> Checked {
        for given in self.commands.values() {
            let (Command::Mute { viewer }, Some((told, true))) = (&given.command, given.told) else {
                continue;
            };
            let unmuted = self.commands.values().any(|other| match &other.command {
                Command::Unmute { viewer: other } => other == viewer,
                Command::Undo { command } => {
                    self.commands.get(command).is_none_or(|undone| undone.command == given.command)
                }
                _ => false,
            });
            let later = self.asked.iter().filter(|(_, (asker, _, at))| asker == viewer && *at > told);
            for (id, _) in later.filter(|_| !unmuted) {
                let wanted = self.commands.values().any(|other| match &other.command {
                    Command::Approve { question, .. }
                    | Command::Reopen { question }
                    | Command::Split { question } => question == id,
                    Command::Undo { command } => {
                        self.commands.get(command).is_none_or(|undone| self.is_about(&undone.command, *id))
                    }
                    _ => false,
                });
                let status = state.find(*id).map(|question| question.standing.status);
                let heard = status.is_some_and(|status| status == Status::Pending || status.is_public());
                must(wanted || !heard, "who is muted is not heard", || {
                    format!("{id} of {viewer}, who was muted at {told}, is {status:?}")
                })?;
            }
        }
        Ok(())
    }

    /// Whether a command may bring a question before people.
    fn may_show(&self, command: &Command, question: Uuid) -> bool {
        match command {
            Command::Approve { question: q, .. } => *q == question,
            Command::Undo { command } => {
                self.commands.get(command).is_none_or(|given| self.hides(&given.command, question))
            }
            _ => false,
        }
    }
}

fn screen_is_current(client: &Client, state: &Broadcast) -> Checked {
    let page = &client.page;
    let host = state.host_rundown();
    let on_air = host.on_air.iter().map(|item| (item.id, item.text.clone()));
    let next = host.next.iter().map(|item| (item.id, item.text.clone()));
    let list: Vec<_> = match client.role {
        Role::Viewer => {
            let public = state.public();
            public
                .on_air
                .into_iter()
                .chain(public.wall)
                .map(|question| (question.id, question.text))
                .collect()
        }
        Role::Overlay => on_air.collect(),
        _ => on_air.chain(next).collect(),
    };
    must(page.list == list, "every screen is current in the end", || {
        format!("{:?} {} shows {:?} in place of {list:?}", client.role, client.id, page.list)
    })?;
    let head = (&*page.phase, if client.role == Role::Viewer { "" } else { &*page.title });
    let title = if client.role == Role::Viewer { "" } else { &*state.settings().title };
    must(head == (state.phase().name(), title), "every screen is current in the end", || {
        format!("{:?} {} is headed {head:?}", client.role, client.id)
    })?;
    let word = state.note().map(|note| serde_json::to_value(note).unwrap_or_default()).unwrap_or_default();
    for name in ["id", "text", "heard"].iter().filter(|_| client.role >= Role::Host) {
        must(page.note[name] == word[name], "every screen is current in the end", || {
            format!("{:?} {} has the word {} in place of {word}", client.role, client.id, page.note)
        })?;
    }
    match client.role {
        Role::Viewer => askers_know(client, state),
        Role::Moderator | Role::Admin => window_is_current(client, state),
        _ => Ok(()),
    }
}

/// Every asker's page says how their questions stand.
fn askers_know(client: &Client, state: &Broadcast) -> Checked {
    let theirs = state.viewer_by_id(client.id).map(|viewer| viewer.questions.as_slice()).unwrap_or_default();
    for mine in theirs.iter().filter_map(|number| state.mine(*number)) {
        let shown = client.page.mine.get(&mine.id);
        let field = |name: &str| shown.map_or(Value::Null, |shown| shown[name].clone());
        let wanted = serde_json::to_value(&mine).unwrap_or_default();
        for name in ["status", "duplicate_of", "root_status", "same", "rank", "number"] {
            must(field(name) == wanted[name], "every asker knows how things stand", || {
                format!("{name} of {} is {} on the page, and {}", mine.id, field(name), wanted[name])
            })?;
        }
    }
    Ok(())
}

/// A moderator's window is a plain cut of the state.
fn window_is_current(client: &Client, state: &Broadcast) -> Checked {
    let query = &client.page.query;
    let mut questions: Vec<_> = state
        .questions()
        .iter()
        .filter(|question| query.status.is_none_or(|status| question.standing.status == status))
        .collect();
    match query.sort {
        Sort::Newest => questions.sort_by_key(|question| std::cmp::Reverse(question.number)),
        Sort::Asked => questions.sort_by_key(|question| (std::cmp::Reverse(question.same), question.number)),
        _ => questions.sort_by_key(|question| question.number),
    }
    let order: Vec<Number> = questions.iter().take(query.limit).map(|question| question.number).collect();
    must(client.page.order == order, "every window is current in the end", || {
        format!("moderator {} sees {:?} in place of {order:?}", client.id, client.page.order)
    })?;
    for number in order {
        let wanted = serde_json::to_value(state.row(number)).unwrap_or_default();
        let shown = client.page.rows.get(&number).cloned().unwrap_or_default();
        must(shown == wanted, "every window is current in the end", || {
            format!("row {number} is {shown} in place of {wanted}")
        })?;
    }
    Ok(())
}
