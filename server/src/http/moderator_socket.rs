//! The sockets of those who make the broadcast: moderators with their window, and the host or the overlay with the list.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use axum::{
    extract::{
        Path, State,
        ws::{Utf8Bytes, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    response::{IntoResponse, Response},
};
use efir_core::{Command, Deed, Entry, Refusal, Role};
use efir_web::Lang;
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use tokio::{
    sync::watch,
    time::{Instant, sleep_until},
};

use super::{
    App,
    answer::ApiError,
    auth::Credentials,
    socket::{self, Gone, Inbox, Incoming, Pipe},
};
use crate::{
    clock, limits,
    problem::{ById, Problem},
    room::{Alarm, Person, Room},
    session::{
        frames::{self, About, Me},
        incoming::{FromMaker, Opened, from_maker},
        pace::Pace,
        window::Shown,
    },
    tokens::Claims,
};

type Upgrade = Result<WebSocketUpgrade, WebSocketUpgradeRejection>;

/// `GET /ws/SLUG/moderator`
pub async fn open(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    ws: Upgrade,
) -> Response {
    let_in(app, &slug, &who, ws, Role::Moderator)
}

/// `GET /ws/SLUG/host`: the host, and with their own token the overlay.
pub async fn open_host(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    ws: Upgrade,
) -> Response {
    let_in(app, &slug, &who, ws, Role::Overlay)
}

fn let_in(app: App, slug: &str, who: &Credentials, ws: Upgrade, role: Role) -> Response {
    let check = || {
        let claims = who.role_to_change(role, slug)?;
        let room = app.node.room(slug)?;
        let ws = ws.map_err(|error| Problem::BadRequest(error.body_text()))?;
        Ok((claims, room, ws))
    };
    match check() {
        Ok((claims, room, ws)) => {
            let maker = Maker { app: app.clone(), room, claims, lang: who.lang };
            let bearer = if role == Role::Moderator { role } else { maker.claims.role };
            let seen = who.seen;
            socket::upgrade(ws, &app, bearer, async move |pipe, inbox| {
                maker.room.caught_up(seen).await;
                match role {
                    Role::Moderator => maker.serve_moderator(pipe, inbox).await,
                    _ => maker.serve_host(pipe, inbox).await,
                }
            })
        }
        Err(problem) => ApiError(problem, who.lang).into_response(),
    }
}

#[derive(Clone)]
struct Maker {
    app: App,
    room: Arc<Room>,
    claims: Claims,
    lang: Lang,
}

/// Counts one of the makers as present until it is dropped; what they claimed is theirs no more.
struct Here(Maker, Person);

impl Drop for Here {
    fn drop(&mut self) {
        let Here(maker, person) = self;
        maker.room.person(person, false);
        let claim = maker.room.read().broadcast.claims().get(&person.id).map(|claim| claim.number);
        let question = claim.and_then(|number| Some(maker.room.read().broadcast.question(number)?.id));
        if let Some(question) = question {
            let maker = maker.clone();
            // Best effort: a claim that nobody releases ends by itself.
            tokio::spawn(async move { maker.submit(clock::new_id(), Command::Release { question }).await });
        }
    }
}

type Answers = FuturesUnordered<BoxFuture<'static, Utf8Bytes>>;

impl Maker {
    fn arrive(&self) -> Here {
        let Claims { id, name, role, .. } = self.claims.clone();
        let person = Person { id, name, role };
        self.room.person(&person, true);
        Here(self.clone(), person)
    }

    async fn serve_moderator(self, mut pipe: Pipe, mut inbox: Inbox) -> Result<(), Gone> {
        let _here = self.arrive();
        let mut changed = self.room.out.changed.subscribe();
        let mut rundown = self.room.out.rundown.subscribe();
        let mut note = self.room.out.note.subscribe();
        let mut people = self.room.out.people.subscribe();
        let mut alarms = self.room.alarms.shown.subscribe();
        let mut told = None;
        let mut shown = Shown::default();
        let mut pace = Pace::default();
        let mut under_way = Answers::new();
        pipe.send(self.welcome()).await?;
        self.send_console(&mut pipe, &mut shown).await?;
        send_newest(&mut pipe, &mut rundown).await?;
        self.send_note(&mut pipe, &mut note).await?;
        self.send_alarms(&mut pipe, &mut alarms, &mut told).await?;
        loop {
            tokio::select! {
                () = self.app.stop.cancelled() => return pipe.go_away(Duration::ZERO).await,
                Some(answer) = under_way.next() => pipe.send(answer).await?,
                news = rundown.changed() => {
                    news.map_err(|_| Gone)?;
                    send_newest(&mut pipe, &mut rundown).await?;
                }
                incoming = inbox.next(), if under_way.len() < limits::IN_FLIGHT => {
                    match self.read(incoming?, &mut pipe).await? {
                        Some(FromMaker::Command(id, command)) => under_way.push(self.clone().act(id, command).boxed()),
                        Some(FromMaker::View(query)) => {
                            let frame = {
                                let state = self.room.read();
                                shown.choose(query, &state.broadcast, state.position())
                            };
                            pipe.send(frame).await?;
                        }
                        Some(FromMaker::Card(opened)) => match self.opened(opened) {
                            Some(frame) => pipe.send(frame).await?,
                            None => self.refuse(&mut pipe, (None, Refusal::NoQuestion.into())).await?,
                        },
                        Some(FromMaker::Muted) => {
                            let muted = self.room.read().broadcast.muted();
                            pipe.send(frames::muted(&muted)).await?;
                        }
                        None => {}
                    }
                }
                news = note.changed() => {
                    news.map_err(|_| Gone)?;
                    self.send_note(&mut pipe, &mut note).await?;
                }
                news = alarms.changed() => {
                    news.map_err(|_| Gone)?;
                    self.send_alarms(&mut pipe, &mut alarms, &mut told).await?;
                }
                news = changed_or_came(&mut changed, &mut people) => {
                    news?;
                    pace.changed(Instant::now());
                }
                () = sleep_until(pace.due().unwrap_or_else(Instant::now)), if pace.due().is_some() => {
                    let took = self.send_console(&mut pipe, &mut shown).await?;
                    pace.cut(Instant::now(), took);
                }
            }
        }
    }

    async fn serve_host(self, mut pipe: Pipe, mut inbox: Inbox) -> Result<(), Gone> {
        let is_overlay = self.claims.role == Role::Overlay;
        let _here = (!is_overlay).then(|| self.arrive());
        let out = &self.room.out;
        let mut rundown = if is_overlay { out.overlay.subscribe() } else { out.rundown.subscribe() };
        let mut note = out.note.subscribe();
        let mut under_way = Answers::new();
        send_newest(&mut pipe, &mut rundown).await?;
        if !is_overlay {
            self.send_note(&mut pipe, &mut note).await?;
        }
        loop {
            tokio::select! {
                () = self.app.stop.cancelled() => return pipe.go_away(Duration::ZERO).await,
                news = rundown.changed() => {
                    news.map_err(|_| Gone)?;
                    send_newest(&mut pipe, &mut rundown).await?;
                }
                Some(answer) = under_way.next() => pipe.send(answer).await?,
                incoming = inbox.next(), if under_way.len() < limits::IN_FLIGHT => {
                    if let Some(FromMaker::Command(id, command)) = self.read(incoming?, &mut pipe).await? {
                        under_way.push(self.clone().act(id, command).boxed());
                    }
                }
                news = note.changed(), if !is_overlay => {
                    news.map_err(|_| Gone)?;
                    self.send_note(&mut pipe, &mut note).await?;
                }
            }
        }
    }

    fn welcome(&self) -> Utf8Bytes {
        let node = &self.app.node;
        let topics = super::pages::titled_topics(node, self.lang);
        let places = super::pages::titled_places(node, self.lang);
        let state = self.room.read();
        let about = About {
            places,
            reasons: frames::REASONS,
            rules: node.rules().explained(self.lang.code()),
            ..About::new(&self.room.slug, &state.broadcast, topics)
        };
        let Claims { id, name, role, .. } = self.claims.clone();
        frames::welcome_moderator(state.position(), &Me { id, name, role }, &about, clock::now_ms())
    }

    /// A question, or a further page of one of its lists.
    fn opened(&self, Opened { number, list, before }: Opened) -> Option<Utf8Bytes> {
        let state = self.room.read();
        match list {
            Some(list) => {
                state.broadcast.card_page(number, list, before).map(|page| frames::card_page(&page))
            }
            None => state.broadcast.card(number).map(|card| frames::card(&card)),
        }
    }

    /// Figures, presence, and what changed in the window; says how long it took to cut it.
    async fn send_console(&self, pipe: &mut Pipe, shown: &mut Shown) -> Result<Duration, Gone> {
        let (counts, window, took) = {
            let began = Instant::now();
            let state = self.room.read();
            let mut counts = state.broadcast.counts();
            counts.viewers = self.room.viewers();
            let position = state.position();
            let window = shown.changed(&state.broadcast, position);
            (frames::counts(position, &counts), window, began.elapsed())
        };
        if let Some(window) = window {
            pipe.send(window).await?;
        }
        pipe.send(counts).await?;
        pipe.send(frames::presence(&self.room.presence())).await?;
        Ok(took)
    }

    async fn send_note(
        &self,
        pipe: &mut Pipe,
        note: &mut watch::Receiver<Option<efir_core::Note>>,
    ) -> Result<(), Gone> {
        let newest = note.borrow_and_update().clone();
        match newest {
            Some(newest) => pipe.send(frames::note(&newest)).await,
            None => Ok(()),
        }
    }

    /// What changed since they were last told; of what was over before they came they are not.
    async fn send_alarms(
        &self,
        pipe: &mut Pipe,
        alarms: &mut watch::Receiver<BTreeMap<&'static str, Alarm>>,
        told: &mut Option<BTreeMap<&'static str, Alarm>>,
    ) -> Result<(), Gone> {
        let newest = alarms.borrow_and_update().clone();
        for (code, alarm) in &newest {
            // One may begin and be over between two looks: what came of it is told all the same.
            let is_news = told.as_ref().map_or(alarm.on, |told| told.get(code) != Some(alarm));
            if is_news {
                pipe.send(frames::alarm(alarm, self.lang)).await?;
            }
        }
        *told = Some(newest);
        Ok(())
    }

    /// Reads what came in; answers by itself what is no command.
    async fn read(&self, incoming: Incoming, pipe: &mut Pipe) -> Result<Option<FromMaker>, Gone> {
        let text = match incoming {
            Incoming::Text(text) => text,
            Incoming::Ping => return pipe.ping().await.map(|()| None),
            Incoming::Silent => return pipe.close(socket::SILENT, "silent").await.map(|()| None),
            Incoming::Broken => return pipe.close(socket::BROKEN, "no UTF-8").await.map(|()| None),
            Incoming::Binary => {
                let problem = Problem::BadRequest("a text frame is needed".to_owned());
                return self.refuse(pipe, (None, problem)).await.map(|()| None);
            }
            Incoming::TooLarge => {
                self.refuse(pipe, (None, Problem::TooLarge { max: limits::FRAME_BYTES })).await?;
                return pipe.close(socket::TOO_LARGE, "too large").await.map(|()| None);
            }
        };
        match from_maker(&text, self.claims.role) {
            Ok(frame) => Ok(Some(frame)),
            Err(refusal) => self.refuse(pipe, refusal).await.map(|()| None),
        }
    }

    async fn refuse(&self, pipe: &mut Pipe, (id, problem): ById) -> Result<(), Gone> {
        metrics::counter!("efir_refusals_total", "code" => problem.code()).increment(1);
        pipe.send(frames::refused(id, &problem, self.lang)).await
    }

    async fn act(self, id: uuid::Uuid, command: Command) -> Utf8Bytes {
        match self.submit(id, command).await {
            Ok(position) => frames::done(id, position),
            Err(problem) => {
                metrics::counter!("efir_refusals_total", "code" => problem.code()).increment(1);
                frames::refused(Some(id), &problem, self.lang)
            }
        }
    }

    async fn submit(&self, id: uuid::Uuid, command: Command) -> Result<efir_log::Position, Problem> {
        let entry = Entry::new(id, clock::now_ms(), self.claims.actor(), Deed::Command(command));
        let settled = self.room.submit(&entry, None).await?;
        settled.outcome?;
        Ok(settled.position)
    }
}

async fn send_newest(pipe: &mut Pipe, frame: &mut watch::Receiver<Utf8Bytes>) -> Result<(), Gone> {
    let newest = frame.borrow_and_update().clone();
    pipe.send_if_any(newest).await
}

/// Something changed, or somebody came or left. Cancel-safe.
async fn changed_or_came(
    changed: &mut watch::Receiver<u64>,
    people: &mut watch::Receiver<Vec<Person>>,
) -> Result<(), Gone> {
    tokio::select! {
        news = changed.changed() => news.map_err(|_| Gone),
        news = people.changed() => news.map_err(|_| Gone),
    }
}
