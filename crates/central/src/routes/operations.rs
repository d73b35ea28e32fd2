//! Taking back what was done, within the minutes that an undo has.

use crate::http::{Access, Cx, Input, Problem, Route};
use axum::{Json, http::Method};
use clinic_domain::{id::OpId, operation::OperationBody};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::POST,
        "/v1/operations/{operation}/undo",
        "undo_operation",
        "Take back what an operation did, as long as nobody has touched it since; its id is the key that it was sent with",
        // The arbiter asks whoever takes it back for the permission to do what was done.
        Access::SignedIn,
        undo,
    )]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct OperationPath {
    pub operation: OpId,
}

#[derive(Serialize, JsonSchema)]
pub struct Undone {
    /// That of the undo itself.
    pub operation: OpId,
    pub rows: Vec<UndoneRow>,
}

/// A row that is as it was before, in a version of its own.
#[derive(Serialize, JsonSchema)]
pub struct UndoneRow {
    pub kind: &'static str,
    pub id: Uuid,
    pub version: u64,
}

async fn undo(cx: Cx, input: Input<OperationPath>) -> Result<Json<Undone>, Problem> {
    let performed = cx.operate(OperationBody::Undo { of: input.path.operation }, None).await?;
    let row = |it: &clinic_domain::operation::Change| {
        let (kind, id) = it.object();
        UndoneRow { kind, id, version: it.version().0 }
    };
    Ok(Json(Undone { operation: performed.op, rows: performed.changes.iter().map(row).collect() }))
}
