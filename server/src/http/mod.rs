//! The server's doors: routes, who may pass, and what is answered. What happens behind is in `intake`, `room`
//! and `session`.

mod admin;
pub mod answer;
mod api;
pub mod auth;
mod export;
mod moderator_socket;
mod origin;
mod overlay;
mod pages;
mod rules;
mod socket;
mod status;
mod viewer_pages;
mod viewer_socket;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, header},
    routing::{any, get, post},
};
use metrics_exporter_prometheus::PrometheusHandle;
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer,
    set_header::SetResponseHeaderLayer, timeout::RequestBodyTimeoutLayer,
};

use crate::{config::Config, doors::admission::Admission, lanes::Lanes, limits, node::Node};

/// What every handler may reach.
#[derive(Clone)]
pub struct App {
    /// The node.
    pub node: Arc<Node>,
    /// The options in force.
    pub config: Arc<Config>,
    /// The address that links begin with.
    pub base_url: Arc<str>,
    /// The figures of `/metrics`.
    pub metrics: PrometheusHandle,
    /// Cancelled when the server is to end.
    pub stop: CancellationToken,
    /// The sockets that are open: the server ends after they were told.
    pub sockets: TaskTracker,
    /// Where makers and where viewers are served.
    pub lanes: Lanes,
    /// How many viewers are let in.
    pub admission: Admission,
}

/// Scripts, styles, fonts, pictures and sockets come from here and nowhere else; nothing inline runs.
pub(crate) const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; \
    connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'self'";

/// How hard a page is packed: with brotli, the least that is smaller than what gzip makes of it.
const PACKING: i32 = 5;

/// All routes.
pub fn router(app: App) -> Router {
    let pages = Router::new()
        .route("/", get(pages::home))
        .route("/b/{slug}", get(viewer_pages::viewer).post(viewer_pages::ask_by_form))
        .route("/b/{slug}/votes", post(viewer_pages::vote_by_form))
        .route("/b/{slug}/q/{receipt}", get(viewer_pages::receipt).post(viewer_pages::withdraw_by_form))
        .route("/moderate/{slug}", get(pages::moderate))
        .route("/host/{slug}", get(pages::host))
        .route("/host-sw.js", get(pages::host_worker))
        .route("/overlay/{slug}", get(overlay::page))
        .route("/overlay/{slug}/data.json", get(overlay::data_json))
        .route("/overlay/{slug}/data.xml", get(overlay::data_xml))
        .route("/overlay/{slug}/ograf/{file}", get(overlay::ograf))
        .route("/admin", get(admin::page))
        .route("/admin/broadcasts", post(admin::create))
        .route("/admin/broadcasts/{slug}/settings", post(admin::set))
        .route("/admin/broadcasts/{slug}/{phase}", post(admin::set_phase));
    let api = Router::new()
        .route("/broadcasts", post(api::create))
        .route("/broadcasts/{slug}/questions", post(api::ask).get(api::questions))
        .route("/broadcasts/{slug}/questions/{receipt}", get(api::receipt))
        .route("/broadcasts/{slug}/similar", post(api::similar))
        .route("/broadcasts/{slug}/votes", post(api::vote))
        .route("/broadcasts/{slug}/withdrawals", post(api::withdraw))
        .route("/broadcasts/{slug}/commands", post(api::command))
        .route("/broadcasts/{slug}/rundown", get(api::rundown))
        .route("/broadcasts/{slug}/public", get(api::public))
        .route("/broadcasts/{slug}/rules", get(rules::files))
        .route(
            "/broadcasts/{slug}/rules/diff",
            post(rules::diff).layer(DefaultBodyLimit::max(limits::RULES_BYTES)),
        )
        .route("/broadcasts/{slug}/export", get(export::download))
        .fallback(api::not_found)
        .method_not_allowed_fallback(api::method_not_allowed);
    let sockets = Router::new()
        .route("/ws/{slug}/viewer", any(viewer_socket::open))
        .route("/ws/{slug}/moderator", any(moderator_socket::open))
        .route("/ws/{slug}/host", any(moderator_socket::open_host));
    pages
        .nest("/api/v1", api)
        // A socket is no page: it is not compressed and has no use for the headers.
        .layer(CompressionLayer::new().quality(CompressionLevel::Precise(PACKING)))
        .merge(sockets)
        .route("/healthz", get(status::healthz))
        .route("/readyz", get(status::readyz))
        .route("/metrics", get(status::metrics))
        .fallback(pages::not_found)
        .layer(DefaultBodyLimit::max(limits::BODY_BYTES))
        .layer(RequestBodyTimeoutLayer::new(limits::BODY_TIMEOUT))
        .layer(fixed_header(header::CONTENT_SECURITY_POLICY, CSP))
        .layer(fixed_header(header::REFERRER_POLICY, "same-origin"))
        // Files are packed already, and are no pages: a page's headers would weigh as much as some of them do.
        .route("/static/{*path}", get(pages::asset))
        .layer(fixed_header(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(CatchPanicLayer::new())
        .with_state(app)
}

fn fixed_header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}
