//! A node, without I/O: what comes in are answers of the log, frames, and times; what comes out are effects. It plays the
//! room's task as `server/src/room` does, around the same pure parts: the state machine, what is kept of the log and
//! compared with it, what may be shown, and the frames.

mod heal;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use efir::{problem::Problem, room::shown::Shown};
use efir_core::{Broadcast, Deed, Entry, Number, Refusal, Settings};
use efir_log::{BATCH_MAX_ENTRIES, Finding, Hash, Kept, Mark, NewEntry, Position, Record, Seen};
use uuid::Uuid;

use crate::{
    bugs::Bug,
    chance::Chance,
    effect::{Conn, Effect, Ms, NodeTimer, Ticket},
    log::{Answer, Op},
    session::{Session, Shared, Wanted},
};

/// How many entries may wait for the log: few, so that it does happen that they are refused.
pub const QUEUE_MAX: usize = 32;
const APPEND_DEADLINE: Ms = 10_000;
const HIDE_DEADLINE: Ms = 86_400_000;
const COMPARE_EVERY: Ms = 2_000;
const BACKOFF: Ms = 200;
const VIEWER_TICK: Ms = 100;

/// What a node is told once and keeps.
#[derive(Clone, Debug)]
pub struct Nature {
    /// Which node it is.
    pub name: usize,
    /// What is wrong with it.
    pub bug: Option<Bug>,
    /// Whether an entry counts only when the replicas have it.
    pub waits_for_replicas: bool,
    /// By how much its clock is ahead, in milliseconds; negative is behind.
    pub clock_ahead: i64,
    /// By how much its clock runs too fast, in millionths.
    pub clock_drift: i64,
}

/// Who wants to hear what of an entry.
type Askers = Vec<(Conn, Wanted)>;

/// A heal under way.
#[derive(Debug)]
enum Healing {
    Looking(Ticket),
    Extending(Ticket),
    Reading(Ticket),
    Replacing(Ticket),
    Later,
}

impl Healing {
    fn ticket(&self) -> Option<Ticket> {
        match self {
            Self::Looking(t) | Self::Extending(t) | Self::Reading(t) | Self::Replacing(t) => Some(*t),
            Self::Later => None,
        }
    }
}

/// What a node saw of the log, for the checkers.
#[derive(Clone, Debug)]
pub struct Folded {
    /// The entry that was folded, unless it was a repeat.
    pub id: Option<Uuid>,
    /// How far the node was with it.
    pub position: Position,
    /// What is on air.
    pub on_air: Option<Uuid>,
    /// What stands in the rundown and on air, as the host would read it.
    pub list: Vec<(Uuid, String)>,
    /// What viewers see of it.
    pub wall: Vec<(Uuid, String)>,
}

/// A node from its start to its crash.
#[derive(Debug)]
pub struct Node {
    pub(crate) nature: Nature,
    /// Ready to serve: all that the log held at the start is folded.
    pub ready: bool,
    /// Everything that is folded.
    pub broadcast: Broadcast,
    pub(crate) kept: Kept,
    pub(crate) shown: Shown,
    pub(crate) sessions: BTreeMap<Conn, Session>,
    pub(crate) shared: Shared,
    /// How many words to the host came.
    pub(crate) notes: u64,
    queue: VecDeque<(NewEntry, Ms)>,
    /// What is on its way to the log, or to be sent again.
    batch: Vec<(NewEntry, Ms)>,
    appending: Option<Ticket>,
    waiting: BTreeMap<Uuid, Askers>,
    /// Folded, and not durable yet.
    undurable: Vec<(Position, Uuid, Askers)>,
    following: Option<Ticket>,
    comparing: Option<(Ticket, Mark, efir::room::shown::List)>,
    healing: Option<Healing>,
    tickets: Ticket,
    /// Only with a bug: the next entry is passed over.
    skips_one: bool,
    /// Only with a bug: questions that are shown before the log has their approval, and an old list.
    pub(crate) early: Vec<Uuid>,
    pub(crate) old_list: Option<String>,
    pub(crate) changed: BTreeSet<Number>,
    pub(crate) tick_is_set: bool,
    pub(crate) out: Vec<Effect>,
    /// The hash of the log up to the last entry that was folded.
    pub log_hash: Hash,
    /// What was folded since the checkers last looked.
    pub folded: Vec<Folded>,
    /// How often it healed the log.
    pub heals: u32,
}

impl Node {
    /// A node that has just been started.
    pub fn start(nature: Nature) -> Self {
        let mut node = Node {
            nature,
            ready: false,
            broadcast: Broadcast::new(Settings::default()),
            kept: Kept::new(0, true),
            shown: Shown::default(),
            sessions: BTreeMap::new(),
            shared: Shared::default(),
            notes: 1,
            queue: VecDeque::new(),
            batch: Vec::new(),
            appending: None,
            waiting: BTreeMap::new(),
            undurable: Vec::new(),
            following: None,
            comparing: None,
            healing: None,
            tickets: 0,
            skips_one: false,
            early: Vec::new(),
            old_list: None,
            changed: BTreeSet::new(),
            tick_is_set: false,
            out: Vec::new(),
            log_hash: Hash::default(),
            folded: Vec::new(),
            heals: 0,
        };
        node.following = Some(node.ask(Op::Tail));
        node.after(COMPARE_EVERY, NodeTimer::Compare);
        node
    }

    /// What it wants done; it is asked after each event.
    pub fn effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.out)
    }

    /// How far it is.
    pub fn position(&self) -> Position {
        self.kept.position()
    }

    /// The longest of its queues.
    pub fn longest_queue(&self) -> usize {
        let sessions = self.sessions.values().map(Session::queued).max().unwrap_or(0);
        self.queue.len().max(sessions)
    }

    /// Its clock.
    pub fn clock(&self, now: Ms) -> Ms {
        let drift = now as i64 * self.nature.clock_drift / 1_000_000;
        (1_790_000_000_000 + now as i64 + self.nature.clock_ahead + drift) as Ms
    }

    pub(crate) fn has(&self, bug: Bug) -> bool {
        self.nature.bug == Some(bug)
    }

    pub(crate) fn after(&mut self, wait: Ms, timer: NodeTimer) {
        self.out.push(Effect::Wake(wait, timer));
    }

    fn ask(&mut self, op: Op) -> Ticket {
        self.tickets += 1;
        self.out.push(Effect::Log(self.tickets, op));
        self.tickets
    }

    /// The log answered.
    pub fn answered(&mut self, ticket: Ticket, answer: Answer, now: Ms, chance: &mut Chance) {
        if self.following == Some(ticket) {
            self.following = None;
            self.followed(answer, now, chance);
        } else if self.appending == Some(ticket) {
            self.appending = None;
            match answer {
                Answer::Appended => {
                    self.batch.clear();
                    self.pump(now);
                }
                _ => self.after(BACKOFF, NodeTimer::Append),
            }
        } else if let Some((_, mark, list)) = self.comparing.take_if(|(comparing, ..)| *comparing == ticket) {
            if let Answer::Confirmed(said) = answer {
                self.compared(&mark, list, &said);
            }
            if self.nature.waits_for_replicas && !self.shown.covers(self.position()) {
                self.after(BACKOFF, NodeTimer::Look);
            }
        } else if self.healing.as_ref().and_then(Healing::ticket) == Some(ticket) {
            self.heal(answer, now, chance);
        }
    }

    /// A time came.
    pub fn woken(&mut self, timer: NodeTimer, now: Ms) {
        match timer {
            NodeTimer::Follow => self.follow(),
            NodeTimer::Append => self.pump(now),
            NodeTimer::Compare => {
                self.compare();
                self.after(COMPARE_EVERY, NodeTimer::Compare);
            }
            NodeTimer::Look => self.compare(),
            NodeTimer::Heal => self.healing = Some(Healing::Looking(self.ask(Op::Tail))),
            NodeTimer::Tick => self.tick(),
            NodeTimer::Deadline(id) => self.give_up(id),
        }
    }

    // Following.

    fn follow(&mut self) {
        if self.following.is_none() && self.healing.is_none() {
            self.following = Some(self.ask(Op::Follow(self.kept.position().offset)));
        }
    }

    fn followed(&mut self, answer: Answer, now: Ms, chance: &mut Chance) {
        match answer {
            Answer::Tail(tail) if !self.ready => {
                self.kept = Kept::new(tail.position.epoch, true);
                self.broadcast = Broadcast::new(Settings::default());
                self.following = Some(self.ask(Op::Read(0)));
            }
            Answer::Records(records) if records.is_empty() && !self.ready => {
                self.ready = true;
                self.follow();
            }
            Answer::Records(records) => {
                let read = self.fold(&records, now, chance);
                match read {
                    Ok(()) if self.ready => self.follow(),
                    Ok(()) => self.following = Some(self.ask(Op::Read(self.kept.position().offset))),
                    Err(()) => self.forked(),
                }
            }
            // A node that cannot start is started again.
            _ if !self.ready => self.following = Some(self.ask(Op::Tail)),
            _ => {
                self.skips_one |= self.has(Bug::SkipsAfterAnError);
                self.after(BACKOFF, NodeTimer::Follow);
                self.compare();
            }
        }
    }

    fn fold(&mut self, records: &[Record], now: Ms, chance: &mut Chance) -> Result<(), ()> {
        let mut settled = Vec::new();
        for record in records {
            let whole = self.kept.push(record).is_ok();
            if !whole && !self.has(Bug::NeverCompares) {
                return Err(());
            }
            if let Some((id, outcome)) = self.fold_one(record, now, chance) {
                settled.push((id, outcome, self.kept.position()));
            }
        }
        if !self.nature.waits_for_replicas || self.has(Bug::ReceiptBeforeTheReplicas) {
            self.shown.all_is_durable(self.position());
        }
        if self.shown.unhide(settled.iter().map(|(id, ..)| *id)) {
            self.lists_changed();
        }
        self.settle(settled);
        if self.ready && self.nature.waits_for_replicas {
            self.compare();
        }
        Ok(())
    }

    /// Applies one record, and says what came of it; nothing where it cannot be read.
    fn fold_one(
        &mut self,
        record: &Record,
        now: Ms,
        chance: &mut Chance,
    ) -> Option<(Uuid, Result<(), Refusal>)> {
        let skips = std::mem::take(&mut self.skips_one);
        let Some(mut entry) = Entry::parse(&record.bytes).ok().filter(|_| !skips) else {
            self.broadcast.skip();
            return None;
        };
        let id = entry.id;
        if let Some(join) = self.late_join(&entry, now, chance) {
            self.enqueue(&join, now + APPEND_DEADLINE, now);
        }
        self.spoil(&mut entry, now);
        let applied = self.broadcast.apply(&entry);
        self.touched(&applied.touched);
        self.log_hash = record.hash;
        self.report((!applied.repeated).then_some(id));
        Some((id, applied.outcome))
    }

    /// Tells the checkers how things stand now.
    fn report(&mut self, id: Option<Uuid>) {
        let rundown = self.broadcast.host_rundown();
        let on_air = rundown.on_air.as_ref().map(|item| item.id);
        let list = rundown.on_air.into_iter().chain(rundown.next).map(|item| (item.id, item.text)).collect();
        let wall = self.broadcast.public().wall.into_iter();
        let wall = wall.map(|q| (q.id, format!("{} ({}, {})", q.text, q.status.name(), q.same))).collect();
        self.folded.push(Folded { id, position: self.position(), on_air, list, wall });
    }

    /// This node's own question came round: at times it repeats one that came in since it was compared.
    fn late_join(&self, entry: &Entry, now: Ms, chance: &mut Chance) -> Option<Entry> {
        let Deed::Ask(ask) = &entry.deed else { return None };
        self.waiting.get(&entry.id)?;
        if ask.join.is_some() || !chance.permille(300) {
            return None;
        }
        let into = chance.pick(self.broadcast.questions())?.id;
        Some(crate::intake::join(entry.id, into, self.clock(now)))
    }

    /// What comes of an entry goes to whoever waits for it: when it is durable.
    fn settle(&mut self, settled: Vec<(Uuid, Result<(), Refusal>, Position)>) {
        for (id, outcome, position) in settled {
            let Some(who) = self.waiting.remove(&id) else { continue };
            if self.shown.covers(position) {
                self.tell(id, &outcome, who);
            } else {
                self.undurable.push((position, id, who));
            }
        }
    }

    /// More is durable, or another epoch has begun, in which things may stand differently.
    fn settle_durable(&mut self) {
        for (position, id, who) in std::mem::take(&mut self.undurable) {
            match self.broadcast.outcome(id) {
                Some(outcome) if self.shown.covers(position) => self.tell(id, &outcome, who),
                Some(_) if position.epoch != self.position().epoch => {
                    self.undurable.push((self.position(), id, who));
                }
                Some(_) => self.undurable.push((position, id, who)),
                None => who.into_iter().for_each(|(conn, wanted)| {
                    self.refuse(conn, id, wanted, &Problem::Unavailable);
                }),
            }
        }
    }

    fn tell(&mut self, id: Uuid, outcome: &Result<(), Refusal>, who: Askers) {
        who.into_iter().for_each(|(conn, wanted)| self.reply(conn, id, wanted, outcome));
    }

    // Appending.

    /// Takes an entry in on behalf of a session.
    pub(crate) fn submit(&mut self, entry: &Entry, conn: Conn, wanted: Wanted, now: Ms) {
        if let Some(outcome) = self.broadcast.outcome(entry.id) {
            return match self.shown.covers(self.position()) {
                true => self.reply(conn, entry.id, wanted, &outcome),
                false => self.undurable.push((self.position(), entry.id, vec![(conn, wanted)])),
            };
        }
        if self.has(Bug::ReceiptBeforeTheLog) {
            self.reply(conn, entry.id, wanted, &Ok(()));
            return self.enqueue(entry, now + APPEND_DEADLINE, now);
        }
        if !self.waiting.contains_key(&entry.id) && self.queue.len() >= QUEUE_MAX {
            return self.refuse(conn, entry.id, wanted, &Problem::Overloaded { retry_after_ms: 1_000 });
        }
        let hides = self.shown.hide(&self.broadcast, entry);
        if hides {
            self.lists_changed();
        }
        self.waiting.entry(entry.id).or_default().push((conn, wanted));
        self.after(APPEND_DEADLINE, NodeTimer::Deadline(entry.id));
        // What hides is written however long that takes, since the screens show it as done already.
        let until = now + if hides { HIDE_DEADLINE } else { APPEND_DEADLINE };
        self.enqueue(entry, until, now);
        self.hurry(entry);
    }

    /// Puts an entry in the queue before the log, if there is room; gives up after so long.
    pub(crate) fn enqueue(&mut self, entry: &Entry, until: Ms, now: Ms) {
        let new = NewEntry { id: entry.id, bytes: entry.to_json() };
        let is_there = self.queue.iter().chain(&self.batch).any(|(other, _)| other.id == new.id);
        if !is_there && self.queue.len() < QUEUE_MAX {
            self.queue.push_back((new, until));
            self.pump(now);
        }
    }

    /// Sends what waits, one batch at a time; one that failed is sent again, less what nobody waits for any more.
    fn pump(&mut self, now: Ms) {
        if self.appending.is_some() {
            return;
        }
        self.batch.retain(|(_, until)| *until > now);
        if self.batch.is_empty() {
            self.batch = self.queue.drain(..self.queue.len().min(BATCH_MAX_ENTRIES)).collect();
        }
        if !self.batch.is_empty() {
            let entries = self.batch.iter().map(|(entry, _)| entry.clone()).collect();
            self.appending = Some(self.ask(Op::Append(entries)));
        }
    }

    fn give_up(&mut self, id: Uuid) {
        if let Some(who) = self.waiting.remove(&id) {
            who.into_iter().for_each(|(conn, wanted)| {
                self.refuse(conn, id, wanted, &Problem::Unavailable);
            });
        }
    }

    // Comparing and healing.
}
