//! Decisions that lost: what desks promised while they were cut off, and somebody else was ahead of. The clinic's people work
//! through them: take one on, hand it back, and say what became of it.

use super::{
    availability,
    views::conflict::{ConflictView, Surroundings},
};
use crate::http::{Access, Act, CURSOR_LENGTH, Cx, Input, Nothing, Page, Problem, Route};
use axum::{Json, http::Method};
use central_store::{Batch, Conflicts};
use clinic_domain::{
    conflict::{BookingConflict, ConflictOutcome},
    id::{ConflictId, LocationId, OpId, Version},
    operation::{Base, OperationBody},
    people::Permission,
    time::Instant,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub fn routes() -> Vec<Route> {
    let (sees, works) = (Access::May(Permission::ViewDay), Access::May(Permission::Book));
    let one = "/v1/conflicts/{conflict}";
    vec![
        Route::new(
            Method::GET,
            "/v1/conflicts",
            "list_conflicts",
            "Promises of desks that somebody else was ahead of, by when the visit was to begin",
            sees,
            list,
        ),
        Route::new(Method::GET, one, "read_conflict", "A promise that could not be kept", sees, read),
        Route::new(
            Method::POST,
            "/v1/conflicts/{conflict}/claim",
            "claim_conflict",
            "Take care of it, so that nobody else calls the patient as well",
            works,
            claim,
        ),
        Route::new(
            Method::POST,
            "/v1/conflicts/{conflict}/release",
            "release_conflict",
            "Hand it back to whoever comes",
            works,
            release,
        ),
        Route::new(
            Method::POST,
            "/v1/conflicts/{conflict}/resolve",
            "resolve_conflict",
            "Say what became of it, with the operation that gave the patient what they have now",
            works,
            resolve,
        ),
    ]
}

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ConflictsQuery {
    pub location: Option<LocationId>,
    /// Those too that somebody has resolved.
    #[serde(default)]
    pub all: bool,
    #[serde(skip_serializing)]
    #[garde(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing)]
    #[garde(length(max = CURSOR_LENGTH))]
    pub cursor: Option<String>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ConflictPath {
    pub conflict: ConflictId,
}

/// As it was seen.
#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct SeenConflict {
    #[garde(range(min = 1, max = 9_007_199_254_740_991_u64))]
    pub version: u64,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ResolveForm {
    #[garde(range(min = 1, max = 9_007_199_254_740_991_u64))]
    pub version: u64,
    pub outcome: ConflictOutcome,
    /// What gave the patient what they have now: the key that it was sent with. Needed unless it was given up.
    #[serde(default)]
    pub operation: Option<OpId>,
    #[serde(default)]
    #[garde(length(chars, max = 500))]
    pub note: String,
}

async fn list(cx: Cx, input: Input<Nothing, ConflictsQuery>) -> Result<Json<Page<ConflictView>>, Problem> {
    let query = input.query;
    let list = cx.list("list_conflicts", &query, query.limit)?;
    let after: Option<(Instant, ConflictId)> = list.after(query.cursor.as_deref())?;
    let wanted = Conflicts { location: query.location, resolved: query.all };
    let mut tenant = cx.tenant().await?;
    let found = tenant.conflicts(wanted, after, list.limit + 1).await?;
    let page = list.page(found, |it| (it.starts_at, it.id));
    let surroundings = Surroundings::of(&cx, &mut tenant, &page.items).await?;
    let shown: Vec<_> = page.items.iter().map(|it| it.patient).collect();
    let items = page.items.into_iter().map(|it| view(&cx, &surroundings, it)).collect::<Result<_, _>>()?;
    cx.finish(tenant, Batch::default(), Act::done("list", "booking_conflict").about(shown)).await?;
    Ok(Json(Page { items, next: page.next }))
}

async fn read(cx: Cx, input: Input<ConflictPath>) -> Result<Json<ConflictView>, Problem> {
    shown(&cx, input.path.conflict, "read").await
}

async fn claim(
    cx: Cx,
    input: Input<ConflictPath, Nothing, SeenConflict>,
) -> Result<Json<ConflictView>, Problem> {
    let conflict = input.path.conflict;
    settle(&cx, conflict, input.body.version, OperationBody::ConflictClaim { conflict }).await
}

async fn release(
    cx: Cx,
    input: Input<ConflictPath, Nothing, SeenConflict>,
) -> Result<Json<ConflictView>, Problem> {
    let conflict = input.path.conflict;
    settle(&cx, conflict, input.body.version, OperationBody::ConflictRelease { conflict }).await
}

async fn resolve(
    cx: Cx,
    input: Input<ConflictPath, Nothing, ResolveForm>,
) -> Result<Json<ConflictView>, Problem> {
    let ResolveForm { version, outcome, operation, note } = input.body;
    let conflict = input.path.conflict;
    let body = OperationBody::ConflictResolve { conflict, outcome, note: note.into(), act: operation };
    settle(&cx, conflict, version, body).await
}

async fn settle(
    cx: &Cx,
    id: ConflictId,
    version: u64,
    body: OperationBody,
) -> Result<Json<ConflictView>, Problem> {
    cx.operate(body, Some(Base::Version(Version(version)))).await?;
    shown(cx, id, "read").await
}

async fn shown(cx: &Cx, id: ConflictId, action: &'static str) -> Result<Json<ConflictView>, Problem> {
    let mut tenant = cx.tenant().await?;
    let conflict = tenant.conflict(id).await?.ok_or_else(Problem::not_found)?;
    let surroundings = Surroundings::of(cx, &mut tenant, std::slice::from_ref(&conflict)).await?;
    let act = Act::done(action, "booking_conflict").on(id).about([conflict.patient]);
    let view = view(cx, &surroundings, conflict)?;
    cx.finish(tenant, Batch::default(), act).await?;
    Ok(Json(view))
}

fn view(cx: &Cx, around: &Surroundings, it: BookingConflict) -> Result<ConflictView, Problem> {
    let sealed =
        it.alternatives.iter().map(|slot| availability::sealed(cx, slot)).collect::<Result<_, _>>()?;
    ConflictView::of(it, around, sealed).ok_or_else(Problem::internal)
}
