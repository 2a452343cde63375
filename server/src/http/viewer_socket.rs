//! A viewer's socket: questions, votes and look-ups in; receipts, statuses and the shared frame out.

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{
        Path, Query, State,
        rejection::QueryRejection,
        ws::{Utf8Bytes, WebSocketUpgrade},
    },
    http::header,
    response::{IntoResponse, Response},
};
use efir_core::{Deed, Number, Role};
use efir_web::Lang;
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream::FuturesUnordered};
use serde::Deserialize;
use tokio::sync::watch;
use uuid::Uuid;

use super::{
    App,
    answer::ApiError,
    auth::Credentials,
    socket::{self, Gone, Inbox, Incoming, Pipe},
};
use crate::{
    intake::{self, Asker},
    limits,
    problem::Problem,
    room::{PublicFrames, Room},
    session::{
        frames::{self, About},
        incoming::{FromViewer, from_viewer},
    },
};

/// How a viewer's socket wants to hear of the wall: `?changes=true` only what changed, `wall` the one that it has.
#[derive(Debug, Default, Deserialize)]
pub struct Wishes {
    #[serde(default)]
    changes: bool,
    #[serde(default)]
    wall: String,
}

/// `GET /ws/SLUG/viewer`
pub async fn open(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    wishes: Result<Query<Wishes>, QueryRejection>,
    ws: Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>,
) -> Response {
    let (lang, seen, place) = (who.lang, who.seen, who.place.clone());
    let let_in = || {
        let (room, asker, cookie) = who.viewer_to_change(&slug)?;
        let ws = ws.map_err(|error| Problem::BadRequest(error.body_text()))?;
        Ok((room, asker, cookie, ws))
    };
    match let_in() {
        Ok((room, asker, cookie, ws)) => {
            let Query(wishes) = wishes.unwrap_or_default();
            let has = wishes.changes.then_some(wishes.wall);
            let viewer = Viewer { app: app.clone(), room, asker, lang, has };
            let mut response = socket::upgrade(ws, &app, Role::Viewer, async move |pipe, inbox| {
                let _place = place;
                viewer.room.caught_up(seen).await;
                viewer.serve(pipe, inbox).await
            });
            if let Some(cookie) = cookie {
                response.headers_mut().insert(header::SET_COOKIE, cookie);
            }
            response
        }
        Err(problem) => ApiError(problem, lang).into_response(),
    }
}

/// The frame for a viewer who has that wall, or who wants everything each time.
fn newest(public: &mut watch::Receiver<PublicFrames>, has: &mut Option<String>) -> Utf8Bytes {
    let frames = public.borrow_and_update();
    let Some(wall) = has else { return frames.whole.clone() };
    let (frame, now) = frames.to_one_who_has(wall);
    *wall = now;
    frame
}

#[derive(Clone)]
struct Viewer {
    app: App,
    room: Arc<Room>,
    asker: Asker,
    lang: Lang,
    /// The wall that it has, where it wants to hear only of changes.
    has: Option<String>,
}

impl Viewer {
    async fn serve(self, mut pipe: Pipe, mut inbox: Inbox) -> Result<(), Gone> {
        let _here = self.room.viewer_came();
        let mailbox = self.room.mailboxes.open(self.asker.actor.id);
        let mut public = self.room.public_frames();
        let mut has = self.has.clone();
        let mut under_way: FuturesUnordered<BoxFuture<'static, Utf8Bytes>> = FuturesUnordered::new();
        pipe.send(self.welcome()).await?;
        let first = newest(&mut public, &mut has);
        pipe.send_if_any(first).await?;
        loop {
            tokio::select! {
                () = self.app.stop.cancelled() => return pipe.go_away(self.spread()).await,
                Some(answer) = under_way.next() => pipe.send(answer).await?,
                incoming = inbox.next(), if under_way.len() < limits::IN_FLIGHT => match incoming? {
                    Incoming::Text(text) => under_way.push(self.clone().receive(text).boxed()),
                    Incoming::Ping => pipe.ping().await?,
                    Incoming::Silent => return pipe.close(socket::SILENT, "silent").await,
                    Incoming::Broken => return pipe.close(socket::BROKEN, "no UTF-8").await,
                    Incoming::Binary => pipe.send(self.not_text()).await?,
                    Incoming::TooLarge => {
                        pipe.send(self.too_large()).await?;
                        return pipe.close(socket::TOO_LARGE, "too large").await;
                    }
                },
                numbers = mailbox.changed() => for number in numbers {
                    if let Some(frame) = self.status(number) {
                        pipe.send(frame).await?;
                    }
                },
                changed = public.changed() => {
                    changed.map_err(|_| Gone)?;
                    let frame = newest(&mut public, &mut has);
                    pipe.send(frame).await?;
                }
            }
        }
    }

    /// Over how long viewers are told to go where the server ends: a millisecond for each, within half of the drain.
    fn spread(&self) -> Duration {
        let each = Duration::from_millis(self.room.viewers() as u64);
        each.min(self.app.config.drain / 2)
    }

    fn welcome(&self) -> Utf8Bytes {
        let (mine, voted) = intake::of_viewer(&self.app.node, &self.room, self.asker.actor.id, self.lang);
        // A page that the server rendered has no use for the topics, and they would be most of the frame.
        let topics = match self.has {
            Some(_) => Vec::new(),
            None => super::pages::titled_topics(&self.app.node, self.lang),
        };
        let state = self.room.read();
        let about = About::new(&self.room.slug, &state.broadcast, topics);
        frames::welcome_viewer(state.position(), self.asker.actor.id, &about, &mine, &voted)
    }

    fn status(&self, number: Number) -> Option<Utf8Bytes> {
        intake::receipted(&self.app.node, &self.room, number, self.lang).map(|mine| frames::status(&mine))
    }

    fn not_text(&self) -> Utf8Bytes {
        frames::refused(None, &Problem::BadRequest("a text frame is needed".to_owned()), self.lang)
    }

    fn too_large(&self) -> Utf8Bytes {
        frames::refused(None, &Problem::TooLarge { max: limits::FRAME_BYTES }, self.lang)
    }

    /// One frame in, one frame out.
    async fn receive(self, text: String) -> Utf8Bytes {
        let (id, answer) = match from_viewer(&text) {
            Ok(frame) => self.act(frame).await,
            Err((id, problem)) => (id, Err(problem)),
        };
        answer.unwrap_or_else(|problem| {
            metrics::counter!("efir_refusals_total", "code" => problem.code()).increment(1);
            frames::refused(id, &problem, self.lang)
        })
    }

    async fn act(&self, frame: FromViewer) -> (Option<Uuid>, Result<Utf8Bytes, Problem>) {
        let (node, room) = (&self.app.node, &self.room);
        match frame {
            FromViewer::Ask(input) => {
                let id = input.id;
                let receipt = intake::ask(node, room, &self.asker, input).await;
                (Some(id), receipt.map(|receipt| frames::receipt(&receipt)))
            }
            FromViewer::Vote { question, on, id } => self.deed(id, Deed::Vote { question, on }).await,
            FromViewer::Withdraw { question, id } => self.deed(id, Deed::Withdraw { question }).await,
            FromViewer::Similar { text } => {
                let found = intake::similar(node, room, &self.asker, &text).await;
                (None, found.map(|found| frames::similar(&text, &found)))
            }
        }
    }

    async fn deed(&self, id: Option<Uuid>, deed: Deed) -> (Option<Uuid>, Result<Utf8Bytes, Problem>) {
        let id = id.unwrap_or_else(crate::clock::new_id);
        let done = intake::deed(&self.app.node, &self.room, &self.asker, Some(id), deed).await;
        (Some(id), done.map(|()| frames::done(id, self.room.read().position())))
    }
}
