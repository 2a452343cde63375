//! What machines ask: is it alive, is it ready, how does it do.

use axum::{extract::State, http::StatusCode};

use super::App;

/// Alive.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready: not stopping, not behind the log, not cut off from it, and not at odds with it.
pub async fn readyz(State(app): State<App>) -> (StatusCode, String) {
    let unready = if app.stop.is_cancelled() { Some("stopping") } else { app.node.unready() };
    match unready {
        Some(why) => (StatusCode::SERVICE_UNAVAILABLE, format!("{why}\n")),
        None => (StatusCode::OK, "ready\n".to_owned()),
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
