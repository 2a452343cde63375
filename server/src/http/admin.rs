//! The administrator's page: the broadcasts with their links, a form for a new one, and opening, pausing and
//! closing, all by plain forms.

use axum::{
    extract::{Form, OriginalUri, Path, State},
    http::{HeaderValue, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use efir_core::{Command, Deed, Entry, Role};
use serde::Deserialize;

use super::{App, answer::PageError, auth::Credentials, pages};
use crate::{clock, node, problem::Problem, room::Room};

type Page = Result<Response, PageError>;

/// `GET /admin`
pub async fn page(State(app): State<App>, OriginalUri(uri): OriginalUri, who: Credentials) -> Page {
    let show = || {
        if who.link.is_some() {
            return pages::enter(&who, Role::Admin, "*", uri.path());
        }
        who.role(Role::Admin, "*")?;
        let page = render(&app, &who, None);
        Ok(page)
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

fn render(app: &App, who: &Credentials, error: Option<&Problem>) -> Response {
    let broadcasts = app.node.rooms().iter().map(|room| managed(app, room)).collect();
    let error = error.map(|problem| problem.detail(who.lang));
    let page = efir_web::AdminPage { lang: who.lang, broadcasts, error };
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Html(page.render())).into_response()
}

fn managed(app: &App, room: &Room) -> efir_web::Managed {
    let link = |page: &str, role| {
        let token = node::token(&app.node.keys, role, &room.slug, None);
        format!("{}/{page}/{}?token={token}", app.base_url, room.slug)
    };
    let state = room.read();
    efir_web::Managed {
        slug: room.slug.clone(),
        title: state.broadcast.settings().title.clone(),
        phase: state.broadcast.phase().name(),
        questions: state.broadcast.questions().len(),
        viewers: format!("{}/b/{}", app.base_url, room.slug),
        moderate: link("moderate", Role::Moderator),
        host: link("host", Role::Host),
        overlay: link("overlay", Role::Overlay),
    }
}

/// What the form for a new broadcast sends.
#[derive(Deserialize)]
pub struct New {
    slug: String,
    title: String,
}

/// `POST /admin/broadcasts`
pub async fn create(State(app): State<App>, who: Credentials, Form(new): Form<New>) -> Page {
    let admin = who.role_to_change(Role::Admin, "*").map_err(|problem| PageError(problem, who.lang))?;
    match app.node.create(new.slug.trim(), &new.title, true, admin.actor()).await {
        Ok(_) => Ok(Redirect::to("/admin").into_response()),
        Err(problem) => Ok((problem.status(), render(&app, &who, Some(&problem))).into_response()),
    }
}

/// `POST /admin/broadcasts/SLUG/open`, `pause` or `close`
pub async fn set_phase(
    State(app): State<App>,
    Path((slug, phase)): Path<(String, String)>,
    who: Credentials,
) -> Page {
    let set = async {
        let admin = who.role_to_change(Role::Admin, "*")?;
        let room = app.node.room(&slug)?;
        let command = match phase.as_str() {
            "open" => Command::Open,
            "pause" => Command::Pause,
            "close" => Command::Close,
            _ => return Err(Problem::NotFound),
        };
        let entry = Entry::new(clock::new_id(), clock::now_ms(), admin.actor(), Deed::Command(command));
        room.submit(&entry, None).await?.outcome?;
        Ok(Redirect::to("/admin").into_response())
    };
    set.await.map_err(|problem| PageError(problem, who.lang))
}
