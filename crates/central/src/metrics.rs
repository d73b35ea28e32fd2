//! What Prometheus reads: counts and times by route and status; no organization's or person's name in any label.

use axum::http::StatusCode;
use std::time::Duration;

pub fn answered(route: &'static str, status: StatusCode, took: Duration) {
    let labels = [("route", route.to_owned()), ("status", status.as_u16().to_string())];
    metrics::counter!("http_requests_total", &labels).increment(1);
    metrics::histogram!("http_response_seconds", "route" => route).record(took.as_secs_f64());
}
