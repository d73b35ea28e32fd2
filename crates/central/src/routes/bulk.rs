//! Many providers in one call: each row is decided by itself, and the answer says what became of every one.

use super::{
    rows::{Row, RowView, changed, write},
    views::setup::ProviderForm,
};
use crate::http::{Access, Act, Cx, Input, Nothing, Patch, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    id::{ResourceId, Version},
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

const MOST_ROWS: usize = 200;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::POST,
            "/v1/providers/bulk",
            "write_providers",
            "Add and change up to 200 providers; each is decided by itself",
            Access::May(Permission::EditSetup),
            providers,
        )
        .body_limit(512 * 1024)
        .time_limit(Duration::from_secs(60)),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct Bulk {
    #[garde(length(min = 1, max = MOST_ROWS), dive)]
    pub rows: Vec<BulkRow>,
}

/// What is to be done; once for each row.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum BulkRow {
    Create(#[garde(dive)] Box<ProviderForm>),
    Change(#[garde(dive)] BulkChange),
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct BulkChange {
    pub id: ResourceId,
    pub patch: Patch<ProviderForm>,
}

#[derive(Serialize, JsonSchema)]
pub struct BulkDone {
    /// In the order of the rows.
    pub rows: Vec<RowOutcome>,
    pub written: usize,
    pub refused: usize,
}

#[derive(Serialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum RowOutcome {
    Written { record: Box<RowView<ProviderForm>> },
    Refused { code: &'static str, field: Option<String>, reasons: Vec<String> },
}

async fn providers(cx: Cx, input: Input<Nothing, Nothing, Bulk>) -> Result<Json<BulkDone>, Problem> {
    let mut rows = Vec::with_capacity(input.body.rows.len());
    for (at, row) in input.body.rows.into_iter().enumerate() {
        rows.push(match one(&cx.row(at), row).await {
            Ok(record) => RowOutcome::Written { record: Box::new(record) },
            // What is wrong with the database or with this service is no row's fault.
            Err(problem) if problem.status >= 500 => return Err(problem),
            Err(Problem { code, field, reasons, .. }) => RowOutcome::Refused { code, field, reasons },
        });
    }
    if !rows.iter().any(|it| matches!(it, RowOutcome::Written { .. })) {
        let tried = Act { outcome: "refused", ..Act::done("write", "resource") };
        cx.finish(cx.tenant().await?, Batch::default(), tried).await?;
    }
    let refused = rows.iter().filter(|it| matches!(it, RowOutcome::Refused { .. })).count();
    Ok(Json(BulkDone { written: rows.len() - refused, refused, rows }))
}

async fn one(cx: &Cx, row: BulkRow) -> Result<RowView<ProviderForm>, Problem> {
    match row {
        BulkRow::Create(form) => {
            let id: Uuid = cx.new_id();
            let body = form.put(id, Version::FIRST, None);
            write(cx, id, body, None).await
        }
        BulkRow::Change(BulkChange { id, patch }) => {
            let (body, base) = changed(cx, id.0, &patch).await?;
            write(cx, id.0, body, Some(base)).await
        }
    }
}
