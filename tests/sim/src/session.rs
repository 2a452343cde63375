//! A node's end of a connection, as `server/src/http` plays it: frames are read by the real reader, answered with the real
//! frames, and for a slow client the newest of each kind waits, never more.

use std::collections::{BTreeSet, VecDeque};

use efir::{
    limits,
    problem::Problem,
    room::PublicFrames,
    session::{
        frames::{self, Receipt, Receipted},
        incoming::{self, FromMaker, FromViewer},
        window::Shown as Window,
    },
};
use efir_core::{Actor, Deed, Entry, Number, Phase, Refusal, Role, Touched};
use efir_log::Position;
use efir_web::Lang;
use uuid::Uuid;

use crate::{
    bugs::Bug,
    chance::Chance,
    effect::{Conn, Effect, Ms},
    intake,
    node::Node,
};

/// What somebody wants to hear of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The receipt of a question.
    Receipt,
    /// That a command was done.
    Done,
    /// Only a refusal.
    Refusal,
}

/// The frames that many share, as they were made last.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    /// What they show has changed since.
    is_old: bool,
    /// How many lists were made, and how far the newest is.
    lists: u64,
    lists_at: Position,
    rundown: String,
    overlay: String,
    /// How many frames were made for viewers.
    publics: u64,
    public: PublicFrames,
}

/// One connection.
#[derive(Debug, Default)]
pub struct Session {
    role: Option<Role>,
    actor: Uuid,
    window: Window,
    /// A frame is on its way and not taken yet.
    busy: bool,
    /// Frames that wait to be sent and must not be left out.
    replies: VecDeque<String>,
    /// How many frames of the client wait for an answer.
    pub in_flight: usize,
    rows: bool,
    /// The word to the host that it got last, by the node's count of them.
    note: u64,
    mine: BTreeSet<Number>,
    /// The lists and the viewers' frames that it got last, by the node's count of them.
    lists: u64,
    publics: u64,
    /// The name of the wall that a viewer has who wants to hear of changes alone.
    wall: Option<String>,
    /// How far the client's screen was when it came: it is shown nothing older of that epoch.
    resume: Option<Position>,
}

impl Session {
    /// How much waits for this client.
    pub fn queued(&self) -> usize {
        self.replies.len()
    }
}

impl Node {
    /// A client connected.
    pub fn opened(&mut self, conn: Conn, role: Role, actor: Uuid, resume: Option<Position>) {
        let wall = (role == Role::Viewer && conn.is_multiple_of(2)).then(String::new);
        let note = if self.has(Bug::NoWordOnReturn) { self.notes } else { 0 };
        let session =
            Session { role: Some(role), actor, resume, wall, note, rows: true, ..Session::default() };
        self.sessions.insert(conn, session);
        if role == Role::Viewer {
            self.welcome(conn, actor);
        }
        if self.has(Bug::OldListOnReturn)
            && let Some(list) = self.old_list.clone().filter(|_| role == Role::Host)
        {
            self.push(conn, list);
        }
        self.flush(conn);
    }

    fn welcome(&mut self, conn: Conn, viewer: Uuid) {
        let numbers = self.broadcast.viewer_by_id(viewer).map(|v| v.questions.clone()).unwrap_or_default();
        let mine: Vec<_> = numbers.iter().filter_map(|number| self.receipted(*number)).collect();
        let about = frames::About::new("direct-line", &self.broadcast, Vec::new());
        let frame = frames::welcome_viewer(self.position(), viewer, &about, &mine, &[]);
        self.push(conn, frame.to_string());
    }

    fn receipted(&self, number: Number) -> Option<Receipted> {
        let mine = self.broadcast.mine(number)?;
        Some(Receipted { receipt: format!("{number}-{}", mine.id.simple()), mine, message: None })
    }

    /// A client went away.
    pub fn closed(&mut self, conn: Conn) {
        self.sessions.remove(&conn);
    }

    /// The client took the last frame.
    pub fn drained(&mut self, conn: Conn) {
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.busy = false;
            self.flush(conn);
        }
    }

    /// A frame came.
    pub fn frame(&mut self, conn: Conn, text: &str, now: Ms, chance: &mut Chance) {
        let Some(session) = self.sessions.get_mut(&conn) else { return };
        let is_full = session.in_flight + session.replies.len() >= limits::IN_FLIGHT;
        if is_full && !text.contains("\"type\":\"view\"") {
            // The server would leave it unread until its answers are written; here the client sends it again.
            return;
        }
        let (role, id) = (session.role.unwrap_or(Role::Viewer), session.actor);
        let name = (role != Role::Viewer).then(|| format!("{}", id.as_fields().0).into());
        let actor = Actor { role, id, name };
        match role {
            Role::Viewer => self.viewer_frame(conn, actor, text, now, chance),
            _ => self.maker_frame(conn, actor, text, now),
        }
    }

    fn viewer_frame(&mut self, conn: Conn, actor: Actor, text: &str, now: Ms, chance: &mut Chance) {
        let at = self.clock(now);
        match incoming::from_viewer(text) {
            Ok(FromViewer::Ask(input)) => {
                if let Some(question) = self.broadcast.find(input.id).map(|question| question.id) {
                    let again = Entry::new(question, at, actor, Deed::Unknown);
                    return self.wait(conn, &again, Wanted::Receipt, now);
                }
                if let Some(refusal) = self.unwelcome(actor.id) {
                    return self.refuse(conn, input.id, Wanted::Refusal, &Problem::Refused(refusal));
                }
                let entry = intake::ask(&self.broadcast, &input, actor, at, chance);
                self.wait(conn, &entry, Wanted::Receipt, now);
            }
            Ok(FromViewer::Vote { question, on, id: Some(id) }) => {
                let entry = Entry::new(id, at, actor, Deed::Vote { question, on });
                self.wait(conn, &entry, Wanted::Refusal, now);
            }
            Ok(FromViewer::Withdraw { question, id: Some(id) }) => {
                let entry = Entry::new(id, at, actor, Deed::Withdraw { question });
                self.wait(conn, &entry, Wanted::Done, now);
            }
            Ok(_) => {}
            Err((id, problem)) => self.refuse(conn, id.unwrap_or_default(), Wanted::Refusal, &problem),
        }
    }

    /// Why no question is taken from that viewer now.
    fn unwelcome(&self, viewer: Uuid) -> Option<Refusal> {
        match self.broadcast.phase() {
            Phase::Paused => Some(Refusal::Paused),
            Phase::Closed => Some(Refusal::Closed),
            Phase::Open => {
                let is_muted = self.broadcast.viewer_by_id(viewer).is_some_and(efir_core::Viewer::is_muted);
                (is_muted && !self.has(Bug::ForgetsTheMuted)).then_some(Refusal::Muted)
            }
        }
    }

    fn maker_frame(&mut self, conn: Conn, actor: Actor, text: &str, now: Ms) {
        match incoming::from_maker(text, actor.role) {
            Ok(FromMaker::Command(id, command)) => {
                let entry = Entry::new(id, self.clock(now), actor, Deed::Command(command));
                self.wait(conn, &entry, Wanted::Done, now);
            }
            Ok(FromMaker::View(query)) => {
                let position = self.position();
                let Some(session) = self.sessions.get_mut(&conn) else { return };
                let frame = session.window.choose(query, &self.broadcast, position).to_string();
                session.rows = false;
                self.push(conn, frame);
            }
            Ok(FromMaker::Card(_) | FromMaker::Muted) => {}
            Err((id, problem)) => self.refuse(conn, id.unwrap_or_default(), Wanted::Refusal, &problem),
        }
    }

    fn wait(&mut self, conn: Conn, entry: &Entry, wanted: Wanted, now: Ms) {
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.in_flight += 1;
        }
        self.submit(entry, conn, wanted, now);
    }

    /// Tells what came of an entry.
    pub(crate) fn reply(&mut self, conn: Conn, id: Uuid, wanted: Wanted, outcome: &Result<(), Refusal>) {
        self.arrived(conn);
        let frame = match (outcome, wanted) {
            (Err(_), Wanted::Done) if self.has(Bug::RefusalSaidDone) => frames::done(id, self.position()),
            (Err(refusal), _) => frames::refused(Some(id), &Problem::Refused(refusal.clone()), Lang::EN),
            (Ok(()), Wanted::Receipt) => frames::receipt(&self.receipt(id)),
            (Ok(()), Wanted::Done) => frames::done(id, self.position()),
            (Ok(()), Wanted::Refusal) => return,
        };
        self.push(conn, frame.to_string());
    }

    fn receipt(&self, id: Uuid) -> Receipt {
        let mine = self.broadcast.find(id).and_then(|question| self.broadcast.mine(question.number));
        Receipt {
            id,
            number: mine.as_ref().map_or(0, |mine| mine.number),
            status: mine.as_ref().map_or(efir_core::Status::Pending, |mine| mine.status),
            duplicate_of: mine.as_ref().and_then(|mine| mine.duplicate_of),
            same: mine.as_ref().map_or(1, |mine| mine.same),
            receipt: id.simple().to_string(),
        }
    }

    pub(crate) fn refuse(&mut self, conn: Conn, id: Uuid, _: Wanted, problem: &Problem) {
        self.arrived(conn);
        self.push(conn, frames::refused(Some(id), problem, Lang::EN).to_string());
    }

    fn arrived(&mut self, conn: Conn) {
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.in_flight = session.in_flight.saturating_sub(1);
        }
    }

    /// Something was folded.
    pub(crate) fn touched(&mut self, touched: &Touched) {
        self.changed.extend(&touched.questions);
        let rundown = touched.rundown || touched.line;
        self.shared.is_old |= rundown;
        self.notes += u64::from(touched.note);
        self.sessions.values_mut().for_each(|session| session.rows = true);
        self.set_tick();
    }

    /// What may be shown on air changed, though nothing was folded.
    pub(crate) fn lists_changed(&mut self) {
        self.shared.is_old = true;
        self.set_tick();
    }

    /// Another epoch.
    pub(crate) fn everything_changed(&mut self) {
        self.shared.is_old = true;
        self.notes += 1;
        self.changed = self.broadcast.questions().iter().map(|question| question.number).collect();
        self.sessions.values_mut().for_each(|session| session.rows = true);
        self.set_tick();
    }

    /// What host and moderators hear at once, after each event.
    pub fn publish(&mut self) {
        if self.ready && self.shared.is_old && self.shown.is_known(self.position()) {
            self.share_lists();
        }
        let conns: Vec<_> = self.sessions.keys().copied().collect();
        conns.into_iter().for_each(|conn| self.flush(conn));
    }

    /// A screen came back that has seen the lists at a later position than they were made at here last.
    fn refresh(&mut self, conn: Conn, seen: Position) {
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.resume = None;
        }
        if !self.shown.is_known(self.position()) {
            return;
        }
        if self.shared.lists_at < seen {
            self.share_lists();
        }
        if self.shared.public.position < seen {
            self.share_public();
        }
    }

    fn share_public(&mut self) {
        let list = self.shown.list(&self.broadcast, self.position());
        self.shared.public = self.shared.public.next(list.position, &list.public);
        self.shared.publics += 1;
    }

    /// Makes the lists that hosts, moderators and overlays get, once for all of them.
    fn share_lists(&mut self) {
        let mut list = self.shown.list(&self.broadcast, self.position());
        self.spoil_list(&mut list.rundown);
        let mut overlay = list.rundown.for_overlay();
        if self.has(Bug::WordOnTheOverlay) {
            overlay.on_air = list.rundown.on_air.clone();
        }
        let shared = &mut self.shared;
        shared.is_old = false;
        shared.lists += 1;
        shared.lists_at = list.position;
        shared.rundown = frames::rundown(list.position, &list.rundown).to_string();
        shared.overlay = frames::rundown(list.position, &overlay).to_string();
    }

    /// What viewers hear of, at a tick.
    pub(crate) fn tick(&mut self) {
        self.tick_is_set = false;
        let mut changed = std::mem::take(&mut self.changed);
        // A place in the rundown is part of what its asker sees.
        changed.extend(self.broadcast.rundown());
        for number in &changed {
            let folded: &[Number] =
                if self.has(Bug::ForgetsTheFolded) { &[] } else { self.broadcast.folded(*number) };
            for number in folded.iter().chain([number]) {
                let question = self.broadcast.question(*number);
                let Some(asker) = question.and_then(|q| self.broadcast.viewer(q.viewer)) else { continue };
                let theirs = self.sessions.values_mut().filter(|session| session.actor == asker.id);
                theirs.for_each(|session| session.mine.extend([*number]));
            }
        }
        if self.shown.is_known(self.position()) {
            self.share_public();
        }
    }

    /// Puts a frame in a client's way that must not be left out.
    fn push(&mut self, conn: Conn, frame: String) {
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.replies.push_back(frame);
        }
    }

    /// Sends the next frame to a client that is ready for it.
    fn flush(&mut self, conn: Conn) {
        if self.has(Bug::QueuesFrames) {
            while let Some(frame) = self.next_frame(conn, true) {
                self.push(conn, frame);
            }
        }
        let Some(session) = self.sessions.get(&conn) else { return };
        let is_behind = |seen: Position| self.shown.position(self.position()) < seen;
        if session.busy || !self.ready || session.resume.is_some_and(is_behind) {
            return;
        }
        if let Some(seen) = session.resume {
            self.refresh(conn, seen);
        }
        let Some(frame) = self.next_frame(conn, false) else { return };
        if let Some(session) = self.sessions.get_mut(&conn) {
            session.busy = true;
        }
        self.out.push(Effect::Send(conn, frame));
    }

    fn next_frame(&mut self, conn: Conn, shared_only: bool) -> Option<String> {
        let session = self.sessions.get_mut(&conn)?;
        let role = session.role?;
        if !shared_only && let Some(reply) = session.replies.pop_front() {
            return Some(reply);
        }
        if role != Role::Viewer && session.lists != self.shared.lists {
            session.lists = self.shared.lists;
            let list = if role == Role::Overlay { &self.shared.overlay } else { &self.shared.rundown };
            return Some(list.clone());
        }
        let position = self.position();
        let session = self.sessions.get_mut(&conn)?;
        if role >= Role::Host && session.note != self.notes {
            session.note = self.notes;
            if let Some(note) = self.broadcast.note() {
                return Some(frames::note(note).to_string());
            }
        }
        let session = self.sessions.get_mut(&conn)?;
        if role >= Role::Moderator && std::mem::take(&mut session.rows) {
            let changed = session.window.changed(&self.broadcast, position);
            if let Some(frame) = changed {
                return Some(frame.to_string());
            }
        }
        if role != Role::Viewer {
            return None;
        }
        if let Some(number) = session.mine.pop_first() {
            return self.receipted(number).map(|mine| frames::status(&mine).to_string());
        }
        if session.publics != self.shared.publics {
            session.publics = self.shared.publics;
            let frame = match &mut session.wall {
                Some(wall) => {
                    let (frame, now) = self.shared.public.to_one_who_has(wall);
                    *wall = now;
                    frame
                }
                None => self.shared.public.whole.clone(),
            };
            return Some(frame.to_string());
        }
        None
    }
}

/// The position that a frame names.
pub fn position_of(frame: &serde_json::Value) -> Option<Position> {
    let (epoch, offset) = frame["position"].as_str()?.split_once('-')?;
    Some(Position { epoch: epoch.parse().ok()?, offset: offset.parse().ok()? })
}
