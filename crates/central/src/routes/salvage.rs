//! What desks that nobody signs in on any more still had to send, and what an administrator does about it.

use super::views::time::Moment;
use crate::{
    http::{Access, Act, CURSOR_LENGTH, Cx, Done, Input, Nothing, Page, Problem, Route},
    salvage::{self, Outbox},
};
use axum::{Json, http::Method};
use central_store::{Batch, Salvaged};
use clinic_domain::{
    id::{DeviceId, OpId, PersonId},
    people::Permission,
};
use clinic_protocol::sync::{OpResult, PUSH_BYTES, PUSH_OPERATIONS};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const SALVAGE: &str = "/v1/sync/salvage";

pub fn routes() -> Vec<Route> {
    let manages = Access::May(Permission::ManageDevices);
    vec![
        Route::new(
            Method::POST,
            SALVAGE,
            "salvage_operations",
            "What a desk that nobody may sign in on still had to send: kept for an administrator, and not decided",
            Access::Anyone,
            keep,
        )
        .body_limit(2 * PUSH_BYTES),
        Route::new(
            Method::GET,
            "/v1/salvaged-operations",
            "list_salvaged",
            "Operations that were salvaged from desks",
            manages,
            list,
        ),
        Route::new(
            Method::POST,
            "/v1/salvaged-operations/{salvaged}/apply",
            "apply_salvaged",
            "Have it decided now, as whoever decided it at the desk; what is refused goes on waiting",
            manages,
            apply,
        )
        .fresh_mfa(),
        Route::new(
            Method::POST,
            "/v1/salvaged-operations/{salvaged}/discard",
            "discard_salvaged",
            "Throw it away: what stands in it is gone",
            manages,
            discard,
        )
        .fresh_mfa(),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SalvageBody {
    /// The organization's short name.
    #[garde(length(max = 63))]
    pub organization: String,
    #[garde(skip)]
    pub device: DeviceId,
    /// As the desk wrote them for a push, one a line.
    #[garde(length(min = 1, max = PUSH_OPERATIONS), inner(length(min = 1, max = 65_536)))]
    #[schemars(inner(length(max = 65_536)))]
    pub operations: Vec<String>,
    /// This request with the hash of the operations, joined by line feeds, signed with the key of the desk.
    #[garde(length(max = 1024))]
    pub proof: String,
}

#[derive(Serialize, JsonSchema)]
pub struct SalvageView {
    /// Those that were not there yet.
    pub kept: usize,
    /// All of this desk that wait for an administrator.
    pub waiting: u64,
}

async fn keep(cx: Cx, input: Input<Nothing, Nothing, SalvageBody>) -> Result<Json<SalvageView>, Problem> {
    let SalvageBody { organization, device, operations, proof } = &input.body;
    let outbox = Outbox { organization, device: *device, lines: operations, proof };
    let kept = salvage::keep(&cx, &outbox, SALVAGE).await?;
    Ok(Json(SalvageView { kept: kept.kept, waiting: kept.waiting }))
}

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct SalvagedQuery {
    /// Those too that somebody has settled.
    #[serde(default)]
    pub all: bool,
    #[serde(skip_serializing)]
    #[garde(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing)]
    #[garde(length(max = CURSOR_LENGTH))]
    pub cursor: Option<String>,
}

/// An operation without what stands in it.
#[derive(Serialize, JsonSchema)]
pub struct SalvagedView {
    pub id: Uuid,
    pub device: DeviceId,
    pub received_at: Moment,
    /// Absent for what this version of the service cannot read, and for what was discarded.
    pub operation: Option<SalvagedOperation>,
    pub settled: Option<SettledView>,
}

#[derive(Serialize, JsonSchema)]
pub struct SalvagedOperation {
    pub id: OpId,
    /// `book`, `cancel` and so on.
    pub kind: &'static str,
    pub author: PersonId,
    pub author_name: Option<String>,
    /// By the desk's clock.
    pub decided_at: Moment,
    /// Whether the patient was told.
    pub is_promised: bool,
}

#[derive(Serialize, JsonSchema)]
pub struct SettledView {
    /// `applied` or `discarded`.
    pub outcome: String,
    pub by: PersonId,
    pub at: Moment,
}

async fn list(cx: Cx, input: Input<Nothing, SalvagedQuery>) -> Result<Json<Page<SalvagedView>>, Problem> {
    let query = input.query;
    let list = cx.list("list_salvaged", &query, query.limit)?;
    let after: Option<Uuid> = list.after(query.cursor.as_deref())?;
    let mut tenant = cx.tenant().await?;
    let found = tenant.salvaged(query.all, after.unwrap_or(Uuid::nil()), list.limit + 1).await?;
    cx.finish(tenant, Batch::default(), Act::done("list", "salvaged_operation")).await?;
    let caller = cx.caller()?;
    let name =
        |of: PersonId| caller.configuration.people.iter().find(|it| it.id == of).map(|it| it.name.clone());
    let view = |it: Salvaged| {
        let opened = salvage::opened(&cx.app.secrets, caller.organization, &it);
        SalvagedView {
            id: it.id,
            device: it.device,
            received_at: Moment(it.received_at),
            operation: opened.map(|(it, _)| SalvagedOperation {
                id: it.id,
                kind: it.body.kind(),
                author: it.author,
                author_name: name(it.author),
                decided_at: Moment(it.at),
                is_promised: it.promised_to_patient,
            }),
            settled: it.settled.map(|(outcome, by, at)| SettledView { outcome, by, at: Moment(at) }),
        }
    };
    Ok(Json(list.page(found, |it| it.id).map(view)))
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct SalvagedPath {
    pub salvaged: Uuid,
}

async fn apply(cx: Cx, input: Input<SalvagedPath>) -> Result<Json<OpResult>, Problem> {
    salvage::apply(&cx, input.path.salvaged).await.map(Json)
}

async fn discard(cx: Cx, input: Input<SalvagedPath>) -> Result<Done, Problem> {
    salvage::discard(&cx, input.path.salvaged).await?;
    Ok(Done)
}
