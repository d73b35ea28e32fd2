//! Many providers, or many people, in one call: each row is decided by itself, and the answer says what became of every one.
//! What would pass a limit of the organization's tier is refused as a whole, before anything is written.

use super::{
    invitations::OneTimeCode,
    rows::{Row, RowView, changed, standing, write},
    views::{people::PersonForm, setup::ProviderForm},
};
use crate::{
    auth::invitation,
    http::{Access, Act, Cx, Input, Nothing, Patch, Problem, Route},
};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    arbitration::check_all_providers,
    id::{PersonId, Version},
    operation::OperationBody,
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;
use uuid::Uuid;

const MOST_ROWS: usize = 200;

pub fn providers() -> Route {
    let about = "Add and change up to 200 providers; each is decided by itself";
    let access = Access::May(Permission::EditSetup);
    route("/v1/providers/bulk", "write_providers", about, access, write_providers)
}

pub fn people() -> Route {
    let about = "Add and change up to 200 people of the staff, and invite those who are new; each is decided by itself";
    let access = Access::May(Permission::InvitePeople);
    route("/v1/people/bulk", "write_people", about, access, write_people).fresh_mfa()
}

fn route<B, A, F, Fut>(
    path: &'static str,
    name: &'static str,
    about: &'static str,
    access: Access,
    handle: F,
) -> Route
where
    B: crate::http::route::Content,
    A: crate::http::route::Answer + 'static,
    F: Fn(Cx, Input<Nothing, Nothing, B>) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<A, Problem>> + Send + 'static,
{
    let route = Route::new(Method::POST, path, name, about, access, handle);
    route.body_limit(512 * 1024).time_limit(Duration::from_secs(60))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields, bound = "")]
#[garde(allow_unvalidated)]
#[schemars(rename = "{R}Bulk")]
pub struct Bulk<R: Row> {
    #[garde(length(min = 1, max = MOST_ROWS), dive)]
    pub rows: Vec<BulkRow<R>>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct PeopleBulk {
    #[garde(length(min = 1, max = MOST_ROWS), dive)]
    pub rows: Vec<BulkRow<PersonForm>>,
    /// Whether those who are added get an invitation, by mail where they have an address.
    #[serde(default)]
    pub invite: bool,
}

/// What is to be done; once for each row.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(rename_all = "snake_case", deny_unknown_fields, bound = "")]
#[schemars(rename = "{R}BulkRow")]
pub enum BulkRow<R: Row> {
    Create(#[garde(dive)] Box<R>),
    Change(#[garde(dive)] BulkChange<R>),
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields, bound = "")]
#[garde(allow_unvalidated)]
#[schemars(rename = "{R}BulkChange")]
pub struct BulkChange<R: Row> {
    pub id: Uuid,
    pub patch: Patch<R>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{R}BulkDone")]
pub struct BulkDone<R: Row> {
    /// In the order of the rows.
    pub rows: Vec<RowOutcome<R>>,
    pub written: usize,
    pub refused: usize,
}

#[derive(Serialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "snake_case")]
#[schemars(rename = "{R}RowOutcome")]
pub enum RowOutcome<R: Row> {
    Written { record: Box<RowView<R>> },
    Refused { code: &'static str, field: Option<String>, reasons: Vec<String> },
}

#[derive(Serialize, JsonSchema)]
pub struct PeopleDone {
    #[serde(flatten)]
    pub done: BulkDone<PersonForm>,
    /// Shown now and never again.
    pub invitations: Vec<InvitedView>,
}

#[derive(Serialize, JsonSchema)]
pub struct InvitedView {
    pub person: Uuid,
    #[serde(flatten)]
    pub invitation: OneTimeCode,
}

async fn write_providers(
    cx: Cx,
    input: Input<Nothing, Nothing, Bulk<ProviderForm>>,
) -> Result<Json<BulkDone<ProviderForm>>, Problem> {
    within_tier(&cx, &input.body.rows).await?;
    Ok(Json(write_all(&cx, input.body.rows).await?))
}

async fn write_people(
    cx: Cx,
    input: Input<Nothing, Nothing, PeopleBulk>,
) -> Result<Json<PeopleDone>, Problem> {
    let PeopleBulk { rows, invite } = input.body;
    let is_new: Vec<bool> = rows.iter().map(|it| matches!(it, BulkRow::Create(_))).collect();
    let done = write_all(&cx, rows).await?;
    let mut invitations = Vec::new();
    for (outcome, _) in done.rows.iter().zip(is_new).filter(|it| invite && it.1) {
        let RowOutcome::Written { record } = outcome else { continue };
        let invited = invitation::invite(&cx, PersonId(record.id)).await?;
        invitations.push(InvitedView { person: record.id, invitation: invited.into() });
    }
    Ok(Json(PeopleDone { done, invitations }))
}

/// Whether all of it together has room. One that comes at the same moment is told row by row.
async fn within_tier(cx: &Cx, rows: &[BulkRow<ProviderForm>]) -> Result<(), Problem> {
    let configuration = cx.latest_configuration().await?;
    let wanted = rows.iter().enumerate().filter_map(|(at, row)| {
        let body = match row {
            BulkRow::Create(form) => (**form).clone().put(cx.row(at).new_id(), Version::FIRST, None),
            BulkRow::Change(BulkChange { id, patch }) => {
                let stands = standing::<ProviderForm>(&configuration, *id)?;
                patch.on(&ProviderForm::of(stands)).ok()?.put(*id, Version::FIRST, Some(stands))
            }
        };
        if let OperationBody::ResourcePut(it) = body { Some(it) } else { None }
    });
    let wanted: Vec<_> = wanted.collect();
    check_all_providers(&configuration.setup, &wanted).map_err(Problem::over_limit)
}

async fn write_all<R: Row>(cx: &Cx, rows: Vec<BulkRow<R>>) -> Result<BulkDone<R>, Problem> {
    let mut outcomes = Vec::with_capacity(rows.len());
    for (at, row) in rows.into_iter().enumerate() {
        outcomes.push(match one(&cx.row(at), row).await {
            Ok(record) => RowOutcome::Written { record: Box::new(record) },
            // What is wrong with the database or with this service is no row's fault.
            Err(problem) if problem.status >= 500 => return Err(problem),
            Err(Problem { code, field, reasons, .. }) => RowOutcome::Refused { code, field, reasons },
        });
    }
    let written = outcomes.iter().filter(|it| matches!(it, RowOutcome::Written { .. })).count();
    if written == 0 {
        let tried = Act { outcome: "refused", ..Act::done("write", R::NAME) };
        cx.finish(cx.tenant().await?, Batch::default(), tried).await?;
    }
    Ok(BulkDone { written, refused: outcomes.len() - written, rows: outcomes })
}

async fn one<R: Row>(cx: &Cx, row: BulkRow<R>) -> Result<RowView<R>, Problem> {
    match row {
        BulkRow::Create(form) => {
            let id: Uuid = cx.new_id();
            let body = form.put(id, Version::FIRST, None);
            write(cx, id, body, None).await
        }
        BulkRow::Change(BulkChange { id, patch }) => {
            let (body, base) = changed(cx, id, &patch).await?;
            write(cx, id, body, Some(base)).await
        }
    }
}
