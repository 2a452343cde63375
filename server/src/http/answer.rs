//! Turns a [`Problem`] into an answer: `application/problem+json` for programs, a page for people. And the
//! reading of bodies, so that a bad one is refused in the same way everywhere.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::BytesRejection},
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{Html, IntoResponse, Response},
};
use efir_web::Lang;
use serde_json::{Value, json};

use crate::{limits, problem::Problem};

/// A problem for a program.
#[derive(Debug)]
pub struct ApiError(pub Problem, pub Lang);

/// A problem for a person.
#[derive(Debug)]
pub struct PageError(pub Problem, pub Lang);

fn retry_after(problem: &Problem, headers: &mut HeaderMap) {
    if let Some(ms) = problem.retry_after_ms() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(ms.div_ceil(1000)));
    }
}

/// The body of `application/problem+json`, as RFC 9457 has it.
pub fn problem_json(problem: &Problem, lang: Lang) -> Value {
    let status = problem.status();
    let mut body = json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "code": problem.code(),
        "detail": problem.detail(lang),
    });
    if let Some(ms) = problem.retry_after_ms() {
        body["retry_after_ms"] = ms.into();
    }
    if let Some(number) = problem.number() {
        body["number"] = number.into();
    }
    body
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let ApiError(problem, lang) = self;
        metrics::counter!("efir_refusals_total", "code" => problem.code()).increment(1);
        let body = problem_json(&problem, lang).to_string();
        let mut response = (problem.status(), body).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, json);
        retry_after(&problem, response.headers_mut());
        response
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let PageError(problem, lang) = self;
        metrics::counter!("efir_refusals_total", "code" => problem.code()).increment(1);
        let page =
            efir_web::ErrorPage::new(lang, problem.status().as_u16(), problem.code(), problem.detail(lang));
        let mut response = (problem.status(), Html(page.render())).into_response();
        retry_after(&problem, response.headers_mut());
        response
    }
}

/// The language that a request asks for: `?lang=`, then the cookie, then what the browser prefers.
pub fn lang(parts: &Parts) -> Lang {
    lang_of(parts.uri.query(), &parts.headers)
}

/// The same from the parts that a handler has.
pub fn lang_of(query: Option<&str>, headers: &HeaderMap) -> Lang {
    let asked = query.into_iter().flat_map(|q| q.split('&')).find_map(|pair| pair.strip_prefix("lang="));
    let kept = super::auth::cookie(headers, LANG_COOKIE);
    let preferred = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    asked
        .and_then(Lang::parse)
        .or_else(|| kept.as_deref().and_then(Lang::parse))
        .unwrap_or_else(|| Lang::from_accept(preferred.unwrap_or_default()))
}

/// Keeps the language that was chosen by the switch.
pub const LANG_COOKIE: &str = "efir-lang";

/// A JSON body, no larger than a frame that says the same; its problems are answered as all others are.
pub struct JsonBody(pub Value);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let lang = lang_of(request.uri().query(), request.headers());
        let bytes =
            Bytes::from_request(request, state).await.map_err(|error| ApiError(body(&error), lang))?;
        if bytes.len() > limits::FRAME_BYTES {
            return Err(ApiError(Problem::TooLarge { max: limits::FRAME_BYTES }, lang));
        }
        serde_json::from_slice(&bytes)
            .map(JsonBody)
            .map_err(|error| ApiError(Problem::BadRequest(error.to_string()), lang))
    }
}

fn body(error: &BytesRejection) -> Problem {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::TooLarge { max: limits::FRAME_BYTES },
        _ => Problem::BadRequest(error.body_text()),
    }
}
