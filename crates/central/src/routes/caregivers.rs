//! Those who act for a patient.

use super::{
    patients::{PatientPath, may_write},
    views::patient::{CaregiverForm, CaregiverView},
};
use crate::http::{Access, Act, Created, Cx, Input, Nothing, Patch, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    id::{CaregiverId, PatientId, Version},
    operation::{Base, Change, OperationBody},
    patient::Caregiver,
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub fn routes() -> Vec<Route> {
    vec![
        Route::new(
            Method::GET,
            "/v1/patients/{patient}/caregivers",
            "list_caregivers",
            "Who acts for a patient",
            Access::May(Permission::ViewPatient),
            list,
        ),
        Route::new(
            Method::POST,
            "/v1/patients/{patient}/caregivers",
            "create_caregiver",
            "Add somebody who acts for a patient",
            Access::May(Permission::EditPatient),
            create,
        ),
        Route::new(
            Method::PATCH,
            "/v1/patients/{patient}/caregivers/{caregiver}",
            "change_caregiver",
            "Change somebody who acts for a patient",
            Access::May(Permission::EditPatient),
            change,
        ),
    ]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct CaregiverPath {
    pub patient: PatientId,
    pub caregiver: CaregiverId,
}

#[derive(Serialize, JsonSchema)]
pub struct Caregivers {
    pub caregivers: Vec<CaregiverView>,
}

async fn list(cx: Cx, input: Input<PatientPath>) -> Result<Json<Caregivers>, Problem> {
    let id = input.path.patient;
    let mut tenant = cx.tenant().await?;
    tenant.patient(id).await?.ok_or_else(Problem::not_found)?;
    let found = tenant.caregivers_of(id).await?;
    let sights = cx.caller()?.sights();
    let seen = found.into_iter().map(|it| sights.cut_caregiver(it).ok_or_else(Problem::not_permitted));
    let seen = seen.collect::<Result<Vec<_>, Problem>>()?;
    let caregivers = seen.iter().map(|it| CaregiverView::of(&it.record)).collect();
    cx.finish(tenant, Batch::default(), Act::done("list", "caregiver").on(id).about([id])).await?;
    Ok(Json(Caregivers { caregivers }))
}

async fn create(
    cx: Cx,
    input: Input<PatientPath, Nothing, CaregiverForm>,
) -> Result<Created<CaregiverView>, Problem> {
    let (patient, id) = (input.path.patient, CaregiverId(cx.new_id()));
    let wanted = input.body.record(id, Version::FIRST, patient, None);
    let nobody = Caregiver { name: String::new().into(), phone: String::new().into(), ..wanted.clone() };
    may_write(&cx, &nobody, &wanted)?;
    Ok(Created(write(&cx, wanted, None).await?))
}

async fn change(
    cx: Cx,
    input: Input<CaregiverPath, Nothing, Patch<CaregiverForm>>,
) -> Result<Json<CaregiverView>, Problem> {
    let (CaregiverPath { patient, caregiver }, patch) = (input.path, input.body);
    let stands = standing(&cx, patient, caregiver).await?;
    let version = Version(patch.version);
    let source = stands.source.clone();
    let wanted = patch.on(&CaregiverForm::of(&stands))?.record(caregiver, version, patient, source);
    may_write(&cx, &Caregiver { version, ..stands }, &wanted)?;
    Ok(Json(write(&cx, wanted, Some(Base::Version(version))).await?))
}

async fn standing(cx: &Cx, patient: PatientId, id: CaregiverId) -> Result<Caregiver, Problem> {
    let mut tenant = cx.tenant().await?;
    let all = tenant.caregivers_of(patient).await?;
    tenant.rollback().await?;
    all.into_iter().find(|it| it.id == id).ok_or_else(Problem::not_found)
}

async fn write(cx: &Cx, wanted: Caregiver, base: Option<Base>) -> Result<CaregiverView, Problem> {
    let (id, patient) = (wanted.id, wanted.patient);
    let performed = cx.operate(OperationBody::CaregiverPut(wanted), base).await?;
    let written = performed.changes.into_iter().find_map(|it| match it {
        Change::Caregiver(it) => Some(it),
        _ => None,
    });
    let caregiver = match written {
        Some(it) => it,
        None => standing(cx, patient, id).await?,
    };
    Ok(CaregiverView::of(&caregiver))
}
