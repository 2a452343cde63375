//! What machines ask: is it alive, is it ready, how does it do.

use axum::{extract::State, http::StatusCode};
use efir_log::Concern;

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

/// The figures, as Prometheus reads them. What each is good for is told in `docs/operations/`.
pub async fn metrics(State(app): State<App>) -> String {
    let ready = !app.stop.is_cancelled() && app.node.unready().is_none();
    metrics::gauge!("efir_ready").set(f64::from(u8::from(ready)));
    let is_unsafe = |concern: &Concern| matches!(concern, Concern::Unsafe { .. });
    let unsafe_ones = app.node.concerns().iter().filter(|concern| is_unsafe(concern)).count();
    metrics::gauge!("efir_redis_unsafe").set(unsafe_ones as f64);
    metrics::gauge!("efir_connections").set(app.admission.open() as f64);
    metrics::gauge!("efir_arriving").set(app.admission.arriving() as f64);
    for room in app.node.rooms() {
        let (position, questions) = {
            let state = room.read();
            (state.position(), state.broadcast.questions().len())
        };
        let labels = [("broadcast", room.slug.clone())];
        metrics::gauge!("efir_log_offset", &labels).set(position.offset as f64);
        metrics::gauge!("efir_log_damaged", &labels).set(f64::from(u8::from(room.alarms.is_damaged())));
        metrics::gauge!("efir_log_lag", &labels).set(room.alarms.lag() as f64);
        metrics::gauge!("efir_watermark_lag", &labels).set(room.watermark_lag() as f64);
        metrics::gauge!("efir_append_queue", &labels).set(room.append_queue() as f64);
        metrics::gauge!("efir_intake_queue", &labels).set(room.desk.under_way() as f64);
        metrics::gauge!("efir_questions", &labels).set(questions as f64);
        metrics::gauge!("efir_viewers", &labels).set(room.viewers() as f64);
        // A counter that has counted nothing is there all the same, or nobody could be told when it begins.
        metrics::counter!("efir_epoch_changes_total", &labels).increment(0);
        metrics::counter!("efir_heals_total", &labels).increment(0);
    }
    app.metrics.render()
}
