//! Makes the frames that many share, once each: the viewers' at a tick, the host's and the overlay's at once.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::extract::ws::Utf8Bytes;
use efir_core::{Note, Number, Role, Touched};
use tokio::{sync::watch, time};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Room, wall::PublicFrames};
use crate::{limits, session::frames};

/// How often mere figures are told to viewers, in ticks: how many asked, how many are here, how many ask the same.
const FIGURES_EVERY: u32 = 10;

/// Questions whose askers are told before others may change the state.
const QUESTIONS_AT_ONCE: usize = 64;

/// The channels on which a room speaks. In each the newest wins, so a slow reader costs nothing.
pub struct Broadcasting {
    /// To all viewers.
    pub public: watch::Sender<PublicFrames>,
    /// To host and moderators.
    pub rundown: watch::Sender<Utf8Bytes>,
    /// To overlays: what is on air and nothing else.
    pub overlay: watch::Sender<Utf8Bytes>,
    /// To moderators: something changed at that offset.
    pub changed: watch::Sender<u64>,
    /// To host and moderators: the word to the host.
    pub note: watch::Sender<Option<Note>>,
    /// Who of the makers is connected to this node.
    pub people: watch::Sender<Vec<Person>>,
    /// Touched since the viewers' last tick.
    pending: Mutex<Pending>,
    /// Held from looking at what viewers see to sending it, or of two who do so at once the older might be sent last.
    sending_public: Mutex<()>,
}

#[derive(Default)]
struct Pending {
    questions: BTreeSet<Number>,
    /// The wall, what is on air, or the phase.
    lists: bool,
    /// Only figures.
    figures: bool,
}

/// One of those who make the broadcast, connected to this node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: Uuid,
    /// How colleagues know them.
    pub name: Option<Arc<str>>,
    /// In which role.
    pub role: Role,
}

impl Default for Broadcasting {
    fn default() -> Self {
        Broadcasting {
            public: watch::Sender::default(),
            rundown: watch::Sender::default(),
            overlay: watch::Sender::default(),
            changed: watch::Sender::new(0),
            note: watch::Sender::new(None),
            people: watch::Sender::default(),
            pending: Mutex::default(),
            sending_public: Mutex::default(),
        }
    }
}

impl Pending {
    /// What viewers are told now; mere figures wait until they are due, or go along with a list.
    fn take(&mut self, figures_are_due: bool) -> Pending {
        let figures = self.figures && (figures_are_due || self.lists);
        self.figures &= !figures;
        let (questions, lists) = (std::mem::take(&mut self.questions), std::mem::take(&mut self.lists));
        Pending { questions, lists, figures }
    }
}

impl Broadcasting {
    fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// Tells everybody what they may see, after a replay.
    pub(super) fn publish_all(&self) {
        let everything = Touched { rundown: true, line: true, note: true, ..Touched::default() };
        self.publish(&everything);
        self.publish_public();
    }

    /// Tells host and moderators at once; notes what viewers are told at the next tick.
    pub(super) fn publish(&self, touched: &Touched) {
        let position = self.list_position();
        if touched.rundown || touched.line {
            self.publish_rundown();
        }
        self.lists_sent(position);
        if touched.note {
            self.out.note.send_replace(self.read().broadcast.note().cloned());
        }
        let offset = self.read().broadcast.offset();
        self.out.changed.send_replace(offset);
        let mut pending = self.out.pending();
        pending.questions.extend(&touched.questions);
        pending.lists |= touched.rundown || touched.line;
        pending.figures |= !touched.questions.is_empty();
    }

    /// Shows on air what may be shown now.
    pub(super) fn publish_lists(&self) {
        let position = self.list_position();
        self.publish_rundown();
        self.lists_sent(position);
        self.out.pending().lists = true;
    }

    pub(super) fn publish_rundown(&self) {
        let mut sending = self.sending();
        if !self.lists_are_known() {
            return;
        }
        let (position, rundown) = self.rundown();
        *sending = position;
        let mut approved: BTreeSet<Number> = rundown.next.iter().map(|item| item.number).collect();
        approved.extend(rundown.on_air.iter().map(|item| item.number));
        let overlay = rundown.for_overlay();
        self.out.rundown.send_replace(frames::rundown(position, &rundown));
        self.out.overlay.send_replace(frames::rundown(position, &overlay));
        // A place in the rundown is part of what its asker sees.
        self.out.pending().questions.extend(approved);
    }

    pub(super) fn publish_public(&self) {
        // The viewers' own, so that the host's list never waits for it.
        let _sending = self.out.sending_public.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.lists_are_known() {
            return;
        }
        let (position, mut public) = self.public();
        public.counts.viewers = self.viewers();
        let next = self.out.public.borrow().next(position, &public);
        self.out.public.send_replace(next);
    }

    /// Puts the changed questions, and those folded into them, into their askers' mailboxes. A few at a time: whoever
    /// applies entries waits while the state is read.
    async fn tell_askers(&self, questions: BTreeSet<Number>) {
        let questions: Vec<Number> = questions.into_iter().collect();
        for few in questions.chunks(QUESTIONS_AT_ONCE) {
            self.tell_few(few);
            tokio::task::yield_now().await;
        }
    }

    fn tell_few(&self, questions: &[Number]) {
        let state = self.read();
        let broadcast = &state.broadcast;
        for &number in questions {
            for number in broadcast.folded(number).iter().chain([&number]) {
                let asker = broadcast.question(*number).and_then(|q| broadcast.viewer(q.viewer));
                if let Some(asker) = asker {
                    self.mailboxes.put(asker.id, *number);
                }
            }
        }
    }

    /// One of the makers connected or left.
    pub fn person(&self, person: &Person, here: bool) {
        self.out.people.send_modify(|people| {
            if here {
                people.push(person.clone());
            } else if let Some(at) = people.iter().position(|other| other == person) {
                people.remove(at);
            }
        });
    }

    /// Who is here and on which question: those connected to this node, and those who hold a claim on any.
    pub fn presence(&self) -> Vec<frames::Presence> {
        let state = self.read();
        let claims = state.broadcast.claims();
        let mut people: HashMap<Uuid, frames::Presence> = HashMap::new();
        for person in self.out.people.borrow().iter() {
            let question = claims.get(&person.id).map(|claim| claim.number);
            let name = person.name.clone();
            people.insert(person.id, frames::Presence { id: person.id, name, role: person.role, question });
        }
        for (id, claim) in claims {
            people.entry(*id).or_insert_with(|| frames::Presence {
                id: *id,
                name: claim.name.clone(),
                role: Role::Moderator,
                question: Some(claim.number),
            });
        }
        let mut people: Vec<_> = people.into_values().collect();
        people.sort_by_key(|person| person.id);
        people
    }
}

/// The viewers' tick: what happened within it goes out as one frame. Runs in the viewers' lane, whose sockets it wakes.
pub(super) async fn tick(room: Arc<Room>, stop: CancellationToken) {
    let mut tick = time::interval(limits::VIEWER_TICK);
    tick.set_missed_tick_behavior(time::MissedTickBehavior::Delay);
    let mut told_viewers = 0;
    for count in 0u32.. {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = tick.tick() => {}
        }
        let figures_are_due = count.is_multiple_of(FIGURES_EVERY);
        let pending = room.out.pending().take(figures_are_due);
        let figures = figures_are_due && (pending.figures || room.viewers() != told_viewers);
        if pending.lists || figures {
            told_viewers = room.viewers();
            room.publish_public();
        }
        room.tell_askers(pending.questions).await;
        if count.is_multiple_of(SWEEP_EVERY) {
            room.mailboxes.sweep();
        }
    }
}

/// What lasts too long is an alarm; it must not wait for the viewers' lane.
pub(super) async fn watch_alarms(room: Arc<Room>, stop: CancellationToken) {
    while stop.run_until_cancelled(time::sleep(limits::VIEWER_TICK)).await.is_some() {
        room.alarms.look();
    }
}

/// How often mailboxes of askers that left are forgotten, in ticks.
const SWEEP_EVERY: u32 = (60_000 / limits::VIEWER_TICK.as_millis()) as u32;
const _: () = assert!(limits::VIEWER_TICK.as_millis() <= Duration::from_millis(250).as_millis());
