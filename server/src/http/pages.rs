//! The pages that people open: filled from the state, rendered by `efir_web`, readable before any script runs.

use axum::{
    extract::{Form, OriginalUri, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use efir_core::{Role, audience::PublicQuestion};
use efir_web::Lang;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    App,
    answer::{LANG_COOKIE, PageError},
    auth::Credentials,
};
use crate::{
    clock,
    intake::{self, Asker},
    limits,
    node::Node,
    problem::Problem,
    room::Room,
    session::{
        frames::{Receipted, Titled},
        incoming::AskInput,
    },
};

type Page = Result<Response, PageError>;

/// Keeps the language that was chosen by the switch, in `?lang=`.
fn with_lang(who: &Credentials, uri: &Uri, response: Response) -> Response {
    let chosen = uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("lang=")));
    let cookie = chosen.then(|| who.set_cookie(LANG_COOKIE, who.lang.code()));
    with_cookie(cookie, response)
}

fn with_cookie(cookie: Option<HeaderValue>, mut response: Response) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A page is made for one person at one moment: no cache may keep it.
fn html(page: String) -> Response {
    ([(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))], Html(page)).into_response()
}

/// `GET /`: the open broadcasts.
pub async fn home(State(app): State<App>, OriginalUri(uri): OriginalUri, who: Credentials) -> Response {
    let broadcasts = app.node.rooms().iter().map(|room| listed(room)).collect();
    with_lang(&who, &uri, html(efir_web::Home { lang: who.lang, broadcasts }.render()))
}

fn listed(room: &Room) -> efir_web::Listed {
    let state = room.read();
    efir_web::Listed {
        slug: room.slug.clone(),
        title: state.broadcast.settings().title.clone(),
        phase: state.broadcast.phase().name(),
        questions: state.broadcast.questions().len(),
    }
}

/// `GET /b/SLUG`: the page to ask on.
pub async fn viewer(
    State(app): State<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    who: Credentials,
) -> Page {
    let show = || {
        let room = app.node.room(&slug)?;
        if who.link.is_some() {
            return enter(&who, Role::Viewer, &slug, &format!("/b/{slug}"));
        }
        let (asker, cookie) = who.viewer(&room)?;
        let page = viewer_page(&app, &room, &asker, who.lang, None);
        Ok(with_lang(&who, &uri, with_cookie(cookie, html(page.render()))))
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

fn viewer_page(
    app: &App,
    room: &Room,
    asker: &Asker,
    lang: Lang,
    refused: Option<(Problem, AskForm)>,
) -> efir_web::ViewerPage {
    let (mine, voted) = intake::of_viewer(&app.node, room, asker.actor.id);
    let topics = titled_topics(&app.node, lang);
    let (_, public) = room.public();
    let state = room.read();
    let settings = state.broadcast.settings();
    let (problem, form) = refused.unzip();
    let form = form.unwrap_or_default();
    efir_web::ViewerPage {
        lang,
        slug: room.slug.clone(),
        title: settings.title.clone(),
        phase: public.phase.name(),
        limits: efir_web::TextLimits {
            text: settings.text_max as usize,
            name: limits::LINE_GRAPHEMES,
            place: limits::LINE_GRAPHEMES,
        },
        topics: topics.into_iter().map(|topic| (topic.id, topic.title)).collect(),
        on_air: public.on_air.as_ref().map(public_question),
        wall: public.wall.iter().map(public_question).collect(),
        mine: mine.iter().map(mine_question).collect(),
        voted: voted.iter().map(Uuid::to_string).collect(),
        question_id: form.id.unwrap_or_else(clock::new_id).to_string(),
        text: form.text,
        name: form.name.unwrap_or_default(),
        place: form.place.unwrap_or_default(),
        topic: form.topic.unwrap_or_default(),
        error: problem.map(|problem| problem.detail(lang)),
    }
}

fn public_question(question: &PublicQuestion) -> efir_web::PublicQuestion {
    efir_web::PublicQuestion {
        id: question.id.to_string(),
        number: question.number,
        text: question.text.clone(),
        name: question.name.clone(),
        place: question.place.clone(),
        same: question.same,
        status: question.status.name(),
        since: question.since,
    }
}

fn mine_question(found: &Receipted) -> efir_web::MyQuestion {
    let mine = &found.mine;
    efir_web::MyQuestion {
        id: mine.id.to_string(),
        number: mine.number,
        text: mine.text.clone(),
        status: mine.status.name(),
        root_status: mine.root_status.map(|status| status.name()),
        duplicate_number: mine.duplicate_number,
        same: mine.same,
        rank: mine.rank,
        reason: mine.reason.clone(),
        at: mine.at,
        receipt: found.receipt.clone(),
    }
}

/// What the form on the viewer's page sends.
#[derive(Debug, Default, Deserialize)]
pub struct AskForm {
    id: Option<Uuid>,
    #[serde(default)]
    text: String,
    name: Option<String>,
    place: Option<String>,
    topic: Option<String>,
}

/// `POST /b/SLUG`: a question from a browser without scripts. What was typed comes back with what was wrong.
pub async fn ask_by_form(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    form: Result<Form<AskForm>, axum::extract::rejection::FormRejection>,
) -> Page {
    let lang = who.lang;
    let ask = async {
        who.own_page()?;
        let room = app.node.room(&slug)?;
        let (asker, cookie) = who.viewer(&room)?;
        let Form(form) = form.map_err(|error| Problem::BadRequest(error.body_text()))?;
        let input = AskInput {
            id: form.id.unwrap_or_else(clock::new_id),
            text: form.text.clone(),
            name: form.name.clone(),
            place: form.place.clone(),
            topic: form.topic.clone().filter(|topic| !topic.is_empty()),
        };
        let answer = match intake::ask(&app.node, &room, &asker, input).await {
            Ok(receipt) => Redirect::to(&format!("/b/{slug}/q/{}", receipt.receipt)).into_response(),
            Err(problem) => {
                let status = problem.status();
                let page = viewer_page(&app, &room, &asker, lang, Some((problem, form)));
                (status, html(page.render())).into_response()
            }
        };
        Ok(with_cookie(cookie, answer))
    };
    ask.await.map_err(|problem| PageError(problem, lang))
}

/// `GET /b/SLUG/q/RECEIPT`: what became of a question.
pub async fn receipt(
    State(app): State<App>,
    Path((slug, receipt)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    who: Credentials,
) -> Page {
    let show = || {
        let room = app.node.room(&slug)?;
        let found = intake::find_receipt(&app.node, &room, &receipt).ok_or(Problem::NotFound)?;
        let title = room.read().broadcast.settings().title.clone();
        let question = mine_question(&found);
        let page = efir_web::ReceiptPage { lang: who.lang, slug: slug.clone(), title, question };
        Ok(with_lang(&who, &uri, html(page.render())))
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

/// `GET /moderate/SLUG`: the console.
pub async fn moderate(
    State(app): State<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    who: Credentials,
) -> Page {
    screen(&app, Role::Moderator, &slug, &uri, &who, |lang, slug, title| {
        efir_web::ModeratePage { lang, slug, title }.render()
    })
}

/// `GET /host/SLUG`: the host's screen.
pub async fn host(
    State(app): State<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    who: Credentials,
) -> Page {
    screen(&app, Role::Host, &slug, &uri, &who, |lang, slug, title| {
        efir_web::HostPage { lang, slug, title }.render()
    })
}

/// `GET /overlay/SLUG`: what goes over the broadcast's picture.
pub async fn overlay(
    State(app): State<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    who: Credentials,
) -> Page {
    screen(&app, Role::Overlay, &slug, &uri, &who, |lang, slug, title| {
        efir_web::OverlayPage { lang, slug, title }.render()
    })
}

/// A screen for a role: by a link the cookie is set and the address made clean, then the page is shown.
fn screen(
    app: &App,
    role: Role,
    slug: &str,
    uri: &Uri,
    who: &Credentials,
    render: impl FnOnce(Lang, String, String) -> String,
) -> Page {
    let show = || {
        let room = app.node.room(slug)?;
        if who.link.is_some() {
            return enter(who, role, slug, uri.path());
        }
        who.role(role, slug)?;
        let title = room.read().broadcast.settings().title.clone();
        Ok(with_lang(who, uri, html(render(who.lang, slug.to_owned(), title))))
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

/// Keeps a link's token as a cookie and goes to the clean address, so that the token is not shown or passed on.
pub fn enter(who: &Credentials, role: Role, slug: &str, to: &str) -> Result<Response, Problem> {
    let cookie = who.cookie_for_link(role, slug)?;
    Ok(with_cookie(Some(cookie), Redirect::to(to).into_response()))
}

/// `GET /static/…`: modules, styles and fonts. Their addresses change with their content, so they are kept for good.
pub async fn asset(Path(path): Path<String>, who: Credentials) -> Page {
    match efir_web::asset(&path) {
        Some(asset) => {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.mime));
            headers.insert(
                header::CACHE_CONTROL,
                HeaderValue::from_static("public, max-age=31536000, immutable"),
            );
            Ok((StatusCode::OK, headers, asset.bytes).into_response())
        }
        None => Err(PageError(Problem::NotFound, who.lang)),
    }
}

/// No such page.
pub async fn not_found(who: Credentials) -> PageError {
    PageError(Problem::NotFound, who.lang)
}

/// The topics of the rules in force, with their titles.
pub fn titled_topics(node: &Node, lang: Lang) -> Vec<Titled> {
    let rules = node.rules();
    titled(rules.topics(), &rules.titles(lang.code()))
}

/// The places of the rules in force, with their titles.
pub fn titled_places(node: &Node, lang: Lang) -> Vec<Titled> {
    let rules = node.rules();
    titled(rules.places(), &rules.titles(lang.code()))
}

fn titled(ids: Vec<String>, titles: &std::collections::BTreeMap<String, String>) -> Vec<Titled> {
    ids.into_iter().map(|id| Titled { title: titles.get(&id).unwrap_or(&id).clone(), id }).collect()
}
