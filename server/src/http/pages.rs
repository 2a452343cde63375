//! The pages that people open: filled from the state, rendered by `efir_web`, readable before any script runs.
//! Those of the viewer are in `viewer_pages`, the administrator's in `admin`.

use axum::{
    extract::{OriginalUri, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use efir_core::Role;
use efir_web::Lang;

use super::{
    App,
    answer::{LANG_COOKIE, PageError},
    auth::Credentials,
};
use crate::{node::Node, problem::Problem, room::Room, session::frames::Titled};

pub(super) type Page = Result<Response, PageError>;

/// Keeps the language that was chosen by the switch, in `?lang=`.
pub(super) fn with_lang(who: &Credentials, uri: &Uri, response: Response) -> Response {
    let chosen = uri.query().is_some_and(|query| query.split('&').any(|pair| pair.starts_with("lang=")));
    let cookie = chosen.then(|| who.set_cookie(LANG_COOKIE, who.lang.code()));
    with_cookie(cookie, response)
}

pub(super) fn with_cookie(cookie: Option<HeaderValue>, mut response: Response) -> Response {
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// A page is made for one person at one moment: no cache may keep it.
pub(super) fn html(page: String) -> Response {
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

/// A screen for a role: by a link the cookie is set and the address made clean, then the page is shown.
pub fn screen(
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
            return enter(who, role, slug, &without_token(uri));
        }
        who.role(role, slug)?;
        let title = room.read().broadcast.settings().title.clone();
        Ok(with_lang(who, uri, html(render(who.lang, slug.to_owned(), title))))
    };
    show().map_err(|problem| PageError(problem, who.lang))
}

/// The address without the token, and with what else it says: a theme, the name of a screen.
fn without_token(uri: &Uri) -> String {
    let rest = uri.query().unwrap_or_default().split('&').filter(|pair| !pair.starts_with("token="));
    let rest: Vec<&str> = rest.filter(|pair| !pair.is_empty()).collect();
    if rest.is_empty() { uri.path().to_owned() } else { format!("{}?{}", uri.path(), rest.join("&")) }
}

/// Keeps a link's token as a cookie and goes to the clean address, so that the token is not shown or passed on.
pub fn enter(who: &Credentials, role: Role, slug: &str, to: &str) -> Result<Response, Problem> {
    let cookie = who.cookie_for_link(role, slug)?;
    Ok(with_cookie(Some(cookie), Redirect::to(to).into_response()))
}

/// `GET /static/…`: modules, styles and fonts. Their addresses change with their content, so they are kept for good.
/// They say as little as they can beside what they hold: a phone gets thirteen of them.
pub async fn asset(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = efir_web::asset(&path, |encoding| takes(&headers, encoding)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = asset.bytes.into_response();
    let mut say = |name, value| response.headers_mut().insert(name, HeaderValue::from_static(value));
    say(header::CONTENT_TYPE, asset.mime);
    say(header::CACHE_CONTROL, "max-age=31536000, immutable");
    say(header::VARY, "accept-encoding");
    if let Some(encoding) = asset.encoding {
        say(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// Whether a browser takes that encoding: it names it, and not with a weight of nothing.
fn takes(headers: &HeaderMap, encoding: &str) -> bool {
    let said = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut offers =
        said.flat_map(|value| value.split(',')).map(|offer| offer.split_once(';').unwrap_or((offer, "")));
    offers.any(|(name, weight)| {
        let none =
            weight.trim().strip_prefix("q=").and_then(|q| q.parse().ok()).is_some_and(|q: f32| q <= 0.0);
        name.trim().eq_ignore_ascii_case(encoding) && !none
    })
}

/// `GET /host-sw.js`: the host's screen without network. Its address stays, and may answer for `/host/…`; browsers
/// ask for it anew by themselves.
pub async fn host_worker() -> impl IntoResponse {
    let headers =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")];
    (headers, efir_web::HOST_WORKER)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_taken_where_it_is_named_and_weighs_something() {
        let takes = |said: &'static str, encoding| {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(said))]);
            super::takes(&headers, encoding)
        };
        assert!(takes("gzip, deflate, br, zstd", "br") && takes("gzip;q=0.5,BR ; q=1", "br"));
        assert!(!takes("gzip, deflate", "br") && !takes("br;q=0, gzip", "br") && !takes("", "br"));
        assert!(!super::takes(&HeaderMap::new(), "gzip"));
    }
}
