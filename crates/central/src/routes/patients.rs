//! Patients: found by name, shown by id.

use crate::http::{Access, Act, Cx, Input, Nothing, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{id::PatientId, patient::Patient, people::Permission};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    vec![Route::new(
        Method::GET,
        "/v1/patients/{patient}",
        "read_patient",
        "A patient's record",
        Access::May(Permission::ViewPatient),
        read,
    )]
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
pub struct PatientPath {
    #[garde(skip)]
    pub patient: Uuid,
}

#[derive(Serialize, JsonSchema)]
pub struct PatientView {
    pub id: Uuid,
    pub version: u64,
    pub record_number: String,
    pub name: String,
}

async fn read(cx: Cx, input: Input<PatientPath, Nothing>) -> Result<Json<PatientView>, Problem> {
    let id = PatientId(input.path.patient);
    let mut tenant = cx.tenant().await?;
    let patient: Patient = tenant.patient(id).await?.ok_or_else(Problem::not_found)?;
    cx.finish(tenant, Batch::default(), Act::done("read", "patient").on(id).about([id])).await?;
    Ok(Json(PatientView {
        id: patient.id.0,
        version: patient.version.0,
        record_number: patient.record_number.clone(),
        name: patient.display_name().expose().to_owned(),
    }))
}
