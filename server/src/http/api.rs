//! The API under `/api/v1`, for other programs and for pages without a socket.

use axum::{
    Json,
    extract::{OriginalUri, Path, Query, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header, uri::InvalidUri},
    response::{IntoResponse, Response},
};
use efir_core::{Deed, Entry, Role, audience::Rundown, window};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    App,
    answer::{ApiError, JsonBody},
    auth::Credentials,
};
use crate::{
    clock, intake,
    problem::Problem,
    session::{
        frames::Receipted,
        incoming::{self, AskInput},
    },
};

type Answer<T> = Result<T, ApiError>;

/// A body as the type that the route takes.
fn parse<T: for<'de> Deserialize<'de>>(body: Value) -> Result<T, Problem> {
    serde_json::from_value(body).map_err(|error| Problem::BadRequest(error.to_string()))
}

fn with_cookie(cookie: Option<HeaderValue>) -> HeaderMap {
    cookie.into_iter().map(|value| (header::SET_COOKIE, value)).collect()
}

/// `POST /broadcasts`
pub async fn create(State(app): State<App>, who: Credentials, JsonBody(body): JsonBody) -> Answer<Response> {
    #[derive(Deserialize)]
    struct New {
        slug: String,
        title: String,
        anonymous: Option<bool>,
    }
    let lang = who.lang;
    let create = async {
        let admin = who.role_to_change(Role::Admin, "*")?;
        let New { slug, title, anonymous } = parse(body)?;
        let room = app.node.create(&slug, &title, anonymous.unwrap_or(true), admin.actor()).await?;
        let body = json!({"slug": slug, "title": room.read().broadcast.settings().title});
        Ok((StatusCode::CREATED, Json(body)).into_response())
    };
    create.await.map_err(|problem| ApiError(problem, lang))
}

/// `POST /broadcasts/SLUG/questions`
pub async fn ask(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    JsonBody(body): JsonBody,
) -> Answer<Response> {
    let lang = who.lang;
    let ask = async {
        let (room, asker, cookie) = who.viewer_to_change(&slug)?;
        let input: AskInput = parse(body)?;
        let receipt = intake::ask(&app.node, &room, &asker, input).await?;
        Ok((with_cookie(cookie), Json(receipt)).into_response())
    };
    ask.await.map_err(|problem| ApiError(problem, lang))
}

/// `GET /broadcasts/SLUG/questions/RECEIPT`
pub async fn receipt(
    State(app): State<App>,
    Path((slug, receipt)): Path<(String, String)>,
    who: Credentials,
) -> Answer<Json<Receipted>> {
    let find = || {
        let room = app.node.room(&slug)?;
        intake::find_receipt(&app.node, &room, &receipt, who.lang).ok_or(Problem::NotFound)
    };
    find().map(Json).map_err(|problem| ApiError(problem, who.lang))
}

/// `POST /broadcasts/SLUG/similar`: questions like what is typed. No `GET`: what people type is in no server's log.
pub async fn similar(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    JsonBody(body): JsonBody,
) -> Answer<Response> {
    #[derive(Deserialize)]
    struct Typed {
        text: String,
    }
    let find = async {
        let (room, asker, cookie) = who.viewer_to_change(&slug)?;
        let Typed { text } = parse(body)?;
        let questions = intake::similar(&app.node, &room, &asker, &text).await?;
        Ok((with_cookie(cookie), Json(json!({"text": text, "questions": questions}))).into_response())
    };
    find.await.map_err(|problem| ApiError(problem, who.lang))
}

/// `POST /broadcasts/SLUG/votes`
pub async fn vote(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    JsonBody(body): JsonBody,
) -> Answer<Response> {
    #[derive(Deserialize)]
    struct Vote {
        id: Option<Uuid>,
        question: Uuid,
        on: bool,
    }
    viewer_deed(&app, &slug, who, body, |Vote { id, question, on }| (id, Deed::Vote { question, on })).await
}

/// `POST /broadcasts/SLUG/withdrawals`
pub async fn withdraw(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    JsonBody(body): JsonBody,
) -> Answer<Response> {
    #[derive(Deserialize)]
    struct Withdraw {
        id: Option<Uuid>,
        question: Uuid,
    }
    viewer_deed(&app, &slug, who, body, |Withdraw { id, question }| (id, Deed::Withdraw { question })).await
}

async fn viewer_deed<T: for<'de> Deserialize<'de>>(
    app: &App,
    slug: &str,
    who: Credentials,
    body: Value,
    deed: impl FnOnce(T) -> (Option<Uuid>, Deed),
) -> Answer<Response> {
    let lang = who.lang;
    let act = async {
        let (room, asker, cookie) = who.viewer_to_change(slug)?;
        let (id, deed) = deed(parse(body)?);
        intake::deed(&app.node, &room, &asker, id, deed).await?;
        Ok((with_cookie(cookie), StatusCode::NO_CONTENT).into_response())
    };
    act.await.map_err(|problem| ApiError(problem, lang))
}

/// `GET /broadcasts/SLUG/questions`: one window of the queue.
pub async fn questions(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    OriginalUri(uri): OriginalUri,
) -> Answer<Response> {
    #[derive(Serialize)]
    struct Window {
        position: String,
        total: usize,
        rows: Vec<window::Row>,
    }
    let list = || {
        who.role(Role::Moderator, &slug)?;
        let room = app.node.room(&slug)?;
        let query = window_query(&uri)?;
        let state = room.read();
        let found = state.broadcast.window(&query);
        let rows = found.numbers.iter().filter_map(|number| state.broadcast.row(*number)).collect();
        Ok(Json(Window { position: state.position().to_string(), total: found.total, rows }).into_response())
    };
    list().map_err(|problem| ApiError(problem, who.lang))
}

/// The window that an address asks for. `topic=` with nothing behind it is a field of a form that was left empty.
fn window_query(uri: &Uri) -> Result<window::Query, Problem> {
    let given = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.ends_with('='));
    let query = format!("/?{}", given.collect::<Vec<_>>().join("&"));
    let query = query.parse().map_err(|error: InvalidUri| Problem::BadRequest(error.to_string()))?;
    let Query(query) = Query::try_from_uri(&query).map_err(|error| Problem::BadRequest(error.body_text()))?;
    Ok(query)
}

/// `POST /broadcasts/SLUG/commands`
pub async fn command(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    JsonBody(body): JsonBody,
) -> Answer<Json<Value>> {
    let lang = who.lang;
    let act = async {
        let claims = who.role_to_change(Role::Host, &slug)?;
        let room = app.node.room(&slug)?;
        let (id, command) = incoming::command(body, claims.role).map_err(|(_, problem)| problem)?;
        let entry = Entry::new(id, clock::now_ms(), claims.actor(), Deed::Command(command));
        let settled = room.submit(&entry, None).await?;
        settled.outcome?;
        Ok(Json(json!({"id": id, "position": settled.position.to_string()})))
    };
    act.await.map_err(|problem| ApiError(problem, lang))
}

/// `GET /broadcasts/SLUG/rundown`
pub async fn rundown(State(app): State<App>, Path(slug): Path<String>, who: Credentials) -> Answer<Response> {
    #[derive(Serialize)]
    struct At {
        position: String,
        #[serde(flatten)]
        rundown: Rundown,
    }
    let show = || {
        who.role(Role::Host, &slug)?;
        let room = app.node.room(&slug)?;
        let (position, rundown) = room.rundown();
        Ok(Json(At { position: position.to_string(), rundown }).into_response())
    };
    show().map_err(|problem| ApiError(problem, who.lang))
}

/// `GET /broadcasts/SLUG/public`: what viewers see, for a phone without a socket.
pub async fn public(State(app): State<App>, Path(slug): Path<String>, who: Credentials) -> Answer<Response> {
    let room = app.node.room(&slug).map_err(|problem| ApiError(problem, who.lang))?;
    let frame = room.public_frames().borrow().whole.clone();
    Ok(([(header::CONTENT_TYPE, "application/json")], frame.to_string()).into_response())
}

/// No such address.
pub async fn not_found(who: Credentials) -> ApiError {
    ApiError(Problem::NotFound, who.lang)
}

/// No such method at this address.
pub async fn method_not_allowed(who: Credentials) -> ApiError {
    ApiError(Problem::MethodNotAllowed, who.lang)
}
