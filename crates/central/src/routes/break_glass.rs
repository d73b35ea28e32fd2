//! Breaking the glass: one patient's record for an hour, with a reason, told at once and reviewed by somebody else. It widens
//! what a role sees and nothing else, and it stands in the trail before anything is shown.

use super::views::time::Moment;
use crate::http::{Access, Act, Caller, Created, Cx, Done, Input, Nothing, Problem, Route};
use axum::{Json, http::Method};
use central_store::{Batch, BrokenGlass, Review};
use clinic_domain::{
    id::PatientId,
    medical_record::{GLASS_MINUTES, GlassReason},
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::POST,
            "/v1/break-glass",
            "break_glass",
            "See one patient's record beyond the role, for an hour",
            Access::May(Permission::BreakGlass),
            break_glass,
        ),
        Route::new(
            Method::GET,
            "/v1/break-glass",
            "list_broken_glass",
            "Who broke the glass, and what is to be reviewed",
            Access::May(Permission::ReviewBreakGlass),
            list,
        ),
        Route::new(
            Method::POST,
            "/v1/break-glass/{glass}/review",
            "review_broken_glass",
            "Say whether it was justified; never one's own",
            Access::May(Permission::ReviewBreakGlass),
            review,
        )
        .fresh_mfa(),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewGlass {
    #[garde(skip)]
    patient: Uuid,
    /// `emergency`, `coverage`, `patient_asked`, `legal`, `other`.
    #[garde(length(max = 40))]
    reason_code: String,
    #[garde(length(chars, min = 5, max = 500))]
    reason: String,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct GlassQuery {
    /// Reviewed ones too.
    #[garde(skip)]
    #[serde(default)]
    all: bool,
    /// The last of the page before.
    #[garde(skip)]
    before: Option<Uuid>,
    #[garde(range(min = 1, max = 200))]
    limit: Option<u16>,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct GlassPath {
    #[garde(skip)]
    glass: Uuid,
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct NewReview {
    #[garde(skip)]
    is_justified: bool,
    #[garde(length(chars, min = 3, max = 500))]
    note: String,
}

#[derive(Serialize, JsonSchema)]
pub struct GlassPage {
    glass: Vec<GlassView>,
    next: Option<Uuid>,
}

#[derive(Serialize, JsonSchema)]
pub struct GlassView {
    id: Uuid,
    person: Uuid,
    person_name: Option<String>,
    /// Whoever asks broke it: somebody else reviews it.
    is_own: bool,
    patient: Uuid,
    reason_code: String,
    reason: String,
    began_at: Moment,
    ends_at: Moment,
    review: Option<ReviewView>,
}

#[derive(Serialize, JsonSchema)]
pub struct ReviewView {
    person: Uuid,
    at: Moment,
    is_justified: bool,
    note: String,
}

impl GlassView {
    fn of(it: &BrokenGlass, caller: &Caller) -> Self {
        let name = caller.configuration.people.iter().find(|person| person.id == it.person);
        GlassView {
            id: it.id,
            person: it.person.0,
            person_name: name.map(|it| it.name.clone()),
            is_own: it.person == caller.person.id,
            patient: it.patient.0,
            reason_code: it.reason_code.clone(),
            reason: it.reason.clone(),
            began_at: Moment(it.began_at),
            ends_at: Moment(it.ends_at),
            review: it.review.as_ref().map(|it| ReviewView {
                person: it.by.0,
                at: Moment(it.at),
                is_justified: it.is_justified,
                note: it.note.clone(),
            }),
        }
    }
}

async fn break_glass(
    cx: Cx,
    input: Input<Nothing, Nothing, NewGlass>,
) -> Result<Created<GlassView>, Problem> {
    let NewGlass { patient, reason_code, reason } = input.body;
    let code: GlassReason =
        reason_code.parse().map_err(|_| Problem::invalid("body.reason_code", "There is no such reason."))?;
    let patient = PatientId(patient);
    let mut tenant = cx.tenant().await?;
    tenant.patient(patient).await?.ok_or_else(Problem::not_found)?;
    let glass = BrokenGlass {
        id: cx.app.ids.next(),
        person: cx.caller()?.person.id,
        patient,
        reason_code: code.as_str().to_owned(),
        reason,
        began_at: cx.now,
        ends_at: cx.now.plus_minutes(GLASS_MINUTES),
        review: None,
    };
    let mut batch = Batch::default();
    tenant.break_glass(&mut batch, &glass);
    let details = serde_json::json!({ "reason_code": glass.reason_code }).to_string();
    let act = Act { details, ..Act::done("break_glass", "patient").on(glass.id).about([patient]) };
    cx.finish(tenant, batch, act).await?;
    Ok(Created(GlassView::of(&glass, cx.caller()?)))
}

async fn list(cx: Cx, input: Input<Nothing, GlassQuery>) -> Result<Json<GlassPage>, Problem> {
    let GlassQuery { all, before, limit } = input.query;
    let most = limit.unwrap_or(50);
    let mut tenant = cx.tenant().await?;
    let glass = tenant.glass(all, before.unwrap_or(Uuid::max()), i64::from(most)).await?;
    let patients: std::collections::BTreeSet<PatientId> = glass.iter().map(|it| it.patient).collect();
    cx.finish(tenant, Batch::default(), Act::done("list", "broken_glass").about(patients)).await?;
    let is_full = glass.len() == usize::from(most);
    let caller = cx.caller()?;
    Ok(Json(GlassPage {
        next: glass.last().filter(|_| is_full).map(|it| it.id),
        glass: glass.iter().map(|it| GlassView::of(it, caller)).collect(),
    }))
}

async fn review(cx: Cx, input: Input<GlassPath, Nothing, NewReview>) -> Result<Done, Problem> {
    let NewReview { is_justified, note } = input.body;
    let review = Review { by: cx.caller()?.person.id, at: cx.now, is_justified, note };
    let mut tenant = cx.tenant().await?;
    let patient = tenant.review_glass(input.path.glass, &review).await?.ok_or_else(Problem::not_found)?;
    let details = serde_json::json!({ "is_justified": is_justified }).to_string();
    let act = Act::done("review", "broken_glass").on(input.path.glass).about([patient]);
    cx.finish(tenant, Batch::default(), Act { details, ..act }).await?;
    Ok(Done)
}
