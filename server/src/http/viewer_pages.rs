//! The pages of those who ask: the one to ask on and the receipt. Everything on them works by plain forms; the
//! modules in `web/static/viewer` make them live.

use axum::{
    extract::{Form, OriginalUri, Path, State, rejection::FormRejection},
    http::{HeaderValue, Uri, header},
    response::{IntoResponse, Redirect, Response},
};
use efir_core::{Deed, Role, audience::PublicQuestion};
use efir_web::Lang;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    App, CSP,
    answer::PageError,
    auth::Credentials,
    pages::{Page, enter, html, with_cookie, with_lang},
};
use crate::{
    clock,
    intake::{self, Asker},
    limits,
    problem::Problem,
    room::{Room, wall_id},
    session::{frames::Receipted, incoming::AskInput},
};

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
        let page = viewer_page(&app, &room, &asker, who.lang, is_whole(&uri), None);
        Ok(with_lang(&who, &uri, with_cookie(cookie, with_video(&room, html(page.render())))))
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

/// Lets the page frame the broadcast's picture, and nothing from anywhere else.
fn with_video(room: &Room, mut response: Response) -> Response {
    let state = room.read();
    let policy = state.broadcast.settings().video_origin().map(|origin| format!("{CSP}; frame-src {origin}"));
    if let Some(policy) = policy.and_then(|policy| HeaderValue::from_str(&policy).ok()) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response
}

fn viewer_page(
    app: &App,
    room: &Room,
    asker: &Asker,
    lang: Lang,
    whole: bool,
    refused: Option<(Problem, AskForm)>,
) -> efir_web::ViewerPage {
    let (mine, voted) = intake::of_viewer(&app.node, room, asker.actor.id, lang);
    let (_, public) = room.public();
    let state = room.read();
    let settings = state.broadcast.settings();
    let (problem, form) = refused.unzip();
    let form = form.unwrap_or_default();
    let shown = if whole { public.wall.len() } else { on_page(&public.wall) };
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
        air_from: settings.air_from,
        video: settings.video.clone(),
        on_air: public.on_air.as_ref().map(public_question),
        wall: public.wall[..shown].iter().map(public_question).collect(),
        whole,
        wall_more: public.wall.len() - shown,
        wall_id: wall_id(&public.wall),
        questions: public.counts.questions,
        answered: public.counts.answered,
        mine: mine.iter().map(mine_question).collect(),
        voted: voted.iter().map(Uuid::to_string).collect(),
        question_id: form.id.unwrap_or_else(clock::new_id).to_string(),
        text: form.text,
        name: form.name.unwrap_or_default(),
        place: form.place.unwrap_or_default(),
        error: problem.map(|problem| problem.detail(lang)),
    }
}

/// Whether the page is asked for with the whole wall, however long its texts are.
fn is_whole(uri: &Uri) -> bool {
    uri.query().is_some_and(|query| query.split('&').any(|part| part == "wall=whole"))
}

/// How many questions of the wall the first view has: as many as its weight allows, and one at least.
fn on_page(wall: &[PublicQuestion]) -> usize {
    let mut left = limits::WALL_PAGE_CHARACTERS;
    let fits = |question: &&PublicQuestion| match left.checked_sub(question.text.chars().count()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    wall.iter().take_while(fits).count().max(wall.len().min(1))
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
        message: found.message.clone(),
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
}

/// `POST /b/SLUG`: a question from a browser without scripts. What was typed comes back with what was wrong.
pub async fn ask_by_form(
    State(app): State<App>,
    Path(slug): Path<String>,
    who: Credentials,
    form: Result<Form<AskForm>, FormRejection>,
) -> Page {
    let lang = who.lang;
    let ask = async {
        let (room, asker, cookie) = who.viewer_to_change(&slug)?;
        let form = read(form)?;
        let input = AskInput {
            id: form.id.unwrap_or_else(clock::new_id),
            text: form.text.clone(),
            name: form.name.clone(),
            place: form.place.clone(),
            topic: None,
        };
        let answer = match intake::ask(&app.node, &room, &asker, input).await {
            Ok(receipt) => Redirect::to(&format!("/b/{slug}/q/{}", receipt.receipt)).into_response(),
            Err(problem) => {
                let status = problem.status();
                let page = viewer_page(&app, &room, &asker, lang, false, Some((problem, form)));
                (status, with_video(&room, html(page.render()))).into_response()
            }
        };
        Ok(with_cookie(cookie, answer))
    };
    ask.await.map_err(|problem| PageError(problem, lang))
}

fn read<T>(form: Result<Form<T>, FormRejection>) -> Result<T, Problem> {
    form.map(|Form(form)| form).map_err(|error| Problem::BadRequest(error.body_text()))
}

/// What the wall's buttons send: a question to ask, too, or not any more.
#[derive(Debug, Deserialize)]
pub struct VoteForm {
    vote: Option<Uuid>,
    unvote: Option<Uuid>,
}

/// `POST /b/SLUG/votes`: "I ask this too", from a browser without scripts.
pub async fn vote_by_form(
    State(app): State<App>,
    Path(slug): Path<String>,
    OriginalUri(uri): OriginalUri,
    who: Credentials,
    form: Result<Form<VoteForm>, FormRejection>,
) -> Page {
    let lang = who.lang;
    let vote = async {
        let (room, asker, cookie) = who.viewer_to_change(&slug)?;
        let form = read(form)?;
        let question = form.vote.or(form.unvote).ok_or(Problem::BadRequest("vote".to_owned()))?;
        let deed = Deed::Vote { question, on: form.vote.is_some() };
        intake::deed(&app.node, &room, &asker, None, deed).await?;
        let query = if is_whole(&uri) { "?wall=whole" } else { "" };
        Ok(with_cookie(cookie, Redirect::to(&format!("/b/{slug}{query}#wall")).into_response()))
    };
    vote.await.map_err(|problem| PageError(problem, lang))
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
        let page = receipt_page(&app, &room, &receipt, &who, None)?;
        Ok(with_lang(&who, &uri, html(page.render())))
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

/// `POST /b/SLUG/q/RECEIPT`: takes the question back, from the browser that asked it.
pub async fn withdraw_by_form(
    State(app): State<App>,
    Path((slug, receipt)): Path<(String, String)>,
    who: Credentials,
) -> Page {
    let withdraw = async {
        who.own_page()?;
        let room = app.node.room(&slug)?;
        let found = intake::find_receipt(&app.node, &room, &receipt, who.lang).ok_or(Problem::NotFound)?;
        let (asker, _) = who.viewer(&room)?;
        let deed = Deed::Withdraw { question: found.mine.id };
        match intake::deed(&app.node, &room, &asker, None, deed).await {
            Ok(()) => Ok(Redirect::to(&format!("/b/{slug}/q/{receipt}")).into_response()),
            Err(problem) => {
                let page = receipt_page(&app, &room, &receipt, &who, Some(problem.detail(who.lang)))?;
                Ok((problem.status(), html(page.render())).into_response())
            }
        }
    };
    withdraw.await.map_err(|problem| PageError(problem, who.lang))
}

fn receipt_page(
    app: &App,
    room: &Room,
    receipt: &str,
    who: &Credentials,
    error: Option<String>,
) -> Result<efir_web::ReceiptPage, Problem> {
    let found = intake::find_receipt(&app.node, room, receipt, who.lang).ok_or(Problem::NotFound)?;
    let asker = who.viewer(room).ok().map(|(asker, _)| asker.actor.id);
    let state = room.read();
    let question = state.broadcast.question(found.mine.number);
    let author =
        question.and_then(|question| state.broadcast.viewer(question.viewer)).map(|viewer| viewer.id);
    let settings = state.broadcast.settings();
    Ok(efir_web::ReceiptPage {
        lang: who.lang,
        slug: room.slug.clone(),
        title: settings.title.clone(),
        air_from: settings.air_from,
        question: mine_question(&found),
        address: format!("{}/b/{}/q/{receipt}", app.base_url, room.slug),
        own: asker.is_some() && asker == author,
        error,
    })
}
