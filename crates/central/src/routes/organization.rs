//! The caller's own organization. No route takes the id of one: it is the token's.

use crate::http::{Access, Act, Cx, Input, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use schemars::JsonSchema;
use serde::Serialize;
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::GET,
        "/v1/organization",
        "read_organization",
        "The organization of whoever asks",
        Access::SignedIn,
        read,
    )]
}

#[derive(Serialize, JsonSchema)]
pub struct Organization {
    pub id: Uuid,
    pub version: u64,
    pub name: String,
    #[serde(rename = "type")]
    pub kind: &'static str,
}

async fn read(cx: Cx, _: Input) -> Result<Json<Organization>, Problem> {
    let it = &cx.caller()?.configuration.setup.organization;
    let answer =
        Organization { id: it.id.0, version: it.version.0, name: it.name.clone(), kind: it.kind.as_str() };
    let tenant = cx.tenant().await?;
    cx.finish(tenant, Batch::default(), Act::done("read", "organization").on(it.id)).await?;
    Ok(Json(answer))
}
