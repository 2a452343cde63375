//! What machines ask: is it alive, is it ready, how does it do.

use axum::{extract::State, http::StatusCode};

use super::App;

/// Alive.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready: not stopping.
pub async fn readyz(State(app): State<App>) -> (StatusCode, &'static str) {
    match app.stop.is_cancelled() {
        true => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
        false => (StatusCode::OK, "ready\n"),
    }
}

/// The figures, as Prometheus reads them.
pub async fn metrics(State(app): State<App>) -> String {
    for room in app.node.rooms() {
        let state = room.read();
        let labels = [("broadcast", room.slug.clone())];
        metrics::gauge!("efir_log_offset", &labels).set(state.broadcast.offset() as f64);
        metrics::gauge!("efir_questions", &labels).set(state.broadcast.questions().len() as f64);
        metrics::gauge!("efir_viewers", &labels).set(room.viewers() as f64);
    }
    app.metrics.render()
}
