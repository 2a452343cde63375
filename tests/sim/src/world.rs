//! The world: one queue of events in the order of simulated time, and all that is between nodes, log and people.

use std::collections::{BTreeMap, BinaryHeap};

use sha2::{Digest, Sha256};

use crate::{
    bugs::Bug,
    chance::Chance,
    check::{Checks, Violation},
    client::Client,
    effect::{Conn, Effect, Ms, NodeTimer, Ticket},
    log::{Answer, Op, SimLog},
    node::{Nature, Node},
    plan::Plan,
};

/// After how long a node takes an operation of the log for lost.
const LOG_TIMEOUT: Ms = 1_500;
/// How long a follower waits for something to come.
const FOLLOW_WAIT: Ms = 2_000;

/// A node's place: there may be a running node in it, each start counted.
#[derive(Debug)]
pub struct Place {
    pub nature: Nature,
    pub node: Option<Node>,
    pub life: u64,
    /// It stands still until then, as after SIGSTOP.
    pub stopped_until: Ms,
}

/// A connection; what is on its way keeps its order.
#[derive(Debug)]
pub struct Link {
    pub client: usize,
    pub place: usize,
    pub life: u64,
    pub open: bool,
    pub slow: bool,
    to_client_at: Ms,
    to_node_at: Ms,
}

/// Something that happens.
#[derive(Debug)]
pub enum Event {
    LogRuns { place: usize, life: u64, ticket: Ticket, op: Op, answers: bool },
    LogAnswers { place: usize, life: u64, ticket: Ticket, answer: Answer },
    FollowEnds { place: usize, life: u64, ticket: Ticket },
    Replicates,
    NodeWakes { place: usize, life: u64, timer: NodeTimer },
    NodeStarts { place: usize },
    ToNode { conn: Conn, frame: String },
    ToClient { conn: Conn, frame: String },
    NodeLoses { conn: Conn },
    ClientLoses { conn: Conn },
    Connects { client: usize },
    ClientCalled { client: usize },
    Fault,
}

#[derive(Debug)]
struct Scheduled {
    at: Ms,
    /// Of events at the same time the one that was scheduled first comes first.
    number: u64,
    event: Event,
}

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl Eq for Scheduled {}

impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.at, other.number).cmp(&(self.at, self.number))
    }
}

/// Everything there is in one run.
#[derive(Debug)]
pub struct World {
    pub now: Ms,
    pub plan: Plan,
    pub chance: Chance,
    pub log: SimLog,
    pub log_down_until: Ms,
    pub places: Vec<Place>,
    pub clients: Vec<Client>,
    pub links: BTreeMap<Conn, Link>,
    pub checks: Checks,
    /// The nodes, with their lives, on which what the log lost depends.
    pub needed: Vec<(usize, u64)>,
    /// How often a node healed the log.
    pub heals: u32,
    queue: BinaryHeap<Scheduled>,
    numbers: u64,
    conns: Conn,
    followers: Vec<(usize, u64, Ticket, Op)>,
    trace: Sha256,
}

impl World {
    /// A world in which nothing has happened yet.
    pub fn new(plan: Plan, bug: Option<Bug>) -> Self {
        let mut chance = Chance::new(plan.seed);
        let places = crate::plan::places(&plan, bug, &mut chance);
        let clients = crate::plan::clients(&plan, bug, &mut chance);
        let mut world = World {
            now: 0,
            log: SimLog::new(plan.waits_for_replicas),
            log_down_until: 0,
            places,
            clients,
            links: BTreeMap::new(),
            checks: Checks::new(plan.forks),
            needed: Vec::new(),
            heals: 0,
            queue: BinaryHeap::new(),
            numbers: 0,
            conns: 0,
            followers: Vec::new(),
            trace: Sha256::new(),
            plan,
            chance,
        };
        (0..world.places.len()).for_each(|place| world.later(0, Event::NodeStarts { place }));
        (0..world.clients.len()).for_each(|client| world.after_client(client));
        world.later(1, Event::Replicates);
        world.later(2_000, Event::Fault);
        world
    }

    /// Runs to the end: first with faults, then without, and looks whether all agree.
    pub fn run(&mut self) -> Result<(), Violation> {
        while let Some(next) = self.queue.pop() {
            if next.at > self.plan.end() {
                break;
            }
            self.now = next.at;
            if self.is_stopped(&next.event) {
                continue;
            }
            self.note(&next.event);
            self.happen(next.event);
            if let Some(violation) = self.checks.violation() {
                return Err(violation.clone());
            }
        }
        self.at_the_end()
    }

    /// A hash of everything that happened, in its order.
    pub fn trace(&self) -> String {
        hex::encode(self.trace.clone().finalize())
    }

    /// Whether things still go wrong.
    pub fn is_rough(&self) -> bool {
        self.now < self.plan.calm_from()
    }

    fn note(&mut self, event: &Event) {
        self.trace.update(self.now.to_be_bytes());
        match event {
            Event::ToNode { conn, frame } | Event::ToClient { conn, frame } => {
                self.trace.update(conn.to_be_bytes());
                self.trace.update(frame);
            }
            // What the log holds and what it is asked for is in its hash and in the nodes' frames.
            Event::LogRuns { place, life, ticket, .. } | Event::LogAnswers { place, life, ticket, .. } => {
                let tail = self.log.tail();
                self.trace.update(format!("{place} {life} {ticket} {}", tail.position));
                self.trace.update(tail.hash);
            }
            other => self.trace.update(format!("{other:?}")),
        }
    }

    pub(crate) fn later(&mut self, wait: Ms, event: Event) {
        self.numbers += 1;
        self.queue.push(Scheduled { at: self.now + wait, number: self.numbers, event });
    }

    /// A node that stands still gets its events when it goes on.
    fn is_stopped(&mut self, event: &Event) -> bool {
        let place = match event {
            Event::LogAnswers { place, .. } | Event::NodeWakes { place, .. } => *place,
            Event::ToNode { conn, .. } => match self.links.get(conn) {
                Some(link) => link.place,
                None => return false,
            },
            _ => return false,
        };
        let until = self.places[place].stopped_until;
        if until <= self.now {
            return false;
        }
        let again = match event {
            Event::LogAnswers { place, life, ticket, answer } => {
                Event::LogAnswers { place: *place, life: *life, ticket: *ticket, answer: answer.clone() }
            }
            Event::NodeWakes { place, life, timer } => {
                Event::NodeWakes { place: *place, life: *life, timer: *timer }
            }
            Event::ToNode { conn, frame } => Event::ToNode { conn: *conn, frame: frame.clone() },
            _ => return false,
        };
        self.later(until - self.now, again);
        true
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::LogRuns { place, life, ticket, op, answers } => {
                self.log_runs(place, life, ticket, op, answers)
            }
            Event::LogAnswers { place, life, ticket, answer } => {
                let now = self.now;
                self.with_node(place, life, |node, chance| node.answered(ticket, answer, now, chance));
            }
            Event::FollowEnds { place, life, ticket } => {
                let waits = |(p, l, t, _): &(usize, u64, Ticket, Op)| (*p, *l, *t) == (place, life, ticket);
                if let Some(at) = self.followers.iter().position(waits) {
                    self.followers.remove(at);
                    let answer = Answer::Records(Vec::new());
                    self.later(0, Event::LogAnswers { place, life, ticket, answer });
                }
            }
            Event::Replicates => {
                self.log.replicate();
                let wait = self.chance.about(if self.is_rough() { 400 } else { 50 });
                self.later(wait, Event::Replicates);
            }
            Event::NodeWakes { place, life, timer } => {
                let now = self.now;
                self.with_node(place, life, |node, _| node.woken(timer, now));
            }
            Event::NodeStarts { place } => self.start_node(place),
            Event::ToNode { conn, frame } => {
                let Some((place, life)) = self.open_link(conn).map(|link| (link.place, link.life)) else {
                    return;
                };
                let now = self.now;
                self.with_node(place, life, |node, chance| node.frame(conn, &frame, now, chance));
            }
            Event::ToClient { conn, frame } => {
                let Some(link) = self.open_link(conn) else { return };
                let (client, place, life) = (link.client, link.place, link.life);
                self.clients[client].frame(conn, &frame, self.now);
                self.after_client(client);
                self.with_node(place, life, |node, _| node.drained(conn));
            }
            Event::NodeLoses { conn } => {
                if let Some((place, life)) = self.links.get(&conn).map(|link| (link.place, link.life)) {
                    self.with_node(place, life, |node, _| node.closed(conn));
                }
            }
            Event::ClientLoses { conn } => {
                if let Some(client) = self.links.get(&conn).map(|link| link.client) {
                    self.clients[client].closed(Some(conn));
                    self.after_client(client);
                }
            }
            Event::Connects { client } => self.connect(client),
            Event::ClientCalled { client } => {
                let is_busy = self.now < self.plan.quiet_from();
                self.clients[client].called(self.now, is_busy, &mut self.chance);
                self.after_client(client);
            }
            Event::Fault => self.fault(),
        }
    }

    fn open_link(&self, conn: Conn) -> Option<&Link> {
        self.links.get(&conn).filter(|link| link.open)
    }

    // Nodes and the log.

    fn start_node(&mut self, place: usize) {
        let at = &mut self.places[place];
        if at.node.is_none() {
            at.life += 1;
            at.node = Some(Node::start(at.nature.clone()));
            let life = at.life;
            self.with_node(place, life, |_, _| {});
        }
    }

    /// Lets a node act, if it still lives, and carries out what it wants.
    fn with_node(&mut self, place: usize, life: u64, act: impl FnOnce(&mut Node, &mut Chance)) {
        let at = &mut self.places[place];
        let Some(node) = at.node.as_mut().filter(|_| at.life == life) else { return };
        act(node, &mut self.chance);
        node.publish();
        self.heals += std::mem::take(&mut node.heals);
        let effects = node.effects();
        self.checks.node(node, self.now);
        for effect in effects {
            match effect {
                Effect::Send(conn, frame) => self.send_to_client(conn, frame),
                Effect::Log(ticket, op) => self.ask_log(place, life, ticket, op),
                Effect::Wake(wait, timer) => self.later(wait, Event::NodeWakes { place, life, timer }),
                Effect::Call(_) | Effect::Connect | Effect::HangUp(_) => {}
            }
        }
    }

    fn ask_log(&mut self, place: usize, life: u64, ticket: Ticket, op: Op) {
        let rough = self.is_rough();
        let is_lost = rough && (self.chance.permille(15) || self.log_down_until > self.now);
        let is_late = rough && self.chance.permille(15);
        let wait = if is_late { self.chance.between(200, 6_000) } else { self.chance.between(1, 6) };
        if is_lost || wait >= LOG_TIMEOUT {
            let answer = Answer::Unavailable;
            self.later(LOG_TIMEOUT, Event::LogAnswers { place, life, ticket, answer });
        }
        if !is_lost {
            // One that was given up on may still be carried out.
            self.later(wait, Event::LogRuns { place, life, ticket, op, answers: wait < LOG_TIMEOUT });
        }
    }

    fn log_runs(&mut self, place: usize, life: u64, ticket: Ticket, op: Op, answers: bool) {
        let rough = self.is_rough();
        let changes = matches!(op, Op::Append(_) | Op::Extend(..) | Op::Replace(..));
        if changes && answers && rough && self.chance.permille(20) {
            // The client library of a cluster sent it twice.
            let wait = self.chance.between(1, 4_000);
            self.later(wait, Event::LogRuns { place, life, ticket, op: op.clone(), answers: false });
        }
        let answer = self.log.run(&op, 1_000 + self.now);
        if changes {
            self.wake_followers();
        }
        if !answers {
            return;
        }
        let Some(mut answer) = answer else {
            self.followers.push((place, life, ticket, op));
            return self.later(FOLLOW_WAIT, Event::FollowEnds { place, life, ticket });
        };
        let mut wait = self.chance.between(1, 4);
        if rough && self.chance.permille(15) {
            (answer, wait) = (Answer::Unavailable, LOG_TIMEOUT);
        }
        self.later(wait, Event::LogAnswers { place, life, ticket, answer });
    }

    fn wake_followers(&mut self) {
        for (place, life, ticket, op) in std::mem::take(&mut self.followers) {
            match self.log.run(&op, 0) {
                Some(answer) => {
                    let wait = self.chance.between(1, 4);
                    self.later(wait, Event::LogAnswers { place, life, ticket, answer });
                }
                None => self.followers.push((place, life, ticket, op)),
            }
        }
    }

    /// A node dies, and all its connections with it.
    pub(crate) fn crash(&mut self, place: usize) {
        self.places[place].node = None;
        let life = self.places[place].life;
        let broken: Vec<_> = self
            .links
            .iter()
            .filter(|(_, l)| (l.place, l.life) == (place, life))
            .map(|(conn, _)| *conn)
            .collect();
        broken.into_iter().for_each(|conn| self.break_link(conn));
    }

    // Links.

    fn connect(&mut self, client: usize) {
        let ready = |place: &&usize| self.places[**place].node.as_ref().is_some_and(|node| node.ready);
        let places: Vec<usize> = (0..self.places.len()).collect();
        let ready: Vec<usize> = places.iter().filter(ready).copied().collect();
        let Some(place) = self.chance.pick(&ready).copied() else {
            self.clients[client].closed(None);
            return;
        };
        self.conns += 1;
        let (conn, life, now) = (self.conns, self.places[place].life, self.now);
        let slow = self.is_rough() && self.chance.permille(150);
        let link = Link { client, place, life, open: true, slow, to_client_at: now, to_node_at: now };
        self.links.insert(conn, link);
        let Client { role, id, position, .. } = self.clients[client];
        self.clients[client].opened(conn, now);
        self.with_node(place, life, |node, _| node.opened(conn, role, id, position));
        self.after_client(client);
    }

    pub(crate) fn after_client(&mut self, client: usize) {
        let at = &mut self.clients[client];
        let effects = at.effects();
        self.checks.client(client, at, self.now);
        for effect in effects {
            match effect {
                Effect::Send(conn, frame) => self.send_to_node(conn, frame),
                Effect::Call(wait) => self.later(wait, Event::ClientCalled { client }),
                Effect::Connect => {
                    let wait = self.chance.about(300);
                    self.later(wait, Event::Connects { client });
                }
                Effect::HangUp(conn) => self.break_link(conn),
                Effect::Log(..) | Effect::Wake(..) => {}
            }
        }
    }

    fn latency(&mut self, slow: bool) -> Ms {
        if slow { self.chance.between(300, 6_000) } else { self.chance.between(2, 60) }
    }

    fn send_to_client(&mut self, conn: Conn, frame: String) {
        let slow = self.links.get(&conn).is_some_and(|link| link.slow);
        let wait = self.latency(slow);
        let now = self.now;
        if let Some(link) = self.links.get_mut(&conn) {
            link.to_client_at = link.to_client_at.max(now + wait);
            let wait = link.to_client_at - now;
            self.later(wait, Event::ToClient { conn, frame });
        }
    }

    fn send_to_node(&mut self, conn: Conn, frame: String) {
        let slow = self.links.get(&conn).is_some_and(|link| link.slow);
        let wait = self.latency(slow);
        let now = self.now;
        let Some(link) = self.links.get_mut(&conn) else { return };
        link.to_node_at = link.to_node_at.max(now + wait);
        let wait = link.to_node_at - now;
        let is_once = frame.contains("\"type\":\"view\"");
        if self.is_rough() && self.chance.permille(30) && !is_once {
            // As by a page that tries another way at the same time.
            let again = wait + self.chance.between(1, 3_000);
            self.later(again, Event::ToNode { conn, frame: frame.clone() });
        }
        self.later(wait, Event::ToNode { conn, frame });
    }

    /// What is on its way is lost; each end learns of it in its own time.
    pub(crate) fn break_link(&mut self, conn: Conn) {
        let Some(link) = self.links.get_mut(&conn).filter(|link| link.open) else { return };
        link.open = false;
        let (node_hears, client_hears) = (self.chance.between(1, 5_000), self.chance.between(1, 3_000));
        self.later(node_hears, Event::NodeLoses { conn });
        self.later(client_hears, Event::ClientLoses { conn });
    }
}
