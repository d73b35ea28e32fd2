//! Whether the service runs, and whether it can do its work.

use crate::http::{Access, Cx, Input, Problem, Route};
use axum::{
    Json,
    http::{Method, StatusCode},
};
use schemars::JsonSchema;
use serde::Serialize;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(Method::GET, "/healthz", "read_health", "Whether the process runs", Access::Anyone, alive)
            .unaudited("nobody's data")
            .probe(),
        Route::new(
            Method::GET,
            "/readyz",
            "read_readiness",
            "Whether the database answers",
            Access::Anyone,
            ready,
        )
        .unaudited("nobody's data")
        .probe(),
    ]
}

#[derive(Serialize, JsonSchema)]
pub struct Health {
    pub version: &'static str,
}

#[derive(Serialize, JsonSchema)]
pub struct Readiness {
    pub version: &'static str,
    /// What does not answer and is done without for now: `redis`, `mail`, `sms`, `openid`.
    pub left_alone: Vec<&'static str>,
}

async fn alive(_: Cx, _: Input) -> Result<Json<Health>, Problem> {
    Ok(Json(Health { version: env!("CARGO_PKG_VERSION") }))
}

async fn ready(cx: Cx, _: Input) -> Result<Json<Readiness>, Problem> {
    if !cx.app.readiness.of(&cx.app.store, cx.now).await {
        return Err(not_ready());
    }
    let open = cx.app.dependencies().into_iter().filter(|(_, is_open)| *is_open);
    let left_alone = open.map(|(name, _)| name).collect();
    Ok(Json(Readiness { version: env!("CARGO_PKG_VERSION"), left_alone }))
}

fn not_ready() -> Problem {
    let title = "The database does not answer as it has to.";
    Problem::new(StatusCode::SERVICE_UNAVAILABLE, "not_ready", title).retry(2)
}
