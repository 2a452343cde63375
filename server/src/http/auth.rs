//! Who asks: by bearer token, by a link's token, or by the cookie that the link set.

use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, Query},
    http::{HeaderMap, HeaderValue, header, request::Parts},
};
use cookie::{Cookie, SameSite, time::Duration};
use efir_core::{Actor, Role};
use efir_log::Position;
use efir_web::Lang;
use serde::Deserialize;

use super::{App, answer, origin};
use crate::{
    clock,
    doors::admission::Place,
    intake::Asker,
    node,
    problem::Problem,
    room::Room,
    tokens::{Claims, Keys},
};

/// How long a cookie stays, in days; as long as a token is good.
const COOKIE_DAYS: i64 = 30;
const VIEWER_COOKIE: &str = "efir-viewer";
/// As many cookies are looked at as one who moderates many broadcasts may have.
const TOKENS_MAX: usize = 16;

/// What of a request says who asks.
pub struct Credentials {
    headers: HeaderMap,
    /// The token in a link.
    pub link: Option<String>,
    /// How far the screen was that comes back.
    pub seen: Option<Position>,
    /// The language to answer in.
    pub lang: Lang,
    /// Where the request comes from.
    pub address: std::net::IpAddr,
    /// Its place among the viewers' connections.
    pub place: Option<Place>,
    app: App,
}

#[derive(Deserialize)]
struct Link {
    token: Option<String>,
    position: Option<String>,
}

impl FromRequestParts<App> for Credentials {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let link = Query::<Link>::try_from_uri(&parts.uri).ok().map(|query| query.0);
        let peer = parts.extensions.get::<axum::extract::ConnectInfo<std::net::SocketAddr>>();
        let peer = peer.map_or(std::net::SocketAddr::from(([127, 0, 0, 1], 0)), |info| info.0);
        Ok(Credentials {
            address: origin::address(peer, &parts.headers, &app.config.trusted_proxies),
            lang: answer::lang(parts),
            place: parts.extensions.get().cloned(),
            headers: parts.headers.clone(),
            seen: link.as_ref().and_then(|link| link.position.as_deref()?.parse().ok()),
            link: link.and_then(|link| link.token),
            app: app.clone(),
        })
    }
}

/// A cookie of a request.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    cookies(headers).find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix("Bearer ").or_else(|| value.strip_prefix("bearer ")).map(str::trim)
}

/// Whether a request bears a token of one of those who make a broadcast, whichever it is. What it may do is decided
/// where it is done; this costs the same whatever it says.
pub fn is_maker(parts: &Parts, keys: &Keys) -> bool {
    let link = Query::<Link>::try_from_uri(&parts.uri).ok().and_then(|query| query.0.token);
    let cookies = cookies(&parts.headers)
        .filter(|(name, _)| name.strip_prefix("efir-").is_some_and(|whose| !whose.starts_with("viewer")));
    let kept = cookies.map(|(_, token)| token).take(TOKENS_MAX);
    let mut tokens = bearer(&parts.headers).into_iter().chain(link.as_deref()).chain(kept);
    let now = clock::now_ms();
    tokens.any(|token| keys.open(token, now).is_some_and(|claims| claims.role > Role::Viewer))
}

fn cookie_name(role: Role, slug: &str) -> String {
    match role {
        Role::Admin => "efir-admin".to_owned(),
        role => format!("efir-{}-{slug}", role.name()),
    }
}

impl Credentials {
    fn open(&self, token: &str) -> Option<Claims> {
        self.app.node.keys().open(token, clock::now_ms())
    }

    /// The claims by which the request may be this role in that broadcast.
    pub fn role(&self, role: Role, slug: &str) -> Result<Claims, Problem> {
        if let Some(token) = bearer(&self.headers).or(self.link.as_deref()) {
            let claims = self.open(token).ok_or(Problem::BadToken)?;
            return claims.is(role, slug).then_some(claims).ok_or(Problem::Forbidden);
        }
        let roles =
            [Role::Overlay, Role::Host, Role::Moderator, Role::Admin].into_iter().filter(|r| *r >= role);
        let kept = roles.filter_map(|role| cookie(&self.headers, &cookie_name(role, slug)));
        let mut opened = kept.filter_map(|token| self.open(&token));
        opened.find(|claims| claims.is(role, slug)).ok_or(Problem::Unauthorized)
    }

    /// Like [`Credentials::role`], for a request that changes something: a browser's must come from our own page.
    pub fn role_to_change(&self, role: Role, slug: &str) -> Result<Claims, Problem> {
        self.own_page()?;
        self.role(role, slug)
    }

    /// Refuses another site's page.
    pub fn own_page(&self) -> Result<(), Problem> {
        origin::check(&self.headers, self.app.config.public_url.as_deref())
    }

    /// Who asks questions: the bearer of a token, or anybody where the broadcast allows it. The cookie to set
    /// comes along for one who is new.
    pub fn viewer(&self, room: &Room) -> Result<(Asker, Option<HeaderValue>), Problem> {
        let asker = |claims: &Claims| Asker {
            actor: Actor { role: Role::Viewer, id: claims.id, name: None },
            address: Some(self.address),
            channel: "web",
        };
        if let Some(token) = bearer(&self.headers).or(self.link.as_deref()) {
            let claims = self.open(token).ok_or(Problem::BadToken)?;
            let may = claims.is(Role::Viewer, &room.slug);
            return may.then(|| (asker(&claims), None)).ok_or(Problem::Forbidden);
        }
        let kept =
            cookie(&self.headers, &cookie_name(Role::Viewer, &room.slug)).and_then(|token| self.open(&token));
        if let Some(claims) = kept.filter(|claims| claims.is(Role::Viewer, &room.slug)) {
            return Ok((asker(&claims), None));
        }
        if !room.read().broadcast.settings().anonymous {
            return Err(Problem::Unauthorized);
        }
        match cookie(&self.headers, VIEWER_COOKIE).and_then(|token| self.open(&token)) {
            Some(claims) => Ok((asker(&claims), None)),
            None => {
                let token = node::token(&self.app.node.keys(), Role::Viewer, "", None);
                let claims = self.open(&token).ok_or(Problem::Internal)?;
                Ok((asker(&claims), Some(self.set_cookie(VIEWER_COOKIE, &token))))
            }
        }
    }

    /// The same for a viewer who asks, votes or withdraws from a page of this server: their broadcast, too.
    pub fn viewer_to_change(&self, slug: &str) -> Result<(Arc<Room>, Asker, Option<HeaderValue>), Problem> {
        self.own_page()?;
        let room = self.app.node.room(slug)?;
        let (asker, cookie) = self.viewer(&room)?;
        Ok((room, asker, cookie))
    }

    /// A link's token as a cookie. Each browser gets an id of its own, so that two who opened the same
    /// link are two people to their colleagues.
    pub fn cookie_for_link(&self, role: Role, slug: &str) -> Result<HeaderValue, Problem> {
        let mut claims = self.role(role, slug)?;
        claims.id = clock::new_id();
        if claims.name.is_none() && claims.role >= Role::Moderator {
            let number = claims.id.as_bytes()[15] % 90 + 10;
            claims.name = Some(
                efir_web::t(self.lang, "moderator-name", &[("number", number.to_string().into())]).into(),
            );
        }
        let token = self.app.node.keys().seal(&claims);
        Ok(self.set_cookie(
            &cookie_name(if claims.role == Role::Admin { Role::Admin } else { role }, slug),
            &token,
        ))
    }

    /// A cookie that scripts do not see and other sites do not send.
    pub fn set_cookie(&self, name: &str, value: &str) -> HeaderValue {
        let cookie = Cookie::build((name, value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(self.app.base_url.starts_with("https://"))
            .max_age(Duration::days(COOKIE_DAYS));
        // Names are ours and tokens are ASCII; another value would be dropped, not sent.
        HeaderValue::from_str(&cookie.to_string()).unwrap_or_else(|_| HeaderValue::from_static(""))
    }
}
